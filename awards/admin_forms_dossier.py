"""Forms of the dossier's acts in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from awards.admin_forms_paper import ScanForm
from awards.enums import ItemSource, OutcomeResult
from awards.models import Dossier, DossierComponent, Nomination
from awards.queries_dossier import components_of
from awards.queries_nomination import award_kinds_on
from dandvan import clock
from dandvan.forms import PageForm, VersionForm, VnDateField
from models_registry.enums import SignerBody
from models_registry.models import AwardKind, EmulationYear, Signer, User

_PROVISIONAL = (
    "Chỉ cần khi có tiêu chuẩn dựa trên số liệu tạm tính; lý do được lưu cùng phiếu đánh giá."
)


class NewDossierForm(PageForm):
    """Year and honor of a new dossier."""

    year = forms.ModelChoiceField(
        EmulationYear.objects.none(), label="Năm thi đua", empty_label="– chọn –"
    )
    award_kind = forms.ModelChoiceField(
        AwardKind.objects.none(), label="Hình thức khen", widget=forms.RadioSelect, empty_label=None
    )
    supplementary_to = forms.ModelChoiceField(
        Dossier.objects.none(),
        label="Bổ sung cho hồ sơ",
        required=False,
        empty_label="– không –",
        help_text="Chọn khi lập thêm đợt sau của một hồ sơ đã có.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Rows of the commune; honors in force that need a dossier."""
        super().__init__(*args, **kwargs)
        commune_id = user.commune_id or 0
        years = EmulationYear.objects.filter(plan__commune_id=commune_id)
        self.fields["year"].queryset = years.order_by("-year")
        kinds = [row.pk for row in award_kinds_on(commune_id, clock.today()) if row.makes_dossier]
        self.fields["award_kind"].queryset = AwardKind.objects.filter(pk__in=kinds)
        self.fields["supplementary_to"].queryset = Dossier.objects.filter(commune_id=commune_id)


class NomineesForm(VersionForm):
    """Nominations to put in or to take out."""

    nominations = forms.ModelMultipleChoiceField(
        Nomination.objects.none(),
        label="Đối tượng",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, rows: Sequence[Nomination], **kwargs: Any) -> None:
        """Offer these nominations."""
        super().__init__(*args, **kwargs)
        field = self.fields["nominations"]
        field.queryset = Nomination.objects.filter(pk__in=[row.pk for row in rows])
        names = {row.pk: f"{row.subject} ({row.get_state_display().lower()})" for row in rows}
        field.label_from_instance = lambda row: names.get(row.pk, str(row))


class ItemForm(ScanForm):
    """A scan for one part of the dossier."""

    # Without a title of its own a file is named after its part in the table of contents.
    file_title = ""
    file_required = True
    component = forms.ModelChoiceField(
        DossierComponent.objects.none(),
        label="Thành phần hồ sơ",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    paper_number = forms.CharField(label="Số văn bản", max_length=60, required=False)
    paper_date = VnDateField(label="Ngày văn bản", required=False, help_text="Ví dụ 18/11/2024.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Parts of this dossier that files fill."""
        super().__init__(*args, **kwargs)
        pks = [row.pk for row in components_of(self.row) if row.source == ItemSource.UPLOADED]
        self.fields["component"].queryset = DossierComponent.objects.filter(pk__in=pks)


class SignatureForm(ScanForm):
    """Number, day and signer; with the scan when somebody else signed."""

    quiet_optional = True
    number_text = forms.CharField(label="Số, ký hiệu", max_length=60, required=False)
    date = VnDateField(label="Ngày ký", required=False, help_text="Ví dụ 19/11/2024.")
    signer = forms.ModelChoiceField(
        Signer.objects.none(), label="Người ký", required=False, empty_label="– chọn –"
    )
    provisional_reason = forms.CharField(
        label="Lý do dùng số liệu tạm tính",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_PROVISIONAL,
    )

    def __init__(self, *args: Any, paper: bool = True, **kwargs: Any) -> None:
        """`paper`: recorded from the signed paper, whose scan is needed then."""
        self.file_required = paper
        super().__init__(*args, **kwargs)
        rows = Signer.objects.filter(commune_id=self.row.commune_id, body=SignerBody.UBND)
        self.fields["signer"].queryset = rows.select_related("individual")


class SendForm(VersionForm):
    """The day of sending."""

    sent_on = VnDateField(label="Ngày gửi", required=False, help_text="Ví dụ 20/11/2024.")


class ReaddressForm(VersionForm):
    """Another honor, decided by an authority that exists."""

    award_kind = forms.ModelChoiceField(
        AwardKind.objects.none(),
        label="Nơi đề nghị mới",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    note = forms.CharField(
        label="Lý do", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Honors of the same level in force today."""
        super().__init__(*args, **kwargs)
        kinds = award_kinds_on(self.row.commune_id, clock.today())
        level = self.row.award_kind.level
        pks = [row.pk for row in kinds if row.level == level and row.makes_dossier]
        self.fields["award_kind"].queryset = AwardKind.objects.filter(pk__in=pks)


class DecisionForm(SignatureForm):
    """A decision with the outcome for every nominee; `own` when the commune decides."""

    title = forms.CharField(label="Trích yếu", max_length=300)

    def __init__(
        self,
        *args: Any,
        nominations: Sequence[Nomination],
        own: bool,
        paper: bool = True,
        **kwargs: Any,
    ) -> None:
        """One result and one reason for each nominee."""
        self.nominations, self.own = list(nominations), own
        fields: dict[str, forms.Field] = {}
        for row in self.nominations:
            fields |= _outcome_fields(row, own=own)
        self.base_fields = {**self.base_fields, **fields}
        super().__init__(*args, paper=paper, **kwargs)
        if not own:
            del self.fields["signer"], self.fields["provisional_reason"]

    def outcomes(self) -> list[tuple[Nomination, str, str]]:
        """What was decided for each nominee, for the service."""
        data = self.cleaned_data
        return [
            (row, data[f"result_{row.pk}"], data[f"reason_{row.pk}"]) for row in self.nominations
        ]


def _outcome_fields(row: Nomination, *, own: bool) -> dict[str, forms.Field]:
    """The two fields of one nominee; only a level above sends back."""
    choices = [
        (choice.value, choice.label)
        for choice in OutcomeResult
        if not own or choice != OutcomeResult.RETURNED
    ]
    return {
        f"result_{row.pk}": forms.ChoiceField(
            label=f"Kết quả: {row.subject}", choices=choices, widget=forms.RadioSelect
        ),
        f"reason_{row.pk}": forms.CharField(
            label=f"Lý do khi không khen hoặc trả lại: {row.subject}",
            required=False,
            max_length=1000,
        ),
    }
