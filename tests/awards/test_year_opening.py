"""A new year is opened from the one before: once, in one act, with the days mended first."""

from datetime import date

import pytest
from django.urls import reverse

from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from models_registry.models import EmulationYear, YearOpening, YearWindow
from models_registry.services.year_opening import NewWindow, open_year
from tests.factories import make_commune, make_plan, make_user
from tests.models_registry.model_steps import on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(year):
    with on(11, 20):
        yield


@pytest.fixture
def window(year):
    return year.windows.get()


def carried(window, **overrides):
    given = {
        "source_id": window.pk,
        "name": "Đăng ký năm 2025",
        "starts": date(2025, 1, 2),
        "ends": date(2025, 3, 14),
        **overrides,
    }
    return NewWindow(**given)


def test_year_is_opened_with_its_windows_and_its_trace(clerk, year, window):
    row = open_year(user=clerk, from_year_id=year.pk, windows=[carried(window)])

    made = YearWindow.objects.get(year__year=2025)
    assert (made.code, made.kind, made.name, made.ends) == (
        window.code,
        window.kind,
        "Đăng ký năm 2025",
        date(2025, 3, 14),
    )
    assert (row.year.plan, row.from_year, row.by) == (year.plan, year, clerk)


def test_year_is_not_opened_twice(clerk, other_clerk, year, window):
    open_year(user=clerk, from_year_id=year.pk, windows=[carried(window)])

    with pytest.raises(DomainError) as refused:
        open_year(user=other_clerk, from_year_id=year.pk, windows=[carried(window)])

    assert refused.value.reasons == (
        "Năm 2025 đã được Võ Thị Thử mở ngày 20/11/2024; không mở hai lần. Thêm, đổi từng đợt "
        "ở Lịch phong trào.",
    )
    assert YearWindow.objects.filter(year__year=2025).count() == 1


def test_wrong_days_write_nothing(clerk, year, window):
    with pytest.raises(DomainError) as refused:
        open_year(
            user=clerk, from_year_id=year.pk, windows=[carried(window, ends=date(2024, 12, 1))]
        )

    assert refused.value.reasons == (
        "Đăng ký năm 2025: Ngày cuối (01/12/2024) trước ngày đầu (02/01/2025). Sửa lại một "
        "trong hai ngày.",
    )
    assert not EmulationYear.objects.filter(year=2025).exists()


def test_only_the_clerk_of_the_commune_opens_a_year(chair, owner, stranger, year, window):
    for user in (chair, owner):
        with pytest.raises(NotAllowed):
            open_year(user=user, from_year_id=year.pk, windows=[carried(window)])
    with pytest.raises(DomainError):
        open_year(user=stranger, from_year_id=year.pk, windows=[carried(window)])
    assert YearOpening.objects.count() == 0


def test_page_opens_the_year_and_then_says_so(client, clerk, year, window):
    client.force_login(clerk)
    url = reverse("awards:year_open")
    preview = client.get(url).content.decode()
    assert "Kế hoạch phát động chưa có số, ngày." in preview
    assert "02/01/2025" in preview

    prefix = f"dot-{window.pk}"
    typed = {
        f"{prefix}-keep": "on",
        f"{prefix}-name": "Đăng ký năm 2025",
        f"{prefix}-starts": "02/01/2025",
        f"{prefix}-ends": "14/03/2025",
    }
    refused = client.post(url, {**typed, f"{prefix}-ends": "14/03/2023"})
    assert "14/03/2023" in refused.content.decode()
    answer = client.post(url, typed, follow=True)

    said = [str(message) for message in answer.context["messages"]]
    assert said == ["Đã mở năm 2025 với 01 đợt trong lịch."]
    assert "Năm 2025 đã được" in client.get(url).content.decode()


def test_second_commune_opens_its_own_year(client, clerk, year, window):
    open_year(user=clerk, from_year_id=year.pk, windows=[carried(window)])
    other = make_commune("xa-hai", name="xã Hai (giả định)", place_name="Hai")
    second = make_plan(other)
    colleague = make_user(other, "vanphonghai", Role.CLERK, full_name="Phan Thị Nga")

    row = open_year(user=colleague, from_year_id=second.pk, windows=[carried(second.windows.get())])

    assert row.year.plan.commune == other
    assert YearOpening.objects.count() == 2
