"""Villages that could adopt a model: like those where it works, and without one of its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dandvan.vietnamese import vn_number
from models_registry.enums import ModelState
from models_registry.models import DanVanModel, Village
from models_registry.models.dated import on_day

# Like in size: at most this part of the mean more or less.
HOUSEHOLDS_WITHIN = 0.3
MOST_PROPOSED = 5
# Models that cover their content in their villages: at work, or recognized.
_COVERING = (
    ModelState.ACCEPTED,
    ModelState.REPORTED,
    ModelState.ASSESSED,
    ModelState.RECOGNIZED,
)
_SEPARATORS = re.compile(r"[,;/–-]")


@dataclass(frozen=True)
class Proposal:
    """A village that could adopt the model, and what speaks for it."""

    village: Village
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """The reasons in one line."""
        return "; ".join(self.reasons)


def proposed_adopters(dv_model: DanVanModel, today: date) -> list[Proposal]:
    """Villages likest to those of a model, at most five; none covers its content already.

    For a village speak the same people and a like number of households; one of the two is
    needed. Source: plan III.1.
    """
    if dv_model.main_area is None:
        return []
    own = list(dv_model.villages.all())
    taken = {row.pk for row in own} | {row.merged_into.pk for row in own if row.merged_into}
    living = dv_model.replications.filter(ended_on__isnull=True, village__isnull=False)
    taken |= set(living.values_list("village_id", flat=True)) | _covered(dv_model)
    peoples = {name for row in own for name in _peoples(row)}
    sizes = [row.households for row in own if row.households]
    mean = sum(sizes) / len(sizes) if sizes else 0.0
    found = []
    for village in Village.objects.filter(on_day(today), commune_id=dv_model.commune_id):
        if village.pk in taken or not village.name:
            continue
        shared = [name for name in _peoples(village) if name in peoples]
        apart = abs((village.households or 0) - mean)
        like_size = bool(village.households) and apart <= HOUSEHOLDS_WITHIN * mean
        if shared or like_size:
            reasons = _reasons(dv_model, village, shared, mean if like_size else None)
            found.append((not (shared and like_size), not shared, apart, village.pk, reasons))
    villages = {row[3]: row[4] for row in sorted(found)[:MOST_PROPOSED]}
    rows = Village.objects.in_bulk(villages)
    return [Proposal(rows[pk], reasons) for pk, reasons in villages.items()]


def _peoples(village: Village) -> list[str]:
    """The main peoples of a village: "Tày, Nùng" are two."""
    parts = _SEPARATORS.split(village.main_ethnic)
    return [text.strip() for text in parts if text.strip()]


def _covered(dv_model: DanVanModel) -> set[int]:
    """Villages in which a model of the same main content is at work, or adopted."""
    others = DanVanModel.objects.filter(
        commune_id=dv_model.commune_id, main_area_id=dv_model.main_area_id, state__in=_COVERING
    ).exclude(pk=dv_model.pk)
    through = DanVanModel.villages.through.objects.filter(danvanmodel__in=others)
    return set(through.values_list("village_id", flat=True))


def _reasons(
    dv_model: DanVanModel, village: Village, shared: list[str], mean: float | None
) -> tuple[str, ...]:
    """What speaks for a village, in words."""
    found = []
    if shared:
        found.append(f"cùng dân tộc {', '.join(shared)}")
    if mean is not None:
        found.append(
            f"{vn_number(village.households)} hộ, gần bằng nơi đang làm (bình quân "
            f"{vn_number(round(mean))} hộ)"
        )
    found.append(f"chưa có mô hình về “{dv_model.main_area.short_title}”")
    return tuple(found)
