"""Money of an honor: the table of the decrees, rounding up, the rule in words."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from awards.domain.award_money import MoneyTerms, Payee, award_money, money_in_words, money_text
from awards.queries_money import money_for, money_warnings, payee_of
from awards.services.load_plan import load_plan
from awards.services.plan_file import read_plan_file
from models_registry.models import AwardKind, Collective, Individual, SubjectKind
from tests.plans import TO_TUNG


def terms(coefficient: str, base: int, **more: str) -> MoneyTerms:
    factors = {name: Decimal(value) for name, value in more.items()}
    return MoneyTerms(Decimal(coefficient), base, "Nghị định số 73/2024/NĐ-CP", **factors)


@pytest.mark.parametrize(
    ("coefficient", "base", "payee", "raw", "rounded"),
    [
        ("0.15", 1_800_000, Payee.INDIVIDUAL, "270000", 270_000),
        ("0.15", 1_800_000, Payee.COLLECTIVE, "540000", 540_000),
        ("0.15", 1_800_000, Payee.HOUSEHOLD, "405000", 410_000),
        ("0.15", 2_340_000, Payee.INDIVIDUAL, "351000", 360_000),
        ("0.15", 2_340_000, Payee.COLLECTIVE, "702000", 710_000),
        ("0.15", 2_340_000, Payee.HOUSEHOLD, "526500", 530_000),
        ("0.3", 2_340_000, Payee.INDIVIDUAL, "702000", 710_000),
        ("0.3", 2_340_000, Payee.COLLECTIVE, "1404000", 1_410_000),
        ("0.3", 2_530_000, Payee.HOUSEHOLD, "1138500", 1_140_000),
        ("1.5", 2_340_000, Payee.COLLECTIVE, "7020000", 7_020_000),
        # The official answer of 2018: 834,000 is paid as 840,000, 1,112,000 as 1,120,000.
        ("0.6", 1_390_000, Payee.INDIVIDUAL, "834000", 840_000),
        ("0.8", 1_390_000, Payee.INDIVIDUAL, "1112000", 1_120_000),
        ("0.001", 1, Payee.INDIVIDUAL, "0.001", 10_000),
    ],
)
def test_money_is_rounded_up_after_the_factor(coefficient, base, payee, raw, rounded) -> None:
    rule = terms(coefficient, base, collective_factor="2", household_factor="1.5")

    money = award_money(rule, payee)

    assert (money.raw, money.rounded) == (Decimal(raw), rounded)


def test_no_rule_gives_no_money() -> None:
    assert award_money(None, Payee.INDIVIDUAL) is None
    assert award_money(terms("0", 2_340_000), Payee.INDIVIDUAL) is None
    assert award_money(terms("0.15", 2_340_000), Payee.HOUSEHOLD) is None


def test_rule_is_written_in_words() -> None:
    rule = terms("0.150", 2_340_000, collective_factor="2.00")

    assert award_money(rule, Payee.COLLECTIVE).rule == (
        "0,15 × 2 (tập thể) × 2.340.000 đồng (Nghị định số 73/2024/NĐ-CP) = 702.000 đồng, "
        "làm tròn lên hàng 10.000 đồng thành 710.000 đồng."
    )
    assert award_money(terms("1.000", 2_340_000), Payee.INDIVIDUAL).rule == (
        "1 (cá nhân) × 2.340.000 đồng (Nghị định số 73/2024/NĐ-CP) = 2.340.000 đồng."
    )


def test_amount_is_said_in_figures_and_words() -> None:
    assert money_text(1_070_000) == "1.070.000 đồng"
    assert money_in_words(1_070_000) == "Một triệu không trăm bảy mươi nghìn đồng"
    assert money_in_words(710_000) == "Bảy trăm mười nghìn đồng"


PAID_ON = {
    ("GK_XA", (2023, 6, 30)): (230_000, 450_000),
    ("GK_XA", (2023, 12, 31)): (270_000, 540_000),
    ("GK_XA", (2024, 6, 30)): (270_000, 540_000),
    ("GK_XA", (2024, 7, 1)): (360_000, 710_000),
    ("GK_XA", (2025, 7, 1)): (710_000, 1_410_000),
    ("GK_XA", (2026, 7, 1)): (760_000, 1_520_000),
    ("GK_HUYEN", (2023, 12, 29)): (540_000, 1_080_000),
    ("GK_HUYEN", (2024, 12, 31)): (710_000, 1_410_000),
    ("BK_TINH", (2025, 12, 1)): (3_510_000, 7_020_000),
}


@pytest.mark.django_db
def test_day_of_the_decision_chooses_rate_and_base() -> None:
    load_plan(read_plan_file(TO_TUNG))
    office = SubjectKind.objects.filter(subject_type="collective").first()
    kinds = {row.code: row for row in AwardKind.objects.all()}

    got = {
        (code, day): tuple(
            money_for(kinds[code], subject, datetime.date(*day)).rounded
            for subject in (Individual(), Collective(kind=office))
        )
        for code, day in PAID_ON
    }

    assert got == PAID_ON


@pytest.mark.django_db
def test_household_has_its_own_factor_and_none_before_2024() -> None:
    load_plan(read_plan_file(TO_TUNG))
    award_kind = AwardKind.objects.get(code="GK_XA")
    household = Collective(kind=SubjectKind(is_household=True))

    assert payee_of(household) is Payee.HOUSEHOLD
    assert money_for(award_kind, household, datetime.date(2023, 12, 1)) is None
    assert money_for(award_kind, household, datetime.date(2024, 12, 1)).rounded == 530_000


@pytest.mark.django_db
def test_unchecked_and_missing_rows_are_said() -> None:
    load_plan(read_plan_file(TO_TUNG))
    own, title = AwardKind.objects.get(code="GK_XA"), AwardKind.objects.get(code="TITLE_TT")
    day = datetime.date(2024, 11, 20)

    assert money_warnings(own, day) == (
        "Chưa đối chiếu với bản gốc: hệ số tiền thưởng (Nghị định số 98/2023/NĐ-CP, Điều 58), "
        "mức lương cơ sở (Nghị định số 73/2024/NĐ-CP).",
    )
    assert money_warnings(own, datetime.date(2018, 1, 1)) == (
        "Chưa khai báo mức lương cơ sở của ngày này: quyết định không ghi tiền thưởng.",
    )
    assert money_warnings(title, day) == (
        "Chưa khai báo mức tiền thưởng của “Tập thể điển hình “Dân vận khéo””: quyết định "
        "không ghi tiền.",
    )
    own.rates.update(confirmed=True)
    own.commune.base_salaries.update(confirmed=True)
    assert money_warnings(own, day) == ()
