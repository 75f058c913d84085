"""Danh sách mô hình nhân rộng of a year, from the recorded adoptions (plan I.1, III.1)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from dandvan.documents.model import (
    Align,
    Column,
    OfficialDocument,
    PrintState,
    RuleSet,
    Table,
)
from dandvan.vietnamese import short_date
from models_registry.documents.model_parts import owners_text
from models_registry.documents.wording import commune_header, curly, signature
from models_registry.enums import DocumentKind, SignerBody
from models_registry.models import EmulationYear, Replication
from models_registry.queries_law import recipients_for, signers_on

_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Tên mô hình", 5),
    Column("Chủ mô hình", 4),
    Column("Nơi áp dụng", 4),
    Column("Áp dụng từ", 2.6, Align.CENTER),
    Column("Người phụ trách", 3.2),
    Column("Điều chỉnh, kết quả", 6),
)


def replications_of_year(year: EmulationYear) -> QuerySet[Replication]:
    """Adoptions that held in this year, in the order in which they began."""
    first, last = date(year.year, 1, 1), date(year.year, 12, 31)
    return (
        Replication.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=first),
            dv_model__commune_id=year.plan.commune_id,
            since__lte=last,
        )
        .select_related(
            "dv_model__commune",
            "dv_model__collective",
            "dv_model__individual",
            "village",
            "collective",
            "responsible",
        )
        .prefetch_related("dv_model__co_owners")
        .order_by("since", "id")
    )


def build_replication_list(
    year: EmulationYear, day: date, *, print_state: PrintState = PrintState.ISSUED
) -> OfficialDocument:
    """Who adopts which model; people outside the commune are not named."""
    commune = year.plan.commune
    signer = next(iter(signers_on(commune, day, SignerBody.UBND)), None)
    rows = tuple(
        _cells(number, row) for number, row in enumerate(replications_of_year(year), start=1)
    )
    return OfficialDocument(
        kind=DocumentKind.REPLICATION_LIST,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Danh sách",
        subject_line=f"Mô hình “{year.plan.movement_name}” được nhân rộng năm {year.year}",
        header=commune_header(commune),
        place=commune.place_name,
        date=day,
        issuer_name=commune.ubnd_name,
        body=(Table(_COLUMNS, rows, compact=True, empty_note="Chưa có mô hình được nhân rộng."),),
        signatures=(signature(signer, "Ủy ban nhân dân"),),
        recipients=recipients_for(commune, DocumentKind.REPLICATION_LIST, day),
        print_state=print_state,
        landscape=True,
    )


def _cells(number: int, row: Replication) -> tuple[str, ...]:
    ended = f"\n(đến {short_date(row.ended_on)})" if row.ended_on else ""
    return (
        str(number),
        curly(row.dv_model.name),
        owners_text(row.dv_model),
        row.where[:1].upper() + row.where[1:],
        f"{short_date(row.since)}{ended}",
        str(row.responsible) if row.responsible else "",
        curly("\n".join(filter(None, (row.adapted, row.results)))),
    )
