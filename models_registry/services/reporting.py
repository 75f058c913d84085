"""Figures and reports of a model, by its owner or by the clerk for him (plan III.4)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from dandvan.vietnamese import nfc, short_date
from models_registry.domain.flow import MODEL_FLOW, not_ones_own
from models_registry.enums import ModelState, NoticeKind, ReportKind, WindowKind
from models_registry.models import (
    DanVanModel,
    Indicator,
    IndicatorValue,
    ModelReport,
    User,
    Village,
)
from models_registry.queries import model_actors, model_facts
from models_registry.services.acceptance import CorrectionInput, open_corrections, tell_returned
from models_registry.services.correction_rounds import keep_new_texts
from models_registry.services.move_model import locked_model, take_edge
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
LARGEST_FIGURE = Decimal(10) ** 14


@dataclass(frozen=True)
class FigureInput:
    """A reported figure of one village, or of the whole model (village None)."""

    indicator: Indicator
    village: Village | None
    reported: Decimal


@dataclass(frozen=True)
class VerifiedInput:
    """A checked figure: of a value row, or of an indicator and village (None: whole model)."""

    verified: Decimal
    indicator: Indicator | None = None
    village: Village | None = None
    value_id: int | None = None


@transaction.atomic
def record_figures(
    *, user: User, model_id: int, figures: Sequence[FigureInput], date: datetime.date
) -> None:
    """Enter figures of an accepted model; older rows stay, no longer current.

    An indicator is counted by village or for the whole model, not both. The same figure
    again changes nothing. Raises NotAllowed, DomainError.
    """
    dv_model = locked_model(model_id, user=user)
    require_writer(dv_model, user)
    _require_accepted(dv_model)
    _write_figures(dv_model, figures, user=user, date=date)


def _require_accepted(dv_model: DanVanModel) -> None:
    """Owners report while the model is carried out."""
    if dv_model.state != ModelState.ACCEPTED:
        raise DomainError(
            f"Mô hình đang ở trạng thái “{dv_model.get_state_display()}” "
            "nên không ghi báo cáo, số liệu được."
        )


def _wrong_day(date: datetime.date) -> list[str]:
    """A report never speaks of a day to come."""
    if date > clock.today():
        return [f"Ngày báo cáo {short_date(date)} chưa tới. Kiểm tra lại ngày."]
    return []


def _wrong_figures(dv_model: DanVanModel, figures: Iterable[FigureInput]) -> list[str]:
    """Foreign, negative, doubled figures and those counted both ways."""
    villages = {row.pk for row in dv_model.villages.all()}
    seen: set[tuple[int, int | None]] = set()
    reasons = []
    for row in figures:
        name = row.indicator.name
        if row.indicator.dv_model_id != dv_model.pk:
            reasons.append(f"Chỉ tiêu “{name}” không thuộc mô hình này.")
        if row.village is not None and row.village.pk not in villages:
            reasons.append(f"{name}: {row.village} không thuộc địa bàn của mô hình.")
        if not 0 <= row.reported < LARGEST_FIGURE:
            reasons.append(f"{name}: nhập số từ 0 trở lên, tối đa 14 chữ số.")
        key = (row.indicator.pk, row.village.pk if row.village else None)
        if key in seen:
            reasons.append(f"{name}: có hai số liệu cho cùng một nơi.")
        seen.add(key)
    both = {i for i, v in seen if v is None} & {i for i, v in seen if v is not None}
    names = {row.indicator.name for row in figures if row.indicator.pk in both}
    for name in sorted(names):
        reasons.append(f"{name}: nhập theo làng hoặc nhập số chung, không nhập cả hai.")
    return list(dict.fromkeys(reasons))


def _write_figures(
    dv_model: DanVanModel, figures: Sequence[FigureInput], *, user: User, date: datetime.date
) -> None:
    """Replace current figures of a locked model."""
    if reasons := [*_wrong_day(date), *_wrong_figures(dv_model, figures)]:
        raise DomainError(reasons)
    for row in figures:
        current = IndicatorValue.objects.filter(indicator=row.indicator, is_current=True)
        # A way of counting given up leaves no figure that would be added twice.
        current.exclude(village__isnull=row.village is None).update(is_current=False)
        same = current.filter(village=row.village).first()
        if same is not None and same.reported == row.reported:
            continue
        current.filter(village=row.village).update(is_current=False)
        IndicatorValue.objects.create(
            indicator=row.indicator,
            village=row.village,
            date=date,
            reported=row.reported,
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
        elif not 0 <= row.verified < LARGEST_FIGURE:
            reasons.append(f"{current.indicator.name}: nhập số từ 0 trở lên, tối đa 14 chữ số.")
        elif current.verified != row.verified:
            _replace_verified(current, row.verified, user)
    if reasons:
        raise DomainError(reasons)


def _current_value(dv_model: DanVanModel, row: VerifiedInput) -> IndicatorValue | None:
    """The figure a check speaks of, only among those of this model."""
    values = IndicatorValue.objects.filter(indicator__dv_model=dv_model, is_current=True)
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


@transaction.atomic
def write_report(
    *,
    user: User,
    model_id: int,
    kind: str,
    date: datetime.date,
    text: str,
    figures: Sequence[FigureInput] = (),
    on_behalf_source: str = "",
) -> ModelReport:
    """Write a progress or result report with figures; a result replaces the former one.

    The same words of the same day by the same person are one report.
    Raises NotAllowed, DomainError (state, empty text, a day to come, wrong figures).
    """
    dv_model = locked_model(model_id, user=user)
    require_writer(dv_model, user)
    _require_accepted(dv_model)
    source = behalf_trace(dv_model, user, on_behalf_source).get("on_behalf_source", "")
    said = nfc(text).strip()
    reasons = [*_wrong_day(date), *_wrong_figures(dv_model, figures)]
    if dv_model.submitted_on and date < dv_model.submitted_on:
        reasons.append("Ngày báo cáo không thể trước ngày đăng ký mô hình.")
    if kind not in ReportKind.values:
        reasons.append("Chọn loại báo cáo: tiến độ hoặc kết quả.")
    if not said:
        reasons.append("Viết nội dung báo cáo.")
    if reasons:
        raise DomainError(reasons)
    _write_figures(dv_model, figures, user=user, date=date)
    last = dv_model.reports.filter(kind=kind, date=date, text=said, written_by=user).last()
    if last is not None and last.is_current and not _returned_since(last):
        return last
    if kind == ReportKind.RESULT:
        dv_model.reports.filter(kind=kind, is_current=True).update(is_current=False)
    return dv_model.reports.create(
        kind=kind,
        date=date,
        text=said,
        on_behalf_source=source,
        written_by=user,
        written_at=clock.now(),
    )


def _returned_since(report: ModelReport) -> bool:
    """Whether the report was returned: the same words then count as written again."""
    returned = report.dv_model.transitions.filter(edge="return_report")
    return returned.filter(at__gte=report.written_at).exists()


@transaction.atomic
def send_result(
    *,
    user: User,
    model_id: int,
    version: int | None = None,
    on_behalf_source: str = "",
    note: str = "",
) -> DanVanModel:
    """Hand the result report in; days after the year's window are kept on the report.

    Raises NotAllowed, StaleRecord, DomainError.
    """
    dv_model = locked_model(model_id, user=user, version=version)
    require_writer(dv_model, user)
    trace = {}
    report = dv_model.reports.filter(kind=ReportKind.RESULT, is_current=True).first()
    if dv_model.state == ModelState.ACCEPTED:
        source = on_behalf_source or (report.on_behalf_source if report else "")
        trace = behalf_trace(dv_model, user, source)
    take_edge(dv_model, "report", user=user, note=nfc(note), **trace)
    keep_new_texts(dv_model)
    late = late_days(dv_model, clock.today())
    if report is not None and late:
        report.late_days = late
        report.save(update_fields=["late_days"])
    return dv_model


def late_days(dv_model: DanVanModel, day: datetime.date) -> int:
    """Whole days after the end of the latest result window of the model's year; 0 in time."""
    windows = list(dv_model.year.windows.filter(kind=WindowKind.RESULT_REPORT))
    if any(row.ends >= day for row in windows):
        return 0
    return (day - max(row.ends for row in windows)).days if windows else 0


@transaction.atomic
def return_report(
    *,
    user: User,
    model_id: int,
    corrections: Sequence[CorrectionInput],
    version: int | None = None,
) -> DanVanModel:
    """Return a result report with at least one correction; the model is accepted again.

    Raises NotAllowed, StaleRecord, DomainError.
    """
    dv_model = locked_model(model_id, user=user, version=version)
    edge = MODEL_FLOW.edges["return_report"]
    if not edge.who & model_actors(dv_model, user):
        raise NotAllowed([f"Bạn không có quyền làm việc “{edge.label}”."])
    open_corrections(dv_model, corrections, user=user, edge="return_report")
    done = take_edge(dv_model, "return_report", user=user, extra_fields=("return_due",))
    tell_returned(
        dv_model,
        corrections,
        by=user,
        kind=NoticeKind.REPORT_RETURNED,
        key=f"return_report:{done.pk}",
    )
    return dv_model
