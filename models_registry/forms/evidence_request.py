"""The answer to what an assessment asked for: files, words, or both."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from models_registry.forms.fields import LongText
from models_registry.forms.many_files import FilesForm, ManyFilesField
from models_registry.models import Attachment, DanVanModel
from models_registry.services.evidence_request import LONGEST
from models_registry.services.files import ACCEPTED, store_file


class EvidenceAnswerForm(FilesForm):
    """Files become evidence of the model."""

    uploads = "sent"
    sent = ManyFilesField(
        label="Tệp bổ sung", help_text=f"Nhận {ACCEPTED}; chọn nhiều tệp một lần được."
    )
    answer = LongText(label="Trả lời", max_length=LONGEST, required=False)
    quiet_optional = True

    def __init__(self, *args: Any, dv_model: DanVanModel, **kwargs: Any) -> None:
        """Know whose evidence it is."""
        self.dv_model = dv_model
        super().__init__(*args, **kwargs)

    def offered(self) -> QuerySet[Attachment]:
        """Evidence of the model that this person sent."""
        return self.dv_model.attachments.filter(removed_at=None, uploaded_by=self.user)

    def store(self, upload: UploadedFile) -> Attachment:
        """As evidence of the model."""
        return store_file(user=self.user, upload=upload, dv_model=self.dv_model)
