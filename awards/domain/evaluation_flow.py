"""The workflow of an evaluation against section IV (architecture, section 3). Pure."""

from dataclasses import dataclass

from awards.enums import EvaluationState as S
from dandvan.flow import Edge, Flow
from dandvan.roles import Actor, Relation, Role


@dataclass(frozen=True)
class EvaluationFacts:
    """All that the guards of an evaluation ask, read under the lock.

    Tuples of criterion codes are empty when nothing is wrong. `given_back`: the paper that
    rests on the frozen sheet was returned, readdressed or refused since.
    """

    unmarked: tuple[str, ...] = ()
    provisional: tuple[str, ...] = ()
    provisional_reason: str = ""
    given_back: bool = False
    is_current: bool = True


def every_judged_marked(facts: EvaluationFacts) -> str | None:
    """Every judged finding has a mark; automatic ones may still be pending."""
    if facts.unmarked:
        return f"Chưa kết luận được: còn tiêu chuẩn chưa đánh giá {', '.join(facts.unmarked)}."
    return None


def provisional_has_reason(facts: EvaluationFacts) -> str | None:
    """A finding that rests on a provisional fact needs the clerk's reason."""
    if facts.provisional and not facts.provisional_reason.strip():
        return (
            f"Tiêu chuẩn {', '.join(facts.provisional)} dựa trên số liệu tạm tính. "
            "Ghi lý do dùng số liệu tạm tính."
        )
    return None


def is_current_round(facts: EvaluationFacts) -> str | None:
    """A round that was replaced is only read."""
    if not facts.is_current:
        return "Đã có vòng đánh giá mới hơn. Làm việc trên vòng đó."
    return None


def was_given_back(facts: EvaluationFacts) -> str | None:
    """A frozen sheet is revised only after a return, a readdress or a refusal."""
    if not facts.given_back:
        return (
            "Chỉ đánh giá lại sau khi hồ sơ bị trả lại, gửi lại cho nơi khác "
            "hoặc không được khen thưởng."
        )
    return None


# Freezing is an act of the system: issuing a proposal or a decision calls it.
FREEZERS: frozenset[Actor] = frozenset({Role.CLERK, Role.CHAIR, Relation.COUNCIL_SECRETARY})
_CLERK: frozenset[Actor] = frozenset({Role.CLERK})

EVALUATION_FLOW: Flow[EvaluationFacts] = Flow(
    "evaluation",
    [
        Edge(
            name="conclude",
            label="Kết luận",
            sources=frozenset({S.OPEN.value}),
            target=S.CONCLUDED.value,
            who=_CLERK,
            guards=(is_current_round, every_judged_marked),
        ),
        Edge(
            name="reopen",
            label="Mở lại để đánh giá",
            sources=frozenset({S.CONCLUDED.value}),
            target=S.OPEN.value,
            who=_CLERK,
            guards=(is_current_round,),
            note_required=True,
            style="alt",
        ),
        Edge(
            name="freeze",
            label="Khóa phiếu",
            sources=frozenset({S.CONCLUDED.value}),
            target=S.FROZEN.value,
            who=FREEZERS,
            guards=(is_current_round, provisional_has_reason),
        ),
        # The frozen row stays as it is: the service opens a new round beside it.
        Edge(
            name="revise",
            label="Đánh giá lại (vòng mới)",
            sources=frozenset({S.FROZEN.value}),
            target=S.OPEN.value,
            who=_CLERK,
            guards=(is_current_round, was_given_back),
            note_required=True,
            style="alt",
        ),
    ],
)
