"""Begin a registration; an open draft is offered before a second one is made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import search_key
from dandvan.views import RoleRequiredMixin, remember_result, run_service, used_result
from models_registry.enums import WindowKind
from models_registry.forms.start import StartForm
from models_registry.models import DanVanModel, YearWindow
from models_registry.queries import (
    current_individual_id,
    missing_parts,
    open_registration_windows,
)
from models_registry.queries_models import own_drafts
from models_registry.services.registration import REGISTRANTS, save_draft, start_draft
from models_registry.views.edit import STEP_OF_PART, step_url


def behalf_key(dv_model: DanVanModel) -> str:
    """Where the session keeps on what a draft for somebody rests until it is sent."""
    return f"ghi-thay-{dv_model.pk}"


class ModelStartView(RoleRequiredMixin, View):
    """Choose the period, name the model, for the clerk also for whom."""

    http_method_names = ["get", "post", "head", "options"]
    roles = REGISTRANTS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, with drafts that are still open above it."""
        windows = open_registration_windows(request.user.commune_id or 0, clock.today())
        newest = windows.order_by("-year__year", "-starts").last()
        initial = {"window": newest.pk} if newest else {}
        return self._page(StartForm(initial=initial, user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the draft and go on with its first step."""
        if first := used_result(request):
            return redirect(first)
        form = StartForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._page(form)
        dv_model = run_service(lambda: self._open(form), form)
        if dv_model is None:
            return self._page(form)
        if source := form.cleaned_data.get("on_behalf_source"):
            request.session[behalf_key(dv_model)] = source
        url = reverse("models_registry:model_edit", args=[dv_model.pk, "ten"])
        remember_result(request, url)
        return redirect(url)

    def _open(self, form: StartForm) -> DanVanModel:
        """The draft of that name and period when there is one, else a new one."""
        data, user = form.cleaned_data, self.request.user
        window: YearWindow = data["window"]
        person = data.get("owner_person") or user.individual
        if person is None:
            raise PermissionDenied("Tài khoản chưa gắn với cá nhân nào.")
        there = own_drafts(user).filter(
            owner_person=person, window=window, search_name=search_key(data["name"])
        )
        if same := there.first():
            messages.info(self.request, "Bạn đã có bản nháp tên này; đang mở lại để viết tiếp.")
            return same
        draft = start_draft(user=user, year=window.year, window=window, owner_person=person)
        if draft.name:
            return draft
        values = {"name": data["name"]}
        return save_draft(user=user, model_id=draft.pk, version=None, values=values)

    def _drafts(self) -> dict[str, Any]:
        """The draft to go on with, where it stopped, and the others."""
        rows = list(own_drafts(self.request.user)[:6])
        if not rows:
            return {}
        newest, *others = rows
        missing = missing_parts(newest)
        slug = STEP_OF_PART[missing[0]] if missing else "gui"
        return {
            "newest": newest,
            "newest_url": step_url(newest, slug),
            "missing": [part.label.lower() for part in missing],
            "drafts": others,
        }

    def _page(self, form: StartForm) -> HttpResponse:
        """The page; without an open period it says when the next one begins."""
        user = self.request.user
        is_clerk = Role.CLERK in roles_of(user)
        windows: Any = form.fields["window"]
        context = {
            "form": form,
            **self._drafts(),
            "can_start": windows.queryset.exists()
            and (is_clerk or current_individual_id(user) is not None),
            "no_person": current_individual_id(user) is None and not is_clerk,
            "next_window": YearWindow.objects.filter(
                year__plan__commune_id=user.commune_id,
                kind=WindowKind.REGISTRATION,
                starts__gt=clock.today(),
            ).first(),
        }
        return render(self.request, "models_registry/model_start.html", context)
