"""The trace of every change of state, and the one function that writes a state."""

from typing import Any, TypeVar

from django.conf import settings
from django.db import models

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.flow import Edge, Flow, Look
from dandvan.roles import Actor


class OnBehalfSource(models.TextChoices):
    """How the will of the person for whom somebody acts reached him."""

    PAPER = "paper", "phiếu giấy"
    SPOKEN = "spoken", "nói trực tiếp"
    PHONE = "phone", "điện thoại"
    ZALO = "zalo", "Zalo"


# The choices in a sentence that asks for one of them.
BEHALF_SOURCES = "phiếu giấy, nói trực tiếp, điện thoại hoặc Zalo"


class Transition(models.Model):
    """One change of state: who, when, why. Append only; timelines sort by id."""

    edge = models.CharField("việc", max_length=40)
    from_state = models.CharField("từ trạng thái", max_length=40)
    to_state = models.CharField("đến trạng thái", max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người làm",
        null=True,
        blank=True,
    )
    on_behalf_source = models.CharField(
        "làm thay theo", max_length=10, choices=OnBehalfSource.choices, blank=True
    )
    note = models.TextField("lý do, ghi chú", blank=True)
    at = models.DateTimeField("thời điểm")

    class Meta:
        abstract = True
        ordering = ["id"]


Row = TypeVar("Row", bound=models.Model)


def reasons_against(row: Any, edge: Edge[Any], look: Look) -> tuple[str, ...]:
    """Why the edge cannot be taken now, in sentences; empty when it can (but for a note)."""
    if not look.may:
        return (f"Bạn không có quyền làm việc “{edge.label}”.",)
    if not look.open_state:
        return (f"Không thể “{edge.label}” khi đang ở trạng thái “{row.get_state_display()}”.",)
    return look.refusals


def move(
    row: Any,
    edge_name: str,
    *,
    flow: Flow[Any],
    facts: Any,
    actors: frozenset[Actor],
    by: Any,
    note: str = "",
    target: str | None = None,
    extra_fields: tuple[str, ...] = (),
    **trace: Any,
) -> Any:
    """Take one edge with a row that the caller has locked and whose facts it has re-read.

    Asks for all refusals at once, writes the transition (`row.transitions`) and the new state
    with `save(update_fields=…)`; `extra_fields` are saved along. Returns the transition.
    Raises NotAllowed (who) or DomainError (state, guards, missing note); writes nothing then.
    """
    edge = flow.edges[edge_name]
    look = flow.look(edge_name, state=row.state, actors=actors, facts=facts)
    reasons = list(reasons_against(row, edge, look))
    if not look.may:
        raise NotAllowed(reasons)
    if look.open_state and edge.note_required and not note.strip():
        reasons.append(f"Ghi lý do khi “{edge.label}”.")
    if reasons:
        raise DomainError(reasons)
    from_state = row.state
    row.state = target or edge.target
    fields = ["state", *extra_fields]
    if any(f.name == "version" for f in row._meta.concrete_fields):
        row.version += 1
        fields.append("version")
    row.save(update_fields=fields)
    return row.transitions.create(
        edge=edge_name,
        from_state=from_state,
        to_state=row.state,
        by=by,
        note=note.strip(),
        at=clock.now(),
        **trace,
    )
