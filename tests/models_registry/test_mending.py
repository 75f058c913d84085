"""Returns round by round, corrections taken back, small slips mended by the clerk."""

from datetime import date

import pytest
from django.urls import reverse

from dandvan.errors import DomainError, NotAllowed, StaleRecord
from models_registry.enums import CorrectionStatus
from models_registry.models import ModelMend
from models_registry.queries_corrections import rounds_of
from models_registry.services.acceptance import CorrectionInput, return_model, withdraw_correction
from models_registry.services.mending import mend_model
from models_registry.services.registration import answer_correction, resubmit_model, save_draft
from models_registry.services.reporting import return_report, send_result, write_report
from tests.factories import make_authority, make_draft, make_individual, make_signer
from tests.models_registry.model_steps import (
    accepted_model,
    assessed_model,
    make_decision,
    on,
    recognized_model,
    reported_model,
    submitted_model,
)

pytestmark = pytest.mark.django_db
GOAL = CorrectionInput("goal", "missing", "Ghi chỉ tiêu bằng con số.", date(2024, 3, 20))
NEED = CorrectionInput("need", "wrong", "Nói rõ hơn.", date(2024, 3, 20))
PLACES = CorrectionInput("villages", "missing", "Thêm làng.", date(2024, 3, 20))


@pytest.fixture(autouse=True)
def _march():
    with on(3, 6):
        yield


@pytest.fixture
def web(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def returned(owner, clerk, year):
    dv_model = submitted_model(owner, year)
    return return_model(user=clerk, model_id=dv_model.pk, corrections=[GOAL, NEED, PLACES])


def page_of(dv_model):
    return reverse("models_registry:model_detail", args=[dv_model.pk])


def supplement_of(dv_model):
    return reverse("models_registry:model_supplement", args=[dv_model.pk])


def answer_all(dv_model, user, **values):
    """Mend some texts, answer everything, send again."""
    save_draft(user=user, model_id=dv_model.pk, version=None, values=values)
    for row in dv_model.corrections.filter(status=CorrectionStatus.OPEN):
        answer_correction(user=user, correction_id=row.pk, answer="Đã sửa.")
    resubmit_model(user=user, model_id=dv_model.pk)
    dv_model.refresh_from_db()
    return dv_model


# --- rounds ---


def test_rounds_keep_what_each_return_asked_and_what_answered_it(owner, clerk, returned):
    answer_all(returned, owner, goal="Mỗi làng có 03 điểm thu gom.")
    return_model(user=clerk, model_id=returned.pk, corrections=[GOAL])
    answer_all(returned, owner, goal="Mỗi làng có 04 điểm thu gom.")
    second, first = rounds_of(returned)

    assert [(row.number, row.by, row.open_count) for row in (first, second)] == [
        (1, "Võ Thị Thử", 0),
        (2, "Võ Thị Thử", 0),
    ]
    goal, need, places = first.rows
    assert (goal.former, goal.new) == (
        "Mỗi làng có 02 điểm thu gom.",
        "Mỗi làng có 03 điểm thu gom.",
    )
    assert second.rows[0].new == "Mỗi làng có 04 điểm thu gom."
    assert [(row.changed, row.unchanged) for row in (goal, need, places)] == [
        (True, False),
        (False, True),
        (False, True),
    ]


def test_round_of_a_returned_report_shows_both_texts(owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    with on(10, 28):
        asked = CorrectionInput("report", "missing", "Ghi số hộ.")
        return_report(user=clerk, model_id=dv_model.pk, corrections=[asked])
        answer_correction(user=owner, correction_id=dv_model.corrections.get().pk, answer="Đã ghi.")
        write_report(
            user=owner,
            model_id=dv_model.pk,
            kind="result",
            date=date(2024, 10, 28),
            text="Đã có 06 điểm thu gom, 43 hộ.",
        )
        send_result(user=owner, model_id=dv_model.pk)
    (view,) = rounds_of(dv_model)[0].rows

    assert (view.former, view.new) == ("Đã có 06 điểm thu gom.", "Đã có 06 điểm thu gom, 43 hộ.")


def test_page_marks_changed_words_and_warns_only_the_office(
    web, owner, clerk, participant, returned
):
    answer_all(returned, owner, goal="Mỗi làng có 03 điểm thu gom.")
    shown = {
        user: web(user).get(page_of(returned)).content.decode()
        for user in (owner, clerk, participant)
    }

    for user in (owner, clerk):
        assert '<del><span class="visually-hidden">bỏ: </span>02</del>' in shown[user]
        assert '<ins><span class="visually-hidden">thêm: </span>03</ins>' in shown[user]
    assert shown[clerk].count("chưa đổi nội dung") == 2
    assert "chưa đổi nội dung" not in shown[owner]
    assert "Trả lại và bổ sung" not in shown[participant]


def test_answers_that_were_kept_stay_on_the_page_of_the_owner(web, owner, returned):
    row = returned.corrections.first()
    answer_correction(user=owner, correction_id=row.pk, answer="Đã ghi số.")
    answers = web(owner).get(supplement_of(returned)).context["answers"]

    assert [form.correction.part for form, _, _ in answers] == ["goal", "need", "villages"]


def test_return_without_a_correction_is_refused_with_a_sentence(web, owner, clerk, year):
    dv_model = submitted_model(owner, year)
    data = {"sua-TOTAL_FORMS": "3", "sua-INITIAL_FORMS": "0"}
    answer = web(clerk).post(reverse("models_registry:model_return", args=[dv_model.pk]), data)

    assert "Ghi ít nhất một nội dung cần bổ sung trước khi trả lại." in answer.content.decode()
    dv_model.refresh_from_db()
    assert (dv_model.state, dv_model.corrections.count()) == ("submitted", 0)


# --- corrections taken back ---


def withdraw_url(dv_model):
    return reverse("models_registry:correction_withdraw", args=[dv_model.pk])


def test_only_the_author_takes_a_correction_back(clerk, other_clerk, returned):
    row = returned.corrections.first()
    with pytest.raises(DomainError) as refused:
        withdraw_correction(user=other_clerk, correction_id=row.pk)
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])
    done = withdraw_correction(user=other_clerk, correction_id=row.pk)

    assert refused.value.reasons == ("Chỉ Võ Thị Thử, người đã trả, rút lại được nội dung này.",)
    assert (done.status, done.closed_by) == ("withdrawn", other_clerk)


