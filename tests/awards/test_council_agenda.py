"""Calling a meeting, conflicts of interest, and what a barred person may not see."""

from __future__ import annotations

import datetime
import re
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from awards.documents.ballot_papers import build_ballot_papers
from awards.documents.meeting_papers import (
    build_agenda_list,
    build_attendance_list,
    build_invitation,
)
from awards.documents.meeting_set import build_meeting_set, meeting_papers
from awards.enums import AbstentionKind, Ballot, CouncilPost
from awards.models import Abstention, VoteRule
from awards.queries_agenda import agenda_lines
from awards.queries_council import agenda_of, barred_members, vote_of
from awards.services.council_agenda import call_meeting, declare_abstention
from awards.services.council_closing import close_meeting
from awards.services.council_vote import KEPT, record_vote
from dandvan import clock
from dandvan.documents.pdf import render_html
from dandvan.errors import DomainError, NotAllowed
from models_registry.enums import ImpedimentEffect, ImpedimentKind, NoticeKind
from models_registry.models import Impediment, Notice
from tests.awards.award_steps import members, nominated
from tests.awards.web_cast import (
    WebCast,
    another_person,
    make_web_cast,
    on,
    open_meeting,
)


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


def reasons_of(call, error: type[DomainError] = DomainError) -> tuple[str, ...]:
    with pytest.raises(error) as caught:
        call()
    return caught.value.reasons


def called(cast: WebCast, meeting, *rows, user=None, **given):
    with on(18, 14):
        return call_meeting(
            user=user or cast.secretary,
            meeting_id=meeting.pk,
            rows=[(row, given.get("reason", "")) for row in rows],
        )


def declared(cast: WebCast, meeting, row, user, member, kind=AbstentionKind.KIN) -> Abstention:
    with on(18, 14):
        return declare_abstention(
            user=user, meeting_id=meeting.pk, nomination=row, member=member, kind=kind
        )


def counted(cast: WebCast, meeting, row, **given):
    with on(18, 15):
        return record_vote(
            **{
                "user": cast.clerk,
                "meeting_id": meeting.pk,
                "nomination": row,
                "votes_for": 3,
                "votes_against": 0,
                **given,
            }
        )


def page_of(user, name: str, meeting, *args) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    with on(18, 15):
        response = client.get(reverse(f"awards:meeting_{name}", args=[meeting.pk, *args]))
    return response.status_code, response.content.decode(errors="ignore")


def words(document) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", render_html(document)))


def test_calling_sets_the_order_and_tells_every_member(cast):
    first, second = nominated(cast), nominated(cast, subject=another_person(cast, "Đinh Văn Tư"))
    meeting = called(cast, open_meeting(cast), second, first)

    assert agenda_of(meeting) == (second, first)
    notices = Notice.objects.filter(kind=NoticeKind.MEETING)
    assert {row.user for row in notices} == {
        cast.chair,
        cast.member,
        cast.nominee,
        cast.secretary,
    }
    assert notices.first().text.startswith("Mời họp Hội đồng Thi đua – Khen thưởng xã lúc 14:00")


def test_an_agenda_is_refused_with_all_its_sentences(cast):
    row, meeting = nominated(cast), open_meeting(cast)

    assert reasons_of(lambda: called(cast, meeting)) == (
        "Chọn ít nhất một đề nghị vào chương trình họp.",
    )
    assert reasons_of(lambda: called(cast, meeting, row, row)) == (
        "Một đề nghị chỉ đứng một lần trong chương trình họp.",
    )
    other = nominated(cast, subject=another_person(cast, "Đinh Văn Tư"))
    counted(cast, meeting, row)
    assert reasons_of(lambda: called(cast, meeting, other)) == (
        "Đã ghi số phiếu nên phải có trong chương trình họp: Lương Thị Ngần.",
    )
    assert meeting.agenda.count() == 0


