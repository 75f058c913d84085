"""Numbers in texts against the figures on record."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dandvan.vietnamese import vn_number
from models_registry.domain.figure_texts import KnownFigure, mentions, mismatches
from models_registry.models import Village
from tests.models_registry.model_steps import accepted_model, on

DONATED = KnownFigure(
    "Hộ hiến đất",
    "hộ",
    "households",
    target=Decimal(40),
    reported=Decimal(41),
    verified=Decimal(41),
    others=(Decimal(18), Decimal(23)),
)
LAND = KnownFigure("Diện tích đất hiến", "m²", "land_m2", reported=Decimal(3265))
FUND = KnownFigure(
    "Quỹ xoay vòng", "đồng", "vnd", reported=Decimal(86_000_000), verified=Decimal(80_000_000)
)
LABOR = KnownFigure("Ngày công lao động", "ngày công", "labor_days", reported=Decimal(512))
ALL = [DONATED, LAND, FUND, LABOR]


def said(text, known=ALL, **more):
    return [row.sentence for row in mismatches(text, known, **more)]


def test_a_number_that_no_row_bears_out_is_said_with_the_nearest_row():
    assert said("Có 43 hộ hiến 3.265 m² đất, 512 ngày công.") == [
        "“43 hộ” trong lời, 41 hộ trong bảng số liệu (Hộ hiến đất)."
    ]
    assert said("Quỹ đạt 96 triệu đồng.") == [
        "“96 triệu đồng” trong lời, 86.000.000 đồng trong bảng số liệu, kiểm tra "
        "80.000.000 đồng (Quỹ xoay vòng)."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Có 41 hộ hiến đất, làng Leng 23 hộ, làng Đak Pơ Kao 18 hộ, vượt 40 hộ.",
        "Hiến 3.265 m2 đất (0,3265 ha).",
        "Quỹ 86 triệu đồng, kiểm tra còn 80.000.000 đồng.",
        "Khoảng 43 hộ, gần 3.300 m², hơn 500 ngày công, mỗi hộ 02 ngày công.",
        "Mức 10 kg/hộ/tháng; 65 tấn/ha; 43 hộ/làng.",
        "Ngày 22/10/2024 có 07 tổ, 43 hội viên, 12 kg rác, 300 cây.",
        "Trong 300 hộ của xã có 02 hộ khó khăn.",
        "",
    ],
)
def test_what_the_rows_bear_out_and_what_counts_something_else_is_left_alone(text):
    assert said(text) == []


def test_numbers_of_the_villages_are_no_results():
    assert said("Cả làng 43 hộ.", aside={"households": {Decimal(43)}}) == []


def test_goals_are_held_against_targets():
    assert said("Vận động 45 hộ.", aimed=True) == [
        "“45 hộ” trong lời, 40 hộ trong chỉ tiêu đề ra (Hộ hiến đất)."
    ]


def test_a_row_without_a_figure_is_named():
    known = [KnownFigure("Ngày công", "ngày công", "labor_days")]

    assert said("Góp 96 ngày công.", known) == [
        "“96 ngày công” trong lời, bảng số liệu chưa có số (Ngày công)."
    ]


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_written_number_is_found_again(value):
    (found,) = mentions(f"Thu được {vn_number(value)} kg rác.")

    assert (found.family, found.value) == ("mass", value)


@given(st.text())
def test_any_text_is_read(text):
    assert said(text) == [row.sentence for row in mismatches(text, ALL)]


@pytest.mark.django_db
def test_writer_and_assessor_see_what_differs(client, owner, bloc_member, participant, clerk, year):
    dv_model = accepted_model(owner, clerk, year, goal="Vận động 45 hộ hiến đất.")
    indicator = dv_model.indicators.create(
        name="Hộ hiến đất", unit="hộ", kind="households", target=40
    )
    village = dv_model.villages.get()
    Village.objects.filter(pk=village.pk).update(households=168)
    text, goal = (
        "“43 hộ” trong lời, 41 hộ trong bảng số liệu (Hộ hiến đất).",
        "Mục tiêu: “45 hộ” trong lời, 40 hộ trong chỉ tiêu đề ra (Hộ hiến đất).",
    )
    report = reverse("models_registry:model_report", args=[dv_model.pk])
    data = {
        "date": "25/10/2024",
        "text": "Có 43 hộ hiến đất, trong 168 hộ của làng.",
        "version": dv_model.version,
        f"so-{indicator.pk}-{village.pk}": "41",
    }
    with on(10, 25):
        client.force_login(owner)
        saved = client.post(report, data | {"act": "later"}, follow=True).content.decode()
        again = client.get(report).content.decode()
        client.post(report, data | {"act": "submit"})
    dv_model.refresh_from_db()

    assert dv_model.state == "reported"
    assert f"Đối chiếu lại: {text}" in saved
    for page in (saved, again):
        assert text in page
        assert goal in page
    assess = reverse("models_registry:model_assess", args=[dv_model.pk])
    workbench = reverse("admin:models_registry_danvanmodel_workbench", args=[dv_model.pk])
    detail = reverse("models_registry:model_detail", args=[dv_model.pk])
    for address in (assess, workbench):
        client.force_login(bloc_member)
        assert text in client.get(address).content.decode()
    client.force_login(participant)
    assert text not in client.get(detail).content.decode()
