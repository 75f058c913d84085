"""A person's marks of the judged criteria of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from awards.enums import EvaluationState, FindingMark
from awards.models import CriterionFinding, Evaluation
from awards.services.evaluation_row import locked_evaluation, only_clerk
from dandvan import clock
from dandvan.errors import DomainError
from dandvan.vietnamese import nfc
from models_registry.enums import CriterionMode
from models_registry.models import Attachment, Criterion, User


@dataclass(frozen=True)
class FindingInput:
    """A person's mark of one judged criterion."""

    criterion: Criterion
    mark: str
    reason: str
    evidence: Attachment | None = None


def mark_finding(
    *,
    user: User,
    evaluation_id: int,
    criterion: Criterion,
    mark: str,
    reason: str,
    evidence: Attachment | None = None,
    version: int | None = None,
) -> CriterionFinding:
    """Mark one judged criterion with its reason; the sheet has to be open (CLERK).

    Automatic criteria are changed by correcting their record. Raises NotAllowed, StaleRecord,
    DomainError.
    """
    given = FindingInput(criterion, mark, reason, evidence)
    mark_findings(user=user, evaluation_id=evaluation_id, marks=[given], version=version)
    return CriterionFinding.objects.get(evaluation_id=evaluation_id, criterion=criterion)


@transaction.atomic
def mark_findings(
    *,
    user: User,
    evaluation_id: int,
    marks: Sequence[FindingInput],
    version: int | None = None,
) -> Evaluation:
    """Mark several judged criteria together, all or nothing (CLERK).

    A mark that is as it was keeps who gave it and when. Raises NotAllowed, StaleRecord,
    DomainError with every reason.
    """
    only_clerk(user)
    evaluation = locked_evaluation(evaluation_id, user=user, version=version)
    if evaluation.state != EvaluationState.OPEN or not evaluation.is_current:
        label = evaluation.get_state_display().lower()
        raise DomainError([f"Phiếu {label} nên không sửa kết quả được. Mở lại phiếu trước."])
    reasons = [reason for given in marks for reason in _wrong_mark(evaluation, given)]
    if reasons:
        raise DomainError(reasons)
    stored = {row.criterion_id: row for row in evaluation.findings.all()}
    changed = [_store(evaluation, stored.get(m.criterion.pk), m, user) for m in marks]
    if any(changed):
        evaluation.version += 1
        evaluation.save(update_fields=["version"])
    return evaluation


def _wrong_mark(evaluation: Evaluation, given: FindingInput) -> list[str]:
    """What speaks against this mark."""
    criterion = given.criterion
    if (
        criterion.plan_id != evaluation.year.plan_id
        or criterion.subject_type != evaluation.subject_type
    ):
        return [f"Tiêu chuẩn {criterion.code} không thuộc phiếu đánh giá này."]
    if criterion.mode != CriterionMode.JUDGED:
        return [
            f"{criterion.code} được tính tự động từ dữ liệu. Sửa dữ liệu gốc để thay đổi kết quả."
        ]
    reasons = []
    if given.mark not in FindingMark.values:
        reasons.append(f"{criterion.code}: chọn kết quả Đạt hoặc Không đạt.")
    if not given.reason.strip():
        reasons.append(f"{criterion.code}: ghi lý do, căn cứ.")
    evidence = given.evidence
    if evidence and (evidence.commune_id != evaluation.commune_id or evidence.removed_at):
        reasons.append(f"{criterion.code}: minh chứng đã chọn không còn. Chọn tệp khác.")
    return reasons


def _store(
    evaluation: Evaluation, row: CriterionFinding | None, given: FindingInput, user: User
) -> bool:
    """Write one mark; False when nothing changed."""
    values: dict[str, Any] = {
        "mark": given.mark,
        "reason": nfc(given.reason).strip(),
        "evidence": given.evidence,
    }
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return False
    if row is None:
        row = CriterionFinding(evaluation=evaluation, criterion=given.criterion)
    for name, value in (*values.items(), ("marked_by", user), ("marked_at", clock.now())):
        setattr(row, name, value)
    row.save()
    return True
