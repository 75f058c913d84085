"""The people of the second commune, and its year by the services; days are those of 2026."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

from awards.domain.ballots import BallotPapers
from awards.enums import Ballot, CouncilPost, FindingMark
from awards.models import AppraisalMeeting, Council, Dossier, Evaluation, Nomination
from awards.services.achievement_report import (
    confirm_achievement_report,
    save_achievement_report,
    start_achievement_report,
    submit_achievement_report,
)
from awards.services.council import create_meeting, issue_minutes, save_attendance
from awards.services.council_closing import close_meeting
from awards.services.council_vote import record_vote
from awards.services.dossier import add_nomination, check_dossier, create_dossier
from awards.services.evaluation import (
    Subject,
    conclude_evaluation,
    mark_finding,
    open_evaluation,
)
from awards.services.load_plan import load_plan
from awards.services.nomination import (
    agree_nomination,
    propose_nomination,
    put_forward_nomination,
)
from awards.services.plan_file import PlanFile, read_plan_file
from dandvan import clock
from dandvan.roles import Role
from models_registry.enums import (
    CriterionMode,
    FactKind,
    FactStatus,
    FactValue,
    Mark,
    MemberPart,
    ReportKind,
    SubjectType,
)
from models_registry.models import (
    AwardKind,
    Collective,
    Commune,
    DanVanModel,
    Decision,
    EmulationPlan,
    EmulationYear,
    Individual,
    Post,
    Signer,
    SubjectKind,
    User,
)
from models_registry.services.acceptance import accept_model
from models_registry.services.assessment import MarkInput, assess_model
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.recognition import DecisionRow, decide_on_models, record_decision
from models_registry.services.registration import (
    MemberInput,
    save_draft,
    start_draft,
    submit_model,
)
from models_registry.services.reporting import send_result, write_report
from models_registry.services.yearly import record_fact
from tests.factories import make_user
from tests.journeys.uploads import stored_pdf
from tests.plans import SECOND_COMMUNE


@cache
def _plan_file() -> PlanFile:
    """The plan, read once: reading takes longer than writing its rows."""
    return read_plan_file(SECOND_COMMUNE)


def on(month: int, day: int, hour: int = 9):
    """Act at an hour of a day of 2026."""
    return clock.at(datetime.datetime(2026, month, day, hour))  # noqa: DTZ001 -- made aware there


@dataclass
class SecondCast:
    """Who acts in the second commune."""

    commune: Commune
    year: EmulationYear
    clerk: User
    bloc: User
    chair: User
    owner: User
    secretary: User
    committee: Collective
    office: Collective
    council: Council
    signer: Signer

    def kind(self, code: str) -> AwardKind:
        return self.commune.award_kinds.get(code=code)


def make_second_cast() -> SecondCast:
    """The plan file of the second commune, loaded, and its people."""
    load_plan(_plan_file())
    plan = EmulationPlan.objects.get(commune__code="kon-ha-nung")
    commune = plan.commune
    commune.set_up = True
    commune.save(update_fields=["set_up"])
    committee, office = (
        Collective.objects.create(
            commune=commune,
            code=kind,
            name=name,
            kind=SubjectKind.objects.get(
                commune=commune, subject_type=SubjectType.COLLECTIVE, code=kind
            ),
        )
        for kind, name in (
            ("UBND", "Ủy ban nhân dân xã Kon Hà Nừng"),
            ("OFFICE", "Phòng Kinh tế xã"),
        )
    )
    users = {
        name: _user(commune, name, role, full_name)
        for name, role, full_name in (
            ("vanphong-khn", Role.CLERK, "Rah Lan H'Nga"),
            ("danvan-khn", Role.MOBILIZATION_BLOC, "Siu Kham"),
            ("chutich-khn", Role.CHAIR, "Kpă Thuyên"),
            ("kinhte-khn", Role.PARTICIPANT, "Đinh Thị Bưi"),
            ("thuky-khn", Role.PARTICIPANT, "Trần Thị Loan"),
        )
    }
    Post.objects.filter(individual=users["chutich-khn"].individual).update(heads=committee)
    Post.objects.filter(individual=users["kinhte-khn"].individual).update(heads=office)
    return SecondCast(
        commune=commune,
        year=plan.years.get(year=2026),
        clerk=users["vanphong-khn"],
        bloc=users["danvan-khn"],
        chair=users["chutich-khn"],
        owner=users["kinhte-khn"],
        secretary=users["thuky-khn"],
        committee=committee,
        office=office,
        council=_council(commune, users),
        signer=Signer.objects.create(
            commune=commune,
            individual=users["chutich-khn"].individual,
            post="Chủ tịch",
            valid_from=datetime.date(2025, 7, 1),
        ),
    )


def _user(commune: Commune, username: str, role: Role, full_name: str) -> User:
    """An account with its person, a public employee since 01/7/2025."""
    person = Individual.objects.create(
        commune=commune,
        full_name=full_name,
        code=username,
        birth_date=datetime.date(1985, 2, 3),
        unit="Ủy ban nhân dân xã Kon Hà Nừng",
    )
    Post.objects.create(
        individual=person,
        kind=SubjectKind.objects.get(
            commune=commune, subject_type=SubjectType.INDIVIDUAL, code="PUBLIC_EMPLOYEE"
        ),
        title="Viên chức",
        valid_from=datetime.date(2025, 7, 1),
    )
    return make_user(commune, username, role, individual=person)


def _council(commune: Commune, users: dict[str, User]) -> Council:
    """A council of four: chairman, vice chairman, member, secretary."""
    council = Council.objects.create(
        commune=commune,
        decision_number="07/QĐ-UBND",
        decision_date=datetime.date(2026, 1, 20),
        valid_from=datetime.date(2026, 1, 20),
    )
    for order, (name, post) in enumerate(
        (
            ("chutich-khn", CouncilPost.CHAIR),
            ("danvan-khn", CouncilPost.VICE),
            ("vanphong-khn", CouncilPost.MEMBER),
            ("thuky-khn", CouncilPost.SECRETARY),
        )
    ):
        council.members.create(individual=users[name].individual, post=post, order=order)
    return council


def submitted_model(cast: SecondCast, name: str) -> DanVanModel:
    """A model of the office, registered by its head on 02/02/2026."""
    with on(2, 2):
        window = cast.year.windows.get(code="DK")
        draft = start_draft(user=cast.owner, year=cast.year, window=window)
        person = cast.owner.individual
        draft = save_draft(
            user=cast.owner,
            model_id=draft.pk,
            version=draft.version,
            values={
                "name": name,
                "collective": cast.office,
                "main_area": cast.year.plan.areas.get(code="A1"),
                "villages": list(cast.commune.villages.filter(code__in=("V1", "V2"))),
                "need": "Hộ nghèo chưa có sinh kế ổn định, thiếu giống và kỹ thuật.",
                "goal": "20 hộ có thu nhập thêm từ nuôi dê sinh sản.",
                "solutions": "Giao dê giống luân phiên, cán bộ khuyến nông đến từng hộ.",
                "start_date": datetime.date(2026, 2, 10),
                "members": [MemberInput(person, MemberPart.LEAD)],
            },
        )
        return submit_model(user=cast.owner, model_id=draft.pk)


def assessed_model(cast: SecondCast, name: str) -> DanVanModel:
    """Accepted, reported and assessed; the quality that the plan does not require is not met."""
    dv_model = submitted_model(cast, name)
    with on(2, 5):
        accept_model(user=cast.clerk, model_id=dv_model.pk)
    with on(10, 12):
        write_report(
            user=cast.owner,
            model_id=dv_model.pk,
            kind=ReportKind.RESULT,
            date=clock.today(),
            text="Đã có 22 hộ nuôi dê, đàn dê tăng thêm 41 con.",
        )
        send_result(user=cast.owner, model_id=dv_model.pk)
    with on(11, 3):
        marks = [
            MarkInput(
                row, Mark.MET if row.required else Mark.NOT_MET, f"Căn cứ về {row.name.lower()}"
            )
            for row in cast.year.plan.qualities.all()
        ]
        assess_model(
            user=cast.bloc,
            model_id=dv_model.pk,
            date=clock.today(),
            team="Đoàn thẩm định xã",
            conclusion="Đề nghị công nhận.",
            marks=marks,
        )
    dv_model.refresh_from_db()
    return dv_model


def recognized_models(cast: SecondCast) -> tuple[list[DanVanModel], Decision]:
    """Two models recognized by one decision of the commune's chairman, 10/11/2026."""
    rows = [assessed_model(cast, name) for name in ("Dê giống luân phiên", "Vườn rau trường học")]
    with on(11, 10):
        decision = record_decision(
            user=cast.chair,
            authority=cast.commune.authorities.get(code="CHU_TICH_XA"),
            number_text="131/QĐ-UBND",
            date=clock.today(),
            title="Công nhận mô hình “Dân vận khéo” năm 2026",
            signer=cast.signer,
        )
        decide_on_models(
            user=cast.chair,
            decision=decision,
            rows=[DecisionRow(row.pk, "recognized") for row in rows],
        )
    for row in rows:
        row.refresh_from_db()
    return rows, decision


