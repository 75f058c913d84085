"""Where the papers of the registry hang: a model, a decision on models."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, reverse

from dandvan.documents.paper import Paper
from dandvan.paper_views import KindSource, PaperSource, paper_paths
from dandvan.roles import roles_of
from models_registry.documents.papers import (
    CERTIFICATE,
    RECEIPT,
    decision_paper,
    model_papers,
    registration_papers,
    replication_paper,
)
from models_registry.documents.recognition_certificate import recognition_of
from models_registry.documents.wording import plan_is_numbered
from models_registry.models import (
    DanVanModel,
    Decision,
    DistrictRegistration,
    EmulationYear,
    User,
)
from models_registry.queries import REVIEWERS, sees_inside
from models_registry.queries_district import READERS, registrations_visible_to
from models_registry.queries_models import models_for_page


class ModelSource(KindSource):
    """Papers of a model: for its owner, its members and those who review it."""

    page, picture = "models_registry:model_paper", "models_registry:model_paper_picture"
    file, word = "models_registry:model_paper_pdf", "models_registry:model_paper_docx"
    back = "models_registry:model_detail"
    siblings_title = "Văn bản của mô hình"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Models the person may know of."""
        del day
        return models_for_page(user).select_related(
            "commune",
            "year__plan__commune",
            "window",
            "main_area",
            "owner_person",
            "collective",
            "individual",
        )

    def may_read(self, user: User, obj: DanVanModel) -> bool:
        """As for the inside of the model's page."""
        return sees_inside(user, obj)

    def siblings(self, obj: DanVanModel) -> tuple[Paper, ...]:
        """All papers of the model."""
        return model_papers(obj)

    def back_label(self, obj: DanVanModel) -> str:
        """The code of the model."""
        return f"Mô hình {obj.code}" if obj.code else "Bản nháp"


class DecisionSource(PaperSource):
    """The decision on models: it tells the reasons of all of them, so for reviewers alone."""

    page, picture = "models_registry:decision_paper", "models_registry:decision_paper_picture"
    file, word = "models_registry:decision_paper_pdf", "models_registry:decision_paper_docx"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Decisions of the commune."""
        del day
        return Decision.objects.filter(commune_id=user.commune_id).select_related(
            "commune", "paper__authority", "signer__individual"
        )

    def may_read(self, user: User, obj: Decision) -> bool:
        """Clerk, bloc and chairman."""
        del obj
        return bool(roles_of(user) & REVIEWERS)

    def paper(self, obj: Decision, kind: str, object_id: int | None) -> Paper | None:
        """The decision, where it is one on models of the commune's own."""
        del kind, object_id
        return decision_paper(obj)

    def warnings(self, obj: Decision) -> tuple[str, ...]:
        """That the signed scan is what counts, and what is still unknown of what it cites."""
        plans = {
            row.dv_model.year.plan
            for row in obj.recognitions.select_related("dv_model__year__plan")
        }
        unnumbered = any(not plan_is_numbered(plan) for plan in plans)
        return (
            "Bản này lập từ dữ liệu đã nhập; bản có chữ ký và dấu là bản chụp lưu cùng quyết định.",
            *(
                ("Kế hoạch phát động của xã chưa có số, ngày nên được dẫn bằng dấu “…”.",)
                if unnumbered
                else ()
            ),
        )

    def back_label(self, obj: Decision) -> str:
        """Where the way back leads."""
        del obj
        return "Mô hình"

    def back_url(self, obj: Decision) -> str:
        """The decision has no page of its own on this side; the list of models is near."""
        del obj
        return reverse("models_registry:model_list")


