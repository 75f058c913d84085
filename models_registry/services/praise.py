"""Praise in time: proposed by anybody, checked by the clerk, granted by the chairman.

Source: plan III.1, III.3, IV.1.3. Never counted as a form of award.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role, roles_of
from dandvan.transition import BEHALF_SOURCES, OnBehalfSource, move
from dandvan.vietnamese import nfc, one_line, short_date
from models_registry.domain.praise_flow import PRAISE_FLOW
from models_registry.enums import PraiseState, PraiseWay
from models_registry.models import Attachment, DanVanModel, Individual, Praise, User
from models_registry.queries import current_individual_id
from models_registry.queries_praise import (
    praise_actors,
    praise_facts,
    praised_is,
    subject_lost,
)
from models_registry.services.paper_trace import PaperTrace, paper_fields
from models_registry.services.registration import REGISTRANTS

LONGEST = 2000


@transaction.atomic
def propose_praise(
    *,
    user: User,
    reason: str,
    individual: Individual | None = None,
    dv_model: DanVanModel | None = None,
    evidence: Attachment | None = None,
    proposer: Individual | None = None,
    on_behalf_source: str = "",
) -> Praise:
    """Propose to praise a person, a model, or a person for his part in a model.

    The same proposal again, not checked yet, is one row. Raises NotAllowed (who only reads,
    or enters for somebody without being CLERK), DomainError with every reason.
    """
    if not roles_of(user) & REGISTRANTS:
        raise NotAllowed(["Tài khoản này không đề nghị biểu dương."])
    own = current_individual_id(user)
    proposer = proposer or user.individual
    if proposer is not None and proposer.pk != own and Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê ghi thay người khác."])
    said = nfc(reason).strip()
    for_somebody = proposer is not None and proposer.pk != own
    reasons = _wrong_proposal(user, individual, dv_model, evidence, proposer)
    if not said:
        reasons.append("Ghi vì việc gì mà đề nghị biểu dương.")
    if len(said) > LONGEST:
        reasons.append(f"Rút gọn lý do còn tối đa {LONGEST} ký tự (đang có {len(said)}).")
    if for_somebody and on_behalf_source not in OnBehalfSource.values:
        reasons.append(f"Chọn căn cứ ghi thay: {BEHALF_SOURCES}.")
    if reasons:
        raise DomainError(reasons)
    given = {
        "commune_id": user.commune_id,
        "individual": individual,
        "dv_model": dv_model,
        "reason": said,
        "proposer": proposer,
    }
    if same := Praise.objects.filter(**given, state=PraiseState.PROPOSED).first():
        return same
    return Praise.objects.create(
        **given,
        evidence=evidence,
        on_behalf_source=on_behalf_source if for_somebody else "",
        proposed_on=clock.today(),
        proposed_by=user,
        proposed_at=clock.now(),
    )


def _wrong_proposal(
    user: User,
    individual: Individual | None,
    dv_model: DanVanModel | None,
    evidence: Attachment | None,
    proposer: Individual | None,
) -> list[str]:
    """Whom it is about, whose proposal it is, and whether all are of this commune."""
    reasons = []
    related = (individual, dv_model, evidence, proposer)
    if any(row is not None and row.commune_id != user.commune_id for row in related):
        return ["Không tìm thấy người, mô hình hoặc tệp này trong xã."]
    if proposer is None:
        reasons.append("Chọn người đề nghị.")
    if individual is None and dv_model is None:
        reasons.append("Chọn người hoặc mô hình được đề nghị biểu dương.")
    if proposer is not None and praised_is(individual, dv_model, proposer.pk):
        reasons.append("Không tự đề nghị biểu dương cho mình hoặc mô hình của mình.")
    if lost := subject_lost(dv_model):
        reasons.append(lost)
    if evidence is not None and evidence.removed_at:
        reasons.append("Tệp minh chứng đã được gỡ. Tải lên lại.")
    return reasons


@transaction.atomic
def check_praise(*, user: User, praise_id: int, note: str = "") -> Praise:
    """Find a proposal in order. Raises NotAllowed (CLERK), DomainError."""
    return _take(_locked(praise_id, user), "check", user=user, note=note)


@transaction.atomic
def turn_down_praise(*, user: User, praise_id: int, note: str) -> Praise:
    """Not put a proposal forward, with the reason. Raises NotAllowed (CLERK), DomainError."""
    return _take(_locked(praise_id, user), "turn_down", user=user, note=note)


@transaction.atomic
def reopen_praise(*, user: User, praise_id: int, note: str) -> Praise:
    """Take a checked or declined proposal back. Raises NotAllowed (CLERK), DomainError."""
    return _take(_locked(praise_id, user), "reopen", user=user, note=note)


@transaction.atomic
def grant_praise(
    *,
    user: User,
    praise_id: int,
    granted_on: datetime.date | None,
    way: str,
    occasion: str,
    paper_text: str = "",
    paper: PaperTrace | None = None,
    version: int | None = None,
) -> Praise:
    """Praise: when, how, on which occasion; CLERK records it from the signed paper.

    `paper_text` names the paper when the chairman acts himself and there is one. Raises
    NotAllowed, StaleRecord, DomainError with every reason.
    """
    praise = _locked(praise_id, user, version)
    details = {
        "granted_on": granted_on,
        "way": way if way in PraiseWay.values else "",
        "occasion": one_line(occasion),
    }
    trace = paper_fields(paper, user=user, day=clock.today())
    text = one_line(paper_text)
    if trace:
        text = f"{trace['paper_number']} ngày {short_date(trace['paper_date'])}"
    if len(details["occasion"]) > 200 or len(text) > 160:
        raise DomainError("Rút gọn dịp biểu dương (200 ký tự) và văn bản (160 ký tự).")
    for name, value in details.items():
        setattr(praise, name, value)
    praise.paper = text
    return _take(
        praise,
        "grant",
        user=user,
        trace=trace,
        details=details,
        extra_fields=("granted_on", "way", "occasion", "paper"),
    )


@transaction.atomic
def decline_praise(
    *,
    user: User,
    praise_id: int,
    note: str,
    paper: PaperTrace | None = None,
    version: int | None = None,
) -> Praise:
    """Not praise, with the reason; CLERK records it from the signed paper.

    Raises NotAllowed, StaleRecord, DomainError.
    """
    praise = _locked(praise_id, user, version)
    trace = paper_fields(paper, user=user, day=clock.today())
    return _take(praise, "decline", user=user, note=note, trace=trace)


def _locked(praise_id: int, user: User, version: int | None = None) -> Praise:
    """The row under its lock. Raises DomainError, StaleRecord."""
    praise = (
        Praise.objects.select_for_update(of=("self",))
        .select_related("individual", "dv_model")
        .filter(pk=praise_id, commune_id=user.commune_id)
        .first()
    )
    if praise is None:
        raise DomainError("Không tìm thấy đề nghị biểu dương này.")
    if version is not None and version != praise.version:
        raise StaleRecord(
            ["Trong lúc bạn đang nhập, đề nghị này đã được xử lý. Tải lại trang để xem."]
        )
    return praise


def _take(
    praise: Praise,
    edge_name: str,
    *,
    user: User,
    note: str = "",
    trace: dict[str, Any] | None = None,
    details: dict[str, Any] | None = None,
    extra_fields: tuple[str, ...] = (),
) -> Praise:
    """Take one edge with a locked row; facts are read here."""
    trace = trace or {}
    signer = trace.get("signer")
    edge = PRAISE_FLOW.edges[edge_name]
    actors = praise_actors(praise, user)
    if signer is not None and edge.by_paper and Role.CLERK in roles_of(user):
        actors = actors | edge.who
    facts = praise_facts(
        praise,
        user,
        clock.today(),
        signer_id=signer.individual_id if signer else None,
        **(details or {}),
    )
    move(
        praise,
        edge_name,
        flow=PRAISE_FLOW,
        facts=facts,
        actors=actors,
        by=user,
        note=nfc(note),
        extra_fields=extra_fields,
        **trace,
    )
    return praise
