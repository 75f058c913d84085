"""All that one page says about a model: text, figures, files, rounds, timeline, next acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localtime

from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from models_registry.domain.flow import MODEL_FLOW, ModelFacts
from models_registry.enums import CorrectionStatus, Mark, ModelState
from models_registry.models import (
    DanVanModel,
    EmulationYear,
    Indicator,
    IndicatorValue,
    ModelAssessment,
    ModelTransition,
    QualityMark,
    User,
)
from models_registry.queries import model_actors, model_facts, sees_inside
from models_registry.services.move_model import paper_actors
from models_registry.views.papers import paper_links

STATE_TONES: dict[str, str] = {
    ModelState.SUBMITTED: "wait",
    ModelState.RETURNED: "wait",
    ModelState.ACCEPTED: "go",
    ModelState.REPORTED: "wait",
    ModelState.ASSESSED: "wait",
    ModelState.RECOGNIZED: "ok",
    ModelState.DECLINED: "bad",
    ModelState.REVOKED: "bad",
}
MARK_TONES: dict[str, str] = {Mark.MET: "ok", Mark.NOT_MET: "bad", Mark.NOT_ENOUGH: "wait"}

# Acts of the owner are done on the web side, for him too: the page of each.
_WEB_PAGES = {
    "submit": "models_registry:model_submit",
    "resubmit": "models_registry:model_supplement",
    "report": "models_registry:model_report",
}
# Edges that need no more than a note: one POST from the page.
NOTE_EDGES = frozenset({"accept", "unaccept", "close", "withdraw", "restore"})
# What the form of an act brings along cannot speak against opening the form.
_BROUGHT_BY_FORM: dict[str, dict[str, Any]] = {
    "return": {"open_corrections": ("x",)},
    "return_report": {"open_corrections": ("x",)},
    "assess": {"unmarked_qualities": ()},
    "recognize": {"listed_outcome": "recognized"},
    "decline": {"listed_outcome": "declined"},
    "revoke": {"listed_outcome": "revoked"},
}


@dataclass(frozen=True)
class FigureRow:
    """One figure: what was aimed at, reported and verified, and how far apart they are."""

    name: str
    unit: str
    place: str
    target: Decimal | None
    reported: Decimal
    verified: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """Verified less reported; None while unverified."""
        return None if self.verified is None else self.verified - self.reported


def whole_model(rows: QuerySet[DanVanModel]) -> QuerySet[DanVanModel]:
    """Models with everything the page shows, in a fixed number of queries."""
    marks = QualityMark.objects.select_related("quality", "evidence").order_by("quality__order")
    trail = ModelTransition.objects.select_related(
        "by__individual", "signer__individual", "on_behalf_of"
    )
    values = IndicatorValue.objects.filter(is_current=True).select_related("village", "indicator")
    return rows.select_related(
        "year__plan",
        "window",
        "main_area",
        "owner_person",
        "collective",
        "individual",
        "changed_by",
    ).prefetch_related(
        "members__individual",
        "villages",
        "co_owners",
        "further_areas",
        "movements",
        "corrections__opened_by__individual",
        "reports__written_by__individual",
        "attachments",
        "reminders__by__individual",
        "reviews__year",
        "recognitions__decision__paper",
        "year__plan__qualities",
        Prefetch("indicators__values", values, to_attr="current_values"),
        Prefetch(
            "assessments",
            ModelAssessment.objects.select_related("assessed_by__individual").prefetch_related(
                Prefetch("marks", marks)
            ),
        ),
        Prefetch("transitions", trail.order_by("id")),
    )


def url_or_empty(name: str, *args: Any) -> str:
    """Address of a page of the web side; empty while the project has none of that name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def act_url(dv_model: DanVanModel, act: str) -> str:
    """Address of an act on this model, bound to the version that the page shows."""
    path = reverse("admin:models_registry_danvanmodel_act", args=[dv_model.pk, act])
    return f"{path}?v={dv_model.version}"


