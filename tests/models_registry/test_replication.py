"""Spreading: who adopts a recognized model, what is refused, the family on its page."""

from datetime import date

import pytest
from django.urls import reverse

from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role
from models_registry.domain.replication import AdoptionFacts, adoption_refusals
from models_registry.models import Post, Replication
from models_registry.queries_replication import spread_figures, spread_models
from models_registry.services.recognition import DecisionRow, decide_on_models
from models_registry.services.replication import (
    AdoptionInput,
    change_replication,
    end_replication,
    record_replication,
)
from tests.factories import (
    make_authority,
    make_collective,
    make_individual,
    make_signer,
    make_user,
    make_village,
)
from tests.models_registry.model_steps import (
    assessed_model,
    make_decision,
    on,
    recognized_model,
    submitted_model,
)

pytestmark = pytest.mark.django_db

SINCE = date(2024, 11, 18)


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def web(client):
    """Sign somebody in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def decision(commune, clerk, chair):
    return make_decision(clerk, make_authority(commune), make_signer(chair.individual))


@pytest.fixture
def dv_model(owner, clerk, year, decision):
    return recognized_model(owner, clerk, year, decision)


@pytest.fixture(autouse=True)
def stor(commune):
    """The village of every model here."""
    return make_village(commune)


@pytest.fixture
def klech(commune):
    return make_village(commune, "L03", "Klếch")


@pytest.fixture
def head(commune, klech):
    """Who holds a post in the village Klếch."""
    user = make_user(commune, "truonglang", Role.PARTICIPANT, full_name="Đinh Chưk")
    Post.objects.filter(individual=user.individual).update(village=klech)
    return user


def url(name, *args):
    return reverse(f"models_registry:replication_{name}", args=args)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def adopt(user, dv_model, **given):
    given = {"since": SINCE, "responsible": user.individual, **given}
    return record_replication(user=user, model_id=dv_model.pk, adoption=AdoptionInput(**given))


def refusals_of(user, dv_model, **given):
    with pytest.raises(DomainError) as refused:
        adopt(user, dv_model, **given)
    assert Replication.objects.count() == 0
    return refused.value.reasons


# -- the rule -------------------------------------------------------------------------------------


def facts(**overrides):
    given = {
        "today": date(2024, 11, 20),
        "model_state": "recognized",
        "since": SINCE,
        "started": date(2024, 3, 8),
        "places": 1,
        "where": "làng Klếch",
        "has_responsible": True,
        **overrides,
    }
    return AdoptionFacts(**given)


def test_a_complete_adoption_has_nothing_against_it():
    assert adoption_refusals(facts()) == ()
    assert adoption_refusals(facts(has_responsible=False, outside=True)) == ()
    assert adoption_refusals(facts(since=date(2024, 11, 20))) == ()
    assert adoption_refusals(facts(since=date(2024, 3, 8))) == ()


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"model_state": "revoked"}, "Mô hình đã bị thu hồi công nhận nên không nhân rộng được."),
        (
            {"model_state": "assessed"},
            "Chỉ nhân rộng mô hình đã được công nhận; mô hình này đang ở trạng thái “Đã thẩm "
            "định”.",
        ),
        ({"places": 0}, "Chọn làng, tập thể hoặc ghi nơi áp dụng ngoài xã."),
        (
            {"places": 2},
            "Chỉ chọn một nơi áp dụng: làng, tập thể hoặc nơi ngoài xã. Nơi khác ghi dòng riêng.",
        ),
        ({"is_own_village": True}, "Địa bàn của mô hình đã có làng Klếch."),
        ({"is_own_collective": True}, "làng Klếch là chủ của chính mô hình này."),
        ({"adopted_already": True}, "Đã ghi làng Klếch áp dụng mô hình này."),
        (
            {"since": date(2024, 11, 21)},
            "Ngày bắt đầu áp dụng 21/11/2024 chưa tới. Kiểm tra lại ngày.",
        ),
        (
            {"since": date(2024, 3, 7)},
            "Ngày bắt đầu áp dụng 07/03/2024 có trước ngày mô hình bắt đầu (08/03/2024). "
            "Kiểm tra lại ngày.",
        ),
        ({"has_responsible": False}, "Chọn người phụ trách ở nơi áp dụng."),
        (
            {"adopting_is_itself": True},
            "Mô hình không áp dụng lại chính nó. Bỏ chọn mô hình của nơi áp dụng.",
        ),
        (
            {"adopting_came_first": True},
            "Mô hình này vốn áp dụng từ mô hình đã chọn nên không ghi ngược lại.",
        ),
    ],
)
def test_each_refusal_has_its_sentence(overrides, sentence):
    assert adoption_refusals(facts(**overrides)) == (sentence,)


# -- recording ------------------------------------------------------------------------------------


def test_recording_keeps_who_since_when_and_how(clerk, dv_model, klech, head):
    row = adopt(
        clerk,
        dv_model,
        village=klech,
        responsible=head.individual,
        adapted="  Dùng lại 20 bản tin. ",
        paper="112/UBND-VHXH",
    )

    assert (row.where, row.who, row.since, row.adapted, row.paper, row.recorded_by) == (
        "làng Klếch",
        "Đinh Chưk",
        SINCE,
        "Dùng lại 20 bản tin.",
        "112/UBND-VHXH",
        clerk,
    )


def test_unrecognized_and_revoked_models_are_not_adopted(
    owner, clerk, year, chair, commune, dv_model, klech, decision
):
    assessed = assessed_model(owner, clerk, year, name="Chưa công nhận")
    sentence = (
        "Chỉ nhân rộng mô hình đã được công nhận; mô hình này đang ở trạng thái “Đã thẩm định”."
    )
    assert refusals_of(clerk, assessed, village=klech) == (sentence,)
    later = make_decision(
        clerk, decision.paper.authority, decision.signer, "120/QĐ-UBND", date(2024, 11, 19)
    )
    decide_on_models(
        user=chair, decision=later, rows=[DecisionRow(dv_model.pk, "revoked", "Số liệu sai.")]
    )

    assert refusals_of(clerk, dv_model, village=klech) == (
        "Mô hình đã bị thu hồi công nhận nên không nhân rộng được.",
    )


def test_own_village_own_collective_and_a_second_row_are_refused(clerk, dv_model, commune):
    own = dv_model.villages.get()
    other = make_collective(commune, "Hội Nông dân xã")

    assert refusals_of(clerk, dv_model, village=own) == (f"Địa bàn của mô hình đã có {own}.",)
    assert refusals_of(clerk, dv_model, collective=dv_model.collective) == (
        "Ủy ban nhân dân xã Tơ Tung là chủ của chính mô hình này.",
    )
    adopt(clerk, dv_model, collective=other)
    adopt(clerk, dv_model, place="Xã Kon Hà Nừng", responsible=None)
    for again in ({"collective": other}, {"place": "xa kon ha nung"}):
        with pytest.raises(DomainError) as refused:
            adopt(clerk, dv_model, **again)
        where = again.get("place") or "Hội Nông dân xã"
        assert refused.value.reasons == (f"Đã ghi {where} áp dụng mô hình này.",)
    assert Replication.objects.count() == 2


def test_a_family_has_no_circle(owner, clerk, year, dv_model, klech, decision):
    child = recognized_model(owner, clerk, year, decision, name="Làm theo")
    adopt(clerk, dv_model, village=klech, adopting_model=child)
    far = make_village(dv_model.commune, "L09", "Đê Kơ Rông")

    for adopting, sentence in (
        (dv_model, "Mô hình này vốn áp dụng từ mô hình đã chọn nên không ghi ngược lại."),
        (child, "Mô hình không áp dụng lại chính nó. Bỏ chọn mô hình của nơi áp dụng."),
    ):
        with pytest.raises(DomainError) as refused:
            adopt(clerk, child, village=far, adopting_model=adopting)
        assert refused.value.reasons == (sentence,)


def test_rows_of_another_commune_are_refused(clerk, stranger, dv_model):
    foreign = make_village(stranger.commune, "L03", "Klếch")

    assert refusals_of(clerk, dv_model, village=foreign) == (
        "Nơi áp dụng, mô hình hoặc người phụ trách không thuộc xã này.",
    )
    with pytest.raises(DomainError) as refused:
        adopt(stranger, dv_model, village=foreign)
    assert refused.value.reasons == ("Không tìm thấy mô hình này.",)


def test_who_records(commune, owner, clerk, head, viewer, dv_model, klech):
    far = make_village(commune, "L09", "Đê Kơ Rông")
    nobody = make_user(commune, "khongchuc", Role.PARTICIPANT)

    assert adopt(head, dv_model, village=klech).recorded_by == head
    with pytest.raises(DomainError) as refused:
        adopt(head, dv_model, village=far)
    assert refused.value.reasons == (
        "Chỉ Văn phòng – thống kê, người của mô hình hoặc người của nơi áp dụng ghi được việc "
        "nhân rộng này.",
    )
    for user in (viewer, nobody):
        with pytest.raises(NotAllowed):
            record_replication(
                user=user,
                model_id=dv_model.pk,
                adoption=AdoptionInput(since=SINCE, village=far, responsible=head.individual),
            )
    assert adopt(owner, dv_model, village=far).recorded_by == owner


# -- mending and ending ---------------------------------------------------------------------------


def test_results_are_added_and_a_stale_form_is_refused(clerk, head, dv_model, klech):
    row = adopt(head, dv_model, village=klech)
    given = AdoptionInput(
        since=SINCE, village=klech, responsible=head.individual, results="Đã phát 12 bản tin."
    )

    changed = change_replication(user=head, replication_id=row.pk, version=1, adoption=given)
    assert (changed.results, changed.version) == ("Đã phát 12 bản tin.", 2)
    with pytest.raises(StaleRecord):
        change_replication(user=clerk, replication_id=row.pk, version=1, adoption=given)


def test_only_the_clerk_ends_and_with_a_reason(owner, clerk, head, dv_model, klech):
    row = adopt(head, dv_model, village=klech)

    for user in (owner, head):
        with pytest.raises(NotAllowed):
            end_replication(user=user, replication_id=row.pk, ended_on=SINCE, reason="Thôi")
    for day, reason, sentence in (
        (SINCE, " ", "Ghi lý do thôi áp dụng."),
        (SINCE, "a" * 301, "Rút gọn lý do còn tối đa 300 ký tự."),
        (date(2024, 11, 21), "Thôi", "Ngày thôi áp dụng 21/11/2024 chưa tới. Kiểm tra lại ngày."),
        (
            date(2024, 11, 17),
            "Thôi",
            "Ngày thôi áp dụng 17/11/2024 có trước ngày bắt đầu áp dụng (18/11/2024).",
        ),
    ):
        with pytest.raises(DomainError) as refused:
            end_replication(user=clerk, replication_id=row.pk, ended_on=day, reason=reason)
        assert refused.value.reasons == (sentence,)
    end_replication(user=clerk, replication_id=row.pk, ended_on=SINCE, reason="Hết loa")
    end_replication(user=clerk, replication_id=row.pk, ended_on=SINCE, reason="Lần hai")

    row.refresh_from_db()
    assert (row.ended_on, row.end_reason, row.version) == (SINCE, "Hết loa", 2)
    assert adopt(head, dv_model, village=klech).ended_on is None


def test_an_ended_row_is_not_mended(clerk, dv_model, klech):
    row = adopt(clerk, dv_model, village=klech)
    end_replication(user=clerk, replication_id=row.pk, ended_on=SINCE, reason="Hết loa")

    with pytest.raises(DomainError) as refused:
        change_replication(
            user=clerk,
            replication_id=row.pk,
            version=None,
            adoption=AdoptionInput(since=SINCE, village=klech, responsible=clerk.individual),
        )
    assert refused.value.reasons == ("làng Klếch đã thôi áp dụng từ ngày 18/11/2024.",)


# -- pages ----------------------------------------------------------------------------------------


def test_village_head_records_his_village_in_the_form(web, head, dv_model, klech):
    client = web(head)
    page = client.get(url("new", dv_model.pk))
    form = page.context["form"]
    assert (form["village"].value(), form["responsible"].value()) == (klech.pk, head.individual_id)

    data = {"village": klech.pk, "since": "18/11/2024", "responsible": head.individual_id}
    refused = client.post(url("new", dv_model.pk), {**data, "since": "18/11/2034", "once": "a"})
    answer = client.post(url("new", dv_model.pk), {**data, "once": "b"}, follow=True)
    client.post(url("new", dv_model.pk), {**data, "once": "b"})

    assert refused.context["form"].non_field_errors() == [
        "Ngày bắt đầu áp dụng 18/11/2034 chưa tới. Kiểm tra lại ngày."
    ]
    assert refused.context["form"]["since"].value() == "18/11/2034"
    assert said(answer) == ["Đã ghi làng Klếch áp dụng mô hình."]
    assert Replication.objects.count() == 1


def test_form_of_an_unrecognized_model_leads_back_with_the_reason(web, owner, year):
    dv_model = submitted_model(owner, year)

    answer = web(owner).get(url("new", dv_model.pk), follow=True)

    assert said(answer) == [
        "Chỉ nhân rộng mô hình đã được công nhận; mô hình này đang ở trạng thái “Chờ tiếp nhận”."
    ]
    assert "Ghi nơi áp dụng" not in answer.content.decode()


def test_pages_of_an_adoption_by_who_asks(
    web, owner, clerk, head, participant, viewer, stranger, dv_model, klech
):
    row = adopt(clerk, dv_model, village=klech)
    statuses = {
        user.username: tuple(
            web(user).get(url(name, pk)).status_code
            for name, pk in (("new", dv_model.pk), ("edit", row.pk), ("end", row.pk))
        )
        for user in (owner, clerk, head, participant, viewer, stranger)
    }

    assert statuses == {
        "chumohinh": (200, 200, 403),
        "vanphong": (200, 200, 200),
        "truonglang": (200, 200, 403),
        "nguoikhac": (403, 403, 403),
        "xem": (403, 403, 403),
        "nguoila": (404, 404, 404),
    }


def test_editing_and_ending_on_their_pages(web, clerk, dv_model, klech):
    row = adopt(clerk, dv_model, village=klech)
    client = web(clerk)
    page = client.get(url("edit", row.pk))
    assert page.context["form"]["since"].value() == SINCE
    data = {
        "village": klech.pk,
        "since": "18/11/2024",
        "responsible": clerk.individual_id,
        "results": "Đã phát 12 bản tin.",
        "version": 1,
    }

    answer = client.post(url("edit", row.pk), data, follow=True)
    stale = client.post(url("edit", row.pk), data)
    empty = client.post(url("end", row.pk), {"ended_on": "", "reason": ""})
    ended = client.post(url("end", row.pk), {"ended_on": "20/11/2024", "reason": "Hết loa"})

    assert "Kết quả: Đã phát 12 bản tin." in answer.content.decode()
    assert len(stale.context["form"].non_field_errors()) == 1
    assert empty.context["form"].errors == {
        "ended_on": ["Nhập ngày thôi áp dụng, ví dụ 20/11/2024."],
        "reason": ["Nhập lý do."],
    }
    assert ended.status_code == 302
    page = client.get(reverse("models_registry:model_detail", args=[dv_model.pk]))
    assert "Thôi từ ngày 20/11/2024: Hết loa" in page.content.decode()


def test_page_of_a_model_shows_its_family_both_ways(
    web, owner, clerk, viewer, year, decision, dv_model, klech
):
    child = recognized_model(owner, clerk, year, decision, name="Làm theo ở Klếch")
    adopt(clerk, dv_model, village=klech, adopting_model=child)
    client = web(viewer)

    parent = client.get(reverse("models_registry:model_detail", args=[dv_model.pk]))
    below = client.get(reverse("models_registry:model_detail", args=[child.pk]))

    assert [row.where for row in parent.context["family"].adopters] == ["làng Klếch"]
    assert "Làm theo ở Klếch" in parent.content.decode()
    assert parent.context["adopt_url"] == ""
    assert [row.dv_model for row in below.context["family"].origins] == [dv_model]
    assert "Chưa có nơi nào áp dụng mô hình này." in below.content.decode()


def test_list_puts_adopted_models_first_and_filters(
    web, owner, clerk, viewer, year, decision, dv_model, klech
):
    recognized_model(owner, clerk, year, decision, name="Chưa ai làm theo")
    gone = recognized_model(owner, clerk, year, decision, name="Thôi làm theo")
    assessed_model(owner, clerk, year, name="Chưa công nhận")
    adopt(clerk, dv_model, village=klech)
    adopt(clerk, dv_model, place="Xã Kon Hà Nừng", responsible=None)
    ended = adopt(clerk, gone, village=klech)
    end_replication(user=clerk, replication_id=ended.pk, ended_on=SINCE, reason="Hết loa")
    client = web(viewer)

    def names(**query):
        return [row.name for row in client.get(url("list"), query).context["object_list"]]

    assert names() == ["Ngôi nhà xanh", "Chưa ai làm theo", "Thôi làm theo"]
    assert names(adopted="yes", year=year.pk) == ["Ngôi nhà xanh"]
    assert names(adopted="no") == ["Chưa ai làm theo", "Thôi làm theo"]
    figures = spread_figures(spread_models(viewer))
    assert (figures.adopted, figures.alone, figures.places) == (1, 2, 2)


def test_list_of_another_commune_is_empty(web, stranger, dv_model):
    answer = web(stranger).get(url("list"))

    assert list(answer.context["object_list"]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_rows_as_for_one(
    web, commune, owner, clerk, viewer, year, decision, klech, count, django_assert_num_queries
):
    for number in range(count):
        row = recognized_model(owner, clerk, year, decision, name=f"Mô hình {number}")
        adopt(clerk, row, village=klech)
        adopt(clerk, row, place=f"Xã {number}", responsible=None)
    client = web(viewer)

    with django_assert_num_queries(11):
        client.get(url("list"))


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_model_asks_as_often_for_three_adopters_as_for_one(
    web, commune, head, clerk, dv_model, count, django_assert_max_num_queries
):
    client, page = web(head), reverse("models_registry:model_detail", args=[dv_model.pk])
    for number in range(count):
        person = make_individual(commune, f"Siu {number}")
        adopt(
            clerk,
            dv_model,
            village=make_village(commune, f"L1{number}", f"Làng {number}"),
            responsible=person,
        )

    with django_assert_max_num_queries(56) as asked:
        client.get(page)
    assert sum("replication" in query["sql"] for query in asked.captured_queries) == 3
