"""All papers that the application writes for one dossier, in the order of the dossier."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from awards.documents.achievement_report import build_achievement_report
from awards.documents.award_decision import build_award_decision
from awards.documents.candidate_list import build_candidate_list
from awards.documents.certificate import build_award_certificate, has_certificate
from awards.documents.evaluation_sheet import build_evaluation_sheet
from awards.documents.meetings import meetings_of_votes
from awards.documents.minutes import build_minutes
from awards.documents.model_summary import build_model_summary
from awards.documents.nominees import Nominee, nominee_list
from awards.documents.proposal import build_proposal
from awards.enums import NominationState
from awards.models import (
    AchievementReport,
    AppraisalMeeting,
    Award,
    Dossier,
    DossierDocument,
    Evaluation,
    Nomination,
)
from awards.queries_council import meeting_day
from awards.queries_dossier import DossierCase, cases_of
from awards.queries_resting import each_once
from dandvan import clock
from dandvan.documents.model import OfficialDocument, PrintState
from dandvan.documents.paper import SHEET_PRINTS, Paper
from dandvan.vietnamese import short_date
from models_registry.documents.model_report import build_model_report
from models_registry.documents.wording import subject_name
from models_registry.enums import DocumentKind
from models_registry.models import DanVanModel, IssuedDocument

PROPOSAL, CANDIDATES, SUMMARY = "to-trinh", "danh-sach", "tong-hop-mo-hinh"
MINUTES, SHEET = "bien-ban", "phieu-danh-gia"
REPORT, MODEL = "bao-cao-thanh-tich", "bao-cao-mo-hinh"
DECISION, CERTIFICATE = "quyet-dinh-khen-thuong", "giay-khen"


def paper_day(dossier: Dossier) -> date:
    """The day that the papers of a dossier bear: of its tờ trình or decision, else today."""
    if dossier.proposal is not None:
        return dossier.proposal.date
    if dossier.decision is not None:
        return dossier.decision.paper.date
    return clock.today()


def dossier_papers(
    dossier: Dossier, day: date | None = None, *, cases: Sequence[DossierCase] | None = None
) -> tuple[Paper, ...]:
    """Every paper of the dossier, tờ trình or list first, with its stored print if there is one.

    `cases` saves reading the nominees again.
    """
    day = day or paper_day(dossier)
    stored = stored_prints(dossier)
    cases = cases_of(dossier) if cases is None else cases
    papers = (*_leading(dossier, day), *_of_nominees(cases, day), *_certificates(dossier))
    found = tuple(
        dataclasses.replace(paper, issued=paper.issued or stored.pop(paper.key, None))
        for paper in papers
    )
    return (*found, *(_kept_paper(key, document) for key, document in stored.items()))


def _kept_paper(key: str, document: IssuedDocument) -> Paper:
    """A stored print whose nominee has left the dossier since: it stays with the dossier."""
    slug, _, object_id = key.partition(":")

    def build(state: PrintState) -> OfficialDocument:
        raise LookupError(f"{document} is kept as it was issued ({state})")

    return Paper(
        slug,
        document.kind,
        document.title,
        build,
        about=document.title,
        object_id=int(object_id) if object_id else None,
        issued=document,
    )


def stored_prints(dossier: Dossier) -> dict[str, IssuedDocument]:
    """Stored prints of the dossier by their key, the ones now in use; not tờ trình, minutes."""
    rows = dossier.documents.filter(is_current=True).exclude(document=dossier.proposal)
    return {_key_of(row.document): row.document for row in _with_documents(rows)}


def former_prints(dossier: Dossier) -> dict[str, IssuedDocument]:
    """The last print of every paper that was ever issued with the dossier, by its key."""
    rows = dossier.documents.order_by("pk")
    return {_key_of(row.document): row.document for row in _with_documents(rows)}


def _with_documents(rows: QuerySet[DossierDocument]) -> QuerySet[DossierDocument]:
    return rows.select_related("document__paper").defer("document__content")


def _key_of(document: IssuedDocument) -> str:
    return str(document.data.get("kind", ""))


def _leading(dossier: Dossier, day: date) -> Iterator[Paper]:
    """Tờ trình with its annexes, or list and summary of the commune's own level."""
    if dossier.is_upward:
        yield Paper(
            PROPOSAL,
            DocumentKind.PROPOSAL,
            "Tờ trình và phụ lục",
            lambda state: build_proposal(dossier, day, print_state=state),
            about=dossier.code,
            issued=dossier.proposal,
        )
        return
    if dossier.decision is None or dossier.decision.awards.exists():
        yield Paper(
            DECISION,
            DocumentKind.AWARD_DECISION,
            "Quyết định khen thưởng và danh sách",
            lambda state: build_award_decision(dossier, day, print_state=state),
            about=dossier.code,
        )
    yield Paper(
        CANDIDATES,
        DocumentKind.CANDIDATE_LIST,
        "Danh sách đề nghị khen thưởng",
        lambda state: build_candidate_list(dossier, day, print_state=state),
        about=dossier.code,
    )
    yield Paper(
        SUMMARY,
        DocumentKind.MODEL_SUMMARY,
        "Bản tổng hợp mô hình",
        lambda state: build_model_summary(dossier, day, print_state=state),
        about=dossier.code,
    )


