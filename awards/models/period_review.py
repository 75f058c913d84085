"""Interim and final reviews of a year, and the targets the year set itself (plan V.1)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from awards.enums import ReviewAct, ReviewKind, TargetKind
from models_registry.models import Attachment, Commune, EmulationYear, IssuedDocument, Signer


class YearTarget(models.Model):
    """One target of one year; the last value counts, with who set it and when."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="targets", verbose_name="năm thi đua"
    )
    kind = models.CharField("chỉ tiêu", max_length=15, choices=TargetKind.choices)
    value = models.DecimalField("mức", max_digits=7, decimal_places=1)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người nhập",
    )
    set_at = models.DateTimeField("nhập lúc")
    is_current = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "chỉ tiêu của năm"
        verbose_name_plural = "chỉ tiêu của năm"
        ordering = ["year", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind"],
                condition=models.Q(is_current=True),
                name="year_target_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0), name="year_target_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}: {self.value}"


class PeriodReview(models.Model):
    """The paper of an interim or final review.

    `texts` holds the words of each section ({section: text}); `figures` is the JSON of all
    tables as they were at issuing, None before that.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="period_reviews", verbose_name="xã"
    )
    year = models.ForeignKey(
        EmulationYear,
        on_delete=models.PROTECT,
        related_name="period_reviews",
        verbose_name="năm thi đua",
    )
    kind = models.CharField("loại", max_length=10, choices=ReviewKind.choices)
    date = models.DateField("số liệu đến ngày")
    texts = models.JSONField("lời văn", default=dict)
    figures = models.JSONField("số liệu khi ban hành", null=True, blank=True, editable=False)
    signer = models.ForeignKey(
        Signer,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người ký",
    )
    document = models.OneToOneField(
        IssuedDocument,
        on_delete=models.PROTECT,
        related_name="period_review",
        null=True,
        blank=True,
        verbose_name="báo cáo đã ban hành",
    )
    scan = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp",
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
        verbose_name = "báo cáo sơ kết, tổng kết"
        verbose_name_plural = "báo cáo sơ kết, tổng kết"
        ordering = ["-year__year", "-date", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "kind"], name="period_review_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} năm {self.year.year}"

    @property
    def is_issued(self) -> bool:
        """Whether the paper is out and its figures are kept."""
        return self.figures is not None


class ReviewEvent(models.Model):
    """Who did what with the paper of a review, when and why; append only.

    `texts` are the words after it, so that no earlier wording is lost.
    """

    review = models.ForeignKey(
        PeriodReview, on_delete=models.PROTECT, related_name="events", verbose_name="báo cáo"
    )
    act = models.CharField("việc", max_length=10, choices=ReviewAct.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người làm",
    )
    at = models.DateTimeField("thời điểm")
    note = models.TextField("lý do, ghi chú", blank=True)
    texts = models.JSONField("lời văn sau đó", default=dict)

    class Meta:
        verbose_name = "diễn biến của báo cáo sơ kết, tổng kết"
        verbose_name_plural = "diễn biến của báo cáo sơ kết, tổng kết"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%d/%m/%Y}"