def test_button_of_the_author_leaves_a_trace(web, owner, clerk, other_clerk, returned):
    row = returned.corrections.first()
    page = page_of(returned)

    assert 'name="correction"' not in web(other_clerk).get(page).content.decode()
    assert 'name="correction"' not in web(owner).get(page).content.decode()
    assert web(owner).post(withdraw_url(returned), {"correction": row.pk}).status_code == 403
    assert web(clerk).get(page).content.decode().count('name="correction"') == 3
    web(clerk).post(withdraw_url(returned), {"correction": row.pk, "once": "mot"})
    assert web(clerk).post(withdraw_url(returned), {"correction": "0"}).status_code == 404

    row.refresh_from_db()
    assert row.status == "withdrawn"
    events = web(owner).get(page).context["events"]
    assert ("Rút lại nội dung cần bổ sung", "Võ Thị Thử", "Mục tiêu, chỉ tiêu") in [
        (event.label, event.who, event.detail) for event in events
    ]


def test_owner_sends_again_at_once_when_everything_was_taken_back(web, owner, clerk, returned):
    for row in returned.corrections.all():
        withdraw_correction(user=clerk, correction_id=row.pk)
    detail = web(owner).get(page_of(returned)).content.decode()
    page = web(owner).get(supplement_of(returned)).content.decode()
    web(owner).post(supplement_of(returned), {"act": "submit"})
    returned.refresh_from_db()

    assert "Không còn nội dung nào phải bổ sung." in detail
    assert "Không còn nội dung nào phải bổ sung." in page
    assert returned.state == "submitted"


