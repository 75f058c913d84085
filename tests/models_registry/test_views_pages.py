"""Lists, search, the page of a model, its buttons: who sees what, and what happens once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dandvan import clock
from models_registry.enums import ModelState
from models_registry.models import DanVanModel
from models_registry.services.acceptance import CorrectionInput, return_model
from tests.factories import make_draft, make_village
from tests.models_registry.model_steps import (
    accepted_model,
    assessed_model,
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


@pytest.fixture
def web(client):
    """Sign somebody in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def url(name, *args):
    return reverse(f"models_registry:{name}", args=args)


def names(answer):
    return [row.name for row in answer.context["rows"]]


def labels(answer):
    return [button.label for button in answer.context["actions"]]


# -- lists --------------------------------------------------------------------------------------


def test_list_leaves_out_drafts_of_others_and_other_communes(
    web, owner, participant, stranger, year
):
    submitted_model(owner, year, name="Đã gửi")
    make_draft(owner, year, name="Bản nháp của chủ")

    assert names(web(participant).get(url("model_list"))) == ["Đã gửi"]
    assert names(web(owner).get(url("model_list"))) == ["Bản nháp của chủ", "Đã gửi"]
    assert names(web(stranger).get(url("model_list"))) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "lang van hoa"}, ["Làng văn hóa"]),
        ({"q": "duong HOA"}, ["Đường hoa"]),
        ({"q": "MH-2024-02"}, ["Đường hoa"]),
        ({"q": "dinh thi chu"}, ["Làng văn hóa", "Đường hoa"]),
        ({"owner": "individual"}, ["Đường hoa"]),
        ({"owner": "collective"}, ["Làng văn hóa"]),
        ({"state": "accepted"}, ["Đường hoa"]),
        ({"state": "recognized"}, []),
        ({"recognized": "yes"}, []),
        ({"recognized": "no"}, ["Làng văn hóa", "Đường hoa"]),
    ],
)
def test_list_filters(web, owner, clerk, participant, year, query, found):
    submitted_model(owner, year, name="Làng văn hóa")
    accepted_model(owner, clerk, year, name="Đường hoa", individual=owner.individual)

    assert names(web(participant).get(url("model_list"), query)) == found


def test_list_filters_by_year_area_and_village(web, commune, owner, year):
    here = submitted_model(owner, year, name="Ở đây")
    there = submitted_model(owner, year, name="Ở kia")
    village = make_village(commune, "L02", "Klếch")
    there.villages.set([village])
    area = year.plan.areas.get(code="T2")
    here.further_areas.add(area)

    page = url("model_list")
    assert names(web(owner).get(page, {"village": village.pk})) == ["Ở kia"]
    assert names(web(owner).get(page, {"area": area.pk})) == ["Ở đây"]
    assert names(web(owner).get(page, {"year": year.pk})) == ["Ở đây", "Ở kia"]
    assert names(web(owner).get(page, {"year": "abc", "village": "99"})) == ["Ở đây", "Ở kia"]


def test_list_pages_of_twenty(web, owner, year):
    for number in range(21):
        submitted_model(owner, year, name=f"Mô hình {number:02d}")

    assert len(names(web(owner).get(url("model_list")))) == 20
    assert names(web(owner).get(url("model_list"), {"page": 2})) == ["Mô hình 20"]
    assert web(owner).get(url("model_list"), {"page": 9}).status_code == 404


@pytest.mark.parametrize(("page", "queries"), [("model_list", 10), ("model_mine", 7)])
def test_list_asks_as_often_for_three_rows_as_for_one(web, owner, year, page, queries):
    client = web(owner)
    submitted_model(owner, year, name="Một")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url(page))
    submitted_model(owner, year, name="Hai")
    submitted_model(owner, year, name="Ba", individual=owner.individual)
    with CaptureQueriesContext(connection) as three:
        client.get(url(page))

    assert (len(one), len(three)) == (queries, queries)


def test_mine_holds_what_one_owns_or_takes_part_in(web, owner, participant, clerk, year):
    submitted_model(owner, year, name="Của chủ")
    shared = submitted_model(clerk, year, name="Cùng làm")
    shared.members.create(individual=participant.individual, part="helper")

    assert names(web(participant).get(url("model_mine"))) == ["Cùng làm"]
    assert names(web(owner).get(url("model_mine"))) == ["Của chủ"]


