"""What the public page shows: recognized models and honors, one released row each."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from awards.models.nomination import Award
from models_registry.models import Attachment, Commune, DanVanModel, Signer
from models_registry.models.dated import exactly_one


class ShowcaseItem(models.Model):
    """A model or an honor that the chairman released; taken down with a reason (plan III.2)."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="showcase_items", verbose_name="xã"
    )
    dv_model = models.ForeignKey(
        DanVanModel,
        on_delete=models.PROTECT,
        related_name="showcase_items",
        null=True,
        blank=True,
        verbose_name="mô hình",
    )
    award = models.ForeignKey(
        Award,
        on_delete=models.PROTECT,
        related_name="showcase_items",
        null=True,
        blank=True,
        verbose_name="khen thưởng",
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người đưa lên",
    )
    released_at = models.DateTimeField("đưa lên lúc")
    signer = models.ForeignKey(
        Signer,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người ký",
    )
    paper_number = models.CharField("số văn bản", max_length=60, blank=True)
    paper_date = models.DateField("ngày văn bản", null=True, blank=True)
    paper_scan = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp",
    )
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người gỡ",
    )
    taken_down_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    reason = models.CharField("lý do gỡ", max_length=300, blank=True)

    class Meta:
        verbose_name = "mục của trang công khai"
        verbose_name_plural = "mục của trang công khai"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("dv_model", "award"), name="showcase_item_one_thing"
            ),
            models.UniqueConstraint(
                fields=["dv_model"],
                condition=models.Q(taken_down_at__isnull=True),
                name="showcase_model_once",
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=models.Q(taken_down_at__isnull=True),
                name="showcase_award_once",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_down_at__isnull=True) | ~models.Q(reason=""),
                name="showcase_taken_down_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.dv_model or self.award)
