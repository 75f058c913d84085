"""The decision on a dossier: an outcome for every nominee, awards for those granted."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from awards.domain.nomination_flow import NOMINATION_FLOW, NominationFacts
from awards.enums import OutcomeResult
from awards.models import AchievementReport, Award, Dossier, Nomination, Outcome
from awards.queries_council import meeting_day, vote_of
from awards.queries_dossier import nominations_of
from awards.queries_money import money_for
from awards.services.achievement_report import TEXTS
from awards.services.dossier_contents import create_dossier
from awards.services.dossier_row import locked_dossier, take_dossier_edge
from awards.services.dossier_steps import freeze_sheets
from awards.services.honor import give_register_number
from awards.services.papers import issue_own_papers
from awards.services.take_edge import take_flow_edge
from dandvan import clock
from dandvan.roles import Role
from dandvan.vietnamese import short_date
from models_registry.models import Decision, User
from models_registry.services.paper_trace import PaperTrace, paper_fields

OutcomeRow = tuple[Nomination, str, str]


@transaction.atomic
def decide_dossier(
    *,
    user: User,
    dossier_id: int,
    decision: Decision,
    outcomes: Sequence[OutcomeRow],
    provisional_reason: str = "",
    paper: PaperTrace | None = None,
    version: int | None = None,
) -> Dossier:
    """Record the decision: (nomination, result, reason) for every nominee, once each.

    UPWARD: CLERK records the answer; returned nominees form a new dossier of the next round.
    OWN: CHAIR decides (CLERK from paper), sheets are frozen then. Raises NotAllowed,
    StaleRecord, DomainError. Source: dossiers, P1, P14.
    """
    trace = paper_fields(paper, user=user, day=clock.today())
    dossier = locked_dossier(dossier_id, user=user, version=version, later=True)
    rows = {row.pk: row for row in nominations_of(dossier)}
    problems = [
        *_wrong_decision(dossier, decision),
        *_wrong_outcomes(dossier, rows, outcomes),
    ]
    dossier.decision = decision
    take_dossier_edge(
        dossier,
        "decide",
        user=user,
        problems=tuple(problems),
        trace=trace,
        extra_fields=("decision",),
    )
    if not dossier.is_upward:
        freeze_sheets(dossier, user, provisional_reason)
    returned = []
    for given, result, reason in outcomes:
        row = rows[given.pk]
        Outcome.objects.create(
            nomination=row,
            result=result,
            reason=reason.strip(),
            recorded_by=user,
            recorded_at=clock.now(),
        )
        if result == OutcomeResult.GRANTED:
            _award(row, dossier, decision)
        elif result == OutcomeResult.RETURNED:
            returned.append((row, reason.strip()))
    if not dossier.is_upward:
        issue_own_papers(user=user, dossier=dossier, date=decision.paper.date)
    if returned:
        _next_round(user, dossier, returned)
    return dossier


def _award(row: Nomination, dossier: Dossier, decision: Decision) -> Award:
    """The honor that a nominee received, with its money; the commune's own get a number."""
    money = money_for(dossier.award_kind, row.subject, decision.paper.date)
    award = Award.objects.create(
        nomination=row,
        award_kind=dossier.award_kind,
        year=dossier.year,
        collective_id=row.evaluation.collective_id,
        individual_id=row.evaluation.individual_id,
        decision=decision,
        money_raw=money.raw if money else None,
        money=money.rounded if money else None,
        money_rule=money.rule if money else "",
    )
    if not dossier.is_upward:
        give_register_number(award)
    return award


def _wrong_decision(dossier: Dossier, decision: Decision) -> list[str]:
    """What is wrong with the decision for this dossier."""
    if decision.commune_id != dossier.commune_id:
        return ["Không tìm thấy quyết định này."]
    authority, day = dossier.award_kind.authority, decision.paper.date
    reasons = []
    if decision.paper.authority_id != authority.pk:
        reasons.append(f"Quyết định phải do {authority.name} ban hành.")
    if not authority.holds_on(day) or not dossier.award_kind.holds_on(day):
        reasons.append(f"{authority.name} không có thẩm quyền này vào ngày {short_date(day)}.")
    if day > clock.today():
        reasons.append(f"Ngày quyết định {short_date(day)} chưa tới.")
    if not dossier.is_upward and decision.signer_id is None:
        reasons.append("Quyết định chưa có người ký.")
    earliest = _earliest_day(dossier)
    if earliest and day < earliest:
        reasons.append(
            f"Quyết định ngày {short_date(day)} không thể có trước ngày {short_date(earliest)} "
            f"của {'tờ trình' if dossier.is_upward else 'cuộc họp bình xét'}."
        )
    return reasons


