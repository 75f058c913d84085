"""Money that goes with an honor, by the rows in force on the day of the decision."""

from __future__ import annotations

from datetime import date

from awards.domain.award_money import AwardMoney, MoneyTerms, Payee, award_money
from models_registry.models import AwardKind, AwardRate, BaseSalary, Collective, Individual
from models_registry.queries_law import award_rate_on, base_salary_on


def payee_of(subject: Collective | Individual) -> Payee:
    """As what a subject receives money."""
    if isinstance(subject, Individual):
        return Payee.INDIVIDUAL
    return Payee.HOUSEHOLD if subject.kind.is_household else Payee.COLLECTIVE


def money_rows(award_kind: AwardKind, day: date) -> tuple[AwardRate | None, BaseSalary | None]:
    """Rate and base salary of this day; a kind without rate asks for no base."""
    rate = award_rate_on(award_kind, day)
    return rate, base_salary_on(award_kind.commune_id, day) if rate else None


def money_terms(award_kind: AwardKind, day: date) -> MoneyTerms | None:
    """The rule of this day as the pure function wants it; None where a row is missing."""
    rate, base = money_rows(award_kind, day)
    if rate is None or base is None:
        return None
    return MoneyTerms(
        coefficient=rate.coefficient,
        base=base.amount,
        base_source=str(base),
        collective_factor=rate.collective_factor,
        household_factor=rate.household_factor,
        rounded_up_to=rate.rounded_up_to,
    )


def money_for(
    award_kind: AwardKind, subject: Collective | Individual, day: date
) -> AwardMoney | None:
    """Money of one honor decided on this day; None where no rule gives any."""
    return award_money(money_terms(award_kind, day), payee_of(subject))


def money_warnings(award_kind: AwardKind, day: date) -> tuple[str, ...]:
    """What is missing or unchecked of the rows that money of this day rests on."""
    rate, base = money_rows(award_kind, day)
    if rate is None:
        return (f"Chưa khai báo mức tiền thưởng của “{award_kind}”: quyết định không ghi tiền.",)
    if base is None:
        return ("Chưa khai báo mức lương cơ sở của ngày này: quyết định không ghi tiền thưởng.",)
    unchecked = []
    if not rate.confirmed:
        unchecked.append(f"hệ số tiền thưởng ({rate.source or rate.code})")
    if not base.confirmed:
        unchecked.append(f"mức lương cơ sở ({base})")
    return (f"Chưa đối chiếu với bản gốc: {', '.join(unchecked)}.",) if unchecked else ()