def record_year(cast: SecondCast, *, titled: int = 5) -> None:
    """Facts of the year: `titled` of the seven villages with the title, an excellent rating."""
    with on(11, 11):
        for number, village in enumerate(cast.commune.villages.order_by("code"), start=1):
            achieved = number <= titled
            record_fact(
                user=cast.clerk,
                year=cast.year,
                kind=FactKind.CULTURE_TITLE,
                subject=village,
                value=FactValue.ACHIEVED if achieved else FactValue.NOT_ACHIEVED,
                status=FactStatus.FINAL,
                paper_number="140/QĐ-UBND",
                paper_date=clock.today(),
                issuer="Chủ tịch Ủy ban nhân dân xã",
                reason="" if achieved else "Còn hộ vi phạm nếp sống văn minh.",
            )
        record_fact(
            user=cast.clerk,
            year=cast.year,
            kind=FactKind.INDIVIDUAL_RATING,
            subject=cast.owner.individual,
            value=FactValue.EXCELLENT_COMPLETION,
            status=FactStatus.FINAL,
            paper_number="141/QĐ-UBND",
            paper_date=clock.today(),
            issuer="Chủ tịch Ủy ban nhân dân xã",
        )


def concluded(cast: SecondCast, subject: Subject) -> Evaluation:
    """The sheet of 12/11/2026 with every judged criterion met."""
    with on(11, 12):
        sheet = open_evaluation(user=cast.clerk, year=cast.year, subject=subject)
        for criterion in cast.year.plan.criteria.filter(
            subject_type=sheet.subject_type, mode=CriterionMode.JUDGED
        ):
            mark_finding(
                user=cast.clerk,
                evaluation_id=sheet.pk,
                criterion=criterion,
                mark=FindingMark.MET,
                reason="Không có vi phạm.",
            )
        return conclude_evaluation(user=cast.clerk, evaluation_id=sheet.pk)


