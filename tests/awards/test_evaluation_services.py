"""Opening, marking, concluding, freezing and revising an evaluation."""

from __future__ import annotations

import datetime

import pytest

from awards.enums import EvaluationState, FindingMark
from awards.models import CriterionFinding, Evaluation, Outcome
from awards.queries_evaluation import changes_since_frozen, findings_of, unmet_for
from awards.services.evaluation import (
    FindingInput,
    conclude_evaluation,
    freeze_evaluation,
    mark_finding,
    mark_findings,
    open_evaluation,
    reopen_evaluation,
    revise_evaluation,
)
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from models_registry.enums import SubjectType
from tests.awards.evaluation_cast import (
    make_award_kind,
    make_dossier,
    make_section_iv,
    make_vote,
    mark_all,
    rate,
    signed_decision,
)
from tests.factories import make_collective, make_individual, make_kind, make_village
from tests.models_registry.model_steps import make_scan, on, recognized_model


@pytest.fixture(autouse=True)
def in_november():
    with on(11, 20):
        yield


@pytest.fixture
def criteria(year):
    return make_section_iv(year)


@pytest.fixture
def collective(commune):
    return make_collective(commune, "Hội Phụ nữ xã")


@pytest.fixture
def sheet(clerk, year, collective, criteria):
    return open_evaluation(user=clerk, year=year, subject=collective)


@pytest.fixture
def concluded(clerk, sheet):
    mark_all(clerk, sheet)
    return conclude_evaluation(user=clerk, evaluation_id=sheet.pk)


def marks(evaluation):
    return {view.criterion.code: view.mark for view in findings_of(evaluation)}


def test_open_makes_a_first_current_round(clerk, sheet, collective):
    assert (sheet.subject, sheet.round, sheet.is_current, sheet.state) == (
        collective,
        1,
        True,
        EvaluationState.OPEN,
    )
    assert sheet.created_by == clerk


@pytest.mark.parametrize("who", ["bloc_member", "chair", "viewer", "participant", "administrator"])
def test_open_is_the_clerks_act(request, who, year, collective):
    with pytest.raises(NotAllowed):
        open_evaluation(user=request.getfixturevalue(who), year=year, subject=collective)

    assert not Evaluation.objects.exists()


def test_open_refuses_a_second_sheet_of_one_year(clerk, year, sheet, collective):
    with pytest.raises(DomainError) as refusal:
        open_evaluation(user=clerk, year=year, subject=collective)

    assert refusal.value.reasons == (
        "Hội Phụ nữ xã đã có phiếu đánh giá năm 2024. Mở phiếu đó để làm tiếp.",
    )
    assert Evaluation.objects.count() == 1


def test_open_refuses_another_communes_subject_and_year(clerk, stranger, year, collective):
    foreign = make_collective(stranger.commune, "Tập thể xã khác")
    for user, subject in ((clerk, foreign), (stranger, collective)):
        with pytest.raises(DomainError) as refusal:
            open_evaluation(user=user, year=year, subject=subject)
        assert refusal.value.reasons == ("Không tìm thấy đối tượng hoặc năm thi đua này.",)


def test_open_refuses_kinds_the_movement_is_not_for(clerk, commune, year):
    firm = make_kind(commune, SubjectType.COLLECTIVE, "FIRM", name="Doanh nghiệp", eligible=False)
    guest = make_kind(commune, SubjectType.INDIVIDUAL, "GUEST", name="Khách mời", eligible=False)
    person = make_individual(commune, "Lê Thị Khách")
    person.posts.update(kind=guest)
    left = make_individual(commune, "Lê Văn Nghỉ")
    left.posts.update(valid_to=datetime.date(2024, 10, 31))

    said = []
    for subject in (make_collective(commune, "Công ty Mía", kind=firm), person, left):
        with pytest.raises(DomainError) as refusal:
            open_evaluation(user=clerk, year=year, subject=subject)
        said += refusal.value.reasons

    assert said == [
        "“Doanh nghiệp” không thuộc đối tượng của phong trào.",
        "Lê Thị Khách: chức danh “Khách mời” không thuộc đối tượng của phong trào.",
        "Lê Văn Nghỉ không giữ chức vụ nào vào ngày 20/11/2024.",
    ]


