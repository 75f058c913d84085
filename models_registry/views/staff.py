"""The clerk's pages on a person: posts, leaving, and who goes on with the models."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from dandvan.views import RoleRequiredMixin, remember_result, run_service, used_result
from models_registry.forms.staff import HandoverForm, LeavingForm, PostForm
from models_registry.models import DanVanModel, Individual
from models_registry.queries_models import models_for_page
from models_registry.queries_staff import (
    models_held_by,
    open_handovers,
    people_visible_to,
    successors,
    unit_head_of,
)
from models_registry.services.handover import hand_over_model
from models_registry.services.staff import change_post, record_leaving
from models_registry.views.bases import ModelPage, detail_url

CLERK = frozenset({Role.CLERK})


class PersonPage(RoleRequiredMixin, View):
    """A page on one person, for the clerk of his commune."""

    http_method_names = ["get", "post", "head", "options"]
    roles = CLERK
    person: Individual

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The person of the address, or 404; a form sent twice leads where it led."""
        self.request = request
        if request.user.is_authenticated and roles_of(request.user) & CLERK:
            rows = people_visible_to(request.user).select_related("user")
            self.person = get_object_or_404(rows, pk=kwargs["pk"])
            if request.method == "POST" and (first := used_result(request)):
                return redirect(first)
        return super().dispatch(request, *args, **kwargs)

    @property
    def back(self) -> str:
        """The page of the person."""
        return reverse("models_registry:person", args=[self.person.pk])

    def done(self, said: str) -> HttpResponse:
        """Say it and lead back to the person."""
        messages.success(self.request, said)
        remember_result(self.request, self.back)
        return redirect(self.back)


class PersonView(PersonPage):
    """Posts, changes, account and living models of a person."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything on one page."""
        today = clock.today()
        posts = list(self.person.posts.select_related("collective", "heads", "village", "kind"))
        context = {
            "person": self.person,
            "posts": sorted(posts, key=lambda row: row.valid_from or today.min, reverse=True),
            "active": any(row.holds_on(today) for row in posts),
            "reaching": any(row.valid_to is None or row.valid_to >= today for row in posts),
            "changes": self.person.changes.select_related("by__individual").order_by("-id"),
            "account": getattr(self.person, "user", None),
            "held": models_held_by(request.user, self.person, today),
            "signings": [row for row in self.person.signings.all() if row.holds_on(today)],
        }
        return render(request, "models_registry/person.html", context)


class PostChangeView(PersonPage):
    """A new post from a day on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, with the kind he has now."""
        post = self.person.post_on(clock.today())
        initial = {"date": clock.today(), "kind": post.kind_id if post else None}
        return self._page(PostForm(initial=initial, commune_id=request.user.commune_id))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record it."""
        form = PostForm(request.POST, commune_id=request.user.commune_id)
        if not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        change = run_service(
            lambda: change_post(
                user=request.user,
                individual=self.person,
                date=data["date"],
                post=form.post(),
                reason=data["reason"],
                paper=data["paper"],
                beside=data["beside"],
            ),
            form,
        )
        if change is None:
            return self._page(form)
        return self.done(f"Đã ghi chức vụ “{change.post}” từ ngày {short_date(change.date)}.")

    def _page(self, form: PostForm) -> HttpResponse:
        """The page."""
        context = {"form": form, "person": self.person, "back": self.back}
        return render(self.request, "models_registry/post_change.html", context)


class LeavingView(PersonPage):
    """Somebody leaves: posts end, the account closes, every model gets somebody to go on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form with his models."""
        return self._page(self._form(initial={"date": clock.today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record it."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        change = run_service(
            lambda: record_leaving(
                user=request.user,
                individual=self.person,
                date=data["date"],
                reason=data["reason"],
                paper=data["paper"],
                successors=form.successors(),
            ),
            form,
        )
        if change is None:
            return self._page(form)
        day = short_date(change.date)
        return self.done(f"Đã ghi {self.person} thôi giữ chức vụ từ ngày {day}.")

    def _form(self, data: Any = None, **kwargs: Any) -> LeavingForm:
        """The form over what he holds today."""
        today, commune = clock.today(), self.request.user.commune_id
        return LeavingForm(
            data,
            held=models_held_by(self.request.user, self.person, today),
            people=successors(commune, today, but=self.person),
            unit_head=unit_head_of(self.person, today),
            **kwargs,
        )

    def _page(self, form: LeavingForm) -> HttpResponse:
        """The page."""
        context = {"form": form, "person": self.person, "back": self.back}
        return render(self.request, "models_registry/leaving.html", context)


class OpenHandoversView(RoleRequiredMixin, View):
    """Models whose person left and whom nobody follows yet."""

    http_method_names = ["get", "head", "options"]
    roles = CLERK

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        rows = open_handovers(request.user, clock.today())
        return render(request, "models_registry/handovers.html", {"rows": rows})


class HandoverView(ModelPage):
    """Hand one model over."""

    def visible(self) -> QuerySet[DanVanModel]:
        """Models the person may know of, with who held them."""
        rows = models_for_page(self.request.user)
        return rows.prefetch_related("handovers__from_person", "handovers__to_person")

    def allowed(self) -> bool:
        """CLERK alone."""
        return Role.CLERK in roles_of(self.request.user)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form."""
        return self._page(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record it."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        row = run_service(
            lambda: hand_over_model(
                user=request.user,
                model_id=pk,
                from_person=data["from_person"],
                to_person=data["to_person"],
                date=data["date"],
                reason=data["reason"],
            ),
            form,
        )
        if row is None:
            return self.refused(self._page(form))
        whom = f"cho {row.to_person}" if row.to_person else "nhưng chưa có người tiếp tục"
        messages.success(request, f"Đã ghi {row.from_person} bàn giao mô hình {whom}.")
        return self.done(detail_url(self.dv_model))

    def _form(self, data: Any = None) -> HandoverForm:
        """The form of this model; only the clerk gets as far as this."""
        if Role.CLERK not in roles_of(self.request.user):
            raise PermissionDenied
        people = successors(self.dv_model.commune_id, clock.today(), but=None)
        return HandoverForm(data, dv_model=self.dv_model, people=people)

    def _page(self, form: HandoverForm) -> HttpResponse:
        """The page."""
        context = {
            "form": form,
            "dv_model": self.dv_model,
            "detail_url": detail_url(self.dv_model),
            "history": self.dv_model.handovers.all(),
        }
        return render(self.request, "models_registry/handover.html", context)
