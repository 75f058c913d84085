"""Cases in the minutes of a meeting: findings, who voted, the count."""

from __future__ import annotations

from collections.abc import Sequence

from awards.documents.findings import findings_summary
from awards.documents.meetings import VoteLine
from awards.queries_rounds import counts_words, papers_words
from dandvan.documents.model import (
    Align,
    Block,
    Column,
    Heading,
    HeadingLevel,
    ListItem,
    Paragraph,
    Table,
)
from dandvan.vietnamese import two_digits

_COLUMNS = (
    Column("STT", 0.9, Align.CENTER),
    Column("Tập thể, cá nhân", 3.6),
    Column("Hình thức đề nghị", 4),
    Column("Tán thành", 1.7, Align.CENTER),
    Column("Không tán thành", 1.8, Align.CENTER),
    Column("Không ý kiến", 1.7, Align.CENTER),
    Column("Tỷ lệ", 1.5, Align.CENTER),
    Column("Kết quả", 2.4, Align.CENTER),
)


def case_blocks(number: int, name: str, line: VoteLine) -> tuple[Block, ...]:
    """One nominee: award asked for, findings against section IV, the vote."""
    nomination = line.vote.nomination
    vote = line.vote
    voters = vote.votes_for + vote.votes_against + vote.no_opinion
    voting = papers_words(vote) or f"{two_digits(voters)} thành viên biểu quyết"
    turn = f" lượt {vote.round}" if vote.round > 1 else ""
    side = {True: "tán thành", False: "không tán thành"}.get(vote.leader_for)
    tie = [f"Hòa phiếu; người điều hành biểu quyết {side}"] if side else []
    barred = [f"Không tham gia biểu quyết: {', '.join(line.barred)}"] if line.barred else []
    leader = [f"Điều hành khi biểu quyết: {line.leader}"] if line.leader else []
    return (
        Heading(HeadingLevel.CLAUSE, f"{number}.", name),
        ListItem(f"Hình thức đề nghị: {nomination.award_kind.name}"),
        ListItem(findings_summary(nomination)),
        *(ListItem(text) for text in (*barred, *leader, *line.earlier, *tie)),
        Paragraph(
            f"Kết quả{turn}: {voting}; {counts_words(line.vote)}; tán thành đạt "
            f"{line.ratio} ({line.vote.votes_for}/{line.base}); {line.result}."
        ),
    )


def result_table(lines: Sequence[tuple[str, VoteLine]]) -> Table:
    """All counts in one table."""
    rows = tuple(
        (
            str(number),
            name,
            line.vote.nomination.award_kind.name,
            str(line.vote.votes_for),
            str(line.vote.votes_against),
            str(line.vote.no_opinion),
            line.ratio,
            line.result[:1].upper() + line.result[1:],
        )
        for number, (name, line) in enumerate(lines, start=1)
    )
    return Table(_COLUMNS, rows, compact=True)
