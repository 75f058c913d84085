"""Assessment of a model against the qualities of the plan (plan I.2, IV.1.1)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.vietnamese import one_line, short_date
from models_registry.domain.assessment import QualityResult, without_request
from models_registry.domain.flow import MODEL_FLOW
from models_registry.enums import Mark, TeamPart
from models_registry.models import (
    Attachment,
    DanVanModel,
    EvidenceRequest,
    Individual,
    ModelAssessment,
    Quality,
    User,
)
from models_registry.queries import model_actors, person_in_model
from models_registry.queries_assessing import team_on
from models_registry.services.move_model import locked_model, paper_actors, take_edge
from models_registry.services.paper_trace import PaperTrace, paper_fields


@dataclass(frozen=True)
class MarkInput:
    """The mark of one quality, its reason and the evidence it rests on.

    Where the evidence is not enough, `need` names what is asked for and `due` until when.
    """

    quality: Quality
    mark: str
    reason: str
    evidence: Attachment | None = None
    need: str = ""
    due: datetime.date | None = None


@dataclass(frozen=True)
class AttendeeInput:
    """Somebody of the team who took part in the session, and as what."""

    individual: Individual
    part: str = TeamPart.MEMBER


@dataclass(frozen=True)
class SessionInput:
    """Hour, place and people of the session, as the minutes print them."""

    starts_at: datetime.time | None = None
    place: str = ""
    attendees: Sequence[AttendeeInput] = ()


@transaction.atomic
def assess_model(
    *,
    user: User,
    model_id: int,
    date: datetime.date,
    team: str,
    conclusion: str,
    marks: Sequence[MarkInput],
    session: SessionInput | None = None,
    paper: PaperTrace | None = None,
    version: int | None = None,
) -> ModelAssessment:
    """Write a new round of assessment and move the model to assessed; earlier rounds stay.

    `marks` holds one mark for every quality; one that lacks evidence asks for a named thing by
    a day, unless another required quality is not met anyway. Raises NotAllowed, StaleRecord,
    DomainError (all that is missing or wrong, the flow's guards). Source: plan I.2, IV.1.1.
    """
    trace = paper_fields(paper, user=user, day=clock.today())
    dv_model = locked_model(model_id, user=user, version=version)
    _check_who(dv_model, user, signed=bool(trace))
    given = [row for row in marks if row.mark]
    session = session or SessionInput()
    reasons = [
        *_wrong_head(date, conclusion),
        *wrong_marks(dv_model, given),
        *_wrong_requests(dv_model, given),
        *_wrong_session(dv_model, session),
    ]
    if reasons:
        raise DomainError(reasons)
    assessment = ModelAssessment.objects.create(
        dv_model=dv_model,
        round=dv_model.assessments.count() + 1,
        date=date,
        starts_at=session.starts_at,
        place=one_line(session.place)[:200],
        by_team=team_on(dv_model.year_id, date) if session.attendees else None,
        team=team.strip(),
        conclusion=conclusion.strip(),
        assessed_by=user,
        assessed_at=clock.now(),
    )
    for row in given:
        assessment.marks.create(
            quality=row.quality, mark=row.mark, reason=row.reason.strip(), evidence=row.evidence
        )
        if row.mark == Mark.NOT_ENOUGH and row.need.strip() and row.due:
            assessment.requests.create(quality=row.quality, what=row.need.strip(), due=row.due)
    for order, person in enumerate(session.attendees, start=1):
        assessment.attendees.create(individual=person.individual, part=person.part, order=order)
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
    EvidenceRequest.objects.filter(assessment__dv_model=dv_model, is_current=True).update(
        is_current=False
    )
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


def _wrong_requests(dv_model: DanVanModel, marks: Sequence[MarkInput]) -> list[str]:
    """Evidence that is lacking and not asked for, or asked for by a day that is over."""
    asked = {row.quality.name for row in marks if row.need.strip() and row.due}
    results = [QualityResult(row.quality.name, row.quality.required, row.mark) for row in marks]
    reasons = []
    if bare := without_request(results, asked):
        reasons.append(f"Ghi cần bổ sung gì và hạn bổ sung cho: {', '.join(bare)}.")
    late = [
        row.quality.name
        for row in marks
        if row.mark == Mark.NOT_ENOUGH and row.need.strip() and row.due and row.due < clock.today()
    ]
    if late:
        reasons.append(f"Hạn bổ sung đã qua, ghi ngày khác cho: {', '.join(late)}.")
    return reasons


def _wrong_session(dv_model: DanVanModel, session: SessionInput) -> list[str]:
    """People of the model or strangers in the session, two leaders."""
    reasons = []
    people = [row.individual for row in session.attendees]
    if any(person.commune_id != dv_model.commune_id for person in people):
        return ["Có người dự thẩm định không thuộc xã này."]
    if own := [str(row) for row in people if person_in_model(dv_model, row.pk)]:
        reasons.append(f"Người của mô hình không thẩm định mô hình này: {', '.join(own)}.")
    if len({row.pk for row in people}) < len(people):
        reasons.append("Mỗi người dự thẩm định chỉ ghi một lần.")
    if sum(row.part == TeamPart.LEADER for row in session.attendees) > 1:
        reasons.append("Buổi thẩm định chỉ có một người chủ trì.")
    return reasons


def wrong_marks(dv_model: DanVanModel, marks: Sequence[MarkInput]) -> list[str]:
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
