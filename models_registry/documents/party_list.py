"""The same rows for the Party's mobilization work, by the four fields of national reports."""

from __future__ import annotations

from datetime import date

from dandvan.documents.model import (
    Align,
    Column,
    GroupRow,
    OfficialDocument,
    PrintState,
    RuleSet,
    Table,
)
from dandvan.documents.wording import roman
from dandvan.vietnamese import long_date, two_digits
from models_registry.documents.district_letter import BODY_NAME, sending_rows
from models_registry.documents.wording import commune_header, signature
from models_registry.enums import DocumentKind, NationalField, RegisteredKind, SignerBody
from models_registry.models import DistrictRegistration, RegisteredModel
from models_registry.queries_law import recipients_for, signers_on

_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Tên mô hình", 5),
    Column("Chủ mô hình", 4),
    Column("Nội dung", 4.4),
    Column("Địa bàn", 3.6),
    Column("Thời gian", 3.4),
    Column("Ghi chú", 3.6),
)


def build_party_list(
    registration: DistrictRegistration,
    day: date,
    *,
    print_state: PrintState = PrintState.DRAFT,
) -> OfficialDocument:
    """The rows of the list by field; changed and withdrawn ones say so in the last column."""
    commune, year = registration.commune, registration.year
    signer = registration.signer or next(iter(signers_on(commune, day, SignerBody.UBND)), None)
    rows = sending_rows(registration)
    return OfficialDocument(
        kind=DocumentKind.PARTY_MODEL_LIST,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Danh sách",
        subject_line=(f"Mô hình “{year.plan.movement_name}” đăng ký năm {year.year} theo lĩnh vực"),
        title_notes=_notes(registration),
        header=commune_header(commune),
        place=commune.place_name,
        date=day,
        issuer_name=commune.ubnd_name,
        body=(_table(rows),),
        signatures=(signature(signer, BODY_NAME),),
        recipients=recipients_for(commune, DocumentKind.PARTY_MODEL_LIST, day),
        print_state=print_state,
        landscape=True,
    )


def _notes(registration: DistrictRegistration) -> tuple[str, ...]:
    """From which paper the rows are."""
    paper = registration.paper
    if paper is None or paper.paper is None:
        return ()
    named = registration.get_letter_form_display()
    return (f"(Theo {named} số {paper.paper} {long_date(paper.date)})",)


def _table(rows: list[RegisteredModel]) -> Table:
    """One group for each field that has a model."""
    lines: list[GroupRow | tuple[str, ...]] = []
    groups = [
        (field, [row for row in rows if row.national_field == field]) for field in NationalField
    ]
    for place, (field, found) in enumerate((g for g in groups if g[1]), start=1):
        lines.append(
            GroupRow(f"{roman(place)}. {field.label.upper()} ({two_digits(len(found))} mô hình)")
        )
        lines += [_cells(number, row) for number, row in enumerate(found, start=1)]
    total = ("", f"Tổng cộng: {two_digits(len(rows))} mô hình", "", "", "", "", "")
    return Table(_COLUMNS, tuple(lines), total=total if rows else None, compact=True)


def _cells(number: int, row: RegisteredModel) -> tuple[str, ...]:
    note = row.changes
    if row.kind == RegisteredKind.CHANGED:
        note = f"Thay đổi. {row.changes}"
    return (str(number), row.name, row.owner, row.content, row.place, row.period, note)
