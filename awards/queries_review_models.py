"""The models of a year as they stood on a day: state, what was reached, how long each step took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from models_registry.enums import ModelState, ReviewOutcome, SubjectType
from models_registry.models import DanVanModel, ModelExtension, ModelReview, ModelTransition

_FIELDS = (
    "pk",
    "code",
    "name",
    "year__year",
    "state",
    "created_at",
    "collective_id",
    "individual_id",
    "window_id",
    "main_area_id",
    "national_field",
    "return_due",
    "withdrawn_from",
)
EXTENDED = "extended"


@dataclass(frozen=True)
class Move:
    """One change of state on a day."""

    edge: str
    before: str
    after: str
    day: date


@dataclass(frozen=True)
class ModelLine:
    """One model on a day. `moves` are those up to the day; `years` all it ever belonged to."""

    pk: int
    code: str
    name: str
    year: int
    years: frozenset[int]
    state: str
    created: date
    subject: str
    window: int | None
    area: int | None
    field: str
    return_due: date | None
    moves: tuple[Move, ...]
    villages: frozenset[int] = frozenset()
    movements: frozenset[int] = frozenset()

    @property
    def sent(self) -> bool:
        """Whether the registration was sent at least once."""
        return any(row.after == ModelState.SUBMITTED for row in self.moves)

    @property
    def accepted(self) -> bool:
        """Whether it was accepted at least once."""
        return any(row.after == ModelState.ACCEPTED for row in self.moves)

    @property
    def recognized(self) -> bool:
        """Whether it stands recognized."""
        return self.state == ModelState.RECOGNIZED

    @property
    def since(self) -> date:
        """The day it came into its state."""
        return self.moves[-1].day if self.moves else self.created

    def on(self, year: int, day: date) -> ModelLine | None:
        """The model as it stood on `day`, as one of `year`; None when it was not there yet."""
        if self.created > day:
            return None
        moves = tuple(row for row in self.moves if row.day <= day)
        state = moves[-1].after if moves else str(ModelState.DRAFT)
        if year != self.year:
            state = EXTENDED
        return replace(self, moves=moves, state=state)


@dataclass(frozen=True)
class ModelHistory:
    """Every model of a commune up to a year, with all that happened to it."""

    rows: tuple[ModelLine, ...]
    stopped: dict[int, date]

    def of_year(self, year: int, day: date) -> tuple[ModelLine, ...]:
        """Models of one year as they stood on `day`; one carried over is said to be."""
        found = (row.on(year, day) for row in self.rows if year in row.years)
        return tuple(row for row in found if row is not None)

    def living_before(self, year: int, day: date) -> tuple[ModelLine, ...]:
        """Recognized models of earlier years that no look up to `day` found stopped."""
        found = (row.on(row.year, day) for row in self.rows if row.year < year)
        return tuple(
            row
            for row in found
            if row is not None
            and row.recognized
            and not (row.pk in self.stopped and self.stopped[row.pk] <= day)
        )


def model_history(commune_id: int, year: int) -> ModelHistory:
    """All models of the commune of this year and before; four queries and two for the year."""
    left = _left_years(commune_id)
    models = DanVanModel.objects.filter(
        Q(year__year__lte=year) | Q(pk__in=list(left)), commune_id=commune_id
    )
    moves = _moves(commune_id)
    villages = _links(DanVanModel.villages.through, "village_id", commune_id, year)
    movements = _links(DanVanModel.movements.through, "linkedmovement_id", commune_id, year)
    rows = [
        _line(row, left, moves, villages, movements)
        for row in models.order_by("code", "pk").values(*_FIELDS)
    ]
    looks = ModelReview.objects.standing().filter(
        dv_model__commune_id=commune_id, outcome=ReviewOutcome.STOPPED
    )
    return ModelHistory(tuple(rows), dict(looks.values_list("dv_model_id", "date")))


def _left_years(commune_id: int) -> dict[int, set[int]]:
    """Earlier years of models that were carried over."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = ModelExtension.objects.filter(dv_model__commune_id=commune_id)
    for pk, year in rows.values_list("dv_model_id", "from_year__year"):
        found[pk].add(year)
    return found


def _moves(commune_id: int) -> dict[int, list[Move]]:
    """What happened to each model, oldest first."""
    found: dict[int, list[Move]] = defaultdict(list)
    rows = ModelTransition.objects.filter(dv_model__commune_id=commune_id).order_by("id")
    for pk, edge, before, after, at in rows.values_list(
        "dv_model_id", "edge", "from_state", "to_state", "at"
    ):
        found[pk].append(Move(edge, before, after, localtime(at).date()))
    return found


def _links(through: Any, name: str, commune_id: int, year: int) -> dict[int, set[int]]:
    """What the models of a year are tied to, by model."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = through.objects.filter(
        Q(danvanmodel__year__year=year) | Q(danvanmodel__extensions__from_year__year=year),
        danvanmodel__commune_id=commune_id,
    )
    for pk, other in rows.values_list("danvanmodel_id", name):
        found[pk].add(other)
    return found


def _line(
    row: dict[str, Any],
    left: dict[int, set[int]],
    moves: dict[int, list[Move]],
    villages: dict[int, set[int]],
    movements: dict[int, set[int]],
) -> ModelLine:
    """One model from its row and what hangs on it."""
    pk, own = row["pk"], row["year__year"]
    individual = SubjectType.INDIVIDUAL if row["individual_id"] else ""
    subject = SubjectType.COLLECTIVE if row["collective_id"] else individual
    return ModelLine(
        pk=pk,
        code=row["code"],
        name=row["name"],
        year=own,
        years=frozenset({own, *left.get(pk, ())}),
        state=row["state"],
        created=localtime(row["created_at"]).date(),
        subject=str(subject),
        window=row["window_id"],
        area=row["main_area_id"],
        field=row["national_field"],
        return_due=row["return_due"],
        moves=tuple(moves.get(pk, ())),
        villages=frozenset(villages.get(pk, ())),
        movements=frozenset(movements.get(pk, ())),
    )


def stays(rows: Iterable[ModelLine]) -> dict[str, list[int]]:
    """Days that models stayed in each state they have left again, by state."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for before, after in zip(row.moves, row.moves[1:], strict=False):
            found[before.after].append((after.day - before.day).days)
    return found


def ids(rows: Sequence[ModelLine], **wanted: Any) -> tuple[int, ...]:
    """Numbers of the models whose attributes are as wanted."""
    return tuple(
        row.pk for row in rows if all(getattr(row, name) == v for name, v in wanted.items())
    )
