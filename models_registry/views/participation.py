"""Taking part: register in one tap, enter many at once, see who has not registered."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from dandvan.views import (
    RoleRequiredMixin,
    VisibleObjectMixin,
    remember_result,
    run_service,
    used_result,
)
from models_registry.forms.participation import (
    EnterForm,
    PledgeForm,
    RosterFilterForm,
    WithdrawForm,
)
from models_registry.models import EmulationYear, Participation
from models_registry.queries import current_individual_id
from models_registry.queries_participation import (
    ROSTER_READERS,
    Roster,
    RosterGroup,
    own_participation,
    roster,
)
from models_registry.services.participation import (
    register_many,
    register_oneself,
    withdraw_participation,
)
from models_registry.services.registration import REGISTRANTS


class ParticipationRegisterView(RoleRequiredMixin, View):
    """Register oneself for this year; home sends here in one tap."""

    http_method_names = ["get", "post", "head", "options"]
    roles = REGISTRANTS

    def get(self, request: HttpRequest) -> HttpResponse:
        """One line to fill in, or what was registered."""
        own = self._own()
        initial = {"pledge": own.pledge} if own else {}
        return self._page(PledgeForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register, or mend the line; the first page then says that it is done."""
        if first := used_result(request):
            return redirect(first)
        form = PledgeForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        row = run_service(
            lambda: register_oneself(user=request.user, pledge=form.cleaned_data["pledge"]), form
        )
        if row is None:
            return self._page(form)
        messages.success(request, f"Đã đăng ký tham gia phong trào {row.year}.")
        url = reverse("home")
        remember_result(request, url)
        return redirect(url)

    def _own(self) -> Any:
        """One's registration of this year."""
        user = self.request.user
        return own_participation(user.commune_id, current_individual_id(user), clock.today())

    def _page(self, form: PledgeForm) -> HttpResponse:
        """The page."""
        context = {"form": form, "own": self._own(), "today": clock.today()}
        return render(self.request, "models_registry/participation_register.html", context)


class YearRosterMixin(RoleRequiredMixin):
    """Pages over the roster of one year: ?nam= chooses it, else the year of today."""

    request: HttpRequest

    @cached_property
    def years(self) -> list[EmulationYear]:
        """Years of the person's commune, newest first."""
        rows = EmulationYear.objects.filter(plan__commune_id=self.request.user.commune_id)
        return list(rows.select_related("plan").order_by("-year"))

    def chosen_year(self) -> EmulationYear | None:
        """The year of the address, the one of today, None before the first plan."""
        number = self.request.GET.get("nam", "")
        if number.isascii() and number.isdigit():
            if found := next((row for row in self.years if str(row.pk) == number), None):
                return found
            raise Http404
        return self.year_of_today()

    def year_of_today(self) -> EmulationYear | None:
        """The year of today, else the latest one."""
        today = clock.today().year
        return next((row for row in self.years if row.year == today), next(iter(self.years), None))


