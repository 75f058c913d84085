"""The account's own page: a new password, which also ends the duty to change it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views import View

from dandvan.views import signed_out_answer


class SessionState(View):
    """For scripts: who is signed in, and a token for his forms; 401 when nobody is."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> JsonResponse:
        """Asked before a form is sent, so that a form is never sent into an ended session."""
        user = request.user
        if not user.is_authenticated:
            return signed_out_answer()
        answer = JsonResponse({"user": user.pk, "csrf": get_token(request)})
        answer["Cache-Control"] = "no-store"
        return answer


class NewPasswordForm(PasswordChangeForm):
    """The stock form; the new password must differ from the one in use."""

    def clean(self) -> dict[str, Any]:
        """Refuse the same password again: a one-time password would live on."""
        cleaned = super().clean() or self.cleaned_data
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error(
                "new_password1", ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
            )
        return cleaned


class PasswordChange(PasswordChangeView):
    """Change one's password; afterwards the other pages open again."""

    form_class = NewPasswordForm

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """Save the new password and end the duty in the same row."""
        form.user.must_change_password = False
        return super().form_valid(form)
