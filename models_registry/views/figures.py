"""The figures of one model: typed into a grid between reports too, with their history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dandvan import clock
from dandvan.vietnamese import short_date
from models_registry.enums import ModelState
from models_registry.forms.figures import FigureCellsForm
from models_registry.queries import model_actors, sees_inside
from models_registry.queries_figure_sheet import figure_history, figure_sheet
from models_registry.queries_figure_texts import text_notes
from models_registry.queries_figures import figure_grid
from models_registry.services.figures import figures_closed, record_figures
from models_registry.services.registration import WRITERS
from models_registry.views.bases import WriterPage, detail_url
from models_registry.views.figure_cells import save_cells


class ModelFiguresView(WriterPage):
    """Owner, members and clerk type; reviewers read what was entered when by whom."""

    def allowed(self) -> bool:
        """Whoever sees the inside of the model."""
        return sees_inside(self.request.user, self.dv_model)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The grid, or why there is none to type into."""
        if self._writes() and not figures_closed(self.dv_model, request.user):
            return self._page(self._form(initial={"date": clock.today()}))
        return self._page(None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the cells that were changed."""
        if not self._writes():
            raise PermissionDenied
        url = figures_url(pk)
        if refusal := figures_closed(self.dv_model, request.user):
            messages.error(request, refusal)
            return redirect(url)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        saved = save_cells(
            lambda: record_figures(
                user=request.user,
                model_id=pk,
                figures=form.figures(),
                date=data["date"],
                on_behalf_source=data.get("on_behalf_source", ""),
                reason=data.get("reason", ""),
            ),
            form,
            self.dv_model,
        )
        if saved is None:
            return self.refused(self._page(form))
        if saved:
            day = short_date(data["date"])
            messages.success(request, f"Đã lưu {saved} số liệu, tính đến ngày {day}.")
        else:
            messages.info(request, "Không có số nào thay đổi.")
        return self.done(url)

    def _writes(self) -> bool:
        """Whether the person enters figures of this model."""
        return bool(WRITERS & model_actors(self.dv_model, self.request.user))

    def _form(self, data: Any = None, **kwargs: Any) -> FigureCellsForm:
        """A cell per indicator and place; after the report was sent a reason is asked for."""
        return FigureCellsForm(
            data,
            sheet=figure_sheet(self.dv_model),
            on_behalf=self.on_behalf,
            ask_reason=self.dv_model.state == ModelState.REPORTED,
            **kwargs,
        )

    def _page(self, form: FigureCellsForm | None) -> HttpResponse:
        """Cells or figures, differences, history."""
        dv_model = self.dv_model
        sheet, grid = figure_sheet(dv_model), figure_grid(dv_model)
        context = {
            "dv_model": dv_model,
            "form": form if sheet.indicators else None,
            "closed": figures_closed(dv_model, self.request.user) if self._writes() else "",
            "sheet": sheet,
            "grid": grid,
            "text_notes": text_notes(dv_model, grid),
            "history": figure_history(sheet),
            "inside": True,
            "detail_url": detail_url(dv_model),
        }
        return render(self.request, "models_registry/model_figures.html", context)


def figures_url(pk: int) -> str:
    """Address of the figures of a model."""
    return reverse("models_registry:model_figures", args=[pk])