def put_forward(cast: SecondCast, sheet: Evaluation, code: str) -> Nomination:
    """Proposed, agreed and put forward; its report sent on 13/11/2026 and confirmed."""
    with on(11, 13):
        row = propose_nomination(user=cast.clerk, evaluation=sheet, award_kind=cast.kind(code))
        agree_nomination(user=cast.bloc, nomination_id=row.pk)
        row = put_forward_nomination(user=cast.chair, nomination_id=row.pk)
        report = start_achievement_report(user=cast.clerk, nomination=row)
        report = save_achievement_report(
            user=cast.clerk,
            report_id=report.pk,
            version=report.version,
            values={"achievement": "Giúp 22 hộ có sinh kế ổn định."},
        )
        submit_achievement_report(user=cast.clerk, report_id=report.pk)
        # A collective's report, and that of its head, is confirmed on paper by the superior.
        number = f"Báo cáo {report.pk}"
        confirm_achievement_report(
            user=cast.clerk,
            report_id=report.pk,
            confirmed_on=clock.today(),
            paper=PaperTrace(cast.signer, number, clock.today(), stored_pdf(cast.clerk)),
        )
    return row


def checked_dossier(cast: SecondCast, code: str, *rows: Nomination) -> Dossier:
    """A dossier of 14/11/2026 that the clerk has checked."""
    with on(11, 14):
        dossier = create_dossier(user=cast.clerk, year=cast.year, award_kind=cast.kind(code))
        for row in rows:
            add_nomination(user=cast.clerk, dossier_id=dossier.pk, nomination=row)
        return check_dossier(user=cast.clerk, dossier_id=dossier.pk)


def held_meeting(cast: SecondCast, *rows: Nomination, number: str) -> AppraisalMeeting:
    """A meeting of 17/11/2026 with everybody there and everybody who may vote in favor."""
    members = {row.post: row for row in cast.council.members.all()}
    with on(11, 17, 14):
        meeting = create_meeting(
            user=cast.secretary,
            council=cast.council,
            year=cast.year,
            starts_at=clock.now(),
            place="Phòng họp số 2",
            chair=members[CouncilPost.CHAIR],
            secretary=members[CouncilPost.SECRETARY],
            ballot=Ballot.SECRET,
        )
        everybody = [(member, True, "") for member in members.values()]
        save_attendance(user=cast.secretary, meeting_id=meeting.pk, rows=everybody)
        for row in rows:
            record_vote(
                user=cast.secretary,
                meeting_id=meeting.pk,
                nomination=row,
                votes_for=len(everybody),
                votes_against=0,
                papers=BallotPapers(len(everybody), len(everybody), 0, len(everybody), 0),
            )
    with on(11, 17, 16):
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())
        issue_minutes(
            user=cast.secretary, meeting_id=meeting.pk, number_text=number, date=clock.today()
        )
    meeting.refresh_from_db()
    return meeting
