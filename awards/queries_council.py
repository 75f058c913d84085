"""Reads of the council, its meetings and votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from awards.domain.quorum import VoteTerms
from awards.enums import Ballot, CouncilPost, NominationState
from awards.models import (
    AppraisalMeeting,
    Council,
    CouncilMember,
    Nomination,
    NomineeVote,
    VoteRule,
)
from awards.queries_nomination import READERS, detailed, is_council_member
from dandvan.roles import Actor, Relation, Role, roles_of
from models_registry.enums import AuthorityLevel
from models_registry.models import Authority, Commune, Post, User
from models_registry.models.dated import on_day
from models_registry.queries import current_individual_id

COUNCIL_AUTHORITY = "HDTDKT"


@dataclass(frozen=True)
class Barred:
    """A member who takes no part in one vote, and why."""

    member: CouncilMember
    reason: str


def meeting_day(meeting: AppraisalMeeting) -> date:
    """The day of a meeting in local time."""
    return timezone.localtime(meeting.starts_at).date()


def councils_on(commune_id: int, day: date) -> QuerySet[Council]:
    """Councils of the commune in office on this day."""
    return Council.objects.filter(commune_id=commune_id).on(day)


def members_on(council: Council, day: date) -> tuple[CouncilMember, ...]:
    """Members of a council valid on this day, in their order."""
    rows = CouncilMember.objects.filter(council=council).on(day).select_related("individual")
    return tuple(rows.order_by("order", "pk"))


def meetings_visible_to(user: User, day: date) -> QuerySet[AppraisalMeeting]:
    """Meetings of the commune: for those who handle or read them, the council, who must sign."""
    rows = AppraisalMeeting.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    if roles_of(user) & READERS or is_council_member(user, day):
        return rows
    person = current_individual_id(user)
    signs = Q(chair__individual_id=person) | Q(secretary__individual_id=person)
    return rows.filter(signs) if person is not None else rows.none()


def minutes_readable_to(user: User, day: date) -> QuerySet[AppraisalMeeting]:
    """Meetings whose minutes the person may read: before closing only those who write them.

    A draft tells the counts, which a barred person must not know before the closing.
    """
    rows = meetings_visible_to(user, day)
    writers = {Role.CLERK, Relation.COUNCIL_SECRETARY}
    if not user.commune_id or not council_actors(user, user.commune_id, day) & writers:
        return rows.filter(closed_at__isnull=False)
    person = current_individual_id(user)
    hidden = [row.pk for row in rows.filter(closed_at__isnull=True) if hides_case(row, person)]
    return rows.exclude(pk__in=hidden)


def hides_case(meeting: AppraisalMeeting, person: int | None) -> bool:
    """Whether a count of this meeting is kept from the person."""
    kept = kept_from(meeting, person)
    if not kept:
        return False
    rows = votable_nominations(meeting).values_list("pk", flat=True)
    return bool(kept & (set(rows) | set(meeting.votes.values_list("nomination_id", flat=True))))


def council_relations(user: User, commune_id: int, day: date) -> frozenset[Relation]:
    """COUNCIL_MEMBER and COUNCIL_SECRETARY, by dated rows of a council in office that day."""
    person = current_individual_id(user)
    if person is None or user.commune_id != commune_id:
        return frozenset()
    posts = (
        CouncilMember.objects.filter(individual_id=person, council__commune_id=commune_id)
        .on(day)
        .filter(on_day(day, prefix="council__"))
        .values_list("post", flat=True)
    )
    found = set()
    for post in posts:
        found.add(Relation.COUNCIL_MEMBER)
        if post == CouncilPost.SECRETARY:
            found.add(Relation.COUNCIL_SECRETARY)
    return frozenset(found)


def council_actors(user: User, commune_id: int, day: date) -> frozenset[Actor]:
    """Roles and relations to the council of the person; none across communes."""
    if user.commune_id != commune_id or user.commune_id is None:
        return frozenset()
    return frozenset(roles_of(user)) | council_relations(user, commune_id, day)


def vote_rule_for(nomination: Nomination, day: date) -> VoteRule | None:
    """The rule of voting for an award kind on a day: its own one, else the general one."""
    return vote_rule_among(vote_rules(nomination.commune_id), nomination, day)


def vote_rules(commune_id: int) -> tuple[VoteRule, ...]:
    """All rules of voting of a commune, the latest first."""
    rows = VoteRule.objects.filter(commune_id=commune_id)
    return tuple(rows.order_by(F("valid_from").desc(nulls_last=True), "pk"))


def vote_rule_among(
    rules: Sequence[VoteRule], nomination: Nomination, day: date
) -> VoteRule | None:
    """`vote_rule_for` out of rules already read."""
    holding = [row for row in rules if row.holds_on(day)]
    own = [row for row in holding if row.award_kind_id == nomination.award_kind_id]
    general = [row for row in holding if row.award_kind_id is None]
    return next(iter((*own, *general)), None)


def terms_of(rule: VoteRule) -> VoteTerms:
    """A vote rule as the pure functions take it."""
    return VoteTerms(
        quorum_num=rule.quorum_num,
        quorum_den=rule.quorum_den,
        pass_num=rule.pass_num,
        pass_den=rule.pass_den,
        strictly_more=rule.strictly_more,
        ratio_base=rule.ratio_base,
        min_present=rule.min_present,
        count_barred=rule.count_barred,
        tie_rule=rule.tie_rule,
    )


def ballot_for(meeting: AppraisalMeeting, nomination: Nomination) -> str:
    """How this nominee is voted on: on paper where the meeting or the rule of the award says so."""
    rule = vote_rule_for(nomination, meeting_day(meeting))
    secret = Ballot.SECRET in (meeting.ballot, rule.ballot if rule else "")
    return Ballot.SECRET if secret else Ballot.SHOW_OF_HANDS


def rule_lines(rule: VoteRule | None) -> tuple[str, ...]:
    """A rule of voting with its source, and that nobody has checked it while that is so."""
    if rule is None:
        return ("Chưa có quy tắc biểu quyết áp dụng vào ngày họp.",)
    source = f" Nguồn: {rule.source.rstrip('.')}." if rule.source else ""
    unchecked = "" if rule.confirmed else " Chưa đối chiếu."
    return (f"Quy tắc biểu quyết: {rule}.{source}{unchecked}",)


def conflict_reasons(nomination: Nomination, day: date) -> dict[int, str]:
    """Persons who may not vote on this nominee by who they are: himself, head, deputies."""
    evaluation = nomination.evaluation
    if evaluation.individual_id:
        return {evaluation.individual_id: "là người được đề nghị khen thưởng"}
    reasons: dict[int, str] = {}
    about = Q(heads_id=evaluation.collective_id) | Q(deputy_of_id=evaluation.collective_id)
    for post in Post.objects.filter(about).filter(on_day(day)):
        head = post.heads_id == evaluation.collective_id
        reasons[post.individual_id] = (
            "đứng đầu tập thể được đề nghị" if head else "là cấp phó của tập thể được đề nghị"
        )
    return reasons


def barred_members(meeting: AppraisalMeeting, nomination: Nomination) -> tuple[Barred, ...]:
    """Members who cannot vote on this nominee: by who they are, or as they declared.

    By posts held on the day of the meeting, in the order of the council.
    """
    day = meeting_day(meeting)
    declared = {
        row.member_id: row.get_kind_display()
        for row in meeting.abstentions.filter(nomination=nomination)
    }
    reasons = conflict_reasons(nomination, day)
    return tuple(
        Barred(member, reasons.get(member.individual_id) or declared[member.pk])
        for member in members_on(meeting.council, day)
        if member.individual_id in reasons or member.pk in declared
    )


def kept_from(meeting: AppraisalMeeting, person: int | None) -> frozenset[int]:
    """Nominations whose count this person may not know before the closing, by number.

    His own, his collective's as head or deputy (also outside the council), as he declared, or
    as the count names him. Empty once the meeting is closed.
    """
    if person is None or meeting.is_closed:
        return frozenset()
    named = meeting.votes.filter(not_voting__individual_id=person)
    declared = meeting.abstentions.filter(member__individual_id=person)
    kept = {
        *named.values_list("nomination_id", flat=True),
        *declared.values_list("nomination_id", flat=True),
    }
    day = meeting_day(meeting)
    headed = Post.objects.filter(on_day(day), individual_id=person).values("heads_id")
    deputy = Post.objects.filter(on_day(day), individual_id=person).values("deputy_of_id")
    about = (
        Q(evaluation__individual_id=person)
        | Q(evaluation__collective__in=headed)
        | Q(evaluation__collective__in=deputy)
    )
    rows = Nomination.objects.filter(about, commune_id=meeting.commune_id)
    return frozenset(kept) | frozenset(rows.values_list("pk", flat=True))


def present_members(meeting: AppraisalMeeting) -> tuple[CouncilMember, ...]:
    """Members who are there, in the order of the council."""
    rows = meeting.attendance.filter(present=True).select_related("member__individual")
    return tuple(row.member for row in rows.order_by("member__order", "member_id"))


def votable_nominations(meeting: AppraisalMeeting) -> QuerySet[Nomination]:
    """Nominations of the meeting's year that can be voted on: agreed or put forward, open.

    One that another meeting settled only where the agenda takes it up again.
    """
    settled = NomineeVote.objects.filter(is_final=True, meeting__closed_at__isnull=False).exclude(
        meeting=meeting
    )
    again = Q(pk__in=meeting.agenda.values("nomination_id"))
    rows = Nomination.objects.filter(
        commune_id=meeting.commune_id,
        evaluation__year_id=meeting.year_id,
        state__in=(NominationState.AGREED, NominationState.PUT_FORWARD),
    )
    open_rows = rows.filter(again | ~Q(pk__in=settled.values("nomination_id")))
    return detailed(open_rows).order_by("pk")


def agenda_of(meeting: AppraisalMeeting) -> tuple[Nomination, ...]:
    """Who must be voted on before the meeting closes: the agenda in its order.

    While nobody was called to the meeting: put forward by its day, and not settled.
    """
    order = dict(meeting.agenda.values_list("nomination_id", "order"))
    if order:
        rows = votable_nominations(meeting).filter(pk__in=order)
        return tuple(sorted(rows, key=lambda row: order[row.pk]))
    day = meeting_day(meeting)
    due = []
    for row in votable_nominations(meeting).prefetch_related("transitions"):
        if row.state != NominationState.PUT_FORWARD:
            continue
        moved = [t.at for t in row.transitions.all() if t.edge == "put_forward"]
        if not moved or timezone.localtime(moved[-1]).date() <= day:
            due.append(row)
    return tuple(due)


def vote_of(nomination: Nomination) -> NomineeVote | None:
    """The last count of a closed meeting for this nominee and award kind.

    A nomination that was sent back and entered again keeps the vote on the same sheet.
    """
    return votes_of([nomination]).get(nomination.pk)


def votes_of(nominations: Sequence[Nomination]) -> dict[int, NomineeVote]:
    """`vote_of` for several nominations at once, by number of the nomination."""
    same = Q(nomination__in=[row.pk for row in nominations]) | Q(
        nomination__evaluation__in=[row.evaluation_id for row in nominations],
        nomination__award_kind__in=[row.award_kind_id for row in nominations],
    )
    rows = NomineeVote.objects.filter(
        same, is_final=True, meeting__closed_at__isnull=False
    ).select_related("nomination", "meeting__minutes__paper")
    by_id: dict[int, NomineeVote] = {}
    by_sheet: dict[tuple[int, int], NomineeVote] = {}
    for vote in rows.order_by("meeting__starts_at", "pk"):
        by_id[vote.nomination_id] = vote
        by_sheet[(vote.nomination.evaluation_id, vote.nomination.award_kind_id)] = vote
    found = {}
    for row in nominations:
        own, sheet = by_id.get(row.pk), by_sheet.get((row.evaluation_id, row.award_kind_id))
        if vote := sheet or own:
            found[row.pk] = vote
    return found


def minutes_authority(commune: Commune, day: date) -> Authority | None:
    """Whose series the number of the minutes belongs to: the council, else the commune's head."""
    rows = Authority.objects.filter(commune=commune).on(day)
    council = rows.filter(code=COUNCIL_AUTHORITY).first()
    own = rows.filter(level=AuthorityLevel.COMMUNE, is_party=False).order_by("pk")
    return council or own.first()


def minutes_symbol(commune: Commune) -> str:
    """The symbol that minutes of the council bear."""
    return f"BB-{commune.council_symbol}"


def names_of(members: Sequence[CouncilMember]) -> str:
    """Names of members in one line."""
    return ", ".join(member.individual.full_name for member in members)
