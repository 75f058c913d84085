"""Decisions on models: recognized, declined, revoked; and the yearly look at living models."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import one_line, short_date
from models_registry.domain.flow import not_ones_own
from models_registry.domain.numbering import parse_number
from models_registry.enums import (
    AuthorityLevel,
    ModelState,
    RecognitionOutcome,
    ReviewOutcome,
    SignerBody,
)
from models_registry.models import (
    Attachment,
    Authority,
    DanVanModel,
    Decision,
    EmulationYear,
    ModelReview,
    Recognition,
    Signer,
    User,
)
from models_registry.queries import model_facts, person_in_model
from models_registry.services.move_model import locked_model, take_edge
from models_registry.services.notices import tell_people
from models_registry.services.numbering import take_number
from models_registry.services.paper_trace import PaperTrace, paper_fields
from models_registry.services.year_lock import refuse_locked_year

EDGE_OF_OUTCOME = {
    RecognitionOutcome.RECOGNIZED: "recognize",
    RecognitionOutcome.DECLINED: "decline",
    RecognitionOutcome.REVOKED: "revoke",
}
_PARTY_BODIES = frozenset({SignerBody.PARTY, SignerBody.BLOC})
_DECISION_WRITERS = frozenset({Role.CLERK, Role.CHAIR})
_REVIEW_WRITERS = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC})


@dataclass(frozen=True)
class DecisionRow:
    """What a decision says about one model."""

    model_id: int
    outcome: str
    reason: str = ""


class ModelsRefused(DomainError):
    """A list that was refused; `by_model` holds the reasons of each refused model."""

    def __init__(self, by_model: dict[int, tuple[str, ...]], labels: dict[int, str]) -> None:
        """Every reason as a sentence that names its model."""
        self.by_model = by_model
        super().__init__(
            [f"{labels[pk]}: {reason}" for pk, reasons in by_model.items() for reason in reasons]
        )


@transaction.atomic
def record_decision(
    *,
    user: User,
    authority: Authority,
    number_text: str,
    date: datetime.date,
    title: str,
    signer: Signer | None = None,
    scan: Attachment | None = None,
) -> Decision:
    """Enter a decision of the commune (signer valid that day) or of a level above (no signer).

    Takes the number. Raises NotAllowed (CLERK and CHAIR write), DomainError with all reasons.
    """
    if not roles_of(user) & _DECISION_WRITERS:
        raise NotAllowed(["Bạn không có quyền nhập quyết định."])
    if authority.commune_id != user.commune_id or user.commune_id is None:
        raise DomainError(["Không tìm thấy cơ quan ban hành này."])
    own = authority.level == AuthorityLevel.COMMUNE
    reasons = [] if title.strip() else ["Nhập trích yếu của quyết định."]
    reasons += _wrong_signer(authority, signer, date) if own else []
    reasons += _wrong_shape(authority, number_text)
    if signer and not own:
        reasons.append("Để trống người ký: quyết định này do cơ quan cấp trên ban hành.")
    if scan and (scan.commune_id != user.commune_id or scan.removed_at):
        reasons.append("Không tìm thấy bản chụp. Tải lên lại.")
    if reasons:
        raise DomainError(reasons)
    paper = take_number(
        authority=authority, number_text=number_text, date=date, for_external=not own
    )
    return Decision.objects.create(
        commune_id=user.commune_id,
        paper=paper,
        title=title.strip(),
        signer=signer,
        scan=scan,
        recorded_by=user,
        recorded_at=clock.now(),
    )


def _wrong_signer(authority: Authority, signer: Signer | None, date: datetime.date) -> list[str]:
    """Why this signer cannot sign a decision of the commune's own authority on that day."""
    if signer is None:
        return ["Chọn người ký quyết định."]
    if signer.commune_id != authority.commune_id:
        return ["Không tìm thấy người ký này."]
    reasons = []
    if not signer.holds_on(date):
        reasons.append(f"{signer} không có thẩm quyền ký vào ngày {short_date(date)}.")
    if authority.is_party != (signer.body in _PARTY_BODIES):
        reasons.append(f"{signer} không ký văn bản của {authority.name}.")
    return reasons


def _wrong_shape(authority: Authority, number_text: str) -> list[str]:
    """Why this number is not one of this authority; a text without any shape is said later."""
    parsed = parse_number(number_text)
    if parsed is None or parsed.is_party == authority.is_party:
        return []
    example = "96-QĐ/ĐU" if authority.is_party else "112/QĐ-UBND"
    return [f"Số văn bản của {authority.name} có dạng {example}. Kiểm tra lại số, ký hiệu."]


def paper_of_decision(decision: Decision) -> PaperTrace:
    """The decision itself as the signed paper that the clerk records acts from."""
    return PaperTrace(
        signer=decision.signer,
        number=str(decision.paper),
        date=decision.paper.date,
        scan=decision.scan,
    )


