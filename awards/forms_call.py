"""Calling a meeting and declaring an abstention, on the web and in the admin."""

from __future__ import annotations

from typing import Any

from awards.forms_agenda import AbstentionForm, AgendaForm
from awards.forms_meeting import MeetingWork
from awards.queries_agenda import agenda_candidates
from awards.queries_council import (
    council_actors,
    meeting_day,
    members_on,
    votable_nominations,
    votes_of,
)
from awards.services.council import WRITERS
from awards.services.council_agenda import call_meeting, declare_abstention
from dandvan.roles import Actor, Relation
from models_registry.queries import current_individual_id


class AgendaWork(MeetingWork):
    """The agenda; saving it calls the members."""

    form_class = AgendaForm
    title, submit = "Chương trình và mời họp", "Lưu chương trình và mời họp"
    lead = (
        "Ghi thứ tự bình xét. Khi lưu, mỗi thành viên Hội đồng có tài khoản nhận một thông báo; "
        "giấy mời in ở mục Giấy tờ của cuộc họp."
    )
    said = "Đã lưu chương trình và báo cho các thành viên Hội đồng."

    def form_kwargs(self) -> dict[str, Any]:
        """Who may stand on it, who was voted down before, what is on it."""
        candidates = agenda_candidates(self.meeting)
        return {
            "candidates": candidates,
            "again": frozenset(votes_of(candidates)),
            "known": {row.nomination_id: row for row in self.meeting.agenda.all()},
        }

    def run(self, form: Any) -> Any:
        """Set the agenda."""
        return call_meeting(
            user=self.user,
            meeting_id=self.meeting.pk,
            rows=form.rows(),
            version=form.cleaned_data["version"],
        )


class AbstentionWork(MeetingWork):
    """A member takes no part in one vote: declared by himself, or by the secretary."""

    form_class = AbstentionForm
    actors: frozenset[Actor] = WRITERS | {Relation.COUNCIL_MEMBER}
    title, submit = "Khai không tham gia biểu quyết", "Lưu"
    lead = (
        "Khai khi là người thân của người được đề nghị hoặc khi xin không biểu quyết. Người được "
        "đề nghị, người đứng đầu và cấp phó của tập thể được đề nghị không phải khai."
    )
    said = "Đã ghi: không tham gia biểu quyết; số phiếu của trường hợp này chỉ hiện sau khi khóa."

    def form_kwargs(self) -> dict[str, Any]:
        """Everybody for the writers, himself for a member."""
        day = meeting_day(self.meeting)
        members = members_on(self.meeting.council, day)
        if not council_actors(self.user, self.meeting.commune_id, day) & WRITERS:
            person = current_individual_id(self.user)
            members = tuple(row for row in members if row.individual_id == person)
        return {"nominations": votable_nominations(self.meeting), "members": members}

    def initial(self) -> dict[str, Any]:
        """The person himself where he sits in the council."""
        person = current_individual_id(self.user)
        members = members_on(self.meeting.council, meeting_day(self.meeting))
        return {"member": next((row for row in members if row.individual_id == person), None)}

    def run(self, form: Any) -> Any:
        """Write the declaration."""
        data = form.cleaned_data
        return declare_abstention(
            user=self.user,
            meeting_id=self.meeting.pk,
            nomination=data["nomination"],
            member=data["member"],
            kind=data["kind"],
            note=data["note"],
        )
