"""Quyết định khen thưởng of the commune itself with its list, before and after its number."""

from __future__ import annotations

from datetime import date

from awards.documents.honored import Honored, honored_by
from awards.documents.nominees import Nominee, citation_of
from awards.documents.proposal import award_words, own_bases
from awards.domain.award_money import money_in_words, money_text
from awards.models import Dossier
from dandvan.documents.model import (
    Align,
    Annex,
    CenteredTitle,
    Column,
    GroupRow,
    NumberedItem,
    NumberLine,
    OfficialDocument,
    PrintState,
    Row,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
)
from dandvan.vietnamese import vn_number
from models_registry.documents.recognition_decision import own_signature
from models_registry.documents.wording import commune_header, counted, curly, lower_first
from models_registry.enums import AwardForm, DocumentKind, SignerBody
from models_registry.queries_law import bases_on, recipients_for, signers_on

_ARTICLE_POINTER = "Như Điều"
_PROPOSER = "Theo đề nghị của Hội đồng Thi đua – Khen thưởng"


def build_award_decision(
    dossier: Dossier, day: date, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """The decision on a dossier of the commune's own level.

    Once it is recorded: its number, day, signer, those it grants and their stored money. Before:
    number and day blank, the money that the rows of `day` give.
    """
    commune, decision, honored = dossier.commune, dossier.decision, honored_by(dossier, day)
    authority = dossier.award_kind.authority.name
    articles = [_grant(dossier, honored), *_money(dossier, honored), _last(honored)]
    return OfficialDocument(
        kind=DocumentKind.AWARD_DECISION,
        rule_set=RuleSet.NUMBERED,
        type_name="Quyết định",
        subject_line=_subject(dossier),
        header=commune_header(commune),
        number_line=(
            NumberLine(decision.paper.symbol, decision.paper.number)
            if decision
            else NumberLine(f"QĐ-{commune.agency_symbol}")
        ),
        place=commune.place_name,
        date=decision.paper.date if decision else day,
        issuer_name=authority,
        authority_line=authority,
        bases=_bases(dossier, honored, day),
        body=(
            CenteredTitle("QUYẾT ĐỊNH:"),
            *(
                NumberedItem(text, label=f"Điều {number}.", bold_label=True)
                for number, text in enumerate(articles, start=1)
            ),
        ),
        signatures=(_signature(dossier, day),),
        recipients=_recipients(dossier, day, len(articles)),
        annexes=(_annex(dossier, honored),),
        print_state=print_state,
    )


def decision_subject(dossier: Dossier) -> str:
    """What a decision on this dossier is about, as it is offered when it is recorded."""
    movement, year = dossier.year.plan.movement_name, dossier.year.year
    act = "công nhận danh hiệu" if _is_title(dossier) else "tặng"
    return f"Về việc {act} {dossier.award_kind} trong phong trào thi đua “{movement}” năm {year}"


def _is_title(dossier: Dossier) -> bool:
    return bool(dossier.award_kind.form == AwardForm.TITLE)


def _subject(dossier: Dossier) -> str:
    if dossier.decision is None:
        return decision_subject(dossier)
    about = curly(dossier.decision.title).removeprefix("Quyết định").strip()
    return about if about.lower().startswith("về ") else f"Về việc {lower_first(about)}"


def _bases(dossier: Dossier, honored: Honored, day: date) -> tuple[str, ...]:
    """Law of the day, plans, recognition, minutes, then who proposed (NĐ 30, PL III, mẫu 1.2)."""
    law = (row.citation for row in bases_on(dossier.commune, day, DocumentKind.AWARD_DECISION))
    return (*law, *own_bases(dossier, honored.nominees), f"{_PROPOSER} {dossier.commune.name}")


def _grant(dossier: Dossier, honored: Honored) -> str:
    """Điều 1: to whom, for what; the names stand in the annex."""
    movement, year = dossier.year.plan.movement_name, dossier.year.year
    who = honored.nominees.counts or "các tập thể, cá nhân"
    merit = f"đã có thành tích xuất sắc trong phong trào thi đua “{movement}” năm {year}"
    listed = "(có danh sách tại Phụ lục kèm theo)"
    if _is_title(dossier):
        return (
            f"Công nhận danh hiệu {dossier.award_kind} năm {year} đối với {who} {merit} {listed}."
        )
    return f"Tặng {dossier.award_kind} cho {who} {merit} {listed}."


def _money(dossier: Dossier, honored: Honored) -> tuple[str, ...]:
    """Điều 2: the money, in figures and words; no article where none goes with the award."""
    if not honored.total:
        return ()
    return (
        f"Tổng số tiền thưởng kèm theo {award_words(dossier)} là {money_text(honored.total)} "
        f"(Bằng chữ: {money_in_words(honored.total)}); mức thưởng của từng tập thể, cá nhân ghi "
        "tại Phụ lục, chi từ quỹ thi đua, khen thưởng của xã theo quy định.",
    )


def _last(honored: Honored) -> str:
    payer = ", công chức Tài chính – kế toán" if honored.total else ""
    return (
        "Quyết định này có hiệu lực kể từ ngày ký. Công chức Văn phòng – thống kê"
        f"{payer} và các tập thể, cá nhân có tên trong danh sách chịu trách nhiệm thi hành "
        "Quyết định này."
    )


def _signature(dossier: Dossier, day: date) -> SignatureRow:
    """The recorded signer; before, the head in office. The chairman's own power: no "TM."."""
    if dossier.decision is not None:
        return own_signature(dossier.decision)
    signers = signers_on(dossier.commune, day, SignerBody.UBND)
    if not signers:
        return SignatureRow((SignatureBlock(("Chủ tịch",)),))
    name = signers[0].individual.full_name
    return SignatureRow((SignatureBlock(signers[0].signature_lines(), name),))


def _recipients(dossier: Dossier, day: date, last_article: int) -> tuple[str, ...]:
    lines = recipients_for(dossier.commune, DocumentKind.AWARD_DECISION, day)
    others = (line for line in lines if not line.startswith(_ARTICLE_POINTER))
    return (f"{_ARTICLE_POINTER} {last_article}", *others)


def _annex(dossier: Dossier, honored: Honored) -> Annex:
    """The list: collectives, then persons, with the money of each and the sum in words."""
    movement, year = dossier.year.plan.movement_name, dossier.year.year
    verb = "được công nhận" if _is_title(dossier) else "được tặng"
    columns = [
        Column("STT", 0.9, Align.CENTER),
        Column("Họ và tên, tên tập thể", 3.6),
        Column("Chức vụ, đơn vị, địa chỉ", 4),
        Column("Thành tích", 8.5, Align.JUSTIFY),
    ]
    if honored.total:
        columns.append(Column("Tiền thưởng (đồng)", 2.2, Align.RIGHT))
    rows: list[Row | GroupRow | tuple[str, ...]] = []
    labels = iter(("I.", "II."))
    for part, noun in (
        (honored.nominees.collectives, "tập thể"),
        (honored.nominees.individuals, "cá nhân"),
    ):
        if part:
            rows.append(GroupRow(f"{next(labels)} {noun.upper()}: {counted(len(part), noun)}"))
            rows.extend(_cells(nominee, honored) for nominee in part)
    total = ("", "Tổng cộng", "", "", vn_number(honored.total)) if honored.total else None
    if total:
        total = (*total[:3], f"Bằng chữ: {money_in_words(honored.total)}", total[4])
    return Annex(
        title=f"Danh sách {honored.nominees.noun} {verb} {dossier.award_kind} "
        f"trong phong trào thi đua “{movement}” năm {year}",
        body=(
            Table(
                tuple(columns),
                tuple(rows),
                total=total,
                compact=True,
                empty_note="Chưa có ai được đề nghị.",
            ),
        ),
        landscape=True,
    )


def _cells(nominee: Nominee, honored: Honored) -> tuple[str, ...]:
    amount = honored.amount(nominee)
    money = (vn_number(amount) if amount else "Không",) if honored.total else ()
    citation = citation_of(nominee.nomination)
    return (str(nominee.number), nominee.name, nominee.post, citation, *money)
