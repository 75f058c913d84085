"""What every page about one model in the admin shares."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from dandvan.roles import Role, roles_of
from models_registry.admin.own_page import OwnPage
from models_registry.domain.flow import MODEL_FLOW
from models_registry.models import DanVanModel
from models_registry.queries import model_actors

Typed = dict[str, Any]


def workbench_url(dv_model: DanVanModel) -> str:
    """The page of the whole model."""
    return reverse("admin:models_registry_danvanmodel_workbench", args=[dv_model.pk])


def typed_version(request: HttpRequest) -> int | None:
    """The version of the page that the button stood on; None when the address names none."""
    text = request.GET.get("v", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class ModelPage(OwnPage):
    """A page about one model; `edge` names the act of the flow it takes."""

    row: DanVanModel
    edge = ""

    def initial(self) -> Typed:
        """The version that the page showed."""
        version = typed_version(self.request)
        return {} if version is None else {"version": version}

    def done_url(self) -> str:
        """Back to the whole model."""
        return workbench_url(self.row)

    def records_only(self) -> bool:
        """Whether the person may only record this act from a signed paper."""
        who = MODEL_FLOW.edges[self.edge].who
        return not who & model_actors(self.row, self.user)

    def may(self) -> bool:
        """Whether the person sees this page at all; the service asks again."""
        if not self.edge:
            return Role.CLERK in roles_of(self.user)
        return not self.records_only() or (
            MODEL_FLOW.edges[self.edge].by_paper and Role.CLERK in roles_of(self.user)
        )
