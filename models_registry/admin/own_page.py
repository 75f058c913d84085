"""What the registry's own pages in the admin share: their template, their forms about papers."""

from __future__ import annotations

from typing import Any

from django import forms

from dandvan import admin_pages, paper_forms
from dandvan.forms import VersionForm
from models_registry.services.paper_desk import PAPER_DESK

__all__ = ["OwnPage", "PaperForm", "ScanForm", "VersionForm"]


class OwnPage(admin_pages.OwnPage):
    """One act of the registry's admin."""

    template = "admin/models_registry/act.html"


class ScanForm(paper_forms.ScanForm):
    """A form with a scan that is kept on arrival."""

    desk = PAPER_DESK


class PaperForm(paper_forms.SignedPaperForm):
    """An act that a person takes himself or records from a signed paper, as he chooses."""

    desk = PAPER_DESK
    by_paper = forms.BooleanField(
        label="Ghi nhận theo văn bản đã ký",
        required=False,
        help_text="Khi người có thẩm quyền ký văn bản giấy; cần đủ bốn mục bên dưới.",
    )
    quiet_optional = False

    def __init__(self, *args: Any, paper_only: bool = False, **kwargs: Any) -> None:
        """`paper_only`: the person may only record, so the choice is not asked for."""
        self.paper_only = paper_only
        super().__init__(*args, **kwargs)
        self.move_to_end("by_paper", *self.PAPER_FIELDS)
        if paper_only:
            del self.fields["by_paper"]
            self.quiet_optional = True

    def rests_on_paper(self) -> bool:
        """Always where the person may only record, else as chosen."""
        return self.paper_only or bool(self.cleaned_data.get("by_paper"))
