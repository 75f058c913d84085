"""Where the rows behind a figure of a review are: its own page of models, or a filtered list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from awards.domain.review_figures import Cell, Line, ReviewTable
from awards.models import PeriodReview
from models_registry.enums import StoryState, SubjectType

_AWARD_SUBJECTS = {1: SubjectType.COLLECTIVE, 2: SubjectType.INDIVIDUAL}


def rows_behind(
    review: PeriodReview, table: ReviewTable, line: Line, column: int, cell: Cell
) -> str:
    """Address of the rows that one figure counts; empty for nothing and for what is worked out."""
    if cell.models:
        return models_behind(review, table.key, line.key, column)
    if not cell.number:
        return ""
    name, query = _elsewhere(review, table.key, line.key, column)
    if not name:
        return ""
    anchor = "#cac-dong" if table.key == "resource" else ""
    return f"{reverse(name)}?{urlencode(query)}{anchor}"


def models_behind(review: PeriodReview, table: str, line: str, column: int) -> str:
    """Address of the models of one figure."""
    address = reverse("awards:period_review_models", args=[review.pk])
    return f"{address}?{urlencode({'bang': table, 'dong': line, 'cot': column})}"


def _elsewhere(
    review: PeriodReview, table: str, line: str, column: int
) -> tuple[str, dict[str, object]]:
    """URL name and filters of the list that holds these rows; an empty name for none."""
    year = review.year_id
    if table == "participation":
        place = {} if line == "total" else {"noi": line}
        return "models_registry:participation_roster", {"nam": year, **place}
    if (table, line) == ("summary", "participation"):
        return ("models_registry:participation_roster", {"nam": year}) if column == 0 else ("", {})
    if table == "resource":
        return "models_registry:year_figures", {"year": year, "kind": line}
    if table == "evaluation":
        return "awards:evaluation_list", {"year": year, "subject_type": line}
    if (table, line) == ("award", "praise"):
        return "models_registry:praise_list", {}
    if table == "award":
        subject = {"subject_type": _AWARD_SUBJECTS[column]} if column in _AWARD_SUBJECTS else {}
        return "awards:nomination_list", {"year": year, "award_kind": line, **subject}
    if table == "spread":
        return "models_registry:replication_list", {"adopted": "yes"}
    if (table, line) == ("telling", "story"):
        return "models_registry:story_list", {"state": StoryState.RELEASED.value}
    if table == "telling":
        return "models_registry:propagation_list", {"year": year, "way": line}
    return "", {}
