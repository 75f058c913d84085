"""A nominee, the head of his unit, a council and a dossier, small, for tests of the web pages."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from awards.enums import Ballot, CouncilPost, FindingMark
from awards.models import (
    AppraisalMeeting,
    Council,
    CouncilMember,
    Dossier,
    Evaluation,
    Nomination,
    VoteRule,
)
from awards.services.council import create_meeting, save_attendance
from awards.services.dossier import add_nomination, create_dossier
from awards.services.evaluation import conclude_evaluation, mark_finding, open_evaluation
from awards.services.nomination import (
    agree_nomination,
    propose_nomination,
    put_forward_nomination,
)
from dandvan import clock
from dandvan.roles import Role
from models_registry.enums import AwardForm, AwardLevel, SubjectType
from models_registry.models import (
    AwardKind,
    Collective,
    Commune,
    DecreeForm,
    EmulationYear,
    Individual,
    Post,
    Regime,
    Signer,
    User,
)
from tests.factories import (
    make_authority,
    make_collective,
    make_criterion,
    make_kind,
    make_signer,
    make_user,
)


@dataclass
class WebCast:
    """Everybody around one nomination."""

    commune: Commune
    year: EmulationYear
    clerk: User
    bloc: User
    chair: User
    nominee: User
    secretary: User
    member: User
    outsider: User
    unit: Collective
    award_kind: AwardKind
    council: Council
    signer: Signer


def on(day: int, hour: int = 9, month: int = 11):
    """Act at an hour of a day of November 2024."""
    return clock.at(datetime.datetime(2024, month, day, hour))  # noqa: DTZ001 -- made aware there


def make_web_cast(commune: Commune, year: EmulationYear) -> WebCast:
    """People with their posts, one judged criterion, an award of the commune, a council."""
    users = {
        name: make_user(commune, name, role, full_name=full_name)
        for name, role, full_name in (
            ("vanphong", Role.CLERK, "Võ Thị Thử"),
            ("danvan", Role.MOBILIZATION_BLOC, "Đinh Văn Khối"),
            ("chutich", Role.CHAIR, "Nguyễn Văn Chủ"),
            ("tuphap", Role.PARTICIPANT, "Lương Thị Ngần"),
            ("thuky", Role.PARTICIPANT, "Bế Văn Thư"),
            ("mattran", Role.PARTICIPANT, "Đinh Thị Trận"),
            ("nguoikhac", Role.PARTICIPANT, "Ma Văn Khác"),
        )
    }
    unit = make_collective(commune)
    Post.objects.filter(individual=users["chutich"].individual).update(heads=unit)
    Post.objects.filter(individual=users["tuphap"].individual).update(collective=unit)
    return WebCast(
        commune=commune,
        year=year,
        clerk=users["vanphong"],
        bloc=users["danvan"],
        chair=users["chutich"],
        nominee=users["tuphap"],
        secretary=users["thuky"],
        member=users["mattran"],
        outsider=users["nguoikhac"],
        unit=unit,
        award_kind=_award_kind(year),
        council=_council(users),
        signer=make_signer(users["chutich"].individual),
    )


def _award_kind(year: EmulationYear) -> AwardKind:
    """Giấy khen of the commune for persons, with its form of report and its vote rule."""
    commune = year.plan.commune
    criterion = make_criterion(
        year, "CN1a", subject_type=SubjectType.INDIVIDUAL, clause="IV.1.2", text="Gương mẫu"
    )
    kind = AwardKind.objects.create(
        commune=commune,
        code="GK_XA",
        name="Giấy khen của Chủ tịch UBND xã",
        form=AwardForm.GIAY_KHEN,
        level=AwardLevel.OWN,
        authority=make_authority(commune),
    )
    kind.criteria.add(criterion)
    regime = Regime.objects.create(
        commune=commune, code="ND98", decree="98/2023/NĐ-CP", title="Nghị định số 98/2023/NĐ-CP"
    )
    for subject_type in SubjectType:
        DecreeForm.objects.create(
            regime=regime,
            code=f"M-{subject_type}",
            subject_type=subject_type,
            name="Báo cáo thành tích theo phong trào thi đua",
            layout="movement",
            is_default=True,
        )
    VoteRule.objects.create(
        commune=commune, code="chung", quorum_num=2, quorum_den=3, pass_num=1, pass_den=2
    )
    return kind


def _council(users: dict[str, User]) -> Council:
    """Four members: chairman, vice chairman, member (the nominee himself), secretary."""
    council = Council.objects.create(
        commune=users["vanphong"].commune,
        decision_number="21/QĐ-UBND",
        decision_date=datetime.date(2024, 1, 25),
        valid_from=datetime.date(2024, 1, 25),
    )
    for order, (name, post) in enumerate(
        (
            ("chutich", CouncilPost.CHAIR),
            ("mattran", CouncilPost.VICE),
            ("tuphap", CouncilPost.MEMBER),
            ("thuky", CouncilPost.SECRETARY),
        )
    ):
        CouncilMember.objects.create(
            council=council, individual=users[name].individual, post=post, order=order
        )
    return council


def concluded(cast: WebCast, subject: Individual | None = None) -> Evaluation:
    """A sheet of the nominee (or of somebody else) with its criterion met, of 15/11/2024."""
    with on(15):
        evaluation = open_evaluation(
            user=cast.clerk, year=cast.year, subject=subject or cast.nominee.individual
        )
        mark_finding(
            user=cast.clerk,
            evaluation_id=evaluation.pk,
            criterion=cast.year.plan.criteria.get(code="CN1a"),
            mark=FindingMark.MET,
            reason="Không có vi phạm",
        )
        return conclude_evaluation(user=cast.clerk, evaluation_id=evaluation.pk)


def proposed(cast: WebCast, subject: Individual | None = None) -> Nomination:
    """Proposed on 15/11/2024 for giấy khen of the commune."""
    evaluation = concluded(cast, subject)
    with on(15, 10):
        return propose_nomination(
            user=cast.clerk, evaluation=evaluation, award_kind=cast.award_kind
        )


def agreed(cast: WebCast) -> Nomination:
    """Agreed by the bloc on 16/11/2024."""
    nomination = proposed(cast)
    with on(16):
        return agree_nomination(user=cast.bloc, nomination_id=nomination.pk)


def put_forward(cast: WebCast) -> Nomination:
    """Put forward by the chair on 17/11/2024."""
    nomination = agreed(cast)
    with on(17):
        return put_forward_nomination(user=cast.chair, nomination_id=nomination.pk)


def open_meeting(cast: WebCast, *, attended: bool = True) -> AppraisalMeeting:
    """A meeting of 18/11/2024, 14:00, with everybody there."""
    members = {row.post: row for row in cast.council.members.all()}
    with on(18, 14):
        meeting = create_meeting(
            user=cast.secretary,
            council=cast.council,
            year=cast.year,
            starts_at=clock.now(),
            place="Hội trường",
            chair=members[CouncilPost.CHAIR],
            secretary=members[CouncilPost.SECRETARY],
            ballot=Ballot.SHOW_OF_HANDS,
        )
        if attended:
            rows = [(member, True, "") for member in members.values()]
            meeting = save_attendance(user=cast.secretary, meeting_id=meeting.pk, rows=rows)
    return meeting


def drafting_dossier(cast: WebCast, nomination: Nomination) -> Dossier:
    """A dossier of the commune's own level with this nomination, of 17/11/2024."""
    with on(17, 10):
        dossier = create_dossier(user=cast.clerk, year=cast.year, award_kind=cast.award_kind)
        add_nomination(user=cast.clerk, dossier_id=dossier.pk, nomination=nomination)
    return dossier


def another_person(cast: WebCast, name: str) -> Individual:
    """One more civil servant of the commune."""
    person = Individual.objects.create(commune=cast.commune, full_name=name)
    kind = make_kind(cast.commune, SubjectType.INDIVIDUAL, "CIVIL_SERVANT")
    person.posts.create(kind=kind, title="Công chức", valid_from=datetime.date(2020, 1, 1))
    return person
