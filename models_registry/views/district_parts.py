"""Parts of the page of a list for the level above: checklist, buttons, rows of name and text."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from dandvan.buttons import ActionButton
from dandvan.flow import Edge
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from models_registry.domain.district_flow import DISTRICT_FLOW, DistrictFacts
from models_registry.enums import CorrectionStatus, DistrictState
from models_registry.models import DistrictRegistration, RegisteredModel, User
from models_registry.queries_district import registration_actors
from models_registry.services.district_row import district_facts

# Acts that ask for more than a note have a page: the edge of each.
FORM_EDGES = {"ky": "sign", "gui": "send", "tra-loi": "answer"}
ACT_OF_EDGE = {
    "return": "dua-ve",
    "unsend": "chua-gui",
    "unanswer": "xoa-tra-loi",
    "cancel": "huy",
    "reopen": "lap-lai",
}
# A list waits for these only while they are not there.
_SIGN_CHECKS = (DistrictState.DRAFT,)
_SEND_CHECKS = (DistrictState.DRAFT, DistrictState.SIGNED)


@dataclass(frozen=True)
class Check:
    """One line of the checklist."""

    ok: bool | None
    title: str
    detail: str = ""
    reason: str = ""
    url: str = ""
    link: str = ""


def district_url(registration: DistrictRegistration) -> str:
    """Address of a list."""
    return reverse("models_registry:district_detail", args=[registration.pk])


def form_url(registration: DistrictRegistration, act: str) -> str:
    """Address of the page of an act that asks for more."""
    return reverse("models_registry:district_form", args=[registration.pk, act])


def district_checks(registration: DistrictRegistration) -> list[Check]:
    """What must be there before signing and before sending; empty once it is sent."""
    if registration.state not in _SEND_CHECKS:
        return []
    facts, paper = district_facts(registration), registration.paper
    count = f"{facts.rows:02d} mô hình" if facts.rows else ""
    signed = f"số {paper.paper} ngày {short_date(paper.date)}" if paper else ""
    checks = [
        Check(bool(facts.rows), "Có mô hình trong danh sách", count),
        Check(
            not facts.outdated,
            "Nội dung đúng như hiện nay",
            reason="; ".join(facts.outdated),
        ),
        Check(
            not facts.addressee,
            "Nơi gửi",
            str(registration.authority or ""),
            facts.addressee,
        ),
        Check(registration.planned is not None or None, "Thời hạn gửi", _planned(registration)),
    ]
    if registration.state not in _SIGN_CHECKS:
        checks = []
    return [
        *checks,
        Check(paper is not None or None, "Đã ký, có số và ngày", signed),
        Check(
            True if registration.scan_id else (False if paper else None),
            "Bản chụp văn bản đã ký",
        ),
    ]


def _planned(registration: DistrictRegistration) -> str:
    return f"dự kiến gửi {short_date(registration.planned)}" if registration.planned else ""


def send_rows(registration: DistrictRegistration) -> list[tuple[str, str]]:
    """Paper, addressee, days."""
    paper = registration.paper
    named = registration.get_letter_form_display()
    number = f"{named} số {paper.paper} ngày {short_date(paper.date)}" if paper else named
    return [
        ("Văn bản", number),
        ("Người ký", str(registration.signer or "")),
        ("Gửi đến", str(registration.authority or "")),
        ("Gửi qua", str(registration.receiving_office or "Theo ngày văn bản")),
        ("Dự kiến gửi", short_date(registration.planned)),
        ("Ngày gửi", short_date(registration.sent_on)),
    ]


def answer_rows(registration: DistrictRegistration) -> list[tuple[str, str]]:
    """The paper of the answer; empty before there is one."""
    if registration.state != DistrictState.ANSWERED:
        return []
    day = short_date(registration.answer_date)
    return [
        ("Văn bản trả lời", f"Số {registration.answer_number} ngày {day}"),
        ("Nội dung", registration.get_answer_kind_display()),
    ]


def reply_state(row: RegisteredModel) -> str:
    """How a question stands, in words."""
    if row.reply_paper_id:
        return "đã trả lời"
    if row.correction is None:
        return "chờ Văn phòng trả lời"
    if row.correction.status == CorrectionStatus.OPEN:
        return "chờ chủ mô hình bổ sung"
    return "chủ mô hình đã bổ sung, chờ Văn phòng trả lời"


def district_actions(registration: DistrictRegistration, user: User) -> list[ActionButton]:
    """What this person can do with the list now, and why not where he cannot."""
    actors = registration_actors(registration, user)
    if Role.CLERK in actors:
        # The clerk records the acts of the chairman from signed paper.
        actors = actors | {Role.CHAIR}
    facts = district_facts(registration)
    buttons = [
        _button(registration, user, edge, facts)
        for edge in DISTRICT_FLOW.open_edges(state=registration.state, actors=actors)
    ]
    return [*_more(registration, user), *buttons]


def _more(registration: DistrictRegistration, user: User) -> list[ActionButton]:
    """Acts that change no state: refresh and settings of a draft, the reply to questions."""
    if Role.CLERK not in roles_of(user):
        return []
    if registration.state == DistrictState.DRAFT:
        refresh = reverse("models_registry:district_act", args=[registration.pk, "cap-nhat"])
        return [
            ActionButton("Cập nhật danh sách", url=refresh, style="alt"),
            ActionButton(
                "Sửa nơi gửi, thời hạn, lời văn",
                style="alt",
                needs_form_url=form_url(registration, "sua"),
            ),
        ]
    has_questions = any(row.awaits_reply for row in registration.rows.all())
    if registration.state == DistrictState.ANSWERED and has_questions:
        url = form_url(registration, "phuc-dap")
        return [ActionButton("Trả lời câu hỏi của cấp trên", needs_form_url=url)]
    return []


def _button(
    registration: DistrictRegistration,
    user: User,
    edge: Edge[DistrictFacts],
    facts: DistrictFacts,
) -> ActionButton:
    """The button of one edge: a page where more is asked, else a POST."""
    recorded = edge.by_paper and Role.CHAIR not in roles_of(user)
    label = f"{edge.label} (ghi theo văn bản đã ký)" if recorded else edge.label
    # The scan is uploaded together with the sending.
    guards = () if edge.name == "send" else edge.guards
    reasons = tuple(text for guard in guards if (text := guard(facts)))
    act = next((slug for slug, name in FORM_EDGES.items() if name == edge.name), "")
    if act:
        return ActionButton(
            label,
            allowed=not reasons,
            reasons=reasons,
            style=edge.style,
            needs_form_url=form_url(registration, act),
        )
    url = reverse("models_registry:district_act", args=[registration.pk, ACT_OF_EDGE[edge.name]])
    return ActionButton(
        label,
        url=url,
        allowed=not reasons,
        reasons=reasons,
        style=edge.style,
        note="required",
        note_label="Lý do",
    )
