"""Rows of a list for the level above: what a model is called there, and what is new since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from dandvan.vietnamese import short_date
from models_registry.documents.model_parts import owners_text, period_text, villages_text
from models_registry.documents.wording import curly
from models_registry.enums import ModelState, RegisteredKind
from models_registry.models import (
    DanVanModel,
    DistrictRegistration,
    EmulationYear,
    RegisteredModel,
    YearWindow,
)
from models_registry.queries_sent import GIVEN_UP, SIGNED_STATES, STANDING

# What the level above hears of when it changes, and how papers call it.
COMPARED = {"name": "tên", "owner": "chủ mô hình", "content": "nội dung", "place": "địa bàn"}
_GIVEN_UP_EDGES = {ModelState.WITHDRAWN: "withdraw", ModelState.NOT_CARRIED_OUT: "close"}
_GIVEN_UP_WORDS = {
    ModelState.WITHDRAWN: "Rút",
    ModelState.NOT_CARRIED_OUT: "Không thực hiện, kết thúc",
}


@dataclass(frozen=True)
class Snapshot:
    """A model as a list says it."""

    name: str
    owner: str
    content: str
    national_field: str
    place: str
    goal: str
    period: str


@dataclass(frozen=True)
class DueRow:
    """A row that a list would get now."""

    dv_model: DanVanModel
    kind: RegisteredKind
    snapshot: Snapshot
    changes: str = ""

    @property
    def values(self) -> dict[str, str]:
        """Columns of the row."""
        return {"kind": self.kind.value, "changes": self.changes, **asdict(self.snapshot)}


def snapshot_of(dv_model: DanVanModel) -> Snapshot:
    """What a list says of the model today."""
    areas = ([dv_model.main_area] if dv_model.main_area else []) + list(
        dv_model.further_areas.all()
    )
    field = dv_model.national_field or (
        dv_model.main_area.national_field if dv_model.main_area else ""
    )
    return Snapshot(
        name=curly(dv_model.name),
        owner=owners_text(dv_model),
        content="; ".join(area.short_title for area in areas),
        national_field=field,
        place=villages_text(dv_model),
        goal=curly(dv_model.goal),
        period=period_text(dv_model),
    )


def _models(year: EmulationYear) -> QuerySet[DanVanModel]:
    """Models of the year with all that a row says."""
    return (
        DanVanModel.objects.filter(year=year)
        .select_related("commune", "collective", "individual", "main_area")
        .prefetch_related("co_owners", "further_areas", "villages", "transitions")
        .order_by("code", "id")
    )


def due_rows(
    year: EmulationYear,
    *,
    window: YearWindow | None = None,
    but: DistrictRegistration | None = None,
) -> list[DueRow]:
    """All rows that a list of this year would have now; `but`: a list not to be counted.

    New ones only of `window` where one is given; what changed or was given up after it was
    signed for the level above, whatever its window.
    """
    signed = RegisteredModel.objects.filter(
        dv_model__year=year, registration__state__in=SIGNED_STATES
    )
    if but is not None:
        signed = signed.exclude(registration=but)
    last: dict[int, RegisteredModel] = {}
    for row in signed.order_by("registration__document__date", "id"):
        last[row.dv_model_id] = row
    concerned = Q(state__in=STANDING) | Q(state__in=GIVEN_UP, pk__in=list(last))
    found = (
        _due_row(dv_model, last.get(dv_model.pk), window)
        for dv_model in _models(year).filter(concerned)
    )
    return [row for row in found if row is not None]


def _due_row(
    dv_model: DanVanModel, last: RegisteredModel | None, window: YearWindow | None
) -> DueRow | None:
    """The row of one model, None when the level above knows all of it."""
    known = last is not None and last.kind != RegisteredKind.WITHDRAWN
    if dv_model.state in GIVEN_UP:
        if last is None or not known:
            return None
        kept = Snapshot(**{name: getattr(last, name) for name in Snapshot.__annotations__})
        return DueRow(dv_model, RegisteredKind.WITHDRAWN, kept, _given_up(dv_model))
    now = snapshot_of(dv_model)
    if last is None or not known:
        if window is not None and dv_model.window_id != window.pk:
            return None
        return DueRow(dv_model, RegisteredKind.NEW, now)
    changes = changed_words(last, now)
    return DueRow(dv_model, RegisteredKind.CHANGED, now, changes) if changes else None


def changed_words(sent: RegisteredModel, now: Snapshot) -> str:
    """What is another thing than the level above was told, one line each; empty when nothing."""
    return "\n".join(
        f"{label[:1].upper()}{label[1:]}: trước là “{before}”"
        for name, label in COMPARED.items()
        if (before := getattr(sent, name)) != getattr(now, name)
    )


def _given_up(dv_model: DanVanModel) -> str:
    """Since when the model is no longer carried out."""
    state = ModelState(dv_model.state)
    edge = _GIVEN_UP_EDGES[state]
    acts = [row for row in dv_model.transitions.all() if row.edge == edge]
    since = f" từ ngày {short_date(timezone.localtime(acts[-1].at).date())}" if acts else ""
    return f"{_GIVEN_UP_WORDS[state]}{since}"


def outdated_rows(
    rows: Iterable[RegisteredModel], registration: DistrictRegistration
) -> tuple[str, ...]:
    """Names of rows of a draft that no longer say what would be sent now."""
    due = {row.dv_model.pk: row.values for row in due_rows(registration.year, but=registration)}
    return tuple(
        row.name
        for row in rows
        if not row.left_out
        and due.get(row.dv_model_id) != {name: getattr(row, name) for name in _ROW_FIELDS}
    )


_ROW_FIELDS = ("kind", "changes", *Snapshot.__annotations__)
