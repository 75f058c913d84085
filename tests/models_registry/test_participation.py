"""Taking part: one registration a person and year, entered by himself or by the clerk."""

from datetime import date

import pytest
from django.urls import reverse

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from models_registry.enums import SubjectType
from models_registry.models import EmulationYear, Participation, Post
from models_registry.queries import year_on
from models_registry.queries_participation import own_participation, roster
from models_registry.services.participation import (
    register_many,
    register_oneself,
    withdraw_participation,
)
from tests.factories import (
    make_collective,
    make_individual,
    make_kind,
    make_plan,
    make_user,
    make_village,
)
from tests.models_registry.model_steps import on, submitted_model

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
    return reverse(f"models_registry:participation_{name}", args=args)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def entered(clerk, year, *people, day=date(2024, 2, 23), source="paper"):
    return register_many(user=clerk, year=year, people=people, source=source, registered_on=day)


def in_village(commune, name, village, **dates):
    person = make_individual(commune, name)
    Post.objects.filter(individual=person).update(village=village, title="Trưởng làng", **dates)
    return person


# -- one's own registration -----------------------------------------------------------------------


def test_registering_oneself_keeps_day_and_line(owner, year):
    row = register_oneself(user=owner, pledge="  Vận động hộ\n trong làng ")

    assert (row.year, row.individual, row.pledge) == (
        year,
        owner.individual,
        "Vận động hộ trong làng",
    )
    assert (row.registered_on, row.on_behalf_source) == (date(2024, 11, 20), "")


def test_registering_again_is_one_row_and_mends_the_line(owner, year):
    register_oneself(user=owner, pledge="Việc một")
    register_oneself(user=owner)
    register_oneself(user=owner, pledge="Việc hai")

    assert list(Participation.objects.values_list("pledge", flat=True)) == ["Việc hai"]


def test_line_of_three_hundred_letters_passes_and_one_more_is_refused(owner, year):
    with pytest.raises(DomainError) as refused:
        register_oneself(user=owner, pledge="a" * 301)
    assert refused.value.reasons == ("Rút gọn việc sẽ làm còn tối đa 300 ký tự (đang có 301).",)

    assert register_oneself(user=owner, pledge="a" * 300).pledge == "a" * 300


@pytest.mark.parametrize("who", ["viewer", "administrator"])
def test_who_only_reads_or_has_no_person_does_not_register(request, who, year):
    with pytest.raises(NotAllowed):
        register_oneself(user=request.getfixturevalue(who))


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (date(2020, 1, 1), date(2023, 12, 31), False),
        (date(2020, 1, 1), date(2024, 1, 1), True),
        (date(2024, 12, 31), None, True),
        (date(2025, 1, 1), None, False),
    ],
)
def test_only_a_post_held_in_the_year_counts(commune, owner, year, start, end, counts):
    Post.objects.filter(individual=owner.individual).update(valid_from=start, valid_to=end)

    assert (own_participation(commune.pk, owner.individual_id, clock.today()) is not None) is counts
    assert roster(year, clock.today()).total == int(counts)


def test_a_kind_outside_the_movement_does_not_register(commune, owner, year):
    other = make_kind(commune, SubjectType.INDIVIDUAL, "HOUSEHOLD", eligible=False)
    Post.objects.filter(individual=owner.individual).update(kind=other)

    with pytest.raises(DomainError) as refused:
        register_oneself(user=owner)

    assert refused.value.reasons == (
        "Chưa đăng ký được: năm 2024 chưa mở, hoặc bạn không giữ chức danh thuộc đối tượng của "
        "phong trào trong năm 2024. Liên hệ Văn phòng – thống kê.",
    )
    assert Participation.objects.count() == 0