@transaction.atomic
def decide_on_models(
    *,
    user: User,
    decision: Decision,
    rows: Sequence[DecisionRow],
    paper: PaperTrace | None = None,
) -> list[Recognition]:
    """Recognize, decline or revoke the listed models by one decision; all of them or none.

    CHAIR acts himself; CLERK records from the signed decision (`paper`). The signer's own
    model is barred. Raises NotAllowed, DomainError, ModelsRefused with every refusal of
    every model. Source: plan IV.1.
    """
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("paper__authority", "signer")
        .get(pk=decision.pk)
    )
    reasons = _wrong_decision(user, decision, rows, paper)
    if reasons:
        raise DomainError(reasons)
    trace = paper_fields(paper, user=user, day=clock.today())
    made: list[Recognition] = []
    refused: dict[int, tuple[str, ...]] = {}
    for row in rows:
        try:
            with transaction.atomic():
                made.append(_decide_one(user, decision, row, trace))
        except NotAllowed:
            raise
        except DomainError as error:
            refused[row.model_id] = error.reasons
    if refused:
        raise ModelsRefused(refused, {pk: _label(pk, user) for pk in refused})
    return made


def _wrong_decision(
    user: User, decision: Decision, rows: Sequence[DecisionRow], paper: PaperTrace | None
) -> list[str]:
    """What is wrong with the decision and its list before any model is looked at."""
    if decision.commune_id != user.commune_id:
        return ["Không tìm thấy quyết định này."]
    reasons = []
    if not rows:
        reasons.append("Chọn ít nhất một mô hình để đưa vào quyết định.")
    if any(times > 1 for times in Counter(row.model_id for row in rows).values()):
        reasons.append("Mỗi mô hình chỉ đứng một lần trong một quyết định.")
    if decision.paper.authority.level != AuthorityLevel.COMMUNE:
        reasons.append("Mô hình được công nhận bằng quyết định của cấp xã. Chọn quyết định khác.")
    if decision.paper.authority.is_party and paper is None:
        reasons.append(
            "Quyết định của cơ quan Đảng do Văn phòng – thống kê ghi nhận theo văn bản đã ký."
        )
    if paper is not None and (paper.number.strip(), paper.date) != (
        str(decision.paper),
        decision.paper.date,
    ):
        reasons.append("Số, ngày trên văn bản đã ký không khớp với quyết định.")
    return reasons


def _decide_one(
    user: User, decision: Decision, row: DecisionRow, trace: dict[str, Any]
) -> Recognition:
    """One model of the list: its edge, then its row; raises DomainError."""
    if row.outcome not in RecognitionOutcome.values:
        raise DomainError(["Chọn kết quả: công nhận, không công nhận hoặc thu hồi."])
    outcome = RecognitionOutcome(row.outcome)
    # An honor is taken back whenever that proves right; everything else belongs to its year.
    later = outcome == RecognitionOutcome.REVOKED
    dv_model = locked_model(row.model_id, user=user, later=later)
    take_edge(
        dv_model,
        EDGE_OF_OUTCOME[outcome],
        user=user,
        note=row.reason,
        listed_outcome=outcome.value,
        **trace,
    )
    # Raised after the edge, so that who may not decide at all hears that first.
    if reasons := _wrong_row(dv_model, decision, outcome, row.reason):
        raise DomainError(reasons)
    made = Recognition.objects.create(
        decision=decision, dv_model=dv_model, outcome=outcome, reason=row.reason.strip()
    )
    tell_people(
        dv_model,
        by=user,
        kind=outcome.value,
        key=f"recognition:{made.pk}",
        text=f"Mô hình “{dv_model}”: {outcome.label.lower()} theo Quyết định số "
        f"{decision.paper} ngày {short_date(decision.paper.date)}.",
        everybody=True,
    )
    return made


def _wrong_row(
    dv_model: DanVanModel, decision: Decision, outcome: RecognitionOutcome, reason: str
) -> list[str]:
    """What the flow does not ask: the signer's own model, the order of days, a reason."""
    reasons = []
    signer = decision.signer
    if signer and person_in_model(dv_model, signer.individual_id):
        reasons.append("Người ký quyết định là chủ mô hình hoặc người tham gia mô hình này.")
    if outcome != RecognitionOutcome.RECOGNIZED and not reason.strip():
        reasons.append(f"Ghi lý do {outcome.label.lower()}.")
    latest = dv_model.assessments.last()
    if latest and decision.paper.date < latest.date:
        reasons.append(
            f"Quyết định ngày {short_date(decision.paper.date)} không thể có trước ngày "
            f"thẩm định {short_date(latest.date)}."
        )
    if decision.recognitions.filter(dv_model=dv_model).exists():
        reasons.append("Mô hình đã có trong quyết định này.")
    return reasons


