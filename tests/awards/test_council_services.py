"""Meetings: who sits, who may vote, what keeps a count from being closed."""

from __future__ import annotations

import datetime

import pytest

from awards.enums import Ballot, CouncilPost
from awards.models import AppraisalMeeting, NomineeVote, VoteRule
from awards.queries_council import agenda_of, barred_members, members_on, vote_rule_for
from awards.services.council import (
    create_meeting,
    issue_minutes,
    record_discussion,
    save_attendance,
)
from awards.services.council_closing import close_meeting
from awards.services.council_vote import record_vote
from awards.services.evaluation import conclude_evaluation, open_evaluation
from awards.services.nomination import (
    agree_nomination,
    propose_nomination,
    put_forward_nomination,
)
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from models_registry.enums import AuthorityLevel
from models_registry.models import PaperNumber, Post
from tests.awards.award_steps import closed, members, nominated, voted
from tests.awards.web_cast import (
    WebCast,
    agreed,
    another_person,
    make_web_cast,
    on,
    open_meeting,
    proposed,
)
from tests.factories import make_authority


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


def reasons_of(call, error: type[DomainError] = DomainError) -> tuple[str, ...]:
    with pytest.raises(error) as caught:
        call()
    return caught.value.reasons


def enter(cast: WebCast, **given) -> AppraisalMeeting:
    posts = members(cast)
    with on(18, 14):
        return create_meeting(
            **{
                "user": cast.secretary,
                "council": cast.council,
                "year": cast.year,
                "starts_at": clock.now(),
                "place": "Hội trường",
                "chair": posts[CouncilPost.CHAIR],
                "secretary": posts[CouncilPost.SECRETARY],
                "ballot": Ballot.SHOW_OF_HANDS,
                **given,
            }
        )


def collective_nomination(cast: WebCast):
    """The commune's own People's Committee, proposed to the level above."""
    district = make_authority(
        cast.commune, "HUYEN", level=AuthorityLevel.DISTRICT, own_collective_kind=""
    )
    cast.award_kind.authority = district
    cast.award_kind.save(update_fields=["authority"])
    with on(15):
        evaluation = open_evaluation(user=cast.clerk, year=cast.year, subject=cast.unit)
        conclude_evaluation(user=cast.clerk, evaluation_id=evaluation.pk)
        row = propose_nomination(user=cast.clerk, evaluation=evaluation, award_kind=cast.award_kind)
    with on(17):
        agree_nomination(user=cast.bloc, nomination_id=row.pk)
        return put_forward_nomination(user=cast.chair, nomination_id=row.pk)


@pytest.mark.parametrize("who", ["bloc", "chair", "member", "nominee", "outsider"])
def test_only_secretary_and_clerk_enter_a_meeting(cast, who):
    reasons_of(lambda: enter(cast, user=getattr(cast, who)), NotAllowed)

    assert AppraisalMeeting.objects.count() == 0


def test_clerk_may_write_for_the_secretary(cast):
    assert enter(cast, user=cast.clerk).created_by == cast.clerk


def test_a_strangers_council_is_not_found(cast, stranger):
    assert reasons_of(lambda: enter(cast, user=stranger)) == ("Không tìm thấy Hội đồng này.",)


def test_head_of_a_meeting_is_checked_all_at_once(cast):
    posts = members(cast)

    reasons = reasons_of(
        lambda: enter(cast, place=" ", chair=posts[CouncilPost.SECRETARY], ballot="x")
    )

    assert reasons == (
        "Nhập địa điểm họp.",
        "Chọn cách biểu quyết.",
        "Chủ tọa phải là Chủ tịch hoặc Phó Chủ tịch Hội đồng vào ngày họp.",
        "Chủ tọa và thư ký phải là hai người.",
    )


def test_a_council_out_of_office_does_not_meet(cast):
    cast.council.valid_to = datetime.date(2024, 11, 17)
    cast.council.save(update_fields=["valid_to"])

    reasons = reasons_of(lambda: enter(cast, user=cast.clerk))

    assert "không hoạt động vào ngày 18/11/2024" in reasons[0]


def test_members_are_those_of_the_day(cast):
    vice = members(cast)[CouncilPost.VICE]
    vice.valid_to = datetime.date(2024, 11, 17)
    vice.save(update_fields=["valid_to"])

    assert [len(members_on(cast.council, datetime.date(2024, 11, day))) for day in (17, 18)] == [
        4,
        3,
    ]