def _of_nominees(cases: Sequence[DossierCase], day: date) -> Iterator[Paper]:
    """Minutes, then sheets and reports of each nominee, then reports of their models."""
    nominees = nominee_list((case.nomination for case in cases), day).all
    for meeting in meetings_of_votes(case.vote for case in cases):
        if meeting.is_closed:  # before that a draft would tell the counts
            yield minutes_paper(meeting)
    for nominee in nominees:
        yield sheet_paper(nominee)
    for nominee in nominees:
        if hasattr(nominee.nomination, "achievement_report"):
            yield report_paper(nominee)
    for dv_model in each_once(row for case in cases for row in case.models):
        yield model_paper(dv_model)


def _certificates(dossier: Dossier) -> Iterator[Paper]:
    """The giấy khen of everybody that the commune's own decision honors."""
    if dossier.decision_id is not None and not dossier.is_upward:
        rows = Award.objects.filter(nomination__dossier=dossier).select_related(*AWARD_ROWS)
        yield from (certificate_paper(row) for row in rows.order_by("pk") if has_certificate(row))


# What the papers of an honor name.
AWARD_ROWS = (
    "award_kind__authority",
    "year__plan",
    "collective__kind",
    "individual",
    "decision__commune",
    "decision__paper__authority",
    "decision__signer__individual",
    "register_number",
    "nomination__evaluation__collective",
    "nomination__evaluation__individual",
    "nomination__dossier__award_kind__authority",
)


def certificate_paper(award: Award) -> Paper:
    """The giấy khen of one honor; once issued with its dossier only that print is given."""
    subject = award.subject
    return Paper(
        CERTIFICATE,
        DocumentKind.AWARD_CERTIFICATE,
        f"Giấy khen – {subject_name(subject)}",
        lambda state: build_award_certificate(award, print_state=state),
        about=str(subject),
        object_id=award.nomination_id,
        prints=SHEET_PRINTS,
    )


def stored_certificate(award: Award) -> Paper:
    """The giấy khen of one honor by itself, with its stored print."""
    paper, dossier = certificate_paper(award), award.nomination.dossier
    if dossier is None:
        return paper
    return dataclasses.replace(paper, issued=stored_prints(dossier).get(paper.key))


def minutes_paper(meeting: AppraisalMeeting) -> Paper:
    """The minutes of one meeting."""
    day = short_date(meeting_day(meeting))
    return Paper(
        MINUTES,
        DocumentKind.MINUTES,
        f"Biên bản họp Hội đồng ngày {day}",
        lambda state: build_minutes(meeting, print_state=state),
        about=f"{meeting_day(meeting):%Y-%m-%d}",
        object_id=meeting.pk,
        issued=meeting.minutes,
    )


def sheet_paper(nominee: Nominee) -> Paper:
    """The sheet of one nominee."""
    nomination = nominee.nomination
    evaluation = nomination.evaluation
    return Paper(
        SHEET,
        DocumentKind.EVALUATION_SHEET,
        f"Phiếu đánh giá theo Mục IV – {nominee.name}",
        lambda state: build_evaluation_sheet(evaluation, nomination=nomination, print_state=state),
        about=str(evaluation.subject),
        object_id=evaluation.pk,
    )


def report_paper(nominee: Nominee) -> Paper:
    """The báo cáo thành tích of one nominee."""
    report = nominee.nomination.achievement_report
    return Paper(
        REPORT,
        DocumentKind.ACHIEVEMENT_REPORT,
        f"Báo cáo thành tích – {nominee.name}",
        lambda state: build_achievement_report(report, print_state=state),
        about=str(nominee.nomination.subject),
        object_id=nominee.nomination.pk,
    )


def evaluation_paper(evaluation: Evaluation) -> Paper:
    """The sheet of one evaluation by itself, with the nomination that rests on it if any."""
    nomination = evaluation.nominations.exclude(state=NominationState.WITHDRAWN).last()
    if nomination is not None:
        return _in_its_dossier(nomination, sheet_paper)
    name = subject_name(evaluation.subject)
    return Paper(
        SHEET,
        DocumentKind.EVALUATION_SHEET,
        f"Phiếu đánh giá theo Mục IV – {name}",
        lambda state: build_evaluation_sheet(evaluation, print_state=state),
        about=str(evaluation.subject),
        object_id=evaluation.pk,
    )


def single_report_paper(report: AchievementReport) -> Paper:
    """The báo cáo thành tích of one nominee by itself."""
    return _in_its_dossier(report.nomination, report_paper)


def _in_its_dossier(nomination: Nomination, make: Callable[[Nominee], Paper]) -> Paper:
    """A paper of one nominee, with its stored print where its dossier was issued."""
    (nominee,) = nominee_list([nomination], clock.today()).all
    paper = make(nominee)
    if nomination.dossier is None:
        return paper
    stored = stored_prints(nomination.dossier)
    return dataclasses.replace(paper, issued=stored.get(paper.key))


def model_paper(dv_model: DanVanModel) -> Paper:
    """The result report of one model that a nominee rests on."""
    return Paper(
        MODEL,
        DocumentKind.MODEL_SUMMARY,
        f"Báo cáo kết quả mô hình “{dv_model.name}”",
        lambda state: build_model_report(dv_model, print_state=state),
        about=dv_model.code or dv_model.name,
        object_id=dv_model.pk,
    )
