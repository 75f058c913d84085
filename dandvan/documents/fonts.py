"""Where the vendored fonts and style sheets of the papers lie."""

from pathlib import Path

STATIC_ROOT = Path(__file__).resolve().parent.parent.parent / "static"
FONT_FOLDER = STATIC_ROOT / "fonts" / "tinos"
STYLE_FOLDER = STATIC_ROOT / "documents"


def font_path(face: str) -> Path:
    """File of a face of Tinos: "Regular", "Bold", "Italic" or "BoldItalic"."""
    return FONT_FOLDER / f"Tinos-{face}.ttf"
