"""One decision lists several models; the clerk records it from the signed paper."""

from datetime import date

import pytest
from django.urls import reverse

from models_registry.enums import Mark
from models_registry.models import Decision, Recognition
from models_registry.services.recognition import DecisionRow, decide_on_models, paper_of_decision
from tests.factories import make_authority, make_signer
from tests.models_registry.model_steps import (
    assessed_model,
    make_decision,
    make_scan,
    marks_for,
    on,
    recognized_model,
)

pytestmark = pytest.mark.django_db

URL = "/quan-tri/models_registry/decision/moi/"


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def authority(commune):
    return make_authority(commune)


@pytest.fixture
def signer(chair):
    return make_signer(chair.individual)


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def head(authority, signer, scan, **overrides):
    return {
        "authority": authority.pk,
        "number_text": "112/QĐ-UBND",
        "date": "15/11/2024",
        "title": "Kết quả xét công nhận",
        "signer": signer.pk,
        "scan_kept": scan.pk,
        **overrides,
    }


def row(dv_model, outcome, reason=""):
    return {f"outcome_{dv_model.pk}": outcome, f"reason_{dv_model.pk}": reason}


def test_page_lists_assessed_models_and_says_why_one_cannot_be_recognized(
    at_desk, owner, clerk, year
):
    assessed_model(owner, clerk, year, name="Tốt")
    assessed_model(owner, clerk, year, name="Yếu", marks=marks_for(year, replicable=Mark.NOT_MET))

    rows = at_desk.get(URL).context["form"].rows()

    assert [(line["dv_model"].name, line["why_not"]) for line in rows] == [
        ("Tốt", ""),
        ("Yếu", "Không đạt: Có thể nhân rộng."),
    ]


def test_clerk_records_a_new_decision_with_two_models(
    at_desk, owner, clerk, year, authority, signer
):
    good = assessed_model(owner, clerk, year, name="Tốt")
    bad = assessed_model(
        owner, clerk, year, name="Yếu", marks=marks_for(year, replicable=Mark.NOT_MET)
    )
    data = {
        **head(authority, signer, make_scan(clerk)),
        **row(good, "recognized"),
        **row(bad, "declined", "Chưa nhân rộng được."),
        "once": "mot",
    }

    at_desk.post(URL, data)
    at_desk.post(URL, data)

    assert Decision.objects.count() == 1
    assert [(r.dv_model, r.outcome) for r in Recognition.objects.order_by("id")] == [
        (good, "recognized"),
        (bad, "declined"),
    ]
    assert good.transitions.get(edge="recognize").signer == signer


def test_a_refused_row_stands_beside_its_model_and_nothing_is_written(
    at_desk, owner, clerk, year, authority, signer
):
    good = assessed_model(owner, clerk, year, name="Tốt")
    bad = assessed_model(
        owner, clerk, year, name="Yếu", marks=marks_for(year, replicable=Mark.NOT_MET)
    )
    data = {
        **head(authority, signer, make_scan(clerk)),
        **row(good, "recognized"),
        **row(bad, "recognized"),
    }

    answer = at_desk.post(URL, data)

    form = answer.context["form"]
    assert form.errors == {
        f"outcome_{bad.pk}": ["Không công nhận được: không đạt Có thể nhân rộng."]
    }
    assert "112/QĐ-UBND" in answer.content.decode()
    assert (Decision.objects.count(), Recognition.objects.count()) == (0, 0)
    good.refresh_from_db()
    assert good.state == "assessed"


def test_a_decision_needs_all_of_its_parts(at_desk, owner, clerk, year):
    dv_model = assessed_model(owner, clerk, year)

    page = at_desk.post(URL, row(dv_model, "recognized")).content.decode()

    for sentence in (
        "Chọn người, cơ quan ban hành.",
        "Nhập số, ký hiệu của quyết định.",
        "Nhập ngày quyết định, ví dụ 20/11/2024.",
        "Nhập trích yếu của quyết định.",
        "Chọn người ký.",
    ):
        assert sentence in page
    assert Decision.objects.count() == 0


def test_without_a_scan_the_clerk_cannot_record(at_desk, owner, clerk, year, authority, signer):
    dv_model = assessed_model(owner, clerk, year)
    data = {**head(authority, signer, make_scan(clerk)), **row(dv_model, "recognized")}
    del data["scan_kept"]

    page = at_desk.post(URL, data).content.decode()

    assert "Ghi nhận theo văn bản đã ký còn thiếu bản chụp." in page
    assert Decision.objects.count() == 0


def test_an_existing_decision_is_chosen(at_desk, owner, clerk, year, authority, signer):
    dv_model = assessed_model(owner, clerk, year)
    decision = make_decision(clerk, authority, signer)

    at_desk.post(URL, {"decision": decision.pk, **row(dv_model, "recognized")})

    assert Recognition.objects.get().decision == decision


def test_recognition_is_revoked_from_the_page_of_the_model(
    at_desk, owner, clerk, year, authority, signer
):
    decision = make_decision(clerk, authority, signer)
    dv_model = recognized_model(owner, clerk, year, decision)
    data = head(authority, signer, make_scan(clerk), number_text="120/QĐ-UBND", date="19/11/2024")

    at_desk.post(
        f"{URL}?mo-hinh={dv_model.pk}", {**data, **row(dv_model, "revoked", "Số liệu không đúng.")}
    )

    dv_model.refresh_from_db()
    assert dv_model.state == "revoked"


def test_a_declined_model_is_reconsidered_from_signed_paper(
    at_desk, owner, clerk, year, authority, signer
):
    dv_model = assessed_model(owner, clerk, year)
    decision = make_decision(clerk, authority, signer)
    decide_on_models(
        user=clerk,
        decision=decision,
        rows=[DecisionRow(dv_model.pk, "declined", "Chưa đủ.")],
        paper=paper_of_decision(decision),
    )
    url = reverse("admin:models_registry_danvanmodel_act", args=[dv_model.pk, "reconsider"])

    refused = at_desk.post(url, {"note": "Có căn cứ mới."})
    at_desk.post(
        url,
        {
            "note": "Có căn cứ mới.",
            "signer": signer.pk,
            "paper_number": "130/TB-UBND",
            "paper_date": "19/11/2024",
            "scan_kept": make_scan(clerk).pk,
        },
    )

    dv_model.refresh_from_db()
    assert "còn thiếu người ký, số văn bản, ngày văn bản, bản chụp." in refused.content.decode()
    assert dv_model.state == "assessed"


def test_page_of_another_communes_model_or_year_is_not_found(client, owner, clerk, year, stranger):
    dv_model = assessed_model(owner, clerk, year)
    client.force_login(stranger)

    assert client.get(f"{URL}?mo-hinh={dv_model.pk}").status_code == 404
    assert client.get(f"{URL}?nam=2024").status_code == 404
    assert client.get(URL).context["form"].models == []


def test_the_administrator_decides_nothing(client, administrator):
    client.force_login(administrator)

    assert client.get(URL).status_code == 403
    assert client.post(URL, {}).status_code == 403


def test_a_decision_shows_what_it_lists(at_desk, owner, clerk, year, authority, signer):
    decision = make_decision(clerk, authority, signer, date=date(2024, 11, 15))
    recognized_model(owner, clerk, year, decision, name="Ngôi nhà xanh")

    page = at_desk.get(
        reverse("admin:models_registry_decision_change", args=[decision.pk])
    ).content.decode()

    assert "Ngôi nhà xanh" in page
    assert "Mô hình trong quyết định" in page
