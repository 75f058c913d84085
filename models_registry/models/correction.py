"""What the clerk asks to mend, part by part; and what he mends himself."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.enums import CorrectionKind, CorrectionStatus, FormPart
from models_registry.models.dan_van_model import DanVanModel


class Correction(models.Model):
    """One thing to mend; while open it blocks the next step of the model."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="corrections", verbose_name="mô hình"
    )
    round = models.PositiveSmallIntegerField("lần trả lại", default=1)
    part = models.CharField("phần cần sửa", max_length=20, choices=FormPart.choices)
    kind = models.CharField("tình trạng", max_length=10, choices=CorrectionKind.choices)
    what_to_do = models.TextField("việc cần làm")
    due = models.DateField("hạn sửa")
    status = models.CharField(
        "đã sửa chưa",
        max_length=10,
        choices=CorrectionStatus.choices,
        default=CorrectionStatus.OPEN,
    )
    former_text = models.TextField("nội dung cũ", blank=True)
    new_text = models.TextField("nội dung khi gửi lại", blank=True)
    sent_at = models.DateTimeField("gửi lại lúc", null=True, blank=True)
    answer = models.TextField("đã sửa thế nào", blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người trả",
    )
    opened_at = models.DateTimeField("trả lúc")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người sửa",
    )
    closed_at = models.DateTimeField("sửa lúc", null=True, blank=True)

    class Meta:
        verbose_name = "nội dung cần bổ sung"
        verbose_name_plural = "nội dung cần bổ sung"
        ordering = ["dv_model", "id"]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.get_kind_display()}"


class ModelMend(models.Model):
    """A small slip that the clerk mended in a text that was handed in; append only."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="mends", verbose_name="mô hình"
    )
    part = models.CharField("phần đã sửa", max_length=20, choices=FormPart.choices)
    former_text = models.TextField("nội dung cũ", blank=True)
    new_text = models.TextField("nội dung mới", blank=True)
    reason = models.CharField("lý do sửa", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người sửa",
    )
    at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "lần sửa lỗi nhỏ"
        verbose_name_plural = "lần sửa lỗi nhỏ"
        ordering = ["dv_model", "id"]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.reason}"