def test_one_tap_on_the_first_page(web, owner, year):
    client = web(owner)
    before = client.get(reverse("home"))
    answer = client.post(
        url("register"), {"pledge": "Dạy bổ túc ở làng", "once": "a1"}, follow=True
    )
    again = client.post(url("register"), {"pledge": "Việc khác", "once": "a1"}, follow=True)

    assert "Việc bạn sẽ làm" in before.content.decode()
    assert said(answer) == ["Đã đăng ký tham gia phong trào năm 2024."]
    assert "Bạn đã đăng ký tham gia phong trào năm 2024 ngày 20/11/2024" in again.content.decode()
    assert list(Participation.objects.values_list("pledge", flat=True)) == ["Dạy bổ túc ở làng"]


def test_register_page_shows_and_mends_the_line(web, owner, year):
    client = web(owner)
    client.post(url("register"), {"pledge": "Việc một"})

    page = client.get(url("register"))
    assert page.context["form"]["pledge"].value() == "Việc một"
    refused = client.post(url("register"), {"pledge": "b" * 301})
    assert refused.status_code == 200
    assert refused.context["form"].errors["pledge"] == [
        "Rút gọn việc sẽ làm còn tối đa 300 ký tự (đang có 301)."
    ]
    assert refused.context["form"]["pledge"].value() == "b" * 301


def test_without_a_year_the_page_says_so(web, owner):
    answer = web(owner).post(url("register"), {"pledge": ""})

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [
        "Chưa đăng ký được: năm 2024 chưa mở, hoặc bạn không giữ chức danh thuộc đối tượng của "
        "phong trào trong năm 2024. Liên hệ Văn phòng – thống kê."
    ]


# -- many at once ---------------------------------------------------------------------------------


def test_clerk_enters_many_and_leaves_those_registered_already(commune, clerk, owner, year):
    register_oneself(user=owner, pledge="Việc của tôi")
    others = [make_individual(commune, name) for name in ("Siu An", "Siu Bình")]

    rows = entered(clerk, year, owner.individual, *others, others[0], source="zalo")

    assert [row.individual for row in rows] == others
    assert {row.on_behalf_source for row in rows} == {"zalo"}
    assert Participation.objects.get(individual=owner.individual).pledge == "Việc của tôi"


def test_entering_is_all_or_nothing_and_names_everything_wrong(commune, clerk, stranger, year):
    good = make_individual(commune, "Siu An")
    gone = make_individual(commune, "Siu Bình")
    Post.objects.filter(individual=gone).update(valid_to=date(2023, 6, 30))

    with pytest.raises(DomainError) as refused:
        register_many(
            user=clerk,
            year=year,
            people=[good, gone, stranger.individual],
            source="letter",
            registered_on=date(2024, 11, 21),
        )

    not_for = "không giữ chức danh thuộc đối tượng của phong trào trong năm 2024."
    assert refused.value.reasons == (
        "Chọn căn cứ ghi thay: phiếu giấy, nói trực tiếp, điện thoại hoặc Zalo.",
        "Ngày đăng ký 21/11/2024 chưa tới. Kiểm tra lại ngày.",
        f"Siu Bình {not_for}",
        f"Phan Thị Lạ {not_for}",
    )
    assert Participation.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "accepted"),
    [(date(2022, 12, 31), False), (date(2023, 1, 1), True), (date(2024, 11, 20), True)],
)
def test_day_of_registration_belongs_to_the_year_or_the_one_before(
    commune, clerk, year, day, accepted
):
    person = make_individual(commune, "Siu An")
    if accepted:
        assert entered(clerk, year, person, day=day)[0].registered_on == day
        return
    with pytest.raises(DomainError) as refused:
        entered(clerk, year, person, day=day)
    assert refused.value.reasons == (
        "Ngày đăng ký 31/12/2022 không thuộc năm 2024. Kiểm tra lại ngày.",
    )


@pytest.mark.parametrize("who", ["owner", "bloc_member", "chair", "publicist", "viewer"])
def test_only_the_clerk_enters_and_withdraws(request, commune, clerk, year, who):
    user = request.getfixturevalue(who)
    person = make_individual(commune, "Siu An")
    row = entered(clerk, year, person)[0]

    with pytest.raises(NotAllowed):
        entered(user, year, make_individual(commune, "Siu Bình"))
    with pytest.raises(NotAllowed):
        withdraw_participation(user=user, participation_id=row.pk, reason="Nhầm")


