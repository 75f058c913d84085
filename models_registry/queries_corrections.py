"""Returns of a model, round by round: what was asked, what answered it, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dandvan.text_diff import changed
from models_registry.enums import CorrectionStatus
from models_registry.models import Correction, DanVanModel
from models_registry.queries_parts import COLUMN_OF, part_text


@dataclass(frozen=True)
class CorrectionView:
    """One correction with the text of its part before and after.

    `has_text` tells whether the two texts can be laid side by side; `unchanged` that it was
    answered while the text of the part stayed as it was.
    """

    correction: Correction
    former: str
    new: str
    has_text: bool

    @property
    def changed(self) -> bool:
        """Whether the text of the part was changed."""
        return self.has_text and changed(self.former, self.new)

    @property
    def unchanged(self) -> bool:
        """Answered, but the text of the part says the same."""
        answered = self.correction.status == CorrectionStatus.ANSWERED
        return answered and self.has_text and not self.changed


@dataclass(frozen=True)
class Round:
    """One return with all that it asked for."""

    number: int
    at: datetime
    by: str
    rows: tuple[CorrectionView, ...]

    @property
    def open_count(self) -> int:
        """How many are still to be mended."""
        return sum(row.correction.status == CorrectionStatus.OPEN for row in self.rows)


def rounds_of(dv_model: DanVanModel) -> list[Round]:
    """Every return, newest first; two queries, one more where a report was returned."""
    corrections = dv_model.corrections.select_related(
        "opened_by__individual", "closed_by__individual"
    ).order_by("round", "id")
    found: dict[int, list[CorrectionView]] = {}
    texts: dict[str, str] = {}
    for row in corrections:
        sent = row.sent_at is not None or row.status == CorrectionStatus.WITHDRAWN
        if not sent and row.part not in texts:
            texts[row.part] = part_text(dv_model, row.part)
        found.setdefault(row.round, []).append(_view(row, texts.get(row.part, "")))
    return [
        Round(
            number,
            rows[0].correction.opened_at,
            rows[0].correction.opened_by.display_name,
            tuple(rows),
        )
        for number, rows in sorted(found.items(), reverse=True)
    ]


def compared(row: Correction, dv_model: DanVanModel) -> CorrectionView:
    """One correction beside what its part says now."""
    return _view(row, "" if row.sent_at else part_text(dv_model, row.part))


def _view(row: Correction, now: str) -> CorrectionView:
    """A correction beside the text as it was sent again, else as it is now."""
    new = row.new_text if row.sent_at else now
    compared = row.part in COLUMN_OF or bool(row.former_text)
    withdrawn = row.status == CorrectionStatus.WITHDRAWN
    return CorrectionView(row, row.former_text, new, compared and not withdrawn)
