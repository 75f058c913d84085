"""Bases of the clerk's pages: rows with a state are read, each act is a form and one service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from awards.admin_forms_paper import NoteForm
from awards.services.take_edge import paper_actors
from awards.templatetags.award_tags import tone
from awards.views.flow_buttons import NOTE_LABELS
from dandvan.admin import CommuneScopedAdmin
from dandvan.admin_pages import OwnPage, not_allowed, page_context
from dandvan.buttons import ActionButton
from dandvan.flow import Flow
from dandvan.paper_forms import SignedPaperForm
from dandvan.roles import Actor, Role
from dandvan.templatetags.ui import state as state_badge
from dandvan.vietnamese import search_key
from models_registry.models import User


@dataclass(frozen=True)
class Step:
    """An act that hands what was typed straight to its service.

    `takes` names fields of the form, or "paper" for the signed paper; `said` may name `{row}`.
    """

    service: Callable[..., Any]
    said: str
    takes: tuple[str, ...] = ()


class ActPage(OwnPage):
    """One act on one row of a `WorkAdmin`."""

    admin: WorkAdmin
    user: User
    template = "admin/awards/act.html"
    form_class: type[Any] = NoteForm
    step: Step

    def run(self, form: Any) -> str:
        """Take the step of the page; a page that needs more writes its own."""
        step = self.step
        given = {
            name: form.paper() if name == "paper" else form.cleaned_data[name]
            for name in step.takes
        }
        step.service(user=self.user, **{self.admin.id_name: self.row.pk}, **given)
        return step.said.format(row=self.row)

    def done_url(self) -> str:
        """Where to go afterwards."""
        return self.admin.page_url(self.row)

    def frame(self) -> dict[str, Any]:
        """The list above the row."""
        return self.admin.list_link()


class FlowActPage(ActPage):
    """An act that is an edge of a flow: who, when and which words follow from the edge."""

    edge_name = ""

    def flow(self) -> Flow[Any]:
        """The flow of the row."""
        return self.admin.flow_of(self.row)

    def prepare(self) -> None:
        """404 for an edge that this row's flow does not have, 403 for who may not take it."""
        edge = self.flow().edges.get(self.edge_name)
        if edge is None:
            raise Http404
        self.edge = edge
        self.title = edge.label
        self.submit_style = edge.style
        actors = self.admin.actors_of(self.row, self.user)
        self.by_paper = not edge.who & actors
        if self.by_paper and not paper_actors(self.flow(), edge.name, self.user):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        """Whether a paper is asked for."""
        is_paper = issubclass(self.form_class, SignedPaperForm)
        return {"paper": self.by_paper} if is_paper else {}

    def not_now(self) -> str:
        """The row is not where this edge begins."""
        if self.row.state in self.edge.sources:
            return ""
        state = self.row.get_state_display()
        return f"Không thể “{self.edge.label}” khi đang ở trạng thái “{state}”."

    def form(self, data: Any = None, files: Any = None) -> Any:
        """The note is called by what it is for."""
        form = super().form(data, files)
        if "note" in form.fields:
            form.fields["note"].label = NOTE_LABELS.get(self.edge.name, "Lý do, ghi chú")
        return form

    @property
    def lead(self) -> str:  # type: ignore[override]
        """That the act is recorded for somebody else."""
        return "Ghi nhận theo văn bản đã ký: nhập đủ bốn mục." if self.by_paper else ""


def flow_page(edge: str, form: type[Any], step: Step) -> type[FlowActPage]:
    """The page of an edge that only hands on what was typed."""
    return type(edge, (FlowActPage,), {"edge_name": edge, "form_class": form, "step": step})


class RowList(ChangeList):
    """Rows lead straight to their page."""

    def url_for_result(self, result: Any) -> str:
        """Address of the page."""
        return self.model_admin.page_url(result)


