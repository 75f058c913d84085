"""Acts on many models at once: seen beforehand, done row by row, one bad row stops nothing."""

import pytest
from django.urls import reverse

from dandvan.models import UsedToken
from dandvan.roles import Role
from models_registry.enums import Mark, MemberPart
from models_registry.models import (
    Correction,
    DanVanModel,
    Decision,
    ModelAssessment,
    Notice,
    Recognition,
)
from tests.access.test_query_counts import queries
from tests.factories import make_authority, make_draft, make_plan, make_signer, make_user
from tests.models_registry.model_steps import (
    accepted_model,
    assessed_model,
    make_decision,
    make_scan,
    marks_for,
    on,
    recognized_model,
    reported_model,
    step,
    submitted_model,
)

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/models_registry/danvanmodel/"


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def page_of(act, *models):
    url = reverse("admin:models_registry_danvanmodel_bulk", args=[act])
    return f"{url}?m={','.join(str(row.pk) for row in models)}"


def ticks(*models):
    marks = []
    for row in models:
        row.refresh_from_db()
        marks.append(f"{row.pk}:{row.version}")
    return {"do": marks}


def states(*models):
    return [DanVanModel.objects.get(pk=row.pk).state for row in models]


def named(lines):
    return [line["name"] for line in lines]


def result_of(client, answer):
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    return page.context["result"]


# --- from the list to the page ---


def test_list_offers_each_his_acts_and_never_deletion(client, clerk, bloc_member, chair, owner):
    offered = {}
    for user in (clerk, bloc_member, chair):
        client.force_login(user)
        form = client.get(LIST).context["action_form"]
        offered[user] = [name for name, _ in form.fields["action"].choices]

    assert offered == {
        clerk: ["", "accept", "return", "assess", "decide"],
        bloc_member: ["", "assess"],
        chair: ["", "accept", "return", "decide"],
    }


def test_choosing_rows_leads_to_the_page_of_the_act(at_desk, owner, year):
    first, second = submitted_model(owner, year), submitted_model(owner, year, name="Hai")
    data = {"action": "accept", "index": "0", "_selected_action": [first.pk, second.pk, "abc"]}

    answer = at_desk.post(f"{LIST}?state__exact=submitted", data)

    page = at_desk.get(answer.headers["Location"])
    assert [line.row for line in page.context["good"]] == [first, second]
    assert page.context["list_url"] == f"{LIST}?state__exact=submitted"
    assert states(first, second) == ["submitted", "submitted"]


def test_choosing_across_pages_stays_in_the_filter_and_the_commune(
    at_desk, owner, clerk, stranger, year
):
    waiting = [submitted_model(owner, year, name=f"Mô hình {n}") for n in range(2)]
    accepted_model(owner, clerk, year, name="Đã nhận")
    data = {
        "action": "accept",
        "index": "0",
        "select_across": "1",
        "_selected_action": [waiting[0].pk],
    }

    answer = at_desk.post(f"{LIST}?state__exact=submitted", data)

    rows = at_desk.get(answer.headers["Location"]).context["good"]
    assert {line.row for line in rows} == set(waiting)


