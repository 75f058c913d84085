"""Marks of each assessor: hidden until one's own full set is given, on every page there is."""

from datetime import date, time

import pytest
from django.urls import reverse

from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from models_registry.domain.assessment import spread_in_words
from models_registry.enums import Mark
from models_registry.models import AssessorMark
from models_registry.queries_assessing import assessor_marks_visible_to, marks_shown
from models_registry.services.assessment import (
    AttendeeInput,
    MarkInput,
    SessionInput,
    assess_model,
    reassess_model,
)
from models_registry.services.assessor_marks import GivenMarks, give_marks
from tests.factories import make_user
from tests.models_registry.assess_steps import make_assessor, make_team
from tests.models_registry.model_steps import (
    assessed_model,
    marks_for,
    on,
    reported_model,
)

pytestmark = pytest.mark.django_db

DAY = date(2024, 11, 6)
SAYS = "Đã xem sổ cân ở nhà rông"


@pytest.fixture(autouse=True)
def _november():
    with on(11, 6):
        yield


@pytest.fixture
def reported(owner, clerk, year):
    return reported_model(owner, clerk, year)


@pytest.fixture
def first(year):
    return make_assessor(year, "mattran", "Đinh Văn Trận")


@pytest.fixture
def second(commune):
    """Sits in the team and may also do the joint round."""
    return make_user(commune, "danvan2", Role.MOBILIZATION_BLOC, full_name="Siu Thị Khối")


@pytest.fixture
def team(year, first, second, chair):
    return make_team(year, chair, first, second)