class ParticipationRosterView(YearRosterMixin, View):
    """ "Ai chưa đăng ký": everybody of the year by office and village, with figures."""

    http_method_names = ["get", "head", "options"]
    roles = ROSTER_READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Figures over everybody; the filter narrows the tables only."""
        year = self.chosen_year()
        found = roster(year, clock.today()) if year else Roster()
        default = self.year_of_today()
        data = {**request.GET.dict(), "nam": "" if year == default else str(year.pk)}
        form = RosterFilterForm(data, years=self.years, year=default, groups=found.groups)
        form.is_valid()
        chosen = form.cleaned_data
        context = {
            "year": year,
            "roster": found,
            "groups": found.narrowed(
                group=chosen.get("noi", ""), missing=chosen.get("chua") == "1"
            ),
            "missing_url": f"?chua=1&nam={year.pk}" if year else "",
            "missing_count": found.active - found.active_registered,
            "filter": SimpleNamespace(form=form),
            "may_enter": Role.CLERK in roles_of(request.user),
        }
        return render(request, "models_registry/participation_roster.html", context)


class ParticipationEnterView(YearRosterMixin, View):
    """The clerk enters a list: who, from what, of which day."""

    http_method_names = ["get", "post", "head", "options"]
    roles = frozenset({Role.CLERK})

    def get(self, request: HttpRequest) -> HttpResponse:
        """Everybody who has not registered, by office and village."""
        year = self._year()
        return self._page(year, EnterForm(groups=self._open_groups(year)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter those who are ticked."""
        if first := used_result(request):
            return redirect(first)
        year = self._year()
        form = EnterForm(request.POST, groups=self._open_groups(year))
        if not form.is_valid():
            return self._page(year, form)
        data = form.cleaned_data
        rows = run_service(
            lambda: register_many(
                user=request.user,
                year=year,
                people=form.chosen(),
                source=data["source"],
                registered_on=data["registered_on"],
                pledge=data["pledge"],
            ),
            form,
        )
        if rows is None:
            return self._page(year, form)
        day = short_date(data["registered_on"])
        messages.success(request, f"Đã ghi {len(rows)} người đăng ký tham gia ngày {day}.")
        url = f"{reverse('models_registry:participation_roster')}?nam={year.pk}"
        remember_result(request, url)
        return redirect(url)

    def _year(self) -> EmulationYear:
        """The year; without any there is nothing to enter."""
        year = self.chosen_year()
        if year is None:
            raise Http404
        return year

    def _open_groups(self, year: EmulationYear) -> tuple[RosterGroup, ...]:
        """Who has not registered, also those who have left since."""
        found = roster(year, clock.today())
        rest = (
            RosterGroup(
                group.key,
                group.title,
                tuple(row for row in group.rows if row.participation is None),
            )
            for group in found.groups
        )
        return tuple(group for group in rest if group.rows)

    def _page(self, year: EmulationYear, form: EnterForm) -> HttpResponse:
        """The page; when everybody has registered there is no form."""
        context = {
            "form": form,
            "year": year,
            "nobody_left": not form.offered,
            "back": f"{reverse('models_registry:participation_roster')}?nam={year.pk}",
        }
        return render(self.request, "models_registry/participation_enter.html", context)


class ParticipationWithdrawView(VisibleObjectMixin, View):
    """The clerk takes a registration entered by mistake off the list, with a reason."""

    http_method_names = ["get", "post", "head", "options"]
    roles = ROSTER_READERS

    def visible(self) -> QuerySet[Participation]:
        """Registrations of the commune that still stand."""
        return Participation.objects.filter(
            year__plan__commune_id=self.request.user.commune_id, withdrawn_at__isnull=True
        ).select_related("individual", "year")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whose registration, and the reason to fill in."""
        return self._page(self._row(), WithdrawForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it off."""
        if first := used_result(request):
            return redirect(first)
        row, form = self._row(), WithdrawForm(request.POST)
        if not form.is_valid():
            return self._page(row, form)
        done = run_service(
            lambda: withdraw_participation(
                user=request.user, participation_id=pk, reason=form.cleaned_data["reason"]
            ),
            form,
        )
        if done is None:
            return self._page(row, form)
        messages.success(request, f"Đã gỡ đăng ký tham gia của {row.individual}.")
        remember_result(request, self._back(row))
        return redirect(self._back(row))

    def _row(self) -> Participation:
        """The row, for the clerk alone."""
        row: Participation = self.get_object()
        if Role.CLERK not in roles_of(self.request.user):
            raise PermissionDenied
        return row

    @staticmethod
    def _back(row: Participation) -> str:
        """The roster of its year."""
        return f"{reverse('models_registry:participation_roster')}?nam={row.year_id}"

    def _page(self, row: Participation, form: WithdrawForm) -> HttpResponse:
        """The page."""
        context = {"row": row, "form": form, "back": self._back(row)}
        return render(self.request, "models_registry/participation_withdraw.html", context)
