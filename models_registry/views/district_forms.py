"""Forms on a list for the level above: settings, signing, sending, answer, reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dandvan.errors import DomainError
from dandvan.roles import Role, roles_of
from dandvan.views import (
    remember_result,
    renew_version,
    run_service,
    used_result,
)
from models_registry.domain.district_flow import DISTRICT_FLOW
from models_registry.enums import DistrictState
from models_registry.forms.district import (
    AnswerForm,
    ListForm,
    ReplyForm,
    SendForm,
    SignForm,
)
from models_registry.models import DistrictRegistration, User
from models_registry.services.district import change_list, send_list, sign_list
from models_registry.services.district_answer import answer_list, reply_to_questions
from models_registry.services.district_row import district_facts
from models_registry.views.district import DistrictPage
from models_registry.views.district_parts import FORM_EDGES, district_url

_CLERK = frozenset({Role.CLERK})


@dataclass(frozen=True)
class Act:
    """An act with a form: title, button, in which state, by whom, what is said afterwards."""

    title: str
    submit: str
    form: type[Any]
    state: DistrictState
    said: str
    who: frozenset[Role] = _CLERK


ACTS = {
    "sua": Act(
        "Nơi gửi, thời hạn, lời văn",
        "Lưu lại",
        ListForm,
        DistrictState.DRAFT,
        "Đã lưu. Xem lại dự thảo văn bản trước khi trình ký.",
    ),
    "ky": Act(
        "Ký, cấp số",
        "Ghi đã ký",
        SignForm,
        DistrictState.DRAFT,
        "Đã ban hành văn bản đăng ký. Gửi rồi thì bấm “Ghi đã gửi”.",
        _CLERK | {Role.CHAIR},
    ),
    "gui": Act(
        "Ghi đã gửi",
        "Ghi đã gửi",
        SendForm,
        DistrictState.SIGNED,
        "Đã ghi ngày gửi. Có văn bản trả lời thì ghi vào danh sách này.",
    ),
    "tra-loi": Act(
        "Ghi trả lời của cấp trên",
        "Ghi trả lời",
        AnswerForm,
        DistrictState.SENT,
        "Đã ghi văn bản trả lời của cấp trên.",
    ),
    "phuc-dap": Act(
        "Trả lời câu hỏi của cấp trên",
        "Ghi trả lời",
        ReplyForm,
        DistrictState.ANSWERED,
        "Đã ghi văn bản trả lời của xã.",
    ),
}


class DistrictFormView(DistrictPage):
    """One act with a form: refused in the wrong state, typed words kept, done once."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """The form; refused already when it cannot be done now."""
        row = self._row(act)
        if reasons := _refusals(row, act):
            for reason in reasons:
                messages.error(request, reason)
            return redirect(district_url(row))
        return self._page(row, act, self._form(row, act))

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Do it; a file that arrived is kept when it is refused."""
        row = self._row(act)
        if first := used_result(request):
            return redirect(first)
        form = self._form(row, act, request.POST, request.FILES)
        form.is_valid()
        if hasattr(form, "keep_files"):
            form.keep_files()
        if form.errors or run_service(lambda: self._call(row, act, form), form) is None:
            return self._page(row, act, form)
        messages.success(request, ACTS[act].said)
        remember_result(request, district_url(row))
        return redirect(district_url(row))

    def _row(self, act: str) -> DistrictRegistration:
        """The list of the address, for who may do this act."""
        if act not in ACTS:
            raise Http404
        row: DistrictRegistration = self.get_object()
        if not roles_of(self.request.user) & ACTS[act].who:
            raise PermissionDenied
        return row

    def _form(self, row: DistrictRegistration, act: str, *data: Any) -> Any:
        """The form of the act."""
        user = self.request.user
        more = {"by_paper": Role.CHAIR not in roles_of(user)} if act == "ky" else {}
        return ACTS[act].form(
            *data[: 1 if act in ("sua", "phuc-dap") else 2], user=user, row=row, **more
        )

    def _call(self, row: DistrictRegistration, act: str, form: Any) -> Any:
        """The service; a stale form is told once and may be sent again."""
        try:
            return _SERVICES[act](self.request.user, row, form)
        except DomainError as error:
            renew_version(form, error, row)
            raise

    def _page(self, row: DistrictRegistration, act: str, form: Any) -> HttpResponse:
        """The page."""
        context = {
            "row": row,
            "form": form,
            "act": ACTS[act],
            "detail_url": district_url(row),
            "by_paper": getattr(form, "by_paper", False),
        }
        return render(self.request, "models_registry/district_form.html", context)


def _refusals(row: DistrictRegistration, act: str) -> tuple[str, ...]:
    """Why an act cannot be done now, whatever the form will say."""
    if row.state != ACTS[act].state:
        return (
            f"Không thể “{ACTS[act].title}” khi danh sách đang ở trạng thái "
            f"“{row.get_state_display()}”.",
        )
    if FORM_EDGES.get(act) != "sign":
        return ()
    facts = district_facts(row)
    guards = DISTRICT_FLOW.edges["sign"].guards
    return tuple(text for guard in guards if (text := guard(facts)))


def _change(user: User, row: DistrictRegistration, form: ListForm) -> Any:
    data = form.cleaned_data
    names = ("letter_form", "authority", "planned", "window", "remarks", "version")
    return change_list(user=user, registration_id=row.pk, **{name: data[name] for name in names})


def _sign(user: User, row: DistrictRegistration, form: SignForm) -> Any:
    data = form.cleaned_data
    return sign_list(
        user=user,
        registration_id=row.pk,
        number_text=data["number"],
        date=data["date"],
        signer=data["signer"],
        paper=form.trace(),
        version=data["version"],
    )


def _send(user: User, row: DistrictRegistration, form: SendForm) -> Any:
    return send_list(
        user=user,
        registration_id=row.pk,
        sent_on=form.cleaned_data["sent_on"],
        scan=form.kept_scan(),
        version=form.cleaned_data["version"],
    )


def _answer(user: User, row: DistrictRegistration, form: AnswerForm) -> Any:
    data = form.cleaned_data
    return answer_list(
        user=user,
        registration_id=row.pk,
        number=data["number"],
        date=data["date"],
        kind=data["kind"],
        questions=form.questions(),
        scan=form.kept_scan(),
        version=data["version"],
    )


def _reply(user: User, row: DistrictRegistration, form: ReplyForm) -> Any:
    data = form.cleaned_data
    return reply_to_questions(
        user=user,
        registration_id=row.pk,
        number_text=data["number"],
        date=data["date"],
        replies=form.replies(),
        version=data["version"],
    )


_SERVICES: dict[str, Callable[..., Any]] = {
    "sua": _change,
    "ky": _sign,
    "gui": _send,
    "tra-loi": _answer,
    "phuc-dap": _reply,
}
