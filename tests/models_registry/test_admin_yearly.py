"""One page for all facts of a year: only lines with a new value are written."""

import pytest
from django.urls import reverse

from models_registry.models import YearlyRecord
from models_registry.services.yearly import record_fact
from tests.factories import make_collective, make_village
from tests.models_registry.model_steps import on

pytestmark = pytest.mark.django_db

PAPER = {
    "culture_title-status": "provisional",
    "culture_title-paper_number": "55/TTr-UBND",
    "culture_title-paper_date": "13/11/2024",
    "culture_title-issuer": "UBND xã",
}


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def villages(commune):
    return [make_village(commune, f"L{n:02d}", f"Làng {n}") for n in (1, 2, 3)]


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def url(year):
    return reverse("admin:models_registry_yearlyrecord_year", args=[year.pk])


def line(kind, subject, value, reason=""):
    pk = subject.pk if subject else 0
    return {f"{kind}-{kind}-{pk}-value": value, f"{kind}-{kind}-{pk}-reason": reason}


def current():
    return list(
        YearlyRecord.objects.filter(is_current=True)
        .order_by("kind", "id")
        .values_list("kind", "village__code", "value", "status")
    )


def test_page_shows_every_subject_with_its_current_fact(
    at_desk, url, villages, commune, clerk, year
):
    make_collective(commune)
    record_fact(
        user=clerk,
        year=year,
        kind="culture_title",
        subject=villages[0],
        value="achieved",
        status="provisional",
        paper_number="55/TTr-UBND",
        paper_date=year.cutoff.replace(month=11, day=13),
        issuer="UBND xã",
    )

    answer = at_desk.get(url)

    sections = {s.kind: (s.done, len(s.lines)) for s in answer.context["sections"]}
    assert sections == {
        "party_rating": (0, 1),
        "culture_title": (1, 3),
        "mass_mobilization": (0, 1),
        "individual_rating": (0, 1),
    }
    assert "55/TTr-UBND ngày 13/11/2024 của UBND xã" in answer.content.decode()


def test_only_chosen_lines_are_written(at_desk, url, villages):
    data = {
        **PAPER,
        **line("culture_title", villages[0], "achieved"),
        **line("culture_title", villages[1], "not_achieved", "Tỷ lệ gia đình văn hóa dưới chuẩn"),
        **line("culture_title", villages[2], ""),
    }

    answer = at_desk.post(url, data, follow=True)

    assert "Đã ghi 2 kết quả." in answer.content.decode()
    assert current() == [
        ("culture_title", "L01", "achieved", "provisional"),
        ("culture_title", "L02", "not_achieved", "provisional"),
    ]


def test_one_value_fills_the_lines_that_are_left(at_desk, url, villages):
    data = {
        **PAPER,
        "culture_title-fill": "achieved",
        **line("culture_title", villages[1], "not_achieved", "Dưới chuẩn"),
    }

    at_desk.post(url, data)

    assert sorted(row[1:3] for row in current()) == [
        ("L01", "achieved"),
        ("L02", "not_achieved"),
        ("L03", "achieved"),
    ]


def test_a_refused_line_stands_beside_it_and_nothing_is_lost(at_desk, url, villages):
    data = {
        **PAPER,
        **line("culture_title", villages[0], "achieved"),
        **line("culture_title", villages[1], "not_achieved"),
        "party_rating-issuer": "Huyện ủy Kbang",
    }

    answer = at_desk.post(url, data)

    page = answer.content.decode()
    section = answer.context["sections"][1]
    assert section.errors == {
        f"culture_title-{villages[1].pk}-value": ["Ghi lý do khi kết quả là “Không đạt”."]
    }
    assert "Huyện ủy Kbang" in page
    assert YearlyRecord.objects.count() == 0


def test_lines_without_a_paper_are_refused(at_desk, url, villages):
    answer = at_desk.post(url, line("culture_title", villages[0], "achieved"))

    assert answer.context["sections"][1].errors == {
        "status": ["Chọn tình trạng: tạm tính hoặc chính thức."],
        "paper_number": ["Nhập số văn bản."],
        "paper_date": ["Nhập ngày văn bản, ví dụ 20/11/2024."],
        "issuer": ["Nhập cơ quan ban hành."],
    }
    assert YearlyRecord.objects.count() == 0


def test_a_double_click_writes_once(at_desk, url, villages):
    data = {**PAPER, **line("culture_title", villages[0], "achieved"), "once": "mot"}

    at_desk.post(url, data)
    at_desk.post(url, data)

    assert YearlyRecord.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_page_has_the_same_queries_for_any_number_of_rows(
    at_desk, url, commune, count, django_assert_num_queries
):
    for number in range(count):
        make_village(commune, f"X{number}", f"X{number}")
        make_collective(commune, f"Tập thể {number}")
    at_desk.get(url)

    with django_assert_num_queries(10):
        at_desk.get(url)


def test_page_is_the_clerks_and_of_his_commune(client, url, administrator, stranger):
    client.force_login(administrator)
    forbidden = client.get(url).status_code
    client.force_login(stranger)

    assert (forbidden, client.get(url).status_code) == (403, 404)
