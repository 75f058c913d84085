"""Forms about people: a new post, leaving with who goes on, handing one model over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from models_registry.enums import SubjectType
from models_registry.forms.fields import RowChoice
from models_registry.models import Collective, DanVanModel, Individual, SubjectKind, Village
from models_registry.models.dated import on_day
from models_registry.queries_staff import HeldModel
from models_registry.services.staff import PostInput, Successor

NOBODY, UNIT = "chua-co", "don-vi"
Labels = list[tuple[str, str]]


def labels_of(people: Iterable[Individual]) -> Labels:
    """People with the post they hold, for a list of choices."""
    found = []
    for person in people:
        post = next(iter(person.posts.all()), None)
        found.append((str(person.pk), f"{person} – {post}" if post else str(person)))
    return found


class PostForm(PageForm):
    """A post from a day on, beside the others or instead of them."""

    date = VnDateField(label="Giữ chức vụ mới từ ngày")
    title = forms.CharField(label="Chức vụ mới", max_length=200)
    kind = forms.ModelChoiceField(
        SubjectKind.objects.none(), label="Loại chức danh", empty_label="– chọn –"
    )
    workplace = forms.CharField(label="Nơi công tác", max_length=200, required=False)
    village = forms.ModelChoiceField(Village.objects.none(), label="Làng", required=False)
    collective = forms.ModelChoiceField(
        Collective.objects.none(), label="Thuộc tập thể", required=False
    )
    heads = forms.ModelChoiceField(
        Collective.objects.none(), label="Đứng đầu tập thể", required=False
    )
    deputy_of = forms.ModelChoiceField(
        Collective.objects.none(), label="Cấp phó của tập thể", required=False
    )
    beside = forms.BooleanField(
        label="Kiêm nhiệm: vẫn giữ các chức vụ đang có",
        required=False,
        help_text="Bỏ trống thì các chức vụ đang giữ kết thúc vào ngày hôm trước.",
    )
    reason = forms.CharField(label="Lý do", max_length=300)
    paper = forms.CharField(
        label="Văn bản", max_length=160, required=False, help_text="Số, ngày, nơi ban hành nếu có."
    )

    def __init__(self, *args: Any, commune_id: int | None, **kwargs: Any) -> None:
        """Offer the commune's kinds, villages and collectives of today."""
        super().__init__(*args, **kwargs)
        today = clock.today()
        collectives = Collective.objects.filter(on_day(today), commune_id=commune_id)
        offered: dict[str, Any] = {
            "kind": SubjectKind.objects.filter(
                commune_id=commune_id, subject_type=SubjectType.INDIVIDUAL
            ),
            "village": Village.objects.filter(on_day(today), commune_id=commune_id),
            "collective": collectives,
            "heads": collectives,
            "deputy_of": collectives,
        }
        for name, rows in offered.items():
            field: Any = self.fields[name]
            field.queryset = rows

    def post(self) -> PostInput:
        """What was filled in, as the service takes it."""
        names = PostInput.__dataclass_fields__
        return PostInput(**{name: self.cleaned_data[name] for name in names})


