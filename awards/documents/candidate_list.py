"""Danh sách đề nghị khen thưởng: an annex of the tờ trình, or of the commune's own decision."""

from __future__ import annotations

from datetime import date

from awards.documents.nominees import (
    Nominee,
    NomineeList,
    citation_of,
    nominee_list,
    nominees_of,
    past_honors,
)
from awards.enums import OutcomeResult
from awards.models import Dossier
from dandvan.documents.model import (
    Align,
    Annex,
    Column,
    GroupRow,
    OfficialDocument,
    PrintState,
    Row,
    RuleSet,
    Table,
)
from models_registry.documents.wording import counted
from models_registry.enums import DocumentKind
from models_registry.models import Individual

_COLUMNS = (
    Column("STT", 0.9, Align.CENTER),
    Column("Họ và tên, tên tập thể", 3.4),
    Column("Năm sinh, giới tính", 1.8, Align.CENTER),
    Column("Chức vụ, đơn vị", 3.6),
    Column("Tóm tắt thành tích", 7.8, Align.JUSTIFY),
    Column("Hình thức đề nghị", 2.5),
    Column("Khen thưởng đã có", 4),
)


def list_title(dossier: Dossier, nominees: NomineeList) -> str:
    """Title of the list: who, for which award, for which year."""
    movement = dossier.year.plan.movement_name
    verb = "được tặng" if _is_decided(nominees, dossier) else "đề nghị tặng"
    return (
        f"Danh sách {nominees.noun} {verb} {dossier.award_kind.name} "
        f"trong phong trào thi đua “{movement}” năm {dossier.year.year}"
    )


def _is_decided(nominees: NomineeList, dossier: Dossier) -> bool:
    """Whether the commune's own decision has an outcome for everybody here."""
    outcomes = [hasattr(row.nomination, "outcome") for row in nominees.all]
    return not dossier.is_upward and bool(outcomes) and all(outcomes)


def _listed(dossier: Dossier, day: date) -> NomineeList:
    """All nominees; once the commune itself has decided, those it honors."""
    nominees = nominees_of(dossier, day)
    if not _is_decided(nominees, dossier):
        return nominees
    granted = (row.nomination for row in nominees.all if _is_granted(row))
    return nominee_list(granted, day)


def _is_granted(nominee: Nominee) -> bool:
    return bool(nominee.nomination.outcome.result == OutcomeResult.GRANTED)


def candidate_table(nominees: NomineeList, day: date) -> Table:
    """The list itself: collectives first, then individuals, each part with its count."""
    rows: list[Row | GroupRow | tuple[str, ...]] = []
    labels = iter(("I.", "II."))
    for part, title in (
        (nominees.collectives, "tập thể"),
        (nominees.individuals, "cá nhân"),
    ):
        if part:
            heading = f"{next(labels)} {title.upper()}: {counted(len(part), title)}"
            rows.append(GroupRow(heading))
            rows.extend(_cells(nominee, day) for nominee in part)
    return Table(_COLUMNS, tuple(rows), compact=True, empty_note="Hồ sơ chưa có ai được đề nghị.")


def _cells(nominee: Nominee, day: date) -> tuple[str, ...]:
    subject = nominee.nomination.subject
    honors = past_honors(subject, day)
    return (
        str(nominee.number),
        nominee.name,
        _born(subject) if isinstance(subject, Individual) else "–",
        nominee.post,
        citation_of(nominee.nomination),
        nominee.nomination.award_kind.name,
        "\n".join(f"{honor.name} năm {honor.year} ({honor.citation})" for honor in honors)
        or "Chưa có",
    )


def _born(person: Individual) -> str:
    year = person.birth_date.year if person.birth_date else person.birth_year
    return "\n".join(filter(None, (str(year or ""), person.get_sex_display())))


def candidate_annex(dossier: Dossier, day: date, *, attached_to: str = "") -> Annex:
    """The list as an annex on landscape pages."""
    nominees = _listed(dossier, day)
    return Annex(
        title=list_title(dossier, nominees),
        body=(candidate_table(nominees, day),),
        landscape=True,
        attached_to=attached_to,
    )


def own_dossier(dossier: Dossier) -> str:
    """What a list of the commune's own level goes with; the decision has a list of its own."""
    return f"Hồ sơ {dossier.code} trình {dossier.award_kind.authority.name}"


def build_candidate_list(
    dossier: Dossier, day: date, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """The list alone, as it goes to the chairman at the commune's own level."""
    return OfficialDocument(
        kind=DocumentKind.CANDIDATE_LIST,
        rule_set=RuleSet.ANNEX,
        issuer_name=dossier.commune.ubnd_name,
        date=day,
        annexes=(candidate_annex(dossier, day, attached_to=own_dossier(dossier)),),
        print_state=print_state,
    )
