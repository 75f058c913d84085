"""Facts for the rules of section IV, read for any number of subjects in the same few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from awards.domain.eligibility import (
    CO_OWNER,
    OWNER,
    ModelFact,
    RecordFact,
    SubjectFacts,
    VillageFact,
    VoteFact,
    why_not_counted,
)
from awards.domain.rule_names import EFFECTIVE, REPLICABLE
from awards.enums import RatioBase
from awards.models import Attendance, Evaluation, NomineeVote, VoteRule
from dandvan import clock
from dandvan.vietnamese import short_date
from models_registry.enums import FactKind, MemberPart, ModelState, SubjectType
from models_registry.models import (
    DanVanModel,
    EmulationYear,
    ModelAssessment,
    ModelMember,
    ModelReview,
    Post,
    QualityMark,
    Recognition,
    Village,
    YearlyRecord,
)
from models_registry.models.dated import on_day

SubjectKey = tuple[str, int]
_NEVER_SENT = (ModelState.DRAFT, ModelState.WITHDRAWN)
# Parts that make somebody worth a suggestion; the plan file decides in the evaluation itself.
_WEIGHTY = frozenset({OWNER, CO_OWNER, *MemberPart.values}) - {MemberPart.HELPER.value}
_EVER_RECOGNIZED = (ModelState.RECOGNIZED, ModelState.REVOKED)


def key_of(evaluation: Evaluation) -> SubjectKey:
    """What tells subjects apart: their type and number."""
    if evaluation.collective_id:
        return (SubjectType.COLLECTIVE.value, evaluation.collective_id)
    return (SubjectType.INDIVIDUAL.value, evaluation.individual_id)


@dataclass(frozen=True)
class SubjectParts:
    """A subject that has part in models of the year: its name and its parts by model."""

    key: SubjectKey
    name: str
    eligible: bool
    parts: dict[int, tuple[str, ...]]


class YearSources:
    """Everything of one emulation year that rules rest on: 4 queries for any number of subjects."""

    def __init__(self, year: EmulationYear) -> None:
        """Read models, parts, yearly facts and villages once."""
        self.year = year
        self.models = {row.pk: row for row in _models_of_year(year)}
        self.subjects = _subjects_of(self.models, year)
        self.records = list(YearlyRecord.objects.filter(year=year, is_current=True).order_by("id"))
        self.villages = list(
            Village.objects.filter(commune_id=year.plan.commune_id)
            .filter(on_day(year.cutoff))
            .order_by("code")
        )

    def facts_of(self, key: SubjectKey, vote: dict[str, Any] | None) -> SubjectFacts:
        """Facts of one subject; `vote` as `vote_of_evaluation` gives it."""
        subject = self.subjects.get(key)
        parts = subject.parts if subject else {}
        kind, field = (
            (FactKind.MASS_MOBILIZATION, "collective_id")
            if key[0] == SubjectType.COLLECTIVE
            else (FactKind.INDIVIDUAL_RATING, "individual_id")
        )
        by_village = {row.village_id: row for row in self.records if row.village_id}
        return SubjectFacts(
            year=self.year.year,
            cutoff=self.year.cutoff,
            models=tuple(
                _model_fact(row, parts[pk]) for pk, row in self.models.items() if pk in parts
            ),
            rating=self._record(lambda row: row.kind == kind and getattr(row, field) == key[1]),
            party_rating=self._record(lambda row: row.kind == FactKind.PARTY_RATING),
            villages=tuple(
                VillageFact(row.pk, str(row), _record_fact(by_village.get(row.pk)))
                for row in self.villages
            ),
            vote=_vote_fact(vote),
        )

    def counting_models(self, key: SubjectKey) -> tuple[ModelFact, ...]:
        """Recognized models that would count for this subject, whatever the plan's parameters."""
        parts = self.subjects[key].parts
        models = (_model_fact(self.models[pk], held) for pk, held in parts.items())
        return tuple(m for m in models if why_not_counted(m, self.year.year, _WEIGHTY) is None)

    def _record(self, wanted: Any) -> RecordFact | None:
        """The first current record that fits."""
        return _record_fact(next((row for row in self.records if wanted(row)), None))


