"""Rounds of a vote: the last one counts, the earlier ones are told with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from awards.enums import Ballot
from awards.models import AppraisalMeeting, NomineeVote
from awards.queries_council import meeting_day
from dandvan.vietnamese import short_date, two_digits
from models_registry.models import Impediment


def earlier_rounds(meeting: AppraisalMeeting) -> dict[int, list[NomineeVote]]:
    """Rounds that were repeated, in order, by number of the nomination."""
    found: dict[int, list[NomineeVote]] = defaultdict(list)
    for vote in meeting.votes.filter(is_final=False).order_by("round"):
        found[vote.nomination_id].append(vote)
    return found


def since_vote_sentences(
    vote: NomineeVote | None, impediments: Iterable[Impediment]
) -> tuple[str, ...]:
    """That something came up against a nominee after the council had voted on him."""
    if vote is None:
        return ()
    held = meeting_day(vote.meeting)
    return tuple(
        f"{vote.nomination.subject}: {row.get_kind_display()} từ {short_date(row.starts)}, sau khi "
        f"Hội đồng bình xét ngày {short_date(held)}. Kết quả bình xét vẫn giữ nguyên; đề nghị Hội "
        "đồng xem xét lại."
        for row in impediments
        if row.starts > held
    )


def counts_words(vote: NomineeVote) -> str:
    """Votes in one phrase."""
    silent = "không ghi ý kiến" if vote.ballot == Ballot.SECRET else "không có ý kiến"
    return (
        f"tán thành {two_digits(vote.votes_for)}, không tán thành "
        f"{two_digits(vote.votes_against)}, {silent} {two_digits(vote.no_opinion)}"
    )


def papers_words(vote: NomineeVote) -> str:
    """Ballot papers in one phrase; empty for a show of hands."""
    if vote.ballot != Ballot.SECRET:
        return ""
    return (
        f"phát ra {two_digits(vote.issued)} phiếu, thu về {two_digits(vote.collected)}, không thu "
        f"về {two_digits(vote.lost)}; hợp lệ {two_digits(vote.valid)}, không hợp lệ "
        f"{two_digits(vote.void)}"
    )


def round_words(vote: NomineeVote) -> str:
    """An earlier round in one sentence, with why it was repeated."""
    papers = papers_words(vote)
    before = f"{papers}; " if papers else ""
    return (
        f"Lượt {vote.round}: {before}{counts_words(vote)}. Biểu quyết lại vì: "
        f"{vote.repeat_reason.rstrip('.')}."
    )
