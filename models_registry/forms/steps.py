"""The short steps of a registration; each gives the values a draft is saved with."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.db.models import Q

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from dandvan.stale_forms import Conflict
from models_registry.enums import SubjectType
from models_registry.forms.fields import LongText
from models_registry.models import Collective, ContentArea, DanVanModel, LinkedMovement, Village
from models_registry.models.dated import on_day

LEAST_NEED = 30


class StepForm(PageForm):
    """A step; `lenient` saves what there is, else what the submission needs is asked for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self, *args: Any, dv_model: DanVanModel, lenient: bool = False, **kwargs: Any
    ) -> None:
        """Keep the model; a draft may lack anything but its version."""
        super().__init__(*args, **kwargs)
        self.dv_model = dv_model
        self.lenient = lenient
        self.row_conflicts: list[Conflict] = []
        self.prepare()
        if lenient:
            for name, field in self.fields.items():
                field.required = name == "version"

    def prepare(self) -> None:
        """Offer the choices of this model's commune and plan."""

    def values(self) -> dict[str, Any]:
        """What passed, under the names of the service."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("version", "page")}

    @property
    def conflicts(self) -> list[Conflict]:
        """Fields with two texts, and the rows below them where they differ too."""
        return [*super().conflicts, *self.row_conflicts]

    @classmethod
    def initial_of(cls, dv_model: DanVanModel) -> dict[str, Any]:
        """What stands in the draft."""
        found: dict[str, Any] = {"version": dv_model.version}
        for name in cls.base_fields:
            if name in ("version", "page", "kind"):
                continue
            field = dv_model._meta.get_field(name)
            if field.many_to_many:
                found[name] = [row.pk for row in getattr(dv_model, name).all()]
            else:
                found[name] = getattr(dv_model, getattr(field, "attname", name))
        return found


class NameStep(StepForm):
    """What it is called and whose it is."""

    name = forms.CharField(label="Tên mô hình", max_length=300)
    kind = forms.ChoiceField(
        label="Mô hình của ai?",
        widget=forms.RadioSelect,
        choices=[("collective", "Của tập thể"), ("individual", "Của cá nhân")],
    )
    collective = forms.ModelChoiceField(
        label="Tập thể chủ trì",
        queryset=Collective.objects.none(),
        required=False,
        empty_label="– chọn tập thể –",
        help_text="Chọn khi mô hình là của tập thể.",
    )
    co_owners = forms.ModelMultipleChoiceField(
        label="Tập thể đồng chủ trì",
        queryset=Collective.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    layout = Layout(
        "version",
        "page",
        "name",
        HTML('{% include "models_registry/_like_named.html" %}'),
        "kind",
        "collective",
        HTML('<details class="more-choices"><summary>Cùng tập thể khác chủ trì</summary>'),
        "co_owners",
        HTML("</details>"),
    )

    def prepare(self) -> None:
        """Collectives of today; the person whose model it would be."""
        rows = Collective.objects.filter(commune_id=self.dv_model.commune_id)
        rows = rows.filter(
            on_day(clock.today())
            | Q(pk=self.dv_model.collective_id)
            | Q(pk__in=self.dv_model.co_owners.values("pk"))
        )
        for name in ("collective", "co_owners"):
            field: Any = self.fields[name]
            field.queryset = rows
        kind: Any = self.fields["kind"]
        person = self.dv_model.individual or self.dv_model.owner_person
        kind.choices = [
            ("collective", "Của tập thể"),
            ("individual", f"Của cá nhân: {person.full_name}"),
        ]

    def clean(self) -> dict[str, Any]:
        """A collective's model names its collective."""
        data: dict[str, Any] = super().clean() or {}
        if not self.lenient and data.get("kind") == "collective" and not data.get("collective"):
            self.add_error("collective", "Chọn tập thể chủ trì.")
        return data

    def values(self) -> dict[str, Any]:
        """The owner as one of the two columns."""
        found = super().values()
        kind, chosen = found.pop("kind", ""), found.pop("collective", None)
        if kind == "individual":
            found["individual"] = self.dv_model.individual or self.dv_model.owner_person
        elif kind == "collective":
            found["collective"] = chosen
            if chosen is None:
                found["individual"] = None
        return found

    @property
    def conflicts(self) -> list[Conflict]:
        """Fields with two texts, and the rows below them where they differ too."""
        return [*super().conflicts, *self.row_conflicts]

    @classmethod
    def initial_of(cls, dv_model: DanVanModel) -> dict[str, Any]:
        """Whose it is, from the two columns."""
        found = super().initial_of(dv_model)
        found["kind"] = (
            "collective"
            if dv_model.collective_id
            else "individual"
            if dv_model.individual_id
            else ""
        )
        return found


