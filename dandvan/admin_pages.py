"""Pages of our own in the admin: one form, one service call, the typed text always kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from dandvan.errors import DomainError, NotAllowed
from dandvan.forms import VersionForm
from dandvan.views import refuse_form, remember_result, renew_version, used_result


def page_context(model_admin: ModelAdmin, request: HttpRequest, **extra: Any) -> dict[str, Any]:
    """What every admin page of ours shows around its content."""
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "is_popup": False,
        **extra,
    }


def not_allowed(allowed: str) -> HttpResponse:
    """The answer to a wrong method."""
    return HttpResponse(status=405, headers={"Allow": allowed})


class OwnPage:
    """One act on one row: a form, one service call, then back; a second click lands there too.

    A page sets `form_class` and `title` and gives `run(form)` (calls the service, returns what
    to say) and `done_url()`. A refused form keeps what was typed; NotAllowed answers 403.
    """

    template = ""
    form_class: type[Any]
    title = submit = lead = ""
    submit_style = "primary"

    def __init__(
        self, admin: ModelAdmin, request: HttpRequest, row: Any = None, **kwargs: Any
    ) -> None:
        """Take the admin, the request, the row and what else the address names."""
        self.admin, self.request, self.row, self.kwargs = admin, request, row, kwargs
        self.user: Any = request.user
        self.prepare()

    def prepare(self) -> None:
        """Read what the page needs; may raise Http404 or PermissionDenied."""

    def not_now(self) -> str:
        """Why the form makes no sense now; empty when it does."""
        return ""

    def form_kwargs(self) -> dict[str, Any]:
        """What the form takes beside user and row."""
        return {}

    def initial(self) -> dict[str, Any]:
        """What the empty form shows."""
        return {}

    def form(self, data: Any = None, files: Any = None) -> Any:
        """The form, empty or filled in."""
        given = self.form_kwargs()
        if issubclass(self.form_class, VersionForm):
            given = {"user": self.user, "row": self.row, **given}
        return self.form_class(data, files, initial=self.initial(), **given)

    def run(self, form: Any) -> str | None:
        """Call the service; return the sentence that says what happened."""
        raise NotImplementedError

    def done_url(self) -> str:
        """Where to go afterwards."""
        raise NotImplementedError

    def frame(self) -> dict[str, Any]:
        """What the template needs around the form."""
        return {}

    def context(self, form: Any) -> dict[str, Any]:
        """What the template needs beside the form."""
        return {}

    def is_valid(self, form: Any) -> bool:
        """Whether what was typed can go to the service; files that arrived are kept anyway."""
        form.is_valid()
        if hasattr(form, "keep_files"):
            form.keep_files()
        return not self.has_errors(form)

    def has_errors(self, form: Any) -> bool:
        """Whether a refusal stands on the form."""
        return bool(form.errors)

    def respond(self) -> HttpResponse:
        """Answer GET and POST."""
        if self.request.method not in ("GET", "HEAD", "POST"):
            return not_allowed("GET, POST")
        if self.request.method != "POST":
            if refusal := self.not_now():
                messages.error(self.request, refusal)
                return redirect(self.done_url())
            return self.show(self.form())
        if first := used_result(self.request):
            return redirect(first)
        form = self.form(self.request.POST, self.request.FILES)
        said = self.attempt(form) if self.is_valid(form) else None
        if said is None or self.has_errors(form):
            return self.show(form, has_errors=True)
        url = self.done_url()
        remember_result(self.request, url)
        messages.success(self.request, said)
        return redirect(url)

    def attempt(self, form: Any) -> str | None:
        """Run the service; None when it refused."""
        try:
            return self.run(form)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            self.refuse(form, error)
            return None

    def refuse(self, form: Any, error: DomainError) -> None:
        """Put the reasons of a refusal where they belong."""
        refuse_form(form, error)
        renew_version(form, error, self.row)

    def show(self, form: Any, *, has_errors: bool = False) -> HttpResponse:
        """The page with its form."""
        context = page_context(
            self.admin,
            self.request,
            title=f"Lỗi: {self.title}" if has_errors else self.title,
            heading=self.title,
            lead=self.lead,
            row=self.row,
            form=form,
            submit=self.submit or self.title,
            submit_style=self.submit_style,
            back_url=self.done_url(),
            has_errors=has_errors,
            **self.frame(),
        )
        return TemplateResponse(self.request, self.template, context | self.context(form))
