"""Reference rows: the clerk's forms refuse in words and keep what was typed."""

import pytest
from django.urls import reverse

from models_registry.models import EmulationPlan, Impediment, LegalBasis, Signer, Village
from tests.factories import make_individual, make_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def add(model):
    return reverse(f"admin:models_registry_{model._meta.model_name}_add")


def change(row):
    return reverse(f"admin:models_registry_{row._meta.model_name}_change", args=[row.pk])


def test_a_new_village_belongs_to_the_clerks_commune(at_desk, clerk):
    at_desk.post(add(Village), {"code": "L09", "name": "Đê Kơ Rông"})

    assert Village.objects.get().commune == clerk.commune


def test_a_code_that_is_taken_is_refused_in_words(at_desk, commune):
    make_village(commune, "L09")

    answer = at_desk.post(add(Village), {"code": "L09", "name": "Làng mới"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "đã tồn tại" in page
    assert "Làng mới" in page
    assert Village.objects.count() == 1


def test_dates_out_of_order_are_refused(at_desk, commune):
    person = make_individual(commune)

    answer = at_desk.post(
        add(Signer),
        {
            "individual": person.pk,
            "body": "ubnd",
            "form": "head",
            "head_post": "Chủ tịch",
            "post": "Chủ tịch",
            "valid_from": "02/01/2024",
            "valid_to": "01/01/2024",
        },
    )

    assert "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu." in answer.content.decode()
    assert Signer.objects.count() == 0


def test_a_stale_form_says_who_saved_and_keeps_the_text(client, clerk, other_clerk, commune):
    village = make_village(commune, "L09")
    client.force_login(clerk)
    seen = client.get(change(village)).context["adminform"].form.initial["seen"]
    client.force_login(other_clerk)
    client.post(change(village), {"main_ethnic": "Tên của Hai", "seen": seen})
    client.force_login(clerk)

    answer = client.post(change(village), {"main_ethnic": "Tên của tôi", "seen": seen})

    page = answer.content.decode()
    village.refresh_from_db()
    assert "Trong lúc bạn đang sửa, Đinh Thị Hai đã lưu" in page
    assert "Tên của tôi" in page
    assert village.main_ethnic == "Tên của Hai"


def test_codes_stay_and_plan_number_is_entered(at_desk, year):
    plan = year.plan

    at_desk.post(
        change(plan),
        {
            "code": "khac",
            "title": plan.title,
            "movement_name": plan.movement_name,
            "number": "12/KH-UBND",
            "date": "05/02/2024",
            "issuer": plan.issuer,
        },
    )

    kept = EmulationPlan.objects.get()
    assert (kept.code, kept.number) == ("ke-hoach", "12/KH-UBND")


def test_an_impediment_is_about_exactly_one(at_desk):
    answer = at_desk.post(
        add(Impediment),
        {
            "kind": "reminder",
            "effect": "warns",
            "reason": "Nhắc nhở",
            "paper": "305-CV/ĐU",
            "starts": "24/10/2024",
        },
    )

    page = answer.content.decode()
    assert "Chọn một tập thể hoặc một cá nhân (không chọn cả hai)." in page
    assert "impediment_one_subject" not in page
    assert Impediment.objects.count() == 0


def test_choices_are_of_ones_own_commune(at_desk, commune, stranger):
    mine = make_individual(commune, "Siu Văn Mình")

    form = at_desk.get(add(Signer)).context["adminform"].form

    people = set(form.fields["individual"].queryset)
    assert mine in people
    assert stranger.individual not in people


def test_papers_of_a_legal_basis_are_chosen_from_a_list(at_desk, commune):
    at_desk.post(
        add(LegalBasis),
        {"code": "L1", "order": "1", "citation": "Luật", "used_in": ["proposal", "minutes"]},
    )

    assert LegalBasis.objects.get().used_in == ["proposal", "minutes"]


def test_people_are_found_without_tone_marks(at_desk, commune):
    found = make_individual(commune, "Đinh Thị Bích")
    make_individual(commune, "Hồ Văn Thành")

    answer = at_desk.get(reverse("admin:models_registry_individual_changelist"), {"q": "dinh bich"})

    assert list(answer.context["cl"].result_list) == [found]


def test_posts_of_a_person_are_edited_under_him(at_desk, commune):
    person = make_individual(commune, "Đinh Thị Bích")
    post = person.posts.get()
    data = {
        "full_name": "Đinh Thị Bích",
        "posts-TOTAL_FORMS": "1",
        "posts-INITIAL_FORMS": "1",
        "posts-0-id": post.pk,
        "posts-0-individual": person.pk,
        "posts-0-kind": post.kind_id,
        "posts-0-title": "Phó Chủ tịch",
        "past_awards-TOTAL_FORMS": "0",
        "past_awards-INITIAL_FORMS": "0",
    }

    at_desk.post(change(person), data)

    post.refresh_from_db()
    assert post.title == "Phó Chủ tịch"