class AreaChoice(forms.ModelChoiceField):
    """One content area by its short title."""

    def label_from_instance(self, obj: ContentArea) -> str:
        """Number and short title."""
        return str(obj)


class PlaceStep(StepForm):
    """Content areas of the plan, villages, linked movements."""

    main_area = AreaChoice(
        label="Nội dung chính",
        queryset=ContentArea.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="Chọn một nội dung của kế hoạch; toàn văn ở ngay dưới danh sách.",
    )
    further_areas = forms.ModelMultipleChoiceField(
        label="Nội dung khác có liên quan",
        queryset=ContentArea.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    villages = forms.ModelMultipleChoiceField(
        label="Địa bàn thực hiện",
        queryset=Village.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    movements = forms.ModelMultipleChoiceField(
        label="Phong trào, chương trình gắn kết",
        queryset=LinkedMovement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    layout = Layout(
        "version",
        "page",
        "main_area",
        HTML('{% include "models_registry/_area_texts.html" %}'),
        HTML('<details class="more-choices"><summary>Nội dung khác có liên quan</summary>'),
        "further_areas",
        HTML("</details>"),
        "villages",
        HTML('<details class="more-choices"><summary>Phong trào, chương trình gắn kết</summary>'),
        "movements",
        HTML("</details>"),
    )

    def prepare(self) -> None:
        """Ten areas for a collective, two for an individual; villages of today."""
        dv_model, fields = self.dv_model, self.fields
        areas = dv_model.year.plan.areas.all()
        if dv_model.collective_id:
            areas = areas.filter(subject_type=SubjectType.COLLECTIVE)
        elif dv_model.individual_id:
            areas = areas.filter(subject_type=SubjectType.INDIVIDUAL)
        self.areas = list(areas)
        villages = Village.objects.filter(commune_id=dv_model.commune_id)
        chosen = Q(pk__in=dv_model.villages.values("pk"))
        offered: dict[str, Any] = {
            "main_area": areas,
            "further_areas": areas,
            "villages": villages.filter(on_day(clock.today()) | chosen),
            "movements": dv_model.year.plan.movements.all(),
        }
        for name, rows in offered.items():
            field: Any = fields[name]
            field.queryset = rows


class AimStep(StepForm):
    """What is needed, what for, how."""

    need = LongText(
        label="Nhu cầu, vấn đề cần giải quyết",
        help_text="Hai, ba câu: việc gì đang khó, với ai, ở đâu.",
    )
    goal = LongText(
        label="Mục tiêu",
        help_text="Làm được gì, đến bao giờ. Con số ghi ở bảng chỉ tiêu bên dưới.",
    )
    solutions = LongText(label="Giải pháp", help_text="Ai làm, làm thế nào, vận động ra sao.")

    def clean_need(self) -> str:
        """Long enough for somebody else to understand it."""
        text: str = self.cleaned_data["need"]
        if not self.lenient and len(text.strip()) < LEAST_NEED:
            raise forms.ValidationError(
                f"Nhập ít nhất {LEAST_NEED} ký tự để người thẩm định hiểu việc cần làm."
            )
        return text


class MeansStep(StepForm):
    """With whom, for whom, with what, when."""

    partners = LongText(label="Lực lượng phối hợp", required=False)
    target_group = LongText(label="Đối tượng hướng tới", required=False)
    resources = LongText(label="Nguồn lực", required=False)
    upkeep = LongText(label="Cách duy trì, nhân rộng", required=False)
    start_date = VnDateField(label="Bắt đầu từ ngày", help_text="Ví dụ: 08/03/2024")
    end_date = VnDateField(label="Đến ngày", required=False)
    expected_results = LongText(label="Kết quả dự kiến", required=False)

    def clean(self) -> dict[str, Any]:
        """Start and end in order."""
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("start_date"), data.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.")
        return data

    def values(self) -> dict[str, Any]:
        """A wrong end keeps the start that was stored before, or the pair would be refused."""
        found = super().values()
        if "end_date" in self.errors:
            found.pop("start_date", None)
        return found