def _record_fact(row: YearlyRecord | None) -> RecordFact | None:
    """A yearly record as the rules see it."""
    if row is None:
        return None
    return RecordFact(row.value, row.citation, row.is_provisional, row.reason)


def _latest_mark(code: str) -> Coalesce:
    """Mark of one quality in the model's latest round; "" for none."""
    latest = ModelAssessment.objects.filter(dv_model=OuterRef(OuterRef("pk"))).order_by("-round")
    marks = QualityMark.objects.filter(
        assessment=Subquery(latest.values("pk")[:1]), quality__code=code
    )
    return Coalesce(Subquery(marks.values("mark")[:1]), Value(""))


def _models_of_year(year: EmulationYear) -> QuerySet[DanVanModel]:
    """Models of this year and earlier recognized ones, with review, marks and decision."""
    review = ModelReview.objects.standing().filter(dv_model=OuterRef("pk"), year=year)
    listed = Recognition.objects.filter(dv_model=OuterRef("pk")).order_by("-pk")
    paper = JSONObject(
        number="decision__paper__number",
        symbol="decision__paper__symbol",
        date="decision__paper__date",
    )
    return (
        DanVanModel.objects.filter(
            Q(year__year=year.year) | Q(year__year__lt=year.year, state__in=_EVER_RECOGNIZED),
            commune_id=year.plan.commune_id,
        )
        .exclude(state__in=_NEVER_SENT)
        .select_related("year", "collective__kind", "individual")
        .annotate(
            effective=_latest_mark(EFFECTIVE),
            replicable=_latest_mark(REPLICABLE),
            review=Subquery(review.values(data=JSONObject(outcome="outcome", date="date"))[:1]),
            listed=Subquery(listed.values(data=paper)[:1]),
            owner_eligible=_holds_eligible_post("individual", year),
        )
        .order_by("year__year", "code", "id")
    )


def day_of_year(year: EmulationYear) -> date:
    """Day on which parts and posts are looked at: today, at the latest the year's last day."""
    return min(clock.today(), date(year.year, 12, 31))


def _holds_eligible_post(path: str, year: EmulationYear) -> Exists:
    """Whether the person holds a post that the movement is for."""
    return Exists(
        Post.objects.filter(
            on_day(day_of_year(year)), individual=OuterRef(path), kind__eligible=True
        )
    )


def _part_rows(model_ids: Iterable[int], year: EmulationYear) -> QuerySet[Any]:
    """Members active on the day and co-owning collectives of these models, as one query."""
    text = CharField()
    members = (
        ModelMember.objects.filter(on_day(day_of_year(year)), dv_model__in=model_ids)
        .annotate(
            whose=Value(SubjectType.INDIVIDUAL.value, output_field=text),
            eligible=_holds_eligible_post("individual", year),
        )
        .order_by()
        .values_list(
            "dv_model_id", "whose", "individual_id", "part", "individual__full_name", "eligible"
        )
    )
    co_owners = (
        DanVanModel.co_owners.through.objects.filter(danvanmodel__in=model_ids)
        .annotate(
            whose=Value(SubjectType.COLLECTIVE.value, output_field=text),
            part=Value(CO_OWNER, output_field=text),
        )
        .values_list(
            "danvanmodel_id",
            "whose",
            "collective_id",
            "part",
            "collective__name",
            "collective__kind__eligible",
        )
    )
    return members.union(co_owners, all=True)


