"""An act recorded from a signed paper: who signed, number, date and scan are all required."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from models_registry.models import Attachment, Signer, User


@dataclass(frozen=True)
class PaperTrace:
    """What was read off the signed paper; None and "" stand for what is still missing."""

    signer: Signer | None
    number: str
    date: datetime.date | None
    scan: Attachment | None


def check_paper(trace: PaperTrace, day: datetime.date) -> dict[str, Any]:
    """Fields signer, paper_number, paper_date, paper_scan of a transition.

    `day` is the day of the recording: a paper of a later day is refused. Raises DomainError
    with every missing part, a signer who was not valid on the paper's date, a removed or
    foreign scan.
    """
    missing = [
        label
        for label, value in (
            ("người ký", trace.signer),
            ("số văn bản", trace.number.strip()),
            ("ngày văn bản", trace.date),
            ("bản chụp", trace.scan),
        )
        if not value
    ]
    reasons = [f"Ghi nhận theo văn bản đã ký còn thiếu {', '.join(missing)}."] if missing else []
    if trace.date and trace.date > day:
        reasons.append(f"Ngày văn bản {short_date(trace.date)} chưa tới. Kiểm tra lại ngày.")
    if trace.signer and trace.date and not trace.signer.holds_on(trace.date):
        reasons.append(
            f"{trace.signer} không có thẩm quyền ký vào ngày {short_date(trace.date)}. "
            "Chọn người ký khác hoặc sửa ngày."
        )
    if trace.scan and trace.scan.removed_at:
        reasons.append("Bản chụp đã chọn đã được gỡ. Tải lên lại.")
    if trace.scan and trace.signer and trace.scan.commune_id != trace.signer.commune_id:
        reasons.append("Bản chụp và người ký không thuộc cùng một xã.")
    if reasons:
        raise DomainError(reasons)
    return {
        "signer": trace.signer,
        "paper_number": trace.number.strip(),
        "paper_date": trace.date,
        "paper_scan": trace.scan,
    }


def paper_fields(trace: PaperTrace | None, *, user: User, day: datetime.date) -> dict[str, Any]:
    """As `check_paper`, empty without a paper; for the one who records it.

    Raises NotAllowed for anybody but CLERK: who acts himself needs no paper, and a paper
    would move the bar of one's own model to the signer.
    """
    if trace is None:
        return {}
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê ghi nhận theo văn bản đã ký."])
    if trace.signer and trace.signer.commune_id != user.commune_id:
        raise DomainError(["Không tìm thấy người ký này."])
    return check_paper(trace, day)
