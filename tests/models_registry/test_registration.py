"""Drafts, sending, supplements, withdrawal: what is written and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from models_registry.enums import CorrectionStatus, ModelState, SubjectType, WindowKind
from models_registry.models import DanVanModel, YearWindow
from models_registry.services.acceptance import CorrectionInput, return_model
from models_registry.services.registration import (
    IndicatorInput,
    MemberInput,
    answer_correction,
    restore_model,
    resubmit_model,
    save_draft,
    start_draft,
    submit_model,
    withdraw_model,
)
from tests.factories import make_collective, make_draft, make_individual
from tests.models_registry.model_steps import on, submitted_model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


@pytest.fixture
def window(year):
    return year.windows.get()


@pytest.fixture
def draft(owner, year):
    return make_draft(owner, year)


@pytest.fixture
def returned(owner, clerk, year):
    dv_model = submitted_model(owner, year)
    goal = CorrectionInput("goal", "missing", "Ghi chỉ tiêu bằng con số.")
    return return_model(user=clerk, model_id=dv_model.pk, corrections=[goal])


def save(user, dv_model, **values):
    return save_draft(user=user, model_id=dv_model.pk, version=None, values=values)


def test_start_draft_twice_opens_one_draft(owner, year, window):
    first = start_draft(user=owner, year=year, window=window)

    assert start_draft(user=owner, year=year, window=window) == first
    assert (first.state, first.owner_person, first.code) == ("draft", owner.individual, "")


def test_start_draft_for_somebody_is_the_clerks(owner, clerk, year, window):
    dv_model = start_draft(user=clerk, year=year, window=window, owner_person=owner.individual)

    assert (dv_model.owner_person, dv_model.created_by) == (owner.individual, clerk)
    with pytest.raises(NotAllowed):
        start_draft(user=owner, year=year, window=window, owner_person=clerk.individual)


def test_start_draft_refused_for_viewer(viewer, year, window):
    with pytest.raises(NotAllowed):
        start_draft(user=viewer, year=year, window=window)


def test_start_draft_refused_before_the_window_but_for_the_clerk(owner, clerk, year, window):
    window.starts = date(2024, 3, 5)
    window.save(update_fields=["starts"])
    with on(3, 4):
        with pytest.raises(DomainError) as refused:
            start_draft(user=owner, year=year, window=window)
        early = start_draft(user=clerk, year=year, window=window, owner_person=owner.individual)

    assert refused.value.reasons == ("Đợt đăng ký này mở từ ngày 05/03/2024.",)
    assert list(DanVanModel.objects.all()) == [early]


def test_draft_begun_after_the_window_is_kept_but_not_sent_by_its_owner(owner, year, window):
    with on(3, 16):
        late = start_draft(user=owner, year=year, window=window)
        with pytest.raises(DomainError, match="Đã hết thời hạn đăng ký"):
            submit_model(user=owner, model_id=late.pk)

    late.refresh_from_db()
    assert late.state == "draft"


def test_save_draft_keeps_every_part(commune, owner, year, draft):
    helper = make_individual(commune, "Lương Thị Giúp")
    area = year.plan.areas.get(code="T2")
    front = make_collective(commune, "Mặt trận xã")

    saved = save(
        owner,
        draft,
        name="  Tiếng chiêng\nhọc bài ",
        main_area=area,
        co_owners=[front],
        end_date=date(2024, 12, 20),
        members=[MemberInput(owner.individual, "lead"), MemberInput(helper, "helper")],
        indicators=[
            IndicatorInput("Học sinh", "em", "people", Decimal(214)),
            IndicatorInput("Chuyên cần", "%", "percent", Decimal(95)),
        ],
    )

    saved.refresh_from_db()
    assert saved.name == "Tiếng chiêng học bài"
    assert saved.search_name == "tieng chieng hoc bai"
    assert (saved.main_area, saved.national_field) == (area, "VHXH")
    assert list(saved.co_owners.all()) == [front]
    assert [str(m) for m in saved.members.all()] == [
        "Đinh Thị Chủ – Phụ trách",
        "Lương Thị Giúp – Tham gia giúp",
    ]
    assert [(i.name, i.summable) for i in saved.indicators.all()] == [
        ("Học sinh", True),
        ("Chuyên cần", False),
    ]
    assert (saved.version, saved.changed_by, saved.state) == (2, owner, "draft")


def test_save_draft_of_an_individual_lets_the_collective_go(owner, year, draft):
    saved = save(owner, draft, individual=owner.individual)

    assert (saved.collective, saved.individual) == (None, owner.individual)
    assert saved.main_area is None


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        (
            {"end_date": date(2024, 3, 7)},
            "end_date",
            "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
        ),
        ({"name": "x" * 301}, "name", "Tên mô hình: rút gọn còn tối đa 300 ký tự."),
        (
            {"indicators": [IndicatorInput("Rác", "kg", target=Decimal(-1))]},
            "indicators",
            "Chỉ tiêu “Rác” không được là số âm.",
        ),
        (
            {"indicators": [IndicatorInput("Rác", "kg"), IndicatorInput(" Rác ", "tấn")]},
            "indicators",
            "Chỉ tiêu “Rác” được ghi hai lần.",
        ),
        (
            {"indicators": [IndicatorInput("Đất hiến", "ha", "land_m2")]},
            "indicators",
            "Chỉ tiêu “Đất hiến” thuộc loại “diện tích đất (m²)” nên đơn vị tính là “m²”, "
            "không phải “ha”.",
        ),
        (
            {"indicators": [IndicatorInput("Rác", " ")]},
            "indicators",
            "Mỗi chỉ tiêu cần có tên và đơn vị tính.",
        ),
    ],
)
def test_save_draft_refuses_wrong_values_and_writes_nothing(owner, draft, values, field, sentence):
    with pytest.raises(DomainError) as refused:
        save(owner, draft, need="Văn bản khác", **values)

    assert (refused.value.field, refused.value.reasons) == (field, (sentence,))
    draft.refresh_from_db()
    assert (draft.version, draft.need[:8]) == (1, "Rác nhựa")
    assert draft.indicators.count() == 0


def test_save_draft_refuses_an_area_of_the_other_kind(owner, year, draft):
    area = year.plan.areas.get(subject_type=SubjectType.INDIVIDUAL)

    with pytest.raises(DomainError) as refused:
        save(owner, draft, main_area=area)

    assert refused.value.reasons == ("Nội dung đã chọn không dành cho tập thể. Chọn lại.",)


def test_save_draft_refuses_rows_of_another_commune(owner, stranger, draft):
    foreign = make_collective(stranger.commune, "Tập thể nơi khác")

    for values in (
        {"collective": foreign},
        {"co_owners": [foreign]},
        {"members": [MemberInput(stranger.individual, "lead")]},
    ):
        with pytest.raises(DomainError) as refused:
            save(owner, draft, **values)
        assert refused.value.reasons == ("Mục đã chọn không thuộc xã này.",)


def test_save_draft_refuses_a_member_written_twice_or_with_turned_dates(owner, draft):
    person = owner.individual
    twice = [MemberInput(person, "lead"), MemberInput(person, "lead")]
    turned = [MemberInput(person, "lead", date(2024, 5, 2), date(2024, 5, 1))]

    for rows in (twice, turned):
        with pytest.raises(DomainError):
            save(owner, draft, members=rows)
    assert draft.members.count() == 1


def test_save_draft_refuses_participant_and_stranger(participant, stranger, draft):
    with pytest.raises(NotAllowed):
        save(participant, draft, name="Khác")
    with pytest.raises(DomainError):
        save(stranger, draft, name="Khác")
    draft.refresh_from_db()
    assert draft.name == "Ngôi nhà xanh"


def test_save_draft_refuses_a_stale_form_and_says_who_saved(owner, clerk, draft):
    save_draft(user=clerk, model_id=draft.pk, version=1, values={"goal": "Mục tiêu mới"})

    with pytest.raises(StaleRecord) as refused:
        save_draft(user=owner, model_id=draft.pk, version=1, values={"goal": "Mục tiêu của tôi"})

    assert refused.value.reasons == (
        "Trong lúc bạn đang sửa, Võ Thị Thử đã lưu mô hình này lúc 09:00 ngày 04/03/2024. "
        "Nội dung bạn nhập vẫn còn bên dưới; đối chiếu với bản mới rồi lưu lại.",
    )
    draft.refresh_from_db()
    assert draft.goal == "Mục tiêu mới"


def test_save_draft_refused_once_submitted(owner, year):
    dv_model = submitted_model(owner, year)

    with pytest.raises(DomainError) as refused:
        save(owner, dv_model, name="Khác")

    assert refused.value.reasons == (
        "Mô hình đang ở trạng thái “Chờ tiếp nhận” nên không sửa được nữa.",
    )


def test_submit_gives_the_next_code_and_a_trace(owner, year, draft):
    first = submit_model(user=owner, model_id=draft.pk)
    second = submit_model(user=owner, model_id=make_draft(owner, year, name="Hũ gạo").pk)

    assert [first.code, second.code] == ["MH-2024-01", "MH-2024-02"]
    first.refresh_from_db()
    assert (first.state, first.submitted_on) == ("submitted", clock.today())
    trace = first.transitions.get()
    assert (trace.edge, trace.by, trace.on_behalf_of) == ("submit", owner, None)
    assert DanVanModel.objects.get(search_text__contains="mh 2024 02") == second


def test_submit_repeated_leaves_one_trace(owner, draft):
    submit_model(user=owner, model_id=draft.pk)

    with pytest.raises(DomainError):
        submit_model(user=owner, model_id=draft.pk)

    assert draft.transitions.count() == 1


def test_submit_refused_with_missing_parts_names_them_and_writes_nothing(owner, year):
    draft = make_draft(owner, year, need="Ngắn", goal="", start_date=None)

    with pytest.raises(DomainError) as refused:
        submit_model(user=owner, model_id=draft.pk)

    assert refused.value.reasons == (
        "Chưa gửi được: còn thiếu nhu cầu, vấn đề cần giải quyết, mục tiêu, chỉ tiêu, "
        "thời gian thực hiện.",
    )
    draft.refresh_from_db()
    assert (draft.state, draft.code, draft.transitions.count()) == ("draft", "", 0)


def test_submit_after_the_window_only_by_the_clerk_with_a_reason(owner, clerk, draft):
    with on(3, 16):
        with pytest.raises(DomainError) as refused:
            submit_model(user=owner, model_id=draft.pk, late_reason="Tôi đi công tác")
        with pytest.raises(DomainError):
            submit_model(user=clerk, model_id=draft.pk, on_behalf_source="paper")
        late = submit_model(
            user=clerk,
            model_id=draft.pk,
            on_behalf_source="paper",
            late_reason="Đường bị lũ cắt.",
            note="Phiếu nhận ngày 14/3",
        )

    assert refused.value.reasons == (
        "Đã hết thời hạn đăng ký. Liên hệ Văn phòng – thống kê để được nhận muộn.",
    )
    trace = late.transitions.get()
    assert trace.note == "Nhận muộn: Đường bị lũ cắt.\nPhiếu nhận ngày 14/3"
    assert (trace.on_behalf_of, trace.on_behalf_source) == (owner.individual, "paper")


def test_submit_by_the_clerk_for_somebody_says_on_what_it_rests(clerk, draft):
    with pytest.raises(DomainError) as refused:
        submit_model(user=clerk, model_id=draft.pk)

    assert refused.value.field == "on_behalf_source"
    draft.refresh_from_db()
    assert draft.state == ModelState.DRAFT


def test_submit_moves_to_an_open_window_of_another_year(owner, year, draft):
    next_year = year.plan.years.create(year=2025)
    window = YearWindow.objects.create(
        year=next_year,
        code="DK-2025",
        kind=WindowKind.REGISTRATION,
        name="Đăng ký sớm",
        starts=date(2024, 11, 11),
        ends=date(2025, 1, 15),
    )

    with on(11, 12):
        sent = submit_model(user=owner, model_id=draft.pk, window=window)

    assert (sent.year, sent.window, sent.code) == (next_year, window, "MH-2025-01")


def test_submit_refused_for_others(participant, bloc_member, draft):
    for user in (participant, bloc_member):
        with pytest.raises(NotAllowed):
            submit_model(user=user, model_id=draft.pk)
    assert draft.transitions.count() == 0


def test_resubmit_needs_every_answer(owner, returned):
    with pytest.raises(DomainError) as refused:
        resubmit_model(user=owner, model_id=returned.pk)

    assert refused.value.reasons == ("Còn nội dung chưa bổ sung: Mục tiêu, chỉ tiêu.",)

    answered = answer_correction(
        user=owner, correction_id=returned.corrections.get().pk, answer=" Đã ghi 02 điểm. "
    )
    sent = resubmit_model(user=owner, model_id=returned.pk)

    assert (answered.answer, answered.status) == ("Đã ghi 02 điểm.", CorrectionStatus.ANSWERED)
    assert (answered.closed_by, sent.state) == (owner, "submitted")


def test_answer_correction_refuses_an_empty_answer_a_participant_and_a_stranger(
    owner, participant, stranger, returned
):
    correction = returned.corrections.get()

    for user, answer, error in (
        (owner, "  ", DomainError),
        (participant, "Đã sửa", NotAllowed),
        (stranger, "Đã sửa", DomainError),
    ):
        with pytest.raises(error):
            answer_correction(user=user, correction_id=correction.pk, answer=answer)
    correction.refresh_from_db()
    assert (correction.status, correction.answer) == ("open", "")


def test_answers_and_resubmit_past_due_are_the_clerks(owner, clerk, returned):
    correction = returned.corrections.get()

    with on(3, 20):
        with pytest.raises(DomainError) as refused:
            answer_correction(user=owner, correction_id=correction.pk, answer="Đã sửa")
        answer_correction(user=clerk, correction_id=correction.pk, answer="Đã sửa")
        with pytest.raises(DomainError):
            resubmit_model(user=owner, model_id=returned.pk)
        sent = resubmit_model(user=clerk, model_id=returned.pk, on_behalf_source="zalo")

    assert refused.value.reasons == (
        "Đã quá hạn bổ sung 14/03/2024. Liên hệ Văn phòng – thống kê để được gia hạn.",
    )
    assert sent.transitions.last().on_behalf_of == owner.individual


def test_withdraw_and_restore_go_back_to_where_it_was(owner, clerk, returned):
    withdrawn = withdraw_model(user=owner, model_id=returned.pk, note="Chưa có kinh phí")
    assert (withdrawn.state, withdrawn.withdrawn_from) == ("withdrawn", "returned")

    with pytest.raises(NotAllowed):
        restore_model(user=owner, model_id=returned.pk, note="Làm tiếp")
    restored = restore_model(user=clerk, model_id=returned.pk, note="Làm tiếp")

    assert (restored.state, restored.withdrawn_from) == ("returned", "")


def test_withdraw_needs_a_reason_and_is_done_once(owner, participant, draft):
    with pytest.raises(DomainError) as refused:
        withdraw_model(user=owner, model_id=draft.pk, note=" ")
    with pytest.raises(NotAllowed):
        withdraw_model(user=participant, model_id=draft.pk, note="Thôi")
    withdraw_model(user=owner, model_id=draft.pk, note="Thôi")
    with pytest.raises(DomainError):
        withdraw_model(user=owner, model_id=draft.pk, note="Thôi")

    assert refused.value.reasons == ("Ghi lý do khi “Rút mô hình”.",)
    draft.refresh_from_db()
    assert (draft.withdrawn_from, draft.transitions.count()) == ("draft", 1)
