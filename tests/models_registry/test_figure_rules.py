"""Reading typed figures, units, what is impossible or doubtful."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandvan.errors import DomainError
from dandvan.vietnamese import vn_number
from models_registry.domain.figures import (
    FigureFacts,
    difference_words,
    doubtful,
    impossible,
    read_figure,
    signed,
)
from models_registry.domain.units import standard_unit
from models_registry.enums import IndicatorKind

UNITS = {
    "land_m2": "m²",
    "labor_days": "ngày công",
    "vnd": "đồng",
    "households": "hộ",
    "people": "người",
    "percent": "%",
    "other": "kg",
}


def read(text, kind="other", unit=None):
    return read_figure(text, kind=kind, unit=UNITS[kind] if unit is None else unit)


@given(
    st.decimals(min_value=0, max_value=Decimal("99999999999999.99"), places=2),
    st.sampled_from(["other", "land_m2", "labor_days", "percent"]),
    st.booleans(),
)
def test_what_is_shown_is_read_back(value, kind, with_unit):
    shown = vn_number(value) + (f" {UNITS[kind]}" if with_unit else "")

    assert read(shown, kind) == value


@given(st.integers(min_value=1, max_value=99_999))
def test_money_said_in_millions_is_read_as_written_out(millions):
    written_out = vn_number(millions * 1_000_000)

    assert (
        read(f"{vn_number(millions)} triệu", "vnd")
        == read(written_out, "vnd")
        == read(f"{written_out} đồng", "vnd")
    )


@given(st.text(max_size=30), st.sampled_from(list(UNITS)))
def test_any_text_is_a_figure_or_a_sentence(text, kind):
    value = said = None
    try:
        value = read(text, kind)
    except DomainError as refusal:
        said = refusal.reasons[0]

    assert value is None or (value >= 0 and value == round(value, 2))
    assert said is None or said.endswith(".")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("", "other", None),
        ("  ", "other", None),
        ("1.870", "other", 1870),
        ("1.870,5", "other", "1870.5"),
        ("12.5", "other", "12.5"),
        ("1 870", "other", 1870),
        ("0,3 ha", "land_m2", 3000),
        ("3.265 m2", "land_m2", 3265),
        ("3.265 mét vuông", "land_m2", 3265),
        ("86 triệu đồng", "vnd", 86_000_000),
        ("86.000.000", "vnd", 86_000_000),
        ("9,35tr", "vnd", 9_350_000),
        ("1 tỷ 200 triệu", "vnd", 1_200_000_000),
        ("500 đồng", "vnd", 500),
        ("0", "vnd", 0),
        ("512 ngày công", "labor_days", 512),
        ("0,5 công", "labor_days", "0.5"),
        ("43 hộ", "households", 43),
        ("1,2 tấn", "other", 1200),
        ("89,1%", "percent", "89.1"),
    ],
)
def test_a_typed_figure_is_read_in_the_own_unit(text, kind, value):
    assert read(text, kind) == (None if value is None else Decimal(value))


def test_a_unit_of_its_own_is_read_too():
    assert read("64 bản tin", unit="Bản tin") == 64


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("khoảng 12", "other", "nhập bằng chữ số, ví dụ 1.870 hoặc 12,5."),
        ("1.87.0", "other", "nhập bằng chữ số, ví dụ 1.870 hoặc 12,5."),
        ("-4", "households", "nhập số từ 0 trở lên."),
        ("−4 hộ", "households", "nhập số từ 0 trở lên."),
        ("43,5", "households", "số hộ là số nguyên, ví dụ 43 hoặc 1.870."),
        ("1,875", "other", "tối đa hai chữ số sau dấu phẩy."),
        ("1000000000000000", "other", "số quá lớn."),
        (
            "86",
            "vnd",
            "86 đồng hay 86 triệu đồng? Ghi rõ, ví dụ “86 triệu” hoặc “86 đồng”.",
        ),
        (
            "3 sào",
            "land_m2",
            "“sào” không phải đơn vị của chỉ tiêu này. Đổi ra “m²” rồi nhập lại.",
        ),
        (
            "3 ha",
            "households",
            "“ha” không phải đơn vị của chỉ tiêu này. Đổi ra “hộ” rồi nhập lại.",
        ),
    ],
)
def test_a_wrong_figure_is_refused_with_the_remedy(text, kind, sentence):
    with pytest.raises(DomainError) as refused:
        read(text, kind)

    assert refused.value.reasons == (sentence,)


def facts(kind, value, **more):
    given = {"place": "làng Kuk Tung", "households": 142, "people": 655, "days": 200, **more}
    return FigureFacts("Chỉ tiêu", UNITS[kind], kind, Decimal(value), **given)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            facts("households", 9000),
            "Chỉ tiêu, làng Kuk Tung: 9.000 hộ, trong khi làng Kuk Tung chỉ có 142 hộ. "
            "Kiểm tra lại số.",
        ),
        (
            facts("people", 1966),
            "Chỉ tiêu, làng Kuk Tung: 1.966 người, trong khi làng Kuk Tung chỉ có 655 người. "
            "Kiểm tra lại số.",
        ),
        (
            facts("percent", "100.1"),
            "Chỉ tiêu, làng Kuk Tung: tỷ lệ 100,1% lớn hơn 100%. Kiểm tra lại số.",
        ),
        (
            facts("labor_days", 131_001),
            "Chỉ tiêu, làng Kuk Tung: 131.001 ngày công, trong khi 655 người của làng Kuk Tung "
            "làm cả 200 ngày cũng chỉ được 131.000 ngày công. Kiểm tra lại số.",
        ),
        (facts("other", -1), "Chỉ tiêu, làng Kuk Tung: nhập số từ 0 trở lên, tối đa 14 chữ số."),
        (facts("households", 426), None),
        (facts("households", 9000, households=None), None),
        (facts("percent", 100), None),
        (facts("labor_days", 131_000), None),
    ],
)
def test_an_impossible_figure_names_both_numbers(row, sentence):
    assert impossible(row) == sentence


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            facts("households", 150),
            "Chỉ tiêu, làng Kuk Tung: 150 hộ, nhiều hơn 142 hộ của làng Kuk Tung trong danh sách.",
        ),
        (facts("households", 142), None),
        (
            facts("labor_days", 6551),
            "Chỉ tiêu, làng Kuk Tung: 6.551 ngày công, hơn 10 ngày cho mỗi người trong 655 người "
            "của làng Kuk Tung.",
        ),
        (
            facts("other", 30_001, target=Decimal(1500)),
            "Chỉ tiêu, làng Kuk Tung: 30.001 kg, hơn 20 lần chỉ tiêu đề ra (1.500 kg).",
        ),
        (
            facts("vnd", 80_000, target=Decimal(80_000_000)),
            "Chỉ tiêu, làng Kuk Tung: 80.000 đồng, quá nhỏ so với chỉ tiêu đề ra "
            "(80.000.000 đồng). Có thể thiếu chữ “nghìn” hoặc “triệu”.",
        ),
        (facts("vnd", 22_000_000, target=Decimal(80_000_000)), None),
    ],
)
def test_a_doubtful_figure_is_asked_about(row, sentence):
    assert (impossible(row), doubtful(row)) == (None, sentence)


def test_counts_of_visits_are_not_held_against_the_inhabitants():
    row = FigureFacts("Lượt người dự", "người", IndicatorKind.PEOPLE, Decimal(9000), people=655)

    assert (impossible(row), doubtful(row)) == (None, None)


def test_differences_are_said_in_words_and_numbers():
    assert difference_words(Decimal(31), Decimal(27)) == "báo cáo 31, kiểm tra 27 (−4)"
    assert (
        difference_words(Decimal(40), Decimal(40), "hộ") == "báo cáo 40 hộ, kiểm tra 40 hộ (khớp)"
    )
    assert [signed(Decimal(row)) for row in ("2.5", "0", "-4")] == ["+2,5", "0", "−4"]


def test_kinds_that_add_up_have_one_unit():
    assert [standard_unit("land_m2", unit) for unit in ("m2", "M²", "ha")] == ["m²", "m²", None]
    assert [standard_unit("vnd", unit) for unit in ("VNĐ", "triệu đồng")] == ["đồng", None]
    assert [standard_unit("labor_days", unit) for unit in ("công", "buổi")] == ["ngày công", None]
    assert standard_unit("other", "suất") == "suất"
