"""Supplements, reports with figures, returns and files on the web."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from models_registry.models import Attachment, IndicatorValue
from models_registry.services.acceptance import CorrectionInput, return_model
from models_registry.services.files import store_file
from tests.factories import make_draft
from tests.models_registry.model_steps import (
    accepted_model,
    on,
    reported_model,
    submitted_model,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _october(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with on(10, 25):
        yield


@pytest.fixture
def web(client):
    """Sign somebody in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def returned(owner, clerk, year):
    dv_model = submitted_model(owner, year)
    asked = [
        CorrectionInput("goal", "missing", "Ghi chỉ tiêu bằng con số."),
        CorrectionInput("name", "wrong", "Đặt lại tên."),
    ]
    return return_model(user=clerk, model_id=dv_model.pk, corrections=asked)


@pytest.fixture
def accepted(owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)
    dv_model.indicators.create(name="Rác nhựa thu gom", unit="kg", kind="other", target=1500)
    return dv_model


def url(name, *args):
    return reverse(f"models_registry:{name}", args=args)


def jpeg(name="anh.jpg", color="green"):
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), color).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


# -- supplement -----------------------------------------------------------------------------------


def test_returned_model_opens_at_what_is_asked(web, owner, returned):
    page = web(owner).get(url("model_supplement", returned.pk))

    assert [(f.correction.part, where) for f, where, _ in page.context["answers"]] == [
        ("goal", url("model_edit", returned.pk, "muc-tieu")),
        ("name", url("model_edit", returned.pk, "ten")),
    ]
    step = web(owner).get(url("model_edit", returned.pk, "muc-tieu")).content.decode()
    assert "Ghi chỉ tiêu bằng con số." in step
    assert "Đặt lại tên." not in step


def test_supplement_keeps_given_answers_and_sends_when_all_are_there(web, owner, returned):
    goal, name = returned.corrections.all()
    address = url("model_supplement", returned.pk)
    given = {f"y{goal.pk}-answer": "Đã ghi 02 điểm.", "act": "submit"}
    refused = web(owner).post(address, given)

    assert "Nhập đã bổ sung, sửa thế nào." in refused.content.decode()
    goal.refresh_from_db()
    returned.refresh_from_db()
    assert (goal.answer, returned.state) == ("Đã ghi 02 điểm.", "returned")

    data = given | {f"y{name.pk}-answer": "Đã đổi tên.", "once": "t1"}
    sent = web(owner).post(address, data)
    again = web(owner).post(address, data)

    returned.refresh_from_db()
    assert sent.url == again.url == url("submission_receipt", returned.pk, 2)
    assert (returned.state, returned.transitions.filter(edge="resubmit").count()) == (
        "submitted",
        1,
    )


def test_supplement_can_be_answered_piece_by_piece(web, owner, returned):
    goal = returned.corrections.first()
    data = {f"y{goal.pk}-answer": "Đã ghi 02 điểm.", "act": "later"}
    web(owner).post(url("model_supplement", returned.pk), data)

    goal.refresh_from_db()
    returned.refresh_from_db()
    assert (goal.status, returned.state) == ("answered", "returned")


def test_supplement_by_the_clerk_names_its_source(web, clerk, owner, returned):
    data = {f"y{row.pk}-answer": "Đã sửa." for row in returned.corrections.all()}
    refused = web(clerk).post(url("model_supplement", returned.pk), data | {"act": "submit"})
    sent = web(clerk).post(
        url("model_supplement", returned.pk),
        data | {"act": "submit", "on_behalf_source": "zalo"},
    )

    assert list(refused.context["behalf"].errors) == ["on_behalf_source"]
    assert sent.url == url("submission_receipt", returned.pk, 2)
    assert returned.transitions.last().on_behalf_of == owner.individual


def test_supplement_of_others(web, participant, stranger, returned):
    for user, status in ((participant, 403), (stranger, 404)):
        assert web(user).get(url("model_supplement", returned.pk)).status_code == status
        assert web(user).post(url("model_supplement", returned.pk)).status_code == status
    assert returned.corrections.filter(status="open").count() == 2


# -- reports --------------------------------------------------------------------------------------


def report_data(dv_model, **overrides):
    return {
        "date": "25/10/2024",
        "text": "Đã có 06 điểm thu gom.",
        "version": dv_model.version,
        **overrides,
    }


