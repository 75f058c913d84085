"""Forms of assessment: one assessor's own marks, and the joint round with its session."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.html import escape

from dandvan import clock
from dandvan.forms import VersionForm, VnDateField
from models_registry.domain.assessment import QualityResult, without_request
from models_registry.enums import Mark, TeamPart
from models_registry.forms.fields import LongText
from models_registry.models import AssessmentTeamMember, Attachment, Quality
from models_registry.queries import correction_due
from models_registry.services.assessment import AttendeeInput, MarkInput, SessionInput

LONGEST_REASON = 2000


def _mark_field(quality: Quality, *, required: bool) -> forms.ChoiceField:
    """Nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=f"{quality.name}: kết quả",
        choices=Mark.choices,
        widget=forms.RadioSelect,
        required=required,
        error_messages={"required": f"Chọn kết quả cho “{quality.name}”."},
    )


def _reason_field(quality: Quality, *, required: bool) -> LongText:
    """Why, in a few lines."""
    field = LongText(
        label=f"{quality.name}: căn cứ, lý do",
        max_length=LONGEST_REASON,
        required=required,
        error_messages={"required": f"Ghi căn cứ, lý do cho “{quality.name}”."},
    )
    field.widget.attrs.update({"rows": 2, "data-counter": LONGEST_REASON})
    return field


def _heading(quality: Quality, more: str = "") -> HTML:
    """Name and text of a quality over its fields."""
    needed = "" if quality.required else " (không bắt buộc đạt)"
    heading = f"<h2>{escape(quality.name)}{needed}</h2>"
    text = f'<p class="hint">{escape(quality.text)}</p>' if quality.text else ""
    # Names of the plan are data: braces in them must not become template tags.
    return HTML((heading + text + more).replace("{", "&#123;").replace("}", "&#125;"))


class OwnMarksForm(VersionForm):
    """An assessor's own marks; a part of them can be saved."""

    quiet_optional = True

    def __init__(self, *args: Any, qualities: Sequence[Quality], **kwargs: Any) -> None:
        """A mark and a reason for each quality of the plan."""
        super().__init__(*args, **kwargs)
        self.qualities = list(qualities)
        parts: list[Any] = ["version"]
        for quality in self.qualities:
            mark, reason = f"kq-{quality.pk}", f"cc-{quality.pk}"
            self.fields[mark] = _mark_field(quality, required=False)
            self.fields[reason] = _reason_field(quality, required=False)
            parts += [_heading(quality), mark, reason]
        self.layout = Layout(*parts)

    def clean(self) -> dict[str, Any]:
        """A mark stands with its reason and a reason with its mark."""
        data = super().clean() or self.cleaned_data
        for quality in self.qualities:
            mark, reason = data.get(f"kq-{quality.pk}"), data.get(f"cc-{quality.pk}")
            if mark and not reason and f"cc-{quality.pk}" not in self.errors:
                self.add_error(f"cc-{quality.pk}", f"Ghi căn cứ, lý do cho “{quality.name}”.")
            if reason and not mark:
                self.add_error(f"kq-{quality.pk}", f"Chọn kết quả cho “{quality.name}”.")
        return data

    def marks(self) -> list[MarkInput]:
        """What was filled in."""
        data = self.cleaned_data
        return [
            MarkInput(quality, data[f"kq-{quality.pk}"], data[f"cc-{quality.pk}"])
            for quality in self.qualities
        ]


