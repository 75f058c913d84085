"""Lists that came in from a sheet: who wrote what, when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.enums import RosterKind
from models_registry.models.places import Commune


class RosterImport(models.Model):
    """One list that was confirmed and written; never changed afterwards.

    `counts` holds rows by verdict, `lines` what was done row by row (number, name, verdict,
    changes as heading, before, after; reasons of what was left out).
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="roster_imports", verbose_name="xã"
    )
    kind = models.CharField("danh sách", max_length=20, choices=RosterKind.choices)
    source = models.CharField("nguồn", max_length=200)
    counts = models.JSONField("số dòng", default=dict)
    lines = models.JSONField("từng dòng", default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người nhập",
    )
    made_at = models.DateTimeField("nhập lúc")

    class Meta:
        verbose_name = "lần nhập danh sách"
        verbose_name_plural = "lần nhập danh sách"
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"Danh sách {self.get_kind_display()}, {self.source}"
