"""What a dossier must have, and until which step (dossiers, section 4). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from awards.enums import DossierState, ItemRule, NeededBy


class PartStatus(StrEnum):
    """Where one part of the dossier stands."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"


# Papers that the act of signing itself makes: before it they are not due, never missing.
_MADE_BY_SIGNING = frozenset({ItemRule.PROPOSAL, ItemRule.CANDIDATE_LIST})
_BEFORE_SIGNING = frozenset({DossierState.DRAFTING, DossierState.CHECKED, DossierState.APPRAISED})
# The steps a dossier of this state still has before it, the nearest first.
_STEPS_AHEAD: dict[str, tuple[NeededBy, ...]] = {
    DossierState.DRAFTING: tuple(NeededBy),
    DossierState.CHECKED: (NeededBy.APPRAISE, NeededBy.SIGN, NeededBy.SEND),
    DossierState.APPRAISED: (NeededBy.SIGN, NeededBy.SEND),
    DossierState.SIGNED: (NeededBy.SEND,),
}
_ORDER = tuple(NeededBy)


@dataclass(frozen=True)
class PartFacts:
    """What was found for one part: `found` are numbers, dates, codes; `lacking` says what is not.

    `applies` is False for a part that only goes with a collective when there is none.
    """

    rule: str
    needed_by: str
    found: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    applies: bool = True


def part_status(part: PartFacts, state: str) -> PartStatus:
    """Present, missing, not due yet or not applicable, for a dossier of this state."""
    if not part.applies:
        return PartStatus.NOT_APPLICABLE
    if part.found and not part.lacking:
        return PartStatus.PRESENT
    if part.rule in _MADE_BY_SIGNING and state in _BEFORE_SIGNING:
        return PartStatus.NOT_DUE
    return PartStatus.MISSING


def next_step(state: str) -> NeededBy | None:
    """The step that a dossier of this state takes next; None when there is none."""
    return next(iter(_STEPS_AHEAD.get(state, ())), None)


def needed_for(step: str, needed_by: str) -> bool:
    """Whether a part needed by `needed_by` must be there at `step`: due then or before."""
    return _ORDER.index(NeededBy(needed_by)) <= _ORDER.index(NeededBy(step))


def missing_at(step: str, parts: Iterable[tuple[PartStatus, str, str]]) -> tuple[str, ...]:
    """Titles of parts missing at a step, out of (status, needed_by, title) in their order."""
    return tuple(
        title
        for status, needed_by, title in parts
        if status == PartStatus.MISSING and needed_for(step, needed_by)
    )
