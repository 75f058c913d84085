"""Files: stored on arrival, taken off, served only to those who may open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from dandvan.errors import DomainError, NotAllowed
from dandvan.vietnamese import two_digits
from dandvan.views import is_script, refuse_form, show_refusal
from models_registry.forms.acts import UploadForm
from models_registry.models import Attachment, DanVanModel
from models_registry.queries_files import attachments_visible_to
from models_registry.services.files import ADDABLE, REMOVABLE, remove_file, store_file
from models_registry.services.registration import EDITABLE
from models_registry.views.bases import WriterPage
from models_registry.views.edit import BY_SLUG, EditPage, step_url
from models_registry.views.evidence import FileView, file_rows, guard_bytes


def files_url(dv_model: DanVanModel) -> str:
    """The step while the registration is written, else the page of its own."""
    if dv_model.state in EDITABLE:
        return step_url(dv_model, "minh-chung")
    return reverse("models_registry:model_files", args=[dv_model.pk])


@dataclass(frozen=True)
class Stored:
    """What became of one file that was sent: kept, or refused for these reasons."""

    name: str
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the script that sends files one by one."""
        said = " ".join(self.reasons) or f"Đã nhận tệp “{self.name}”."
        return {"name": self.name, "kept": not self.reasons, "said": said}


def first_error(form: UploadForm) -> str:
    """One sentence of a refused form."""
    return str(next(iter(form.errors.values()))[0])


class EvidenceView(EditPage):
    """Evidence: a step of the registration, later a page of its own until the decision."""

    @property
    def can_add(self) -> bool:
        """Whether files are still taken."""
        return self.dv_model.state in ADDABLE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Files that are there, and one more."""
        return self._page(UploadForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store each file by itself; it stays whatever else is refused."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            if is_script(request):
                return JsonResponse({"files": [], "error": first_error(form)}, status=400)
            return self._page(form)
        results = [self._store(form, upload) for upload in form.cleaned_data["upload"]]
        if is_script(request):
            return JsonResponse({"files": [row.as_json() for row in results]})
        refused = [reason for row in results for reason in row.reasons]
        kept = [row for row in results if not row.reasons]
        if not kept:
            refuse_form(form, DomainError(refused, field="upload"))
            return self._page(form)
        count = f"{two_digits(len(kept))} tệp: " if len(results) > 1 else "tệp "
        names = ", ".join(f"“{row.name}”" for row in kept)
        messages.success(request, f"Đã nhận {count}{names}.")
        for reason in refused:
            messages.error(request, reason)
        return self.done(files_url(self.dv_model))

    def _store(self, form: UploadForm, upload: UploadedFile) -> Stored:
        """One file in its own transaction; its refusal stops no other."""
        try:
            row = store_file(
                user=self.request.user,
                upload=upload,
                dv_model=self.dv_model,
                title=form.cleaned_data["title"],
            )
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            return Stored(upload.name or "", error.reasons)
        return Stored(str(row))

    def _page(self, form: UploadForm) -> HttpResponse:
        """As a step while the registration is written, else with a way back to the model."""
        removable = self.dv_model.state in REMOVABLE
        context = {
            **self.step_context(BY_SLUG["minh-chung"]),
            "form": form,
            "files": file_rows(self.dv_model, removable=removable),
            "is_step": self.editable,
            "can_add": self.can_add,
        }
        return render(self.request, "models_registry/model_files.html", context)


class FileRemoveView(WriterPage):
    """Take one file off its model."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
        """Only a file of this model; the bytes stay."""
        row = attachments_visible_to(request.user).filter(pk=file_pk, dv_model=self.dv_model)
        if not row.exists():
            raise Http404
        url = files_url(self.dv_model)
        try:
            removed = remove_file(user=request.user, attachment_id=file_pk)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            show_refusal(request, error)
            return self.done(url)
        messages.success(request, f"Đã gỡ tệp “{removed}”.")
        return self.done(url)


class AttachmentView(FileView):
    """The bytes of one file: pictures and PDF to look at, the rest to save."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Nothing inside the file may run or load anything."""
        row: Attachment = self.get_object()
        try:
            stream = row.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        suffix = row.suffix if not row.original_name.lower().endswith(row.suffix) else ""
        response = FileResponse(
            stream,
            as_attachment=not row.is_mergeable,
            filename=f"{row.original_name}{suffix}",
            content_type=row.mime,
        )
        guard_bytes(response)
        response["Cache-Control"] = "private, no-store"
        return response
