"""Events around the assessment of models: team, visits, marks, requests, decisions, reviews."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from awards.services.demo.evidence import photo
from awards.services.demo.world import DemoWorld, as_date
from dandvan import clock
from models_registry.enums import Mark, RecognitionOutcome, ReviewOutcome, TeamPart
from models_registry.models import AssessmentTeam, DanVanModel, EvidenceRequest, Quality
from models_registry.queries_assessing import assessors_of
from models_registry.services.assessment import (
    AttendeeInput,
    MarkInput,
    SessionInput,
    assess_model,
    reassess_model,
)
from models_registry.services.assessor_marks import give_marks
from models_registry.services.evidence_request import answer_request
from models_registry.services.figures import VerifiedInput, verify_figures
from models_registry.services.files import store_file
from models_registry.services.recognition import (
    DecisionRow,
    decide_on_models,
    record_decision,
    review_model,
)
from models_registry.services.site_visit import PersonSeen, VisitInput, record_site_visit

MARKS = {"D": Mark.MET, "K": Mark.NOT_MET, "C": Mark.NOT_ENOUGH}
QUALITY_CODES = {
    "tt": "honest",
    "bv": "durable",
    "lt": "spreading",
    "nr": "replicable",
    "hq": "effective",
    "nd": "people-duty",
}


class AssessmentEvents:
    """The steps of assessing and deciding; `RegistryEvents` brings specs and figures."""

    world: DemoWorld
    assessments: dict[str, list[dict[str, str]]]
    assessing: dict[str, Any]
    history: dict[str, Any]

    def _figures(self, code: str) -> list[tuple[Any, Any, Decimal, Decimal | None]]:
        raise NotImplementedError

    def plan_assessing(self) -> None:
        """Team, visits, marks of single assessors, answers to requests, on their days."""
        plan = self.world.plan_event
        for row in self.assessing["teams"]:
            plan(row["date"], f"tổ {row['number']}", partial(self._team, row), hour=8)
        for row in self.assessing["visits"]:
            plan(row["date"], f"kiểm tra {row['model']}", partial(self._visit, row), hour=10)
        for row in self.assessing["own_marks"]:
            plan(row["at"], f"ý kiến {row['model']}", partial(self._own_marks, row), hour=16)
        for row in self.assessing["requests"]:
            if "answered" in row:
                call = partial(self._answer_request, row)
                plan(row["answered"], f"bổ sung {row['model']}", call, hour=15)

    def _team(self, row: dict[str, Any]) -> None:
        """A team by its decision."""
        team = AssessmentTeam.objects.create(
            year=self.world.year(row["year"]),
            decision_number=row["number"],
            decision_date=as_date(row["date"]),
        )
        for order, (code, part) in enumerate(row["members"], start=1):
            person = self.world.people[code]
            team.members.create(individual=person, part=TeamPart(part), order=order)

    def _visit(self, row: dict[str, Any]) -> None:
        """A note of a visit with drawn photos."""
        world, user = self.world, self.world.users[row["by"]]
        people = [world.people[code] for code in row["people"]]
        photos = [
            store_file(
                user=user,
                upload=photo(f"{row['model']} {number}"),
                title="Ảnh kiểm tra thực tế",
                merge_only=True,
            )
            for number in range(row["photos"])
        ]
        visit = VisitInput(
            date=as_date(row["date"]),
            seen=row["seen"],
            conclusion=row["conclusion"],
            place=row["place"],
            villages=[world.villages[code] for code in row["villages"]],
            people=[PersonSeen(str(person), person.government_post) for person in people],
            photos=photos,
        )
        record_site_visit(user=user, model_id=world.models[row["model"]].pk, visit=visit)

    def _quality(self, short: str) -> Quality:
        quality: Quality = self.world.plan.qualities.get(code=QUALITY_CODES[short])
        return quality

    def _own_marks(self, row: dict[str, Any]) -> None:
        """One assessor's set; what is not said anew is as in the joint round."""
        joint = next(iter(self.assessments.get(row["model"], [])), {})
        marks = []
        for short in QUALITY_CODES:
            mark, reason = row["marks"].get(short, joint.get(short, "")).split(": ", 1)
            marks.append(MarkInput(self._quality(short), MARKS[mark], reason))
        dv_model = self.world.models[row["model"]]
        give_marks(user=self.world.users[row["by"]], model_id=dv_model.pk, marks=marks)

    def _answer_request(self, row: dict[str, Any]) -> None:
        """The owner hands in what was asked for."""
        user, dv_model = self.world.users[row["by"]], self.world.models[row["model"]]
        asked = EvidenceRequest.objects.get(
            assessment__dv_model=dv_model, quality=self._quality(row["quality"]), is_current=True
        )
        scan = photo(row["what"])
        file = store_file(user=user, upload=scan, dv_model=dv_model, title="Các trang sổ bổ sung")
        answer_request(user=user, request_id=asked.pk, answer=row["answer"], files=[file])

    def _session(self, code: str, dv_model: DanVanModel, round_: int) -> SessionInput:
        """The team without the people of the model; hour and place where they are known."""
        known = self._row_of("sessions", code, round_)
        start = known.get("starts_at")
        return SessionInput(
            starts_at=datetime.time.fromisoformat(start) if start else None,
            place=known.get("place", ""),
            attendees=[
                AttendeeInput(row.individual, row.part)
                for row in assessors_of(dv_model, clock.today())
            ],
        )

    def _row_of(self, section: str, code: str, round_: int) -> dict[str, Any]:
        """The row of a model's round in a section of the file; empty without one."""
        rows = self.assessing[section]
        same = (row for row in rows if (row["model"], row["round"]) == (code, round_))
        found: dict[str, Any] = next(same, {})
        return found

    def _assess(self, code: str, actor: str, extra: str) -> None:
        """Check the figures, then mark every quality."""
        world = self.world
        user, dv_model = world.users[actor], world.models[code]
        checked = [
            VerifiedInput(indicator=indicator, village=village, verified=value)
            for indicator, village, _, value in self._figures(code)
            if value is not None
        ]
        if checked:
            verify_figures(user=user, model_id=dv_model.pk, figures=checked)
        done = dv_model.assessments.count()
        row = self.assessments[code][done]
        asked = self._row_of("requests", code, done + 1)
        marks = []
        for short in QUALITY_CODES:
            mark, reason = row[short].split(": ", 1)
            need = (asked["what"], asked["due"]) if asked.get("quality") == short else ("", None)
            marks.append(MarkInput(self._quality(short), MARKS[mark], reason, None, *need))
        assess_model(
            user=user,
            model_id=dv_model.pk,
            date=as_date(row["date"]),
            team="" if clock.today().year == 2024 else "Tổ thẩm định của xã",
            conclusion=row["conclusion"],
            marks=marks,
            session=self._session(code, dv_model, done + 1),
        )

    def _reassess(self, code: str, actor: str, extra: str) -> None:
        reassess_model(
            user=self.world.users[actor], model_id=self.world.models[code].pk, note=extra
        )

    def _decide(self, row: dict[str, Any]) -> None:
        """One decision of the chairman about several models."""
        world = self.world
        chair = world.users["O04"]
        decision = record_decision(
            user=chair,
            authority=world.authority("CT_UBND_XA"),
            number_text=row["number"],
            date=as_date(row["date"]),
            title=row["title"],
            signer=world.signers["O04"],
        )
        world.decisions[row["number"]] = decision
        rows = []
        for outcome in RecognitionOutcome:
            for code in row.get(outcome.value, []):
                rows.append(
                    DecisionRow(
                        model_id=world.models[code].pk,
                        outcome=outcome,
                        reason=self._decision_reason(code, outcome),
                    )
                )
        decide_on_models(user=chair, decision=decision, rows=rows)

    def _decision_reason(self, code: str, outcome: RecognitionOutcome) -> str:
        """Why a model was declined or revoked."""
        if outcome == RecognitionOutcome.DECLINED:
            return self.assessments[code][-1]["conclusion"]
        if outcome == RecognitionOutcome.REVOKED:
            step = next(s for s in self.history["history"][code] if s[1] == "revoke")
            return str(step[3].split(": ", 1)[1])
        return ""

    def _review(self, row: dict[str, Any]) -> None:
        """The yearly look at a living model; one look found lower figures."""
        dv_model = self.world.models[row["model"]]
        user = self.world.users[row["by"]]
        review_model(
            user=user,
            model_id=dv_model.pk,
            year=self.world.year(row["year"]),
            date=as_date(row["date"]),
            outcome=ReviewOutcome(row["outcome"]),
            text=row["text"],
        )
        if row["model"] == "M-23-02":
            found = {"Quỹ xoay vòng": (12000000, 10000000), "Hộ được giúp": (6, 5)}
            figures = [
                VerifiedInput(
                    indicator=dv_model.indicators.get(name=name),
                    village=self.world.villages[place],
                    verified=Decimal(value),
                )
                for name, values in found.items()
                for place, value in zip(("L02", "L08"), values, strict=True)
            ]
            verify_figures(user=user, model_id=dv_model.pk, figures=figures)
