"""Rows around an evaluation, for tests: criteria as in the plan, records, a council's vote."""

from __future__ import annotations

import datetime

from awards.enums import CouncilPost, FindingMark
from awards.models import (
    AppraisalMeeting,
    Council,
    CouncilMember,
    Dossier,
    Evaluation,
    Nomination,
    NomineeVote,
)
from awards.services.evaluation import mark_finding
from dandvan import clock
from models_registry.enums import AwardForm, AwardLevel, CriterionMode, SubjectType
from models_registry.models import (
    AwardKind,
    Collective,
    Criterion,
    Decision,
    EmulationYear,
    Regime,
    User,
)
from models_registry.services.yearly import record_fact
from tests.factories import make_authority, make_criterion, make_individual, make_signer
from tests.models_registry.model_steps import make_decision, on

COLLECTIVE_RULES = (
    ("TT1d", "vote_passed", {}),
    ("TT3b", "recognized_models_of_collective", {"min": 1}),
    ("TT4", "annual_rating_at_least", {"value": "good_completion"}),
    ("TT5a", "party_rating_is", {"value": "strong"}),
    ("TT5b", "villages_with_culture_title", {"min": "all"}),
)


def make_section_iv(year: EmulationYear) -> dict[str, Criterion]:
    """One judged criterion and every rule for collectives; judged, models and vote for persons."""
    found = {"TT1a": make_criterion(year, "TT1a", clause="IV.1.1, gạch đầu dòng 1")}
    for code, rule, params in COLLECTIVE_RULES:
        found[code] = make_criterion(
            year, code, mode=CriterionMode.AUTOMATIC, rule=rule, params=params
        )
    person = {"subject_type": SubjectType.INDIVIDUAL, "clause": "IV.1.2"}
    found["CN1a"] = make_criterion(year, "CN1a", **person)
    found["CN2b"] = make_criterion(
        year,
        "CN2b",
        mode=CriterionMode.AUTOMATIC,
        rule="recognized_models_of_individual",
        params={"min": 1, "parts": ["lead", "proposer", "main_contributor"]},
        **person,
    )
    return found


def make_award_kind(year: EmulationYear, code: str, *criteria: Criterion) -> AwardKind:
    """An honor that needs these criteria."""
    kind = AwardKind.objects.create(
        commune=year.plan.commune,
        code=code,
        name=f"Giấy khen {code}",
        form=AwardForm.GIAY_KHEN,
        level=AwardLevel.OWN,
        authority=year.plan.commune.authorities.first() or make_authority(year.plan.commune),
    )
    kind.criteria.set(criteria)
    return kind


def signed_decision(clerk: User) -> Decision:
    """A decision of the commune of 15/11/2024."""
    authority = clerk.commune.authorities.first() or make_authority(clerk.commune)
    signer = make_signer(make_individual(clerk.commune, "Nguyễn Văn Ký"))
    return make_decision(clerk, authority, signer)


def rate(clerk: User, year: EmulationYear, kind: str, value: str, subject=None, **given):
    """A yearly fact of 14/11/2024, final unless told otherwise."""
    with on(11, 19):
        return record_fact(
            user=clerk,
            year=year,
            kind=kind,
            subject=subject,
            value=value,
            **{
                "status": "final",
                "paper_number": "118-TB/ĐU",
                "paper_date": datetime.date(2024, 11, 14),
                "issuer": "Đảng ủy xã",
                **given,
            },
        )


def mark_all(clerk: User, evaluation: Evaluation, mark: str = FindingMark.MET) -> None:
    """Every judged criterion of the sheet gets the same mark."""
    for criterion in evaluation.year.plan.criteria.filter(
        mode=CriterionMode.JUDGED, subject_type=evaluation.subject_type
    ):
        mark_finding(
            user=clerk,
            evaluation_id=evaluation.pk,
            criterion=criterion,
            mark=mark,
            reason="Không có vi phạm",
        )


def make_vote(
    clerk: User,
    evaluation: Evaluation,
    kind: AwardKind,
    *,
    votes_for: int = 2,
    passed: bool = True,
    closed: bool = True,
) -> NomineeVote:
    """A meeting of two members with one vote for this evaluation."""
    now = clock.now()
    council = Council.objects.create(
        commune=clerk.commune,
        decision_number=f"21/QĐ-UBND-{Council.objects.count()}",
        decision_date=now.date(),
        valid_from=datetime.date(2024, 1, 1),
    )
    chair, secretary = (
        CouncilMember.objects.create(
            council=council, individual=make_individual(clerk.commune, name), post=post
        )
        for name, post in (("Lê Văn Tọa", CouncilPost.CHAIR), ("Hồ Thị Ký", CouncilPost.SECRETARY))
    )
    meeting = AppraisalMeeting.objects.create(
        commune=clerk.commune,
        year=evaluation.year,
        council=council,
        starts_at=now,
        place="Hội trường",
        chair=chair,
        secretary=secretary,
        closed_at=now if closed else None,
        created_by=clerk,
        created_at=now,
    )
    for member in (chair, secretary):
        meeting.attendance.create(member=member, present=True)
    nomination = Nomination.objects.create(
        commune=clerk.commune,
        evaluation=evaluation,
        award_kind=kind,
        proposed_on=now.date(),
        created_by=clerk,
        created_at=now,
    )
    return meeting.votes.create(
        nomination=nomination, votes_for=votes_for, passed=passed if closed else None
    )


def make_dossier(clerk: User, nomination: Nomination, state: str) -> Dossier:
    """A dossier in this state that holds the nomination."""
    commune = clerk.commune
    regime = Regime.objects.create(commune=commune, code="B", decree="98/2023/NĐ-CP", title="NĐ 98")
    dossier = Dossier.objects.create(
        commune=commune,
        year=nomination.evaluation.year,
        code="HS-2024-01",
        award_kind=nomination.award_kind,
        regime=regime,
        state=state,
        created_by=clerk,
        created_at=clock.now(),
    )
    nomination.dossier = dossier
    nomination.save(update_fields=["dossier"])
    return dossier


def sent_collective(clerk: User, name: str) -> Collective:
    """One more collective of the commune."""
    kind = clerk.commune.subject_kinds.filter(subject_type=SubjectType.COLLECTIVE).first()
    return Collective.objects.create(commune=clerk.commune, kind=kind, name=name, code=name[:40])
