"""Secret ballots, ties and repeat rounds through the services, the pages and the minutes."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from awards.documents.minutes import build_minutes
from awards.domain.ballots import BallotPapers
from awards.enums import Ballot, CouncilPost, TieRule
from awards.models import AppraisalMeeting, NomineeVote, VoteRule
from awards.queries_council import vote_of
from awards.services.council_closing import close_meeting
from awards.services.council_vote import record_vote, repeat_vote
from dandvan import clock
from dandvan.documents.pdf import render_html
from dandvan.errors import DomainError
from tests.awards.award_steps import members, nominated
from tests.awards.web_cast import WebCast, make_web_cast, on, open_meeting

PAPERS = BallotPapers(issued=3, collected=3, lost=0, valid=3, void=0)
NUMBERS = {"issued": 3, "collected": 3, "lost": 0, "valid": 3, "void": 0}


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


@pytest.fixture
def secret(cast) -> WebCast:
    VoteRule.objects.create(
        commune=cast.commune,
        code="kin",
        award_kind=cast.award_kind,
        quorum_num=2,
        quorum_den=3,
        pass_num=1,
        pass_den=2,
        ballot=Ballot.SECRET,
        tie_rule=TieRule.CHAIR,
        source="Quy chế của Hội đồng",
    )
    return cast


def write(cast: WebCast, meeting, row, **given) -> NomineeVote:
    with on(18, 15):
        return record_vote(user=cast.secretary, meeting_id=meeting.pk, nomination=row, **given)


def end(cast: WebCast, meeting) -> AppraisalMeeting:
    with on(18, 16):
        return close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())


def again(cast: WebCast, meeting, row, reason: str = "Hòa phiếu") -> NomineeVote:
    with on(18, 15):
        return repeat_vote(
            user=cast.secretary, meeting_id=meeting.pk, nomination=row, reason=reason
        )


def reasons_of(call) -> tuple[str, ...]:
    with pytest.raises(DomainError) as caught:
        call()
    return caught.value.reasons


def told(meeting) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", render_html(build_minutes(meeting))))


def test_the_rule_of_an_award_makes_its_ballot_secret(secret):
    row = nominated(secret)
    meeting = open_meeting(secret)

    assert reasons_of(lambda: write(secret, meeting, row, votes_for=3, votes_against=0)) == (
        "Bỏ phiếu kín: ghi số phiếu phát ra, thu về, hợp lệ và không hợp lệ.",
    )
    vote = write(secret, meeting, row, votes_for=3, votes_against=0, papers=PAPERS)
    assert (vote.ballot, vote.issued, vote.valid) == (Ballot.SECRET, 3, 3)
    end(secret, meeting)
    assert vote_of(row).passed is True
    assert "phát ra 03 phiếu, thu về 03, không thu về 0;" in told(meeting)
    assert "Cách biểu quyết: bỏ phiếu kín." in told(meeting)


def test_ballot_papers_in_a_show_of_hands_are_refused(cast):
    row, meeting = nominated(cast), open_meeting(cast)

    assert reasons_of(
        lambda: write(cast, meeting, row, votes_for=3, votes_against=0, papers=PAPERS)
    ) == ("Biểu quyết giơ tay không có phiếu giấy; để trống số phiếu phát ra, thu về.",)


def test_the_database_refuses_ballots_that_do_not_add_up(secret):
    row, meeting = nominated(secret), open_meeting(secret)
    vote = write(secret, meeting, row, votes_for=3, votes_against=0, papers=PAPERS)

    with pytest.raises(IntegrityError), transaction.atomic():
        NomineeVote.objects.filter(pk=vote.pk).update(lost=1)


def test_wrong_ballots_stand_beside_their_fields_and_nothing_is_lost(secret):
    row, meeting = nominated(secret), open_meeting(secret)
    client = Client()
    client.force_login(secret.secretary)
    data = {**NUMBERS, "issued": 4, "lost": 1, "votes_for": 3, "votes_against": 0}

    with on(18, 15):
        response = client.post(
            reverse("awards:meeting_vote", args=[meeting.pk, row.pk]),
            {**data, "no_opinion": 0, "version": meeting.version},
        )

    assert response.context["form"].errors == {
        "issued": [
            "Phát ra 4 phiếu, nhiều hơn 3 người được biểu quyết "
            "(có mặt 4, không tham gia biểu quyết 1)."
        ]
    }
    assert response.context["form"]["votes_for"].value() == "3"
    assert "Nguồn: Quy chế của Hội đồng. Chưa đối chiếu." in response.content.decode()
    assert NomineeVote.objects.count() == 0


def test_a_tie_needs_the_leaders_side_and_follows_it(secret):
    row, meeting = nominated(secret), open_meeting(secret)
    tie = {"votes_for": 1, "votes_against": 1, "no_opinion": 1, "papers": PAPERS}
    write(secret, meeting, row, **tie)

    assert reasons_of(lambda: end(secret, meeting)) == (
        "Lương Thị Ngần: Hòa phiếu: ghi phía mà người điều hành đã biểu quyết, "
        "theo quy tắc biểu quyết.",
    )
    write(secret, meeting, row, **tie, leader_for=True)
    end(secret, meeting)
    assert vote_of(row).passed is True
    assert "Hòa phiếu; người điều hành biểu quyết tán thành" in told(meeting)


def test_a_repeat_keeps_the_first_round_and_the_last_one_counts(cast):
    VoteRule.objects.update(tie_rule=TieRule.REPEAT)
    row, meeting = nominated(cast), open_meeting(cast)
    write(cast, meeting, row, votes_for=1, votes_against=1, no_opinion=1)
    assert reasons_of(lambda: end(cast, meeting)) == (
        "Lương Thị Ngần: Hòa phiếu: theo quy tắc phải biểu quyết lại một lượt rồi mới khóa.",
    )
    again(cast, meeting, row)
    assert reasons_of(lambda: end(cast, meeting)) == (
        "Chưa ghi kết quả biểu quyết: Lương Thị Ngần.",
    )
    write(cast, meeting, row, votes_for=3, votes_against=0)
    end(cast, meeting)

    rounds = list(meeting.votes.order_by("round").values_list("round", "votes_for", "passed"))
    assert rounds == [(1, 1, None), (2, 3, True)]
    assert vote_of(row).round == 2
    assert "Lượt 1: tán thành 01, không tán thành 01" in told(meeting)
    assert "Biểu quyết lại vì: Hòa phiếu" in told(meeting)
    assert "Kết quả lượt 2: 03 thành viên biểu quyết; tán thành 03" in told(meeting)


def test_a_repeat_needs_a_count_before_it_and_a_reason(cast):
    row, meeting = nominated(cast), open_meeting(cast)

    assert reasons_of(lambda: again(cast, meeting, row)) == (
        "Chưa ghi số phiếu lượt trước nên chưa có gì để biểu quyết lại.",
    )
    write(cast, meeting, row, votes_for=3, votes_against=0)
    assert reasons_of(lambda: again(cast, meeting, row, " ")) == (
        "Ghi lý do biểu quyết lại; biên bản nêu cả hai lượt.",
    )
    end(cast, meeting)
    assert reasons_of(lambda: again(cast, meeting, row)) == (
        "Cuộc họp đã khóa; kết quả kiểm phiếu không thay đổi được nữa.",
    )


def test_the_secretary_opens_a_repeat_on_its_page(cast):
    row, meeting = nominated(cast), open_meeting(cast)
    write(cast, meeting, row, votes_for=2, votes_against=1)
    client = Client()
    client.force_login(cast.secretary)
    meeting.refresh_from_db()

    with on(18, 15):
        response = client.post(
            reverse("awards:meeting_repeat", args=[meeting.pk, row.pk]),
            {"version": meeting.version, "reason": "Đếm nhầm"},
            follow=True,
        )

    page = response.content.decode()
    assert "Lượt 1: tán thành 02, không tán thành 01" in page
    assert "Ghi số phiếu" in page
    assert members(cast)[CouncilPost.CHAIR] == meeting.chair
