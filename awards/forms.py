"""Forms of the awards pages on the web; what they check is shape, the services judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from awards.enums import Ballot, OutcomeResult
from awards.models import Attendance, CouncilMember, Nomination
from dandvan.forms import PageForm, VnDateField
from models_registry.enums import SignerBody
from models_registry.models import Commune, EmulationYear, Signer
from models_registry.models.dated import on_day

PRESENT, ABSENT = "present", "absent"
LONG = 8000
# The commune's own level grants or refuses; only a level above sends back.
OWN_RESULTS = [
    (choice.value, choice.label) for choice in (OutcomeResult.GRANTED, OutcomeResult.REFUSED)
]


def at_local(day: date, hour: Any) -> datetime:
    """A day and a time of the commune as one moment."""
    return timezone.make_aware(datetime.combine(day, hour))


class TimeTextField(forms.TimeField):
    """A time typed as 14:30."""

    def __init__(self, **kwargs: Any) -> None:
        """Take 14:30, 14.30 and 14h30."""
        widget = forms.TimeInput(
            format="%H:%M",
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "date-input"},
        )
        super().__init__(
            input_formats=["%H:%M", "%H.%M", "%Hh%M"], widget=widget, **{"required": True, **kwargs}
        )


class AchievementReportForm(PageForm):
    """The free parts of a báo cáo thành tích."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    achievement = forms.CharField(
        label="Thành tích đạt được",
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Kết quả bằng số liệu: làm gì, ở làng nào, bao nhiêu hộ, so với trước ra sao. "
        "Phần đã có sẵn lấy từ mô hình và số liệu đã kiểm tra.",
    )
    measures = forms.CharField(
        label="Biện pháp, nguyên nhân đạt được thành tích",
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Cách làm mới, sáng kiến, cách vận động nhân dân.",
    )
    policy = forms.CharField(
        label="Việc chấp hành chủ trương của Đảng, chính sách, pháp luật của Nhà nước",
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    party_work = forms.CharField(
        label="Hoạt động của tổ chức đảng, đoàn thể",
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    TEXTS = ("achievement", "measures", "policy", "party_work")

    def texts(self) -> dict[str, str]:
        """What was typed, for the service."""
        return {name: self.cleaned_data[name] for name in self.TEXTS}


class ConfirmReportForm(PageForm):
    """The superior's confirmation: its day."""

    confirmed_on = VnDateField(label="Ngày xác nhận", help_text="Ví dụ 18/11/2024.")


class SignatureForm(PageForm):
    """Number, day and signer of a paper of the commune."""

    number_text = forms.CharField(label="Số, ký hiệu", max_length=60)
    date = VnDateField(label="Ngày ký", help_text="Ví dụ 19/11/2024.")
    signer = forms.ModelChoiceField(label="Người ký", queryset=Signer.objects.none())

    def __init__(self, *args: Any, commune: Commune, day: date, **kwargs: Any) -> None:
        """Offer those who sign for the commune's People's Committee."""
        super().__init__(*args, **kwargs)
        rows = Signer.objects.filter(on_day(day), commune=commune, body=SignerBody.UBND)
        self.fields["signer"].queryset = rows.select_related("individual")


class ProposalForm(SignatureForm):
    """Signing the tờ trình of a dossier to the level above."""

    provisional_reason = forms.CharField(
        label="Lý do dùng số liệu tạm tính",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Chỉ cần khi có tiêu chuẩn dựa trên số liệu tạm tính.",
    )


class AwardDecisionForm(SignatureForm):
    """A decision of the commune itself with the outcome for each nominee."""

    title = forms.CharField(label="Trích yếu", max_length=300)
    provisional_reason = forms.CharField(
        label="Lý do dùng số liệu tạm tính",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Chỉ cần khi có tiêu chuẩn dựa trên số liệu tạm tính.",
    )

    def __init__(self, *args: Any, nominations: Sequence[Nomination], **kwargs: Any) -> None:
        """One outcome and one reason for each nominee."""
        self.nominations = list(nominations)
        for row in self.nominations:
            self.base_fields = {**self.base_fields, **_outcome_fields(row)}
        super().__init__(*args, **kwargs)

    def outcomes(self) -> list[tuple[Nomination, OutcomeResult, str]]:
        """What was decided for each nominee, for the service."""
        data = self.cleaned_data
        return [
            (row, OutcomeResult(data[f"result_{row.pk}"]), data[f"reason_{row.pk}"])
            for row in self.nominations
        ]


def _outcome_fields(nomination: Nomination) -> dict[str, forms.Field]:
    """The two fields of one nominee."""
    name = str(nomination.subject)
    return {
        f"result_{nomination.pk}": forms.ChoiceField(
            label=f"Kết quả: {name}", choices=OWN_RESULTS, widget=forms.RadioSelect
        ),
        f"reason_{nomination.pk}": forms.CharField(
            label=f"Lý do không khen: {name}", required=False, max_length=1000
        ),
    }


class MeetingForm(PageForm):
    """A meeting to be held: year, day, place, who leads it."""

    year = forms.ModelChoiceField(label="Năm thi đua", queryset=EmulationYear.objects.none())
    day = VnDateField(label="Ngày họp", help_text="Ví dụ 18/11/2024.")
    starts = TimeTextField(label="Giờ bắt đầu", help_text="Ví dụ 14:00.")
    place = forms.CharField(label="Địa điểm", max_length=200)
    chair = forms.ModelChoiceField(label="Chủ tọa", queryset=CouncilMember.objects.none())
    ballot = forms.ChoiceField(
        label="Cách biểu quyết",
        choices=[(choice.value, choice.label.capitalize()) for choice in Ballot],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, commune: Commune, members: Iterable[CouncilMember], **kwargs: Any
    ) -> None:
        """Years of the commune, members of its council."""
        super().__init__(*args, **kwargs)
        years = EmulationYear.objects.filter(plan__commune=commune).order_by("-year")
        self.fields["year"].queryset = years
        self.fields["chair"].queryset = CouncilMember.objects.filter(
            pk__in=[row.pk for row in members]
        ).select_related("individual")

    def starts_at(self) -> datetime:
        """The moment the meeting starts."""
        return at_local(self.cleaned_data["day"], self.cleaned_data["starts"])


class AttendanceForm(PageForm):
    """Who of the council is there; an absence with its reason."""

    quiet_optional = True

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        members: Sequence[CouncilMember],
        known: Iterable[Attendance] = (),
        **kwargs: Any,
    ) -> None:
        """Two fields for each member, filled with what is on record."""
        self.members = list(members)
        before = {row.member_id: row for row in known}
        fields: dict[str, forms.Field] = {}
        for member in self.members:
            fields |= _attendance_fields(member, before.get(member.pk))
        self.base_fields = {**self.base_fields, **fields}
        super().__init__(*args, **kwargs)

    def rows(self) -> list[tuple[CouncilMember, bool, str]]:
        """Member, present, reason; for the service."""
        data = self.cleaned_data
        return [
            (
                member,
                data[f"presence_{member.pk}"] == PRESENT,
                "" if data[f"presence_{member.pk}"] == PRESENT else data[f"reason_{member.pk}"],
            )
            for member in self.members
        ]


def _attendance_fields(member: CouncilMember, row: Attendance | None) -> dict[str, forms.Field]:
    """The two fields of one member; who is not on record yet counts as present."""
    name = f"{member.individual.full_name} – {member.get_post_display()}"
    return {
        f"presence_{member.pk}": forms.ChoiceField(
            label=name,
            choices=[(PRESENT, "Có mặt"), (ABSENT, "Vắng mặt")],
            initial=ABSENT if row and not row.present else PRESENT,
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), f"Chọn có mặt hay vắng mặt: {name}."
            ),
        ),
        f"reason_{member.pk}": forms.CharField(
            label=f"Lý do vắng: {member.individual.full_name}",
            required=False,
            max_length=200,
            initial=row.reason if row else "",
        ),
    }


class CloseMeetingForm(PageForm):
    """The end of a meeting."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    ends = TimeTextField(label="Giờ kết thúc", help_text="Ví dụ 16:10.")


class DiscussionForm(PageForm):
    """What was said in a meeting."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Ý kiến tại cuộc họp",
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Ghi tóm tắt; được in vào biên bản.",
    )


class MinutesForm(PageForm):
    """Number and day of the minutes."""

    number_text = forms.CharField(label="Số biên bản", max_length=60)
    date = VnDateField(label="Ngày biên bản", help_text="Ví dụ 18/11/2024.")