def test_attendance_needs_everybody_and_a_reason_for_absence(cast):
    meeting = open_meeting(cast, attended=False)
    posts = members(cast)
    rows = [(posts[CouncilPost.MEMBER], False, " "), (posts[CouncilPost.CHAIR], True, "")]

    reasons = reasons_of(
        lambda: save_attendance(user=cast.secretary, meeting_id=meeting.pk, rows=rows)
    )

    assert reasons == (
        "Chưa ghi có mặt hay vắng: Đinh Thị Trận, Bế Văn Thư.",
        "Ghi lý do vắng của: Lương Thị Ngần.",
    )
    assert meeting.attendance.count() == 0


def test_chair_and_secretary_must_be_there(cast):
    meeting = open_meeting(cast, attended=False)
    rows = [(row, row.post != CouncilPost.CHAIR, "đi công tác") for row in members(cast).values()]

    assert reasons_of(
        lambda: save_attendance(user=cast.secretary, meeting_id=meeting.pk, rows=rows)
    ) == ("Chủ tọa và thư ký phải có mặt. Nếu vắng, chọn người khác điều hành.",)


def test_stale_attendance_is_refused(cast):
    meeting = open_meeting(cast, attended=False)
    rows = [(row, True, "") for row in members(cast).values()]
    save_attendance(user=cast.secretary, meeting_id=meeting.pk, rows=rows, version=1)

    with pytest.raises(StaleRecord):
        save_attendance(user=cast.clerk, meeting_id=meeting.pk, rows=rows, version=1)


def test_nominee_who_sits_in_the_council_is_barred(cast):
    row = nominated(cast)
    meeting = open_meeting(cast)

    assert [(line.member.individual, line.reason) for line in barred_members(meeting, row)] == [
        (cast.nominee.individual, "là người được đề nghị khen thưởng")
    ]


def test_head_and_deputies_of_a_collective_are_barred(cast):
    row = collective_nomination(cast)
    Post.objects.filter(individual=cast.member.individual).update(deputy_of=cast.unit)
    meeting = open_meeting(cast)

    assert [(line.member.post, line.reason) for line in barred_members(meeting, row)] == [
        (CouncilPost.CHAIR, "đứng đầu tập thể được đề nghị"),
        (CouncilPost.VICE, "là cấp phó của tập thể được đề nghị"),
    ]


def test_a_deputy_of_former_days_is_not_barred(cast):
    row = collective_nomination(cast)
    Post.objects.filter(individual=cast.member.individual).update(
        deputy_of=cast.unit, valid_to=datetime.date(2024, 11, 17)
    )
    meeting = open_meeting(cast)

    assert [line.member.post for line in barred_members(meeting, row)] == [CouncilPost.CHAIR]


def vote(cast: WebCast, meeting: AppraisalMeeting, row, **given) -> NomineeVote:
    with on(18, 15):
        return record_vote(
            **{
                "user": cast.secretary,
                "meeting_id": meeting.pk,
                "nomination": row,
                "votes_for": 3,
                "votes_against": 0,
                **given,
            }
        )


def test_vote_keeps_who_did_not_vote(cast):
    row = nominated(cast)

    made = vote(cast, open_meeting(cast), row, votes_for=2, no_opinion=1)

    assert (made.votes_for, made.no_opinion, made.passed) == (2, 1, None)
    assert [m.individual for m in made.not_voting.all()] == [cast.nominee.individual]


@pytest.mark.parametrize("votes_for", [2, 4])
def test_vote_with_a_wrong_sum_is_refused(cast, votes_for):
    row = nominated(cast)
    meeting = open_meeting(cast)

    assert reasons_of(lambda: vote(cast, meeting, row, votes_for=votes_for)) == (
        f"Tổng số phiếu là {votes_for}, phải bằng 3 "
        "(có mặt 4, trong đó 1 không tham gia biểu quyết). Kiểm tra lại số phiếu.",
    )
    assert NomineeVote.objects.count() == 0


def test_a_declared_member_leaves_the_voters(cast):
    row = nominated(cast)
    declared = [members(cast)[CouncilPost.VICE]]

    made = vote(cast, open_meeting(cast), row, votes_for=2, not_voting=declared)

    assert made.not_voting.count() == 2