def test_more_than_a_hundred_rows_are_not_taken(at_desk, owner, year):
    rows = [make_draft(owner, year, name=f"Nháp {n}") for n in range(101)]
    data = {
        "action": "accept",
        "index": "0",
        "select_across": "1",
        "_selected_action": [rows[0].pk],
    }

    answer = at_desk.post(LIST, data, follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    assert "Mỗi lần làm với tối đa 100 mô hình." in answer.content.decode()


@pytest.mark.parametrize("chosen", ["", "delete_selected", "khac"])
def test_no_or_an_unknown_act_leads_back_to_the_list(at_desk, owner, year, chosen):
    dv_model = submitted_model(owner, year)
    data = {"action": chosen, "index": "0", "_selected_action": [dv_model.pk]}

    answer = at_desk.post(LIST, data, follow=True)

    assert "Chọn việc cần làm trong danh sách" in answer.content.decode()
    assert states(dv_model) == ["submitted"]


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        (Role.CLERK, set()),
        (Role.MOBILIZATION_BLOC, {"accept", "return", "decide"}),
        (Role.CHAIR, {"assess"}),
        (Role.ADMIN, {"accept", "return", "assess", "decide"}),
    ],
)
def test_who_may_open_which_act(client, commune, owner, year, role, closed):
    dv_model = submitted_model(owner, year)
    client.force_login(make_user(commune, "ai-do", role, full_name="Bùi Văn Ai"))
    got = {}

    for act in ("accept", "return", "assess", "decide"):
        answers = (
            client.get(page_of(act, dv_model)),
            client.post(page_of(act, dv_model), ticks(dv_model)),
            client.post(LIST, {"action": act, "index": 0, "_selected_action": [dv_model.pk]}),
        )
        got[act] = {answer.status_code == 403 for answer in answers}

    assert got == {act: {act in closed} for act in ("accept", "return", "assess", "decide")}


def test_rows_of_another_commune_are_not_there(client, owner, year, stranger):
    dv_model = submitted_model(owner, year)
    client.force_login(stranger)

    assert client.get(page_of("accept", dv_model)).status_code == 404
    assert client.post(page_of("accept", dv_model), ticks(dv_model)).status_code == 404
    assert states(dv_model) == ["submitted"]


def test_foreign_rows_among_ones_own_are_left_aside(at_desk, owner, stranger, year):
    mine = submitted_model(owner, year)
    theirs = make_draft(stranger, make_plan(stranger.commune))
    url = page_of("accept", mine, theirs)

    page = at_desk.get(url)
    result = result_of(at_desk, at_desk.post(url, ticks(mine, theirs)))

    assert ([line.row for line in page.context["good"]], page.context["missing"]) == ([mine], 1)
    assert named(result["done"]) == ["Ngôi nhà xanh"]
    assert states(mine, theirs) == ["accepted", "draft"]


def test_unknown_act_and_unknown_result_are_not_there(at_desk, owner, year):
    dv_model = submitted_model(owner, year)

    assert at_desk.get(page_of("xoa", dv_model)).status_code == 404
    assert at_desk.get(f"{LIST}hang-loat/ket-qua/abc/").status_code == 404
    assert at_desk.get(page_of("accept")).status_code == 404
    assert at_desk.delete(page_of("accept", dv_model)).status_code == 405


def test_page_asks_as_often_for_three_rows_as_for_one(client, owner, clerk, chair, year):
    rows = [submitted_model(owner, year, name=f"Mô hình {n}") for n in range(3)]
    client.force_login(chair)

    one, _ = queries(client, page_of("accept", rows[0]))
    three, _ = queries(client, page_of("accept", *rows))

    assert one == three <= 20


# --- accept ---


def test_five_rows_two_refused_three_accepted(at_desk, clerk, owner, year):
    good = [submitted_model(owner, year, name=f"Tốt {n}") for n in range(3)]
    draft = make_draft(owner, year, name="Nháp")
    own = submitted_model(owner, year, name="Của mình")
    own.members.create(individual=clerk.individual, part=MemberPart.HELPER)
    url = page_of("accept", *good, draft, own)

    page = at_desk.get(url)
    answer = at_desk.post(url, {**ticks(*good, draft, own), "note": "Đủ hồ sơ.", "once": "mot"})
    result = result_of(at_desk, answer)

    assert [(line.name, line.before, line.after) for line in page.context["good"]] == [
        (f"Tốt {n}", "Chờ tiếp nhận", "Đang thực hiện") for n in range(3)
    ]
    assert page.context["good"][0].told == "Đinh Thị Chủ"
    own_reason = (
        "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định "
        "hoặc công nhận mô hình của mình."
    )
    state_reason = "Không thể “Tiếp nhận” khi đang ở trạng thái “Bản nháp”."
    refused = {line.name: line.reasons for line in page.context["refused"]}
    assert refused == {"Nháp": (state_reason,), "Của mình": (own_reason,)}
    assert named(result["done"]) == ["Tốt 0", "Tốt 1", "Tốt 2"]
    assert {line["name"]: line["said"] for line in result["refused"]} == {
        "Nháp": [state_reason],
        "Của mình": [own_reason],
    }
    assert states(*good, draft, own) == ["accepted"] * 3 + ["draft", "submitted"]
    assert good[0].transitions.get(edge="accept").note == "Đủ hồ sơ."


