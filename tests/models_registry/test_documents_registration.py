"""Papers of a model before it is assessed: form, receipt, reports; and their pages."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from dandvan.documents.model import PrintState
from dandvan.documents.pdf import page_count, render_pdf
from models_registry.documents.papers import model_papers
from models_registry.documents.progress_report import build_progress_report
from models_registry.documents.registration_form import build_registration_form
from models_registry.documents.registration_receipt import build_registration_receipt
from models_registry.enums import IndicatorKind, ReportKind
from models_registry.models import DanVanModel
from models_registry.queries_submissions import submissions_of
from models_registry.services.figures import FigureInput
from models_registry.services.registration import submit_model
from models_registry.services.reporting import write_report
from tests.awards.pdf_text import html_text, page_texts
from tests.factories import make_draft, make_village
from tests.models_registry.model_steps import (
    accepted_model,
    make_scan,
    on,
    reported_model,
    submitted_model,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


def slugs(dv_model):
    return [paper.slug for paper in model_papers(dv_model)]


def url(name, *args, **kwargs):
    return reverse(f"models_registry:{name}", args=args, kwargs=kwargs)


# -- phiếu đăng ký ------------------------------------------------------------------------------


def test_form_holds_every_part_in_order(owner, clerk, year):
    dv_model = submitted_model(
        owner,
        year,
        partners="Chi hội Phụ nữ",
        target_group="Hộ ở hai làng",
        resources="04 thùng thu gom",
        upkeep='Bán phế liệu lập quỹ "xanh"',
        expected_results="Giảm rác ở suối",
    )
    dv_model.indicators.create(
        name="Điểm thu gom", unit="điểm", kind=IndicatorKind.OTHER, target=Decimal(2)
    )
    text = html_text(build_registration_form(dv_model, print_state=PrintState.ISSUED))
    parts = [
        "PHIẾU ĐĂNG KÝ MÔ HÌNH “DÂN VẬN KHÉO”",
        "Năm 2024",
        "(Mã mô hình: MH-2024-01)",
        "Kính gửi: Ủy ban nhân dân xã Tơ Tung",
        "Tên mô hình: Ngôi nhà xanh",
        "Của: Ủy ban nhân dân xã Tơ Tung",
        "Người đăng ký: Đinh Thị Chủ, Công chức",
        "Đinh Thị Chủ Công chức Phụ trách",
        "Nội dung chính: Nội dung T1",
        "Địa bàn: làng Stơr",
        "Thời gian thực hiện: Từ 08/03/2024",
        "1. Nhu cầu, vấn đề cần giải quyết Rác nhựa còn bị bỏ lại",
        "2. Mục tiêu Mỗi làng có 02 điểm thu gom.",
        "1 Điểm thu gom điểm 2",
        "3. Giải pháp Chi hội quản lý điểm gom",
        "4. Đối tượng hướng tới Hộ ở hai làng",
        "5. Lực lượng phối hợp Chi hội Phụ nữ",
        "6. Nguồn lực 04 thùng thu gom",
        "7. Cách duy trì, nhân rộng Bán phế liệu lập quỹ “xanh”",
        "8. Kết quả dự kiến Giảm rác ở suối",
        "IV. MINH CHỨNG GỬI KÈM Không.",
        "NGƯỜI TIẾP NHẬN (Ký, ghi rõ họ tên)",
        "Tơ Tung, ngày 04 tháng 3 năm 2024 NGƯỜI ĐĂNG KÝ (Ký, ghi rõ họ tên) Đinh Thị Chủ",
    ]
    places = [text.find(part) for part in parts]

    assert -1 not in places, [part for part, at in zip(parts, places, strict=True) if at < 0]
    assert places == sorted(places)


def test_form_says_what_was_left_empty(owner, year):
    text = html_text(build_registration_form(submitted_model(owner, year)))

    assert "5. Lực lượng phối hợp (Không ghi.)" in text
    assert "Không đặt chỉ tiêu bằng số." in text


def test_form_names_who_accepted_it_and_when(owner, clerk, year):
    sent = html_text(build_registration_form(submitted_model(owner, year)))
    accepted = html_text(build_registration_form(accepted_model(owner, clerk, year, name="Hai")))

    assert "Ngày … tháng … năm 2024 NGƯỜI TIẾP NHẬN (Ký, ghi rõ họ tên)" in sent
    assert "Ngày 06 tháng 3 năm 2024 NGƯỜI TIẾP NHẬN (Ký, ghi rõ họ tên) Võ Thị Thử" in accepted


def test_form_of_a_draft_is_marked_as_one_and_has_no_receipt(owner, year):
    with on(3, 4):
        draft = make_draft(owner, year)
    (paper,) = model_papers(draft)

    assert (paper.slug, paper.prints) == ("phieu-dang-ky", (PrintState.DRAFT,))
    assert "DỰ THẢO" in page_texts(render_pdf(paper.build(PrintState.DRAFT)))[0]


def test_form_prints_an_empty_draft(owner, year):
    with on(3, 4):
        draft = make_draft(
            owner, year, name="", need="", goal="", solutions="", main_area=None, start_date=None
        )
        DanVanModel.objects.filter(pk=draft.pk).update(collective=None)
    draft = DanVanModel.objects.get(pk=draft.pk)
    text = html_text(build_registration_form(draft))

    assert "Tên mô hình: (chưa đặt tên)" in text
    assert "Của: (chưa chọn)" in text


def test_form_of_a_pasted_text_prints_plain_letters(owner, year):
    pasted = "Vận động <script>alert(1)</script>\u202e \u0110\u01b0a xe\u0302\u0301p"
    dv_model = submitted_model(owner, year, goal=pasted)
    (page, *_) = page_texts(render_pdf(build_registration_form(dv_model)))

    assert "Vận động <script>alert(1)</script> Đưa xếp" in " ".join(page.split())


# -- phiếu tiếp nhận ----------------------------------------------------------------------------


def test_receipt_tells_when_by_whom_and_with_what(owner, clerk, year):
    with on(3, 4):
        draft = make_draft(owner, year)
        kept = make_scan(owner, draft, name="anh-lang.pdf")
        removed_later = make_scan(owner, draft, name="bo-sau.pdf")
        submit_model(user=owner, model_id=draft.pk, version=draft.version)
    with on(3, 5):
        removed_later.removed_at = removed_later.uploaded_at.replace(day=5)
        removed_later.save(update_fields=["removed_at"])
        make_scan(owner, draft, name="gui-sau.pdf")
    dv_model = DanVanModel.objects.get(pk=draft.pk)
    text = html_text(build_registration_receipt(dv_model, print_state=PrintState.ISSUED))

    assert f"(Mã mô hình: {dv_model.code})" in text
    assert (
        "Thời điểm nhận: 09 giờ 00 phút, ngày 04 tháng 3 năm 2024; người gửi: Đinh Thị Chủ" in text
    )
    assert "Tình trạng: Chờ tiếp nhận; phiếu đăng ký đã vào hệ thống" in text
    assert "Phần đã ghi (09): Tên mô hình; Chủ mô hình; Người tham gia;" in text
    assert "Phần để trống (06): Lực lượng phối hợp; Đối tượng hướng tới;" in text
    assert re.findall(r"[\w-]+\.pdf", text) == ["anh-lang.pdf", "bo-sau.pdf"]
    assert kept.sha256[:16] in text
    assert kept.sha256[:17] not in text
    (hand_in,) = submissions_of(dv_model)
    assert f"Mã SHA-256 (thời điểm nhận): {hand_in.sha256}" in text


def test_receipt_of_a_hand_in_by_the_clerk_names_both(owner, clerk, year):
    with on(3, 4):
        draft = make_draft(owner, year)
        submit_model(user=clerk, model_id=draft.pk, version=draft.version, on_behalf_source="paper")
    text = html_text(build_registration_receipt(DanVanModel.objects.get(pk=draft.pk)))

    assert "Võ Thị Thử gửi thay Đinh Thị Chủ theo phiếu giấy" in text


def test_receipt_names_who_accepted_it(owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)
    document = build_registration_receipt(dv_model, print_state=PrintState.ISSUED)
    text = html_text(document)

    assert (
        "Tình trạng: Đã tiếp nhận lúc 09 giờ 00 phút, ngày 06 tháng 3 năm 2024; "
        "người tiếp nhận: Võ Thị Thử"
    ) in text
    assert "Tơ Tung, ngày 06 tháng 3 năm 2024 NGƯỜI TIẾP NHẬN" in text
    assert page_count(render_pdf(document)) == 1


def test_receipt_of_a_draft_does_not_exist(owner, year):
    with on(3, 4), pytest.raises(ValueError, match="never handed in"):
        build_registration_receipt(make_draft(owner, year))


# -- báo cáo ------------------------------------------------------------------------------------


def test_progress_report_keeps_the_figures_of_its_day(owner, clerk, commune, year):
    dv_model = accepted_model(owner, clerk, year)
    indicator = dv_model.indicators.create(
        name="Hộ tham gia", unit="hộ", kind=IndicatorKind.HOUSEHOLDS, target=Decimal(100)
    )
    stor, leng = dv_model.villages.get(), make_village(commune, "L02", "Leng")
    dv_model.villages.add(leng)

    def report(month, text, *figures):
        with on(month, 1):
            return write_report(
                user=owner,
                model_id=dv_model.pk,
                kind=ReportKind.PROGRESS,
                date=date(2024, month, 1),
                text=text,
                figures=[FigureInput(indicator, village, value) for village, value in figures],
            )

    first = report(6, "Mới làm ở Stơr.", (stor, Decimal(30)))
    second = report(8, "Thêm Leng.", (stor, Decimal(35)), (leng, Decimal(20)))
    texts = [html_text(build_progress_report(row)) for row in (first, second)]

    assert "1 Hộ tham gia hộ 100 30 " in texts[0]
    assert "1 Hộ tham gia hộ 100 55 " in texts[1]
    assert "Mới làm ở Stơr." in texts[0]
    assert slugs(dv_model) == [
        "phieu-dang-ky",
        "phieu-tiep-nhan",
        "bao-cao-tien-do",
        "bao-cao-tien-do",
    ]


def test_result_report_is_a_paper_once_written(owner, clerk, year):
    accepted = accepted_model(owner, clerk, year)
    reported = reported_model(owner, clerk, year, name="Hai")

    assert slugs(accepted) == ["phieu-dang-ky", "phieu-tiep-nhan"]
    assert slugs(reported) == ["phieu-dang-ky", "phieu-tiep-nhan", "bao-cao-ket-qua"]


# -- pages --------------------------------------------------------------------------------------


def test_sending_leads_to_the_receipt(client, owner, year):
    with on(3, 4):
        draft = make_draft(owner, year)
        client.force_login(owner)
        answer = client.post(
            url("model_submit", draft.pk), {"version": draft.version, "once": "a"}, follow=True
        )
    receipt = url("model_paper", pk=draft.pk, kind="phieu-tiep-nhan")
    page = answer.content.decode()

    assert f'href="{receipt}"' in page
    model_page = client.get(url("model_detail", draft.pk))
    assert [str(address) for _, address in model_page.context["papers"]] == [
        url("model_paper", pk=draft.pk, kind="phieu-dang-ky"),
        receipt,
    ]
    shown = client.get(receipt)
    assert [label for label, *_ in shown.context["prints"]] == ["Bản in"]
    assert "chưa ban hành" not in shown.content.decode()


def test_files_have_names_a_person_reads(client, owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)
    client.force_login(owner)
    answer = client.get(
        url("model_paper_pdf", pk=dv_model.pk, kind="phieu-dang-ky", state="ban-in")
    )

    assert answer["Content-Disposition"] == ('attachment; filename="phieu-dang-ky-MH-2024-01.pdf"')
    assert answer.content[:5] == b"%PDF-"


@pytest.mark.parametrize(
    "kwargs",
    [
        {"kind": "giay-cong-nhan"},
        {"kind": "bien-ban-tham-dinh", "object_id": 1},
        {"kind": "phieu-dang-ky", "object_id": 1},
        {"kind": "khong-co"},
    ],
)
def test_papers_there_are_not_yet_are_not_found(client, owner, year, kwargs):
    dv_model = submitted_model(owner, year)
    client.force_login(owner)

    assert client.get(url("model_paper", pk=dv_model.pk, **kwargs)).status_code == 404


@pytest.mark.parametrize("state", ["du-thao", "trinh-ky", "ban-hanh", "khac"])
def test_prints_a_sheet_does_not_have_are_not_found(client, owner, year, state):
    dv_model = submitted_model(owner, year)
    client.force_login(owner)
    address = url("model_paper_pdf", pk=dv_model.pk, kind="phieu-dang-ky", state=state)

    assert client.get(address).status_code == 404


def test_model_page_shows_papers_only_inside(client, owner, participant, year):
    dv_model = submitted_model(owner, year)
    client.force_login(participant)
    page = client.get(url("model_detail", dv_model.pk))

    assert "van-ban" not in page.content.decode()
