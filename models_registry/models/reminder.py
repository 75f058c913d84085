"""Who was reminded of what, when and how."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dandvan.vietnamese import short_date
from models_registry.enums import ReminderAbout, ReminderWay
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.people import Individual
from models_registry.models.plan import EmulationYear


class Reminder(models.Model):
    """Somebody was reminded: of a model, or of something he has to do without one.

    `reminded_on` is the day on which the words reached him, `at` the moment it was recorded.
    """

    dv_model = models.ForeignKey(
        DanVanModel,
        on_delete=models.PROTECT,
        related_name="reminders",
        null=True,
        blank=True,
        verbose_name="mô hình",
    )
    individual = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="reminders",
        null=True,
        blank=True,
        verbose_name="người được nhắc",
    )
    year = models.ForeignKey(
        EmulationYear,
        on_delete=models.PROTECT,
        related_name="reminders",
        null=True,
        blank=True,
        verbose_name="năm thi đua",
    )
    about = models.CharField(
        "nhắc việc", max_length=20, choices=ReminderAbout.choices, default=ReminderAbout.OTHER
    )
    way = models.CharField(
        "nhắc bằng cách", max_length=10, choices=ReminderWay.choices, default=ReminderWay.APP
    )
    reminded_on = models.DateField("ngày nhắc")
    text = models.CharField("nội dung nhắc", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người nhắc",
    )
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "lần nhắc"
        verbose_name_plural = "lần nhắc"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(dv_model__isnull=False)
                | models.Q(individual__isnull=False, year__isnull=False),
                name="reminder_about_a_model_or_a_person",
            )
        ]
        indexes = [models.Index(fields=["individual", "year", "about"], name="reminder_by_person")]

    def __str__(self) -> str:
        return self.text

    @property
    def when_and_how(self) -> str:
        """Day and way in words: 04/11/2024, điện thoại."""
        return f"{short_date(self.reminded_on)}, {self.get_way_display()}"