def _label(model_id: int, user: User) -> str:
    """How a refusal names the model; nothing about another commune's."""
    row = DanVanModel.objects.filter(pk=model_id, commune_id=user.commune_id).first()
    return f"{row.code_or_draft} “{row}”" if row else "Mô hình đã chọn"


@transaction.atomic
def reconsider_model(
    *, user: User, model_id: int, note: str, paper: PaperTrace | None = None
) -> DanVanModel:
    """Take a declined model back to assessed, with a note (CHAIR, or CLERK from signed paper).

    Raises NotAllowed, DomainError.
    """
    trace = paper_fields(paper, user=user, day=clock.today())
    dv_model = locked_model(model_id, user=user)
    take_edge(dv_model, "reconsider", user=user, note=note, **trace)
    return dv_model


@transaction.atomic
def review_model(
    *,
    user: User,
    model_id: int,
    year: EmulationYear,
    date: datetime.date,
    outcome: str,
    text: str,
) -> ModelReview:
    """Look at a recognized model of an earlier year: it continues or has stopped this year.

    One row per model and year. Raises NotAllowed (CLERK and MOBILIZATION_BLOC write),
    DomainError with all reasons. A model that continues counts for `year` (plan IV.1).
    """
    if not roles_of(user) & _REVIEW_WRITERS:
        raise NotAllowed(["Bạn không có quyền ghi kết quả rà soát mô hình."])
    dv_model = locked_model(model_id, user=user, later=True)
    refuse_locked_year(year)
    reasons = _wrong_review(dv_model, year, date)
    own = not_ones_own(model_facts(dv_model, user, clock.today()))
    if own:
        reasons.append(own)
    if outcome not in ReviewOutcome.values:
        reasons.append("Chọn kết quả: tiếp tục hoặc dừng.")
    if not text.strip():
        reasons.append("Ghi nhận xét về mô hình.")
    if reasons:
        raise DomainError(reasons)
    return ModelReview.objects.create(
        dv_model=dv_model, year=year, date=date, outcome=outcome, text=text.strip(), by=user
    )


def _wrong_review(dv_model: DanVanModel, year: EmulationYear, date: datetime.date) -> list[str]:
    """What speaks against looking at this model in this year on this day."""
    if year.plan.commune_id != dv_model.commune_id:
        return ["Không tìm thấy năm thi đua này."]
    reasons = []
    if dv_model.state != ModelState.RECOGNIZED:
        reasons.append("Chỉ rà soát mô hình đang được công nhận.")
    if year.year <= dv_model.year.year:
        reasons.append(f"Mô hình của năm {dv_model.year.year}: chọn năm rà soát sau năm đó.")
    if date.year != year.year:
        reasons.append(f"Ngày rà soát phải nằm trong năm {year.year}.")
    if date > clock.today():
        reasons.append(f"Ngày rà soát {short_date(date)} chưa tới. Kiểm tra lại ngày.")
    standing = dv_model.reviews.standing().select_related("year")
    if standing.filter(year=year).exists():
        reasons.append(f"Mô hình đã được rà soát trong năm {year.year}.")
    stopped = standing.filter(year__year__lt=year.year, outcome=ReviewOutcome.STOPPED).first()
    if stopped is not None:
        reasons.append(
            f"Mô hình đã dừng theo kết quả rà soát {stopped.year} (ngày "
            f"{short_date(stopped.date)}) nên không rà soát tiếp. Nếu ghi nhầm, gỡ kết quả đó "
            "trước."
        )
    return reasons


@transaction.atomic
def withdraw_review(*, user: User, review_id: int, reason: str) -> ModelReview:
    """Take a yearly look that was entered by mistake off; the row stays with who, when, why.

    Repeated, nothing changes. Raises NotAllowed (CLERK and MOBILIZATION_BLOC), DomainError.
    """
    if not roles_of(user) & _REVIEW_WRITERS:
        raise NotAllowed(["Bạn không có quyền gỡ kết quả rà soát mô hình."])
    review = (
        ModelReview.objects.select_for_update(of=("self",))
        .filter(pk=review_id, dv_model__commune_id=user.commune_id)
        .first()
    )
    if review is None:
        raise DomainError("Không tìm thấy kết quả rà soát này.")
    if review.withdrawn_at is not None:
        return review
    said = one_line(reason)
    if not said:
        raise DomainError("Ghi lý do gỡ kết quả rà soát.", field="reason")
    dv_model = locked_model(review.dv_model_id, user=user, later=True)
    refuse_locked_year(review.year)
    if own := not_ones_own(model_facts(dv_model, user, clock.today())):
        raise DomainError(own)
    review.withdrawn_by, review.withdrawn_at = user, clock.now()
    review.withdrawn_reason = said[:300]
    review.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    return review
