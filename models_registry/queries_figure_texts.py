"""What the texts of a model say otherwise than its figures."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate

from models_registry.domain.figure_texts import KnownFigure, mismatches
from models_registry.enums import ReportKind
from models_registry.models import DanVanModel, Village
from models_registry.queries_figures import FigureGrid, FigureRow


def known_figure(row: FigureRow) -> KnownFigure:
    """All figures of an indicator, for a comparison with a text."""
    others = [v.reported for v in row.values] + [
        v.verified for v in row.values if v.verified is not None
    ]
    return KnownFigure(
        row.indicator.name,
        row.indicator.unit,
        row.indicator.kind,
        row.indicator.target,
        row.total,
        row.verified,
        tuple(others),
    )


def counts_of(villages: Iterable[Village]) -> dict[str, set[Decimal]]:
    """Households and people of the villages, each and summed: they are no result of a model."""
    rows = list(villages)
    found = {}
    for family in ("households", "people"):
        numbers = [Decimal(n) for row in rows if (n := getattr(row, family)) is not None]
        found[family] = {*numbers, *accumulate(numbers)}
    return found


def report_notes(dv_model: DanVanModel, text: str, grid: FigureGrid) -> list[str]:
    """Numbers in the text of a report that are other than those in the table."""
    known = [known_figure(row) for row in grid.rows]
    aside = counts_of(dv_model.villages.all())
    return [row.sentence for row in mismatches(text, known, aside=aside)]


def goal_notes(dv_model: DanVanModel, grid: FigureGrid) -> list[str]:
    """Numbers in goal and expected results that are other than the targets.

    The need is left out: its numbers speak of the village, not of the model.
    """
    known = [known_figure(row) for row in grid.rows if row.indicator.target is not None]
    aside = counts_of(dv_model.villages.all())
    texts = (("Mục tiêu", dv_model.goal), ("Kết quả dự kiến", dv_model.expected_results))
    return [
        f"{part}: {row.sentence}"
        for part, text in texts
        for row in mismatches(text, known, aside=aside, aimed=True)
    ]


def text_notes(dv_model: DanVanModel, grid: FigureGrid) -> list[str]:
    """What goal, expected results and the result report say otherwise than the rows."""
    notes = goal_notes(dv_model, grid)
    report = dv_model.reports.filter(kind=ReportKind.RESULT, is_current=True).first()
    if report is not None:
        notes += [f"Báo cáo kết quả: {row}" for row in report_notes(dv_model, report.text, grid)]
    return notes
