"""Papers of assessment and recognition: minutes, decision with its lists, certificate."""

import io
from datetime import date, time

import pytest
from django.urls import reverse
from PIL import Image

from dandvan.documents.model import Align, PrintState
from dandvan.documents.pdf import page_count, render_pdf
from dandvan.documents.prints import paper_pdf, pictures
from models_registry.documents.assessment_minutes import build_assessment_minutes
from models_registry.documents.papers import decision_paper, model_papers
from models_registry.documents.recognition_certificate import (
    build_recognition_certificate,
    recognition_of,
)
from models_registry.documents.recognition_decision import build_recognition_decision
from models_registry.enums import AuthorityLevel, Mark, Sex
from models_registry.models import DefaultRecipients, LegalBasis
from models_registry.services.assessment import (
    AttendeeInput,
    SessionInput,
    assess_model,
    reassess_model,
)
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.recognition import DecisionRow, decide_on_models
from tests.awards.pdf_text import html_text, page_texts
from tests.factories import make_authority, make_collective, make_signer
from tests.models_registry.assess_steps import make_team
from tests.models_registry.model_steps import (
    assessed_model,
    make_decision,
    marks_for,
    on,
    recognized_model,
    reported_model,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def authority(commune):
    return make_authority(commune)


@pytest.fixture
def signer(chair):
    return make_signer(chair.individual)


@pytest.fixture
def decision(clerk, authority, signer):
    return make_decision(clerk, authority, signer)


def decide(clerk, decision, *rows):
    trace = PaperTrace(decision.signer, str(decision.paper), decision.paper.date, decision.scan)
    with on(11, 20):
        decide_on_models(user=clerk, decision=decision, rows=rows, paper=trace)


def failed(owner, clerk, year, **overrides):
    return assessed_model(
        owner, clerk, year, marks=marks_for(year, replicable=Mark.NOT_MET), **overrides
    )


def slugs(dv_model):
    return [paper.slug for paper in model_papers(dv_model)]


def url(name, **kwargs):
    return reverse(f"models_registry:{name}", kwargs=kwargs)


# -- biên bản thẩm định -------------------------------------------------------------------------


def test_minutes_hold_team_marks_reasons_and_conclusion(owner, clerk, year):
    dv_model = assessed_model(owner, clerk, year)
    document = build_assessment_minutes(dv_model.assessments.get())
    text = html_text(document)

    assert "BIÊN BẢN Thẩm định mô hình “Ngôi nhà xanh”" in text
    assert "Thời gian bắt đầu: … giờ … phút, ngày 05 tháng 11 năm 2024." in text
    assert "Thành phần tham dự: Đoàn thẩm định" in text
    assert "1 Hiệu quả thực tế Đạt Căn cứ về hiệu quả thực tế" in text
    assert "2 Có thể nhân rộng Đạt Căn cứ về có thể nhân rộng" in text
    assert "III. KẾT LUẬN Đề nghị công nhận." in text
    assert "kết thúc vào … giờ … phút, ngày 05 tháng 11 năm 2024./." in text
    assert "Nơi nhận: - Lưu: VT, Hồ sơ." in text
    (row,) = document.signatures
    assert [(block.lines, block.name) for block in row.blocks] == [
        (("Thư ký",), "Võ Thị Thử"),
        (("Chủ mô hình",), "Đinh Thị Chủ"),
        (("Chủ tọa",), ""),
    ]


def test_minutes_hold_hour_place_leader_team_and_requests(owner, clerk, chair, bloc_member, year):
    team = make_team(year, chair, bloc_member, clerk)
    dv_model = reported_model(owner, clerk, year)
    session = SessionInput(
        starts_at=time(8, 5),
        place="Nhà rông làng Stơr",
        attendees=[AttendeeInput(row.individual, row.part) for row in team.members.all()],
    )
    with on(11, 5):
        assess_model(
            user=bloc_member,
            model_id=dv_model.pk,
            date=date(2024, 11, 5),
            team="Trưởng làng Stơr",
            conclusion="Bổ sung rồi thẩm định lại.",
            marks=marks_for(year, effective=Mark.NOT_ENOUGH),
            session=session,
        )

    document = build_assessment_minutes(dv_model.assessments.get())
    text = html_text(document)

    assert "Thời gian bắt đầu: 08 giờ 05 phút, ngày 05 tháng 11 năm 2024." in text
    assert "Địa điểm: Nhà rông làng Stơr." in text
    assert "Tổ thẩm định theo Quyết định số 97/QĐ-UBND ngày 14/10/2024:" in text
    assert "1. Nguyễn Văn Chủ, Công chức – Trưởng đoàn; 2. Đinh Văn Khối" in text
    assert "Trưởng làng Stơr Chủ trì (chủ tọa): Nguyễn Văn Chủ, Công chức." in text
    assert "Thư ký (người ghi biên bản): Võ Thị Thử, Công chức." in text
    assert "1 Hiệu quả thực tế Sổ theo dõi về hiệu quả thực tế 21/11/2024" in text
    (row,) = document.signatures
    assert [block.name for block in row.blocks] == ["Võ Thị Thử", "Đinh Thị Chủ", "Nguyễn Văn Chủ"]


def test_minutes_bear_no_number_before_they_are_signed(owner, clerk, year):
    dv_model = assessed_model(owner, clerk, year)
    paper = next(row for row in model_papers(dv_model) if row.slug == "bien-ban-tham-dinh")
    page = page_texts(render_pdf(paper.build(PrintState.FOR_SIGNATURE)))[0]

    assert paper.prints == (PrintState.DRAFT, PrintState.FOR_SIGNATURE)
    assert "Số: /BB-UBND" in page
    assert "DỰ THẢO" not in page


def test_each_round_has_its_minutes(owner, clerk, year):
    dv_model = failed(owner, clerk, year)
    with on(11, 12):
        reassess_model(user=clerk, model_id=dv_model.pk, note="Đã bổ sung số liệu")
        assess_model(
            user=clerk,
            model_id=dv_model.pk,
            date=date(2024, 11, 12),
            team="Đoàn thẩm định",
            conclusion="Đạt.",
            marks=marks_for(year),
        )
    dv_model.refresh_from_db()

    assert [row.title for row in model_papers(dv_model) if row.slug == "bien-ban-tham-dinh"] == [
        "Biên bản thẩm định vòng 1 ngày 05/11/2024",
        "Biên bản thẩm định vòng 2 ngày 12/11/2024",
    ]
    second = build_assessment_minutes(dv_model.assessments.get(round=2))
    assert second.subject_line == "Thẩm định mô hình “Ngôi nhà xanh” (vòng 2)"


# -- quyết định công nhận -----------------------------------------------------------------------


def test_decision_lists_recognized_and_declined_apart(owner, clerk, year, decision):
    good = assessed_model(owner, clerk, year, name="Được")
    bad = failed(owner, clerk, year, name="Chưa được")
    decide(
        clerk,
        decision,
        DecisionRow(good.pk, "recognized"),
        DecisionRow(bad.pk, "declined", "Chưa nhân rộng được"),
    )
    document = build_recognition_decision(decision)
    text = html_text(document)

    assert "Số: 112/QĐ-UBND Tơ Tung, ngày 15 tháng 11 năm 2024" in text
    assert "QUYẾT ĐỊNH Về kết quả xét công nhận mô hình năm 2024" in text
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TƠ TUNG Căn cứ" in text
    assert (
        "Điều 1. Công nhận 01 (một) mô hình “Dân vận khéo” năm 2024 trên địa bàn xã Tơ Tung "
        "(có danh sách tại Phụ lục I kèm theo). "
        "Điều 2. Không công nhận 01 (một) mô hình “Dân vận khéo” năm 2024 trên địa bàn "
        "xã Tơ Tung (có danh sách tại Phụ lục II kèm theo). Điều 3. Quyết định này có hiệu lực"
    ) in text
    assert "- Như Điều 3; - Lưu: VT, VP." in text
    assert [annex.title for annex in document.annexes] == [
        "Danh sách mô hình “Dân vận khéo” năm 2024 được công nhận",
        "Danh sách mô hình “Dân vận khéo” năm 2024 không được công nhận",
    ]
    assert "1 MH-2024-01 Được Ủy ban nhân dân xã Tơ Tung Nội dung T1 làng Stơr" in text
    assert "1 MH-2024-02 Chưa được Ủy ban nhân dân xã Tơ Tung Chưa nhân rộng được" in text
    assert text.count("của Chủ tịch Ủy ban nhân dân xã Tơ Tung)") == 2


def test_decision_is_signed_by_own_power(owner, clerk, year, decision, signer):
    recognized_model(owner, clerk, year, decision)
    (row,) = build_recognition_decision(decision).signatures
    assert row.blocks[0].lines == ("CHỦ TỊCH",)
    assert (row.blocks[0].name, row.position) == ("Nguyễn Văn Chủ", Align.RIGHT)

    signer.form, signer.post = "KT.", "Phó Chủ tịch"
    signer.save()
    decision.refresh_from_db()
    (row,) = build_recognition_decision(decision).signatures
    assert row.blocks[0].lines == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def test_decision_on_one_outcome_has_two_articles_and_one_annex(owner, clerk, year, decision):
    recognized_model(owner, clerk, year, decision)
    DefaultRecipients.objects.create(
        commune=clerk.commune,
        document_kind="award_decision",
        lines=["Như Điều 3", "TT Đảng ủy xã"],
    )
    text = html_text(build_recognition_decision(decision))

    assert "(có danh sách tại Phụ lục kèm theo)" in text
    assert "Điều 3" not in text
    assert "Nơi nhận: - Như Điều 2; - TT Đảng ủy xã; - Lưu: VT, VP." in text


def test_decision_cites_the_law_of_its_day_then_plan_then_assessment(owner, clerk, year, decision):
    def basis(code, order, start, end=None, used_in=()):
        LegalBasis.objects.create(
            commune=clerk.commune,
            code=code,
            order=order,
            citation=f"Căn cứ {code}",
            used_in=list(used_in),
            valid_from=start,
            valid_to=end,
        )

    basis("Luật sau", 3, date(2025, 3, 1))
    basis("Nghị định", 2, date(2024, 1, 1), used_in=["award_decision"])
    basis("Luật trước", 1, date(2016, 1, 1), date(2025, 2, 28))
    basis("Chỉ cho tờ trình", 4, date(2016, 1, 1), used_in=["proposal"])
    recognized_model(owner, clerk, year, decision)

    assert build_recognition_decision(decision).bases == (
        "Căn cứ Luật trước",
        "Căn cứ Nghị định",
        "Căn cứ Kế hoạch số …/KH-UBND ngày … tháng … năm … của Ủy ban nhân dân xã Tơ Tung "
        "phát động phong trào thi đua “Dân vận khéo”",
        "Căn cứ kết quả thẩm định mô hình ngày 05 tháng 11 năm 2024",
        "Theo đề nghị của công chức Văn phòng – thống kê xã Tơ Tung",
    )


def test_revoking_decision_has_its_list_and_ends_the_certificate(
    owner, clerk, year, authority, signer, decision
):
    dv_model = recognized_model(owner, clerk, year, decision)
    assert slugs(dv_model)[-1] == "giay-cong-nhan"
    later = make_decision(clerk, authority, signer, "120/QĐ-UBND", date(2024, 11, 19))
    decide(clerk, later, DecisionRow(dv_model.pk, "revoked", "Báo cáo không đúng sự thật"))
    dv_model.refresh_from_db()
    text = html_text(build_recognition_decision(later))

    assert slugs(dv_model)[-1] == "bien-ban-tham-dinh"
    assert "Điều 1. Thu hồi quyết định công nhận đối với 01 (một) mô hình" in text
    assert "BỊ THU HỒI CÔNG NHẬN" in text
    assert "Báo cáo không đúng sự thật" in text


def test_decision_of_many_models_repeats_its_head_and_keeps_rows_whole(
    owner, clerk, year, decision
):
    models = [
        assessed_model(owner, clerk, year, name=f"Mô hình dài tên {n} " + "thi đua " * 40)
        for n in range(6)
    ]
    decide(clerk, decision, *(DecisionRow(row.pk, "recognized") for row in models))
    texts = page_texts(render_pdf(build_recognition_decision(decision)))
    heads = [text.count("STT Mã Tên mô hình") for text in texts]

    assert heads == [0] * heads.index(1) + [1] * (len(texts) - heads.index(1))
    assert len(texts) - heads.index(1) > 1


def test_decision_without_models_or_of_a_level_above_has_no_paper(
    owner, clerk, year, authority, decision
):
    assert decision_paper(decision) is None

    dv_model = recognized_model(owner, clerk, year, decision)
    authority.level = AuthorityLevel.DISTRICT
    authority.save()
    decision.refresh_from_db()
    assert decision_paper(decision) is None
    assert slugs(dv_model)[-1] == "bien-ban-tham-dinh"


# -- giấy công nhận -----------------------------------------------------------------------------


def test_certificate_names_model_owner_and_decision_on_one_page(owner, clerk, year, decision):
    collective = make_collective(clerk.commune, "Hội Liên hiệp Phụ nữ xã")
    dv_model = recognized_model(owner, clerk, year, decision, collective=collective)
    pdf = render_pdf(build_recognition_certificate(recognition_of(dv_model)))
    (text,) = page_texts(pdf)

    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TƠ TUNG CÔNG NHẬN",
        "Mô hình “Dân vận khéo” năm 2024 “Ngôi nhà xanh” của Hội Liên hiệp Phụ nữ xã Tơ Tung",
        "Theo Quyết định số 112/QĐ-UBND ngày 15 tháng 11 năm 2024",
        "Tơ Tung, ngày 15 tháng 11 năm 2024 CHỦ TỊCH",
        "Nguyễn Văn Chủ",
    ):
        assert part in text


