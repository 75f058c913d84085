"""The award dossier (hồ sơ đề nghị khen thưởng)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from awards.enums import DossierState
from awards.models.rules import DossierComponent
from models_registry.enums import AwardLevel
from models_registry.models import (
    Attachment,
    AwardKind,
    Commune,
    Decision,
    EmulationYear,
    IssuedDocument,
    ReceivingOffice,
    Regime,
    Signer,
)


class Dossier(models.Model):
    """A dossier for one award kind: to the level above (UPWARD) or of the commune (OWN).

    The authority addressed is the award kind's; regime and receiving office are those of the
    dossier's date. `proposal` is the issued tờ trình.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="dossiers", verbose_name="xã"
    )
    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="dossiers", verbose_name="năm thi đua"
    )
    code = models.CharField("mã hồ sơ", max_length=30)
    round = models.PositiveSmallIntegerField("đợt", default=1)
    supplementary_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="supplements",
        null=True,
        blank=True,
        verbose_name="bổ sung cho hồ sơ",
    )
    award_kind = models.ForeignKey(
        AwardKind, on_delete=models.PROTECT, related_name="dossiers", verbose_name="hình thức"
    )
    receiving_office = models.ForeignKey(
        ReceivingOffice,
        on_delete=models.PROTECT,
        related_name="dossiers",
        null=True,
        blank=True,
        verbose_name="nơi nhận hồ sơ",
    )
    regime = models.ForeignKey(
        Regime, on_delete=models.PROTECT, related_name="dossiers", verbose_name="theo nghị định"
    )
    due = models.DateField("hạn gửi", null=True, blank=True)
    state = models.CharField(
        "trạng thái", max_length=12, choices=DossierState.choices, default=DossierState.DRAFTING
    )
    signer = models.ForeignKey(
        Signer,
        on_delete=models.PROTECT,
        related_name="dossiers",
        null=True,
        blank=True,
        verbose_name="người ký tờ trình",
    )
    proposal = models.OneToOneField(
        IssuedDocument,
        on_delete=models.PROTECT,
        related_name="dossier",
        null=True,
        blank=True,
        verbose_name="tờ trình đã ban hành",
    )
    sent_on = models.DateField("ngày gửi", null=True, blank=True)
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        related_name="dossiers",
        null=True,
        blank=True,
        verbose_name="quyết định khen thưởng",
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "hồ sơ khen thưởng"
        verbose_name_plural = "hồ sơ khen thưởng"
        ordering = ["-year__year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="dossier_code_once")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_upward(self) -> bool:
        """Whether it goes to a level above."""
        return self.award_kind.level == AwardLevel.UPWARD


class DossierItem(models.Model):
    """A file put into a dossier for one of its parts; several files per part keep an order."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="items", verbose_name="hồ sơ"
    )
    component = models.ForeignKey(
        DossierComponent, on_delete=models.PROTECT, related_name="items", verbose_name="thành phần"
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="+", verbose_name="tệp"
    )
    paper_number = models.CharField("số văn bản", max_length=60, blank=True)
    paper_date = models.DateField("ngày văn bản", null=True, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người thêm",
    )
    added_at = models.DateTimeField("thêm lúc")
    removed_at = models.DateTimeField("đã gỡ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "tệp trong hồ sơ"
        verbose_name_plural = "tệp trong hồ sơ"
        ordering = ["dossier", "component__order", "order", "id"]

    def __str__(self) -> str:
        return f"{self.component}: {self.attachment}"


class DossierDocument(models.Model):
    """A paper of a dossier as it was issued with it (phiếu, báo cáo, bản tổng hợp, mục lục)."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="documents", verbose_name="hồ sơ"
    )
    document = models.OneToOneField(
        IssuedDocument,
        on_delete=models.PROTECT,
        related_name="dossier_document",
        verbose_name="văn bản",
    )
    order = models.PositiveSmallIntegerField("thứ tự")
    is_current = models.BooleanField("bản đang dùng", default=True)

    class Meta:
        verbose_name = "văn bản của hồ sơ"
        verbose_name_plural = "văn bản của hồ sơ"
        ordering = ["dossier", "order", "id"]

    def __str__(self) -> str:
        return str(self.document)
