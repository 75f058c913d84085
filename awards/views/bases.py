"""What the pages of awards share: a filtered list, a page with a form that calls one service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import DetailView, FormView, ListView

from awards.views.flow_buttons import optional_url
from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.stale_forms import stored_values
from dandvan.views import (
    RoleRequiredMixin,
    VisibleObjectMixin,
    remember_result,
    run_service,
    used_result,
)
from models_registry.models import DanVanModel

PER_PAGE = 25


class FilteredList(RoleRequiredMixin, ListView):
    """A list with its filter panel; a subclass gives `rows()` and the filter."""

    http_method_names = ["get", "head", "options"]
    paginate_by = PER_PAGE
    filter_class: Any = None
    workbench = ""

    def rows(self) -> QuerySet[Any]:
        """Rows that this person may know of, as the list shows them."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """The rows, narrowed by the filter."""
        if self.filter_class is None:
            return self.rows()
        self.filter = self.filter_class(self.request.GET, self.rows(), request=self.request)
        return self.filter.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The filter, whether it is in use, and the clerk's way to his workbench."""
        is_clerk = Role.CLERK in roles_of(self.request.user)
        return super().get_context_data(
            filter=getattr(self, "filter", None),
            narrowed=any(value for key, value in self.request.GET.items() if key != "page"),
            workbench_url=optional_url(self.workbench) if is_clerk and self.workbench else "",
            **kwargs,
        )


class ObjectPage(VisibleObjectMixin, DetailView):
    """The reading page of one object."""

    http_method_names = ["get", "head", "options"]


class ServicePage(VisibleObjectMixin, FormView):
    """A form about one object whose button calls one service; a refusal keeps what was typed.

    A subclass gives `visible()`, `may()`, `call(form)` and `done_url()`; `said` is the
    sentence afterwards.
    """

    http_method_names = ["get", "post", "head", "options"]
    said = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Nothing is read before the role is asked for."""
        super().setup(request, *args, **kwargs)
        self.today = clock.today()

    def may(self) -> bool:
        """Whether this person may do it at all."""
        raise NotImplementedError

    def not_now(self) -> str:
        """Why the form makes no sense at this time; empty when it does."""
        return ""

    def call(self, form: Any) -> Any:
        """Call the service with what was typed."""
        raise NotImplementedError

    def done_url(self) -> str:
        """Where to go afterwards."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Read the object; 404 when it may not be known of."""
        self.object = self.get_object()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form to who may fill it in."""
        self.prepare()
        if not self.may():
            raise PermissionDenied
        if refusal := self.not_now():
            messages.error(request, refusal)
            return redirect(self.done_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the form once; a second click lands where the first one did."""
        self.prepare()
        if not self.may():
            raise PermissionDenied
        if first := used_result(request):
            return redirect(first)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service; its refusals stand on the form."""
        self.result = run_service(lambda: self.call(form), form)
        if self.result is None:
            self.freshen_version(form)
            return self.form_invalid(form)
        url = self.done_url()
        remember_result(self.request, url)
        if self.said:
            messages.success(self.request, self.said)
        return redirect(url)

    def freshen_version(self, form: Any) -> None:
        """After a refusal the next try is held against the record as it is now."""
        if "version" not in form.fields or self.object is None:
            return
        self.object.refresh_from_db()
        if form.cleaned_data.get("version") != self.object.version:
            form.offer_stored(stored_values(form, self.object))
        form.data = form.data.copy()
        form.data["version"] = str(self.object.version)


def with_pages(models: Iterable[DanVanModel]) -> list[DanVanModel]:
    """Models with `page_url`, the address of their page (empty while there is none)."""
    rows = list(models)
    for row in rows:
        row.page_url = optional_url("models_registry:model_detail", row.pk)
    return rows


def met_words(views: Iterable[Any]) -> str:
    """How many criteria are met: "Đạt 5/6 tiêu chuẩn"."""
    rows = list(views)
    return f"Đạt {sum(1 for view in rows if view.is_met)}/{len(rows)} tiêu chuẩn" if rows else ""
