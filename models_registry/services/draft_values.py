"""What may be written into a registration, checked against commune, plan and order of dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dandvan.errors import DomainError
from dandvan.vietnamese import nfc, one_line
from models_registry.domain.units import fixed_unit, standard_unit
from models_registry.enums import IndicatorKind, MemberPart, NationalField, SubjectType
from models_registry.models import DanVanModel, Indicator, Individual, ModelMember

LINES = {"name": "Tên mô hình"}
TEXTS = {
    "need": "Nhu cầu, vấn đề cần giải quyết",
    "goal": "Mục tiêu, chỉ tiêu",
    "solutions": "Giải pháp",
    "partners": "Lực lượng phối hợp",
    "target_group": "Đối tượng hướng tới",
    "resources": "Nguồn lực",
    "upkeep": "Cách duy trì, nhân rộng",
    "expected_results": "Kết quả dự kiến",
}
LONGEST_NAME = 300
LONGEST_TEXT = 5000
MOST_MEMBERS = 60
SINGLE = ("collective", "individual", "main_area")
MANY = ("co_owners", "further_areas", "villages", "movements")
DATES = ("start_date", "end_date")
FIELDS = frozenset({*LINES, *TEXTS, *SINGLE, *MANY, *DATES, "national_field"})
ROWS = frozenset({"members", "indicators"})


@dataclass(frozen=True)
class MemberInput:
    """A person's part in a model; without dates it runs with the model."""

    individual: Individual
    part: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


@dataclass(frozen=True)
class IndicatorInput:
    """What a model counts; `id` names an indicator that is there already."""

    name: str
    unit: str
    kind: str = IndicatorKind.OTHER
    target: Decimal | None = None
    summable: bool = True
    id: int | None = None


def write_values(dv_model: DanVanModel, values: dict[str, Any]) -> set[str]:
    """Put checked values on a locked model and its rows; names of the columns to save.

    `values` holds any of FIELDS and ROWS. Raises DomainError with the field a sentence
    belongs to; the caller's transaction then keeps everything as it was.
    """
    if unknown := set(values) - FIELDS - ROWS:
        raise ValueError(f"unknown values: {sorted(unknown)}")
    changed = {*_texts(dv_model, values), *_owner(dv_model, values), *_areas(dv_model, values)}
    changed |= _dates(dv_model, values)
    for field in ("co_owners", "villages", "movements"):
        if field in values:
            _set_many(dv_model, field, values[field])
    if "members" in values:
        _set_members(dv_model, values["members"])
    if "indicators" in values:
        _set_indicators(dv_model, values["indicators"])
    return changed


def _texts(dv_model: DanVanModel, values: dict[str, Any]) -> set[str]:
    """Names and long texts in normal form, none longer than its column or the page."""
    given = {field: one_line(values[field]) for field in LINES if field in values}
    given |= {field: nfc(values[field]).strip() for field in TEXTS if field in values}
    for field, text in given.items():
        limit = LONGEST_NAME if field in LINES else LONGEST_TEXT
        if len(text) > limit:
            label = (LINES | TEXTS)[field]
            raise DomainError(f"{label}: rút gọn còn tối đa {limit} ký tự.", field=field)
        setattr(dv_model, field, text)
    return set(given)


def _same_commune(dv_model: DanVanModel, rows: Iterable[Any], field: str) -> None:
    """Refuse what belongs to another commune or another plan."""
    for row in rows:
        home = getattr(row, "commune_id", None)
        plan = getattr(row, "plan_id", None)
        if home not in (None, dv_model.commune_id) or plan not in (None, dv_model.year.plan_id):
            raise DomainError("Mục đã chọn không thuộc xã này.", field=field)


def _owner(dv_model: DanVanModel, values: dict[str, Any]) -> set[str]:
    """Whose model it is: one collective or one individual, never both."""
    given = {field: values[field] for field in ("collective", "individual") if field in values}
    for field, row in given.items():
        _same_commune(dv_model, [row] if row else [], field)
    if given.get("collective") and given.get("individual"):
        raise DomainError("Chọn một: mô hình của tập thể hoặc của cá nhân.", field="collective")
    if given.get("collective"):
        given["individual"] = None
    elif given.get("individual"):
        given["collective"] = None
    for field, row in given.items():
        setattr(dv_model, field, row)
    return set(given)


def _areas(dv_model: DanVanModel, values: dict[str, Any]) -> set[str]:
    """Content areas fit the kind of subject (plan II.2); the field follows the main area."""
    changed = set()
    before = dv_model.main_area_id
    if "main_area" in values:
        dv_model.main_area = values["main_area"]
        changed.add("main_area")
    if values.get("national_field"):
        if values["national_field"] not in NationalField.values:
            raise DomainError("Chọn lại lĩnh vực.", field="national_field")
        dv_model.national_field = values["national_field"]
        changed.add("national_field")
    elif "main_area" in values and before != dv_model.main_area_id:
        dv_model.national_field = dv_model.main_area.national_field if dv_model.main_area else ""
        changed.add("national_field")
    if "further_areas" in values:
        further = [row for row in values["further_areas"] if row != dv_model.main_area]
        _set_many(dv_model, "further_areas", further)
    if {"main_area", "further_areas", "collective", "individual"} & set(values):
        _check_areas(dv_model, values)
        changed.add("main_area")
    return changed


