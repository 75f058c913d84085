"""The workflow of a list registered with the level above (plan III.3). Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from dandvan.flow import Edge, Flow
from dandvan.roles import Role
from models_registry.enums import DistrictState as S


@dataclass(frozen=True)
class DistrictFacts:
    """All that the guards of a list ask, read under the lock.

    `outdated` names the models whose row no longer says what they are now; `addressee` is what
    is wrong with the addressee on the day of the paper; `later` names a later signed list,
    `other_draft` the list of the year that is being made; `replied` tells that somebody has
    answered a question of the level above.
    """

    rows: int = 1
    outdated: tuple[str, ...] = ()
    addressee: str = ""
    has_scan: bool = True
    later: str = ""
    other_draft: str = ""
    replied: bool = False


Guard = Callable[[DistrictFacts], str | None]


def has_rows(facts: DistrictFacts) -> str | None:
    """An empty list is not signed."""
    return None if facts.rows else "Danh sách chưa có mô hình nào để gửi."


def rows_are_current(facts: DistrictFacts) -> str | None:
    """Every row says what its model is now."""
    if facts.outdated:
        names = ", ".join(f"“{name}”" for name in facts.outdated)
        return f"Mô hình đã thay đổi từ khi lập danh sách: {names}. Bấm “Cập nhật danh sách”."
    return None


def addressee_holds(facts: DistrictFacts) -> str | None:
    """There is an authority that receives registrations on the day of the paper."""
    return facts.addressee or None


def scan_kept(facts: DistrictFacts) -> str | None:
    """What is sent is the signed paper."""
    return None if facts.has_scan else "Chưa có bản chụp văn bản đã ký. Tải lên khi ghi đã gửi."


def no_later_list(facts: DistrictFacts) -> str | None:
    """A later list was made on the word of this one."""
    if facts.later:
        return f"Danh sách {facts.later} lập sau danh sách này đã ký. Xử lý danh sách ấy trước."
    return None


def no_other_draft(facts: DistrictFacts) -> str | None:
    """One list of a year is made at a time, so that no model stands in two."""
    if facts.other_draft:
        return f"Danh sách {facts.other_draft} đang lập dở. Ký hoặc hủy danh sách ấy trước."
    return None


def nothing_replied(facts: DistrictFacts) -> str | None:
    """An answer that somebody has answered stays."""
    if facts.replied:
        return "Đã có trả lời cho câu hỏi của cấp trên nên không xóa văn bản trả lời được."
    return None


def _edge(
    name: str,
    label: str,
    source: S,
    target: S,
    *guards: Guard,
    who: frozenset[Role] = frozenset({Role.CLERK}),
    note: bool = False,
    paper: bool = False,
    style: str = "primary",
) -> Edge[DistrictFacts]:
    """One row of the table below."""
    return Edge(
        name=name,
        label=label,
        sources=frozenset({source.value}),
        target=target.value,
        who=frozenset(who),
        guards=guards,
        note_required=note,
        by_paper=paper,
        style=style,
    )


_CHAIR = frozenset({Role.CHAIR})
_BOTH = frozenset({Role.CLERK, Role.CHAIR})

DISTRICT_FLOW: Flow[DistrictFacts] = Flow(
    "district",
    [
        _edge(
            "sign",
            "Ký, cấp số",
            S.DRAFT,
            S.SIGNED,
            has_rows,
            rows_are_current,
            addressee_holds,
            who=_CHAIR,
            paper=True,
        ),
        _edge("send", "Ghi đã gửi", S.SIGNED, S.SENT, scan_kept),
        _edge("answer", "Ghi trả lời của cấp trên", S.SENT, S.ANSWERED),
        _edge(
            "return",
            "Đưa về dự thảo",
            S.SIGNED,
            S.DRAFT,
            no_later_list,
            no_other_draft,
            who=_BOTH,
            note=True,
            style="alt",
        ),
        _edge(
            "unsend", "Chưa gửi (ghi nhầm)", S.SENT, S.SIGNED, no_later_list, note=True, style="alt"
        ),
        _edge(
            "unanswer",
            "Xóa trả lời (ghi nhầm)",
            S.ANSWERED,
            S.SENT,
            nothing_replied,
            note=True,
            style="alt",
        ),
        _edge("cancel", "Hủy danh sách", S.DRAFT, S.CANCELLED, note=True, style="stop"),
        _edge(
            "reopen",
            "Lập lại danh sách",
            S.CANCELLED,
            S.DRAFT,
            no_other_draft,
            note=True,
            style="alt",
        ),
    ],
)
