"""Reads of the awards pages on the web: whose what is, what a list shows, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from awards.enums import NominationState
from awards.models import (
    AchievementReport,
    AppraisalMeeting,
    Award,
    CouncilMember,
    Dossier,
    Evaluation,
    Nomination,
)
from dandvan.flow import Flow
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from models_registry.models import Post, User
from models_registry.models.dated import on_day
from models_registry.queries import current_individual_id

OFFICE = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR, Role.VIEWER})


def of_my_subjects(user: User, day: date, path: str = "") -> Q:
    """Condition: the row's subject is the person himself or a collective he heads that day.

    `path` leads from the row to its `collective` and `individual` ("evaluation__").
    """
    person = current_individual_id(user)
    if person is None:
        return Q(pk__in=[])
    headed = Post.objects.filter(on_day(day), individual_id=person, heads__isnull=False)
    return Q(**{f"{path}individual_id": person}) | Q(
        **{f"{path}collective_id__in": headed.values("heads")}
    )


def is_office(user: User) -> bool:
    """Whether the person reads everything of awards by his role."""
    return bool(roles_of(user) & OFFICE)


# -- lists ------------------------------------------------------------------------------------


def listed_evaluations(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """Evaluations as the list shows them: current rounds, newest year first."""
    return (
        rows.filter(is_current=True)
        .select_related("year", "collective__kind", "individual")
        .order_by("-year__year", "collective_id", "individual__sort_name", "id")
    )


def listed_nominations(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """Nominations as the list shows them, with report, dossier, vote and outcome."""
    return rows.select_related(
        "award_kind",
        "evaluation__year",
        "evaluation__collective",
        "evaluation__individual",
        "dossier",
        "achievement_report",
        "outcome",
    ).order_by("-evaluation__year__year", "-id")


def listed_dossiers(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Dossiers as the list shows them, with `collectives` and `individuals` counted."""
    current = ~Q(nominations__state=NominationState.WITHDRAWN)
    return (
        rows.select_related("year", "award_kind", "receiving_office", "decision__paper")
        .annotate(
            collectives=Count("nominations__evaluation__collective", filter=current),
            individuals=Count("nominations__evaluation__individual", filter=current),
        )
        .order_by("-year__year", "-id")
    )


def listed_meetings(rows: QuerySet[AppraisalMeeting]) -> QuerySet[AppraisalMeeting]:
    """Meetings as the list shows them, with the number of nominees voted on."""
    return (
        rows.select_related("year", "council", "minutes__paper")
        .annotate(nominees=Count("votes__nomination", distinct=True))
        .order_by("-starts_at", "-id")
    )


# -- what happened ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Happening:
    """One line of a timeline: what, who, when; the paper it rests on as `detail`."""

    label: str
    who: str
    at: datetime
    note: str = ""
    detail: str = ""
    css: str = ""


_CSS = {"stop": "bad", "alt": "wait"}
# How objects come into being; no edge of a flow.
_BEGINNINGS = {"create": "Lập hồ sơ", "propose": "Đề xuất khen thưởng"}


def happenings(flow: Flow[Any], row: Any, *, notes: bool = True) -> list[Happening]:
    """The trace of one object, oldest first; `notes` False leaves the reasons out.

    One query. An act recorded from paper names the signer, the paper and who recorded it.
    """
    traces = row.transitions.select_related("by__individual", "signer__individual")
    return [_happening(flow, trace, notes=notes) for trace in traces]


def _happening(flow: Flow[Any], trace: Any, *, notes: bool) -> Happening:
    edge = flow.edges.get(trace.edge)
    by = trace.by.display_name if trace.by else "phần mềm"
    who, detail = by, ""
    if trace.signer_id:
        who = str(trace.signer)
        number = f" số {trace.paper_number}" if trace.paper_number else ""
        day = f" ngày {short_date(trace.paper_date)}" if trace.paper_date else ""
        detail = f"{by} ghi nhận theo văn bản{number}{day}"
    return Happening(
        label=edge.label if edge else _BEGINNINGS.get(trace.edge, "Cập nhật"),
        who=who,
        at=trace.at,
        note=trace.note if notes else "",
        detail=detail,
        css=_CSS.get(edge.style, "") if edge else "",
    )


# -- the first page of awards -------------------------------------------------------------------


@dataclass(frozen=True)
class MyAwards:
    """What there is for one person in awards; each list newest first."""

    evaluations: list[Evaluation]
    nominations: list[Nomination]
    awards: list[Award]


def my_awards(user: User, day: date) -> MyAwards:
    """Sheets, nominations and honors of the person and the collectives he heads; 3 queries."""
    mine = of_my_subjects(user, day)
    return MyAwards(
        evaluations=list(listed_evaluations(Evaluation.objects.filter(mine))),
        nominations=list(
            listed_nominations(
                Nomination.objects.filter(of_my_subjects(user, day, "evaluation__"))
            ).exclude(state=NominationState.WITHDRAWN)
        ),
        awards=list(
            Award.objects.filter(mine).select_related(
                "award_kind", "year", "collective", "individual", "decision__paper"
            )
        ),
    )


def votes_with_barred(meeting: AppraisalMeeting) -> list[Any]:
    """Last counts of a meeting in the order of entry, each with who was barred from it."""
    barred = Prefetch("not_voting", CouncilMember.objects.select_related("individual"))
    return list(
        meeting.votes.filter(is_final=True)
        .select_related(
            "nomination__award_kind",
            "nomination__evaluation__collective",
            "nomination__evaluation__individual",
            "led_by__individual",
        )
        .prefetch_related(barred)
    )


def reports_to_read(rows: QuerySet[AchievementReport]) -> QuerySet[AchievementReport]:
    """Achievement reports with all that their page names."""
    return rows.select_related(
        "form",
        "signed_scan",
        "changed_by__individual",
        "nomination__award_kind",
        "nomination__dossier",
        "nomination__evaluation__year",
        "nomination__evaluation__collective",
        "nomination__evaluation__individual",
    )