def test_owner_without_an_account_is_named_as_such(at_desk, owner, year):
    dv_model = submitted_model(owner, year)
    owner.is_active = False
    owner.save(update_fields=["is_active"])

    told = at_desk.get(page_of("accept", dv_model)).context["good"][0].told

    assert told == "Đinh Thị Chủ (chưa có tài khoản, cần báo trực tiếp)"


def test_double_click_lands_on_the_first_result(at_desk, owner, year):
    rows = [submitted_model(owner, year, name=f"Mô hình {n}") for n in range(2)]
    data = {**ticks(*rows), "once": "hai-lan"}

    first = at_desk.post(page_of("accept", *rows), data)
    second = at_desk.post(page_of("accept", *rows), data)

    assert first.headers["Location"] == second.headers["Location"]
    assert len(result_of(at_desk, second)["done"]) == 2
    assert [row.transitions.filter(edge="accept").count() for row in rows] == [1, 1]


def test_twin_of_a_click_that_still_runs_does_nothing(at_desk, clerk, owner, year):
    dv_model = submitted_model(owner, year)
    result_url = reverse("admin:models_registry_danvanmodel_bulk_result", args=["dang-chay"])
    UsedToken.objects.create(
        token="dang-chay", user=clerk, result_url=result_url, used_at=dv_model.created_at
    )

    answer = at_desk.post(
        page_of("accept", dv_model), {**ticks(dv_model), "once": "dang-chay"}, follow=True
    )

    assert answer.redirect_chain == [(result_url, 302)]
    assert "Việc này đang được làm." in answer.content.decode()
    assert states(dv_model) == ["submitted"]


@pytest.mark.parametrize("token", ["", "có dấu / lạ", "x" * 200])
def test_a_strange_token_still_leads_to_a_result(at_desk, owner, year, token):
    dv_model = submitted_model(owner, year)

    answer = at_desk.post(page_of("accept", dv_model), {**ticks(dv_model), "once": token})

    assert len(result_of(at_desk, answer)["done"]) == 1


def test_result_is_for_the_person_who_did_it(client, clerk, other_clerk, owner, year):
    dv_model = submitted_model(owner, year)
    client.force_login(clerk)
    url = client.post(page_of("accept", dv_model), ticks(dv_model)).headers["Location"]

    wrong_method = client.post(url)
    client.force_login(other_clerk)

    assert wrong_method.status_code == 405
    assert client.get(url).status_code == 404


def test_what_changed_between_page_and_click_is_refused_alone(at_desk, other_clerk, owner, year):
    taken, saved, good = (
        submitted_model(owner, year, name=name) for name in ("Đã nhận", "Đã lưu", "Còn nguyên")
    )
    data = ticks(taken, saved, good)
    step(taken, "accept", other_clerk)
    step(saved, "withdraw", other_clerk, note="Nhầm")
    step(saved, "restore", other_clerk, note="Nhầm", target="submitted")

    result = result_of(at_desk, at_desk.post(page_of("accept", taken, saved, good), data))

    assert named(result["done"]) == ["Còn nguyên"]
    assert {line["name"]: line["said"] for line in result["refused"]} == {
        "Đã nhận": ["Không thể “Tiếp nhận” khi đang ở trạng thái “Đang thực hiện”."],
        "Đã lưu": [
            "Có người đã lưu mô hình này sau khi bạn mở trang. Mở ra xem lại rồi làm riêng."
        ],
    }


