"""The workflow of praise in time: proposed, checked, granted or declined. Pure.

Praise is words said in time; it is never counted as a form of award (plan IV.1.3).
"""

from dataclasses import dataclass
from datetime import date

from dandvan.flow import Edge, Flow
from dandvan.roles import Role
from dandvan.vietnamese import short_date
from models_registry.enums import PraiseState as S


@dataclass(frozen=True)
class PraiseFacts:
    """All that the guards of praise ask, read under the lock.

    `own`: who acts (or signed the paper) is the praised person or one of the praised model's
    people. The last three are what the form of granting gives; `asks_details` is False while
    only buttons are drawn.
    """

    today: date
    own: bool = False
    proposed_on: date | None = None
    subject_lost: str = ""
    asks_details: bool = False
    granted_on: date | None = None
    way: str = ""
    occasion: str = ""


def not_ones_own_praise(facts: PraiseFacts) -> str | None:
    """Nobody checks or grants his own praise."""
    if facts.own:
        return "Người được biểu dương không tự kiểm tra, không tự biểu dương mình."
    return None


def subject_stands(facts: PraiseFacts) -> str | None:
    """A model that lost its ground since is not praised."""
    return facts.subject_lost or None


def details_given(facts: PraiseFacts) -> str | None:
    """Granting says when, how and on which occasion."""
    if not facts.asks_details:
        return None
    missing = [
        label
        for label, value in (
            ("ngày biểu dương", facts.granted_on),
            ("hình thức", facts.way),
            ("dịp biểu dương", facts.occasion.strip()),
        )
        if not value
    ]
    return f"Ghi {', '.join(missing)}." if missing else None


def day_fits(facts: PraiseFacts) -> str | None:
    """Granted on or after the day of the proposal, not in the future."""
    day = facts.granted_on
    if day is None:
        return None
    if day > facts.today:
        return f"Ngày biểu dương {short_date(day)} chưa tới. Kiểm tra lại ngày."
    if facts.proposed_on and day < facts.proposed_on:
        return (
            f"Ngày biểu dương {short_date(day)} có trước ngày đề nghị "
            f"({short_date(facts.proposed_on)}). Kiểm tra lại ngày."
        )
    return None


PRAISE_FLOW: Flow[PraiseFacts] = Flow(
    "praise",
    [
        Edge(
            name="check",
            label="Kiểm tra xong",
            sources=frozenset({S.PROPOSED.value}),
            target=S.CHECKED.value,
            who=frozenset({Role.CLERK}),
            guards=(not_ones_own_praise, subject_stands),
        ),
        Edge(
            name="turn_down",
            label="Không đưa ra",
            sources=frozenset({S.PROPOSED.value}),
            target=S.DECLINED.value,
            who=frozenset({Role.CLERK}),
            note_required=True,
            style="stop",
        ),
        Edge(
            name="grant",
            label="Biểu dương",
            sources=frozenset({S.CHECKED.value}),
            target=S.GRANTED.value,
            who=frozenset({Role.CHAIR}),
            guards=(not_ones_own_praise, subject_stands, details_given, day_fits),
            by_paper=True,
        ),
        Edge(
            name="decline",
            label="Không biểu dương",
            sources=frozenset({S.CHECKED.value}),
            target=S.DECLINED.value,
            who=frozenset({Role.CHAIR}),
            note_required=True,
            by_paper=True,
            style="stop",
        ),
        Edge(
            name="reopen",
            label="Đưa về để kiểm tra lại",
            sources=frozenset({S.CHECKED.value, S.DECLINED.value}),
            target=S.PROPOSED.value,
            who=frozenset({Role.CLERK}),
            note_required=True,
            style="alt",
        ),
    ],
)
