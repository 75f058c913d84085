"""Models beyond their year: the sheet of yearly looks, carrying over, closing."""

from datetime import date

import pytest
from django.urls import reverse

from awards.queries_queue import office_queue
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from models_registry.enums import MemberPart, ModelState, WindowKind
from models_registry.models import EmulationYear, ModelExtension, ModelReview, YearWindow
from models_registry.queries_living import (
    living_models,
    models_to_finish,
    review_lines,
    unreviewed_models,
)
from models_registry.queries_models import timeline_of
from models_registry.services.living import extend_model
from models_registry.services.recognition import review_model, withdraw_review
from tests.factories import make_authority, make_plan, make_signer
from tests.models_registry.model_steps import (
    accepted_model,
    assessed_model,
    make_decision,
    on,
    recognized_model,
    reported_model,
)

pytestmark = pytest.mark.django_db

OWN_MODEL = (
    "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định hoặc công nhận mô hình của mình."
)
SHEET = "models_registry:review_sheet"
UNFINISHED = "models_registry:unfinished"


@pytest.fixture
def next_year(year):
    return EmulationYear.objects.create(plan=year.plan, year=2025)


@pytest.fixture
def decision(commune, clerk, chair):
    with on(11, 15):
        return make_decision(clerk, make_authority(commune), make_signer(chair.individual))


@pytest.fixture
def living(owner, clerk, year, decision):
    return recognized_model(owner, clerk, year, decision)


