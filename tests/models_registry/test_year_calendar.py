"""Windows move with a reason; calendar programs read a secret address."""

from datetime import date

import pytest
from django.urls import reverse

from dandvan.errors import DomainError, NotAllowed
from models_registry.enums import WindowKind
from models_registry.models import CalendarFeed, WindowChange, YearWindow
from models_registry.services.year_calendar import end_feed, make_feed, move_window
from tests.models_registry.model_steps import on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _april(year):
    with on(4, 1):
        yield


@pytest.fixture
def window(year):
    return year.windows.get()


@pytest.fixture
def second(year):
    return YearWindow.objects.create(
        year=year,
        code="DK2",
        kind=WindowKind.REGISTRATION,
        name="Đăng ký đợt 2",
        starts=date(2024, 9, 4),
        ends=date(2024, 10, 31),
    )


def moved(clerk, window, starts=date(2024, 1, 2), ends=date(2024, 4, 15), reason="Mưa lũ"):
    return move_window(user=clerk, window_id=window.pk, starts=starts, ends=ends, reason=reason)


def test_moved_window_keeps_who_from_what_to_what_and_why(clerk, window):
    moved(clerk, window)

    row = WindowChange.objects.get()
    window.refresh_from_db()
    assert (row.old_ends, row.new_ends, row.reason, row.by) == (
        date(2024, 3, 15),
        date(2024, 4, 15),
        "Mưa lũ",
        clerk,
    )
    assert window.ends == date(2024, 4, 15)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": "  "}, "Ghi lý do đổi thời hạn."),
        (
            {"ends": date(2024, 3, 15)},
            "Thời hạn vẫn như cũ. Chọn ngày khác, hoặc quay lại lịch.",
        ),
        (
            {"ends": date(2023, 12, 1)},
            "Ngày cuối (01/12/2023) trước ngày đầu (02/01/2024). Sửa lại một trong hai ngày.",
        ),
        (
            {"ends": date(2024, 9, 4)},
            "Trùng ngày với đợt “Đăng ký đợt 2” cùng loại (04/09/2024 – 31/10/2024).",
        ),
        (
            {"starts": date(2023, 6, 30)},
            "Đợt của năm 2024 nằm trong khoảng từ 01/07/2023 đến 30/06/2025.",
        ),
    ],
)
def test_wrong_move_is_refused_and_changes_nothing(clerk, window, second, given, said):
    with pytest.raises(DomainError) as refused:
        moved(clerk, window, **given)

    window.refresh_from_db()
    assert refused.value.reasons == (said,)
    assert (window.ends, WindowChange.objects.count()) == (date(2024, 3, 15), 0)


def test_report_window_does_not_open_before_registration(clerk, year):
    report = YearWindow.objects.create(
        year=year,
        code="BC",
        kind=WindowKind.RESULT_REPORT,
        name="Báo cáo",
        starts=date(2024, 10, 1),
        ends=date(2024, 10, 31),
    )

    with pytest.raises(DomainError) as refused:
        moved(clerk, report, starts=date(2023, 12, 1), ends=date(2023, 12, 31))

    assert refused.value.reasons == ("Không mở trước đợt “Đăng ký đợt 1” (từ 02/01/2024).",)


def test_only_the_clerk_of_the_commune_moves_windows(chair, owner, stranger, window):
    for user in (chair, owner):
        with pytest.raises(NotAllowed):
            moved(user, window)
    with pytest.raises(DomainError):
        moved(stranger, window)
    assert WindowChange.objects.count() == 0


def test_reopened_window_says_who_can_act_again(client, clerk, window):
    client.force_login(clerk)
    url = reverse("awards:window_move", args=[window.pk])

    answer = client.post(
        url, {"starts": "02/01/2024", "ends": "15/04/2024", "reason": "Mưa lũ"}, follow=True
    )

    said = [str(message) for message in answer.context["messages"]]
    assert said == [
        "Đã đổi đợt “Đăng ký đợt 1” thành từ 02/01/2024 đến hết 15/04/2024.",
        "Đợt đã đóng nay mở lại; không còn ai chưa làm.",
    ]
    assert "Mưa lũ" in answer.content.decode()


def test_refused_form_keeps_what_was_typed(client, clerk, window):
    client.force_login(clerk)

    answer = client.post(
        reverse("awards:window_move", args=[window.pk]),
        {"starts": "02/01/2024", "ends": "32/04/2024", "reason": "Mưa lũ"},
    )

    assert answer.status_code == 200
    assert "Mưa lũ" in answer.content.decode()
    assert "32/04/2024" in answer.content.decode()


def test_admin_form_no_longer_takes_other_days(client, clerk, window):
    client.force_login(clerk)
    url = reverse("admin:models_registry_yearwindow_change", args=[window.pk])

    client.post(url, {"name": "Đợt một", "ends": "31/12/2024", "seen": "0"})

    window.refresh_from_db()
    assert (window.name, window.ends) == ("Đợt một", date(2024, 3, 15))


def test_feed_is_read_without_log_in_until_it_ends(client, owner, window):
    feed = make_feed(user=owner)
    url = reverse("awards:calendar_feed", args=[feed.token])

    body = client.get(url).content.decode()

    assert "SUMMARY:Đăng ký đợt 1\r\n" in body
    assert "DTSTART;VALUE=DATE:20240102\r\nDTEND;VALUE=DATE:20240316\r\n" in body
    assert owner.display_name not in body
    end_feed(user=owner)
    assert client.get(url).status_code == 404


def test_new_address_ends_the_old_one_and_closed_account_has_none(client, owner):
    first, second = make_feed(user=owner), make_feed(user=owner)

    old = client.get(reverse("awards:calendar_feed", args=[first.token])).status_code
    new = reverse("awards:calendar_feed", args=[second.token])
    assert (old, client.get(new).status_code) == (404, 200)
    assert CalendarFeed.objects.filter(revoked_at__isnull=True).count() == 1
    owner.is_active = False
    owner.save(update_fields=["is_active"])
    assert client.get(new).status_code == 404
