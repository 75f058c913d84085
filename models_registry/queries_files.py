"""Files that a person may open."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dandvan.roles import roles_of
from models_registry.models import Attachment, DanVanModel, ModelMember, User
from models_registry.queries import REVIEWERS, current_individual_id, models_visible_to


def attachments_visible_to(user: User) -> QuerySet[Attachment]:
    """Files of the user's commune he may open, removed ones left out.

    Evidence: owner, members and reviewers of a model they may know of. Other files
    (scans of papers): reviewers and who sent them.
    """
    if user.commune_id is None or not roles_of(user):
        return Attachment.objects.none()
    rows = Attachment.objects.filter(commune_id=user.commune_id, removed_at__isnull=True)
    models = models_visible_to(user)
    if roles_of(user) & REVIEWERS:
        return rows.filter(Q(dv_model__isnull=True) | Q(dv_model__in=models))
    person = current_individual_id(user)
    own: QuerySet[DanVanModel] = models.none()
    if person is not None:
        member_of = ModelMember.objects.filter(individual_id=person).values("dv_model_id")
        own = models.filter(Q(owner_person_id=person) | Q(pk__in=member_of))
    return rows.filter(Q(dv_model__in=own) | Q(dv_model__isnull=True, uploaded_by=user))


def evidence_of(dv_model: DanVanModel) -> list[Attachment]:
    """Files of one model in the order they came, removed ones left out."""
    rows = dv_model.attachments.filter(removed_at__isnull=True)
    return list(rows.select_related("uploaded_by__individual"))
