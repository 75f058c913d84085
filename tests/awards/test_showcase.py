"""The public page: only what was released and still holds, and nothing personal."""

import datetime

import pytest
from django.urls import reverse

from awards.models import ShowcaseItem
from awards.queries_showcase import shown_models
from awards.services.showcase import release_items, take_down_item
from dandvan.errors import DomainError, NotAllowed
from models_registry.services.recognition import DecisionRow, decide_on_models, paper_of_decision
from models_registry.services.story import offer_story, release_story, start_story
from tests.factories import make_authority, make_commune, make_signer
from tests.models_registry.model_steps import assessed_model, make_decision, on, recognized_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(year):
    with on(11, 20):
        yield


@pytest.fixture
def decision(clerk, chair, commune):
    return make_decision(clerk, make_authority(commune), make_signer(chair.individual))


@pytest.fixture
def dv_model(owner, clerk, year, decision):
    return recognized_model(owner, clerk, year, decision)


def page(commune, **query):
    return reverse("awards:showcase", args=[commune.code], query=query or None)


def test_recognized_model_is_public_only_after_release(client, chair, commune, dv_model):
    assert dv_model.name not in client.get(page(commune)).content.decode()

    release_items(user=chair, model_ids=[dv_model.pk])

    assert dv_model.name in client.get(page(commune)).content.decode()
    own = reverse("awards:showcase_model", args=[commune.code, dv_model.pk])
    assert client.get(own).status_code == 200


def test_revoked_model_leaves_the_page(client, chair, clerk, commune, dv_model):
    release_items(user=chair, model_ids=[dv_model.pk])
    revoking = make_decision(
        clerk,
        make_authority(commune, "KHAC"),
        make_signer(chair.individual),
        "120/QĐ-UBND",
        datetime.date(2024, 11, 20),
    )
    decide_on_models(
        user=clerk,
        decision=revoking,
        rows=[DecisionRow(dv_model.pk, "revoked", "Số liệu không đúng")],
        paper=paper_of_decision(revoking),
    )

    own = reverse("awards:showcase_model", args=[commune.code, dv_model.pk])
    assert client.get(own).status_code == 404
    assert not shown_models(commune).exists()


def test_model_not_recognized_cannot_be_released(chair, owner, clerk, year):
    assessed = assessed_model(owner, clerk, year)

    with pytest.raises(DomainError) as refused:
        release_items(user=chair, model_ids=[assessed.pk])

    assert refused.value.reasons == (
        "Có mục vừa chọn không còn đưa lên được (đã thu hồi hoặc không thuộc xã). "
        "Tải lại trang rồi chọn lại.",
    )


def test_release_twice_is_one_row_and_comes_back_after_taking_down(chair, dv_model):
    release_items(user=chair, model_ids=[dv_model.pk])
    assert release_items(user=chair, model_ids=[dv_model.pk]) == []
    item = ShowcaseItem.objects.get()

    take_down_item(user=chair, item_id=item.pk, reason="Chủ mô hình xin gỡ")
    release_items(user=chair, model_ids=[dv_model.pk])

    assert ShowcaseItem.objects.filter(taken_down_at__isnull=True).count() == 1
    assert ShowcaseItem.objects.count() == 2


def test_who_may_release(clerk, publicist, viewer, dv_model):
    for user in (clerk, publicist, viewer):
        with pytest.raises(NotAllowed):
            release_items(user=user, model_ids=[dv_model.pk])


def test_stranger_cannot_take_down(stranger, chair, dv_model):
    (item,) = release_items(user=chair, model_ids=[dv_model.pk])

    with pytest.raises(DomainError):
        take_down_item(user=stranger, item_id=item.pk, reason="Không phải của xã")


def test_page_shows_nothing_personal(client, chair, commune, dv_model):
    person = dv_model.owner_person
    person.phone = "0905123456"
    person.birth_date = datetime.date(1988, 3, 21)
    person.save(update_fields=["phone", "birth_date"])
    release_items(user=chair, model_ids=[dv_model.pk])

    shown = client.get(
        reverse("awards:showcase_model", args=[commune.code, dv_model.pk])
    ).content.decode()

    assert dv_model.name in shown
    assert "0905123456" not in shown
    assert "1988" not in shown


def test_filters_find_without_tone_marks(client, chair, commune, dv_model):
    release_items(user=chair, model_ids=[dv_model.pk])

    assert len(client.get(page(commune, q="ngoi nha")).context["page_obj"]) == 1
    assert len(client.get(page(commune, q="khong co")).context["page_obj"]) == 0


def test_story_has_page_feed_and_share_marks(client, publicist, chair, commune):
    story = start_story(
        user=publicist, kind="article", title="Mình hiến trước", text="Bà con mới tin."
    )
    own = reverse("awards:showcase_story", args=[commune.code, story.pk])
    feed = reverse("awards:showcase_feed", args=[commune.code])
    assert client.get(own).status_code == 404
    assert "Mình hiến trước" not in client.get(feed).content.decode()
    offer_story(user=publicist, story_id=story.pk)
    release_story(user=chair, story_id=story.pk)

    shown = client.get(own).content.decode()

    assert '<meta property="og:title" content="Mình hiến trước">' in shown
    assert "Mình hiến trước" in client.get(feed).content.decode()


def test_start_leads_to_the_only_commune(client, commune):
    first = client.get(reverse("awards:showcase_start"))
    make_commune("khac", name="xã Khác (giả định)", place_name="Khác")
    both = client.get(reverse("awards:showcase_start"))

    assert first.url == page(commune)
    assert [row.code for row in both.context["communes"]] == ["khac", "to-tung"]


def test_unknown_commune_is_not_found(client, commune):
    assert client.get("/cong-khai/khong-co/").status_code == 404


def test_chair_releases_on_the_page_and_double_click_counts_once(client, chair, dv_model):
    client.force_login(chair)
    url = reverse("awards:showcase_release")
    assert client.get(url).context["form"].initial["models"] == [dv_model.pk]
    given = {"models": [dv_model.pk], "once": "x"}
    client.post(url, given)
    client.post(url, given)

    assert [row.dv_model for row in ShowcaseItem.objects.all()] == [dv_model]
    assert client.get(url).context["form"] is None


def test_clerk_releases_from_paper_and_the_form_keeps_its_scan(client, clerk, dv_model):
    client.force_login(clerk)
    url = reverse("awards:showcase_release")
    answer = client.post(url, {"models": [dv_model.pk], "once": "y"})

    assert answer.status_code == 200
    assert next(iter(answer.context["form"].errors["__all__"])).startswith(
        "Ghi nhận theo văn bản đã ký còn thiếu"
    )
    assert not ShowcaseItem.objects.exists()
