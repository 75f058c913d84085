"""The book of honors: what was granted here and before, handed over or not, by year and name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from awards.enums import HonorStep
from awards.models import Award, HonorEntry
from awards.queries_nomination import is_council_member
from awards.queries_web import is_office, of_my_subjects
from dandvan.vietnamese import search_key
from models_registry.enums import AwardForm, PastAwardKind
from models_registry.models import Collective, Individual, PastAward, Post, User
from models_registry.models.dated import on_day
from models_registry.queries import current_individual_id

# What the filter of the book offers; praise is no form of honor.
FORMS = (AwardForm.GIAY_KHEN, AwardForm.BANG_KHEN, AwardForm.TITLE)


def reads_all_honors(user: User, day: date) -> bool:
    """Whether the person reads the whole book: the office and the council."""
    return is_office(user) or is_council_member(user, day)


@dataclass
class HonorBook:
    """The book as one person may read it on one day; whether all of it is asked once."""

    user: User
    day: date

    @cached_property
    def is_whole(self) -> bool:
        """Whether the person reads everything."""
        return reads_all_honors(self.user, self.day)

    def awards(self) -> QuerySet[Award]:
        """Honors granted in the commune; for others than office and council only their own."""
        return self._own(Award.objects.filter(decision__commune_id=self.user.commune_id))

    def past_awards(self) -> QuerySet[PastAward]:
        """Earlier honors on record, for the same people."""
        commune = self.user.commune_id
        return self._own(
            PastAward.objects.filter(
                Q(collective__commune_id=commune) | Q(individual__commune_id=commune)
            )
        )

    def _own(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if self.is_whole else rows.filter(of_my_subjects(self.user, self.day))

    def years(self) -> list[int]:
        """Years that the book has lines of, newest first."""
        granted = self.awards().order_by().values_list("year__year", flat=True).distinct()
        entered = self.past_awards().order_by().values_list("year", flat=True).distinct()
        return sorted({*granted, *entered}, reverse=True)

    def lines(
        self,
        *,
        subject: Collective | Individual | None = None,
        year: int | None = None,
        form: str = "",
        words: str = "",
    ) -> list[HonorLine]:
        """Lines that the person may read, newest decision first; three queries.

        `words` are sought in the subject's name without tone marks. An earlier entry that this
        application granted itself (same subject, number and day) is shown once.
        """
        found = _narrowed(self.awards(), subject, words)
        entered = _narrowed(self.past_awards(), subject, words)
        if year:
            found, entered = found.filter(year__year=year), entered.filter(year=year)
        if form:
            found = found.filter(award_kind__form=form)
        lines = [_granted(row) for row in with_entries(found)]
        known = {_key(line) for line in lines}
        earlier = (_earlier(row) for row in entered.select_related("collective", "individual"))
        lines += [line for line in earlier if _key(line) not in known and form in ("", line.form)]
        return sorted(lines, key=lambda line: (line.date, line.number), reverse=True)


def honors_visible_to(user: User, day: date) -> QuerySet[Award]:
    """Honors granted in the commune that the person may know of."""
    return HonorBook(user, day).awards()


def individuals_with_book(user: User, day: date) -> QuerySet[Individual]:
    """People whose honors the person may read."""
    rows = Individual.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    if reads_all_honors(user, day):
        return rows
    return rows.filter(pk=current_individual_id(user) or 0)


def collectives_with_book(user: User, day: date) -> QuerySet[Collective]:
    """Collectives whose honors the person may read: all, or those he heads."""
    rows = Collective.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    if reads_all_honors(user, day):
        return rows
    person = current_individual_id(user) or 0
    headed = Post.objects.filter(on_day(day), individual_id=person, heads__isnull=False)
    return rows.filter(pk__in=headed.values("heads"))


def with_entries(rows: QuerySet[Award]) -> QuerySet[Award]:
    """Honors with all that lists name; `current_entries` are the lines in use."""
    current = HonorEntry.objects.filter(is_current=True)
    return rows.select_related(
        "award_kind",
        "year",
        "collective__kind",
        "individual",
        "decision__paper__authority",
        "register_number",
    ).prefetch_related(Prefetch("entries", queryset=current, to_attr="current_entries"))


def entry_of(award: Any, step: HonorStep) -> HonorEntry | None:
    """The line in use of one step; the honor comes from `with_entries`."""
    return next((row for row in award.current_entries if row.step == step), None)


def not_handed_over(rows: QuerySet[Award]) -> QuerySet[Award]:
    """Honors for which no handing over is written down."""
    done = HonorEntry.objects.filter(
        award=OuterRef("pk"), step=HonorStep.HANDED_OVER, is_current=True
    )
    return rows.filter(~Exists(done))


@dataclass(frozen=True)
class HonorLine:
    """One honor in the book, granted here (`award`) or entered from before (`award` None)."""

    year: int
    name: str
    form: str
    subject: Collective | Individual
    number: str
    date: date
    issuer: str
    award: Any = None
    reason: str = ""

    @property
    def is_person(self) -> bool:
        """Whether a person was honored."""
        return isinstance(self.subject, Individual)

    @property
    def handed(self) -> HonorEntry | None:
        """The line of its handing over."""
        return entry_of(self.award, HonorStep.HANDED_OVER) if self.award else None

    @property
    def paid(self) -> HonorEntry | None:
        """The line of its payment."""
        return entry_of(self.award, HonorStep.PAID) if self.award else None


def register_rows(commune_id: int, year: int) -> list[Award]:
    """Honors decided in a calendar year as the register of the commune lists them."""
    rows = Award.objects.filter(
        decision__commune_id=commune_id, decision__paper__date__year=year
    ).order_by("decision__paper__date", "register_number__number", "pk")
    return list(with_entries(rows.select_related("nomination", "year__plan")))


def _narrowed(
    rows: QuerySet[Any], subject: Collective | Individual | None, words: str
) -> QuerySet[Any]:
    if subject is not None:
        field = "individual" if isinstance(subject, Individual) else "collective"
        rows = rows.filter(**{field: subject})
    for word in search_key(words).split():
        rows = rows.filter(
            Q(collective__search_name__contains=word) | Q(individual__search_name__contains=word)
        )
    return rows


def _granted(row: Award) -> HonorLine:
    paper = row.decision.paper
    return HonorLine(
        year=row.year.year,
        name=row.award_kind.name,
        form=row.award_kind.form,
        subject=row.subject,
        number=str(paper),
        date=paper.date,
        issuer=paper.authority.name,
        award=row,
    )


def _earlier(row: PastAward) -> HonorLine:
    return HonorLine(
        year=row.year,
        name=row.name,
        form=form_of(row),
        subject=row.collective or row.individual,
        number=row.decision_number,
        date=row.decision_date,
        issuer=row.issuer,
        reason=row.reason,
    )


def form_of(row: PastAward) -> str:
    """The form of an earlier honor by its name; empty where the name does not say it."""
    if row.kind == PastAwardKind.TITLE:
        return AwardForm.TITLE.value
    key = search_key(row.name)
    named: Iterable[AwardForm] = (AwardForm.GIAY_KHEN, AwardForm.BANG_KHEN)
    return next((form.value for form in named if search_key(form.label) in key), "")


def _key(line: HonorLine) -> tuple[bool, int, str, date]:
    return line.is_person, line.subject.pk, line.number.replace(" ", "").lower(), line.date
