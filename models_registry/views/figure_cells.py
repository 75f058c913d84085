"""What pages with cells for figures share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dandvan.views import run_service
from models_registry.forms.figures import FigureCellsForm
from models_registry.models import DanVanModel
from models_registry.queries_figure_sheet import figure_sheet
from models_registry.services.figures import StaleFigures


def save_cells(call: Callable[[], Any], form: FigureCellsForm, dv_model: DanVanModel) -> Any | None:
    """`run_service` for a form with cells; a stale cell shows both figures beside itself."""

    def attempt() -> Any | None:
        try:
            return call()
        except StaleFigures as error:
            form.say_stale(error, figure_sheet(dv_model))
            return None

    return run_service(attempt, form)
