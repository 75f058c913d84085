"""The page of one sheet: section IV as a matrix, its acts, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

from awards.admin.evaluation_form import FindingsForm, NoteForm
from awards.domain.evaluation_flow import EVALUATION_FLOW
from awards.enums import EvaluationState, NominationState
from awards.models import Evaluation
from awards.queries_evaluation import (
    VOTE_RULE,
    FindingView,
    changes_since_frozen,
    evaluation_actors,
    evaluation_facts,
    findings_of,
    impediments_shown_to,
    outcome_text,
    readiness,
)
from awards.services.evaluation import (
    conclude_evaluation,
    mark_findings,
    reopen_evaluation,
    revise_evaluation,
)
from dandvan.admin_pages import page_context
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.views import remember_result, used_result
from models_registry.models import AwardKind
from models_registry.services.files import store_file

STATE_TONES: dict[str, str] = {
    EvaluationState.OPEN: "wait",
    EvaluationState.CONCLUDED: "go",
    EvaluationState.FROZEN: "ok",
}
_DONE = {
    "conclude": "Đã kết luận phiếu đánh giá.",
    "reopen": "Đã mở lại phiếu đánh giá.",
    "revise": "Đã lập vòng đánh giá mới; phiếu đã khóa được giữ nguyên.",
}
_NOTE_LABELS = {
    "conclude": "Kết luận",
    "reopen": "Lý do mở lại",
    "revise": "Lý do đánh giá lại",
}
_TODO = {
    EvaluationState.OPEN: ["Kết luận phiếu", "Khóa phiếu khi ban hành tờ trình, quyết định"],
    EvaluationState.CONCLUDED: ["Khóa phiếu khi ban hành tờ trình, quyết định"],
}


def workbench_url(row: Evaluation) -> str:
    """Address of the page of a sheet."""
    return reverse("admin:awards_evaluation_workbench", args=[row.pk])


def url_or_empty(name: str, **kwargs: Any) -> str:
    """Address of a page of another part; empty while there is none of that name."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class MatrixRow:
    """A criterion with its finding, its fields while the sheet is open, and its clause's head."""

    view: FindingView
    fields: dict[str, Any] | None
    first_of_clause: bool


@dataclass(frozen=True)
class ActBox:
    """An act of the sheet with the words it needs."""

    name: str
    label: str
    css: str
    url: str
    reasons: tuple[str, ...]
    form: NoteForm
    is_open: bool


