"""Money that goes with an honor: coefficient x factor x base salary, rounded up. Pure.

Source: Nghị định 91/2017, 98/2023, 152/2025 as dossiers.md section 8 reads them. The factor of
a collective or household is applied before rounding; the base is that of the decision's day.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from dandvan.vietnamese import number_in_words, vn_number


class Payee(StrEnum):
    """Who receives the money, as the decrees tell them apart."""

    INDIVIDUAL = "cá nhân"
    COLLECTIVE = "tập thể"
    HOUSEHOLD = "hộ gia đình"


@dataclass(frozen=True)
class MoneyTerms:
    """The rule of one day: coefficient, factors (None: no rule), base in đồng, rounding step."""

    coefficient: Decimal
    base: int
    base_source: str
    collective_factor: Decimal | None = None
    household_factor: Decimal | None = None
    rounded_up_to: int = 10_000

    def factor(self, payee: Payee) -> Decimal | None:
        """What the coefficient is multiplied by for this payee; None without a rule."""
        if payee is Payee.INDIVIDUAL:
            return Decimal(1)
        return self.collective_factor if payee is Payee.COLLECTIVE else self.household_factor


@dataclass(frozen=True)
class AwardMoney:
    """What is paid: `raw` đồng before, `rounded` after rounding up, and the rule in words."""

    raw: Decimal
    rounded: int
    rule: str


def award_money(terms: MoneyTerms | None, payee: Payee) -> AwardMoney | None:
    """Money for one honor; None where no rule gives any (no rate that day, no factor, zero)."""
    factor = terms.factor(payee) if terms is not None else None
    if terms is None or factor is None or not terms.coefficient:
        return None
    raw = terms.coefficient * factor * terms.base
    step = Decimal(terms.rounded_up_to)
    rounded = int((raw / step).to_integral_value(rounding=ROUND_CEILING) * step)
    return AwardMoney(raw, rounded, _rule(terms, payee, factor, raw, rounded))


def _rule(terms: MoneyTerms, payee: Payee, factor: Decimal, raw: Decimal, rounded: int) -> str:
    """ "0,15 × 2 (tập thể) × 2.340.000 đồng (…) = 702.000 đồng, làm tròn lên thành …"."""
    times = f" × {vn_number(factor.normalize())} ({payee})" if factor != 1 else f" ({payee})"
    text = (
        f"{vn_number(terms.coefficient.normalize())}{times} × {vn_number(terms.base)} đồng "
        f"({terms.base_source}) = {money_text(raw)}"
    )
    if raw == rounded:
        return f"{text}."
    step = vn_number(terms.rounded_up_to)
    return f"{text}, làm tròn lên hàng {step} đồng thành {money_text(rounded)}."


def money_text(amount: Decimal | int) -> str:
    """An amount as people read it: "710.000 đồng"."""
    return f"{vn_number(amount, 0 if amount == int(amount) else 2)} đồng"


def money_in_words(amount: int) -> str:
    """An amount in words as a paper says it: "Một triệu không trăm bảy mươi nghìn đồng"."""
    words = f"{number_in_words(amount)} đồng"
    return f"{words[:1].upper()}{words[1:]}"
