"""Events around the models: taking part, praise in time, spreading."""

from __future__ import annotations

from functools import partial
from typing import Any

from awards.services.demo.world import DemoWorld, as_date, read_demo
from models_registry.services.participation import register_many
from models_registry.services.replication import AdoptionInput, record_replication


class AroundEvents:
    """Plans every event around the models of the demo."""

    def __init__(self, world: DemoWorld) -> None:
        """Read the demo file."""
        self.world = world
        self.content = read_demo("around")

    def plan_all(self) -> None:
        """Put everything into the world's calendar."""
        for row in self.content["participation"]:
            self.world.plan_event(
                row["date"], "đăng ký tham gia", partial(self._participate, row), hour=16
            )

        for row in self.content["replications"]:
            self.world.plan_event(
                row["date"], f"nhân rộng {row['model']}", partial(self._adopt, row), hour=14
            )

    def _participate(self, row: dict[str, Any]) -> None:
        """The office enters a list of people."""
        world = self.world
        register_many(
            user=world.users[row["by"]],
            year=world.year(row["year"]),
            people=[world.people[code] for code in row["people"]],
            source=row["source"],
            registered_on=as_date(row["date"]),
        )

    def _adopt(self, row: dict[str, Any]) -> None:
        """The clerk records who adopts a model."""
        world = self.world
        record_replication(
            user=world.users[row["by"]],
            model_id=world.models[row["model"]].pk,
            adoption=AdoptionInput(
                since=as_date(row["since"]),
                village=world.villages.get(row.get("village", "")),
                place=row.get("place", ""),
                responsible=world.people.get(row.get("responsible", "")),
                adapted=row["adapted"],
                paper=row.get("paper", ""),
            ),
        )
