"""Pages of our own in the admin: one form, one service call, the typed text always kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.forms import PageForm
from dandvan.views import remember_result, used_result
from models_registry.enums import SignerBody
from models_registry.models import Attachment, Signer, User
from models_registry.services.files import store_file
from models_registry.services.paper_trace import PaperTrace

__all__ = ["OwnPage", "PaperForm", "VersionForm", "page_context"]


def page_context(model_admin: ModelAdmin, request: HttpRequest, **extra: Any) -> dict[str, Any]:
    """What every admin page of ours shows around its content."""
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "is_popup": False,
        **extra,
    }


class VersionForm(PageForm):
    """A form about one row: it knows who fills it in and on which version of the row."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    user: User
    row: Any

    def __init__(self, *args: Any, user: User, row: Any = None, **kwargs: Any) -> None:
        """Take the person and the row the form is about."""
        self.user, self.row = user, row
        super().__init__(*args, **kwargs)
        if row is not None:
            self.initial.setdefault("version", getattr(row, "version", None))


class ScanMixin(forms.Form):
    """A scan that is stored on arrival and still there when the form is refused."""

    user: User

    scan = forms.FileField(
        label="Bản chụp",
        required=False,
        help_text="PDF hoặc ảnh chụp văn bản đã ký, tối đa 20 MB.",
    )
    scan_kept = forms.ModelChoiceField(
        Attachment.objects.none(), required=False, widget=forms.HiddenInput
    )

    def offer_scans(self, user: User) -> None:
        """The files that this person has stored himself and that belong to no model yet."""
        self.fields["scan_kept"].queryset = Attachment.objects.filter(
            commune_id=user.commune_id, uploaded_by=user, removed_at=None
        )

    def keep_files(self) -> None:
        """Store a file that arrived and remember it in the form, whatever else is refused."""
        upload = self.files.get(self.add_prefix("scan"))
        if upload is None:
            return
        try:
            stored = store_file(
                user=self.user, upload=upload, title="Bản chụp văn bản đã ký", merge_only=True
            )
        except NotAllowed:
            raise
        except DomainError as error:
            for reason in error.reasons:
                self.add_error("scan", reason)
            return
        self.cleaned_data["scan_kept"] = stored
        self.data[self.add_prefix("scan_kept")] = str(stored.pk)
        self.fields["scan"].help_text = f"Đã nhận tệp “{stored.original_name}”."

    def kept_scan(self) -> Attachment | None:
        """The file that just arrived, or the one that arrived with a refused form before."""
        return self.cleaned_data.get("scan_kept")


class PaperForm(VersionForm, ScanMixin):
    """ "Ghi nhận theo văn bản đã ký": who signed, number, date, scan."""

    by_paper = forms.BooleanField(
        label="Ghi nhận theo văn bản đã ký",
        required=False,
        help_text="Khi người có thẩm quyền ký văn bản giấy; cần đủ bốn mục bên dưới.",
    )
    signer = forms.ModelChoiceField(
        Signer.objects.none(), label="Người ký", empty_label="– chọn –", required=False
    )
    paper_number = forms.CharField(label="Số văn bản", max_length=60, required=False)
    paper_date = forms.DateField(label="Ngày văn bản", required=False)
    paper_only = False
    signer_bodies: tuple[str, ...] = tuple(SignerBody.values)

    def __init__(self, *args: Any, paper_only: bool = False, **kwargs: Any) -> None:
        """`paper_only`: the person may only record, so the choice is not asked for."""
        self.paper_only = paper_only
        super().__init__(*args, **kwargs)
        self.fields["signer"].queryset = Signer.objects.filter(
            commune_id=self.user.commune_id, body__in=self.signer_bodies
        ).select_related("individual")
        self.offer_scans(self.user)
        for name in ("by_paper", "signer", "paper_number", "paper_date", "scan", "scan_kept"):
            self.fields[name] = self.fields.pop(name)
        if paper_only:
            del self.fields["by_paper"]
            self.quiet_optional = True

    def paper(self) -> PaperTrace | None:
        """The trace of the signed paper; None when the person acts himself."""
        if not (self.paper_only or self.cleaned_data.get("by_paper")):
            return None
        return PaperTrace(
            signer=self.cleaned_data.get("signer"),
            number=self.cleaned_data.get("paper_number", ""),
            date=self.cleaned_data.get("paper_date"),
            scan=self.kept_scan(),
        )


class OwnPage:
    """One act of the admin: shows a form, calls one service, lands on the result once.

    A page gives `form()`, `run(form)` (calls the service, returns what to say) and
    `done_url()`. A refused form keeps what was typed; NotAllowed answers 403.
    """

    template = "admin/models_registry/act.html"
    title = ""
    submit = "Lưu lại"
    submit_style = "primary"

    def __init__(self, model_admin: ModelAdmin, request: HttpRequest, row: Any = None) -> None:
        """Take the admin, the request and the row the act is about."""
        self.model_admin, self.request, self.row = model_admin, request, row

    def form(self, data: Any = None, files: Any = None) -> Any:
        """The form, empty or filled in."""
        raise NotImplementedError

    def run(self, form: Any) -> str:
        """Call the service; return the sentence that says what happened."""
        raise NotImplementedError

    def done_url(self) -> str:
        """Where to go afterwards."""
        raise NotImplementedError

    def context(self, form: Any) -> dict[str, Any]:
        """What the template needs beside the form."""
        return {}

    def is_valid(self, form: Any) -> bool:
        """Whether what was typed can go to the service; files that arrived are kept anyway."""
        form.is_valid()
        if hasattr(form, "keep_files"):
            form.keep_files()
        return not self.has_errors(form)

    def refuse(self, form: Any, error: DomainError) -> None:
        """Put the reasons of a refusal where they belong."""
        field = error.field if error.field in form.fields else None
        for reason in error.reasons:
            form.add_error(field, reason)
        if isinstance(error, StaleRecord):
            # Told once what changed meanwhile, the person may send the same text again.
            self.row.refresh_from_db(fields=["version"])
            form.data["version"] = str(self.row.version)

    def respond(self) -> HttpResponse:
        """Answer GET and POST."""
        if self.request.method not in ("GET", "HEAD", "POST"):
            return HttpResponse(status=405, headers={"Allow": "GET, POST"})
        if self.request.method != "POST":
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

    def has_errors(self, form: Any) -> bool:
        """Whether the run left a refusal on the form."""
        return bool(form.errors)

    def attempt(self, form: Any) -> str | None:
        """Run the service; None when it refused."""
        try:
            return self.run(form)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            self.refuse(form, error)
            return None

    def show(self, form: Any, *, has_errors: bool = False) -> HttpResponse:
        """The page with its form."""
        context = page_context(
            self.model_admin,
            self.request,
            title=f"Lỗi: {self.title}" if has_errors else self.title,
            heading=self.title,
            row=self.row,
            form=form,
            submit=self.submit,
            submit_style=self.submit_style,
            back_url=self.done_url(),
            has_errors=has_errors,
        )
        return TemplateResponse(self.request, self.template, context | self.context(form))
