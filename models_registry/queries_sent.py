"""What the level above knows of models: the last row that was sent, what is still to be sent."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dandvan.vietnamese import short_date
from models_registry.enums import DistrictState, ModelState, RegisteredKind
from models_registry.models import DanVanModel, DistrictRegistration, RegisteredModel

# A model that was accepted and still stands, and one that was given up.
STANDING = (
    ModelState.ACCEPTED,
    ModelState.REPORTED,
    ModelState.ASSESSED,
    ModelState.RECOGNIZED,
)
GIVEN_UP = (ModelState.WITHDRAWN, ModelState.NOT_CARRIED_OUT)
SENT_STATES = (DistrictState.SENT, DistrictState.ANSWERED)
SIGNED_STATES = (DistrictState.SIGNED, *SENT_STATES)


def signed_rows(dv_model: DanVanModel) -> QuerySet[RegisteredModel]:
    """Rows of this model in lists that were signed, oldest first."""
    return (
        RegisteredModel.objects.filter(dv_model=dv_model, registration__state__in=SIGNED_STATES)
        .select_related("registration__document__paper", "registration__authority")
        .order_by("registration__document__date", "id")
    )


def paper_words(registration: DistrictRegistration) -> str:
    """The paper of a list in a sentence: "công văn số 34/UBND-VP"; empty before signing."""
    document = registration.paper
    if document is None or document.paper is None:
        return ""
    return f"{registration.get_letter_form_display().lower()} số {document.paper}"


def standing_of(dv_model: DanVanModel) -> dict[str, str]:
    """Facts of a model's flow: the list in which it was sent, or is signed and waits.

    Empty when the level above does not know of it, or was told that it was withdrawn.
    """
    last = signed_rows(dv_model).last()
    if last is None or last.kind == RegisteredKind.WITHDRAWN:
        return {}
    row = last.registration
    if row.state == DistrictState.SIGNED:
        return {"signed_for_district": f"danh sách {row.code}, {paper_words(row)}"}
    words = f"danh sách {row.code} gửi ngày {short_date(row.sent_on)}, {paper_words(row)}"
    return {"sent_to_district": words}


def with_last_kind(models: QuerySet[DanVanModel]) -> QuerySet[DanVanModel]:
    """Models with `last_kind`: what the last list that was sent said of them, or None."""
    sent = RegisteredModel.objects.filter(
        dv_model=OuterRef("pk"), registration__state__in=SENT_STATES
    ).order_by("-registration__sent_on", "-id")
    return models.annotate(last_kind=Subquery(sent.values("kind")[:1]))


def unsent_models(models: QuerySet[DanVanModel]) -> QuerySet[DanVanModel]:
    """Of these models those of which the level above has still to be told.

    Accepted and never sent (or sent as withdrawn), or given up after they were sent.
    """
    unknown = Q(last_kind__isnull=True) | Q(last_kind=RegisteredKind.WITHDRAWN)
    return with_last_kind(models).filter(
        Q(unknown, state__in=STANDING) | Q(~unknown, state__in=GIVEN_UP)
    )
