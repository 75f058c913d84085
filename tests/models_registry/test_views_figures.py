"""The page of a model's figures: cells, stale cells, doubts, history."""

from decimal import Decimal

import pytest
from django.urls import reverse

from models_registry.models import IndicatorValue
from models_registry.services.figures import VerifiedInput, verify_figures
from tests.factories import make_draft, make_village
from tests.models_registry.model_steps import accepted_model, on, reported_model, submitted_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _october():
    with on(10, 25):
        yield


@pytest.fixture
def web(client):
    """Sign somebody in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def kuk_tung(commune):
    return make_village(commune, "L02", "Kuk Tung", households=142, people=655)


@pytest.fixture
def accepted(owner, clerk, year, kuk_tung):
    dv_model = accepted_model(owner, clerk, year)
    dv_model.villages.set([kuk_tung, make_village(owner.commune)])
    dv_model.indicators.create(name="Hộ tham gia", unit="hộ", kind="households", target=150)
    return dv_model


def url(dv_model):
    return reverse("models_registry:model_figures", args=[dv_model.pk])


def typed(dv_model, place, text, seen=0, **more):
    """The form with one cell filled in; `place` None is the whole model."""
    end = f"{dv_model.indicators.get().pk}-{place.pk if place else 'chung'}"
    return {"date": "25/10/2024", f"so-{end}": text, f"da-{end}": seen, **more}


def values():
    """Current figures by place."""
    rows = IndicatorValue.objects.filter(is_current=True)
    return {row.village and row.village.name: row.reported for row in rows}


def test_only_changed_cells_are_saved_once_and_older_rows_stay(web, owner, accepted, kuk_tung):
    data = typed(accepted, kuk_tung, "120 hộ", once="t1")
    first = web(owner).post(url(accepted), data)
    again = web(owner).post(url(accepted), data)
    row = IndicatorValue.objects.get()
    other = accepted.villages.exclude(pk=kuk_tung.pk).get()
    both = typed(accepted, kuk_tung, "120", row.pk) | typed(accepted, other, "30")
    web(owner).post(url(accepted), both)

    assert first.url == again.url == url(accepted)
    assert values() == {"Kuk Tung": 120, "Stơr": 30}
    assert IndicatorValue.objects.filter(village=kuk_tung).get() == row
    page = web(owner).get(url(accepted)).content.decode()
    assert "120 hộ" in page
    assert "Đinh Thị Chủ, 09:00 25/10/2024" in page


def test_clerk_enters_from_a_phone_call(web, clerk, accepted, kuk_tung):
    refused = web(clerk).post(url(accepted), typed(accepted, kuk_tung, "120"))
    data = typed(accepted, kuk_tung, "120", on_behalf_source="phone")
    web(clerk).post(url(accepted), data)

    assert list(refused.context["form"].errors) == ["on_behalf_source"]
    row = IndicatorValue.objects.get()
    assert (row.on_behalf_source, row.recorded_by) == ("phone", clerk)
    assert "ghi thay theo điện thoại" in web(clerk).get(url(accepted)).content.decode()


def test_absurd_figure_is_refused_and_stays_typed(web, owner, accepted, kuk_tung):
    answer = web(owner).post(url(accepted), typed(accepted, kuk_tung, "9.000"))

    page = answer.content.decode()
    assert "9.000 hộ, trong khi làng Kuk Tung chỉ có 142 hộ. Kiểm tra lại số." in page
    assert 'value="9.000"' in page
    assert values() == {}


def test_doubtful_figure_is_kept_with_a_reason(web, owner, accepted, kuk_tung):
    data = typed(accepted, kuk_tung, "150")
    asked = web(owner).post(url(accepted), data)
    web(owner).post(url(accepted), data | {"reason": "Làng mới tách thêm 12 hộ."})

    assert asked.context["form"].errors == {
        "reason": [
            "Hộ tham gia, làng Kuk Tung: 150 hộ, nhiều hơn 142 hộ của làng Kuk Tung trong "
            "danh sách.",
            "Nếu số này đúng, ghi lý do rồi lưu lại; nếu nhầm thì sửa số.",
        ]
    }
    assert 'name="reason"' in asked.content.decode()
    assert values() == {"Kuk Tung": 150}
    assert IndicatorValue.objects.get().note == "Làng mới tách thêm 12 hộ."


def test_stale_cell_shows_both_and_is_not_overwritten(web, owner, clerk, accepted, kuk_tung):
    other = accepted.villages.exclude(pk=kuk_tung.pk).get()
    call = typed(accepted, kuk_tung, "27", on_behalf_source="phone")
    web(clerk).post(url(accepted), call)
    mine = typed(accepted, kuk_tung, "25") | typed(accepted, other, "30")
    shown = web(owner).post(url(accepted), mine)

    row = IndicatorValue.objects.get()
    cell = f"so-{row.indicator_id}-{kuk_tung.pk}"
    form = shown.context["form"]
    assert form.errors == {
        cell: [
            "Hộ tham gia, làng Kuk Tung: bạn nhập 25, trong khi Võ Thị Thử đã ghi 27 lúc 09:00 "
            "ngày 25/10/2024. Chưa lưu gì; giữ số nào thì để số đó trong ô rồi lưu lại."
        ]
    }
    assert (form[cell].value(), values()) == ("25", {"Kuk Tung": 27})

    web(owner).post(url(accepted), {"date": "25/10/2024"} | dict(form.data.items()))
    assert values() == {"Kuk Tung": 25, "Stơr": 30}


def test_stale_page_leaves_untouched_cells_as_they_are_now(web, owner, clerk, accepted, kuk_tung):
    other = accepted.villages.exclude(pk=kuk_tung.pk).get()
    web(clerk).post(url(accepted), typed(accepted, kuk_tung, "27", on_behalf_source="zalo"))
    untouched = typed(accepted, kuk_tung, "") | typed(accepted, other, "30")
    web(owner).post(url(accepted), untouched)

    assert values() == {"Kuk Tung": 27, "Stơr": 30}


def test_counting_for_the_whole_asks_to_empty_the_villages(web, owner, accepted, kuk_tung):
    web(owner).post(url(accepted), typed(accepted, kuk_tung, "27"))
    row = IndicatorValue.objects.get()
    whole = typed(accepted, None, "40")
    mixed = web(owner).post(url(accepted), whole | typed(accepted, kuk_tung, "27", row.pk))
    empty = web(owner).post(url(accepted), typed(accepted, kuk_tung, "", row.pk))
    web(owner).post(url(accepted), whole | typed(accepted, kuk_tung, "", row.pk))

    assert mixed.context["form"].non_field_errors() == [
        "Hộ tham gia: nhập theo làng hoặc nhập số chung, không nhập cả hai."
    ]
    assert empty.context["form"].non_field_errors() == [
        "Hộ tham gia, làng Kuk Tung: đã có số 27 nên không để trống. Ghi 0 nếu không có."
    ]
    assert values() == {None: 40}


def test_figures_of_an_earlier_day_do_not_replace_later_ones(web, owner, accepted, kuk_tung):
    web(owner).post(url(accepted), typed(accepted, kuk_tung, "27"))
    row = IndicatorValue.objects.get()
    older = typed(accepted, kuk_tung, "20", row.pk, date="24/10/2024")
    answer = web(owner).post(url(accepted), older)

    assert answer.context["form"].non_field_errors() == [
        "Hộ tham gia, làng Kuk Tung: đã có số liệu đến ngày 25/10/2024, mới hơn ngày 24/10/2024. "
        "Kiểm tra lại ngày."
    ]
    assert values() == {"Kuk Tung": 27}


def test_after_the_report_only_the_clerk_enters_with_a_reason(web, owner, clerk, year, kuk_tung):
    dv_model = reported_model(owner, clerk, year)
    dv_model.villages.add(kuk_tung)
    dv_model.indicators.create(name="Hộ tham gia", unit="hộ", kind="households")
    data = typed(dv_model, kuk_tung, "27", on_behalf_source="phone")
    closed = web(owner).post(url(dv_model), data)
    asked = web(clerk).post(url(dv_model), data)
    page = web(owner).get(url(dv_model)).content.decode()

    assert closed.url == url(dv_model)
    assert "Báo cáo kết quả đã gửi nên số liệu không sửa được nữa." in page
    assert asked.context["form"].errors == {
        "reason": ["Ghi lý do sửa số liệu sau khi báo cáo đã gửi."]
    }
    assert values() == {}
    web(clerk).post(url(dv_model), data | {"reason": "Trưởng làng gọi điện báo cộng nhầm."})
    assert values() == {"Kuk Tung": 27}


def test_differences_stand_first_for_people_of_the_model_and_reviewers(
    web, owner, clerk, bloc_member, participant, accepted, kuk_tung
):
    web(owner).post(url(accepted), typed(accepted, kuk_tung, "31"))
    checked = VerifiedInput(value_id=IndicatorValue.objects.get().pk, verified=Decimal(27))
    verify_figures(user=bloc_member, model_id=accepted.pk, figures=[checked])
    words = "báo cáo 31 hộ, kiểm tra 27 hộ (−4)"
    workbench = reverse("admin:models_registry_danvanmodel_workbench", args=[accepted.pk])
    detail = reverse("models_registry:model_detail", args=[accepted.pk])

    for user, address in (
        (owner, url(accepted)),
        (owner, detail),
        (bloc_member, detail),
        (clerk, workbench),
    ):
        assert words in web(user).get(address).content.decode()
    assert words not in web(participant).get(detail).content.decode()


def test_verified_figure_is_held_against_the_village_too(web, owner, clerk, accepted, kuk_tung):
    web(owner).post(url(accepted), typed(accepted, kuk_tung, "31"))
    row = IndicatorValue.objects.get()
    act = reverse("admin:models_registry_danvanmodel_act", args=[accepted.pk, "verify"])
    web(clerk).post(act, {f"value_{row.pk}": "9000", "version": accepted.version})

    row.refresh_from_db()
    assert (row.is_current, row.verified) == (True, None)


def test_model_without_indicators_says_where_they_are_set(web, owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)

    assert "Mô hình không có chỉ tiêu" in web(owner).get(url(dv_model)).content.decode()


def test_figures_of_others_and_before_acceptance(
    web, owner, participant, viewer, stranger, chair, year, accepted, kuk_tung
):
    data = typed(accepted, kuk_tung, "27")
    for user, seen, status in (
        (participant, 403, 403),
        (viewer, 403, 403),
        (stranger, 404, 404),
        (chair, 200, 403),
    ):
        assert web(user).get(url(accepted)).status_code == seen
        assert web(user).post(url(accepted), data).status_code == status
    waiting = submitted_model(owner, year)
    waiting.indicators.create(name="Hộ", unit="hộ", kind="households")
    web(owner).post(url(waiting), typed(waiting, waiting.villages.get(), "3"))
    assert values() == {}


def test_target_typed_with_its_unit_is_read(web, owner, year):
    with on(3, 4):
        draft = make_draft(owner, year)
        address = reverse("models_registry:model_edit", args=[draft.pk, "muc-tieu"])
        rows = {
            "chitieu-TOTAL_FORMS": "1",
            "chitieu-INITIAL_FORMS": "0",
            "chitieu-0-name": "Quỹ xoay vòng",
            "chitieu-0-unit": "VNĐ",
            "chitieu-0-kind": "vnd",
            "chitieu-0-summable": "on",
            "goal": "Lập quỹ.",
            "need": draft.need,
            "solutions": draft.solutions,
            "act": "submit",
            "page": "p1",
            "version": draft.version,
        }
        web(owner).post(address, rows | {"chitieu-0-target": "86 triệu"})
        asked = web(owner).post(address, rows | {"chitieu-0-target": "86"})

    assert "86 đồng hay 86 triệu đồng?" in asked.content.decode()
    indicator = draft.indicators.get()
    assert (indicator.unit, indicator.target) == ("đồng", 86_000_000)
