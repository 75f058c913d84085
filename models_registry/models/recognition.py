"""Recognition of models by a decision, and the yearly look at living models."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.enums import RecognitionOutcome, ReviewOutcome
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.decision import Decision
from models_registry.models.plan import EmulationYear


class Recognition(models.Model):
    """What one decision says about one model; a decision lists several."""

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="recognitions", verbose_name="quyết định"
    )
    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="recognitions", verbose_name="mô hình"
    )
    outcome = models.CharField("kết quả", max_length=12, choices=RecognitionOutcome.choices)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "công nhận mô hình"
        verbose_name_plural = "công nhận mô hình"
        ordering = ["decision", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "dv_model"], name="recognition_once_per_decision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dv_model}: {self.get_outcome_display()}"


class ModelReview(models.Model):
    """A living model of an earlier year, looked at in this year: continues or stopped."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="reviews", verbose_name="mô hình"
    )
    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="reviews", verbose_name="năm thi đua"
    )
    date = models.DateField("ngày rà soát")
    outcome = models.CharField("kết quả", max_length=10, choices=ReviewOutcome.choices)
    text = models.TextField("nhận xét")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )

    class Meta:
        verbose_name = "rà soát mô hình hằng năm"
        verbose_name_plural = "rà soát mô hình hằng năm"
        ordering = ["year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dv_model", "year"], name="model_review_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.dv_model} {self.year}: {self.get_outcome_display()}"
