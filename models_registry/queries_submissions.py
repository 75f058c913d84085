"""What was handed in, round by round."""

from __future__ import annotations

from django.db.models import QuerySet

from models_registry.models import DanVanModel, Submission


def submissions_of(dv_model: DanVanModel) -> QuerySet[Submission]:
    """Every hand-in of a registration, first one first; who sent it is read along.

    `row.text_of(part)` is what a part of the form said then. Models that were sent before the
    application kept hand-ins have none.
    """
    return dv_model.submissions.select_related(
        "transition__by__individual", "transition__on_behalf_of"
    ).order_by("round")
