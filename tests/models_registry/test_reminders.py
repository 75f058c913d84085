"""Reminders: the words to send, what is recorded, the list of who is to be reminded."""

from datetime import date

import pytest
from django.urls import reverse

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from models_registry.domain.messages import Recipient, due_words, message_text
from models_registry.enums import ReminderAbout, WindowKind
from models_registry.models import Reminder
from models_registry.queries_reminding import model_task, reminder_tasks
from models_registry.services.acceptance import CorrectionInput, return_model, withdraw_correction
from models_registry.services.participation import register_oneself
from models_registry.services.reminders import remind_owner, remind_person
from tests.factories import make_commune, make_draft, make_individual
from tests.models_registry.model_steps import accepted_model, on, submitted_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def report_window(year):
    return year.windows.create(
        code="BC",
        kind=WindowKind.RESULT_REPORT,
        name="Báo cáo kết quả",
        starts=date(2024, 10, 1),
        ends=date(2024, 10, 31),
    )


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def tasks_about(commune, about):
    return [task for task in reminder_tasks(commune.pk, clock.today()) if task.about == about]


# --- words ---


def test_message_has_greeting_what_until_when_and_where():
    text = message_text(
        to=Recipient("Đinh Thị Chủ", "bà"),
        what="Mô hình “Ngôi nhà xanh” được trả lại, cần bổ sung:",
        points=["Mục tiêu (thiếu): Ghi con số."],
        until=date(2024, 11, 25),
        today=date(2024, 11, 20),
        address="https://xa.example/mo-hinh/1/bo-sung/",
        sender="Võ Thị Thử, Văn phòng – thống kê xã Tơ Tung",
    )

    assert text.split("\n") == [
        "Kính gửi bà Đinh Thị Chủ,",
        "Mô hình “Ngôi nhà xanh” được trả lại, cần bổ sung:",
        "– Mục tiêu (thiếu): Ghi con số.",
        "Hạn: 25/11/2024 (còn 05 ngày).",
        "Xem và làm tại: https://xa.example/mo-hinh/1/bo-sung/",
        "Cần giúp, xin liên hệ Võ Thị Thử, Văn phòng – thống kê xã Tơ Tung.",
    ]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2024, 11, 25), "Hạn: 25/11/2024 (hôm nay là ngày cuối)."),
        (date(2024, 11, 28), "Hạn: 25/11/2024 (đã quá 03 ngày)."),
    ],
)
def test_message_counts_the_days(today, words):
    assert due_words(date(2024, 11, 25), today) == words


# --- services ---


def test_reminder_keeps_way_day_and_person(owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)

    row = remind_owner(
        user=clerk,
        model_id=dv_model.pk,
        text="Nhắc nộp báo cáo.",
        about=ReminderAbout.REPORT,
        way="phone",
        reminded_on=date(2024, 11, 4),
    )

    assert row.when_and_how == "04/11/2024, điện thoại"
    assert (row.individual, row.dv_model, row.at.date()) == (
        owner.individual,
        dv_model,
        date(2024, 11, 20),
    )
    notice = owner.notices.get(kind="reminded")
    assert notice.text == "Nhắc về mô hình “Ngôi nhà xanh”: Nhắc nộp báo cáo."
    assert notice.url_name == "models_registry:model_report"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"way": "bồ câu"}, "Chọn cách đã nhắc: Zalo, điện thoại, gặp trực tiếp hoặc giấy."),
        ({"about": "gì đó"}, "Chọn lại việc cần nhắc."),
        (
            {"reminded_on": date(2024, 11, 21)},
            "Ngày nhắc 21/11/2024 chưa tới. Kiểm tra lại ngày.",
        ),
    ],
)
def test_reminder_refused_writes_nothing(owner, clerk, year, given, reason):
    dv_model = accepted_model(owner, clerk, year)

    with pytest.raises(DomainError) as refused:
        remind_owner(user=clerk, model_id=dv_model.pk, text="Nhắc", **given)

    assert refused.value.reasons == (reason,)
    assert Reminder.objects.count() == 0


def test_remind_person_without_a_model_once_and_only_by_the_clerk(owner, clerk, participant, year):
    given = {"individual": participant.individual, "year": year, "text": "Nhắc đăng ký"}
    with pytest.raises(NotAllowed):
        remind_person(user=owner, **given)
    rows = [remind_person(user=clerk, way="zalo", **given) for _ in range(2)]

    assert rows[0] == rows[1]
    assert participant.notices.get().url_name == "models_registry:participation_register"


def test_remind_person_of_another_commune_refused(clerk, year):
    other = make_individual(make_commune("khac"), "Người xã khác")

    with pytest.raises(DomainError):
        remind_person(user=clerk, individual=other, year=year, text="Nhắc")


# --- who is to be reminded ---


def test_tasks_name_overdue_reports_until_they_are_handed_in(
    commune, owner, clerk, year, report_window
):
    dv_model = accepted_model(owner, clerk, year)
    (task,) = tasks_about(commune, ReminderAbout.REPORT)

    assert (task.dv_model, task.until, task.late, task.last) == (
        dv_model,
        date(2024, 10, 31),
        True,
        None,
    )
    with on(9, 30):
        assert tasks_about(commune, ReminderAbout.REPORT) == []


