"""The workflow of a báo cáo thành tích: edges and guards (architecture, section 3). Pure."""

from dataclasses import dataclass
from datetime import date

from awards.enums import ReportState as S
from dandvan.flow import Edge, Flow
from dandvan.roles import Relation, Role
from dandvan.vietnamese import short_date


@dataclass(frozen=True)
class ReportFacts:
    """All that the guards of an achievement report ask, read under the lock.

    `missing_parts`: labels of texts still empty. `own`: who confirms (or signed the paper) is
    the nominee or heads the nominated collective. `confirmed_on` is what the form gives.
    """

    today: date
    missing_parts: tuple[str, ...] = ()
    own: bool = False
    nomination_withdrawn: bool = False
    submitted_on: date | None = None
    confirmed_on: date | None = None
    dossier_locked: str = ""


def texts_filled(facts: ReportFacts) -> str | None:
    """The report says what was achieved."""
    if facts.missing_parts:
        return f"Chưa gửi được: còn thiếu {', '.join(facts.missing_parts)}."
    return None


def nomination_stands(facts: ReportFacts) -> str | None:
    """The nomination was not withdrawn."""
    return "Đề nghị khen thưởng này đã rút." if facts.nomination_withdrawn else None


def not_ones_own_report(facts: ReportFacts) -> str | None:
    """The superior confirms, never the one who reports."""
    if facts.own:
        return (
            "Người báo cáo không tự xác nhận báo cáo của mình. Cấp trên trực tiếp xác nhận; "
            "Văn phòng – thống kê ghi nhận theo bản đã ký."
        )
    return None


def day_of_confirmation_fits(facts: ReportFacts) -> str | None:
    """Confirmed on or after the day of the report, not in the future."""
    day = facts.confirmed_on
    if day is None:
        return None
    if day > facts.today:
        return f"Ngày xác nhận {short_date(day)} chưa tới. Kiểm tra lại ngày."
    if facts.submitted_on and day < facts.submitted_on:
        return (
            f"Ngày xác nhận {short_date(day)} không thể trước ngày báo cáo "
            f"{short_date(facts.submitted_on)}."
        )
    return None


def dossier_not_signed(facts: ReportFacts) -> str | None:
    """A report that went out with a signed dossier is not taken back."""
    if facts.dossier_locked:
        return (
            f"Hồ sơ của báo cáo này đang ở trạng thái “{facts.dossier_locked}”. "
            "Trả lại hồ sơ để sửa trước."
        )
    return None


REPORT_FLOW: Flow[ReportFacts] = Flow(
    "achievement_report",
    [
        Edge(
            name="submit",
            label="Gửi báo cáo thành tích",
            sources=frozenset({S.DRAFT.value}),
            target=S.SUBMITTED.value,
            who=frozenset({Relation.NOMINEE, Role.CLERK}),
            guards=(texts_filled, nomination_stands),
        ),
        Edge(
            name="confirm",
            label="Xác nhận báo cáo",
            sources=frozenset({S.SUBMITTED.value}),
            target=S.CONFIRMED.value,
            who=frozenset({Relation.UNIT_HEAD}),
            guards=(nomination_stands, not_ones_own_report, day_of_confirmation_fits),
            by_paper=True,
        ),
        Edge(
            name="return",
            label="Trả lại để sửa",
            sources=frozenset({S.SUBMITTED.value, S.CONFIRMED.value}),
            target=S.DRAFT.value,
            who=frozenset({Relation.UNIT_HEAD, Role.CLERK}),
            guards=(dossier_not_signed,),
            note_required=True,
            style="alt",
        ),
    ],
)
