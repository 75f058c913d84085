"""Figures of a model: reported by its people or the clerk for them, then checked (plan III.4)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role
from dandvan.vietnamese import one_line, short_date, vn_number
from models_registry.domain.figures import FigureFacts, doubtful, first_of_each, impossible
from models_registry.domain.flow import not_ones_own
from models_registry.enums import ModelState
from models_registry.models import DanVanModel, Indicator, IndicatorValue, User, Village
from models_registry.queries import model_actors, model_facts, model_relations
from models_registry.queries_figures import WHOLE
from models_registry.services.move_model import locked_model
from models_registry.services.registration import behalf_trace, require_writer

CHECKABLE = frozenset(
    state.value
    for state in (
        ModelState.ACCEPTED,
        ModelState.REPORTED,
        ModelState.ASSESSED,
        ModelState.RECOGNIZED,
        ModelState.DECLINED,
        ModelState.REVOKED,
    )
)
LONGEST_REASON = 300
ASK_REASON = "Nếu số này đúng, ghi lý do rồi lưu lại; nếu nhầm thì sửa số."
Key = tuple[int, int | None]
Current = Mapping[Key, IndicatorValue]


@dataclass(frozen=True)
class FigureInput:
    """A reported figure of one village, or of the whole model (village None).

    `reported` None gives up the figure for the other way of counting. `seen_id` is the row
    the person saw while typing (0: there was none); None when nobody looked.
    """

    indicator: Indicator
    village: Village | None
    reported: Decimal | None
    seen_id: int | None = None

    @property
    def key(self) -> Key:
        """Indicator and place."""
        return self.indicator.pk, self.village.pk if self.village else None

    @property
    def label(self) -> str:
        """Indicator and place as sentences begin."""
        return f"{self.indicator.name}, {self.village or WHOLE}"


@dataclass(frozen=True)
class VerifiedInput:
    """A checked figure: of a value row, or of an indicator and village (None: whole model)."""

    verified: Decimal
    indicator: Indicator | None = None
    village: Village | None = None
    value_id: int | None = None


def figures_closed(dv_model: DanVanModel, user: User) -> str | None:
    """Why this person cannot enter figures in the model's state; None when he can.

    Owner and members while it is carried out; once reported only the clerk, with a reason.
    """
    if dv_model.state == ModelState.ACCEPTED:
        return None
    if dv_model.state == ModelState.REPORTED:
        is_clerk = Role.CLERK in model_actors(dv_model, user)
        if is_clerk and not model_relations(dv_model, user):
            return None
        return (
            "Báo cáo kết quả đã gửi nên số liệu không sửa được nữa. "
            "Báo Văn phòng – thống kê để trả lại báo cáo hoặc sửa giúp."
        )
    return (
        f"Mô hình đang ở trạng thái “{dv_model.get_state_display()}” "
        "nên không ghi báo cáo, số liệu được."
    )


class StaleFigures(StaleRecord):
    """Somebody changed figures meanwhile; `by_key` says of each place what both wrote."""

    def __init__(self, by_key: Mapping[Key, str]) -> None:
        """The sentences by indicator and place."""
        self.by_key = dict(by_key)
        super().__init__(list(self.by_key.values()))


@transaction.atomic
def record_figures(
    *,
    user: User,
    model_id: int,
    figures: Sequence[FigureInput],
    date: datetime.date,
    on_behalf_source: str = "",
    reason: str = "",
) -> int:
    """Enter figures of a model that is carried out; older rows stay, no longer current.

    Returns how many changed; the same figure again changes nothing. Raises NotAllowed,
    StaleRecord (somebody changed a figure meanwhile), DomainError.
    """
    dv_model = locked_model(model_id, user=user)
    require_writer(dv_model, user)
    if refusal := figures_closed(dv_model, user):
        raise DomainError(refusal)
    source = behalf_trace(dv_model, user, on_behalf_source).get("on_behalf_source", "")
    said = one_line(reason)
    if dv_model.state == ModelState.REPORTED and not said:
        raise DomainError("Ghi lý do sửa số liệu sau khi báo cáo đã gửi.", field="reason")
    return write_figures(dv_model, figures, user=user, date=date, source=source, reason=said)


def _wrong_day(date: datetime.date) -> list[str]:
    """A report never speaks of a day to come."""
    if date > clock.today():
        return [f"Ngày báo cáo {short_date(date)} chưa tới. Kiểm tra lại ngày."]
    return []


def write_figures(
    dv_model: DanVanModel,
    figures: Sequence[FigureInput],
    *,
    user: User,
    date: datetime.date,
    source: str = "",
    reason: str = "",
) -> int:
    """Replace current figures of a locked model; returns how many changed.

    Raises StaleRecord, DomainError (field "reason" when only a reason is missing).
    """
    current = _current_values(dv_model)
    if wrong := [*_wrong_day(date), *_wrong_places(dv_model, figures)]:
        raise DomainError(wrong)
    changed = [row for row in figures if _reported(current, row) != row.reported]
    if stale := {row.key: text for row in changed if (text := _stale(current, row))}:
        raise StaleFigures(stale)
    facts = [_facts(dv_model, row, date) for row in changed if row.reported is not None]
    if wrong := [
        *first_of_each(impossible(row) for row in facts),
        *_mixed(figures, current),
        *_older(changed, current, date),
    ]:
        raise DomainError(wrong)
    doubts = {row.label: text for row in facts if (text := doubtful(row))}
    if len(reason) > LONGEST_REASON:
        raise DomainError(f"Rút gọn lý do còn tối đa {LONGEST_REASON} ký tự.", field="reason")
    if doubts and not reason:
        raise DomainError([*doubts.values(), ASK_REASON], field="reason")
    for row in changed:
        noted = reason if row.label in doubts or dv_model.state == ModelState.REPORTED else ""
        _replace_reported(row, user=user, date=date, source=source, note=noted)
    return len(changed)


def _current_values(dv_model: DanVanModel) -> dict[Key, IndicatorValue]:
    """Current figures by indicator and place, read under the lock."""
    rows = IndicatorValue.objects.filter(indicator__dv_model=dv_model, is_current=True)
    rows = rows.select_related("indicator", "village", "recorded_by__individual")
    return {(row.indicator_id, row.village_id): row for row in rows}


def _reported(current: Current, row: FigureInput) -> Decimal | None:
    """What is on record for the place of an input."""
    there = current.get(row.key)
    return there.reported if there else None


def _wrong_places(dv_model: DanVanModel, figures: Iterable[FigureInput]) -> list[str]:
    """Foreign and doubled figures, and those counted both ways at once."""
    villages = {row.pk for row in dv_model.villages.all()}
    seen: set[Key] = set()
    reasons = []
    for row in figures:
        name = row.indicator.name
        if row.indicator.dv_model_id != dv_model.pk:
            reasons.append(f"Chỉ tiêu “{name}” không thuộc mô hình này.")
        if row.village is not None and row.village.pk not in villages:
            reasons.append(f"{name}: {row.village} không thuộc địa bàn của mô hình.")
        if row.key in seen:
            reasons.append(f"{name}: có hai số liệu cho cùng một nơi.")
        seen.add(row.key)
    return first_of_each(reasons)


def _mixed(figures: Sequence[FigureInput], current: Current) -> list[str]:
    """Indicators that would be counted by village and for the whole; cells left empty.

    What nobody looked at (`seen_id` None) gives way to the other way of counting.
    """
    reasons = []
    for indicator in {row.indicator.pk: row.indicator for row in figures}.values():
        own = [row for row in figures if row.indicator.pk == indicator.pk]
        after = {key: row.reported for key, row in current.items() if key[0] == indicator.pk}
        if all(row.seen_id is None for row in own):
            after = {}
        after |= {row.key: row.reported for row in own}
        filled = {village is None for (_, village), value in after.items() if value is not None}
        if len(filled) == 2:
            reasons.append(
                f"{indicator.name}: nhập theo làng hoặc nhập số chung, không nhập cả hai."
            )
        for row in own:
            there = current.get(row.key)
            other_way = (row.village is not None) in filled
            if row.reported is None and there is not None and not other_way:
                reasons.append(
                    f"{row.label}: đã có số {vn_number(there.reported)} nên không để trống. "
                    "Ghi 0 nếu không có."
                )
    return reasons


def _older(changed: Iterable[FigureInput], current: Current, date: datetime.date) -> list[str]:
    """Figures of an earlier day than those on record."""
    return first_of_each(
        f"{row.label}: đã có số liệu đến ngày {short_date(there.date)}, mới hơn ngày "
        f"{short_date(date)}. Kiểm tra lại ngày."
        for row in changed
        if (there := current.get(row.key)) is not None and date < there.date
    )


def _stale(current: Current, row: FigureInput) -> str | None:
    """What somebody else wrote into this place since the person looked at it."""
    there = current.get(row.key)
    if row.seen_id is None or row.seen_id == (there.pk if there else 0):
        return None
    if there is None:
        return f"{row.label}: số cũ vừa được người khác bỏ. Xem lại rồi lưu."
    local = there.recorded_at.astimezone(clock.now().tzinfo)
    typed = "để trống" if row.reported is None else f"nhập {vn_number(row.reported)}"
    return (
        f"{row.label}: bạn {typed}, trong khi {there.recorded_by.display_name} đã ghi "
        f"{vn_number(there.reported)} lúc {local:%H:%M} ngày {short_date(local.date())}. "
        "Chưa lưu gì; giữ số nào thì để số đó trong ô rồi lưu lại."
    )


def _facts(dv_model: DanVanModel, row: FigureInput, date: datetime.date) -> FigureFacts:
    """A figure with the numbers of its village, or of all villages of the model together."""
    villages = [row.village] if row.village else list(dv_model.villages.all())
    start = dv_model.start_date or dv_model.submitted_on
    return FigureFacts(
        name=row.indicator.name,
        unit=row.indicator.unit,
        kind=row.indicator.kind,
        value=row.reported or Decimal(0),
        place=str(row.village) if row.village else "",
        households=_together([village.households for village in villages]),
        people=_together([village.people for village in villages]),
        days=max((date - start).days + 1, 1) if start else None,
        target=row.indicator.target,
    )


def _together(numbers: Sequence[int | None]) -> int | None:
    """The sum; None while one of them is not known."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _replace_reported(
    row: FigureInput, *, user: User, date: datetime.date, source: str, note: str
) -> None:
    """The new current row; what it replaces stays, no longer current."""
    current = IndicatorValue.objects.filter(indicator=row.indicator, is_current=True)
    if row.reported is None:
        current.filter(village=row.village).update(is_current=False)
        return
    # A way of counting given up leaves no figure that would be added twice.
    current.exclude(village__isnull=row.village is None).update(is_current=False)
    current.filter(village=row.village).update(is_current=False)
    IndicatorValue.objects.create(
        indicator=row.indicator,
        village=row.village,
        date=date,
        reported=row.reported,
        on_behalf_source=source,
        note=note,
        recorded_by=user,
        recorded_at=clock.now(),
    )


