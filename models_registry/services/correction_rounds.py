"""The rounds of corrections: their number, and the texts that answered them."""

from __future__ import annotations

from django.db.models import Max

from dandvan import clock
from models_registry.enums import CorrectionStatus
from models_registry.models import DanVanModel
from models_registry.queries_parts import part_text


def next_round(dv_model: DanVanModel) -> int:
    """Number of the return that is being written on a locked model."""
    last: int | None = dv_model.corrections.aggregate(last=Max("round"))["last"]
    return (last or 0) + 1


def keep_new_texts(dv_model: DanVanModel) -> None:
    """Keep what the parts asked for say when a locked model is sent again."""
    rows = dv_model.corrections.filter(sent_at__isnull=True)
    for row in rows.exclude(status=CorrectionStatus.WITHDRAWN):
        row.new_text = part_text(dv_model, row.part)
        row.sent_at = clock.now()
        row.save(update_fields=["new_text", "sent_at"])
