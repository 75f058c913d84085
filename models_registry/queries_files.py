"""Files that a person may open."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from dandvan.roles import roles_of
from models_registry.models import (
    AssessmentTeamMember,
    Attachment,
    DanVanModel,
    SiteVisit,
    User,
)
from models_registry.queries import (
    REVIEWERS,
    TEAM_STATES,
    current_individual_id,
    models_visible_to,
)
from models_registry.queries_assessing import own_models_of, visit_photos_visible_to


def attachments_visible_to(user: User) -> QuerySet[Attachment]:
    """Files of the user's commune he may open, removed ones left out.

    Evidence: owner, members, reviewers and the team of a model they may know of. Photos of a
    visit: who reads its note, and who sent them. Other files (scans of papers): reviewers and
    who sent them.
    """
    if user.commune_id is None or not roles_of(user):
        return Attachment.objects.none()
    rows = Attachment.objects.filter(commune_id=user.commune_id, removed_at__isnull=True)
    models, person = models_visible_to(user), current_individual_id(user)
    is_photo = Exists(SiteVisit.photos.through.objects.filter(attachment=OuterRef("pk")))
    sent = Q(dv_model__isnull=True, uploaded_by=user)
    photos = Q(pk__in=visit_photos_visible_to(user).values("pk"))
    if roles_of(user) & REVIEWERS:
        papers = Q(dv_model__isnull=True) & ~is_photo
        return rows.filter(papers | sent | photos | Q(dv_model__in=models))
    seats = AssessmentTeamMember.objects.filter(
        individual_id=person, individual__isnull=False
    ).values("team__year")
    looked_at = models.filter(year__in=seats, state__in=TEAM_STATES)
    own = models.filter(pk__in=own_models_of(person).values("pk"))
    return rows.filter(Q(dv_model__in=own) | Q(dv_model__in=looked_at) | sent | photos)


def evidence_of(dv_model: DanVanModel) -> list[Attachment]:
    """Files of one model in the order they came, removed ones left out."""
    rows = dv_model.attachments.filter(removed_at__isnull=True)
    return list(rows.select_related("uploaded_by__individual"))
