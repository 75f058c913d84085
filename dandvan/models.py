"""Rows of the library: the demo's working date, one-time form tokens, the bare transition."""

from django.conf import settings
from django.db import models

from dandvan.transition import Transition

__all__ = ["Transition", "UsedToken", "WorkingDate"]


class WorkingDate(models.Model):
    """The assumed day of a demo installation; no row in a real one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    day = models.DateField("ngày làm việc giả định")

    class Meta:
        verbose_name = "ngày làm việc giả định"
        verbose_name_plural = "ngày làm việc giả định"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="working_date_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class UsedToken(models.Model):
    """A form that was handed in: a second click with the same token lands on its result.

    `used_at` is real time (tokens never follow the demo's date). `result` is what an act on
    many rows did to each of them; None while it runs.
    """

    token = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    result_url = models.CharField(max_length=300, blank=True)
    used_at = models.DateTimeField()
    result = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = "lượt gửi biểu mẫu"
        verbose_name_plural = "lượt gửi biểu mẫu"

    def __str__(self) -> str:
        return self.token
