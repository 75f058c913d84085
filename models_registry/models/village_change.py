"""Villages that got another name or became part of another one, from a day on."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.enums import VillageChangeKind
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.places import Village


class VillageChange(models.Model):
    """A village renamed, or merged into another one (one row for each village that ended).

    A village keeps its row under every name, so all that rests on it stays; a merged one ends
    by its last day and its rows stay its own. `moved_models` are the open registrations that got
    the new village.
    """

    kind = models.CharField("loại", max_length=10, choices=VillageChangeKind.choices)
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, related_name="changes", verbose_name="làng"
    )
    date = models.DateField("từ ngày")
    old_name = models.CharField("tên cũ", max_length=80)
    new_name = models.CharField("tên mới", max_length=80, blank=True)
    into = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        verbose_name="nhập vào làng",
    )
    paper = models.CharField("văn bản", max_length=160)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    moved_models = models.ManyToManyField(
        DanVanModel, related_name="village_changes", blank=True, verbose_name="mô hình chuyển làng"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "đổi tên, sáp nhập làng"
        verbose_name_plural = "đổi tên, sáp nhập làng"
        ordering = ["date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(kind=VillageChangeKind.RENAME, into__isnull=True)
                    & ~models.Q(new_name="")
                )
                | (
                    models.Q(kind=VillageChangeKind.MERGE, into__isnull=False, new_name="")
                    & ~models.Q(into=models.F("village"))
                ),
                name="village_change_fits_its_kind",
            ),
            models.UniqueConstraint(
                fields=["village"],
                condition=models.Q(kind=VillageChangeKind.MERGE),
                name="village_merged_once",
            ),
            models.UniqueConstraint(
                fields=["village", "date"],
                condition=models.Q(kind=VillageChangeKind.RENAME),
                name="village_renamed_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        if self.into is not None:
            return f"làng {self.old_name} nhập vào {self.into} từ ngày {self.date:%d/%m/%Y}"
        return f"làng {self.old_name} đổi tên thành làng {self.new_name}"
