"""Sổ theo dõi khen thưởng of one year: every honor decided in it, handed over or not."""

from __future__ import annotations

from datetime import date

from awards.domain.award_money import money_in_words
from awards.enums import HonorStep
from awards.models import Award
from awards.queries_honors import entry_of, register_rows
from dandvan.documents.model import (
    Align,
    Column,
    OfficialDocument,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
)
from dandvan.vietnamese import short_date, vn_number
from models_registry.documents.wording import commune_header, curly, post_title, subject_name
from models_registry.enums import DocumentKind, SignerBody
from models_registry.models import Commune, Individual
from models_registry.queries_law import signers_on

_COLUMNS = (
    Column("STT", 0.9, Align.CENTER),
    Column("Số sổ vàng", 1.9, Align.CENTER),
    Column("Quyết định", 3.4),
    Column("Họ và tên, tên tập thể; chức vụ, đơn vị", 3.8),
    Column("Hình thức", 2.7),
    Column("Thành tích", 3.6),
    Column("Tiền thưởng (đồng)", 2, Align.RIGHT),
    Column("Trao ngày, dịp, người nhận", 3.2),
    Column("Chi tiền", 2.4),
    Column("Ký nhận", 1.6),
)


def build_register_book(
    commune: Commune, year: int, day: date, *, print_state: PrintState = PrintState.ISSUED
) -> OfficialDocument:
    """The register of one calendar year of decisions as it stands on `day`."""
    awards = register_rows(commune.pk, year)
    total = sum(award.money or 0 for award in awards)
    words = f"Bằng chữ: {money_in_words(total)}" if total else ""
    last = ("", "", "", f"Tổng cộng: {len(awards):02d}", "", words, vn_number(total), "", "", "")
    return OfficialDocument(
        kind=DocumentKind.REGISTER_BOOK,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Sổ theo dõi khen thưởng",
        subject_line=f"Năm {year}",
        header=commune_header(commune),
        place=commune.place_name,
        date=day,
        issuer_name=commune.ubnd_name,
        body=(
            Table(
                _COLUMNS,
                tuple(_cells(number, award) for number, award in enumerate(awards, start=1)),
                total=last if awards else None,
                compact=True,
                empty_note=f"Năm {year} chưa có khen thưởng nào.",
            ),
        ),
        signatures=(_signatures(commune, day),),
        print_state=print_state,
        landscape=True,
        title_metadata=f"Sổ theo dõi khen thưởng năm {year} – {commune.name}",
    )


def _signatures(commune: Commune, day: date) -> SignatureRow:
    """Who keeps the book, and the chairman."""
    signers = signers_on(commune, day, SignerBody.UBND)
    head = SignatureBlock(("Chủ tịch",))
    if signers:
        head = SignatureBlock(signers[0].signature_lines(), signers[0].individual.full_name)
    return SignatureRow((SignatureBlock(("Người ghi sổ",)), head))


def _cells(number: int, award: Award) -> tuple[str, ...]:
    paper = award.decision.paper
    handed, paid = entry_of(award, HonorStep.HANDED_OVER), entry_of(award, HonorStep.PAID)
    given = getattr(award, "register_number", None)
    return (
        str(number),
        str(given) if given else "–",
        f"{paper}\nngày {short_date(paper.date)}",
        _who(award),
        award.award_kind.name,
        _merit(award),
        vn_number(award.money) if award.money else "Không",
        _joined(short_date(handed.day), handed.occasion, handed.receiver)
        if handed
        else "Chưa trao",
        _joined(short_date(paid.day), paid.receipt_number) if paid else _unpaid(award),
        "",
    )


def _merit(award: Award) -> str:
    """The achievement in one sentence; the decision's list has it in full."""
    movement = award.year.plan.movement_name
    usual = f"Thành tích xuất sắc trong phong trào thi đua “{movement}” năm {award.year.year}"
    return curly(award.nomination.citation) or usual


def _unpaid(award: Award) -> str:
    return "Chưa chi" if award.money else "–"


def _joined(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _who(award: Award) -> str:
    subject = award.subject
    day = award.decision.paper.date
    place = post_title(subject, day) if isinstance(subject, Individual) else subject.address
    return _joined(subject_name(subject), place)
