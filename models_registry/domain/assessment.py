"""Marks of an assessment become what stands against recognition. Pure."""

from collections.abc import Collection, Iterable, Sequence
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


def without_request(results: Sequence[QualityResult], asked: Collection[str]) -> tuple[str, ...]:
    """Names of qualities that lack evidence and for which nothing was asked.

    Empty once a required quality is not met: nothing that could be handed in would change
    the verdict.
    """
    if unmet(results):
        return ()
    return tuple(r.name for r in results if r.mark == Mark.NOT_ENOUGH and r.name not in asked)


def spread_in_words(marks: Sequence[str]) -> str:
    """How far apart several assessors are on one quality: "02 Đạt, 01 Chưa đủ căn cứ"."""
    counted = [(Mark(value).label, marks.count(value)) for value in Mark.values if value in marks]
    if not counted:
        return "Chưa có ý kiến"
    if len(counted) == 1:
        label, number = counted[0]
        return f"{label} (01 ý kiến)" if number == 1 else f"Cả {number:02d} ý kiến: {label}"
    return "Khác nhau: " + ", ".join(f"{number:02d} {label}" for label, number in counted)
