"""Pages of the book of honors: what people see, what the clerk writes down."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import HonorEntry, PrinterShift
from awards.queries_honors import HonorBook
from dandvan.errors import DomainError, NotAllowed
from models_registry.models import BaseSalary, PastAward
from models_registry.services.past_award import PastAwardInput, record_past_award
from tests.awards.award_steps import appraised
from tests.awards.test_honors import granted
from tests.awards.web_cast import WebCast, make_web_cast, on
from tests.factories import make_commune, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> WebCast:
    commune = make_commune()
    cast = make_web_cast(commune, make_plan(commune))
    BaseSalary.objects.create(commune=commune, code="B", amount=2_340_000, decree="73/2024/NĐ-CP")
    cast.award_kind.rates.create(code="B", coefficient="0.15", collective_factor=2)
    return cast


def page(user, name: str, /, *args, **query) -> str:
    client = Client()
    client.force_login(user)
    with on(30):
        answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(user, name: str, /, *args, **data):
    client = Client()
    client.force_login(user)
    with on(30):
        return client.post(reverse(name, args=args), data)


def earlier(cast: WebCast, **given) -> PastAward:
    values = {
        "subject": cast.nominee.individual,
        "year": 2022,
        "kind": "award",
        "name": "Giấy khen của Chủ tịch Ủy ban nhân dân huyện",
        "decision_number": "2210/QĐ-UBND",
        "decision_date": datetime.date(2022, 12, 13),
        "issuer": "Chủ tịch Ủy ban nhân dân huyện",
    }
    with on(30):
        return record_past_award(
            user=given.pop("user", cast.clerk), given=PastAwardInput(**{**values, **given})
        )


def test_book_joins_honors_of_here_and_of_before_newest_first(cast) -> None:
    granted(cast)
    earlier(cast)
    day = datetime.date(2024, 11, 30)

    lines = HonorBook(cast.clerk, day).lines()

    assert [(line.year, line.number, line.award is None) for line in lines] == [
        (2024, "05/QĐ-UBND", False),
        (2022, "2210/QĐ-UBND", True),
    ]


def test_honor_entered_by_hand_and_granted_here_stands_once(cast) -> None:
    granted(cast)
    earlier(
        cast, year=2024, decision_number="05/QĐ-UBND", decision_date=datetime.date(2024, 11, 20)
    )

    assert len(HonorBook(cast.clerk, datetime.date(2024, 11, 30)).lines()) == 1


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"words": "luong ngan"}, ["05/QĐ-UBND", "2210/QĐ-UBND"]),
        ({"words": "siu"}, []),
        ({"year": 2022}, ["2210/QĐ-UBND"]),
        ({"form": "giay_khen"}, ["05/QĐ-UBND", "2210/QĐ-UBND"]),
        ({"form": "title"}, []),
    ],
)
def test_book_is_narrowed_by_year_form_and_name_without_tone_marks(cast, wanted, numbers) -> None:
    granted(cast)
    earlier(cast)

    lines = HonorBook(cast.clerk, datetime.date(2024, 11, 30)).lines(**wanted)

    assert [line.number for line in lines] == numbers


def test_participant_reads_only_his_own(cast) -> None:
    granted(cast)
    day = datetime.date(2024, 11, 30)

    assert len(HonorBook(cast.nominee, day).lines()) == 1
    assert HonorBook(cast.outsider, day).lines() == []
    assert "Bạn chưa có khen thưởng nào trong sổ" in page(cast.outsider, "awards:honor_list")


def test_list_says_what_waits_and_is_not_handed_over(cast) -> None:
    granted(cast)
    text = page(cast.clerk, "awards:honor_list")

    assert "khen thưởng chưa trao" in text
    assert "360.000 đồng" in text
    assert "01/2024" in text
    assert "Khen thưởng chưa trao" in page(cast.clerk, "home")


def test_clerk_writes_down_handing_over_and_payment(cast) -> None:
    award = granted(cast)

    answer = send(
        cast.clerk,
        "awards:honor_handover",
        awards=[award.pk],
        day="25/11/2024",
        occasion="Hội nghị tổng kết",
        paid_on="26/11/2024",
        receipt_number="PC 12",
    )

    assert answer.status_code == 302
    assert HonorEntry.objects.filter(is_current=True).count() == 2
    assert "Mọi khen thưởng đã được trao" in page(cast.clerk, "awards:honor_handover")


def test_refused_handing_over_keeps_what_was_typed(cast) -> None:
    award = granted(cast)

    answer = send(
        cast.clerk,
        "awards:honor_handover",
        awards=[award.pk],
        day="19/11/2024",
        occasion="Hội nghị tổng kết",
    )

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "ngày trao 19/11/2024 trước ngày quyết định 20/11/2024" in text
    assert 'value="Hội nghị tổng kết"' in text


def test_wrong_line_is_put_right_on_its_page(cast) -> None:
    award = granted(cast)
    send(cast.clerk, "awards:honor_handover", awards=[award.pk], day="25/11/2024", occasion="Họp")
    entry = HonorEntry.objects.get()

    answer = send(
        cast.clerk,
        "awards:honor_correct",
        award.pk,
        entry.pk,
        day="26/11/2024",
        receiver="Lương Thị Ngần",
        occasion="Họp làng",
        reason="Ghi nhầm ngày",
    )

    assert answer.status_code == 302
    text = page(cast.clerk, "awards:honor_detail", award.pk)
    assert "Lý do: Ghi nhầm ngày" in text
    assert "(không còn dùng)" in text


def test_history_of_lines_is_for_the_clerk(cast) -> None:
    award = granted(cast)
    send(cast.clerk, "awards:honor_handover", awards=[award.pk], day="25/11/2024", occasion="Họp")

    assert "Lịch sử ghi" not in page(cast.nominee, "awards:honor_detail", award.pk)
    assert "Ghi đã chi tiền" not in page(cast.nominee, "awards:honor_detail", award.pk)


def test_clerk_enters_an_earlier_honor(cast) -> None:
    answer = send(
        cast.clerk,
        "awards:past_award_add",
        individual=cast.nominee.individual.pk,
        year=2021,
        kind="award",
        name="Giấy khen",
        decision_number="7/QĐ-UBND",
        decision_date="02/09/2021",
        issuer="Chủ tịch UBND xã",
    )

    assert answer.status_code == 302
    assert PastAward.objects.get(decision_number="7/QĐ-UBND").year == 2021
    assert "7/QĐ-UBND" in page(cast.clerk, "awards:person_honors", cast.nominee.individual.pk)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"decision_date": datetime.date(2025, 1, 1)}, "Ngày quyết định 01/01/2025 chưa tới."),
        ({"year": 2023}, "Quyết định năm 2022 không thể khen năm 2023."),
        ({"issuer": " "}, "Nhập số quyết định và cơ quan ban hành."),
    ],
)
def test_wrong_earlier_honor_is_refused(cast, given, reason) -> None:
    with pytest.raises(DomainError) as refusal:
        earlier(cast, **given)

    assert refusal.value.reasons[0].startswith(reason)


def test_same_decision_is_entered_once(cast) -> None:
    earlier(cast)

    with pytest.raises(DomainError):
        earlier(cast)
    assert PastAward.objects.filter(individual=cast.nominee.individual).count() == 1


def test_only_the_clerk_enters_earlier_honors(cast) -> None:
    with pytest.raises(NotAllowed):
        earlier(cast, user=cast.chair)


def test_printer_is_remembered_for_its_owner(cast) -> None:
    award = granted(cast)
    data = {"printer": "HP", "right": "2,5", "down": "-1", "name_down": "0", "foot_down": "0"}

    send(cast.clerk, "awards:overprint", award.pk, **data)
    send(cast.clerk, "awards:overprint", award.pk, **{**data, "right": "3"})

    shift = PrinterShift.objects.get()
    assert (shift.user, float(shift.right), float(shift.down), shift.prints_authority) == (
        cast.clerk,
        3.0,
        -1.0,
        False,
    )
    client = Client()
    client.force_login(cast.clerk)
    for name in ("awards:overprint_pdf", "awards:overprint_test"):
        with on(30):
            answer = client.get(reverse(name, args=[award.pk, shift.pk]))
        assert answer.content[:4] == b"%PDF"


def test_printer_cannot_move_the_text_off_the_page(cast) -> None:
    award = granted(cast)

    answer = send(
        cast.clerk,
        "awards:overprint",
        award.pk,
        printer="HP",
        right="99",
        down="0",
        name_down="0",
        foot_down="0",
    )

    assert answer.status_code == 200
    assert PrinterShift.objects.count() == 0


def test_chair_sees_the_money_before_he_decides(cast) -> None:
    dossier = appraised(cast)
    text = page(cast.chair, "awards:dossier_decide", dossier.pk)

    assert "Tiền thưởng nếu quyết định đề ngày hôm nay: Lương Thị Ngần 360.000 đồng." in text
    assert "Xem dự thảo quyết định" in text
