"""Nominations on the web: who reads them, who agrees, what a refusal says."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import NominationState
from awards.models import AchievementReport
from models_registry.enums import ImpedimentEffect, ImpedimentKind
from models_registry.models import Impediment
from tests.awards.web_cast import (
    WebCast,
    agreed,
    another_person,
    make_web_cast,
    on,
    proposed,
    put_forward,
)

LIST = reverse("awards:nomination_list")


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def act_url(name: str, nomination) -> str:
    return reverse(f"awards:nomination_{name}", args=[nomination.pk])


def says(response) -> list[str]:
    """Messages of the page that a redirect leads to."""
    return [str(message) for message in response.context["messages"]]


def post(user, url: str, **data):
    with on(18):
        return signed_in(user).post(url, data, follow=True)


def test_bloc_agrees_and_the_page_says_so(cast):
    nomination = proposed(cast)

    response = post(cast.bloc, act_url("agree", nomination))

    nomination.refresh_from_db()
    assert nomination.state == NominationState.AGREED
    assert response.redirect_chain == [(act_url("detail", nomination), 302)]
    assert says(response) == ["Đã thống nhất đề nghị khen thưởng Lương Thị Ngần."]


def test_second_click_leaves_one_trace(cast):
    nomination = proposed(cast)

    post(cast.bloc, act_url("agree", nomination), once="a")
    response = post(cast.bloc, act_url("agree", nomination), once="a")

    assert response.redirect_chain == [(act_url("detail", nomination), 302)]
    assert nomination.transitions.filter(edge="agree").count() == 1


def test_objection_without_reason_is_refused_and_writes_nothing(cast):
    nomination = proposed(cast)

    response = post(cast.bloc, act_url("object", nomination), note=" ")

    nomination.refresh_from_db()
    assert says(response) == ["Ghi lý do khi “Không thống nhất”."]
    assert nomination.state == NominationState.PROPOSED
    assert [row.edge for row in nomination.transitions.all()] == ["propose"]


def test_objection_keeps_its_reason_for_the_nominee(cast):
    nomination = proposed(cast)
    post(cast.bloc, act_url("object", nomination), note="Cần thêm ý kiến của làng.")

    with on(18):
        page = signed_in(cast.nominee).get(act_url("detail", nomination)).content.decode()

    assert "Cần thêm ý kiến của làng." in page


def test_chair_puts_forward_what_the_bloc_agreed_to(cast):
    nomination = agreed(cast)

    post(cast.chair, act_url("put_forward", nomination))

    nomination.refresh_from_db()
    assert nomination.state == NominationState.PUT_FORWARD


def test_put_forward_under_an_impediment_says_which(cast):
    nomination = agreed(cast)
    Impediment.objects.create(
        individual=cast.nominee.individual,
        kind=ImpedimentKind.COMPLAINT,
        effect=ImpedimentEffect.BLOCKS,
        reason="Đơn phản ánh đang xác minh",
        paper="Thông báo số 62/TB-UBND",
        starts="2024-11-01",
    )

    response = post(cast.chair, act_url("put_forward", nomination))

    nomination.refresh_from_db()
    assert nomination.state == NominationState.AGREED
    assert len(says(response)) == 1
    assert "Thông báo số 62/TB-UBND" in says(response)[0]


def test_clerk_withdraws_and_proposes_again(cast):
    nomination = proposed(cast)
    post(cast.bloc, act_url("object", nomination), note="Chưa rõ.")
    post(cast.clerk, act_url("repropose", nomination), note="Đã bổ sung.")
    nomination.refresh_from_db()
    assert nomination.state == NominationState.PROPOSED

    post(cast.clerk, act_url("withdraw", nomination), note="Xin rút.")

    nomination.refresh_from_db()
    assert nomination.state == NominationState.WITHDRAWN


@pytest.mark.parametrize("name", ["agree", "object", "repropose", "put_forward", "withdraw"])
def test_acts_take_no_get(cast, name):
    nomination = proposed(cast)

    assert signed_in(cast.bloc).get(act_url(name, nomination)).status_code == 405


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("agree", "chair"),
        ("object", "clerk"),
        ("repropose", "bloc"),
        ("put_forward", "bloc"),
        ("withdraw", "chair"),
        ("agree", "nominee"),
    ],
)
def test_acts_of_another_role_are_forbidden_and_write_nothing(cast, name, who):
    nomination = proposed(cast)

    response = post(getattr(cast, who), act_url(name, nomination), note="Lý do")

    assert response.status_code == 403
    nomination.refresh_from_db()
    assert nomination.state == NominationState.PROPOSED


@pytest.mark.parametrize("name", ["detail", "agree"])
def test_nomination_does_not_exist_for_others(cast, stranger, name):
    nomination = proposed(cast)
    with on(18):
        for user in (stranger, cast.outsider):
            client = signed_in(user)
            method = client.get if name == "detail" else client.post
            assert method(act_url(name, nomination)).status_code == 404


def test_impediments_are_read_by_clerk_and_chair_alone(cast):
    nomination = proposed(cast)
    Impediment.objects.create(
        individual=cast.nominee.individual,
        kind=ImpedimentKind.REMINDER,
        effect=ImpedimentEffect.WARNS,
        reason="Nhắc nhở vì chậm báo cáo",
        paper="305-CV/ĐU",
        starts="2024-10-24",
    )

    with on(18):
        seen = {
            name: "Nhắc nhở vì chậm báo cáo"
            in signed_in(getattr(cast, name)).get(act_url("detail", nomination)).content.decode()
            for name in ("clerk", "chair", "bloc", "nominee", "member")
        }

    assert seen == {
        "clerk": True,
        "chair": True,
        "bloc": False,
        "nominee": False,
        "member": False,
    }


def test_buttons_are_those_of_the_flow(cast):
    nomination = proposed(cast)

    with on(18):
        labels = {
            name: [
                button.label
                for button in signed_in(getattr(cast, name))
                .get(act_url("detail", nomination))
                .context["actions"]
            ]
            for name in ("bloc", "chair", "nominee", "member")
        }

    assert labels == {
        "bloc": ["Thống nhất đề nghị", "Không thống nhất"],
        "chair": [],
        "nominee": ["Viết báo cáo thành tích"],
        "member": [],
    }


def test_nominee_begins_his_report_once(cast):
    nomination = put_forward(cast)
    url = reverse("awards:report_start", args=[nomination.pk])

    first = post(cast.nominee, url, once="a")
    second = post(cast.nominee, url, once="a")

    report = AchievementReport.objects.get(nomination=nomination)
    edit = reverse("awards:report_edit", args=[report.pk])
    assert first.redirect_chain == [(edit, 302)]
    assert second.redirect_chain == [(edit, 302)]


def test_report_is_not_begun_by_others(cast):
    nomination = put_forward(cast)

    response = post(cast.member, reverse("awards:report_start", args=[nomination.pk]))

    assert response.status_code == 403
    assert not AchievementReport.objects.exists()


def test_list_narrows_by_name_without_tone_marks(cast):
    proposed(cast)
    proposed(cast, another_person(cast, "Đinh Thị Mlip"))

    with on(18):
        client = signed_in(cast.clerk)
        found = client.get(LIST, {"q": "dinh mlip"}).context["page_obj"].object_list
        none = client.get(LIST, {"q": "khong co"}).content.decode()

    assert [str(row.subject) for row in found] == ["Đinh Thị Mlip"]
    assert "Không có đề nghị nào hợp với điều kiện lọc" in none


def test_nominee_lists_his_own_alone(cast):
    mine = proposed(cast)
    cast.council.members.filter(individual=cast.nominee.individual).delete()
    proposed(cast, another_person(cast, "Đinh Thị Mlip"))

    with on(18):
        rows = signed_in(cast.nominee).get(LIST).context["page_obj"].object_list

    assert list(rows) == [mine]


def test_list_asks_the_same_queries_for_one_row_and_three(cast, django_assert_num_queries):
    client = signed_in(cast.clerk)
    proposed(cast)
    with on(18):
        client.get(LIST)
        with django_assert_num_queries(8):
            client.get(LIST)
    for name in ("Đinh Thị Mlip", "Vi Văn Toản"):
        proposed(cast, another_person(cast, name))

    with on(18), django_assert_num_queries(8):
        client.get(LIST)
