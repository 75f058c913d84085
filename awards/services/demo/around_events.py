"""Events around the models: taking part, praise in time, spreading."""

from __future__ import annotations

from functools import partial
from typing import Any

from awards.services.demo.evidence import signed_scan
from awards.services.demo.world import DemoWorld, as_date, read_demo
from models_registry.models import Praise
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.participation import register_many
from models_registry.services.praise import check_praise, grant_praise, propose_praise
from models_registry.services.replication import AdoptionInput, record_replication
from models_registry.services.staff import record_leaving


class AroundEvents:
    """Plans every event around the models of the demo."""

    def __init__(self, world: DemoWorld) -> None:
        """Read the demo file."""
        self.world = world
        self.content = read_demo("around")
        self.praises: dict[str, Praise] = {}

    def plan_all(self) -> None:
        """Put everything into the world's calendar."""
        for row in self.content["participation"]:
            self.world.plan_event(
                row["date"], "đăng ký tham gia", partial(self._participate, row), hour=16
            )

        for row in self.content["leaving"]:
            self.world.plan_event(
                row["date"], f"thôi việc {row['person']}", partial(self._leave, row), hour=15
            )

        for row in self.content["replications"]:
            self.world.plan_event(
                row["date"], f"nhân rộng {row['model']}", partial(self._adopt, row), hour=14
            )

        for row in self.content["praise"]:
            name = f"biểu dương {row['person']}"
            for day, act in (
                (row["proposed"], self._propose),
                (row["checked"][0], self._check),
                (row["granted"], self._grant),
            ):
                self.world.plan_event(day, name, partial(act, row), hour=11)

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

    def _leave(self, row: dict[str, Any]) -> None:
        """The clerk records that somebody left; nothing of his was still going on."""
        world = self.world
        record_leaving(
            user=world.users[row["by"]],
            individual=world.people[row["person"]],
            date=as_date(row["date"]),
            reason=row["reason"],
            paper=row["paper"],
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

    def _propose(self, row: dict[str, Any]) -> None:
        """Somebody proposes to praise a person for his part in a model."""
        world = self.world
        self.praises[row["person"]] = propose_praise(
            user=world.users[row["proposed_by"]],
            individual=world.people[row["person"]],
            dv_model=world.models[row["model"]],
            reason=row["reason"],
        )

    def _check(self, row: dict[str, Any]) -> None:
        """The clerk finds it in order."""
        user = self.world.users[row["checked"][1]]
        check_praise(user=user, praise_id=self.praises[row["person"]].pk)

    def _grant(self, row: dict[str, Any]) -> None:
        """The clerk records the chairman's praise from its signed paper."""
        world, day = self.world, as_date(row["granted"])
        user = world.users[row["recorded_by"]]
        lines = [("Người được biểu dương", str(world.people[row["person"]]))]
        scan = signed_scan("Thông báo biểu dương", lines, user, day)
        grant_praise(
            user=user,
            praise_id=self.praises[row["person"]].pk,
            granted_on=day,
            way=row["way"],
            occasion=row["occasion"],
            paper=PaperTrace(world.signers[row["signer"]], row["paper"], day, scan),
        )
