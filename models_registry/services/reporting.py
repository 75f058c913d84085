"""Figures and reports of a model, by its owner or by the clerk for him (plan III.4)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.vietnamese import nfc, one_line
from models_registry.domain.flow import MODEL_FLOW
from models_registry.enums import ModelState, NoticeKind, ReportKind, WindowKind
from models_registry.models import DanVanModel, ModelReport, User
from models_registry.queries import model_actors
from models_registry.services.acceptance import CorrectionInput, open_corrections, tell_returned
from models_registry.services.correction_rounds import keep_new_texts
from models_registry.services.figures import FigureInput, write_figures
from models_registry.services.move_model import locked_model, take_edge
from models_registry.services.registration import behalf_trace, require_writer


def _require_accepted(dv_model: DanVanModel) -> None:
    """Owners report while the model is carried out."""
    if dv_model.state != ModelState.ACCEPTED:
        raise DomainError(
            f"Mô hình đang ở trạng thái “{dv_model.get_state_display()}” "
            "nên không ghi báo cáo, số liệu được."
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
    reason: str = "",
) -> ModelReport:
    """Write a progress or result report with figures; a result replaces the former one.

    The same words of the same day by the same person are one report. `reason` speaks for
    figures that look doubtful. Raises NotAllowed, StaleRecord (a figure that somebody changed
    meanwhile), DomainError (state, empty text, a day to come, wrong figures).
    """
    dv_model = locked_model(model_id, user=user)
    require_writer(dv_model, user)
    _require_accepted(dv_model)
    source = behalf_trace(dv_model, user, on_behalf_source).get("on_behalf_source", "")
    said = nfc(text).strip()
    reasons: list[str] = []
    try:
        write_figures(
            dv_model, figures, user=user, date=date, source=source, reason=one_line(reason)
        )
    except DomainError as error:
        # Wrong figures are said together with what else is wrong.
        if error.field or isinstance(error, StaleRecord):
            raise
        reasons += error.reasons
    if dv_model.submitted_on and date < dv_model.submitted_on:
        reasons.append("Ngày báo cáo không thể trước ngày đăng ký mô hình.")
    if kind not in ReportKind.values:
        reasons.append("Chọn loại báo cáo: tiến độ hoặc kết quả.")
    if not said:
        reasons.append("Viết nội dung báo cáo.")
    if reasons:
        raise DomainError(reasons)
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
