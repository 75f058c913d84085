"""Registering on the web: drafts from the first field on, steps, autosave, sending once."""

from datetime import date

import pytest
from django.urls import reverse

from models_registry.models import DanVanModel
from models_registry.services.registration import IndicatorInput, save_draft
from tests.factories import make_collective, make_draft
from tests.models_registry.model_steps import on, submitted_model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]

MEMBERS = {"nguoi-TOTAL_FORMS": "2", "nguoi-INITIAL_FORMS": "1"}
INDICATORS = {"chitieu-TOTAL_FORMS": "1", "chitieu-INITIAL_FORMS": "0"}


@pytest.fixture
def draft(owner, year):
    return make_draft(owner, year)


@pytest.fixture
def web(client):
    """Sign somebody in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def url(name, *args):
    return reverse(f"models_registry:{name}", args=args)


def name_step(dv_model, **overrides):
    return {
        "version": dv_model.version,
        "page": "p1",
        "name": "Tiếng chiêng học bài",
        "kind": "collective",
        "collective": dv_model.collective_id,
        **MEMBERS,
        "nguoi-0-individual": dv_model.owner_person_id,
        "nguoi-0-part": "lead",
        "act": "submit",
        **overrides,
    }


def aim_step(dv_model, **overrides):
    return {
        "version": dv_model.version,
        "page": "p1",
        "need": dv_model.need,
        "goal": dv_model.goal,
        "solutions": dv_model.solutions,
        **INDICATORS,
        "act": "submit",
        **overrides,
    }


def means_step(dv_model, **overrides):
    return {
        "version": dv_model.version,
        "page": "p1",
        "start_date": "08/03/2024",
        "act": "submit",
        **overrides,
    }


# -- beginning ------------------------------------------------------------------------------


def test_start_makes_a_draft_of_the_first_words(web, owner, year):
    data = {"name": "Hũ gạo tình làng", "window": year.windows.get().pk, "once": "t1"}
    answer = web(owner).post(url("model_start"), data)

    dv_model = DanVanModel.objects.get()
    assert answer.url == url("model_edit", dv_model.pk, "ten")
    assert (dv_model.name, dv_model.owner_person) == ("Hũ gạo tình làng", owner.individual)
    assert dv_model.state == "draft"


def test_start_twice_leaves_one_draft(web, owner, year):
    data = {"name": "Hũ gạo", "window": year.windows.get().pk}
    first = web(owner).post(url("model_start"), data | {"once": "t1"})
    again = web(owner).post(url("model_start"), data | {"once": "t1"})
    same_name = web(owner).post(url("model_start"), data | {"once": "t2"})

    assert first.url == again.url == same_name.url
    assert DanVanModel.objects.count() == 1


def test_start_without_a_name_or_period_says_so(web, owner, year):
    answer = web(owner).post(url("model_start"), {"name": " "})

    assert answer.context["form"].errors == {
        "name": ["Nhập tên mô hình."],
        "window": ["Chọn đợt đăng ký."],
    }
    assert DanVanModel.objects.count() == 0


def test_start_after_the_window_says_whom_to_ask(web, owner, year):
    with on(3, 16):
        page = web(owner).get(url("model_start")).content.decode()

    assert "Hiện không có đợt đăng ký nào đang mở." in page
    assert 'name="name"' not in page


def test_window_that_closes_while_one_types_leaves_a_draft_and_a_clear_sentence(web, owner, year):
    with on(3, 15):
        assert 'name="name"' in web(owner).get(url("model_start")).content.decode()
    with on(3, 16):
        data = {"name": "Gõ đến nửa đêm", "window": year.windows.get().pk}
        answer = web(owner).post(url("model_start"), data)
        dv_model = DanVanModel.objects.get()
        aim = aim_step(dv_model, goal="Vẫn viết tiếp")
        saved = web(owner).post(url("model_autosave", dv_model.pk, "muc-tieu"), aim)
        page = web(owner).get(answer.url).content.decode()
        last = web(owner).get(url("model_submit", dv_model.pk)).content.decode()

    dv_model.refresh_from_db()
    assert (dv_model.name, dv_model.goal) == ("Gõ đến nửa đêm", "Vẫn viết tiếp")
    assert (saved.status_code, dv_model.state) == (200, "draft")
    sentence = "Đăng ký đợt 1 đã kết thúc ngày 15/03/2024. Nội dung đã ghi được giữ nguyên"
    assert (sentence in page, sentence in last) == (True, True)


def test_start_page_goes_on_with_the_draft_there_is(web, owner, year):
    draft = make_draft(owner, year, goal="")
    page = web(owner).get(url("model_start")).content.decode()

    going_on = f'<a class="btn main-act" href="{url("model_edit", draft.pk, "muc-tieu")}">'
    assert f"{going_on}Viết tiếp bản nháp này</a>" in page
    assert "Còn thiếu 1 phần: mục tiêu, chỉ tiêu." in page
    assert "<summary>Đăng ký thêm một mô hình khác</summary>" in page
    assert "Bắt đầu mô hình khác" in page


def test_start_page_of_a_complete_draft_leads_to_its_last_page(web, owner, year):
    draft = make_draft(owner, year)
    page = web(owner).get(url("model_start")).content.decode()

    assert f'href="{url("model_submit", draft.pk)}"' in page
    assert "Đã đủ các phần, chưa gửi." in page


def test_start_by_the_clerk_for_somebody_keeps_the_source_until_sent(web, clerk, owner, year):
    data = {"name": "Hũ gạo", "window": year.windows.get().pk}
    person = {"owner_person": owner.individual.pk}
    refused = web(clerk).post(url("model_start"), data | person)
    web(clerk).post(url("model_start"), data | person | {"on_behalf_source": "paper"})

    assert list(refused.context["form"].errors) == ["on_behalf_source"]
    dv_model = DanVanModel.objects.get()
    assert dv_model.owner_person == owner.individual
    page = web(clerk).get(url("model_submit", dv_model.pk))
    assert page.context["form"].initial["on_behalf_source"] == "paper"


def test_start_is_no_page_of_viewers(web, viewer, year):
    assert web(viewer).get(url("model_start")).status_code == 403


# -- steps ------------------------------------------------------------------------------------


def test_name_step_saves_and_goes_on(web, owner, participant, draft):
    helper = participant.individual
    data = name_step(draft, **{"nguoi-1-individual": helper.pk, "nguoi-1-part": "helper"})
    answer = web(owner).post(url("model_edit", draft.pk, "ten"), data)

    assert answer.url == url("model_edit", draft.pk, "noi-dung")
    draft.refresh_from_db()
    assert draft.name == "Tiếng chiêng học bài"
    assert [m.individual for m in draft.members.all()] == [owner.individual, helper]


def test_name_step_of_an_individual(web, owner, draft):
    web(owner).post(url("model_edit", draft.pk, "ten"), name_step(draft, kind="individual"))

    draft.refresh_from_db()
    assert (draft.collective, draft.individual) == (None, owner.individual)


def test_place_step_offers_the_areas_of_the_owner_with_their_texts(web, owner, year, draft):
    client, address = web(owner), url("model_edit", draft.pk, "noi-dung")
    page = client.get(address)
    assert [str(area) for area in page.context["form"].areas] == [
        "1. Nội dung T1",
        "2. Nội dung T2",
    ]
    assert "Toàn văn nội dung T1" in page.content.decode()

    area = year.plan.areas.get(code="T2")
    village = draft.villages.get()
    data = {"version": 1, "main_area": area.pk, "villages": [village.pk], "act": "submit"}
    answer = client.post(address, data)

    assert answer.url == url("model_edit", draft.pk, "muc-tieu")
    draft.refresh_from_db()
    assert (draft.main_area, draft.national_field) == (area, "VHXH")


def test_aim_step_keeps_indicators(web, owner, draft):
    row = {
        "chitieu-0-name": "Diện tích đất hiến",
        "chitieu-0-unit": "m²",
        "chitieu-0-kind": "land_m2",
        "chitieu-0-target": "3.265,5",
        "chitieu-0-summable": "on",
    }
    web(owner).post(url("model_edit", draft.pk, "muc-tieu"), aim_step(draft, **row))

    indicator = draft.indicators.get()
    assert (indicator.name, str(indicator.target), indicator.summable) == (
        "Diện tích đất hiến",
        "3265.50",
        True,
    )
    page = web(owner).get(url("model_edit", draft.pk, "muc-tieu")).content.decode()
    assert 'value="3.265,5"' in page


def test_more_rows_saves_and_shows_five_further_ones(web, owner, draft):
    data = aim_step(draft, goal="Mục tiêu mới", act="more")
    answer = web(owner).post(url("model_edit", draft.pk, "muc-tieu"), data)

    draft.refresh_from_db()
    assert (draft.goal, answer.url) == (
        "Mục tiêu mới",
        f"{url('model_edit', draft.pk, 'muc-tieu')}?dong=10",
    )
    assert len(web(owner).get(answer.url).context["rows"].forms) == 10


def test_incomplete_step_is_refused_but_kept(web, owner, draft):
    data = aim_step(draft, need="Rác nhựa ven suối.", goal="")
    answer = web(owner).post(url("model_edit", draft.pk, "muc-tieu"), data)

    assert answer.context["form"].errors == {
        "need": ["Nhập ít nhất 30 ký tự để người thẩm định hiểu việc cần làm."],
        "goal": ["Nhập mục tiêu."],
    }
    page = answer.content.decode()
    assert "Còn 2 chỗ cần sửa" in page
    assert 'name="version" value="2"' in page
    draft.refresh_from_db()
    assert (draft.need, draft.goal) == ("Rác nhựa ven suối.", "")


def test_incomplete_step_can_be_left_for_later(web, owner, draft):
    data = aim_step(draft, need="Rác nhựa ven suối.", act="later")
    answer = web(owner).post(url("model_edit", draft.pk, "muc-tieu"), data)

    draft.refresh_from_db()
    assert (answer.url, draft.need) == (url("model_detail", draft.pk), "Rác nhựa ven suối.")


def test_dates_out_of_order_are_refused_and_the_rest_is_kept(web, owner, draft):
    data = means_step(draft, end_date="07/03/2024", partners="Chi hội phụ nữ", act="later")
    answer = web(owner).post(url("model_edit", draft.pk, "nguon-luc"), data)

    assert answer.context["form"].errors == {
        "end_date": ["Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."]
    }
    assert 'value="07/03/2024"' in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.partners, draft.end_date) == ("Chi hội phụ nữ", None)


def test_date_that_is_no_date_is_refused_in_words(web, owner, draft):
    data = means_step(draft, start_date="31/02/2024")
    answer = web(owner).post(url("model_edit", draft.pk, "nguon-luc"), data)

    assert answer.context["form"].errors == {
        "start_date": ["Nhập bắt đầu từ ngày theo dạng ngày/tháng/năm, ví dụ 20/11/2024."]
    }
    draft.refresh_from_db()
    assert draft.start_date == date(2024, 3, 8)


def test_wrong_rows_are_refused_and_stay_on_the_page(web, owner, draft):
    rows = {
        "nguoi-1-individual": "",
        "nguoi-1-valid_from": "01/03/2024",
        "nguoi-0-valid_from": "02/03/2024",
        "nguoi-0-valid_to": "01/03/2024",
    }
    answer = web(owner).post(url("model_edit", draft.pk, "ten"), name_step(draft, **rows))

    assert answer.context["rows"].errors == [
        {"valid_to": ["Ngày thôi tham gia phải bằng hoặc sau ngày bắt đầu."]},
        {"individual": ["Chọn họ và tên cho dòng này."]},
    ]
    draft.refresh_from_db()
    assert draft.name == "Tiếng chiêng học bài"
    assert draft.members.get().valid_from is None


def test_choice_of_another_commune_is_refused(web, owner, stranger, draft):
    foreign = make_collective(stranger.commune, "Tập thể nơi khác")
    data = name_step(draft, collective=foreign.pk)
    answer = web(owner).post(url("model_edit", draft.pk, "ten"), data)

    assert "collective" in answer.context["form"].errors
    draft.refresh_from_db()
    assert draft.collective != foreign


def test_stale_step_shows_both_texts_and_writes_nothing(web, owner, clerk, draft):
    save_draft(user=clerk, model_id=draft.pk, version=1, values={"goal": "Bản của văn phòng"})
    data = aim_step(draft, goal="Bản của tôi", version=1)
    answer = web(owner).post(url("model_edit", draft.pk, "muc-tieu"), data)

    page = answer.content.decode()
    assert "Trong lúc bạn đang sửa, Võ Thị Thử đã lưu mô hình này lúc 09:00" in page
    (both,) = answer.context["form"].conflicts
    assert (both.label, both.stored, both.typed) == ("Mục tiêu", "Bản của văn phòng", "Bản của tôi")
    assert 'name="version" value="2"' in page
    draft.refresh_from_db()
    assert draft.goal == "Bản của văn phòng"

    web(owner).post(url("model_edit", draft.pk, "muc-tieu"), data | {"version": 2})
    draft.refresh_from_db()
    assert draft.goal == "Bản của tôi"


@pytest.mark.parametrize(
    ("choice", "goal"), [("da-luu", "Bản của văn phòng"), ("vua-nhap", "Bản của tôi, sửa thêm")]
)
def test_choice_between_two_texts_is_kept(web, owner, clerk, draft, choice, goal):
    save_draft(user=clerk, model_id=draft.pk, version=1, values={"goal": "Bản của văn phòng"})
    address = url("model_edit", draft.pk, "muc-tieu")
    data = aim_step(draft, goal="Bản của tôi", solutions="Cách làm mới", version=1)
    web(owner).post(address, data)
    both = data | {"version": 2, "goal": "Bản của tôi, sửa thêm"}
    both |= {"da-luu-goal": "Bản của văn phòng", "da-luu-solutions": draft.solutions}
    open_choice = web(owner).post(address, both | {"chon-goal": choice})

    assert open_choice.context["form"].errors == {
        "solutions": ["Giải pháp: chọn một trong hai bản."]
    }
    draft.refresh_from_db()
    assert (draft.goal, draft.solutions == "Cách làm mới") == (goal, False)

    version = open_choice.context["form"].data["version"]
    chosen = both | {"version": version, "chon-goal": choice, "chon-solutions": "vua-nhap"}
    answer = web(owner).post(address, chosen)
    draft.refresh_from_db()
    assert answer.url == url("model_edit", draft.pk, "nguon-luc")
    assert (draft.goal, draft.solutions) == (goal, "Cách làm mới")


def test_two_texts_are_not_saved_by_themselves(web, owner, clerk, draft):
    save_draft(user=clerk, model_id=draft.pk, version=1, values={"goal": "Bản của văn phòng"})
    data = aim_step(draft, goal="Bản của tôi", version=1)
    page = web(owner).post(url("model_edit", draft.pk, "muc-tieu"), data).content.decode()

    assert "data-autosave-url" not in page
    assert 'name="da-luu-goal" value="Bản của văn phòng"' in page
    assert page.count('name="chon-goal"') == 2
    assert 'name="chon-need"' not in page


@pytest.mark.parametrize(("choice", "name"), [("da-luu", "Của văn phòng"), ("vua-nhap", "Của tôi")])
def test_rows_with_two_texts_are_chosen_as_a_whole(web, owner, clerk, draft, choice, name):
    stored = [IndicatorInput(name="Của văn phòng", unit="hộ")]
    save_draft(user=clerk, model_id=draft.pk, version=1, values={"indicators": stored})
    address = url("model_edit", draft.pk, "muc-tieu")
    row = {"chitieu-0-name": "Của tôi", "chitieu-0-unit": "hộ"}
    stale = web(owner).post(address, aim_step(draft, version=1, **row))
    (both,) = stale.context["form"].conflicts
    asked = aim_step(draft, version=2, **row) | {"da-luu-indicators": ""}
    unchosen = web(owner).post(address, asked)
    version = unchosen.context["form"].data["version"]
    web(owner).post(address, asked | {"version": version, "chon-indicators": choice})

    assert (both.stored, both.typed) == ("Của văn phòng (hộ)", "Của tôi (hộ)")
    assert unchosen.context["form"].non_field_errors() == [
        "Chỉ tiêu bằng con số: chọn một trong hai bản."
    ]
    assert draft.indicators.get().name == name


def test_step_handed_in_twice_leads_to_the_same_place(web, owner, draft):
    data = name_step(draft, once="t1")
    first = web(owner).post(url("model_edit", draft.pk, "ten"), data)
    again = web(owner).post(url("model_edit", draft.pk, "ten"), data)

    draft.refresh_from_db()
    assert (first.url, draft.version) == (again.url, 2)


@pytest.mark.parametrize("name", ["model_edit", "model_submit", "model_files", "model_report"])
def test_pages_of_writers_refuse_others(web, stranger, participant, owner, year, name):
    dv_model = submitted_model(owner, year)

    assert web(participant).get(url(name, dv_model.pk)).status_code == 403
    assert web(stranger).get(url(name, dv_model.pk)).status_code == 404


def test_draft_of_somebody_does_not_exist_for_others(
    web, participant, bloc_member, stranger, draft
):
    for user in (participant, bloc_member, stranger):
        for name in ("model_detail", "model_edit", "model_submit"):
            assert web(user).get(url(name, draft.pk)).status_code == 404


def test_sent_model_is_not_edited_any_more(web, owner, year):
    dv_model = submitted_model(owner, year)
    data = aim_step(dv_model, goal="Đổi")
    answer = web(owner).post(url("model_edit", dv_model.pk, "muc-tieu"), data)

    assert answer.url == url("model_detail", dv_model.pk)
    dv_model.refresh_from_db()
    assert dv_model.goal != "Đổi"


# -- autosave ---------------------------------------------------------------------------------


def test_autosave_saves_and_never_submits(web, owner, draft):
    answer = web(owner).post(
        url("model_autosave", draft.pk, "muc-tieu"), aim_step(draft, goal="Đang gõ", act="submit")
    )

    assert answer.json() == {"saved_at": "09:00", "version": 2, "whole": True}
    draft.refresh_from_db()
    assert (draft.goal, draft.state) == ("Đang gõ", "draft")


def test_autosave_says_when_a_part_could_not_be_kept(web, owner, draft):
    data = means_step(draft, start_date="32/13/2024", partners="Chi hội")
    answer = web(owner).post(url("model_autosave", draft.pk, "nguon-luc"), data)

    assert answer.json() == {"saved_at": "09:00", "version": 2, "whole": False}
    draft.refresh_from_db()
    assert (draft.partners, draft.start_date) == ("Chi hội", date(2024, 3, 8))


def test_autosave_in_flight_does_not_make_ones_own_form_stale(web, owner, draft):
    web(owner).post(url("model_autosave", draft.pk, "muc-tieu"), aim_step(draft, goal="Đang"))
    answer = web(owner).post(
        url("model_edit", draft.pk, "muc-tieu"), aim_step(draft, goal="Đang gõ xong")
    )

    assert answer.url == url("model_edit", draft.pk, "nguon-luc")
    draft.refresh_from_db()
    assert draft.goal == "Đang gõ xong"


def test_autosave_of_a_stale_page_is_refused_in_words(web, owner, clerk, draft):
    save_draft(user=clerk, model_id=draft.pk, version=1, values={"goal": "Bản của văn phòng"})
    answer = web(owner).post(
        url("model_autosave", draft.pk, "muc-tieu"), aim_step(draft, goal="Đang gõ")
    )

    assert answer.status_code == 409
    assert answer.json()["error"].startswith("Trong lúc bạn đang sửa, Võ Thị Thử đã lưu")
    draft.refresh_from_db()
    assert draft.goal == "Bản của văn phòng"


def test_autosave_only_posts_and_only_of_drafts(web, owner, participant, year, draft):
    sent = submitted_model(owner, year, name="Đã gửi")

    assert web(owner).get(url("model_autosave", draft.pk, "muc-tieu")).status_code == 405
    refused = web(owner).post(url("model_autosave", sent.pk, "muc-tieu"), aim_step(sent))
    assert (refused.status_code, refused.json()) == (
        409,
        {"error": "Mô hình đã gửi nên không sửa được nữa."},
    )
    assert web(participant).post(url("model_autosave", draft.pk, "ten")).status_code == 404


# -- sending ----------------------------------------------------------------------------------


def test_submit_sends_once(web, owner, draft):
    data = {"version": draft.version, "once": "t1", "act": "submit"}
    first = web(owner).post(url("model_submit", draft.pk), data)
    again = web(owner).post(url("model_submit", draft.pk), data)

    draft.refresh_from_db()
    assert first.url == again.url == url("submission_receipt", draft.pk, 1)
    assert (draft.state, draft.code, draft.transitions.count()) == ("submitted", "MH-2024-01", 1)


def test_submit_with_missing_parts_leads_to_their_steps(web, owner, draft):
    save_draft(user=owner, model_id=draft.pk, version=1, values={"goal": "", "start_date": None})
    page = web(owner).get(url("model_submit", draft.pk))
    answer = web(owner).post(url("model_submit", draft.pk), {"version": 2, "act": "submit"})

    assert page.context["missing"] == [
        ("Mục tiêu, chỉ tiêu", url("model_edit", draft.pk, "muc-tieu")),
        ("Thời gian thực hiện", url("model_edit", draft.pk, "nguon-luc")),
    ]
    assert answer.context["form"].non_field_errors() == [
        "Chưa gửi được: còn thiếu mục tiêu, chỉ tiêu, thời gian thực hiện."
    ]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_submit_after_the_window(web, owner, clerk, draft):
    with on(3, 16):
        refused = web(owner).post(url("model_submit", draft.pk), {"version": 1})
        data = {"version": 1, "late_reason": "Lũ cắt đường", "on_behalf_source": "spoken"}
        sent = web(clerk).post(url("model_submit", draft.pk), data)

    assert refused.context["form"].non_field_errors() == [
        "Đã hết thời hạn đăng ký. Liên hệ Văn phòng – thống kê để được nhận muộn."
    ]
    assert sent.url == url("submission_receipt", draft.pk, 1)
    page = web(owner).get(url("model_detail", draft.pk)).content.decode()
    assert "làm thay Đinh Thị Chủ, theo nói trực tiếp" in page
    assert "Nhận muộn: Lũ cắt đường" in page


def test_submit_of_a_page_that_is_stale_is_refused(web, owner, clerk, draft):
    save_draft(user=clerk, model_id=draft.pk, version=1, values={"goal": "Bản của văn phòng"})
    answer = web(owner).post(url("model_submit", draft.pk), {"version": 1})

    assert "Trong lúc bạn đang sửa" in answer.context["form"].non_field_errors()[0]
    draft.refresh_from_db()
    assert draft.state == "draft"
