"""Events of the models: registration, figures, reports; assessments are in another file."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from functools import partial
from typing import Any

from awards.services.demo.assessment_events import AssessmentEvents
from awards.services.demo.evidence import add_evidence
from awards.services.demo.world import DemoWorld, as_date, read_demo
from dandvan import clock
from dandvan.vietnamese import vn_number
from models_registry.enums import (
    CorrectionKind,
    CorrectionStatus,
    IndicatorKind,
    MemberPart,
    ReminderAbout,
    ReminderWay,
    ReportKind,
)
from models_registry.models import Collective
from models_registry.services.acceptance import (
    CorrectionInput,
    accept_model,
    close_model,
    return_model,
)
from models_registry.services.figures import FigureInput
from models_registry.services.registration import (
    IndicatorInput,
    MemberInput,
    answer_correction,
    resubmit_model,
    save_draft,
    start_draft,
    submit_model,
    withdraw_model,
)
from models_registry.services.reminders import remind_owner
from models_registry.services.reporting import (
    return_report,
    send_result,
    write_report,
)

CORRECTION_KINDS = {
    "sai": CorrectionKind.WRONG,
    "thiếu": CorrectionKind.MISSING,
    "hết hạn": CorrectionKind.OUTDATED,
}
INDICATOR_KINDS = {"labour_days": IndicatorKind.LABOR_DAYS}
TEXTS = ("need", "goal", "solutions", "partners", "target_group", "resources", "upkeep")
_BEHALF = re.compile(r"^thay (O\d\d), (paper|spoken|phone|zalo): ?(.*)$")


class RegistryEvents(AssessmentEvents):
    """Plans every event of the registry's part of the demo."""

    def __init__(self, world: DemoWorld) -> None:
        """Read the demo files of the registry."""
        self.world = world
        models = read_demo("models")
        self.specs: dict[str, dict[str, Any]] = {row["code"]: row for row in models["models"]}
        self.indicators: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in models["indicators"]:
            self.indicators[row["model"]].append(row)
        self.history = read_demo("history")
        self.corrections: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in self.history["corrections"]:
            self.corrections[row["model"], row["returned"]].append(row)
        self.assessments: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in read_demo("assessments")["assessments"]:
            self.assessments[row["model"]].append(row)
        self.assessing = read_demo("assessing")

    def plan_all(self) -> None:
        """Put everything into the world's calendar."""
        self.plan_assessing()
        for code, steps in self.history["history"].items():
            for index, step in enumerate(steps):
                self._plan_step(code, index, step)
        for row in self.history["decisions"]:
            self.world.plan_event(
                row["date"], f"quyết định {row['number']}", partial(self._decide, row), hour=10
            )
        for row in self.history["reviews_of_living_models"]:
            self.world.plan_event(
                row["date"], f"rà soát {row['model']}", partial(self._review, row), hour=15
            )

    def _plan_step(self, code: str, index: int, step: list[Any]) -> None:
        """One row of a model's history; recognition comes with its decision."""
        day, edge, actor = step[0], step[1], step[2]
        extra = step[3] if len(step) > 3 else ""
        if edge in ("recognize", "decline", "revoke"):
            return
        if index == 0:
            self.world.plan_event(
                day, f"{code}: lập bản nháp", partial(self._start, code, actor, extra), hour=8
            )
        if edge != "create":
            act = getattr(self, f"_{edge}")
            self.world.plan_event(day, f"{code}: {edge}", partial(act, code, actor, extra))

    # -- registration ---------------------------------------------------------------------

    def _start(self, code: str, actor: str, extra: str) -> None:
        """A complete draft in the name of the owner."""
        world, spec = self.world, self.specs[code]
        behalf = _BEHALF.match(extra)
        owner = world.people[behalf.group(1) if behalf else actor]
        year = world.year(spec.get("year", 2024))
        window = year.windows.get(code=spec["window"])
        user = world.users[actor]
        draft = start_draft(user=user, year=year, window=window, owner_person=owner)
        subject = world.subject(spec["owner"])
        side = "collective" if isinstance(subject, Collective) else "individual"
        areas = [world.plan.areas.get(code=area) for area in spec["areas"]]
        values: dict[str, Any] = {
            "name": self._first_name(code),
            side: subject,
            "co_owners": [world.collectives[c] for c in spec.get("co_owners", [])],
            "main_area": areas[0],
            "further_areas": areas[1:],
            "national_field": spec["field"],
            "villages": [world.villages[v] for v in spec["villages"]],
            "movements": [world.plan.movements.get(code=m) for m in spec["movements"]],
            "start_date": as_date(spec["start"]) if spec.get("start") else None,
            "end_date": as_date(spec["end"]) if spec.get("end") else None,
            "members": [self._member(row) for row in spec["members"]],
            "indicators": [self._indicator(row) for row in self.indicators[code]],
        }
        values |= {name: world.with_codes(spec[name]) for name in TEXTS if spec.get(name)}
        world.models[code] = save_draft(
            user=user, model_id=draft.pk, version=draft.version, values=values
        )

    def _first_name(self, code: str) -> str:
        """The name first handed in: one model was returned for a doubled name."""
        if code == "M03":
            return self.specs["M-23-01"]["name"]
        return self.specs[code]["name"]

    def _member(self, row: list[Any]) -> MemberInput:
        """A person's part; two dates may follow."""
        start = as_date(row[2]) if len(row) > 2 else None
        end = as_date(row[3]) if len(row) > 3 else None
        return MemberInput(
            individual=self.world.people[row[0]],
            part=MemberPart(row[1]),
            valid_from=start,
            valid_to=end,
        )

    @staticmethod
    def _indicator(row: dict[str, str]) -> IndicatorInput:
        """What a model counts."""
        return IndicatorInput(
            name=row["name"],
            unit=row["unit"],
            kind=INDICATOR_KINDS.get(row["kind"]) or IndicatorKind(row["kind"]),
            target=Decimal(row["target"]) if row["target"] else None,
            summable=row["summable"] == "yes",
        )

    def _submit(self, code: str, actor: str, extra: str) -> None:
        """Hand the registration in, for oneself or for somebody."""
        behalf = _BEHALF.match(extra)
        self.world.models[code] = submit_model(
            user=self.world.users[actor],
            model_id=self.world.models[code].pk,
            on_behalf_source=behalf.group(2) if behalf else "",
            note=behalf.group(3) if behalf else "",
        )

    def _accept(self, code: str, actor: str, extra: str) -> None:
        accept_model(user=self.world.users[actor], model_id=self.world.models[code].pk, note=extra)

    def _correction_inputs(self, code: str) -> list[CorrectionInput]:
        """What is to be mended in the return of this day."""
        rows = self.corrections[code, clock.today().isoformat()]
        return [
            CorrectionInput(
                part=row["part"],
                kind=CORRECTION_KINDS[row["kind"]],
                what_to_do=row["what_to_do"],
                due=as_date(row["due"]),
            )
            for row in rows
        ]

    def _return(self, code: str, actor: str, extra: str) -> None:
        return_model(
            user=self.world.users[actor],
            model_id=self.world.models[code].pk,
            corrections=self._correction_inputs(code),
        )

    def _answer_all(self, code: str, actor: str) -> None:
        """Answer every open correction of a model."""
        rows = self.world.models[code].corrections.filter(status=CorrectionStatus.OPEN)
        for correction in rows:
            answer_correction(
                user=self.world.users[actor],
                correction_id=correction.pk,
                answer="Đã sửa theo yêu cầu.",
            )

    def _resubmit(self, code: str, actor: str, extra: str) -> None:
        """Mend what was returned, then send again."""
        dv_model = self.world.models[code]
        dv_model.refresh_from_db()
        user = self.world.users[actor]
        values = {"name": self.specs[code]["name"], "goal": self.specs[code]["goal"]}
        save_draft(user=user, model_id=dv_model.pk, version=dv_model.version, values=values)
        self._answer_all(code, actor)
        self.world.models[code] = resubmit_model(user=user, model_id=dv_model.pk)

    def _close(self, code: str, actor: str, extra: str) -> None:
        close_model(user=self.world.users[actor], model_id=self.world.models[code].pk, note=extra)

    def _withdraw(self, code: str, actor: str, extra: str) -> None:
        behalf = _BEHALF.match(extra)
        withdraw_model(
            user=self.world.users[actor],
            model_id=self.world.models[code].pk,
            note=behalf.group(3) if behalf else extra,
            on_behalf_source=behalf.group(2) if behalf else "",
        )

    # -- figures and reports ----------------------------------------------------------------

    def _figures(self, code: str) -> list[tuple[Any, Any, Decimal, Decimal | None]]:
        """Rows (indicator, village or None, reported, verified or None) of a model."""
        found = []
        by_name = {row.name: row for row in self.world.models[code].indicators.all()}
        for row in self.indicators[code]:
            reported = dict(part.split("=") for part in row["reported"].split("|") if part)
            checked = row["verified"] or ""
            verified = (
                reported
                if checked == "same"
                else dict(part.split("=") for part in checked.split("|") if part)
            )
            for place, value in reported.items():
                village = None if place == "ALL" else self.world.villages[place]
                seen = verified.get(place)
                figure = (by_name[row["name"]], village, Decimal(value))
                found.append((*figure, Decimal(seen) if seen else None))
        return found

    def _reported(self, code: str) -> list[FigureInput]:
        """Figures as the owner reports them."""
        return [
            FigureInput(indicator=indicator, village=village, reported=value)
            for indicator, village, value, _ in self._figures(code)
        ]

    def _report(self, code: str, actor: str, extra: str) -> None:
        """Write the result report with its figures and evidence, and send it."""
        world = self.world
        user, dv_model = world.users[actor], world.models[code]
        self._answer_all(code, actor)
        write_report(
            user=user,
            model_id=dv_model.pk,
            kind=ReportKind.RESULT,
            date=clock.today(),
            text=world.with_codes(self.specs[code]["results"]),
            figures=self._reported(code),
        )
        if not dv_model.attachments.exists():
            rows = [
                (f"{indicator.name} – {village or 'chung'}", f"{vn_number(value)} {indicator.unit}")
                for indicator, village, value, _ in self._figures(code)
            ]
            add_evidence(dv_model, rows, user, clock.today())
        world.models[code] = send_result(user=user, model_id=dv_model.pk)

    def _progress(self, code: str, actor: str, extra: str) -> None:
        """A progress report, here always written down for somebody."""
        behalf = _BEHALF.match(extra)
        write_report(
            user=self.world.users[actor],
            model_id=self.world.models[code].pk,
            kind=ReportKind.PROGRESS,
            date=clock.today(),
            text=self.specs[code]["results"],
            figures=self._reported(code),
            on_behalf_source=behalf.group(2) if behalf else "",
        )

    def _return_report(self, code: str, actor: str, extra: str) -> None:
        return_report(
            user=self.world.users[actor],
            model_id=self.world.models[code].pk,
            corrections=self._correction_inputs(code),
        )

    def _reminder(self, code: str, actor: str, extra: str) -> None:
        remind_owner(
            user=self.world.users[actor],
            model_id=self.world.models[code].pk,
            text="Nhắc nộp báo cáo kết quả, hạn 31/10/2024.",
            about=ReminderAbout.REPORT,
            way=ReminderWay(extra or "phone"),
        )