class JointForm(VersionForm):
    """The joint round: the session, every quality with mark, reason, evidence, request."""

    date = VnDateField(label="Ngày thẩm định")
    starts_at = forms.TimeField(
        label="Giờ bắt đầu",
        required=False,
        widget=forms.TimeInput(attrs={"inputmode": "numeric"}, format="%H:%M"),
        help_text="Ví dụ 14:30. Để trống thì biên bản chừa chỗ viết tay.",
    )
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    present = forms.MultipleChoiceField(
        label="Thành viên tổ thẩm định có mặt",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    leader = forms.ChoiceField(label="Người chủ trì", required=False)
    team = LongText(
        label="Thành phần khác",
        max_length=1000,
        required=False,
        help_text="Ai cùng dự ngoài tổ thẩm định, theo văn bản nào.",
    )
    conclusion = LongText(label="Kết luận", max_length=2000)
    SESSION = ("date", "starts_at", "place", "present", "leader", "team")

    def __init__(
        self,
        *args: Any,
        qualities: Sequence[Quality],
        evidence: Sequence[Attachment],
        assessors: Sequence[AssessmentTeamMember] = (),
        **kwargs: Any,
    ) -> None:
        """Fields of every quality of the plan; those of the team where there is one."""
        self.qualities = list(qualities)
        super().__init__(*args, **kwargs)
        self.evidence = {str(row.pk): row for row in evidence}
        self.assessors = {str(row.individual_id): row for row in assessors}
        self.initial.setdefault("date", clock.today())
        self._offer_team()
        for quality in self.qualities:
            self._add_quality(quality)

    def _offer_team(self) -> None:
        """Who sits in the team; its leader leads unless told otherwise."""
        if not self.assessors:
            for name in ("present", "leader"):
                del self.fields[name]
            self.fields["team"].label = "Thành phần"
            return
        names = [(key, str(row)) for key, row in self.assessors.items()]
        present: Any = self.fields["present"]
        leader: Any = self.fields["leader"]
        present.choices = names
        leader.choices = [("", "– chưa ghi –")] + [
            (key, str(row.individual)) for key, row in self.assessors.items()
        ]

    def _add_quality(self, quality: Quality) -> None:
        """Mark, reason, evidence; what is needed and until when where it is not enough."""
        mark, reason, proof, need, due = self.names(quality)
        self.fields[mark] = _mark_field(quality, required=True)
        self.fields[reason] = _reason_field(quality, required=True)
        self.fields[proof] = forms.ChoiceField(
            label=f"{quality.name}: minh chứng",
            required=False,
            choices=[("", "– không gắn tệp –")]
            + [(key, str(row)) for key, row in self.evidence.items()],
        )
        self.fields[need] = LongText(
            label=f"{quality.name}: cần bổ sung gì",
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Khi chọn “Chưa đủ căn cứ”. Ví dụ: bản sao 02 hợp đồng ở làng Đồng Tâm.",
        )
        self.fields[due] = VnDateField(label=f"{quality.name}: hạn bổ sung", required=False)
        self.initial.setdefault(due, correction_due(clock.today()))

    @staticmethod
    def names(quality: Quality) -> tuple[str, str, str, str, str]:
        """Names of the fields of one quality."""
        pk = quality.pk
        return f"kq-{pk}", f"cc-{pk}", f"mc-{pk}", f"cb-{pk}", f"hb-{pk}"

    def clean_date(self) -> datetime.date:
        """Not a day to come."""
        day: datetime.date = self.cleaned_data["date"]
        if day > clock.today():
            raise forms.ValidationError("Ngày thẩm định chưa tới. Kiểm tra lại ngày.")
        return day

    def clean(self) -> dict[str, Any]:
        """Where the evidence is not enough, ask for a named thing by a day to come."""
        data = super().clean() or self.cleaned_data
        marks = {quality.name: data.get(f"kq-{quality.pk}", "") for quality in self.qualities}
        results = [QualityResult(q.name, q.required, marks[q.name]) for q in self.qualities]
        bare = without_request(results, ())
        for quality in self.qualities:
            *_, need, due = self.names(quality)
            if quality.name in bare and need not in self.errors and not data.get(need):
                self.add_error(need, f"Ghi cần bổ sung gì cho “{quality.name}”.")
            if quality.name in bare and due not in self.errors and not data.get(due):
                self.add_error(due, f"Nhập hạn bổ sung cho “{quality.name}”.")
        return data

    def rows(self) -> list[dict[str, Any]]:
        """Each quality with its fields."""
        words = ("mark", "reason", "evidence", "need", "due")
        return [
            {
                "quality": quality,
                **{word: self[name] for word, name in zip(words, self.names(quality), strict=True)},
            }
            for quality in self.qualities
        ]

    def marks(self) -> list[MarkInput]:
        """One mark per quality as the service takes them."""
        data, found = self.cleaned_data, []
        for quality in self.qualities:
            mark, reason, proof, need, due = self.names(quality)
            evidence = self.evidence.get(data.get(proof, ""))
            asks = data[mark] == Mark.NOT_ENOUGH and bool(data.get(need))
            asked = (data[need], data.get(due)) if asks else ("", None)
            found.append(MarkInput(quality, data[mark], data[reason], evidence, *asked))
        return found

    def session(self) -> SessionInput:
        """Hour, place and people; who leads is there."""
        data = self.cleaned_data
        leader = data.get("leader", "")
        attendees = []
        for key, row in self.assessors.items():
            if key == leader:
                attendees.append(AttendeeInput(row.individual, TeamPart.LEADER))
            elif key in data.get("present", ()):
                # The session has one leader: the team's own leader sits as a member then.
                is_leader = row.part == TeamPart.LEADER and bool(leader)
                part = TeamPart.MEMBER if is_leader else TeamPart(row.part)
                attendees.append(AttendeeInput(row.individual, part))
        return SessionInput(data.get("starts_at"), data.get("place", ""), tuple(attendees))


class AssessForm(JointForm):
    """The joint round on the web, one quality under the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The session, then each quality in a block of its own."""
        super().__init__(*args, **kwargs)
        parts: list[Any] = ["version", *(name for name in self.SESSION if name in self.fields)]
        for quality in self.qualities:
            mark, reason, proof, need, due = self.names(quality)
            parts += [
                HTML('<div class="quality">'),
                _heading(quality),
                mark,
                reason,
                proof,
                HTML('<div class="asks">'),
                need,
                due,
                HTML("</div></div>"),
            ]
        self.layout = Layout(*parts, "conclusion")