def text_rows(dv_model: DanVanModel) -> list[tuple[str, Any]]:
    """The registration part by part, in the order of the form."""
    further = ", ".join(str(area) for area in dv_model.further_areas.all())
    time = " – ".join(
        filter(None, (short_date(dv_model.start_date), short_date(dv_model.end_date)))
    )
    return [
        ("Chủ mô hình", dv_model.owner_name),
        ("Đồng chủ trì", ", ".join(str(row) for row in dv_model.co_owners.all())),
        ("Người đăng ký", str(dv_model.owner_person)),
        ("Nội dung chính", dv_model.main_area and str(dv_model.main_area)),
        ("Nội dung khác", further),
        ("Lĩnh vực", dv_model.get_national_field_display()),
        ("Địa bàn", ", ".join(str(row) for row in dv_model.villages.all())),
        ("Gắn với", ", ".join(str(row) for row in dv_model.movements.all())),
        ("Nhu cầu, vấn đề cần giải quyết", dv_model.need),
        ("Mục tiêu, chỉ tiêu", dv_model.goal),
        ("Giải pháp", dv_model.solutions),
        ("Lực lượng phối hợp", dv_model.partners),
        ("Đối tượng hướng tới", dv_model.target_group),
        ("Nguồn lực", dv_model.resources),
        ("Duy trì, nhân rộng", dv_model.upkeep),
        ("Kết quả dự kiến", dv_model.expected_results),
        ("Thời gian thực hiện", time),
        ("Đợt đăng ký", dv_model.window and str(dv_model.window)),
    ]


def figure_rows(dv_model: DanVanModel) -> list[FigureRow]:
    """Current figures of every indicator by village, after them the sum where one makes sense.

    The target is the whole indicator's, so it stands beside the sum.
    """
    rows = []
    for indicator in dv_model.indicators.all():
        values = indicator.current_values
        summed = indicator.summable and len(values) > 1
        for value in values:
            rows.append(
                FigureRow(
                    name=indicator.name,
                    unit=indicator.unit,
                    place=str(value.village) if value.village else "",
                    target=None if summed else indicator.target,
                    reported=value.reported,
                    verified=value.verified,
                )
            )
        if summed:
            rows.append(_sum_row(indicator, values))
    return rows


def _sum_row(indicator: Indicator, values: list[IndicatorValue]) -> FigureRow:
    """All villages together; verified only when every village is."""
    verified = [value.verified for value in values if value.verified is not None]
    return FigureRow(
        name=indicator.name,
        unit=indicator.unit,
        place="cộng các làng",
        target=indicator.target,
        reported=sum((value.reported for value in values), Decimal(0)),
        verified=sum(verified, Decimal(0)) if len(verified) == len(values) else None,
    )


def file_rows(dv_model: DanVanModel) -> list[dict[str, Any]]:
    """Evidence that is still there, pictures marked as such."""
    return [
        {
            "name": str(row),
            "size": row.size,
            "url": url_or_empty("models_registry:attachment", row.pk),
            "picture": row.is_picture,
            "meta": short_date(localtime(row.uploaded_at).date()),
        }
        for row in dv_model.attachments.all()
        if row.removed_at is None
    ]


def timeline_rows(dv_model: DanVanModel) -> list[dict[str, Any]]:
    """What happened, oldest first, as the shared timeline shows it."""
    rows = []
    for row in dv_model.transitions.all():
        details = []
        if row.on_behalf_of_id:
            source = f" ({row.get_on_behalf_source_display()})" if row.on_behalf_source else ""
            details.append(f"Làm thay {row.on_behalf_of}{source}")
        if row.signer_id:
            details.append(
                f"Theo văn bản số {row.paper_number} ngày {short_date(row.paper_date)} "
                f"do {row.signer} ký"
            )
        edge = MODEL_FLOW.edges.get(row.edge)
        rows.append(
            {
                "label": edge.label if edge else row.edge,
                "who": row.by.display_name if row.by_id else "",
                "at": row.at,
                "note": row.note,
                "detail": ". ".join(details),
                "css": STATE_TONES.get(row.to_state, ""),
            }
        )
    return rows


def _edge_button(
    dv_model: DanVanModel, name: str, facts: ModelFacts, user: User
) -> ActionButton | None:
    """The button of one edge, None when this person has nothing to do with it."""
    edge = MODEL_FLOW.edges[name]
    own_right = model_actors(dv_model, user)
    actors = own_right | paper_actors(name, user)
    facts = replace(facts, **_BROUGHT_BY_FORM.get(name, {}))
    if not edge.who & own_right:
        # He only records what another signed: the bar of one's own model is the signer's.
        facts = replace(facts, own=False)
    look = MODEL_FLOW.look(name, state=dv_model.state, actors=actors, facts=facts)
    if not (look.open_state and look.may):
        return None
    if name in NOTE_EDGES:
        return ActionButton(
            edge.label,
            url=act_url(dv_model, name),
            allowed=look.allowed,
            reasons=look.refusals,
            style=edge.style,
            note="required" if edge.note_required else "optional",
            note_label="Lý do" if edge.note_required else "Ghi chú",
        )
    page = act_url(dv_model, name)
    if name in ("recognize", "decline", "revoke"):
        page = f"{reverse('admin:models_registry_decision_new')}?mo-hinh={dv_model.pk}"
    return ActionButton(
        edge.label,
        allowed=look.allowed,
        reasons=look.refusals,
        style=edge.style,
        needs_form_url=page,
    )


