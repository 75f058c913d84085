"""The plan file as a whole: from bytes to checked rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from awards.services.plan_file import schema
from awards.services.plan_file.checks import check_parts
from awards.services.plan_file.reading import (
    PlanRow,
    Reading,
    line_of,
    pairs,
    read_row,
    read_rows,
)
from dandvan.errors import DomainError

LARGEST = 2_000_000  # bytes; the plan of a commune has about 40 KB


@dataclass(frozen=True)
class PlanFile:
    """A plan file without fault: the commune, the plan, and the rows of each section."""

    commune: PlanRow
    plan: PlanRow
    parts: Mapping[str, tuple[PlanRow, ...]]


def read_plan_file(path: Path) -> PlanFile:
    """Read and check a plan file; nothing is written.

    Raises DomainError with every reason at once, each "dòng N: …" in the order of the lines.
    """
    return parse_plan(_text_of(path))


def parse_plan(source: str) -> PlanFile:
    """Check the text of a plan file; raises DomainError as `read_plan_file` does."""
    reading = Reading()
    root = _compose(source)
    found = pairs(root, "tệp kế hoạch", reading) if root else {}
    known = {section.name for section in schema.SECTIONS}
    for name, (key_node, _) in found.items():
        if name not in known:
            reading.refuse(line_of(key_node), f"tệp kế hoạch không có phần “{name}”.")
    parts: dict[str, tuple[PlanRow, ...]] = {}
    for section in schema.SECTIONS:
        if section.name not in found:
            if section.required:
                reading.refuse(1, f"tệp thiếu phần “{section.name}”.")
        elif section in schema.SINGLE:
            row = read_row(found[section.name][1], section, reading)
            parts[section.name] = (row,) if row else ()
        else:
            parts[section.name] = read_rows(found[section.name][1], section, reading)
    check_parts(parts, reading)
    reading.finish()
    return PlanFile(parts["commune"][0], parts["plan"][0], parts)


def read_windows_file(path: Path, years: tuple[int, ...]) -> tuple[PlanRow, ...]:
    """Rows of the part “windows” of a file whose other parts belong to somebody else.

    `years` are the years a window may name. Raises DomainError with every reason.
    """
    return parse_windows(_text_of(path), years)


def parse_windows(source: str, years: tuple[int, ...]) -> tuple[PlanRow, ...]:
    """Rows of the part “windows” of a YAML text; no row when the part is missing."""
    reading = Reading()
    reading.codes[schema.YEARS.name] = {str(year): 0 for year in years}
    root = _compose(source)
    found = pairs(root, "tệp", reading) if root else {}
    rows: tuple[PlanRow, ...] = ()
    if schema.WINDOWS.name in found:
        rows = read_rows(found[schema.WINDOWS.name][1], schema.WINDOWS, reading)
    reading.finish()
    return rows


def _text_of(path: Path) -> str:
    """Text of a file, or a DomainError that says why it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError:
        raise DomainError(f"Không đọc được tệp “{path}”.") from None
    if len(content) > LARGEST:
        raise DomainError(f"Tệp “{path}” lớn quá 2 MB, không phải là tệp kế hoạch.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DomainError(f"dòng {line}: tệp không phải là văn bản UTF-8.") from None


def _compose(source: str) -> yaml.Node | None:
    """Node tree of the text; nothing in it is constructed."""
    try:
        return yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        raise DomainError(f"dòng {line}: tệp có ký tự không đọc được.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise DomainError(f"dòng {line}: sai cú pháp YAML ở cột {column}.") from None
    except RecursionError:
        raise DomainError("dòng 1: tệp lồng nhau quá sâu.") from None
