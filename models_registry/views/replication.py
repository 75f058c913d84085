"""Spreading: the list, and the forms that record who adopts a model."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView

from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.views import (
    RoleRequiredMixin,
    VisibleObjectMixin,
    remember_result,
    run_service,
    used_result,
)
from models_registry.domain.replication import not_recognized
from models_registry.filters_replication import SpreadFilter
from models_registry.forms.replication import EndForm, ReplicationForm, values_of
from models_registry.models import DanVanModel, Replication, User
from models_registry.queries import year_on
from models_registry.queries_adopters import proposed_adopters
from models_registry.queries_district import READERS
from models_registry.queries_replication import (
    Family,
    Recorder,
    family_of,
    recorder_of,
    replications_visible_to,
    spread_figures,
    spread_models,
)
from models_registry.services.registration import REGISTRANTS
from models_registry.services.replication import (
    change_replication,
    end_replication,
    record_replication,
)
from models_registry.views.bases import ModelPage, detail_url


class ReplicationListView(RoleRequiredMixin, ListView):
    """Recognized models, those that somebody adopted first."""

    http_method_names = ["get", "head", "options"]
    template_name = "models_registry/replication_list.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[DanVanModel]:
        """What the filters leave."""
        self.filter = SpreadFilter(
            self.request.GET,
            queryset=spread_models(self.request.user),
            commune_id=self.request.user.commune_id,
        )
        rows: QuerySet[DanVanModel] = self.filter.qs
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows, filters, figures of what is listed."""
        context = super().get_context_data(**kwargs)
        context["filter"] = self.filter
        context["figures"] = spread_figures(self.object_list)
        context["filtered"] = any(self.request.GET.get(name) for name in self.filter.filters)
        context["list_url"] = self._list_url()
        return context

    def _list_url(self) -> str:
        """The list of this year to print, for office and readers; empty for others."""
        user = self.request.user
        if not roles_of(user) & READERS:
            return ""
        year = year_on(user.commune_id, clock.today())
        return reverse("models_registry:replication_paper", args=[year.pk]) if year else ""


