"""Accounts: the administrator's side, without decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.debug import sensitive_variables

from dandvan import clock
from dandvan.errors import DomainError
from dandvan.roles import ROLE_LABELS, STAFF_ROLES, Role
from dandvan.views import show_refusal
from models_registry.admin.base import ReferenceForm, RegistryAdmin
from models_registry.models import Individual, User
from models_registry.services.accounts import give_one_time_password

ADMINISTRATORS = frozenset({Role.ADMIN})
# Who works in the admin; the others use the web side.

# Roles are names and no bundles of rights: the stock page of groups would only mislead.
if admin.site.is_registered(Group) and isinstance(admin.site._registry[Group], GroupAdmin):
    admin.site.unregister(Group)


class AccountForm(ReferenceForm):
    """An account: name for the log-in, the person behind it, roles, whether it is open."""

    roles = forms.MultipleChoiceField(
        label="Vai trò",
        choices=[(role.value, ROLE_LABELS[role]) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        help_text="Một người có thể giữ nhiều vai trò.",
    )
    acting_user: User | None = None

    class Meta:
        model = User
        fields = ("username", "individual", "is_active", "closed_from")
        help_texts = {"username": "Chữ không dấu, chữ số và các dấu @ . + - _"}
        error_messages = {
            "username": {"unique": "Tên đăng nhập này đã có người dùng. Chọn tên khác."},
            "individual": {"unique": "Người này đã có tài khoản."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the roles there are; offer persons that have no account yet."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["roles"] = list(self.instance.role_names())
        if "individual" in self.fields:
            field = self.fields["individual"]
            free = Q(user__isnull=True) | Q(user=self.instance.pk)
            field.queryset = Individual.objects.filter(free, commune_id=self.commune_id)
        if "is_active" in self.fields:
            self.fields["is_active"].label = "Tài khoản đang mở"
            self.fields["is_active"].help_text = "Bỏ chọn để khóa; tài khoản không bao giờ bị xóa."

    def clean(self) -> dict[str, Any]:
        """Nobody locks himself out."""
        cleaned = super().clean()
        if self.acting_user and self.instance.pk == self.acting_user.pk:
            if Role.ADMIN.value not in cleaned.get("roles", ()):
                self.add_error("roles", "Không tự bỏ vai trò quản trị của chính mình.")
            if not cleaned.get("is_active") or cleaned.get("closed_from"):
                self.add_error("is_active", "Không tự khóa tài khoản của chính mình.")
        closed_from = cleaned.get("closed_from")
        if cleaned.get("is_active") and closed_from and closed_from <= clock.today():
            self.add_error("closed_from", "Xóa ngày đóng để mở lại tài khoản.")
        return cleaned


@admin.register(User)
class AccountAdmin(RegistryAdmin):
    """Accounts of the commune; a password is shown once, when it is given."""

    form = AccountForm
    reading_roles = ADMINISTRATORS
    writing_roles = ADMINISTRATORS
    list_display = ("username", "individual", "roles_shown", "is_active", "last_login")
    list_filter = ("is_active",)
    list_select_related = ("individual",)
    search_fields = ("username", "individual__search_name")
    fields = ("username", "individual", "roles", "is_active", "closed_from", "seen")
    change_form_template = "admin/models_registry/account.html"
    change_list_template = "admin/models_registry/account_list.html"
    ordering = ("username",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With the groups, for the column of roles."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="Vai trò")
    def roles_shown(self, row: User) -> str:
        """The roles in words."""
        names = {group.name for group in row.groups.all()}
        return ", ".join(ROLE_LABELS[role] for role in Role if role.value in names) or "chưa có"

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form knows the commune and who acts."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.commune_id, form.acting_user = request.user.commune_id, request.user
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """The roles decide who works in the admin; a new account has no password yet."""
        obj.is_staff = bool({Role(name) for name in form.cleaned_data["roles"]} & STAFF_ROLES)
        if not change:
            obj.set_unusable_password()
            obj.must_change_password = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Roles are groups by name."""
        super().save_related(request, form, formsets, change)
        names = form.cleaned_data["roles"]
        form.instance.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Lead to the page where the password is given."""
        messages.success(
            request, f"Đã lập tài khoản “{obj.username}”. Cấp mật khẩu dùng một lần cho người dùng."
        )
        return redirect(reverse("admin:models_registry_user_change", args=[obj.pk]))

    def get_urls(self) -> list[URLPattern]:
        """One act more."""
        view = self.admin_site.admin_view(self.password_view)
        own = path("<int:pk>/mat-khau/", view, name="models_registry_user_password")
        return [own, *super().get_urls()]

    @sensitive_variables("password")
    def password_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give a new one-time password and show it this once; POST only."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        account = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        try:
            password = give_one_time_password(user=request.user, account_id=pk)
        except DomainError as error:
            show_refusal(request, error)
            return redirect(reverse("admin:models_registry_user_change", args=[pk]))
        LogEntry.objects.log_actions(
            request.user.pk,
            [account],
            CHANGE,
            change_message="Cấp mật khẩu dùng một lần",
            single_object=True,
        )
        context = {
            **self.admin_site.each_context(request),
            "title": f"Mật khẩu dùng một lần của {account.username}",
            "opts": self.opts,
            "account": account,
            "password": password,
        }
        # No browser stores it: admin_view says so for every page.
        template = "admin/models_registry/one_time_password.html"
        return TemplateResponse(request, template, context)