def test_certificate_of_a_person_calls_him_properly(owner, clerk, year, decision):
    person = owner.individual
    person.sex = Sex.FEMALE
    person.save(update_fields=["sex"])
    dv_model = recognized_model(owner, clerk, year, decision, individual=person)
    text = html_text(build_recognition_certificate(recognition_of(dv_model)))

    assert "của Bà Đinh Thị Chủ" in " ".join(text.split())


def test_certificate_with_the_longest_name_stays_on_one_page(owner, clerk, year, decision, signer):
    signer.form, signer.post = "KT.", "Phó Chủ tịch"
    signer.save()
    name = ("Vận động nhân dân hiến đất mở đường làng " * 10)[:300].strip()
    dv_model = recognized_model(owner, clerk, year, decision, name=name)
    dv_model.co_owners.add(
        *(make_collective(clerk.commune, f"Chi hội {n} làng Leng") for n in "ABC")
    )

    assert page_count(render_pdf(build_recognition_certificate(recognition_of(dv_model)))) == 1


def test_certificate_is_shown_in_color_and_papers_in_gray(owner, clerk, year, decision):
    dv_model = recognized_model(owner, clerk, year, decision)
    shown = {
        paper.slug: pictures(paper_pdf(paper, paper.prints[-1]))[0]
        for paper in model_papers(dv_model)
    }

    def is_gray(picture):
        red, green, blue = Image.open(io.BytesIO(picture)).convert("RGB").split()
        return red.tobytes() == green.tobytes() == blue.tobytes()

    assert {slug: is_gray(picture) for slug, picture in shown.items()} == {
        "phieu-dang-ky": True,
        "phieu-tiep-nhan": True,
        "bao-cao-ket-qua": True,
        "bien-ban-tham-dinh": True,
        "giay-cong-nhan": False,
    }


