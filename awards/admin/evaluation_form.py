"""The form of a sheet's judged criteria: one mark, reason and evidence for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from awards.enums import FindingMark
from awards.models import Evaluation
from awards.queries_evaluation import FindingView, evidence_for
from awards.services.evaluation import FindingInput
from dandvan.forms import PageForm
from models_registry.enums import CriterionMode
from models_registry.models import Attachment

MARKS = ((FindingMark.MET.value, "Đạt"), (FindingMark.NOT_MET.value, "Không đạt"))


class FindingsForm(PageForm):
    """All judged criteria of one sheet, saved together against its version.

    A criterion without a mark is left as it is; a mark needs its reason. A file that is sent
    along is stored on arrival and then stands among the evidence to choose from.
    """

    quiet_optional = True
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    upload = forms.FileField(
        label="Tệp minh chứng mới",
        required=False,
        help_text="Ảnh, PDF, Word hoặc Excel. Tệp được lưu ngay, sau đó chọn ở cột Minh chứng.",
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, evaluation: Evaluation, views: Sequence[Any]
    ) -> None:
        """One group of three fields for each judged criterion."""
        self.views: list[FindingView] = [
            v for v in views if v.criterion.mode == CriterionMode.JUDGED
        ]
        super().__init__(data, files, initial={"version": evaluation.version})
        self.offer(evaluation)

    def offer(self, evaluation: Evaluation) -> None:
        """Make the fields anew with the evidence that there is by now."""
        self.evidence = {row.pk: row for row in evidence_for(evaluation)}
        choices = [
            ("", "– không –"),
            *((pk, _file_label(row)) for pk, row in self.evidence.items()),
        ]
        for view in self.views:
            code, pk = view.criterion.code, view.criterion.pk
            self.fields[f"mark_{pk}"] = forms.ChoiceField(
                label=f"Kết quả {code}",
                choices=MARKS,
                required=False,
                widget=forms.RadioSelect,
                initial=view.mark,
            )
            self.fields[f"reason_{pk}"] = forms.CharField(
                label=f"Lý do, căn cứ {code}",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=view.reason,
            )
            self.fields[f"evidence_{pk}"] = forms.TypedChoiceField(
                label=f"Minh chứng {code}",
                choices=choices,
                required=False,
                coerce=int,
                empty_value=None,
                initial=view.finding.evidence_id if view.finding else None,
            )

    def bound_rows(self) -> dict[int, dict[str, Any]]:
        """The three bound fields of each criterion, by its number."""
        return {
            v.criterion.pk: {
                name: self[f"{name}_{v.criterion.pk}"] for name in ("mark", "reason", "evidence")
            }
            for v in self.views
        }

    def clean(self) -> dict[str, Any]:
        """A mark needs its reason, a reason its mark."""
        data = super().clean() or self.cleaned_data
        for view in self.views:
            code, pk = view.criterion.code, view.criterion.pk
            mark, reason = data.get(f"mark_{pk}"), data.get(f"reason_{pk}", "").strip()
            if mark and not reason and f"reason_{pk}" not in self.errors:
                self.add_error(f"reason_{pk}", f"{code}: ghi lý do, căn cứ.")
            asked = reason or data.get(f"evidence_{pk}")
            if asked and not mark and f"mark_{pk}" not in self.errors:
                self.add_error(f"mark_{pk}", f"{code}: chọn Đạt hoặc Không đạt.")
        return data

    def marks(self) -> list[FindingInput]:
        """What to hand to the service."""
        data = self.cleaned_data
        return [
            FindingInput(
                criterion=view.criterion,
                mark=data[f"mark_{view.criterion.pk}"],
                reason=data[f"reason_{view.criterion.pk}"],
                evidence=self.evidence.get(data[f"evidence_{view.criterion.pk}"]),
            )
            for view in self.views
            if data[f"mark_{view.criterion.pk}"]
        ]

    @property
    def sent_file(self) -> UploadedFile | None:
        """The file that came along."""
        return self.files.get("upload")


def _file_label(row: Attachment) -> str:
    """How the list of evidence names a file."""
    model = f"{row.dv_model.code_or_draft}: " if row.dv_model_id else ""
    return f"{model}{row}"


class OpenForm(PageForm):
    """Whose sheet to open; the value is type and number, as "collective-5"."""

    subject = forms.ChoiceField(
        label="Tập thể hoặc cá nhân",
        # Whoever is not offered has a sheet by now: a colleague was quicker.
        error_messages={
            "invalid_choice": "Đối tượng này đã có phiếu đánh giá trong năm hoặc không thuộc "
            "đối tượng của phong trào. Chọn lại trong danh sách."
        },
    )

    def __init__(self, data: Any = None, *, choices: Sequence[Any]) -> None:
        """Offer the subjects without a sheet in the year, by type."""
        super().__init__(data)
        self.fields["subject"].choices = [("", "– chọn –"), *choices]

    @property
    def key(self) -> tuple[str, int]:
        """Type and number of the chosen subject."""
        subject_type, _, pk = self.cleaned_data["subject"].partition("-")
        return subject_type, int(pk)


class NoteForm(PageForm):
    """The words that an act needs: outcome or reason."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Lý do", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