def test_tasks_name_open_corrections_and_the_way_back(commune, owner, clerk, year):
    dv_model = submitted_model(owner, year)
    asked = CorrectionInput("goal", "missing", "Ghi con số.", date(2024, 11, 25))
    return_model(user=clerk, model_id=dv_model.pk, corrections=[asked])
    (task,) = tasks_about(commune, ReminderAbout.CORRECTIONS)
    withdraw_correction(user=clerk, correction_id=dv_model.corrections.get().pk)
    (after,) = tasks_about(commune, ReminderAbout.CORRECTIONS)

    assert task.points == ("Mục tiêu, chỉ tiêu (thiếu): Ghi con số.",)
    assert (task.until, task.late) == (date(2024, 11, 25), False)
    assert after.points == ()
    assert "chưa gửi lại" in after.what


def test_tasks_name_drafts_only_while_their_window_closes_soon(commune, owner, year):
    make_draft(owner, year)

    with on(3, 4):
        assert len(tasks_about(commune, ReminderAbout.DRAFT)) == 1
    with on(1, 10):
        assert tasks_about(commune, ReminderAbout.DRAFT) == []
    assert tasks_about(commune, ReminderAbout.DRAFT) == []


def test_tasks_name_who_has_not_registered(commune, owner, participant, clerk, year):
    before = tasks_about(commune, ReminderAbout.PARTICIPATION)
    register_oneself(user=owner)
    after = tasks_about(commune, ReminderAbout.PARTICIPATION)

    assert {task.individual for task in before} - {task.individual for task in after} == {
        owner.individual
    }
    assert reminder_tasks(make_commune("khac").pk, clock.today()) == []


# --- page ---


def mark_url(kind, pk):
    return reverse("models_registry:reminder_mark", args=[kind, pk])


def test_page_offers_the_words_and_records_that_they_were_sent(
    at_desk, owner, clerk, year, report_window
):
    dv_model = accepted_model(owner, clerk, year)
    page = reverse("models_registry:reminder_list")
    (row,) = at_desk.get(page, {"loai": "report"}).context["rows"]
    url = f"http://testserver{reverse('models_registry:model_report', args=[dv_model.pk])}"

    assert row.message.split("\n") == [
        "Kính gửi ông/bà Đinh Thị Chủ,",
        "Mô hình “Ngôi nhà xanh” (MH-2024-01) chưa nộp báo cáo kết quả.",
        "Hạn: 31/10/2024 (đã quá 20 ngày).",
        f"Xem và làm tại: {url}",
        "Cần giúp, xin liên hệ Võ Thị Thử, Văn phòng – thống kê xã Tơ Tung.",
    ]
    prefix = f"report-{dv_model.pk}"
    typed = {f"{prefix}-way": "zalo", f"{prefix}-reminded_on": "19/11/2024", "loai": "report"}
    for _ in range(2):
        answer = at_desk.post(mark_url("report", dv_model.pk), {**typed, "once": "mot"})

    assert answer.headers["Location"] == f"{page}?loai=report"
    reminder = Reminder.objects.get()
    assert (reminder.when_and_how, reminder.text, reminder.by) == (
        "19/11/2024, Zalo",
        "Nhắc nộp báo cáo kết quả, hạn 31/10/2024.",
        clerk,
    )
    shown = at_desk.get(page, {"loai": "report"}).content.decode()
    assert "19/11/2024, Zalo" in shown
    assert at_desk.get(page, {"loai": "report", "nhac": "chua"}).context["rows"] == []


def test_page_keeps_what_was_typed_when_the_mark_is_refused(
    at_desk, owner, clerk, year, report_window
):
    dv_model = accepted_model(owner, clerk, year)
    prefix = f"report-{dv_model.pk}"
    typed = {f"{prefix}-way": "phone", f"{prefix}-reminded_on": "25/11/2024"}

    answer = at_desk.post(mark_url("report", dv_model.pk), typed)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Ngày nhắc 25/11/2024 chưa tới." in page
    assert 'value="25/11/2024"' in page
    assert Reminder.objects.count() == 0


def test_page_says_when_the_task_is_done_meanwhile(at_desk, owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)

    answer = at_desk.post(mark_url("report", dv_model.pk), follow=True)

    assert "không cần nhắc nữa" in answer.content.decode()
    assert at_desk.post(mark_url("khac", dv_model.pk)).status_code == 404


def test_page_is_empty_when_nobody_is_to_be_reminded(client, stranger):
    client.force_login(stranger)

    assert "Không còn ai phải nhắc" in client.get("/nhac-viec/").content.decode()


def test_model_task_of_one_model(commune, owner, clerk, year, report_window):
    dv_model = accepted_model(owner, clerk, year)
    remind_owner(user=clerk, model_id=dv_model.pk, text="Nhắc", way="phone")
    task = model_task(commune.pk, dv_model.pk, clock.today())

    assert task.last.when_and_how == "20/11/2024, điện thoại"
    assert model_task(make_commune("khac").pk, dv_model.pk, clock.today()) is None
