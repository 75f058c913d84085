"""A nominee's way by the pages: evaluated, proposed, voted on, put into a dossier."""

from __future__ import annotations

from awards.models import AppraisalMeeting, Dossier, DossierComponent, Evaluation, Nomination
from models_registry.enums import CriterionMode
from models_registry.models import EmulationYear, Individual, User
from tests.journeys.people import Person
from tests.journeys.uploads import pdf_file
from tests.models_registry.model_steps import on

DISTRICT = "Giấy khen của Chủ tịch Ủy ban nhân dân huyện Kbang"


def rate(clerk: User, year: EmulationYear, person: Individual) -> None:
    """The year's rating with its paper, on 13/11/2024."""
    with on(11, 13):
        desk = Person(clerk).open("admin:models_registry_yearlyrecord_year", year.pk)
        head = "individual_rating"
        desk.press(
            "Lưu kết quả đã chọn",
            **{
                f"{head}-status": "final",
                f"{head}-paper_number": "97/TB-UBND",
                f"{head}-paper_date": "13/11/2024",
                f"{head}-issuer": "Chủ tịch UBND xã",
                f"{head}-{head}-{person.pk}-value": "good_completion",
            },
        )
        desk.sees("Đã ghi 1 kết quả.")


def evaluate(clerk: User, year: EmulationYear, person: Individual) -> Evaluation:
    """The sheet opened from the year's table, marked and concluded on 14/11/2024."""
    with on(11, 14):
        desk = Person(clerk).open("admin:awards_evaluation_table")
        desk.press(f"Mở phiếu cho {person}")
        sheet = Evaluation.objects.get(year=year, individual=person)
        typed = {}
        for criterion in year.plan.criteria.filter(
            subject_type="individual", mode=CriterionMode.JUDGED
        ):
            typed |= {f"mark_{criterion.pk}": "met", f"reason_{criterion.pk}": "Theo nhận xét."}
        desk.press("Lưu kết quả đánh giá", **typed).sees("Đã lưu kết quả đánh giá")
        desk.press("Kết luận").sees("Đã kết luận phiếu đánh giá")
    return sheet


def propose(clerk: User, sheet: Evaluation, kind: str) -> Nomination:
    """From the table of candidates, on 14/11/2024."""
    award_kind = sheet.commune.award_kinds.get(code=kind)
    with on(11, 14, 10):
        desk = Person(clerk).open("admin:awards_nomination_candidates").sees(str(award_kind))
        desk.follow(f"Đề xuất {sheet.subject}: {award_kind}")
        desk.press("Đề xuất", citation="Hướng dẫn thủ tục tại hai làng xa.").sees("Đã đề xuất")
    return Nomination.objects.get(evaluation=sheet, award_kind=award_kind)


def opinion(user: User, nomination: Nomination, button: str, day: int, **typed: str) -> Person:
    """One button on the reading page of a nomination, in November 2024."""
    with on(11, day):
        person = Person(user).open("awards:nomination_detail", nomination.pk)
        return person.press(button, **typed)


def write_report(nominee: User, nomination: Nomination) -> None:
    """Begun with what is known, completed and sent by the nominee on 16/11/2024."""
    with on(11, 16):
        person = Person(nominee).open("awards:nomination_detail", nomination.pk)
        person.press("Viết báo cáo thành tích").sees("Tư pháp về làng")
        person.press("Lưu và xem lại", measures="Lập lịch từng làng, làm tại chỗ.")
        person.press("Gửi báo cáo thành tích").sees("Đã gửi")


def confirm_report(head: User, nomination: Nomination) -> None:
    """The head of the nominee's unit confirms on 16/11/2024."""
    with on(11, 16, 15):
        person = Person(head).open("awards:report_detail", nomination.achievement_report.pk)
        person.follow("Xác nhận báo cáo")
        person.press("Xác nhận báo cáo", confirmed_on="16/11/2024").sees("Đã xác nhận")


def make_dossier(clerk: User, nomination: Nomination) -> Dossier:
    """Nominee and rating paper put in on 17/11/2024."""
    with on(11, 17):
        desk = Person(clerk).open("admin:awards_dossier_changelist").follow("Lập hồ sơ")
        desk.press("Lập hồ sơ", award_kind=nomination.award_kind_id)
        dossier = Dossier.objects.get(award_kind=nomination.award_kind)
        desk.follow("Thêm đối tượng")
        desk.press("Thêm vào hồ sơ", nominations=[nomination.pk])
        add_file(desk, dossier, "RATING_PAPERS", "97/TB-UBND", "13/11/2024")
    return dossier


def add_file(desk: Person, dossier: Dossier, part: str, number: str = "", day: str = "") -> None:
    """A scan for one part of the dossier in front of the clerk."""
    components = DossierComponent.objects.filter(commune=dossier.commune)
    component = components.get(code=part, level=dossier.award_kind.level)
    desk.follow("Thêm tệp").press(
        "Thêm tệp",
        component=component.pk,
        paper_number=number,
        paper_date=day,
        scan=pdf_file(f"{part.lower()}-{dossier.items.count()}.pdf"),
    )
    desk.sees("Đã thêm")


def at_dossier(user: User, dossier: Dossier) -> Person:
    """The clerk in front of a dossier."""
    return Person(user).open("admin:awards_dossier_workbench", dossier.pk)


def hold_meeting(secretary: User, nomination: Nomination, votes: int) -> AppraisalMeeting:
    """Everybody there on 18/11/2024, counted, closed, minutes issued."""
    with on(11, 18, 14):
        person = Person(secretary).open("awards:meeting_create")
        person.press("Lập cuộc họp", starts="14:00", place="Hội trường UBND xã")
        meeting = AppraisalMeeting.objects.get()
        person.follow("Ghi có mặt, vắng mặt")
        members = meeting.council.members.all()
        present = {f"presence_{row.pk}": "present" for row in members}
        person.press("Lưu có mặt, vắng mặt", **present).sees("Đã ghi thành viên có mặt")
        person.open("awards:meeting_vote", meeting.pk, nomination.pk)
        person.press("Ghi số phiếu", votes_for=votes, votes_against=0)
    with on(11, 18, 16):
        person.open("awards:meeting_close", meeting.pk)
        person.press("Khóa kiểm phiếu", ends="15:10").sees("Đã khóa kiểm phiếu")
        person.follow("Ban hành biên bản")
        person.press("Ban hành biên bản", number_text="07/BB-HĐTĐKT", date="18/11/2024")
        person.sees("Đã ban hành biên bản", "07/BB-HĐTĐKT")
    return meeting