def test_mark_keeps_reason_evidence_who_and_when(clerk, sheet, criteria):
    scan = make_scan(clerk)
    row = mark_finding(
        user=clerk,
        evaluation_id=sheet.pk,
        criterion=criteria["TT1a"],
        mark=FindingMark.MET,
        reason="  Không có đơn thư ",
        evidence=scan,
        version=1,
    )

    assert (row.mark, row.reason, row.evidence, row.marked_by) == (
        "met",
        "Không có đơn thư",
        scan,
        clerk,
    )
    sheet.refresh_from_db()
    assert sheet.version == 2
    assert marks(sheet)["TT1a"] == "met"


def test_same_mark_again_changes_nothing(clerk, other_clerk, sheet, criteria):
    for user in (clerk, other_clerk):
        row = mark_finding(
            user=user,
            evaluation_id=sheet.pk,
            criterion=criteria["TT1a"],
            mark="met",
            reason="Căn cứ",
        )

    sheet.refresh_from_db()
    assert (row.marked_by, sheet.version) == (clerk, 2)


def test_mark_refuses_automatic_foreign_and_unreasoned(clerk, stranger, sheet, criteria):
    wrong = [
        FindingInput(criteria["TT4"], "met", "Tự tích"),
        FindingInput(criteria["CN1a"], "met", "Của cá nhân"),
        FindingInput(criteria["TT1a"], "fine", " ", make_scan(stranger)),
    ]
    with pytest.raises(DomainError) as refusal:
        mark_findings(user=clerk, evaluation_id=sheet.pk, marks=wrong)

    assert refusal.value.reasons == (
        "TT4 được tính tự động từ dữ liệu. Sửa dữ liệu gốc để thay đổi kết quả.",
        "Tiêu chuẩn CN1a không thuộc phiếu đánh giá này.",
        "TT1a: chọn kết quả Đạt hoặc Không đạt.",
        "TT1a: ghi lý do, căn cứ.",
        "TT1a: minh chứng đã chọn không còn. Chọn tệp khác.",
    )
    assert not CriterionFinding.objects.exists()


def test_mark_refuses_a_stale_form_and_names_who_saved(clerk, other_clerk, sheet, criteria):
    given = {"evaluation_id": sheet.pk, "criterion": criteria["TT1a"], "mark": "met"}
    mark_finding(user=other_clerk, reason="Của đồng nghiệp", version=1, **given)

    with pytest.raises(StaleRecord) as refusal:
        mark_finding(user=clerk, reason="Của tôi", version=1, **given)

    assert refusal.value.reasons == (
        "Trong lúc bạn đang sửa, Đinh Thị Hai đã lưu phiếu đánh giá này lúc 09:00 ngày "
        "20/11/2024. Nội dung bạn nhập vẫn còn bên dưới; đối chiếu với bản mới rồi lưu lại.",
    )
    assert CriterionFinding.objects.get().reason == "Của đồng nghiệp"


def test_mark_refuses_a_stranger_and_who_is_no_clerk(stranger, chair, sheet, criteria):
    given = {
        "evaluation_id": sheet.pk,
        "criterion": criteria["TT1a"],
        "mark": "met",
        "reason": "Căn cứ",
    }
    with pytest.raises(DomainError, match="Không tìm thấy phiếu đánh giá này"):
        mark_finding(user=stranger, **given)
    with pytest.raises(NotAllowed):
        mark_finding(user=chair, **given)

    assert not CriterionFinding.objects.exists()


def test_conclude_refused_while_a_judged_criterion_is_open(clerk, sheet):
    with pytest.raises(DomainError) as refusal:
        conclude_evaluation(user=clerk, evaluation_id=sheet.pk)

    assert refusal.value.reasons == ("Chưa kết luận được: còn tiêu chuẩn chưa đánh giá TT1a.",)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.concluded_on, sheet.transitions.count()) == ("open", None, 0)


def test_conclude_with_automatic_findings_pending(clerk, concluded):
    concluded.refresh_from_db()

    assert (concluded.state, concluded.concluded_on) == (
        "concluded",
        datetime.date(2024, 11, 20),
    )
    assert concluded.outcome == (
        "Đạt 1/6 tiêu chuẩn. Không đạt: TT3b. Chưa có kết quả: TT1d, TT4, TT5a, TT5b."
    )
    assert [t.edge for t in concluded.transitions.all()] == ["conclude"]