def cell(dv_model, village=None):
    return f"so-{dv_model.indicators.get().pk}-{village.pk if village else 'chung'}"


def test_result_report_with_figures_is_sent_once(web, owner, accepted):
    village = accepted.villages.get()
    data = report_data(accepted, act="submit", once="t1", **{cell(accepted, village): "1.870,5"})
    first = web(owner).post(url("model_report", accepted.pk), data)
    again = web(owner).post(url("model_report", accepted.pk), data)

    accepted.refresh_from_db()
    assert first.url == again.url == url("model_detail", accepted.pk)
    assert (accepted.state, accepted.reports.count()) == ("reported", 1)
    assert IndicatorValue.objects.get().reported == Decimal("1870.5")
    page = web(owner).get(first.url).content.decode()
    assert "1.870,5" in page
    assert "1.500" in page


def test_result_report_is_kept_without_sending(web, owner, accepted):
    web(owner).post(url("model_report", accepted.pk), report_data(accepted, act="later"))

    accepted.refresh_from_db()
    assert (accepted.state, accepted.reports.get().text) == ("accepted", "Đã có 06 điểm thu gom.")
    page = web(owner).get(url("model_report", accepted.pk)).content.decode()
    assert "Đã có 06 điểm thu gom." in page


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"text": " "}, "text", "Nhập nội dung báo cáo."),
        ({"date": "26/10/2024"}, "date", "Ngày báo cáo chưa tới. Kiểm tra lại ngày."),
    ],
)
def test_result_report_refused_keeps_what_was_typed(web, owner, accepted, changed, field, sentence):
    figures = {cell(accepted): "12"}
    data = report_data(accepted, act="submit", **figures) | changed
    answer = web(owner).post(url("model_report", accepted.pk), data)

    assert answer.context["form"].errors == {field: [sentence]}
    assert 'value="12"' in answer.content.decode()
    assert (accepted.reports.count(), IndicatorValue.objects.count()) == (0, 0)


def test_figure_that_is_no_number_is_refused_in_words(web, owner, accepted):
    data = report_data(accepted, act="submit", **{cell(accepted): "khoảng 12"})
    answer = web(owner).post(url("model_report", accepted.pk), data)

    page = answer.content.decode()
    sentence = "Rác nhựa thu gom, chung cả mô hình: nhập bằng chữ số, ví dụ 1.870 hoặc 12,5."
    assert answer.context["form"].errors == {cell(accepted): [sentence]}
    assert 'value="khoảng 12"' in page


def test_figures_by_village_and_for_all_are_not_mixed(web, owner, accepted):
    village = accepted.villages.get()
    both = {cell(accepted): "12", cell(accepted, village): "12"}
    answer = web(owner).post(url("model_report", accepted.pk), report_data(accepted, **both))

    assert answer.context["form"].non_field_errors() == [
        "Rác nhựa thu gom: nhập theo làng hoặc nhập số chung, không nhập cả hai."
    ]
    assert accepted.reports.count() == 0


def test_result_report_of_a_stale_page_writes_nothing(web, owner, accepted):
    data = report_data(accepted, act="submit", version=accepted.version - 1)
    answer = web(owner).post(url("model_report", accepted.pk), data)

    assert "Trong lúc bạn đang sửa" in answer.context["form"].non_field_errors()[0]
    assert accepted.reports.count() == 0


def test_progress_report_by_the_clerk_names_its_source(web, clerk, accepted):
    refused = web(clerk).post(url("model_progress", accepted.pk), report_data(accepted))
    web(clerk).post(
        url("model_progress", accepted.pk), report_data(accepted, on_behalf_source="paper")
    )

    assert list(refused.context["form"].errors) == ["on_behalf_source"]
    report = accepted.reports.get()
    assert (report.kind, report.on_behalf_source, report.written_by) == ("progress", "paper", clerk)


def test_report_pages_of_others_and_of_models_not_carried_out(
    web, owner, participant, stranger, year, accepted
):
    for user, status in ((participant, 403), (stranger, 404)):
        for name in ("model_report", "model_progress"):
            assert web(user).post(url(name, accepted.pk)).status_code == status
    draft = make_draft(owner, year)
    assert web(owner).get(url("model_report", draft.pk)).url == url("model_detail", draft.pk)


