"""Reports of a model: on the way and at the end."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dandvan.transition import OnBehalfSource
from models_registry.enums import ReportKind
from models_registry.models.dan_van_model import DanVanModel


class ModelReport(models.Model):
    """A progress or result report; figures stand in `IndicatorValue`."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="reports", verbose_name="mô hình"
    )
    kind = models.CharField("loại", max_length=10, choices=ReportKind.choices)
    date = models.DateField("ngày báo cáo")
    text = models.TextField("nội dung")
    late_days = models.PositiveSmallIntegerField("số ngày chậm", default=0)
    is_current = models.BooleanField("bản đang dùng", default=True)
    on_behalf_source = models.CharField(
        "ghi thay theo", max_length=10, choices=OnBehalfSource.choices, blank=True
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    written_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "báo cáo của mô hình"
        verbose_name_plural = "báo cáo của mô hình"
        ordering = ["dv_model", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dv_model"],
                condition=models.Q(kind=ReportKind.RESULT, is_current=True),
                name="model_report_one_current_result",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ngày {self.date:%d/%m/%Y}"
