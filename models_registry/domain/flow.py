"""The workflow of a model: edges and guards (architecture, section 3). Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dandvan.flow import Edge, Flow
from dandvan.roles import Actor, Relation, Role
from dandvan.vietnamese import short_date
from models_registry.enums import ModelState as S


@dataclass(frozen=True)
class ModelFacts:
    """All that the guards of a model ask, read under the lock.

    Tuples of labels are empty when nothing is wrong. `own` means that the acting person is
    owner, lead or member of this model himself. `sent_to_district` and `signed_for_district`
    name the list for the level above in which the model stands.
    """

    today: date
    is_clerk: bool = False
    own: bool = False
    other_clerk_free: bool = True
    missing_parts: tuple[str, ...] = ()
    window_open: bool = True
    late_reason: str = ""
    open_corrections: tuple[str, ...] = ()
    return_due: date | None = None
    has_result_report: bool = False
    report_is_newer_than_return: bool = True
    unmarked_qualities: tuple[str, ...] = ()
    not_enough_qualities: tuple[str, ...] = ()
    unmet_qualities: tuple[str, ...] = ()
    listed_outcome: str = ""
    sent_to_district: str = ""
    signed_for_district: str = ""


Guard = Callable[[ModelFacts], str | None]


def not_ones_own(facts: ModelFacts) -> str | None:
    """Owner, lead and members never decide on their own model."""
    if facts.own:
        return (
            "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định "
            "hoặc công nhận mô hình của mình."
        )
    return None


def clerk_first(facts: ModelFacts) -> str | None:
    """The chairman accepts only when no other active clerk is free of the bar."""
    if not facts.is_clerk and facts.other_clerk_free:
        return "Việc tiếp nhận do công chức Văn phòng – thống kê làm."
    return None


def parts_filled(facts: ModelFacts) -> str | None:
    """Every required part of the registration is filled."""
    if facts.missing_parts:
        return f"Chưa gửi được: còn thiếu {', '.join(facts.missing_parts)}."
    return None


def window_open_or_late(facts: ModelFacts) -> str | None:
    """A registration window is open, or the clerk accepts late with a reason."""
    if facts.window_open or (facts.is_clerk and facts.late_reason.strip()):
        return None
    if facts.is_clerk:
        return "Đã hết thời hạn đăng ký. Ghi lý do nhận muộn để tiếp tục."
    return "Đã hết thời hạn đăng ký. Liên hệ Văn phòng – thống kê để được nhận muộn."


def corrections_answered(facts: ModelFacts) -> str | None:
    """No correction is open."""
    if facts.open_corrections:
        return f"Còn nội dung chưa bổ sung: {', '.join(facts.open_corrections)}."
    return None


def not_past_due(facts: ModelFacts) -> str | None:
    """The owner answers a return until its due date; later only the clerk for him."""
    if facts.return_due and facts.today > facts.return_due and not facts.is_clerk:
        return (
            f"Đã quá hạn bổ sung {short_date(facts.return_due)}. "
            "Liên hệ Văn phòng – thống kê để được gia hạn."
        )
    return None


def return_names_corrections(facts: ModelFacts) -> str | None:
    """A return says what to mend."""
    if not facts.open_corrections:
        return "Ghi ít nhất một nội dung cần bổ sung trước khi trả lại."
    return None


def result_report_exists(facts: ModelFacts) -> str | None:
    """A result report was written (again, after a return)."""
    if not facts.has_result_report:
        return "Chưa có báo cáo kết quả. Viết báo cáo kết quả trước khi gửi."
    if not facts.report_is_newer_than_return:
        return "Báo cáo kết quả chưa được sửa sau khi bị trả lại."
    return None


def every_quality_marked(facts: ModelFacts) -> str | None:
    """Every quality of the plan has a mark and a reason."""
    if facts.unmarked_qualities:
        return f"Chưa đánh giá: {', '.join(facts.unmarked_qualities)}."
    return None


def listed_as_recognized(facts: ModelFacts) -> str | None:
    """The model stands in a decision as recognized."""
    if facts.listed_outcome != "recognized":
        return "Mô hình chưa có trong quyết định công nhận nào (cần số, ngày và người ký)."
    return None


def listed_as_declined(facts: ModelFacts) -> str | None:
    """The model stands in a decision as declined."""
    if facts.listed_outcome != "declined":
        return "Mô hình chưa có trong quyết định nào với kết quả không công nhận."
    return None


def listed_as_revoked(facts: ModelFacts) -> str | None:
    """The model stands in a decision that revokes its recognition."""
    if facts.listed_outcome != "revoked":
        return "Chưa có quyết định thu hồi công nhận mô hình này."
    return None


def qualities_met(facts: ModelFacts) -> str | None:
    """Every required quality is met; "not enough evidence" gives no verdict."""
    if facts.not_enough_qualities:
        names = ", ".join(facts.not_enough_qualities)
        return f"Chưa đủ căn cứ về: {names}. Bổ sung rồi thẩm định lại."
    if facts.unmet_qualities:
        return f"Không công nhận được: không đạt {', '.join(facts.unmet_qualities)}."
    return None


def enough_for_a_verdict(facts: ModelFacts) -> str | None:
    """Where evidence is asked for and nothing is unmet, there is no verdict either way."""
    if facts.not_enough_qualities and not facts.unmet_qualities:
        names = ", ".join(facts.not_enough_qualities)
        return f"Chưa đủ căn cứ về: {names}. Bổ sung rồi thẩm định lại."
    return None


def not_sent_to_district(facts: ModelFacts) -> str | None:
    """What was registered with the level above is not taken back here."""
    if facts.sent_to_district:
        return (
            f"Mô hình đã đăng ký với cấp trên ({facts.sent_to_district}) nên không thôi tiếp nhận "
            "được. Nếu không làm nữa, rút mô hình: danh sách gửi lần sau sẽ ghi mô hình này là rút."
        )
    if facts.signed_for_district:
        return (
            f"Mô hình có trong danh sách đã ký, chờ gửi ({facts.signed_for_district}). "
            "Đưa danh sách về dự thảo trước rồi thôi tiếp nhận."
        )
    return None


def _edge(
    name: str,
    label: str,
    sources: set[S],
    target: S | None,
    who: set[Actor],
    *guards: Guard,
    note: bool = False,
    paper: bool = False,
    style: str = "primary",
) -> Edge[ModelFacts]:
    """One row of the table below."""
    return Edge(
        name=name,
        label=label,
        sources=frozenset(state.value for state in sources),
        target=target.value if target else None,
        who=frozenset(who),
        guards=guards,
        note_required=note,
        by_paper=paper,
        style=style,
    )


_WRITERS: set[Actor] = {Relation.OWNER, Relation.MEMBER, Role.CLERK}
_JUDGES: set[Actor] = {Role.CLERK, Role.MOBILIZATION_BLOC}
_BEFORE_ASSESSED = {S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.REPORTED}

MODEL_FLOW: Flow[ModelFacts] = Flow(
    "model",
    [
        _edge(
            "submit",
            "Gửi đăng ký",
            {S.DRAFT},
            S.SUBMITTED,
            _WRITERS,
            parts_filled,
            window_open_or_late,
        ),
        _edge(
            "resubmit",
            "Gửi lại sau khi bổ sung",
            {S.RETURNED},
            S.SUBMITTED,
            _WRITERS,
            parts_filled,
            corrections_answered,
            not_past_due,
        ),
        _edge(
            "accept",
            "Tiếp nhận",
            {S.SUBMITTED},
            S.ACCEPTED,
            {Role.CLERK, Role.CHAIR},
            not_ones_own,
            clerk_first,
            corrections_answered,
        ),
        _edge(
            "return",
            "Trả lại để bổ sung",
            {S.SUBMITTED},
            S.RETURNED,
            {Role.CLERK, Role.CHAIR},
            not_ones_own,
            clerk_first,
            return_names_corrections,
            style="alt",
        ),
        _edge(
            "unaccept",
            "Thôi tiếp nhận",
            {S.ACCEPTED},
            S.SUBMITTED,
            {Role.CLERK},
            not_sent_to_district,
            note=True,
            style="alt",
        ),
        _edge(
            "report",
            "Gửi báo cáo kết quả",
            {S.ACCEPTED},
            S.REPORTED,
            _WRITERS,
            result_report_exists,
            corrections_answered,
        ),
        _edge(
            "return_report",
            "Trả lại báo cáo",
            {S.REPORTED},
            S.ACCEPTED,
            {Role.CLERK},
            not_ones_own,
            return_names_corrections,
            style="alt",
        ),
        _edge(
            "assess",
            "Thẩm định",
            {S.REPORTED},
            S.ASSESSED,
            _JUDGES,
            not_ones_own,
            corrections_answered,
            every_quality_marked,
            paper=True,
        ),
        _edge(
            "reassess",
            "Thẩm định lại",
            {S.ASSESSED},
            S.REPORTED,
            _JUDGES,
            not_ones_own,
            note=True,
            paper=True,
            style="alt",
        ),
        _edge(
            "recognize",
            "Công nhận",
            {S.ASSESSED},
            S.RECOGNIZED,
            {Role.CHAIR},
            not_ones_own,
            listed_as_recognized,
            qualities_met,
            paper=True,
        ),
        _edge(
            "decline",
            "Không công nhận",
            {S.ASSESSED},
            S.DECLINED,
            {Role.CHAIR},
            not_ones_own,
            listed_as_declined,
            enough_for_a_verdict,
            paper=True,
            style="stop",
        ),
        _edge(
            "reconsider",
            "Xem xét lại",
            {S.DECLINED},
            S.ASSESSED,
            {Role.CHAIR},
            not_ones_own,
            note=True,
            paper=True,
            style="alt",
        ),
        _edge(
            "close",
            "Kết thúc vì không thực hiện",
            {S.ACCEPTED},
            S.NOT_CARRIED_OUT,
            {Role.CLERK},
            note=True,
            style="stop",
        ),
        _edge(
            "withdraw",
            "Rút mô hình",
            _BEFORE_ASSESSED,
            S.WITHDRAWN,
            {Relation.OWNER, Role.CLERK},
            note=True,
            style="stop",
        ),
        _edge(
            "restore",
            "Khôi phục mô hình đã rút",
            {S.WITHDRAWN},
            None,
            {Role.CLERK},
            note=True,
            style="alt",
        ),
        _edge(
            "revoke",
            "Thu hồi công nhận",
            {S.RECOGNIZED},
            S.REVOKED,
            {Role.CHAIR},
            not_ones_own,
            listed_as_revoked,
            note=True,
            paper=True,
            style="stop",
        ),
    ],
)
