"""What was made known: list with sums, one more row, a mistaken row taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from dandvan import clock
from dandvan.roles import roles_of
from dandvan.views import (
    ActionView,
    RoleRequiredMixin,
    remember_result,
    run_service,
    used_result,
)
from models_registry.filters_story import PropagationFilter
from models_registry.forms.story import PropagationForm
from models_registry.models import Propagation
from models_registry.queries import year_on
from models_registry.queries_story import PROPAGATION_WRITERS, propagation_sums, propagations_of
from models_registry.services.propagation import record_propagation, void_propagation


class PropagationListView(RoleRequiredMixin, ListView):
    """What was made known, newest first, with the sums of the year shown."""

    http_method_names = ["get", "head", "options"]
    template_name = "models_registry/propagation_list.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Propagation]:
        """What the filters leave."""
        user = self.request.user
        self.filter = PropagationFilter(
            self.request.GET, queryset=propagations_of(user), commune_id=user.commune_id
        )
        rows: QuerySet[Propagation] = self.filter.qs
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows, sums, whether the person enters rows."""
        context = super().get_context_data(**kwargs)
        user = self.request.user
        form = self.filter.form
        chosen = form.cleaned_data.get("year") if form.is_valid() else None
        year = chosen or year_on(user.commune_id or 0, clock.today())
        context["rows"] = context["page_obj"].object_list
        context["filter"] = self.filter
        context["filtered"] = any(self.request.GET.get(name) for name in self.filter.filters)
        context["sums"] = propagation_sums(year) if year else []
        context["sum_title"] = f"Cộng cả năm {year.year}" if year else ""
        context["may_record"] = bool(roles_of(user) & PROPAGATION_WRITERS)
        return context


class PropagationRecordView(RoleRequiredMixin, View):
    """Enter one row."""

    http_method_names = ["get", "post", "head", "options"]
    roles = PROPAGATION_WRITERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        given = {"way": "loudspeaker", "times": 1, "starts": clock.today()}
        return self._page(PropagationForm(user=request.user, initial=given))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it; what was typed stays when it is refused."""
        if first := used_result(request):
            return redirect(first)
        form = PropagationForm(request.POST, user=request.user)
        row = None
        if form.is_valid():
            row = run_service(
                lambda: record_propagation(user=request.user, given=form.given()), form
            )
        if row is None:
            return self._page(form)
        messages.success(request, f"Đã ghi “{row.title}”.")
        url = reverse("models_registry:propagation_list")
        remember_result(request, url)
        return redirect(url)

    def _page(self, form: PropagationForm) -> HttpResponse:
        return render(self.request, "models_registry/propagation_record.html", {"form": form})


class PropagationVoidView(ActionView):
    """Take a mistaken row out of the counts."""

    roles = PROPAGATION_WRITERS

    def visible(self) -> QuerySet[Propagation]:
        """Rows of the commune that hold."""
        return propagations_of(self.request.user)

    def act(self, obj: Any) -> str:
        """With its reason."""
        void_propagation(
            user=self.request.user,
            propagation_id=obj.pk,
            reason=self.request.POST.get("note", ""),
        )
        return f"Đã bỏ “{obj.title}” khỏi số đếm."

    def done_url(self, obj: Any) -> str:
        """The list."""
        return reverse("models_registry:propagation_list")
