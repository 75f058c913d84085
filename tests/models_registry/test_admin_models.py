"""The page of a whole model in the admin, and the acts that start from it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from dandvan.roles import Role
from models_registry.enums import Mark, ModelState
from models_registry.models import Correction, ModelAssessment, ModelReview, Reminder
from models_registry.services.assessment import assess_model
from tests.factories import (
    make_authority,
    make_draft,
    make_individual,
    make_signer,
    make_user,
    make_village,
)
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


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def bench(dv_model):
    return reverse("admin:models_registry_danvanmodel_workbench", args=[dv_model.pk])


def act(dv_model, name, *, version=None):
    url = reverse("admin:models_registry_danvanmodel_act", args=[dv_model.pk, name])
    return url if version is None else f"{url}?v={version}"


def state_of(dv_model):
    dv_model.refresh_from_db()
    return dv_model.state


def labels(answer):
    return [action.label for action in answer.context["actions"]]


# --- list and page ---


def test_list_finds_without_tone_marks_and_leads_to_the_page(at_desk, owner, year):
    found = submitted_model(owner, year, name="Làng văn hóa Đak Pơ Kao")
    submitted_model(owner, year, name="Ngôi nhà xanh")
    url = reverse("admin:models_registry_danvanmodel_changelist")

    answer = at_desk.get(url, {"q": "lang VAN hoa dak"})

    assert list(answer.context["cl"].result_list) == [found]
    assert f'href="{bench(found)}' in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "value"), [("state", "submitted"), ("national_field", ""), ("year", None)]
)
def test_list_filters(at_desk, owner, clerk, year, name, value):
    waiting = submitted_model(owner, year)
    accepted_model(owner, clerk, year, name="Hai")
    url = reverse("admin:models_registry_danvanmodel_changelist")
    asked = {"state__exact": "submitted"} if name == "state" else {"year__id__exact": year.pk}
    if name == "national_field":
        asked = {"villages__id__exact": waiting.villages.get().pk}

    rows = list(at_desk.get(url, asked).context["cl"].result_list)

    assert (waiting in rows, len(rows)) == (True, 1 if name == "state" else 2)


def test_stock_address_of_a_model_leads_to_its_page(at_desk, owner, year):
    dv_model = submitted_model(owner, year)

    answer = at_desk.get(reverse("admin:models_registry_danvanmodel_change", args=[dv_model.pk]))

    assert answer.headers["Location"] == bench(dv_model)


def test_page_shows_the_whole_model(at_desk, owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    indicator = dv_model.indicators.create(
        name="Điểm thu gom", unit="điểm", kind="other", target=Decimal(6)
    )
    indicator.values.create(
        date=date(2024, 10, 25),
        reported=Decimal(1870),
        verified=Decimal(1360),
        recorded_by=clerk,
        recorded_at=dv_model.created_at,
    )
    make_scan(owner, dv_model, name="sổ cân.pdf")
    assess_model(
        user=clerk,
        model_id=dv_model.pk,
        date=date(2024, 11, 20),
        team="Đoàn",
        conclusion="Kết luận của vòng một.",
        marks=marks_for(year),
    )

    page = at_desk.get(bench(dv_model)).content.decode()

    for words in (
        "Rác nhựa còn bị bỏ lại",
        "Đã có 06 điểm thu gom.",
        "sổ cân.pdf",
        "Căn cứ về hiệu quả thực tế",
        "Kết luận của vòng một.",
        "1.870",
        "1.360",
        "-510",
        "Gửi báo cáo kết quả",
    ):
        assert words in page


def test_page_of_a_strangers_model_is_not_found(client, owner, year, stranger):
    dv_model = submitted_model(owner, year)
    client.force_login(stranger)

    assert client.get(bench(dv_model)).status_code == 404
    assert client.post(act(dv_model, "accept")).status_code == 404
    assert state_of(dv_model) == ModelState.SUBMITTED


def test_page_is_forbidden_to_the_administrator(client, owner, year, administrator):
    dv_model = submitted_model(owner, year)
    client.force_login(administrator)

    assert client.get(bench(dv_model)).status_code == 403
    assert client.post(act(dv_model, "accept")).status_code == 403
    assert state_of(dv_model) == ModelState.SUBMITTED


def test_buttons_follow_the_flow(at_desk, owner, clerk, year):
    dv_model = submitted_model(owner, year)
    submitted = labels(at_desk.get(bench(dv_model)))
    assessed = assessed_model(
        owner, clerk, year, name="Yếu", marks=marks_for(year, replicable=Mark.NOT_MET)
    )
    actions = {a.label: a for a in at_desk.get(bench(assessed)).context["actions"]}

    assert submitted == [
        "Tiếp nhận",
        "Trả lại để bổ sung",
        "Rút mô hình",
        "Sửa lỗi nhỏ",
        "Bàn giao cho người khác",
    ]
    assert set(actions) == {
        "Thẩm định lại",
        "Công nhận",
        "Không công nhận",
        "Bàn giao cho người khác",
    }
    assert (actions["Công nhận"].allowed, actions["Không công nhận"].allowed) == (False, True)
    assert actions["Công nhận"].reasons == ("Không công nhận được: không đạt Có thể nhân rộng.",)


def test_a_clerk_in_the_model_sees_why_he_may_not(client, commune, owner, year):
    dv_model = submitted_model(owner, year)
    member = make_user(commune, "thanhvien", Role.CLERK, full_name="Hồ Văn Thành")
    dv_model.members.create(individual=member.individual, part="helper")
    client.force_login(member)

    page = client.get(bench(dv_model))
    client.post(act(dv_model, "accept"))

    accept = next(a for a in page.context["actions"] if a.label == "Tiếp nhận")
    assert (accept.allowed, len(accept.reasons)) == (False, 1)
    assert state_of(dv_model) == ModelState.SUBMITTED


def test_the_owners_next_step_is_a_link_for_the_clerk(at_desk, owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)

    actions = {a.label: a for a in at_desk.get(bench(dv_model)).context["actions"]}

    assert actions["Gửi báo cáo kết quả thay chủ mô hình"].needs_form_url == reverse(
        "models_registry:model_report", args=[dv_model.pk]
    )


def test_figures_of_villages_are_summed_beside_the_target(at_desk, owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    indicator = dv_model.indicators.create(name="Rác", unit="kg", kind="other", target=1500)
    for number, (reported, verified) in enumerate(((700, 690), (610, 610))):
        indicator.values.create(
            village=make_village(dv_model.commune, f"S{number}", f"Làng {number}"),
            date=date(2024, 10, 25),
            reported=reported,
            verified=verified,
            recorded_by=clerk,
            recorded_at=dv_model.created_at,
        )

    rows = at_desk.get(bench(dv_model)).context["figures"]

    assert [(r.place, r.target, r.reported, r.verified, r.difference) for r in rows] == [
        ("làng Làng 0", None, 700, 690, -10),
        ("làng Làng 1", None, 610, 610, 0),
        ("cộng các làng", 1500, 1310, 1300, -10),
    ]


def test_pictures_are_shown_and_removed_files_are_not(at_desk, owner, year):
    dv_model = submitted_model(owner, year)
    shown = make_scan(owner, dv_model, name="ảnh.jpg")
    gone = make_scan(owner, dv_model, name="đã gỡ.jpg")
    for row, removed in ((shown, None), (gone, dv_model.created_at)):
        row.mime, row.removed_at = "image/jpeg", removed
        row.save(update_fields=["mime", "removed_at"])

    answer = at_desk.get(bench(dv_model))

    url = reverse("models_registry:file_thumb", args=[shown.pk])
    assert [row["thumb_url"] for row in answer.context["evidence_tiles"]] == [url]
    assert f'<img src="{url}"' in answer.content.decode()


# --- acts with a note ---


def test_accept_once_for_a_double_click(at_desk, owner, year):
    dv_model = submitted_model(owner, year)
    url = act(dv_model, "accept", version=dv_model.version)

    first = at_desk.post(url, {"once": "mot"})
    second = at_desk.post(url, {"once": "mot"})

    assert (first.headers["Location"], second.headers["Location"]) == (bench(dv_model),) * 2
    assert state_of(dv_model) == ModelState.ACCEPTED
    assert dv_model.transitions.filter(edge="accept").count() == 1


def test_accept_from_a_stale_page_says_who_saved(at_desk, owner, other_clerk, year):
    dv_model = submitted_model(owner, year)
    old = dv_model.version
    step(dv_model, "withdraw", other_clerk, note="Nhầm")
    step(dv_model, "restore", other_clerk, note="Nhầm", target="submitted")

    answer = at_desk.post(act(dv_model, "accept", version=old), {"once": "x"}, follow=True)

    assert "Đinh Thị Hai đã lưu mô hình này" in answer.content.decode()
    assert state_of(dv_model) == ModelState.SUBMITTED


def test_acts_of_buttons_take_post_only(at_desk, owner, year):
    dv_model = submitted_model(owner, year)

    assert at_desk.get(act(dv_model, "accept")).status_code == 405
    assert at_desk.get(act(dv_model, "unknown")).status_code == 404
    assert state_of(dv_model) == ModelState.SUBMITTED


@pytest.mark.parametrize(
    ("name", "state"),
    [("unaccept", "submitted"), ("close", "not_carried_out"), ("withdraw", "withdrawn")],
)
def test_acts_that_need_a_reason(at_desk, owner, clerk, year, name, state):
    dv_model = accepted_model(owner, clerk, year)

    refused = at_desk.post(act(dv_model, name), {"note": " "}, follow=True)
    before = state_of(dv_model)
    at_desk.post(act(dv_model, name), {"note": "Vì có lý do."})

    assert "Ghi lý do khi" in refused.content.decode()
    assert (before, state_of(dv_model)) == ("accepted", state)


def test_remind_leaves_a_row(at_desk, owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)

    at_desk.post(act(dv_model, "remind"), {"note": "Nộp báo cáo trước 30/11."})

    assert Reminder.objects.get().text == "Nộp báo cáo trước 30/11."


# --- pages ---


def correction_data(*rows, **extra):
    data = {"sua-TOTAL_FORMS": "4", "sua-INITIAL_FORMS": "0", **extra}
    for number in range(4):
        row = rows[number] if number < len(rows) else {}
        for name in ("part", "kind", "what_to_do"):
            data[f"sua-{number}-{name}"] = row.get(name, "")
        data[f"sua-{number}-due"] = row.get("due", "02/12/2024")
    return data


def test_return_opens_corrections(at_desk, owner, year):
    dv_model = submitted_model(owner, year)
    rows = [{"part": "goal", "kind": "missing", "what_to_do": "Ghi chỉ tiêu bằng con số."}]

    at_desk.post(act(dv_model, "return"), correction_data(*rows, version=dv_model.version))

    made = Correction.objects.get()
    assert (made.part, made.kind, made.due) == ("goal", "missing", date(2024, 12, 2))
    assert state_of(dv_model) == ModelState.RETURNED


def test_return_without_rows_or_with_half_a_row_keeps_what_was_typed(at_desk, owner, year):
    dv_model = submitted_model(owner, year)

    empty = at_desk.post(act(dv_model, "return"), correction_data()).content.decode()
    half = at_desk.post(
        act(dv_model, "return"),
        correction_data({"part": "goal", "what_to_do": "Ghi rõ hơn."}),
    ).content.decode()

    assert "Ghi ít nhất một nội dung cần bổ sung trước khi trả lại." in empty
    assert "Chọn tình trạng." in half
    assert "Ghi rõ hơn." in half
    assert (state_of(dv_model), Correction.objects.count()) == ("submitted", 0)


def test_a_correction_is_withdrawn_beside_it(at_desk, owner, year):
    dv_model = submitted_model(owner, year)
    rows = [{"part": "goal", "kind": "missing", "what_to_do": "Ghi chỉ tiêu."}]
    at_desk.post(act(dv_model, "return"), correction_data(*rows, version=dv_model.version))
    other = submitted_model(owner, year, name="Khác")
    pk = Correction.objects.get().pk

    strange = at_desk.post(act(other, "withdraw-correction"), {"correction": pk})
    at_desk.post(act(dv_model, "withdraw-correction"), {"correction": pk})

    assert strange.status_code == 404
    assert Correction.objects.get().status == "withdrawn"


def test_return_report_takes_the_model_back(at_desk, owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    rows = [{"part": "figures", "kind": "wrong", "what_to_do": "Cộng lại diện tích."}]

    at_desk.post(act(dv_model, "return_report"), correction_data(*rows, version=dv_model.version))

    assert state_of(dv_model) == ModelState.ACCEPTED


def test_extend_moves_the_due_day(at_desk, owner, year):
    dv_model = submitted_model(owner, year)
    rows = [{"part": "goal", "kind": "missing", "what_to_do": "Ghi chỉ tiêu."}]
    at_desk.post(act(dv_model, "return"), correction_data(*rows, version=dv_model.version))

    at_desk.post(act(dv_model, "extend"), {"due": "16/12/2024", "note": "Chờ họp làng."})

    dv_model.refresh_from_db()
    assert dv_model.return_due == date(2024, 12, 16)


def test_verify_keeps_reported_and_verified_apart(at_desk, owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    indicator = dv_model.indicators.create(name="Rác nhựa", unit="kg", kind="other")
    value = indicator.values.create(
        date=date(2024, 10, 25),
        reported=Decimal(98),
        recorded_by=owner,
        recorded_at=dv_model.created_at,
    )

    bad = at_desk.post(act(dv_model, "verify"), {f"value_{value.pk}": "chín"})
    at_desk.post(act(dv_model, "verify"), {f"value_{value.pk}": "96,5"})

    current = indicator.values.get(is_current=True)
    assert "Rác nhựa: nhập bằng chữ số, ví dụ 1.870 hoặc 12,5." in bad.content.decode()
    assert (current.reported, current.verified) == (Decimal(98), Decimal("96.5"))


def assess_data(year, **extra):
    data = {"date": "20/11/2024", "team": "Đoàn", "conclusion": "Đề nghị công nhận."}
    for quality in year.plan.qualities.all():
        data[f"kq-{quality.pk}"] = "met"
        data[f"cc-{quality.pk}"] = f"Căn cứ {quality.code}"
        data[f"mc-{quality.pk}"] = ""
    return {**data, **extra}


def test_assess_writes_the_matrix(at_desk, owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    quality = year.plan.qualities.first()
    evidence = make_scan(owner, dv_model)

    at_desk.post(
        act(dv_model, "assess"),
        assess_data(year, version=dv_model.version, **{f"mc-{quality.pk}": evidence.pk}),
    )

    marks = ModelAssessment.objects.get().marks
    assert [(m.mark, m.reason, m.evidence) for m in marks.all()] == [
        ("met", "Căn cứ effective", evidence),
        ("met", "Căn cứ replicable", None),
    ]
    assert state_of(dv_model) == ModelState.ASSESSED


def test_assess_refused_names_each_field_and_keeps_the_text(at_desk, owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    first, second = year.plan.qualities.all()
    data = assess_data(year, date="31/31/2024", **{f"cc-{second.pk}": ""})
    del data[f"kq-{first.pk}"]

    page = at_desk.post(act(dv_model, "assess"), data).content.decode()

    assert "Chọn kết quả cho “Hiệu quả thực tế”." in page
    assert "Ghi căn cứ, lý do cho “Có thể nhân rộng”." in page
    assert "Nhập ngày thẩm định theo dạng ngày/tháng/năm, ví dụ 20/11/2024." in page
    assert "Căn cứ effective" in page
    assert ModelAssessment.objects.count() == 0


def test_assess_on_a_stale_form_keeps_the_text_and_then_goes_through(
    at_desk, owner, clerk, other_clerk, year
):
    dv_model = reported_model(owner, clerk, year)
    data = assess_data(year, version=dv_model.version)
    step(dv_model, "withdraw", other_clerk, note="Nhầm")
    step(dv_model, "restore", other_clerk, note="Nhầm", target="reported")

    refused = at_desk.post(act(dv_model, "assess"), data)
    shown = refused.context["form"]
    at_desk.post(act(dv_model, "assess"), {**data, "version": shown.data["version"]})

    assert "Đinh Thị Hai đã lưu mô hình này" in refused.content.decode()
    assert "Căn cứ effective" in refused.content.decode()
    assert ModelAssessment.objects.count() == 1
    assert state_of(dv_model) == ModelState.ASSESSED


def test_assess_recorded_from_signed_paper_keeps_the_scan_of_a_refused_form(
    at_desk, commune, owner, clerk, year, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    dv_model = reported_model(owner, clerk, year)
    signer = make_signer(make_individual(commune, "Siu Văn Trưởng"), body="bloc", post="Trưởng")
    paper = {
        "by_paper": "on",
        "signer": signer.pk,
        "paper_number": "",
        "paper_date": "19/11/2024",
        "scan": picture(),
    }

    refused = at_desk.post(act(dv_model, "assess"), assess_data(year, **paper))
    kept = refused.context["form"].data["scan_kept"]
    del paper["scan"]
    paper |= {"paper_number": "12/BB-DV", "scan_kept": kept}
    at_desk.post(act(dv_model, "assess"), assess_data(year, **paper))

    trace = dv_model.transitions.get(edge="assess")
    assert "còn thiếu số văn bản." in refused.content.decode()
    assert (trace.signer, trace.paper_number, trace.paper_scan_id) == (
        signer,
        "12/BB-DV",
        int(kept),
    )


def picture():
    """A small photo of a paper, as a phone sends it."""
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(buffer, "JPEG")
    return SimpleUploadedFile("bien-ban.jpg", buffer.getvalue(), "image/jpeg")


def test_reassess_asks_for_a_reason(at_desk, owner, clerk, year):
    dv_model = assessed_model(owner, clerk, year)

    refused = at_desk.post(act(dv_model, "reassess"), {"note": ""})
    at_desk.post(act(dv_model, "reassess"), {"note": "Đã bổ sung sổ."})

    assert "Nhập lý do." in refused.content.decode()
    assert state_of(dv_model) == ModelState.REPORTED


def test_review_of_a_living_model(at_desk, owner, clerk, chair, commune, year):
    decision = make_decision(clerk, make_authority(commune), make_signer(chair.individual))
    dv_model = recognized_model(owner, clerk, year, decision)
    later = year.plan.years.create(year=2025)
    data = {
        "year": later.pk,
        "date": "10/03/2025",
        "outcome": "continues",
        "text": "Vẫn duy trì.",
    }

    with on(3, 10, year=2025):
        at_desk.post(act(dv_model, "review"), data)
        again = at_desk.post(act(dv_model, "review"), data)

    assert ModelReview.objects.get().outcome == "continues"
    assert "Mô hình đã được rà soát trong năm 2025." in again.content.decode()


def test_drafts_are_seen_by_the_clerk(at_desk, owner, year):
    draft = make_draft(owner, year)

    assert at_desk.get(bench(draft)).status_code == 200
