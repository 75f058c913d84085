"""docs/ke-hoach.md names every clause, and all that it names exists."""

import importlib
import re
from pathlib import Path

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
TABLE = (ROOT / "docs" / "ke-hoach.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLE.splitlines()
    if line.startswith("| ") and not line.startswith("| điểm ")
]
NAMES = sorted(set(re.findall(r"\b(url|py|file):([\w:./-]+[\w])", "\n".join(r[3] for r in ROWS))))
CLAUSES = [
    "mở đầu", "I.1", "I.2 đoạn 1", "I.2 đoạn 2", "I.2 đoạn 3", "II.1", "II.2.1", "II.2.2", "III.1",
    "III.2", "III.3a", "III.3b", "III.3c", "IV.1.1 gạch 1", "IV.1.1 gạch 2", "IV.1.1 gạch 3",
    "IV.1.1 gạch 4", "IV.1.1 gạch 5", "IV.1.2 gạch 1", "IV.1.2 gạch 2", "IV.1.3 đoạn 1",
    "IV.1.3 đoạn 2", "IV.1.4", "V.1", "V.2", "nơi nhận",
]  # fmt: skip


def url_names() -> set[str]:
    """Every URL name of the project with its namespace."""
    found: set[str] = set()

    def walk(resolver, prefix: str) -> None:
        for key in resolver.reverse_dict:
            if isinstance(key, str):
                found.add(f"{prefix}{key}")
        for namespace, (_, inner) in resolver.namespace_dict.items():
            walk(inner, f"{prefix}{namespace}:")

    walk(get_resolver(), "")
    return found


def test_every_clause_has_its_row() -> None:
    assert [row[0] for row in ROWS] == CLAUSES


def test_every_row_says_where_or_what_is_still_to_come() -> None:
    assert [row[0] for row in ROWS if not row[3] and not row[4]] == []


@pytest.mark.parametrize(("kind", "name"), NAMES)
def test_what_the_table_names_exists(kind: str, name: str) -> None:
    if kind == "url":
        assert name in url_names()
    elif kind == "file":
        assert (ROOT / name).is_file()
    else:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            module, _, attribute = name.rpartition(".")
            assert hasattr(importlib.import_module(module), attribute)