class WorkAdmin(CommuneScopedAdmin):
    """Rows with a state: a list, one page a row, acts by forms that call one service.

    A subclass sets `page_name` (address name of a row's page), `pages` (act -> page) and
    `id_name` (what its services call the number of a row); where rows are found by the name
    of the nominee, `sheet_path` leads to his evaluation.
    """

    reading_roles = frozenset({Role.CLERK})
    writing_roles: frozenset[Role] = frozenset()
    page_name = id_name = sheet_path = ""
    page_path = "trang"
    pages: dict[str, type[ActPage]] = {}
    search_fields = ("pk",)
    search_help_text = "Tìm theo tên tập thể, cá nhân; không cần gõ dấu."

    def flow_of(self, row: Any) -> Flow[Any]:
        """The flow of a row."""
        raise NotImplementedError

    def actors_of(self, row: Any, user: User) -> frozenset[Actor]:
        """What the person is to the row."""
        raise NotImplementedError

    def rows(self, request: HttpRequest) -> Any:
        """Rows of the commune with what a page names."""
        return self.get_queryset(request)

    def page_url(self, row: Any) -> str:
        """Address of the page of a row."""
        return reverse(self.page_name, kwargs={"object_id": row.pk})

    def act_url(self, row: Any, act: str) -> str:
        """Address of an act on a row."""
        return reverse(f"{self.page_name}_act", kwargs={"object_id": row.pk, "act": act})

    def list_url(self) -> str:
        """Address of the list."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def list_link(self) -> dict[str, str]:
        """Address and name of the list, for the path above a page."""
        name = str(self.opts.verbose_name_plural).capitalize()
        return {"list_url": self.list_url(), "list_name": name}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list whose rows lead to their page."""
        return RowList

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The stock page of a row is its page of ours."""
        row = self.find(request, object_id)
        return redirect(self.page_url(row))

    def find(self, request: HttpRequest, object_id: Any) -> Any:
        """The row; 403 without the role, 404 for another commune's or an unknown one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not str(object_id).isdecimal():
            raise Http404
        return get_object_or_404(self.rows(request), pk=object_id)

    def act_view(self, request: HttpRequest, object_id: int, act: str) -> HttpResponse:
        """One act on one row."""
        page = self.pages.get(act)
        if page is None:
            raise Http404
        return page(self, request, self.find(request, object_id)).respond()

    def page_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The page of one row."""
        row = self.find(request, object_id)
        if request.method not in ("GET", "HEAD"):
            return not_allowed("GET")
        context = page_context(
            self,
            request,
            row=row,
            **self.list_link(),
            **self.page_context(request, row),
        )
        return TemplateResponse(request, self.page_template, context)

    page_template = ""

    def page_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the page of a row shows; with `title` and `heading`."""
        raise NotImplementedError

    @admin.display(description="Tình trạng", ordering="state")
    def state_shown(self, row: Any) -> SafeString:
        """The state as a badge."""
        return state_badge(row.get_state_display(), tone(row.state))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Rows whose nominee has every word, without tone marks; needs `sheet_path`."""
        if not self.sheet_path:
            return super().get_search_results(request, queryset, search_term)
        for word in search_key(search_term).split():
            queryset = queryset.filter(
                Q(**{f"{self.sheet_path}__collective__search_name__contains": word})
                | Q(**{f"{self.sheet_path}__individual__search_name__contains": word})
            )
        return queryset, False

    def row_urls(self) -> list[URLPattern]:
        """The page of a row and its acts."""
        wrap, name = self.admin_site.admin_view, self.page_name.removeprefix("admin:")
        page = f"<int:object_id>/{self.page_path}/"
        acts = "<int:object_id>/viec/<slug:act>/"
        return [
            path(page, wrap(self.page_view), name=name),
            path(acts, wrap(self.act_view), name=f"{name}_act"),
        ]

    def buttons(
        self, request: HttpRequest, row: Any, facts: Any, *, direct: Iterable[str] = ()
    ) -> list[ActionButton]:
        """A button for each edge open to the person, himself or from signed paper.

        `direct` names edges that need no more than a note; the others lead to their form.
        """
        flow, user = self.flow_of(row), request.user
        own = self.actors_of(row, user)
        buttons = []
        for edge in flow.edges.values():
            recorded = not edge.who & own
            may = not recorded or paper_actors(flow, edge.name, user)
            if not may or row.state not in edge.sources or edge.name not in self.pages:
                continue
            look = flow.look(edge.name, state=row.state, actors=edge.who, facts=facts)
            url, straight = self.act_url(row, edge.name), edge.name in direct and not recorded
            buttons.append(
                ActionButton(
                    label=f"{edge.label} (theo văn bản)" if recorded else edge.label,
                    url=url if straight else "",
                    needs_form_url="" if straight else url,
                    allowed=look.allowed,
                    reasons=look.refusals,
                    style=edge.style,
                    note="required" if edge.note_required and straight else "none",
                    note_label=NOTE_LABELS.get(edge.name, "Lý do"),
                )
            )
        return buttons