def test_report_goes_back_as_it_is_when_everything_was_taken_back(owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    with on(10, 28):
        return_report(user=clerk, model_id=dv_model.pk, corrections=[CorrectionInput(*_REPORT)])
        with pytest.raises(DomainError):
            send_result(user=owner, model_id=dv_model.pk)
        withdraw_correction(user=clerk, correction_id=dv_model.corrections.get().pk)

        assert send_result(user=owner, model_id=dv_model.pk).state == "reported"


_REPORT = ("report", "missing", "Ghi số hộ.")


# --- small mends ---


def mend(dv_model, user, **given):
    values = {"part": "goal", "text": "Mỗi làng có 02 điểm gom.", "reason": "Gõ nhầm", **given}
    return mend_model(user=user, model_id=dv_model.pk, **values)


@pytest.mark.parametrize("make", [submitted_model, accepted_model, reported_model])
def test_mend_keeps_both_texts_and_tells_the_owner(owner, clerk, year, make):
    people = (owner, year) if make is submitted_model else (owner, clerk, year)
    dv_model = make(*people)
    version = dv_model.version
    row = mend(dv_model, clerk)
    dv_model.refresh_from_db()

    assert (row.former_text, row.new_text, row.by, row.reason) == (
        "Mỗi làng có 02 điểm thu gom.",
        "Mỗi làng có 02 điểm gom.",
        clerk,
        "Gõ nhầm",
    )
    assert (dv_model.goal, dv_model.version, dv_model.changed_by) == (
        "Mỗi làng có 02 điểm gom.",
        version + 1,
        clerk,
    )
    assert owner.notices.get(kind="mended").text == (
        "Võ Thị Thử đã sửa lỗi nhỏ ở phần “Mục tiêu, chỉ tiêu” của mô hình “Ngôi nhà xanh”: Gõ nhầm"
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"reason": " "}, "Ghi lý do sửa."),
        ({"reason": "a" * 301}, "Rút gọn lý do còn tối đa 300 ký tự."),
        (
            {"text": "Mỗi làng có 02 điểm thu gom. "},
            "Nội dung chưa thay đổi. Sửa rồi lưu lại.",
        ),
        ({"text": ""}, "Không để trống phần “Mục tiêu, chỉ tiêu”."),
        ({"part": "owner"}, "Chỉ sửa lỗi nhỏ ở tên và các phần viết bằng lời."),
        ({"part": "figures"}, "Chỉ sửa lỗi nhỏ ở tên và các phần viết bằng lời."),
        ({"part": "name", "text": "a" * 301}, "Tên mô hình: rút gọn còn tối đa 300 ký tự."),
        (
            {"part": "name", "text": "Hũ gạo tình thương"},
            "Chỉ sửa lỗi nhỏ trong tên mô hình. Muốn đặt tên khác, trả lại để chủ mô hình đổi.",
        ),
    ],
)
def test_mend_refused_writes_nothing(owner, clerk, year, given, reason):
    dv_model = submitted_model(owner, year)
    with pytest.raises(DomainError) as refused:
        mend(dv_model, clerk, **given)
    dv_model.refresh_from_db()

    assert refused.value.reasons == (reason,)
    assert (dv_model.goal, dv_model.name) == ("Mỗi làng có 02 điểm thu gom.", "Ngôi nhà xanh")
    assert ModelMend.objects.count() == 0


def test_mend_of_the_name_keeps_code_and_search(owner, clerk, year):
    dv_model = submitted_model(owner, year)
    mend(dv_model, clerk, part="name", text="Ngôi  nhà xanh – sạch")
    dv_model.refresh_from_db()

    assert (dv_model.name, dv_model.code, dv_model.search_name) == (
        "Ngôi nhà xanh – sạch",
        "MH-2024-01",
        "ngoi nha xanh sach",
    )


def test_mend_only_by_the_clerk_and_not_of_his_own(owner, clerk, chair, bloc_member, year):
    dv_model, own = submitted_model(owner, year), submitted_model(clerk, year)
    for user in (owner, chair, bloc_member):
        with pytest.raises(NotAllowed):
            mend(dv_model, user)
    with pytest.raises(DomainError) as refused:
        mend(own, clerk)

    assert refused.value.reasons == (
        "Đây là mô hình của bạn hoặc bạn tham gia; nhờ công chức khác của Văn phòng sửa.",
    )


def test_mend_refused_while_the_owner_has_unsent_changes(owner, clerk, year, returned):
    for dv_model in (returned, make_draft(owner, year, name="Nháp")):
        with pytest.raises(DomainError) as refused:
            mend(dv_model, clerk)

        assert refused.value.reasons[0].startswith("Chủ mô hình đang sửa và chưa gửi")


