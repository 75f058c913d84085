"""Findings against section IV in the words of papers."""

from __future__ import annotations

from awards.models import Nomination
from awards.queries_evaluation import findings_of, unmet_for
from dandvan.vietnamese import two_digits


def findings_summary(nomination: Nomination) -> str:
    """What the sheet says about a nominee before the vote, in one sentence."""
    evaluation = nomination.evaluation
    unmet = unmet_for(evaluation, nomination.award_kind, without_vote=True)
    if unmet:
        named = "; ".join(view.criterion.text.rstrip(".") for view in unmet)
        count = two_digits(len(unmet))
        return f"Đánh giá theo Mục IV của Kế hoạch: chưa đạt {count} điều kiện ({named})"
    provisional = sum(view.provisional for view in findings_of(evaluation))
    note = f", trong đó {two_digits(provisional)} kết quả là tạm tính" if provisional else ""
    return (
        "Đánh giá theo Mục IV của Kế hoạch: đạt các điều kiện cần cho hình thức đề nghị "
        f"(chưa kể bình xét){note}"
    )
