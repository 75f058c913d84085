"""Models beyond their year: the yearly look at living ones, the end of unfinished ones."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.views import (
    RoleRequiredMixin,
    VisibleObjectMixin,
    remember_result,
    run_service,
    used_result,
)
from models_registry.forms.living import (
    EXTEND,
    ReviewSheetForm,
    ReviewWithdrawForm,
    UnfinishedForm,
)
from models_registry.models import DanVanModel, EmulationYear, ModelReview
from models_registry.queries_living import (
    REVIEW_READERS,
    REVIEW_WRITERS,
    ReviewLine,
    models_to_finish,
    review_lines,
    years_after,
)
from models_registry.services.acceptance import close_model
from models_registry.services.living import extend_model
from models_registry.services.recognition import review_model, withdraw_review
from models_registry.views.participation import YearRosterMixin


class ReviewSheetView(YearRosterMixin, View):
    """Every living model of earlier years, looked at one after the other (plan III.1)."""

    http_method_names = ["get", "post", "head", "options"]
    roles = REVIEW_READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """What was looked at this year, and what was not."""
        year = self.chosen_year()
        lines = self._lines(year)
        return self._page(year, lines, ReviewSheetForm(lines=lines))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write every row that was filled in; a refused one keeps its words, the rest is saved."""
        if not roles_of(request.user) & REVIEW_WRITERS:
            raise PermissionDenied
        if first := used_result(request):
            return redirect(first)
        year = self.chosen_year()
        lines = self._lines(year)
        form = ReviewSheetForm(request.POST, lines=lines)
        if year is None or not form.is_valid():
            return self._page(year, lines, form)
        done = self._write(year, form)
        if done:
            messages.success(request, f"Đã ghi kết quả rà soát {done} mô hình.")
        if form.errors:
            lines = self._lines(year)
            form.lines = [line for line in lines if line.review is None and not line.own]
            return self._page(year, lines, form)
        url = f"{reverse('models_registry:review_sheet')}?nam={year.pk}"
        remember_result(request, url)
        return redirect(url)

    def _lines(self, year: EmulationYear | None) -> list[ReviewLine]:
        """The living models of the year."""
        return review_lines(self.request.user, year) if year else []

    def _write(self, year: EmulationYear, form: ReviewSheetForm) -> int:
        """One service call a row; refusals stand beside their rows. How many were written."""
        done = 0
        for dv_model, outcome, text in form.filled():
            look = partial(
                review_model,
                user=self.request.user,
                model_id=dv_model.pk,
                year=year,
                date=form.cleaned_data["date"],
                outcome=outcome,
                text=text,
            )
            try:
                look()
                done += 1
            except NotAllowed as error:
                raise PermissionDenied(" ".join(error.reasons)) from error
            except DomainError as error:
                for reason in error.reasons:
                    form.add_error(form.names(dv_model)[1], f"{dv_model.code}: {reason}")
        return done

    def _page(
        self, year: EmulationYear | None, lines: list[ReviewLine], form: ReviewSheetForm
    ) -> HttpResponse:
        """The page."""
        writes = bool(roles_of(self.request.user) & REVIEW_WRITERS)
        context = {
            "year": year,
            "years": self.years,
            "form": form,
            "writes": writes,
            "seen": [line for line in lines if line.review],
            "barred": [line for line in lines if line.own and not line.review],
            "open_lines": [line for line in lines if not line.review],
            "total": len(lines),
        }
        return render(self.request, "models_registry/review_sheet.html", context)


