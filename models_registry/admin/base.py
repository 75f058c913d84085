"""Bases of the registry's admins: reference rows that the clerk edits, rows that are only read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import DateField, Field, ForeignKey, Model, QuerySet, TextField
from django.http import HttpRequest
from django.utils import timezone

from dandvan.admin import CommuneScopedAdmin
from dandvan.forms import DateTextInput, VnForm
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import search_key

# The stock calendar follows the clock of the browser, not the day of the movement.
PLAIN_WIDGETS: dict[type[Field], dict[str, Any]] = {
    DateField: {"widget": DateTextInput},
    TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
}

OFFICE = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR})


def last_entry(row: Model) -> LogEntry | None:
    """The latest change of this row that the admin logged."""
    return (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
        )
        .select_related("user")
        .order_by("-pk")
        .first()
    )


class ReferenceForm(VnForm, forms.ModelForm):
    """A reference row: stale forms are refused, constraints with the commune are asked too."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    commune_id: int | None = None
    _worded: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Remember which change of the row this form was filled in on."""
        super().__init__(*args, **kwargs)
        if "seen" in self.fields and self.instance.pk and not self.is_bound:
            entry = last_entry(self.instance)
            self.initial["seen"] = entry.pk if entry else 0

    def clean(self) -> dict[str, Any]:
        """Refuse when a colleague saved the row after this form was opened."""
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen")
        entry = last_entry(self.instance) if seen is not None and self.instance.pk else None
        if entry is not None and entry.pk > seen:
            local = timezone.localtime(entry.action_time)
            raise ValidationError(
                f"Trong lúc bạn đang sửa, {entry.user} đã lưu “{entry.object_repr}” lúc "
                f"{local:%H:%M} ngày {local:%d/%m/%Y} ({entry.get_change_message()}). Nội dung "
                "bạn nhập vẫn còn bên dưới; mở lại trang để đối chiếu rồi nhập lại."
            )
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The commune is not asked for, but "one code per commune" has to be checked."""
        return super()._get_validation_exclusions() - {"commune"}

    def _post_clean(self) -> None:
        """A new row belongs to the person's commune before it is checked."""
        if hasattr(self.instance, "commune_id") and self.instance.commune_id is None:
            self.instance.commune_id = self.commune_id
        super()._post_clean()

    def refuse(self, sentence: str, *, constraint: str, field: str | None = None) -> None:
        """Say in words what a constraint of the database would only name."""
        self.add_error(field, sentence)
        self._worded = (*self._worded, constraint)

    def _update_errors(self, errors: ValidationError) -> None:
        """Leave out constraints that `refuse` has put into words already."""
        by_field = errors.update_error_dict({})
        for name, found in by_field.items():
            by_field[name] = [
                error
                for error in found
                if not any(word in message for message in error.messages for word in self._worded)
            ]
        super()._update_errors(ValidationError(by_field))


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """A list filter over rows of the person's commune only."""

    # A bare dash among the choices says nothing to a reader.
    include_empty_choice = False

    def field_choices(
        self, field: Field, request: HttpRequest, model_admin: Any
    ) -> list[tuple[Any, str]]:
        """The commune's rows, in their own order."""
        rows = model_admin._scoped(field.remote_field.model, request)
        return [(row.pk, str(row)) for row in rows]


class KeyedSearchMixin:
    """Search without tone marks over a key column; every word has to be there."""

    search_key_field = "search_name"
    search_fields = ("pk",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Rows whose key holds every word of the search."""
        for word in search_key(search_term).split():
            queryset = queryset.filter(**{f"{self.search_key_field}__contains": word})
        return queryset, False


class RegistryAdmin(CommuneScopedAdmin):
    """The base of the project, with days and texts asked for as on the web."""

    formfield_overrides = PLAIN_WIDGETS


class ReferenceAdmin(RegistryAdmin):
    """Rows that CLERK edits and ADMIN reads; a code, once given, stays."""

    form = ReferenceForm
    fixed_fields: tuple[str, ...] = ("code",)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form knows the commune of a new row."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.commune_id = request.user.commune_id
        return form

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The mark against stale forms is for who may change the row."""
        fields = [name for name in super().get_fields(request, obj) if name != "seen"]
        return [*fields, "seen"] if self.has_change_permission(request, obj) else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """What other rows and the plan file refer to is not renamed."""
        fixed = list(super().get_readonly_fields(request, obj))
        if obj is not None:
            names = {field.name for field in self.opts.get_fields()}
            fixed += [name for name in self.fixed_fields if name in names and name not in fixed]
        return fixed


class ReadOnlyAdmin(RegistryAdmin):
    """Rows with a state or a trace: read here, written by services alone."""

    reading_roles = frozenset({Role.CLERK})
    writing_roles: frozenset[Role] = frozenset()
    change_list_template = "admin/models_registry/read_only_list.html"


class InlineForm(VnForm, forms.ModelForm):
    """A row under its person."""


class CommuneInline(admin.StackedInline):
    """Reference rows under their person; the same writers, choices of the same commune."""

    extra = 0
    form = InlineForm
    formfield_overrides = PLAIN_WIDGETS
    writing_roles: frozenset[Role] = frozenset({Role.CLERK})
    _scoped = CommuneScopedAdmin._scoped

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Who may open the page of the person sees these rows."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Writers of the page."""
        return bool(roles_of(request.user) & self.writing_roles)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Writers of the page."""
        return bool(roles_of(request.user) & self.writing_roles)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted here; rows end by their dates."""
        return False

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Choices of the person's commune, read once for all rows and fields of the page."""
        model = db_field.remote_field.model
        kwargs["queryset"] = self._scoped(model, request)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.choices = [("", "– chọn –"), *self._choices(model, request)]
        return field

    def _choices(self, model: type[Model], request: HttpRequest) -> list[tuple[Any, str]]:
        """The rows of a related model, once per request."""
        known: dict[type[Model], list[tuple[Any, str]]] = request.__dict__.setdefault(
            "_inline_choices", {}
        )
        if model not in known:
            known[model] = [(row.pk, str(row)) for row in self._scoped(model, request)]
        return known[model]
