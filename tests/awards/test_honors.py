"""After the decision: money, number in the golden book, handing over, lines put right."""

from __future__ import annotations

import datetime

import pytest

from awards.enums import HonorStep, OutcomeResult
from awards.models import Award, Exemplar, HonorEntry, RegisterNumber
from awards.services.dossier import decide_dossier
from awards.services.honor import EntryInput, correct_entry, record_handover, record_payment
from dandvan.errors import DomainError, NotAllowed
from models_registry.enums import AwardForm
from models_registry.models import BaseSalary
from models_registry.services.recognition import record_decision
from tests.awards.award_steps import appraised
from tests.awards.web_cast import WebCast, make_web_cast, on
from tests.factories import make_commune, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> WebCast:
    commune = make_commune()
    cast = make_web_cast(commune, make_plan(commune))
    BaseSalary.objects.create(
        commune=commune, code="ND73", amount=2_340_000, decree="73/2024/NĐ-CP",
        valid_from=datetime.date(2024, 7, 1),
    )  # fmt: skip
    cast.award_kind.rates.create(code="B", coefficient="0.15", collective_factor=2)
    return cast


def granted(cast: WebCast, number: str = "05/QĐ-UBND") -> Award:
    """The giấy khen of the cast's nominee, decided on 20/11/2024."""
    dossier = appraised(cast)
    row = dossier.nominations.get()
    with on(20):
        decision = record_decision(
            user=cast.chair,
            authority=cast.award_kind.authority,
            number_text=number,
            date=datetime.date(2024, 11, 20),
            title="Về việc tặng Giấy khen",
            signer=cast.signer,
        )
        decide_dossier(
            user=cast.chair,
            dossier_id=dossier.pk,
            decision=decision,
            outcomes=[(row, OutcomeResult.GRANTED, "")],
        )
    return Award.objects.get()


HANDED = EntryInput(datetime.date(2024, 11, 25), occasion="Hội nghị tổng kết")
PAID = EntryInput(datetime.date(2024, 11, 26), receipt_number="PC 12")


def hand_over(cast: WebCast, award: Award, **given):
    with on(30):
        return record_handover(
            **{"user": cast.clerk, "award_ids": [award.pk], "handed": HANDED, **given}
        )


def reasons(call) -> tuple[str, ...]:
    with pytest.raises(DomainError) as refusal:
        call()
    return refusal.value.reasons


def test_decision_keeps_money_and_gives_the_first_number(cast) -> None:
    award = granted(cast)

    assert (int(award.money_raw), award.money) == (351_000, 360_000)
    assert award.money_rule == (
        "0,15 (cá nhân) × 2.340.000 đồng (Nghị định số 73/2024/NĐ-CP) = 351.000 đồng, làm tròn "
        "lên hàng 10.000 đồng thành 360.000 đồng."
    )
    assert str(award.register_number) == "01/2024"


def test_money_stays_when_the_rows_change_later(cast) -> None:
    award = granted(cast)
    BaseSalary.objects.update(amount=2_530_000)

    award.refresh_from_db()

    assert award.money == 360_000


def test_title_granted_is_an_exemplar(cast) -> None:
    cast.award_kind.form = AwardForm.TITLE
    cast.award_kind.save(update_fields=["form"])
    cast.award_kind.rates.all().delete()

    award = granted(cast)

    exemplar = Exemplar.objects.get()
    assert (exemplar.pk, exemplar.level, exemplar.money) == (award.pk, "own", None)


def test_no_title_no_exemplar(cast) -> None:
    granted(cast)

    assert Exemplar.objects.count() == 0


def test_handing_over_and_payment_are_written_down_together(cast) -> None:
    award = granted(cast)

    handed, paid = hand_over(cast, award, paid=PAID)

    assert (handed.step, handed.occasion, handed.receiver) == (
        HonorStep.HANDED_OVER,
        "Hội nghị tổng kết",
        "Lương Thị Ngần",
    )
    assert (paid.step, paid.day, paid.receipt_number) == (
        HonorStep.PAID,
        datetime.date(2024, 11, 26),
        "PC 12",
    )


