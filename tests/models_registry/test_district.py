"""Lists registered with the level above: flow, collecting, signing, sending, answer, ways back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role
from models_registry.documents.district_rows import due_rows
from models_registry.domain.district_flow import DISTRICT_FLOW, DistrictFacts
from models_registry.enums import AuthorityLevel, DistrictState, WindowKind
from models_registry.models import (
    DanVanModel,
    DistrictRegistration,
    Notice,
    PaperNumber,
    ReceivingOffice,
)
from models_registry.queries_sent import unsent_models
from models_registry.services.acceptance import unaccept_model
from models_registry.services.district import (
    cancel_list,
    change_list,
    leave_out,
    make_list,
    refresh_list,
    reopen_list,
    return_list,
    send_list,
    sign_list,
    unsend_list,
)
from models_registry.services.district_answer import (
    QuestionInput,
    ReplyInput,
    answer_list,
    reply_to_questions,
    unanswer_list,
)
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.registration import answer_correction, restore_model, withdraw_model
from tests.factories import make_authority, make_signer
from tests.models_registry.district_cast import LETTER, make_district, sent_list, signed_list
from tests.models_registry.model_steps import (
    accepted_model,
    make_scan,
    on,
    reported_model,
    submitted_model,
)

pytestmark = pytest.mark.django_db

DAY = date(2024, 3, 29)


@pytest.fixture(autouse=True)
def _april():
    with on(4, 10):
        yield


@pytest.fixture(autouse=True)
def district(commune):
    """The commune numbers its papers, the district receives registrations."""
    make_authority(commune)
    return make_district(commune)


@pytest.fixture
def signer(chair):
    return make_signer(chair.individual)


@pytest.fixture
def models(owner, clerk, year):
    """Two accepted models and one that waits for the clerk."""
    return [
        accepted_model(owner, clerk, year, name="Ngôi nhà xanh"),
        accepted_model(owner, clerk, year, name="Tiếng chiêng học bài"),
        submitted_model(owner, year, name="Tối thứ Năm nghe dân nói"),
    ]


def reasons_of(call, *args, **kwargs):
    with pytest.raises(DomainError) as refused:
        call(*args, **kwargs)
    return refused.value.reasons


def rows_of(registration):
    rows = registration.rows.filter(left_out=False).order_by("dv_model__code")
    return list(rows.values_list("kind", "name"))


def sign(user, registration, signer, **given):
    given = {"number_text": LETTER, "date": DAY, **given}
    return sign_list(user=user, registration_id=registration.pk, signer=signer, **given)


# -- the flow -------------------------------------------------------------------------------------

OPEN = {
    ("draft", "sign", Role.CHAIR),
    ("signed", "send", Role.CLERK),
    ("sent", "answer", Role.CLERK),
    ("signed", "return", Role.CLERK),
    ("signed", "return", Role.CHAIR),
    ("sent", "unsend", Role.CLERK),
    ("answered", "unanswer", Role.CLERK),
    ("draft", "cancel", Role.CLERK),
    ("cancelled", "reopen", Role.CLERK),
}


def test_matrix_of_states_edges_and_roles():
    facts = DistrictFacts()
    found = {
        (state.value, edge, role)
        for state in DistrictState
        for edge in DISTRICT_FLOW.edges
        for role in Role
        if DISTRICT_FLOW.look(
            edge, state=state.value, actors=frozenset({role}), facts=facts
        ).allowed
    }

    assert found == OPEN


@pytest.mark.parametrize(
    ("edge", "given", "sentence"),
    [
        ("sign", {"rows": 0}, "Danh sách chưa có mô hình nào để gửi."),
        (
            "sign",
            {"outdated": ("Hũ gạo",)},
            "Mô hình đã thay đổi từ khi lập danh sách: “Hũ gạo”. Bấm “Cập nhật danh sách”.",
        ),
        ("sign", {"addressee": "Chưa chọn nơi gửi."}, "Chưa chọn nơi gửi."),
        (
            "send",
            {"has_scan": False},
            "Chưa có bản chụp văn bản đã ký. Tải lên khi ghi đã gửi.",
        ),
        (
            "unsend",
            {"later": "DKH-2024-2"},
            "Danh sách DKH-2024-2 lập sau danh sách này đã ký. Xử lý danh sách ấy trước.",
        ),
        (
            "return",
            {"other_draft": "DKH-2024-2"},
            "Danh sách DKH-2024-2 đang lập dở. Ký hoặc hủy danh sách ấy trước.",
        ),
        (
            "unanswer",
            {"replied": True},
            "Đã có trả lời cho câu hỏi của cấp trên nên không xóa văn bản trả lời được.",
        ),
    ],
)
def test_each_guard_has_its_sentence(edge, given, sentence):
    row = DISTRICT_FLOW.edges[edge]

    look = DISTRICT_FLOW.look(
        edge, state=min(row.sources), actors=row.who, facts=DistrictFacts(**given)
    )

    assert look.refusals == (sentence,)


# -- collecting -----------------------------------------------------------------------------------


def test_one_tap_collects_what_was_accepted(clerk, year, models, district):
    row = make_list(user=clerk, year=year)

    assert (row.code, row.state, row.authority, row.supplementary_to) == (
        "DKH-2024-1",
        "draft",
        district,
        None,
    )
    assert rows_of(row) == [("new", "Ngôi nhà xanh"), ("new", "Tiếng chiêng học bài")]
    first = row.rows.get(name="Ngôi nhà xanh")
    assert (first.owner, first.place, first.national_field, first.goal, first.period) == (
        "Ủy ban nhân dân xã Tơ Tung",
        "làng Stơr",
        "HTCT",
        "Mỗi làng có 02 điểm thu gom.",
        "Từ 08/03/2024",
    )


def test_a_second_tap_brings_the_same_draft_up_to_date(clerk, year, owner, models):
    row = make_list(user=clerk, year=year)
    accepted_model(owner, clerk, year, name="Hũ gạo tình làng")

    again = make_list(user=clerk, year=year)

    assert again == row
    assert DistrictRegistration.objects.count() == 1
    assert len(rows_of(again)) == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        DistrictRegistration.objects.create(
            commune=row.commune,
            year=year,
            code="DKH-2024-9",
            created_by=clerk,
            created_at=row.created_at,
        )


def test_only_the_clerk_makes_lists_and_only_of_his_commune(chair, stranger, clerk, year):
    for user in (chair, stranger):
        with pytest.raises((NotAllowed, DomainError)):
            make_list(user=user, year=year)
    window = year.windows.create(
        code="DKC",
        kind=WindowKind.UPWARD_REGISTRATION,
        name="Gửi",
        starts=DAY,
        ends=date(2024, 5, 2),
    )

    assert make_list(user=clerk, year=year).planned == window.ends


def test_a_window_limits_new_models_only(clerk, year, models, district):
    other = year.windows.create(
        code="DK2",
        kind=WindowKind.REGISTRATION,
        name="Đợt 2",
        starts=date(2024, 9, 4),
        ends=date(2024, 10, 31),
    )
    row = make_list(user=clerk, year=year)

    change_list(
        user=clerk,
        registration_id=row.pk,
        letter_form="letter",
        authority=district,
        planned=None,
        window=other,
    )

    assert rows_of(row) == []


def test_a_model_left_out_stays_out_until_taken_in(clerk, signer, year, models):
    row = make_list(user=clerk, year=year)
    first = row.rows.get(name="Ngôi nhà xanh")
    leave_out(user=clerk, registration_id=row.pk, row_id=first.pk, left_out=True)
    refresh_list(user=clerk, registration_id=row.pk)
    assert rows_of(row) == [("new", "Tiếng chiêng học bài")]

    signed = signed_list(clerk, signer, year)

    assert rows_of(signed) == [("new", "Tiếng chiêng học bài")]
    assert signed.rows.count() == 1
    assert [due.snapshot.name for due in due_rows(year)] == ["Ngôi nhà xanh"]
    kept = signed.rows.get()
    assert reasons_of(
        leave_out, user=clerk, registration_id=row.pk, row_id=kept.pk, left_out=True
    ) == ("Danh sách đang ở trạng thái “Đã ký, chờ gửi” nên không sửa được.",)


# -- signing --------------------------------------------------------------------------------------


def test_clerk_records_the_signed_paper(clerk, signer, year, models):
    row = signed_list(clerk, signer, year)

    row.refresh_from_db()
    assert (row.state, row.signer, str(row.paper.paper), row.paper.date) == (
        "signed",
        signer,
        LETTER,
        DAY,
    )
    assert str(row.receiving_office) == "Phòng Nội vụ huyện Kbang"
    assert row.scan is not None
    trace = row.transitions.get()
    assert (trace.edge, trace.signer, trace.by, trace.paper_number) == (
        "sign",
        signer,
        clerk,
        LETTER,
    )


def test_the_chairman_signs_himself_without_a_scan(clerk, chair, signer, year, models):
    row = make_list(user=clerk, year=year)

    signed = sign(chair, row, signer, number_text="35/UBND-VHXH")

    assert (signed.state, str(signed.paper.paper), signed.scan) == ("signed", "35/UBND-VHXH", None)
    with on(4, 11):
        assert reasons_of(
            send_list, user=clerk, registration_id=row.pk, sent_on=date(2024, 4, 11)
        ) == ("Chưa có bản chụp văn bản đã ký. Tải lên khi ghi đã gửi.",)
        sent = send_list(
            user=clerk,
            registration_id=row.pk,
            sent_on=date(2024, 4, 11),
            scan=make_scan(clerk),
        )
    assert (sent.state, sent.sent_on) == ("sent", date(2024, 4, 11))


def test_who_may_not_sign(clerk, bloc_member, signer, year, models):
    row = make_list(user=clerk, year=year)

    for user in (clerk, bloc_member):
        with pytest.raises(NotAllowed):
            sign(user, row, signer)
    assert row.transitions.count() == 0


def test_everything_wrong_with_a_signature_is_said_at_once(clerk, chair, bloc_member, year):
    row = make_list(user=clerk, year=year)
    bloc = make_signer(bloc_member.individual, body="bloc", post="Trưởng Khối")

    assert reasons_of(sign, chair, row, bloc, number_text="34/QĐ-UBND", date=date(2024, 4, 11)) == (
        "Danh sách chưa có mô hình nào để gửi.",
        "Số công văn có ký hiệu bắt đầu bằng UBND-, ví dụ 34/UBND-VP.",
        "Ngày văn bản 11/04/2024 chưa tới. Kiểm tra lại ngày.",
        f"{bloc} không ký thay mặt Ủy ban nhân dân.",
    )
    assert reasons_of(sign, chair, row, None, number_text=" ", date=None) == (
        "Danh sách chưa có mô hình nào để gửi.",
        "Nhập số văn bản, ví dụ 34/UBND-VP.",
        "Nhập ngày văn bản.",
        "Chọn người ký.",
    )
    assert not PaperNumber.objects.exists()


def test_a_number_is_given_once(clerk, chair, signer, year, models, owner):
    signed_list(clerk, signer, year)
    accepted_model(owner, clerk, year, name="Hũ gạo tình làng")
    second = make_list(user=clerk, year=year)

    assert reasons_of(sign, chair, second, signer) == (
        "Số 34/UBND-VP năm 2024 của Chủ tịch Ủy ban nhân dân xã Tơ Tung đã dùng cho văn bản "
        "ngày 29/03/2024. Nhập số khác.",
    )
    second.refresh_from_db()
    assert (second.state, second.document) == ("draft", None)


def test_a_proposal_has_its_own_symbol(clerk, chair, signer, year, models, district):
    row = make_list(user=clerk, year=year)
    given = {"registration_id": row.pk, "authority": district, "planned": None}
    change_list(user=clerk, letter_form="proposal", **given)

    assert reasons_of(sign, chair, row, signer) == (
        "Số tờ trình có ký hiệu TTr-UBND, ví dụ 34/TTr-UBND.",
    )
    assert str(sign(chair, row, signer, number_text="12/TTr-UBND").paper.paper) == "12/TTr-UBND"


def test_a_paper_that_says_another_number_or_day_is_refused(clerk, signer, year, models):
    row = make_list(user=clerk, year=year)
    paper = PaperTrace(signer, "36/UBND-VP", DAY, make_scan(clerk))

    assert reasons_of(sign, clerk, row, signer, paper=paper) == (
        "Số, ngày trên văn bản đã ký không khớp với danh sách.",
    )


def test_a_model_changed_since_must_be_read_again(clerk, chair, signer, year, models):
    row = make_list(user=clerk, year=year)
    models[0].name = "Ngôi nhà xanh – Nói không với rác nhựa"
    models[0].save(update_fields=["name"])

    assert reasons_of(sign, chair, row, signer) == (
        "Mô hình đã thay đổi từ khi lập danh sách: “Ngôi nhà xanh”. Bấm “Cập nhật danh sách”.",
    )
    refresh_list(user=clerk, registration_id=row.pk)
    assert sign(chair, row, signer).state == "signed"


def test_a_stale_form_is_refused(clerk, chair, signer, year, models):
    row = make_list(user=clerk, year=year)
    refresh_list(user=clerk, registration_id=row.pk)

    with pytest.raises(StaleRecord):
        sign(chair, row, signer, version=row.version)


def test_after_the_district_the_province_receives(clerk, chair, signer, year, models, commune):
    with on(7, 1, year=2025):
        row = make_list(user=clerk, year=year)
        assert row.authority is None
        assert reasons_of(sign, chair, row, signer, date=date(2025, 7, 1)) == (
            "Chưa chọn nơi gửi. Mở “Sửa nơi gửi, thời hạn, lời văn” để chọn.",
        )
        province = make_authority(
            commune,
            "UBND_TINH",
            name="Ủy ban nhân dân tỉnh Gia Lai",
            level=AuthorityLevel.PROVINCE,
            receives_registrations=True,
        )
        given = {"letter_form": "letter", "planned": None}
        change_list(user=clerk, registration_id=row.pk, authority=province, **given)
        assert reasons_of(sign, chair, row, signer, date=date(2025, 7, 1)) == (
            "Chưa khai báo cơ quan nhận hồ sơ của Ủy ban nhân dân tỉnh Gia Lai vào ngày "
            "01/07/2025. Thêm ở trang quản trị, mục Cơ quan nhận hồ sơ.",
        )
        ReceivingOffice.objects.create(authority=province, name="Sở Nội vụ tỉnh Gia Lai")
        signed = sign(chair, row, signer, date=date(2025, 7, 1))
    assert str(signed.receiving_office) == "Sở Nội vụ tỉnh Gia Lai"


def test_a_draft_for_the_district_is_not_signed_after_its_end(
    clerk, chair, signer, year, models, district
):
    row = make_list(user=clerk, year=year)

    with on(7, 1, year=2025):
        assert reasons_of(sign, chair, row, signer, date=date(2025, 7, 1)) == (
            "Ủy ban nhân dân huyện Kbang không nhận đăng ký vào ngày 01/07/2025. "
            "Chọn nơi gửi khác ở “Sửa nơi gửi, thời hạn, lời văn”.",
        )


# -- sending and the ways back --------------------------------------------------------------------


def test_sending_has_its_day(clerk, signer, year, models):
    row = signed_list(clerk, signer, year)

    assert reasons_of(send_list, user=clerk, registration_id=row.pk, sent_on=date(2024, 3, 28)) == (
        "Ngày gửi không thể trước ngày văn bản 29/03/2024.",
    )
    assert reasons_of(send_list, user=clerk, registration_id=row.pk, sent_on=None) == (
        "Nhập ngày gửi.",
    )
    sent = send_list(user=clerk, registration_id=row.pk, sent_on=date(2024, 4, 1))
    assert (sent.state, sent.sent_on) == ("sent", date(2024, 4, 1))


def test_back_to_draft_the_next_paper_replaces_the_former(clerk, chair, signer, year, models):
    row = signed_list(clerk, signer, year)
    former = row.document
    assert reasons_of(return_list, user=clerk, registration_id=row.pk, note=" ") == (
        "Ghi lý do khi “Đưa về dự thảo”.",
    )

    back = return_list(user=clerk, registration_id=row.pk, note="Sai tên làng")

    assert (back.state, back.paper, back.signer, back.scan) == ("draft", None, None, None)
    again = sign(chair, row, signer, number_text="35/UBND-VP")
    assert again.document.replaces == former
    assert [t.edge for t in again.transitions.all()] == ["sign", "return", "sign"]


def test_a_sending_by_mistake_is_taken_back_unless_a_later_list_is_signed(
    clerk, signer, year, models, owner
):
    row = sent_list(clerk, signer, year)
    accepted_model(owner, clerk, year, name="Hũ gạo tình làng")
    later = signed_list(clerk, signer, year, number="40/UBND-VP", day=date(2024, 4, 9))
    assert (later.code, later.supplementary_to) == ("DKH-2024-2", row)
    assert reasons_of(unsend_list, user=clerk, registration_id=row.pk, note="Nhầm") == (
        "Danh sách DKH-2024-2 lập sau danh sách này đã ký. Xử lý danh sách ấy trước.",
    )

    return_list(user=clerk, registration_id=later.pk, note="Chờ thêm")
    cancel_list(user=clerk, registration_id=later.pk, note="Chờ thêm")
    back = unsend_list(user=clerk, registration_id=row.pk, note="Nhầm")

    assert (back.state, back.sent_on) == ("signed", None)


def test_a_cancelled_list_is_made_again_with_the_models_of_today(clerk, year, models, owner):
    row = make_list(user=clerk, year=year)
    cancel_list(user=clerk, registration_id=row.pk, note="Chờ đợt sau")
    accepted_model(owner, clerk, year, name="Hũ gạo tình làng")
    other = make_list(user=clerk, year=year)
    assert other.code == "DKH-2024-2"
    assert reasons_of(reopen_list, user=clerk, registration_id=row.pk, note="Làm lại") == (
        "Danh sách DKH-2024-2 đang lập dở. Ký hoặc hủy danh sách ấy trước.",
    )
    cancel_list(user=clerk, registration_id=other.pk, note="Gộp")

    again = reopen_list(user=clerk, registration_id=row.pk, note="Làm lại")

    assert (again.state, len(rows_of(again))) == ("draft", 3)


# -- what changed after sending -------------------------------------------------------------------


def test_changed_and_withdrawn_models_stand_in_the_next_list(clerk, signer, year, models, owner):
    first = sent_list(clerk, signer, year)
    assert due_rows(year) == []
    models[0].name = "Ngôi nhà xanh, làng sạch"
    models[0].save(update_fields=["name"])
    withdraw_model(
        user=clerk, model_id=models[1].pk, note="Không làm nữa", on_behalf_source="paper"
    )

    row = make_list(user=clerk, year=year)

    assert row.supplementary_to == first
    assert rows_of(row) == [
        ("changed", "Ngôi nhà xanh, làng sạch"),
        ("withdrawn", "Tiếng chiêng học bài"),
    ]
    assert list(row.rows.order_by("dv_model__code").values_list("changes", flat=True)) == [
        "Tên: trước là “Ngôi nhà xanh”",
        "Rút từ ngày 10/04/2024",
    ]


def test_withdrawn_before_sending_is_told_to_nobody(clerk, signer, year, models):
    withdraw_model(user=clerk, model_id=models[0].pk, note="Thôi", on_behalf_source="paper")

    assert [due.snapshot.name for due in due_rows(year)] == ["Tiếng chiêng học bài"]


def test_restored_after_it_was_sent_as_withdrawn_it_is_registered_again(
    clerk, signer, year, models
):
    sent_list(clerk, signer, year)
    withdraw_model(user=clerk, model_id=models[0].pk, note="Thôi", on_behalf_source="paper")
    sent_list(clerk, signer, year, number="40/UBND-VP", day=date(2024, 4, 10))
    with on(4, 12):
        restore_model(user=clerk, model_id=models[0].pk, note="Có người làm tiếp")

    assert [(due.kind, due.snapshot.name) for due in due_rows(year)] == [("new", "Ngôi nhà xanh")]


def test_the_database_knows_what_is_unsent(clerk, signer, year, models, owner):
    def unsent():
        rows = unsent_models(DanVanModel.objects.filter(year=year)).order_by("code")
        return list(rows.values_list("name", flat=True))

    assert unsent() == ["Ngôi nhà xanh", "Tiếng chiêng học bài"]
    row = signed_list(clerk, signer, year)
    assert len(unsent()) == 2
    send_list(user=clerk, registration_id=row.pk, sent_on=DAY)
    assert unsent() == []
    withdraw_model(user=clerk, model_id=models[1].pk, note="Thôi", on_behalf_source="paper")
    assert unsent() == ["Tiếng chiêng học bài"]


def test_a_sent_model_is_not_unaccepted(clerk, signer, year, models):
    row = signed_list(clerk, signer, year)
    given = {"user": clerk, "model_id": models[0].pk, "note": "Tiếp nhận nhầm"}
    assert reasons_of(unaccept_model, **given) == (
        "Mô hình có trong danh sách đã ký, chờ gửi (danh sách DKH-2024-1, công văn số 34/UBND-VP). "
        "Đưa danh sách về dự thảo trước rồi thôi tiếp nhận.",
    )
    send_list(user=clerk, registration_id=row.pk, sent_on=DAY)
    assert reasons_of(unaccept_model, **given) == (
        "Mô hình đã đăng ký với cấp trên (danh sách DKH-2024-1 gửi ngày 29/03/2024, công văn số "
        "34/UBND-VP) nên không thôi tiếp nhận được. Nếu không làm nữa, rút mô hình: danh sách gửi "
        "lần sau sẽ ghi mô hình này là rút.",
    )
    unsend_list(user=clerk, registration_id=row.pk, note="Chưa gửi")
    return_list(user=clerk, registration_id=row.pk, note="Sai")

    assert unaccept_model(**given).state == "submitted"


# -- the answer -----------------------------------------------------------------------------------


def answer(clerk, row, **given):
    given = {"number": "87/PNV", "date": date(2024, 4, 10), "kind": "noted", **given}
    return answer_list(user=clerk, registration_id=row.pk, **given)


def reply(clerk, row, *replies, **given):
    given = {"number_text": "41/UBND-VP", "date": date(2024, 4, 10), **given}
    return reply_to_questions(user=clerk, registration_id=row.pk, replies=replies, **given)


def test_everything_noted(clerk, signer, year, models):
    row = answer(clerk, sent_list(clerk, signer, year))

    row.refresh_from_db()
    assert (row.state, row.answer_number, row.answer_kind) == ("answered", "87/PNV", "noted")


def test_everything_wrong_with_an_answer_is_said_at_once(clerk, signer, year, models, chair):
    row = sent_list(clerk, signer, year)
    first = row.rows.order_by("dv_model__code").first()

    assert reasons_of(answer, clerk, row, number=" ", date=date(2024, 3, 1), kind="questions") == (
        "Nhập số văn bản trả lời, ví dụ 87/PNV.",
        "Ngày trả lời không thể trước ngày gửi 29/03/2024.",
        "Ghi câu hỏi ở ít nhất một mô hình.",
    )
    assert reasons_of(answer, clerk, row, questions=[QuestionInput(first.pk, "", "goal")]) == (
        "Đã ghi câu hỏi: chọn “Có câu hỏi, yêu cầu làm rõ”.",
        "“Ngôi nhà xanh”: ghi câu hỏi.",
    )
    with pytest.raises(NotAllowed):
        answer(chair, row)


def test_a_question_becomes_a_correction_that_its_owner_answers(clerk, signer, year, models, owner):
    row = sent_list(clerk, signer, year)
    first = row.rows.order_by("dv_model__code").first()
    asked = QuestionInput(first.pk, "Ghi rõ số điểm thu gom.", "goal")

    answer(clerk, row, kind="questions", questions=[asked])

    first.refresh_from_db()
    correction = models[0].corrections.get()
    assert (first.correction, correction.part, correction.what_to_do, correction.status) == (
        correction,
        "goal",
        "Ghi rõ số điểm thu gom.",
        "open",
    )
    assert list(Notice.objects.filter(user=owner).values_list("text", flat=True)) == [
        "Cấp trên hỏi về mô hình “Ngôi nhà xanh”, cần bổ sung 01 nội dung."
    ]
    assert reasons_of(reply, clerk, row, ReplyInput(first.pk, "06 điểm.")) == (
        "“Ngôi nhà xanh”: chủ mô hình chưa bổ sung nội dung được hỏi.",
    )
    answer_correction(user=owner, correction_id=correction.pk, answer="06 điểm.")
    reply(clerk, row, ReplyInput(first.pk, "06 điểm thu gom."))
    first.refresh_from_db()
    assert (first.reply, str(first.reply_paper)) == ("06 điểm thu gom.", "41/UBND-VP")


def test_a_model_further_on_is_answered_by_the_office(clerk, signer, year, owner):
    reported_model(owner, clerk, year, name="Hũ gạo tình làng")
    row = sent_list(clerk, signer, year)
    asked = row.rows.get()
    assert reasons_of(
        answer, clerk, row, kind="questions", questions=[QuestionInput(asked.pk, "Ở đâu?", "goal")]
    ) == (
        "“Hũ gạo tình làng” không còn ở bước đang thực hiện nên chủ mô hình không bổ sung được. "
        "Chọn “Văn phòng trả lời”.",
    )

    answer(clerk, row, kind="questions", questions=[QuestionInput(asked.pk, "Ở đâu?")])

    asked.refresh_from_db()
    assert (asked.question, asked.correction, asked.awaits_reply) == ("Ở đâu?", None, True)


def test_one_paper_answers_several_questions_once(clerk, signer, year, models):
    row = sent_list(clerk, signer, year)
    first, second = row.rows.order_by("dv_model__code")
    questions = [QuestionInput(first.pk, "Ở đâu?"), QuestionInput(second.pk, "Khi nào?")]
    answer(clerk, row, kind="questions", questions=questions)
    assert reasons_of(reply, clerk, row, date=date(2024, 4, 9)) == (
        "Ghi nội dung trả lời cho ít nhất một câu hỏi.",
        "Ngày trả lời không thể trước ngày văn bản của cấp trên 10/04/2024.",
    )

    reply(clerk, row, ReplyInput(first.pk, "Làng Stơr."), ReplyInput(second.pk, "Quý II."))

    assert set(row.rows.values_list("reply_paper__number", flat=True)) == {41}
    assert reasons_of(reply, clerk, row, ReplyInput(first.pk, "Nữa"), number_text="42/UBND-VP") == (
        "Câu hỏi này không có hoặc đã được trả lời. Tải lại trang.",
    )
    assert reasons_of(unanswer_list, user=clerk, registration_id=row.pk, note="Nhầm") == (
        "Đã có trả lời cho câu hỏi của cấp trên nên không xóa văn bản trả lời được.",
    )


def test_an_answer_by_mistake_is_taken_back_with_its_corrections(clerk, signer, year, models):
    row = sent_list(clerk, signer, year)
    first = row.rows.order_by("dv_model__code").first()
    questions = [QuestionInput(first.pk, "Ở đâu?", "villages")]
    answer(clerk, row, kind="questions", questions=questions)

    back = unanswer_list(user=clerk, registration_id=row.pk, note="Nhầm danh sách")

    first.refresh_from_db()
    assert (back.state, back.answer_number, first.question, first.correction) == (
        "sent",
        "",
        "",
        None,
    )
    assert models[0].corrections.get().status == "withdrawn"
    assert back.transitions.last().note == "Nhầm danh sách (trước đây: 87/PNV ngày 10/04/2024)"


def test_lists_of_another_commune_are_not_found(stranger, clerk, year, models):
    row = make_list(user=clerk, year=year)

    assert reasons_of(refresh_list, user=stranger, registration_id=row.pk) == (
        "Không tìm thấy danh sách này.",
    )
