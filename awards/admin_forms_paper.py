"""Forms of the clerk's acts in the admin: words, a signed paper, a file kept on arrival."""

from __future__ import annotations

from django import forms

from dandvan import paper_forms
from dandvan.forms import VersionForm, VnDateField
from models_registry.services.paper_desk import PAPER_DESK


class NoteForm(VersionForm):
    """An act that only needs words."""

    note = forms.CharField(
        label="Lý do, ghi chú",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ScanForm(paper_forms.ScanForm):
    """A form with a file that is kept on arrival."""

    desk = PAPER_DESK


class PaperForm(paper_forms.SignedPaperForm):
    """A signed paper that an act is recorded from."""

    desk = PAPER_DESK


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
