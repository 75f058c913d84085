"""Yearly facts: a new row replaces the current one; final after provisional."""

from datetime import date

import pytest

from dandvan.errors import DomainError, NotAllowed
from models_registry.models import YearlyRecord
from models_registry.services.yearly import record_fact
from tests.factories import make_collective, make_village
from tests.models_registry.model_steps import make_scan, on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def village(commune):
    return make_village(commune)


def enter(user, year, subject=None, **overrides):
    given = {
        "kind": "culture_title",
        "value": "achieved",
        "status": "provisional",
        "paper_number": "55/TTr-UBND",
        "paper_date": date(2024, 11, 13),
        "issuer": "UBND xã",
        **overrides,
    }
    return record_fact(user=user, year=year, subject=subject, **given)


def test_record_fact_keeps_the_former_row(clerk, year, village):
    first = enter(clerk, year, village)
    second = enter(
        clerk, year, village, status="final", paper_number="2867/QĐ-UBND", issuer="UBND huyện"
    )

    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert YearlyRecord.objects.count() == 2


def test_record_fact_repeated_leaves_one_row(clerk, year, village):
    assert enter(clerk, year, village) == enter(clerk, year, village, issuer=" UBND  xã ")
    assert YearlyRecord.objects.count() == 1


def test_record_fact_refuses_provisional_after_final(clerk, year, village):
    enter(clerk, year, village, status="final")

    with pytest.raises(DomainError) as refused:
        enter(clerk, year, village, value="not_achieved", reason="Sai")

    assert refused.value.reasons == (
        "Đã có kết quả chính thức theo 55/TTr-UBND ngày 13/11/2024 của UBND xã; "
        "không thay bằng kết quả tạm tính.",
    )
    assert YearlyRecord.objects.get().value == "achieved"


def test_record_fact_of_each_kind_has_its_own_subject(commune, clerk, owner, year):
    collective = make_collective(commune)

    enter(clerk, year, kind="party_rating", value="strong")
    enter(clerk, year, collective, kind="mass_mobilization", value="completion")
    enter(clerk, year, owner.individual, kind="individual_rating", value="good_completion")

    assert list(
        YearlyRecord.objects.order_by("id").values_list("kind", "collective", "individual")
    ) == [
        ("party_rating", None, None),
        ("mass_mobilization", collective.pk, None),
        ("individual_rating", None, owner.individual.pk),
    ]


def test_record_fact_refuses_a_subject_that_does_not_fit(clerk, year, village, owner):
    with pytest.raises(DomainError) as person:
        enter(clerk, year, owner.individual)
    with pytest.raises(DomainError) as nobody:
        enter(clerk, year)
    with pytest.raises(DomainError) as party:
        enter(clerk, year, village, kind="party_rating", value="strong")

    misfit = ("Đối tượng không phù hợp với “Danh hiệu văn hóa của làng”.",)
    assert (person.value.reasons, nobody.value.reasons) == (misfit, misfit)
    assert party.value.reasons == ("“Xếp loại Đảng ủy xã” không ghi cho riêng ai.",)
    assert YearlyRecord.objects.count() == 0


def test_record_fact_refuses_a_value_of_another_kind(clerk, year, village):
    with pytest.raises(DomainError) as refused:
        enter(clerk, year, village, value="good_completion", status="maybe")

    assert refused.value.reasons == (
        "Kết quả không phù hợp với loại này. Chọn lại kết quả.",
        "Chọn tình trạng: tạm tính hoặc chính thức.",
    )


def test_record_fact_asks_for_a_reason_when_not_achieved(clerk, year, village):
    with pytest.raises(DomainError) as refused:
        enter(clerk, year, village, value="not_achieved")

    assert refused.value.reasons == ("Ghi lý do khi kết quả là “Không đạt”.",)


def test_record_fact_asks_for_paper_issuer_and_a_day_that_fits(clerk, year, village):
    with pytest.raises(DomainError) as missing:
        enter(clerk, year, village, paper_number=" ", issuer="", paper_date=date(2024, 11, 21))
    with pytest.raises(DomainError) as early:
        enter(clerk, year, village, paper_date=date(2023, 12, 31))

    assert missing.value.reasons == (
        "Nhập số văn bản.",
        "Nhập cơ quan ban hành.",
        "Ngày văn bản 21/11/2024 chưa tới. Kiểm tra lại ngày.",
    )
    assert early.value.reasons == ("Văn bản ngày 31/12/2023 có trước năm 2024.",)


@pytest.mark.parametrize(
    "who", ["owner", "bloc_member", "chair", "publicist", "viewer", "administrator"]
)
def test_record_fact_is_the_clerks_alone(request, year, village, who):
    with pytest.raises(NotAllowed):
        enter(request.getfixturevalue(who), year, village)

    assert YearlyRecord.objects.count() == 0


def test_record_fact_knows_nothing_of_another_commune(clerk, stranger, year, village):
    theirs = make_village(stranger.commune, "L99", "Xa")

    with pytest.raises(DomainError) as foreign_year:
        enter(stranger, year, village)
    with pytest.raises(DomainError) as foreign_subject:
        enter(clerk, year, theirs)
    with pytest.raises(DomainError) as foreign_scan:
        enter(clerk, year, village, scan=make_scan(stranger))

    assert foreign_year.value.reasons == ("Không tìm thấy năm thi đua này.",)
    assert foreign_subject.value.reasons == ("Không tìm thấy đối tượng này.",)
    assert foreign_scan.value.reasons == ("Không tìm thấy bản chụp. Tải lên lại.",)
    assert YearlyRecord.objects.count() == 0
