""" "Việc cần nhắc": who is to be reminded of what, the words to send, the mark that it was done."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from dandvan import clock
from dandvan.roles import Role
from dandvan.views import RoleRequiredMixin, remember_result, run_service, used_result
from models_registry.forms.reminders import LISTED, MarkRemindedForm, ReminderFilterForm
from models_registry.models import Reminder
from models_registry.queries_reminding import ReminderTask, message_of, reminder_tasks
from models_registry.services.reminders import remind_owner, remind_person

ON_ONE_PAGE = 20
FILTERS = ("loai", "nhac", "page")


@dataclass(frozen=True)
class TaskRow:
    """One line of the page."""

    task: ReminderTask
    url: str
    message: str
    form: MarkRemindedForm


def task_url(task: ReminderTask) -> str:
    """Where the person does what he is reminded of."""
    args = [task.page_pk] if task.page_pk else []
    return reverse(f"models_registry:{task.page}", args=args)


class ReminderPage(RoleRequiredMixin, View):
    """The list; a refused mark shows it again with the sentence in its row."""

    roles = frozenset({Role.CLERK})

    def page(self, request: HttpRequest, data: Any, refused: Any = None) -> HttpResponse:
        """Tasks that the filters leave, twenty on a page."""
        form = ReminderFilterForm({name: data.get(name, "") for name in FILTERS})
        form.is_valid()
        chosen = form.cleaned_data
        everything = reminder_tasks(request.user.commune_id, clock.today())
        tasks = [task for task in everything if _fits(task, chosen)]
        shown = Paginator(tasks, ON_ONE_PAGE).get_page(data.get("page"))
        context = {
            "rows": [self._row(request, task, refused) for task in shown],
            "page_obj": shown,
            "filter": SimpleNamespace(form=form),
            "counts": _counts(everything),
            "everything": len(everything),
            "kept": {name: data.get(name, "") for name in FILTERS},
            "has_errors": refused is not None,
        }
        return render(request, "models_registry/reminder_list.html", context)

    def _row(self, request: HttpRequest, task: ReminderTask, refused: Any) -> TaskRow:
        """A task with its message and its form, the refused one as it was typed."""
        url = task_url(task)
        prefix = f"{task.about.value}-{task.pk}"
        form = refused if refused is not None and refused.prefix == prefix else None
        message = message_of(
            task,
            user=request.user,
            address=request.build_absolute_uri(url),
            today=clock.today(),
        )
        return TaskRow(task, url, message, form or MarkRemindedForm(prefix=prefix))


def _fits(task: ReminderTask, chosen: dict[str, str]) -> bool:
    """Whether the filters leave this task."""
    if chosen.get("loai") and task.about != chosen["loai"]:
        return False
    return {"chua": task.last is None, "roi": task.last is not None}.get(
        chosen.get("nhac", ""), True
    )


def _counts(tasks: list[ReminderTask]) -> list[tuple[str, int, str]]:
    """Label, number and filter of each kind."""
    return [
        (kind.label, sum(task.about == kind for task in tasks), f"?loai={kind.value}")
        for kind in LISTED
    ]


class ReminderListView(ReminderPage):
    """Who has to be reminded of what."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        return self.page(request, request.GET)


class ReminderMarkView(ReminderPage):
    """Record that somebody was reminded, how and on which day."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """Once; what is done meanwhile needs no reminder any more."""
        if kind not in {row.value for row in LISTED}:
            raise Http404
        if first := used_result(request):
            return redirect(first)
        back = self._back(request)
        tasks = reminder_tasks(request.user.commune_id, clock.today())
        task = next((row for row in tasks if row.about == kind and row.pk == pk), None)
        if task is None:
            messages.info(request, "Việc này đã xong hoặc không còn, không cần nhắc nữa.")
            return redirect(back)
        form = MarkRemindedForm(request.POST, prefix=f"{kind}-{pk}")
        if not form.is_valid() or not run_service(lambda: self._write(task, form), form):
            return self.page(request, request.POST, refused=form)
        messages.success(request, f"Đã ghi: đã nhắc {task.individual}.")
        remember_result(request, back)
        return redirect(back)

    def _write(self, task: ReminderTask, form: MarkRemindedForm) -> Reminder:
        """The reminder of a model's owner, or of a person."""
        given: dict[str, Any] = {
            "user": self.request.user,
            "text": task.summary,
            "about": task.about,
            "way": form.cleaned_data["way"],
            "reminded_on": form.cleaned_data["reminded_on"],
        }
        if task.dv_model is not None:
            return remind_owner(model_id=task.dv_model.pk, **given)
        return remind_person(individual=task.individual, year=task.year, **given)

    @staticmethod
    def _back(request: HttpRequest) -> str:
        """The list with the filters it was shown with."""
        query = request.GET.copy()
        query.clear()
        for name in FILTERS:
            if value := request.POST.get(name):
                query[name] = value
        url = reverse("models_registry:reminder_list")
        return f"{url}?{query.urlencode()}" if query else url
