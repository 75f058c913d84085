"""Acts on a meeting of the council in the admin: one form each, one service each."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from awards.admin.act_page import ActPage
from awards.enums import CouncilPost
from awards.forms import (
    AttendanceForm,
    CloseMeetingForm,
    DiscussionForm,
    MeetingForm,
    MinutesForm,
    VoteForm,
    at_local,
)
from awards.models import AppraisalMeeting
from awards.queries_council import (
    barred_members,
    councils_on,
    meeting_day,
    members_on,
    minutes_symbol,
    present_members,
    votable_nominations,
)
from awards.services.council import (
    close_meeting,
    create_meeting,
    issue_minutes,
    record_discussion,
    record_vote,
    save_attendance,
)
from dandvan import clock
from dandvan.errors import DomainError
from models_registry.queries import year_on


class MeetingAct(ActPage):
    """A form about an open meeting."""

    only_open = True

    def not_now(self) -> str:
        """A closed meeting is final."""
        if self.only_open and self.row.is_closed:
            return "Cuộc họp đã khóa; kết quả kiểm phiếu không thay đổi được nữa."
        return ""

    def initial(self) -> dict[str, Any]:
        """The version that was read."""
        return {"version": self.row.version}


class AttendanceAct(MeetingAct):
    """Who is there."""

    form_class = AttendanceForm
    title, submit = "Có mặt, vắng mặt", "Lưu có mặt, vắng mặt"

    def form_kwargs(self) -> dict[str, Any]:
        """Members of the day and what is on record."""
        members = members_on(self.row.council, meeting_day(self.row))
        return {"members": members, "known": self.row.attendance.all()}

    def run(self, form: Any) -> str:
        """Write."""
        save_attendance(
            user=self.user,
            meeting_id=self.row.pk,
            rows=form.rows(),
            version=form.cleaned_data["version"],
        )
        return "Đã ghi thành viên có mặt, vắng mặt."


class DiscussionAct(MeetingAct):
    """What was said."""

    form_class = DiscussionForm
    title, submit = "Ý kiến tại cuộc họp", "Lưu ý kiến"

    def initial(self) -> dict[str, Any]:
        """What is written."""
        return {**super().initial(), "text": self.row.discussion}

    def run(self, form: Any) -> str:
        """Write."""
        data = form.cleaned_data
        record_discussion(
            user=self.user, meeting_id=self.row.pk, text=data["text"], version=data["version"]
        )
        return "Đã lưu ý kiến tại cuộc họp."


class VoteAct(MeetingAct):
    """The count for one nominee."""

    form_class = VoteForm
    submit = "Ghi số phiếu"

    def prepare(self) -> None:
        """The nominee; 404 when he is not before this council."""
        rows = votable_nominations(self.row)
        self.nomination = get_object_or_404(rows, pk=self.kwargs["nomination"])
        self.present = present_members(self.row)
        self.title = f"Ghi số phiếu: {self.nomination.subject}"

    def form_kwargs(self) -> dict[str, Any]:
        """Only members who are there."""
        return {"present": self.present}

    def initial(self) -> dict[str, Any]:
        """The count as it is, else everybody who is barred by his post."""
        vote = self.row.votes.filter(nomination=self.nomination).first()
        here = {member.pk for member in self.present}
        if vote is None:
            barred = barred_members(self.row, self.nomination)
            pks = [line.member.pk for line in barred if line.member.pk in here]
            return {**super().initial(), "no_opinion": 0, "not_voting": pks}
        return {
            **super().initial(),
            "votes_for": vote.votes_for,
            "votes_against": vote.votes_against,
            "no_opinion": vote.no_opinion,
            "not_voting": [member.pk for member in vote.not_voting.all()],
            "led_by": vote.led_by_id,
        }

    def context(self, form: Any) -> dict[str, Any]:
        """Who is there and who is barred, with why."""
        barred = barred_members(self.row, self.nomination)
        lines = [f"{line.member.individual.full_name}: {line.reason}." for line in barred]
        return {"lines": [f"Có mặt {len(self.present)} thành viên.", *lines]}

    def run(self, form: Any) -> str:
        """Write."""
        data = form.cleaned_data
        record_vote(
            user=self.user,
            meeting_id=self.row.pk,
            nomination=self.nomination,
            votes_for=data["votes_for"],
            votes_against=data["votes_against"],
            no_opinion=data["no_opinion"],
            not_voting=list(data["not_voting"]),
            led_by=data["led_by"],
            version=data["version"],
        )
        return f"Đã ghi số phiếu của {self.nomination.subject}."


class CloseAct(MeetingAct):
    """Close the count for ever."""

    form_class = CloseMeetingForm
    title, submit = "Khóa kiểm phiếu", "Khóa kiểm phiếu"
    lead = "Sau khi khóa, số phiếu không thay đổi được nữa."

    def run(self, form: Any) -> str:
        """Close."""
        data = form.cleaned_data
        close_meeting(
            user=self.user,
            meeting_id=self.row.pk,
            ends_at=at_local(meeting_day(self.row), data["ends"]),
            version=data["version"],
        )
        return "Đã khóa kiểm phiếu."


class MinutesAct(MeetingAct):
    """Number and day of the minutes."""

    form_class = MinutesForm
    only_open = False
    title, submit = "Ban hành biên bản", "Ban hành biên bản"

    def initial(self) -> dict[str, Any]:
        """The symbol of minutes; the day of the meeting."""
        symbol = minutes_symbol(self.row.commune)
        return {"number_text": f"/{symbol}", "date": meeting_day(self.row)}

    def run(self, form: Any) -> str:
        """Issue."""
        data = form.cleaned_data
        issue_minutes(
            user=self.user,
            meeting_id=self.row.pk,
            number_text=data["number_text"],
            date=data["date"],
        )
        return f"Đã ban hành biên bản số {data['number_text']}."


class NewMeeting(ActPage):
    """A new meeting of the council in office."""

    form_class = MeetingForm
    title, submit = "Lập cuộc họp", "Lập cuộc họp"

    def prepare(self) -> None:
        """The council in office today."""
        self.today = clock.today()
        self.council = councils_on(self.user.commune_id or 0, self.today).first()
        self.members = members_on(self.council, self.today) if self.council else ()
        self.made: AppraisalMeeting | None = None

    def not_now(self) -> str:
        """Nobody meets without a council."""
        return "" if self.council else "Chưa có Hội đồng nào đang hoạt động. Nhập Hội đồng trước."

    def form_kwargs(self) -> dict[str, Any]:
        """Those who may lead."""
        lead = (CouncilPost.CHAIR, CouncilPost.VICE)
        leaders = [member for member in self.members if member.post in lead]
        return {"commune": self.user.commune, "members": leaders}

    def initial(self) -> dict[str, Any]:
        """This year, today, led by the chairman of the council."""
        head = next((m for m in self.members if m.post == CouncilPost.CHAIR), None)
        return {
            "year": year_on(self.user.commune_id or 0, self.today),
            "day": self.today,
            "chair": head,
            "ballot": "show_of_hands",
        }

    def run(self, form: Any) -> str:
        """Enter it; the council's secretary writes it."""
        secretary = next((m for m in self.members if m.post == CouncilPost.SECRETARY), None)
        if self.council is None or secretary is None:
            raise DomainError(["Hội đồng chưa có thư ký. Nhập thư ký Hội đồng trước."])
        data = form.cleaned_data
        self.made = create_meeting(
            user=self.user,
            council=self.council,
            year=data["year"],
            starts_at=form.starts_at(),
            place=data["place"],
            chair=data["chair"],
            secretary=secretary,
            ballot=data["ballot"],
        )
        return "Đã lập cuộc họp. Ghi thành viên có mặt, vắng mặt."

    def done_url(self) -> str:
        """To the new meeting; to the list when there is none."""
        return self.admin.page_url(self.made) if self.made else self.admin.list_url()