def _subjects_of(
    models: dict[int, DanVanModel], year: EmulationYear
) -> dict[SubjectKey, SubjectParts]:
    """Who has part in these models, with every part he plays."""
    parts: dict[SubjectKey, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    names: dict[SubjectKey, tuple[str, bool]] = {}

    def note(key: SubjectKey, model_id: int, part: str, name: str, eligible: bool) -> None:
        parts[key][model_id].append(part)
        names[key] = (name, bool(eligible))

    for row in models.values():
        if row.collective_id:
            key = (SubjectType.COLLECTIVE.value, row.collective_id)
            note(key, row.pk, OWNER, row.collective.name, row.collective.kind.eligible)
        elif row.individual_id:
            key = (SubjectType.INDIVIDUAL.value, row.individual_id)
            note(key, row.pk, OWNER, row.individual.full_name, row.owner_eligible)
    for model_id, whose, pk, part, name, eligible in _part_rows(list(models), year):
        note((whose, pk), model_id, part, name, eligible)
    return {
        key: SubjectParts(key, *names[key], {pk: tuple(held) for pk, held in by_model.items()})
        for key, by_model in parts.items()
    }


def _as_date(value: Any) -> date:
    """A date that came through JSON."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _model_fact(row: Any, parts: tuple[str, ...]) -> ModelFact:
    """A model of `_models_of_year` as the rules see it."""
    review, listed = row.review or {}, row.listed
    decision = ""
    if listed:
        number = f"{listed['number']:02d}/{listed['symbol']}"
        decision = f"Quyết định số {number} ngày {short_date(_as_date(listed['date']))}"
    return ModelFact(
        pk=row.pk,
        code=row.code,
        name=row.name,
        year=row.year.year,
        state=row.state,
        parts=parts,
        review=review.get("outcome", ""),
        review_date=_as_date(review["date"]) if review else None,
        effective=row.effective,
        replicable=row.replicable,
        decision=decision,
    )


def vote_of_evaluation() -> Subquery:
    """The vote that counts for an evaluation, as JSON: a passed one first, then the latest.

    Only closed meetings. `present` and `members` are whole persons, `ratio_base` what the
    rule in force takes the ratio of.
    """
    seats = Attendance.objects.filter(meeting=OuterRef("meeting")).order_by()
    by_meeting = seats.values("meeting").annotate(seats=Count("pk"))
    day = OuterRef("meeting__starts_at__date")
    rule = VoteRule.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        Q(award_kind__isnull=True) | Q(award_kind=OuterRef("nomination__award_kind")),
        commune=OuterRef("meeting__commune"),
    ).order_by(F("award_kind").asc(nulls_last=True), "pk")
    barred = NomineeVote.not_voting.through.objects.filter(nomineevote=OuterRef("pk")).order_by()
    out = barred.values("nomineevote").annotate(out=Count("pk"))
    votes = (
        NomineeVote.objects.filter(
            nomination__evaluation=OuterRef("pk"),
            meeting__closed_at__isnull=False,
            passed__isnull=False,
            is_final=True,
        )
        .order_by("-passed", "-meeting__starts_at", "-pk")
        .annotate(
            present=Coalesce(
                Subquery(by_meeting.filter(present=True).values("seats")[:1]), Value(0)
            ),
            members=Coalesce(Subquery(by_meeting.values("seats")[:1]), Value(0)),
            barred=Coalesce(Subquery(out.values("out")[:1]), Value(0)),
            count_barred=Coalesce(Subquery(rule.values("count_barred")[:1]), Value(True)),
            ratio_base=Coalesce(
                Subquery(rule.values("ratio_base")[:1]), Value(RatioBase.PRESENT.value)
            ),
        )
    )
    data = JSONObject(
        passed="passed",
        votes_for="votes_for",
        present="present",
        members="members",
        ratio_base="ratio_base",
        barred="barred",
        count_barred="count_barred",
        held="meeting__starts_at__date",
        number="meeting__minutes__paper__number",
        symbol="meeting__minutes__paper__symbol",
    )
    return Subquery(votes.values(data=data)[:1])


def _vote_fact(vote: dict[str, Any] | None) -> VoteFact | None:
    """The vote as the rules see it."""
    if not vote:
        return None
    whole = vote["members"] if vote["ratio_base"] == RatioBase.ALL_MEMBERS else vote["present"]
    whole -= 0 if vote["count_barred"] else vote["barred"]
    minutes = f"{vote['number']:02d}/{vote['symbol']}" if vote["number"] else ""
    return VoteFact(
        passed=bool(vote["passed"]),
        votes_for=vote["votes_for"],
        base=whole,
        minutes=minutes,
        date=_as_date(vote["held"]),
    )