def test_one_voted_down_comes_again_with_a_reason_and_the_new_result_counts(cast):
    row, meeting = nominated(cast), open_meeting(cast)
    counted(cast, meeting, row, votes_for=1, votes_against=2)
    with on(18, 16):
        close_meeting(user=cast.clerk, meeting_id=meeting.pk, ends_at=clock.now())
    assert vote_of(row).passed is False

    second = open_meeting(cast)
    assert reasons_of(lambda: called(cast, second, row)) == (
        "Ghi lý do bình xét lại: Lương Thị Ngần (lần họp trước không đủ phiếu).",
    )
    called(cast, second, row, reason="Có thêm minh chứng")
    counted(cast, second, row)
    with on(18, 17):
        close_meeting(user=cast.clerk, meeting_id=second.pk, ends_at=clock.now())

    assert (vote_of(row).passed, vote_of(row).meeting) == (True, second)
    assert meeting.votes.get().passed is False


@pytest.mark.parametrize("who", ["member", "secretary", "clerk"])
def test_a_member_or_the_secretary_declares(cast, who):
    row, meeting = nominated(cast), open_meeting(cast)
    vice = members(cast)[CouncilPost.VICE]

    declared(cast, meeting, row, getattr(cast, who), vice)

    assert [(line.member, line.reason) for line in barred_members(meeting, row)] == [
        (vice, "là người thân của người được đề nghị"),
        (members(cast)[CouncilPost.MEMBER], "là người được đề nghị khen thưởng"),
    ]


def test_nobody_else_declares_and_nothing_after_the_count(cast):
    row, meeting = nominated(cast), open_meeting(cast)
    vice = members(cast)[CouncilPost.VICE]

    reasons_of(lambda: declared(cast, meeting, row, cast.nominee, vice), NotAllowed)
    counted(cast, meeting, row)
    assert reasons_of(lambda: declared(cast, meeting, row, cast.member, vice)) == (
        "Đã ghi số phiếu của Lương Thị Ngần; mở lượt biểu quyết lại rồi mới khai.",
    )
    assert Abstention.objects.count() == 0


def test_a_barred_secretary_neither_writes_nor_sees_the_count_before_the_closing(cast):
    row, meeting = nominated(cast), open_meeting(cast)
    declared(cast, meeting, row, cast.secretary, members(cast)[CouncilPost.SECRETARY])
    counted(cast, meeting, row, votes_for=1, votes_against=1)

    assert reasons_of(lambda: counted(cast, meeting, row, user=cast.secretary)) == (KEPT,)
    assert page_of(cast.secretary, "vote", meeting, row.pk)[0] == 302
    assert page_of(cast.secretary, "minutes", meeting)[0] == 404
    assert page_of(cast.secretary, "minutes_pdf", meeting, "du-thao")[0] == 404
    assert page_of(cast.secretary, "count", meeting)[0] == 404
    shown = page_of(cast.secretary, "detail", meeting)[1]
    assert "Bạn không tham gia biểu quyết trường hợp này" in shown
    assert 'data-label="Tán thành"' not in shown
    assert page_of(cast.clerk, "minutes", meeting)[0] == 200
    with on(18, 16):
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())
    assert page_of(cast.secretary, "minutes", meeting)[0] == 200


def test_a_clerk_who_is_nominated_sees_no_count_in_the_admin(cast):
    row, meeting = nominated(cast, subject=cast.clerk.individual), open_meeting(cast)
    counted(cast, meeting, row, user=cast.secretary, votes_for=3, votes_against=1)
    client = Client()
    client.force_login(cast.clerk)

    with on(18, 15):
        page = client.get(reverse("admin:awards_meeting_workbench", args=[meeting.pk]))
        wrong = client.get(reverse("admin:awards_meeting_vote", args=[meeting.pk, row.pk]))

    assert "số phiếu hiện ra khi đã khóa" in page.content.decode()
    assert '<td class="num">3</td>' not in page.content.decode()
    assert reverse("awards:meeting_print", args=[meeting.pk]) in page.content.decode()
    assert wrong.status_code == 302


