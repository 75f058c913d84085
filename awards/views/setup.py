"""Setting up a new installation step by step, and the working date of a demo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from awards.services.setup import head_collective, set_up_commune
from awards.services.working_date import change_working_date
from awards.views.home import LATER_KEY, SETUP_ROLES
from awards.views.setup_forms import ChairmanForm, DeputyForm, PlacesForm, WorkingDateForm
from dandvan import clock
from dandvan.roles import Role
from dandvan.vietnamese import short_date
from dandvan.views import RoleRequiredMixin, remember_result, run_service, used_result
from models_registry.models import Post

STEPS = ("Chủ tịch", "Phó Chủ tịch", "Làng và kế hoạch")
FORMS = (ChairmanForm, DeputyForm, PlacesForm)
HEADINGS = ("Chủ tịch Ủy ban nhân dân", "Các Phó Chủ tịch", "Tên làng và số kế hoạch")
SUBMITS = ("Lưu và tiếp tục", "Thêm Phó Chủ tịch", "Hoàn thành")


class SetupView(RoleRequiredMixin, FormView):
    """What no plan file can know, in three steps; each step is saved by itself."""

    roles = SETUP_ROLES
    template_name = "awards/setup.html"
    http_method_names = ["get", "head", "options", "post"]

    @property
    def step(self) -> int:
        """Number of the step, 1 to 3; anything else is the first one."""
        text = self.request.GET.get("buoc", "1")
        return int(text) if text in ("1", "2", "3") else 1

    def step_url(self, step: int) -> str:
        """Address of a step."""
        return f"{reverse('awards:setup')}?buoc={step}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing to ask once the commune is set up."""
        if self.commune.set_up:
            messages.info(request, "Thông tin ban đầu đã nhập xong; sửa trong trang quản trị.")
            return redirect("home")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """“Để sau” leads home; the page comes back with the next session."""
        if request.POST.get("act") == "later":
            request.session[LATER_KEY] = True
            return redirect("home")
        if first := used_result(request):
            return redirect(first)
        return super().post(request, *args, **kwargs)

    @property
    def commune(self) -> Any:
        """The person's commune; an account without one has nothing to set up."""
        if self.request.user.commune is None:
            raise Http404
        return self.request.user.commune

    def get_form_class(self) -> Any:
        """The form of the step."""
        return FORMS[self.step - 1]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The last step asks for what the plan file leaves open."""
        kwargs = super().get_form_kwargs()
        kwargs.pop("files", None)
        if self.step == 3:
            kwargs["villages"] = self.commune.villages.filter(name="").order_by("code")
            kwargs["plan"] = self.commune.plans.order_by("-pk").first()
        return kwargs

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the step; the last one ends the set-up."""
        if run_service(lambda: self._save(form), form) is None:
            return self.form_invalid(form)
        url = (self.step_url(2), self.step_url(2), reverse("home"))[self.step - 1]
        remember_result(self.request, url)
        said = ("Đã lưu Chủ tịch.", "Đã thêm Phó Chủ tịch.", "Đã nhập xong thông tin ban đầu.")
        messages.success(self.request, said[self.step - 1])
        return redirect(url)

    def _save(self, form: Any) -> Any:
        """Call the service with what this step gives."""
        user = self.request.user
        if self.step == 1:
            return set_up_commune(user=user, chairman=form.leader(), finished=False)
        if self.step == 2:
            return set_up_commune(user=user, deputies=[form.leader()], finished=False)
        return set_up_commune(
            user=user, village_names=form.village_names(), plan=form.plan_paper(), finished=True
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Steps, what was entered before, and the words of the step."""
        step = self.step
        head = head_collective(self.commune)
        posts: QuerySet[Post] = Post.objects.none()
        if head:
            posts = Post.objects.filter(collective=head).select_related("individual")
        rows = [post for post in posts if post.holds_on(clock.today())]
        known = [post for post in rows if post.heads_id] if step == 1 else rows
        return super().get_context_data(
            steps=STEPS,
            step=step,
            heading=HEADINGS[step - 1],
            submit=SUBMITS[step - 1],
            known=known if step < 3 else [],
            ask=not (step == 1 and known),
            back_url=self.step_url(step - 1) if step > 1 else "",
            next_url=self.step_url(step + 1) if step < 3 else "",
            **kwargs,
        )


class WorkingDateView(RoleRequiredMixin, FormView):
    """The administrator changes the assumed day of a demo; a real installation has none."""

    roles = frozenset({Role.ADMIN})
    template_name = "awards/setup_working_date.html"
    form_class = WorkingDateForm
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page exists only where there is an assumed day; roles are asked first."""
        self.day = clock.demo_date()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the day in use."""
        self._need_day()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change it."""
        self._need_day()
        return super().post(request, *args, **kwargs)

    def _need_day(self) -> None:
        """404 in a real installation."""
        if self.day is None:
            raise Http404

    def get_initial(self) -> dict[str, Any]:
        """The day in use."""
        return {"day": self.day}

    def get_form_kwargs(self) -> dict[str, Any]:
        """No files here."""
        kwargs = super().get_form_kwargs()
        kwargs.pop("files", None)
        return kwargs

    def form_valid(self, form: WorkingDateForm) -> HttpResponse:
        """Say the new day."""
        user, day = self.request.user, form.cleaned_data["day"]
        if run_service(lambda: change_working_date(user=user, day=day), form) is None:
            return self.form_invalid(form)
        messages.success(self.request, f"Ngày làm việc giả định nay là {short_date(day)}.")
        return redirect("home")