class ReplicationNewView(ModelPage):
    """Record that a village, a collective or another commune adopts this model."""

    def allowed(self) -> bool:
        """CLERK, the model's people, whoever has a post in another place."""
        return self._recorder.may_some

    @cached_property
    def _recorder(self) -> Recorder:
        """What the person may record of this model."""
        return recorder_of(self.request.user, self.dv_model, clock.today())

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, with the person's own village chosen."""
        if refusal := not_recognized(self.dv_model.state):
            messages.error(request, refusal)
            return redirect(detail_url(self.dv_model))
        initial = {
            "since": clock.today(),
            "village": self._proposed() or min(self._recorder.villages, default=None),
            "responsible": None if self._recorder.anywhere else self._recorder.person,
        }
        return self._page(ReplicationForm(dv_model=self.dv_model, initial=initial))

    def _proposed(self) -> int | None:
        """The village that a proposal of the model's page names; the form offers it or not."""
        text = self.request.GET.get("lang", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record it."""
        form = ReplicationForm(request.POST, dv_model=self.dv_model)
        if not form.is_valid():
            return self._page(form)
        row = run_service(
            lambda: record_replication(user=request.user, model_id=pk, adoption=form.adoption()),
            form,
        )
        if row is None:
            return self.refused(self._page(form))
        messages.success(request, f"Đã ghi {row.where} áp dụng mô hình.")
        return self.done(detail_url(self.dv_model))

    def _page(self, form: ReplicationForm) -> HttpResponse:
        """The page."""
        context = {
            "form": form,
            "dv_model": self.dv_model,
            "detail_url": detail_url(self.dv_model),
            "label": "Ghi nơi áp dụng",
        }
        return render(self.request, "models_registry/replication_form.html", context)


class ReplicationPage(VisibleObjectMixin, View):
    """A page of one adoption: invisible 404, `allowed` 403."""

    http_method_names = ["get", "post", "head", "options"]

    def visible(self) -> QuerySet[Replication]:
        """Adoptions of models the person may know of."""
        return replications_visible_to(self.request.user)

    def row(self) -> Replication:
        """The row of the address."""
        found: Replication = self.get_object()
        if not self.allowed(found):
            raise PermissionDenied
        return found

    def allowed(self, row: Replication) -> bool:
        """Whether the person may open this page."""
        raise NotImplementedError

    def done(self, row: Replication, said: str) -> HttpResponse:
        """Say it and lead back to the model."""
        messages.success(self.request, said)
        url = detail_url(row.dv_model)
        remember_result(self.request, url)
        return redirect(url)


class ReplicationEditView(ReplicationPage):
    """Mend what was recorded of an adoption, add its results."""

    def allowed(self, row: Replication) -> bool:
        """Who may record it may mend it."""
        return _may_mend(recorder_of(self.request.user, row.dv_model, clock.today()), row)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was recorded."""
        row = self.row()
        return self._page(row, ReplicationForm(dv_model=row.dv_model, initial=values_of(row)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save it."""
        row = self.row()
        if first := used_result(request):
            return redirect(first)
        form = ReplicationForm(request.POST, dv_model=row.dv_model)
        if not form.is_valid():
            return self._page(row, form)
        changed = run_service(
            lambda: change_replication(
                user=request.user,
                replication_id=pk,
                version=form.cleaned_data["version"],
                adoption=form.adoption(),
            ),
            form,
        )
        if changed is None:
            return self._page(row, form)
        return self.done(changed, "Đã lưu.")

    def _page(self, row: Replication, form: ReplicationForm) -> HttpResponse:
        """The page."""
        context = {
            "form": form,
            "dv_model": row.dv_model,
            "detail_url": detail_url(row.dv_model),
            "label": f"Sửa: {row.where}",
        }
        return render(self.request, "models_registry/replication_form.html", context)


class ReplicationEndView(ReplicationPage):
    """The clerk ends an adoption with its reason."""

    def allowed(self, row: Replication) -> bool:
        """CLERK alone."""
        return Role.CLERK in roles_of(self.request.user)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The day and the reason to fill in."""
        return self._page(self.row(), EndForm(initial={"ended_on": clock.today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it."""
        row = self.row()
        if first := used_result(request):
            return redirect(first)
        form = EndForm(request.POST)
        if not form.is_valid():
            return self._page(row, form)
        data = form.cleaned_data
        done = run_service(
            lambda: end_replication(
                user=request.user,
                replication_id=pk,
                ended_on=data["ended_on"],
                reason=data["reason"],
            ),
            form,
        )
        if done is None:
            return self._page(row, form)
        return self.done(row, f"Đã ghi {row.where} thôi áp dụng.")

    def _page(self, row: Replication, form: EndForm) -> HttpResponse:
        """The page."""
        context = {"form": form, "row": row, "detail_url": detail_url(row.dv_model)}
        return render(self.request, "models_registry/replication_end.html", context)


def _may_mend(recorder: Recorder, row: Replication) -> bool:
    """Whether the person may mend what was recorded of this adoption."""
    return row.ended_on is None and recorder.may(
        village_id=row.village_id,
        collective_id=row.collective_id,
        adopting_model=row.adopting_model,
    )


def family_context(dv_model: DanVanModel, user: User) -> dict[str, Any]:
    """The card "Nhân rộng" of a model's page; not shown where there is nothing to say."""
    family: Family = family_of(dv_model)
    spreads = not_recognized(dv_model.state) is None
    if family.is_empty and not spreads:
        return {"shows_family": False}
    recorder = recorder_of(user, dv_model, clock.today())
    may_add = spreads and recorder.may_some
    proposals = proposed_adopters(dv_model, clock.today()) if may_add else []
    return {
        "shows_family": True,
        "family": family,
        "spreads": spreads,
        "mendable": {row.pk for row in family.adopters if spreads and _may_mend(recorder, row)},
        "may_end": Role.CLERK in roles_of(user),
        "may_praise": spreads and bool(roles_of(user) & REGISTRANTS),
        "proposals": [row for row in proposals if recorder.may(village_id=row.village.pk)],
        "adopt_url": reverse("models_registry:replication_new", args=[dv_model.pk])
        if may_add
        else "",
    }