def _check_areas(dv_model: DanVanModel, values: dict[str, Any]) -> None:
    """Areas of the other kind of subject are refused when chosen, dropped when left over."""
    if dv_model.main_area:
        _same_commune(dv_model, [dv_model.main_area], "main_area")
    if not (dv_model.collective_id or dv_model.individual_id):
        return
    kind = SubjectType.COLLECTIVE if dv_model.collective_id else SubjectType.INDIVIDUAL
    wrong = [row for row in dv_model.further_areas.all() if row.subject_type != kind]
    main_is_wrong = dv_model.main_area and dv_model.main_area.subject_type != kind
    if (main_is_wrong and "main_area" in values) or (wrong and "further_areas" in values):
        raise DomainError(
            f"Nội dung đã chọn không dành cho {kind.label}. Chọn lại.", field="main_area"
        )
    if main_is_wrong:
        dv_model.main_area = None
    if wrong:
        dv_model.further_areas.remove(*wrong)


def _dates(dv_model: DanVanModel, values: dict[str, Any]) -> set[str]:
    """Start and end in order."""
    given = {field: values[field] for field in DATES if field in values}
    for field, day in given.items():
        setattr(dv_model, field, day)
    start, end = dv_model.start_date, dv_model.end_date
    if given and start and end and end < start:
        raise DomainError("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.", field="end_date")
    return set(given)


def _set_many(dv_model: DanVanModel, field: str, rows: Iterable[Any]) -> None:
    """Replace a set of chosen rows."""
    chosen = list(rows)
    _same_commune(dv_model, chosen, field)
    getattr(dv_model, field).set(chosen)


def _set_members(dv_model: DanVanModel, rows: Sequence[MemberInput]) -> None:
    """Replace the members; rows that stay keep their id."""
    _same_commune(dv_model, [row.individual for row in rows], "members")
    if len(rows) > MOST_MEMBERS:
        raise DomainError(f"Ghi tối đa {MOST_MEMBERS} người tham gia.", field="members")
    keys = [(row.individual.pk, row.part) for row in rows]
    for row in rows:
        if row.part not in MemberPart.values:
            raise DomainError("Chọn lại vai trò của người tham gia.", field="members")
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            raise DomainError(
                f"{row.individual}: ngày thôi tham gia phải bằng hoặc sau ngày bắt đầu.",
                field="members",
            )
        if keys.count((row.individual.pk, row.part)) > 1:
            raise DomainError(f"{row.individual} được ghi hai lần cùng vai trò.", field="members")
    kept = []
    for row in rows:
        member, _ = ModelMember.objects.update_or_create(
            dv_model=dv_model,
            individual=row.individual,
            part=row.part,
            ended_by=None,
            defaults={"valid_from": row.valid_from, "valid_to": row.valid_to},
        )
        kept.append(member.pk)
    dv_model.members.filter(ended_by__isnull=True).exclude(pk__in=kept).delete()


def _set_indicators(dv_model: DanVanModel, rows: Sequence[IndicatorInput]) -> None:
    """Replace the indicators; one that holds figures already is never dropped."""
    names = [one_line(row.name) for row in rows]
    for row, name in zip(rows, names, strict=True):
        if not name or not one_line(row.unit):
            raise DomainError("Mỗi chỉ tiêu cần có tên và đơn vị tính.", field="indicators")
        if row.kind not in IndicatorKind.values:
            raise DomainError(f"Chọn lại loại của chỉ tiêu “{name}”.", field="indicators")
        if row.target is not None and row.target < 0:
            raise DomainError(f"Chỉ tiêu “{name}” không được là số âm.", field="indicators")
        if standard_unit(row.kind, one_line(row.unit)) is None:
            raise DomainError(
                f"Chỉ tiêu “{name}” thuộc loại “{IndicatorKind(row.kind).label}” nên đơn vị tính "
                f"là “{fixed_unit(row.kind)}”, không phải “{one_line(row.unit)}”.",
                field="indicators",
            )
        if names.count(name) > 1:
            raise DomainError(f"Chỉ tiêu “{name}” được ghi hai lần.", field="indicators")
    there = {row.pk: row for row in dv_model.indicators.all()}
    by_name = {row.name: row for row in there.values()}
    kept = set()
    found = []
    for row, name in zip(rows, names, strict=True):
        indicator = there.get(row.id or 0) or by_name.get(name) or Indicator(dv_model=dv_model)
        found.append(indicator)
        kept.add(indicator.pk)
    for pk, indicator in there.items():
        if pk in kept:
            continue
        if indicator.values.exists():
            raise DomainError(
                f"Chỉ tiêu “{indicator.name}” đã có số liệu nên không xóa được.",
                field="indicators",
            )
        indicator.delete()
    for order, (indicator, row, name) in enumerate(zip(found, rows, names, strict=True), 1):
        unit = one_line(row.unit)
        indicator.name, indicator.kind = name, row.kind
        indicator.unit = standard_unit(row.kind, unit) or unit
        indicator.target, indicator.order = row.target, order
        indicator.summable = row.summable and row.kind != IndicatorKind.PERCENT
        if indicator.pk:
            indicator.save(update_fields=["name", "unit", "kind", "target", "order", "summable"])
        else:
            indicator.save()
