"""Bulk acts of an admin list: first what will happen to each row, then each row on its own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from dandvan.admin_pages import OwnPage, not_allowed, page_context
from dandvan.errors import DomainError, StaleRecord
from dandvan.form_tokens import claim_token, used_result
from dandvan.models import UsedToken

MOST_ROWS = 100
_TOKEN = re.compile(r"[-\w]{1,64}", re.ASCII)
_STALE = "Có người đã lưu {noun} này sau khi bạn mở trang. Mở ra xem lại rồi làm riêng."


@dataclass(frozen=True)
class Outlook:
    """What an act would do to one row: from which state to which, who hears of it, why not."""

    row: Any
    code: str
    name: str
    url: str
    before: str
    after: str = ""
    told: str = ""
    about: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """Which row in which version the person has seen."""
        return f"{self.row.pk}:{getattr(self.row, 'version', 0)}"


@dataclass
class BulkResult:
    """What was done and what was refused, as the page of the result shows it."""

    title: str
    done: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str, outlook: Outlook, said: Sequence[str] = ()) -> None:
        """One row under "done", "refused" or "left_out", with what is to be said about it."""
        line = {"code": outlook.code, "name": outlook.name, "url": outlook.url}
        getattr(self, kind).append({**line, "said": list(said)})


def typed_keys(texts: Sequence[str]) -> list[int]:
    """Primary keys out of typed texts, each once, in order; anything else is left out."""
    keys = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 16]
    return list(dict.fromkeys(keys))


class BulkPage(OwnPage):
    """One act on many rows: a page that says beforehand what happens, then the result.

    A page sets `name` (slug), `title`, `noun`, `form_class` and gives `may(user)`,
    `with_all(rows)`, `outlook(row)` and `run_row(row, version, form)`, which calls one service
    and returns what to say. Each row has its own transaction; a refusal stops that row alone.
    """

    name = ""
    noun = "dòng"
    template = "admin/bulk/preview.html"
    picks_rows = True

    @classmethod
    def may(cls, user: Any) -> bool:
        """Whether the person sees this act at all; the services ask again."""
        raise NotImplementedError

    def with_all(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with what the outlooks ask for, in the order of the page."""
        return rows

    def outlook(self, row: Any) -> Outlook:
        """What the act would do to this row now."""
        raise NotImplementedError

    def run_row(self, row: Any, version: int, form: Any) -> str:
        """Call the service for one row; return what happened."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Rows of the address, as far as they are the person's to know of; none is 404."""
        keys = typed_keys(self.request.GET.get("m", "").split(","))[:MOST_ROWS]
        rows = self.with_all(self.admin.get_queryset(self.request).filter(pk__in=keys))
        self.rows = list(rows)
        if not self.rows:
            raise Http404
        self.missing = len(keys) - len(self.rows)

    @cached_property
    def outlooks(self) -> list[Outlook]:
        """What would happen to each row."""
        return [self.outlook(row) for row in self.rows]

    @property
    def open_rows(self) -> list[Outlook]:
        """Rows that the act can be done on."""
        return [outlook for outlook in self.outlooks if not outlook.reasons]

    @cached_property
    def picked(self) -> dict[int, int]:
        """Rows that were ticked, with the version that was seen."""
        pairs = (text.partition(":")[::2] for text in self.request.POST.getlist("do"))
        return {
            int(key): int(version)
            for key, version in pairs
            if typed_keys([key]) and typed_keys([version])
        }

    def done_url(self) -> str:
        """Back to the list as it was filtered."""
        opts = self.admin.opts
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        asked = self.request.GET.get("ds", "")
        return f"{url}?{asked}" if asked else url

    def respond(self) -> HttpResponse:
        """The page, or its result; a second click lands on the first result."""
        if self.request.method not in ("GET", "HEAD", "POST"):
            return not_allowed("GET, POST")
        if self.request.method != "POST":
            return self.show(self.form())
        if first := used_result(self.request):
            return redirect(first)
        form = self.form(self.request.POST, self.request.FILES)
        if not self.is_valid(form):
            return self.show(form, has_errors=True)
        token = self._claim()
        if token is None:
            return redirect(used_result(self.request) or self.done_url())
        result = BulkResult(self.title)
        try:
            self.execute(form, result)
        except DomainError as error:
            UsedToken.objects.filter(pk=token.pk).delete()
            self.refuse(form, error)
            return self.show(form, has_errors=True)
        finally:
            UsedToken.objects.filter(pk=token.pk).update(result=vars(result))
        return redirect(token.result_url)

    def is_valid(self, form: Any) -> bool:
        """What was typed is right, and at least one row is ticked."""
        valid = super().is_valid(form)
        if self.picks_rows and not self.picked:
            form.add_error(None, f"Đánh dấu ít nhất một {self.noun}.")
            return False
        return valid

    def execute(self, form: Any, result: BulkResult) -> None:
        """Each ticked row by itself; a row that was refused stops nothing."""
        for outlook in self.outlooks:
            version = self.picked.get(outlook.row.pk)
            if outlook.reasons:
                result.add("refused", outlook, outlook.reasons)
            elif version is None:
                result.add("left_out", outlook)
            else:
                self._run(outlook, version, form, result)

    def _run(self, outlook: Outlook, version: int, form: Any, result: BulkResult) -> None:
        """One row through its service."""
        try:
            said = self.run_row(outlook.row, version, form)
        except StaleRecord:
            result.add("refused", outlook, [_STALE.format(noun=self.noun)])
        except DomainError as error:
            result.add("refused", outlook, error.reasons)
        else:
            result.add("done", outlook, [said])

    def _claim(self) -> UsedToken | None:
        """Take the one-time mark of this form before anything is done; None for its twin."""
        text = self.request.POST.get("once", "")
        for token in (text, secrets.token_urlsafe(16)):
            if not _TOKEN.fullmatch(token):
                continue
            url = bulk_url(self.admin, "result", token)
            if (made := claim_token(self.request, token, url)) or used_result(self.request):
                return made
        return None

    def frame(self) -> dict[str, Any]:
        """What the page shows around the inputs."""
        refused = [outlook for outlook in self.outlooks if outlook.reasons]
        return {
            "page": self,
            "opts": self.admin.opts,
            "list_url": self.done_url(),
            "good": self.open_rows,
            "refused": refused,
            "missing": self.missing,
            "unpicked": self._unpicked(),
        }

    def _unpicked(self) -> set[int]:
        """Rows whose tick was taken away before the form was refused."""
        if self.request.method != "POST":
            return set()
        return {outlook.row.pk for outlook in self.outlooks} - set(self.picked)


