"""Who may take part in a year, who has registered, who has not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from dandvan.roles import Role
from dandvan.vietnamese import search_key
from models_registry.enums import ModelState, ReminderAbout, SubjectType
from models_registry.models import (
    DanVanModel,
    EmulationYear,
    Individual,
    ModelMember,
    Participation,
    Post,
    Reminder,
)

ROSTER_READERS = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR, Role.VIEWER})
NO_PLACE = "Chưa ghi nơi công tác"
_NOT_HELPING = (ModelState.DRAFT, ModelState.WITHDRAWN)


def posts_in_year(year: int) -> QuerySet[Post]:
    """Posts of a kind the movement is for that are held on some day of the calendar year.

    Source: plan II.1 (cá nhân).
    """
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=date(year, 12, 31))
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1))
    return Post.objects.filter(
        started & not_over, kind__eligible=True, kind__subject_type=SubjectType.INDIVIDUAL
    )


def eligible_people(year: EmulationYear) -> QuerySet[Individual]:
    """Whom the movement is for in this year: one row per person of the commune."""
    return Individual.objects.filter(
        commune_id=year.plan.commune_id,
        pk__in=posts_in_year(year.year).values("individual_id"),
    )


def counted_day(year: EmulationYear, today: date) -> date:
    """The day on which "đang công tác" is counted: today, as far as it lies in the year."""
    return min(max(today, date(year.year, 1, 1)), date(year.year, 12, 31))


@dataclass(frozen=True)
class OwnParticipation:
    """What one person sees of his registration in the year of a day."""

    year: EmulationYear
    registered_on: date | None
    pledge: str


def own_participation(
    commune_id: int | None, individual_id: int | None, today: date
) -> OwnParticipation | None:
    """The registration of one person in this calendar year, asked in one query.

    None when there is no emulation year or the movement is not for him in it.
    """
    if commune_id is None or individual_id is None:
        return None
    mine = Participation.objects.filter(
        year=OuterRef("pk"), individual_id=individual_id, withdrawn_at__isnull=True
    )
    found = (
        EmulationYear.objects.filter(
            Exists(posts_in_year(today.year).filter(individual_id=individual_id)),
            plan__commune_id=commune_id,
            year=today.year,
        )
        .annotate(
            registered_on=Subquery(mine.values("registered_on")[:1]),
            pledge=Subquery(mine.values("pledge")[:1]),
        )
        .first()
    )
    if found is None:
        return None
    return OwnParticipation(found, found.registered_on, found.pledge or "")


@dataclass(frozen=True)
class RosterRow:
    """One person of the year with his registration, if any, and the models he helps."""

    individual: Individual
    post: Post
    active: bool
    participation: Participation | None
    models: tuple[DanVanModel, ...] = ()
    reminder: Reminder | None = None


@dataclass(frozen=True)
class RosterGroup:
    """People of one office or village."""

    key: str
    title: str
    rows: tuple[RosterRow, ...]

    @property
    def registered(self) -> int:
        """How many of them have registered."""
        return sum(row.participation is not None for row in self.rows)


@dataclass(frozen=True)
class Roster:
    """The whole year: figures over everybody, groups as asked for."""

    groups: tuple[RosterGroup, ...] = field(default=())

    @property
    def rows(self) -> tuple[RosterRow, ...]:
        """Everybody, group by group."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def total(self) -> int:
        """Whom the movement is for in the year."""
        return len(self.rows)

    @property
    def registered(self) -> int:
        """How many of them have registered."""
        return sum(row.participation is not None for row in self.rows)

    @property
    def active(self) -> int:
        """Who holds a post on the counted day."""
        return sum(row.active for row in self.rows)

    @property
    def active_registered(self) -> int:
        """Who holds a post on the counted day and has registered."""
        return sum(row.active and row.participation is not None for row in self.rows)

    def narrowed(self, *, group: str = "", missing: bool = False) -> tuple[RosterGroup, ...]:
        """Groups with the rows asked for; empty groups are left out.

        `missing`: who still holds a post and has not registered.
        """
        found = []
        for row in self.groups:
            if group and row.key != group:
                continue
            rows = tuple(
                r for r in row.rows if not missing or (r.active and r.participation is None)
            )
            if rows:
                found.append(RosterGroup(row.key, row.title, rows))
        return tuple(found)


def roster(year: EmulationYear, today: date) -> Roster:
    """Everybody the movement is for in the year, offices first, then villages.

    Five queries, whatever the number of people.
    """
    day = counted_day(year, today)
    posts = posts_in_year(year.year).select_related("village", "collective")
    people = eligible_people(year).prefetch_related(Prefetch("posts", posts, "year_posts"))
    registered = {
        row.individual_id: row
        for row in Participation.objects.filter(year=year, withdrawn_at__isnull=True)
    }
    helped, reminded = _models_by_person(year), _last_reminders(year)
    groups: dict[str, list[RosterRow]] = defaultdict(list)
    heads: dict[str, tuple[tuple[int, str], str]] = {}
    for person in people:
        held = [post for post in person.year_posts if post.holds_on(day)]
        post = (held or person.year_posts[-1:])[0]
        key, order, title = place_of(post, person)
        heads[key] = (order, title)
        groups[key].append(
            RosterRow(
                person,
                post,
                bool(held),
                registered.get(person.pk),
                tuple(helped.get(person.pk, ())),
                reminded.get(person.pk),
            )
        )
    ordered = sorted(heads.items(), key=lambda item: item[1][0])
    return Roster(tuple(RosterGroup(key, head[1], tuple(groups[key])) for key, head in ordered))


def place_of(post: Post, person: Individual) -> tuple[str, tuple[int, str], str]:
    """Key, place in the order and title of the office or village somebody belongs to."""
    if post.village is not None:
        name = str(post.village)
        return f"lang-{post.village_id}", (1, post.village.code), name[:1].upper() + name[1:]
    if post.collective is not None:
        title = str(post.collective)
        return f"tap-the-{post.collective_id}", (0, search_key(title)), title
    title = person.unit or NO_PLACE
    return search_key(title).replace(" ", "-"), (0, search_key(title)), title


def _last_reminders(year: EmulationYear) -> dict[int | None, Reminder]:
    """The latest reminder to register, by person."""
    rows = Reminder.objects.filter(year=year, about=ReminderAbout.PARTICIPATION)
    return {row.individual_id: row for row in rows.order_by("reminded_on", "id")}


def _models_by_person(year: EmulationYear) -> dict[int, list[DanVanModel]]:
    """Models of the year that each person helps; drafts and withdrawn ones do not count."""
    found: dict[int, list[DanVanModel]] = defaultdict(list)
    rows = ModelMember.objects.filter(dv_model__year=year).exclude(dv_model__state__in=_NOT_HELPING)
    for row in rows.select_related("dv_model").order_by("dv_model__code", "id"):
        if row.dv_model not in found[row.individual_id]:
            found[row.individual_id].append(row.dv_model)
    return found