def test_concluded_sheet_takes_no_marks_until_reopened(clerk, concluded, criteria):
    given = {
        "user": clerk,
        "evaluation_id": concluded.pk,
        "criterion": criteria["TT1a"],
        "mark": "not_met",
        "reason": "Có đơn thư",
    }
    with pytest.raises(DomainError) as refusal:
        mark_finding(**given)
    assert refusal.value.reasons == (
        "Phiếu đã kết luận nên không sửa kết quả được. Mở lại phiếu trước.",
    )
    with pytest.raises(DomainError, match="Ghi lý do khi “Mở lại để đánh giá”"):
        reopen_evaluation(user=clerk, evaluation_id=concluded.pk, note=" ")

    reopened = reopen_evaluation(user=clerk, evaluation_id=concluded.pk, note="Có đơn thư mới")
    mark_finding(**given)

    assert (reopened.state, reopened.concluded_on) == ("open", None)
    assert marks(reopened)["TT1a"] == "not_met"


def test_closed_meeting_fills_the_vote_of_a_concluded_sheet(clerk, year, concluded, criteria):
    kind = make_award_kind(year, "GK", criteria["TT1d"])
    make_vote(clerk, concluded, kind, closed=False)
    assert marks(concluded)["TT1d"] == "pending"

    make_vote(clerk, concluded, make_award_kind(year, "GK2"), votes_for=2)

    view = next(v for v in findings_of(concluded) if v.criterion.code == "TT1d")
    assert view.mark == "met"
    assert view.explanation == ("2/2, chưa ban hành biên bản (họp ngày 20/11/2024).",)


def test_a_passed_vote_outweighs_an_earlier_failed_one(clerk, year, concluded):
    make_vote(clerk, concluded, make_award_kind(year, "GK"), votes_for=1, passed=False)
    assert marks(concluded)["TT1d"] == "not_met"

    make_vote(clerk, concluded, make_award_kind(year, "GK2"))

    assert marks(concluded)["TT1d"] == "met"


def test_freeze_keeps_findings_and_warns_when_a_source_changes(clerk, year, concluded, collective):
    rate(clerk, year, "mass_mobilization", "good_completion", collective)
    frozen = freeze_evaluation(user=clerk, evaluation_id=concluded.pk)
    before = findings_of(frozen)
    assert changes_since_frozen(frozen) == ()

    rate(clerk, year, "mass_mobilization", "completion", collective, paper_number="120-TB/ĐU")

    frozen.refresh_from_db()
    assert findings_of(frozen) == before
    assert marks(frozen)["TT4"] == "met"
    assert changes_since_frozen(frozen) == (
        "TT4: dữ liệu đã thay đổi sau khi khóa phiếu (khi khóa: đạt; hiện nay: không đạt). "
        "Hoàn thành, theo 120-TB/ĐU ngày 14/11/2024 của Đảng ủy xã.",
    )


def test_freeze_asks_a_reason_for_provisional_facts(chair, clerk, year, concluded, collective):
    rate(clerk, year, "mass_mobilization", "good_completion", collective, status="provisional")
    with pytest.raises(DomainError) as refusal:
        freeze_evaluation(user=chair, evaluation_id=concluded.pk)
    assert refusal.value.reasons == (
        "Tiêu chuẩn TT4 dựa trên số liệu tạm tính. Ghi lý do dùng số liệu tạm tính.",
    )

    frozen = freeze_evaluation(
        user=chair, evaluation_id=concluded.pk, provisional_reason="Chính thức trong tháng 12"
    )

    frozen.refresh_from_db()
    assert (frozen.state, frozen.provisional_reason) == ("frozen", "Chính thức trong tháng 12")
    assert [row["provisional"] for row in frozen.frozen_findings if row["code"] == "TT4"] == [True]


def test_freeze_twice_leaves_one_trace(clerk, concluded):
    for _ in range(2):
        freeze_evaluation(user=clerk, evaluation_id=concluded.pk)

    assert [t.edge for t in concluded.transitions.all()] == ["conclude", "freeze"]


def test_freeze_refused_for_open_sheets_and_readers(clerk, viewer, sheet):
    with pytest.raises(DomainError, match="Không thể “Khóa phiếu”"):
        freeze_evaluation(user=clerk, evaluation_id=sheet.pk)
    with pytest.raises(NotAllowed):
        freeze_evaluation(user=viewer, evaluation_id=sheet.pk)


