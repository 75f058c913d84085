"""Models as pages show them: lists, like-named ones, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet

from dandvan import clock
from dandvan.roles import roles_of
from dandvan.transition import OnBehalfSource
from dandvan.vietnamese import search_key
from models_registry.domain.flow import MODEL_FLOW
from models_registry.enums import CorrectionStatus, ModelState, ReminderAbout, ReviewOutcome
from models_registry.models import (
    Correction,
    DanVanModel,
    Reminder,
    User,
)
from models_registry.queries import (
    current_individual_id,
    models_visible_to,
    sees_inside,
    takes_part,
)

LIKENESS = 0.72
MOST_LIKE = 5
STATE_TONES = {
    ModelState.SUBMITTED: "wait",
    ModelState.RETURNED: "bad",
    ModelState.ACCEPTED: "go",
    ModelState.REPORTED: "wait",
    ModelState.ASSESSED: "go",
    ModelState.RECOGNIZED: "honour",
    ModelState.DECLINED: "bad",
    ModelState.REVOKED: "bad",
}


def models_for_list(user: User) -> QuerySet[DanVanModel]:
    """Models the person may know of, with all that a row of a list shows."""
    return (
        models_visible_to(user)
        .select_related("year", "collective", "individual", "main_area", "owner_person")
        .prefetch_related("villages")
    )


def models_for_page(user: User) -> QuerySet[DanVanModel]:
    """Models the person may know of, with all that the page of one shows."""
    return (
        models_visible_to(user)
        .select_related(
            "year__plan", "window", "collective", "individual", "main_area", "owner_person"
        )
        .prefetch_related("members__individual", "villages__changes__into__changes")
    )


def own_models(user: User) -> QuerySet[DanVanModel]:
    """Models that the person registered or takes part in."""
    person = current_individual_id(user)
    if person is None:
        return DanVanModel.objects.none()
    return models_for_list(user).filter(takes_part(person))


def own_drafts(user: User) -> QuerySet[DanVanModel]:
    """Drafts the person began or owns, newest first."""
    return (
        models_for_list(user)
        .filter(state=ModelState.DRAFT)
        .filter(
            Q(owner_person_id=current_individual_id(user), owner_person__isnull=False)
            | Q(created_by=user)
        )
        .order_by("-id")
    )


def like_named_models(user: User, name: str, *, exclude_pk: int | None = None) -> list[DanVanModel]:
    """Models of the commune with a like name, likest first, at most five.

    Compared without tone marks: one name holds the other, or most of it is equal.
    """
    key = search_key(name)
    if len(key) < 6 or not roles_of(user):
        return []
    rows = models_visible_to(user).exclude(pk=exclude_pk).exclude(search_name="")
    found = []
    for pk, other in rows.values_list("pk", "search_name"):
        alike = 1.0 if key in other or other in key else SequenceMatcher(None, key, other).ratio()
        if alike >= LIKENESS:
            found.append((-alike, pk))
    order = [pk for _, pk in sorted(found)[:MOST_LIKE]]
    by_pk = {row.pk: row for row in models_for_list(user).filter(pk__in=order)}
    return [by_pk[pk] for pk in order]


def open_corrections_of(dv_model: DanVanModel) -> list[Correction]:
    """What is still to be mended, in the order it was asked."""
    rows = dv_model.corrections.filter(status=CorrectionStatus.OPEN)
    return list(rows.select_related("opened_by__individual"))


@dataclass(frozen=True)
class Event:
    """A line of "Diễn biến"."""

    at: datetime
    label: str
    who: str = ""
    detail: str = ""
    note: str = ""
    css: str = ""


_EVENT_TONES = {
    "accept": "ok",
    "return": "wait",
    "return_report": "wait",
    "recognize": "honour",
    "decline": "bad",
    "revoke": "bad",
    "withdraw": "bad",
    "close": "bad",
}


def timeline_of(dv_model: DanVanModel, user: User) -> list[Event]:
    """What happened, oldest first; reasons and reminders only for those who see inside."""
    inside = sees_inside(user, dv_model)
    events = [Event(dv_model.created_at, "Lập bản nháp", dv_model.created_by.display_name)]
    events += _report_events(dv_model)
    if inside:
        events += [
            _reminder_event(row) for row in dv_model.reminders.select_related("by__individual")
        ]
        events += _mending_events(dv_model)
    events += _transition_events(dv_model, inside=inside)
    events += _later_events(dv_model, inside=inside)
    # A stable sort keeps the order within a moment: first written, then sent.
    return sorted(events, key=lambda event: event.at)


def _reminder_event(row: Reminder) -> Event:
    """A reminder with its day and way, or a due day that was moved."""
    moved = row.about == ReminderAbout.DUE_MOVED
    return Event(
        row.at,
        row.get_about_display() if moved else "Nhắc",
        row.by.display_name,
        "" if moved else row.when_and_how,
        note=row.text,
        css="wait",
    )


def _mending_events(dv_model: DanVanModel) -> list[Event]:
    """Corrections that were taken back, slips that the clerk mended."""
    withdrawn = dv_model.corrections.filter(status=CorrectionStatus.WITHDRAWN)
    events = [
        Event(
            row.closed_at,
            "Rút lại nội dung cần bổ sung",
            row.closed_by.display_name if row.closed_by else "",
            row.get_part_display(),
        )
        for row in withdrawn.select_related("closed_by__individual")
        if row.closed_at
    ]
    return events + [
        Event(row.at, "Sửa lỗi nhỏ", row.by.display_name, row.get_part_display(), row.reason)
        for row in dv_model.mends.select_related("by__individual")
    ]


def _transition_events(dv_model: DanVanModel, *, inside: bool) -> list[Event]:
    """Changes of state, with whom one stood in for and the paper they rest on."""
    rows = dv_model.transitions.select_related(
        "by__individual", "on_behalf_of", "signer__individual"
    )
    return [
        Event(
            row.at,
            MODEL_FLOW.edges[row.edge].label,
            row.by.display_name if row.by else "",
            _rests_on(row),
            row.note if inside else "",
            _EVENT_TONES.get(row.edge, ""),
        )
        for row in rows
    ]


def _later_events(dv_model: DanVanModel, *, inside: bool) -> list[Event]:
    """What happens to a model later: looks at it, other people, carrying over."""
    looks = dv_model.reviews.standing().select_related("year", "by__individual")
    handovers = dv_model.handovers.select_related("from_person", "to_person", "by__individual")
    extensions = dv_model.extensions.select_related("from_year", "to_year", "by__individual")
    merged = dv_model.village_changes.select_related("into", "by__individual")
    events = [
        Event(
            _on_day(row.date),
            f"Rà soát {row.year}: {row.get_outcome_display().lower()}",
            row.by.display_name,
            note=row.text if inside else "",
            css="ok" if row.outcome == ReviewOutcome.CONTINUES else "bad",
        )
        for row in looks
    ]
    for row in handovers:
        words = f"{row.from_person} thôi phụ trách, chưa có người tiếp tục"
        if row.to_person:
            words = f"Bàn giao: {row.from_person} → {row.to_person}"
        events.append(
            Event(
                row.at,
                words,
                row.by.display_name,
                f"từ ngày {row.date:%d/%m/%Y}",
                row.reason if inside else "",
                "go" if row.to_person else "wait",
            )
        )
    events += [
        Event(
            row.at,
            f"Gia hạn từ {row.from_year} sang {row.to_year}",
            row.by.display_name,
            note=row.reason if inside else "",
            css="wait",
        )
        for row in extensions
    ]
    events += [
        Event(
            row.at,
            f"Địa bàn: làng {row.old_name} nhập vào {row.into}",
            row.by.display_name,
            f"từ ngày {row.date:%d/%m/%Y}, {row.paper}",
        )
        for row in merged
    ]
    return events


def _on_day(day: date) -> datetime:
    """A day among moments: its end."""
    return datetime.combine(day, time(23, 59), tzinfo=clock.now().tzinfo)


def _rests_on(row: object) -> str:
    """For whom, from what source; by which signed paper."""
    parts = []
    if person := getattr(row, "on_behalf_of", None):
        parts.append(f"làm thay {person}")
    if source := getattr(row, "on_behalf_source", ""):
        parts.append(f"theo {OnBehalfSource(source).label}")
    if signer := getattr(row, "signer", None):
        parts.append(f"ghi nhận theo văn bản đã ký của {signer}")
    if number := getattr(row, "paper_number", ""):
        day = getattr(row, "paper_date", None)
        parts.append(f"số {number}" + (f" ngày {day:%d/%m/%Y}" if day else ""))
    return ", ".join(parts)


def _report_events(dv_model: DanVanModel) -> list[Event]:
    """Reports that were written, with their days of delay."""
    return [
        Event(
            row.written_at,
            f"Ghi {row.get_kind_display().lower()}",
            row.written_by.display_name,
            ", ".join(
                part
                for part in (
                    _rests_on(row),
                    f"chậm {row.late_days:02d} ngày" if row.late_days else "",
                )
                if part
            ),
        )
        for row in dv_model.reports.select_related("written_by__individual")
    ]
