"""A dossier of one collective and two persons as rows, on the plan of Tơ Tung."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils import timezone

from awards.enums import (
    CouncilPost,
    DossierState,
    EvaluationState,
    FindingMark,
    NominationState,
    ReportState,
)
from awards.models import (
    AchievementReport,
    AppraisalMeeting,
    Council,
    CouncilMember,
    Dossier,
    Evaluation,
    Nomination,
)
from awards.services.load_plan import load_plan
from awards.services.plan_file import PlanFile, read_plan_file
from dandvan.roles import Role
from models_registry.enums import (
    CriterionMode,
    FactKind,
    FactStatus,
    FactValue,
    IndicatorKind,
    MemberPart,
    ModelState,
    PastAwardKind,
    RecognitionOutcome,
    ReportKind,
)
from models_registry.models import (
    Authority,
    Collective,
    Commune,
    DanVanModel,
    Decision,
    EmulationPlan,
    EmulationYear,
    Individual,
    PaperNumber,
    PastAward,
    Post,
    Signer,
    SubjectKind,
    User,
    YearlyRecord,
)
from models_registry.queries_law import default_form, regime_on
from tests.factories import make_user

TO_TUNG = Path(__file__).resolve().parents[2] / "models_registry" / "plans" / "to-tung.yaml"


@cache
def _plan_file() -> PlanFile:
    """The plan, read once: reading takes longer than writing its rows."""
    return read_plan_file(TO_TUNG)


@dataclass
class PaperCast:
    """Rows that the tests of papers ask for by name."""

    commune: Commune
    year: EmulationYear
    clerk: User
    chairman: Individual
    signer: Signer
    meeting: AppraisalMeeting
    dossier: Dossier
    nominations: list[Nomination]
    dv_model: DanVanModel
    day: date


def make_paper_cast(
    day: date = date(2024, 11, 19),
    *,
    award_code: str = "GK_HUYEN",
    with_collective: bool = True,
    with_minutes: str = "07/BB-HĐTĐKT",
) -> PaperCast:
    """Everything up to an appraised dossier; `with_minutes` empty leaves the minutes unissued."""
    load_plan(_plan_file())
    plan = EmulationPlan.objects.get(commune__code="to-tung")
    commune = plan.commune
    year, _ = plan.years.get_or_create(year=day.year)
    clerk = make_user(commune, "vanphong", Role.CLERK)
    clerk.individual = _person(commune, "Võ Thị Kim Oanh", "Nữ", 1987, "Công chức Văn phòng")
    clerk.save(update_fields=["individual"])
    chairman = _person(commune, "Nguyễn Hữu Thạnh", "Nam", 1980, "Chủ tịch")
    signer = Signer.objects.create(
        commune=commune, individual=chairman, post="Chủ tịch", valid_from=date(2021, 6, 25)
    )
    people = [
        _person(commune, "Trịnh Quốc Dương", "Nam", 1986, "Công chức Địa chính"),
        _person(commune, "Đinh Thị Mai Krĭng", "Nữ", 1988, "Công chức Văn hóa – xã hội"),
    ]
    collective = _collective(commune, people[1])
    dv_model = _model(year, collective, people, clerk, day)
    subjects = [*([collective] if with_collective else []), *people]
    kind = commune.award_kinds.get(code=award_code)
    dossier = Dossier.objects.create(
        commune=commune,
        year=year,
        code=f"HS-{day.year}-01",
        award_kind=kind,
        receiving_office=kind.authority.receiving_offices.first(),
        regime=regime_on(commune, day),
        state=DossierState.APPRAISED,
        created_by=clerk,
        created_at=_at(day),
    )
    nominations = [_nomination(row, dossier, clerk, day) for row in subjects]
    meeting = _meeting(year, nominations, [chairman, clerk.individual, *people], clerk, day)
    cast = PaperCast(
        commune, year, clerk, chairman, signer, meeting, dossier, nominations, dv_model, day
    )
    if with_minutes:
        issue_cast_minutes(cast, with_minutes)
    return cast


def issue_cast_minutes(cast: PaperCast, number_text: str) -> None:
    """Give the meeting its minutes."""
    from awards.services.papers import issue_minutes_paper

    cast.meeting.minutes = issue_minutes_paper(
        user=cast.clerk, meeting=cast.meeting, number_text=number_text, date=cast.day
    )
    cast.meeting.save(update_fields=["minutes"])


def _at(day: date, hour: int = 14) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _person(commune: Commune, name: str, sex: str, born: int, title: str) -> Individual:
    person = Individual.objects.create(
        commune=commune,
        full_name=name,
        sex="female" if sex == "Nữ" else "male",
        birth_date=date(born, 5, 14),
        ethnicity="Kinh",
        origin="xã Nhơn Hậu, thị xã An Nhơn, tỉnh Bình Định",
        residence="làng Đồng Tâm, xã Tơ Tung, huyện Kbang, tỉnh Gia Lai",
        unit="Ủy ban nhân dân xã Tơ Tung",
        government_post=title,
        education="Đại học",
        tasks="Quản lý đất đai, môi trường; phụ trách giao thông nông thôn.",
    )
    Post.objects.create(
        individual=person,
        kind=SubjectKind.objects.get(commune=commune, code="CIVIL_SERVANT"),
        title=title,
        workplace="Ủy ban nhân dân xã",
        valid_from=date(2020, 1, 1),
    )
    return person


def _collective(commune: Commune, head: Individual) -> Collective:
    kind = SubjectKind.objects.get(commune=commune, code="PARTY_FRONT_BODY")
    collective = Collective.objects.create(
        commune=commune,
        code="TT-PN",
        kind=kind,
        name="Hội Liên hiệp Phụ nữ xã",
        address="Trụ sở UBND xã Tơ Tung",
        founding="Hoạt động từ khi thành lập xã năm 1983.",
        functions="Đại diện, chăm lo quyền và lợi ích hợp pháp của phụ nữ.",
    )
    Post.objects.filter(individual=head).update(heads=collective)
    return collective


def _model(
    year: EmulationYear, collective: Collective, people: list[Individual], user: User, day: date
) -> DanVanModel:
    commune = collective.commune
    dv_model = DanVanModel.objects.create(
        commune=commune,
        year=year,
        code=f"MH-{day.year}-01",
        name="Hiến đất, góp công mở rộng đường làng",
        owner_person=people[0],
        collective=collective,
        main_area=year.plan.areas.filter(subject_type="collective").first(),
        state=ModelState.RECOGNIZED,
        start_date=date(day.year, 3, 4),
        created_by=user,
        created_at=_at(day),
    )
    dv_model.villages.add(commune.villages.get(code="L05"))
    for person, part in zip(people, (MemberPart.LEAD, MemberPart.MAIN_CONTRIBUTOR), strict=True):
        dv_model.members.create(individual=person, part=part)
    land = dv_model.indicators.create(
        name="Diện tích đất hiến", unit="m²", kind=IndicatorKind.LAND_M2, target=3000
    )
    land.values.create(
        date=day,
        reported=Decimal(3265),
        verified=Decimal(3240),
        recorded_by=user,
        recorded_at=_at(day),
    )
    dv_model.reports.create(
        kind=ReportKind.RESULT,
        date=date(day.year, 10, 23),
        text="Có 43 hộ hiến 3.265 m² đất; đã mở rộng 1.850 mét đường.",
        written_by=user,
        written_at=_at(day),
    )
    authority = Authority.objects.get(commune=commune, code="CT_UBND_XA")
    paper = PaperNumber.objects.create(
        authority=authority,
        number=112,
        symbol="QĐ-UBND",
        year=day.year,
        date=date(day.year, 11, 15),
    )
    decision = Decision.objects.create(
        commune=commune,
        paper=paper,
        title=f"Công nhận mô hình “Dân vận khéo” năm {day.year}",
        recorded_by=user,
        recorded_at=_at(day),
    )
    decision.recognitions.create(dv_model=dv_model, outcome=RecognitionOutcome.RECOGNIZED)
    return dv_model


def _nomination(
    subject: Collective | Individual, dossier: Dossier, user: User, day: date
) -> Nomination:
    is_person = isinstance(subject, Individual)
    field = "individual" if is_person else "collective"
    concluded = date(day.year, 11, 15)
    evaluation = Evaluation.objects.create(
        commune=dossier.commune,
        year=dossier.year,
        state=EvaluationState.CONCLUDED,
        outcome="Đủ tiêu chuẩn.",
        concluded_on=concluded,
        created_by=user,
        created_at=_at(concluded),
        **{field: subject},
    )
    for criterion in dossier.year.plan.criteria.filter(
        subject_type=field, mode=CriterionMode.JUDGED
    ):
        evaluation.findings.create(
            criterion=criterion,
            mark=FindingMark.MET,
            reason="Không có vi phạm.",
            marked_by=user,
            marked_at=_at(concluded),
        )
    YearlyRecord.objects.create(
        commune=dossier.commune,
        year=dossier.year,
        kind=FactKind.INDIVIDUAL_RATING if is_person else FactKind.MASS_MOBILIZATION,
        value=FactValue.GOOD_COMPLETION,
        status=FactStatus.PROVISIONAL,
        paper_number="97/TB-UBND",
        paper_date=date(day.year, 11, 13),
        issuer="Chủ tịch UBND xã",
        recorded_by=user,
        recorded_at=_at(concluded),
        **{field: subject},
    )
    PastAward.objects.create(
        year=day.year - 1,
        kind=PastAwardKind.AWARD,
        name="Giấy khen",
        decision_number=f"{2540 + subject.pk}/QĐ-UBND",
        decision_date=date(day.year - 1, 12, 15),
        issuer="Chủ tịch UBND huyện Kbang",
        **{field: subject},
    )
    nomination = Nomination.objects.create(
        commune=dossier.commune,
        evaluation=evaluation,
        award_kind=dossier.award_kind,
        dossier=dossier,
        state=NominationState.PUT_FORWARD,
        proposed_on=concluded,
        created_by=user,
        created_at=_at(concluded),
    )
    AchievementReport.objects.create(
        nomination=nomination,
        form=default_form(dossier.regime, evaluation.subject_type),
        achievement='Phụ trách mô hình "Hiến đất, góp công mở rộng đường làng".\n'
        "Đã vận động 43 hộ hiến 3.265 m² đất và 512 ngày công.",
        state=ReportState.CONFIRMED,
        submitted_on=concluded,
        confirmed_on=date(day.year, 11, 18),
        confirmer_name="Nguyễn Hữu Thạnh",
        confirmer_post="Chủ tịch Ủy ban nhân dân xã",
        changed_by=user,
        changed_at=_at(concluded),
    )
    return nomination


def _meeting(
    year: EmulationYear,
    nominations: list[Nomination],
    people: list[Individual],
    user: User,
    day: date,
) -> AppraisalMeeting:
    commune = year.plan.commune
    held = date(day.year, 11, 18)
    council = Council.objects.create(
        commune=commune,
        decision_number="21/QĐ-UBND",
        decision_date=date(day.year, 1, 25),
        valid_from=date(day.year, 1, 25),
    )
    posts = (CouncilPost.CHAIR, CouncilPost.SECRETARY, CouncilPost.MEMBER, CouncilPost.MEMBER)
    members = [
        CouncilMember.objects.create(council=council, individual=row, post=post, order=order)
        for order, (row, post) in enumerate(zip(people, posts, strict=True))
    ]
    meeting = AppraisalMeeting.objects.create(
        commune=commune,
        year=year,
        council=council,
        starts_at=_at(held),
        ends_at=_at(held, 16),
        place="Hội trường UBND xã",
        chair=members[0],
        secretary=members[1],
        closed_at=_at(held, 17),
        closed_by=user,
        created_by=user,
        created_at=_at(held),
    )
    for number, member in enumerate(members):
        absent = number == 2
        meeting.attendance.create(
            member=member, present=not absent, reason="đi khám bệnh" if absent else ""
        )
    for nomination in nominations:
        barred = nomination.evaluation.collective_id or nomination.subject == people[3]
        vote = meeting.votes.create(
            nomination=nomination, votes_for=2 if barred else 3, passed=True
        )
        if barred:
            vote.not_voting.add(members[3])
    return meeting