def test_invitation_and_lists_name_members_agenda_and_conflicts(cast):
    row = nominated(cast)
    meeting = called(cast, open_meeting(cast), row)

    invitation, listed = words(build_invitation(meeting)), words(build_agenda_list(meeting))
    line = agenda_lines(meeting)[0]
    assert line.barred == ("Lương Thị Ngần: là người được đề nghị khen thưởng",)
    assert "GM-HĐTĐKT" in invitation or "GM-" in invitation
    assert "không tham gia biểu quyết: Lương Thị Ngần: là người được đề nghị" in invitation
    assert "Lương Thị Ngần: là người được đề nghị khen thưởng" in listed
    assert "Đinh Thị Trận" in words(build_attendance_list(meeting))


def test_ballots_are_as_many_as_voters_and_name_none_of_them(cast):
    VoteRule.objects.update(ballot=Ballot.SECRET)
    meeting = called(cast, open_meeting(cast), nominated(cast))

    text = words(build_ballot_papers(meeting))

    assert text.count("PHIẾU BẦU") == 3
    assert "Đinh Thị Trận" not in text
    assert [paper.slug for paper in meeting_papers(meeting)] == [
        "giay-moi",
        "danh-sach-ky-ten",
        "danh-sach-de-nghi",
        "phieu-bau",
    ]


def test_everything_is_printed_in_one_go(cast):
    VoteRule.objects.update(ballot=Ballot.SECRET)
    meeting = called(cast, open_meeting(cast), nominated(cast))

    with pypdfium2.PdfDocument(BytesIO(build_meeting_set(meeting))) as pdf:
        assert [row.get_title() for row in pdf.get_toc()][-4:] == [
            "Giấy mời họp",
            "Danh sách ký tên dự họp",
            "Danh sách đề nghị bình xét",
            "Phiếu bầu",
        ]


def test_the_secretary_calls_and_a_member_declares_on_their_pages(cast):
    row, meeting = nominated(cast), open_meeting(cast)
    for user, name, data in (
        (cast.secretary, "agenda", {"version": meeting.version, f"order_{row.pk}": 1}),
        (
            cast.member,
            "abstain",
            {
                "nomination": row.pk,
                "member": members(cast)[CouncilPost.VICE].pk,
                "kind": "wish",
            },
        ),
    ):
        client = Client()
        client.force_login(user)
        with on(18, 14):
            url = reverse(f"awards:meeting_{name}", args=[meeting.pk])
            assert client.get(url).status_code == 200
            assert client.post(url, data).status_code == 302

    assert agenda_of(meeting) == (row,)
    assert Abstention.objects.get().declared_by == cast.member
    page = page_of(cast.chair, "detail", meeting)[1]
    assert "Không biểu quyết – Đinh Thị Trận: xin không tham gia biểu quyết" in page


def test_what_comes_up_after_the_vote_is_told_and_the_result_stays(cast):
    row, meeting = nominated(cast), open_meeting(cast)
    counted(cast, meeting, row)
    with on(18, 16):
        close_meeting(user=cast.clerk, meeting_id=meeting.pk, ends_at=clock.now())
    Impediment.objects.create(
        individual=cast.nominee.individual,
        kind=ImpedimentKind.COMPLAINT,
        effect=ImpedimentEffect.BLOCKS,
        reason="Đang xác minh đơn",
        paper="12/TB-UBND",
        starts=datetime.date(2024, 11, 19),
    )
    client = Client()
    client.force_login(cast.clerk)

    with on(20):
        page = client.get(reverse("awards:nomination_detail", args=[row.pk])).content.decode()
        work = client.get(reverse("admin:awards_nomination_page", args=[row.pk])).content.decode()

    for text in (page, work):
        assert "từ 19/11/2024, sau khi Hội đồng bình xét ngày 18/11/2024" in text
    assert vote_of(row).passed is True
