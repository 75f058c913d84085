"""Kinds of values that a plan file may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from awards.services.plan_file.reading import (
    Kind,
    PlanRow,
    Reading,
    Section,
    items,
    line_of,
    pairs,
    read_rows,
    scalar,
)
from dandvan.vietnamese import one_line

SLUG = re.compile(r"[-a-zA-Z0-9_]+")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
RATIO = re.compile(r"(?P<sign>>=|>|≥)?\s*(?P<num>\d{1,4})\s*/\s*(?P<den>\d{1,4})")
FACTOR = re.compile(r"\d{1,3}(\.\d{1,3})?", re.ASCII)
ALL = "all"


@dataclass(frozen=True)
class Text:
    """A text; one with a `max_length` (that of the column) is made one line.

    `slug` allows only letters without marks, digits, - and _.
    """

    max_length: int | None = None
    slug: bool = False

    def read(self, node: yaml.Node, key: str, reading: Reading) -> str | None:
        """Give the text in NFC without outer spaces."""
        text = scalar(node, key, reading)
        if text is None:
            return None
        if self.max_length is not None:
            text = one_line(text)
        if self.max_length is not None and len(text) > self.max_length:
            reading.refuse(
                line_of(node), f"khóa “{key}” dài {len(text)} ký tự, tối đa {self.max_length}."
            )
            return None
        if self.slug and not SLUG.fullmatch(text):
            reading.refuse(
                line_of(node),
                f"khóa “{key}”: “{text}” chỉ được gồm chữ không dấu, chữ số, dấu “-” và “_”.",
            )
            return None
        return text


@dataclass(frozen=True)
class Day:
    """A date written year-month-day."""

    def read(self, node: yaml.Node, key: str, reading: Reading) -> date | None:
        """Give the date."""
        text = scalar(node, key, reading)
        if text is None:
            return None
        try:
            if ISO_DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        reading.refuse(
            line_of(node),
            f"khóa “{key}”: “{text}” không phải là ngày; "
            "hãy viết năm-tháng-ngày, ví dụ 2024-11-20.",
        )
        return None


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def read(self, node: yaml.Node, key: str, reading: Reading) -> bool | None:
        """Give the truth value."""
        text = scalar(node, key, reading)
        if text is None:
            return None
        if text not in ("true", "false"):
            reading.refuse(
                line_of(node), f"khóa “{key}”: “{text}” không hợp lệ; hãy viết true hoặc false."
            )
            return None
        return text == "true"


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds."""

    low: int
    high: int

    def read(self, node: yaml.Node, key: str, reading: Reading) -> int | None:
        """Give the number."""
        text = scalar(node, key, reading)
        if text is None:
            return None
        if re.fullmatch(r"\d{1,9}", text, re.ASCII) and self.low <= int(text) <= self.high:
            return int(text)
        reading.refuse(
            line_of(node),
            f"khóa “{key}”: “{text}” không phải là số nguyên từ {self.low} đến {self.high}.",
        )
        return None


@dataclass(frozen=True)
class Factor:
    """A number from 0 with a point and up to three decimals: 0.15, 2."""

    def read(self, node: yaml.Node, key: str, reading: Reading) -> Decimal | None:
        """Give the number."""
        text = scalar(node, key, reading)
        if text is None:
            return None
        if FACTOR.fullmatch(text):
            return Decimal(text)
        reading.refuse(
            line_of(node), f"khóa “{key}”: “{text}” không phải là hệ số; hãy viết như 0.15 hoặc 2."
        )
        return None


@dataclass(frozen=True)
class Choice:
    """One of several words."""

    words: tuple[str, ...]

    def read(self, node: yaml.Node, key: str, reading: Reading) -> str | None:
        """Give the word."""
        text = scalar(node, key, reading)
        if text is None or text in self.words:
            return text
        allowed = ", ".join(self.words)
        reading.refuse(line_of(node), f"khóa “{key}”: “{text}” không hợp lệ; chỉ nhận: {allowed}.")
        return None


@dataclass(frozen=True)
class Code:
    """The code of a row of another section, which is read before."""

    section: str

    def read(self, node: yaml.Node, key: str, reading: Reading) -> str | None:
        """Give the code; nothing is said when the other section itself is missing."""
        text = scalar(node, key, reading)
        known = reading.codes.get(self.section)
        if text is None or known is None or text in known:
            return text
        reading.refuse(
            line_of(node), f"khóa “{key}”: không có mã “{text}” trong phần “{self.section}”."
        )
        return None


@dataclass(frozen=True)
class Ratio:
    """A fraction such as 2/3; with `sign` also "> 1/2" or ">= 2/3"."""

    sign: bool = False

    def read(self, node: yaml.Node, key: str, reading: Reading) -> tuple[str, int, int] | None:
        """Give (sign, numerator, denominator); the sign is ">" or ">="."""
        text = scalar(node, key, reading)
        if text is None:
            return None
        found = RATIO.fullmatch(text)
        if (
            found
            and bool(found["sign"]) == self.sign
            and 0 < int(found["num"]) <= int(found["den"])
        ):
            sign = ">" if found["sign"] == ">" else ">="
            return sign, int(found["num"]), int(found["den"])
        example = "> 1/2 hoặc >= 2/3" if self.sign else "2/3"
        reading.refuse(
            line_of(node),
            f"khóa “{key}”: “{text}” không phải là tỷ lệ hợp lệ; hãy viết như {example}.",
        )
        return None


@dataclass(frozen=True)
class Items:
    """A list of values, none twice; with `or_all` the word "all" may stand instead."""

    kind: Kind
    or_all: bool = False
    is_list: bool = True

    def read(self, node: yaml.Node, key: str, reading: Reading) -> tuple[Any, ...] | str | None:
        """Give the values, or the word "all"."""
        if self.or_all and isinstance(node, yaml.ScalarNode) and node.value == ALL:
            return ALL
        found: dict[Any, int] = {}
        for item in items(node, f"khóa “{key}”", reading):
            value = self.kind.read(item, key, reading)
            if value in found:
                reading.refuse(line_of(item), f"khóa “{key}”: “{value}” bị lặp lại.")
            elif value == "":
                reading.refuse(line_of(item), f"khóa “{key}” có một mục trống.")
            elif value is not None:
                found[value] = line_of(item)
        return tuple(found) or None


@dataclass(frozen=True)
class Rows:
    """Rows of a section inside a row; codes are unique in the file or, with `own`, in the row."""

    section: Section
    own: bool = True
    is_list: bool = True

    def read(self, node: yaml.Node, key: str, reading: Reading) -> tuple[PlanRow, ...]:
        """Give the rows."""
        del key
        return read_rows(node, self.section, reading, {} if self.own else None)


@dataclass(frozen=True)
class Parameters:
    """Parameters of a rule as nodes; the rule's own check reads them."""

    def read(
        self, node: yaml.Node, key: str, reading: Reading
    ) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Give name -> (key node, value node)."""
        return pairs(node, f"khóa “{key}”", reading)
