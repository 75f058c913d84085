"""The answer of the level above to a list: noted, or questions that somebody answers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError
from dandvan.vietnamese import nfc, one_line, short_date
from models_registry.enums import (
    AnswerKind,
    CorrectionKind,
    CorrectionStatus,
    DistrictState,
    FormPart,
    ModelState,
    NoticeKind,
)
from models_registry.models import Attachment, DistrictRegistration, RegisteredModel, User
from models_registry.queries_law import issuing_authority
from models_registry.services.acceptance import CorrectionInput, open_corrections
from models_registry.services.district_row import (
    district_facts,
    locked_list,
    require_clerk,
    require_edge,
    take,
)
from models_registry.services.move_model import locked_model
from models_registry.services.notices import tell_people
from models_registry.services.numbering import take_number

LONGEST = 2000


@dataclass(frozen=True)
class QuestionInput:
    """A question on one row; with `part` the model's people mend that part of the form."""

    row_id: int
    text: str
    part: str = ""


@dataclass(frozen=True)
class ReplyInput:
    """What the office answers to the question on one row."""

    row_id: int
    text: str


@transaction.atomic
def answer_list(
    *,
    user: User,
    registration_id: int,
    number: str,
    date: datetime.date | None,
    kind: str,
    questions: Sequence[QuestionInput] = (),
    scan: Attachment | None = None,
    version: int | None = None,
) -> DistrictRegistration:
    """Record the answer: everything noted, or questions on single models.

    A question with a part becomes a correction of a model that is being carried out; every
    other one waits for the reply of the office. Raises NotAllowed, StaleRecord, DomainError.
    """
    row = locked_list(registration_id, user=user, version=version)
    require_edge(row, "answer", user, None)
    asked = [item for item in questions if item.text.strip() or item.part]
    rows = {item.pk: item for item in row.rows.select_related("dv_model")}
    problems = _wrong_answer(row, one_line(number), date, kind, scan)
    problems += _wrong_questions(kind, asked, rows)
    row.answer_number, row.answer_date = one_line(number), date
    row.answer_kind, row.answer_scan = kind, scan
    take(
        row,
        "answer",
        user=user,
        facts=district_facts(row),
        problems=tuple(problems),
        extra_fields=("answer_number", "answer_date", "answer_kind", "answer_scan"),
    )
    for item in asked:
        _ask(rows[item.row_id], item, user)
    return row


def _wrong_answer(
    row: DistrictRegistration,
    number: str,
    date: datetime.date | None,
    kind: str,
    scan: Attachment | None,
) -> list[str]:
    """What is wrong with the paper of the answer."""
    problems = []
    if not number:
        problems.append("Nhập số văn bản trả lời, ví dụ 87/PNV.")
    elif len(number) > 60:
        problems.append("Rút gọn số văn bản trả lời còn tối đa 60 ký tự.")
    if date is None:
        problems.append("Nhập ngày văn bản trả lời.")
    elif date > clock.today():
        problems.append(f"Ngày văn bản {short_date(date)} chưa tới. Kiểm tra lại ngày.")
    elif row.sent_on and date < row.sent_on:
        problems.append(f"Ngày trả lời không thể trước ngày gửi {short_date(row.sent_on)}.")
    if kind not in AnswerKind.values:
        problems.append("Chọn nội dung trả lời.")
    if scan is not None and (scan.commune_id != row.commune_id or scan.removed_at):
        problems.append("Bản chụp đã chọn không còn. Tải lên lại.")
    return problems


def _wrong_questions(
    kind: str, asked: Sequence[QuestionInput], rows: dict[int, RegisteredModel]
) -> list[str]:
    """What is wrong with the questions."""
    problems = []
    if kind == AnswerKind.QUESTIONS and not asked:
        problems.append("Ghi câu hỏi ở ít nhất một mô hình.")
    if kind == AnswerKind.NOTED and asked:
        problems.append("Đã ghi câu hỏi: chọn “Có câu hỏi, yêu cầu làm rõ”.")
    for item in asked:
        row = rows.get(item.row_id)
        if row is None:
            problems.append("Không tìm thấy mô hình này trong danh sách.")
            continue
        if not item.text.strip():
            problems.append(f"“{row.name}”: ghi câu hỏi.")
        elif len(item.text) > LONGEST:
            problems.append(f"“{row.name}”: rút gọn câu hỏi còn tối đa {LONGEST} ký tự.")
        if item.part and item.part not in FormPart.values:
            problems.append(f"“{row.name}”: chọn lại phần cần bổ sung.")
        elif item.part and row.dv_model.state != ModelState.ACCEPTED:
            problems.append(
                f"“{row.name}” không còn ở bước đang thực hiện nên chủ mô hình không bổ sung "
                "được. Chọn “Văn phòng trả lời”."
            )
    return problems