def test_a_year_of_another_commune_is_not_found(stranger, clerk):
    foreign = make_plan(stranger.commune, code="khac")

    with pytest.raises(DomainError) as refused:
        entered(clerk, foreign, stranger.individual)

    assert refused.value.reasons == ("Không tìm thấy năm thi đua này.",)


def test_page_of_the_clerk_offers_who_is_left_by_place(web, commune, clerk, year):
    klech = make_village(commune, "L03", "Klếch")
    head = in_village(commune, "Đinh Chưk", klech)
    entered(clerk, year, clerk.individual)
    client = web(clerk)

    page = client.get(url("enter"))
    choices = page.context["form"].fields["people"].choices
    assert choices == [("Làng Klếch", [(str(head.pk), "Đinh Chưk – Trưởng làng")])]

    data = {"people": [head.pk], "source": "spoken", "registered_on": "23/2/2024", "once": "x"}
    answer = client.post(url("enter"), data, follow=True)
    client.post(url("enter"), data)

    assert said(answer) == ["Đã ghi 1 người đăng ký tham gia ngày 23/02/2024."]
    row = Participation.objects.get(individual=head)
    assert (row.on_behalf_source, row.registered_on) == ("spoken", date(2024, 2, 23))
    assert "Mọi người đã đăng ký" in client.get(url("enter")).content.decode()


def test_page_of_the_clerk_keeps_what_was_chosen_when_it_is_refused(web, commune, clerk, year):
    person = make_individual(commune, "Siu An")

    answer = web(clerk).post(
        url("enter"), {"people": [person.pk], "registered_on": "32/13/2024", "pledge": "Việc"}
    )

    form = answer.context["form"]
    assert form.errors == {
        "source": ["Chọn ghi theo."],
        "registered_on": ["Nhập ngày đăng ký theo dạng ngày/tháng/năm, ví dụ 20/11/2024."],
    }
    assert (form["people"].value(), form["pledge"].value()) == ([str(person.pk)], "Việc")
    nobody = web(clerk).post(url("enter"), {"source": "paper", "registered_on": "20/11/2024"})
    assert nobody.context["form"].errors["people"] == ["Chọn ít nhất một mục: người đăng ký."]


# -- withdrawing ----------------------------------------------------------------------------------


def test_withdrawn_registration_stays_and_a_new_one_can_be_made(commune, clerk, year):
    person = make_individual(commune, "Siu An")
    row = entered(clerk, year, person)[0]

    with pytest.raises(DomainError) as refused:
        withdraw_participation(user=clerk, participation_id=row.pk, reason=" ")
    assert refused.value.reasons == ("Ghi lý do gỡ đăng ký.",)
    withdraw_participation(user=clerk, participation_id=row.pk, reason="Ghi nhầm người")
    withdraw_participation(user=clerk, participation_id=row.pk, reason="Lần hai")
    entered(clerk, year, person, source="spoken")

    found = Participation.objects.order_by("pk").values_list("withdrawn_reason", "on_behalf_source")
    assert list(found) == [("Ghi nhầm người", "paper"), ("", "spoken")]


def test_withdrawing_on_its_page(web, commune, clerk, other_clerk, bloc_member, stranger, year):
    row = entered(clerk, year, other_clerk.individual)[0]
    page = url("withdraw", row.pk)

    assert web(stranger).get(page).status_code == 404
    assert web(bloc_member).get(page).status_code == 403
    assert web(clerk).post(page, {"reason": ""}).context["form"].errors == {
        "reason": ["Nhập lý do gỡ."]
    }
    answer = web(clerk).post(page, {"reason": "Ghi nhầm"}, follow=True)
    assert said(answer) == ["Đã gỡ đăng ký tham gia của Đinh Thị Hai."]
    assert web(clerk).get(page).status_code == 404


# -- who has not registered -----------------------------------------------------------------------


