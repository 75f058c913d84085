"""Praise in time: list, proposal, page with its buttons, granting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.errors import DomainError, NotAllowed
from dandvan.flow import Edge
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from dandvan.views import (
    RoleRequiredMixin,
    VisibleObjectMixin,
    remember_result,
    run_service,
    show_refusal,
    used_result,
)
from models_registry.domain.messages import message_text
from models_registry.domain.praise_flow import PRAISE_FLOW, PraiseFacts
from models_registry.enums import PraiseState
from models_registry.filters_praise import PraiseFilter
from models_registry.forms.praise import DeclineForm, GrantForm, ProposalForm
from models_registry.models import Praise, User
from models_registry.queries_files import attachments_visible_to
from models_registry.queries_praise import (
    PRAISE_TONES,
    praise_actors,
    praise_events,
    praise_facts,
    praises_visible_to,
    sees_praise_inside,
)
from models_registry.queries_reminding import recipient, sender_words
from models_registry.services.praise import (
    check_praise,
    decline_praise,
    grant_praise,
    propose_praise,
    reopen_praise,
    turn_down_praise,
)
from models_registry.services.registration import REGISTRANTS
from models_registry.views.evidence import evidence_context

# Acts of a button: edge, service, what is said afterwards.
ACTS: dict[str, tuple[str, Callable[..., Praise], str]] = {
    "kiem-tra": ("check", check_praise, "Đã kiểm tra, chờ Chủ tịch biểu dương."),
    "khong-dua-ra": ("turn_down", turn_down_praise, "Đã ghi không đưa ra biểu dương."),
    "khong-bieu-duong": ("decline", decline_praise, "Đã ghi không biểu dương."),
    "dua-ve": ("reopen", reopen_praise, "Đã đưa về để kiểm tra lại."),
}
ACT_OF_EDGE = {edge: slug for slug, (edge, _, _) in ACTS.items()}
# Acts with a form: the edge of each, its form.
DECISIONS: dict[str, tuple[str, type[Any]]] = {
    "bieu-duong": ("grant", GrantForm),
    "khong-bieu-duong": ("decline", DeclineForm),
}


class PraiseListView(RoleRequiredMixin, ListView):
    """Praise that the person may know of, newest first."""

    http_method_names = ["get", "head", "options"]
    template_name = "models_registry/praise_list.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Praise]:
        """What the filters leave."""
        self.filter = PraiseFilter(
            self.request.GET,
            queryset=praises_visible_to(self.request.user),
            commune_id=self.request.user.commune_id,
        )
        rows: QuerySet[Praise] = self.filter.qs
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows with their tones, filters, whether the person may propose."""
        context = super().get_context_data(**kwargs)
        context["rows"] = [
            (row, PRAISE_TONES.get(row.state, "")) for row in context["page_obj"].object_list
        ]
        context["filter"] = self.filter
        context["filtered"] = any(self.request.GET.get(name) for name in self.filter.filters)
        context["may_propose"] = bool(roles_of(self.request.user) & REGISTRANTS)
        return context


