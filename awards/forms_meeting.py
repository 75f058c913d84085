"""What is written about a meeting: each form with what it shows first and its service.

The secretary writes on the web, the clerk in the admin; both pages show the same works.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404

from awards.enums import Ballot, CouncilPost, TieRule
from awards.forms import (
    AttendanceForm,
    CloseMeetingForm,
    DiscussionForm,
    MeetingForm,
    MinutesForm,
    at_local,
)
from awards.forms_vote import RepeatVoteForm, SecretVoteForm, VoteForm
from awards.models import AppraisalMeeting, CouncilMember
from awards.queries_council import (
    Barred,
    ballot_for,
    barred_members,
    councils_on,
    kept_from,
    meeting_day,
    members_on,
    minutes_symbol,
    present_members,
    rule_lines,
    votable_nominations,
    vote_rule_for,
)
from awards.services.council import (
    WRITERS,
    create_meeting,
    issue_minutes,
    record_discussion,
    save_attendance,
)
from awards.services.council_closing import close_meeting
from awards.services.council_vote import KEPT, record_vote, repeat_vote
from dandvan.errors import DomainError
from dandvan.roles import Actor
from models_registry.models import User
from models_registry.queries import current_individual_id, year_on


class MeetingWork:
    """One form about one meeting; `run` returns what the service made, `said` tells of it."""

    form_class: type[Any]
    actors: frozenset[Actor] = WRITERS
    title = submit = lead = said = about = page_class = ""
    lines: tuple[str, ...] = ()

    def __init__(
        self, user: User, meeting: AppraisalMeeting, nomination: int | None = None
    ) -> None:
        """Take the person, the meeting and the nominee that the address names."""
        self.user, self.meeting = user, meeting
        self.prepare(nomination)

    def prepare(self, nomination: int | None) -> None:
        """Read what the form needs; may raise Http404."""

    def not_now(self) -> str:
        """A closed meeting is final."""
        if self.meeting.is_closed:
            return "Cuộc họp đã khóa; kết quả kiểm phiếu không thay đổi được nữa."
        return ""

    def form_kwargs(self) -> dict[str, Any]:
        """What the form takes."""
        return {}

    def initial(self) -> dict[str, Any]:
        """The version that was read."""
        return {"version": self.meeting.version}

    def run(self, form: Any) -> Any:
        """Call the service; raises what it raises."""
        raise NotImplementedError


class AttendanceWork(MeetingWork):
    """Who is there."""

    form_class = AttendanceForm
    title, submit = "Có mặt, vắng mặt", "Lưu có mặt, vắng mặt"
    said = "Đã ghi thành viên có mặt, vắng mặt."
    page_class = "two-up"

    def form_kwargs(self) -> dict[str, Any]:
        """Members of the day and what is on record."""
        members = members_on(self.meeting.council, meeting_day(self.meeting))
        return {"members": members, "known": self.meeting.attendance.all()}

    def run(self, form: Any) -> Any:
        """Write the attendance."""
        return save_attendance(
            user=self.user,
            meeting_id=self.meeting.pk,
            rows=form.rows(),
            version=form.cleaned_data["version"],
        )


class CaseWork(MeetingWork):
    """A form about one nominee of the meeting."""

    def prepare(self, nomination: int | None) -> None:
        """The nominee; 404 when he is not before this council."""
        self.nomination = votable_nominations(self.meeting).filter(pk=nomination).first()
        self.kept = False
        self.barred: tuple[Barred, ...] = ()
        self.present: tuple[CouncilMember, ...] = ()
        if self.nomination is None:
            if not self.meeting.is_closed:
                raise Http404
            return
        self.about = str(self.nomination.subject)
        self.kept = self.nomination.pk in kept_from(self.meeting, current_individual_id(self.user))
        self.present = present_members(self.meeting)
        self.barred = barred_members(self.meeting, self.nomination)

    def not_now(self) -> str:
        """A count that is kept from the person is not shown to him in a form."""
        return super().not_now() or (KEPT if self.kept else "")


class VoteWork(CaseWork):
    """The count for one nominee."""

    form_class = VoteForm
    title = submit = "Ghi số phiếu"

    def prepare(self, nomination: int | None) -> None:
        """How the nominee is voted on, by which rule, and who takes no part."""
        super().prepare(nomination)
        self.rule = None
        if self.nomination is None:
            return
        self.said = f"Đã ghi số phiếu của {self.about}."
        self.rule = vote_rule_for(self.nomination, meeting_day(self.meeting))
        way = ballot_for(self.meeting, self.nomination)
        if way == Ballot.SECRET:
            self.form_class = SecretVoteForm
        self.lead = f"Có mặt {len(self.present)} thành viên. Cách biểu quyết: {Ballot(way).label}."
        self.lines = (
            *(f"{row.member.individual.full_name}: {row.reason}." for row in self.barred),
            *rule_lines(self.rule),
        )

    def form_kwargs(self) -> dict[str, Any]:
        """Only members who are there; who leads decides a tie where the rule says so."""
        return {
            "present": self.present,
            "barred": [row.member for row in self.barred],
            "leader_decides": self.rule is not None and self.rule.tie_rule == TieRule.CHAIR,
        }

    def initial(self) -> dict[str, Any]:
        """The count as it is, else everybody who is barred by his post."""
        vote = self.meeting.votes.filter(nomination=self.nomination, is_final=True).first()
        if vote is None:
            here = {member.pk for member in self.present}
            barred = [row.member.pk for row in self.barred if row.member.pk in here]
            return {**super().initial(), "no_opinion": 0, "not_voting": barred}
        numbers = ("votes_for", "votes_against", "no_opinion", "issued", "collected", "lost")
        return {
            **super().initial(),
            **{name: getattr(vote, name) for name in (*numbers, "valid", "void")},
            "not_voting": [member.pk for member in vote.not_voting.all()],
            "led_by": vote.led_by_id,
            "leader_for": {True: "for", False: "against", None: ""}[vote.leader_for],
        }

    def run(self, form: Any) -> Any:
        """Write the count."""
        if self.nomination is None:
            raise DomainError([self.not_now()])
        data = form.cleaned_data
        return record_vote(
            user=self.user,
            meeting_id=self.meeting.pk,
            nomination=self.nomination,
            votes_for=data["votes_for"],
            votes_against=data["votes_against"],
            no_opinion=data["no_opinion"],
            papers=form.papers(),
            leader_for=form.leader_side(),
            not_voting=list(data["not_voting"]),
            led_by=data["led_by"],
            version=data["version"],
        )


class RepeatWork(CaseWork):
    """A nominee is voted on once more; the round before stays on record."""

    form_class = RepeatVoteForm
    title = submit = "Biểu quyết lại"
    lead = "Kết quả lượt trước được giữ nguyên và nêu trong biên bản. Ghi số phiếu lượt mới sau."

    def prepare(self, nomination: int | None) -> None:
        """What is said afterwards names the nominee."""
        super().prepare(nomination)
        self.said = f"Đã mở lượt biểu quyết lại đối với {self.about}. Ghi số phiếu của lượt mới."

    def run(self, form: Any) -> Any:
        """Open the round."""
        if self.nomination is None:
            raise DomainError([self.not_now()])
        return repeat_vote(
            user=self.user,
            meeting_id=self.meeting.pk,
            nomination=self.nomination,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )


class DiscussionWork(MeetingWork):
    """What was said."""

    form_class = DiscussionForm
    title, submit = "Ý kiến tại cuộc họp", "Lưu ý kiến"
    said = "Đã ghi ý kiến tại cuộc họp."

    def initial(self) -> dict[str, Any]:
        """The text as it is."""
        return {**super().initial(), "text": self.meeting.discussion}

    def run(self, form: Any) -> Any:
        """Write it."""
        data = form.cleaned_data
        return record_discussion(
            user=self.user, meeting_id=self.meeting.pk, text=data["text"], version=data["version"]
        )


class CloseWork(MeetingWork):
    """The count becomes final."""

    form_class = CloseMeetingForm
    title = submit = "Khóa kiểm phiếu"
    lead = "Sau khi khóa, có mặt, vắng mặt và số phiếu không sửa được nữa."
    said = "Đã khóa kiểm phiếu. Ban hành biên bản khi có số."

    def run(self, form: Any) -> Any:
        """Close."""
        data = form.cleaned_data
        return close_meeting(
            user=self.user,
            meeting_id=self.meeting.pk,
            ends_at=at_local(meeting_day(self.meeting), data["ends"]),
            version=data["version"],
        )


class MinutesWork(MeetingWork):
    """Number and day of the minutes."""

    form_class = MinutesForm
    title = submit = "Ban hành biên bản"
    lead = "Biên bản được lưu đúng như bản in và không sửa được nữa."
    said = "Đã ban hành biên bản."

    def not_now(self) -> str:
        """Only a closed meeting without minutes."""
        if not self.meeting.is_closed:
            return "Khóa cuộc họp trước khi ban hành biên bản."
        return "Biên bản của cuộc họp này đã ban hành." if self.meeting.minutes_id else ""

    def initial(self) -> dict[str, Any]:
        """The symbol of the council, the day of the meeting."""
        symbol = minutes_symbol(self.meeting.commune)
        return {"number_text": f"/{symbol}", "date": meeting_day(self.meeting)}

    def run(self, form: Any) -> Any:
        """Issue."""
        data = form.cleaned_data
        return issue_minutes(
            user=self.user,
            meeting_id=self.meeting.pk,
            number_text=data["number_text"],
            date=data["date"],
        )


class NewMeetingWork:
    """A new meeting of the council that is in office on a day."""

    form_class = MeetingForm
    title = submit = "Lập cuộc họp"
    said = "Đã lập cuộc họp. Ghi thành viên có mặt, vắng mặt."

    def __init__(self, user: User, day: date) -> None:
        """Read the council in office and its members; there may be none."""
        self.user, self.day = user, day
        self.council = councils_on(user.commune_id or 0, day).first()
        self.members = members_on(self.council, day) if self.council else ()

    def not_now(self) -> str:
        """Nobody meets without a council."""
        return "" if self.council else "Chưa có Hội đồng nào đang hoạt động. Nhập Hội đồng trước."

    def form_kwargs(self) -> dict[str, Any]:
        """Those who may lead."""
        lead = (CouncilPost.CHAIR, CouncilPost.VICE)
        leaders = [member for member in self.members if member.post in lead]
        return {"commune": self.user.commune, "members": leaders}

    def initial(self) -> dict[str, Any]:
        """This year, this day, led by the chairman of the council."""
        return {
            "year": year_on(self.user.commune_id or 0, self.day),
            "day": self.day,
            "chair": self._holder(CouncilPost.CHAIR),
            "ballot": "show_of_hands",
        }

    def _holder(self, post: CouncilPost) -> Any:
        """The first member who holds a post."""
        return next((member for member in self.members if member.post == post), None)

    def run(self, form: Any) -> AppraisalMeeting:
        """Enter the meeting; the council's secretary writes it."""
        secretary = self._holder(CouncilPost.SECRETARY)
        if self.council is None or secretary is None:
            raise DomainError(["Hội đồng chưa có thư ký. Nhập thư ký Hội đồng trước."])
        data = form.cleaned_data
        return create_meeting(
            user=self.user,
            council=self.council,
            year=data["year"],
            starts_at=form.starts_at(),
            place=data["place"],
            chair=data["chair"],
            secretary=secretary,
            ballot=data["ballot"],
        )