def _row_buttons(dv_model: DanVanModel, user: User) -> list[ActionButton]:
    """Acts that write a row and leave the state as it is."""
    roles, state = roles_of(user), dv_model.state
    buttons = []
    has_figures = any(indicator.current_values for indicator in dv_model.indicators.all())
    if (
        roles & {Role.CLERK, Role.MOBILIZATION_BLOC}
        and has_figures
        and state in (ModelState.ACCEPTED, ModelState.REPORTED, ModelState.ASSESSED)
    ):
        page = act_url(dv_model, "verify")
        buttons.append(ActionButton("Kiểm tra số liệu", needs_form_url=page, style="alt"))
    if Role.CLERK in roles and state == ModelState.RETURNED:
        page = act_url(dv_model, "extend")
        buttons.append(ActionButton("Gia hạn bổ sung", needs_form_url=page, style="alt"))
    if Role.CLERK in roles and state in (
        ModelState.DRAFT,
        ModelState.RETURNED,
        ModelState.ACCEPTED,
    ):
        buttons.append(
            ActionButton(
                "Nhắc chủ mô hình",
                url=act_url(dv_model, "remind"),
                style="alt",
                note="required",
                note_label="Nội dung nhắc",
            )
        )
    if state == ModelState.RECOGNIZED and roles & {Role.CLERK, Role.MOBILIZATION_BLOC}:
        later = EmulationYear.objects.filter(
            plan=dv_model.year.plan, year__gt=dv_model.year.year
        ).exists()
        if later:
            page = act_url(dv_model, "review")
            buttons.append(ActionButton("Rà soát hằng năm", needs_form_url=page, style="alt"))
    return buttons


def buttons_for(dv_model: DanVanModel, user: User) -> list[ActionButton]:
    """What this person can do with the model now; what he cannot, with the reasons."""
    facts = model_facts(dv_model, user, clock.today())
    edges = [name for name in MODEL_FLOW.edges if name not in _WEB_PAGES]
    found = [_edge_button(dv_model, name, facts, user) for name in edges]
    return [
        *filter(None, found),
        *_row_buttons(dv_model, user),
        *_on_behalf_buttons(dv_model, user),
    ]


def _on_behalf_buttons(dv_model: DanVanModel, user: User) -> list[ActionButton]:
    """The owner's next step, which the clerk can take for him on the web side."""
    if Role.CLERK not in roles_of(user):
        return []
    return [
        ActionButton(
            f"{MODEL_FLOW.edges[name].label} thay chủ mô hình", needs_form_url=url, style="alt"
        )
        for name, page in _WEB_PAGES.items()
        if dv_model.state in MODEL_FLOW.edges[name].sources
        and (url := url_or_empty(page, dv_model.pk))
    ]


def workbench_context(dv_model: DanVanModel, request: HttpRequest) -> dict[str, Any]:
    """Everything the template of the page shows."""
    corrections = list(dv_model.corrections.all())
    for row in corrections:
        row.is_open = row.status == CorrectionStatus.OPEN
        row.withdraw_url = act_url(dv_model, "withdraw-correction")
    assessments = list(dv_model.assessments.all())
    for assessment in assessments:
        for mark in assessment.marks.all():
            mark.tone = MARK_TONES.get(mark.mark, "")
    files = file_rows(dv_model)
    return {
        "title": str(dv_model),
        "dv_model": dv_model,
        "state_tone": STATE_TONES.get(dv_model.state, ""),
        "members": dv_model.members.all(),
        "text_rows": text_rows(dv_model),
        "figures": figure_rows(dv_model),
        "targets": [i for i in dv_model.indicators.all() if not i.current_values],
        "pictures": [row for row in files if row["picture"] and row["url"]],
        "files": [row for row in files if not (row["picture"] and row["url"])],
        "corrections": corrections,
        "reports": list(dv_model.reports.all()),
        "assessments": assessments,
        "recognitions": list(dv_model.recognitions.all()),
        "reviews": list(dv_model.reviews.all()),
        "reminders": list(dv_model.reminders.all()),
        "papers": paper_links(dv_model) if sees_inside(request.user, dv_model) else [],
        "timeline": timeline_rows(dv_model),
        "actions": buttons_for(dv_model, request.user),
    }