def test_mend_refused_once_a_decision_rests_on_the_text(owner, clerk, chair, commune, year):
    signer = make_signer(make_individual(commune, "Nguyễn Văn Ký"))
    with on(11, 20):
        decision = make_decision(chair, make_authority(commune), signer)
    recognized = recognized_model(owner, clerk, year, decision)
    assessed = assessed_model(owner, clerk, year)
    with pytest.raises(DomainError) as refused:
        mend(recognized, clerk)
    with pytest.raises(DomainError) as later:
        mend(assessed, clerk)

    assert refused.value.reasons == (
        "Mô hình đã có quyết định công nhận nên tên và nội dung giữ đúng như trên giấy tờ "
        "đã ban hành.",
    )
    assert later.value.reasons == (
        "Mô hình đang ở trạng thái “Đã thẩm định” nên không sửa lỗi nhỏ được nữa.",
    )


def test_two_clerks_mending_at_once_the_second_hears_of_the_first(owner, clerk, other_clerk, year):
    dv_model = submitted_model(owner, year)
    mend(dv_model, clerk, version=dv_model.version)
    with pytest.raises(StaleRecord) as refused:
        mend(dv_model, other_clerk, text="Khác", version=dv_model.version)

    assert "Võ Thị Thử đã lưu mô hình này" in refused.value.reasons[0]
    assert ModelMend.objects.count() == 1


# --- the clerk's page ---


def act(dv_model, query=""):
    url = reverse("admin:models_registry_danvanmodel_act", args=[dv_model.pk, "mend"])
    return f"{url}{query}"


def test_page_lets_choose_the_part_and_mends_it(web, owner, clerk, year):
    dv_model = submitted_model(owner, year)
    parts = web(clerk).get(act(dv_model)).context["parts"]
    form = web(clerk).get(act(dv_model, "?phan=goal")).context["form"]
    data = {"text": "Mỗi làng có 02 điểm gom.", "reason": "Gõ nhầm", "version": dv_model.version}
    address, data = act(dv_model, "?phan=goal"), {**data, "once": "mot"}
    answer = web(clerk).post(address, data, follow=True)
    again = web(clerk).post(address, data)
    inside = web(owner).get(page_of(dv_model)).content.decode()

    assert [label for label, _, _ in parts][:2] == ["Tên mô hình", "Nhu cầu, vấn đề cần giải quyết"]
    assert form.initial["text"] == "Mỗi làng có 02 điểm thu gom."
    assert "Đã sửa phần “Mục tiêu, chỉ tiêu”; chủ mô hình được báo." in answer.content.decode()
    assert (again.status_code, ModelMend.objects.count()) == (302, 1)
    assert '<del><span class="visually-hidden">bỏ: </span>thu</del>' in inside


def test_page_of_a_stale_mend_shows_both_texts_and_keeps_what_was_typed(
    web, owner, clerk, other_clerk, year
):
    dv_model = submitted_model(owner, year)
    old = dv_model.version
    mend(dv_model, clerk)
    data = {"text": "Mỗi làng có 05 điểm thu gom.", "reason": "Sai số", "version": old}
    answer = web(other_clerk).post(act(dv_model, "?phan=goal"), data)
    page = answer.content.decode()

    assert answer.context["stale"] == (
        "Mỗi làng có 02 điểm gom.",
        "Mỗi làng có 05 điểm thu gom.",
    )
    assert "Bản đang lưu" in page
    assert "Võ Thị Thử đã lưu mô hình này" in page
    data["version"] = answer.context["form"].data["version"]
    web(other_clerk).post(act(dv_model, "?phan=goal"), data)
    dv_model.refresh_from_db()
    assert dv_model.goal == "Mỗi làng có 05 điểm thu gom."


def test_page_says_why_it_does_not_open_now(web, clerk, chair, returned):
    answer = web(clerk).get(act(returned), follow=True)

    assert "Chủ mô hình đang sửa và chưa gửi" in answer.content.decode()
    assert web(clerk).get(act(returned, "?phan=owner")).status_code == 404
    assert web(chair).get(act(returned)).status_code == 403


def test_clerk_finds_the_words_for_the_owner_on_both_pages(web, owner, clerk, returned):
    bench = reverse("admin:models_registry_danvanmodel_workbench", args=[returned.pk])
    for page in (page_of(returned), bench):
        shown = web(clerk).get(page)
        assert "– Mục tiêu, chỉ tiêu (thiếu): Ghi chỉ tiêu bằng con số." in shown.context["message"]
        assert "js/copy-text" in shown.content.decode()
    assert "message" not in web(owner).get(page_of(returned)).context
