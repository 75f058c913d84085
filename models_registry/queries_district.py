"""Lists registered with the level above: who reads them, to whom they go, what happened."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from dandvan.roles import Actor, Role, roles_of
from models_registry.domain.district_flow import DISTRICT_FLOW
from models_registry.enums import (
    AuthorityLevel,
    DistrictState,
    ModelState,
    RegisteredKind,
    WindowKind,
)
from models_registry.models import (
    Authority,
    Commune,
    DanVanModel,
    DistrictRegistration,
    EmulationYear,
    ReceivingOffice,
    RegisteredModel,
    User,
    YearWindow,
)
from models_registry.queries_models import Event
from models_registry.queries_sent import SENT_STATES

READERS = frozenset({Role.CLERK, Role.CHAIR, Role.MOBILIZATION_BLOC, Role.VIEWER})
DISTRICT_TONES = {
    DistrictState.DRAFT: "wait",
    DistrictState.SIGNED: "go",
    DistrictState.SENT: "go",
    DistrictState.ANSWERED: "ok",
}
UNFINISHED = (DistrictState.DRAFT, DistrictState.SIGNED)
_LEVELS = (AuthorityLevel.DISTRICT, AuthorityLevel.PROVINCE)


def registrations_visible_to(user: User) -> QuerySet[DistrictRegistration]:
    """Lists of the user's commune, for the office and for who only reads."""
    rows = DistrictRegistration.objects.filter(
        commune_id=user.commune_id, commune__isnull=False
    ).select_related(
        "commune",
        "year__plan__commune",
        "window",
        "authority",
        "receiving_office",
        "supplementary_to",
        "signer__individual",
        "document__paper",
    )
    return rows if roles_of(user) & READERS else rows.none()


def listed_registrations(user: User) -> QuerySet[DistrictRegistration]:
    """Lists with what a line says of them: rows by kind, open questions."""
    kept = Q(rows__left_out=False)
    return (
        registrations_visible_to(user)
        .annotate(
            new=Count("rows", filter=kept & Q(rows__kind=RegisteredKind.NEW)),
            changed=Count("rows", filter=kept & Q(rows__kind=RegisteredKind.CHANGED)),
            withdrawn=Count("rows", filter=kept & Q(rows__kind=RegisteredKind.WITHDRAWN)),
            questions=Count(
                "rows", filter=~Q(rows__question="") & Q(rows__reply_paper__isnull=True)
            ),
        )
        .order_by("-year__year", "-id")
    )


def registration_actors(registration: DistrictRegistration, user: User) -> frozenset[Actor]:
    """Roles of the person for this list; none across communes."""
    same = user.commune_id == registration.commune_id
    return frozenset(roles_of(user)) if same else frozenset()


def registration_authorities(commune: Commune | int, day: date) -> list[Authority]:
    """Authorities above the commune that receive registrations on this day, nearest first."""
    rows = Authority.objects.filter(
        commune=commune, receives_registrations=True, level__in=_LEVELS
    ).on(day)
    return sorted(rows, key=lambda row: (_LEVELS.index(AuthorityLevel(row.level)), row.pk))


def office_on(authority: Authority | None, day: date) -> ReceivingOffice | None:
    """The office through which papers reach an authority on this day."""
    return authority.receiving_offices.on(day).first() if authority is not None else None


def planned_day(year: EmulationYear, today: date) -> date | None:
    """Last day of the window for sending that is open or comes next; None without one."""
    windows = year.windows.filter(kind=WindowKind.UPWARD_REGISTRATION, ends__gte=today)
    window: YearWindow | None = windows.order_by("ends").first()
    return window.ends if window else None


def waited_for(registration: DistrictRegistration) -> list[DanVanModel]:
    """Models of the year (of the list's window) that are sent but not accepted yet."""
    rows = DanVanModel.objects.filter(
        year=registration.year, state__in=(ModelState.SUBMITTED, ModelState.RETURNED)
    )
    if registration.window_id:
        rows = rows.filter(window=registration.window_id)
    return list(rows.order_by("code", "id"))


def sent_rows_of(dv_model: DanVanModel) -> list[RegisteredModel]:
    """What the level above was told of a model, and said of it; oldest first."""
    rows = RegisteredModel.objects.filter(dv_model=dv_model, registration__state__in=SENT_STATES)
    return list(
        rows.select_related(
            "registration__authority", "registration__document__paper", "reply_paper"
        ).order_by("registration__sent_on", "id")
    )


def registration_events(registration: DistrictRegistration) -> list[Event]:
    """What happened to a list, oldest first."""
    events = [Event(registration.created_at, "Lập danh sách", registration.created_by.display_name)]
    tones = {"sign": "ok", "send": "ok", "answer": "honour", "cancel": "bad"}
    for row in registration.transitions.select_related("by__individual", "signer__individual"):
        signed = f"ghi nhận theo văn bản đã ký của {row.signer}" if row.signer else ""
        number = f"số {row.paper_number}" if row.paper_number else ""
        events.append(
            Event(
                row.at,
                DISTRICT_FLOW.edges[row.edge].label,
                row.by.display_name if row.by else "",
                ", ".join(filter(None, (signed, number))),
                row.note,
                tones.get(row.edge, ""),
            )
        )
    return events
