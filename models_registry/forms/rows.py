"""Rows typed below a step: members and indicators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from models_registry.documents.registration_texts import member_line, target_line
from models_registry.enums import IndicatorKind, MemberPart
from models_registry.forms.fields import FigureField, RowChoice
from models_registry.models import DanVanModel, Individual
from models_registry.services.registration import IndicatorInput, MemberInput

SHOWN_ROWS = 5


class MemberForm(PageForm):
    """A person and the part he plays; an empty person means no row."""

    quiet_optional = True
    individual = RowChoice(label="Họ và tên", required=False)
    part = forms.ChoiceField(
        label="Vai trò", choices=MemberPart.choices, required=False, initial=MemberPart.HELPER.value
    )
    valid_from = VnDateField(label="Từ ngày", required=False)
    valid_to = VnDateField(label="Đến ngày", required=False)

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        """People were read once for all rows."""
        super().__init__(*args, **kwargs)
        if people is not None:
            choice: Any = self.fields["individual"]
            choice.offer(*people)

    def clean(self) -> dict[str, Any]:
        """Dates in order; dates without a person are asked about."""
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", "Ngày thôi tham gia phải bằng hoặc sau ngày bắt đầu.")
        if (start or end) and not data.get("individual") and "individual" not in self.errors:
            self.add_error("individual", "Chọn họ và tên cho dòng này.")
        return data


class MemberFormSet(BaseFormSet):
    """People of a model; at most one row for a person and part."""

    lenient = False

    def clean(self) -> None:
        """Nobody twice in the same part; somebody leads."""
        if any(self.errors):
            return
        rows = self.inputs()
        for row in rows:
            same = [r for r in rows if (r.individual, r.part) == (row.individual, row.part)]
            if len(same) > 1:
                raise forms.ValidationError(f"{row.individual} được ghi hai lần cùng vai trò.")
        if not self.lenient and not any(row.part == MemberPart.LEAD for row in rows):
            raise forms.ValidationError("Chọn một người phụ trách mô hình.")

    def inputs(self) -> list[MemberInput]:
        """Filled rows as the service takes them."""
        return [
            MemberInput(
                data["individual"],
                data.get("part") or MemberPart.HELPER,
                data.get("valid_from"),
                data.get("valid_to"),
            )
            for form in self.forms
            if (data := getattr(form, "cleaned_data", {})).get("individual")
        ]

    def typed_lines(self) -> list[str]:
        """The filled rows as the registration prints them."""
        return [
            member_line(row.individual.full_name, row.part, row.valid_from, row.valid_to)
            for row in self.inputs()
        ]


class IndicatorForm(PageForm):
    """What is counted, in what unit, up to what figure."""

    quiet_optional = True
    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Chỉ tiêu", max_length=160, required=False)
    unit = forms.CharField(label="Đơn vị tính", max_length=40, required=False)
    kind = forms.ChoiceField(
        label="Loại",
        choices=IndicatorKind.choices,
        required=False,
        initial=IndicatorKind.OTHER.value,
    )
    target = FigureField(label="Con số đề ra", required=False)
    summable = forms.BooleanField(label="Cộng được giữa các làng", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The target is read in the unit that was typed beside it."""
        super().__init__(*args, **kwargs)
        kind = self.data.get(self.add_prefix("kind"), "")
        target: Any = self.fields["target"]
        target.kind = kind if kind in IndicatorKind.values else IndicatorKind.OTHER
        target.unit = self.data.get(self.add_prefix("unit"), "")

    def clean(self) -> dict[str, Any]:
        """A row has both a name and a unit, or nothing."""
        data: dict[str, Any] = super().clean() or {}
        name, unit = data.get("name"), data.get("unit")
        if (unit or data.get("target") is not None) and not name and "name" not in self.errors:
            self.add_error("name", "Nhập tên chỉ tiêu.")
        if name and not unit and "unit" not in self.errors:
            self.add_error("unit", f"Nhập đơn vị tính của “{name}”.")
        return data


class IndicatorFormSet(BaseFormSet):
    """Indicators of a model; every name once."""

    lenient = False

    def clean(self) -> None:
        """No name twice."""
        if any(self.errors):
            return
        names = [row.name for row in self.inputs()]
        for name in names:
            if names.count(name) > 1:
                raise forms.ValidationError(f"Chỉ tiêu “{name}” được ghi hai lần.")

    def inputs(self) -> list[IndicatorInput]:
        """Filled rows as the service takes them."""
        return [
            IndicatorInput(
                name=data["name"],
                unit=data["unit"],
                kind=data.get("kind") or IndicatorKind.OTHER,
                target=data.get("target"),
                summable=bool(data.get("summable")),
                id=data.get("id"),
            )
            for form in self.forms
            if (data := getattr(form, "cleaned_data", {})).get("name") and data.get("unit")
        ]

    def typed_lines(self) -> list[str]:
        """The filled rows as the registration prints them."""
        return [target_line(row.name, row.unit, row.target) for row in self.inputs()]


def _filled_up(kind: type[BaseFormSet], form: type[PageForm], there: int, rows: int) -> Any:
    """A class of formsets with a few empty rows."""
    extra = max(rows - there, 2 if there else SHOWN_ROWS)
    return formset_factory(form, formset=kind, extra=extra, max_num=60, absolute_max=60)


def people_to_choose(commune_id: int) -> tuple[dict[str, Individual], list[tuple[str, str]]]:
    """People of the commune by id, and their names with the post they hold today."""
    people = Individual.objects.filter(commune_id=commune_id).prefetch_related("posts")
    rows = {str(person.pk): person for person in people}
    labels = []
    for key, person in rows.items():
        post = person.post_on(clock.today())
        labels.append((key, f"{person.full_name} – {post.title}" if post else person.full_name))
    return rows, labels


def member_formset(dv_model: DanVanModel, data: Any, rows: int = SHOWN_ROWS) -> MemberFormSet:
    """Rows of the members; a fresh draft proposes its owner as the lead."""
    members = [
        {
            "individual": str(row.individual_id),
            "part": row.part,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
        }
        for row in dv_model.members.all()
        if row.ended_by_id is None
    ]
    if not members:
        members = [{"individual": str(dv_model.owner_person_id), "part": MemberPart.LEAD.value}]
    kind = _filled_up(MemberFormSet, MemberForm, len(members), rows)
    people = people_to_choose(dv_model.commune_id)
    formset: MemberFormSet = kind(
        data, initial=members, prefix="nguoi", form_kwargs={"people": people}
    )
    return formset


def indicator_formset(dv_model: DanVanModel, data: Any, rows: int = SHOWN_ROWS) -> IndicatorFormSet:
    """Rows of the indicators."""
    there = [
        {
            "id": row.pk,
            "name": row.name,
            "unit": row.unit,
            "kind": row.kind,
            "target": row.target,
            "summable": row.summable,
        }
        for row in dv_model.indicators.all()
    ]
    kind = _filled_up(IndicatorFormSet, IndicatorForm, len(there), rows)
    formset: IndicatorFormSet = kind(data, initial=there, prefix="chitieu")
    return formset