def test_roster_groups_offices_before_villages_and_counts(commune, clerk, year):
    ubnd = make_collective(commune)
    stor, leng = make_village(commune, "L01", "Stơr"), make_village(commune, "L05", "Leng")
    in_village(commune, "Đinh Hmưnh", leng)
    head = in_village(commune, "Đinh Pơng", stor)
    left = in_village(commune, "Đinh Văn Rơk", stor, valid_to=date(2024, 6, 30))
    Post.objects.filter(individual=clerk.individual).update(collective=ubnd)
    make_individual(commune, "Siu An", unit="Đảng ủy")
    entered(clerk, year, head, left)

    found = roster(year, clock.today())

    assert [(g.title, g.registered, len(g.rows)) for g in found.groups] == [
        ("Đảng ủy", 0, 1),
        ("Ủy ban nhân dân xã Tơ Tung", 0, 1),
        ("Làng Stơr", 2, 2),
        ("Làng Leng", 0, 1),
    ]
    assert (found.registered, found.total) == (2, 5)
    assert (found.active_registered, found.active) == (1, 4)
    missing = found.narrowed(missing=True)
    assert [str(row.individual) for group in missing for row in group.rows] == [
        "Siu An",
        "Võ Thị Thử",
        "Đinh Hmưnh",
    ]
    assert [g.title for g in found.narrowed(group=f"lang-{stor.pk}")] == ["Làng Stơr"]


def test_roster_shows_the_models_somebody_helps(owner, participant, year):
    dv_model = submitted_model(owner, year)
    dv_model.members.create(individual=participant.individual, part="helper")
    dv_model.members.create(individual=participant.individual, part="main_contributor")

    rows = {row.individual: row.models for row in roster(year, clock.today()).rows}

    assert rows[participant.individual] == (dv_model,)


def test_roster_page_filters_and_leaves_out_other_communes(
    web, commune, clerk, bloc_member, stranger, year
):
    entered(clerk, year, clerk.individual)
    client = web(bloc_member)

    page = client.get(url("roster"), {"chua": "1"})
    names = [str(row.individual) for group in page.context["groups"] for row in group.rows]
    assert names == ["Đinh Văn Khối"]
    assert page.context["missing_count"] == 1
    assert "(1 đang bật)" in page.content.decode()
    assert "đang bật" not in client.get(url("roster"), {"nam": year.pk}).content.decode()
    assert "Ghi nhiều người" not in page.content.decode()
    assert "Ghi nhiều người" in web(clerk).get(url("roster")).content.decode()
    foreign = make_plan(stranger.commune, code="khac")
    assert web(clerk).get(url("roster"), {"nam": foreign.pk}).status_code == 404
    assert web(clerk).get(url("roster"), {"nam": "x", "noi": "y"}).status_code == 200


def test_roster_of_a_former_year_counts_its_last_day(commune, clerk, year):
    former = EmulationYear.objects.create(plan=year.plan, year=2023)
    Post.objects.filter(individual=clerk.individual).update(valid_to=date(2024, 2, 1))

    assert roster(former, clock.today()).active == 1
    assert roster(year, clock.today()).active == 0
    assert year_on(commune.pk, clock.today()) == year


@pytest.mark.parametrize("count", [1, 3])
def test_roster_asks_as_often_for_three_people_as_for_one(
    web, commune, clerk, year, count, django_assert_num_queries
):
    village = make_village(commune)
    for number in range(count):
        person = in_village(commune, f"Siu {number}", village)
        entered(clerk, year, person)
        user = make_user(commune, f"n{number}", Role.PARTICIPANT, individual=person)
        submitted_model(user, year, name=f"Mô hình {number}")
    client = web(clerk)

    with django_assert_num_queries(10):
        client.get(url("roster"))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("bloc_member", 200),
        ("chair", 200),
        ("viewer", 200),
        ("owner", 403),
        ("publicist", 403),
        ("administrator", 403),
    ],
)
def test_who_reads_the_roster(web, request, who, status, year):
    assert web(request.getfixturevalue(who)).get(url("roster")).status_code == status
