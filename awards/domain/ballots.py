"""Sums of a secret ballot on paper (dossiers, section 6). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from awards.domain.quorum import Count


@dataclass(frozen=True)
class BallotPapers:
    """Ballot papers of one case, whole papers: given out, back, not back, valid, void."""

    issued: int
    collected: int
    lost: int
    valid: int
    void: int


def ballot_problems(papers: BallotPapers, count: Count) -> dict[str, str]:
    """What does not add up, a sentence by the field it stands beside; empty when all is right.

    issued <= present - barred; issued = collected + lost; collected = valid + void;
    valid = for + against + blank.
    """
    numbers = {**vars(papers), "votes_for": count.votes_for, "votes_against": count.votes_against}
    numbers["no_opinion"] = count.no_opinion
    found = {name: "Số phiếu không được âm." for name, n in numbers.items() if n < 0}
    voters = count.present - count.barred
    if papers.issued > voters:
        found["issued"] = (
            f"Phát ra {papers.issued} phiếu, nhiều hơn {voters} người được biểu quyết "
            f"(có mặt {count.present}, không tham gia biểu quyết {count.barred})."
        )
    if papers.collected > papers.issued:
        found["collected"] = (
            f"Thu về {papers.collected} phiếu, nhiều hơn {papers.issued} phiếu phát ra."
        )
    elif papers.collected + papers.lost != papers.issued:
        found["lost"] = (
            f"Thu về {papers.collected} và không thu về {papers.lost} phải bằng "
            f"{papers.issued} phiếu phát ra."
        )
    if papers.valid > papers.collected:
        found["valid"] = f"Hợp lệ {papers.valid} phiếu, nhiều hơn {papers.collected} phiếu thu về."
    elif papers.valid + papers.void != papers.collected:
        found["void"] = (
            f"Hợp lệ {papers.valid} và không hợp lệ {papers.void} phải bằng "
            f"{papers.collected} phiếu thu về."
        )
    votes = count.votes_for + count.votes_against + count.no_opinion
    if votes != papers.valid:
        found["votes_for"] = (
            f"Tán thành {count.votes_for}, không tán thành {count.votes_against} và không ghi ý "
            f"kiến {count.no_opinion} cộng lại là {votes}, phải bằng {papers.valid} phiếu hợp lệ."
        )
    return found
