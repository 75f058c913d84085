"""Forms with a file kept on arrival, and the signed paper that an act is recorded from."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Protocol

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from dandvan.errors import DomainError
from dandvan.forms import VersionForm, VnDateField


class PaperDesk(Protocol):
    """Where the forms get signers and files from; the library itself knows no such rows."""

    def signers_for(self, user: Any, bodies: Iterable[str]) -> QuerySet[Any]:
        """Signers of the person's commune who sign for one of these bodies."""

    def loose_files_of(self, user: Any) -> QuerySet[Any]:
        """Files that this person has sent himself and that belong to no model."""

    def store_scan(self, user: Any, upload: UploadedFile, title: str) -> Any:
        """Store a scan; DomainError when it is refused."""

    def trace_of(self, *, signer: Any, number: str, date: datetime.date | None, scan: Any) -> Any:
        """What the services take as the trace of a signed paper."""


class ScanForm(VersionForm):
    """A form with one file that is stored on arrival and still there when it is refused."""

    desk: PaperDesk
    file_title = "Bản chụp văn bản đã ký"
    file_required = False
    scan = forms.FileField(
        label="Bản chụp", required=False, help_text="PDF hoặc ảnh, tối đa 20 MB; ảnh tới 25 MB."
    )
    scan_kept = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer again the files that this person has sent."""
        super().__init__(*args, **kwargs)
        self.fields["scan_kept"].queryset = self.desk.loose_files_of(self.user)
        self.move_to_end("scan", "scan_kept")

    def move_to_end(self, *names: str) -> None:
        """These fields stand last, in this order."""
        for name in names:
            self.fields[name] = self.fields.pop(name)

    def keep_files(self) -> None:
        """Store a file that arrived, whatever else is refused; ask for one where needed."""
        if "scan" not in self.fields:
            return
        upload = self.files.get(self.add_prefix("scan"))
        if upload is not None:
            self._store(upload)
        elif self.file_required and not self.kept_scan():
            self.add_error("scan", "Chọn tệp cho mục “Bản chụp”.")

    def _store(self, upload: UploadedFile) -> None:
        try:
            stored = self.desk.store_scan(self.user, upload, self.file_title)
        except DomainError as error:
            for reason in error.reasons:
                self.add_error("scan", reason)
            return
        self.cleaned_data["scan_kept"] = stored
        self.data[self.add_prefix("scan_kept")] = str(stored.pk)
        self.fields["scan"].help_text = f"Đã nhận tệp “{stored.original_name}”."

    def kept_scan(self) -> Any | None:
        """The file that just arrived, or arrived with a refused form before."""
        return self.cleaned_data.get("scan_kept")


class SignedPaperForm(ScanForm):
    """ "Ghi nhận theo văn bản đã ký": who signed, number, date, scan."""

    PAPER_FIELDS = ("signer", "paper_number", "paper_date", "scan", "scan_kept")
    signer_bodies: tuple[str, ...] = ()
    signer = forms.ModelChoiceField(None, label="Người ký", required=False, empty_label="– chọn –")
    paper_number = forms.CharField(label="Số văn bản", max_length=60, required=False)
    paper_date = VnDateField(label="Ngày văn bản", required=False, help_text="Ví dụ 18/11/2024.")
    quiet_optional = True

    def __init__(self, *args: Any, paper: bool = True, **kwargs: Any) -> None:
        """`paper` False: the person acts himself and no paper is asked for."""
        self.with_paper = paper
        super().__init__(*args, **kwargs)
        if not paper:
            for name in self.PAPER_FIELDS:
                del self.fields[name]
            return
        signers = self.desk.signers_for(self.user, self.signer_bodies)
        self.fields["signer"].queryset = signers
        self.move_to_end(*self.PAPER_FIELDS)

    def rests_on_paper(self) -> bool:
        """Whether the act is recorded from a signed paper."""
        return self.with_paper

    def paper(self) -> Any | None:
        """The trace of the signed paper; None when the person acts himself."""
        if not self.rests_on_paper():
            return None
        data = self.cleaned_data
        return self.desk.trace_of(
            signer=data.get("signer"),
            number=data.get("paper_number", ""),
            date=data.get("paper_date"),
            scan=self.kept_scan(),
        )


class SigningForm(ScanForm):
    """An own paper signed: who, number, day; the clerk adds the scan of the signed paper."""

    signer_bodies: tuple[str, ...] = ()
    quiet_optional = True
    signer = forms.ModelChoiceField(None, label="Người ký", empty_label="– chọn –")
    number = forms.CharField(label="Số văn bản", max_length=60)
    date = VnDateField(label="Ngày văn bản")

    def __init__(self, *args: Any, by_paper: bool, **kwargs: Any) -> None:
        """`by_paper`: the clerk records what the chairman signed on paper."""
        self.file_required = self.by_paper = by_paper
        super().__init__(*args, **kwargs)
        self.fields["signer"].queryset = self.desk.signers_for(self.user, self.signer_bodies)
        self.fields["number"].help_text = f"Ví dụ {self.example()}."

    def example(self) -> str:
        """A number as this paper bears it."""
        raise NotImplementedError

    def trace(self) -> Any | None:
        """The signed paper; None when the chairman acts himself."""
        if not self.by_paper:
            return None
        data = self.cleaned_data
        return self.desk.trace_of(
            signer=data["signer"], number=data["number"], date=data["date"], scan=self.kept_scan()
        )