def test_like_named_finds_without_tone_marks_and_hides_drafts(
    web, owner, participant, stranger, year
):
    known = submitted_model(owner, year, name="Phụ nữ chung tay bảo vệ môi trường")
    make_draft(owner, year, name="Phụ nữ chung tay giữ môi trường")
    query = {"ten": "phu nu chung tay bao ve moi truong xa"}

    found = web(participant).get(url("like_named"), query).json()["models"]
    assert found == [
        {
            "name": known.name,
            "code": "MH-2024-01",
            "owner": "Ủy ban nhân dân xã Tơ Tung",
            "year": 2024,
            "state": "Chờ tiếp nhận",
            "url": url("model_detail", known.pk),
        }
    ]
    for user, asked in ((participant, {"ten": "Hũ"}), (stranger, query)):
        assert web(user).get(url("like_named"), asked).json() == {"models": []}
    assert (
        web(owner)
        .get(url("like_named"), query | {"tru": known.pk})
        .json()["models"][0]["name"]
        .endswith("giữ môi trường")
    )


# -- one model ----------------------------------------------------------------------------------


def test_page_shows_the_inside_only_to_its_people_and_reviewers(
    web, owner, clerk, bloc_member, participant, viewer, year
):
    dv_model = submitted_model(owner, year)
    owner.individual.phone = "0900 000 111"
    owner.individual.save(update_fields=["phone"])
    wrong = CorrectionInput("goal", "missing", "Ghi chỉ tiêu bằng con số.")
    return_model(user=clerk, model_id=dv_model.pk, corrections=[wrong], note="Còn sơ sài")

    inside = ("Ghi chỉ tiêu bằng con số.", "Minh chứng", "0900 000 111", "Còn sơ sài")
    for user in (owner, clerk, bloc_member):
        page = web(user).get(url("model_detail", dv_model.pk)).content.decode()
        assert [text for text in inside if text not in page] == []
    for user in (participant, viewer):
        page = web(user).get(url("model_detail", dv_model.pk)).content.decode()
        assert [text for text in inside if text in page] == []
        assert "Rác nhựa còn bị bỏ lại" in page
        assert "next-acts" not in page


def test_page_hides_marks_from_others(web, owner, clerk, participant, year):
    dv_model = assessed_model(owner, clerk, year)

    assert "Hiệu quả thực tế" in web(owner).get(url("model_detail", dv_model.pk)).content.decode()
    page = web(participant).get(url("model_detail", dv_model.pk)).content.decode()
    assert "Hiệu quả thực tế" not in page
    assert "Đề nghị công nhận." not in page


def test_page_of_another_commune_does_not_exist(web, owner, stranger, year):
    assert (
        web(stranger).get(url("model_detail", submitted_model(owner, year).pk)).status_code == 404
    )
    assert web(stranger).get(url("model_detail", 10**20)).status_code == 404


def test_page_needs_signing_in_and_a_role(client, owner, commune, year):
    from tests.factories import make_user

    address = url("model_detail", submitted_model(owner, year).pk)

    assert client.get(address).url == f"{reverse('login')}?next={address}"
    client.force_login(make_user(commune, "khongvaitro"))
    assert client.get(address).status_code == 403
    client.force_login(owner)
    assert client.post(address).status_code == 405


def test_buttons_follow_the_flow(web, owner, clerk, chair, participant, viewer, year):
    dv_model = submitted_model(owner, year)
    page = url("model_detail", dv_model.pk)

    assert labels(web(owner).get(page)) == ["Thêm minh chứng", "Rút mô hình"]
    assert labels(web(clerk).get(page))[0] == "Tiếp nhận"
    assert labels(web(participant).get(page)) == labels(web(viewer).get(page)) == []
    accept = web(chair).get(page).context["actions"][0]
    assert (accept.label, accept.allowed, accept.reasons) == (
        "Tiếp nhận",
        False,
        ("Việc tiếp nhận do công chức Văn phòng – thống kê làm.",),
    )


def test_buttons_of_ones_own_model_say_why_not(web, clerk, year):
    dv_model = reported_model(clerk, clerk_of_the_same_commune(clerk), year)

    assess = next(
        row
        for row in web(clerk).get(url("model_detail", dv_model.pk)).context["actions"]
        if row.label == "Thẩm định"
    )
    assert (assess.allowed, assess.reasons) == (
        False,
        (
            "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định "
            "hoặc công nhận mô hình của mình.",
        ),
    )


def test_buttons_of_bloc_and_chair_lead_straight_to_the_act(
    web, owner, clerk, bloc_member, chair, year
):
    reported = reported_model(owner, clerk, year, name="Chờ thẩm định")
    assessed = assessed_model(owner, clerk, year, name="Chờ quyết định")
    decision = f"{reverse('admin:models_registry_decision_new')}?mo-hinh={assessed.pk}"
    form = reverse("admin:models_registry_danvanmodel_act", args=[reported.pk, "assess"])

    assert way(web(bloc_member), reported, "Thẩm định") == url("model_assess", reported.pk)
    assert way(web(clerk), reported, "Thẩm định") == f"{form}?v={reported.version}"
    assert way(web(chair), assessed, "Công nhận") == decision
    assert way(web(chair), assessed, "Không công nhận") == decision


