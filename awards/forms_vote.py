"""Forms of a count: by hands, by ballot papers, and of a repeat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from awards.domain.ballots import BallotPapers, ballot_problems
from awards.domain.quorum import Count
from awards.models import CouncilMember
from dandvan.forms import PageForm

_SIDES = [("", "Không hòa phiếu"), ("for", "Tán thành"), ("against", "Không tán thành")]


def _whole(label: str, *, help_text: str = "", initial: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=999, initial=initial, help_text=help_text
    )


class VoteForm(PageForm):
    """The count for one nominee by show of hands."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    votes_for = _whole("Số phiếu tán thành")
    votes_against = _whole("Số phiếu không tán thành")
    no_opinion = _whole("Số phiếu không có ý kiến", initial=0)
    not_voting = forms.ModelMultipleChoiceField(
        label="Không tham gia biểu quyết",
        queryset=CouncilMember.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Người được đề nghị, người đứng đầu và cấp phó của tập thể được đề nghị, "
        "người thân của người được đề nghị, người xin không biểu quyết.",
    )
    led_by = forms.ModelChoiceField(
        label="Người điều hành thay chủ tọa",
        queryset=CouncilMember.objects.none(),
        required=False,
        empty_label="Chủ tọa điều hành",
        help_text="Chọn khi chủ tọa không được biểu quyết trường hợp này.",
    )
    leader_for = forms.ChoiceField(
        label="Khi hòa phiếu: phía của người điều hành",
        choices=_SIDES,
        required=False,
        help_text="Quy tắc biểu quyết: hòa phiếu thì theo phía người điều hành.",
    )

    def __init__(
        self,
        *args: Any,
        present: Sequence[CouncilMember],
        barred: Sequence[CouncilMember] = (),
        leader_decides: bool = False,
        **kwargs: Any,
    ) -> None:
        """Only members who are there can vote, be barred or lead."""
        super().__init__(*args, **kwargs)
        self.present, self.barred = present, {row.pk for row in barred}
        rows = CouncilMember.objects.filter(pk__in=[row.pk for row in present])
        for name in ("not_voting", "led_by"):
            self.fields[name].queryset = rows.select_related("individual")
        if not leader_decides:
            del self.fields["leader_for"]

    def count(self) -> Count:
        """The count as it was typed, of those who are there."""
        data = self.cleaned_data
        out = self.barred | {row.pk for row in data.get("not_voting") or ()}
        return Count(
            data["votes_for"],
            data["votes_against"],
            data["no_opinion"],
            len(self.present),
            sum(1 for row in self.present if row.pk in out),
        )

    def leader_side(self) -> bool | None:
        """The side of who led; None where it was not asked for or not said."""
        return {"for": True, "against": False}.get(self.cleaned_data.get("leader_for", ""))

    def papers(self) -> BallotPapers | None:
        """No ballot papers in a show of hands."""
        return None


class SecretVoteForm(VoteForm):
    """The count for one nominee by ballot papers; every sum is held beside its field."""

    issued = _whole("Số phiếu phát ra", help_text="Không nhiều hơn số người được biểu quyết.")
    collected = _whole("Số phiếu thu về")
    lost = _whole("Số phiếu không thu về", initial=0)
    valid = _whole("Số phiếu hợp lệ")
    void = _whole("Số phiếu không hợp lệ", initial=0)
    no_opinion = _whole(
        "Số phiếu không ghi ý kiến", initial=0, help_text="Phiếu hợp lệ để trống cả hai ô."
    )
    field_order = (
        "version",
        "issued",
        "collected",
        "lost",
        "valid",
        "void",
        "votes_for",
        "votes_against",
        "no_opinion",
    )

    def papers(self) -> BallotPapers:
        """The ballot papers as they were typed."""
        names = ("issued", "collected", "lost", "valid", "void")
        return BallotPapers(**{name: self.cleaned_data[name] for name in names})

    def clean(self) -> dict[str, Any]:
        """Every sum that is wrong is told beside the number to look at."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            for name, sentence in ballot_problems(self.papers(), self.count()).items():
                self.add_error(name, sentence)
        return data


class RepeatVoteForm(PageForm):
    """Why a nominee is voted on once more."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Lý do biểu quyết lại",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Được in vào biên bản cùng kết quả của cả hai lượt.",
    )