class DistrictSource(KindSource):
    """Papers of a list for the level above: for who may read the list."""

    page, picture = "models_registry:district_paper", "models_registry:district_paper_picture"
    file, word = "models_registry:district_paper_pdf", "models_registry:district_paper_docx"
    back = "models_registry:district_detail"
    siblings_title = "Văn bản của danh sách"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Lists the person may read."""
        del day
        return registrations_visible_to(user)

    def may_read(self, user: User, obj: DistrictRegistration) -> bool:
        """Office and readers."""
        del obj
        return bool(roles_of(user) & READERS)

    def siblings(self, obj: DistrictRegistration) -> tuple[Paper, ...]:
        """The paper and the list for the Party."""
        return registration_papers(obj)

    def warnings(self, obj: DistrictRegistration) -> tuple[str, ...]:
        """What is still unknown of what it cites."""
        if plan_is_numbered(obj.year.plan):
            return ()
        return ("Kế hoạch phát động của xã chưa có số, ngày nên được dẫn bằng dấu “…”.",)

    def back_label(self, obj: DistrictRegistration) -> str:
        """The code of the list."""
        return f"Danh sách {obj.code}"


class ReplicationSource(PaperSource):
    """The list of adoptions of a year: for office and readers."""

    page, picture = "models_registry:replication_paper", "models_registry:replication_paper_picture"
    file, word = "models_registry:replication_paper_pdf", "models_registry:replication_paper_docx"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Years of the commune."""
        del day
        return EmulationYear.objects.filter(
            plan__commune_id=user.commune_id, plan__commune__isnull=False
        ).select_related("plan__commune")

    def may_read(self, user: User, obj: EmulationYear) -> bool:
        """Office and readers."""
        del obj
        return bool(roles_of(user) & READERS)

    def paper(self, obj: EmulationYear, kind: str, object_id: int | None) -> Paper | None:
        """The list."""
        del kind, object_id
        return replication_paper(obj)

    def back_label(self, obj: EmulationYear) -> str:
        """Where the way back leads."""
        del obj
        return "Nhân rộng"

    def back_url(self, obj: EmulationYear) -> str:
        """The list of models that spread."""
        del obj
        return reverse("models_registry:replication_list")


def district_paper_links(registration: DistrictRegistration) -> list[tuple[str, str]]:
    """Title and address of every paper of a list."""
    source = DistrictSource()
    return [
        (paper.title, reverse(source.page, kwargs=source.kwargs(registration, paper)))
        for paper in registration_papers(registration)
    ]


def paper_links(dv_model: DanVanModel) -> list[tuple[str, str]]:
    """Title and address of every paper of a model, for who sees inside it."""
    source = ModelSource()
    return [
        (paper.title, reverse(source.page, kwargs=source.kwargs(dv_model, paper)))
        for paper in model_papers(dv_model)
    ]


def decision_links(decision: Decision) -> list[tuple[str, str]]:
    """The decision on models and the certificates that it gives, for its readers."""
    paper = decision_paper(decision)
    if paper is None:
        return []
    found = [(paper.title, reverse(DecisionSource.page, kwargs={"pk": decision.pk}))]
    for row in decision.recognitions.select_related("dv_model"):
        held = recognition_of(row.dv_model)
        if held is not None and held.pk == row.pk:
            address = reverse(ModelSource.page, kwargs={"pk": row.dv_model_id, "kind": CERTIFICATE})
            found.append((f"Giấy công nhận “{row.dv_model}”", address))
    return found


def receipt_url(dv_model: DanVanModel) -> str:
    """Address of the receipt of a model that was sent."""
    return reverse(ModelSource.page, kwargs={"pk": dv_model.pk, "kind": RECEIPT})


paper_patterns: list[URLPattern] = [
    *paper_paths("mo-hinh/<int:pk>/van-ban/<slug:kind>/", ModelSource),
    *paper_paths("mo-hinh/<int:pk>/van-ban/<slug:kind>/<int:object_id>/", ModelSource),
    *paper_paths("quyet-dinh/<int:pk>/van-ban/", DecisionSource),
    *paper_paths("dang-ky-cap-tren/<int:pk>/van-ban/<slug:kind>/", DistrictSource),
    *paper_paths("nhan-rong/danh-sach/<int:pk>/", ReplicationSource),
]