class PraiseProposeView(RoleRequiredMixin, View):
    """Propose to praise somebody or a model; ?mo-hinh= chooses the model."""

    http_method_names = ["get", "post", "head", "options"]
    roles = REGISTRANTS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        form = ProposalForm(user=request.user, initial={"dv_model": request.GET.get("mo-hinh")})
        return self._page(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter the proposal; a file that arrived is kept when it is refused."""
        if first := used_result(request):
            return redirect(first)
        form = ProposalForm(request.POST, request.FILES, user=request.user)
        form.is_valid()
        form.keep_files()
        if form.errors:
            return self._page(form)
        data = form.cleaned_data
        praise = run_service(
            lambda: propose_praise(
                user=request.user,
                individual=data["individual"],
                dv_model=data["dv_model"],
                reason=data["reason"],
                evidence=form.kept_scan(),
                proposer=data.get("proposer"),
                on_behalf_source=data.get("on_behalf_source", ""),
            ),
            form,
        )
        if praise is None:
            return self._page(form)
        messages.success(request, "Đã gửi đề nghị biểu dương. Văn phòng – thống kê sẽ kiểm tra.")
        url = praise_url(praise)
        remember_result(request, url)
        return redirect(url)

    def _page(self, form: ProposalForm) -> HttpResponse:
        """The page."""
        return render(self.request, "models_registry/praise_propose.html", {"form": form})


class PraisePage(VisibleObjectMixin, View):
    """A page of one proposal; what the person may not know of does not exist."""

    http_method_names = ["get", "head", "options"]

    def visible(self) -> QuerySet[Praise]:
        """Praise that the person may know of."""
        return praises_visible_to(self.request.user)


class PraiseDetailView(PraisePage):
    """Whom, why, what came of it, and the buttons."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Content left, acts and events right."""
        praise, user = self.get_object(), request.user
        inside = sees_praise_inside(user, praise)
        evidence = (
            attachments_visible_to(user)
            .filter(pk=praise.evidence_id)
            .select_related("uploaded_by__individual")
        )
        context = {
            "praise": praise,
            "state_css": PRAISE_TONES.get(praise.state, ""),
            "rows": praise_rows(praise, inside=inside),
            **evidence_context(evidence),
            "message": self._words(praise),
            "actions": praise_actions(praise, user),
            "events": praise_events(praise, user),
        }
        return render(request, "models_registry/praise_detail.html", context)

    def _words(self, praise: Praise) -> str:
        """For the clerk: what to tell the person who was praised."""
        user, person = self.request.user, praise.individual
        granted = praise.state == PraiseState.GRANTED and person is not None
        if not granted or Role.CLERK not in roles_of(user):
            return ""
        to = recipient(person)
        return message_text(
            to=to,
            what=f"Xin báo tin vui: {to.honorific} được biểu dương kịp thời ngày "
            f"{short_date(praise.granted_on)}, vì: {praise.reason}",
            address=self.request.build_absolute_uri(praise_url(praise)),
            sender=sender_words(user),
        )


class PraiseActView(PraisePage):
    """One act by its button: POST only, one service call, then back to the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Do it once; a refusal is said and changes nothing."""
        if act not in ACTS:
            raise Http404
        praise = self.get_object()
        if first := used_result(request):
            return redirect(first)
        _, call, said = ACTS[act]
        url = praise_url(praise)
        try:
            call(user=request.user, praise_id=pk, note=request.POST.get("note", ""))
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            show_refusal(request, error)
            return redirect(url)
        remember_result(request, url)
        messages.success(request, said)
        return redirect(url)


class PraiseDecideView(PraisePage):
    """Grant, or decline by paper: for the chairman himself, or the clerk from signed paper."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """The form; refused already when it cannot be done now."""
        praise, edge = self._row(act)
        reasons = _refusals(praise, request.user, edge)
        if reasons:
            for reason in reasons:
                messages.error(request, reason)
            return redirect(praise_url(praise))
        return self._page(praise, edge, self._form(praise, act))

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Decide; a scan that arrived is kept when it is refused."""
        praise, edge = self._row(act)
        if first := used_result(request):
            return redirect(first)
        form = self._form(praise, act, request.POST, request.FILES)
        form.is_valid()
        form.keep_files()
        if form.errors or run_service(lambda: self._decide(praise, edge, form), form) is None:
            return self._page(praise, edge, form)
        granted = edge.name == "grant"
        messages.success(request, "Đã ghi biểu dương." if granted else "Đã ghi không biểu dương.")
        remember_result(request, praise_url(praise))
        return redirect(praise_url(praise))

    def _row(self, act: str) -> tuple[Praise, Edge[PraiseFacts]]:
        """The proposal and the edge, for chairman and clerk alone."""
        if act not in DECISIONS:
            raise Http404
        praise: Praise = self.get_object()
        edge = PRAISE_FLOW.edges[DECISIONS[act][0]]
        if not roles_of(self.request.user) & (edge.who | {Role.CLERK}):
            raise PermissionDenied
        return praise, edge

    def _form(self, praise: Praise, act: str, *data: Any) -> Any:
        """The form; without the parts of the paper for who decides himself."""
        user = self.request.user
        paper = Role.CHAIR not in roles_of(user)
        return DECISIONS[act][1](*data, user=user, row=praise, paper=paper)

    def _decide(self, praise: Praise, edge: Edge[PraiseFacts], form: Any) -> Praise:
        """Call the service of the edge."""
        data = form.cleaned_data
        common = {
            "user": self.request.user,
            "praise_id": praise.pk,
            "version": data.get("version"),
            "paper": form.paper(),
        }
        if edge.name == "decline":
            return decline_praise(**common, note=data["note"])
        return grant_praise(
            **common,
            granted_on=data["granted_on"],
            way=data["way"],
            occasion=data["occasion"],
            paper_text=data.get("paper_text", ""),
        )

    def _page(self, praise: Praise, edge: Edge[PraiseFacts], form: Any) -> HttpResponse:
        """The page."""
        context = {
            "praise": praise,
            "form": form,
            "label": edge.label,
            "style": edge.style,
            "detail_url": praise_url(praise),
            "by_paper": form.with_paper,
        }
        return render(self.request, "models_registry/praise_decide.html", context)


def praise_url(praise: Praise) -> str:
    """Address of a proposal's page."""
    return reverse("models_registry:praise_detail", args=[praise.pk])


def praise_rows(praise: Praise, *, inside: bool) -> list[tuple[str, Any]]:
    """What stands on the page, as rows of name and text."""
    rows: list[tuple[str, Any]] = []
    if praise.individual is not None:
        rows.append(("Người được đề nghị", str(praise.individual)))
    if praise.dv_model is not None:
        rows.append(("Mô hình", str(praise.dv_model)))
    rows.append(("Vì việc gì", praise.reason))
    if inside:
        rows.append(("Người đề nghị", str(praise.proposer)))
    if praise.granted_on:
        rows += [
            ("Ngày biểu dương", f"{praise.granted_on:%d/%m/%Y}"),
            ("Hình thức", praise.get_way_display()),
            ("Dịp", praise.occasion),
        ]
        if praise.paper:
            rows.append(("Văn bản", praise.paper))
    return rows


def _refusals(praise: Praise, user: User, edge: Edge[PraiseFacts]) -> tuple[str, ...]:
    """Why an edge cannot be taken now, whatever the form will say."""
    if praise.state not in edge.sources:
        label = praise.get_state_display()
        return (f"Không thể “{edge.label}” khi đang ở trạng thái “{label}”.",)
    return _open_refusals(praise, user, edge)


def _open_refusals(praise: Praise, user: User, edge: Edge[PraiseFacts]) -> tuple[str, ...]:
    """Refusals of the guards; who only records from paper is not barred himself."""
    facts = praise_facts(praise, user, clock.today())
    guards = edge.guards if edge.who & praise_actors(praise, user) else edge.guards[1:]
    return tuple(text for guard in guards if (text := guard(facts)))


def praise_actions(praise: Praise, user: User) -> list[ActionButton]:
    """What this person can do with the proposal now, and why not where he cannot."""
    actors = praise_actors(praise, user)
    if Role.CLERK in actors:
        # The clerk records the acts of the chairman from signed paper.
        actors = actors | {Role.CHAIR}
    return [
        _button(praise, user, edge)
        for edge in PRAISE_FLOW.open_edges(state=praise.state, actors=actors)
    ]


def _button(praise: Praise, user: User, edge: Edge[PraiseFacts]) -> ActionButton:
    """The button of one edge: a page where more is asked, else a POST."""
    recorded = edge.by_paper and Role.CHAIR not in roles_of(user)
    label = f"{edge.label} (ghi theo văn bản đã ký)" if recorded else edge.label
    reasons = _open_refusals(praise, user, edge)
    if edge.name == "grant" or recorded:
        act = next(slug for slug, (name, _) in DECISIONS.items() if name == edge.name)
        url = reverse("models_registry:praise_decide", args=[praise.pk, act])
        return ActionButton(
            label, allowed=not reasons, reasons=reasons, style=edge.style, needs_form_url=url
        )
    return ActionButton(
        label,
        url=reverse("models_registry:praise_act", args=[praise.pk, ACT_OF_EDGE[edge.name]]),
        allowed=not reasons,
        reasons=reasons,
        style=edge.style,
        note="required" if edge.note_required else "optional",
        note_label="Lý do" if edge.note_required else "Ghi chú",
    )