class ReviewWithdrawView(VisibleObjectMixin, View):
    """Take a look that was entered by mistake off, with a reason."""

    http_method_names = ["get", "post", "head", "options"]
    roles = REVIEW_READERS

    def visible(self) -> QuerySet[ModelReview]:
        """Standing looks at models of the commune."""
        rows = ModelReview.objects.standing().select_related("dv_model", "year")
        visible: QuerySet[ModelReview] = rows.filter(
            dv_model__commune_id=self.request.user.commune_id
        )
        return visible

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Which look, and the reason to fill in."""
        return self._page(self._row(), ReviewWithdrawForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it off."""
        if first := used_result(request):
            return redirect(first)
        row, form = self._row(), ReviewWithdrawForm(request.POST)
        if not form.is_valid():
            return self._page(row, form)
        reason = form.cleaned_data["reason"]
        done = run_service(
            lambda: withdraw_review(user=request.user, review_id=pk, reason=reason), form
        )
        if done is None:
            return self._page(row, form)
        messages.success(request, f"Đã gỡ kết quả rà soát của mô hình {row.dv_model.code}.")
        remember_result(request, self._back(row))
        return redirect(self._back(row))

    def _row(self) -> ModelReview:
        """The row, for those who write looks."""
        row: ModelReview = self.get_object()
        if not roles_of(self.request.user) & REVIEW_WRITERS:
            raise PermissionDenied
        return row

    @staticmethod
    def _back(row: ModelReview) -> str:
        """The sheet of its year."""
        return f"{reverse('models_registry:review_sheet')}?nam={row.year_id}"

    def _page(self, row: ModelReview, form: ReviewWithdrawForm) -> HttpResponse:
        """The page."""
        context = {"row": row, "form": form, "back": self._back(row)}
        return render(self.request, "models_registry/review_withdraw.html", context)


class UnfinishedView(RoleRequiredMixin, View):
    """Unfinished models of years gone by: carried over or closed, also many at once."""

    http_method_names = ["get", "post", "head", "options"]
    roles = frozenset({Role.CLERK})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list; ?mo-hinh= ticks one."""
        return self._page(self._form(initial={"models": request.GET.getlist("mo-hinh")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it to every ticked model; one that is refused stops nothing and keeps its tick."""
        if first := used_result(request):
            return redirect(first)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        refused: dict[DanVanModel, tuple[str, ...]] = {}
        chosen = form.chosen()
        for dv_model in chosen:
            try:
                self._do(dv_model, form.cleaned_data)
            except NotAllowed as error:
                raise PermissionDenied(" ".join(error.reasons)) from error
            except DomainError as error:
                refused[dv_model] = error.reasons
        done = len(chosen) - len(refused)
        if done:
            extended = form.cleaned_data["act_on"] == EXTEND
            what = f"gia hạn sang {form.cleaned_data['to_year']}" if extended else "kết thúc"
            messages.success(request, f"Đã {what} {done} mô hình.")
        if refused:
            return self._page(self._again(refused))
        url = reverse("models_registry:unfinished")
        remember_result(request, url)
        return redirect(url)

    def _do(self, dv_model: DanVanModel, data: dict[str, Any]) -> None:
        """Carry one model over or close it."""
        if data["act_on"] == EXTEND:
            extend_model(
                user=self.request.user,
                model_id=dv_model.pk,
                to_year=data["to_year"],
                reason=data["reason"],
            )
        else:
            close_model(user=self.request.user, model_id=dv_model.pk, note=data["reason"])

    def _form(self, data: Any = None, **kwargs: Any) -> UnfinishedForm:
        """The form over what is unfinished now."""
        user, today = self.request.user, clock.today()
        rows, years = models_to_finish(user, today), years_after(user.commune_id, today)
        return UnfinishedForm(data, rows=rows, years=years, **kwargs)

    def _again(self, refused: dict[DanVanModel, tuple[str, ...]]) -> UnfinishedForm:
        """What was typed, with the refused models still ticked and their reasons."""
        data = self.request.POST.copy()
        data.setlist("models", [str(row.pk) for row in refused])
        form = self._form(data)
        form.is_valid()
        for row, reasons in refused.items():
            for reason in reasons:
                form.add_error(None, f"{row.code} “{row}”: {reason}")
        return form

    def _page(self, form: UnfinishedForm) -> HttpResponse:
        """The page."""
        context = {"form": form, "today": clock.today()}
        return render(self.request, "models_registry/unfinished.html", context)
