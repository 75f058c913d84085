"""Walk the nodes of a YAML file and gather every refusal with its line.

Only `yaml.compose` is used: nodes carry line numbers, nothing is constructed, and a
repeated key is still visible.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from dandvan.errors import DomainError
from dandvan.vietnamese import nfc, short_date

MAP_TAG = "tag:yaml.org,2002:map"
LIST_TAG = "tag:yaml.org,2002:seq"
NULL_TAG = "tag:yaml.org,2002:null"
SCALAR_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "timestamp", "null")
)
DATE_PAIRS = (("valid_from", "valid_to"), ("starts", "ends"))


class Reading:
    """What was found while a file is read: refusals by line and the codes of each section."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self.reasons: list[tuple[int, str]] = []
        self.codes: dict[str, dict[str, int]] = {}

    def refuse(self, line: int, sentence: str) -> None:
        """Remember one refusal; the reading goes on to find the others."""
        self.reasons.append((line, sentence))

    def finish(self) -> None:
        """Raise one DomainError with all refusals in the order of the lines, if there are any."""
        if self.reasons:
            ordered = dict.fromkeys(sorted(self.reasons, key=lambda reason: reason[0]))
            raise DomainError([f"dòng {line}: {sentence}" for line, sentence in ordered])


@dataclass(frozen=True)
class PlanRow:
    """One row of a section: its line, the values that are filled, the line of each value."""

    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def __getitem__(self, key: str) -> Any:
        """Value of a key that must be there."""
        return self.values[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Value of a key, or the default when the file leaves it empty."""
        return self.values.get(key, default)

    def line_of(self, key: str) -> int:
        """Line of a key; the row's own line when the key is absent."""
        return self.lines.get(key, self.line)


class Kind(Protocol):
    """How the value of a key is read; None means it was refused."""

    def read(self, node: yaml.Node, key: str, reading: Reading) -> Any:
        """Give the value, or refuse and give None."""
        ...


@dataclass(frozen=True)
class Key:
    """One key that a section knows."""

    name: str
    kind: Kind
    required: bool = False
    default: Any = None


RowCheck = Callable[[dict[str, Any], Mapping[str, int], Reading], None]


@dataclass(frozen=True)
class Section:
    """A part of the file: its keys, what makes a row unique, and a check of a whole row."""

    name: str
    keys: tuple[Key, ...]
    unique: str = "code"
    required: bool = True
    check: RowCheck | None = None
    by_name: Mapping[str, Key] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the keys."""
        object.__setattr__(self, "by_name", {key.name: key for key in self.keys})


def line_of(node: yaml.Node) -> int:
    """Line of a node, counted from 1."""
    return int(node.start_mark.line) + 1


def is_empty(node: yaml.Node) -> bool:
    """Whether a value is null or a blank text."""
    return isinstance(node, yaml.ScalarNode) and (
        node.tag == NULL_TAG or (node.tag in SCALAR_TAGS and not nfc(node.value).strip())
    )


def scalar(node: yaml.Node, key: str, reading: Reading) -> str | None:
    """Text of a single value as it stands in the file; None when it is not one."""
    if not isinstance(node, yaml.ScalarNode):
        reading.refuse(line_of(node), f"khóa “{key}” phải là một giá trị đơn.")
        return None
    if node.tag not in SCALAR_TAGS:
        reading.refuse(line_of(node), f"khóa “{key}”: kiểu giá trị “{node.tag}” không được dùng.")
        return None
    if any(
        unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in node.value
    ):
        reading.refuse(line_of(node), f"khóa “{key}” có ký tự không in được.")
        return None
    return nfc(node.value).strip()


def pairs(node: yaml.Node, what: str, reading: Reading) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Keys of a mapping with their key and value nodes; repeated keys are refused."""
    if not isinstance(node, yaml.MappingNode) or node.tag != MAP_TAG:
        reading.refuse(line_of(node), f"{what} phải gồm các cặp “khóa: giá trị”.")
        return {}
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key_node, value_node in node.value:
        name = nfc(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        if name in found:
            first = line_of(found[name][0])
            reading.refuse(line_of(key_node), f"khóa “{name}” bị lặp lại, đã có ở dòng {first}.")
        else:
            found[name] = (key_node, value_node)
    return found


def items(node: yaml.Node, what: str, reading: Reading) -> list[yaml.Node]:
    """Nodes of a list; refused when it is no list or an empty one."""
    if is_empty(node) or (isinstance(node, yaml.SequenceNode) and not node.value):
        reading.refuse(line_of(node), f"{what} là danh sách trống; hãy ghi ít nhất một mục.")
        return []
    if not isinstance(node, yaml.SequenceNode) or node.tag != LIST_TAG:
        reading.refuse(line_of(node), f"{what} phải là một danh sách.")
        return []
    return list(node.value)


def read_row(node: yaml.Node, section: Section, reading: Reading) -> PlanRow | None:
    """One row of a section, checked key by key and then as a whole."""
    before = len(reading.reasons)
    found = pairs(node, f"mỗi mục của phần “{section.name}”", reading)
    if not found:
        if len(reading.reasons) == before:
            reading.refuse(line_of(node), f"phần “{section.name}” có một mục trống.")
        return None
    for name, (key_node, _) in found.items():
        if name not in section.by_name:
            sentence = f"phần “{section.name}” không có khóa “{name}”."
            reading.refuse(line_of(key_node), sentence)
    values: dict[str, Any] = {}
    for key in section.keys:
        _read_key(key, found.get(key.name), line_of(node), section, values, reading)
    lines = {name: line_of(key_node) for name, (key_node, _) in found.items()}
    _check_dates(values, lines, reading)
    if section.check:
        section.check(values, {"": line_of(node), **lines}, reading)
    return PlanRow(line_of(node), values, lines)


def _read_key(
    key: Key,
    pair: tuple[yaml.Node, yaml.Node] | None,
    row_line: int,
    section: Section,
    values: dict[str, Any],
    reading: Reading,
) -> None:
    """Put the value of one key into `values`; what is empty is left out."""
    if pair is None or (is_empty(pair[1]) and not getattr(key.kind, "is_list", False)):
        if key.required and pair is None:
            reading.refuse(row_line, f"phần “{section.name}” thiếu khóa “{key.name}”.")
        elif key.required:
            reading.refuse(line_of(pair[0]), f"khóa “{key.name}” không được để trống.")
        elif key.default is not None:
            values[key.name] = key.default
        return
    value = key.kind.read(pair[1], key.name, reading)
    if value is not None:
        values[key.name] = value


def _check_dates(values: dict[str, Any], lines: Mapping[str, int], reading: Reading) -> None:
    """Refuse an end before its start."""
    for start, end in DATE_PAIRS:
        first, last = values.get(start), values.get(end)
        if first and last and last < first:
            reading.refuse(
                lines[end],
                f"“{end}” ({short_date(last)}) đứng trước “{start}” ({short_date(first)}).",
            )


def read_rows(
    node: yaml.Node, section: Section, reading: Reading, seen: dict[str, int] | None = None
) -> tuple[PlanRow, ...]:
    """All rows of a list; `seen` keeps the codes met so far, so that none comes twice."""
    seen = reading.codes.setdefault(section.name, {}) if seen is None else seen
    rows = []
    for item in items(node, f"phần “{section.name}”", reading):
        row = read_row(item, section, reading)
        if row is None:
            continue
        code = str(row.get(section.unique, "")) if section.unique else ""
        if code and code in seen:
            reading.refuse(
                row.line_of(section.unique),
                f"“{code}” của phần “{section.name}” bị lặp lại, đã có ở dòng {seen[code]}.",
            )
        elif code:
            seen[code] = row.line_of(section.unique)
        rows.append(row)
    return tuple(rows)
