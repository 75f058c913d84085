"""Villages renamed and merged: the past keeps its names, the present its villages."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from dandvan.errors import DomainError, NotAllowed
from models_registry.documents.model_parts import members_on, villages_text
from models_registry.documents.registration_form import registrant_of
from models_registry.documents.wording import post_title
from models_registry.models import Indicator, Post, Village, VillageChange
from models_registry.queries_models import timeline_of
from models_registry.queries_villages import leftovers
from models_registry.services.handover import hand_over_model
from models_registry.services.villages import NewVillage, merge_villages, rename_village
from models_registry.views.display import village_words
from tests.factories import make_collective, make_draft, make_individual, make_village
from tests.models_registry.model_steps import accepted_model, assessed_model, on, submitted_model

pytestmark = pytest.mark.django_db

TODAY = date(2024, 11, 20)
PAPER = "15/NQ-HĐND ngày 11/11/2024 của HĐND tỉnh"


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def stor(commune):
    return make_village(commune, "L01", "Stơr", households=168, people=742)


@pytest.fixture
def leng(commune):
    return make_village(commune, "L05", "Leng", households=157, people=716)


@pytest.fixture
def web(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def renamed(user, village, name="Stơr Mới", **overrides):
    given = {"date": date(2024, 11, 1), "paper": PAPER, **overrides}
    return rename_village(user=user, village_id=village.pk, new_name=name, **given)


def merged(user, old, into, **overrides):
    given = {"date": date(2024, 11, 1), "paper": PAPER, **overrides}
    return merge_villages(user=user, village_ids=[row.pk for row in old], into=into, **given)


# --- names ---------------------------------------------------------------------------------------


def test_a_village_has_the_name_of_the_day(clerk, stor):
    renamed(clerk, stor, "làng Stơr Mới", date=date(2024, 6, 1))
    renamed(clerk, stor, "Kông Stơr")
    stor = Village.objects.get()

    days = (date(2024, 5, 31), date(2024, 6, 1), date(2024, 10, 31), date(2024, 11, 1), None)
    assert [stor.name_on(day) for day in days] == [
        "Stơr",
        "Stơr Mới",
        "Stơr Mới",
        "Kông Stơr",
        "Kông Stơr",
    ]
    assert stor.label_on(days[0]) == "làng Stơr"
    assert str(stor) == "làng Kông Stơr"


def test_papers_dated_before_keep_the_old_name(commune, clerk, owner, year, stor):
    dv_model = submitted_model(owner, year)
    head = make_individual(commune, "Đinh Pơng")
    Post.objects.filter(individual=head).update(village=stor, title="Trưởng làng")
    renamed(clerk, stor)

    before, after = date(2024, 10, 31), date(2024, 11, 1)
    assert [villages_text(dv_model, day) for day in (before, after)] == [
        "làng Stơr",
        "làng Stơr Mới",
    ]
    assert [post_title(head, day) for day in (before, after)] == [
        "Trưởng làng Stơr",
        "Trưởng làng Stơr Mới",
    ]


def test_papers_dated_before_a_handover_name_who_was_there(clerk, owner, participant, year, stor):
    dv_model = submitted_model(owner, year)
    hand_over_model(
        user=clerk,
        model_id=dv_model.pk,
        from_person=owner.individual,
        to_person=participant.individual,
        date=date(2024, 11, 1),
        reason="Chuyển công tác",
    )
    dv_model.refresh_from_db()

    def named(day):
        return [str(row.individual) for row in members_on(dv_model, day)]

    assert str(dv_model.registrant_on(date(2024, 10, 31))) == "Đinh Thị Chủ"
    assert str(dv_model.registrant_on(date(2024, 11, 1))) == "Lương Văn Khác"
    assert named(date(2024, 10, 31)) == ["Đinh Thị Chủ"]
    assert named(date(2024, 11, 1)) == ["Lương Văn Khác"]
    assert str(registrant_of(dv_model)) == "Đinh Thị Chủ"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("  ", "Nhập tên mới của làng."),
        ("a" * 81, "Rút gọn tên làng còn tối đa 80 ký tự."),
        ("làng LENG", "Đã có làng tên LENG. Mỗi làng một tên."),
    ],
)
def test_a_new_name_is_short_and_of_one_village(clerk, stor, leng, name, reason):
    with pytest.raises(DomainError) as refused:
        renamed(clerk, stor, name)
    assert refused.value.reasons == (reason,)


def test_renaming_needs_a_day_that_has_come_a_paper_and_a_living_village(commune, clerk, stor):
    ended = make_village(commune, "L09", "Đê Kơ Rông", valid_to=date(2024, 1, 31))
    with pytest.raises(DomainError) as refused:
        renamed(clerk, ended, "Tên khác", date=date(2024, 11, 21), paper=" ")
    assert refused.value.reasons == (
        "Ngày 21/11/2024 chưa tới. Ghi từ ngày thay đổi có hiệu lực.",
        "Ghi văn bản làm căn cứ (số, ngày, cơ quan ban hành).",
        "Làng Đê Kơ Rông không còn, hoặc chưa có, vào ngày 21/11/2024.",
    )


def test_names_follow_each_other(clerk, stor):
    renamed(clerk, stor)
    with pytest.raises(DomainError) as refused:
        renamed(clerk, stor, "Kông Stơr")
    assert refused.value.reasons == ("Làng đã đổi tên từ ngày 01/11/2024: chọn ngày sau ngày đó.",)


def test_a_village_without_a_name_is_not_renamed(commune, clerk):
    with pytest.raises(DomainError) as refused:
        renamed(clerk, make_village(commune, "L10", ""), "Tân Hòa")
    assert refused.value.reasons == (
        "Làng này chưa có tên: nhập tên ở danh sách làng, không phải đổi tên.",
    )


@pytest.mark.parametrize("who", ["owner", "bloc_member", "chair", "viewer", "administrator"])
def test_villages_change_by_the_clerk_alone(request, who, stor, leng):
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        renamed(user, stor)
    with pytest.raises(NotAllowed):
        merged(user, [stor], leng)


def test_a_stranger_finds_no_village(stranger, stor, leng):
    for act in (lambda: renamed(stranger, stor), lambda: merged(stranger, [stor], leng)):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.reasons == ("Không tìm thấy làng này.",)


# --- merging -------------------------------------------------------------------------------------


def test_two_villages_make_a_new_one(clerk, stor, leng):
    new = merged(clerk, [stor, leng], NewVillage("L11", "làng Kông Leng", "Bahnar"))

    assert (new.code, new.name, new.main_ethnic) == ("L11", "Kông Leng", "Bahnar")
    assert (new.valid_from, new.households, new.people) == (date(2024, 11, 1), 325, 1458)
    for village in (stor, leng):
        village.refresh_from_db()
        assert (village.valid_to, village.merged_into) == (date(2024, 10, 31), new)
    changes = VillageChange.objects.values_list("old_name", "into", "paper", "by")
    assert set(changes) == {("Stơr", new.pk, PAPER, clerk.pk), ("Leng", new.pk, PAPER, clerk.pk)}


def test_a_village_goes_into_one_that_stays(clerk, stor, leng):
    into = merged(clerk, [stor], leng)
    assert (into, into.households, into.valid_to) == (leng, 325, None)
    assert village_words(Village.objects.get(pk=stor.pk)) == "Stơr (nay thuộc làng Leng)"


def test_mergers_chain(commune, clerk, stor, leng):
    klech = make_village(commune, "L03", "Klếch")
    merged(clerk, [stor], leng, date=date(2024, 6, 1))
    merged(clerk, [leng], klech)
    assert Village.objects.get(pk=stor.pk).merged_into == klech


def test_open_registrations_get_the_new_village_and_the_rest_keeps_its_own(
    web, clerk, owner, year, stor, leng
):
    draft = make_draft(owner, year)
    assessed = assessed_model(owner, clerk, year, name="Đã thẩm định")
    counted = accepted_model(owner, clerk, year, name="Có số liệu")
    indicator = Indicator.objects.create(
        dv_model=counted, name="Rác", unit="kg", kind="other", order=1
    )
    indicator.values.create(
        village=stor,
        reported=Decimal(5),
        date=TODAY,
        recorded_by=clerk,
        recorded_at="2024-11-19T08:00+07:00",
    )
    version = draft.version
    merged(clerk, [stor], leng)

    draft.refresh_from_db()
    assert {row.name: list(row.villages.all()) for row in (draft, assessed, counted)} == {
        "Ngôi nhà xanh": [leng],
        "Đã thẩm định": [stor],
        "Có số liệu": [stor],
    }
    assert draft.version == version + 1
    assert timeline_of(draft, clerk)[-1].label == "Địa bàn: làng Stơr nhập vào làng Leng"
    page = web(clerk).get(reverse("models_registry:model_list"), {"village": leng.pk})
    assert set(page.context["object_list"]) == {draft, assessed, counted}
    text = web(clerk).get(reverse("models_registry:model_detail", args=[assessed.pk]))
    assert "Stơr (nay thuộc làng Leng)" in text.content.decode()


def test_posts_and_collectives_of_an_ended_village_are_named(commune, clerk, stor, leng):
    head = make_individual(commune, "Đinh Pơng")
    Post.objects.filter(individual=head).update(village=stor)
    body = make_collective(commune, "Ban công tác Mặt trận làng Stơr", village=stor)
    assert leftovers(clerk, TODAY) == []
    merged(clerk, [stor], leng)
    (found,) = leftovers(clerk, TODAY)
    assert (found.village, found.collectives) == (stor, (body,))
    assert [post.individual for post in found.posts] == [head]


def test_a_merger_is_refused_with_all_reasons(commune, clerk, stor, leng):
    young = make_village(commune, "L12", "Mới lập", valid_from=date(2024, 11, 1))
    with pytest.raises(DomainError) as itself:
        merged(clerk, [stor, leng], leng, paper="")
    with pytest.raises(DomainError) as new:
        merged(clerk, [young], NewVillage("L05", "Leng"))
    assert itself.value.reasons == (
        "Ghi văn bản làm căn cứ (số, ngày, cơ quan ban hành).",
        "Làng nhận sáp nhập không nằm trong các làng kết thúc.",
    )
    assert new.value.reasons == (
        "Làng Mới lập không còn, hoặc mới lập, vào ngày 01/11/2024.",
        "Đã có làng tên Leng. Mỗi làng một tên.",
        "Chọn ít nhất hai làng để lập làng mới; đổi tên một làng thì ghi đổi tên.",
        "Mã L05 đã có làng dùng. Nhập mã khác.",
    )
    assert not VillageChange.objects.exists()


def test_a_merged_village_is_not_merged_again(clerk, stor, leng):
    merged(clerk, [stor], leng)
    with pytest.raises(DomainError) as refused:
        merged(clerk, [stor], leng)
    assert refused.value.reasons == ("Làng Stơr không còn, hoặc mới lập, vào ngày 01/11/2024.",)


# --- pages ---------------------------------------------------------------------------------------


def page(name, *args):
    return reverse(f"models_registry:{name}", args=args)


def test_a_village_is_renamed_on_its_page(web, clerk, stor):
    url = page("village_rename", stor.pk)
    empty = web(clerk).post(url, {"new_name": "Kông Stơr", "date": "01/11/2024"})
    done = web(clerk).post(
        url, {"new_name": "Kông Stơr", "date": "01/11/2024", "paper": PAPER}, follow=True
    )

    assert empty.context["form"].errors == {"paper": ["Nhập văn bản làm căn cứ."]}
    assert empty.context["form"]["new_name"].value() == "Kông Stơr"
    text = done.content.decode()
    assert "Đã ghi làng Stơr mang tên Kông Stơr từ ngày 01/11/2024." in text
    assert "đến 01/11/2024 tên là Stơr" in text


def test_villages_are_merged_on_their_page(web, clerk, stor, leng):
    url = page("village_merge")
    data = {"villages": [stor.pk, leng.pk], "date": "01/11/2024", "paper": PAPER}
    nothing = web(clerk).post(url, data)
    both = web(clerk).post(url, {**data, "into": leng.pk, "code": "L11", "name": "Mới"})
    done = web(clerk).post(url, {**data, "code": "L11", "name": "Kông Leng"}, follow=True)

    assert nothing.context["form"].errors == {
        "code": ["Nhập mã làng mới."],
        "name": ["Nhập tên làng mới."],
    }
    assert both.context["form"].errors == {
        "into": ["Chọn làng đang có, hoặc ghi làng mới: chỉ một trong hai."]
    }
    assert "Đã ghi Stơr, Leng nhập vào làng Kông Leng từ ngày 01/11/2024." in done.content.decode()


def test_a_given_name_is_not_edited_in_the_admin(web, clerk, stor):
    url = reverse("admin:models_registry_village_change", args=[stor.pk])
    assert "name" not in web(clerk).get(url).context["adminform"].form.fields
