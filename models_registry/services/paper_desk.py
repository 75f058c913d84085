"""Signers and scans for forms about a signed paper (`dandvan.paper_forms.PaperDesk`)."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from models_registry.models import Attachment, Signer, User
from models_registry.services.files import store_file
from models_registry.services.paper_trace import PaperTrace


class RegistryDesk:
    """The desk over the registry's rows; shared by the forms of both apps."""

    trace_of = PaperTrace

    @staticmethod
    def signers_for(user: User, bodies: Iterable[str]) -> QuerySet[Signer]:
        """Signers of the person's commune who sign for one of these bodies; empty: for any."""
        rows = Signer.objects.filter(commune_id=user.commune_id)
        if bodies := tuple(bodies):
            rows = rows.filter(body__in=bodies)
        return rows.select_related("individual")

    @staticmethod
    def loose_files_of(user: User) -> QuerySet[Attachment]:
        """Files that this person has sent himself and that belong to no model."""
        return Attachment.objects.filter(
            commune_id=user.commune_id, uploaded_by=user, removed_at=None, dv_model=None
        )

    @staticmethod
    def store_scan(user: User, upload: UploadedFile, title: str) -> Attachment:
        """Store a scan that can go into a bundle. Raises NotAllowed, DomainError."""
        return store_file(user=user, upload=upload, title=title, merge_only=True)


PAPER_DESK = RegistryDesk()