def test_revise_only_after_the_paper_came_back(clerk, year, concluded, criteria):
    vote = make_vote(clerk, concluded, make_award_kind(year, "GK"))
    frozen = freeze_evaluation(user=clerk, evaluation_id=concluded.pk)
    with pytest.raises(DomainError) as refusal:
        revise_evaluation(user=clerk, evaluation_id=frozen.pk, note="")
    assert refusal.value.reasons == (
        "Chỉ đánh giá lại sau khi hồ sơ bị trả lại, gửi lại cho nơi khác "
        "hoặc không được khen thưởng.",
        "Ghi lý do khi “Đánh giá lại (vòng mới)”.",
    )
    Outcome.objects.create(
        nomination=vote.nomination,
        result="returned",
        reason="Thiếu số liệu",
        recorded_by=clerk,
        recorded_at=vote.meeting.starts_at,
    )

    new = revise_evaluation(user=clerk, evaluation_id=frozen.pk, note="Huyện trả lại")

    frozen.refresh_from_db()
    assert (frozen.state, frozen.is_current) == ("frozen", False)
    assert (new.state, new.round, new.is_current) == ("open", 2, True)
    assert [(f.criterion.code, f.mark, f.reason) for f in new.findings.all()] == [
        ("TT1a", "met", "Không có vi phạm")
    ]
    assert frozen.findings.count() == 1
    assert [t.edge for t in new.transitions.all()] == ["revise"]


@pytest.mark.parametrize(
    ("edge", "state", "opens"),
    [
        ("return", "drafting", True),
        ("readdress", "drafting", True),
        ("return", "checked", False),
        ("check", "drafting", False),
    ],
)
def test_revise_while_the_dossier_is_back_in_drafting(clerk, year, concluded, edge, state, opens):
    vote = make_vote(clerk, concluded, make_award_kind(year, "GK"))
    dossier = make_dossier(clerk, vote.nomination, state)
    freeze_evaluation(user=clerk, evaluation_id=concluded.pk)
    dossier.transitions.create(
        edge=edge, from_state="sent", to_state="drafting", by=clerk, at=vote.meeting.starts_at
    )
    if not opens:
        with pytest.raises(DomainError, match="Chỉ đánh giá lại sau khi hồ sơ bị trả lại"):
            revise_evaluation(user=clerk, evaluation_id=concluded.pk, note="Huyện yêu cầu")
        return

    new = revise_evaluation(user=clerk, evaluation_id=concluded.pk, note="Huyện yêu cầu")

    assert new.round == 2


def test_granted_nominee_is_not_evaluated_again(clerk, year, concluded):
    vote = make_vote(clerk, concluded, make_award_kind(year, "GK"))
    freeze_evaluation(user=clerk, evaluation_id=concluded.pk)
    Outcome.objects.create(
        nomination=vote.nomination,
        result="granted",
        recorded_by=clerk,
        recorded_at=vote.meeting.starts_at,
    )

    with pytest.raises(DomainError, match="Chỉ đánh giá lại sau khi hồ sơ bị trả lại"):
        revise_evaluation(user=clerk, evaluation_id=concluded.pk, note="Thử")


def test_reason_for_provisional_facts_is_kept_only_where_there_are_some(clerk, concluded):
    frozen = freeze_evaluation(
        user=clerk, evaluation_id=concluded.pk, provisional_reason="Tháng 12 mới có"
    )

    frozen.refresh_from_db()
    assert frozen.provisional_reason == ""


def test_unmet_names_the_clause_of_what_an_honor_needs(
    clerk, year, owner, concluded, criteria, collective
):
    own = make_award_kind(year, "GK_XA", criteria["TT1a"], criteria["TT3b"], criteria["TT1d"])
    title = make_award_kind(year, "TITLE", *(criteria[c] for c in ("TT3b", "TT1d", "TT5b")))
    recognized_model(owner, clerk, year, signed_decision(clerk), collective=collective)
    village = make_village(clerk.commune, "L02", "Đê Kơ Rông")
    first = clerk.commune.villages.get(code="L01")
    rate(clerk, year, "culture_title", "achieved", first)
    rate(clerk, year, "culture_title", "not_achieved", village, reason="tỷ lệ dưới chuẩn")

    assert unmet_for(concluded, own, without_vote=True) == ()
    assert [v.criterion.code for v in unmet_for(concluded, own)] == ["TT1d"]
    (last,) = unmet_for(concluded, title, without_vote=True)
    assert last.sentence == (
        "TT5b (IV.1.1) – không đạt: Điều kiện TT5b. 1/2 làng đạt danh hiệu văn hóa (cần 2). "
        "Làng Đê Kơ Rông: Không đạt: tỷ lệ dưới chuẩn, theo 118-TB/ĐU ngày 14/11/2024 của "
        "Đảng ủy xã. Theo 118-TB/ĐU ngày 14/11/2024 của Đảng ủy xã."
    )
