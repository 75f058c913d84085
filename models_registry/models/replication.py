"""Where a recognized model is adopted: the rows of its family."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.dated import dates_in_order
from models_registry.models.people import Collective, Individual
from models_registry.models.places import Village


def _one_place() -> Q:
    """Exactly one of village, collective and place in words."""
    village, collective, place = (
        Q(village__isnull=False),
        Q(collective__isnull=False),
        ~Q(place=""),
    )
    return (
        (village & ~collective & ~place)
        | (~village & collective & ~place)
        | (~village & ~collective & place)
    )


class Replication(models.Model):
    """One village, collective or other commune that adopts a model (plan I.1, III.1).

    `adopting_model` is the adopter's own registered model, where it made one of it. Ended
    rows stay, with their reason.
    """

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="replications", verbose_name="mô hình"
    )
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        related_name="replications",
        null=True,
        blank=True,
        verbose_name="làng áp dụng",
    )
    collective = models.ForeignKey(
        Collective,
        on_delete=models.PROTECT,
        related_name="replications",
        null=True,
        blank=True,
        verbose_name="tập thể áp dụng",
    )
    place = models.CharField("nơi áp dụng ngoài xã", max_length=200, blank=True)
    adopting_model = models.ForeignKey(
        DanVanModel,
        on_delete=models.PROTECT,
        related_name="adopted_from",
        null=True,
        blank=True,
        verbose_name="mô hình của nơi áp dụng",
    )
    since = models.DateField("áp dụng từ ngày")
    responsible = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="replications",
        null=True,
        blank=True,
        verbose_name="người phụ trách",
    )
    contact = models.CharField("người liên hệ ngoài xã", max_length=160, blank=True)
    adapted = models.TextField("điều chỉnh khi áp dụng", blank=True)
    results = models.TextField("kết quả", blank=True)
    paper = models.CharField("văn bản", max_length=160, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    recorded_at = models.DateTimeField("ghi lúc")
    version = models.PositiveIntegerField(default=1, editable=False)
    ended_on = models.DateField("thôi áp dụng từ ngày", null=True, blank=True)
    end_reason = models.CharField("lý do thôi áp dụng", max_length=300, blank=True)

    class Meta:
        verbose_name = "nơi áp dụng mô hình"
        verbose_name_plural = "nhân rộng mô hình"
        ordering = ["dv_model", "since", "id"]
        constraints = [
            models.CheckConstraint(condition=_one_place(), name="replication_one_place"),
            models.UniqueConstraint(
                fields=["dv_model", "village"],
                condition=Q(ended_on__isnull=True, village__isnull=False),
                name="replication_once_per_village",
            ),
            models.UniqueConstraint(
                fields=["dv_model", "collective"],
                condition=Q(ended_on__isnull=True, collective__isnull=False),
                name="replication_once_per_collective",
            ),
            dates_in_order("replication_dates_in_order", "since", "ended_on"),
        ]

    def __str__(self) -> str:
        return f"{self.where}: {self.dv_model}"

    @property
    def where(self) -> str:
        """Who adopts it, as read."""
        return str(self.village or self.collective or self.place)

    @property
    def who(self) -> str:
        """The person to talk to; empty when none is known."""
        return str(self.responsible) if self.responsible else self.contact