@pytest.fixture
def web(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def given(year, reason=SAYS, **by_code):
    """A full set of this assessor."""
    return [
        MarkInput(quality, by_code.get(quality.code, Mark.MET), reason)
        for quality in year.plan.qualities.all()
    ]


def give(user, dv_model, marks):
    return give_marks(user=user, model_id=dv_model.pk, marks=marks)


def seen_by(user):
    return assessor_marks_visible_to(user).count()


def joint(user, dv_model, year, **overrides):
    return assess_model(
        user=user,
        model_id=dv_model.pk,
        date=DAY,
        team="",
        conclusion="Đề nghị công nhận.",
        marks=marks_for(year, **overrides),
    )


def page(name, dv_model, *more):
    return reverse(name, args=[dv_model.pk, *more])


# -- giving ---------------------------------------------------------------------------------------


def test_marks_are_given_in_parts_and_changed_ones_are_kept(team, first, reported, year):
    marks = given(year)

    part = give(first, reported, marks[:1])
    full = give(first, reported, marks[1:])
    with on(11, 7):
        give(
            first, reported, [MarkInput(marks[0].quality, Mark.NOT_MET, "Sổ không khớp"), marks[1]]
        )

    assert (part, full) == (GivenMarks(1, 2), GivenMarks(2, 2))
    assert [part.is_full, full.is_full] == [False, True]
    rows = AssessorMark.objects.order_by("id")
    assert [(r.quality.code, r.mark, r.reason, r.replaced_at is None) for r in rows] == [
        ("effective", "met", SAYS, False),
        ("replicable", "met", SAYS, True),
        ("effective", "not_met", "Sổ không khớp", True),
    ]
    assert {(r.assessor, r.given_by, r.round) for r in rows} == {(first.individual, first, 1)}


@pytest.mark.parametrize("who", ["clerk", "bloc_member", "owner", "participant", "viewer"])
def test_marks_are_not_given_by_who_sits_in_no_team(request, who, team, reported, year):
    with pytest.raises(NotAllowed):
        give(request.getfixturevalue(who), reported, given(year))

    assert AssessorMark.objects.count() == 0


def test_marks_are_not_given_to_ones_own_model(team, first, reported, year):
    reported.members.create(individual=first.individual, part="helper")

    with pytest.raises(DomainError) as refused:
        give(first, reported, given(year))

    assert refused.value.reasons == (
        "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định "
        "hoặc công nhận mô hình của mình.",
    )
    assert AssessorMark.objects.count() == 0


def test_marks_need_a_reason_and_an_open_round(team, first, clerk, owner, year, reported):
    with pytest.raises(DomainError) as bare:
        give(first, reported, given(year, reason=" "))
    assessed = assessed_model(owner, clerk, year, name="Đã thẩm định")
    with pytest.raises(DomainError) as closed:
        give(first, assessed, given(year))

    assert bare.value.reasons == ("Ghi căn cứ, lý do cho: Hiệu quả thực tế, Có thể nhân rộng.",)
    assert closed.value.reasons == (
        "Mô hình đang ở trạng thái “Đã thẩm định”: chỉ cho ý kiến khi đang chờ thẩm định.",
    )
    assert AssessorMark.objects.count() == 0


def test_member_of_a_replaced_team_gives_no_marks(year, first, second, reported):
    make_team(year, first, number="97/QĐ-UBND", day=14)
    make_team(year, second, number="99/QĐ-UBND", day=21)

    with pytest.raises(NotAllowed):
        give(first, reported, given(year))

    assert give(second, reported, given(year)).is_full


# -- hidden until given ---------------------------------------------------------------------------

# Who sees the two marks of the first assessor while the round is open; "second" sits in the team.
OPEN = {
    "first": 2,
    "second": 0,
    "chair": 0,
    "clerk": 2,
    "bloc_member": 2,
    "owner": 0,
    "participant": 0,
    "publicist": 0,
    "viewer": 0,
    "administrator": 0,
    "stranger": 0,
}
CLOSED = OPEN | {"second": 2, "chair": 2}


@pytest.mark.parametrize("who", OPEN)
def test_marks_of_an_open_round_are_hidden_until_given(
    request, who, team, first, second, reported, year
):
    user = request.getfixturevalue(who)
    give(first, reported, given(year))

    assert seen_by(user) == OPEN[who]


@pytest.mark.parametrize("who", CLOSED)
def test_marks_of_a_closed_round_are_read_by_reviewers_and_team(
    request, who, team, first, reported, year, clerk
):
    user = request.getfixturevalue(who)
    give(first, reported, given(year))
    joint(clerk, reported, year)

    assert seen_by(user) == CLOSED[who]


def test_assessor_sees_the_others_after_his_own_full_set(team, first, second, reported, year):
    give(first, reported, given(year))
    marks = given(year, reason="Tự xem")

    give(second, reported, marks[:1])
    partly = seen_by(second), seen_by(first)
    give(second, reported, marks[1:])

    # The first does not see a set that is still being written.
    assert partly == (1, 2)
    assert (seen_by(second), seen_by(first)) == (4, 4)


def test_new_round_hides_again_and_shows_the_closed_one(team, first, second, reported, year, clerk):
    give(first, reported, given(year))
    joint(clerk, reported, year, replicable=Mark.NOT_ENOUGH)
    reassess_model(user=clerk, model_id=reported.pk, note="Đã bổ sung")
    give(first, reported, given(year, reason="Vòng hai"))

    rounds = assessor_marks_visible_to(second).values_list("round", "reason")

    assert set(rounds) == {(1, SAYS)}
    assert seen_by(first) == 4


def test_people_of_the_model_never_see_marks_even_as_clerk(team, first, clerk, reported, year):
    give(first, reported, given(year))
    reported.members.create(individual=clerk.individual, part="helper")

    assert seen_by(clerk) == 0


@pytest.mark.parametrize(("who", "reads"), [("second", False), ("first", True), ("clerk", True)])
def test_pages_tell_marks_only_to_who_may_see_them(
    request, web, who, reads, team, first, second, reported, year
):
    give(first, reported, given(year))
    user = request.getfixturevalue(who)
    names = ["models_registry:model_detail"]
    if who != "first":
        names += ["models_registry:model_assess", "admin:models_registry_danvanmodel_workbench"]
    if who != "clerk":
        names.append("models_registry:own_marks")

    told = {name: SAYS in web(user).get(page(name, reported)).content.decode() for name in names}
    act = page("admin:models_registry_danvanmodel_act", reported, "assess")
    if who != "first":
        told["act"] = SAYS in web(user).get(act).content.decode()

    assert told == dict.fromkeys(told, reads)


def test_admin_list_and_history_hide_marks_of_ones_own_model(
    web, team, first, clerk, other_clerk, reported, year
):
    give(first, reported, given(year))
    reported.members.create(individual=other_clerk.individual, part="helper")
    row = AssessorMark.objects.first()
    listed = reverse("admin:models_registry_assessormark_changelist")
    history = reverse("admin:models_registry_assessormark_history", args=[row.pk])
    change = reverse("admin:models_registry_assessormark_change", args=[row.pk])

    assert web(clerk).get(listed).context["cl"].result_count == 2
    assert web(clerk).get(history).status_code == 200
    assert web(other_clerk).get(listed).context["cl"].result_count == 0
    assert web(other_clerk).get(history).status_code == 404
    assert web(other_clerk).get(change).status_code == 404


def test_admin_list_hides_marks_from_a_clerk_of_the_team_who_has_not_given(
    web, year, first, clerk, reported
):
    make_team(year, first, clerk)
    give(first, reported, given(year))
    listed = reverse("admin:models_registry_assessormark_changelist")

    before = web(clerk).get(listed).context["cl"].result_count
    give(clerk, reported, given(year))

    assert (before, web(clerk).get(listed).context["cl"].result_count) == (0, 4)


# -- the table and the joint round ----------------------------------------------------------------


def test_table_names_who_has_not_given_and_the_spread(
    team, first, second, chair, clerk, year, reported
):
    give(first, reported, given(year, replicable=Mark.NOT_ENOUGH))
    give(second, reported, given(year))

    shown = marks_shown(reported, clerk, 1, DAY)
    mine = marks_shown(reported, chair, 1, DAY)

    assert [(a.name, a.part, a.has_given) for a in shown.assessors] == [
        ("Nguyễn Văn Chủ", "Trưởng đoàn", False),
        ("Đinh Văn Trận", "Thành viên", True),
        ("Siu Thị Khối", "Thư ký", True),
    ]
    assert shown.waiting == ("Nguyễn Văn Chủ",)
    assert [row.spread for row in shown.rows] == [
        "Cả 02 ý kiến: Đạt",
        "Khác nhau: 01 Đạt, 01 Chưa đủ căn cứ",
    ]
    assert (mine.hidden, mine.has_marks, mine.given) == (True, False, 2)


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ([], "Chưa có ý kiến"),
        (["met"], "Đạt (01 ý kiến)"),
        (["met", "met", "met"], "Cả 03 ý kiến: Đạt"),
        (["not_met", "met", "met"], "Khác nhau: 02 Đạt, 01 Không đạt"),
    ],
)
def test_spread_in_words(marks, words):
    assert spread_in_words(marks) == words