def way(client, dv_model, label):
    """Where the button of this label leads."""
    actions = client.get(url("model_detail", dv_model.pk)).context["actions"]
    return next(row.needs_form_url for row in actions if row.label == label)


def clerk_of_the_same_commune(user):
    from dandvan.roles import Role
    from tests.factories import make_user

    return make_user(user.commune, "vanphong3", Role.CLERK, full_name="Đinh Thị Ba")


def test_accept_by_its_button_once(web, owner, clerk, year):
    dv_model = submitted_model(owner, year)
    data = {"once": "t1", "note": "Đủ nội dung"}
    first = web(clerk).post(url("model_act", dv_model.pk, "tiep-nhan"), data)
    again = web(clerk).post(url("model_act", dv_model.pk, "tiep-nhan"), data)

    assert first.url == again.url == url("model_detail", dv_model.pk)
    assert [t.edge for t in dv_model.transitions.all()] == ["submit", "accept"]
    assert [str(m) for m in web(clerk).get(first.url).context["messages"]] == [
        "Đã tiếp nhận mô hình."
    ]


def test_act_refused_is_said_and_changes_nothing(web, owner, year):
    dv_model = submitted_model(owner, year)
    answer = web(owner).post(url("model_act", dv_model.pk, "rut"), {"note": " "})

    assert [str(m) for m in web(owner).get(answer.url).context["messages"]] == [
        "Ghi lý do khi “Rút mô hình”."
    ]
    assert DanVanModel.objects.get().state == ModelState.SUBMITTED


@pytest.mark.parametrize(
    "act",
    [
        "tiep-nhan",
        "thoi-tiep-nhan",
        "gui-bao-cao",
        "ket-thuc",
        "tham-dinh-lai",
        "xem-xet-lai",
        "rut",
        "khoi-phuc",
        "nhac",
    ],
)
def test_acts_only_post_never_for_others_or_strangers(
    web, owner, clerk, participant, stranger, year, act
):
    dv_model = submitted_model(owner, year)
    address = url("model_act", dv_model.pk, act)

    assert web(clerk).get(address).status_code == 405
    assert web(participant).post(address, {"note": "Thử"}).status_code == 403
    assert web(stranger).post(address, {"note": "Thử"}).status_code == 404
    assert dv_model.transitions.count() == 1


def test_unknown_act_does_not_exist(web, owner, year):
    address = url("model_act", submitted_model(owner, year).pk, "xoa")

    assert web(owner).post(address).status_code == 404


def test_withdraw_and_restore_by_their_buttons(web, owner, clerk, year):
    dv_model = submitted_model(owner, year)
    web(owner).post(url("model_act", dv_model.pk, "rut"), {"note": "Thiếu người"})
    dv_model.refresh_from_db()
    assert dv_model.state == ModelState.WITHDRAWN

    web(clerk).post(url("model_act", dv_model.pk, "khoi-phuc"), {"note": "Có người mới"})
    dv_model.refresh_from_db()
    assert dv_model.state == ModelState.SUBMITTED


def test_reminder_stands_in_the_timeline_of_those_inside(web, owner, clerk, participant, year):
    dv_model = accepted_model(owner, clerk, year)
    web(clerk).post(url("model_act", dv_model.pk, "nhac"), {"note": "Nộp báo cáo kết quả"})
    page = url("model_detail", dv_model.pk)

    assert [e.label for e in web(owner).get(page).context["events"]] == [
        "Lập bản nháp",
        "Gửi đăng ký",
        "Tiếp nhận",
        "Nhắc",
    ]
    assert [e.label for e in web(participant).get(page).context["events"]] == [
        "Lập bản nháp",
        "Gửi đăng ký",
        "Tiếp nhận",
    ]


def test_page_asks_as_often_for_many_figures_and_files_as_for_one(web, owner, clerk, commune, year):
    dv_model = accepted_model(owner, clerk, year)
    client, page = web(owner), url("model_detail", dv_model.pk)

    def fill(number):
        village = make_village(commune, f"L1{number}", f"Làng {number}")
        dv_model.villages.add(village)
        indicator = dv_model.indicators.create(name=f"Chỉ tiêu {number}", unit="hộ", kind="other")
        indicator.values.create(
            village=village,
            date=clock.today(),
            reported=number,
            recorded_by=owner,
            recorded_at=clock.now(),
        )
        make_scan(owner, dv_model, name=f"{number}.pdf")

    fill(1)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    fill(2)
    fill(3)
    with CaptureQueriesContext(connection) as three:
        client.get(page)

    assert len(one) == len(three)
