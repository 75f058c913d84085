"""Quyết định công nhận mô hình with its lists, as the recorded decision says it."""

from __future__ import annotations

from collections.abc import Sequence

from dandvan.documents.model import (
    Align,
    Annex,
    Block,
    CenteredTitle,
    Column,
    NumberedItem,
    NumberLine,
    OfficialDocument,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
)
from dandvan.vietnamese import long_date
from models_registry.documents.model_parts import owners_text, villages_text
from models_registry.documents.wording import (
    commune_header,
    counted,
    curly,
    lower_first,
    plan_citation,
)
from models_registry.enums import AuthorityLevel, DocumentKind, RecognitionOutcome
from models_registry.models import Decision, ModelAssessment, Recognition
from models_registry.queries_law import bases_on, recipients_for

_PROPOSER = "công chức Văn phòng – thống kê"  # plan, III.3 and V.2
_ARTICLE_POINTER = "Như Điều"
_HEADS = {
    RecognitionOutcome.RECOGNIZED: "được công nhận",
    RecognitionOutcome.DECLINED: "không được công nhận",
    RecognitionOutcome.REVOKED: "bị thu hồi công nhận",
}
_ACTS = {
    RecognitionOutcome.RECOGNIZED: "Công nhận",
    RecognitionOutcome.DECLINED: "Không công nhận",
    RecognitionOutcome.REVOKED: "Thu hồi quyết định công nhận đối với",
}
_ROMAN = ("I", "II", "III")
# The law that a decision on models cites is that of decisions on awards.
_LAW_KINDS = (DocumentKind.AWARD_DECISION, DocumentKind.RECOGNITION_DECISION)


def is_recognition_decision(decision: Decision) -> bool:
    """Whether this is a state decision of the commune itself that says something about models.

    A decision of a Party body is only recorded: its paper is the Party's own.
    """
    authority = decision.paper.authority
    is_own = authority.level == AuthorityLevel.COMMUNE and not authority.is_party
    return is_own and decision.recognitions.exists()


def build_recognition_decision(
    decision: Decision, *, print_state: PrintState = PrintState.ISSUED
) -> OfficialDocument:
    """The decision with its articles and one list per outcome, from the recorded rows."""
    commune, paper = decision.commune, decision.paper
    groups = _groups(decision)
    articles = (*(_article(decision, outcome, groups) for outcome in groups), _last_article())
    numbered = tuple(
        NumberedItem(text, label=f"Điều {number}.", bold_label=True)
        for number, text in enumerate(articles, start=1)
    )
    return OfficialDocument(
        kind=DocumentKind.RECOGNITION_DECISION,
        rule_set=RuleSet.NUMBERED,
        type_name="Quyết định",
        subject_line=_subject(decision),
        header=commune_header(commune),
        number_line=NumberLine(paper.symbol, paper.number),
        place=commune.place_name,
        date=paper.date,
        issuer_name=paper.authority.name,
        authority_line=paper.authority.name,
        bases=_bases(decision, groups),
        body=(CenteredTitle("QUYẾT ĐỊNH:"), *numbered),
        signatures=(own_signature(decision),),
        recipients=_recipients(decision, len(numbered)),
        annexes=tuple(_annex(outcome, rows) for outcome, rows in groups.items()),
        print_state=print_state,
    )


def own_signature(decision: Decision) -> SignatureRow:
    """The signature: "TM." for a body that decides together, none for the chairman's own power."""
    authority = decision.paper.authority
    body = ""
    if authority.is_collegial:
        body = authority.name.removesuffix(decision.commune.name).strip().upper()
    if decision.signer is None:
        lines = (*((f"TM. {body}",) if body else ()), "Chủ tịch")
        return SignatureRow((SignatureBlock(lines),))
    name = decision.signer.individual.full_name
    return SignatureRow((SignatureBlock(decision.signer.signature_lines(body), name),))


def _groups(decision: Decision) -> dict[RecognitionOutcome, tuple[Recognition, ...]]:
    """Rows by outcome, in the order of the articles; outcomes without a row left out."""
    rows = decision.recognitions.select_related(
        "dv_model__year__plan__commune",
        "dv_model__collective",
        "dv_model__individual",
        "dv_model__main_area",
    ).prefetch_related("dv_model__villages__changes", "dv_model__co_owners")
    ordered = sorted(rows, key=lambda row: (row.dv_model.code, row.pk))
    found = {
        outcome: tuple(row for row in ordered if row.outcome == outcome)
        for outcome in RecognitionOutcome
    }
    return {outcome: rows for outcome, rows in found.items() if rows}


def _subject(decision: Decision) -> str:
    """What the decision is about, as it was recorded: "Về việc công nhận …"."""
    about = curly(decision.title).removeprefix("Quyết định").strip()
    return about if about.lower().startswith("về ") else f"Về {lower_first(about)}"


