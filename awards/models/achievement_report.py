"""Báo cáo thành tích of a nominee."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from awards.enums import ReportState
from awards.models.nomination import Nomination
from models_registry.models import Attachment, DecreeForm


class AchievementReport(models.Model):
    """The report of one nominee on the form of the decree in force (dossiers, section 5).

    Facts about the subject come from its record; here stand the free texts.
    """

    nomination = models.OneToOneField(
        Nomination,
        on_delete=models.PROTECT,
        related_name="achievement_report",
        verbose_name="đề nghị",
    )
    form = models.ForeignKey(
        DecreeForm, on_delete=models.PROTECT, related_name="reports", verbose_name="mẫu báo cáo"
    )
    achievement = models.TextField("thành tích đạt được", blank=True)
    measures = models.TextField("biện pháp, nguyên nhân đạt được thành tích", blank=True)
    policy = models.TextField("chấp hành chủ trương, chính sách, pháp luật", blank=True)
    party_work = models.TextField("hoạt động của tổ chức đảng, đoàn thể", blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=ReportState.choices, default=ReportState.DRAFT
    )
    submitted_on = models.DateField("ngày báo cáo", null=True, blank=True)
    confirmed_on = models.DateField("ngày xác nhận", null=True, blank=True)
    confirmer_name = models.CharField("người xác nhận", max_length=160, blank=True)
    confirmer_post = models.CharField("chức vụ người xác nhận", max_length=200, blank=True)
    signed_scan = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp đã ký",
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người sửa",
    )
    changed_at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "báo cáo thành tích"
        verbose_name_plural = "báo cáo thành tích"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Báo cáo thành tích của {self.nomination.subject}"
