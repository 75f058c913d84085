"""What the registry's pages share: the model of the address, forms handed in once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views import View

from dandvan.roles import Role, roles_of
from dandvan.views import VisibleObjectMixin, remember_result, used_result
from models_registry.models import DanVanModel
from models_registry.queries import model_actors, model_relations
from models_registry.queries_models import models_for_page
from models_registry.services.registration import WRITERS


def detail_url(dv_model: DanVanModel) -> str:
    """Address of a model's page."""
    return reverse("models_registry:model_detail", args=[dv_model.pk])


def workbench_url(user: Any, dv_model: DanVanModel) -> str:
    """The clerk's page of this model in the admin; empty where there is none for the person."""
    if not user.is_staff:
        return ""
    try:
        return reverse("admin:models_registry_danvanmodel_workbench", args=[dv_model.pk])
    except NoReverseMatch:
        return ""


def decision_url(user: Any, dv_model: DanVanModel) -> str:
    """The form of a decision that lists this model; empty for who writes no decisions."""
    if not (user.is_staff and roles_of(user) & {Role.CLERK, Role.CHAIR}):
        return ""
    return f"{reverse('admin:models_registry_decision_new')}?mo-hinh={dv_model.pk}"


class ModelPage(VisibleObjectMixin, View):
    """A page of one model: invisible 404, `allowed` 403, the same form a second time once."""

    http_method_names = ["get", "post", "head", "options"]
    dv_model: DanVanModel

    def visible(self) -> QuerySet[DanVanModel]:
        """Models the person may know of."""
        return models_for_page(self.request.user)

    def allowed(self) -> bool:
        """Whether the person may open this page of the model."""
        return True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Signed in and with a role first, then the object."""
        self.request = request
        if request.user.is_authenticated and roles_of(request.user):
            self.dv_model = self.get_object()
            if not self.allowed():
                raise PermissionDenied
            if request.method == "POST" and (first := used_result(request)):
                return redirect(first)
        return super().dispatch(request, *args, **kwargs)

    def refused(self, page: HttpResponse) -> HttpResponse:
        """The page of a refusal; when the twin of a double click went through, where that led."""
        first = used_result(self.request)
        return redirect(first) if first else page

    def done(self, url: str) -> HttpResponse:
        """Lead on and remember where this form led."""
        remember_result(self.request, url)
        return redirect(url)


class WriterPage(ModelPage):
    """A page for owner, members and CLERK."""

    def allowed(self) -> bool:
        """Whether the person is one of those who write the model."""
        return bool(WRITERS & model_actors(self.dv_model, self.request.user))

    @property
    def on_behalf(self) -> bool:
        """Whether the clerk writes for somebody here."""
        user = self.request.user
        return Role.CLERK in roles_of(user) and not model_relations(self.dv_model, user)