@pytest.fixture
def web(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def look(user, dv_model, year, **overrides):
    given = {"date": clock.today(), "outcome": "continues", "text": "Vẫn duy trì", **overrides}
    return review_model(user=user, model_id=dv_model.pk, year=year, **given)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


# --- the yearly look -----------------------------------------------------------------------------


def test_a_model_lives_until_the_year_after_it_was_found_stopped(clerk, living, next_year):
    later = EmulationYear.objects.create(plan=next_year.plan, year=2026)
    with on(11, 20, year=2025):
        look(clerk, living, next_year, outcome="stopped", text="Không còn ai làm")

    found = {year: list(living_models(living.commune_id, year)) for year in (2024, 2025, 2026)}
    assert found == {2024: [], 2025: [living], 2026: []}
    with on(11, 20, year=2026), pytest.raises(DomainError) as refused:
        look(clerk, living, later)
    assert refused.value.reasons == (
        "Mô hình đã dừng theo kết quả rà soát năm 2025 (ngày 20/11/2025) nên không rà soát tiếp. "
        "Nếu ghi nhầm, gỡ kết quả đó trước.",
    )


def test_a_look_entered_by_mistake_is_taken_off_and_made_anew(clerk, living, next_year):
    with on(11, 20, year=2025):
        wrong = look(clerk, living, next_year, outcome="stopped", text="Nhầm dòng")
        withdraw_review(user=clerk, review_id=wrong.pk, reason="Ghi nhầm dòng")
        again = look(clerk, living, next_year)

    wrong.refresh_from_db()
    assert (wrong.withdrawn_by, wrong.withdrawn_reason) == (clerk, "Ghi nhầm dòng")
    assert list(ModelReview.objects.standing()) == [again]
    assert [event.label for event in timeline_of(living, clerk)][-1] == "Rà soát năm 2025: tiếp tục"


def test_taking_a_look_off_asks_for_a_reason_and_for_the_right(clerk, owner, living, next_year):
    with on(11, 20, year=2025):
        row = look(clerk, living, next_year)
        with pytest.raises(NotAllowed):
            withdraw_review(user=owner, review_id=row.pk, reason="Ghi nhầm")
        with pytest.raises(DomainError) as refused:
            withdraw_review(user=clerk, review_id=row.pk, reason="  ")
    assert refused.value.reasons == ("Ghi lý do gỡ kết quả rà soát.",)


def test_taking_a_look_off_is_not_for_ones_own_model(clerk, other_clerk, living, next_year):
    living.members.create(individual=clerk.individual, part=MemberPart.HELPER)
    with on(11, 20, year=2025):
        row = look(other_clerk, living, next_year)
        with pytest.raises(DomainError) as refused:
            withdraw_review(user=clerk, review_id=row.pk, reason="Ghi nhầm")
    assert refused.value.reasons == (OWN_MODEL,)


def test_lines_put_unseen_models_first(clerk, owner, year, decision, living, next_year):
    second = recognized_model(owner, clerk, year, decision, name="Hũ gạo tình làng")
    with on(11, 20, year=2025):
        row = look(clerk, living, next_year)
        lines = review_lines(clerk, next_year)

    assert [(line.dv_model, line.review) for line in lines] == [(second, None), (living, row)]


def test_looks_are_due_from_a_month_before_the_final_review(clerk, living, next_year):
    YearWindow.objects.create(
        year=next_year,
        code="TK",
        kind=WindowKind.FINAL_REVIEW,
        name="Tổng kết",
        starts=date(2025, 12, 1),
        ends=date(2025, 12, 20),
    )

    assert list(unreviewed_models(living.commune_id, date(2025, 10, 31))) == []
    assert list(unreviewed_models(living.commune_id, date(2025, 11, 1))) == [living]
    with on(11, 2, year=2025):
        tiles = {tile.key: tile.count for tile in office_queue(clerk, clock.today()).tiles}
        assert tiles["reviews_missing"] == 1
        look(clerk, living, next_year)
        tiles = {tile.key: tile.count for tile in office_queue(clerk, clock.today()).tiles}
    assert "reviews_missing" not in tiles


def test_the_sheet_writes_what_was_filled_in_and_keeps_what_was_refused(
    web, clerk, owner, year, decision, living, next_year
):
    second = recognized_model(owner, clerk, year, decision, name="Hũ gạo tình làng")
    third = recognized_model(owner, clerk, year, decision, name="Tiếng chiêng học bài")
    data = {
        "date": "20/11/2025",
        f"ket-qua-{living.pk}": "continues",
        f"nhan-xet-{living.pk}": "Vẫn đủ bốn điểm",
        f"ket-qua-{second.pk}": "stopped",
        f"nhan-xet-{second.pk}": "",
        f"nhan-xet-{third.pk}": "",
    }
    with on(11, 20, year=2025):
        answer = web(clerk).post(reverse(SHEET), data)

    assert said(answer) == ["Đã ghi kết quả rà soát 1 mô hình."]
    assert list(ModelReview.objects.values_list("dv_model", "outcome", "text")) == [
        (living.pk, "continues", "Vẫn đủ bốn điểm")
    ]
    form = answer.context["form"]
    assert [dv_model for dv_model, _, _ in form.rows] == [second, third]
    assert form.errors == {f"nhan-xet-{second.pk}": [f"{second.code}: Ghi nhận xét về mô hình."]}
    assert form[f"ket-qua-{second.pk}"].value() == "stopped"


def test_the_sheet_leads_on_once_everything_was_written(web, clerk, living, next_year):
    data = {
        "date": "20/11/2025",
        f"ket-qua-{living.pk}": "continues",
        f"nhan-xet-{living.pk}": "Vẫn đủ bốn điểm",
        "once": "mot-lan",
    }
    url = f"{reverse(SHEET)}?nam={next_year.pk}"
    with on(11, 20, year=2025):
        first = web(clerk).post(reverse(SHEET), data)
        second = web(clerk).post(reverse(SHEET), data)
        page = web(clerk).get(url)

    assert (first.url, second.url) == (url, url)
    assert ModelReview.objects.count() == 1
    assert "Vẫn đủ bốn điểm" in page.content.decode()


def test_the_sheet_needs_one_row_and_bars_ones_own_models(
    web, clerk, other_clerk, living, next_year
):
    living.members.create(individual=clerk.individual, part=MemberPart.HELPER)
    with on(11, 20, year=2025):
        page = web(clerk).get(reverse(SHEET)).content.decode()
        empty = web(other_clerk).post(reverse(SHEET), {"date": "20/11/2025"})

    assert "Mô hình có bạn tham gia do người khác rà soát" in page
    assert f"ket-qua-{living.pk}" not in page
    assert empty.context["form"].non_field_errors() == [
        "Chọn kết quả rà soát của ít nhất một mô hình."
    ]


def test_the_sheet_is_read_by_the_chairman_and_written_by_others(web, chair, living, next_year):
    with on(11, 20, year=2025):
        page = web(chair).get(reverse(SHEET)).content.decode()
        answer = web(chair).post(reverse(SHEET), {"date": "20/11/2025"})
    assert str(living) in page
    assert "Ghi kết quả rà soát" not in page
    assert answer.status_code == 403


def test_a_look_is_taken_off_on_its_page(web, clerk, living, next_year):
    with on(11, 20, year=2025):
        row = look(clerk, living, next_year)
        url = reverse("models_registry:review_withdraw", args=[row.pk])
        empty = web(clerk).post(url, {"reason": ""})
        done = web(clerk).post(url, {"reason": "Ghi nhầm dòng"})

    assert empty.context["form"].errors == {"reason": ["Nhập lý do gỡ."]}
    assert done.url == f"{reverse(SHEET)}?nam={next_year.pk}"
    assert not ModelReview.objects.standing().exists()


# --- carrying over -------------------------------------------------------------------------------


def test_extension_keeps_the_code_and_moves_the_year(owner, clerk, year, next_year):
    dv_model = accepted_model(owner, clerk, year)
    with on(1, 10, year=2025):
        row = extend_model(
            user=clerk, model_id=dv_model.pk, to_year=next_year, reason=" Chờ\ngiống "
        )

    code, version = dv_model.code, dv_model.version
    dv_model.refresh_from_db()
    assert (dv_model.code, dv_model.year, dv_model.state) == (code, next_year, ModelState.ACCEPTED)
    assert dv_model.version == version + 1
    assert (row.from_year, row.to_year, row.reason, row.by) == (
        year,
        next_year,
        "Chờ giống",
        clerk,
    )
    event = timeline_of(dv_model, clerk)[-1]
    assert (event.label, event.note) == ("Gia hạn từ năm 2024 sang năm 2025", "Chờ giống")


@pytest.mark.parametrize(("letters", "passes"), [(500, True), (501, False)])
def test_reason_of_an_extension_has_at_most_five_hundred_letters(
    owner, clerk, year, next_year, letters, passes
):
    dv_model = accepted_model(owner, clerk, year)
    given = {"user": clerk, "model_id": dv_model.pk, "to_year": next_year, "reason": "a" * letters}
    with on(1, 10, year=2025):
        if passes:
            assert extend_model(**given).reason == "a" * 500
        else:
            with pytest.raises(DomainError) as refused:
                extend_model(**given)
            assert refused.value.reasons == ("Rút gọn lý do còn tối đa 500 ký tự (đang có 501).",)


def test_extension_is_refused_with_all_reasons(owner, clerk, year, next_year):
    assessed = assessed_model(owner, clerk, year)
    with on(11, 20), pytest.raises(DomainError) as refused:
        extend_model(user=clerk, model_id=assessed.pk, to_year=year, reason="")
    assert refused.value.reasons == (
        "Mô hình đang ở trạng thái “Đã thẩm định”: chỉ gia hạn mô hình đang thực hiện hoặc đã "
        "báo cáo mà chưa thẩm định.",
        "Mô hình đang thuộc năm 2024: chọn năm sau năm đó.",
        "Ghi lý do gia hạn sang năm sau.",
    )


def test_extension_into_a_far_year_or_another_plan_is_refused(commune, owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)
    far = EmulationYear.objects.create(plan=year.plan, year=2026)
    other = make_plan(commune, 2025, code="ke-hoach-moi")
    for to_year, reason in (
        (far, "Năm 2026 còn xa: gia hạn nhiều nhất đến năm sau năm nay."),
        (other, "Năm 2025 theo kế hoạch khác. Kết thúc mô hình này và đăng ký lại."),
    ):
        with on(11, 20), pytest.raises(DomainError) as refused:
            extend_model(user=clerk, model_id=dv_model.pk, to_year=to_year, reason="Chờ")
        assert refused.value.reasons == (reason,)
    assert not ModelExtension.objects.exists()


@pytest.mark.parametrize("who", ["owner", "bloc_member", "chair", "viewer"])
def test_extension_is_the_clerks_alone(request, owner, clerk, year, next_year, who):
    dv_model = accepted_model(owner, clerk, year)
    with on(1, 10, year=2025), pytest.raises(NotAllowed):
        extend_model(
            user=request.getfixturevalue(who),
            model_id=dv_model.pk,
            to_year=next_year,
            reason="Chờ",
        )


# --- the page of unfinished models ---------------------------------------------------------------


def test_the_list_holds_past_years_and_what_is_overdue(owner, clerk, year, next_year):
    accepted = accepted_model(owner, clerk, year)
    reported = reported_model(owner, clerk, year, name="Hũ gạo tình làng")
    YearWindow.objects.create(
        year=year,
        code="BC",
        kind=WindowKind.RESULT_REPORT,
        name="Nộp báo cáo kết quả",
        starts=date(2024, 10, 1),
        ends=date(2024, 10, 31),
    )

    assert models_to_finish(clerk, date(2024, 10, 31)) == []
    assert models_to_finish(clerk, date(2024, 11, 1)) == [accepted]
    assert models_to_finish(clerk, date(2025, 1, 1)) == [accepted, reported]


def test_many_are_extended_at_once_and_one_refusal_stops_nothing(
    web, owner, clerk, year, next_year
):
    accepted = accepted_model(owner, clerk, year)
    reported = reported_model(owner, clerk, year, name="Hũ gạo tình làng")
    data = {
        "models": [accepted.pk, reported.pk],
        "act_on": "close",
        "reason": "Không bố trí được giống",
    }
    with on(1, 10, year=2025):
        answer = web(clerk).post(reverse(UNFINISHED), data)

    accepted.refresh_from_db()
    assert accepted.state == ModelState.NOT_CARRIED_OUT
    assert said(answer) == ["Đã kết thúc 1 mô hình."]
    assert answer.context["form"].non_field_errors() == [
        f"{reported.code} “Hũ gạo tình làng”: Không thể “Kết thúc vì không thực hiện” khi đang ở "
        "trạng thái “Đã báo cáo kết quả”."
    ]
    assert answer.context["form"].ticked == {str(reported.pk)}

    with on(1, 10, year=2025):
        data |= {"models": [reported.pk], "act_on": "extend", "to_year": next_year.pk}
        done = web(clerk).post(reverse(UNFINISHED), data)
    reported.refresh_from_db()
    assert done.url == reverse(UNFINISHED)
    assert reported.year == next_year


def test_the_page_asks_for_models_act_year_and_reason(web, owner, clerk, year, next_year):
    accepted_model(owner, clerk, year)
    with on(1, 10, year=2025):
        empty = web(clerk).post(reverse(UNFINISHED), {})
        no_year = web(clerk).post(reverse(UNFINISHED), {"act_on": "extend", "reason": "Chờ"})
    assert empty.context["form"].errors == {
        "models": ["Chọn ít nhất một mô hình."],
        "act_on": ["Chọn việc cần làm."],
        "reason": ["Nhập lý do."],
    }
    assert no_year.context["form"].errors["to_year"] == ["Chọn năm được gia hạn sang."]


def test_the_list_of_models_finds_an_extended_one_in_both_years(web, owner, clerk, year, next_year):
    dv_model = accepted_model(owner, clerk, year)
    with on(1, 10, year=2025):
        extend_model(user=clerk, model_id=dv_model.pk, to_year=next_year, reason="Chờ giống")
        for row in (year, next_year):
            page = web(clerk).get(reverse("models_registry:model_list"), {"year": row.pk})
            assert list(page.context["object_list"]) == [dv_model]


def test_the_clerks_page_of_a_model_leads_to_its_extension(web, owner, clerk, year, next_year):
    dv_model = accepted_model(owner, clerk, year)
    bench = reverse("admin:models_registry_danvanmodel_workbench", args=[dv_model.pk])
    link = f"{reverse(UNFINISHED)}?mo-hinh={dv_model.pk}"
    with on(11, 20):
        assert link not in web(clerk).get(bench).content.decode()
    with on(1, 10, year=2025):
        assert link in web(clerk).get(bench).content.decode()
        form = web(clerk).get(link).context["form"]
    assert form.ticked == {str(dv_model.pk)}