def _movement(rows: Sequence[Recognition]) -> str:
    """Name of what is recognized, with its year where all are of one: 'mô hình “…” năm 2024'."""
    years = {row.dv_model.year.year for row in rows}
    year = f" năm {years.pop()}" if len(years) == 1 else ""
    return f"mô hình “{rows[0].dv_model.year.plan.movement_name}”{year}"


def _bases(
    decision: Decision, groups: dict[RecognitionOutcome, tuple[Recognition, ...]]
) -> tuple[str, ...]:
    """Law of the day, plans, assessments, then who proposed it (NĐ 30/2020, PL III, mẫu 1.2)."""
    commune, day = decision.commune, decision.paper.date
    law = {row.pk: row for kind in _LAW_KINDS for row in bases_on(commune, day, kind)}
    lines = [row.citation for row in sorted(law.values(), key=lambda row: (row.order, row.pk))]
    rows = [row for group in groups.values() for row in group]
    for plan in {row.dv_model.year.plan_id: row.dv_model.year.plan for row in rows}.values():
        lines.extend(
            f"Căn cứ {text}" for text in (plan.parent_citation, plan_citation(plan)) if text
        )
    return (
        *lines,
        *_assessed(rows),
        f"Theo đề nghị của {_PROPOSER} {commune.name}",
    )


def _assessed(rows: Sequence[Recognition]) -> tuple[str, ...]:
    """The assessments that the decision rests on, by their days."""
    found = ModelAssessment.objects.filter(dv_model__in=[row.dv_model_id for row in rows])
    days = sorted(set(found.values_list("date", flat=True)))
    if not days:
        return ()
    if len(days) == 1:
        return (f"Căn cứ kết quả thẩm định mô hình {long_date(days[0])}",)
    return (f"Căn cứ kết quả thẩm định mô hình từ {long_date(days[0])} đến {long_date(days[-1])}",)


def _article(
    decision: Decision,
    outcome: RecognitionOutcome,
    groups: dict[RecognitionOutcome, tuple[Recognition, ...]],
) -> str:
    """What is decided on the models of one outcome, with its annex."""
    rows = groups[outcome]
    place = list(groups).index(outcome)
    label = f"Phụ lục {_ROMAN[place]}" if len(groups) > 1 else "Phụ lục"
    return (
        f"{_ACTS[outcome]} {counted(len(rows), _movement(rows))} trên địa bàn "
        f"{decision.commune.name} (có danh sách tại {label} kèm theo)."
    )


def _last_article() -> str:
    return (
        f"Quyết định này có hiệu lực kể từ ngày ký. {_PROPOSER[:1].upper()}{_PROPOSER[1:]}, các "
        "tập thể, cá nhân có mô hình nêu trong danh sách chịu trách nhiệm thi hành Quyết định này."
    )


def _recipients(decision: Decision, last_article: int) -> tuple[str, ...]:
    """Nơi nhận of its own kind, else those of a quyết định khen thưởng; the right article first."""
    commune, day = decision.commune, decision.paper.date
    lines = recipients_for(commune, DocumentKind.RECOGNITION_DECISION, day)
    if len(lines) == 1:
        lines = recipients_for(commune, DocumentKind.AWARD_DECISION, day)
    others = (line for line in lines if not line.startswith(_ARTICLE_POINTER))
    return (f"{_ARTICLE_POINTER} {last_article}", *others)


def _annex(outcome: RecognitionOutcome, rows: tuple[Recognition, ...]) -> Annex:
    """The list of one outcome; reasons stand where something is refused or taken back."""
    has_reason = outcome != RecognitionOutcome.RECOGNIZED
    columns = (
        Column("STT", 1, Align.CENTER),
        Column("Mã", 3, Align.CENTER),
        Column("Tên mô hình", 6),
        Column("Tập thể, cá nhân", 4.6),
        Column("Lý do", 6) if has_reason else Column("Nội dung", 4),
        *(() if has_reason else (Column("Địa bàn", 4.4),)),
    )
    table_rows = tuple(
        _annex_row(number, row, has_reason=has_reason) for number, row in enumerate(rows, start=1)
    )
    body: tuple[Block, ...] = (Table(columns, table_rows, compact=True),)
    title = f"Danh sách {_movement(rows)} {_HEADS[outcome]}"
    return Annex(title=title, body=body, landscape=True)


def _annex_row(number: int, row: Recognition, *, has_reason: bool) -> tuple[str, ...]:
    dv_model = row.dv_model
    area = dv_model.main_area.short_title if dv_model.main_area else ""
    more = (row.reason,) if has_reason else (area, villages_text(dv_model, row.decision.paper.date))
    return (
        str(number),
        dv_model.code,
        curly(dv_model.name),
        owners_text(dv_model),
        *map(curly, more),
    )
