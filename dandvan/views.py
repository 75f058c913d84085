"""Bases of every view: invisible object 404, missing right 403, wrong method 405, refusal said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View

from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.form_tokens import remember_result, used_result
from dandvan.roles import Role, roles_of
from dandvan.stale_forms import stored_values


def is_script(request: HttpRequest) -> bool:
    """Whether a script of the page asks; it cannot use the way to the log-in page."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def signed_out_answer() -> JsonResponse:
    """401 for a script: the session is over, and where one signs in again."""
    said = "Phiên đăng nhập đã kết thúc."
    return JsonResponse({"error": said, "login": reverse("login")}, status=401)


class RoleRequiredMixin(LoginRequiredMixin):
    """Signed in and holding one of `roles` (empty: any role); else 403."""

    roles: frozenset[Role] = frozenset()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role before anything else."""
        if not request.user.is_authenticated:
            if is_script(request):
                return signed_out_answer()
            return self.handle_no_permission()
        held = roles_of(request.user)
        if not held or (self.roles and not held & self.roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class VisibleObjectMixin(RoleRequiredMixin):
    """Views of one object: what the person may not know of does not exist (404)."""

    pk_url_kwarg = "pk"

    def visible(self) -> QuerySet[Any]:
        """Rows that this person may know of."""
        raise NotImplementedError

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        """The row of the address, or 404."""
        rows = self.visible() if queryset is None else queryset
        return get_object_or_404(rows, pk=self.kwargs[self.pk_url_kwarg])


def show_refusal(request: HttpRequest, error: DomainError) -> None:
    """Say every reason of a refusal on the next page."""
    for reason in error.reasons:
        messages.error(request, reason)


class ActionView(VisibleObjectMixin, View):
    """One act on one object: POST only, one service call, then back to the object.

    A subclass gives `visible()`, `act(obj)` (calls the service, returns the sentence that
    says what happened) and `done_url(obj)`.
    """

    http_method_names = ["post"]

    def act(self, obj: Model) -> str:
        """Call the service; return what to say."""
        raise NotImplementedError

    def done_url(self, obj: Model) -> str:
        """Where to go afterwards."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it once; a refusal is said and changes nothing."""
        obj = self.get_object()
        if first := used_result(request):
            return redirect(first)
        try:
            said = self.act(obj)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            show_refusal(request, error)
            return redirect(self.done_url(obj))
        url = self.done_url(obj)
        remember_result(request, url)
        messages.success(request, said)
        return redirect(url)


def picture_response(stored: Any | None) -> FileResponse:
    """The bytes of a stored JPEG (a FieldFile) to look at; 404 without one."""
    try:
        stream = stored.open("rb") if stored else None
    except FileNotFoundError as error:
        raise Http404 from error
    if stream is None:
        raise Http404
    response = FileResponse(stream, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def refuse_form(form: Any, error: DomainError) -> None:
    """Put every reason of a refusal on the form, beside its field where it names one."""
    field = error.field if error.field in form.fields else None
    for reason in error.reasons:
        form.add_error(field, reason)


def renew_version(form: Any, error: DomainError, row: Any) -> None:
    """After the refusal of a stale form the next try is about the row as it is now.

    Told what changed meanwhile, the person chooses between the stored and the typed text.
    """
    if isinstance(error, StaleRecord) and row is not None and "version" in form.fields:
        row.refresh_from_db()
        form.offer_stored(stored_values(form, row))
        form.data[form.add_prefix("version")] = str(row.version)


def run_service(call: Callable[[], Any], form: Any) -> Any | None:
    """Call a service for a filled-in form; refusals become errors of the form.

    Returns the service's result, or None when it refused. A DomainError with `field` stands
    beside that field. Raises PermissionDenied for NotAllowed.
    """
    try:
        return call()
    except NotAllowed as error:
        raise PermissionDenied(" ".join(error.reasons)) from error
    except DomainError as error:
        refuse_form(form, error)
        return None
