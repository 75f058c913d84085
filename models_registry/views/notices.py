"""One's own notices: read, opened, marked as read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views import View
from django.views.generic import ListView

from dandvan.vietnamese import two_digits
from dandvan.views import RoleRequiredMixin, VisibleObjectMixin, used_result
from models_registry.domain.messages import message_text
from models_registry.models import Notice
from models_registry.queries_notices import notices_of
from models_registry.queries_reminding import recipient
from models_registry.services.notices import mark_all_read, mark_read


def notice_url(row: Notice) -> str:
    """Where a notice leads; empty when it leads nowhere or its page is gone."""
    if not row.url_name:
        return ""
    try:
        return reverse(row.url_name, kwargs=row.url_kwargs)
    except NoReverseMatch:
        return ""


class NoticeListView(RoleRequiredMixin, ListView):
    """Unread ones first."""

    http_method_names = ["get", "head", "options"]
    template_name = "models_registry/notice_list.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Notice]:
        """One's own."""
        return notices_of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each notice with its page and the words to pass on."""
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"].object_list)
        context["rows"] = [(row, notice_url(row), self._words(row)) for row in rows]
        context["unread"] = self.request.user.unread_notices
        context["newest"] = max((row.pk for row in rows), default=0)
        return context

    def _words(self, row: Notice) -> str:
        """The notice as a message to somebody who helps with the model."""
        url, person = notice_url(row), self.request.user.individual
        if person is None:
            return ""
        address = self.request.build_absolute_uri(url) if url else ""
        return message_text(to=recipient(person), what=row.text, address=address)


class NoticeReadView(VisibleObjectMixin, View):
    """Mark one notice as read; with "mo" go on to the page it is about."""

    http_method_names = ["post"]

    def visible(self) -> QuerySet[Notice]:
        """One's own."""
        return notices_of(self.request.user)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Repeated, it only leads on."""
        row = mark_read(user=request.user, notice_id=self.get_object().pk)
        opened = notice_url(row) if request.POST.get("act") == "mo" else ""
        return redirect(opened or reverse("models_registry:notice_list"))


class NoticeReadAllView(RoleRequiredMixin, View):
    """Mark as read all that the person saw."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Notices that came after the page was shown stay unread."""
        if first := used_result(request):
            return redirect(first)
        text = request.POST.get("den", "")
        up_to = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
        count = mark_all_read(user=request.user, up_to=up_to)
        if count:
            messages.success(request, f"Đã đánh dấu đã đọc {two_digits(count)} thông báo.")
        return redirect("models_registry:notice_list")
