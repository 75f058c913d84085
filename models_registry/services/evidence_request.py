"""Answers to what an assessment asked for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.vietnamese import nfc
from models_registry.enums import ModelState
from models_registry.models import Attachment, EvidenceRequest, User
from models_registry.queries import model_actors
from models_registry.services.move_model import locked_model
from models_registry.services.registration import WRITERS

LONGEST = 2000


@transaction.atomic
def answer_request(
    *, user: User, request_id: int, answer: str = "", files: Sequence[Attachment] = ()
) -> EvidenceRequest:
    """Hand in what was asked for: words, files of the model, or both; once.

    Raises NotAllowed (owner, members and CLERK answer), DomainError.
    """
    found = EvidenceRequest.objects.filter(pk=request_id).values_list(
        "assessment__dv_model_id", flat=True
    )
    dv_model = locked_model(found[0] if found else 0, user=user)
    row = (
        EvidenceRequest.objects.select_for_update(of=("self",))
        .select_related("assessment", "quality", "answered_by__individual")
        .get(pk=request_id)
    )
    if not WRITERS & model_actors(dv_model, user):
        raise NotAllowed(["Chỉ người của mô hình và Văn phòng bổ sung căn cứ này."])
    reasons = []
    if row.answered_at is not None and row.answered_by is not None:
        who = row.answered_by.display_name
        day = f"{row.answered_at.astimezone(clock.now().tzinfo):%d/%m/%Y}"
        reasons.append(f"{who} đã bổ sung nội dung này ngày {day}.")
    elif not row.is_current or dv_model.state != ModelState.ASSESSED:
        reasons.append("Yêu cầu này không còn chờ trả lời: mô hình đã sang bước khác.")
    text = nfc(answer).strip()
    if not text and not files:
        reasons.append("Gửi tệp bổ sung hoặc viết câu trả lời.")
    if len(text) > LONGEST:
        reasons.append(f"Rút gọn câu trả lời còn tối đa {LONGEST} ký tự.")
    if any(file.dv_model_id != dv_model.pk or file.removed_at for file in files):
        reasons.append("Có tệp không thuộc mô hình này. Gửi lại tệp.")
    if reasons:
        raise DomainError(reasons)
    row.answer, row.answered_by, row.answered_at = text, user, clock.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    row.files.set(files)
    return row
