"""Numbers of official papers and decisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.domain.numbering import NumberText
from models_registry.models.attachment import Attachment
from models_registry.models.places import Authority, Commune, Signer


class PaperNumber(models.Model):
    """A number given once under one authority, symbol and year (Nghị định 30/2020, Điều 15)."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan ban hành"
    )
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("ký hiệu", max_length=40)
    year = models.PositiveSmallIntegerField("năm")
    date = models.DateField("ngày")

    class Meta:
        verbose_name = "số văn bản"
        verbose_name_plural = "số văn bản"
        ordering = ["authority", "symbol", "year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "symbol", "year", "number"], name="paper_number_once"
            )
        ]

    def __str__(self) -> str:
        return str(NumberText(self.number, self.symbol))


class Decision(models.Model):
    """A signed decision: recognition of models, awards, by the commune or a level above."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="decisions", verbose_name="xã"
    )
    paper = models.OneToOneField(
        PaperNumber, on_delete=models.PROTECT, related_name="decision", verbose_name="số văn bản"
    )
    title = models.CharField("trích yếu", max_length=300)
    signer = models.ForeignKey(
        Signer,
        on_delete=models.PROTECT,
        related_name="decisions",
        null=True,
        blank=True,
        verbose_name="người ký",
        help_text="Để trống với quyết định của cơ quan khác.",
    )
    scan = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người nhập",
    )
    recorded_at = models.DateTimeField("thời điểm nhập")

    class Meta:
        verbose_name = "quyết định"
        verbose_name_plural = "quyết định"
        ordering = ["-paper__date", "-id"]

    def __str__(self) -> str:
        return f"{self.paper} ngày {self.paper.date:%d/%m/%Y}"
