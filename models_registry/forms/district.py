"""Forms of a list for the level above: settings, signing, sending, the answer, the reply."""

from __future__ import annotations

from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import VersionForm, VnDateField
from dandvan.paper_forms import ScanForm, SigningForm
from models_registry.documents.district_letter import letter_symbol, sending_rows
from models_registry.enums import (
    AnswerKind,
    FormPart,
    LetterForm,
    ModelState,
    SignerBody,
    WindowKind,
)
from models_registry.forms.fields import LongText
from models_registry.models import Authority, RegisteredModel, YearWindow
from models_registry.queries_district import registration_authorities
from models_registry.services.district import LONGEST
from models_registry.services.district_answer import LONGEST as LONGEST_QUESTION
from models_registry.services.district_answer import QuestionInput, ReplyInput
from models_registry.services.paper_desk import PAPER_DESK

BY_OFFICE = [("", "Văn phòng trả lời")]


class ListForm(VersionForm):
    """Where the list goes, by which paper, when, and the free words of the office."""

    quiet_optional = True
    letter_form = forms.ChoiceField(
        label="Loại văn bản", choices=LetterForm.choices, widget=forms.RadioSelect
    )
    authority = forms.ModelChoiceField(
        Authority.objects.none(),
        label="Gửi đến",
        required=False,
        empty_label="– chưa có nơi nhận đăng ký –",
        help_text="Nơi nhận có hiệu lực hôm nay; cơ quan nhận hồ sơ theo ngày văn bản.",
    )
    planned = VnDateField(label="Dự kiến gửi ngày", required=False)
    window = forms.ModelChoiceField(
        YearWindow.objects.none(),
        label="Chỉ lấy mô hình mới của đợt",
        required=False,
        empty_label="Mọi đợt trong năm",
    )
    remarks = LongText(
        label="Đoạn viết thêm trong văn bản",
        required=False,
        max_length=LONGEST,
        help_text="Đứng giữa phần danh sách và câu kết; căn cứ và câu kết đã có sẵn.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start with what the list has."""
        super().__init__(*args, **kwargs)
        row, today = self.row, clock.today()
        pks = [item.pk for item in registration_authorities(row.commune, today)]
        offered: dict[str, Any] = {
            "authority": Authority.objects.filter(pk__in=[*pks, row.authority_id]),
            "window": row.year.windows.filter(kind=WindowKind.REGISTRATION),
        }
        for name, queryset in offered.items():
            field: Any = self.fields[name]
            field.queryset = queryset
        for name in ("letter_form", "authority", "planned", "window", "remarks"):
            self.initial.setdefault(name, getattr(row, name))


class SignForm(SigningForm):
    """Who signed, number, day; the clerk adds the scan of the signed paper."""

    desk = PAPER_DESK
    file_title = "Văn bản đăng ký mô hình đã ký"
    signer_bodies = (SignerBody.UBND,)

    def example(self) -> str:
        """A number of this kind of paper."""
        return f"34/{letter_symbol(self.row.commune, self.row.letter_form)}"


class SendForm(ScanForm):
    """The day it went, with the scan of the signed paper where that is missing."""

    desk = PAPER_DESK
    file_title = "Văn bản đăng ký mô hình đã ký"
    quiet_optional = True
    sent_on = VnDateField(label="Ngày gửi")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The scan is asked for until there is one."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("sent_on", clock.today())
        if self.row.scan_id:
            self.fields["scan"].help_text = "Đã có bản chụp; chỉ tải lên khi cần thay."


class AnswerForm(ScanForm):
    """The paper of the level above; questions on single models, and who answers each."""

    desk = PAPER_DESK
    file_title = "Văn bản trả lời của cấp trên"
    quiet_optional = True
    number = forms.CharField(label="Số văn bản trả lời", max_length=60, help_text="Ví dụ 87/PNV.")
    date = VnDateField(label="Ngày văn bản trả lời")
    kind = forms.ChoiceField(
        label="Nội dung trả lời", choices=AnswerKind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Two fields for each row: the question and who answers it."""
        super().__init__(*args, **kwargs)
        self.rows = sending_rows(self.row)
        for row in self.rows:
            self.fields[f"question_{row.pk}"] = LongText(
                label=f"Câu hỏi về “{row.name}”",
                required=False,
                max_length=LONGEST_QUESTION,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            if row.dv_model.state == ModelState.ACCEPTED:
                self.fields[f"part_{row.pk}"] = forms.ChoiceField(
                    label="Ai trả lời",
                    required=False,
                    choices=[
                        *BY_OFFICE,
                        *((part.value, f"Chủ mô hình: {part.label}") for part in FormPart),
                    ],
                )
        self.move_to_end("scan", "scan_kept")

    def questions(self) -> list[QuestionInput]:
        """What was asked on which row."""
        data = self.cleaned_data
        return [
            QuestionInput(
                row.pk, data.get(f"question_{row.pk}", ""), data.get(f"part_{row.pk}", "")
            )
            for row in self.rows
        ]


class ReplyForm(VersionForm):
    """The paper by which the office answers questions, and the words of each answer."""

    quiet_optional = True
    number = forms.CharField(label="Số văn bản của xã", max_length=60)
    date = VnDateField(label="Ngày văn bản")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One field for each open question; what the model's people answered stands in it."""
        super().__init__(*args, **kwargs)
        symbol = letter_symbol(self.row.commune, LetterForm.LETTER)
        self.fields["number"].help_text = f"Ví dụ 41/{symbol}."
        self.rows: list[RegisteredModel] = [
            row
            for row in self.row.rows.exclude(question="").select_related("correction", "dv_model")
            if row.awaits_reply
        ]
        for row in self.rows:
            name = f"reply_{row.pk}"
            self.fields[name] = LongText(
                label=f"Trả lời về “{row.name}”",
                required=False,
                max_length=LONGEST_QUESTION,
                help_text=f"Được hỏi: {row.question}",
            )
            self.initial.setdefault(name, row.correction.answer if row.correction else "")

    def replies(self) -> list[ReplyInput]:
        """What is answered to which question."""
        return [
            ReplyInput(row.pk, self.cleaned_data.get(f"reply_{row.pk}", "")) for row in self.rows
        ]