def test_handing_over_twice_is_refused(cast) -> None:
    award = granted(cast)
    hand_over(cast, award)

    assert reasons(lambda: hand_over(cast, award)) == (
        "Lương Thị Ngần: đã ghi “Đã trao” trước đó.",
    )
    assert HonorEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("handed", "expected"),
    [
        (EntryInput(None, occasion="Họp"), ("Nhập ngày trao.",)),
        (
            EntryInput(datetime.date(2024, 11, 19)),
            (
                "Lương Thị Ngần: ngày trao 19/11/2024 trước ngày quyết định 20/11/2024.",
                "Ghi trao nhân dịp nào.",
            ),
        ),
        (
            EntryInput(datetime.date(2024, 12, 1), occasion="Họp"),
            ("Ngày trao 01/12/2024 chưa tới. Kiểm tra lại ngày.",),
        ),
    ],
)
def test_wrong_handing_over_is_refused(cast, handed, expected) -> None:
    award = granted(cast)

    assert reasons(lambda: hand_over(cast, award, handed=handed)) == expected


def test_payment_needs_money_and_a_receipt(cast) -> None:
    award = granted(cast)
    no_receipt = EntryInput(datetime.date(2024, 11, 26))
    with on(30):
        assert reasons(
            lambda: record_payment(user=cast.clerk, award_ids=[award.pk], paid=no_receipt)
        ) == ("Ghi số phiếu chi.",)
        Award.objects.update(money=None)
        assert reasons(
            lambda: record_payment(user=cast.clerk, award_ids=[award.pk], paid=PAID)
        ) == ("Lương Thị Ngần: không có tiền thưởng để chi.",)


@pytest.mark.parametrize("who", ["chair", "bloc", "nominee"])
def test_only_the_clerk_writes_lines(cast, who) -> None:
    award = granted(cast)

    with pytest.raises(NotAllowed):
        hand_over(cast, award, user=getattr(cast, who))


def test_wrong_line_is_replaced_with_a_reason_and_both_stay(cast) -> None:
    (entry,) = hand_over(cast, granted(cast))
    right = EntryInput(datetime.date(2024, 11, 27), "Lương Văn Tài", "Họp làng")

    with on(30):
        new = correct_entry(user=cast.clerk, entry_id=entry.pk, said=right, reason="Ghi nhầm ngày")

    entry.refresh_from_db()
    assert (new.replaces, new.reason, new.is_current, entry.is_current) == (
        entry,
        "Ghi nhầm ngày",
        True,
        False,
    )
    assert (entry.day, new.day) == (datetime.date(2024, 11, 25), datetime.date(2024, 11, 27))


def test_line_taken_back_can_be_written_again(cast) -> None:
    award = granted(cast)
    (entry,) = hand_over(cast, award)
    with on(30):
        correct_entry(
            user=cast.clerk, entry_id=entry.pk, said=EntryInput(None), reason="Chưa trao, vắng mặt"
        )

    (again,) = hand_over(cast, award)

    assert (again.is_current, HonorEntry.objects.count()) == (True, 3)


def test_correction_without_reason_or_of_a_replaced_line_is_refused(cast) -> None:
    (entry,) = hand_over(cast, granted(cast))
    with on(30):
        assert reasons(
            lambda: correct_entry(user=cast.clerk, entry_id=entry.pk, said=HANDED, reason=" ")
        ) == ("Ghi lý do sửa.",)
        correct_entry(user=cast.clerk, entry_id=entry.pk, said=HANDED, reason="Sửa dịp")
        assert reasons(
            lambda: correct_entry(user=cast.clerk, entry_id=entry.pk, said=HANDED, reason="Nữa")
        ) == ("Dòng này đã được sửa trước đó. Mở lại trang để xem dòng đang dùng.",)


def test_numbers_of_another_year_begin_anew(cast) -> None:
    award = granted(cast)

    assert list(RegisterNumber.objects.values_list("year", "number")) == [(2024, 1)]
    assert award.register_number.commune == cast.commune
