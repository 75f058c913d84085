"""Bản tổng hợp mô hình: the models that the nominees of a dossier rest on."""

from __future__ import annotations

from datetime import date

from awards.documents.candidate_list import own_dossier
from awards.documents.nominees import Nominee, models_of_nominees, nominees_of
from awards.models import Dossier
from awards.queries_resting import models_behind
from dandvan.documents.model import (
    Align,
    Annex,
    Column,
    OfficialDocument,
    PrintState,
    RuleSet,
    Table,
)
from dandvan.vietnamese import short_date
from models_registry.documents.wording import curly
from models_registry.enums import DocumentKind, RecognitionOutcome
from models_registry.models import DanVanModel
from models_registry.queries_figures import NOT_VERIFIED, FigureRow, figure_grid

_COLUMNS = (
    Column("STT", 0.9, Align.CENTER),
    Column("Tên mô hình", 4),
    Column("Của tập thể, cá nhân", 3),
    Column("Địa bàn", 2.4),
    Column("Số liệu báo cáo", 4.6),
    Column("Số liệu đã kiểm tra", 4.6),
    Column("Quyết định công nhận", 2.8),
    Column("Đối tượng đề nghị", 2.8),
)


def summary_table(dossier: Dossier, day: date) -> Table:
    """One row per model, with reported and verified figures and who rests on it."""
    nominees = nominees_of(dossier, day).all
    rows = tuple(
        _cells(number, row, nominees)
        for number, row in enumerate(models_of_nominees(nominees), start=1)
    )
    return Table(
        _COLUMNS, rows, compact=True, empty_note="Chưa có mô hình nào được công nhận để tổng hợp."
    )


def _cells(number: int, dv_model: DanVanModel, nominees: tuple[Nominee, ...]) -> tuple[str, ...]:
    lines = [row for row in figure_grid(dv_model).rows if row.values]
    return (
        str(number),
        "\n".join(filter(None, (f"“{dv_model.name}”", dv_model.code))),
        _owners(dv_model),
        ", ".join(str(village) for village in dv_model.villages.all()),
        "\n".join(_figure(row, row.reported_words) for row in lines) or "–",
        "\n".join(_figure(row, row.verified_words) for row in lines) or "–",
        _decisions(dv_model),
        "\n".join(_who_rests_on(dv_model, nominees)),
    )


def _owners(dv_model: DanVanModel) -> str:
    return "; ".join([dv_model.owner_name, *(row.name for row in dv_model.co_owners.all())])


def _figure(row: FigureRow, figure: str) -> str:
    said = f"{figure} {row.indicator.unit}" if figure else NOT_VERIFIED
    return f"{row.indicator.name}: {said}"


def _decisions(dv_model: DanVanModel) -> str:
    rows = dv_model.recognitions.filter(outcome=RecognitionOutcome.RECOGNIZED)
    papers = [row.decision.paper for row in rows.select_related("decision__paper")]
    return "\n".join(f"{paper} ngày {short_date(paper.date)}" for paper in papers)


def _who_rests_on(dv_model: DanVanModel, nominees: tuple[Nominee, ...]) -> list[str]:
    evaluations = ((nominee, nominee.nomination.evaluation) for nominee in nominees)
    return [
        nominee.name
        for nominee, evaluation in evaluations
        if dv_model in models_behind(evaluation.subject, evaluation.year)
    ]


def summary_annex(dossier: Dossier, day: date, *, attached_to: str = "") -> Annex:
    """The summary as an annex on landscape pages."""
    movement = curly(dossier.year.plan.movement_name)
    return Annex(
        title=f"Tổng hợp mô hình “{movement}” của {nominees_of(dossier, day).noun} được đề nghị "
        f"khen thưởng năm {dossier.year.year}",
        body=(summary_table(dossier, day),),
        landscape=True,
        attached_to=attached_to,
    )


def build_model_summary(
    dossier: Dossier, day: date, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """The summary alone, for a dossier of the commune's own level."""
    return OfficialDocument(
        kind=DocumentKind.MODEL_SUMMARY,
        rule_set=RuleSet.ANNEX,
        issuer_name=dossier.commune.ubnd_name,
        date=day,
        annexes=(summary_annex(dossier, day, attached_to=own_dossier(dossier)),),
        print_state=print_state,
    )