def test_joint_form_starts_with_nothing_chosen_and_never_waits(
    web, team, first, clerk, reported, year
):
    give(first, reported, given(year))
    form = web(clerk).get(page("models_registry:model_assess", reported)).context["form"]

    assert {form[form.names(quality)[0]].value() for quality in form.qualities} == {None}
    assert joint(clerk, reported, year).round == 1


def test_own_marks_on_the_web_are_saved_in_parts(web, team, first, reported, year):
    one, two = year.plan.qualities.all()
    url = page("models_registry:own_marks", reported)

    partly = web(first).post(url, {f"kq-{one.pk}": "met", f"cc-{one.pk}": SAYS})
    shown = web(first).get(url).context["form"]
    bare = web(first).post(url, {f"kq-{two.pk}": "met"}).context["form"]
    full = web(first).post(url, {f"kq-{two.pk}": "met", f"cc-{two.pk}": SAYS, "once": "x"})

    assert partly.url == url
    assert shown.initial[f"kq-{one.pk}"] == "met"
    assert bare.errors == {f"cc-{two.pk}": ["Ghi căn cứ, lý do cho “Có thể nhân rộng”."]}
    assert full.url == f"{page('models_registry:model_detail', reported)}#y-kien"
    assert AssessorMark.objects.filter(replaced_at=None).count() == 2


def test_session_is_kept_with_hour_place_leader_and_team(team, first, chair, clerk, reported, year):
    session = SessionInput(
        starts_at=time(14, 30),
        place="Nhà rông làng Leng",
        attendees=[
            AttendeeInput(chair.individual, "leader"),
            AttendeeInput(first.individual, "member"),
        ],
    )
    row = assess_model(
        user=clerk,
        model_id=reported.pk,
        date=DAY,
        team="",
        conclusion="Đề nghị công nhận.",
        marks=marks_for(year),
        session=session,
    )

    assert (row.starts_at, row.place, row.by_team) == (time(14, 30), "Nhà rông làng Leng", team)
    assert [(a.individual, a.part) for a in row.attendees.all()] == [
        (chair.individual, "leader"),
        (first.individual, "member"),
    ]


def test_session_refuses_people_of_the_model_and_two_leaders(
    team, first, chair, clerk, owner, reported, year
):
    people = (owner, chair, first)
    session = SessionInput(attendees=[AttendeeInput(u.individual, "leader") for u in people])

    with pytest.raises(DomainError) as refused:
        assess_model(
            user=clerk,
            model_id=reported.pk,
            date=DAY,
            team="",
            conclusion="Đề nghị công nhận.",
            marks=marks_for(year),
            session=session,
        )

    assert refused.value.reasons == (
        "Người của mô hình không thẩm định mô hình này: Đinh Thị Chủ.",
        "Buổi thẩm định chỉ có một người chủ trì.",
    )
    assert reported.assessments.count() == 0


def test_home_asks_an_assessor_until_his_set_is_full(web, team, first, owner, reported, year):
    def asked(user):
        tasks = web(user).get(reverse("home")).context["tasks"]
        return [(row["task"].what, row["url"]) for row in tasks if row["task"].key == "marks"]

    page_of_marks = page("models_registry:own_marks", reported)

    before = asked(first), asked(owner)
    give(first, reported, given(year)[:1])
    partly = asked(first)
    give(first, reported, given(year))

    assert before == ([("Cho ý kiến thẩm định", page_of_marks)], [])
    assert partly == [("Cho ý kiến thẩm định", page_of_marks)]
    assert asked(first) == []
