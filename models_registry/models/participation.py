"""Who takes part in the movement in which year."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dandvan.transition import OnBehalfSource
from models_registry.models.people import Individual
from models_registry.models.plan import EmulationYear


class Participation(models.Model):
    """One person's registration for one emulation year (plan I.2 ¶1, II.1, II.2.2).

    The models he helps are read from their members, never stored here. A row entered by
    mistake is withdrawn with a reason and stays.
    """

    year = models.ForeignKey(
        EmulationYear,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name="năm thi đua",
    )
    individual = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="participations", verbose_name="cá nhân"
    )
    pledge = models.CharField("việc sẽ làm", max_length=300, blank=True)
    registered_on = models.DateField("ngày đăng ký")
    on_behalf_source = models.CharField(
        "ghi thay theo", max_length=10, choices=OnBehalfSource.choices, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    recorded_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người gỡ",
    )
    withdrawn_reason = models.CharField("lý do gỡ", max_length=300, blank=True)

    class Meta:
        verbose_name = "đăng ký tham gia phong trào"
        verbose_name_plural = "đăng ký tham gia phong trào"
        ordering = ["-year__year", "individual__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "individual"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="participation_once_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.individual} – {self.year}"
