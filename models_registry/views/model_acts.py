"""The buttons of a model's page, drawn by the same flow that guards the acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.errors import DomainError, NotAllowed
from dandvan.flow import Edge
from dandvan.roles import Role, roles_of
from dandvan.views import show_refusal
from models_registry.domain.flow import MODEL_FLOW, ModelFacts
from models_registry.enums import ModelState
from models_registry.models import DanVanModel, User
from models_registry.queries import model_actors, model_facts
from models_registry.queries_staff import LIVING
from models_registry.services.acceptance import accept_model, close_model, unaccept_model
from models_registry.services.assessment import reassess_model
from models_registry.services.files import ADDABLE
from models_registry.services.recognition import reconsider_model
from models_registry.services.registration import WRITERS, restore_model, withdraw_model
from models_registry.services.reminders import remind_owner
from models_registry.services.reporting import send_result
from models_registry.views.bases import ModelPage, decision_url, detail_url, workbench_url
from models_registry.views.report import return_url


@dataclass(frozen=True)
class Act:
    """An act that needs no more than a button, with or without a note."""

    edge: str
    call: Callable[..., Any]
    said: str
    note: str = "none"


ACTS = {
    "tiep-nhan": Act("accept", accept_model, "Đã tiếp nhận mô hình.", "optional"),
    "thoi-tiep-nhan": Act("unaccept", unaccept_model, "Đã thôi tiếp nhận.", "required"),
    "gui-bao-cao": Act("report", send_result, "Đã gửi báo cáo kết quả."),
    "ket-thuc": Act("close", close_model, "Đã kết thúc mô hình.", "required"),
    "tham-dinh-lai": Act("reassess", reassess_model, "Đã đưa về để thẩm định lại.", "required"),
    "xem-xet-lai": Act("reconsider", reconsider_model, "Đã đưa về để xem xét lại.", "required"),
    "rut": Act("withdraw", withdraw_model, "Đã rút mô hình.", "required"),
    "khoi-phuc": Act("restore", restore_model, "Đã khôi phục mô hình.", "required"),
}
ACT_OF_EDGE = {act.edge: slug for slug, act in ACTS.items()}
NOTE_LABELS = {"accept": "Ghi chú", "withdraw": "Lý do rút", "restore": "Lý do khôi phục"}
# Recorded by the clerk from the signed paper, on his page of the model.
BY_PAPER = frozenset({"recognize", "decline", "revoke"})
PAPER_WORDS = "Việc này được Văn phòng – thống kê ghi nhận theo văn bản đã ký."
REMIND = "nhac"


class ModelActView(ModelPage):
    """One act by its button: POST only, one service call, then back to the model."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Do it once; a refusal is said and changes nothing."""
        row = ACTS.get(act)
        if row is None and act != REMIND:
            raise Http404
        note = request.POST.get("note", "")
        url = detail_url(self.dv_model)
        try:
            if row is None:
                remind_owner(user=request.user, model_id=pk, text=note)
            elif row.note == "none":
                row.call(user=request.user, model_id=pk)
            else:
                row.call(user=request.user, model_id=pk, note=note)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            show_refusal(request, error)
            return self.done(url)
        messages.success(request, row.said if row else "Đã ghi lời nhắc.")
        return self.done(url)


def next_actions(dv_model: DanVanModel, user: User) -> list[ActionButton]:
    """What this person can do with the model now, and why not where he cannot."""
    facts = model_facts(dv_model, user, clock.today())
    actors = model_actors(dv_model, user)
    buttons = _writer_links(dv_model, user)
    for edge in MODEL_FLOW.open_edges(state=dv_model.state, actors=actors):
        look = MODEL_FLOW.look(edge.name, state=dv_model.state, actors=actors, facts=facts)
        buttons.append(_edge_button(dv_model, user, edge, facts, look.refusals))
    buttons += _office_buttons(dv_model, user)
    if Role.CLERK in roles_of(user):
        buttons += _clerk_buttons(dv_model, user)
    order = {"primary": 0, "alt": 1, "stop": 2}
    return sorted(buttons, key=lambda button: order[button.style])


def _url(name: str, dv_model: DanVanModel, *more: str) -> str:
    """Address of one of the model's pages."""
    return reverse(f"models_registry:{name}", args=[dv_model.pk, *more])


