"""What a page shows of returns and mends, and the act that takes a correction back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.views import show_refusal
from models_registry.domain.flow import MODEL_FLOW
from models_registry.enums import CorrectionStatus, ModelState
from models_registry.models import Correction, DanVanModel, User
from models_registry.queries import REVIEWERS, model_actors, person_in_model
from models_registry.queries_corrections import CorrectionView, Round, rounds_of
from models_registry.queries_reminding import message_of, model_task
from models_registry.services.acceptance import withdraw_correction
from models_registry.views.bases import ModelPage, detail_url
from models_registry.views.reminders import task_url

STATUS_TONES = {CorrectionStatus.OPEN: "bad", CorrectionStatus.ANSWERED: "ok"}


@dataclass(frozen=True)
class RoundLine:
    """One correction as the page shows it to one person."""

    view: CorrectionView
    tone: str
    withdrawable: bool
    warn_unchanged: bool


def mending_context(dv_model: DanVanModel, user: User, *, withdraw_url: str) -> dict[str, Any]:
    """Rounds of returns and small mends, for those who see inside."""
    rounds = rounds_of(dv_model)
    return {
        "rounds": [(row, [_line(view, dv_model, user) for view in row.rows]) for row in rounds],
        "withdraw_url": withdraw_url,
        "mends": list(dv_model.mends.select_related("by__individual").order_by("-id")),
        "nothing_left": dv_model.state == ModelState.RETURNED and _all_withdrawn(rounds),
    }


def _all_withdrawn(rounds: list[Round]) -> bool:
    """Whether everything that the latest return asked for was taken back."""
    rows = rounds[0].rows if rounds else ()
    return all(row.correction.status == CorrectionStatus.WITHDRAWN for row in rows)


def _line(view: CorrectionView, dv_model: DanVanModel, user: User) -> RoundLine:
    """A correction with what this person may do with it and has to look at."""
    row = view.correction
    asked_by_him = row.opened_by_id == user.pk or not row.opened_by.is_active
    may = MODEL_FLOW.edges["return"].who & model_actors(dv_model, user)
    own = person_in_model(dv_model, user.individual_id)
    return RoundLine(
        view,
        STATUS_TONES.get(CorrectionStatus(row.status), ""),
        row.status == CorrectionStatus.OPEN and asked_by_him and bool(may) and not own,
        view.unchanged and bool(roles_of(user) & REVIEWERS),
    )


def message_context(dv_model: DanVanModel, request: HttpRequest) -> dict[str, Any]:
    """For the clerk: the message about what the owner has to do now, and the last reminder."""
    if Role.CLERK not in roles_of(request.user):
        return {}
    task = model_task(request.user.commune_id, dv_model.pk, clock.today())
    if task is None:
        return {}
    address = request.build_absolute_uri(task_url(task))
    words = message_of(task, user=request.user, address=address, today=clock.today())
    return {
        "message": words,
        "task": task,
        "remind_url": f"{reverse('models_registry:reminder_list')}?loai={task.about.value}",
    }


def correction_of(request: HttpRequest, dv_model: DanVanModel) -> Correction:
    """The correction that a button stood beside; 404 for another model's."""
    text = request.POST.get("correction", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    row = dv_model.corrections.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


class CorrectionWithdrawView(ModelPage):
    """Take back what was asked by mistake: POST only."""

    http_method_names = ["post"]

    def allowed(self) -> bool:
        """Those who return models."""
        who = MODEL_FLOW.edges["return"].who
        return bool(who & model_actors(self.dv_model, self.request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Once; the owner is told what is left."""
        url = f"{detail_url(self.dv_model)}#bo-sung"
        row = correction_of(request, self.dv_model)
        try:
            withdraw_correction(user=request.user, correction_id=row.pk)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            show_refusal(request, error)
            return self.done(url)
        messages.success(request, "Đã rút lại nội dung cần bổ sung. Chủ mô hình được báo.")
        return self.done(url)
