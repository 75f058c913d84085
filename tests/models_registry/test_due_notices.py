"""What is due soon is told once, a week and a day before."""

from datetime import date

import pytest
from django.core.management import call_command

from models_registry.models import Notice
from tests.factories import make_draft
from tests.models_registry.model_steps import on

pytestmark = pytest.mark.django_db


def sent_on(month, day):
    """The notices there are after the command of this day."""
    with on(month, day):
        call_command("send_reminders")
    return list(Notice.objects.order_by("pk").values_list("user__username", "text"))


def test_owner_is_told_a_week_and_a_day_before_and_never_twice(owner, year):
    row = make_draft(owner, year, name="Dọn rác", window=year.windows.get())
    week = (owner.username, f"Mô hình “{row}”: gửi đăng ký mô hình, hạn 15/03/2024 (còn 7 ngày).")
    eve = (owner.username, f"Mô hình “{row}”: gửi đăng ký mô hình, hạn 15/03/2024 (ngày mai).")

    assert sent_on(3, 7) == []
    assert sent_on(3, 8) == [week]
    assert sent_on(3, 8) == [week]
    assert sent_on(3, 9) == [week]
    assert sent_on(3, 14) == [week, eve]


def test_moved_day_is_told_anew(owner, year):
    window = year.windows.get()
    make_draft(owner, year, name="Dọn rác", window=window)
    assert len(sent_on(3, 14)) == 1
    window.ends = date(2024, 3, 22)
    window.save(update_fields=["ends"])

    assert len(sent_on(3, 15)) == 2


def test_command_is_quiet_where_nothing_is_due(owner, year, capsys):
    assert sent_on(2, 1) == []
    assert capsys.readouterr().out == "xã Tơ Tung: 00 thông báo sắp đến hạn.\n"
