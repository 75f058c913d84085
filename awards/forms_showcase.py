"""Form of the public page: what is released, from which signed paper for the clerk."""

from __future__ import annotations

from typing import Any

from django import forms

from awards.models import Award
from awards.queries_showcase import awards_to_release, models_to_release
from dandvan.paper_forms import SignedPaperForm
from models_registry.enums import SignerBody
from models_registry.models import DanVanModel
from models_registry.services.paper_desk import PAPER_DESK


class _ModelChoices(forms.ModelMultipleChoiceField):
    """A recognized model as one line."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, whose, year."""
        return f"{obj.name} – {obj.owner_name}, năm {obj.year.year}"


class _AwardChoices(forms.ModelMultipleChoiceField):
    """An honor as one line."""

    def label_from_instance(self, obj: Any) -> str:
        """Who, what, year."""
        return f"{obj.collective or obj.individual} – {obj.award_kind}, năm {obj.year.year}"


class ShowcaseReleaseForm(SignedPaperForm):
    """Models and honors not shown yet, all ticked to begin with."""

    desk = PAPER_DESK
    signer_bodies = (SignerBody.UBND,)
    models = _ModelChoices(
        DanVanModel.objects.none(),
        label="Mô hình được công nhận",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    awards = _AwardChoices(
        Award.objects.none(),
        label="Khen thưởng",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out a list with nothing in it."""
        super().__init__(*args, **kwargs)
        offered: dict[str, Any] = {
            "models": models_to_release(self.user),
            "awards": awards_to_release(self.user),
        }
        for name, rows in offered.items():
            found = list(rows)
            if not found:
                del self.fields[name]
                continue
            field: Any = self.fields[name]
            field.queryset = rows
            self.initial.setdefault(name, [row.pk for row in found])

    def chosen(self, name: str) -> list[int]:
        """Ids of what was ticked."""
        return [row.pk for row in self.cleaned_data.get(name) or ()]
