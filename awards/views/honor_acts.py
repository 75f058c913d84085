"""What the clerk writes down of honors: handed over, paid, put right; pre-printed paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from awards.documents.certificate import build_award_certificate, has_certificate
from awards.forms_honors import CorrectionForm, HandoverForm, PaymentForm, PrinterForm
from awards.models import Award, HonorEntry, PrinterShift
from awards.queries_honors import honors_visible_to, not_handed_over, with_entries
from awards.services.honor import correct_entry, record_handover, record_payment
from awards.services.printer import overprint_of, save_printer
from awards.views.bases import ServicePage
from awards.views.honors import HonorMixin
from dandvan.documents.file_names import file_name
from dandvan.documents.overprint import Overprint
from dandvan.documents.pdf import render_pdf
from dandvan.paper_views import pdf_download
from dandvan.roles import Role, roles_of
from dandvan.views import VisibleObjectMixin, remember_result, run_service, used_result

_CLERK = frozenset({Role.CLERK})


class Handover(ServicePage):
    """All honors that wait to be handed over; several are written down at once."""

    roles = _CLERK
    template_name = "awards/honor_handover.html"
    form_class = HandoverForm

    def prepare(self) -> None:
        """The honors that wait."""
        self.object = None
        rows = not_handed_over(honors_visible_to(self.request.user, self.today))
        self.waiting = list(with_entries(rows).order_by("decision__paper__date", "pk"))

    def may(self) -> bool:
        """The clerk."""
        return True

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who is offered."""
        return {**super().get_form_kwargs(), "rows": self.waiting}

    def get_initial(self) -> dict[str, Any]:
        """The one that the page before was about; today."""
        chosen = self.request.GET.get("chon", "")
        return {"awards": [chosen] if chosen.isdigit() else [], "day": self.today}

    def call(self, form: Any) -> list[HonorEntry]:
        """Write it down, for all or for none."""
        awards = form.cleaned_data["awards"]
        self.said = f"Đã ghi trao {len(awards)} khen thưởng."
        return record_handover(
            user=self.request.user,
            award_ids=[row.pk for row in awards],
            handed=form.handed(),
            paid=form.paid(),
        )

    def done_url(self) -> str:
        """The list again, shorter by those."""
        return reverse("awards:honor_handover")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether anything waits."""
        return super().get_context_data(waiting=self.waiting, **kwargs)


class HonorAct(HonorMixin, ServicePage):
    """The clerk's form about one honor."""

    template_name = "awards/honor_act.html"
    heading = submit = ""

    def may(self) -> bool:
        """The clerk."""
        return Role.CLERK in roles_of(self.request.user)

    def done_url(self) -> str:
        """Back to the honor."""
        return reverse("awards:honor_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        return super().get_context_data(
            award=self.object, heading=self.heading, submit=self.submit, **kwargs
        )


class Payment(HonorAct):
    """The money was paid."""

    form_class = PaymentForm
    heading = submit = "Ghi đã chi tiền thưởng"

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"day": self.today}

    def not_now(self) -> str:
        """Nothing to pay."""
        return "" if self.object.money else "Khen thưởng này không có tiền thưởng."

    def call(self, form: Any) -> list[HonorEntry]:
        """Write it down."""
        self.said = f"Đã ghi chi tiền thưởng cho {self.object.subject}."
        return record_payment(user=self.request.user, award_ids=[self.object.pk], paid=form.said())


class Correction(HonorAct):
    """A wrong line is put right with a reason."""

    form_class = CorrectionForm
    heading, submit = "Sửa dòng ghi sai", "Lưu dòng đúng"

    def prepare(self) -> None:
        """The line of the address, in use."""
        super().prepare()
        rows = self.object.entries.filter(is_current=True)
        self.entry = get_object_or_404(rows, pk=self.kwargs["entry"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """As it was."""
        return {**super().get_form_kwargs(), "entry": self.entry}

    def call(self, form: Any) -> HonorEntry:
        """Replace it."""
        self.said = "Đã sửa. Dòng cũ vẫn được giữ trong lịch sử ghi."
        return correct_entry(
            user=self.request.user,
            entry_id=self.entry.pk,
            said=form.said(),
            reason=form.cleaned_data["reason"],
        )


class OverprintBase(HonorMixin, VisibleObjectMixin, View):
    """Printing a giấy khen on pre-printed paper: the clerk, with his own printers."""

    def certificate(self) -> Award:
        """The honor of the address. Raises Http404, PermissionDenied."""
        award: Award = self.get_object()
        if Role.CLERK not in roles_of(self.request.user):
            raise PermissionDenied
        if not has_certificate(award):
            raise Http404
        return award

    def printers(self) -> QuerySet[PrinterShift]:
        """The person's printers, last used first."""
        return PrinterShift.objects.filter(user=self.request.user)


class OverprintPage(OverprintBase):
    """Choose or adjust a printer, then print or test."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form with the printer that was chosen, else the last one."""
        award, printers = self.certificate(), list(self.printers())
        chosen = request.GET.get("may", "")
        shift = next((row for row in printers if str(row.pk) == chosen), None)
        shift = shift or (printers[0] if printers and chosen != "moi" else None)
        return self._page(award, PrinterForm.of(shift), shift, printers)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remember the printer."""
        award = self.certificate()
        if first := used_result(request):
            return redirect(first)
        form = PrinterForm.of(None, request.POST)
        shift = None
        if form.is_valid():
            data = form.cleaned_data
            overprint = Overprint(**{name: data[name] for name in PrinterForm.SHIFTS})
            shift = run_service(
                lambda: save_printer(
                    user=request.user, printer=data["printer"], overprint=overprint
                ),
                form,
            )
        if shift is None:
            return self._page(award, form, None, list(self.printers()))
        url = f"{reverse('awards:overprint', args=[award.pk])}?may={shift.pk}"
        remember_result(request, url)
        said = f"Đã nhớ căn chỉnh của “{shift}”. In trang thử trước khi in phôi."
        messages.success(request, said)
        return redirect(url)

    def _page(
        self,
        award: Award,
        form: PrinterForm,
        shift: PrinterShift | None,
        printers: list[PrinterShift],
    ) -> HttpResponse:
        """The page; the prints are offered for a printer that is remembered."""
        context = {"award": award, "form": form, "shift": shift, "printers": printers}
        return render(self.request, "awards/honor_overprint.html", context)


class OverprintFile(OverprintBase):
    """The PDF for one printer: the text alone, or the test page."""

    http_method_names = ["get", "head", "options"]
    is_test = False

    def get(self, request: HttpRequest, pk: int, shift: int) -> HttpResponse:
        """The file."""
        award = self.certificate()
        row = get_object_or_404(self.printers(), pk=shift)
        document = build_award_certificate(award)
        pdf = render_pdf(document, overprint_of(row, is_test=self.is_test))
        name = "trang-thu" if self.is_test else "giay-khen-phoi"
        return pdf_download(pdf, file_name(name, str(award.subject)))
