"""Issued papers: bytes that never change."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.enums import DocumentKind
from models_registry.models.attachment import Attachment
from models_registry.models.decision import PaperNumber
from models_registry.models.places import Commune


class IssuedDocument(models.Model):
    """A paper as it was issued; a correction is a new one that names the old."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="issued_documents", verbose_name="xã"
    )
    kind = models.CharField("loại văn bản", max_length=30, choices=DocumentKind.choices)
    title = models.CharField("trích yếu", max_length=400)
    paper = models.OneToOneField(
        PaperNumber,
        on_delete=models.PROTECT,
        related_name="issued_document",
        null=True,
        blank=True,
        verbose_name="số văn bản",
    )
    date = models.DateField("ngày")
    content = models.BinaryField("nội dung PDF", editable=False)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    data = models.JSONField("dữ liệu của văn bản", editable=False)
    template_version = models.CharField("phiên bản mẫu", max_length=20, editable=False)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name="thay cho",
    )
    signed_scan = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp đã ký",
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ban hành",
    )
    issued_at = models.DateTimeField("thời điểm ban hành")

    class Meta:
        verbose_name = "văn bản đã ban hành"
        verbose_name_plural = "văn bản đã ban hành"
        ordering = ["-id"]

    def __str__(self) -> str:
        number = f" số {self.paper}" if self.paper_id else ""
        return f"{self.get_kind_display()}{number} ngày {self.date:%d/%m/%Y}"
