"""Phiếu đánh giá theo Mục IV của Kế hoạch, one per subject."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from awards.models import Evaluation, Nomination
from awards.queries_evaluation import findings_of
from dandvan import clock
from dandvan.documents.model import (
    Align,
    Block,
    Column,
    GroupRow,
    Heading,
    HeadingLevel,
    LabelValue,
    LabelValues,
    OfficialDocument,
    Paragraph,
    PrintState,
    Row,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
    paragraphs,
)
from dandvan.vietnamese import short_date
from models_registry.documents.wording import (
    SIGN_NOTE,
    commune_header,
    curly,
    plan_citation,
    post_title,
    subject_name,
)
from models_registry.enums import DocumentKind, SignerBody
from models_registry.models import Individual
from models_registry.queries_law import signers_on

if TYPE_CHECKING:
    from awards.queries_evaluation import FindingView

_COLUMNS = (
    Column("STT", 0.9, Align.CENTER),
    Column("Điều kiện", 5.4),
    Column("Kết quả", 1.9, Align.CENTER),
    Column("Căn cứ", 6.4),
)


def sheet_day(evaluation: Evaluation) -> date:
    """The day of the sheet: of its conclusion, else today."""
    return evaluation.concluded_on or clock.today()


def build_evaluation_sheet(
    evaluation: Evaluation,
    *,
    nomination: Nomination | None = None,
    print_state: PrintState = PrintState.DRAFT,
) -> OfficialDocument:
    """The matrix of conditions with result and ground, and what was concluded.

    With `nomination` it names the award asked for and the bloc's opinion.
    """
    subject, commune = evaluation.subject, evaluation.commune
    plan, year = evaluation.year.plan, evaluation.year.year
    findings = findings_of(evaluation)
    return OfficialDocument(
        kind=DocumentKind.EVALUATION_SHEET,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Phiếu đánh giá",
        subject_line=f"Theo Mục IV của Kế hoạch, phong trào thi đua “{plan.movement_name}” "
        f"năm {year}",
        header=commune_header(commune),
        place=commune.place_name,
        issuer_name=commune.ubnd_name,
        body=(
            LabelValues(_facts(evaluation, nomination)),
            Paragraph(f"Đánh giá theo Mục IV {plan_citation(plan)}."),
            Table(_COLUMNS, _rows(findings), compact=True, empty_note="Chưa có tiêu chuẩn nào."),
            *_provisional(evaluation, findings),
            Heading(HeadingLevel.CLAUSE, "", _conclusion(evaluation)),
            *(paragraphs(curly(evaluation.outcome)) or (Paragraph("Chưa kết luận."),)),
        ),
        signatures=(_signatures(evaluation, nomination),),
        print_state=print_state,
        title_metadata=f"Phiếu đánh giá theo Mục IV – {subject_name(subject)}, năm {year}",
    )


def _conclusion(evaluation: Evaluation) -> str:
    """Heading of the conclusion, with its day: the sheet itself bears the day of its issue."""
    if evaluation.concluded_on is None:
        return "Kết luận"
    return f"Kết luận ngày {short_date(evaluation.concluded_on)}"


def _facts(evaluation: Evaluation, nomination: Nomination | None) -> tuple[LabelValue, ...]:
    subject, day = evaluation.subject, sheet_day(evaluation)
    if isinstance(subject, Individual):
        facts = [
            ("Họ và tên", subject_name(subject)),
            ("Chức vụ, đơn vị", post_title(subject, day)),
        ]
    else:
        facts = [("Tên tập thể", subject.name), ("Địa chỉ", subject.address)]
    if nomination is not None:
        facts.append(("Hình thức đề nghị", nomination.award_kind.name))
        facts.append(("Ý kiến Khối Dân vận", _bloc_opinion(nomination)))
    return tuple(LabelValue(label, value) for label, value in facts if value)


def _bloc_opinion(nomination: Nomination) -> str:
    """The last word of the bloc on the nomination."""
    said = nomination.transitions.filter(edge__in=("agree", "object")).order_by("-id").first()
    if said is None:
        return "Chưa có"
    day = short_date(said.paper_date or localtime(said.at).date())
    if said.edge == "agree":
        return f"Thống nhất đề nghị (ngày {day})"
    return f"Chưa thống nhất (ngày {day}): {said.note}"


def _rows(findings: tuple[FindingView, ...]) -> tuple[Row | GroupRow | tuple[str, ...], ...]:
    """Conditions under the full wording of the clause they were taken from."""
    rows: list[Row | GroupRow | tuple[str, ...]] = []
    number = 0
    clauses = groupby(findings, key=lambda view: (view.criterion.clause, view.criterion.full_text))
    for (clause, full_text), views in clauses:
        rows.append(GroupRow(f"{clause}: {curly(full_text)}"))
        for view in views:
            number += 1
            rows.append((str(number), curly(view.criterion.text), _result(view), _ground(view)))
    return tuple(rows)


def _result(view: FindingView) -> str:
    return f"{view.mark_label}\n(tạm tính)" if view.provisional else view.mark_label


def _ground(view: FindingView) -> str:
    evidence = f"Minh chứng: {view.evidence}" if view.evidence else ""
    lines = filter(None, (view.reason, *view.explanation, evidence))
    return "\n".join(curly(line) for line in lines) or "Chưa ghi."


def _provisional(evaluation: Evaluation, findings: tuple[FindingView, ...]) -> tuple[Block, ...]:
    """That some results may still change, with the reason why they were used all the same."""
    if not any(view.provisional for view in findings):
        return ()
    note = "Kết quả ghi “tạm tính” dựa trên số liệu chưa được công nhận chính thức."
    reason = curly(evaluation.provisional_reason)
    return (Paragraph(f"{note} Lý do sử dụng: {reason}" if reason else note),)


def _signatures(evaluation: Evaluation, nomination: Nomination | None) -> SignatureRow:
    """Who filled in the sheet; beside it the bloc where it gave its opinion."""
    maker = SignatureBlock(("Người lập phiếu",), evaluation.created_by.display_name, SIGN_NOTE)
    if nomination is None:
        return SignatureRow((maker,))
    signers = signers_on(evaluation.commune, sheet_day(evaluation), SignerBody.BLOC)
    name = signers[0].individual.full_name if signers else ""
    bloc = SignatureBlock(("Ý kiến của Khối Dân vận",), name, SIGN_NOTE)
    return SignatureRow((bloc, maker))
