"""Steps of a dossier up to its sending: check, appraise, sign, send, return, readdress, cancel."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from awards.enums import EvaluationState, ItemRule
from awards.models import Dossier, DossierComponent
from awards.queries_council import vote_of
from awards.queries_dossier import nominations_of
from awards.services.dossier_contents import put_item
from awards.services.dossier_row import locked_dossier, take_dossier_edge
from awards.services.evaluation import freeze_evaluation
from awards.services.papers import issue_proposal_papers
from dandvan import clock
from dandvan.errors import DomainError
from dandvan.vietnamese import short_date
from models_registry.domain.numbering import parse_number
from models_registry.enums import SignerBody
from models_registry.models import AwardKind, Signer, User
from models_registry.queries_law import regime_on
from models_registry.services.paper_trace import PaperTrace, paper_fields


@transaction.atomic
def check_dossier(*, user: User, dossier_id: int, version: int | None = None) -> Dossier:
    """The clerk found the dossier complete for the council. Raises NotAllowed, DomainError."""
    dossier = locked_dossier(dossier_id, user=user, version=version)
    take_dossier_edge(dossier, "check", user=user)
    return dossier


@transaction.atomic
def appraise_dossier(
    *, user: User, dossier_id: int, version: int | None = None, paper: PaperTrace | None = None
) -> Dossier:
    """Take over the votes: who was voted down leaves, the tally stays in the trace.

    Secretary of the council, or CLERK from signed paper. Raises NotAllowed, DomainError
    (nobody left: cancel instead).
    """
    trace = paper_fields(paper, user=user, day=clock.today())
    dossier = locked_dossier(dossier_id, user=user, version=version)
    dropped = [
        (row, vote)
        for row in nominations_of(dossier)
        if (vote := vote_of(row)) is not None and not vote.passed
    ]
    tallies = [
        f"{row.subject} ({vote.votes_for} tán thành, {vote.votes_against} không tán thành)"
        for row, vote in dropped
    ]
    note = f"Không được bình xét, đưa ra khỏi hồ sơ: {'; '.join(tallies)}." if tallies else ""
    take_dossier_edge(dossier, "appraise", user=user, note=note, trace=trace)
    for row, _ in dropped:
        row.dossier = None
        row.save(update_fields=["dossier"])
    return dossier


def _wrong_signature(
    dossier: Dossier, number_text: str, date: datetime.date | None, signer: Signer | None
) -> tuple[str, ...]:
    """What is wrong with number, day and signer of a tờ trình; the number's use comes later."""
    symbol = f"TTr-{dossier.commune.agency_symbol}"
    reasons = []
    parsed = parse_number(number_text)
    if not number_text.strip():
        reasons.append(f"Nhập số tờ trình, ví dụ 58/{symbol}.")
    elif parsed is None or parsed.symbol != symbol:
        reasons.append(f"Số tờ trình có ký hiệu {symbol}, ví dụ 58/{symbol}.")
    if date is None:
        reasons.append("Nhập ngày tờ trình.")
    elif date > clock.today():
        reasons.append(f"Ngày tờ trình {short_date(date)} chưa tới. Kiểm tra lại ngày.")
    if signer is None or signer.commune_id != dossier.commune_id:
        reasons.append("Chọn người ký tờ trình.")
    elif signer.body != SignerBody.UBND:
        reasons.append(f"{signer} không ký thay mặt Ủy ban nhân dân.")
    elif date and not signer.holds_on(date):
        reasons.append(f"{signer} không có thẩm quyền ký vào ngày {short_date(date)}.")
    return tuple(reasons)


def freeze_sheets(dossier: Dossier, user: User, provisional_reason: str) -> None:
    """Freeze the concluded sheets of everybody in the dossier; raises DomainError with all."""
    reasons: list[str] = []
    for row in nominations_of(dossier):
        if row.evaluation.state == EvaluationState.FROZEN:
            continue
        try:
            freeze_evaluation(
                user=user,
                evaluation_id=row.evaluation_id,
                provisional_reason=provisional_reason,
            )
        except DomainError as error:
            reasons += [f"{row.subject}: {text}" for text in error.reasons]
    if reasons:
        raise DomainError(reasons)


@transaction.atomic
def sign_dossier(
    *,
    user: User,
    dossier_id: int,
    number_text: str,
    date: datetime.date | None,
    signer: Signer | None,
    provisional_reason: str = "",
    paper: PaperTrace | None = None,
    version: int | None = None,
) -> Dossier:
    """Sign the tờ trình: number taken, sheets frozen, papers issued, all or nothing.

    CHAIR, or CLERK from the signed paper, whose scan then is the signed set. Raises
    NotAllowed, StaleRecord, DomainError (provisional facts without the clerk's reason too).
    """
    trace = paper_fields(paper, user=user, day=clock.today())
    dossier = locked_dossier(dossier_id, user=user, version=version)
    problems = _wrong_signature(dossier, number_text, date, signer)
    if paper and (paper.number.strip(), paper.date) != (number_text.strip(), date):
        problems = (*problems, "Số, ngày trên văn bản đã ký không khớp với tờ trình.")
    dossier.signer = signer
    take_dossier_edge(
        dossier, "sign", user=user, problems=problems, trace=trace, extra_fields=("signer",)
    )
    if date is None or signer is None:
        raise DomainError(["Nhập ngày tờ trình và chọn người ký."])
    freeze_sheets(dossier, user, provisional_reason)
    dossier.proposal = issue_proposal_papers(
        user=user, dossier=dossier, number_text=number_text, date=date, signer=signer
    )
    dossier.save(update_fields=["proposal"])
    if paper and paper.scan:
        component = DossierComponent.objects.filter(
            commune_id=dossier.commune_id,
            level=dossier.award_kind.level,
            rule=ItemRule.SIGNED_SCAN,
        ).first()
        if component:
            put_item(user, dossier, component, paper.scan, paper.number, paper.date)
    return dossier


