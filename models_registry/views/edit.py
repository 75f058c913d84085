"""The steps of a registration: saved as a draft with every answer, sent by the last page only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.stale_forms import CHOICE_PREFIX, STORED, STORED_PREFIX, Conflict
from dandvan.vietnamese import short_date
from models_registry.documents.registration_texts import registration_texts
from models_registry.enums import FormPart, ModelState
from models_registry.forms.rows import SHOWN_ROWS, indicator_formset, member_formset
from models_registry.forms.steps import AimStep, MeansStep, NameStep, PlaceStep, StepForm
from models_registry.models import DanVanModel
from models_registry.queries_models import like_named_models, open_corrections_of
from models_registry.services.registration import EDITABLE, save_draft
from models_registry.views.bases import WriterPage, detail_url


@dataclass(frozen=True)
class Step:
    """A page of the registration: its form, its rows, the parts it holds."""

    slug: str
    title: str
    form: type[StepForm] | None
    parts: tuple[FormPart, ...]
    rows: Any = None
    rows_name: str = ""


STEPS = (
    Step(
        "ten",
        "Tên và người tham gia",
        NameStep,
        (FormPart.NAME, FormPart.OWNER, FormPart.MEMBERS),
        member_formset,
        "members",
    ),
    Step("noi-dung", "Nội dung và địa bàn", PlaceStep, (FormPart.AREAS, FormPart.VILLAGES)),
    Step(
        "muc-tieu",
        "Nhu cầu, mục tiêu, giải pháp",
        AimStep,
        (FormPart.NEED, FormPart.GOAL, FormPart.SOLUTIONS, FormPart.FIGURES),
        indicator_formset,
        "indicators",
    ),
    Step(
        "nguon-luc",
        "Phối hợp, nguồn lực, thời gian",
        MeansStep,
        (
            FormPart.PARTNERS,
            FormPart.TARGET_GROUP,
            FormPart.RESOURCES,
            FormPart.UPKEEP,
            FormPart.TIME,
            FormPart.EXPECTED,
        ),
    ),
    Step("minh-chung", "Minh chứng", None, (FormPart.EVIDENCE,)),
    Step("gui", "Xem lại và gửi", None, ()),
)
ROWS_PART = {"members": FormPart.MEMBERS.value, "indicators": FormPart.FIGURES.value}
ROWS_LABEL = {"members": "Người phụ trách và tham gia", "indicators": "Chỉ tiêu bằng con số"}
BY_SLUG = {step.slug: step for step in STEPS}
STEP_OF_PART = {part: step.slug for step in STEPS for part in step.parts}


def step_url(dv_model: DanVanModel, slug: str) -> str:
    """Address of one step."""
    return reverse("models_registry:model_edit", args=[dv_model.pk, slug])


def window_words(dv_model: DanVanModel) -> str:
    """What it means for a draft that its period is not open today; empty while it is."""
    window, today = dv_model.window, clock.today()
    if dv_model.state != ModelState.DRAFT or (window is not None and window.is_open_on(today)):
        return ""
    if window is None:
        return "Bản nháp chưa thuộc đợt đăng ký nào nên chưa gửi được. Nội dung đã ghi vẫn còn."
    if today < window.starts:
        return (
            f"{window.name} mở từ ngày {short_date(window.starts)}. Bản nháp được giữ, gửi được "
            "khi đợt mở."
        )
    return (
        f"{window.name} đã kết thúc ngày {short_date(window.ends)}. Nội dung đã ghi được giữ "
        "nguyên thành bản nháp và vẫn viết tiếp được; để gửi, liên hệ Văn phòng – thống kê xin "
        "nhận muộn hoặc chuyển sang đợt đang mở ở trang cuối."
    )


class EditPage(WriterPage):
    """Anything that changes a registration: only while it is a draft or returned."""

    @property
    def editable(self) -> bool:
        """Whether the registration can still be changed."""
        return self.dv_model.state in EDITABLE

    def closed(self) -> HttpResponse:
        """Say why nothing can be changed, on the model's page."""
        label = self.dv_model.get_state_display()
        messages.info(
            self.request, f"Mô hình đang ở trạng thái “{label}” nên không sửa đăng ký được nữa."
        )
        return redirect(detail_url(self.dv_model))

    def step_context(self, step: Step) -> dict[str, Any]:
        """Where one is among the steps."""
        dv_model, index = self.dv_model, STEPS.index(step)
        return {
            "dv_model": dv_model,
            "step": step,
            "step_labels": [row.title for row in STEPS],
            "step_number": index + 1,
            "step_links": [(row.title, step_url(dv_model, row.slug)) for row in STEPS],
            "back_url": step_url(dv_model, STEPS[index - 1].slug) if index else "",
            "next_url": step_url(dv_model, STEPS[index + 1].slug) if index + 1 < len(STEPS) else "",
            "detail_url": detail_url(dv_model),
            "corrections": [row for row in open_corrections_of(dv_model) if row.part in step.parts],
            "returned": dv_model.state == ModelState.RETURNED,
            "window_words": window_words(dv_model),
        }


