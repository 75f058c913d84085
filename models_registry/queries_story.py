"""Stories and propagation: who sees what, the facts the guards ask, what happened."""

from __future__ import annotations

from django.db.models import Count, Prefetch, QuerySet, Sum
from django.db.models.fields.files import FieldFile

from dandvan.roles import Actor, Role, roles_of
from dandvan.transition import OnBehalfSource
from models_registry.domain.story_flow import STORY_FLOW, StoryFacts
from models_registry.enums import ModelState, PropagationWay, StoryState
from models_registry.models import (
    Commune,
    DanVanModel,
    EmulationYear,
    Propagation,
    Story,
    StoryPicture,
    User,
)
from models_registry.queries import current_individual_id
from models_registry.queries_models import Event

STORY_READERS = frozenset(
    {Role.PUBLICIST, Role.CHAIR, Role.CLERK, Role.MOBILIZATION_BLOC, Role.VIEWER}
)
PROPAGATION_WRITERS = frozenset({Role.PUBLICIST, Role.CLERK})
STORY_TONES = {
    StoryState.OFFERED: "wait",
    StoryState.RELEASED: "ok",
    StoryState.TAKEN_DOWN: "bad",
}
_EDGE_TONES = {"release": "ok", "send_back": "bad", "take_down": "bad"}
_LOST = {
    ModelState.DRAFT: "Mô hình còn là bản nháp nên chưa viết bài được.",
    ModelState.WITHDRAWN: "Mô hình đã rút nên không đăng bài về mô hình này.",
    ModelState.REVOKED: "Mô hình đã bị thu hồi công nhận nên không đăng bài về mô hình này.",
}


def story_model_lost(dv_model: DanVanModel | None) -> str:
    """Why a model is not told of in public in its state; empty when it can be."""
    return _LOST.get(ModelState(dv_model.state), "") if dv_model is not None else ""


def _with_pictures(rows: QuerySet[Story]) -> QuerySet[Story]:
    """What a story is shown with."""
    kept = StoryPicture.objects.filter(removed_at__isnull=True, file__removed_at__isnull=True)
    return rows.select_related("author", "dv_model", "year", "commune").prefetch_related(
        Prefetch("pictures", kept.select_related("file"), to_attr="kept_pictures")
    )


def stories_visible_to(user: User) -> QuerySet[Story]:
    """Stories of the user's commune: released ones for everybody, the rest for the office."""
    rows = Story.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    roles = roles_of(user)
    if not roles:
        return rows.none()
    if not roles & STORY_READERS:
        rows = rows.filter(state=StoryState.RELEASED)
    return _with_pictures(rows)


def released_stories(commune: Commune) -> QuerySet[Story]:
    """What anybody may read; a story of a model that lost its ground since stays away."""
    rows = Story.objects.filter(commune=commune, state=StoryState.RELEASED)
    return _with_pictures(rows.exclude(dv_model__state__in=list(_LOST)))


def story_actors(story: Story, user: User) -> frozenset[Actor]:
    """Roles of the person for this story; none across communes."""
    return frozenset(roles_of(user)) if user.commune_id == story.commune_id else frozenset()


def story_facts(story: Story, user: User, *, signer_id: int | None = None) -> StoryFacts:
    """Facts of one story for one person; `signer_id` signed the paper he only records."""
    actor = signer_id or current_individual_id(user)
    return StoryFacts(
        own=actor is not None and actor == story.author_id,
        title=story.title,
        text=story.text,
        model_lost=story_model_lost(story.dv_model),
    )


def story_events(story: Story, user: User) -> list[Event]:
    """What happened, oldest first; reasons only for the office."""
    inside = bool(roles_of(user) & STORY_READERS)
    events = [Event(story.created_at, "Bắt đầu viết", str(story.author))]
    for row in story.transitions.select_related("by__individual", "signer__individual"):
        paper = f"theo văn bản số {row.paper_number} của {row.signer}" if row.signer else ""
        source = row.on_behalf_source
        events.append(
            Event(
                row.at,
                STORY_FLOW.edges[row.edge].label,
                row.by.display_name if row.by else "",
                paper or (OnBehalfSource(source).label if source else ""),
                row.note if inside else "",
                _EDGE_TONES.get(row.edge, ""),
            )
        )
    return events


def propagations_of(user: User) -> QuerySet[Propagation]:
    """Rows of the user's commune that hold; for everybody with a role."""
    rows = Propagation.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    if not roles_of(user):
        return rows.none()
    return (
        rows.filter(voided_at__isnull=True)
        .select_related("story", "dv_model", "recorded_by__individual")
        .prefetch_related("villages")
    )


def propagation_sums(year: EmulationYear) -> list[tuple[str, int, int, int]]:
    """Per way of one year: (label, rows, times, people); ways without a row are left out."""
    rows = (
        Propagation.objects.filter(
            commune_id=year.plan.commune_id, voided_at__isnull=True, starts__year=year.year
        )
        .order_by()
        .values("way")
        .annotate(rows=Count("id"), total=Sum("times"), heard=Sum("people"))
    )
    found = {row["way"]: (row["rows"], row["total"], row["heard"] or 0) for row in rows}
    return [(way.label, *found[way.value]) for way in PropagationWay if way.value in found]


def kept_picture(story: Story, picture_pk: int) -> FieldFile | None:
    """The file of one picture that the story still has; None for any other."""
    rows: list[StoryPicture] = getattr(story, "kept_pictures", [])
    return next((row.file.file for row in rows if row.pk == picture_pk), None)
