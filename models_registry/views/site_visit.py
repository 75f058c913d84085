"""Notes of visits: the form, and the card on a model's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dandvan.views import run_service
from models_registry.forms.site_visit import SiteVisitForm
from models_registry.models import DanVanModel, SiteVisit, User
from models_registry.queries_assessing import VISITABLE, VisitShown, may_visit, visits_shown
from models_registry.services.site_visit import record_site_visit
from models_registry.views.bases import ModelPage, detail_url


def visit_url(dv_model: DanVanModel, corrects: SiteVisit | None = None) -> str:
    """The form of a new note, of one that mends another."""
    url = reverse("models_registry:site_visit_new", args=[dv_model.pk])
    return f"{url}?dinh-chinh={corrects.pk}" if corrects else url


class SiteVisitNewView(ModelPage):
    """Write down a visit; a wrong note is mended by a new one that names it."""

    def allowed(self) -> bool:
        """Clerk, bloc and the team, not for their own model."""
        return may_visit(self.dv_model, self.request.user)

    @property
    def corrects(self) -> SiteVisit | None:
        """The note that is to be mended; 404 when it is not one of this model."""
        text = self.request.GET.get("dinh-chinh", "")
        if not text:
            return None
        pk = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        row = self.dv_model.site_visits.filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form; a mended note starts with the text of the old one."""
        if self.dv_model.state not in VISITABLE:
            label = self.dv_model.get_state_display()
            messages.error(
                request,
                f"Mô hình đang ở trạng thái “{label}” nên chưa ghi kiểm tra thực tế được.",
            )
            return redirect(detail_url(self.dv_model))
        old = self.corrects
        return self._page(self._form(initial=_values_of(old) if old else {}), old)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the photos, then write the note."""
        old = self.corrects
        form = self._form(request.POST, request.FILES)
        form.is_valid()
        photos = form.keep_files()
        if form.errors:
            return self._page(form, old)
        if old is not None:
            photos += [row for row in old.photos.all() if row.uploaded_by_id == request.user.pk]
        row = run_service(
            lambda: record_site_visit(
                user=request.user,
                model_id=pk,
                visit=form.visit(photos),
                corrects_id=old.pk if old else None,
            ),
            form,
        )
        if row is None:
            return self.refused(self._page(form, old))
        messages.success(request, f"Đã ghi kiểm tra thực tế ngày {row.date:%d/%m/%Y}.")
        return self.done(detail_url(self.dv_model))

    def _form(self, *args: Any, **kwargs: Any) -> SiteVisitForm:
        """The form over this model's villages."""
        return SiteVisitForm(*args, user=self.request.user, dv_model=self.dv_model, **kwargs)

    def _page(self, form: SiteVisitForm, old: SiteVisit | None) -> HttpResponse:
        """The page; what the note to be mended says stands above."""
        context = {
            "dv_model": self.dv_model,
            "form": form,
            "corrects": old,
            "detail_url": detail_url(self.dv_model),
            "label": "Đính chính kiểm tra thực tế" if old else "Ghi kiểm tra thực tế",
        }
        return render(self.request, "models_registry/site_visit_form.html", context)


def _values_of(row: SiteVisit) -> dict[str, Any]:
    """A note as the form shows it."""
    return {
        "date": row.date,
        "villages": list(row.villages.all()),
        "place": row.place,
        "people": "\n".join(str(person) for person in row.people.all()),
        "seen": row.seen,
        "conclusion": row.conclusion,
    }


def _shown(dv_model: DanVanModel, row: VisitShown, *, may_write: bool) -> dict[str, Any]:
    """One visit with the addresses beside it."""
    visit = row.visit
    if visit is None:
        return {"row": row}
    is_last = not hasattr(visit, "corrected_by")
    return {
        "row": row,
        "visit": visit,
        "photos": [
            {
                "name": str(photo),
                "url": reverse("models_registry:attachment", args=[photo.pk]),
                "thumb_url": reverse("models_registry:file_thumb", args=[photo.pk]),
            }
            for photo in visit.photos.all()
        ],
        "corrected_by": None if is_last else visit.corrected_by,
        "correct_url": visit_url(dv_model, visit) if may_write and is_last else "",
    }


def visits_context(dv_model: DanVanModel, user: User) -> dict[str, Any]:
    """The card "Kiểm tra thực tế" of a model's page."""
    may_write = dv_model.state in VISITABLE and may_visit(dv_model, user)
    return {
        "visits": [
            _shown(dv_model, row, may_write=may_write) for row in visits_shown(dv_model, user)
        ],
        "visit_url": visit_url(dv_model) if may_write else "",
    }
