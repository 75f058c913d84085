"""The one-time token of a form: a second click lands on the first result."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from dandvan.models import UsedToken

ARRIVED, MOST_ARRIVED = "da-nhan", 8


def used_result(request: HttpRequest) -> str | None:
    """Address of the first result when this form was handed in already; None the first time."""
    token = request.POST.get("once", "")
    if not token:
        return None
    row = UsedToken.objects.filter(token=token, user=request.user).first()
    return row.result_url or None if row else None


def claim_token(request: HttpRequest, token: str, url: str) -> UsedToken | None:
    """Write down where the form of this token leads; None when somebody did so before."""
    try:
        with transaction.atomic():
            return UsedToken.objects.create(
                token=token, user=request.user, result_url=url, used_at=timezone.now()
            )
    except IntegrityError:
        return None


def remember_result(request: HttpRequest, url: str) -> None:
    """Remember where the form of this token led; the first one wins."""
    token = request.POST.get("once", "")[:64]
    if token and claim_token(request, token, url):
        request.session[ARRIVED] = [*arrived_tokens(request), token][-MOST_ARRIVED:]


def arrived_tokens(request: HttpRequest) -> list[str]:
    """Tokens of the last forms that went through: the browser then drops its copies."""
    session: Any = getattr(request, "session", {})
    return list(session.get(ARRIVED, []))
