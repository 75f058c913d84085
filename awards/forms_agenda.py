"""Forms of the agenda of a meeting and of who takes no part in a vote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from awards.enums import AbstentionKind
from awards.models import AgendaItem, CouncilMember, Nomination
from dandvan.forms import PageForm


class AgendaForm(PageForm):
    """Each nominee with his place on the agenda; empty leaves him out."""

    quiet_optional = True

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[Nomination],
        again: frozenset[int] = frozenset(),
        known: Mapping[int, AgendaItem] | None = None,
        **kwargs: Any,
    ) -> None:
        """A number for each; a reason for those who were voted down (`again`)."""
        self.candidates = list(candidates)
        known = known or {}
        fields: dict[str, forms.Field] = {}
        for place, row in enumerate(self.candidates, start=1):
            item = known.get(row.pk)
            free = None if known or row.pk in again else place
            fields[f"order_{row.pk}"] = forms.IntegerField(
                label=f"Thứ tự: {row.subject}",
                required=False,
                min_value=1,
                max_value=999,
                initial=item.order if item else free,
                help_text=f"{row.award_kind.name}. Để trống nếu không đưa vào chương trình.",
            )
            if row.pk in again:
                fields[f"reason_{row.pk}"] = forms.CharField(
                    label=f"Lý do bình xét lại: {row.subject}",
                    required=False,
                    max_length=300,
                    initial=item.reason if item else "",
                )
        self.base_fields = {**self.base_fields, **fields}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Two nominees do not stand in one place."""
        data = super().clean() or self.cleaned_data
        taken: dict[int, str] = {}
        for row in self.candidates:
            place = data.get(f"order_{row.pk}")
            if place in taken:
                self.add_error(
                    f"order_{row.pk}", f"Thứ tự {place} đã dùng cho {taken[place]}; chọn số khác."
                )
            elif place is not None:
                taken[place] = str(row.subject)
        return data

    def rows(self) -> list[tuple[Nomination, str]]:
        """Nominations with their reasons, in order; for the service."""
        data = self.cleaned_data
        chosen = [row for row in self.candidates if data.get(f"order_{row.pk}") is not None]
        chosen.sort(key=lambda row: data[f"order_{row.pk}"])
        return [(row, data.get(f"reason_{row.pk}", "")) for row in chosen]


class AbstentionForm(PageForm):
    """Who takes no part in which vote, and why."""

    nomination = forms.ModelChoiceField(
        label="Trường hợp", queryset=Nomination.objects.none(), widget=forms.RadioSelect
    )
    member = forms.ModelChoiceField(label="Thành viên", queryset=CouncilMember.objects.none())
    kind = forms.ChoiceField(
        label="Lý do",
        choices=[(row.value, row.label.capitalize()) for row in AbstentionKind],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        nominations: Any,
        members: Iterable[CouncilMember],
        **kwargs: Any,
    ) -> None:
        """Nominees before the council; members for whom the person may declare."""
        super().__init__(*args, **kwargs)
        self.fields["nomination"].queryset = nominations
        self.fields["member"].queryset = CouncilMember.objects.filter(
            pk__in=[row.pk for row in members]
        ).select_related("individual")
