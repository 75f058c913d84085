"""Who is nominated: one ordered list that tờ trình, danh sách and biên bản all print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from awards.models import Award, Dossier, Nomination
from awards.queries_dossier import nominations_of
from awards.queries_resting import models_behind_all
from dandvan.vietnamese import short_date
from models_registry.documents.wording import (
    counted,
    curly,
    post_title,
    subject_name,
)
from models_registry.enums import AwardForm, PastAwardKind
from models_registry.models import Collective, DanVanModel, Individual, PastAward


@dataclass(frozen=True)
class Nominee:
    """One nominee as papers name him; `number` counts within collectives or individuals."""

    nomination: Nomination
    number: int
    name: str
    post: str  # post and unit of a person, address of a collective

    @property
    def is_collective(self) -> bool:
        """Whether a collective is nominated."""
        return self.nomination.evaluation.collective_id is not None


@dataclass(frozen=True)
class NomineeList:
    """Nominees of one dossier, collectives and individuals apart, each in order."""

    collectives: tuple[Nominee, ...]
    individuals: tuple[Nominee, ...]

    @property
    def all(self) -> tuple[Nominee, ...]:
        """Everybody, collectives first."""
        return (*self.collectives, *self.individuals)

    @property
    def counts(self) -> str:
        """How many: "01 (một) tập thể, 02 (hai) cá nhân"; kinds with none are left out."""
        parts = ((self.collectives, "tập thể"), (self.individuals, "cá nhân"))
        return ", ".join(counted(len(rows), noun) for rows, noun in parts if rows)

    @property
    def noun(self) -> str:
        """What the nominees are together: "tập thể, cá nhân", or one of the two."""
        parts = ((self.collectives, "tập thể"), (self.individuals, "cá nhân"))
        return ", ".join(noun for rows, noun in parts if rows) or "tập thể, cá nhân"


def nominee_list(nominations: Iterable[Nomination], day: date) -> NomineeList:
    """Nominations in the one order of all papers: collectives, then persons, as entered."""
    rows = sorted(nominations, key=lambda row: row.pk)
    collectives = [row for row in rows if row.evaluation.collective_id]
    individuals = [row for row in rows if row.evaluation.individual_id]
    return NomineeList(_numbered(collectives, day), _numbered(individuals, day))


def nominees_of(dossier: Dossier, day: date) -> NomineeList:
    """The nominees of a dossier as every one of its papers names them."""
    return nominee_list(nominations_of(dossier), day)


def _numbered(rows: list[Nomination], day: date) -> tuple[Nominee, ...]:
    return tuple(
        Nominee(row, number, subject_name(row.subject), _post(row.subject, day))
        for number, row in enumerate(rows, start=1)
    )


def _post(subject: Collective | Individual, day: date) -> str:
    return subject.address if isinstance(subject, Collective) else post_title(subject, day)


def citation_of(nomination: Nomination) -> str:
    """Achievement in short: what was written for the list, else the text of the report."""
    report = getattr(nomination, "achievement_report", None)
    return curly(nomination.citation or (report.achievement if report else ""))


@dataclass(frozen=True)
class PastHonor:
    """One line of part III of a báo cáo thành tích."""

    year: int
    name: str
    number: str
    date: date
    issuer: str
    is_title: bool

    @property
    def citation(self) -> str:
        """The decision in short."""
        return f"Quyết định số {self.number} ngày {short_date(self.date)}"


def past_honors(subject: Collective | Individual, before: date) -> tuple[PastHonor, ...]:
    """Honors decided before a day: those on record and those this application granted."""
    field = "collective" if isinstance(subject, Collective) else "individual"
    entered = PastAward.objects.filter(decision_date__lt=before, **{field: subject})
    granted = Award.objects.filter(decision__paper__date__lt=before, **{field: subject})
    granted = granted.exclude(award_kind__form=AwardForm.PRAISE)
    granted = granted.select_related("award_kind", "year", "decision__paper__authority")
    rows = {_key(row.number, row.date): row for row in map(_from_award, granted)}
    rows |= {_key(row.number, row.date): row for row in map(_from_past_award, entered)}
    return tuple(sorted(rows.values(), key=lambda row: (row.date, row.number)))


def _key(number: str, day: date) -> tuple[str, date]:
    return number.replace(" ", "").lower(), day


def _from_past_award(row: PastAward) -> PastHonor:
    return PastHonor(
        row.year,
        curly(row.name),
        row.decision_number,
        row.decision_date,
        row.issuer,
        row.kind == PastAwardKind.TITLE,
    )


def _from_award(row: Award) -> PastHonor:
    paper = row.decision.paper
    return PastHonor(
        row.year.year,
        row.award_kind.get_form_display().capitalize()
        if row.award_kind.form in (AwardForm.GIAY_KHEN, AwardForm.BANG_KHEN)
        else row.award_kind.name,
        str(paper),
        paper.date,
        paper.authority.name,
        row.award_kind.form == AwardForm.TITLE,
    )


def models_of_nominees(nominees: Iterable[Nominee]) -> tuple[DanVanModel, ...]:
    """Models behind all nominees, each once, in order of year and code."""
    return models_behind_all(row.nomination.evaluation for row in nominees)
