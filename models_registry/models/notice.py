"""What the application tells somebody who has an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from models_registry.enums import NoticeKind


class Notice(models.Model):
    """One sentence for one person about something that happened.

    `key` names the event; the same event is told to a person once. The page it leads to is
    `url_name` with `url_kwargs`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="notices",
        verbose_name="người nhận",
    )
    kind = models.CharField("loại", max_length=24, choices=NoticeKind.choices)
    key = models.CharField("sự việc", max_length=80)
    text = models.CharField("nội dung", max_length=600)
    url_name = models.CharField("trang", max_length=80, blank=True)
    url_kwargs: Any = models.JSONField("tham số của trang", default=dict, blank=True)
    dv_model = models.ForeignKey(
        "models_registry.DanVanModel",
        on_delete=models.PROTECT,
        related_name="notices",
        null=True,
        blank=True,
        verbose_name="mô hình",
    )
    created_at = models.DateTimeField("báo lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_event")
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            )
        ]

    def __str__(self) -> str:
        return self.text
