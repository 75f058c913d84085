"""Mục lục of the bundle of a dossier: parts numbered, annexes below the paper they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from awards.models import Dossier
from dandvan.documents.bundle import COPY_NOTE, ContentsEntry
from dandvan.documents.model import (
    Align,
    Column,
    OfficialDocument,
    PrintState,
    RuleSet,
    Table,
)
from models_registry.documents.wording import commune_header
from models_registry.enums import DocumentKind

_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Tên văn bản, tài liệu", 9),
    Column("Từ trang", 1.6, Align.CENTER),
    Column("Số trang", 1.6, Align.CENTER),
)


def build_dossier_contents(
    dossier: Dossier, title: str, entries: Sequence[ContentsEntry]
) -> OfficialDocument:
    """The first page of the bundle; page numbers count within the file."""
    rows, number = [], 0
    for entry in entries:
        number += entry.level == 0
        name = f"– Phụ lục: {entry.title}" if entry.level else entry.title
        label = "" if entry.level else str(number)
        rows.append((label, name, str(entry.first_page), str(entry.pages)))
    return OfficialDocument(
        kind=DocumentKind.CONTENTS,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Mục lục hồ sơ",
        subject_line=title,
        header=commune_header(dossier.commune),
        issuer_name=dossier.commune.ubnd_name,
        body=(Table(_COLUMNS, tuple(rows)),),
        print_state=PrintState.ISSUED,
        foot_note=COPY_NOTE,
    )
