"""Several files in one field; each is stored on arrival and survives a refused form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from dandvan.errors import DomainError
from dandvan.forms import PageForm
from models_registry.models import Attachment, User
from models_registry.services.files import store_file
from models_registry.services.paper_desk import PAPER_DESK


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Any number of files; the value is the list of uploads."""

    def __init__(self, *, accept: str = "", **kwargs: Any) -> None:
        """Not required: files that arrived before count, too."""
        attrs: dict[str, Any] = {"multiple": True, **({"accept": accept} if accept else {})}
        super().__init__(required=False, widget=ManyFilesInput(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every upload; what is in them is asked when they are stored."""
        del initial
        return [item for item in (data or []) if item]


class FilesForm(PageForm):
    """A form with files of one person; `uploads` names the field they come in."""

    uploads = ""
    kept_word = "tệp"
    files_kept = forms.ModelMultipleChoiceField(
        Attachment.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer again what this person has sent."""
        super().__init__(*args, **kwargs)
        self.user = user
        kept: Any = self.fields["files_kept"]
        kept.queryset = self.offered()

    def offered(self) -> QuerySet[Attachment]:
        """Files that may have arrived with a refused form before."""
        raise NotImplementedError

    def store(self, upload: UploadedFile) -> Attachment:
        """Store one file. Raises DomainError."""
        raise NotImplementedError

    def keep_files(self) -> list[Attachment]:
        """Store what arrived, whatever else is refused; every file there is by now."""
        rows = {row.pk: row for row in self.cleaned_data.get("files_kept") or ()}
        for upload in self.cleaned_data.get(self.uploads) or ():
            try:
                stored = self.store(upload)
            except DomainError as error:
                for reason in error.reasons:
                    self.add_error(self.uploads, reason)
                continue
            rows[stored.pk] = stored
        if rows and hasattr(self.data, "setlist"):
            self.data.setlist(self.add_prefix("files_kept"), [str(pk) for pk in rows])
            words = f"Đã nhận {len(rows):02d} {self.kept_word}; gửi thêm nếu còn."
            self[self.uploads].help_text = words
        return list(rows.values())


class PhotosForm(FilesForm):
    """Photos of a visit: they belong to no model, for its people do not see them."""

    uploads = "photos"
    kept_word = "ảnh"
    photos = ManyFilesField(
        label="Ảnh",
        accept="image/*",
        help_text="Chọn nhiều ảnh một lần được; tối đa 20 ảnh.",
    )

    def offered(self) -> QuerySet[Attachment]:
        """His own files that stand nowhere yet."""
        return PAPER_DESK.loose_files_of(self.user).filter(site_visits__isnull=True)

    def store(self, upload: UploadedFile) -> Attachment:
        """A picture, shrunk and freed of its place."""
        title = "Ảnh kiểm tra thực tế"
        return store_file(user=self.user, upload=upload, title=title, merge_only=True)