def test_negative_votes_are_refused(cast):
    row = nominated(cast)
    meeting = open_meeting(cast)

    assert reasons_of(lambda: vote(cast, meeting, row, votes_for=4, votes_against=-1)) == (
        "Số phiếu không được âm.",
    )


def test_barred_chair_hands_over_to_a_present_vice_chairman(cast):
    row = collective_nomination(cast)
    meeting = open_meeting(cast)
    posts = members(cast)

    assert reasons_of(lambda: vote(cast, meeting, row)) == (
        "Chủ tọa không được biểu quyết trường hợp này. Chọn Phó Chủ tịch Hội đồng điều hành.",
    )
    assert reasons_of(lambda: vote(cast, meeting, row, led_by=posts[CouncilPost.MEMBER])) == (
        "Người điều hành phải là Phó Chủ tịch Hội đồng có mặt và được biểu quyết trường hợp này.",
    )
    assert vote(cast, meeting, row, led_by=posts[CouncilPost.VICE]).led_by_id is not None


def test_vote_before_the_attendance_is_refused(cast):
    row = nominated(cast)
    meeting = open_meeting(cast, attended=False)

    assert reasons_of(lambda: vote(cast, meeting, row)) == (
        "Ghi thành viên có mặt, vắng mặt trước khi ghi phiếu.",
    )


def test_a_nomination_without_the_bloc_is_not_voted_on(cast):
    row = nominated(cast)
    other = proposed(cast, another_person(cast, "Đinh Văn Tư"))
    meeting = open_meeting(cast)

    assert vote(cast, meeting, row).nomination == row
    assert reasons_of(lambda: vote(cast, meeting, other)) == (
        "Đề nghị này chưa được Khối Dân vận thống nhất hoặc không thuộc cuộc họp này.",
    )


def end(cast: WebCast, meeting: AppraisalMeeting, **given) -> AppraisalMeeting:
    with on(18, 16):
        return close_meeting(
            **{
                "user": cast.secretary,
                "meeting_id": meeting.pk,
                "ends_at": clock.now(),
                **given,
            }
        )


def test_closing_sets_passed_and_is_final(cast):
    row = nominated(cast)
    meeting = end(cast, voted(cast, row))

    made = meeting.votes.get()
    assert (made.passed, meeting.closed_by) == (True, cast.secretary)
    final = ("Cuộc họp đã khóa; kết quả kiểm phiếu không thay đổi được nữa.",)
    assert reasons_of(lambda: end(cast, meeting)) == final
    assert reasons_of(lambda: vote(cast, meeting, row)) == final
    assert (
        reasons_of(lambda: record_discussion(user=cast.clerk, meeting_id=meeting.pk, text="Thêm"))
        == final
    )


@pytest.mark.parametrize(("votes_for", "against", "passed"), [(2, 1, False), (3, 0, True)])
def test_base_counts_barred_members_as_present(cast, votes_for, against, passed):
    row = nominated(cast)

    meeting = end(cast, voted(cast, row, votes_for=votes_for, against=against))

    assert meeting.votes.get().passed is passed


def test_closing_refused_while_somebody_on_the_agenda_has_no_vote(cast):
    first = nominated(cast)
    nominated(cast, subject=another_person(cast, "Đinh Văn Tư"))
    meeting = voted(cast, first)

    assert reasons_of(lambda: end(cast, meeting)) == ("Chưa ghi kết quả biểu quyết: Đinh Văn Tư.",)
    meeting.refresh_from_db()
    assert (meeting.is_closed, meeting.votes.get().passed) == (False, None)


def test_agenda_leaves_out_who_is_put_forward_after_the_day(cast):
    row = agreed(cast)
    meeting = open_meeting(cast)
    with on(19):
        put_forward_nomination(user=cast.chair, nomination_id=row.pk)

    assert agenda_of(meeting) == ()


def test_closing_refused_without_quorum(cast):
    row = nominated(cast)
    meeting = voted(cast, row)
    vice, member = members(cast)[CouncilPost.VICE], members(cast)[CouncilPost.MEMBER]
    meeting.attendance.filter(member__in=[vice, member]).update(present=False, reason="ốm")

    reasons = reasons_of(lambda: end(cast, meeting))

    assert reasons[0] == "Không đủ số thành viên để họp: có mặt 2 trên 4, phải có từ 3."