def _earliest_day(dossier: Dossier) -> datetime.date | None:
    """Day of the tờ trình, or of the last meeting that voted."""
    if dossier.is_upward:
        return dossier.proposal.date if dossier.proposal else None
    days = [
        meeting_day(vote.meeting)
        for row in nominations_of(dossier)
        if (vote := vote_of(row)) is not None
    ]
    return max(days, default=None)


def _wrong_outcomes(
    dossier: Dossier, rows: dict[int, Nomination], outcomes: Sequence[OutcomeRow]
) -> list[str]:
    """What is wrong with the outcomes: each nominee once, a reason unless granted, P1."""
    reasons = []
    given = Counter(nomination.pk for nomination, _, _ in outcomes)
    if set(given) - set(rows):
        reasons.append("Có đối tượng không thuộc hồ sơ này.")
    if any(times > 1 for times in given.values()):
        reasons.append("Mỗi đối tượng chỉ có một kết quả.")
    if unsaid := [str(row.subject) for pk, row in rows.items() if pk not in given]:
        reasons.append(f"Chưa có kết quả của: {', '.join(unsaid)}.")
    for nomination, result, reason in outcomes:
        row = rows.get(nomination.pk)
        if row is None:
            continue
        if result not in OutcomeResult.values or (
            result == OutcomeResult.RETURNED and not dossier.is_upward
        ):
            reasons.append(f"Chọn kết quả của {row.subject}.")
        elif result != OutcomeResult.GRANTED and not reason.strip():
            reasons.append(f"Ghi lý do đối với {row.subject}.")
        elif result == OutcomeResult.GRANTED and _awarded_already(dossier, row):
            reasons.append(
                f"{row.subject} đã được tặng {dossier.award_kind} năm {dossier.year.year}."
            )
    return reasons


def _awarded_already(dossier: Dossier, row: Nomination) -> bool:
    """Whether the subject has this honor of this year already (dossiers, P1)."""
    return Award.objects.filter(
        year=dossier.year,
        award_kind=dossier.award_kind,
        collective_id=row.evaluation.collective_id,
        individual_id=row.evaluation.individual_id,
    ).exists()


def _next_round(
    user: User, dossier: Dossier, returned: Sequence[tuple[Nomination, str]]
) -> Dossier:
    """A dossier of the next round for those sent back: nominations and reports begun anew.

    The former nomination is withdrawn with its outcome kept; the report's texts are copied
    into a new draft, the vote on the same sheet stays valid.
    """
    new = create_dossier(
        user=user, year=dossier.year, award_kind=dossier.award_kind, supplementary_to=dossier
    )
    for row, reason in returned:
        take_flow_edge(
            row,
            "withdraw",
            flow=NOMINATION_FLOW,
            facts=NominationFacts(today=clock.today()),
            actors=frozenset({Role.CLERK}),
            user=user,
            note=f"Cấp trên trả lại: {reason} Lập lại trong hồ sơ {new.code}.",
        )
        again = Nomination.objects.create(
            commune_id=row.commune_id,
            evaluation=row.evaluation,
            award_kind=row.award_kind,
            dossier=new,
            proposed_on=clock.today(),
            citation=row.citation,
            created_by=user,
            created_at=clock.now(),
        )
        again.transitions.create(
            edge="propose", from_state="", to_state=again.state, by=user, at=clock.now()
        )
        _copy_report(user, row, again)
    return new


def _copy_report(user: User, former: Nomination, again: Nomination) -> None:
    """The texts of a former report as a new draft."""
    old = AchievementReport.objects.filter(nomination=former).first()
    if old is None:
        return
    AchievementReport.objects.create(
        nomination=again,
        form=old.form,
        changed_by=user,
        changed_at=clock.now(),
        **{name: getattr(old, name) for name in TEXTS},
    )