def test_rows_without_a_tick_are_left_and_one_is_needed(at_desk, owner, year):
    first, second = submitted_model(owner, year), submitted_model(owner, year, name="Hai")
    url = page_of("accept", first, second)

    none = at_desk.post(url, {"note": "Ghi chú đã gõ"})
    result = result_of(at_desk, at_desk.post(url, ticks(second)))

    page = none.content.decode()
    assert "Đánh dấu ít nhất một mô hình." in page
    assert "Ghi chú đã gõ" in page
    assert (named(result["done"]), named(result["left_out"])) == (["Hai"], ["Ngôi nhà xanh"])
    assert states(first, second) == ["submitted", "accepted"]


# --- return ---


def corrections(*rows):
    data = {"sua-TOTAL_FORMS": "4", "sua-INITIAL_FORMS": "0"}
    for number in range(4):
        row = rows[number] if number < len(rows) else {}
        for name in ("part", "kind", "what_to_do"):
            data[f"sua-{number}-{name}"] = row.get(name, "")
        data[f"sua-{number}-due"] = "02/12/2024"
    return data


def test_return_opens_the_same_corrections_for_all(at_desk, clerk, owner, year):
    first, second = submitted_model(owner, year), submitted_model(owner, year, name="Hai")
    reported = reported_model(owner, clerk, year, name="Đã báo cáo")
    row = {"part": "goal", "kind": "missing", "what_to_do": "Ghi chỉ tiêu bằng con số."}
    url = page_of("return", first, second, reported)

    empty = at_desk.post(url, {**ticks(first, second), **corrections()}).content.decode()
    data = {**ticks(first, second), **corrections(row), "note": "Sửa giúp."}
    result = result_of(at_desk, at_desk.post(url, data))

    assert "Ghi ít nhất một nội dung cần bổ sung trước khi trả lại." in empty
    assert len(result["done"]) == 2
    assert named(result["refused"]) == ["Đã báo cáo"]
    assert list(Correction.objects.values_list("dv_model_id", "what_to_do").order_by("id")) == [
        (first.pk, "Ghi chỉ tiêu bằng con số."),
        (second.pk, "Ghi chỉ tiêu bằng con số."),
    ]
    assert states(first, second) == ["returned", "returned"]


# --- assess ---


def common(year, **extra):
    data = {"date": "20/11/2024", "team": "Đoàn", "conclusion": "Đề nghị công nhận."}
    for quality in year.plan.qualities.all():
        data[f"mark_{quality.pk}"] = "met"
        data[f"reason_{quality.pk}"] = f"Chung {quality.code}"
    return {**data, **extra}


def test_assess_writes_common_marks_and_those_of_its_own(at_desk, owner, clerk, year):
    first, second = (reported_model(owner, clerk, year, name=n) for n in ("Một", "Hai"))
    waiting = submitted_model(owner, year, name="Chờ")
    _, replicable = year.plan.qualities.all()
    key = f"{replicable.pk}_{second.pk}"
    own = {
        f"mark_{key}": "not_met",
        f"reason_{key}": "Làng khác chưa làm theo được.",
        f"conclusion_{second.pk}": "Chưa đề nghị.",
    }
    url = page_of("assess", first, second, waiting)

    result = result_of(at_desk, at_desk.post(url, {**ticks(first, second), **common(year, **own)}))

    assert (len(result["done"]), named(result["refused"])) == (2, ["Chờ"])
    assert [
        (row.dv_model.name, row.conclusion, [(m.mark, m.reason) for m in row.marks.all()])
        for row in ModelAssessment.objects.order_by("id")
    ] == [
        ("Một", "Đề nghị công nhận.", [("met", "Chung effective"), ("met", "Chung replicable")]),
        (
            "Hai",
            "Chưa đề nghị.",
            [("met", "Chung effective"), ("not_met", "Làng khác chưa làm theo được.")],
        ),
    ]


