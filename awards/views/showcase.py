"""The public page, without log-in: recognized models, stories, honors that were released."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.views import View

from awards.filters_showcase import ShowcaseFilter
from awards.queries_showcase import honors, posts_on, shown_awards, shown_models
from dandvan import clock
from dandvan.views import picture_response
from models_registry.models import Commune, DanVanModel, Story
from models_registry.queries_figures import figure_grid
from models_registry.queries_story import kept_picture, released_stories

MODELS_PER_PAGE = 24
LATEST_STORIES = 6
_READ = ["get", "head", "options"]


def commune_of(code: str) -> Commune:
    """The set-up commune of an address, or 404."""
    return get_object_or_404(Commune, code=code, set_up=True)


class ShowcaseStart(View):
    """The communes; straight to the only one."""

    http_method_names = _READ

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, or the way on."""
        communes = list(Commune.objects.filter(set_up=True).order_by("name"))
        if len(communes) == 1:
            return redirect("awards:showcase", code=communes[0].code)
        return render(request, "awards/showcase_start.html", {"communes": communes})


class ShowcasePage(View):
    """Models by year, village and area; the latest stories; honors of the years."""

    http_method_names = _READ

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The page."""
        commune = commune_of(code)
        chosen = ShowcaseFilter(request.GET, queryset=shown_models(commune), commune=commune)
        page = Paginator(chosen.qs, MODELS_PER_PAGE).get_page(request.GET.get("page"))
        stories = released_stories(commune)
        context = {
            "commune": commune,
            "filter": chosen,
            "filtered": any(request.GET.get(name) for name in chosen.filters),
            "page_obj": page,
            "stories": list(stories[:LATEST_STORIES]),
            "more_stories": stories.count() > LATEST_STORIES,
            "honors": honors(list(shown_awards(commune)), clock.today()),
        }
        return render(request, "awards/showcase.html", context)


class ShowcaseStories(View):
    """All released stories."""

    http_method_names = _READ

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The page."""
        commune = commune_of(code)
        page = Paginator(released_stories(commune), 20).get_page(request.GET.get("page"))
        context = {"commune": commune, "page_obj": page}
        return render(request, "awards/showcase_stories.html", context)


class ShowcaseStory(View):
    """One story: to read, to share, to print."""

    http_method_names = _READ

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        """The page; what was taken down is gone."""
        commune = commune_of(code)
        story = get_object_or_404(released_stories(commune), pk=pk)
        shown = shown_models(commune).filter(pk=story.dv_model_id).first()
        context = {
            "commune": commune,
            "story": story,
            "shown_model": shown,
            "author_post": posts_on([story.author], clock.today()).get(story.author_id, ""),
            "address": request.build_absolute_uri(request.path),
            "picture": _first_picture(request, story),
        }
        return render(request, "awards/showcase_story.html", context)


def _first_picture(request: HttpRequest, story: Story) -> str:
    """Full address of the picture that a shared link shows; empty without one."""
    for row in story.kept_pictures:
        args = [story.commune.code, story.pk, row.pk]
        return request.build_absolute_uri(reverse("awards:showcase_picture", args=args))
    return ""


class ShowcasePicture(View):
    """A picture of a released story."""

    http_method_names = _READ

    def get(self, request: HttpRequest, code: str, pk: int, picture_pk: int) -> HttpResponseBase:
        """The bytes."""
        story = get_object_or_404(released_stories(commune_of(code)), pk=pk)
        return picture_response(kept_picture(story, picture_pk))


class ShowcaseModel(View):
    """One recognized model: what it does, where, with which verified figures."""

    http_method_names = _READ

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        """The page; a revoked model is gone."""
        commune = commune_of(code)
        dv_model = shown_models(commune).filter(pk=pk).first()
        if dv_model is None:
            raise Http404
        context = {
            "commune": commune,
            "dv_model": dv_model,
            "rows": public_rows(dv_model),
            "figures": verified_figures(dv_model),
            "stories": list(released_stories(commune).filter(dv_model=dv_model)),
            "address": request.build_absolute_uri(request.path),
        }
        return render(request, "awards/showcase_model.html", context)


def public_rows(dv_model: DanVanModel) -> list[tuple[str, Any]]:
    """What anybody may read of a model; of a person only name and post."""
    person = dv_model.individual
    post = posts_on([person], clock.today()).get(person.pk, "") if person else ""
    decided = dv_model.recognized[-1] if dv_model.recognized else None
    return [
        ("Chủ mô hình", " – ".join(part for part in (dv_model.owner_name, post) if part)),
        ("Nội dung", dv_model.main_area.short_title if dv_model.main_area else ""),
        ("Địa bàn", ", ".join(str(row) for row in dv_model.villages.all())),
        ("Mục tiêu", dv_model.goal),
        ("Cách làm", dv_model.solutions),
        ("Công nhận", f"Quyết định số {decided.decision}" if decided else ""),
    ]


def verified_figures(dv_model: DanVanModel) -> list[tuple[str, str]]:
    """Indicators whose figures were all checked: (name and unit, sum)."""
    return [
        (str(row.indicator), row.verified_text)
        for row in figure_grid(dv_model).rows
        if row.verified is not None
    ]


class ShowcaseFeed(Feed):
    """Released stories for feed readers."""

    feed_type = Rss201rev2Feed
    language = "vi"

    def get_object(self, request: HttpRequest, code: str) -> Commune:
        """The commune of the address."""
        return commune_of(code)

    def title(self, obj: Commune) -> str:
        """Whose stories."""
        return f"Dân vận khéo – {obj.name}"

    def link(self, obj: Commune) -> str:
        """The public page."""
        return reverse("awards:showcase", args=[obj.code])

    def description(self, obj: Commune) -> str:
        """One line."""
        return f"Tin, bài, kinh nghiệm của phong trào “Dân vận khéo” {obj.name}."

    def items(self, obj: Commune) -> list[Story]:
        """The latest twenty."""
        return list(released_stories(obj)[:20])

    def item_title(self, item: Any) -> str:
        """As written."""
        return item.title

    def item_description(self, item: Any) -> str:
        """The text."""
        return item.text

    def item_link(self, item: Any) -> str:
        """Its public page."""
        return reverse("awards:showcase_story", args=[item.commune.code, item.pk])

    def item_pubdate(self, item: Any) -> Any:
        """Noon of the day of release."""
        noon = datetime.time(12, tzinfo=clock.now().tzinfo)
        return datetime.datetime.combine(item.released_on, noon)
