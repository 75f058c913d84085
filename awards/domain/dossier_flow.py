"""The workflow of an award dossier, upward and of the commune itself (architecture, 3). Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from awards.enums import DossierState as S
from dandvan.flow import Edge, Flow
from dandvan.roles import Actor, Relation, Role
from models_registry.enums import AwardLevel


@dataclass(frozen=True)
class DossierFacts:
    """All that the guards of a dossier ask, read under the lock; lists of names are in order.

    `unmet` and `unmet_without_vote` hold one sentence for each failed criterion of a nominee;
    `missing` maps a step (check, appraise, sign, send) to the titles of parts missing then;
    `problems` are what the service found wrong with what was typed (number, date, outcomes).
    """

    today: date
    nominees: int = 0
    own_collectives: tuple[str, ...] = ()
    not_agreed: tuple[str, ...] = ()
    not_put_forward: tuple[str, ...] = ()
    reports_not_sent: tuple[str, ...] = ()
    reports_not_confirmed: tuple[str, ...] = ()
    evaluations_open: tuple[str, ...] = ()
    unmet_without_vote: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    impediments: tuple[str, ...] = ()
    not_voted: tuple[str, ...] = ()
    passed: int = 0
    meetings_without_minutes: tuple[str, ...] = ()
    missing_check: tuple[str, ...] = ()
    missing_appraise: tuple[str, ...] = ()
    missing_sign: tuple[str, ...] = ()
    missing_send: tuple[str, ...] = ()
    addressee_gone: str = ""
    problems: tuple[str, ...] = ()


Guard = Callable[[DossierFacts], str | None]


def _named(sentence: str, names: tuple[str, ...]) -> str | None:
    """The sentence with its names after a colon; None when there are no names."""
    return f"{sentence}: {', '.join(names)}." if names else None


def has_a_nominee(facts: DossierFacts) -> str | None:
    """A dossier without anybody is no dossier."""
    return None if facts.nominees else "Hồ sơ chưa có đối tượng đề nghị nào."


def authority_not_its_own(facts: DossierFacts) -> str | None:
    """An authority never awards the collective it heads."""
    return _named(
        "Người có thẩm quyền không tự khen tập thể do mình đứng đầu", facts.own_collectives
    )


def every_nomination_agreed(facts: DossierFacts) -> str | None:
    """The bloc has agreed to every nominee (plan V.2)."""
    return _named("Khối Dân vận chưa thống nhất", facts.not_agreed)


def every_nomination_put_forward(facts: DossierFacts) -> str | None:
    """The chairman has put every nominee forward."""
    return _named("Chủ tịch chưa đưa ra bình xét", facts.not_put_forward)


def every_report_sent(facts: DossierFacts) -> str | None:
    """Every nominee has sent his báo cáo thành tích."""
    return _named("Chưa gửi báo cáo thành tích", facts.reports_not_sent)


def every_report_confirmed(facts: DossierFacts) -> str | None:
    """Every báo cáo thành tích is confirmed by the superior."""
    return _named("Báo cáo thành tích chưa được xác nhận", facts.reports_not_confirmed)


def evaluations_concluded(facts: DossierFacts) -> str | None:
    """The sheet of every nominee is concluded and the one in use."""
    return _named("Phiếu đánh giá chưa kết luận", facts.evaluations_open)


def criteria_met_but_the_vote(facts: DossierFacts) -> str | None:
    """Every criterion needed for the award kind is met, the vote apart."""
    return " ".join(facts.unmet_without_vote) or None


def criteria_met(facts: DossierFacts) -> str | None:
    """Every criterion needed for the award kind is met."""
    return " ".join(facts.unmet) or None


def no_impediment(facts: DossierFacts) -> str | None:
    """Nothing stands against a nominee (dossiers, P4)."""
    return " ".join(facts.impediments) or None


def every_nominee_voted_on(facts: DossierFacts) -> str | None:
    """A closed meeting has counted the votes for every nominee."""
    return _named("Chưa có kết quả bình xét của Hội đồng", facts.not_voted)


def somebody_passed(facts: DossierFacts) -> str | None:
    """At least one nominee stays after the vote."""
    if facts.nominees and not facts.not_voted and not facts.passed:
        return "Không đối tượng nào được Hội đồng bình xét. Hủy hồ sơ này."
    return None


def minutes_issued(facts: DossierFacts) -> str | None:
    """The minutes of every meeting concerned have number and date."""
    return _named("Biên bản chưa ban hành", facts.meetings_without_minutes)


def addressee_exists(facts: DossierFacts) -> str | None:
    """The deciding authority and its award kind are in force today (dossiers, P14)."""
    return facts.addressee_gone or None


def addressee_no_longer_exists(facts: DossierFacts) -> str | None:
    """Only a dossier whose addressee is gone is readdressed."""
    if not facts.addressee_gone:
        return "Cơ quan nhận hồ sơ vẫn còn; không cần chuyển nơi nhận."
    return None


def complete_for_check(facts: DossierFacts) -> str | None:
    """All parts needed by the check are there."""
    return _named("Còn thiếu", facts.missing_check)


def complete_for_appraisal(facts: DossierFacts) -> str | None:
    """All parts needed by the appraisal are there."""
    return _named("Còn thiếu", facts.missing_appraise)


def complete_for_signing(facts: DossierFacts) -> str | None:
    """All parts needed before the signature are there."""
    return _named("Còn thiếu", facts.missing_sign)


def complete_for_sending(facts: DossierFacts) -> str | None:
    """All parts needed before sending are there."""
    return _named("Còn thiếu", facts.missing_send)


def what_was_typed_fits(facts: DossierFacts) -> str | None:
    """Number, date, signer, outcomes: found by the service."""
    return " ".join(facts.problems) or None


def _edge(
    name: str,
    label: str,
    sources: set[S],
    target: S,
    who: set[Actor],
    *guards: Guard,
    note: bool = False,
    paper: bool = False,
    style: str = "primary",
) -> Edge[DossierFacts]:
    """One row of the tables below."""
    return Edge(
        name=name,
        label=label,
        sources=frozenset(state.value for state in sources),
        target=target.value,
        who=frozenset(who),
        guards=guards,
        note_required=note,
        by_paper=paper,
        style=style,
    )


_CHECK = _edge(
    "check",
    "Chuyển kiểm tra xong",
    {S.DRAFTING},
    S.CHECKED,
    {Role.CLERK},
    has_a_nominee,
    authority_not_its_own,
    addressee_exists,
    every_nomination_agreed,
    every_report_sent,
    evaluations_concluded,
    criteria_met_but_the_vote,
    no_impediment,
    complete_for_check,
)
_APPRAISE = _edge(
    "appraise",
    "Ghi nhận kết quả bình xét",
    {S.CHECKED},
    S.APPRAISED,
    {Relation.COUNCIL_SECRETARY},
    every_nomination_put_forward,
    every_report_confirmed,
    every_nominee_voted_on,
    minutes_issued,
    somebody_passed,
    no_impediment,
    complete_for_appraisal,
    paper=True,
)
_SIGN = _edge(
    "sign",
    "Ký tờ trình",
    {S.APPRAISED},
    S.SIGNED,
    {Role.CHAIR},
    has_a_nominee,
    addressee_exists,
    evaluations_concluded,
    criteria_met,
    no_impediment,
    complete_for_signing,
    what_was_typed_fits,
    paper=True,
)
_SEND = _edge(
    "send",
    "Gửi hồ sơ",
    {S.SIGNED},
    S.SENT,
    {Role.CLERK},
    addressee_exists,
    complete_for_sending,
    what_was_typed_fits,
)
_DECIDE_UPWARD = _edge(
    "decide",
    "Nhập kết quả của cấp trên",
    {S.SENT},
    S.DECIDED,
    {Role.CLERK},
    what_was_typed_fits,
)
_DECIDE_OWN = _edge(
    "decide",
    "Quyết định khen thưởng",
    {S.APPRAISED},
    S.DECIDED,
    {Role.CHAIR},
    has_a_nominee,
    authority_not_its_own,
    evaluations_concluded,
    criteria_met,
    no_impediment,
    complete_for_signing,
    what_was_typed_fits,
    paper=True,
)
_READDRESS = _edge(
    "readdress",
    "Chuyển nơi nhận mới",
    {S.SENT},
    S.DRAFTING,
    {Role.CLERK},
    addressee_no_longer_exists,
    what_was_typed_fits,
    note=True,
    style="alt",
)
_CANCEL = _edge(
    "cancel",
    "Hủy hồ sơ",
    {S.DRAFTING, S.CHECKED, S.APPRAISED},
    S.CANCELLED,
    {Role.CLERK},
    note=True,
    style="stop",
)


def _return(sources: set[S]) -> Edge[DossierFacts]:
    """Back to the clerk's desk, saying what was asked for."""
    return _edge(
        "return",
        "Trả lại để bổ sung",
        sources,
        S.DRAFTING,
        {Role.CLERK, Role.CHAIR},
        note=True,
        style="alt",
    )


UPWARD_FLOW: Flow[DossierFacts] = Flow(
    "dossier_upward",
    [
        _CHECK,
        _APPRAISE,
        _SIGN,
        _SEND,
        _DECIDE_UPWARD,
        _return({S.CHECKED, S.APPRAISED, S.SIGNED, S.SENT}),
        _READDRESS,
        _CANCEL,
    ],
)
OWN_FLOW: Flow[DossierFacts] = Flow(
    "dossier_own",
    [_CHECK, _APPRAISE, _DECIDE_OWN, _return({S.CHECKED, S.APPRAISED}), _CANCEL],
)


def dossier_flow(level: str) -> Flow[DossierFacts]:
    """The flow of a dossier of this level (AwardLevel)."""
    return UPWARD_FLOW if level == AwardLevel.UPWARD else OWN_FLOW