class LeavingForm(PageForm):
    """From which day, why, and who goes on with every model."""

    date = VnDateField(label="Thôi giữ chức vụ từ ngày")
    reason = forms.CharField(
        label="Lý do", max_length=300, help_text="Ví dụ: chuyển công tác, nghỉ hưu, thôi việc."
    )
    paper = forms.CharField(
        label="Văn bản", max_length=160, required=False, help_text="Số, ngày, nơi ban hành nếu có."
    )

    def __init__(
        self,
        *args: Any,
        held: Iterable[HeldModel],
        people: list[Individual],
        unit_head: Individual | None,
        **kwargs: Any,
    ) -> None:
        """A choice and a note for every model."""
        super().__init__(*args, **kwargs)
        self.held = list(held)
        self.unit_head = unit_head
        rows = {str(person.pk): person for person in people}
        labels = labels_of(people)
        for line in self.held:
            choice, note = self.names(line)
            self.fields[choice] = field = RowChoice(
                label=f"Người tiếp tục “{line.dv_model}”",
                required=line.needs_successor,
                error_messages={"required": "Chọn người tiếp tục, hoặc “chưa có người tiếp tục”."},
            )
            field.offer(rows, labels)
            field.choices = [*self._first(line), *labels]
            self.fields[note] = forms.CharField(
                label=f"Ghi chú về “{line.dv_model}”", max_length=300, required=False
            )

    def _first(self, line: HeldModel) -> Labels:
        """What can be chosen beside people."""
        if not line.needs_successor:
            return [("", "Không cần người thay")]
        first = [("", "– chọn –"), (NOBODY, "Chưa có người tiếp tục")]
        if self.unit_head is not None:
            first.append((UNIT, f"Để lại đơn vị: {self.unit_head} giữ"))
        return first

    @staticmethod
    def names(line: HeldModel) -> tuple[str, str]:
        """Names of the two fields of one model."""
        return f"tiep-tuc-{line.dv_model.pk}", f"ghi-chu-{line.dv_model.pk}"

    @property
    def lines(self) -> list[tuple[HeldModel, BoundField, BoundField]]:
        """A model and its two fields, for the table."""
        return [(line, *(self[name] for name in self.names(line))) for line in self.held]

    def clean(self) -> dict[str, Any]:
        """Nobody yet needs a word on what is to happen."""
        cleaned = super().clean() or self.cleaned_data
        for line in self.held:
            choice, note = self.names(line)
            if self.data.get(choice) == NOBODY and not cleaned.get(note, "").strip():
                self.add_error(note, "Ghi dự kiến xử lý khi chưa có người tiếp tục.")
        return cleaned

    def successors(self) -> list[Successor]:
        """What was chosen, as the service takes it; models that end with him are left out."""
        found = []
        for line in self.held:
            choice, note = self.names(line)
            key = self.data.get(choice, "")
            person = self.unit_head if key == UNIT else self.cleaned_data[choice]
            if key:
                found.append(Successor(line.dv_model.pk, person, self.cleaned_data[note]))
        return found


class HandoverForm(PageForm):
    """Who hands a model over to whom, from which day, why."""

    from_person = RowChoice(label="Người bàn giao")
    to_person = RowChoice(label="Người tiếp nhận", required=False)
    nobody = forms.BooleanField(label="Chưa có người tiếp tục", required=False)
    date = VnDateField(label="Bàn giao từ ngày")
    reason = forms.CharField(label="Lý do", max_length=300)

    def __init__(
        self, *args: Any, dv_model: DanVanModel, people: list[Individual], **kwargs: Any
    ) -> None:
        """Offer the people of the model, and everybody who holds a post."""
        super().__init__(*args, **kwargs)
        there = {str(dv_model.owner_person_id): dv_model.owner_person}
        if dv_model.individual is not None:
            there.setdefault(str(dv_model.individual_id), dv_model.individual)
        for row in dv_model.members.all():
            if row.ended_by_id is None:
                there.setdefault(str(row.individual_id), row.individual)
        for waiting in dv_model.handovers.all():
            if waiting.to_person_id is None and waiting.settled_by_id is None:
                there.setdefault(str(waiting.from_person_id), waiting.from_person)
        given: Any = self.fields["from_person"]
        given.offer(there, [(key, str(person)) for key, person in there.items()])
        taken: Any = self.fields["to_person"]
        taken.offer({str(person.pk): person for person in people}, labels_of(people))
        self.initial.setdefault("from_person", next(iter(there)))
        self.initial.setdefault("date", clock.today())

    def clean(self) -> dict[str, Any]:
        """Somebody, or the word that there is nobody yet; never both."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("to_person")) == bool(cleaned.get("nobody")):
            self.add_error("to_person", "Chọn người tiếp nhận, hoặc đánh dấu chưa có người.")
        return cleaned
