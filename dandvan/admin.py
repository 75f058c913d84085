"""Base of every admin of the project: one commune at a time, no deletion, states by services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from dandvan.roles import Role, roles_of


class CommuneScopedAdmin(admin.ModelAdmin):
    """A ModelAdmin that shows one commune's rows to those whose role allows it.

    `commune_path` is the lookup from the row to its commune. `reading_roles` may open,
    `writing_roles` may add and change reference rows; records with a state set
    `writing_roles` empty and are changed by forms of ours that call a service.
    Never deletes. A stranger's row answers 404 (queryset), a missing role 403.
    """

    commune_path = "commune"
    reading_roles: frozenset[Role] = frozenset({Role.CLERK, Role.ADMIN})
    writing_roles: frozenset[Role] = frozenset({Role.CLERK})
    show_full_result_count = False
    list_select_related: Any = True
    list_per_page = 50
    actions = None
    save_on_top = False

    def _holds(self, request: HttpRequest, roles: frozenset[Role]) -> bool:
        """Whether the person holds one of these roles in a commune."""
        return bool(roles_of(request.user) & roles) and bool(
            getattr(request.user, "commune_id", None)
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows of the person's commune only."""
        rows = super().get_queryset(request)
        return rows.filter(**{self.commune_path: request.user.commune_id})

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """A row that is not the person's to know of is not there.

        The stock admin would lead to its first page with a message.
        """
        raise Http404

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Shown in the index to those who may read."""
        return self._holds(request, self.reading_roles)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Readers and writers may look."""
        return self._holds(request, self.reading_roles | self.writing_roles)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Writers may add reference rows."""
        return self._holds(request, self.writing_roles)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Writers may change reference rows."""
        return self._holds(request, self.writing_roles)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted here; rows end by their dates."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No bulk act of the stock admin."""
        return {}

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Choices of the person's commune only."""
        kwargs.setdefault("queryset", self._scoped(db_field.remote_field.model, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Choices of the person's commune only."""
        kwargs.setdefault("queryset", self._scoped(db_field.remote_field.model, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _scoped(self, model: type[Model], request: HttpRequest) -> QuerySet[Any]:
        """Rows of a related model as far as they belong to the person's commune."""
        rows = model._default_manager.all()
        commune_id = request.user.commune_id
        if model._meta.label == "models_registry.Commune":
            return rows.filter(pk=commune_id)
        registered = self.admin_site._registry.get(model)
        path = getattr(registered, "commune_path", None)
        if path is None:
            names = {field.name for field in model._meta.get_fields()}
            path = "commune" if "commune" in names else None
        if path is None:
            raise PermissionDenied
        return rows.filter(**{path: commune_id})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new row belongs to the person's commune."""
        if self.commune_path == "commune" and obj.commune_id is None:
            obj.commune_id = request.user.commune_id
        super().save_model(request, obj, form, change)

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The commune is never asked for."""
        excluded = list(super().get_exclude(request, obj) or ())
        if self.commune_path == "commune":
            excluded.append("commune")
        return excluded
