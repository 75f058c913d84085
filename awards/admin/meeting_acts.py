"""Pages of the clerk about a meeting of the council; the work itself is in forms_meeting."""

from __future__ import annotations

from typing import Any

from awards.admin.act_page import ActPage
from awards.forms_call import AbstentionWork, AgendaWork
from awards.forms_meeting import (
    AttendanceWork,
    CloseWork,
    DiscussionWork,
    MeetingWork,
    MinutesWork,
    NewMeetingWork,
    RepeatWork,
    VoteWork,
)
from awards.models import AppraisalMeeting
from dandvan import clock


class WorkPage(ActPage):
    """A page that shows one work."""

    work: MeetingWork | NewMeetingWork

    def take(self, work: MeetingWork | NewMeetingWork) -> None:
        """The words and the form of the page are those of the work."""
        self.work = work
        self.form_class = work.form_class
        self.title, self.submit = work.title, work.submit

    def not_now(self) -> str:
        """As the work says."""
        return self.work.not_now()

    def form_kwargs(self) -> dict[str, Any]:
        """As the work says."""
        return self.work.form_kwargs()

    def initial(self) -> dict[str, Any]:
        """As the work says."""
        return self.work.initial()


class MeetingAct(WorkPage):
    """A form about a meeting."""

    work_class: type[MeetingWork]

    def prepare(self) -> None:
        """The work on this meeting."""
        work = self.work_class(self.user, self.row, **self.kwargs)
        self.take(work)
        self.title = f"{work.title}: {work.about}" if work.about else work.title
        self.lead = work.lead
        self.lines = work.lines

    def context(self, form: Any) -> dict[str, Any]:
        """What is to be known beforehand."""
        return {"lines": self.lines}

    def run(self, form: Any) -> str:
        """Write."""
        self.work.run(form)
        return self.work.said


def act_page(work: type[MeetingWork]) -> type[MeetingAct]:
    """The page of one work."""
    return type(f"{work.__name__}Page", (MeetingAct,), {"work_class": work})


VoteAct = act_page(VoteWork)
RepeatAct = act_page(RepeatWork)
PAGES: dict[str, type[ActPage]] = {
    "agenda": act_page(AgendaWork),
    "abstain": act_page(AbstentionWork),
    "attendance": act_page(AttendanceWork),
    "discussion": act_page(DiscussionWork),
    "close": act_page(CloseWork),
    "minutes": act_page(MinutesWork),
}


class NewMeeting(WorkPage):
    """A new meeting of the council in office."""

    made: AppraisalMeeting | None = None

    def prepare(self) -> None:
        """The council in office today."""
        self.take(NewMeetingWork(self.user, clock.today()))

    def run(self, form: Any) -> str:
        """Enter it."""
        self.made = self.work.run(form)
        return self.work.said

    def done_url(self) -> str:
        """To the new meeting; to the list when there is none."""
        return self.admin.page_url(self.made) if self.made else self.admin.list_url()
