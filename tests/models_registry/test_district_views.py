"""Pages of the lists for the level above: making, signing, sending, answer, reply, who reads."""

from datetime import date

import pytest
from django.urls import reverse

from models_registry.models import DistrictRegistration
from models_registry.services.district import make_list
from models_registry.services.district_answer import QuestionInput, answer_list
from tests.factories import make_authority, make_signer
from tests.models_registry.district_cast import make_district, sent_list, signed_list
from tests.models_registry.model_steps import accepted_model, make_scan, on, submitted_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _april():
    with on(4, 10):
        yield


@pytest.fixture(autouse=True)
def district(commune):
    make_authority(commune)
    return make_district(commune)


@pytest.fixture
def signer(chair):
    return make_signer(chair.individual)


@pytest.fixture
def dv_model(owner, clerk, year):
    submitted_model(owner, year, name="Tối thứ Năm nghe dân nói")
    return accepted_model(owner, clerk, year)


@pytest.fixture
def web(client):
    """Sign somebody in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def url(name, *args):
    return reverse(f"models_registry:district_{name}", args=args)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def labels(answer):
    return [action.label for action in answer.context["actions"]]


def test_one_tap_makes_the_list_once(web, clerk, year, dv_model):
    client = web(clerk)
    page = client.get(url("list"))
    assert page.context["due"] == [(year.pk, 2024, 1, False)]

    first = client.post(url("make", year.pk), {"once": "a"}, follow=True)
    client.post(url("make", year.pk), {"once": "a"})

    row = DistrictRegistration.objects.get()
    assert said(first) == ["Danh sách DKH-2024-1 có 1 mô hình."]
    assert first.request["PATH_INFO"] == url("detail", row.pk)
    assert [one.name for one in first.context["waiting"]] == ["Tối thứ Năm nghe dân nói"]
    assert labels(first) == [
        "Cập nhật danh sách",
        "Sửa nơi gửi, thời hạn, lời văn",
        "Ký, cấp số (ghi theo văn bản đã ký)",
        "Hủy danh sách",
    ]


def test_a_model_accepted_since_is_named_until_the_list_is_brought_up_to_date(
    web, clerk, year, owner, dv_model
):
    row = make_list(user=clerk, year=year)
    accepted_model(owner, clerk, year, name="Hũ gạo tình làng")
    client = web(clerk)
    page = client.get(url("detail", row.pk))
    assert [due.dv_model.name for due in page.context["not_yet"]] == ["Hũ gạo tình làng"]

    answer = client.post(url("act", row.pk, "cap-nhat"), follow=True)

    assert said(answer) == ["Đã cập nhật danh sách theo dữ liệu hôm nay."]
    assert (answer.context["not_yet"], row.rows.count()) == ([], 2)


def test_settings_keep_what_was_typed_when_refused(web, clerk, year, dv_model):
    row = make_list(user=clerk, year=year)
    given = {"letter_form": "letter", "remarks": "Đề nghị hướng dẫn.", "planned": "31/02/2024"}

    answer = web(clerk).post(url("form", row.pk, "sua"), given)

    form = answer.context["form"]
    assert form["remarks"].value() == "Đề nghị hướng dẫn."
    assert list(form.errors) == ["planned"]


def test_the_chairman_signs_on_the_page(web, chair, clerk, signer, year, dv_model):
    row = make_list(user=clerk, year=year)
    client = web(chair)
    assert labels(client.get(url("detail", row.pk))) == ["Ký, cấp số"]
    given = {"signer": signer.pk, "number": "34/QĐ-UBND", "date": "10/04/2024"}
    wrong = client.post(url("form", row.pk, "ky"), given)
    assert wrong.context["form"].non_field_errors() == [
        "Số công văn có ký hiệu bắt đầu bằng UBND-, ví dụ 34/UBND-VP."
    ]

    answer = client.post(url("form", row.pk, "ky"), {**given, "number": "34/UBND-VP"}, follow=True)

    assert said(answer) == ["Đã ban hành văn bản đăng ký. Gửi rồi thì bấm “Ghi đã gửi”."]
    assert labels(answer) == ["Đưa về dự thảo"]


def test_the_clerk_needs_the_scan_to_record_a_signature(web, clerk, signer, year, dv_model):
    row = make_list(user=clerk, year=year)
    given = {"signer": signer.pk, "number": "34/UBND-VP", "date": "10/04/2024"}

    missing = web(clerk).post(url("form", row.pk, "ky"), given)
    kept = {**given, "scan_kept": make_scan(clerk).pk}
    answer = web(clerk).post(url("form", row.pk, "ky"), kept, follow=True)

    assert missing.context["form"].errors == {"scan": ["Chọn tệp cho mục “Bản chụp”."]}
    row.refresh_from_db()
    assert (row.state, labels(answer)) == ("signed", ["Ghi đã gửi", "Đưa về dự thảo"])


def test_sending_then_the_answer_with_a_question_then_the_reply(web, clerk, signer, year, dv_model):
    row, client = signed_list(clerk, signer, year), web(clerk)
    client.post(url("form", row.pk, "gui"), {"sent_on": "01/04/2024"})
    asked = row.rows.get()
    answer = {"number": "87/PNV", "date": "10/04/2024", "kind": "questions"}
    wrong = client.post(url("form", row.pk, "tra-loi"), answer)
    assert wrong.context["form"].non_field_errors() == ["Ghi câu hỏi ở ít nhất một mô hình."]
    question = {**answer, f"question_{asked.pk}": "Có trùng nhiệm vụ không?"}
    page = client.post(url("form", row.pk, "tra-loi"), question, follow=True)
    assert labels(page) == ["Trả lời câu hỏi của cấp trên", "Xóa trả lời (ghi nhầm)"]
    assert [words for _, words in page.context["questions"]] == ["chờ Văn phòng trả lời"]

    reply = {"number": "41/UBND-VP", "date": "10/04/2024", f"reply_{asked.pk}": "Không trùng."}
    page = client.post(url("form", row.pk, "phuc-dap"), reply, follow=True)

    assert [words for _, words in page.context["questions"]] == ["đã trả lời"]
    assert "41/UBND-VP" in page.content.decode()


def test_a_form_in_the_wrong_state_leads_back(web, clerk, signer, year, dv_model):
    row = sent_list(clerk, signer, year)

    answer = web(clerk).get(url("form", row.pk, "gui"), follow=True)

    assert said(answer) == [
        "Không thể “Ghi đã gửi” khi danh sách đang ở trạng thái “Đã gửi, chờ trả lời”."
    ]


def test_the_people_of_a_model_read_what_was_sent_and_asked(
    web, owner, participant, clerk, signer, year, dv_model
):
    row = sent_list(clerk, signer, year)
    question = QuestionInput(row.rows.get().pk, "Có trùng nhiệm vụ không?")
    answer_list(
        user=clerk,
        registration_id=row.pk,
        number="87/PNV",
        date=date(2024, 4, 10),
        kind="questions",
        questions=[question],
    )
    page = reverse("models_registry:model_detail", args=[dv_model.pk])

    own = web(owner).get(page).content.decode()
    other = web(participant).get(page).content.decode()

    for text in (own, other):
        assert "Đã gửi đăng ký lên Ủy ban nhân dân huyện Kbang" in text
        assert "công văn số 34/UBND-VP" in text
    assert "“Có trùng nhiệm vụ không?”" in own
    assert "Có trùng nhiệm vụ" not in other
    assert row.code not in own
