"""Evaluations against section IV: open a sheet, mark, conclude, freeze, revise."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from awards.domain.evaluation_flow import EVALUATION_FLOW
from awards.enums import EvaluationState
from awards.models import Evaluation
from awards.queries_evaluation import (
    FindingView,
    evaluation_actors,
    evaluation_facts,
    findings_of,
    frozen_rows,
    outcome_text,
)
from awards.services.evaluation_marks import FindingInput, mark_finding, mark_findings
from awards.services.evaluation_row import locked_evaluation, only_clerk
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.transition import move
from dandvan.vietnamese import nfc, short_date
from models_registry.enums import SubjectType
from models_registry.models import (
    Collective,
    EmulationYear,
    Individual,
    User,
)
from models_registry.services.year_lock import refuse_locked_year

__all__ = [
    "FindingInput",
    "Subject",
    "conclude_evaluation",
    "freeze_evaluation",
    "mark_finding",
    "mark_findings",
    "open_evaluation",
    "reopen_evaluation",
    "revise_evaluation",
    "subject_by_key",
]

Subject = Collective | Individual


@transaction.atomic
def open_evaluation(*, user: User, year: EmulationYear, subject: Subject) -> Evaluation:
    """Open the sheet of one collective or individual for one year (CLERK).

    Raises NotAllowed, DomainError: another commune's subject or year, a kind of subject the
    movement is not for, a second sheet of one subject and year. Source: plan II.1, IV.1.
    """
    only_clerk(user)
    # The year is the lock: two clerks never open two sheets of one subject.
    locked = EmulationYear.objects.select_for_update(of=("self",)).select_related("plan")
    year = locked.get(pk=year.pk)
    refuse_locked_year(year)
    if user.commune_id is None or {subject.commune_id, year.plan.commune_id} != {user.commune_id}:
        raise DomainError(["Không tìm thấy đối tượng hoặc năm thi đua này."])
    field = "collective" if isinstance(subject, Collective) else "individual"
    rounds = Evaluation.objects.filter(year=year, **{field: subject})
    reasons = _not_eligible(subject)
    if rounds.filter(is_current=True).exists():
        reasons.append(
            f"{_capital(str(subject))} đã có phiếu đánh giá năm {year.year}. "
            "Mở phiếu đó để làm tiếp."
        )
    if reasons:
        raise DomainError(reasons)
    return Evaluation.objects.create(
        commune_id=user.commune_id,
        year=year,
        round=rounds.count() + 1,
        created_by=user,
        created_at=clock.now(),
        **{field: subject},
    )


def _capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def _not_eligible(subject: Subject) -> list[str]:
    """Why the movement is not for this subject today (plan II.1)."""
    today = clock.today()
    if isinstance(subject, Collective):
        if not subject.kind.eligible:
            return [f"“{subject.kind}” không thuộc đối tượng của phong trào."]
        if not subject.holds_on(today):
            return [f"{_capital(str(subject))} không còn hoạt động vào ngày {short_date(today)}."]
        return []
    held = [post for post in subject.posts.select_related("kind") if post.holds_on(today)]
    if not held:
        return [f"{subject} không giữ chức vụ nào vào ngày {short_date(today)}."]
    if not any(post.kind.eligible for post in held):
        kinds = ", ".join(sorted({str(post.kind) for post in held}))
        return [f"{subject}: chức danh “{kinds}” không thuộc đối tượng của phong trào."]
    return []


def _take(
    evaluation: Evaluation,
    edge: str,
    *,
    user: User,
    views: Sequence[FindingView],
    note: str = "",
    provisional_reason: str = "",
    extra_fields: tuple[str, ...] = (),
) -> None:
    """Take one edge with the locked row."""
    move(
        evaluation,
        edge,
        flow=EVALUATION_FLOW,
        facts=evaluation_facts(evaluation, views, provisional_reason=provisional_reason),
        actors=evaluation_actors(evaluation, user),
        by=user,
        note=note,
        extra_fields=extra_fields,
    )


@transaction.atomic
def conclude_evaluation(
    *, user: User, evaluation_id: int, outcome: str = "", version: int | None = None
) -> Evaluation:
    """Conclude a sheet whose judged criteria are all marked (CLERK).

    Without an outcome the counts are written down. Raises NotAllowed, StaleRecord, DomainError.
    """
    evaluation = locked_evaluation(evaluation_id, user=user, version=version)
    views = findings_of(evaluation)
    evaluation.outcome = nfc(outcome).strip() or outcome_text(views)
    evaluation.concluded_on = clock.today()
    _take(
        evaluation,
        "conclude",
        user=user,
        views=views,
        extra_fields=("outcome", "concluded_on"),
    )
    return evaluation


@transaction.atomic
def reopen_evaluation(*, user: User, evaluation_id: int, note: str) -> Evaluation:
    """Take a concluded sheet back for marking, with a note (CLERK).

    The outcome stays as what the clerk starts from. Raises NotAllowed, DomainError.
    """
    evaluation = locked_evaluation(evaluation_id, user=user)
    evaluation.concluded_on = None
    _take(
        evaluation,
        "reopen",
        user=user,
        views=findings_of(evaluation),
        note=nfc(note),
        extra_fields=("concluded_on",),
    )
    return evaluation


@transaction.atomic
def freeze_evaluation(
    *, user: User, evaluation_id: int, provisional_reason: str = ""
) -> Evaluation:
    """Keep all findings as they are now; called when the paper that rests on them is issued.

    A sheet that is frozen already stays as it is. Raises NotAllowed, DomainError (not
    concluded; a provisional fact without a reason).
    """
    evaluation = locked_evaluation(evaluation_id, user=user)
    if evaluation.state == EvaluationState.FROZEN:
        return evaluation
    views = findings_of(evaluation)
    evaluation.frozen_findings = frozen_rows(views)
    rests_on_provisional = any(view.provisional for view in views)
    evaluation.provisional_reason = nfc(provisional_reason).strip() if rests_on_provisional else ""
    _take(
        evaluation,
        "freeze",
        user=user,
        views=views,
        provisional_reason=provisional_reason,
        extra_fields=("frozen_findings", "provisional_reason"),
    )
    return evaluation


@transaction.atomic
def revise_evaluation(*, user: User, evaluation_id: int, note: str) -> Evaluation:
    """Open a new round beside a frozen sheet, with the judged marks copied (CLERK).

    Returns the new round; the frozen one stays as it is. Raises NotAllowed, DomainError
    (nothing was returned, readdressed or refused since; no note).
    """
    frozen = locked_evaluation(evaluation_id, user=user)
    _check_revise(frozen, user, note)
    frozen.is_current = False
    frozen.save(update_fields=["is_current"])
    new = Evaluation.objects.create(
        commune_id=frozen.commune_id,
        year=frozen.year,
        collective=frozen.collective,
        individual=frozen.individual,
        round=frozen.round + 1,
        outcome=frozen.outcome,
        created_by=user,
        created_at=clock.now(),
    )
    for row in frozen.findings.all():
        row.pk, row.evaluation = None, new
        row._state.adding = True
        row.save()
    new.transitions.create(
        edge="revise",
        from_state=EvaluationState.FROZEN,
        to_state=EvaluationState.OPEN,
        by=user,
        note=nfc(note).strip(),
        at=clock.now(),
    )
    return new


def _check_revise(frozen: Evaluation, user: User, note: str) -> None:
    """As `move` asks: the new round is another row, so no state of this one is written."""
    edge = EVALUATION_FLOW.edges["revise"]
    look = EVALUATION_FLOW.look(
        "revise",
        state=frozen.state,
        actors=evaluation_actors(frozen, user),
        facts=evaluation_facts(frozen, findings_of(frozen)),
    )
    if not look.may:
        raise NotAllowed([f"Bạn không có quyền làm việc “{edge.label}”."])
    if not look.open_state:
        raise DomainError(
            [f"Không thể “{edge.label}” khi đang ở trạng thái “{frozen.get_state_display()}”."]
        )
    reasons = list(look.refusals)
    if not note.strip():
        reasons.append(f"Ghi lý do khi “{edge.label}”.")
    if reasons:
        raise DomainError(reasons)


def subject_by_key(user: User, subject_type: str, pk: int) -> Subject:
    """A collective or individual of the user's commune. Raises DomainError for any other."""
    model = Collective if subject_type == SubjectType.COLLECTIVE else Individual
    found = model.objects.filter(pk=pk, commune_id=user.commune_id).first()
    if found is None:
        raise DomainError(["Không tìm thấy đối tượng này."])
    return found
