"""Meetings of the council in the admin: list, one page a meeting."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from awards.admin.act_page import WorkAdmin
from awards.admin.meeting_acts import PAGES, NewMeeting, RepeatAct, VoteAct
from awards.domain.quorum import quorum_problem
from awards.models import AppraisalMeeting, Nomination
from awards.queries_council import (
    agenda_of,
    barred_members,
    kept_from,
    meeting_day,
    members_on,
    minutes_readable_to,
    names_of,
    terms_of,
    votable_nominations,
    vote_rule_for,
)
from awards.queries_rounds import earlier_rounds, papers_words, round_words
from awards.queries_web import votes_with_barred
from awards.views.flow_buttons import optional_url
from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.templatetags.ui import moment
from dandvan.templatetags.ui import state as state_badge
from dandvan.vietnamese import short_date
from models_registry.queries import current_individual_id


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
    pages = PAGES

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
            *self.row_urls(),
            path(
                "<int:object_id>/phieu/<int:nomination>/",
                wrap(self.vote_view),
                name="awards_meeting_vote",
            ),
            path(
                "<int:object_id>/phieu/<int:nomination>/lai/",
                wrap(self.repeat_view),
                name="awards_meeting_repeat",
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

    def repeat_view(self, request: HttpRequest, object_id: int, nomination: int) -> HttpResponse:
        """One more round for one nominee."""
        row = self.find(request, object_id)
        return RepeatAct(self, request, row, nomination=nomination).respond()

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
                ("Cách biểu quyết", capfirst(row.get_ballot_display())),
                ("Biên bản", str(row.minutes.paper) if row.minutes else ""),
            ],
            "members": [(member, known.get(member.pk)) for member in members],
            "presence": f"có mặt {present} trên {len(members)}" if known else "",
            "cases": self._cases(request, row, present, len(members)),
            "discussion": row.discussion,
            "paper_url": optional_url("awards:meeting_minutes", row.pk)
            if minutes_readable_to(request.user, clock.today()).filter(pk=row.pk)
            else "",
            "actions": self._actions(row, bool(known)),
            "happenings": (),
        }

    def _cases(
        self, request: HttpRequest, row: AppraisalMeeting, present: int, members: int
    ) -> list[dict[str, Any]]:
        """Who was or is to be voted on; each with its count, unless it is kept from the person."""
        kept = kept_from(row, current_individual_id(request.user))
        votes = {vote.nomination_id: vote for vote in votes_with_barred(row)}
        earlier = earlier_rounds(row)
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
                    "vote": None if pk in kept else vote,
                    "hidden": pk in kept,
                    "barred": names_of(barred),
                    "needed": vote is None and (pk in due or pk in earlier),
                    "papers": papers_words(vote) if vote and pk not in kept else "",
                    "earlier": [
                        round_words(line) for line in earlier.get(pk, ()) if pk not in kept
                    ],
                    "repeat_url": reverse("admin:awards_meeting_repeat", args=[row.pk, pk])
                    if vote and not row.is_closed and pk not in kept
                    else "",
                    "quorum": quorum_problem(present, members, terms_of(rule)) if rule else "",
                    "url": ""
                    if row.is_closed or pk in kept
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
        declare = self.act_url(row, "abstain")
        return [
            ActionButton(
                "Chương trình và mời họp", needs_form_url=self.act_url(row, "agenda"), style="alt"
            ),
            ActionButton("Khai không tham gia biểu quyết", needs_form_url=declare, style="alt"),
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
