"""Papers for the level above: công văn or tờ trình with lists, the Party's list, adoptions."""

import io
from datetime import date

import docx
import pytest

from dandvan.documents.model import PrintState
from dandvan.documents.pdf import page_count
from dandvan.documents.prints import paper_docx, paper_pdf
from models_registry.documents.papers import registration_papers, replication_paper
from models_registry.models import DefaultRecipients, LegalBasis
from models_registry.queries_district import registrations_visible_to
from models_registry.services.district import change_list, make_list
from models_registry.services.registration import withdraw_model
from models_registry.services.replication import AdoptionInput, record_replication
from tests.awards.pdf_text import html_text, page_texts
from tests.factories import make_authority, make_collective, make_signer
from tests.models_registry.district_cast import make_district, signed_list
from tests.models_registry.model_steps import (
    accepted_model,
    make_decision,
    on,
    recognized_model,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _april():
    with on(4, 10):
        yield


@pytest.fixture(autouse=True)
def own_authority(commune):
    make_district(commune)
    return make_authority(commune)


@pytest.fixture
def signer(chair):
    return make_signer(chair.individual)


@pytest.fixture
def models(owner, clerk, year):
    return [
        accepted_model(owner, clerk, year, name='Ngôi nhà xanh - "Nói không" với rác nhựa'),
        accepted_model(owner, clerk, year, name="Tiếng chiêng học bài", national_field="VHXH"),
    ]


def papers_of(clerk, registration):
    """As the pages read them."""
    return registration_papers(registrations_visible_to(clerk).get(pk=registration.pk))


def words(paper, state):
    return html_text(paper.build(state))


def test_letter_with_its_annex_says_what_was_signed(clerk, signer, year, models):
    row = signed_list(clerk, signer, year)
    letter, _ = papers_of(clerk, row)

    first, second = page_texts(paper_pdf(letter, PrintState.ISSUED))

    for expected in (
        "Số: 34/UBND-VP",
        "V/v đăng ký nội dung xây dựng mô hình “Dân vận khéo” năm 2024",
        "Tơ Tung, ngày 29 tháng 3 năm 2024",
        "Kính gửi: - Ủy ban nhân dân huyện Kbang; - Phòng Nội vụ huyện Kbang.",
        "Đăng ký 02 (hai) mô hình “Dân vận khéo” năm 2024, gồm văn hóa – xã hội 01, xây dựng hệ "
        "thống chính trị 01 (danh sách tại Phụ lục kèm theo).",
        "kính báo cáo Ủy ban nhân dân huyện Kbang (qua Phòng Nội vụ huyện Kbang) theo dõi, cho ý "
        "kiến chỉ đạo./.",
        "Nguyễn Văn Chủ",
    ):
        assert expected in first
    assert "TỜ TRÌNH" not in first
    for expected in (
        "Phụ lục DANH SÁCH MÔ HÌNH “DÂN VẬN KHÉO” ĐĂNG KÝ NĂM 2024",
        "(Kèm theo Công văn số 34/UBND-VP ngày 29 tháng 3 năm 2024 của Ủy ban nhân dân xã Tơ Tung)",
        "Ngôi nhà xanh - “Nói không” với rác nhựa",
        "Ủy ban nhân dân xã Tơ Tung",
        "(Văn hóa – xã hội)",
        "làng Stơr",
        "Mỗi làng có 02 điểm thu gom.",
    ):
        assert expected in second


def test_a_draft_has_no_number_and_the_issued_print_is_the_stored_one(clerk, signer, year, models):
    draft = papers_of(clerk, make_list(user=clerk, year=year))[0]
    assert "Số: /UBND-VP" in words(draft, PrintState.DRAFT)
    assert draft.issued is None

    row = signed_list(clerk, signer, year)
    letter, party = papers_of(clerk, row)

    assert paper_pdf(letter, PrintState.ISSUED) == bytes(row.document.content)
    assert (party.issued, page_count(paper_pdf(party, PrintState.ISSUED))) == (None, 1)


def test_proposal_cites_law_and_closes_as_one(clerk, signer, year, models, commune):
    LegalBasis.objects.create(
        commune=commune,
        code="LTC",
        order=1,
        citation="Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
        used_in=["district_registration"],
    )
    row = make_list(user=clerk, year=year)
    change_list(
        user=clerk,
        registration_id=row.pk,
        letter_form="proposal",
        authority=row.authority,
        planned=None,
        remarks="Đề nghị hướng dẫn thêm về kinh phí.\n\nXã sẽ báo cáo hằng quý.",
    )

    text = words(papers_of(clerk, row)[0], PrintState.FOR_SIGNATURE)

    for expected in (
        "Số: /TTr-UBND",
        "TỜ TRÌNH Về việc đăng ký nội dung xây dựng mô hình “Dân vận khéo” năm 2024",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Đề nghị hướng dẫn thêm về kinh phí.",
        "Xã sẽ báo cáo hằng quý.",
        "Kính đề nghị Ủy ban nhân dân huyện Kbang xem xét, cho ý kiến chỉ đạo./.",
        "(Kèm theo Tờ trình số /TTr-UBND ngày tháng 4 năm 2024 của Ủy ban nhân dân xã Tơ Tung)",
    ):
        assert expected in text
    assert "Thực hiện" not in text


def test_supplementary_letter_lists_changed_and_withdrawn_apart(clerk, signer, year, models, owner):
    signed_list(clerk, signer, year)
    accepted_model(owner, clerk, year, name="Hũ gạo tình làng")
    models[0].name = "Ngôi nhà xanh"
    models[0].save(update_fields=["name"])
    withdraw_model(user=clerk, model_id=models[1].pk, note="Thôi", on_behalf_source="paper")

    letter, party = papers_of(clerk, make_list(user=clerk, year=year))
    text = words(letter, PrintState.DRAFT)

    for expected in (
        "V/v bổ sung, điều chỉnh nội dung xây dựng mô hình “Dân vận khéo” năm 2024",
        "(tiếp theo Công văn số 34/UBND-VP ngày 29 tháng 3 năm 2024) báo cáo Ủy ban nhân dân huyện "
        "Kbang việc bổ sung, điều chỉnh nội dung đăng ký như sau:",
        "Đăng ký 01 (một) mô hình",
        "Thay đổi nội dung đã đăng ký của 01 (một) mô hình “Dân vận khéo” năm 2024 (danh sách tại "
        "Phụ lục II kèm theo);",
        "Thôi đăng ký 01 (một) mô hình “Dân vận khéo” năm 2024 (danh sách tại Phụ lục III kèm "
        "theo).",
        "Tên: trước là “Ngôi nhà xanh - “Nói không” với rác nhựa”",
        "Rút từ ngày 10/04/2024",
    ):
        assert expected in text
    assert page_count(paper_pdf(letter, PrintState.DRAFT)) == 4
    assert "Thay đổi. Tên: trước là" in words(party, PrintState.DRAFT)


def test_party_list_groups_by_the_four_fields(clerk, signer, year, models, commune):
    lines = ["Khối Dân vận Đảng ủy xã", "Ban Dân vận Huyện ủy Kbang"]
    DefaultRecipients.objects.create(commune=commune, document_kind="party_model_list", lines=lines)
    row = signed_list(clerk, signer, year)

    text = page_texts(paper_pdf(papers_of(clerk, row)[1], PrintState.ISSUED))[0]

    for expected in (
        "DANH SÁCH Mô hình “Dân vận khéo” đăng ký năm 2024 theo lĩnh vực",
        "(Theo Công văn số 34/UBND-VP ngày 29 tháng 3 năm 2024)",
        "I. VĂN HÓA – XÃ HỘI (01 mô hình)",
        "II. XÂY DỰNG HỆ THỐNG CHÍNH TRỊ (01 mô hình)",
        "Tổng cộng: 02 mô hình",
        "- Ban Dân vận Huyện ủy Kbang;",
    ):
        assert expected in text


def test_word_file_has_the_same_tables(clerk, signer, year, models):
    row = signed_list(clerk, signer, year)

    word = docx.Document(io.BytesIO(paper_docx(papers_of(clerk, row)[0], PrintState.ISSUED)))

    (table,) = [t for t in word.tables if t.rows[0].cells[0].text == "STT"]
    assert len(table.rows) == 3
    assert any("Kèm theo Công văn số 34/UBND-VP" in p.text for p in word.paragraphs)


def test_many_models_with_long_words_keep_the_layout(clerk, signer, year, owner):
    for number in range(20):
        long_name = f"Mô hình {number} " + "vận động nhân dân " * 12
        accepted_model(
            owner, clerk, year, name=long_name, goal="Mỗi làng có 02 điểm thu gom. " * 15
        )
    row = make_list(user=clerk, year=year)

    pages = page_texts(paper_pdf(papers_of(clerk, row)[0], PrintState.DRAFT))

    assert len(pages) > 5
    assert all("Tên mô hình" in page for page in pages[1:])


def test_list_of_adoptions(clerk, chair, signer, year, owner, own_authority, commune):
    with on(11, 20):
        decision = make_decision(clerk, own_authority, signer)
        dv_model = recognized_model(owner, clerk, year, decision, name="Tiếng chiêng học bài")
        group = make_collective(commune, "Hội Nông dân xã")
        for adoption in (
            AdoptionInput(
                since=date(2024, 11, 18),
                collective=group,
                responsible=owner.individual,
                adapted="Hai buổi mỗi tuần.",
            ),
            AdoptionInput(
                since=date(2024, 11, 19), place="Xã Kon Hà Nừng", contact="Ông A, 0900 000 999"
            ),
        ):
            record_replication(user=clerk, model_id=dv_model.pk, adoption=adoption)
        (page,) = page_texts(paper_pdf(replication_paper(year), PrintState.ISSUED))

    for expected in (
        "DANH SÁCH Mô hình “Dân vận khéo” được nhân rộng năm 2024",
        "Tiếng chiêng học bài",
        "Hội Nông dân xã 18/11/2024",
        "Hai buổi mỗi tuần.",
        "Xã Kon Hà Nừng 19/11/2024",
    ):
        assert expected in page
    assert "0900" not in page