class ModelEditView(EditPage):
    """One step with a form."""

    def get(self, request: HttpRequest, pk: int, step: str = "ten") -> HttpResponse:
        """The step as it stands in the draft."""
        if not self.editable:
            return self.closed()
        row = self._step(step)
        initial = row.form.initial_of(self.dv_model) | {"page": secrets.token_hex(8)}
        form = row.form(initial=initial, dv_model=self.dv_model)
        return self._page(row, form, self._rows(row, None))

    def post(self, request: HttpRequest, pk: int, step: str = "ten") -> HttpResponse:
        """Save what there is; go on when the step is complete."""
        row = self._step(step)
        if not self.editable:
            return self.closed()
        strict = row.form(request.POST, dv_model=self.dv_model)
        rows = self._rows(row, request.POST)
        if rows_of_two_texts(row, request) == "":
            self._offer_rows(row, strict, rows)
            strict.add_error(None, f"{ROWS_LABEL[row.rows_name]}: chọn một trong hai bản.")
        complete = all([strict.is_valid(), rows is None or not rows.is_bound or rows.is_valid()])
        try:
            saved, whole = save_step(self, row)
        except StaleRecord as error:
            return self.refused(self._stale(row, strict, rows, error))
        except DomainError as error:
            field = error.field if error.field in strict.fields else None
            for reason in error.reasons:
                strict.add_error(field, reason)
            return self._page(row, strict, rows)
        act = request.POST.get("act", "")
        if act == "more" and whole:
            return self.done(f"{step_url(saved, row.slug)}?dong={self._row_count() + SHOWN_ROWS}")
        if act == "later" and whole:
            messages.success(request, "Đã lưu bản nháp. Bạn có thể viết tiếp lúc khác.")
            return self.done(detail_url(saved))
        if complete and act not in ("more", "later"):
            return self.done(self.step_context(row)["next_url"])
        renew(strict, version=saved.version)
        return self._page(row, strict, rows)

    def _step(self, slug: str) -> Step:
        """The step of the address, 404 for an unknown one."""
        step = BY_SLUG.get(slug)
        if step is None or step.form is None:
            raise Http404
        return step

    def _row_count(self) -> int:
        """How many rows the page shows: at most sixty."""
        asked = self.request.GET.get("dong", "")
        return min(int(asked), 60) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 5

    def _rows(self, step: Step, data: Any) -> Any:
        """Rows below the form, if the step has some; the stored ones where those were chosen."""
        if rows_of_two_texts(step, self.request) == STORED:
            data = None
        return step.rows(self.dv_model, data, self._row_count()) if step.rows else None

    def _stale(self, step: Step, form: StepForm, rows: Any, error: StaleRecord) -> HttpResponse:
        """A colleague saved meanwhile: both texts are shown, what was typed stays."""
        self.dv_model.refresh_from_db()
        for reason in error.reasons:
            form.add_error(None, reason)
        form.offer_stored(step.form.initial_of(self.dv_model))
        self._offer_rows(step, form, rows)
        renew(form, version=self.dv_model.version)
        return self._page(step, form, rows)

    def _offer_rows(self, step: Step, form: StepForm, rows: Any) -> None:
        """The rows as they are stored beside those that were typed; chosen as a whole."""
        if not step.rows_name or not rows.is_bound:
            return
        stored = registration_texts(self.dv_model)[ROWS_PART[step.rows_name]]
        typed = "\n".join(str(row) for row in rows.typed_lines())
        if typed != stored:
            label, chosen = ROWS_LABEL[step.rows_name], rows_of_two_texts(step, self.request)
            form.row_conflicts = [
                Conflict(step.rows_name, label, stored, typed, ("",), chosen or "")
            ]

    def _page(self, step: Step, form: StepForm, rows: Any, **more: Any) -> HttpResponse:
        """The page of a step."""
        context = {
            **self.step_context(step),
            "form": form,
            "rows": rows,
            # Two texts lie there: nothing is saved by itself before one is chosen.
            "autosave_url": ""
            if form.conflicts
            else reverse("models_registry:model_autosave", args=[self.dv_model.pk, step.slug]),
            "keep": f"mo-hinh-{self.dv_model.pk}-{step.slug}",
            "like_named": like_named_models(
                self.request.user, self.dv_model.name, exclude_pk=self.dv_model.pk
            )
            if step.slug == "ten"
            else [],
            "has_errors": bool(
                form.errors or (rows is not None and rows.is_bound and not rows.is_valid())
            ),
            **more,
        }
        return render(self.request, "models_registry/model_edit.html", context)


