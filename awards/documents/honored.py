"""Who is honored by a decision of the commune itself, with what money; before it, who will be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from awards.documents.nominees import Nominee, NomineeList, nominee_list
from awards.models import Award, Dossier, Nomination
from awards.queries_council import vote_of
from awards.queries_dossier import nominations_of
from awards.queries_money import money_for


@dataclass(frozen=True)
class Honored:
    """Everybody in the order of all papers; `money` in đồng by nomination number."""

    nominees: NomineeList
    money: dict[int, int]

    @property
    def total(self) -> int:
        """Sum of all money in đồng; 0 where no rule gives any."""
        return sum(self.money.values())

    def amount(self, nominee: Nominee) -> int | None:
        """Money of one of them; None without."""
        return self.money.get(nominee.nomination.pk)


def honored_by(dossier: Dossier, day: date) -> Honored:
    """Those that the decision grants; before it those whom the council did not vote down.

    Money is what was stored with the decision, before it what the rows of `day` give.
    """
    if dossier.decision_id is None:
        return _to_be_honored(dossier, day)
    awards = Award.objects.filter(nomination__dossier=dossier, decision=dossier.decision_id)
    stored = {row.nomination_id: row.money for row in awards}
    granted = [row for row in nominations_of(dossier) if row.pk in stored]
    return _honored(granted, day, stored)


def _to_be_honored(dossier: Dossier, day: date) -> Honored:
    rows = [
        row
        for row in nominations_of(dossier)
        if (vote := vote_of(row)) is None or vote.passed is not False
    ]
    found = {row.pk: money_for(dossier.award_kind, row.subject, day) for row in rows}
    return _honored(rows, day, {pk: row.rounded if row else None for pk, row in found.items()})


def _honored(nominations: Iterable[Nomination], day: date, money: dict[int, int | None]) -> Honored:
    given = {pk: amount for pk, amount in money.items() if amount}
    return Honored(nominee_list(nominations, day), given)