def test_assess_asks_for_what_is_missing_and_keeps_the_rest(at_desk, owner, clerk, year):
    first, second = (reported_model(owner, clerk, year, name=n) for n in ("Một", "Hai"))
    effective, replicable = year.plan.qualities.all()
    data = common(year, **{f"mark_{effective.pk}": ""})
    data[f"mark_{effective.pk}_{first.pk}"] = "met"
    data[f"mark_{replicable.pk}_{first.pk}"] = "not_met"

    answer = at_desk.post(page_of("assess", first, second), {**ticks(first), **data})

    assert answer.context["form"].errors == {
        f"reason_{quality.pk}_{first.pk}": [
            f"Ghi căn cứ, lý do cho “{quality.name}” của {first.code}."
        ]
        for quality in (effective, replicable)
    }
    assert "Chung replicable" in answer.content.decode()
    assert ModelAssessment.objects.count() == 0


def test_a_bad_day_is_refused_for_every_row_and_nothing_is_written(at_desk, owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    data = {**ticks(dv_model), **common(year, date="25/11/2024")}

    result = result_of(at_desk, at_desk.post(page_of("assess", dv_model), data))

    assert result["refused"][0]["said"] == [
        "Ngày thẩm định 25/11/2024 chưa tới. Kiểm tra lại ngày."
    ]
    assert states(dv_model) == ["reported"]


# --- decide ---


@pytest.fixture
def signer(chair):
    return make_signer(chair.individual)


def head(commune, signer, scan, **extra):
    return {
        "authority": make_authority(commune).pk,
        "number_text": "112/QĐ-UBND",
        "date": "15/11/2024",
        "title": "Kết quả xét công nhận",
        "signer": signer.pk,
        "scan_kept": scan.pk,
        **extra,
    }


def outcome(dv_model, value, reason=""):
    return {f"outcome_{dv_model.pk}": value, f"reason_{dv_model.pk}": reason}


def test_one_decision_lists_the_good_rows_and_names_the_refused(
    at_desk, commune, owner, clerk, year, signer
):
    good = assessed_model(owner, clerk, year, name="Tốt")
    weak = assessed_model(
        owner, clerk, year, name="Yếu", marks=marks_for(year, replicable=Mark.NOT_MET)
    )
    waiting = submitted_model(owner, year, name="Chờ")
    url = page_of("decide", good, weak, waiting)

    page = at_desk.get(url)
    data = {
        **ticks(good, weak),
        **head(commune, signer, make_scan(clerk)),
        **outcome(good, "recognized"),
        **outcome(weak, "declined", "Chưa nhân rộng được."),
        "once": "qd",
    }
    answer = at_desk.post(url, data)
    result = result_of(at_desk, answer)
    twin = at_desk.post(url, data)

    choices = {
        row.name: [value for value, _ in page.context["form"].fields[f"outcome_{row.pk}"].choices]
        for row in (good, weak)
    }
    assert choices == {"Tốt": ["", "recognized", "declined"], "Yếu": ["", "declined"]}
    assert page.context["form"].initial[f"outcome_{good.pk}"] == "recognized"
    assert named(result["done"]) == ["Tốt", "Yếu"]
    assert named(result["refused"]) == ["Chờ"]
    assert result["links"] == [
        [
            "Quyết định số 112/QĐ-UBND ngày 15/11/2024",
            reverse("admin:models_registry_decision_change", args=[Decision.objects.get().pk]),
        ]
    ]
    assert twin.headers["Location"] == answer.headers["Location"]
    assert [(r.dv_model, r.outcome) for r in Recognition.objects.order_by("id")] == [
        (good, "recognized"),
        (weak, "declined"),
    ]


def test_a_conflict_shows_the_page_again_and_writes_nothing(
    at_desk, commune, owner, clerk, chair, year, signer
):
    first = assessed_model(owner, clerk, year, name="Một")
    second = assessed_model(owner, clerk, year, name="Hai")
    data = {
        **ticks(first, second),
        **head(commune, signer, make_scan(clerk)),
        **outcome(first, "recognized"),
        **outcome(second, "recognized"),
        "once": "xung-dot",
    }
    step(second, "reassess", clerk, note="Có số liệu mới")

    answer = at_desk.post(page_of("decide", first, second), data)

    page = answer.content.decode()
    assert f"Chưa ghi quyết định: {second.code} vừa được người khác thay đổi." in page
    assert [line.name for line in answer.context["refused"]] == ["Hai"]
    assert "112/QĐ-UBND" in page
    assert (Decision.objects.count(), UsedToken.objects.filter(token="xung-dot").count()) == (0, 0)
    again = at_desk.post(page_of("decide", first, second), {**data, **ticks(first)})
    assert named(result_of(at_desk, again)["done"]) == ["Một"]


def test_a_refusal_of_the_service_stands_beside_its_model(
    at_desk, commune, owner, clerk, year, signer
):
    good = assessed_model(owner, clerk, year, name="Tốt")
    other = assessed_model(owner, clerk, year, name="Khác")
    data = {
        **ticks(good, other),
        **head(commune, signer, make_scan(clerk)),
        **outcome(good, "recognized"),
        **outcome(other, "declined"),
    }

    answer = at_desk.post(page_of("decide", good, other), data)

    assert answer.context["form"].errors == {f"outcome_{other.pk}": ["Ghi lý do không công nhận."]}
    assert Decision.objects.count() == 0
    assert states(good, other) == ["assessed", "assessed"]


def test_recognized_and_foreign_rows_stand_among_the_refused(
    at_desk, commune, owner, clerk, year, signer
):
    decision = make_decision(clerk, make_authority(commune), signer)
    known = recognized_model(owner, clerk, year, decision, name="Đã công nhận")

    page = at_desk.get(page_of("decide", known))

    assert (page.context["good"], [line.row for line in page.context["refused"]]) == ([], [known])
    assert "Không làm được với dòng nào đã chọn" in page.content.decode()


def test_the_chairman_decides_himself(client, chair, commune, owner, clerk, year, signer):
    dv_model = assessed_model(owner, clerk, year)
    client.force_login(chair)
    data = head(commune, signer, make_scan(chair))

    answer = client.post(
        page_of("decide", dv_model), {**ticks(dv_model), **data, **outcome(dv_model, "recognized")}
    )

    assert len(result_of(client, answer)["done"]) == 1
    assert dv_model.transitions.get(edge="recognize").signer is None


def test_those_who_are_told_are_those_who_get_a_notice(at_desk, commune, owner, clerk, year):
    lead = make_user(commune, "phutrach", Role.PARTICIPANT, full_name="Hồ Thị Phụ")
    helper = make_user(commune, "giup", Role.PARTICIPANT, full_name="Lê Văn Giúp")
    waiting, reported = submitted_model(owner, year), reported_model(owner, clerk, year, name="Hai")
    waiting.members.create(individual=lead.individual, part=MemberPart.LEAD)
    waiting.members.create(individual=helper.individual, part=MemberPart.HELPER)

    told = at_desk.get(page_of("accept", waiting)).context["good"][0].told
    at_desk.post(page_of("accept", waiting), ticks(waiting))
    silent = at_desk.get(page_of("assess", reported)).context["good"][0].told

    notices = Notice.objects.filter(dv_model=waiting).order_by("user_id")
    assert told == "Đinh Thị Chủ, Hồ Thị Phụ"
    assert [row.user for row in notices] == [owner, lead]
    assert silent == "không gửi thông báo"