@transaction.atomic
def send_dossier(
    *, user: User, dossier_id: int, sent_on: datetime.date | None, version: int | None = None
) -> Dossier:
    """Record that the signed set went to the receiving office. Raises NotAllowed, DomainError."""
    dossier = locked_dossier(dossier_id, user=user, version=version)
    problems = []
    signed = dossier.proposal.date if dossier.proposal else None
    if sent_on is None:
        problems.append("Nhập ngày gửi hồ sơ.")
    elif sent_on > clock.today():
        problems.append(f"Ngày gửi {short_date(sent_on)} chưa tới. Kiểm tra lại ngày.")
    elif signed and sent_on < signed:
        problems.append(f"Ngày gửi không thể trước ngày tờ trình {short_date(signed)}.")
    dossier.sent_on = sent_on
    take_dossier_edge(
        dossier, "send", user=user, problems=tuple(problems), extra_fields=("sent_on",)
    )
    return dossier


def _put_by_papers(dossier: Dossier) -> tuple[str, ...]:
    """Keep the issued papers as former ones and clear what a new round writes anew.

    Returns the fields to save with the edge.
    """
    dossier.documents.filter(is_current=True).update(is_current=False)
    dossier.proposal = None
    dossier.signer = None
    dossier.sent_on = None
    return ("proposal", "signer", "sent_on")


@transaction.atomic
def return_dossier(
    *, user: User, dossier_id: int, note: str, version: int | None = None
) -> Dossier:
    """Back to the clerk's desk, saying what was asked for; issued papers stay as former ones.

    Raises NotAllowed (CLERK, CHAIR), DomainError.
    """
    dossier = locked_dossier(dossier_id, user=user, version=version)
    with transaction.atomic():
        fields = _put_by_papers(dossier)
        take_dossier_edge(dossier, "return", user=user, note=note, extra_fields=fields)
    return dossier


@transaction.atomic
def readdress_dossier(
    *,
    user: User,
    dossier_id: int,
    note: str,
    award_kind: AwardKind,
    version: int | None = None,
) -> Dossier:
    """Turn to another authority because the addressee no longer exists; back to drafting.

    Nominations take the new award kind; regime and office are those of today. Raises
    NotAllowed (CLERK), DomainError. Source: dossiers, P14.
    """
    dossier = locked_dossier(dossier_id, user=user, version=version)
    day = clock.today()
    former = str(dossier.award_kind)
    problems = _wrong_new_kind(dossier, award_kind, day)
    rows = nominations_of(dossier)
    fields = _put_by_papers(dossier)
    take_dossier_edge(
        dossier,
        "readdress",
        user=user,
        note=note and f"{note} (trước đây: {former})",
        problems=problems,
        extra_fields=fields,
    )
    regime = regime_on(dossier.commune, day)
    dossier.award_kind = award_kind
    dossier.receiving_office = award_kind.authority.receiving_offices.on(day).first()
    dossier.regime = regime or dossier.regime
    dossier.save(update_fields=["award_kind", "receiving_office", "regime"])
    for row in rows:
        row.award_kind = award_kind
        try:
            with transaction.atomic():
                row.save(update_fields=["award_kind"])
        except IntegrityError as error:
            raise DomainError([f"{row.subject} đã được đề nghị {award_kind}."]) from error
    return dossier


def _wrong_new_kind(dossier: Dossier, award_kind: AwardKind, day: datetime.date) -> tuple[str, ...]:
    """What speaks against turning to this award kind."""
    if award_kind.commune_id != dossier.commune_id:
        return ("Không tìm thấy hình thức khen thưởng này.",)
    if award_kind.level != dossier.award_kind.level or not award_kind.makes_dossier:
        return ("Chọn hình thức khen thưởng do cấp trên quyết định.",)
    if not award_kind.holds_on(day) or not award_kind.authority.holds_on(day):
        return (f"“{award_kind}” chưa được áp dụng vào ngày {short_date(day)}.",)
    return ()


@transaction.atomic
def cancel_dossier(
    *, user: User, dossier_id: int, note: str, version: int | None = None
) -> Dossier:
    """Give a dossier up before it is signed; its nominations can go into another one.

    Their names stay in the trace. Raises NotAllowed (CLERK), DomainError.
    """
    dossier = locked_dossier(dossier_id, user=user, version=version)
    rows = nominations_of(dossier)
    names = ", ".join(str(row.subject) for row in rows)
    kept = f" (đối tượng: {names})" if names else ""
    take_dossier_edge(dossier, "cancel", user=user, note=f"{note}{kept}" if note.strip() else "")
    for row in rows:
        row.dossier = None
        row.save(update_fields=["dossier"])
    return dossier
