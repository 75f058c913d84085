"""Papers of the commune's own awards: decision, giấy khen, pre-printed paper, register book."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from awards.documents.award_decision import build_award_decision
from awards.documents.certificate import build_award_certificate
from awards.documents.papers import CERTIFICATE, DECISION, dossier_papers
from awards.documents.register_book import build_register_book
from awards.enums import OutcomeResult
from awards.models import Award, Dossier
from awards.services.dossier import decide_dossier
from dandvan.documents.model import PrintState
from dandvan.documents.overprint import Overprint
from dandvan.documents.pdf import page_count, render_html, render_pdf
from dandvan.documents.prints import paper_docx
from models_registry.enums import DocumentKind
from models_registry.models import BaseSalary, IssuedDocument
from models_registry.services.recognition import record_decision
from tests.awards.award_steps import appraised
from tests.awards.pdf_text import html_text, page_texts
from tests.awards.test_honors import HANDED, granted, hand_over
from tests.awards.web_cast import WebCast, make_web_cast, on
from tests.factories import make_commune, make_plan

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 11, 20)


@pytest.fixture
def cast() -> WebCast:
    commune = make_commune()
    cast = make_web_cast(commune, make_plan(commune))
    BaseSalary.objects.create(commune=commune, code="B", amount=2_340_000, decree="73/2024/NĐ-CP")
    cast.award_kind.rates.create(code="B", coefficient="0.15", collective_factor=2)
    return cast


def test_draft_of_the_decision_says_money_before_its_number_is_known(cast) -> None:
    dossier = appraised(cast)
    text = html_text(build_award_decision(dossier, DAY, print_state=PrintState.FOR_SIGNATURE))

    assert "Số: /QĐ-" in text
    assert "01 (một) cá nhân đã có thành tích xuất sắc" in text
    assert "360.000 đồng (Bằng chữ: Ba trăm sáu mươi nghìn đồng)" in text
    assert "Điều 3. Quyết định này có hiệu lực kể từ ngày ký." in text
    assert "Như Điều 3;" in text


def test_decision_without_money_has_two_articles(cast) -> None:
    cast.award_kind.rates.all().delete()
    dossier = appraised(cast)
    document = build_award_decision(dossier, DAY)

    assert [block.label for block in document.body[1:]] == ["Điều 1.", "Điều 2."]
    assert document.recipients[0] == "Như Điều 2"
    assert len(document.annexes[0].body[0].columns) == 4


def test_chairman_decides_by_his_own_power(cast) -> None:
    document = build_award_decision(appraised(cast), DAY)

    assert [line for row in document.signatures for line in row.blocks[0].lines] == ["CHỦ TỊCH"]


def test_decision_is_issued_with_its_number_and_stays_as_it_was(cast) -> None:
    award = granted(cast)
    issued = IssuedDocument.objects.get(kind=DocumentKind.AWARD_DECISION)
    BaseSalary.objects.update(amount=9_000_000)
    papers = {row.slug: row for row in dossier_papers(award.nomination.dossier)}

    assert str(issued.paper) == "05/QĐ-UBND"
    assert papers[DECISION].issued == issued
    assert "360.000" in " ".join(page_texts(bytes(issued.content)))
    assert paper_docx(papers[DECISION], PrintState.ISSUED)[:2] == b"PK"


def test_decision_names_only_those_it_grants(cast) -> None:
    dossier = appraised(cast)
    row = dossier.nominations.get()
    with on(20):
        decision = record_decision(
            user=cast.chair,
            authority=cast.award_kind.authority,
            number_text="06/QĐ-UBND",
            date=DAY,
            title="Về việc tặng Giấy khen",
            signer=cast.signer,
        )
        decide_dossier(
            user=cast.chair,
            dossier_id=dossier.pk,
            decision=decision,
            outcomes=[(row, OutcomeResult.REFUSED, "Đã được khen")],
        )

    dossier = Dossier.objects.get(pk=dossier.pk)
    assert Award.objects.count() == 0
    assert DECISION not in {paper.slug for paper in dossier_papers(dossier)}


def test_giay_khen_is_issued_with_decision_number_and_golden_book(cast) -> None:
    award = granted(cast)
    (paper,) = [row for row in dossier_papers(award.nomination.dossier) if row.slug == CERTIFICATE]
    text = html_text(build_award_certificate(award))

    assert page_count(bytes(paper.issued.content)) == 1
    assert "GIẤY KHEN Lương Thị Ngần" in text
    assert "Quyết định số 05/QĐ-UBND" in text
    assert "Số sổ vàng: 01/2024" in text
    assert "TẶNG" in text


def test_pre_printed_paper_gets_only_the_own_text(cast) -> None:
    document = build_award_certificate(granted(cast))
    moved = Overprint(right=Decimal("3.5"), down=Decimal(-2), prints_authority=False)
    text = " ".join(page_texts(render_pdf(document, moved)))

    assert "Lương Thị Ngần" in text
    assert "CỘNG HÒA" not in text
    assert "GIẤY KHEN" not in text
    assert "CHỦ TỊCH ỦY BAN" not in text.upper().replace("\n", " ")
    assert page_count(render_pdf(document, moved)) == 1
    assert render_pdf(document, moved) == render_pdf(document, moved)
    assert "left: 3.5mm; top: -2mm" in moved.style()


def test_test_page_has_a_grid(cast) -> None:
    assert "10mm 10mm" in Overprint(is_test=True).style()
    assert "10mm 10mm" not in Overprint().style()


def test_full_print_is_no_overprint(cast) -> None:
    assert "overprint" not in render_html(build_award_certificate(granted(cast)))


def test_register_book_lists_money_and_handing_over(cast) -> None:
    award = granted(cast)
    hand_over(cast, award)
    document = build_register_book(cast.commune, 2024, DAY)
    (row,) = document.body[0].rows
    cells = row.cells if hasattr(row, "cells") else row

    assert cells[:3] == ("1", "01/2024", "05/QĐ-UBND\nngày 20/11/2024")
    assert cells[6:9] == ("360.000", f"25/11/2024\n{HANDED.occasion}\nLương Thị Ngần", "Chưa chi")
    assert "Bằng chữ: Ba trăm sáu mươi nghìn đồng" in html_text(document)
    assert page_count(render_pdf(document)) == 1


def test_register_book_of_a_year_without_honors_says_so(cast) -> None:
    text = html_text(build_register_book(cast.commune, 2022, DAY))

    assert "Năm 2022 chưa có khen thưởng nào." in text