# -- returns --------------------------------------------------------------------------------------


def correction_data(**row):
    return {
        "sua-TOTAL_FORMS": "1",
        "sua-INITIAL_FORMS": "0",
        **{f"sua-0-{name}": value for name, value in row.items()},
    }


def test_return_on_the_web_once(web, clerk, owner, year):
    dv_model = submitted_model(owner, year)
    row = {"part": "goal", "kind": "missing", "what_to_do": "Ghi số.", "due": "04/11/2024"}
    data = correction_data(**row) | {"once": "t1", "version": dv_model.version}
    first = web(clerk).post(url("model_return", dv_model.pk), data)
    again = web(clerk).post(url("model_return", dv_model.pk), data)

    dv_model.refresh_from_db()
    assert first.url == again.url == url("model_detail", dv_model.pk)
    assert (dv_model.state, dv_model.corrections.count()) == ("returned", 1)


def test_return_without_what_to_do_is_refused(web, clerk, owner, year):
    dv_model = submitted_model(owner, year)
    row = correction_data(part="goal", kind="missing")
    empty = web(clerk).post(url("model_return", dv_model.pk), correction_data())
    half = web(clerk).post(url("model_return", dv_model.pk), row)

    assert "Ghi ít nhất một nội dung cần bổ sung trước khi trả lại." in empty.content.decode()
    assert "Ghi việc cần làm." in half.content.decode()
    assert dv_model.corrections.count() == 0


def test_return_of_others(web, owner, participant, stranger, year, clerk):
    dv_model = submitted_model(owner, year)
    for user, status in ((owner, 403), (participant, 403), (stranger, 404)):
        for name in ("model_return", "model_return_report"):
            assert web(user).post(url(name, dv_model.pk)).status_code == status
    assert web(clerk).get(url("model_return_report", dv_model.pk)).url == url(
        "model_detail", dv_model.pk
    )


def test_return_of_a_report_on_the_web(web, clerk, owner, year):
    dv_model = reported_model(owner, clerk, year)
    row = {"part": "figures", "kind": "wrong", "what_to_do": "Cộng lại.", "due": "04/11/2024"}
    web(clerk).post(url("model_return_report", dv_model.pk), correction_data(**row))

    dv_model.refresh_from_db()
    assert dv_model.state == "accepted"
    page = web(owner).get(url("model_supplement", dv_model.pk))
    assert [where for _, where, _ in page.context["answers"]] == [url("model_report", dv_model.pk)]


# -- files ----------------------------------------------------------------------------------------


def test_file_is_stored_on_arrival_and_served_safely(web, owner, clerk, year):
    draft = make_draft(owner, year)
    data = {"upload": jpeg("nhà rông.jpg"), "title": "Ảnh hiện trường", "once": "t1"}
    answer = web(owner).post(url("model_files_step", draft.pk), data)

    stored = Attachment.objects.get()
    assert answer.url == url("model_edit", draft.pk, "minh-chung")
    assert "Ảnh hiện trường" in web(owner).get(answer.url).content.decode()
    served = web(clerk).get(url("attachment", stored.pk))
    assert b"".join(served.streaming_content)[:2] == b"\xff\xd8"
    assert served["Content-Type"] == "image/jpeg"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Security-Policy"] == "default-src 'none'"
    assert served["Content-Disposition"].startswith("inline")
    served.close()


def test_file_that_belies_its_name_is_refused_and_the_others_stay(web, owner, year):
    draft = make_draft(owner, year)
    store_file(user=owner, upload=jpeg(), dv_model=draft)
    fake = SimpleUploadedFile("quyet-dinh.pdf", b"MZ\x90\x00" + b"\0" * 200)
    answer = web(owner).post(url("model_files", draft.pk), {"upload": fake, "title": "Quyết định"})

    assert answer.context["form"].errors == {
        "upload": [
            "Tệp “quyet-dinh.pdf” không phải PDF (nội dung giống tệp .exe). "
            "Kiểm tra lại tệp rồi gửi."
        ]
    }
    page = answer.content.decode()
    assert 'value="Quyết định"' in page
    assert "anh.jpg" in page
    assert Attachment.objects.count() == 1


