"""Events of the yearly facts: culture titles, Party rating, ratings of collectives and people."""

from __future__ import annotations

from functools import partial
from typing import Any

from awards.services.demo.world import DemoWorld, as_date, read_demo
from models_registry.enums import FactKind, FactStatus, FactValue
from models_registry.services.yearly import record_fact

FACT_VALUES = {
    "đạt": FactValue.ACHIEVED,
    "không đạt": FactValue.NOT_ACHIEVED,
    "Trong sạch, vững mạnh": FactValue.STRONG,
    "Hoàn thành xuất sắc": FactValue.EXCELLENT_COMPLETION,
    "Hoàn thành tốt": FactValue.GOOD_COMPLETION,
    "Hoàn thành": FactValue.COMPLETION,
}


class YearlyEvents:
    """Plans every yearly fact of the demo on the day of its paper."""

    def __init__(self, world: DemoWorld) -> None:
        """Keep the world."""
        self.world = world

    def plan_all(self) -> None:
        """Put every fact into the world's calendar."""
        for row in read_demo("yearly")["facts"]:
            self.world.plan_event(
                row["date"], f"kết quả năm {row['subject']}", partial(self._fact, row), hour=8
            )

    def _fact(self, row: dict[str, str]) -> None:
        """One line of the yearly facts, for each of its subjects."""
        value, _, reason = row["value"].partition(": ")
        for subject in self._fact_subjects(row):
            record_fact(
                user=self.world.users["O12"],
                year=self.world.year(row["year"]),
                kind=FactKind(row["fact"]),
                subject=subject,
                value=FACT_VALUES[value],
                status=FactStatus(row["status"]),
                paper_number=row["paper"],
                paper_date=as_date(row["date"]),
                issuer=row["issuer"],
                reason=reason,
            )

    def _fact_subjects(self, row: dict[str, str]) -> list[Any]:
        """Subjects of a line: a range of villages, codes, or nobody (the Party committee)."""
        if row["fact"] == FactKind.PARTY_RATING:
            return [None]
        found: list[Any] = []
        for part in row["subject"].split(","):
            if ".." in part:
                first, last = part.split("..")
                found += [v for code, v in self.world.villages.items() if first <= code <= last]
            elif part.startswith("L"):
                found.append(self.world.villages[part])
            else:
                found.append(self.world.subject(part))
        return found
