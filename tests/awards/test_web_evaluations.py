"""Sheets of section IV to read, and the first page of awards."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import EvaluationState
from awards.services.evaluation import open_evaluation, reopen_evaluation
from awards.services.nomination import withdraw_nomination
from dandvan.roles import Role
from tests.awards.web_cast import (
    WebCast,
    another_person,
    concluded,
    drafting_dossier,
    make_web_cast,
    on,
    open_meeting,
    proposed,
    put_forward,
)
from tests.factories import make_user

LIST = reverse("awards:evaluation_list")
INDEX = reverse("awards:index")


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sheet_url(evaluation) -> str:
    return reverse("awards:evaluation_detail", args=[evaluation.pk])


def test_sheet_names_clause_condition_finding_and_reason(cast):
    evaluation = concluded(cast)

    with on(18):
        response = signed_in(cast.bloc).get(sheet_url(evaluation))

    (finding,) = response.context["findings"]
    page = response.content.decode()
    assert (finding.criterion.clause, finding.mark_label) == ("IV.1.2", "Đạt")
    assert response.context["met_words"] == "Đạt 1/1 tiêu chuẩn"
    assert "Không có vi phạm" in page
    assert "kết luận ngày 15/11/2024" in page


def test_sheet_is_read_by_office_council_and_the_subject_alone(cast, stranger):
    evaluation = proposed(cast).evaluation
    viewer = make_user(cast.commune, "xem", Role.VIEWER, full_name="Nông Văn Xem")
    users = {
        "clerk": cast.clerk,
        "bloc": cast.bloc,
        "chair": cast.chair,
        "viewer": viewer,
        "nominee": cast.nominee,
        "council": cast.member,
        "outsider": cast.outsider,
        "stranger": stranger,
    }

    with on(18):
        codes = {
            name: signed_in(user).get(sheet_url(evaluation)).status_code
            for name, user in users.items()
        }

    assert codes == {
        **dict.fromkeys(("clerk", "bloc", "chair", "viewer", "nominee", "council"), 200),
        **dict.fromkeys(("outsider", "stranger"), 404),
    }


def test_open_sheet_does_not_exist_for_its_subject(cast):
    evaluation = concluded(cast)
    with on(16):
        reopen_evaluation(user=cast.clerk, evaluation_id=evaluation.pk, note="Xem lại.")
        cast.council.members.filter(individual=cast.nominee.individual).delete()
        response = signed_in(cast.nominee).get(sheet_url(evaluation))

    evaluation.refresh_from_db()
    assert evaluation.state == EvaluationState.OPEN
    assert response.status_code == 404


def test_reading_pages_take_no_post(cast):
    evaluation = concluded(cast)
    client = signed_in(cast.bloc)

    with on(18):
        codes = [client.post(url).status_code for url in (LIST, INDEX, sheet_url(evaluation))]

    assert codes == [405, 405, 405]


def test_pages_ask_to_sign_in(cast):
    response = Client().get(INDEX)

    assert response.status_code == 302
    assert response.url == f"{reverse('login')}?next={INDEX}"


def test_list_narrows_by_state_and_name(cast):
    done = concluded(cast)
    with on(16):
        open_evaluation(
            user=cast.clerk, year=cast.year, subject=another_person(cast, "Đinh Thị Mlip")
        )
    with on(18):
        client = signed_in(cast.bloc)
        by_state = client.get(LIST, {"state": "concluded"}).context["page_obj"].object_list
        by_name = client.get(LIST, {"q": "MLIP dinh"}).context["page_obj"].object_list

    assert list(by_state) == [done]
    assert [str(row.subject) for row in by_name] == ["Đinh Thị Mlip"]


def test_list_asks_the_same_queries_for_one_row_and_three(cast, django_assert_num_queries):
    client = signed_in(cast.bloc)
    concluded(cast)
    with on(18):
        client.get(LIST)
        with django_assert_num_queries(7):
            client.get(LIST)
    for name in ("Đinh Thị Mlip", "Vi Văn Toản"):
        concluded(cast, another_person(cast, name))

    with on(18), django_assert_num_queries(7):
        client.get(LIST)


def test_index_shows_a_nominee_his_own(cast):
    nomination = proposed(cast)

    with on(18):
        response = signed_in(cast.nominee).get(INDEX)

    assert response.context["mine"].nominations == [nomination]
    assert response.context["mine"].evaluations == [nomination.evaluation]
    assert reverse("awards:nomination_detail", args=[nomination.pk]) in response.content.decode()


def test_index_tells_somebody_without_a_nomination_how_it_comes(cast):
    proposed(cast)

    with on(18):
        page = signed_in(cast.outsider).get(INDEX).content.decode()

    assert "Bạn chưa có đề nghị khen thưởng nào" in page


def test_index_counts_what_waits_for_the_bloc_and_the_chair(cast):
    nomination = proposed(cast)

    with on(18):
        bloc = signed_in(cast.bloc).get(INDEX).context["tiles"]
        chair = signed_in(cast.chair).get(INDEX).context["tiles"]
        withdraw_nomination(user=cast.clerk, nomination_id=nomination.pk, note="Rút.")
        later = signed_in(cast.bloc).get(INDEX).context["tiles"]

    assert [(tile["label"], tile["count"]) for tile in bloc] == [("Đề nghị chờ ý kiến của Khối", 1)]
    assert [(tile["label"], tile["count"]) for tile in chair] == [
        ("Đề nghị chờ đưa ra bình xét", 0)
    ]
    assert [tile["count"] for tile in later] == [0]


def test_lists_of_council_and_dossiers_are_offered_to_council_and_office(cast):
    drafting_dossier(cast, put_forward(cast))
    open_meeting(cast)
    hidden = {reverse("awards:meeting_list"), reverse("awards:dossier_list")}

    with on(18, 16):
        seen = {
            name: hidden
            & {url for _, url, _ in signed_in(getattr(cast, name)).get(INDEX).context["links"]}
            for name in ("clerk", "member", "secretary", "outsider")
        }

    assert seen == {"clerk": hidden, "member": hidden, "secretary": hidden, "outsider": set()}