@transaction.atomic
def verify_figures(*, user: User, model_id: int, figures: Sequence[VerifiedInput]) -> None:
    """Enter checked figures beside the reported ones; a new row keeps the former.

    Raises NotAllowed (CLERK, MOBILIZATION_BLOC), DomainError (own model, nothing reported).
    """
    dv_model = locked_model(model_id, user=user)
    if not {Role.CLERK, Role.MOBILIZATION_BLOC} & model_actors(dv_model, user):
        raise NotAllowed(["Chỉ Văn phòng – thống kê và Khối Dân vận ghi số liệu đã kiểm tra."])
    if refusal := not_ones_own(model_facts(dv_model, user, clock.today())):
        raise DomainError(refusal)
    if dv_model.state not in CHECKABLE:
        raise DomainError("Mô hình chưa được tiếp nhận nên chưa có số liệu để kiểm tra.")
    reasons = []
    for row in figures:
        current = _current_value(dv_model, row)
        if current is None:
            name = row.indicator.name if row.indicator else "chỉ tiêu này"
            reasons.append(f"Chưa có số báo cáo của {name} để kiểm tra.")
            continue
        checked = FigureInput(current.indicator, current.village, row.verified)
        if wrong := impossible(_facts(dv_model, checked, clock.today())):
            reasons.append(wrong)
        elif current.verified != row.verified:
            _replace_verified(current, row.verified, user)
    if reasons:
        raise DomainError(reasons)


def _current_value(dv_model: DanVanModel, row: VerifiedInput) -> IndicatorValue | None:
    """The figure a check speaks of, only among those of this model."""
    values = IndicatorValue.objects.filter(indicator__dv_model=dv_model, is_current=True)
    values = values.select_related("indicator", "village")
    if row.value_id is not None:
        return values.filter(pk=row.value_id).first()
    return values.filter(indicator=row.indicator, village=row.village).first()


def _replace_verified(current: IndicatorValue, verified: Decimal, user: User) -> None:
    """A new current row with the same reported figure."""
    IndicatorValue.objects.filter(pk=current.pk).update(is_current=False)
    IndicatorValue.objects.create(
        indicator_id=current.indicator_id,
        village_id=current.village_id,
        date=current.date,
        reported=current.reported,
        verified=verified,
        recorded_by=user,
        recorded_at=clock.now(),
    )
