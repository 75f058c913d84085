"""The clerk's pages on villages: the list with former names, renaming, merging."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from dandvan import clock
from dandvan.roles import Role
from dandvan.vietnamese import short_date
from dandvan.views import RoleRequiredMixin, remember_result, run_service, used_result
from models_registry.forms.villages import MergeForm, RenameForm
from models_registry.models import Village
from models_registry.queries_villages import leftovers, villages_visible_to
from models_registry.services.villages import merge_villages, rename_village


class VillagePage(RoleRequiredMixin, View):
    """A page of the clerk about villages."""

    http_method_names = ["get", "post", "head", "options"]
    roles = frozenset({Role.CLERK})

    def done(self, said: str) -> HttpResponse:
        """Say it and lead to the list."""
        messages.success(self.request, said)
        url = reverse("models_registry:villages")
        remember_result(self.request, url)
        return redirect(url)


class VillageListView(VillagePage):
    """Villages of today, those that ended, and what still names them."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        today = clock.today()
        rows = list(villages_visible_to(request.user))
        context = {
            "villages": [row for row in rows if row.valid_to is None or row.valid_to >= today],
            "ended": [row for row in rows if row.valid_to is not None and row.valid_to < today],
            "leftovers": leftovers(request.user, today),
        }
        return render(request, "models_registry/villages.html", context)


class RenameView(VillagePage):
    """Another name from a day on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form."""
        return self._page(self._village(pk), RenameForm(initial={"date": clock.today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record it."""
        village, form = self._village(pk), RenameForm(request.POST)
        if first := used_result(request):
            return redirect(first)
        if not form.is_valid():
            return self._page(village, form)
        row = run_service(
            lambda: rename_village(user=request.user, village_id=pk, **form.cleaned_data), form
        )
        if row is None:
            return self._page(village, form)
        return self.done(
            f"Đã ghi làng {row.old_name} mang tên {row.new_name} từ ngày {short_date(row.date)}."
        )

    def _village(self, pk: int) -> Village:
        """The village of the address, or 404."""
        return get_object_or_404(villages_visible_to(self.request.user), pk=pk)

    def _page(self, village: Village, form: RenameForm) -> HttpResponse:
        """The page."""
        context = {"form": form, "village": village, "back": reverse("models_registry:villages")}
        return render(self.request, "models_registry/village_rename.html", context)


class MergeView(VillagePage):
    """Villages become part of another one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        initial = {"date": clock.today()}
        return self._page(MergeForm(initial=initial, commune_id=request.user.commune_id))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Record it."""
        if first := used_result(request):
            return redirect(first)
        form = MergeForm(request.POST, commune_id=request.user.commune_id)
        if not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        village = run_service(
            lambda: merge_villages(
                user=request.user,
                village_ids=[row.pk for row in data["villages"]],
                date=data["date"],
                into=form.target(),
                paper=data["paper"],
                note=data["note"],
            ),
            form,
        )
        if village is None:
            return self._page(form)
        names = ", ".join(row.name or row.code for row in data["villages"])
        return self.done(f"Đã ghi {names} nhập vào {village} từ ngày {short_date(data['date'])}.")

    def _page(self, form: MergeForm) -> HttpResponse:
        """The page."""
        context = {"form": form, "back": reverse("models_registry:villages")}
        return render(self.request, "models_registry/village_merge.html", context)
