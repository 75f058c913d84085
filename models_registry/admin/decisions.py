"""Decisions: read-only rows, and the page that lists several models in one decision."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from dandvan import clock
from dandvan.errors import DomainError
from dandvan.roles import Role, roles_of
from models_registry.admin.base import ReadOnlyAdmin
from models_registry.admin.own_page import OwnPage, ScanForm
from models_registry.domain.assessment import not_enough, unmet
from models_registry.enums import AuthorityLevel, ModelState, RecognitionOutcome
from models_registry.models import (
    Authority,
    DanVanModel,
    Decision,
    EmulationYear,
    IssuedDocument,
    PaperNumber,
    Recognition,
    Signer,
)
from models_registry.queries import quality_results
from models_registry.services.recognition import (
    DecisionRow,
    ModelsRefused,
    decide_on_models,
    paper_of_decision,
    record_decision,
)
from models_registry.views.papers import decision_links


class DecisionForm(ScanForm):
    """A decision that is entered already, or the parts of a new one."""

    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label="Quyết định đã nhập",
        required=False,
        empty_label="– nhập quyết định mới bên dưới –",
    )
    authority = forms.ModelChoiceField(
        Authority.objects.none(),
        label="Người, cơ quan ban hành",
        empty_label="– chọn –",
        required=False,
    )
    number_text = forms.CharField(
        label="Số, ký hiệu",
        max_length=60,
        required=False,
        help_text="Ví dụ: 112/QĐ-UBND; của cơ quan Đảng: 96-QĐ/ĐU",
    )
    date = forms.DateField(label="Ngày quyết định", required=False)
    title = forms.CharField(label="Trích yếu", max_length=300, required=False)
    signer = forms.ModelChoiceField(
        Signer.objects.none(), label="Người ký", empty_label="– chọn –", required=False
    )
    quiet_optional = True

    def __init__(self, *args: Any, models: list[DanVanModel], **kwargs: Any) -> None:
        """Choices of the commune, and an outcome and a reason for every model."""
        self.models = models
        super().__init__(*args, **kwargs)
        commune = self.user.commune_id
        recent = Decision.objects.filter(
            commune_id=commune, paper__authority__level=AuthorityLevel.COMMUNE
        )
        self.fields["decision"].queryset = recent.select_related("paper")
        self.fields["authority"].queryset = Authority.objects.filter(
            commune_id=commune, level=AuthorityLevel.COMMUNE
        ).order_by("is_party", "pk")
        self.fields["signer"].queryset = Signer.objects.filter(commune_id=commune).select_related(
            "individual"
        )
        for dv_model in models:
            self._add_row(dv_model)

    def _add_row(self, dv_model: DanVanModel) -> None:
        """The two fields of one model."""
        outcomes = (
            [RecognitionOutcome.REVOKED]
            if dv_model.state == ModelState.RECOGNIZED
            else [RecognitionOutcome.RECOGNIZED, RecognitionOutcome.DECLINED]
        )
        self.fields[f"outcome_{dv_model.pk}"] = forms.ChoiceField(
            label=f"Kết quả của {dv_model.code}",
            choices=[("", "– không đưa vào –"), *((o.value, o.label) for o in outcomes)],
            required=False,
        )
        self.fields[f"reason_{dv_model.pk}"] = forms.CharField(
            label=f"Lý do đối với {dv_model.code}", max_length=600, required=False
        )

    def rows(self) -> list[dict[str, Any]]:
        """Each model with its fields, and why it could not be recognized now."""
        return [
            {
                "dv_model": dv_model,
                "outcome": self[f"outcome_{dv_model.pk}"],
                "reason": self[f"reason_{dv_model.pk}"],
                "why_not": self._why_not(dv_model),
            }
            for dv_model in self.models
        ]

    def head(self) -> list[Any]:
        """The fields of the decision itself."""
        names = ("decision", "authority", "number_text", "date", "title", "signer", "scan")
        return [self[name] for name in names]

    @staticmethod
    def _why_not(dv_model: DanVanModel) -> str:
        """What the marks say against recognition, before anybody tries."""
        if dv_model.state != ModelState.ASSESSED:
            return ""
        results = quality_results(dv_model)
        if missing := not_enough(results):
            return f"Chưa đủ căn cứ về: {', '.join(missing)}."
        if failed := unmet(results):
            return f"Không đạt: {', '.join(failed)}."
        return ""

    def clean(self) -> dict[str, Any]:
        """A new decision needs all of its parts."""
        data = super().clean() or self.cleaned_data
        if not data.get("decision") and "decision" not in self.errors:
            sentences = {
                "authority": "Chọn người, cơ quan ban hành.",
                "number_text": "Nhập số, ký hiệu của quyết định.",
                "date": "Nhập ngày quyết định, ví dụ 20/11/2024.",
                "title": "Nhập trích yếu của quyết định.",
                "signer": "Chọn người ký.",
            }
            for name, sentence in sentences.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data

    def listed(self) -> list[DecisionRow]:
        """The models that are to stand in the decision."""
        data = self.cleaned_data
        return [
            DecisionRow(row.pk, outcome, data.get(f"reason_{row.pk}", ""))
            for row in self.models
            if (outcome := data.get(f"outcome_{row.pk}"))
        ]


class DecisionWriter(OwnPage):
    """A page that writes a decision and what it says about models; all of it or nothing."""

    def write(self, form: Any) -> tuple[Decision, list[Recognition]]:
        """The decision and its rows, in one transaction."""
        user, data = self.user, form.cleaned_data
        with transaction.atomic():
            decision = data["decision"] or record_decision(
                user=user,
                authority=data["authority"],
                number_text=data["number_text"],
                date=data["date"],
                title=data["title"],
                signer=data["signer"],
                scan=form.kept_scan(),
            )
            acts_himself = Role.CHAIR in roles_of(user)
            made = decide_on_models(
                user=user,
                decision=decision,
                rows=form.listed(),
                paper=None if acts_himself else paper_of_decision(decision),
            )
        return decision, made

    def refuse(self, form: Any, error: DomainError) -> None:
        """Each reason beside its model."""
        if not isinstance(error, ModelsRefused):
            super().refuse(form, error)
            return
        for pk, reasons in error.by_model.items():
            name = f"outcome_{pk}" if f"outcome_{pk}" in form.fields else None
            for reason in reasons:
                form.add_error(name, reason)


class DecisionPage(DecisionWriter):
    """List models in one decision: all of them, or none when one is refused."""

    title = "Quyết định về mô hình"
    submit = "Ghi quyết định"
    template = "admin/models_registry/decision_new.html"

    @cached_property
    def years(self) -> list[EmulationYear]:
        """Years of the commune, latest first."""
        rows = EmulationYear.objects.filter(plan__commune_id=self.request.user.commune_id)
        return list(rows.order_by("-year"))

    @cached_property
    def year(self) -> EmulationYear | None:
        """The year whose models are shown: asked for, of the model asked for, or this year."""
        asked = self.request.GET.get("nam", "")
        if asked.isdecimal():
            if (found := self._year_named(int(asked[:4]))) is None:
                raise Http404
            return found
        if (model := self.asked_model()) is not None:
            return next((row for row in self.years if row.pk == model.year_id), None)
        return self._year_named(clock.today().year) or next(iter(self.years), None)

    def _year_named(self, number: int) -> EmulationYear | None:
        """The emulation year of a calendar year."""
        return next((row for row in self.years if row.year == number), None)

    def asked_model(self) -> DanVanModel | None:
        """The model from whose page the person came."""
        text = self.request.GET.get("mo-hinh", "")
        if not text.isdecimal():
            return None
        rows = DanVanModel.objects.filter(commune_id=self.request.user.commune_id)
        if (found := rows.filter(pk=int(text[:12])).first()) is None:
            raise Http404
        return found

    def models(self) -> list[DanVanModel]:
        """Assessed models of the year, and the recognized one that is to be revoked."""
        asked, year = self.asked_model(), self.year
        wanted = Q(year=year, state=ModelState.ASSESSED)
        if asked is not None:
            wanted |= Q(pk=asked.pk, state__in=(ModelState.ASSESSED, ModelState.RECOGNIZED))
        rows = DanVanModel.objects.filter(wanted, commune_id=self.request.user.commune_id)
        return list(
            rows.select_related("year__plan", "collective", "individual")
            .prefetch_related("assessments__marks", "year__plan__qualities")
            .order_by("code", "id")
        )

    def form(self, data: Any = None, files: Any = None) -> DecisionForm:
        """Decision and rows."""
        return DecisionForm(data, files, user=self.request.user, models=self.models())

    def context(self, form: Any) -> dict[str, Any]:
        """The year shown and the others."""
        return {
            "year": self.year,
            "years": self.years,
            "by_clerk": Role.CHAIR not in roles_of(self.request.user),
        }

    def done_url(self) -> str:
        """Back to the model the person came from, else to the decisions."""
        asked = self.asked_model()
        if asked is not None:
            return reverse("admin:models_registry_danvanmodel_workbench", args=[asked.pk])
        return reverse("admin:models_registry_decision_changelist")

    def run(self, form: Any) -> str:
        """Record the decision and what it says about every model."""
        decision, made = self.write(form)
        return f"Đã ghi Quyết định số {decision} về {len(made)} mô hình."


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Decisions as they were recorded."""

    reading_roles = frozenset({Role.CLERK, Role.CHAIR})
    list_display = ("paper", "date_shown", "title", "signer")
    list_select_related = ("paper", "signer__individual")
    search_fields = ("title", "paper__number")
    fields = ("paper", "title", "signer", "scan", "recorded_by", "recorded_at")
    change_list_template = "admin/models_registry/decision_list.html"
    change_form_template = "admin/models_registry/decision.html"

    @admin.display(description="Ngày", ordering="paper__date")
    def date_shown(self, row: Decision) -> str:
        """Day of the decision."""
        return f"{row.paper.date:%d/%m/%Y}"

    def get_urls(self) -> list[URLPattern]:
        """The page of a new decision."""
        view = self.admin_site.admin_view(self.new_view)
        own = path("moi/", view, name="models_registry_decision_new")
        return [own, *super().get_urls()]

    def new_view(self, request: HttpRequest) -> HttpResponse:
        """List models in a decision."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return DecisionPage(self, request).respond()

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> Any:
        """The models that the decision lists stand under it."""
        decision = kwargs.get("obj")
        if decision is not None:
            context["recognitions"] = decision.recognitions.select_related("dv_model")
            context["papers"] = decision_links(decision)
        return super().render_change_form(request, context, **kwargs)


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(ReadOnlyAdmin):
    """Issued papers: their bytes never change."""

    list_display = ("title", "kind", "paper", "date", "replaces")
    list_filter = ("kind",)
    list_select_related = ("paper", "replaces__paper")
    fields = ("kind", "title", "paper", "date", "replaces", "signed_scan", "issued_by", "issued_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[IssuedDocument]:
        """Without the bytes and the data, which a list never needs."""
        rows = super().get_queryset(request)
        return rows.defer("content", "data", "replaces__content", "replaces__data")


@admin.register(PaperNumber)
class PaperNumberAdmin(ReadOnlyAdmin):
    """The number book."""

    commune_path = "authority__commune"
    list_display = ("number_shown", "year", "date", "authority")
    list_filter = ("year", "symbol")

    @admin.display(description="Số, ký hiệu", ordering="number")
    def number_shown(self, row: PaperNumber) -> str:
        """As it stands on the paper."""
        return str(row)
