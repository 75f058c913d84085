"""Plan files that tests load."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
TO_TUNG = _ROOT / "models_registry" / "plans" / "to-tung.yaml"
SECOND_COMMUNE = _ROOT / "tests" / "data" / "second-commune.yaml"
