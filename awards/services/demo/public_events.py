"""Propagation in the demo: stories, loudspeaker and meetings, the public page (plan III.2)."""

from __future__ import annotations

from functools import partial
from typing import Any

from awards.queries_showcase import awards_to_release, models_to_release
from awards.services.demo.world import DemoWorld, as_date, read_demo
from awards.services.showcase import release_items
from models_registry.models import Story
from models_registry.services.propagation import PropagationInput, record_propagation
from models_registry.services.story import offer_story, release_story, start_story


class PublicEvents:
    """Plans what the public gets to hear and read."""

    def __init__(self, world: DemoWorld) -> None:
        """Read the demo file."""
        self.world = world
        self.content = read_demo("public")
        self.stories: dict[str, Story] = {}

    def plan_all(self) -> None:
        """Put everything into the world's calendar."""
        plan = self.world.plan_event
        for row in self.content["stories"]:
            plan(row["written"], f"viết bài {row['code']}", partial(self._write, row), hour=15)
            if "released" in row:
                plan(row["released"], f"đăng bài {row['code']}", partial(self._release, row))
        for row in self.content["propagation"]:
            plan(row["recorded"], row["title"], partial(self._make_known, row), hour=17)
        shown = self.content["showcase"]
        plan(shown["date"], "trang công khai", partial(self._show, shown), hour=16)

    def _write(self, row: dict[str, Any]) -> None:
        """The culture officer writes and sends."""
        user = self.world.users[row["author"]]
        story = start_story(
            user=user,
            kind=row["kind"],
            title=row["title"],
            text=row["text"],
            dv_model=self.world.models[row["model"]],
        )
        self.stories[row["code"]] = offer_story(user=user, story_id=story.pk)

    def _release(self, row: dict[str, Any]) -> None:
        """The chairman releases."""
        release_story(user=self.world.users[row["by"]], story_id=self.stories[row["code"]].pk)

    def _make_known(self, row: dict[str, Any]) -> None:
        """A row of what was made known."""
        given = PropagationInput(
            way=row["way"],
            title=row["title"],
            starts=as_date(row["starts"]),
            ends=as_date(row["ends"]) if "ends" in row else None,
            times=row["times"],
            people=row.get("people"),
            villages=[self.world.villages[code] for code in row["villages"]],
        )
        record_propagation(user=self.world.users[row["by"]], given=given)

    def _show(self, row: dict[str, Any]) -> None:
        """The chairman puts every recognized model and every honor on the public page."""
        user = self.world.users[row["by"]]
        release_items(
            user=user,
            model_ids=list(models_to_release(user).values_list("pk", flat=True)),
            award_ids=list(awards_to_release(user).values_list("pk", flat=True)),
        )
