"""Nominations (plan V.2) and what came of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from awards.enums import NominationState, OutcomeResult
from awards.models.dossier import Dossier
from awards.models.evaluation import Evaluation
from models_registry.models import (
    AwardKind,
    Collective,
    Commune,
    Decision,
    EmulationYear,
    Individual,
)
from models_registry.models.dated import exactly_one


class Nomination(models.Model):
    """One subject proposed for one award kind, on one evaluation."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="nominations", verbose_name="xã"
    )
    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.PROTECT,
        related_name="nominations",
        verbose_name="phiếu đánh giá",
    )
    award_kind = models.ForeignKey(
        AwardKind, on_delete=models.PROTECT, related_name="nominations", verbose_name="hình thức"
    )
    dossier = models.ForeignKey(
        Dossier,
        on_delete=models.PROTECT,
        related_name="nominations",
        null=True,
        blank=True,
        verbose_name="hồ sơ",
    )
    state = models.CharField(
        "trạng thái",
        max_length=15,
        choices=NominationState.choices,
        default=NominationState.PROPOSED,
    )
    proposed_on = models.DateField("ngày đề xuất")
    citation = models.TextField("thành tích ghi trong danh sách, quyết định", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "đề nghị khen thưởng"
        verbose_name_plural = "đề nghị khen thưởng"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "award_kind"],
                condition=~models.Q(state=NominationState.WITHDRAWN),
                name="nomination_once_per_award_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation.subject} – {self.award_kind}"

    @property
    def subject(self) -> Collective | Individual:
        """Who is nominated."""
        return self.evaluation.subject


class Outcome(models.Model):
    """The deciding level's answer for one nominee."""

    nomination = models.OneToOneField(
        Nomination, on_delete=models.PROTECT, related_name="outcome", verbose_name="đề nghị"
    )
    result = models.CharField("kết quả", max_length=10, choices=OutcomeResult.choices)
    reason = models.TextField("lý do", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người nhập",
    )
    recorded_at = models.DateTimeField("thời điểm nhập")

    class Meta:
        verbose_name = "kết quả xét khen"
        verbose_name_plural = "kết quả xét khen"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result=OutcomeResult.GRANTED) | ~models.Q(reason=""),
                name="outcome_refusal_has_reason",
            )
        ]

    def __str__(self) -> str:
        return self.get_result_display()


class Award(models.Model):
    """An honor granted by a decision, with the money that the rules of its day give.

    `money_raw` and `money` are đồng before and after rounding up, `money_rule` the rule in
    words; all three stay as they were when the decision was recorded.
    """

    nomination = models.OneToOneField(
        Nomination, on_delete=models.PROTECT, related_name="award", verbose_name="đề nghị"
    )
    award_kind = models.ForeignKey(
        AwardKind, on_delete=models.PROTECT, related_name="awards", verbose_name="hình thức"
    )
    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="awards", verbose_name="năm thi đua"
    )
    collective = models.ForeignKey(
        Collective,
        on_delete=models.PROTECT,
        related_name="awards",
        null=True,
        blank=True,
        verbose_name="tập thể",
    )
    individual = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="awards",
        null=True,
        blank=True,
        verbose_name="cá nhân",
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="awards", verbose_name="quyết định"
    )
    money_raw = models.DecimalField(
        "tiền thưởng chưa làm tròn", max_digits=14, decimal_places=2, null=True, blank=True
    )
    money = models.PositiveIntegerField("tiền thưởng (đồng)", null=True, blank=True)
    money_rule = models.TextField("cách tính tiền thưởng", blank=True)

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"
        ordering = ["-year__year", "id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("collective", "individual"), name="award_one_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.award_kind}: {self.subject}"

    @property
    def subject(self) -> Collective | Individual:
        """Who is honored."""
        return self.collective or self.individual
