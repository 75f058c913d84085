"""Lists of models: all of the commune, and one's own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.views import View
from django.views.generic import ListView

from dandvan.roles import roles_of
from dandvan.views import RoleRequiredMixin
from models_registry.filters import ModelFilter
from models_registry.models import DanVanModel
from models_registry.queries_models import (
    STATE_TONES,
    like_named_models,
    models_for_list,
    own_models,
)
from models_registry.services.registration import REGISTRANTS
from models_registry.views.bases import detail_url


def with_tones(rows: Any) -> list[DanVanModel]:
    """Rows with the color of their state beside them."""
    found = list(rows)
    for row in found:
        row.state_css = STATE_TONES.get(row.state, "")
    return found


class ModelListView(RoleRequiredMixin, ListView):
    """All models of the commune that the person may know of."""

    http_method_names = ["get", "head", "options"]
    template_name = "models_registry/model_list.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[DanVanModel]:
        """What the filters leave."""
        self.filter = ModelFilter(
            self.request.GET,
            queryset=models_for_list(self.request.user),
            commune_id=self.request.user.commune_id,
        )
        rows: QuerySet[DanVanModel] = self.filter.qs
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filters, rows, and whether the person may register one himself."""
        context = super().get_context_data(**kwargs)
        context["filter"] = self.filter
        context["rows"] = with_tones(context["page_obj"].object_list)
        context["may_register"] = bool(roles_of(self.request.user) & REGISTRANTS)
        context["filtered"] = any(self.request.GET.get(name) for name in self.filter.filters)
        return context


class OwnModelsView(RoleRequiredMixin, ListView):
    """Models the person registered or takes part in."""

    http_method_names = ["get", "head", "options"]
    template_name = "models_registry/model_mine.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[DanVanModel]:
        """One's own models, newest year first."""
        return own_models(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows, and whether the person may register one."""
        context = super().get_context_data(**kwargs)
        context["rows"] = with_tones(context["page_obj"].object_list)
        context["may_register"] = bool(roles_of(self.request.user) & REGISTRANTS)
        return context


class LikeNamedView(RoleRequiredMixin, View):
    """Models with a name like the one being typed, as JSON."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> JsonResponse:
        """At most five; only what everybody of the commune may know."""
        this = request.GET.get("tru", "")
        rows = like_named_models(
            request.user,
            request.GET.get("ten", "")[:300],
            exclude_pk=int(this) if this.isascii() and this.isdigit() and len(this) < 10 else None,
        )
        return JsonResponse(
            {
                "models": [
                    {
                        "name": row.name,
                        "code": row.code,
                        "owner": row.owner_name,
                        "year": row.year.year,
                        "state": row.get_state_display(),
                        "url": detail_url(row),
                    }
                    for row in rows
                ]
            }
        )
