"""Sums of a year: what counts, what is verified, the page that shows the rows."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from models_registry.models import DanVanModel
from models_registry.queries_figure_totals import (
    FigureTotal,
    counted_models,
    totals_by_kind,
    totals_by_village,
)
from models_registry.services.figures import (
    FigureInput,
    VerifiedInput,
    record_figures,
    verify_figures,
)
from tests.factories import make_village
from tests.models_registry.model_steps import accepted_model, on, step

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 25)


@pytest.fixture(autouse=True)
def _october():
    with on(10, 25):
        yield


@pytest.fixture
def built(owner, clerk, bloc_member, year, commune):
    """Labor by two villages, one verified lower; money of another model for the whole."""
    villages = [make_village(commune), make_village(commune, "L02", "Klếch")]
    first = accepted_model(owner, clerk, year)
    first.villages.set(villages)
    labor = first.indicators.create(name="Ngày công", unit="ngày công", kind="labor_days")
    rows = [
        FigureInput(labor, village, Decimal(n))
        for village, n in zip(villages, (214, 298), strict=True)
    ]
    second = accepted_model(owner, clerk, year, name="Quỹ xoay vòng")
    money = second.indicators.create(name="Quỹ", unit="đồng", kind="vnd", summable=False)
    with on(10, 25):
        record_figures(user=owner, model_id=first.pk, figures=rows, date=DAY)
        whole = [FigureInput(money, None, Decimal(86_000_000))]
        record_figures(user=owner, model_id=second.pk, figures=whole, date=DAY)
        checked = [VerifiedInput(indicator=labor, village=villages[0], verified=Decimal(200))]
        verify_figures(user=bloc_member, model_id=first.pk, figures=checked)
    return first, second


def test_sums_keep_reported_and_verified_apart(clerk, built):
    labor = totals_by_kind(counted_models(clerk))["labor_days"]

    assert labor == FigureTotal("labor_days", Decimal(512), Decimal(200), Decimal(214))
    assert (labor.unchecked, labor.remark) == (
        298,
        "chưa kiểm tra 298, lệch −14 so với báo cáo",
    )
    money = totals_by_kind(counted_models(clerk))["vnd"]
    assert (money.reported, money.verified, money.remark) == (86_000_000, 0, "chưa kiểm tra")


def test_sums_by_village_add_up_to_the_whole(clerk, built):
    by_village = totals_by_village(counted_models(clerk))

    found = {
        (village.name if village else "chung", kind): total.reported
        for village, sums in by_village.items()
        for kind, total in sums.items()
    }
    assert found == {
        ("Stơr", "labor_days"): 214,
        ("Klếch", "labor_days"): 298,
        ("chung", "vnd"): 86_000_000,
    }


def test_withdrawn_and_revoked_models_do_not_count(clerk, owner, built):
    step(built[0], "withdraw", owner, note="Trùng.")

    sums = totals_by_kind(counted_models(clerk))
    assert {kind: total.reported for kind, total in sums.items()} == {
        "land_m2": 0,
        "labor_days": 0,
        "vnd": 86_000_000,
    }


def test_every_number_of_the_page_leads_to_its_rows(client, viewer, year, built):
    client.force_login(viewer)
    address = reverse("models_registry:year_figures")
    page = client.get(address)
    village = built[0].villages.get(name="Klếch")

    assert [(total.kind, total.reported) for total, _ in page.context["totals"]] == [
        ("land_m2", 0),
        ("labor_days", 512),
        ("vnd", 86_000_000),
    ]
    cells = dict(page.context["villages"])["làng Klếch"]
    rows = client.get(address + cells[1][1]).context["lines"]
    assert [(line.row.indicator.name, line.reported, line.verified) for line in rows] == [
        ("Ngày công", "298", "")
    ]
    assert cells[1][1] == f"?year={year.pk}&kind=labor_days&village={village.pk}#cac-dong"
    all_rows = [(line.row.indicator.name, line.reported) for line in page.context["lines"]]
    assert all_rows == [("Ngày công", "512"), ("Quỹ", "86.000.000")]


def test_a_year_without_figures_says_how_they_come(client, clerk, year):
    client.force_login(clerk)
    address = reverse("models_registry:year_figures")

    assert DanVanModel.objects.count() == 0
    assert "Chưa có số liệu nào" in client.get(address).content.decode()
    wrong = client.get(address, {"kind": "khác", "year": "x"})
    assert wrong.status_code == 200


def test_home_of_the_office_shows_the_same_sums(client, clerk, owner, built):
    shown = {}
    for user in (clerk, owner):
        client.force_login(user)
        page = client.get(reverse("home"))
        shown[user] = [total.reported for total, _ in page.context["totals"]]

    assert shown == {clerk: [0, 512, 86_000_000], owner: []}
