"""Figures typed into cells, one per indicator and place; only what was changed is handed on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from dandvan.transition import OnBehalfSource
from dandvan.vietnamese import vn_number
from models_registry.forms.fields import FigureField, LongText
from models_registry.models import Indicator, Village
from models_registry.queries_figure_sheet import FigureSheet, Key
from models_registry.queries_figures import WHOLE
from models_registry.services.figures import FigureInput, StaleFigures


class BehalfForm(PageForm):
    """On what the clerk acts for somebody; asked only where he does."""

    on_behalf_source = forms.ChoiceField(
        label="Làm thay theo", choices=OnBehalfSource.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, on_behalf: bool, **kwargs: Any) -> None:
        """Leave the question out for those who act themselves."""
        super().__init__(*args, **kwargs)
        if not on_behalf:
            del self.fields["on_behalf_source"]


@dataclass(frozen=True)
class Cell:
    """A field for one figure and the hidden one that says what was shown in it."""

    indicator: Indicator
    village: Village | None
    name: str
    seen: str

    @property
    def key(self) -> Key:
        """Indicator and place."""
        return self.indicator.pk, self.village.pk if self.village else None

    @property
    def place(self) -> str:
        """Where the figure is counted, as a heading."""
        return str(self.village) if self.village else WHOLE.capitalize()


class FigureCellsForm(BehalfForm):
    """A day and a cell per indicator and place.

    Each cell carries the row it showed, so that a figure somebody changed meanwhile is never
    overwritten unseen.
    """

    date = VnDateField(label="Số liệu đến ngày")
    reason = LongText(
        label="Lý do",
        required=False,
        max_length=300,
        help_text="Vì sao số này đúng, ví dụ: số hộ của làng trong danh sách đã cũ.",
    )

    def __init__(
        self, *args: Any, sheet: FigureSheet, ask_reason: bool = False, **kwargs: Any
    ) -> None:
        """A figure field for each indicator by village, and one for the whole model."""
        super().__init__(*args, **kwargs)
        self.sheet, self.ask_reason = sheet, ask_reason
        current = sheet.current
        self.cells: list[Cell] = []
        for indicator in sheet.indicators:
            for village in (*sheet.villages, None):
                end = f"{indicator.pk}-{village.pk if village else 'chung'}"
                cell = Cell(indicator, village, f"so-{end}", f"da-{end}")
                there = current.get(cell.key)
                said = f"{indicator.name}, {village or WHOLE}"
                self.fields[cell.name] = FigureField(
                    label=f"{said} ({indicator.unit})",
                    said=said,
                    kind=indicator.kind,
                    unit=indicator.unit,
                    required=False,
                    initial=there.reported if there else None,
                )
                self.fields[cell.seen] = forms.IntegerField(
                    widget=forms.HiddenInput, required=False, initial=there.pk if there else 0
                )
                self.cells.append(cell)

    def clean_date(self) -> datetime.date:
        """Not a day to come."""
        day: datetime.date = self.cleaned_data["date"]
        if day > clock.today():
            raise forms.ValidationError(f"{self.fields['date'].label} chưa tới. Kiểm tra lại ngày.")
        return day

    @property
    def asks_reason(self) -> bool:
        """Whether the reason is asked for: by the page, or because a figure looks doubtful."""
        typed = self.is_bound and self.data.get(self.add_prefix("reason"))
        return self.ask_reason or bool(typed) or "reason" in self.errors

    def figures(self) -> list[FigureInput]:
        """Cells that were changed, as the service takes them."""
        return [row for cell in self.cells if (row := self._input(cell)) is not None]

    def _input(self, cell: Cell) -> FigureInput | None:
        """What one cell says; None when it says what it showed."""
        value: Decimal | None = self.cleaned_data.get(cell.name)
        seen: int | None = self.cleaned_data.get(cell.seen)
        if seen is None:
            return FigureInput(cell.indicator, cell.village, value) if value is not None else None
        shown = self.sheet.shown(seen, cell.key)
        if value == (shown.reported if shown else None):
            return None
        return FigureInput(cell.indicator, cell.village, value, seen)

    def say_stale(self, error: StaleFigures, now: FigureSheet) -> None:
        """Both figures beside each cell that somebody changed; the next try is about the new ones.

        Cells that the person left alone take over what stands there now.
        """
        typed = {row.key for row in self.figures()}
        self.data = self.data.copy()
        current = now.current
        for cell in self.cells:
            there = current.get(cell.key)
            self.data[self.add_prefix(cell.seen)] = str(there.pk if there else 0)
            if cell.key not in typed:
                text = vn_number(there.reported) if there else ""
                self.data[self.add_prefix(cell.name)] = text
        for cell in self.cells:
            if cell.key in error.by_key:
                self.add_error(cell.name, error.by_key[cell.key])

    def groups(self) -> list[tuple[Indicator, list[tuple[str, Any, Any]]]]:
        """Bound cells (place, field, hidden field) by indicator, in order."""
        found: dict[int, tuple[Indicator, list[tuple[str, Any, Any]]]] = {}
        for cell in self.cells:
            group = found.setdefault(cell.indicator.pk, (cell.indicator, []))
            group[1].append((cell.place, self[cell.name], self[cell.seen]))
        return list(found.values())
