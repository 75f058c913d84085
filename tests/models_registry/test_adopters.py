"""Villages proposed to adopt a model: like its own, without a model of its content."""

from datetime import date

import pytest
from django.urls import reverse

from dandvan import clock
from models_registry.models import DanVanModel, Post
from models_registry.queries_adopters import proposed_adopters
from models_registry.services.replication import AdoptionInput, record_replication
from models_registry.services.villages import merge_villages
from tests.factories import make_authority, make_signer, make_village
from tests.models_registry.model_steps import (
    accepted_model,
    make_decision,
    on,
    recognized_model,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def stor(commune):
    return make_village(commune, "L01", "Stơr", main_ethnic="Bahnar", households=100)


@pytest.fixture
def recognized(stor, owner, clerk, year, commune, chair):
    decision = make_decision(clerk, make_authority(commune), make_signer(chair.individual))
    return recognized_model(owner, clerk, year, decision)


def proposed(dv_model):
    return [(row.village.name, row.words) for row in proposed_adopters(dv_model, clock.today())]


def test_both_likenesses_come_before_one_and_none_is_left_out(commune, recognized):
    make_village(commune, "L02", "Xa", main_ethnic="Bahnar", households=200)
    make_village(commune, "L03", "Gần", main_ethnic="Tày, Nùng", households=110)
    make_village(commune, "L04", "Giống", main_ethnic="Bahnar, Kinh", households=130)
    make_village(commune, "L05", "Khác", main_ethnic="Kinh", households=131)
    make_village(commune, "L06", "", main_ethnic="Bahnar", households=100)
    make_village(commune, "L07", "Hết", main_ethnic="Bahnar", valid_to=date(2024, 1, 1))

    content = "chưa có mô hình về “Nội dung T1”"
    assert proposed(recognized) == [
        (
            "Giống",
            f"cùng dân tộc Bahnar; 130 hộ, gần bằng nơi đang làm (bình quân 100 hộ); {content}",
        ),
        ("Xa", f"cùng dân tộc Bahnar; {content}"),
        ("Gần", f"110 hộ, gần bằng nơi đang làm (bình quân 100 hộ); {content}"),
    ]


def test_five_are_proposed_at_most(commune, recognized):
    for number in range(2, 9):
        make_village(commune, f"L0{number}", f"Làng {number}", main_ethnic="Bahnar")
    assert len(proposed(recognized)) == 5


def test_villages_that_have_it_or_the_like_of_it_are_not_proposed(
    commune, owner, clerk, year, recognized
):
    adopted, covered, merged, free = (
        make_village(commune, f"L0{number}", f"Làng {number}", main_ethnic="Bahnar")
        for number in range(2, 6)
    )
    record_replication(
        user=clerk,
        model_id=recognized.pk,
        adoption=AdoptionInput(
            since=date(2024, 11, 20), village=adopted, responsible=owner.individual
        ),
    )
    other = accepted_model(owner, clerk, year, name="Mô hình cùng nội dung")
    other.villages.set([covered])
    merge_villages(
        user=clerk,
        village_ids=[recognized.villages.get().pk],
        date=date(2024, 11, 1),
        into=merged,
        paper="15/NQ-HĐND",
    )
    recognized = DanVanModel.objects.get(pk=recognized.pk)
    assert [name for name, _ in proposed(recognized)] == [free.name]


def test_a_model_without_content_has_no_proposal(commune, recognized):
    make_village(commune, "L02", "Leng", main_ethnic="Bahnar")
    recognized.main_area = None
    assert proposed(recognized) == []


def test_a_proposal_leads_to_the_form_with_its_village(client, commune, clerk, recognized):
    village = make_village(commune, "L02", "Leng", main_ethnic="Bahnar")
    client.force_login(clerk)
    link = f"{reverse('models_registry:replication_new', args=[recognized.pk])}?lang={village.pk}"
    page = client.get(reverse("models_registry:model_detail", args=[recognized.pk]))
    assert link in page.content.decode()
    assert client.get(link).context["form"]["village"].value() == village.pk
    assert client.get(link.replace(f"={village.pk}", "=x")).status_code == 200


def test_somebody_of_a_village_is_proposed_his_own_alone(client, commune, participant, recognized):
    leng = make_village(commune, "L02", "Leng", main_ethnic="Bahnar")
    make_village(commune, "L03", "Klếch", main_ethnic="Bahnar")
    Post.objects.filter(individual=participant.individual).update(village=leng)
    client.force_login(participant)
    page = client.get(reverse("models_registry:model_detail", args=[recognized.pk]))
    assert [row.village for row in page.context["proposals"]] == [leng]
