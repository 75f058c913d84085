"""Events around the models: taking part, registering upward, praise in time, spreading."""

from __future__ import annotations

from functools import partial
from typing import Any

from awards.services.demo.evidence import signed_scan
from awards.services.demo.world import DemoWorld, as_date, read_demo
from models_registry.enums import AnswerKind
from models_registry.models import DistrictRegistration, Praise
from models_registry.services.district import make_list, send_list, sign_list
from models_registry.services.district_answer import (
    QuestionInput,
    ReplyInput,
    answer_list,
    reply_to_questions,
)
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
        self.lists: dict[str, DistrictRegistration] = {}

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

        for row in self.content["district_registrations"]:
            steps = (
                ("made", self._make_list, 14),
                ("date", self._sign_list, 14),
                ("sent", self._send_list, 16),
                ("answer_date", self._answer_list, 15),
                ("reply_date", self._reply_to_question, 15),
            )
            for key, act, hour in steps:
                if key in row:
                    name = f"đăng ký với cấp trên {row['code']}"
                    self.world.plan_event(row[key], name, partial(act, row), hour=hour)

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

    # -- registering with the level above ------------------------------------------------------

    def _make_list(self, row: dict[str, Any]) -> None:
        """The clerk collects what was accepted."""
        world, year = self.world, self.world.year(row["year"])
        window = year.windows.get(code=row["window"]) if "window" in row else None
        planned = as_date(row["planned"]) if "planned" in row else None
        self.lists[row["code"]] = make_list(
            user=world.users[row["by"]], year=year, window=window, planned=planned
        )

    def _sign_list(self, row: dict[str, Any]) -> None:
        """The clerk records the signed paper."""
        world, day = self.world, as_date(row["date"])
        user, signer = world.users[row["by"]], world.signers[row["signer"]]
        scan = signed_scan("Văn bản đăng ký mô hình", [("Số", row["number"])], user, day)
        sign_list(
            user=user,
            registration_id=self.lists[row["code"]].pk,
            number_text=row["number"],
            date=day,
            signer=signer,
            paper=PaperTrace(signer, row["number"], day, scan),
        )

    def _send_list(self, row: dict[str, Any]) -> None:
        """It goes to the receiving office."""
        send_list(
            user=self.world.users[row["by"]],
            registration_id=self.lists[row["code"]].pk,
            sent_on=as_date(row["sent"]),
        )

    def _answer_list(self, row: dict[str, Any]) -> None:
        """The level above asks about one model."""
        user, registration = self.world.users[row["by"]], self.lists[row["code"]]
        asked = registration.rows.get(dv_model=self.world.models[row["asked"]])
        answer_list(
            user=user,
            registration_id=registration.pk,
            number=row["answer"],
            date=as_date(row["answer_date"]),
            kind=AnswerKind.QUESTIONS,
            questions=[QuestionInput(asked.pk, row["question"])],
        )

    def _reply_to_question(self, row: dict[str, Any]) -> None:
        """The office answers."""
        registration = self.lists[row["code"]]
        asked = registration.rows.get(dv_model=self.world.models[row["asked"]])
        reply_to_questions(
            user=self.world.users[row["by"]],
            registration_id=registration.pk,
            number_text=row["reply"],
            date=as_date(row["reply_date"]),
            replies=[ReplyInput(asked.pk, row["reply_text"])],
        )
