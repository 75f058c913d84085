"""A number is given once under one authority, symbol and year."""

from datetime import date

import pytest

from dandvan.errors import DomainError
from models_registry.models import PaperNumber
from models_registry.services.numbering import take_number
from tests.factories import make_authority
from tests.models_registry.model_steps import on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def authority(commune):
    return make_authority(commune)


def test_take_number_splits_number_and_symbol(authority):
    paper = take_number(authority=authority, number_text=" 8 / TTr-UBND ", date=date(2024, 11, 19))

    assert (paper.number, paper.symbol, paper.year, str(paper)) == (
        8,
        "TTr-UBND",
        2024,
        "08/TTr-UBND",
    )


@pytest.mark.parametrize("text", ["", "58", "TTr-UBND/58", "0/QĐ-UBND", "58/", "58//QĐ"])
def test_take_number_refuses_wrong_shape_and_writes_nothing(authority, text):
    with pytest.raises(DomainError) as refused:
        take_number(authority=authority, number_text=text, date=date(2024, 11, 19))

    assert refused.value.reasons == (
        "Số văn bản chưa đúng dạng. Nhập cả số và ký hiệu, ví dụ 58/TTr-UBND.",
    )
    assert PaperNumber.objects.count() == 0


def test_take_number_refuses_a_taken_number_naming_its_paper(authority):
    take_number(authority=authority, number_text="58/TTr-UBND", date=date(2024, 11, 12))

    with pytest.raises(DomainError) as refused:
        take_number(authority=authority, number_text="058/TTr-UBND", date=date(2024, 11, 19))

    assert refused.value.reasons == (
        "Số 58/TTr-UBND năm 2024 của Chủ tịch Ủy ban nhân dân xã Tơ Tung đã dùng cho văn bản "
        "ngày 12/11/2024. Nhập số khác.",
    )
    assert PaperNumber.objects.count() == 1


def test_take_number_is_free_in_another_year_symbol_or_authority(commune, authority):
    take_number(authority=authority, number_text="58/TTr-UBND", date=date(2024, 11, 12))
    other = make_authority(commune, "DANG_UY_XA", name="Đảng ủy xã Tơ Tung", is_party=True)

    take_number(authority=authority, number_text="58/TTr-UBND", date=date(2023, 11, 12))
    take_number(authority=authority, number_text="58/QĐ-UBND", date=date(2024, 11, 12))
    take_number(authority=other, number_text="58/TTr-UBND", date=date(2024, 11, 12))

    assert PaperNumber.objects.count() == 4


def test_take_number_refuses_a_day_to_come(authority):
    with pytest.raises(DomainError) as refused:
        take_number(authority=authority, number_text="58/TTr-UBND", date=date(2024, 11, 21))

    assert refused.value.reasons == ("Ngày ban hành 21/11/2024 chưa tới. Kiểm tra lại ngày.",)


def test_take_number_refuses_an_authority_that_no_longer_exists(commune):
    gone = make_authority(
        commune, "HUYEN", name="Chủ tịch UBND huyện Kbang", valid_to=date(2024, 6, 30)
    )

    take_number(authority=gone, number_text="1/QĐ-UBND", date=date(2024, 6, 30), for_external=True)
    with pytest.raises(DomainError) as refused:
        take_number(
            authority=gone, number_text="2/QĐ-UBND", date=date(2024, 7, 1), for_external=True
        )

    assert refused.value.reasons == (
        "Chủ tịch UBND huyện Kbang không còn hoặc chưa có vào ngày 01/07/2024.",
    )


@pytest.mark.parametrize(
    ("text", "shown", "number", "symbol"),
    [
        ("1120-QĐ/HU", "1120-QĐ/HU", 1120, "QĐ/HU"),
        (" 96 - TB/ĐU", "96-TB/ĐU", 96, "TB/ĐU"),
        ("4–HD/BDVHU", "04-HD/BDVHU", 4, "HD/BDVHU"),
    ],
)
def test_take_number_keeps_the_shape_of_the_party(commune, text, shown, number, symbol):
    party = make_authority(commune, "DANG_UY_XA", name="Đảng ủy xã Tơ Tung", is_party=True)

    paper = take_number(authority=party, number_text=text, date=date(2024, 11, 19))

    assert (str(paper), paper.number, paper.symbol) == (shown, number, symbol)


def test_take_number_of_the_party_is_given_once_a_year_and_symbol(commune):
    party = make_authority(commune, "DANG_UY_XA", name="Đảng ủy xã Tơ Tung", is_party=True)
    take_number(authority=party, number_text="96-TB/ĐU", date=date(2024, 11, 12))
    take_number(authority=party, number_text="96-QĐ/ĐU", date=date(2024, 11, 12))

    with pytest.raises(DomainError) as refused:
        take_number(authority=party, number_text="096 - TB/ĐU", date=date(2024, 11, 19))

    assert refused.value.reasons == (
        "Số 96-TB/ĐU năm 2024 của Đảng ủy xã Tơ Tung đã dùng cho văn bản ngày 12/11/2024. "
        "Nhập số khác.",
    )
    assert PaperNumber.objects.count() == 2


@pytest.mark.parametrize("text", ["0-TB/ĐU", "96-TB", "96-TB/", "-TB/ĐU", "96-TB/ĐU/2024"])
def test_take_number_refuses_a_wrong_party_shape_with_its_example(commune, text):
    party = make_authority(commune, "DANG_UY_XA", name="Đảng ủy xã Tơ Tung", is_party=True)

    with pytest.raises(DomainError) as refused:
        take_number(authority=party, number_text=text, date=date(2024, 11, 19))

    assert refused.value.reasons == (
        "Số văn bản chưa đúng dạng. Nhập cả số và ký hiệu, ví dụ 96-TB/ĐU.",
    )