# -- pages --------------------------------------------------------------------------------------


def test_decision_page_in_the_admin_leads_to_paper_and_certificates(
    client, owner, clerk, year, decision
):
    dv_model = recognized_model(owner, clerk, year, decision)
    client.force_login(clerk)
    page = client.get(reverse("admin:models_registry_decision_change", args=[decision.pk]))

    assert page.context["papers"] == [
        ("Quyết định số 112/QĐ-UBND", url("decision_paper", pk=decision.pk)),
        (
            "Giấy công nhận “Ngôi nhà xanh”",
            url("model_paper", pk=dv_model.pk, kind="giay-cong-nhan"),
        ),
    ]
    for _, address in page.context["papers"]:
        assert client.get(address).status_code == 200


def test_decision_paper_says_that_the_signed_scan_counts(client, owner, clerk, year, decision):
    recognized_model(owner, clerk, year, decision)
    client.force_login(clerk)
    page = client.get(url("decision_paper", pk=decision.pk))

    assert page.context["warnings"] == (
        "Bản này lập từ dữ liệu đã nhập; bản có chữ ký và dấu là bản chụp lưu cùng quyết định.",
        "Kế hoạch phát động của xã chưa có số, ngày nên được dẫn bằng dấu “…”.",
    )
    file = client.get(url("decision_paper_pdf", pk=decision.pk, state="ban-in"))
    assert file["Content-Disposition"] == (
        'attachment; filename="quyet-dinh-cong-nhan-112-QD-UBND-2024.pdf"'
    )


