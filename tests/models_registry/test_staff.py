"""People change post or leave; their models go on with somebody."""

from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from awards.queries_queue import office_queue
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from models_registry.enums import MemberPart, ModelState, StaffChangeKind, SubjectType
from models_registry.models import DanVanModel, ModelHandover, Post, StaffChange
from models_registry.queries import model_relations, models_visible_to
from models_registry.queries_models import timeline_of
from models_registry.queries_staff import models_held_by, models_without_successor
from models_registry.services.handover import hand_over_model
from models_registry.services.registration import restore_model, save_draft, withdraw_model
from models_registry.services.staff import PostInput, Successor, change_post, record_leaving
from tests.factories import (
    make_collective,
    make_draft,
    make_individual,
    make_kind,
    make_signer,
    make_user,
)
from tests.models_registry.model_steps import accepted_model, assessed_model, on, submitted_model

pytestmark = pytest.mark.django_db

TODAY = date(2024, 11, 20)


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def kind(commune):
    return make_kind(commune, SubjectType.INDIVIDUAL, "CADRE", name="Cán bộ")


@pytest.fixture
def next_one(commune):
    return make_user(commune, "ketiep", Role.PARTICIPANT, full_name="Đinh Văn Kế")


@pytest.fixture
def web(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def moved(user, person, kind, **overrides):
    given = {"date": TODAY, "reason": "Điều động", "paper": "71/QĐ-UBND", **overrides}
    post = given.pop("post", PostInput(kind=kind, title="Phó Chủ tịch Hội Nông dân xã"))
    return change_post(user=user, individual=person, post=post, **given)


def left(user, person, *successors, **overrides):
    given = {"date": TODAY, "reason": "Chuyển công tác", "paper": "71/QĐ-UBND", **overrides}
    return record_leaving(user=user, individual=person, successors=successors, **given)


def handed(user, dv_model, from_person, to_person, **overrides):
    given = {"date": TODAY, "reason": "Chuyển công tác", **overrides}
    return hand_over_model(
        user=user, model_id=dv_model.pk, from_person=from_person, to_person=to_person, **given
    )


def members(dv_model):
    rows = dv_model.members.order_by("id")
    return [(str(row.individual), row.part, row.valid_from, row.valid_to) for row in rows]


# --- change of post ------------------------------------------------------------------------------


def test_a_new_post_ends_the_old_one_the_day_before(clerk, owner, kind):
    person = owner.individual
    person.government_post = "Công chức"
    person.save()
    change = moved(clerk, person, kind)

    rows = person.posts.order_by("id").values_list("title", "valid_from", "valid_to", "end_paper")
    assert list(rows) == [
        ("Công chức", date(2020, 1, 1), date(2024, 11, 19), "71/QĐ-UBND"),
        ("Phó Chủ tịch Hội Nông dân xã", TODAY, None, ""),
    ]
    assert (change.kind, change.by, change.reason) == (StaffChangeKind.POST, clerk, "Điều động")
    person.refresh_from_db()
    assert person.government_post == "Phó Chủ tịch Hội Nông dân xã"
    assert str(person.post_on(date(2024, 11, 19))) == "Công chức"


def test_a_post_beside_leaves_the_others(clerk, owner, kind):
    moved(clerk, owner.individual, kind, beside=True)
    assert [row.valid_to for row in owner.individual.posts.all()] == [None, None]


def test_the_same_post_twice_at_once_is_refused(clerk, owner, kind):
    with pytest.raises(DomainError) as refused:
        moved(
            clerk, owner.individual, kind, beside=True, post=PostInput(kind=kind, title="CÔNG CHỨC")
        )
    assert refused.value.reasons == ("Chức vụ “Công chức” đang được ghi trong cùng thời gian.",)


@pytest.mark.parametrize(("day", "passes"), [(date(2020, 1, 1), False), (date(2020, 1, 2), True)])
def test_a_change_comes_after_the_first_day_of_the_old_post(clerk, owner, kind, day, passes):
    if passes:
        moved(clerk, owner.individual, kind, date=day)
        assert owner.individual.posts.first().valid_to == date(2020, 1, 1)
        return
    with pytest.raises(DomainError) as refused:
        moved(clerk, owner.individual, kind, date=day)
    assert refused.value.reasons == (
        "Chức vụ “Công chức” bắt đầu từ ngày 01/01/2020: chọn ngày sau ngày đó.",
    )
    assert owner.individual.posts.count() == 1


def test_a_collective_has_one_head_at_a_time(commune, clerk, owner, next_one, kind):
    union = make_collective(commune, "Hội Nông dân xã")
    head = PostInput(kind=kind, title="Chủ tịch Hội Nông dân xã", heads=union)
    moved(clerk, owner.individual, kind, post=head)
    with pytest.raises(DomainError) as refused:
        moved(clerk, next_one.individual, kind, post=head)
    assert refused.value.reasons == (
        "Đinh Thị Chủ đang đứng đầu Hội Nông dân xã: ghi thay đổi của người đó trước.",
    )


def test_change_of_post_says_everything_that_is_missing(clerk, stranger, owner, kind):
    foreign = make_kind(stranger.commune, SubjectType.COLLECTIVE, "BODY", name="Tập thể")
    with pytest.raises(DomainError) as refused:
        moved(clerk, owner.individual, kind, reason=" ", post=PostInput(kind=foreign, title=""))
    assert refused.value.reasons == (
        "Ghi chức vụ mới.",
        "Ghi lý do thay đổi.",
        "Chức danh, làng hoặc tập thể không thuộc xã này.",
        "Chọn loại chức danh của cá nhân.",
    )


@pytest.mark.parametrize("who", ["owner", "bloc_member", "chair", "viewer", "administrator"])
def test_changes_and_leaving_are_the_clerks_alone(request, participant, kind, who):
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        moved(user, participant.individual, kind)
    with pytest.raises(NotAllowed):
        left(user, participant.individual)


def test_a_stranger_finds_nobody(stranger, owner, kind):
    with pytest.raises(DomainError) as refused:
        moved(stranger, owner.individual, kind)
    assert refused.value.reasons == ("Không tìm thấy người này.",)


# --- leaving -------------------------------------------------------------------------------------


def test_leaving_ends_posts_signing_and_account(clerk, owner):
    signer = make_signer(owner.individual)
    change = left(clerk, owner.individual)

    post = owner.individual.posts.get()
    signer.refresh_from_db()
    owner.refresh_from_db()
    assert (post.valid_to, post.end_paper) == (date(2024, 11, 19), "71/QĐ-UBND")
    assert signer.valid_to == date(2024, 11, 19)
    assert (owner.is_active, owner.closed_from) == (False, TODAY)
    assert (change.kind, change.date, change.post) == (StaffChangeKind.LEAVE, TODAY, None)


def test_an_account_closes_on_the_day_itself(clerk, owner, client):
    left(clerk, owner.individual, date=date(2024, 12, 1))
    owner.refresh_from_db()
    assert owner.is_active
    client.force_login(owner)
    with on(11, 30):
        assert client.get(reverse("home")).status_code == 200
        assert authenticate(username="chumohinh", password="mat-khau-thu") == owner
    with on(12, 1):
        assert client.get(reverse("home")).status_code == 302
        assert authenticate(username="chumohinh", password="mat-khau-thu") is None


def test_the_only_administrator_does_not_leave(commune, clerk):
    person = make_individual(commune, "Rơ Châm Quản")
    only = make_user(commune, "quantri", Role.ADMIN, individual=person)
    with pytest.raises(DomainError) as refused:
        left(clerk, person)
    assert refused.value.reasons == (
        "Rơ Châm Quản là người quản trị duy nhất: giao quyền quản trị cho người khác trước.",
    )
    only.refresh_from_db()
    assert only.is_active
    assert not StaffChange.objects.exists()


def test_leaving_twice_and_ones_own_leave_are_refused(clerk, other_clerk, owner):
    left(clerk, owner.individual)
    with pytest.raises(DomainError) as twice:
        left(clerk, owner.individual)
    with pytest.raises(DomainError) as own:
        left(clerk, clerk.individual, reason="")
    assert twice.value.reasons == ("Đinh Thị Chủ không giữ chức vụ nào từ ngày 20/11/2024.",)
    assert own.value.reasons == (
        "Ghi lý do thôi việc, chuyển đi.",
        "Việc thôi việc của bạn do người khác trong Văn phòng ghi.",
    )


def test_leaving_asks_who_goes_on_with_every_model(clerk, owner, year):
    accepted_model(owner, clerk, year)
    with pytest.raises(DomainError) as nothing:
        left(clerk, owner.individual)
    dv_model = DanVanModel.objects.get()
    with pytest.raises(DomainError) as no_word:
        left(clerk, owner.individual, Successor(dv_model.pk))

    assert nothing.value.reasons == (
        "Chọn người tiếp tục mô hình “Ngôi nhà xanh”, hoặc ghi chưa có ai.",
    )
    assert no_word.value.reasons == (
        "Mô hình “Ngôi nhà xanh” chưa có người tiếp tục: ghi dự kiến xử lý.",
    )
    owner.refresh_from_db()
    assert owner.is_active


def test_leaving_hands_models_over_and_ends_helping(clerk, owner, next_one, participant, year):
    led = accepted_model(owner, clerk, year)
    helped = accepted_model(participant, clerk, year, name="Hũ gạo tình làng")
    helped.members.create(individual=owner.individual, part=MemberPart.HELPER)
    left(clerk, owner.individual, Successor(led.pk, next_one.individual))

    led.refresh_from_db()
    assert led.owner_person == next_one.individual
    assert members(led) == [
        ("Đinh Thị Chủ", "lead", None, date(2024, 11, 19)),
        ("Đinh Văn Kế", "lead", TODAY, None),
    ]
    assert members(helped)[1] == ("Đinh Thị Chủ", "helper", None, date(2024, 11, 19))
    assert ModelHandover.objects.get().reason == "Chuyển công tác"


def test_without_a_successor_the_model_waits_in_the_queue(clerk, owner, next_one, year):
    dv_model = accepted_model(owner, clerk, year)
    left(clerk, owner.individual, Successor(dv_model.pk, None, "Hội Nông dân xem xét"))

    def waiting():
        tiles = {tile.key: tile.count for tile in office_queue(clerk, clock.today()).tiles}
        return tiles.get("handovers_open", 0)

    assert waiting() == 1
    assert timeline_of(dv_model, clerk)[-1].label == (
        "Đinh Thị Chủ thôi phụ trách, chưa có người tiếp tục"
    )
    with pytest.raises(DomainError) as again:
        handed(clerk, dv_model, owner.individual, None)
    assert again.value.reasons == ("Mô hình đã được ghi là chưa có người tiếp tục.",)

    row = handed(clerk, dv_model, owner.individual, next_one.individual, reason="Nhận việc")
    assert waiting() == 0
    assert members(dv_model)[1] == ("Đinh Văn Kế", "lead", TODAY, None)
    assert [open_row.settled_by for open_row in row.settles.all()] == [row]
    assert timeline_of(dv_model, clerk)[-1].label == "Bàn giao: Đinh Thị Chủ → Đinh Văn Kế"


def test_a_restored_model_of_somebody_who_left_waits_for_a_successor(clerk, owner, year):
    dv_model = accepted_model(owner, clerk, year)
    withdraw_model(user=clerk, model_id=dv_model.pk, note="Chuyển đi", on_behalf_source="paper")
    left(clerk, owner.individual)
    assert not models_without_successor(dv_model.commune_id, TODAY).exists()

    restore_model(user=clerk, model_id=dv_model.pk, note="Hội Phụ nữ muốn làm tiếp")
    assert list(models_without_successor(dv_model.commune_id, TODAY)) == [dv_model]


def test_a_refused_handover_undoes_the_whole_leave(clerk, owner, next_one, year):
    dv_model = accepted_model(owner, clerk, year)
    Post.objects.filter(individual=next_one.individual).update(valid_to=date(2024, 10, 1))
    with pytest.raises(DomainError) as refused:
        left(clerk, owner.individual, Successor(dv_model.pk, next_one.individual))
    assert refused.value.reasons == (
        "“Ngôi nhà xanh”: Đinh Văn Kế không giữ chức vụ nào vào ngày 20/11/2024. Chọn người khác.",
    )
    assert owner.individual.posts.get().valid_to is None
    assert not StaffChange.objects.exists()


# --- handing one model over ----------------------------------------------------------------------


def test_former_lead_loses_the_right_and_the_new_one_gets_it(clerk, owner, next_one, year):
    with on(3, 4):
        draft = make_draft(owner, year)
    handed(clerk, draft, owner.individual, next_one.individual)
    draft = DanVanModel.objects.get()

    assert model_relations(draft, owner) == frozenset()
    assert {relation.name for relation in model_relations(draft, next_one)} == {"OWNER", "MEMBER"}
    assert not models_visible_to(owner).exists()
    assert list(models_visible_to(next_one)) == [draft]


def test_members_of_a_draft_are_rewritten_without_those_who_handed_over(
    clerk, owner, next_one, year
):
    with on(3, 4):
        draft = make_draft(owner, year)
    handed(clerk, draft, owner.individual, next_one.individual)
    save_draft(user=next_one, model_id=draft.pk, version=None, values={"members": []})
    assert members(draft) == [("Đinh Thị Chủ", "lead", None, date(2024, 11, 19))]


def test_a_model_of_an_individual_moves_to_the_successor_until_assessed(
    clerk, owner, next_one, year
):
    given = {"individual": owner.individual, "collective": None}
    early = submitted_model(owner, year, **given)
    late = assessed_model(owner, clerk, year, name="Đã thẩm định", **given)
    for dv_model in (early, late):
        handed(clerk, dv_model, owner.individual, next_one.individual)
        dv_model.refresh_from_db()

    assert (early.individual, early.owner_person) == (next_one.individual, next_one.individual)
    assert (late.individual, late.owner_person) == (owner.individual, next_one.individual)


def test_a_model_goes_back_to_who_had_it_before(clerk, owner, next_one, year):
    dv_model = accepted_model(owner, clerk, year)
    handed(clerk, dv_model, owner.individual, next_one.individual, date=date(2024, 11, 1))
    handed(clerk, dv_model, next_one.individual, owner.individual)
    assert members(dv_model) == [
        ("Đinh Thị Chủ", "lead", None, date(2024, 10, 31)),
        ("Đinh Văn Kế", "lead", date(2024, 11, 1), date(2024, 11, 19)),
        ("Đinh Thị Chủ", "lead", TODAY, None),
    ]


def test_a_helper_hands_over_his_part_alone(clerk, owner, next_one, participant, year):
    dv_model = accepted_model(owner, clerk, year)
    dv_model.members.create(individual=participant.individual, part=MemberPart.HELPER)
    handed(clerk, dv_model, participant.individual, next_one.individual)
    dv_model.refresh_from_db()
    assert dv_model.owner_person == owner.individual
    assert members(dv_model)[2] == ("Đinh Văn Kế", "helper", TODAY, None)


def test_handover_is_refused_with_all_reasons(clerk, owner, participant, next_one, year):
    dv_model = accepted_model(owner, clerk, year)
    with pytest.raises(DomainError) as refused:
        handed(
            clerk,
            dv_model,
            participant.individual,
            participant.individual,
            date=date(2024, 11, 21),
            reason="",
        )
    assert refused.value.reasons == (
        "Lương Văn Khác không phụ trách, không tham gia mô hình này.",
        "Người tiếp nhận phải là người khác.",
        "Ngày bàn giao 21/11/2024 chưa tới. Ghi vào ngày bàn giao.",
        "Ghi lý do bàn giao.",
    )
    withdraw_model(user=owner, model_id=dv_model.pk, note="Thôi")
    with pytest.raises(DomainError) as over:
        handed(clerk, dv_model, owner.individual, next_one.individual)
    assert over.value.reasons == ("Mô hình đang “đã rút” nên không còn gì để bàn giao.",)


@pytest.mark.parametrize("who", ["owner", "bloc_member", "chair", "viewer"])
def test_handover_is_the_clerks_alone(request, clerk, owner, next_one, year, who):
    dv_model = accepted_model(owner, clerk, year)
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        handed(user, dv_model, owner.individual, next_one.individual)


def test_held_models_put_those_first_that_need_a_successor(clerk, owner, participant, year):
    helped = accepted_model(participant, clerk, year, name="Hũ gạo")
    helped.members.create(individual=owner.individual, part=MemberPart.HELPER)
    led = submitted_model(owner, year)
    found = models_held_by(clerk, owner.individual, TODAY)
    assert [(line.dv_model, line.needs_successor, line.words) for line in found] == [
        (led, True, "người đăng ký, phụ trách"),
        (helped, False, "tham gia giúp"),
    ]


# --- pages ---------------------------------------------------------------------------------------


def page(name, *args):
    return reverse(f"models_registry:{name}", args=args)


def test_the_page_of_a_person_shows_posts_models_and_changes(web, clerk, owner, kind, year):
    submitted_model(owner, year)
    moved(clerk, owner.individual, kind)
    text = web(clerk).get(page("person", owner.individual_id)).content.decode()
    for words in ("Phó Chủ tịch Hội Nông dân xã", "19/11/2024", "Ngôi nhà xanh", "Điều động"):
        assert words in text


def test_a_post_is_changed_on_its_page(web, clerk, owner, kind):
    url = page("post_change", owner.individual_id)
    data = {"date": "20/11/2024", "title": "Văn thư", "kind": kind.pk, "reason": "Điều động"}
    empty = web(clerk).post(url, {"title": "Văn thư"})
    done = web(clerk).post(url, data)

    assert set(empty.context["form"].errors) == {"date", "kind", "reason"}
    assert empty.context["form"]["title"].value() == "Văn thư"
    assert done.url == page("person", owner.individual_id)
    assert str(owner.individual.post_on(TODAY)) == "Văn thư"


def test_leaving_on_its_page_asks_for_each_model_and_keeps_what_was_typed(
    web, clerk, owner, next_one, year
):
    dv_model = accepted_model(owner, clerk, year)
    url = page("leaving", owner.individual_id)
    name, note = f"tiep-tuc-{dv_model.pk}", f"ghi-chu-{dv_model.pk}"
    data = {"date": "20/11/2024", "reason": "Nghỉ hưu"}
    unsaid = web(clerk).post(url, data)
    nobody = web(clerk).post(url, {**data, name: "chua-co"})
    done = web(clerk).post(url, {**data, name: str(next_one.individual_id)})

    assert unsaid.context["form"].errors == {
        name: ["Chọn người tiếp tục, hoặc “chưa có người tiếp tục”."]
    }
    assert unsaid.context["form"]["reason"].value() == "Nghỉ hưu"
    assert nobody.context["form"].errors == {
        note: ["Ghi dự kiến xử lý khi chưa có người tiếp tục."]
    }
    assert done.url == page("person", owner.individual_id)
    dv_model.refresh_from_db()
    assert dv_model.owner_person == next_one.individual


def test_a_draft_may_stay_with_the_unit(web, commune, clerk, owner, next_one, kind, year):
    union = make_collective(commune, "Hội Nông dân xã")
    member = PostInput(kind=kind, title="Ủy viên", collective=union)
    head = PostInput(kind=kind, title="Chủ tịch Hội", heads=union)
    moved(clerk, owner.individual, kind, post=member)
    moved(clerk, next_one.individual, kind, post=head)
    draft = make_draft(owner, year)
    url = page("leaving", owner.individual_id)
    with on(11, 25):
        text = web(clerk).get(url).content.decode()
        web(clerk).post(
            url, {"date": "25/11/2024", "reason": "Nghỉ", f"tiep-tuc-{draft.pk}": "don-vi"}
        )
    assert "Để lại đơn vị: Đinh Văn Kế giữ" in text
    draft.refresh_from_db()
    assert (draft.owner_person, draft.state) == (next_one.individual, ModelState.DRAFT)


def test_a_model_is_handed_over_on_its_page_and_leaves_the_list(web, clerk, owner, next_one, year):
    dv_model = accepted_model(owner, clerk, year)
    left(clerk, owner.individual, Successor(dv_model.pk, None, "Chờ họp"))
    waiting = web(clerk).get(page("handovers")).content.decode()
    url = page("handover", dv_model.pk)
    data = {"from_person": owner.individual_id, "date": "20/11/2024", "reason": "Nhận việc"}
    neither = web(clerk).post(url, data)
    both = web(clerk).post(url, {**data, "to_person": next_one.individual_id, "nobody": "on"})
    done = web(clerk).post(url, {**data, "to_person": next_one.individual_id})

    assert "Chờ họp" in waiting
    for answer in (neither, both):
        assert answer.context["form"].errors == {
            "to_person": ["Chọn người tiếp nhận, hoặc đánh dấu chưa có người."]
        }
    assert done.url == page("model_detail", dv_model.pk)
    assert (
        "Mô hình nào cũng có người tiếp tục" in web(clerk).get(page("handovers")).content.decode()
    )
