"""Stories inside the office: list, writing, pictures, and the buttons of their flow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views import View
from django.views.generic import ListView

from dandvan.buttons import ActionButton
from dandvan.errors import StaleRecord
from dandvan.roles import Role, roles_of
from dandvan.views import (
    ActionView,
    RoleRequiredMixin,
    VisibleObjectMixin,
    picture_response,
    remember_result,
    renew_version,
    run_service,
    used_result,
)
from models_registry.domain.story_flow import STORY_FLOW
from models_registry.enums import StoryState
from models_registry.filters_story import StoryFilter
from models_registry.forms.story import PictureForm, ReleaseForm, StoryForm
from models_registry.models import Story, User
from models_registry.queries_story import (
    STORY_TONES,
    kept_picture,
    stories_visible_to,
    story_actors,
    story_events,
    story_facts,
)
from models_registry.services import story as services

WRITERS = frozenset({Role.PUBLICIST})
# Acts of a button: edge, service, what is said afterwards.
ACTS: dict[str, tuple[str, Callable[..., Story], str]] = {
    "gui-duyet": ("offer", services.offer_story, "Đã gửi, chờ Chủ tịch duyệt đăng."),
    "lay-ve": ("take_back", services.take_back_story, "Đã lấy về, bạn viết tiếp được."),
    "duyet": ("release", services.release_story, "Đã đăng lên trang công khai."),
    "tra-lai": ("send_back", services.send_back_story, "Đã trả lại để viết tiếp."),
    "go-xuong": ("take_down", services.take_down_story, "Đã gỡ khỏi trang công khai."),
    "viet-lai": ("rewrite", services.rewrite_story, "Đã mở lại để viết."),
}
ACT_OF_EDGE = {edge: slug for slug, (edge, _, _) in ACTS.items()}


def story_url(story: Story) -> str:
    """Address of a story's page in the office."""
    return reverse("models_registry:story_detail", args=[story.pk])


class StoryListView(RoleRequiredMixin, ListView):
    """Stories that the person may know of, newest first."""

    http_method_names = ["get", "head", "options"]
    template_name = "models_registry/story_list.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Story]:
        """What the filters leave."""
        self.filter = StoryFilter(
            self.request.GET, queryset=stories_visible_to(self.request.user).order_by("-id")
        )
        rows: QuerySet[Story] = self.filter.qs
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows with their tones, filters, whether the person writes."""
        context = super().get_context_data(**kwargs)
        context["rows"] = [
            (row, STORY_TONES.get(row.state, "")) for row in context["page_obj"].object_list
        ]
        context["filter"] = self.filter
        context["filtered"] = any(self.request.GET.get(name) for name in self.filter.filters)
        context["may_write"] = bool(roles_of(self.request.user) & WRITERS)
        return context


class StoryWriteView(RoleRequiredMixin, View):
    """Begin a story; ?mo-hinh= chooses the model."""

    http_method_names = ["get", "post", "head", "options"]
    roles = WRITERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        given = {"dv_model": request.GET.get("mo-hinh"), "kind": "news"}
        return self._page(StoryForm(user=request.user, initial=given))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it; pictures and sending follow on its page."""
        if first := used_result(request):
            return redirect(first)
        form = StoryForm(request.POST, user=request.user)
        story = None
        if form.is_valid():
            story = run_service(
                lambda: services.start_story(user=request.user, **story_values(form)), form
            )
        if story is None:
            return self._page(form)
        messages.success(request, "Đã lưu bản đang viết. Thêm ảnh rồi gửi duyệt.")
        remember_result(request, story_url(story))
        return redirect(story_url(story))

    def _page(self, form: StoryForm) -> HttpResponse:
        context = {"form": form, "heading": "Viết tin, bài"}
        return render(self.request, "models_registry/story_write.html", context)


def story_values(form: StoryForm) -> dict[str, Any]:
    """What the form gives, as the services take it."""
    names = ("kind", "title", "text", "dv_model", "author")
    return {name: form.cleaned_data[name] for name in names}


class StoryRows:
    """Which stories the pages of one story are about."""

    request: Any

    def visible(self) -> QuerySet[Story]:
        """Stories that the person may know of."""
        return stories_visible_to(self.request.user)


class StoryPage(StoryRows, VisibleObjectMixin, View):
    """A page of one story; what the person may not know of does not exist."""

    http_method_names = ["get", "head", "options"]


class StoryDetailView(StoryPage):
    """The story as it will be read, the buttons, and pictures while it is written."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Content left, acts and events right."""
        return story_page(request, self.get_object(), PictureForm())


def story_page(request: HttpRequest, story: Story, form: PictureForm) -> HttpResponse:
    """The page of a story, with the form of one more picture while it is written."""
    user = request.user
    context = {
        "story": story,
        "state_css": STORY_TONES.get(story.state, ""),
        "form": form if _writes(story, user) else None,
        "actions": story_actions(story, user),
        "events": story_events(story, user),
        "edit_url": reverse("models_registry:story_edit", args=[story.pk]),
        "public_url": public_url(request, story),
    }
    return render(request, "models_registry/story_detail.html", context)


def _writes(story: Story, user: User) -> bool:
    """Whether this person is writing it now."""
    return story.state == StoryState.DRAFT and bool(story_actors(story, user) & WRITERS)


def public_url(request: HttpRequest, story: Story) -> str:
    """Full address on the public page; empty before release."""
    if story.state != StoryState.RELEASED:
        return ""
    try:
        path = reverse("awards:showcase_story", args=[story.commune.code, story.pk])
    except NoReverseMatch:
        return ""
    return request.build_absolute_uri(path)