def _writer_links(dv_model: DanVanModel, user: User) -> list[ActionButton]:
    """Pages on which owner, members and CLERK write."""
    if not WRITERS & model_actors(dv_model, user):
        return []
    links = []
    if dv_model.state == ModelState.DRAFT:
        links.append(("Viết tiếp bản nháp", _url("model_edit", dv_model, "ten"), "primary"))
    if dv_model.state == ModelState.RETURNED:
        links.append(("Sửa đăng ký", _url("model_edit", dv_model, "ten"), "alt"))
    if dv_model.state == ModelState.ACCEPTED:
        links += [
            ("Viết báo cáo kết quả", _url("model_report", dv_model), "primary"),
            ("Ghi báo cáo tiến độ", _url("model_progress", dv_model), "alt"),
            ("Ghi số liệu", _url("model_figures", dv_model), "alt"),
        ]
        if dv_model.corrections.filter(status="open").exists():
            links.insert(
                0, ("Trả lời nội dung cần bổ sung", _url("model_supplement", dv_model), "primary")
            )
    if dv_model.state in ADDABLE and dv_model.state != ModelState.DRAFT:
        links.append(("Thêm minh chứng", _url("model_files", dv_model), "alt"))
    return [ActionButton(label, needs_form_url=url, style=style) for label, url, style in links]


def _edge_button(
    dv_model: DanVanModel,
    user: User,
    edge: Edge[ModelFacts],
    facts: ModelFacts,
    refusals: tuple[str, ...],
) -> ActionButton:
    """The button of one edge: a page where more is asked, else a POST."""
    label, style = edge.label, edge.style
    if edge.name == "submit":
        url = _url("model_submit", dv_model)
        return ActionButton("Xem lại và gửi đăng ký", needs_form_url=url, style="alt")
    if edge.name == "resubmit":
        url = _url("model_supplement", dv_model)
        words = "Bổ sung và gửi lại"
        return ActionButton(words, needs_form_url=url, reasons=refusals, style=style)
    if edge.name in ("return", "return_report"):
        rest = tuple(text for text in refusals if not text.startswith("Ghi ít nhất một nội dung"))
        return ActionButton(
            label,
            allowed=not rest,
            reasons=rest,
            style=style,
            needs_form_url=return_url(edge.name, dv_model.pk),
        )
    if edge.name == "assess":
        url = _assess_url(dv_model, user)
        rest = tuple(text for text in refusals if not text.startswith("Chưa đánh giá"))
        return ActionButton(label, allowed=not rest, reasons=rest, style=style, needs_form_url=url)
    if edge.name in BY_PAPER:
        url = decision_url(user, dv_model)
        if facts.own:
            return ActionButton(label, allowed=False, reasons=refusals[:1], style=style)
        if not url:
            return ActionButton(label, allowed=False, reasons=(PAPER_WORDS,), style=style)
        return ActionButton(label, needs_form_url=url, style=style)
    act = ACTS[ACT_OF_EDGE[edge.name]]
    return ActionButton(
        label,
        url=_url("model_act", dv_model, ACT_OF_EDGE[edge.name]),
        allowed=not refusals,
        reasons=refusals,
        style=style,
        note=act.note,
        note_label=NOTE_LABELS.get(edge.name, "Lý do"),
    )


def _assess_url(dv_model: DanVanModel, user: User) -> str:
    """The form itself: for the clerk the one that also records from signed paper."""
    if Role.CLERK in roles_of(user) and workbench_url(user, dv_model):
        page = reverse("admin:models_registry_danvanmodel_act", args=[dv_model.pk, "assess"])
        return f"{page}?v={dv_model.version}"
    return _url("model_assess", dv_model)


def _office_buttons(dv_model: DanVanModel, user: User) -> list[ActionButton]:
    """The pages of the admin: the model's own, and the check of its figures."""
    url = workbench_url(user, dv_model)
    if not url:
        return []
    buttons = [ActionButton("Mở trang xử lý", needs_form_url=url, style="alt")]
    checks = roles_of(user) & {Role.CLERK, Role.MOBILIZATION_BLOC}
    if checks and dv_model.state in (ModelState.REPORTED, ModelState.ASSESSED):
        page = reverse("admin:models_registry_danvanmodel_act", args=[dv_model.pk, "verify"])
        buttons.append(ActionButton("Kiểm tra số liệu", needs_form_url=page, style="alt"))
    return buttons


def _clerk_buttons(dv_model: DanVanModel, user: User) -> list[ActionButton]:
    """Handing over; a reminder while the owner has something to do."""
    buttons = []
    if dv_model.state in LIVING:
        page = _url("handover", dv_model)
        buttons.append(ActionButton("Bàn giao cho người khác", needs_form_url=page, style="alt"))
    if dv_model.state in (ModelState.DRAFT, ModelState.RETURNED, ModelState.ACCEPTED):
        buttons.append(
            ActionButton(
                "Nhắc chủ mô hình",
                url=_url("model_act", dv_model, REMIND),
                style="alt",
                note="required",
                note_label="Nội dung nhắc",
            )
        )
    return buttons
