"""Assessment of a model against the qualities of the plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.enums import Mark
from models_registry.models.attachment import Attachment
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.plan import Quality


class ModelAssessment(models.Model):
    """One round of assessment; earlier rounds are kept."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="assessments", verbose_name="mô hình"
    )
    round = models.PositiveSmallIntegerField("vòng", default=1)
    date = models.DateField("ngày thẩm định")
    team = models.TextField("thành phần", blank=True)
    conclusion = models.TextField("kết luận")
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    assessed_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "thẩm định mô hình"
        verbose_name_plural = "thẩm định mô hình"
        ordering = ["dv_model", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["dv_model", "round"], name="model_assessment_round_once"
            )
        ]

    def __str__(self) -> str:
        return f"Thẩm định vòng {self.round} ngày {self.date:%d/%m/%Y}"


class QualityMark(models.Model):
    """The mark of one quality in one round, with reason and evidence."""

    assessment = models.ForeignKey(
        ModelAssessment, on_delete=models.PROTECT, related_name="marks", verbose_name="thẩm định"
    )
    quality = models.ForeignKey(
        Quality, on_delete=models.PROTECT, related_name="marks", verbose_name="phẩm chất"
    )
    mark = models.CharField("kết quả", max_length=12, choices=Mark.choices)
    reason = models.TextField("căn cứ, lý do")
    evidence = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="minh chứng",
    )

    class Meta:
        verbose_name = "kết quả thẩm định"
        verbose_name_plural = "kết quả thẩm định"
        ordering = ["assessment", "quality__order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "quality"], name="quality_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.quality}: {self.get_mark_display()}"
