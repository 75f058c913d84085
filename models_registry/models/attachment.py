"""Files handed in: evidence of models, scans of signed papers."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

from models_registry.models.places import Commune


def upload_path(instance: Attachment, filename: str) -> str:
    """A random name without the original one; the suffix follows the checked content."""
    del filename
    return f"{instance.commune.code}/{secrets.token_hex(16)}{instance.suffix}"


class Attachment(models.Model):
    """A stored file; its bytes are served only through permission-checked views."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="attachments", verbose_name="xã"
    )
    dv_model = models.ForeignKey(
        "models_registry.DanVanModel",
        on_delete=models.PROTECT,
        related_name="attachments",
        null=True,
        blank=True,
        verbose_name="mô hình",
    )
    file = models.FileField("tệp", upload_to=upload_path, max_length=200)
    original_name = models.CharField("tên tệp gốc", max_length=255)
    title = models.CharField("nội dung tệp", max_length=200, blank=True)
    mime = models.CharField("kiểu tệp", max_length=100)
    suffix = models.CharField("đuôi tệp", max_length=10)
    size = models.PositiveIntegerField("dung lượng (byte)")
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người gửi",
    )
    uploaded_at = models.DateTimeField("thời điểm gửi")
    removed_at = models.DateTimeField("đã gỡ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title or self.original_name

    @property
    def is_picture(self) -> bool:
        """Whether the file is a picture."""
        return self.mime.startswith("image/")

    @property
    def is_mergeable(self) -> bool:
        """Whether the file can go into a bundle: PDF or picture."""
        return self.is_picture or self.mime == "application/pdf"
