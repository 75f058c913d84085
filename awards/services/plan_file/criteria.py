"""Checks of criteria: their mode, their rule, its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from awards.domain.rule_names import RULES, RuleSpec
from awards.services.plan_file.kinds import ALL, Choice, Items, Whole
from awards.services.plan_file.reading import Kind, Reading, line_of
from models_registry.enums import (
    FACT_VALUES,
    RATING_VALUES,
    CriterionMode,
    FactKind,
    MemberPart,
)

MOST = 32767  # of a small whole number column


class CountOrAll:
    """A whole number from 1, or the word "all"."""

    def read(self, node: yaml.Node, key: str, reading: Reading) -> int | str | None:
        """Give the number or "all"."""
        if isinstance(node, yaml.ScalarNode) and node.value == ALL:
            return ALL
        return Whole(1, MOST).read(node, key, reading)


PARAM_KINDS: dict[str, Kind] = {
    "count": Whole(1, MOST),
    "count_or_all": CountOrAll(),
    "rating": Choice(tuple(str(value) for value in RATING_VALUES)),
    "party_rating": Choice(tuple(str(value) for value in FACT_VALUES[FactKind.PARTY_RATING])),
    "parts": Items(Choice(tuple(MemberPart.values))),
}


def check_condition(values: dict[str, Any], lines: Mapping[str, int], reading: Reading) -> None:
    """Check mode, rule and parameters of a single condition; parameters become plain values.

    An automatic condition names a known rule with exactly its parameters; a judged one none.
    """
    nodes = values.pop("params", {})
    rule = values.get("rule", "")
    if "mode" not in values:  # refused already
        return
    if values["mode"] == CriterionMode.JUDGED:
        for key in ("rule", "params"):
            if key in lines and (rule or nodes):
                reading.refuse(
                    lines[key], f"tiêu chí do người đánh giá (judged) không được có khóa “{key}”."
                )
        return
    if not rule:
        reading.refuse(
            lines[""], "tiêu chí tự động (automatic) phải ghi tên quy tắc ở khóa “rule”."
        )
        return
    if rule not in RULES:
        known = ", ".join(RULES)
        reading.refuse(lines["rule"], f"không có quy tắc “{rule}”; chỉ nhận: {known}.")
        return
    values["params"] = _params(RULES[rule], nodes, lines, reading)


def _params(
    spec: RuleSpec,
    nodes: Mapping[str, tuple[yaml.Node, yaml.Node]],
    lines: Mapping[str, int],
    reading: Reading,
) -> dict[str, Any]:
    """Plain values of a rule's parameters; unknown, missing and bad ones are refused."""
    for name, (key_node, _) in nodes.items():
        if name not in spec.params:
            reading.refuse(line_of(key_node), f"quy tắc “{spec.name}” không có tham số “{name}”.")
    found: dict[str, Any] = {}
    for name, kind in spec.params.items():
        if name not in nodes:
            line = lines.get("params", lines["rule"])
            reading.refuse(line, f"quy tắc “{spec.name}” thiếu tham số “{name}”.")
            continue
        value = PARAM_KINDS[kind].read(nodes[name][1], name, reading)
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def check_clause(values: dict[str, Any], lines: Mapping[str, int], reading: Reading) -> None:
    """Refuse a rule that is not made for the subject type of its clause."""
    del lines
    for row in values.get("conditions", ()):
        spec = RULES.get(row.get("rule", ""))
        subject_type = values.get("subject_type")
        if spec and subject_type and subject_type not in spec.subject_types:
            reading.refuse(
                row.line_of("rule"), f"quy tắc “{spec.name}” không dùng cho “{subject_type}”."
            )
