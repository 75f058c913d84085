"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from dandvan import clock, navigation
from dandvan.form_tokens import arrived_tokens
from dandvan.roles import ROLE_LABELS, Role, roles_of
from dandvan.vietnamese import short_date


def _optional_url(name: str) -> str:
    """Address of a page, empty when the project has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _commune_label(user: object) -> str:
    """How the header names the commune of a person; empty for an anonymous one."""
    commune = getattr(user, "commune", None)
    if commune is None:
        return ""
    name = str(getattr(commune, "name", commune))
    return name if name.startswith("UBND") else f"UBND {name}"


def _frame(request: HttpRequest) -> dict[str, Any]:
    """Values of the frame: header, navigation, demo banner."""
    user = getattr(request, "user", None)
    demo = clock.demo_date()
    frame: dict[str, Any] = {
        "year": clock.today().year,
        "demo_banner": (f"Dữ liệu mẫu – ngày làm việc giả định {short_date(demo)}" if demo else ""),
        "home_url": _optional_url("home") or "/",
    }
    if user is None or not user.is_authenticated:
        return frame
    roles, unread = roles_of(user), getattr(user, "unread_notices", 0)
    frame |= {
        "unread": unread,
        "notices_url": navigation.notices_url(),
        "signed_in": True,
        # For static/js/keep.js: whose drafts, by which clock, which forms have arrived.
        "user_id": user.pk,
        "now": clock.now().isoformat(timespec="milliseconds"),
        "arrived": " ".join(arrived_tokens(request)),
        "commune_name": _commune_label(user),
        "user_name": user.get_full_name() or user.get_username(),
        "role_label": " · ".join(ROLE_LABELS[role] for role in Role if role in roles),
        "nav": navigation.side_groups(roles, request.path, unread),
        "tabs": navigation.tab_links(roles, request.path),
        "admin_url": _optional_url("admin:index") if user.is_staff else "",
    }
    return frame


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame as `ui`, worked out only when a template asks for it.

    Not named `site`: Django's login view overwrites that name with the host's.
    """
    return {"ui": SimpleLazyObject(lambda: _frame(request))}