def bulk_url(model_admin: Any, kind: str, argument: str) -> str:
    """Address of the page of a bulk act ("bulk") or of a result ("result")."""
    opts = model_admin.opts
    name = {"bulk": "bulk", "result": "bulk_result"}[kind]
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=[argument])


class BulkActsMixin:
    """An admin whose list offers bulk acts; `bulk_pages` are their pages.

    The stock machinery draws the list of acts and the boxes; what is chosen leads to the page
    of the act. Nothing is ever deleted in bulk.
    """

    bulk_pages: tuple[type[BulkPage], ...] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The acts that this person may do, by name."""
        pages = [page for page in self.bulk_pages if page.may(request.user)]
        return {page.name: (page, page.name, page.title) for page in pages}

    def get_action_choices(
        self, request: HttpRequest, default_choices: Any = None
    ) -> list[tuple[str, str]]:
        """Names of the acts."""
        acts = self.get_actions(request)
        return [("", "– chọn việc –"), *((name, title) for _, name, title in acts.values())]

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Lead to the page of the chosen act; None (back to the list) with a message else."""
        chosen = request.POST.getlist("action")
        index = typed_keys([request.POST.get("index", "0")]) or [0]
        name = chosen[index[0]] if index[0] < len(chosen) else ""
        page = self._bulk_page(name)
        if page is None:
            messages.warning(request, "Chọn việc cần làm trong danh sách, rồi bấm lại.")
            return None
        if not page.may(request.user):
            raise PermissionDenied
        if request.POST.get("select_across") != "1":
            keys = typed_keys(request.POST.getlist(ACTION_CHECKBOX_NAME))
            queryset = queryset.filter(pk__in=keys)
        found = list(queryset.values_list("pk", flat=True)[: MOST_ROWS + 1])
        if not found or len(found) > MOST_ROWS:
            sentence = (
                f"Mỗi lần làm với tối đa {MOST_ROWS} {page.noun}. Lọc bớt hoặc chọn ít hơn."
                if found
                else f"Không còn {page.noun} nào trong số đã chọn."
            )
            messages.warning(request, sentence)
            return None
        query = {"m": ",".join(map(str, found))}
        if request.GET:
            query["ds"] = request.GET.urlencode()
        return redirect(f"{bulk_url(self, 'bulk', name)}?{urlencode(query)}")

    def _bulk_page(self, name: str) -> type[BulkPage] | None:
        """The page of an act."""
        return next((page for page in self.bulk_pages if page.name == name), None)

    def get_urls(self) -> list[URLPattern]:
        """The pages of the acts and of their results."""
        site, opts = self.admin_site, self.opts  # type: ignore[attr-defined]
        prefix = f"{opts.app_label}_{opts.model_name}"
        wrap = site.admin_view
        return [
            path("hang-loat/<slug:bulk_act>/", wrap(self.bulk_view), name=f"{prefix}_bulk"),
            path(
                "hang-loat/ket-qua/<slug:token>/",
                wrap(self.bulk_result_view),
                name=f"{prefix}_bulk_result",
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def bulk_view(self, request: HttpRequest, bulk_act: str) -> HttpResponse:
        """The page of one act."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        page = self._bulk_page(bulk_act)
        if page is None:
            raise Http404
        if not page.may(request.user):
            raise PermissionDenied
        return page(self, request).respond()  # type: ignore[arg-type]

    def bulk_result_view(self, request: HttpRequest, token: str) -> HttpResponse:
        """What was done and what was refused; for the person who did it."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        row = UsedToken.objects.filter(
            token=token, user=request.user, result_url=request.path
        ).first()
        if row is None:
            raise Http404
        if request.method not in ("GET", "HEAD"):
            return not_allowed("GET")
        result = row.result or {}
        title = result.get("title") or "Đang làm"
        context = page_context(
            self,  # type: ignore[arg-type]
            request,
            title=f"Kết quả: {title}",
            heading=f"Kết quả: {title}",
            result=result,
            opts=self.opts,  # type: ignore[attr-defined]
            list_url=reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"  # type: ignore[attr-defined]
            ),
        )
        return TemplateResponse(request, "admin/bulk/result.html", context)
