"""What goes onto the public page: released by the chairman, taken down with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from awards.forms_showcase import ShowcaseReleaseForm
from awards.models import ShowcaseItem
from awards.queries_showcase import items_of
from awards.services.showcase import RELEASERS, release_items, take_down_item
from dandvan.roles import Role, roles_of
from dandvan.views import (
    ActionView,
    RoleRequiredMixin,
    remember_result,
    run_service,
    used_result,
)

READERS = frozenset({*RELEASERS, Role.PUBLICIST, Role.MOBILIZATION_BLOC, Role.VIEWER})


class ShowcaseReleaseView(RoleRequiredMixin, View):
    """What is shown, what could be, and the button."""

    http_method_names = ["get", "post", "head", "options"]
    roles = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; the form only for who may release."""
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Release what is ticked; a scan that arrived is kept when it is refused."""
        if first := used_result(request):
            return redirect(first)
        form = self._form(request.POST, request.FILES)
        form.is_valid()
        form.keep_files()
        done = None
        if not form.errors:
            done = run_service(
                lambda: release_items(
                    user=request.user,
                    model_ids=form.chosen("models"),
                    award_ids=form.chosen("awards"),
                    paper=form.paper(),
                ),
                form,
            )
        if done is None:
            return self._page(form)
        messages.success(request, f"Đã đưa {len(done):02d} mục lên trang công khai.")
        url = reverse("awards:showcase_release")
        remember_result(request, url)
        return redirect(url)

    def _form(self, *data: Any) -> ShowcaseReleaseForm:
        """Without the parts of a paper for who decides himself."""
        user = self.request.user
        return ShowcaseReleaseForm(*data, user=user, paper=Role.CHAIR not in roles_of(user))

    def _page(self, form: ShowcaseReleaseForm) -> HttpResponse:
        request = self.request
        may = bool(roles_of(request.user) & RELEASERS)
        commune = request.user.commune
        context = {
            "form": form if may and ("models" in form.fields or "awards" in form.fields) else None,
            "may": may,
            "items": list(items_of(request.user)),
            "public_url": request.build_absolute_uri(
                reverse("awards:showcase", args=[commune.code])
            )
            if commune
            else "",
        }
        return render(request, "awards/showcase_release.html", context)


class ShowcaseTakeDownView(ActionView):
    """Take one thing off the public page."""

    roles = RELEASERS

    def visible(self) -> QuerySet[ShowcaseItem]:
        """What the page of the commune shows."""
        return items_of(self.request.user)

    def act(self, obj: Any) -> str:
        """With its reason."""
        take_down_item(
            user=self.request.user, item_id=obj.pk, reason=self.request.POST.get("note", "")
        )
        return f"Đã gỡ “{obj}” khỏi trang công khai."

    def done_url(self, obj: Any) -> str:
        """The page of releasing."""
        return reverse("awards:showcase_release")
