"""Figures of a model: reported and verified kept apart, by village and date."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dandvan.transition import OnBehalfSource
from models_registry.domain.figures import signed
from models_registry.enums import IndicatorKind
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.places import Village


class Indicator(models.Model):
    """What a model counts, with its target."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="indicators", verbose_name="mô hình"
    )
    name = models.CharField("chỉ tiêu", max_length=160)
    unit = models.CharField("đơn vị tính", max_length=40)
    kind = models.CharField("loại", max_length=20, choices=IndicatorKind.choices)
    target = models.DecimalField(
        "chỉ tiêu đề ra", max_digits=16, decimal_places=2, null=True, blank=True
    )
    summable = models.BooleanField("cộng được giữa các làng", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["dv_model", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dv_model", "name"], name="indicator_name_once"),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | models.Q(target__gte=0),
                name="indicator_target_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"


class IndicatorValue(models.Model):
    """One figure of one village (or of the whole model); a newer row replaces the current one."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="values", verbose_name="chỉ tiêu"
    )
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="làng",
    )
    date = models.DateField("số liệu đến ngày")
    reported = models.DecimalField("số báo cáo", max_digits=16, decimal_places=2)
    verified = models.DecimalField(
        "số đã kiểm tra", max_digits=16, decimal_places=2, null=True, blank=True
    )
    is_current = models.BooleanField("đang dùng", default=True)
    on_behalf_source = models.CharField(
        "ghi thay theo", max_length=10, choices=OnBehalfSource.choices, blank=True
    )
    note = models.CharField("lý do", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người nhập",
    )
    recorded_at = models.DateTimeField("thời điểm nhập")

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["indicator", "village__code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "village"],
                condition=models.Q(is_current=True, village__isnull=False),
                name="indicator_value_one_current_per_village",
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=models.Q(is_current=True, village__isnull=True),
                name="indicator_value_one_current_for_all",
            ),
            models.CheckConstraint(
                condition=models.Q(reported__gte=0)
                & (models.Q(verified__isnull=True) | models.Q(verified__gte=0)),
                name="indicator_value_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.name}: {self.reported}"

    @property
    def apart(self) -> str:
        """How far the verified figure is from the reported one, with its sign; empty for equal."""
        if self.verified is None or self.verified == self.reported:
            return ""
        return signed(self.verified - self.reported)
