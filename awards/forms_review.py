"""Forms of reviews: a new one, its words, the sections to draft anew, issuing, targets."""

from __future__ import annotations

from typing import Any

from django import forms

from awards.domain.review_text import LONGEST, SECTION_KEYS, SECTIONS
from awards.enums import ReviewKind, TargetKind
from awards.models import PeriodReview
from dandvan.forms import PageForm, VersionForm, VnDateField
from dandvan.paper_forms import SigningForm
from models_registry.enums import SignerBody
from models_registry.models import EmulationYear
from models_registry.services.paper_desk import PAPER_DESK


class ReviewStartForm(PageForm):
    """Which year, interim or final, and until when figures count."""

    quiet_optional = True
    year = forms.ModelChoiceField(EmulationYear.objects.none(), label="Năm", empty_label=None)
    kind = forms.ChoiceField(label="Loại báo cáo", choices=ReviewKind.choices)
    date = VnDateField(
        label="Số liệu đến ngày",
        required=False,
        help_text="Để trống: ngày cuối của đợt sơ kết, tổng kết trong lịch năm.",
    )

    def __init__(self, *args: Any, years: Any, **kwargs: Any) -> None:
        """Offer the commune's years, the newest that has begun first."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["year"]
        field.queryset = years


_TOLD = {key: (title, hint) for key, title, hint in SECTIONS}


def _section(key: str) -> forms.CharField:
    """The field of one section of the paper."""
    title, hint = _TOLD[key]
    return forms.CharField(
        label=title,
        required=False,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ReviewTextForm(VersionForm):
    """The words of every section and the day up to which figures count."""

    quiet_optional = True
    date = VnDateField(label="Số liệu đến ngày")
    done = _section("done")
    results = _section("results")
    weak = _section("weak")
    causes = _section("causes")
    ahead = _section("ahead")

    def __init__(self, *args: Any, row: PeriodReview, **kwargs: Any) -> None:
        """Start with what the review has."""
        super().__init__(*args, row=row, **kwargs)
        self.initial.setdefault("date", row.date)
        for key in SECTION_KEYS:
            self.initial.setdefault(key, row.texts.get(key, ""))

    def texts(self) -> dict[str, str]:
        """Words by section."""
        return {key: self.cleaned_data.get(key) or "" for key in SECTION_KEYS}


class RedraftForm(VersionForm):
    """Sections whose words are thrown away for those of the figures."""

    quiet_optional = True
    sections = forms.MultipleChoiceField(
        label="Lấy lại bản nháp cho", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the sections that would change."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sections"]
        field.choices = offered


class IssueReviewForm(SigningForm):
    """Who signed, number, day; the clerk adds the scan of the signed paper."""

    desk = PAPER_DESK
    file_title = "Báo cáo sơ kết, tổng kết đã ký"
    signer_bodies = (SignerBody.UBND,)

    def example(self) -> str:
        """A number of this kind of paper."""
        return f"85/BC-{self.row.commune.agency_symbol}"


class TargetForm(PageForm):
    """The year's targets; an empty field is no target."""

    quiet_optional = True
    registered = forms.IntegerField(
        label="Mô hình đăng ký", required=False, min_value=0, max_value=999
    )
    recognized = forms.IntegerField(
        label="Mô hình được công nhận", required=False, min_value=0, max_value=999
    )
    participation = forms.DecimalField(
        label="Tỷ lệ đăng ký tham gia",
        help_text="Phần trăm, ví dụ 95.",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        localize=True,
    )

    def values(self) -> dict[str, Any]:
        """Targets by kind."""
        return {kind.value: self.cleaned_data.get(kind.value) for kind in TargetKind}
