"""Evaluation of a subject against section IV of the plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from awards.enums import EvaluationState, FindingMark
from models_registry.enums import SubjectType
from models_registry.models import (
    Attachment,
    Collective,
    Commune,
    Criterion,
    EmulationYear,
    Individual,
)
from models_registry.models.dated import exactly_one


class Evaluation(models.Model):
    """One round of evaluation of one subject in one year; one round is current.

    `frozen_findings` is the JSON of all findings and explanations at freezing
    (a list of objects in criterion order); a frozen sheet never changes.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="evaluations", verbose_name="xã"
    )
    year = models.ForeignKey(
        EmulationYear,
        on_delete=models.PROTECT,
        related_name="evaluations",
        verbose_name="năm thi đua",
    )
    collective = models.ForeignKey(
        Collective,
        on_delete=models.PROTECT,
        related_name="evaluations",
        null=True,
        blank=True,
        verbose_name="tập thể",
    )
    individual = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="evaluations",
        null=True,
        blank=True,
        verbose_name="cá nhân",
    )
    round = models.PositiveSmallIntegerField("vòng", default=1)
    is_current = models.BooleanField("vòng hiện tại", default=True)
    state = models.CharField(
        "trạng thái", max_length=15, choices=EvaluationState.choices, default=EvaluationState.OPEN
    )
    outcome = models.TextField("kết luận", blank=True)
    concluded_on = models.DateField("ngày kết luận", null=True, blank=True)
    frozen_findings = models.JSONField("kết quả khi khóa", null=True, blank=True, editable=False)
    provisional_reason = models.TextField("lý do dùng số liệu tạm tính", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "phiếu đánh giá mục IV"
        verbose_name_plural = "phiếu đánh giá mục IV"
        ordering = ["-year__year", "id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("collective", "individual"), name="evaluation_one_subject"
            ),
            models.UniqueConstraint(
                fields=["year", "collective"],
                condition=models.Q(is_current=True, collective__isnull=False),
                name="evaluation_one_current_per_collective",
            ),
            models.UniqueConstraint(
                fields=["year", "individual"],
                condition=models.Q(is_current=True, individual__isnull=False),
                name="evaluation_one_current_per_individual",
            ),
            models.UniqueConstraint(
                fields=["year", "collective", "round"],
                condition=models.Q(collective__isnull=False),
                name="evaluation_round_once_per_collective",
            ),
            models.UniqueConstraint(
                fields=["year", "individual", "round"],
                condition=models.Q(individual__isnull=False),
                name="evaluation_round_once_per_individual",
            ),
        ]

    def __str__(self) -> str:
        return f"Đánh giá {self.subject} năm {self.year.year}"

    @property
    def subject(self) -> Collective | Individual:
        """Who is evaluated."""
        return self.collective or self.individual

    @property
    def subject_type(self) -> SubjectType:
        """Collective or individual."""
        return SubjectType.COLLECTIVE if self.collective_id else SubjectType.INDIVIDUAL


class CriterionFinding(models.Model):
    """A person's mark of one judged criterion; automatic ones are computed, never stored here."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="findings", verbose_name="phiếu"
    )
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="findings", verbose_name="tiêu chuẩn"
    )
    mark = models.CharField("kết quả", max_length=10, choices=FindingMark.choices)
    reason = models.TextField("lý do, căn cứ")
    evidence = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="minh chứng",
    )
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người đánh giá",
    )
    marked_at = models.DateTimeField("đánh giá lúc")

    class Meta:
        verbose_name = "kết quả theo tiêu chuẩn"
        verbose_name_plural = "kết quả theo tiêu chuẩn"
        ordering = ["evaluation", "criterion__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "criterion"], name="criterion_finding_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.get_mark_display()}"
