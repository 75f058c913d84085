"""What the demo loader knows while it builds: rows by their code in the demo files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from awards.models import AppraisalMeeting, Council, Dossier, Evaluation, Nomination
from dandvan import clock
from models_registry.models import (
    Authority,
    Collective,
    Commune,
    DanVanModel,
    Decision,
    EmulationPlan,
    EmulationYear,
    Individual,
    Signer,
    User,
    Village,
)

DEMO_DIR = Path(__file__).resolve().parents[2] / "demo"
_MODEL_CODE = re.compile(r"\bM(?:-\d\d)?-?\d\d\b")


def read_demo(name: str) -> dict[str, Any]:
    """One file of the demo overlay."""
    with (DEMO_DIR / f"{name}.yaml").open(encoding="utf-8") as source:
        content: dict[str, Any] = yaml.safe_load(source)
    return content


def as_date(value: date | str) -> date:
    """A day of the demo files: YAML date or ISO text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


@dataclass
class DemoWorld:
    """Rows by demo code, and the calendar of events still to happen."""

    commune: Commune
    plan: EmulationPlan
    people: dict[str, Individual] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    collectives: dict[str, Collective] = field(default_factory=dict)
    villages: dict[str, Village] = field(default_factory=dict)
    models: dict[str, DanVanModel] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    councils: list[Council] = field(default_factory=list)
    signers: dict[str, Signer] = field(default_factory=dict)
    evaluations: dict[str, Evaluation] = field(default_factory=dict)
    nominations: dict[str, Nomination] = field(default_factory=dict)
    meetings: dict[str, AppraisalMeeting] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    events: list[tuple[datetime, int, str, Callable[[], Any]]] = field(default_factory=list)

    def year(self, number: int | str) -> EmulationYear:
        """The emulation year with this number."""
        return self.plan.years.get(year=int(number))

    def subject(self, code: str) -> Collective | Individual:
        """Collective or person of a demo code."""
        return self.collectives[code] if code in self.collectives else self.people[code]

    def village_of(self, name: str) -> Village | None:
        """Village of this name, if the place is one."""
        return next((v for v in self.villages.values() if v.name == name), None)

    def authority(self, code: str) -> Authority:
        """An authority of the plan file."""
        return self.commune.authorities.get(code=code)

    def plan_event(
        self, day: date | str, name: str, call: Callable[[], Any], *, hour: int = 9, minute: int = 0
    ) -> None:
        """Something that happens on a day of the demo; earlier planned ones come first."""
        moment = datetime.combine(as_date(day), time(hour, minute))
        self.events.append((moment, len(self.events), name, call))

    def live(self, say: Callable[[str], None]) -> None:
        """Let everything happen in order of time; `say` hears of each new month.

        A refusal by a service stops the loader with the name of the event.
        """
        month = ""
        for moment, _, name, call in sorted(self.events, key=lambda event: event[:2]):
            if (label := f"{moment:%m/%Y}") != month:
                month = label
                say(f"Dựng dữ liệu mẫu: tháng {month}")
            with clock.at(moment):
                try:
                    call()
                except Exception as error:
                    error.add_note(f"Dữ liệu mẫu, {moment:%d/%m/%Y}: {name}")
                    raise
        self.events.clear()

    def with_codes(self, text: str) -> str:
        """Text in which the demo's codes of models are replaced by the registered ones."""

        def code_of(match: re.Match[str]) -> str:
            dv_model = self.models.get(match.group())
            return dv_model.code if dv_model and dv_model.code else match.group()

        return _MODEL_CODE.sub(code_of, text)