class StoryEditView(StoryPage):
    """Write on."""

    http_method_names = ["get", "post", "head", "options"]
    roles = WRITERS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form; a story that waits or is out is not edited."""
        story = self.get_object()
        if story.state != StoryState.DRAFT:
            messages.error(request, "Bài không ở bước viết. Lấy về viết tiếp rồi sửa.")
            return redirect(story_url(story))
        given = {
            "kind": story.kind,
            "title": story.title,
            "text": story.text,
            "dv_model": story.dv_model_id,
            "author": story.author_id,
        }
        return self._page(story, StoryForm(user=request.user, row=story, initial=given))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save; what was typed stays when it is refused."""
        story = self.get_object()
        if first := used_result(request):
            return redirect(first)
        form = StoryForm(request.POST, user=request.user, row=story)
        if not form.is_valid():
            return self._page(story, form)

        def save() -> Story:
            version = form.cleaned_data["version"]
            try:
                return services.save_story(
                    user=request.user, story_id=story.pk, version=version, **story_values(form)
                )
            except StaleRecord as error:
                renew_version(form, error, story)
                raise

        if run_service(save, form) is None:
            return self._page(story, form)
        messages.success(request, "Đã lưu.")
        remember_result(request, story_url(story))
        return redirect(story_url(story))

    def _page(self, story: Story, form: StoryForm) -> HttpResponse:
        context = {"form": form, "heading": "Viết tiếp", "story": story, "back": story_url(story)}
        return render(self.request, "models_registry/story_write.html", context)


class StoryPictureView(StoryPage):
    """The bytes of one picture, for those who may read the story."""

    def get(self, request: HttpRequest, pk: int, picture_pk: int) -> HttpResponseBase:
        """The picture."""
        return picture_response(kept_picture(self.get_object(), picture_pk))


class StoryPictureAddView(StoryPage):
    """One more picture; the story's page shows the refusal beside the field."""

    http_method_names = ["post"]
    roles = WRITERS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it."""
        story = self.get_object()
        if first := used_result(request):
            return redirect(first)
        form = PictureForm(request.POST, request.FILES)
        added = None
        if form.is_valid():
            added = run_service(
                lambda: services.add_picture(
                    user=request.user, story_id=story.pk, **form.cleaned_data
                ),
                form,
            )
        if added is None:
            return story_page(request, story, form)
        messages.success(request, f"Đã thêm ảnh “{added.caption}”.")
        remember_result(request, story_url(story))
        return redirect(story_url(story))


class StoryPictureRemoveView(StoryRows, ActionView):
    """Take one picture off."""

    http_method_names = ["post"]
    roles = WRITERS

    def act(self, obj: Any) -> str:
        """Only a picture of this story."""
        services.remove_picture(
            user=self.request.user, story_id=obj.pk, picture_id=self.kwargs["picture_pk"]
        )
        return "Đã gỡ ảnh."

    def done_url(self, obj: Any) -> str:
        """The story."""
        return story_url(obj)


class StoryActView(StoryRows, ActionView):
    """One act by its button."""

    http_method_names = ["post"]

    def act(self, obj: Any) -> str:
        """Call the service of the edge."""
        if self.kwargs["act"] not in ACTS:
            raise Http404
        edge_name, call, said = ACTS[self.kwargs["act"]]
        given = {"user": self.request.user, "story_id": obj.pk}
        if STORY_FLOW.edges[edge_name].note_required:
            given["note"] = self.request.POST.get("note", "")
        call(**given)
        return said

    def done_url(self, obj: Any) -> str:
        """The story."""
        return story_url(obj)


class StoryReleaseView(StoryPage):
    """The chairman's release, recorded by the clerk from signed paper."""

    http_method_names = ["get", "post", "head", "options"]
    roles = frozenset({Role.CLERK})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form beside the story."""
        story = self.get_object()
        return self._page(story, ReleaseForm(user=request.user, row=story))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Release; a scan that arrived is kept when it is refused."""
        story = self.get_object()
        if first := used_result(request):
            return redirect(first)
        form = ReleaseForm(request.POST, request.FILES, user=request.user, row=story)
        form.is_valid()
        form.keep_files()

        def release() -> Story:
            return services.release_story(
                user=request.user,
                story_id=story.pk,
                paper=form.paper(),
                version=form.cleaned_data.get("version"),
            )

        if form.errors or run_service(release, form) is None:
            return self._page(story, form)
        messages.success(request, ACTS["duyet"][2])
        remember_result(request, story_url(story))
        return redirect(story_url(story))

    def _page(self, story: Story, form: ReleaseForm) -> HttpResponse:
        if Role.CLERK not in story_actors(story, self.request.user):
            raise PermissionDenied
        context = {"story": story, "form": form, "detail_url": story_url(story)}
        return render(self.request, "models_registry/story_release.html", context)


def story_actions(story: Story, user: User) -> list[ActionButton]:
    """What this person can do with the story now, and why not where he cannot."""
    actors = story_actors(story, user)
    facts = story_facts(story, user)
    buttons = [
        ActionButton(
            edge.label,
            url=reverse("models_registry:story_act", args=[story.pk, ACT_OF_EDGE[edge.name]]),
            allowed=not (refused := tuple(text for guard in edge.guards if (text := guard(facts)))),
            reasons=refused,
            style=edge.style,
            note="required" if edge.note_required else "none",
            note_label="Lý do" if edge.note_required else "",
        )
        for edge in STORY_FLOW.open_edges(state=story.state, actors=actors)
    ]
    if story.state == StoryState.OFFERED and Role.CLERK in actors and Role.CHAIR not in actors:
        url = reverse("models_registry:story_release", args=[story.pk])
        label = "Duyệt đăng (ghi theo văn bản đã ký)"
        buttons.append(ActionButton(label, allowed=True, style="alt", needs_form_url=url))
    return buttons
