"""What stands against issuing the papers of a dossier, and what a reader should know of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from awards.documents.meetings import meetings_of, meetings_of_votes
from awards.documents.nominees import NomineeList, models_of_nominees, nominee_list, nominees_of
from awards.documents.proposal import proposal_signer
from awards.models import AppraisalMeeting, Dossier, Evaluation, NomineeVote, VoteRule
from awards.queries_council import meeting_day, vote_rule_among, vote_rules
from awards.queries_dossier import DossierCase, cases_of
from awards.queries_money import money_warnings
from awards.queries_resting import recognizing_decisions
from dandvan.vietnamese import short_date
from models_registry.documents.wording import plan_is_numbered
from models_registry.enums import DocumentKind, SignerBody
from models_registry.models import Signer, YearlyRecord
from models_registry.queries_law import bases_on, signers_on


def problems_of_proposal(dossier: Dossier, day: date, signer: Signer | None) -> tuple[str, ...]:
    """Sentences naming what is missing before the tờ trình can be issued; empty when nothing.

    Every cited paper must have number and date (the commune's own plan excepted), and the
    signer must be valid on the day.
    """
    nominees = nominees_of(dossier, day)
    found = [
        *([] if nominees.all else ["Hồ sơ chưa có ai được đề nghị."]),
        *_authority_problems(dossier, day),
        *_signer_problems(signer, dossier, day),
        *_paper_problems(nominees, day),
    ]
    return tuple(found)


def problems_of_own_papers(dossier: Dossier, day: date) -> tuple[str, ...]:
    """The same for papers of the commune's own level, which no tờ trình goes with."""
    nominees = nominees_of(dossier, day)
    none = [] if nominees.all else ["Hồ sơ chưa có ai được đề nghị."]
    return (*none, *_paper_problems(nominees, day))


def _authority_problems(dossier: Dossier, day: date) -> Iterator[str]:
    authority = dossier.award_kind.authority
    if not authority.holds_on(day):
        yield f"{authority.name} không còn hoặc chưa có vào ngày {short_date(day)}."


def _signer_problems(signer: Signer | None, dossier: Dossier, day: date) -> Iterator[str]:
    if signer is None:
        yield f"Chưa có người ký hợp lệ vào ngày {short_date(day)}. Khai báo người ký của xã."
    elif signer.commune_id != dossier.commune_id:
        yield "Không tìm thấy người ký này."
    elif signer.body != SignerBody.UBND or not signer.holds_on(day):
        yield (
            f"{signer} không có thẩm quyền ký thay mặt {dossier.commune.ubnd_name} "
            f"vào ngày {short_date(day)}. Chọn người ký khác hoặc sửa ngày."
        )


def _paper_problems(nominees: NomineeList, day: date) -> Iterator[str]:
    """Cited papers without number or date, or dated after the paper that cites them."""
    yield from _decision_problems(nominees, day)
    yield from _record_problems(nominees)
    yield from _minutes_problems(nominees, day)


def _decision_problems(nominees: NomineeList, day: date) -> Iterator[str]:
    models = models_of_nominees(nominees.all)
    decisions = recognizing_decisions(models)
    listed = {row.dv_model_id for decision in decisions for row in decision.recognitions.all()}
    for dv_model in models:
        if dv_model.pk not in listed:
            yield f"Mô hình “{dv_model.name}” chưa có quyết định công nhận."
    for decision in decisions:
        if decision.paper.date > day:
            yield f"Quyết định số {decision.paper} đề ngày sau {short_date(day)}. Sửa lại ngày."


def _record_problems(nominees: NomineeList) -> Iterator[str]:
    for nominee in nominees.all:
        for record in records_of(nominee.nomination.evaluation):
            if not record.paper_number.strip() or record.paper_date is None:
                yield (
                    f"{record.get_kind_display()} của {nominee.name} chưa có số hoặc ngày văn bản."
                )


def records_of(evaluation: Evaluation) -> tuple[YearlyRecord, ...]:
    """Current yearly facts about the subject of an evaluation."""
    year, collective = evaluation.year, evaluation.collective
    rows = YearlyRecord.objects.filter(year=year, is_current=True).select_related("scan")
    if collective is not None:
        return tuple(rows.filter(collective=collective))
    return tuple(rows.filter(individual=evaluation.individual))


def _minutes_problems(nominees: NomineeList, day: date) -> Iterator[str]:
    for nominee in nominees.all:
        meetings = meetings_of([nominee.nomination])
        if not meetings:
            yield f"Chưa có biên bản họp Hội đồng xét khen {nominee.name}."
    for meeting in meetings_of(row.nomination for row in nominees.all):
        held = short_date(meeting_day(meeting))
        if meeting.minutes is None or meeting.minutes.paper is None:
            yield f"Biên bản họp Hội đồng ngày {held} chưa có số, ngày. Ban hành biên bản trước."
        elif meeting.minutes.date > day:
            yield f"Biên bản họp Hội đồng ngày {held} đề ngày sau {short_date(day)}. Sửa lại ngày."


def dossier_warnings(
    dossier: Dossier, day: date, *, cases: Sequence[DossierCase] | None = None
) -> tuple[str, ...]:
    """What a reader should know of the papers as they are now; nothing here refuses.

    `cases` saves reading the nominees again.
    """
    cases = cases_of(dossier) if cases is None else cases
    return tuple(
        dict.fromkeys(
            (
                *_plan_warnings(dossier),
                *(
                    _proposal_warnings(dossier, day)
                    if dossier.is_upward
                    else _decision_warnings(dossier, day)
                ),
                *_nominee_warnings(cases, day),
                *rule_warnings(meetings_of_votes(case.vote for case in cases)),
            )
        )
    )


def _plan_warnings(dossier: Dossier) -> Iterator[str]:
    if not plan_is_numbered(dossier.year.plan):
        yield (
            "Kế hoạch phát động của xã chưa có số, ngày nên được dẫn bằng dấu “…”. "
            "Nhập số, ngày khi biết."
        )


def _proposal_warnings(dossier: Dossier, day: date) -> Iterator[str]:
    yield from _basis_warnings(dossier, day, DocumentKind.PROPOSAL)
    if proposal_signer(dossier, day) is None:
        yield f"Chưa có người ký tờ trình hợp lệ vào ngày {short_date(day)}."


def _decision_warnings(dossier: Dossier, day: date) -> Iterator[str]:
    """Of a decision that is still to be made: law and money not checked, no signer."""
    yield from _basis_warnings(dossier, day, DocumentKind.AWARD_DECISION)
    yield from money_warnings(dossier.award_kind, day)
    if not signers_on(dossier.commune, day, SignerBody.UBND):
        yield f"Chưa có người ký quyết định hợp lệ vào ngày {short_date(day)}."


def _basis_warnings(dossier: Dossier, day: date, kind: DocumentKind) -> Iterator[str]:
    bases = bases_on(dossier.commune, day, kind)
    if not bases:
        yield f"Chưa khai báo căn cứ pháp lý nào cho ngày {short_date(day)}."
    for row in bases:
        if not row.confirmed:
            yield f"Căn cứ chưa đối chiếu với bản gốc: {row.citation.removeprefix('Căn cứ ')}."


def _nominee_warnings(cases: Sequence[DossierCase], day: date) -> Iterator[str]:
    by_nomination = {case.nomination.pk: case for case in cases}
    for nominee in nominee_list((case.nomination for case in cases), day).all:
        nomination = nominee.nomination
        case = by_nomination[nomination.pk]
        if not meetings_of_votes([case.vote]):
            yield f"Hội đồng chưa bình xét {nominee.name} nên chưa dẫn được biên bản."
        if not case.models:
            yield f"{nominee.name} chưa có mô hình được công nhận để tổng hợp."
        report = getattr(nomination, "achievement_report", None)
        if report is None:
            yield f"{nominee.name} chưa có báo cáo thành tích."
        elif report.form.form_number and not report.form.number_confirmed:
            yield (
                f"Số mẫu của “{report.form.name}” chưa đối chiếu với nghị định nên không in "
                "trên báo cáo."
            )


def rule_warnings(meetings: Iterable[AppraisalMeeting]) -> Iterator[str]:
    """That a vote was counted by a rule which nobody has checked yet."""
    votes = NomineeVote.objects.filter(meeting__in=list(meetings))
    rules: dict[int, tuple[VoteRule, ...]] = {}
    for vote in votes.select_related("meeting", "nomination").order_by("pk"):
        commune = vote.meeting.commune_id
        rules[commune] = rules.get(commune) or vote_rules(commune)
        rule = vote_rule_among(rules[commune], vote.nomination, meeting_day(vote.meeting))
        if rule is not None and not rule.confirmed:
            yield "Tỷ lệ biểu quyết chưa đối chiếu với quy định của tỉnh."
