"""What the secretary writes about a meeting: head, attendance, counts, closing, minutes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

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
from awards.models import AppraisalMeeting, Council
from awards.queries_council import (
    barred_members,
    council_actors,
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
from awards.views.bases import ServicePage
from awards.views.meetings import WRITERS, MeetingMixin, meeting_actors
from dandvan.errors import DomainError
from models_registry.queries import year_on


class MeetingPage(MeetingMixin, ServicePage):
    """A form about one meeting, for its writers."""

    template_name = "awards/meeting_form.html"
    heading = submit = lead = page_class = ""
    only_open = True

    def may(self) -> bool:
        """The secretary of the council, or the clerk."""
        return bool(meeting_actors(self.object, self.request.user) & WRITERS)

    def not_now(self) -> str:
        """A closed meeting is final."""
        if self.only_open and self.object.is_closed:
            return "Cuộc họp đã khóa; kết quả kiểm phiếu không thay đổi được nữa."
        return ""

    def get_initial(self) -> dict[str, Any]:
        """The version that was read."""
        return {"version": self.object.version}

    def done_url(self) -> str:
        """Back to the meeting."""
        return reverse("awards:meeting_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        return super().get_context_data(
            meeting=self.object,
            heading=self.heading,
            submit=self.submit,
            lead=self.lead,
            page_class=self.page_class,
            back=self.done_url(),
            **kwargs,
        )


class MeetingCreate(ServicePage):
    """A new meeting of the council that is in office today."""

    template_name = "awards/meeting_form.html"
    form_class = MeetingForm
    said = "Đã lập cuộc họp. Ghi thành viên có mặt, vắng mặt."

    def visible(self) -> QuerySet[Council]:
        """Councils of the commune in office."""
        return councils_on(self.request.user.commune_id or 0, self.today)

    def prepare(self) -> None:
        """The council in office; None when there is none."""
        self.object = None
        self.council = self.visible().first()
        self.members = members_on(self.council, self.today) if self.council else ()

    def may(self) -> bool:
        """The secretary of the council, or the clerk."""
        user = self.request.user
        return bool(council_actors(user, user.commune_id or 0, self.today) & WRITERS)

    def not_now(self) -> str:
        """Nobody meets without a council."""
        return "" if self.council else "Chưa có Hội đồng nào đang hoạt động. Nhập Hội đồng trước."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those who may lead."""
        lead = (CouncilPost.CHAIR, CouncilPost.VICE)
        leaders = [member for member in self.members if member.post in lead]
        return {
            **super().get_form_kwargs(),
            "commune": self.request.user.commune,
            "members": leaders,
        }

    def get_initial(self) -> dict[str, Any]:
        """This year, today, led by the chairman of the council."""
        head = next((m for m in self.members if m.post == CouncilPost.CHAIR), None)
        return {
            "year": year_on(self.request.user.commune_id or 0, self.today),
            "day": self.today,
            "chair": head,
            "ballot": "show_of_hands",
        }

    def call(self, form: Any) -> AppraisalMeeting:
        """Enter the meeting; the council's secretary writes it."""
        secretary = next((m for m in self.members if m.post == CouncilPost.SECRETARY), None)
        if self.council is None or secretary is None:
            raise DomainError(["Hội đồng chưa có thư ký. Nhập thư ký Hội đồng trước."])
        data = form.cleaned_data
        return create_meeting(
            user=self.request.user,
            council=self.council,
            year=data["year"],
            starts_at=form.starts_at(),
            place=data["place"],
            chair=data["chair"],
            secretary=secretary,
            ballot=data["ballot"],
        )

    def done_url(self) -> str:
        """To the new meeting; to the list when there is none."""
        meeting = getattr(self, "result", None)
        if meeting is None:
            return reverse("awards:meeting_list")
        return reverse("awards:meeting_detail", args=[meeting.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        return super().get_context_data(
            heading="Lập cuộc họp",
            submit="Lập cuộc họp",
            eyebrow=str(self.council or ""),
            back=reverse("awards:meeting_list"),
            **kwargs,
        )


class MeetingAttendance(MeetingPage):
    """Who is there."""

    form_class = AttendanceForm
    heading = "Có mặt, vắng mặt"
    page_class = "two-up"
    submit = "Lưu có mặt, vắng mặt"
    said = "Đã ghi thành viên có mặt, vắng mặt."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Members of the day and what is on record."""
        members = members_on(self.object.council, meeting_day(self.object))
        known = self.object.attendance.all()
        return {**super().get_form_kwargs(), "members": members, "known": known}

    def call(self, form: Any) -> AppraisalMeeting:
        """Write the attendance."""
        return save_attendance(
            user=self.request.user,
            meeting_id=self.object.pk,
            rows=form.rows(),
            version=form.cleaned_data["version"],
        )


class MeetingVote(MeetingPage):
    """The count for one nominee."""

    form_class = VoteForm
    heading = "Ghi số phiếu"
    submit = "Ghi số phiếu"

    def prepare(self) -> None:
        """Meeting and nominee; 404 when he is not before this council."""
        super().prepare()
        rows = votable_nominations(self.object)
        self.nomination = rows.filter(pk=self.kwargs["nomination"]).first()
        if self.nomination is None and not self.object.is_closed:
            raise Http404
        self.present = present_members(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Members who are there."""
        return {**super().get_form_kwargs(), "present": self.present}

    def get_initial(self) -> dict[str, Any]:
        """The count as it is, else everybody who is barred by his post."""
        vote = self.object.votes.filter(nomination=self.nomination).first()
        if vote is None:
            here = {member.pk for member in self.present}
            barred = [row.member.pk for row in self._barred() if row.member.pk in here]
            return {**super().get_initial(), "no_opinion": 0, "not_voting": barred}
        return {
            **super().get_initial(),
            "votes_for": vote.votes_for,
            "votes_against": vote.votes_against,
            "no_opinion": vote.no_opinion,
            "not_voting": [member.pk for member in vote.not_voting.all()],
            "led_by": vote.led_by_id,
        }

    def _barred(self) -> Any:
        return barred_members(self.object, self.nomination) if self.nomination else ()

    def call(self, form: Any) -> Any:
        """Write the count."""
        if self.nomination is None:
            raise DomainError([self.not_now()])
        data = form.cleaned_data
        self.said = f"Đã ghi số phiếu của {self.nomination.subject}."
        return record_vote(
            user=self.request.user,
            meeting_id=self.object.pk,
            nomination=self.nomination,
            votes_for=data["votes_for"],
            votes_against=data["votes_against"],
            no_opinion=data["no_opinion"],
            not_voting=list(data["not_voting"]),
            led_by=data["led_by"],
            version=data["version"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who is voted on, how many are there, who is barred and why."""
        lines = [f"{row.member.individual.full_name}: {row.reason}." for row in self._barred()]
        self.lead = f"Có mặt {len(self.present)} thành viên."
        return super().get_context_data(eyebrow=str(self.nomination or ""), lines=lines, **kwargs)


class MeetingDiscussion(MeetingPage):
    """What was said."""

    form_class = DiscussionForm
    heading = "Ý kiến tại cuộc họp"
    submit = "Lưu ý kiến"
    said = "Đã ghi ý kiến tại cuộc họp."

    def get_initial(self) -> dict[str, Any]:
        """The text as it is."""
        return {**super().get_initial(), "text": self.object.discussion}

    def call(self, form: Any) -> AppraisalMeeting:
        """Write it."""
        return record_discussion(
            user=self.request.user,
            meeting_id=self.object.pk,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        )


class MeetingClose(MeetingPage):
    """The count becomes final."""

    form_class = CloseMeetingForm
    heading = submit = "Khóa kiểm phiếu"
    lead = "Sau khi khóa, có mặt, vắng mặt và số phiếu không sửa được nữa."
    said = "Đã khóa kiểm phiếu. Ban hành biên bản khi có số."

    def call(self, form: Any) -> AppraisalMeeting:
        """Close."""
        return close_meeting(
            user=self.request.user,
            meeting_id=self.object.pk,
            ends_at=at_local(meeting_day(self.object), form.cleaned_data["ends"]),
            version=form.cleaned_data["version"],
        )


class MeetingIssueMinutes(MeetingPage):
    """Number and day of the minutes."""

    form_class = MinutesForm
    heading = submit = "Ban hành biên bản"
    lead = "Biên bản được lưu đúng như bản in và không sửa được nữa."
    said = "Đã ban hành biên bản."
    only_open = False

    def not_now(self) -> str:
        """Only a closed meeting without minutes."""
        if not self.object.is_closed:
            return "Khóa cuộc họp trước khi ban hành biên bản."
        return "Biên bản của cuộc họp này đã ban hành." if self.object.minutes_id else ""

    def get_initial(self) -> dict[str, Any]:
        """The symbol of the council, the day of the meeting."""
        symbol = minutes_symbol(self.object.commune)
        return {"number_text": f"/{symbol}", "date": meeting_day(self.object)}

    def call(self, form: Any) -> Any:
        """Issue."""
        data = form.cleaned_data
        return issue_minutes(
            user=self.request.user,
            meeting_id=self.object.pk,
            number_text=data["number_text"],
            date=data["date"],
        )
