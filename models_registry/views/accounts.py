"""Accounts for many at once, new passwords for many, the slips to print: ADMIN only."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_variables

from dandvan import clock
from dandvan.documents.pdf import render_pdf
from dandvan.paper_views import pdf_download
from dandvan.roles import Role
from dandvan.views import RoleRequiredMixin, remember_result, run_service, used_result
from models_registry.documents.login_slips import build_login_slips
from models_registry.forms.accounts import AccountChoiceForm, NewAccountsForm, PlaceFilterForm
from models_registry.queries_accounts import (
    AccountGroup,
    groups_for_reset,
    groups_without_account,
)
from models_registry.services.account_batch import NewLogin, create_accounts, give_passwords

_SALT = "login-slips"
# The page with the passwords stays of use for so long.
_SLIP_SECONDS = 2 * 3600


class AccountBatchView(RoleRequiredMixin, View):
    """Tick people, act, see every password this once; a second click cannot show them again."""

    http_method_names = ["get", "post", "head", "options"]
    roles = frozenset({Role.ADMIN})
    template = ""
    url_name = ""
    shown_title = ""
    form_class = AccountChoiceForm

    def groups(self) -> tuple[AccountGroup, ...]:
        """Everybody who can be ticked."""
        raise NotImplementedError

    def run(self, form: Any) -> list[NewLogin]:
        """Call the service."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        """The people of the place that is filtered for."""
        everybody = self.groups()
        return self._page(everybody, self.form_class(groups=self._narrowed(everybody)))

    @method_decorator(sensitive_variables("logins"))
    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it and show the passwords; nothing of them is stored."""
        if first := used_result(request):
            messages.warning(
                request,
                "Biểu mẫu này đã gửi rồi; mật khẩu chỉ hiện ở lần đầu và không mở lại được. Nếu "
                "chưa in phiếu, chọn lại những người đó dưới đây để cấp lại.",
            )
            return redirect(first)
        everybody = self.groups()
        form = self.form_class(request.POST, groups=self._narrowed(everybody))
        if not form.is_valid():
            return self._page(everybody, form)
        logins = run_service(lambda: self.run(form), form)
        if logins is None:
            return self._page(self.groups(), form)
        remember_result(request, reverse("models_registry:account_passwords"))
        rows = [[row.username, row.password, row.name, row.post] for row in logins]
        context = {
            "logins": logins,
            "title": self.shown_title.format(count=len(logins)),
            "slips": signing.dumps([request.user.pk, rows], salt=_SALT, compress=True),
        }
        answer = render(request, "models_registry/account_slips.html", context)
        add_never_cache_headers(answer)
        return answer

    def _narrowed(self, groups: tuple[AccountGroup, ...]) -> tuple[AccountGroup, ...]:
        """The groups of the place in the address."""
        place = self.request.GET.get("noi", "")
        found = tuple(group for group in groups if group.key == place)
        return found if place and found else groups

    def _page(self, groups: tuple[AccountGroup, ...], form: AccountChoiceForm) -> HttpResponse:
        """The page."""
        context = {
            "form": form,
            "nobody": not groups,
            "filter": SimpleNamespace(form=PlaceFilterForm(self.request.GET, groups=groups)),
        }
        return render(self.request, self.template, context)


class AccountManyView(AccountBatchView):
    """Accounts for people who have none."""

    template = "models_registry/account_many.html"
    shown_title = "Đã lập {count} tài khoản"
    form_class = NewAccountsForm

    def groups(self) -> tuple[AccountGroup, ...]:
        """People without an account."""
        return groups_without_account(self.request.user.commune_id, clock.today())

    def run(self, form: Any) -> list[NewLogin]:
        """Make them."""
        role = Role(form.cleaned_data["role"])
        return create_accounts(user=self.request.user, people=form.chosen(), role=role)


class AccountPasswordsView(AccountBatchView):
    """New one-time passwords for those who have forgotten theirs."""

    template = "models_registry/account_passwords.html"
    shown_title = "Đã cấp lại mật khẩu cho {count} người"

    def groups(self) -> tuple[AccountGroup, ...]:
        """Open accounts of other people."""
        return groups_for_reset(self.request.user, clock.today())

    def run(self, form: Any) -> list[NewLogin]:
        """Give them."""
        return give_passwords(user=self.request.user, accounts=form.chosen())


class AccountSlipsView(RoleRequiredMixin, View):
    """The slips as PDF, from what the page with the passwords carries; POST only."""

    http_method_names = ["post"]
    roles = frozenset({Role.ADMIN})

    @method_decorator(sensitive_variables("rows", "logins"))
    def post(self, request: HttpRequest) -> HttpResponse:
        """The PDF; nothing of it is stored."""
        try:
            maker, rows = signing.loads(
                request.POST.get("slips", ""), salt=_SALT, max_age=_SLIP_SECONDS
            )
        except signing.BadSignature:
            maker, rows = None, []
        if maker != request.user.pk:
            messages.error(
                request,
                "Phiếu đăng nhập không còn in được (quá hai giờ hoặc không do bạn lập). Chọn "
                "người dưới đây để cấp lại mật khẩu rồi in phiếu mới.",
            )
            return redirect("models_registry:account_passwords")
        logins = [NewLogin(*row) for row in rows]
        document = build_login_slips(
            request.user.commune,
            logins,
            address=request.build_absolute_uri("/"),
            day=clock.today(),
        )
        answer = pdf_download(render_pdf(document), "phieu-dang-nhap.pdf")
        add_never_cache_headers(answer)
        return answer