def _ask(row: RegisteredModel, item: QuestionInput, user: User) -> None:
    """Keep the question; hand it to the model's people where a part is named."""
    row.question = nfc(item.text).strip()
    if item.part:
        dv_model = locked_model(row.dv_model_id, user=user)
        wanted = CorrectionInput(item.part, CorrectionKind.MISSING, row.question)
        # An accepted model is mended without being returned: its report waits until then.
        written = open_corrections(dv_model, [wanted], user=user, edge="report")
        row.correction = written[0] if written else None
        tell_people(
            dv_model,
            by=user,
            kind=NoticeKind.RETURNED,
            key=f"upward-question:{row.pk}",
            text=f"Cấp trên hỏi về mô hình “{dv_model}”, cần bổ sung 01 nội dung.",
            page="model_supplement",
        )
    row.save(update_fields=["question", "correction"])


@transaction.atomic
def reply_to_questions(
    *,
    user: User,
    registration_id: int,
    number_text: str,
    date: datetime.date | None,
    replies: Sequence[ReplyInput],
    version: int | None = None,
) -> DistrictRegistration:
    """Record what the office wrote back, one paper for one or several questions.

    Raises NotAllowed (CLERK), StaleRecord, DomainError (no question, number taken, …).
    """
    require_clerk(user)
    row = locked_list(registration_id, user=user, version=version)
    if row.state != DistrictState.ANSWERED:
        raise DomainError("Danh sách này chưa có văn bản trả lời nào của cấp trên.")
    rows = {item.pk: item for item in row.rows.select_related("correction")}
    given = [item for item in replies if item.text.strip()]
    problems = [] if given else ["Ghi nội dung trả lời cho ít nhất một câu hỏi."]
    for item in given:
        asked = rows.get(item.row_id)
        if asked is None or not asked.awaits_reply:
            problems.append("Câu hỏi này không có hoặc đã được trả lời. Tải lại trang.")
        elif asked.correction and asked.correction.status == CorrectionStatus.OPEN:
            problems.append(f"“{asked.name}”: chủ mô hình chưa bổ sung nội dung được hỏi.")
        elif len(item.text) > LONGEST:
            problems.append(f"“{asked.name}”: rút gọn trả lời còn tối đa {LONGEST} ký tự.")
    if date is None:
        problems.append("Nhập ngày văn bản trả lời.")
    elif row.answer_date and date < row.answer_date:
        day = short_date(row.answer_date)
        problems.append(f"Ngày trả lời không thể trước ngày văn bản của cấp trên {day}.")
    authority = issuing_authority(row.commune, date) if date else None
    if date and authority is None:
        problems.append("Chưa khai báo cơ quan ban hành của xã vào ngày này.")
    if problems or date is None or authority is None:
        raise DomainError(problems)
    paper = take_number(authority=authority, number_text=number_text, date=date)
    for item in given:
        answered = rows[item.row_id]
        answered.reply, answered.reply_paper = nfc(item.text).strip(), paper
        answered.save(update_fields=["reply", "reply_paper"])
    row.version += 1
    row.save(update_fields=["version"])
    return row


@transaction.atomic
def unanswer_list(*, user: User, registration_id: int, note: str) -> DistrictRegistration:
    """Take an answer back that was recorded by mistake; its open corrections are withdrawn.

    Raises NotAllowed (CLERK), DomainError (somebody has replied already).
    """
    row = locked_list(registration_id, user=user)
    facts = district_facts(row)
    former = f"{row.answer_number} ngày {short_date(row.answer_date)}"
    row.answer_number, row.answer_kind = "", ""
    row.answer_date = row.answer_scan = None
    take(
        row,
        "unanswer",
        user=user,
        facts=facts,
        note=f"{nfc(note).strip()} (trước đây: {former})" if note.strip() else "",
        extra_fields=("answer_number", "answer_date", "answer_kind", "answer_scan"),
    )
    for asked in row.rows.exclude(question="").select_related("correction"):
        correction = asked.correction
        asked.question, asked.correction = "", None
        asked.save(update_fields=["question", "correction"])
        if correction is not None:
            correction.status = CorrectionStatus.WITHDRAWN
            correction.closed_by, correction.closed_at = user, clock.now()
            correction.save(update_fields=["status", "closed_by", "closed_at"])
    return row
