"""A locked year is read, not written; opening it again is an act with a reason."""

import datetime

import pytest
from django.urls import reverse

from awards.services.evaluation import open_evaluation
from dandvan.errors import DomainError, NotAllowed
from models_registry.enums import FACT_VALUES, FactKind, FactStatus
from models_registry.models import YearLock
from models_registry.services.district import make_list
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.recognition import (
    DecisionRow,
    decide_on_models,
    paper_of_decision,
    reconsider_model,
    review_model,
)
from models_registry.services.registration import start_draft, submit_model, withdraw_model
from models_registry.services.year_calendar import move_window
from models_registry.services.year_lock import lock_year, locked_words, unlock_year
from models_registry.services.yearly import record_fact
from tests.factories import (
    make_authority,
    make_draft,
    make_signer,
)
from tests.models_registry.model_steps import (
    make_decision,
    make_scan,
    on,
    recognized_model,
    submitted_model,
)

pytestmark = pytest.mark.django_db
SAID = locked_words(2024)


@pytest.fixture
def signer(chair):
    return make_signer(chair.individual)


@pytest.fixture
def recognized(clerk, owner, year, commune, signer):
    with on(11, 20):
        return recognized_model(
            owner, clerk, year, make_decision(clerk, make_authority(commune), signer)
        )


@pytest.fixture
def draft(owner, year):
    return make_draft(owner, year)


@pytest.fixture
def locked(clerk, year, recognized, draft):
    with on(1, 6, year=2025):
        lock_year(user=clerk, year_id=year.pk)
        year.refresh_from_db()
        yield year


REFUSED = {
    "start a draft": lambda w: start_draft(
        user=w["clerk"],
        year=w["year"],
        window=None,
        owner_person=w["owner"].individual,
    ),
    "submit a draft": lambda w: submit_model(
        user=w["clerk"], model_id=w["draft"].pk, late_reason="Muộn", on_behalf_source="paper"
    ),
    "withdraw": lambda w: withdraw_model(user=w["owner"], model_id=w["draft"].pk, note="Thôi"),
    "reconsider": lambda w: reconsider_model(
        user=w["chair"], model_id=w["recognized"].pk, note="Xét lại"
    ),
    "make a list": lambda w: make_list(user=w["clerk"], year=w["year"]),
    "record a fact": lambda w: record_fact(
        user=w["clerk"],
        year=w["year"],
        kind=FactKind.PARTY_RATING,
        value=FACT_VALUES[FactKind.PARTY_RATING][0],
        status=FactStatus.FINAL,
        paper_number="1-QĐ/HU",
        paper_date=datetime.date(2024, 12, 30),
        issuer="Huyện ủy",
    ),
    "open a sheet": lambda w: open_evaluation(
        user=w["clerk"], year=w["year"], subject=w["owner"].individual
    ),
    "move a window": lambda w: move_window(
        user=w["clerk"],
        window_id=w["year"].windows.earliest("pk").pk,
        starts=datetime.date(2024, 1, 3),
        ends=datetime.date(2024, 3, 15),
        reason="Mưa",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_locked_year_refuses_every_write(name, locked, clerk, owner, chair, draft, recognized):
    world = {
        "year": locked,
        "clerk": clerk,
        "owner": owner,
        "chair": chair,
        "draft": draft,
        "recognized": recognized,
    }

    with pytest.raises(DomainError) as refused:
        REFUSED[name](world)

    assert refused.value.reasons == (SAID,)


def test_revoking_comes_later_and_is_done(locked, clerk, commune, signer, recognized):
    decision = make_decision(
        clerk,
        make_authority(commune, "KHAC"),
        signer,
        "2/QĐ-UBND",
        datetime.date(2025, 1, 6),
    )

    decide_on_models(
        user=clerk,
        decision=decision,
        rows=[DecisionRow(recognized.pk, "revoked", "Số liệu không đúng")],
        paper=paper_of_decision(decision),
    )

    recognized.refresh_from_db()
    assert recognized.state == "revoked"


def test_look_of_a_later_year_is_written(locked, bloc_member, recognized):
    later = locked.plan.years.create(year=2025)

    row = review_model(
        user=bloc_member,
        model_id=recognized.pk,
        year=later,
        date=datetime.date(2025, 1, 6),
        outcome="continues",
        text="Vẫn làm đều",
    )

    assert row.year == later


def test_year_with_open_models_is_not_locked(clerk, owner, year):
    with on(3, 1):
        row = submitted_model(owner, year)
    with on(1, 6, year=2025), pytest.raises(DomainError) as refused:
        lock_year(user=clerk, year_id=year.pk)

    assert refused.value.reasons == (
        f"Còn 01 mô hình chưa có kết quả: {row.code_or_draft} “{row}”.",
    )


def test_year_is_not_locked_before_it_is_over_nor_twice(clerk, year):
    with on(12, 1), pytest.raises(DomainError) as early:
        lock_year(user=clerk, year_id=year.pk)
    with on(1, 6, year=2025):
        lock_year(user=clerk, year_id=year.pk)
        with pytest.raises(DomainError) as twice:
            lock_year(user=clerk, year_id=year.pk)

    assert early.value.reasons == ("Năm 2024 chưa hết và chưa có đợt tổng kết.",)
    assert twice.value.reasons == ("Năm 2024 đã khóa trước đó.",)


def test_only_clerk_locks_and_only_chair_unlocks(locked, clerk, chair, owner, bloc_member, viewer):
    for user in (owner, bloc_member, viewer, clerk):
        with pytest.raises(NotAllowed):
            unlock_year(user=user, year_id=locked.pk, reason="Sửa số liệu")
    with pytest.raises(DomainError) as silent:
        unlock_year(user=chair, year_id=locked.pk, reason=" ")
    unlock_year(user=chair, year_id=locked.pk, reason="Sửa số liệu")

    assert silent.value.reasons == ("Ghi lý do mở lại năm đã khóa.",)
    for user in (chair, owner, bloc_member):
        with pytest.raises(NotAllowed):
            lock_year(user=user, year_id=locked.pk)
    rows = YearLock.objects.values_list("locked", "reason", "by")
    assert list(rows) == [(True, "", clerk.pk), (False, "Sửa số liệu", chair.pk)]


def test_clerk_unlocks_from_signed_paper(locked, clerk, commune, signer):
    paper = PaperTrace(signer, "5/TB-UBND", datetime.date(2025, 1, 6), make_scan(clerk))

    row = unlock_year(user=clerk, year_id=locked.pk, reason="Sửa số liệu", paper=paper)

    assert (row.paper, row.signer) == ("5/TB-UBND ngày 06/01/2025", signer)
    locked.refresh_from_db()
    assert locked.locked_at is None


def test_chair_unlocks_on_the_page_and_the_model_shows_the_lock(client, locked, chair, recognized):
    client.force_login(chair)
    model = reverse("models_registry:model_detail", args=[recognized.pk])
    mark = "Năm 2024 đã khóa từ 06/01/2025"
    assert mark in client.get(model).content.decode()

    url = reverse("awards:year_lock", args=[locked.pk])
    assert client.post(url, {"reason": ""}).status_code == 200
    client.post(url, {"reason": "Sửa số liệu"})

    assert mark not in client.get(model).content.decode()
