"""Yearly facts: the rows as they are, and one page for each year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse

from dandvan import clock
from dandvan.errors import DomainError
from dandvan.roles import Role
from models_registry.admin.base import ReadOnlyAdmin, ScopedRelatedFilter
from models_registry.admin.own_page import OwnPage, ScanForm
from models_registry.enums import FACT_VALUES, FactKind, FactStatus
from models_registry.models import (
    Collective,
    EmulationYear,
    Individual,
    ModelAssessment,
    User,
    Village,
    YearlyRecord,
)
from models_registry.models.dated import on_day
from models_registry.queries import active_on
from models_registry.services.yearly import record_fact

SUBJECT_FIELD = {
    FactKind.PARTY_RATING: "",
    FactKind.CULTURE_TITLE: "village",
    FactKind.MASS_MOBILIZATION: "collective",
    FactKind.INDIVIDUAL_RATING: "individual",
}


@dataclass
class FactLine:
    """One subject with its current fact and the two fields of a new one."""

    kind: str
    subject: Model | None
    current: YearlyRecord | None
    key: str
    form: Any = field(default=None, repr=False)

    @property
    def label(self) -> str:
        """Whom the fact is about."""
        return str(self.subject) if self.subject is not None else "Đảng ủy xã"

    @property
    def value(self) -> Any:
        """Field of the new value."""
        return self.form[f"{self.key}-value"]

    @property
    def reason(self) -> Any:
        """Field of the reason."""
        return self.form[f"{self.key}-reason"]


def subjects_of(year: EmulationYear, kind: str) -> list[Model | None]:
    """Whom a kind of fact is entered for in this year, in the order of the page."""
    commune, day = year.plan.commune_id, year.cutoff
    if kind == FactKind.CULTURE_TITLE:
        return list(Village.objects.filter(on_day(day), commune_id=commune))
    if kind == FactKind.MASS_MOBILIZATION:
        rows = Collective.objects.filter(on_day(day), commune_id=commune, kind__eligible=True)
        return list(rows)
    if kind == FactKind.INDIVIDUAL_RATING:
        last = min(day, clock.today())
        return list(Individual.objects.filter(active_on(last), commune_id=commune))
    return [None]


def lines_of(year: EmulationYear) -> dict[str, list[FactLine]]:
    """Every line of the page by kind; six queries, whatever the number of rows."""
    rows = YearlyRecord.objects.filter(year=year, is_current=True)
    current: dict[tuple[str, int | None], YearlyRecord] = {}
    for row in rows:
        name = SUBJECT_FIELD[FactKind(row.kind)]
        current[row.kind, getattr(row, f"{name}_id") if name else None] = row
    lines = {}
    for kind in SUBJECT_FIELD:
        lines[kind.value] = [
            FactLine(
                kind=kind.value,
                subject=subject,
                current=current.get((kind.value, subject.pk if subject else None)),
                key=f"{kind.value}-{subject.pk if subject else 0}",
            )
            for subject in subjects_of(year, kind)
        ]
    return lines


class FactsForm(ScanForm):
    """One kind of fact: the paper with its scan once, a value and a reason for every line."""

    status = forms.ChoiceField(label="Tình trạng", choices=FactStatus.choices, required=False)
    paper_number = forms.CharField(label="Số văn bản", max_length=60, required=False)
    paper_date = forms.DateField(label="Ngày văn bản", required=False)
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    quiet_optional = True

    def __init__(self, *args: Any, kind: str, lines: list[FactLine], **kwargs: Any) -> None:
        """Two fields for every line; "giữ nguyên" writes nothing."""
        self.kind, self.lines = kind, lines
        super().__init__(*args, prefix=kind, **kwargs)
        values = [(value.value, value.label) for value in FACT_VALUES[kind]]
        self.fields["fill"] = forms.ChoiceField(
            label="Ghi cho mọi dòng chưa chọn",
            choices=[("", "– không –"), *values],
            required=False,
        )
        for line in lines:
            self.fields[f"{line.key}-value"] = forms.ChoiceField(
                label=f"Kết quả của {line.label}",
                choices=[("", "– giữ nguyên –"), *values],
                required=False,
            )
            self.fields[f"{line.key}-reason"] = forms.CharField(
                label=f"Lý do đối với {line.label}", max_length=300, required=False
            )
            line.form = self

    @property
    def label(self) -> str:
        """Heading of the section."""
        return str(FactKind(self.kind).label)

    @property
    def done(self) -> int:
        """Lines that have a fact already."""
        return sum(1 for line in self.lines if line.current is not None)

    def paper_fields(self) -> list[Any]:
        """The fields of the paper."""
        names = ("status", "paper_number", "paper_date", "issuer", "scan", "fill")
        return [self[name] for name in names if name in self.fields]

    def chosen(self) -> list[tuple[FactLine, str]]:
        """Lines to be written, with their value."""
        data = self.cleaned_data
        pairs = [(line, data.get(f"{line.key}-value") or data.get("fill")) for line in self.lines]
        return [(line, value) for line, value in pairs if value]

    def clean(self) -> dict[str, Any]:
        """The paper is needed as soon as one line is to be written."""
        data = super().clean() or self.cleaned_data
        if self.chosen():
            sentences = {
                "status": "Chọn tình trạng: tạm tính hoặc chính thức.",
                "paper_number": "Nhập số văn bản.",
                "paper_date": "Nhập ngày văn bản, ví dụ 20/11/2024.",
                "issuer": "Nhập cơ quan ban hành.",
            }
            for name, sentence in sentences.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data


class YearForms:
    """The forms of all kinds as one: valid together, refused together."""

    def __init__(self, user: User, year: EmulationYear, data: Any, files: Any) -> None:
        """One form for each kind."""
        self.sections = [
            FactsForm(data, files, user=user, kind=kind, lines=lines)
            for kind, lines in lines_of(year).items()
        ]
        self.fields: dict[str, Any] = {}

    def is_valid(self) -> bool:
        """Every section, so that all errors are said at once."""
        valid = [section.is_valid() for section in self.sections]
        return all(valid)

    @property
    def errors(self) -> list[Any]:
        """Errors of the sections."""
        return [section.errors for section in self.sections if section.errors]

    def keep_files(self) -> None:
        """Store what arrived."""
        for section in self.sections:
            section.keep_files()

    @property
    def is_multipart(self) -> bool:
        """There are file fields."""
        return True


class YearPage(OwnPage):
    """All facts of one year; only lines with a new value are written, all or none."""

    template = "admin/models_registry/yearly_year.html"
    submit = "Lưu kết quả đã chọn"
    row: EmulationYear

    def form(self, data: Any = None, files: Any = None) -> YearForms:
        """The sections."""
        self.title = f"Kết quả hằng năm – năm {self.row.year}"
        return YearForms(self.request.user, self.row, data, files)

    def context(self, form: Any) -> dict[str, Any]:
        """The sections, the paper fields of the other years."""
        years = EmulationYear.objects.filter(plan__commune_id=self.request.user.commune_id)
        return {"year": self.row, "years": years, "sections": form.sections}

    def done_url(self) -> str:
        """The same page."""
        return reverse("admin:models_registry_yearlyrecord_year", args=[self.row.pk])

    def run(self, form: Any) -> str | None:
        """Write every chosen line; a refusal stands beside its line."""
        written = 0
        with transaction.atomic():
            for section in form.sections:
                for line, value in section.chosen():
                    written += self._write(section, line, value)
            if form.errors:
                transaction.set_rollback(True)
        if form.errors:
            return None
        return f"Đã ghi {written} kết quả." if written else "Không có kết quả nào thay đổi."

    def _write(self, section: FactsForm, line: FactLine, value: str) -> int:
        """One line; 0 when it was refused or is the same as before."""
        data = section.cleaned_data
        try:
            with transaction.atomic():
                fact = record_fact(
                    user=self.request.user,
                    year=self.row,
                    kind=line.kind,
                    subject=line.subject,
                    value=value,
                    status=data["status"],
                    paper_number=data["paper_number"],
                    paper_date=data["paper_date"],
                    issuer=data["issuer"],
                    reason=data.get(f"{line.key}-reason", ""),
                    scan=data.get("scan_kept"),
                )
        except DomainError as error:
            for reason in error.reasons:
                section.add_error(f"{line.key}-value", reason)
            return 0
        return int(line.current is None or fact.pk != line.current.pk)


@admin.register(YearlyRecord)
class YearlyRecordAdmin(ReadOnlyAdmin):
    """Every row, also those that were replaced; written on the page of the year."""

    list_display = ("kind", "about", "value", "status", "paper_number", "paper_date", "is_current")
    list_filter = (("year", ScopedRelatedFilter), "kind", "status", "is_current")
    list_select_related = ("village", "collective", "individual")
    change_list_template = "admin/models_registry/yearly_list.html"

    @admin.display(description="Đối tượng")
    def about(self, row: YearlyRecord) -> str:
        """Whom the fact is about."""
        return str(row.village or row.collective or row.individual or "Đảng ủy xã")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With links to the pages of the years."""
        years = EmulationYear.objects.filter(plan__commune_id=request.user.commune_id)
        return super().changelist_view(request, {**(extra_context or {}), "years": years})

    def get_urls(self) -> list[URLPattern]:
        """The page of a year."""
        view = self.admin_site.admin_view(self.year_view)
        own = path("nam/<int:pk>/", view, name="models_registry_yearlyrecord_year")
        return [own, *super().get_urls()]

    def year_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All facts of one year."""
        if not self._holds(request, frozenset({Role.CLERK})):
            raise PermissionDenied
        years = EmulationYear.objects.filter(plan__commune_id=request.user.commune_id)
        year = get_object_or_404(years.select_related("plan"), pk=pk)
        return YearPage(self, request, year).respond()


@admin.register(ModelAssessment)
class ModelAssessmentAdmin(ReadOnlyAdmin):
    """Rounds of assessment as they were recorded."""

    commune_path = "dv_model__commune"
    list_display = ("dv_model", "round", "date", "assessed_by")
    list_select_related = ("dv_model", "assessed_by__individual")
