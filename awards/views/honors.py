"""The book of honors: list, pages of persons and collectives, one honor, earlier honors."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import ListView

from awards.documents.certificate import has_certificate
from awards.documents.papers import AWARD_ROWS
from awards.enums import HonorStep
from awards.forms_honors import BookFilter, PastAwardForm
from awards.models import Award
from awards.queries_dossier import dossiers_visible_to
from awards.queries_honors import (
    HonorBook,
    HonorLine,
    collectives_with_book,
    entry_of,
    honors_visible_to,
    individuals_with_book,
    not_handed_over,
    reads_all_honors,
    with_entries,
)
from awards.views.bases import PER_PAGE, ObjectPage, ServicePage
from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date, vn_number
from dandvan.views import RoleRequiredMixin
from models_registry.models import Individual, PastAward
from models_registry.queries import year_on
from models_registry.services.past_award import record_past_award


class HonorList(RoleRequiredMixin, ListView):
    """The book: everything for the office and the council, one's own for others."""

    http_method_names = ["get", "head", "options"]
    template_name = "awards/honor_list.html"
    paginate_by = PER_PAGE

    def get_queryset(self) -> list[HonorLine]:
        """Lines that the filter leaves."""
        self.book = HonorBook(self.request.user, clock.today())
        self.form = BookFilter(self.request.GET or None, years=self.book.years())
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return self.book.lines(
            year=chosen.get("year"),
            form=chosen.get("form", ""),
            words=chosen.get("q", ""),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The filter; for the clerk how many wait to be handed over."""
        user = self.request.user
        is_clerk = Role.CLERK in roles_of(user)
        waiting = not_handed_over(self.book.awards()).count() if is_clerk else 0
        whole = self.book.is_whole
        year = year_on(user.commune_id or 0, self.book.day) if whole else None
        return super().get_context_data(
            filter=self,
            narrowed=any(value for key, value in self.request.GET.items() if key != "page"),
            is_clerk=is_clerk,
            whole=whole,
            waiting=waiting,
            book_url=reverse("awards:register_book", args=[year.pk]) if year else "",
            **kwargs,
        )


class PersonHonors(ObjectPage):
    """All honors of one person."""

    template_name = "awards/honor_subject.html"
    context_object_name = "subject"

    def visible(self) -> QuerySet[Any]:
        """People whose honors this person may read."""
        return individuals_with_book(self.request.user, clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines, newest first."""
        user, day = self.request.user, clock.today()
        unit = self.object.unit if isinstance(self.object, Individual) else self.object.address
        return super().get_context_data(
            lines=HonorBook(user, day).lines(subject=self.object),
            unit=unit,
            is_clerk=Role.CLERK in roles_of(user),
            **kwargs,
        )


class CollectiveHonors(PersonHonors):
    """All honors of one collective."""

    def visible(self) -> QuerySet[Any]:
        """Collectives whose honors this person may read."""
        return collectives_with_book(self.request.user, clock.today())


class HonorMixin:
    """Honors this person may know of."""

    def visible(self) -> QuerySet[Award]:
        """With what page and papers name."""
        rows = honors_visible_to(self.request.user, clock.today())
        return with_entries(rows.select_related(*AWARD_ROWS))


class HonorDetail(HonorMixin, ObjectPage):
    """One honor: decision, money and its rule, number, what was done with it."""

    template_name = "awards/honor_detail.html"
    context_object_name = "award"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that the page shows."""
        award, user, day = self.object, self.request.user, clock.today()
        is_clerk = Role.CLERK in roles_of(user)
        handed, paid = entry_of(award, HonorStep.HANDED_OVER), entry_of(award, HonorStep.PAID)
        dossier = award.nomination.dossier
        reads = dossier and dossiers_visible_to(user, day).filter(pk=dossier.pk).exists()
        return super().get_context_data(
            rows=self._rows(award, full=reads_all_honors(user, day)),
            handed=handed,
            paid=paid,
            actions=self._actions(award, handed, paid) if is_clerk else [],
            history=award.entries.select_related("recorded_by__individual").order_by("-pk")
            if is_clerk
            else [],
            is_clerk=is_clerk,
            has_certificate=has_certificate(award),
            dossier=dossier if reads else None,
            **kwargs,
        )

    def _rows(self, award: Award, *, full: bool) -> list[tuple[str, str]]:
        paper = award.decision.paper
        rows = [
            ("Quyết định", f"Số {paper} ngày {short_date(paper.date)}, {paper.authority.name}"),
            ("Số sổ vàng", str(getattr(award, "register_number", "") or "Cơ quan quyết định cấp")),
            ("Tiền thưởng", f"{vn_number(award.money)} đồng" if award.money else "Không có"),
        ]
        if award.money_rule and full:
            rows.append(("Cách tính", award.money_rule))
        return rows

    def _actions(self, award: Award, handed: Any, paid: Any) -> list[ActionButton]:
        """What the clerk can write down now."""
        buttons = []
        if handed is None:
            url = f"{reverse('awards:honor_handover')}?chon={award.pk}"
            buttons.append(ActionButton("Ghi đã trao", needs_form_url=url))
        if award.money and paid is None:
            url = reverse("awards:honor_payment", args=[award.pk])
            style = "primary" if handed else "alt"
            buttons.append(ActionButton("Ghi đã chi tiền", needs_form_url=url, style=style))
        if has_certificate(award):
            url = reverse("awards:overprint", args=[award.pk])
            buttons.append(ActionButton("In trên phôi", needs_form_url=url, style="alt"))
        return buttons


class PastAwardAdd(ServicePage):
    """The clerk enters an honor from before the application."""

    roles = frozenset({Role.CLERK})
    template_name = "awards/past_award.html"
    form_class = PastAwardForm
    result: PastAward

    def prepare(self) -> None:
        """It is about no row yet."""
        self.object = None

    def may(self) -> bool:
        """The clerk."""
        return True

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose rows are offered."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Who the page before was about."""
        return {
            "individual": self.request.GET.get("ca-nhan"),
            "collective": self.request.GET.get("tap-the"),
            "kind": "award",
        }

    def call(self, form: Any) -> PastAward:
        """Enter it."""
        row = record_past_award(user=self.request.user, given=form.given())
        self.said = f"Đã nhập {row} của {row.individual or row.collective}."
        return row

    def done_url(self) -> str:
        """The honors of that person or collective."""
        row = self.result
        if row.individual_id:
            return reverse("awards:person_honors", args=[row.individual_id])
        return reverse("awards:collective_honors", args=[row.collective_id])