def rows_of_two_texts(step: Step, request: HttpRequest) -> str | None:
    """Which rows were chosen after a stale form; "" while that is open, None without a choice."""
    if not step.rows_name or f"{STORED_PREFIX}{step.rows_name}" not in request.POST:
        return None
    return request.POST.get(f"{CHOICE_PREFIX}{step.rows_name}", "")


def renew(form: StepForm, *, version: int) -> None:
    """Show a refused form again over the version that is stored now."""
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data


def save_step(page: EditPage, step: Step) -> tuple[DanVanModel, bool]:
    """Save the readable parts of a posted step, and say whether that was all of it.

    The version counts autosaves of the same page as seen. Raises StaleRecord, DomainError.
    """
    request, dv_model = page.request, page.dv_model
    lenient = step.form(request.POST, dv_model=dv_model, lenient=True)
    whole = lenient.is_valid()
    if "version" not in lenient.cleaned_data:
        raise DomainError("Trang này đã cũ. Tải lại trang rồi nhập tiếp.")
    values = lenient.values()
    two_texts = rows_of_two_texts(step, request)
    if two_texts == "":
        whole = False
    elif step.rows and two_texts != STORED:
        rows = step.rows(dv_model, request.POST)
        rows.lenient = True
        if rows.is_valid():
            values[step.rows_name] = rows.inputs()
        else:
            whole = False
    token = lenient.cleaned_data.get("page", "")
    version = seen_version(request, dv_model, token, lenient.cleaned_data["version"])
    try:
        saved = save_draft(user=request.user, model_id=dv_model.pk, version=version, values=values)
    except NotAllowed as error:
        raise PermissionDenied(" ".join(error.reasons)) from error
    return saved, whole


def seen_version(request: HttpRequest, dv_model: DanVanModel, token: str, typed: int) -> int:
    """The version a page knows: an autosave of the same page may have raised it meanwhile."""
    kept = request.session.get(f"tu-luu-{dv_model.pk}")
    if kept and token and kept[0] == token:
        return max(typed, int(kept[1]))
    return typed


class AutosaveView(EditPage):
    """Save a draft while somebody types; never submits, never changes the state."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, step: str) -> JsonResponse:
        """Time and version of what was saved, or why not."""
        row = BY_SLUG.get(step)
        if row is None or row.form is None:
            raise Http404
        if not self.editable:
            return JsonResponse({"error": "Mô hình đã gửi nên không sửa được nữa."}, status=409)
        try:
            saved, whole = save_step(self, row)
        except DomainError as error:
            return JsonResponse({"error": " ".join(error.reasons)}, status=409)
        if token := request.POST.get("page", "")[:40]:
            request.session[f"tu-luu-{saved.pk}"] = [token, saved.version]
        local = timezone.localtime(clock.now())
        return JsonResponse(
            {"saved_at": f"{local:%H:%M}", "version": saved.version, "whole": whole}
        )
