"""The workflow of a nomination: edges and guards (plan V.2; architecture, section 3). Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from awards.enums import NominationState as S
from dandvan.flow import Edge, Flow
from dandvan.roles import Actor, Role


@dataclass(frozen=True)
class NominationFacts:
    """All that the guards of a nomination ask, read under the lock.

    `own`: the acting person (or the signer of the paper) is the nominee himself. `blocked_by`:
    one sentence for each impediment that stands. `dossier_locked`: label of the dossier's state
    when it has left the clerk's hands, else empty.
    """

    today: date
    own: bool = False
    blocked_by: tuple[str, ...] = ()
    dossier_locked: str = ""


Guard = Callable[[NominationFacts], str | None]


def not_the_nominee(facts: NominationFacts) -> str | None:
    """Nobody gives his opinion on his own nomination."""
    if facts.own:
        return "Người được đề nghị khen thưởng không tự cho ý kiến về trường hợp của mình."
    return None


def no_impediment(facts: NominationFacts) -> str | None:
    """Nothing stands against the honor (dossiers, P4)."""
    return " ".join(facts.blocked_by) or None


def dossier_in_hand(facts: NominationFacts) -> str | None:
    """The dossier is still being put together."""
    if facts.dossier_locked:
        return (
            f"Hồ sơ của đề nghị này đang ở trạng thái “{facts.dossier_locked}”. "
            "Trả lại hồ sơ để sửa trước."
        )
    return None


def _edge(
    name: str,
    label: str,
    sources: set[S],
    target: S,
    who: Actor,
    *guards: Guard,
    note: bool = False,
    paper: bool = False,
    style: str = "primary",
) -> Edge[NominationFacts]:
    """One row of the table below."""
    return Edge(
        name=name,
        label=label,
        sources=frozenset(state.value for state in sources),
        target=target.value,
        who=frozenset({who}),
        guards=guards,
        note_required=note,
        by_paper=paper,
        style=style,
    )


NOMINATION_FLOW: Flow[NominationFacts] = Flow(
    "nomination",
    [
        _edge(
            "agree",
            "Thống nhất đề nghị",
            {S.PROPOSED},
            S.AGREED,
            Role.MOBILIZATION_BLOC,
            not_the_nominee,
            paper=True,
        ),
        _edge(
            "object",
            "Không thống nhất",
            {S.PROPOSED},
            S.OBJECTED,
            Role.MOBILIZATION_BLOC,
            not_the_nominee,
            note=True,
            paper=True,
            style="stop",
        ),
        _edge(
            "repropose",
            "Đề xuất lại",
            {S.OBJECTED},
            S.PROPOSED,
            Role.CLERK,
            no_impediment,
            note=True,
        ),
        _edge(
            "put_forward",
            "Đưa ra bình xét",
            {S.AGREED},
            S.PUT_FORWARD,
            Role.CHAIR,
            not_the_nominee,
            no_impediment,
            paper=True,
        ),
        _edge(
            "withdraw",
            "Rút đề nghị",
            {S.PROPOSED, S.AGREED, S.OBJECTED, S.PUT_FORWARD},
            S.WITHDRAWN,
            Role.CLERK,
            dossier_in_hand,
            note=True,
            style="stop",
        ),
    ],
)
