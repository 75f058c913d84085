"""What the checklist says of one part, for every state."""

import pytest

from awards.domain.checklist import (
    PartFacts,
    PartStatus,
    missing_at,
    needed_for,
    next_step,
    part_status,
)
from awards.enums import DossierState, ItemRule, NeededBy

SCAN = PartFacts(ItemRule.SIGNED_SCAN, NeededBy.SEND)
PROPOSAL = PartFacts(ItemRule.PROPOSAL, NeededBy.SIGN)


@pytest.mark.parametrize("state", DossierState.values)
def test_part_with_everything_is_present(state: str) -> None:
    part = PartFacts(ItemRule.MINUTES, NeededBy.APPRAISE, found=("07/BB-HĐTĐKT",))

    assert part_status(part, state) == PartStatus.PRESENT


def test_part_that_lacks_something_is_missing() -> None:
    part = PartFacts(ItemRule.MINUTES, NeededBy.APPRAISE, found=("07",), lacking=("chưa họp",))

    assert part_status(part, DossierState.DRAFTING) == PartStatus.MISSING


@pytest.mark.parametrize("state", ["drafting", "checked", "appraised"])
def test_proposal_is_not_due_before_the_signature(state: str) -> None:
    assert part_status(PROPOSAL, state) == PartStatus.NOT_DUE


def test_proposal_is_missing_after_the_signature() -> None:
    assert part_status(PROPOSAL, DossierState.SIGNED) == PartStatus.MISSING


@pytest.mark.parametrize("state", ["drafting", "signed"])
def test_scan_is_missing_until_it_is_there(state: str) -> None:
    assert part_status(SCAN, state) == PartStatus.MISSING


def test_part_for_collectives_does_not_apply_without_one() -> None:
    part = PartFacts(ItemRule.PARTY_AND_VILLAGES, NeededBy.CHECK, applies=False)

    assert part_status(part, DossierState.DRAFTING) == PartStatus.NOT_APPLICABLE


def test_next_step_of_every_state() -> None:
    assert {state: next_step(state) for state in DossierState.values} == {
        "drafting": NeededBy.CHECK,
        "checked": NeededBy.APPRAISE,
        "appraised": NeededBy.SIGN,
        "signed": NeededBy.SEND,
        "sent": None,
        "decided": None,
        "cancelled": None,
    }


def test_a_step_needs_what_earlier_steps_needed() -> None:
    assert [step for step in NeededBy if needed_for(step, NeededBy.APPRAISE)] == [
        NeededBy.APPRAISE,
        NeededBy.SIGN,
        NeededBy.SEND,
    ]


def test_missing_at_a_step_names_only_what_is_due_then() -> None:
    parts = [
        (PartStatus.MISSING, NeededBy.CHECK, "A"),
        (PartStatus.PRESENT, NeededBy.CHECK, "B"),
        (PartStatus.NOT_DUE, NeededBy.SIGN, "C"),
        (PartStatus.MISSING, NeededBy.SEND, "D"),
    ]

    assert missing_at(NeededBy.CHECK, parts) == ("A",)
    assert missing_at(NeededBy.SEND, parts) == ("A", "D")
