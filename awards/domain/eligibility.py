"""Section IV of the plan as functions over frozen facts: one rule, one function. Pure.

A rule never looks anything up: `awards.queries_evaluation` builds the facts, the plan file
gives the parameters. Clauses named here are those of the plan of xã Tơ Tung; the clause that
a finding cites is data of its criterion.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from awards.domain.rule_names import RULES
from awards.enums import FindingMark
from dandvan.vietnamese import short_date
from models_registry.enums import RATING_VALUES, FactValue, MemberPart, ModelState, ReviewOutcome
from models_registry.enums import Mark as QualityMark

# How a subject stands to a model beside the parts of its members.
OWNER, CO_OWNER = "owner", "co_owner"
_PART_LABELS: dict[str, str] = {
    OWNER: "chủ mô hình",
    CO_OWNER: "đồng chủ trì",
    **{part.value: part.label.lower() for part in MemberPart},
}


class Where(StrEnum):
    """Where a missing fact is entered; pages turn it into an address."""

    MODEL = "model"
    YEARLY_FACTS = "yearly_facts"
    VILLAGES = "villages"
    MEETING = "meeting"


@dataclass(frozen=True)
class Missing:
    """What has to be entered, and where; `ident` is the model it is about, 0 for none."""

    what: str
    where: Where
    ident: int = 0


@dataclass(frozen=True)
class ModelFact:
    """A model that the subject has part in, sent at least once.

    `parts` are OWNER, CO_OWNER or values of MemberPart. `review` is this year's look at a
    model of an earlier year ("" for none). Marks are of the latest round ("" for none);
    `decision` cites the latest decision that lists the model.
    """

    pk: int
    code: str
    name: str
    year: int
    state: str
    parts: tuple[str, ...]
    review: str = ""
    review_date: date | None = None
    effective: str = ""
    replicable: str = ""
    decision: str = ""

    @property
    def label(self) -> str:
        """How an explanation names the model."""
        return f"{self.code} “{self.name}”"


@dataclass(frozen=True)
class RecordFact:
    """A yearly fact with the paper it rests on."""

    value: str
    citation: str
    provisional: bool = False
    reason: str = ""


@dataclass(frozen=True)
class VillageFact:
    """A village that exists on the cut-off day; `record` None when nothing was entered.

    `name` as in running text: "làng Stơr".
    """

    pk: int
    name: str
    record: RecordFact | None = None


@dataclass(frozen=True)
class VoteFact:
    """The count of a closed meeting: votes for, of how many, in which minutes."""

    passed: bool
    votes_for: int
    base: int
    minutes: str
    date: date


@dataclass(frozen=True)
class SubjectFacts:
    """All that the rules ask about one subject in one emulation year."""

    year: int
    cutoff: date
    models: tuple[ModelFact, ...] = ()
    rating: RecordFact | None = None
    party_rating: RecordFact | None = None
    villages: tuple[VillageFact, ...] = ()
    vote: VoteFact | None = None


@dataclass(frozen=True)
class FindingResult:
    """What a rule found: mark, sentences that explain it, what is missing and where it goes.

    `provisional`: the mark rests on a fact that may still change ("tạm tính").
    """

    mark: FindingMark
    explanation: tuple[str, ...]
    provisional: bool = False
    missing: tuple[Missing, ...] = ()


Rule = Callable[[SubjectFacts, Mapping[str, Any]], FindingResult]


def why_not_counted(model: ModelFact, year: int, parts: frozenset[str]) -> str | None:
    """Why a recognized model of the subject does not count for this year; None when it does.

    It counts in its own year (not its decision's), or by this year's review "continues";
    the latest round marks it effective and replicable. Source: IV.1.1 and IV.1.2, point 3/2.
    """
    if model.state == ModelState.REVOKED:
        return "đã bị thu hồi công nhận"
    if model.state != ModelState.RECOGNIZED:
        return f"chưa được công nhận ({ModelState(model.state).label.lower()})"
    if model.year > year:
        return f"là mô hình của năm {model.year}"
    if model.year < year:
        if not model.review:
            return f"là mô hình của năm {model.year}, chưa rà soát trong năm {year}"
        if model.review != ReviewOutcome.CONTINUES:
            return f"rà soát ngày {short_date(model.review_date)}: đã dừng"
    if not parts & set(model.parts):
        held = ", ".join(_PART_LABELS[part] for part in model.parts)
        return f"vai trò “{held}” không được tính"
    lacking = [
        text
        for text, mark in (
            ("có hiệu quả trong thực tế", model.effective),
            ("có thể nhân rộng", model.replicable),
        )
        if mark != QualityMark.MET
    ]
    return f"thẩm định chưa ghi nhận {' và '.join(lacking)}" if lacking else None


def _counted_text(model: ModelFact, year: int, parts: frozenset[str]) -> str:
    """The sentence of a model that counts."""
    played = ", ".join(_PART_LABELS[part] for part in model.parts if part in parts)
    how = ""
    if model.year < year:
        how = f"; rà soát {short_date(model.review_date)}: tiếp tục"
    decision = f", {model.decision}" if model.decision else ""
    return f"{model.label} ({played}){decision}{how}."


def _mend(model: ModelFact, year: int) -> Missing | None:
    """What may still be entered so that this model counts."""
    if model.state == ModelState.ASSESSED:
        return Missing(f"Quyết định công nhận {model.label}", Where.MODEL, model.pk)
    if model.state == ModelState.REPORTED:
        return Missing(f"Thẩm định {model.label}", Where.MODEL, model.pk)
    if model.state == ModelState.RECOGNIZED and model.year < year and not model.review:
        return Missing(f"Rà soát {model.label} trong năm {year}", Where.MODEL, model.pk)
    return None


def _count_models(facts: SubjectFacts, minimum: int, parts: frozenset[str]) -> FindingResult:
    """Models that count against the minimum, each explained."""
    counted, other, mends = [], [], []
    for model in facts.models:
        why = why_not_counted(model, facts.year, parts)
        if why is None:
            counted.append(_counted_text(model, facts.year, parts))
        else:
            other.append(f"{model.label}: không tính, {why}.")
            mends.append(_mend(model, facts.year))
    if len(counted) >= minimum:
        return FindingResult(FindingMark.MET, tuple(counted))
    head = (
        f"Có {len(counted)}/{minimum} mô hình được công nhận tính cho năm {facts.year}."
        if counted
        else f"Không có mô hình được công nhận tính cho năm {facts.year} (cần {minimum})."
    )
    return FindingResult(
        FindingMark.NOT_MET,
        (head, *counted, *other),
        missing=tuple(mend for mend in mends if mend is not None),
    )


def recognized_models_of_collective(
    facts: SubjectFacts, params: Mapping[str, Any]
) -> FindingResult:
    """At least `min` recognized models as owner or co-owner (IV.1.1, point 3). Whole models."""
    return _count_models(facts, int(params["min"]), frozenset({OWNER, CO_OWNER}))


def recognized_models_of_individual(
    facts: SubjectFacts, params: Mapping[str, Any]
) -> FindingResult:
    """At least `min` recognized models, own or in one of `parts` (IV.1.2, point 2)."""
    return _count_models(facts, int(params["min"]), frozenset({OWNER, *params["parts"]}))


def _record_text(record: RecordFact) -> str:
    """Value, paper and whether it is provisional, as a sentence."""
    label = FactValue(record.value).label
    reason = f": {record.reason}" if record.reason else ""
    provisional = " (tạm tính)" if record.provisional else ""
    return f"{label}{provisional}{reason}, theo {record.citation}."


def annual_rating_at_least(facts: SubjectFacts, params: Mapping[str, Any]) -> FindingResult:
    """The year's rating is `value` or better (IV.1.1, point 4)."""
    needed = FactValue(params["value"])
    record = facts.rating
    if record is None:
        what = f"Xếp loại năm {facts.year}"
        return FindingResult(
            FindingMark.PENDING,
            (f"Chưa nhập xếp loại năm {facts.year} (cần từ mức {needed.label.lower()} trở lên).",),
            missing=(Missing(what, Where.YEARLY_FACTS),),
        )
    # The scale stands from best to worst.
    met = RATING_VALUES.index(FactValue(record.value)) <= RATING_VALUES.index(needed)
    return FindingResult(
        FindingMark.MET if met else FindingMark.NOT_MET,
        (_record_text(record),),
        provisional=record.provisional,
    )


def party_rating_is(facts: SubjectFacts, params: Mapping[str, Any]) -> FindingResult:
    """The Party committee of the commune is rated `value` (IV.1.1, point 5)."""
    needed = FactValue(params["value"])
    record = facts.party_rating
    if record is None:
        return FindingResult(
            FindingMark.PENDING,
            (f"Chưa nhập xếp loại Đảng ủy xã năm {facts.year} (cần: {needed.label.lower()}).",),
            missing=(Missing(f"Xếp loại Đảng ủy xã năm {facts.year}", Where.YEARLY_FACTS),),
        )
    return FindingResult(
        FindingMark.MET if record.value == needed else FindingMark.NOT_MET,
        (_record_text(record),),
        provisional=record.provisional,
    )


def villages_with_culture_title(facts: SubjectFacts, params: Mapping[str, Any]) -> FindingResult:
    """Of the villages alive on the cut-off day, all or at least `min` hold the title.

    Whole villages; "all" follows the number of villages. Source: IV.1.1, point 5.
    """
    total = len(facts.villages)
    if not total:
        return FindingResult(
            FindingMark.PENDING,
            (f"Chưa có làng nào trong danh sách ngày {short_date(facts.cutoff)}.",),
            missing=(Missing("Danh sách làng", Where.VILLAGES),),
        )
    needed = total if params["min"] == "all" else int(params["min"])
    known = [(village, village.record) for village in facts.villages if village.record is not None]
    having = [pair for pair in known if pair[1].value == FactValue.ACHIEVED]
    lacking = [pair for pair in known if pair[1].value != FactValue.ACHIEVED]
    blank = [village for village in facts.villages if village.record is None]
    lines = [f"{len(having)}/{total} làng đạt danh hiệu văn hóa (cần {needed})."]
    lines += [f"{_capital(village.name)}: {_record_text(record)}" for village, record in lacking]
    if blank:
        lines.append(f"Chưa có kết quả: {', '.join(village.name for village in blank)}.")
    if papers := sorted({record.citation for _, record in having}):
        lines.append(f"Theo {'; '.join(papers)}.")
    missing = tuple(
        Missing(f"Danh hiệu văn hóa của {village.name}", Where.YEARLY_FACTS) for village in blank
    )
    if len(having) >= needed:
        final = sum(1 for _, record in having if not record.provisional)
        return FindingResult(FindingMark.MET, tuple(lines), final < needed, missing)
    if len(having) + len(blank) < needed:
        final = sum(1 for _, record in lacking if not record.provisional)
        return FindingResult(FindingMark.NOT_MET, tuple(lines), total - final >= needed, missing)
    return FindingResult(
        FindingMark.PENDING, tuple(lines), any(record.provisional for _, record in known), missing
    )


def _capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def vote_passed(facts: SubjectFacts, params: Mapping[str, Any]) -> FindingResult:
    """The council voted for the subject in a closed meeting (IV.1.1 and IV.1.2, point 1)."""
    del params
    vote = facts.vote
    if vote is None:
        return FindingResult(
            FindingMark.PENDING,
            ("Chưa bình xét.",),
            missing=(Missing("Kết quả bình xét của Hội đồng", Where.MEETING),),
        )
    minutes = vote.minutes or "chưa ban hành biên bản"
    text = f"{vote.votes_for}/{vote.base}, {minutes} (họp ngày {short_date(vote.date)})."
    return FindingResult(FindingMark.MET if vote.passed else FindingMark.NOT_MET, (text,))


RULE_FUNCTIONS: dict[str, Rule] = {
    "recognized_models_of_collective": recognized_models_of_collective,
    "recognized_models_of_individual": recognized_models_of_individual,
    "annual_rating_at_least": annual_rating_at_least,
    "party_rating_is": party_rating_is,
    "villages_with_culture_title": villages_with_culture_title,
    "vote_passed": vote_passed,
}


def find(rule: str, facts: SubjectFacts, params: Mapping[str, Any]) -> FindingResult:
    """Result of the named rule. Raises KeyError for a name that is not in RULES."""
    return RULE_FUNCTIONS[RULES[rule].name](facts, params)
