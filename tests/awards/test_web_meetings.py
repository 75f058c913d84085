"""Meetings on the web: the council reads, its secretary writes, a barred member waits."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import CouncilPost
from awards.models import AppraisalMeeting, NomineeVote
from awards.services.council_closing import close_meeting
from awards.services.council_vote import record_vote
from dandvan import clock
from tests.awards.web_cast import WebCast, make_web_cast, on, open_meeting, put_forward

LIST = reverse("awards:meeting_list")
CREATE = reverse("awards:meeting_create")


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def meeting_url(name: str, meeting, *args) -> str:
    return reverse(f"awards:meeting_{name}", args=[meeting.pk, *args])


def send(user, url: str, **data):
    with on(18, 17):
        return signed_in(user).post(url, data, follow=True)


def head(cast: WebCast, **given) -> dict:
    chair = cast.council.members.get(post=CouncilPost.CHAIR)
    return {
        "year": cast.year.pk,
        "day": "18/11/2024",
        "starts": "14:00",
        "place": "Hội trường UBND xã",
        "chair": chair.pk,
        "ballot": "show_of_hands",
        **given,
    }


def count(meeting, votes_for: int = 3, **given) -> dict:
    meeting.refresh_from_db()
    return {
        "version": meeting.version,
        "votes_for": votes_for,
        "votes_against": 0,
        "no_opinion": 0,
        **given,
    }


def voted(cast: WebCast) -> tuple[AppraisalMeeting, NomineeVote]:
    """A meeting with the count of its one nominee, still open; he himself does not vote."""
    nomination, meeting = put_forward(cast), open_meeting(cast)
    with on(18, 15):
        vote = record_vote(
            user=cast.secretary,
            meeting_id=meeting.pk,
            nomination=nomination,
            votes_for=2,
            votes_against=1,
        )
    meeting.refresh_from_db()
    return meeting, vote


def test_secretary_without_a_clerks_role_enters_a_meeting(cast):
    response = send(cast.secretary, CREATE, **head(cast), once="a")
    send(cast.secretary, CREATE, **head(cast), once="a")

    meeting = AppraisalMeeting.objects.get()
    assert response.redirect_chain == [(meeting_url("detail", meeting), 302)]
    assert meeting.place == "Hội trường UBND xã"
    assert meeting.secretary.individual == cast.secretary.individual
    assert f"{meeting.starts_at.astimezone(clock.now().tzinfo):%H:%M}" == "14:00"


def test_meeting_without_day_and_place_is_refused_and_keeps_the_rest(cast):
    response = send(cast.secretary, CREATE, **head(cast, day="32/13/2024", place=""))

    page = response.content.decode()
    assert not AppraisalMeeting.objects.exists()
    assert "Nhập ngày họp theo dạng ngày/tháng/năm, ví dụ 20/11/2024." in page
    assert "Nhập địa điểm." in page
    assert 'value="14:00"' in page


def test_secretary_writes_who_is_there(cast):
    meeting = open_meeting(cast, attended=False)
    members = {row.post: row for row in cast.council.members.all()}
    data = {f"presence_{row.pk}": "present" for row in members.values()}
    data[f"presence_{members[CouncilPost.VICE].pk}"] = "absent"
    data[f"reason_{members[CouncilPost.VICE].pk}"] = "đi công tác"

    send(cast.secretary, meeting_url("attendance", meeting), version=meeting.version, **data)

    rows = {row.member.post: (row.present, row.reason) for row in meeting.attendance.all()}
    assert rows == {
        CouncilPost.CHAIR: (True, ""),
        CouncilPost.VICE: (False, "đi công tác"),
        CouncilPost.MEMBER: (True, ""),
        CouncilPost.SECRETARY: (True, ""),
    }


def test_absence_without_reason_is_refused_and_writes_nothing(cast):
    meeting = open_meeting(cast, attended=False)
    members = {row.post: row for row in cast.council.members.all()}
    data = {f"presence_{row.pk}": "present" for row in members.values()}
    data[f"presence_{members[CouncilPost.VICE].pk}"] = "absent"

    response = send(
        cast.secretary, meeting_url("attendance", meeting), version=meeting.version, **data
    )

    assert "Ghi lý do vắng của: Đinh Thị Trận." in response.content.decode()
    assert not meeting.attendance.exists()


def test_secretary_records_the_count_without_the_nominee_himself(cast):
    nomination, meeting = put_forward(cast), open_meeting(cast)

    send(cast.secretary, meeting_url("vote", meeting, nomination.pk), **count(meeting))

    vote = meeting.votes.get()
    assert (vote.votes_for, vote.votes_against) == (3, 0)
    assert [row.individual for row in vote.not_voting.all()] == [cast.nominee.individual]


def test_wrong_sum_is_refused_with_the_right_one_and_kept_in_the_form(cast):
    nomination, meeting = put_forward(cast), open_meeting(cast)

    response = send(
        cast.secretary, meeting_url("vote", meeting, nomination.pk), **count(meeting, 4)
    )

    page = response.content.decode()
    assert "Tổng số phiếu là 4, phải bằng 3 (có mặt 4, trong đó 1 không tham gia" in page
    assert 'name="votes_for" value="4"' in page
    assert not meeting.votes.exists()


def test_stale_count_is_refused(cast):
    nomination, meeting = put_forward(cast), open_meeting(cast)
    data = count(meeting)
    data["version"] -= 1

    response = send(cast.secretary, meeting_url("vote", meeting, nomination.pk), **data)

    assert "đã lưu cuộc họp này" in response.content.decode()
    assert not meeting.votes.exists()


def test_secretary_closes_and_the_result_is_final(cast):
    meeting, vote = voted(cast)

    send(cast.secretary, meeting_url("close", meeting), version=meeting.version, ends="16:10")

    meeting.refresh_from_db()
    vote.refresh_from_db()
    assert meeting.is_closed
    assert vote.passed is False


def test_meeting_without_counts_is_not_closed(cast):
    put_forward(cast)
    meeting = open_meeting(cast)

    response = send(
        cast.secretary, meeting_url("close", meeting), version=meeting.version, ends="16:10"
    )

    meeting.refresh_from_db()
    assert "Chưa ghi kết quả biểu quyết: Lương Thị Ngần." in response.content.decode()
    assert not meeting.is_closed


def test_closed_meeting_leads_back_with_a_sentence(cast):
    meeting, _ = voted(cast)
    with on(18, 16):
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())
    with on(18, 17):
        response = signed_in(cast.secretary).get(meeting_url("attendance", meeting), follow=True)

    assert [str(m) for m in response.context["messages"]] == [
        "Cuộc họp đã khóa; kết quả kiểm phiếu không thay đổi được nữa."
    ]


def test_secretary_writes_what_was_said(cast):
    meeting = open_meeting(cast)

    send(
        cast.secretary,
        meeting_url("discussion", meeting),
        version=meeting.version,
        text="Nhất trí đưa ra bình xét.",
    )

    meeting.refresh_from_db()
    assert meeting.discussion == "Nhất trí đưa ra bình xét."


def test_minutes_with_a_foreign_symbol_are_refused(cast):
    meeting, _ = voted(cast)
    with on(18, 16):
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())

    response = send(
        cast.secretary,
        meeting_url("issue_minutes", meeting),
        number_text="07/TTr-UBND",
        date="18/11/2024",
    )

    meeting.refresh_from_db()
    assert "Nhập số biên bản với ký hiệu BB-HĐTĐKT" in response.content.decode()
    assert meeting.minutes_id is None


def test_secretary_issues_the_minutes_once(cast):
    meeting, _ = voted(cast)
    with on(18, 16):
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())
    url = meeting_url("issue_minutes", meeting)
    data = {"number_text": "07/BB-HĐTĐKT", "date": "18/11/2024", "once": "a"}

    send(cast.secretary, url, **data)
    response = send(cast.secretary, url, **data)

    meeting.refresh_from_db()
    assert str(meeting.minutes.paper) == "07/BB-HĐTĐKT"
    assert meeting.minutes.date == date(2024, 11, 18)
    assert response.redirect_chain == [(meeting_url("detail", meeting), 302)]


def test_barred_member_sees_the_count_only_after_closing(cast):
    meeting, _ = voted(cast)

    with on(18, 16):
        client = signed_in(cast.nominee)
        open_case = client.get(meeting_url("detail", meeting)).context["cases"][0]
        member_case = signed_in(cast.member).get(meeting_url("detail", meeting)).context["cases"][0]
        page = client.get(meeting_url("detail", meeting)).content.decode()
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())
        closed_case = client.get(meeting_url("detail", meeting)).context["cases"][0]

    assert (open_case.hidden, member_case.hidden, closed_case.hidden) == (True, False, False)
    assert "Bạn không tham gia biểu quyết trường hợp này" in page
    assert 'data-label="Tán thành"' not in page


def test_draft_of_open_minutes_is_for_its_writers_only(cast):
    meeting, _ = voted(cast)

    with on(18, 16):
        before = {
            who: signed_in(getattr(cast, who)).get(meeting_url("minutes", meeting)).status_code
            for who in ("nominee", "member", "secretary")
        }
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())
        after = signed_in(cast.member).get(meeting_url("minutes", meeting)).status_code

    assert before == {"nominee": 404, "member": 404, "secretary": 200}
    assert after == 200


@pytest.mark.parametrize("name", ["attendance", "close", "discussion", "issue_minutes"])
def test_only_the_secretary_and_the_clerk_write(cast, name):
    meeting, _ = voted(cast)
    with on(18, 16):
        codes = {
            who: signed_in(getattr(cast, who)).post(meeting_url(name, meeting), {}).status_code
            for who in ("member", "bloc", "chair")
        }

    meeting.refresh_from_db()
    assert codes == {"member": 403, "bloc": 403, "chair": 403}
    assert not meeting.is_closed


def test_only_the_secretary_and_the_clerk_enter_meetings_and_counts(cast):
    nomination, meeting = put_forward(cast), open_meeting(cast)
    vote = meeting_url("vote", meeting, nomination.pk)

    with on(18, 16):
        client = signed_in(cast.member)
        codes = [client.get(CREATE).status_code, client.post(CREATE).status_code]
        codes += [client.get(vote).status_code, client.post(vote).status_code]

    assert codes == [403, 403, 403, 403]
    assert not meeting.votes.exists()


def test_meeting_does_not_exist_for_others(cast, stranger):
    meeting, vote = voted(cast)

    with on(18, 16):
        for user in (stranger, cast.outsider):
            client = signed_in(user)
            for name in ("detail", "attendance", "close", "discussion", "issue_minutes"):
                assert client.get(meeting_url(name, meeting)).status_code == 404
            assert client.get(meeting_url("vote", meeting, vote.nomination_id)).status_code == 404


def test_count_of_somebody_not_before_the_council_does_not_exist(cast):
    meeting = open_meeting(cast)

    with on(18, 16):
        response = signed_in(cast.secretary).get(meeting_url("vote", meeting, 999))

    assert response.status_code == 404


def test_list_asks_the_same_queries_for_one_row_and_three(cast, django_assert_num_queries):
    client = signed_in(cast.clerk)
    open_meeting(cast)
    with on(18, 16):
        client.get(LIST)
        with django_assert_num_queries(7):
            client.get(LIST)
    open_meeting(cast)
    open_meeting(cast)

    with on(18, 16), django_assert_num_queries(7):
        client.get(LIST)
