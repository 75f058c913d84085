"""Meetings of the council: read by its members, written by its secretary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from awards.documents.meeting_set import meeting_papers
from awards.domain.quorum import has_quorum, minimum_present
from awards.enums import Ballot
from awards.models import AppraisalMeeting, CouncilMember, Nomination, NomineeVote
from awards.queries_agenda import agenda_lines
from awards.queries_council import (
    agenda_of,
    barred_members,
    council_actors,
    kept_from,
    meeting_day,
    meetings_visible_to,
    members_on,
    minutes_readable_to,
    rule_lines,
    terms_of,
    votable_nominations,
    vote_rule_for,
)
from awards.queries_rounds import earlier_rounds, papers_words, round_words
from awards.queries_web import listed_meetings, votes_with_barred
from awards.services.council import WRITERS
from awards.views.bases import FilteredList, ObjectPage
from awards.views.flow_buttons import optional_url
from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.roles import Actor, Relation, Role, roles_of
from dandvan.templatetags.ui import moment
from models_registry.models import User
from models_registry.queries import current_individual_id


@dataclass(frozen=True)
class CaseRow:
    """One nominee on the page of a meeting; `hidden` keeps the count from a barred member."""

    nomination: Nomination
    vote: NomineeVote | None
    barred: str
    led_by: str
    hidden: bool
    record_url: str
    repeat_url: str
    papers: str
    earlier: tuple[str, ...]


def meeting_actors(meeting: AppraisalMeeting, user: User) -> frozenset[Actor]:
    """What the person is to the council on the day of the meeting."""
    return council_actors(user, meeting.commune_id, meeting_day(meeting))


class MeetingMixin:
    """Meetings this person may know of."""

    def visible(self) -> QuerySet[AppraisalMeeting]:
        """With all that the page names."""
        return meetings_visible_to(self.request.user, clock.today()).select_related(
            "commune",
            "year__plan",
            "council",
            "chair__individual",
            "secretary__individual",
            "minutes__paper",
        )


class MeetingList(FilteredList):
    """Meetings of the council, newest first."""

    template_name = "awards/meeting_list.html"

    def rows(self) -> QuerySet[AppraisalMeeting]:
        """Meetings with the number of nominees."""
        return listed_meetings(meetings_visible_to(self.request.user, clock.today()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the person may enter a new one."""
        user = self.request.user
        actors = council_actors(user, user.commune_id, clock.today()) if user.commune_id else ()
        return super().get_context_data(may_create=bool(WRITERS & frozenset(actors)), **kwargs)