def test_many_files_at_once_are_each_kept_or_refused(web, owner, year):
    draft = make_draft(owner, year)
    fake = SimpleUploadedFile("quyet-dinh.pdf", b"MZ\x90\x00" + b"\0" * 200)
    empty = SimpleUploadedFile("trong.jpg", b"")
    sent = [jpeg("anh-1.jpg"), fake, jpeg("anh-2.jpg", "red"), empty]
    answer = web(owner).post(url("model_files", draft.pk), {"upload": sent}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "Đã nhận 02 tệp: “anh-1.jpg”, “anh-2.jpg”.",
        "Tệp “quyet-dinh.pdf” không phải PDF (nội dung giống tệp .exe). Kiểm tra lại tệp rồi gửi.",
        "Tệp “trong.jpg” không có nội dung. Chọn lại tệp.",
    ]
    names = draft.attachments.values_list("original_name", flat=True)
    assert list(names) == ["anh-1.jpg", "anh-2.jpg"]


def test_script_hears_what_became_of_each_file(web, owner, year):
    draft = make_draft(owner, year)
    script = {"X-Requested-With": "XMLHttpRequest"}
    fake = SimpleUploadedFile("virus.exe", b"MZ")
    address = url("model_files", draft.pk)
    answer = web(owner).post(address, {"upload": [jpeg("a.jpg"), fake]}, headers=script)
    nothing = web(owner).post(address, {}, headers=script)

    assert answer.json()["files"] == [
        {"name": "a.jpg", "kept": True, "said": "Đã nhận tệp “a.jpg”."},
        {
            "name": "virus.exe",
            "kept": False,
            "said": "Không nhận tệp “virus.exe”. Chỉ nhận ảnh (jpg, png, heic, webp), pdf, docx, "
            "xlsx.",
        },
    ]
    assert (nothing.status_code, nothing.json()["error"]) == (400, "Chọn tệp cho mục “Tệp”.")
    assert draft.attachments.count() == 1


def test_no_file_chosen_and_too_large(web, owner, year, settings):
    draft = make_draft(owner, year)
    settings.MAX_PICTURE_BYTES = 10
    none = web(owner).post(url("model_files", draft.pk), {})
    large = web(owner).post(url("model_files", draft.pk), {"upload": jpeg()})

    assert none.context["form"].errors == {"upload": ["Chọn tệp cho mục “Tệp”."]}
    assert "quá mức cho phép" in large.context["form"].errors["upload"][0]
    assert Attachment.objects.count() == 0


def test_document_is_saved_not_shown(web, owner, year):
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<x/>")
    stored = store_file(
        user=owner,
        upload=SimpleUploadedFile("bien-ban.docx", stream.getvalue()),
        dv_model=make_draft(owner, year),
    )

    served = web(owner).get(url("attachment", stored.pk))
    assert served["Content-Disposition"] == 'attachment; filename="bien-ban.docx"'
    served.close()


def test_file_of_others_does_not_exist(web, owner, participant, viewer, stranger, year):
    stored = store_file(user=owner, upload=jpeg(), dv_model=submitted_model(owner, year))

    for user in (participant, viewer, stranger):
        assert web(user).get(url("attachment", stored.pk)).status_code == 404


def test_file_is_taken_off_by_its_button_once(web, owner, participant, stranger, year):
    draft = make_draft(owner, year)
    stored = store_file(user=owner, upload=jpeg(), dv_model=draft)
    address = url("file_remove", draft.pk, stored.pk)

    assert web(owner).get(address).status_code == 405
    assert web(stranger).post(address).status_code == 404
    first = web(owner).post(address, {"once": "t1"})
    again = web(owner).post(address, {"once": "t1"})

    stored.refresh_from_db()
    assert first.url == again.url == url("model_edit", draft.pk, "minh-chung")
    assert stored.removed_at is not None
    assert web(owner).get(url("attachment", stored.pk)).status_code == 404


def test_file_of_another_model_is_not_taken_off(web, owner, year):
    stored = store_file(user=owner, upload=jpeg(), dv_model=make_draft(owner, year))
    other = make_draft(owner, year, name="Mô hình khác")

    assert web(owner).post(url("file_remove", other.pk, stored.pk)).status_code == 404
    stored.refresh_from_db()
    assert stored.removed_at is None
