"""Reviews in the demo: the year's targets, the issued interim review, the final one's draft."""

from __future__ import annotations

from functools import partial
from typing import Any

from awards.models import PeriodReview
from awards.services.demo.evidence import signed_scan
from awards.services.demo.world import DemoWorld, as_date, read_demo
from awards.services.period_review import issue_review, make_review, redraft, save_texts
from awards.services.year_targets import set_targets
from models_registry.services.paper_trace import PaperTrace


class ReviewEvents:
    """Plans the reviews of the demo."""

    def __init__(self, world: DemoWorld) -> None:
        """Read the demo file."""
        self.world = world
        self.content = read_demo("reviews")
        self.reviews: dict[str, PeriodReview] = {}

    def plan_all(self) -> None:
        """Put everything into the world's calendar."""
        plan = self.world.plan_event
        for row in self.content["targets"]:
            plan(row["date"], "chỉ tiêu của năm", partial(self._set_targets, row))
        for row in self.content["reviews"]:
            name = f"báo cáo {row['kind']} {row['year']}"
            plan(row["made"], name, partial(self._make, row), hour=17)
            if "issued" in row:
                plan(row["issued"], name, partial(self._word, row), hour=18)
                plan(row["issued"], name, partial(self._issue, row), hour=19)

    def _set_targets(self, row: dict[str, Any]) -> None:
        """The office enters the year's targets."""
        values = {kind: row[kind] for kind in ("registered", "recognized", "participation")}
        user, year = self.world.users[row["by"]], self.world.year(row["year"])
        set_targets(user=user, year=year, values=values)

    def _make(self, row: dict[str, Any]) -> None:
        """The clerk starts the paper."""
        self.reviews[row["kind"]] = make_review(
            user=self.world.users[row["by"]],
            year=self.world.year(row["year"]),
            kind=row["kind"],
            day=as_date(row["day"]) if "day" in row else None,
        )

    def _word(self, row: dict[str, Any]) -> None:
        """Words by the figures of the day, causes by the clerk."""
        user, review = self.world.users[row["by"]], self.reviews[row["kind"]]
        sections = ("done", "results", "weak", "ahead")
        redraft(user=user, review_id=review.pk, sections=sections)
        save_texts(user=user, review_id=review.pk, texts={"causes": row["causes"]})

    def _issue(self, row: dict[str, Any]) -> None:
        """The clerk records the signed paper."""
        world, day = self.world, as_date(row["issued"])
        user, signer = world.users[row["by"]], world.signers[row["signer"]]
        scan = signed_scan("Báo cáo sơ kết", [("Số", row["number"])], user, day)
        issue_review(
            user=user,
            review_id=self.reviews[row["kind"]].pk,
            number_text=row["number"],
            date=day,
            signer=signer,
            paper=PaperTrace(signer, row["number"], day, scan),
        )
