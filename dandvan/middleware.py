"""Per request: the working date is read once, a one-time password changed, nothing kept behind."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dandvan import clock

GetResponse = Callable[[HttpRequest], HttpResponse]


class ClockMiddleware:
    """Read the working date of the demo once per request."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forget what an earlier request of this thread read; the first question reads anew."""
        clock.forget_working_date()
        return self.get_response(request)


class PasswordChangeMiddleware:
    """Somebody with a one-time password sees only the page that changes it."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send to the change of password until it is done."""
        user = request.user
        if user.is_authenticated and getattr(user, "must_change_password", False):
            target = reverse("password_change")
            if request.path not in (target, reverse("logout"), reverse("password_change_done")):
                return redirect(target)
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Pages of somebody who is signed in are kept by no browser: the computer is shared.

    After “Đăng xuất” the way back shows nothing. Files and pictures say for themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answer."""
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response
