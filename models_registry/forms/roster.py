"""Forms of lists that come in from a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from dandvan.errors import DomainError
from dandvan.forms import PageForm
from dandvan.sheets import MOST_BYTES, MOST_ROWS, Sheet, read_pasted, read_xlsx

CHOICE_PREFIX = "dong-"


class RosterSourceForm(PageForm):
    """The list: pasted from Excel, or an .xlsx file."""

    text = forms.CharField(
        label="Danh sách dán từ Excel",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "wrap": "off"}),
        help_text=(
            "Trong Excel chọn cả dòng tiêu đề và các dòng cần nhập, bấm Ctrl + C; bấm vào ô này, "
            f"bấm Ctrl + V. Mỗi lần tối đa {MOST_ROWS} dòng."
        ),
    )
    upload = forms.FileField(
        label="Tệp Excel (.xlsx)",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=f"Thay cho cách dán ở trên; không quá {MOST_BYTES // 1024 // 1024} MB.",
    )
    quiet_optional = True
    sheet: Sheet
    source = ""

    def clean(self) -> dict[str, Any]:
        """Read whichever was given; the refusal stands beside it."""
        data = super().clean() or self.cleaned_data
        text, upload = data.get("text") or "", data.get("upload")
        if "upload" in self.errors:
            return data
        if bool(text.strip()) == bool(upload):
            both = "Chọn một cách: dán danh sách hoặc tải tệp lên, không dùng cả hai."
            self.add_error("text", both if upload else "Dán danh sách, hoặc chọn tệp Excel.")
            return data
        try:
            if upload:
                self.sheet, self.source = self._from_file(upload), f"tệp {upload.name}"
            else:
                self.sheet = read_pasted(text)
        except DomainError as error:
            for reason in error.reasons:
                self.add_error("upload" if upload else "text", reason)
        return data

    @staticmethod
    def _from_file(upload: Any) -> Sheet:
        """The rows of a file; one that is too big is never read whole."""
        return read_xlsx(upload.read(MOST_BYTES + 1))


def choices_of(data: Mapping[str, str]) -> dict[int, str]:
    """What the clerk chose for doubtful rows: row number -> "skip", "new" or a candidate."""
    chosen = {}
    for name, value in data.items():
        number = name.removeprefix(CHOICE_PREFIX)
        if name != number and number.isascii() and number.isdigit() and len(number) < 8:
            chosen[int(number)] = value
    return chosen
