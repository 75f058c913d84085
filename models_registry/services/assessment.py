"""Assessment of a model against the qualities of the plan (plan I.2, IV.1.1)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.vietnamese import short_date
from models_registry.domain.flow import MODEL_FLOW
from models_registry.enums import Mark
from models_registry.models import Attachment, DanVanModel, ModelAssessment, Quality, User
from models_registry.queries import model_actors
from models_registry.services.move_model import locked_model, paper_actors, take_edge
from models_registry.services.paper_trace import PaperTrace, paper_fields


@dataclass(frozen=True)
class MarkInput:
    """The mark of one quality, its reason and the evidence it rests on."""

    quality: Quality
    mark: str
    reason: str
    evidence: Attachment | None = None


@transaction.atomic
def assess_model(
    *,
    user: User,
    model_id: int,
    date: datetime.date,
    team: str,
    conclusion: str,
    marks: Sequence[MarkInput],
    paper: PaperTrace | None = None,
    version: int | None = None,
) -> ModelAssessment:
    """Write a new round of assessment and move the model to assessed; earlier rounds stay.

    `marks` holds one mark for every quality of the plan. Raises NotAllowed, StaleRecord,
    DomainError (missing mark, reason or conclusion, a day to come, the flow's guards).
    Source: plan I.2, IV.1.1.
    """
    trace = paper_fields(paper, user=user, day=clock.today())
    dv_model = locked_model(model_id, user=user, version=version)
    _check_who(dv_model, user, signed=bool(trace))
    given = [row for row in marks if row.mark]
    reasons = [*_wrong_head(date, conclusion), *_wrong_marks(dv_model, given)]
    if reasons:
        raise DomainError(reasons)
    assessment = ModelAssessment.objects.create(
        dv_model=dv_model,
        round=dv_model.assessments.count() + 1,
        date=date,
        team=team.strip(),
        conclusion=conclusion.strip(),
        assessed_by=user,
        assessed_at=clock.now(),
    )
    for row in given:
        assessment.marks.create(
            quality=row.quality, mark=row.mark, reason=row.reason.strip(), evidence=row.evidence
        )
    take_edge(dv_model, "assess", user=user, note=conclusion, **trace)
    return assessment


@transaction.atomic
def reassess_model(
    *, user: User, model_id: int, note: str, paper: PaperTrace | None = None
) -> DanVanModel:
    """Take an assessed model back to reported for another round; the round is kept.

    Raises NotAllowed, DomainError (missing note, state, own model).
    """
    trace = paper_fields(paper, user=user, day=clock.today())
    dv_model = locked_model(model_id, user=user)
    take_edge(dv_model, "reassess", user=user, note=note, **trace)
    return dv_model


def _check_who(dv_model: DanVanModel, user: User, *, signed: bool) -> None:
    """A person without the right hears that first, not what is wrong with his form."""
    actors = model_actors(dv_model, user)
    if signed:
        actors = actors | paper_actors("assess", user)
    edge = MODEL_FLOW.edges["assess"]
    if not edge.who & actors:
        raise NotAllowed([f"Bạn không có quyền làm việc “{edge.label}”."])


def _wrong_head(date: datetime.date, conclusion: str) -> list[str]:
    """What is wrong with the day and the conclusion."""
    reasons = []
    if date > clock.today():
        reasons.append(f"Ngày thẩm định {short_date(date)} chưa tới. Kiểm tra lại ngày.")
    if not conclusion.strip():
        reasons.append("Ghi kết luận của đoàn thẩm định.")
    return reasons


def _wrong_marks(dv_model: DanVanModel, marks: Sequence[MarkInput]) -> list[str]:
    """Strange, doubled or unfounded marks; missing ones are said by the flow's guard."""
    known = {quality.pk for quality in dv_model.year.plan.qualities.all()}
    reasons = []
    if any(row.quality.pk not in known for row in marks):
        reasons.append("Có phẩm chất không thuộc kế hoạch của mô hình này.")
    if any(row.mark not in Mark.values for row in marks):
        reasons.append("Có kết quả đánh giá không hợp lệ.")
    if any(times > 1 for times in Counter(row.quality.pk for row in marks).values()):
        reasons.append("Mỗi phẩm chất chỉ có một kết quả.")
    if unfounded := [row.quality.name for row in marks if not row.reason.strip()]:
        reasons.append(f"Ghi căn cứ, lý do cho: {', '.join(unfounded)}.")
    for row in marks:
        if row.evidence and (
            row.evidence.dv_model_id != dv_model.pk or row.evidence.removed_at is not None
        ):
            reasons.append(f"Minh chứng của “{row.quality.name}” không thuộc mô hình này.")
    return reasons