class SheetPage:
    """One sheet for one request; a refused form keeps what was typed."""

    template = "admin/awards/evaluation_workbench.html"

    def __init__(self, model_admin: ModelAdmin, request: HttpRequest, row: Evaluation) -> None:
        """Take the admin, the request and the sheet."""
        self.model_admin, self.request, self.row = model_admin, request, row
        self.views = findings_of(row)

    # -- marks ---------------------------------------------------------------------------------

    def _form(self) -> FindingsForm | None:
        """The form of the judged criteria; None on a sheet that takes no marks."""
        if self.row.state != EvaluationState.OPEN or not self.row.is_current:
            return None
        return FindingsForm(evaluation=self.row, views=self.views)

    def save(self) -> HttpResponse:
        """Save the marks together; a file that came along is stored first."""
        if first := used_result(self.request):
            return redirect(first)
        # Bound in any state: when a colleague concluded meanwhile, what was typed still shows.
        form = FindingsForm(
            self.request.POST, self.request.FILES, evaluation=self.row, views=self.views
        )
        if form.sent_file is not None and not self._store(form):
            return self.show(form)
        if self.request.POST.get("act") == "upload":
            if form.sent_file is None:
                form.add_error("upload", "Chọn tệp minh chứng mới rồi bấm “Tải tệp lên”.")
            else:
                form.errors.clear()
            return self.show(form)
        if not form.is_valid() or not self._mark(form):
            return self.show(form)
        return self._done("Đã lưu kết quả đánh giá.", workbench_url(self.row))

    def _store(self, form: FindingsForm) -> bool:
        """Store the file that came along; False when it was refused."""
        try:
            stored = store_file(user=self.request.user, upload=form.sent_file)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            form.is_valid()
            for reason in error.reasons:
                form.add_error("upload", reason)
            return False
        messages.success(
            self.request, f"Đã nhận tệp “{stored}”. Chọn tệp này ở cột Minh chứng rồi lưu."
        )
        form.offer(self.row)
        return True

    def _mark(self, form: FindingsForm) -> bool:
        """Call the service; False when it refused."""
        try:
            mark_findings(
                user=self.request.user,
                evaluation_id=self.row.pk,
                marks=form.marks(),
                version=form.cleaned_data["version"] or 0,
            )
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            for reason in error.reasons:
                form.add_error(None, reason)
            if isinstance(error, StaleRecord):
                self._freshen(form)
            return False
        return True

    def _freshen(self, form: Any) -> None:
        """After a refusal of a stale form the next try is about the row as it is now."""
        self.row.refresh_from_db(fields=["version", "state", "is_current"])
        form.data = form.data.copy()
        form.data["version"] = str(self.row.version)

    # -- acts ----------------------------------------------------------------------------------

    def act(self, name: str) -> HttpResponse:
        """Take one edge with the words typed for it; 404 for what is no act of this page."""
        if name not in _DONE:
            raise Http404
        if first := used_result(self.request):
            return redirect(first)
        form = NoteForm(self.request.POST, auto_id=f"{name}_%s")
        form.fields["note"].label = _NOTE_LABELS[name]
        if not form.is_valid():
            return self.show(act_form=(name, form))
        try:
            row = self._take(name, form)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            for reason in error.reasons:
                form.add_error("note", reason)
            if isinstance(error, StaleRecord):
                self._freshen(form)
            return self.show(act_form=(name, form))
        return self._done(_DONE[name], workbench_url(row))

    def _take(self, name: str, form: NoteForm) -> Evaluation:
        """Call the service of the act."""
        given = {"user": self.request.user, "evaluation_id": self.row.pk}
        note = form.cleaned_data["note"]
        if name == "conclude":
            version = form.cleaned_data["version"] or 0
            return conclude_evaluation(**given, outcome=note, version=version)
        service = reopen_evaluation if name == "reopen" else revise_evaluation
        return service(**given, note=note)

    def _done(self, said: str, url: str) -> HttpResponse:
        """Say what happened; a second click of the same form lands here too."""
        remember_result(self.request, url)
        messages.success(self.request, said)
        return redirect(url)

    def _boxes(self, act_form: tuple[str, NoteForm] | None) -> list[ActBox]:
        """Acts that this person may take from the sheet's state, each with its words.

        An act that was just refused stays, so that the words typed for it are not lost.
        """
        row, user = self.row, self.request.user
        actors = evaluation_actors(row, user)
        facts = evaluation_facts(row, self.views)
        boxes = []
        refused = act_form[0] if act_form else ""
        for edge in EVALUATION_FLOW.edges.values():
            look = EVALUATION_FLOW.look(edge.name, state=row.state, actors=actors, facts=facts)
            offered = edge.name in _DONE and look.open_state and look.may
            if not offered and edge.name != refused:
                continue
            form = act_form[1] if act_form and edge.name == refused else self._note(edge.name)
            boxes.append(
                ActBox(
                    name=edge.name,
                    label=edge.label,
                    css="btn" if edge.style == "primary" else f"btn {edge.style}",
                    url=reverse("admin:awards_evaluation_act", args=[row.pk, edge.name]),
                    reasons=look.refusals,
                    form=form,
                    is_open=bool(form.errors) or edge.name == "conclude",
                )
            )
        return boxes

    def _note(self, name: str) -> NoteForm:
        """The words of an act, proposed where they can be."""
        note = (self.row.outcome or outcome_text(self.views)) if name == "conclude" else ""
        form = NoteForm(initial={"note": note, "version": self.row.version}, auto_id=f"{name}_%s")
        form.fields["note"].label = _NOTE_LABELS[name]
        return form

    # -- the page ------------------------------------------------------------------------------

    def show(
        self, form: FindingsForm | None = None, act_form: tuple[str, NoteForm] | None = None
    ) -> HttpResponse:
        """The whole page."""
        row = self.row
        form = form or self._form()
        errors = bool((form and form.is_bound and form.errors) or (act_form and act_form[1].errors))
        title = f"{row.subject} – đánh giá năm {row.year.year}"
        context = page_context(
            self.model_admin,
            self.request,
            title=f"Lỗi: {title}" if errors else title,
            heading=title,
            row=row,
            state_tone=STATE_TONES.get(row.state, ""),
            form=form,
            matrix=self._matrix(form),
            met=sum(1 for view in self.views if view.is_met),
            acts=self._boxes(act_form),
            act_form=act_form[1] if act_form else None,
            warnings=changes_since_frozen(row),
            impediments=impediments_shown_to(self.request.user, row),
            readiness=self._readiness(),
            rounds=self._rounds(),
            nominations=self._nominations(),
            timeline=self._timeline(),
            todo=_TODO.get(row.state, []),
            paper_url=url_or_empty("awards:evaluation_paper", pk=row.pk),
            table_url=f"{reverse('admin:awards_evaluation_table')}?nam={row.year.year}",
        )
        return TemplateResponse(self.request, self.template, context)

    def _matrix(self, form: FindingsForm | None) -> list[MatrixRow]:
        """The criteria in plan order; the words of a clause stand over its first condition."""
        fields = form.bound_rows() if form else {}
        rows, clause = [], None
        for view in self.views:
            first = view.criterion.clause != clause
            clause = view.criterion.clause
            rows.append(MatrixRow(view, fields.get(view.criterion.pk), first))
        return rows

    def _rounds(self) -> list[Evaluation]:
        """Other rounds of the same subject and year."""
        row = self.row
        others = Evaluation.objects.filter(
            year=row.year_id, collective=row.collective_id, individual=row.individual_id
        )
        return list(others.exclude(pk=row.pk).order_by("round"))

    def _nominations(self) -> list[tuple[Any, str]]:
        """Nominations that rest on this sheet, with their pages."""
        rows = self.row.nominations.select_related("award_kind").order_by("id")
        name = "admin:awards_nomination_page"
        return [(row, url_or_empty(name, object_id=row.pk)) for row in rows]

    def _readiness(self) -> list[tuple[AwardKind, tuple[str, ...], str]]:
        """For every honor: codes that stand against it, and where it can be proposed now."""
        row = self.row
        standing = row.nominations.exclude(state=NominationState.WITHDRAWN)
        proposed = set(standing.values_list("award_kind", flat=True))
        open_now = row.state == EvaluationState.CONCLUDED and row.is_current
        found = []
        for kind, lacking in readiness(row, self.views):
            votes = {v.criterion.code for v in self.views if v.criterion.rule == VOTE_RULE}
            url = ""
            if open_now and set(lacking) <= votes and kind.pk not in proposed:
                name = "admin:awards_nomination_propose"
                url = url_or_empty(name, evaluation=row.pk, kind=kind.pk)
            found.append((kind, lacking, url))
        return found

    def _timeline(self) -> list[dict[str, Any]]:
        """What happened, oldest first."""
        row = self.row
        first = {"label": "Lập phiếu", "who": row.created_by.display_name, "at": row.created_at}
        steps = row.transitions.select_related("by__individual").order_by("id")
        return [first] + [
            {
                "label": EVALUATION_FLOW.edges[step.edge].label,
                "who": step.by.display_name if step.by_id else "",
                "at": step.at,
                "note": step.note,
                "css": STATE_TONES.get(step.to_state, ""),
            }
            for step in steps
        ]
