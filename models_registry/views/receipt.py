"""The receipt on screen, at once after a registration was handed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from models_registry.documents.registration_receipt import filled_and_empty, hand_in_text
from models_registry.enums import FormPart
from models_registry.models import DanVanModel
from models_registry.queries import sees_inside
from models_registry.queries_models import STATE_TONES
from models_registry.queries_submissions import submissions_of
from models_registry.views.bases import ModelPage, detail_url
from models_registry.views.papers import receipt_url


def receipt_page_url(dv_model: DanVanModel) -> str:
    """The receipt of the newest hand-in; the model's page where none was kept."""
    last = submissions_of(dv_model).last()
    if last is None:
        return detail_url(dv_model)
    return reverse("models_registry:submission_receipt", args=[dv_model.pk, last.round])


class SubmissionReceiptView(ModelPage):
    """Code, time, who, what was handed in, its hash; for those who see inside the model."""

    http_method_names = ["get", "head", "options"]

    def allowed(self) -> bool:
        """As for the papers of the model."""
        return sees_inside(self.request.user, self.dv_model)

    def get(self, request: HttpRequest, pk: int, round: int) -> HttpResponse:
        """One hand-in, with the way to the others and to the paper."""
        rows = list(submissions_of(self.dv_model))
        row = next((row for row in rows if row.round == round), None)
        if row is None:
            raise Http404
        filled, empty = filled_and_empty(row.content)
        context = {
            "dv_model": self.dv_model,
            "row": row,
            "when": hand_in_text(row.transition),
            "filled": filled,
            "empty": empty,
            "texts": [(part.label, row.text_of(part)) for part in FormPart if row.text_of(part)],
            "state_css": STATE_TONES.get(self.dv_model.state, ""),
            "is_last": row is rows[-1],
            "others": [
                (
                    other.round,
                    reverse("models_registry:submission_receipt", args=[pk, other.round]),
                )
                for other in rows
                if other is not row
            ],
            "paper_url": receipt_url(self.dv_model),
            "detail_url": detail_url(self.dv_model),
        }
        return render(request, "models_registry/submission_receipt.html", context)
