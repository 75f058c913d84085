"""The council and its meetings in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from awards.admin.act_page import ActPage, WorkAdmin
from awards.domain.quorum import quorum_problem
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
from awards.models import AppraisalMeeting, Council, CouncilMember, Nomination
from awards.queries_council import (
    agenda_of,
    barred_members,
    councils_on,
    meeting_day,
    members_on,
    minutes_symbol,
    names_of,
    present_members,
    terms_of,
    votable_nominations,
    vote_rule_for,
)
from awards.queries_web import votes_with_barred
from awards.services.council import (
    close_meeting,
    create_meeting,
    issue_minutes,
    record_discussion,
    record_vote,
    save_attendance,
)
from awards.views.flow_buttons import optional_url
from dandvan import clock
from dandvan.admin import CommuneScopedAdmin
from dandvan.buttons import ActionButton
from dandvan.errors import DomainError
from dandvan.templatetags.ui import moment
from dandvan.templatetags.ui import state as state_badge
from dandvan.vietnamese import short_date
from models_registry.queries import year_on


class CouncilMemberInline(admin.TabularInline):
    """Members of a council with their dates; rows end, they are never deleted."""

    model = CouncilMember
    extra = 0
    autocomplete_fields = ("individual",)
    fields = ("order", "individual", "post", "valid_from", "valid_to")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may open the council."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Writers of the council."""
        return CouncilAdmin.has_change_permission(self._council_admin(), request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Writers of the council."""
        return CouncilAdmin.has_change_permission(self._council_admin(), request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here."""
        return False

    def _council_admin(self) -> Any:
        return self.admin_site._registry[Council]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """People of the person's commune only."""
        kwargs["queryset"] = self._council_admin()._scoped(db_field.remote_field.model, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Council)
class CouncilAdmin(CommuneScopedAdmin):
    """Councils by their decisions."""

    list_display = ("name", "decision_number", "decision_date", "valid_from", "valid_to")
    search_fields = ("name", "decision_number")
    inlines = (CouncilMemberInline,)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """A row that is not the person's to know of answers 404."""
        raise Http404


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


@admin.register(AppraisalMeeting)
class MeetingAdmin(WorkAdmin):
    """Meetings of the council."""

    page_name = "admin:awards_meeting_workbench"
    page_template = "admin/awards/meeting_page.html"
    change_list_template = "admin/awards/meeting_list.html"
    list_display = ("starts_at", "year", "place", "closed_shown", "minutes_shown")
    list_select_related = ("year", "council", "minutes__paper")
    search_fields = ("place",)
    search_help_text = "Tìm theo địa điểm."
    pages = {
        "attendance": AttendanceAct,
        "discussion": DiscussionAct,
        "close": CloseAct,
        "minutes": MinutesAct,
    }

    def rows(self, request: HttpRequest) -> QuerySet[AppraisalMeeting]:
        """With all that the page names."""
        return self.get_queryset(request).select_related(
            "commune",
            "year__plan",
            "council",
            "chair__individual",
            "secretary__individual",
            "minutes__paper",
        )

    @admin.display(description="Kiểm phiếu")
    def closed_shown(self, row: AppraisalMeeting) -> SafeString:
        """Whether the count is final."""
        label = "Đã khóa kiểm phiếu" if row.is_closed else "Đang ghi"
        return state_badge(label, "ok" if row.is_closed else "wait")

    @admin.display(description="Biên bản")
    def minutes_shown(self, row: AppraisalMeeting) -> str:
        """Number of the minutes."""
        return str(row.minutes.paper) if row.minutes else "Chưa ban hành"

    def get_urls(self) -> list[URLPattern]:
        """A new one, one page, its acts, one vote."""
        wrap = self.admin_site.admin_view
        return [
            path("moi/", wrap(self.new_view), name="awards_meeting_new"),
            path("<int:object_id>/trang/", wrap(self.page_view), name="awards_meeting_workbench"),
            path(
                "<int:object_id>/phieu/<int:nomination>/",
                wrap(self.vote_view),
                name="awards_meeting_vote",
            ),
            path(
                "<int:object_id>/viec/<slug:act>/",
                wrap(self.act_view),
                name="awards_meeting_workbench_act",
            ),
            *super().get_urls(),
        ]

    def new_view(self, request: HttpRequest) -> HttpResponse:
        """Enter a meeting."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return NewMeeting(self, request, None).respond()

    def vote_view(self, request: HttpRequest, object_id: int, nomination: int) -> HttpResponse:
        """The count for one nominee."""
        row = self.find(request, object_id)
        return VoteAct(self, request, row, nomination=nomination).respond()

    def page_context(self, request: HttpRequest, row: AppraisalMeeting) -> dict[str, Any]:
        """Attendance, votes, buttons."""
        members = members_on(row.council, meeting_day(row))
        known = {line.member_id: line for line in row.attendance.all()}
        present = sum(1 for line in known.values() if line.present)
        return {
            "title": f"Họp bình xét ngày {short_date(meeting_day(row))}",
            "details": [
                ("Hội đồng", row.council),
                ("Bắt đầu", moment(row.starts_at)),
                ("Kết thúc", moment(row.ends_at)),
                ("Địa điểm", row.place),
                ("Chủ tọa", row.chair.individual.full_name),
                ("Thư ký", row.secretary.individual.full_name),
                ("Cách biểu quyết", row.get_ballot_display()),
                ("Biên bản", str(row.minutes.paper) if row.minutes else ""),
            ],
            "members": [(member, known.get(member.pk)) for member in members],
            "presence": f"có mặt {present} trên {len(members)}" if known else "",
            "cases": self._cases(row, present, len(members)),
            "discussion": row.discussion,
            "paper_url": optional_url("awards:meeting_minutes", row.pk),
            "actions": self._actions(row, bool(known)),
            "happenings": (),
        }

    def _cases(self, row: AppraisalMeeting, present: int, members: int) -> list[dict[str, Any]]:
        """Who was or is to be voted on; each with its count and who is barred."""
        votes = {vote.nomination_id: vote for vote in votes_with_barred(row)}
        waiting = () if row.is_closed else tuple(votable_nominations(row))
        due = set() if row.is_closed else {item.pk for item in agenda_of(row)}
        nominations: dict[int, Nomination] = {v.nomination_id: v.nomination for v in votes.values()}
        nominations |= {item.pk: item for item in waiting}
        cases = []
        for pk, nomination in sorted(nominations.items()):
            rule = vote_rule_for(nomination, meeting_day(row))
            vote = votes.get(pk)
            barred = (
                list(vote.not_voting.all())
                if vote
                else [line.member for line in barred_members(row, nomination)]
            )
            cases.append(
                {
                    "nomination": nomination,
                    "vote": vote,
                    "barred": names_of(barred),
                    "needed": pk in due and vote is None,
                    "quorum": quorum_problem(present, members, terms_of(rule)) if rule else "",
                    "url": ""
                    if row.is_closed
                    else reverse("admin:awards_meeting_vote", args=[row.pk, pk]),
                }
            )
        return cases

    def _actions(self, row: AppraisalMeeting, written: bool) -> list[ActionButton]:
        """What can be written next."""
        if row.minutes_id:
            return []
        if row.is_closed:
            url = self.act_url(row, "minutes")
            return [ActionButton("Ban hành biên bản", needs_form_url=url)]
        first = "alt" if written else "primary"
        return [
            ActionButton(
                "Ghi có mặt, vắng mặt",
                needs_form_url=self.act_url(row, "attendance"),
                style=first,
            ),
            ActionButton("Ghi ý kiến", needs_form_url=self.act_url(row, "discussion"), style="alt"),
            ActionButton(
                "Khóa kiểm phiếu",
                needs_form_url=self.act_url(row, "close"),
                allowed=written,
                reasons=() if written else ("Ghi thành viên có mặt, vắng mặt trước.",),
            ),
        ]
