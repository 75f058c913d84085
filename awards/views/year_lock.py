"""The page on which a year is locked, or opened again with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from awards.forms_calendar import YearUnlockForm
from awards.queries_calendar import open_dossiers
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.views import (
    RoleRequiredMixin,
    remember_result,
    run_service,
    show_refusal,
    used_result,
)
from models_registry.models import EmulationYear
from models_registry.services.year_lock import lock_year, open_matters, unlock_year


class YearLockView(RoleRequiredMixin, View):
    """Lock an open year, open a locked one."""

    http_method_names = ["get", "post", "head", "options"]
    roles = frozenset({Role.CLERK, Role.CHAIR})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What speaks against locking; or the form for opening again."""
        return self._page(self._year(pk), self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it once."""
        year = self._year(pk)
        if first := used_result(request):
            return redirect(first)
        return self._unlock(year) if year.locked_at else self._lock(year)

    def _lock(self, year: EmulationYear) -> HttpResponse:
        """Lock; a refusal is said on the same page."""
        try:
            lock_year(user=self.request.user, year_id=year.pk, more_open=open_dossiers(year))
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            show_refusal(self.request, error)
            return redirect("awards:year_lock", pk=year.pk)
        return self._done(f"Đã khóa năm {year.year}. Chủ tịch mở lại được, có lý do.")

    def _unlock(self, year: EmulationYear) -> HttpResponse:
        """Open again; a scan that arrived is kept when it is refused."""
        form = self._form(self.request.POST, self.request.FILES)
        form.is_valid()
        form.keep_files()
        done = None
        if not form.errors:
            done = run_service(
                lambda: unlock_year(
                    user=self.request.user,
                    year_id=year.pk,
                    reason=form.cleaned_data["reason"],
                    paper=form.paper(),
                ),
                form,
            )
        if done is None:
            return self._page(year, form)
        return self._done(f"Đã mở lại năm {year.year}. Khóa lại khi sửa xong.")

    def _done(self, said: str) -> HttpResponse:
        """Say it on the calendar."""
        messages.success(self.request, said)
        url = reverse("awards:calendar")
        remember_result(self.request, url)
        return redirect(url)

    def _year(self, pk: int) -> EmulationYear:
        """A year of the commune, or 404."""
        rows = EmulationYear.objects.filter(plan__commune_id=self.request.user.commune_id)
        return get_object_or_404(rows.select_related("plan"), pk=pk)

    def _form(self, *data: Any) -> YearUnlockForm:
        """Without the parts of a paper for who decides himself."""
        user = self.request.user
        return YearUnlockForm(*data, user=user, paper=Role.CHAIR not in roles_of(user))

    def _page(self, year: EmulationYear, form: YearUnlockForm) -> HttpResponse:
        roles = roles_of(self.request.user)
        context = {
            "year": year,
            "form": form,
            "paper": Role.CHAIR not in roles,
            "may": Role.CLERK in roles,
            "matters": [] if year.locked_at else [*open_matters(year), *open_dossiers(year)],
            "locks": year.locks.select_related("by__individual", "signer__individual").order_by(
                "-pk"
            ),
            "back": reverse("awards:calendar"),
        }
        return render(self.request, "awards/year_lock.html", context)