class MeetingDetail(MeetingMixin, ObjectPage):
    """One meeting: who is there, the counts, the result; the secretary's buttons."""

    template_name = "awards/meeting_detail.html"
    context_object_name = "meeting"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Attendance, cases, quorum, buttons."""
        meeting = self.object
        self.actors = meeting_actors(meeting, self.request.user)
        members = members_on(meeting.council, meeting_day(meeting))
        known = {row.member_id: row for row in meeting.attendance.all()}
        present = sum(1 for row in known.values() if row.present)
        self.kept = kept_from(meeting, current_individual_id(self.request.user))
        cases = self._cases()
        return super().get_context_data(
            rows=self._rows(),
            members=[(member, known.get(member.pk)) for member in members],
            presence_words=f"có mặt {present} trên {len(members)}" if known else "",
            cases=cases,
            agenda=() if meeting.is_closed else agenda_lines(meeting),
            actions=self._actions(bool(known), any(case.vote for case in cases)),
            paper_urls=self._paper_urls(),
            **self._quorum(present if known else None, members),
            **kwargs,
        )

    def _rows(self) -> list[tuple[str, Any]]:
        meeting = self.object
        return [
            ("Hội đồng", meeting.council),
            ("Bắt đầu", moment(meeting.starts_at)),
            ("Mời họp", moment(meeting.called_at) if meeting.called_at else "Chưa mời"),
            ("Kết thúc", moment(meeting.ends_at)),
            ("Địa điểm", meeting.place),
            ("Chủ tọa", meeting.chair.individual.full_name),
            ("Thư ký", meeting.secretary.individual.full_name),
            ("Cách biểu quyết", capfirst(meeting.get_ballot_display())),
            ("Biên bản", str(meeting.minutes.paper) if meeting.minutes else ""),
        ]

    def _writes(self) -> bool:
        """Whether the person writes this meeting and it is still open."""
        return bool(self.actors & WRITERS) and not self.object.is_closed

    def _cases(self) -> list[CaseRow]:
        """Votes in the order of entry, then who is on the agenda without one."""
        meeting = self.object
        votes, self.earlier = votes_with_barred(meeting), earlier_rounds(meeting)
        rows = [self._case(vote.nomination, vote) for vote in votes]
        if meeting.is_closed:
            return rows
        voted = {vote.nomination_id for vote in votes}
        reopened = {line.nomination_id for lines in self.earlier.values() for line in lines}
        waiting = {row.pk: row for row in agenda_of(meeting)}
        waiting |= {row.pk: row for row in votable_nominations(meeting).filter(pk__in=reopened)}
        return rows + [self._case(row, None) for pk, row in waiting.items() if pk not in voted]

    def _case(self, nomination: Nomination, vote: NomineeVote | None) -> CaseRow:
        meeting = self.object
        kept = nomination.pk in self.kept
        barred = {
            row.member.individual_id: row.member for row in barred_members(meeting, nomination)
        }
        if vote is not None:
            barred |= {member.individual_id: member for member in vote.not_voting.all()}
        url = repeat = ""
        if self._writes() and not kept:
            url = reverse("awards:meeting_vote", args=[meeting.pk, nomination.pk])
            repeat = reverse("awards:meeting_repeat", args=[meeting.pk, nomination.pk])
        led_by = vote.led_by if vote is not None else None
        return CaseRow(
            nomination=nomination,
            vote=vote,
            barred=", ".join(member.individual.full_name for member in barred.values()),
            led_by=led_by.individual.full_name if led_by else "",
            hidden=kept,
            record_url=url,
            repeat_url=repeat if vote is not None else "",
            papers=papers_words(vote) if vote is not None else "",
            earlier=tuple(round_words(row) for row in self.earlier.get(nomination.pk, ())),
        )

    def _quorum(self, present: int | None, members: tuple[CouncilMember, ...]) -> dict[str, Any]:
        """Whether enough are there, in words; nothing before anybody is on record."""
        cases = agenda_of(self.object) or [vote.nomination for vote in self.object.votes.all()]
        rule = vote_rule_for(cases[0], meeting_day(self.object)) if cases else None
        if present is None or rule is None:
            return {"quorum_words": "", "quorum_ok": False}
        terms = terms_of(rule)
        enough = has_quorum(present, len(members), terms)
        least = minimum_present(len(members), terms)
        state = "Đủ số thành viên để họp" if enough else "Chưa đủ số thành viên để họp"
        return {
            "quorum_words": f"{state}: có mặt {present} trên {len(members)}, "
            f"tối thiểu {least}. {rule_lines(rule)[0]}",
            "quorum_ok": enough,
        }

    def _actions(self, attended: bool, voted: bool) -> list[ActionButton]:
        meeting = self.object
        if not self.actors & (WRITERS | {Relation.COUNCIL_MEMBER}):
            return []
        if meeting.is_closed:
            return self._minutes_buttons() if self.actors & WRITERS else []
        declare = _link("Khai không tham gia biểu quyết", "awards:meeting_abstain", meeting)
        if not self.actors & WRITERS:
            return [declare]
        return [
            _link("Chương trình và mời họp", "awards:meeting_agenda", meeting),
            declare,
            _link("Ghi có mặt, vắng mặt", "awards:meeting_attendance", meeting, main=not attended),
            _link("Ghi ý kiến tại cuộc họp", "awards:meeting_discussion", meeting, main=False),
            _link("Khóa kiểm phiếu", "awards:meeting_close", meeting, main=voted),
            *self._workbench(),
        ]

    def _minutes_buttons(self) -> list[ActionButton]:
        if self.object.minutes_id is not None:
            return self._workbench()
        button = _link("Ban hành biên bản", "awards:meeting_issue_minutes", self.object, main=True)
        return [button, *self._workbench()]

    def _workbench(self) -> list[ActionButton]:
        url = optional_url("admin:awards_meeting_workbench", self.object.pk)
        if not url or Role.CLERK not in roles_of(self.request.user):
            return []
        return [ActionButton("Mở bàn làm việc", needs_form_url=url, style="alt")]

    def _paper_urls(self) -> list[tuple[str, str]]:
        """Papers to hand out; minutes and count, before closing for their writers alone."""
        found = [
            (paper.title, reverse("awards:meeting_paper", args=[self.object.pk, paper.slug]))
            for paper in meeting_papers(self.object)
        ]
        found.append(("In tất cả một lần", reverse("awards:meeting_print", args=[self.object.pk])))
        url = optional_url("awards:meeting_minutes", self.object.pk)
        user = self.request.user
        if not url or not minutes_readable_to(user, clock.today()).filter(pk=self.object.pk):
            return found
        words = "Biên bản đã ban hành" if self.object.minutes_id else "Xem dự thảo biên bản"
        if self.object.votes.filter(ballot=Ballot.SECRET).exists():
            found.append(
                ("Biên bản kiểm phiếu", reverse("awards:meeting_count", args=[self.object.pk]))
            )
        return [*found, (words, url)]


def _link(
    label: str, url_name: str, meeting: AppraisalMeeting, *, main: bool = False
) -> ActionButton:
    """A button that leads to a form about the meeting."""
    url = reverse(url_name, args=[meeting.pk])
    return ActionButton(label, needs_form_url=url, style="primary" if main else "alt")