def test_papers_of_another_commune_are_not_found(client, stranger, owner, clerk, year, decision):
    dv_model = recognized_model(owner, clerk, year, decision)
    client.force_login(stranger)
    addresses = [
        url("decision_paper", pk=decision.pk),
        url("model_paper", pk=dv_model.pk, kind="giay-cong-nhan"),
    ]

    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_workbench_leads_to_the_papers(client, owner, clerk, year, decision):
    dv_model = recognized_model(owner, clerk, year, decision)
    client.force_login(clerk)
    page = client.get(reverse("admin:models_registry_danvanmodel_workbench", args=[dv_model.pk]))

    assert [title for title, _ in page.context["papers"]] == [
        "Phiếu đăng ký mô hình",
        "Phiếu tiếp nhận đăng ký",
        "Báo cáo kết quả mô hình",
        "Biên bản thẩm định vòng 1 ngày 05/11/2024",
        "Giấy công nhận mô hình",
    ]


def test_decision_of_the_committee_is_signed_on_its_behalf(commune, owner, clerk, year, chair):
    committee = make_authority(
        commune, "UBND_XA", name="Ủy ban nhân dân xã Tơ Tung", is_collegial=True
    )
    deputy = make_signer(chair.individual, form="KT.", post="Phó Chủ tịch")
    decision = make_decision(clerk, committee, deputy)
    recognized_model(owner, clerk, year, decision)

    document = build_recognition_decision(decision)

    (block,) = document.signatures[0].blocks
    assert block.lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert document.authority_line == "Ủy ban nhân dân xã Tơ Tung"


def test_decision_of_a_party_body_and_its_certificate_are_not_built(
    commune, owner, clerk, year, bloc_member
):
    party = make_authority(commune, "DANG_UY_XA", name="Đảng ủy xã Tơ Tung", is_party=True)
    signer = make_signer(bloc_member.individual, body="party", post="Bí thư")
    decision = make_decision(clerk, party, signer, "96-QĐ/ĐU")
    dv_model = recognized_model(owner, clerk, year, decision)

    assert decision_paper(decision) is None
    assert "Giấy công nhận mô hình" not in [paper.title for paper in model_papers(dv_model)]
