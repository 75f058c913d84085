"""Several photos in one field; each is stored on arrival and survives a refused form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dandvan.errors import DomainError
from dandvan.forms import PageForm
from models_registry.models import Attachment, User
from models_registry.services.files import store_file
from models_registry.services.paper_desk import PAPER_DESK


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotosField(forms.FileField):
    """Pictures, any number; the value is the list of uploads."""

    def __init__(self, **kwargs: Any) -> None:
        """Not required: photos that arrived before count, too."""
        widget = ManyFilesInput(attrs={"accept": "image/*", "multiple": True})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every upload; what is in them is asked when they are stored."""
        del initial
        return [item for item in (data or []) if item]


class PhotosForm(PageForm):
    """A form with photos of one person, belonging to no model."""

    file_title = "Ảnh kiểm tra thực tế"
    photos = PhotosField(label="Ảnh", help_text="Chọn nhiều ảnh một lần được; tối đa 20 ảnh.")
    photos_kept = forms.ModelMultipleChoiceField(
        Attachment.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer again what this person has sent."""
        super().__init__(*args, **kwargs)
        self.user = user
        kept: Any = self.fields["photos_kept"]
        kept.queryset = PAPER_DESK.loose_files_of(user).filter(site_visits__isnull=True)

    def keep_photos(self) -> list[Attachment]:
        """Store what arrived, whatever else is refused; every photo there is by now."""
        rows = {row.pk: row for row in self.cleaned_data.get("photos_kept") or ()}
        for upload in self.cleaned_data.get("photos") or ():
            try:
                stored = store_file(
                    user=self.user, upload=upload, title=self.file_title, merge_only=True
                )
            except DomainError as error:
                for reason in error.reasons:
                    self.add_error("photos", reason)
                continue
            rows[stored.pk] = stored
        if rows and hasattr(self.data, "setlist"):
            self.data.setlist(self.add_prefix("photos_kept"), [str(pk) for pk in rows])
            self["photos"].help_text = f"Đã nhận {len(rows):02d} ảnh; gửi thêm nếu còn."
        return list(rows.values())
