"""Marks of an assessment become what stands against recognition. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from models_registry.enums import Mark


@dataclass(frozen=True)
class QualityResult:
    """One quality of the plan with its mark in a round ("" when unmarked)."""

    name: str
    required: bool
    mark: str


def unmarked(results: Iterable[QualityResult]) -> tuple[str, ...]:
    """Names of qualities without a mark, in plan order."""
    return tuple(result.name for result in results if not result.mark)


def not_enough(results: Iterable[QualityResult]) -> tuple[str, ...]:
    """Names of required qualities that lack evidence: no verdict is possible yet."""
    return tuple(r.name for r in results if r.required and r.mark == Mark.NOT_ENOUGH)


def unmet(results: Iterable[QualityResult]) -> tuple[str, ...]:
    """Names of required qualities marked not met (plan I.2 ¶3, IV.1.1)."""
    return tuple(r.name for r in results if r.required and r.mark == Mark.NOT_MET)