def test_closing_refused_when_the_attendance_changed_the_sum(cast):
    row = nominated(cast)
    meeting = voted(cast, row)
    vice = members(cast)[CouncilPost.VICE]
    meeting.attendance.filter(member=vice).update(present=False, reason="về sớm")

    assert reasons_of(lambda: end(cast, meeting)) == (
        "Lương Thị Ngần: Tổng số phiếu là 3, phải bằng 2 "
        "(có mặt 3, trong đó 1 không tham gia biểu quyết). Kiểm tra lại số phiếu.",
    )


def test_closing_refused_without_any_case_and_without_a_rule(cast):
    empty = open_meeting(cast)

    assert reasons_of(lambda: end(cast, empty)) == (
        "Cuộc họp chưa có trường hợp nào được biểu quyết.",
    )
    VoteRule.objects.all().update(valid_to=datetime.date(2024, 11, 17))
    meeting = voted(cast, nominated(cast))
    assert reasons_of(lambda: end(cast, meeting)) == (
        "Chưa có quy tắc biểu quyết áp dụng vào ngày họp.",
    )


def test_closing_refused_before_its_end(cast):
    meeting = voted(cast, nominated(cast))
    late = meeting.starts_at + datetime.timedelta(hours=5)

    assert reasons_of(lambda: end(cast, meeting, ends_at=late)) == (
        "Giờ kết thúc chưa tới; khóa cuộc họp sau khi họp xong.",
    )
    assert reasons_of(lambda: end(cast, meeting, ends_at=meeting.starts_at)) == (
        "Giờ kết thúc phải sau giờ bắt đầu.",
    )


def test_an_award_kind_has_its_own_vote_rule(cast):
    row = nominated(cast)
    general = vote_rule_for(row, datetime.date(2024, 11, 18))
    own = VoteRule.objects.create(
        commune=cast.commune,
        code="rieng",
        award_kind=cast.award_kind,
        quorum_num=3,
        quorum_den=4,
        pass_num=7,
        pass_den=10,
    )

    assert (general.code, vote_rule_for(row, datetime.date(2024, 11, 18))) == ("chung", own)


def issue(cast: WebCast, meeting: AppraisalMeeting, number: str = "07/BB-HĐTĐKT", day: int = 18):
    with on(19):
        return issue_minutes(
            user=cast.secretary,
            meeting_id=meeting.pk,
            number_text=number,
            date=datetime.date(2024, 11, day),
        )


def test_minutes_have_number_day_and_bytes(cast):
    meeting = closed(cast, voted(cast, nominated(cast)))

    assert (str(meeting.minutes.paper), meeting.minutes.date) == (
        "07/BB-HĐTĐKT",
        datetime.date(2024, 11, 18),
    )
    assert bytes(meeting.minutes.content).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("number", "day", "sentence"),
    [
        ("07/QĐ-UBND", 18, "Nhập số biên bản với ký hiệu BB-HĐTĐKT, ví dụ 07/BB-HĐTĐKT."),
        ("", 18, "Nhập số biên bản với ký hiệu BB-HĐTĐKT, ví dụ 07/BB-HĐTĐKT."),
        ("07/BB-HĐTĐKT", 17, "Ngày biên bản không thể trước ngày họp 18/11/2024."),
        ("07/BB-HĐTĐKT", 20, "Ngày biên bản 20/11/2024 chưa tới. Kiểm tra lại ngày."),
    ],
)
def test_minutes_refused_with_a_wrong_number_or_day(cast, number, day, sentence):
    meeting = end(cast, voted(cast, nominated(cast)))

    assert reasons_of(lambda: issue(cast, meeting, number, day)) == (sentence,)
    assert PaperNumber.objects.filter(symbol="BB-HĐTĐKT").count() == 0


def test_minutes_of_an_open_meeting_are_refused(cast):
    meeting = voted(cast, nominated(cast))

    assert reasons_of(lambda: issue(cast, meeting)) == (
        "Khóa cuộc họp trước khi ban hành biên bản.",
    )


def test_minutes_are_issued_once(cast):
    meeting = closed(cast, voted(cast, nominated(cast)))

    assert reasons_of(lambda: issue(cast, meeting, "08/BB-HĐTĐKT")) == (
        "Biên bản của cuộc họp này đã ban hành.",
    )
