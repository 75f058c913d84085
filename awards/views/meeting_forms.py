"""Pages of the council's secretary about a meeting; the work itself is in forms_meeting."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from awards.forms_meeting import MeetingWork, NewMeetingWork
from awards.models import AppraisalMeeting
from awards.queries_council import council_actors
from awards.services.council import WRITERS
from awards.views.bases import ServicePage
from awards.views.meetings import MeetingMixin, meeting_actors


class WorkPage(ServicePage):
    """A page that shows one work."""

    template_name = "awards/meeting_form.html"
    work: MeetingWork | NewMeetingWork

    def not_now(self) -> str:
        """As the work says."""
        return self.work.not_now()

    def get_form_class(self) -> type[Any]:
        """As the work says."""
        return self.work.form_class

    def get_form_kwargs(self) -> dict[str, Any]:
        """As the work says."""
        return {**super().get_form_kwargs(), **self.work.form_kwargs()}

    def get_initial(self) -> dict[str, Any]:
        """As the work says."""
        return self.work.initial()

    def call(self, form: Any) -> Any:
        """Write."""
        self.said = self.work.said
        return self.work.run(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        work = self.work
        return super().get_context_data(heading=work.title, submit=work.submit, **kwargs)


class MeetingPage(MeetingMixin, WorkPage):
    """A form about one meeting, for its writers."""

    work_class: type[MeetingWork] = MeetingWork

    def prepare(self) -> None:
        """Meeting and work; 404 when the meeting may not be known of."""
        super().prepare()
        self.work = self.work_class(
            self.request.user, self.object, nomination=self.kwargs.get("nomination")
        )

    def may(self) -> bool:
        """Those the work is open to: secretary and clerk, for some also members."""
        return bool(meeting_actors(self.object, self.request.user) & self.work.actors)

    def done_url(self) -> str:
        """Back to the meeting."""
        return reverse("awards:meeting_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the work says besides."""
        work = self.work
        return super().get_context_data(
            meeting=self.object,
            eyebrow=work.about,
            lead=work.lead,
            lines=work.lines,
            page_class=work.page_class,
            back=self.done_url(),
            **kwargs,
        )


class MeetingCreate(WorkPage):
    """A new meeting of the council that is in office today."""

    object: AppraisalMeeting | None = None
    result: AppraisalMeeting | None = None

    def prepare(self) -> None:
        """The council in office."""
        self.work = NewMeetingWork(self.request.user, self.today)

    def may(self) -> bool:
        """The secretary of the council, or the clerk."""
        user = self.request.user
        return bool(council_actors(user, user.commune_id or 0, self.today) & WRITERS)

    def done_url(self) -> str:
        """To the new meeting; to the list when there is none."""
        if self.result is None:
            return reverse("awards:meeting_list")
        return reverse("awards:meeting_detail", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Of which council."""
        return super().get_context_data(
            eyebrow=str(self.work.council or ""), back=reverse("awards:meeting_list"), **kwargs
        )
