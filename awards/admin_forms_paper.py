"""Forms of the clerk's acts in the admin: words, a signed paper, a file kept on arrival."""

from __future__ import annotations

from typing import Any

from django import forms

from dandvan.errors import DomainError
from dandvan.forms import PageForm, VnDateField
from models_registry.enums import SignerBody
from models_registry.models import Attachment, Signer, User
from models_registry.services.files import store_file
from models_registry.services.paper_trace import PaperTrace


class ActForm(PageForm):
    """A form about one row; `version` is that of the row it was filled in on."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, row: Any, **kwargs: Any) -> None:
        """Take the person and the row."""
        self.user, self.row = user, row
        super().__init__(*args, **kwargs)
        if hasattr(row, "version"):
            self.initial.setdefault("version", row.version)

    def keep_files(self) -> None:
        """Forms with a file store it here, whatever else is refused."""


class NoteForm(ActForm):
    """An act that only needs words."""

    note = forms.CharField(
        label="Lý do, ghi chú",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PlainForm(ActForm):
    """An act that asks for nothing more."""


class FileForm(ActForm):
    """A form with one file that is stored on arrival and still there when it is refused."""

    file_title = "Bản chụp văn bản đã ký"
    file_required = False
    scan = forms.FileField(
        label="Bản chụp", required=False, help_text="PDF hoặc ảnh, tối đa 20 MB; ảnh tới 25 MB."
    )
    scan_kept = forms.ModelChoiceField(
        Attachment.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer again the files that this person has sent and that are in no model."""
        super().__init__(*args, **kwargs)
        self.fields["scan_kept"].queryset = Attachment.objects.filter(
            commune_id=self.user.commune_id,
            uploaded_by=self.user,
            removed_at=None,
            dv_model=None,
        )
        for name in ("scan", "scan_kept"):
            self.fields[name] = self.fields.pop(name)

    def keep_files(self) -> None:
        """Store a file that arrived and remember it in the form; ask for one where needed."""
        upload = self.files.get("scan")
        if upload is not None:
            self._store(upload)
        elif self.file_required and not self.cleaned_data.get("scan_kept"):
            self.add_error("scan", "Chọn tệp cho mục “Bản chụp”.")

    def _store(self, upload: Any) -> None:
        try:
            stored = store_file(
                user=self.user, upload=upload, title=self.file_title, merge_only=True
            )
        except DomainError as error:
            for reason in error.reasons:
                self.add_error("scan", reason)
            return
        self.cleaned_data["scan_kept"] = stored
        self.data = self.data.copy()
        self.data["scan_kept"] = str(stored.pk)
        self.fields["scan"].help_text = f"Đã nhận tệp “{stored.original_name}”."

    def kept_scan(self) -> Attachment | None:
        """The file that just arrived, or arrived with a refused form before."""
        return self.cleaned_data.get("scan_kept")


class PaperForm(FileForm):
    """ "Ghi nhận theo văn bản đã ký": who signed, number, date, scan."""

    signer_bodies: tuple[str, ...] = tuple(SignerBody.values)
    signer = forms.ModelChoiceField(
        Signer.objects.none(), label="Người ký", required=False, empty_label="– chọn –"
    )
    paper_number = forms.CharField(label="Số văn bản", max_length=60, required=False)
    paper_date = VnDateField(label="Ngày văn bản", required=False, help_text="Ví dụ 18/11/2024.")
    quiet_optional = True

    def __init__(self, *args: Any, paper: bool = True, **kwargs: Any) -> None:
        """`paper` False: the person acts himself and no paper is asked for."""
        self.with_paper = paper
        super().__init__(*args, **kwargs)
        if not paper:
            for name in ("signer", "paper_number", "paper_date", "scan", "scan_kept"):
                del self.fields[name]
            return
        rows = Signer.objects.filter(commune_id=self.user.commune_id, body__in=self.signer_bodies)
        self.fields["signer"].queryset = rows.select_related("individual")

    def keep_files(self) -> None:
        """Only where a paper is asked for."""
        if self.with_paper:
            super().keep_files()

    def paper(self) -> PaperTrace | None:
        """The trace of the signed paper; None when the person acts himself."""
        if not self.with_paper:
            return None
        return PaperTrace(
            signer=self.cleaned_data.get("signer"),
            number=self.cleaned_data.get("paper_number", ""),
            date=self.cleaned_data.get("paper_date"),
            scan=self.kept_scan(),
        )


class PaperNoteForm(PaperForm):
    """A signed paper with words (the bloc's objection)."""

    note = forms.CharField(
        label="Lý do", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ConfirmForm(PaperForm):
    """A confirmation of a báo cáo thành tích from the signed report."""

    confirmed_on = VnDateField(label="Ngày xác nhận", help_text="Ví dụ 18/11/2024.")
    confirmer_post = forms.CharField(
        label="Chức vụ người xác nhận",
        max_length=200,
        required=False,
        help_text="Để trống thì lấy chức vụ của người ký.",
    )
