"""Checks across rows: periods that overlap, kinds and authorities that do not fit together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date

from awards.domain.rule_names import RULES
from awards.services.plan_file.kinds import ALL
from awards.services.plan_file.reading import PlanRow, Reading
from models_registry.enums import AuthorityLevel, AwardLevel, SubjectType

Parts = Mapping[str, tuple[PlanRow, ...]]


def check_parts(parts: Parts, reading: Reading) -> None:
    """Refuse what is wrong between rows; each refusal stands at the line of the later row."""
    for authority in parts.get("authorities", ()):
        offices = authority.get("receiving_offices", ())
        _no_overlap(offices, lambda row: "", "cơ quan nhận hồ sơ", reading)
    _no_overlap(parts.get("regimes", ()), lambda row: "", "giai đoạn pháp luật", reading)
    recipients = parts.get("default_recipients", ())
    _no_overlap(recipients, lambda row: row.get("document_kind"), "nơi nhận mặc định", reading)
    votes = parts.get("vote_rules", ())
    _no_overlap(votes, lambda row: row.get("award_kind", ""), "quy tắc biểu quyết", reading)
    rates = parts.get("award_rates", ())
    _no_overlap(rates, lambda row: row.get("award_kind"), "mức tiền thưởng", reading)
    _no_overlap(parts.get("base_salaries", ()), lambda row: "", "mức lương cơ sở", reading)
    for regime in parts.get("regimes", ()):
        _one_default_form(regime, reading)
    _award_kinds_fit(parts, reading)
    _needed_for_fits(parts, reading)
    _village_threshold_fits(parts, reading)
    _qualities_are_there(parts, reading)


def _period(row: PlanRow) -> tuple[date, date]:
    return row.get("valid_from", date.min), row.get("valid_to", date.max)


def _no_overlap(
    rows: Sequence[PlanRow], group: Callable[[PlanRow], Hashable], what: str, reading: Reading
) -> None:
    """Refuse two rows of one group that hold on the same day."""
    for index, row in enumerate(rows):
        for earlier in rows[:index]:
            (start, end), (other_start, other_end) = _period(row), _period(earlier)
            if group(row) == group(earlier) and start <= other_end and other_start <= end:
                reading.refuse(row.line, f"{what} trùng thời gian với mục ở dòng {earlier.line}.")
                break


def _one_default_form(regime: PlanRow, reading: Reading) -> None:
    """Refuse a regime without or with two default forms for a subject type."""
    forms = regime.get("forms", ())
    for subject_type in SubjectType:
        of_type = [form for form in forms if form.get("subject_type") == subject_type]
        defaults = [form for form in of_type if form.get("is_default")]
        for form in defaults[1:]:
            reading.refuse(
                form.line_of("is_default"),
                f"đã có mẫu mặc định khác cho {subject_type.label} ở dòng {defaults[0].line}.",
            )
        if forms and not defaults:
            reading.refuse(
                regime.line_of("forms"), f"chưa có mẫu mặc định cho {subject_type.label}."
            )


def _award_kinds_fit(parts: Parts, reading: Reading) -> None:
    """Refuse an award kind whose authority has another level or does not live as long."""
    authorities = {row.get("code"): row for row in parts.get("authorities", ())}
    for kind in parts.get("award_kinds", ()):
        authority = authorities.get(kind.get("authority"))
        if authority is None or "level" not in kind.values or "level" not in authority.values:
            continue
        own = authority["level"] == AuthorityLevel.COMMUNE
        if own != (kind["level"] == AwardLevel.OWN):
            reading.refuse(
                kind.line_of("authority"),
                f"hình thức cấp “{kind['level']}” không thể do cơ quan cấp “{authority['level']}” "
                "quyết định.",
            )
        (start, end), (alive_from, alive_to) = _period(kind), _period(authority)
        if start < alive_from or end > alive_to:
            reading.refuse(
                kind.line, f"hiệu lực vượt ra ngoài thời gian tồn tại của “{authority['code']}”."
            )


def _needed_for_fits(parts: Parts, reading: Reading) -> None:
    """Refuse a criterion that is needed for a kind which its subject type cannot receive."""
    kinds = {row.get("code"): row for row in parts.get("award_kinds", ())}
    for clause in parts.get("criteria", ()):
        for_collective = clause.get("subject_type") == SubjectType.COLLECTIVE
        flag = "for_collectives" if for_collective else "for_individuals"
        for condition in clause.get("conditions", ()):
            codes = condition.get("needed_for", ())
            for code in () if codes == ALL else codes:
                if code in kinds and not kinds[code].get(flag) and "subject_type" in clause.values:
                    label = SubjectType(clause["subject_type"]).label
                    reading.refuse(
                        condition.line_of("needed_for"),
                        f"hình thức “{code}” không dành cho {label}.",
                    )


def _village_threshold_fits(parts: Parts, reading: Reading) -> None:
    """Refuse a number of villages that the commune does not have."""
    villages = len(parts.get("villages", ()))
    for clause in parts.get("criteria", ()):
        for condition in clause.get("conditions", ()):
            least = condition.get("params", {}).get("min")
            counts_villages = condition.get("rule") == "villages_with_culture_title"
            if villages and counts_villages and isinstance(least, int) and least > villages:
                reading.refuse(
                    condition.line_of("params"),
                    f"cần {least} làng nhưng tệp chỉ có {villages} làng.",
                )


def _qualities_are_there(parts: Parts, reading: Reading) -> None:
    """Refuse a rule that rests on a quality which nobody could ever assess."""
    if "qualities" not in parts:  # refused already
        return
    known = {row.get("code") for row in parts["qualities"]}
    for clause in parts.get("criteria", ()):
        for condition in clause.get("conditions", ()):
            spec = RULES.get(condition.get("rule", ""))
            lacking = [code for code in spec.qualities if code not in known] if spec else []
            if lacking:
                codes = ", ".join(f"“{code}”" for code in lacking)
                reading.refuse(
                    condition.line_of("rule"),
                    f"quy tắc “{spec.name}” cần phẩm chất {codes} trong phần “qualities”.",
                )
