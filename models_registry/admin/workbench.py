"""All that one page says about a model: text, figures, files, rounds, timeline, next acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.flow import Look
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from models_registry.domain.flow import MODEL_FLOW, ModelFacts
from models_registry.enums import Mark, ModelState
from models_registry.models import (
    DanVanModel,
    EmulationYear,
    ModelAssessment,
    QualityMark,
    User,
)
from models_registry.queries import model_actors, model_facts, sees_inside
from models_registry.queries_figure_texts import text_notes
from models_registry.queries_figures import FigureGrid, figure_grid
from models_registry.queries_figures import FigureRow as GridRow
from models_registry.queries_files import evidence_of
from models_registry.queries_living import is_to_finish
from models_registry.queries_models import STATE_TONES, timeline_of
from models_registry.queries_staff import LIVING
from models_registry.services.mending import MENDABLE, why_not_mended
from models_registry.services.move_model import paper_actors
from models_registry.views.assess import marks_context
from models_registry.views.evidence import evidence_context
from models_registry.views.evidence_request import requests_context
from models_registry.views.mending import mending_context, message_context
from models_registry.views.papers import paper_links
from models_registry.views.site_visit import visits_context

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
        "corrections",
        "reports__written_by__individual",
        "reviews__year",
        "recognitions__decision__paper",
        "year__plan__qualities",
        "indicators",
        Prefetch(
            "assessments",
            ModelAssessment.objects.select_related("assessed_by__individual").prefetch_related(
                Prefetch("marks", marks),
                "attendees__individual",
                "requests__quality",
                "requests__files",
            ),
        ),
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


def figure_rows(grid: FigureGrid) -> list[FigureRow]:
    """Current figures of every indicator by village, after them the sum where one makes sense.

    The target is the whole indicator's, so it stands beside the sum.
    """
    rows = []
    for row in grid.rows:
        summed = row.total is not None and len(row.values) > 1
        for value in row.values:
            place = str(value.village) if value.village else ""
            target = None if summed else row.indicator.target
            rows.append(_figure_row(row, place, target, value.reported, value.verified))
        if row.total is not None and summed:
            target, total = row.indicator.target, row.total
            rows.append(_figure_row(row, "cộng các làng", target, total, row.verified))
    return rows


def _figure_row(
    row: GridRow,
    place: str,
    target: Decimal | None,
    reported: Decimal,
    verified: Decimal | None,
) -> FigureRow:
    """One line of the table."""
    name, unit = row.indicator.name, row.indicator.unit
    return FigureRow(name, unit, place, target, reported, verified)


def edge_look(dv_model: DanVanModel, name: str, facts: ModelFacts, user: User) -> Look:
    """What an edge looks like before its form is filled in: its button, its line in bulk."""
    edge = MODEL_FLOW.edges[name]
    own_right = model_actors(dv_model, user)
    actors = own_right | paper_actors(name, user)
    facts = replace(facts, **_BROUGHT_BY_FORM.get(name, {}))
    if not edge.who & own_right:
        # He only records what another signed: the bar of one's own model is the signer's.
        facts = replace(facts, own=False)
    return MODEL_FLOW.look(name, state=dv_model.state, actors=actors, facts=facts)


def _edge_button(
    dv_model: DanVanModel, name: str, facts: ModelFacts, user: User
) -> ActionButton | None:
    """The button of one edge, None when this person has nothing to do with it."""
    edge = MODEL_FLOW.edges[name]
    look = edge_look(dv_model, name, facts, user)
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


def _row_buttons(dv_model: DanVanModel, user: User, grid: FigureGrid) -> list[ActionButton]:
    """Acts that write a row and leave the state as it is."""
    roles, state = roles_of(user), dv_model.state
    buttons = []
    if (
        roles & {Role.CLERK, Role.MOBILIZATION_BLOC}
        and grid.has_figures
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
    if Role.CLERK in roles and state in (*MENDABLE, ModelState.RETURNED):
        refusal = why_not_mended(dv_model)
        buttons.append(
            ActionButton(
                "Sửa lỗi nhỏ",
                needs_form_url=act_url(dv_model, "mend"),
                allowed=not refusal,
                reasons=(refusal,) if refusal else (),
                style="alt",
            )
        )
    if state == ModelState.RECOGNIZED and roles & {Role.CLERK, Role.MOBILIZATION_BLOC}:
        later = EmulationYear.objects.filter(
            plan=dv_model.year.plan, year__gt=dv_model.year.year
        ).exists()
        if later:
            page = act_url(dv_model, "review")
            buttons.append(ActionButton("Rà soát hằng năm", needs_form_url=page, style="alt"))
    if Role.CLERK in roles and state in LIVING:
        page = reverse("models_registry:handover", args=[dv_model.pk])
        buttons.append(ActionButton("Bàn giao cho người khác", needs_form_url=page, style="alt"))
    if Role.CLERK in roles and is_to_finish(dv_model, clock.today()):
        page = f"{reverse('models_registry:unfinished')}?mo-hinh={dv_model.pk}"
        buttons.append(ActionButton("Gia hạn sang năm sau", needs_form_url=page, style="alt"))
    return buttons


def buttons_for(dv_model: DanVanModel, user: User, grid: FigureGrid) -> list[ActionButton]:
    """What this person can do with the model now; what he cannot, with the reasons."""
    facts = model_facts(dv_model, user, clock.today())
    edges = [name for name in MODEL_FLOW.edges if name not in _WEB_PAGES]
    found = [_edge_button(dv_model, name, facts, user) for name in edges]
    return [
        *filter(None, found),
        *_row_buttons(dv_model, user, grid),
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
    assessments = list(dv_model.assessments.all())
    for assessment in assessments:
        for mark in assessment.marks.all():
            mark.tone = MARK_TONES.get(mark.mark, "")
    grid = figure_grid(dv_model)
    return {
        "title": str(dv_model),
        "dv_model": dv_model,
        "state_tone": STATE_TONES.get(dv_model.state, ""),
        "members": dv_model.members.all(),
        "text_rows": text_rows(dv_model),
        "grid": grid,
        "text_notes": text_notes(dv_model, grid),
        "figures": figure_rows(grid),
        "targets": [row.indicator for row in grid.rows if not row.values],
        **evidence_context(evidence_of(dv_model)),
        **mending_context(
            dv_model, request.user, withdraw_url=act_url(dv_model, "withdraw-correction")
        ),
        **message_context(dv_model, request),
        "reports": list(dv_model.reports.all()),
        "assessments": assessments,
        "recognitions": list(dv_model.recognitions.all()),
        "reviews": [row for row in dv_model.reviews.all() if row.withdrawn_at is None],
        "papers": paper_links(dv_model) if sees_inside(request.user, dv_model) else [],
        "timeline": timeline_of(dv_model, request.user),
        "actions": buttons_for(dv_model, request.user, grid),
        **visits_context(dv_model, request.user),
        **requests_context(dv_model, request.user),
        **marks_context(dv_model, request.user),
    }
