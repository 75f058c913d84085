"""Recognition of models by a decision, and the yearly look at living models."""

from __future__ import annotations

from typing import Any, Self

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


class ReviewQuerySet(models.QuerySet[Any]):
    """Yearly looks; one entered by mistake is taken off and counts no more."""

    def standing(self) -> Self:
        """Those that were not taken off."""
        return self.filter(withdrawn_at__isnull=True)


class ModelReview(models.Model):
    """A living model of an earlier year, looked at in this year: continues or stopped.

    A row entered by mistake is taken off with a reason; another one may then take its place.
    """

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
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người gỡ",
    )
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    withdrawn_reason = models.CharField("lý do gỡ", max_length=300, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "rà soát mô hình hằng năm"
        verbose_name_plural = "rà soát mô hình hằng năm"
        ordering = ["year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dv_model", "year"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="model_review_once_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dv_model} {self.year}: {self.get_outcome_display()}"


class ModelExtension(models.Model):
    """An unfinished model carried over into a later year, which then is the model's year."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="extensions", verbose_name="mô hình"
    )
    from_year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="+", verbose_name="từ năm"
    )
    to_year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="+", verbose_name="sang năm"
    )
    reason = models.CharField("lý do", max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "gia hạn mô hình sang năm sau"
        verbose_name_plural = "gia hạn mô hình sang năm sau"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dv_model", "to_year"], name="model_extension_once_into_a_year"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_year=models.F("to_year")),
                name="model_extension_into_another_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dv_model}: {self.from_year} sang {self.to_year}"
