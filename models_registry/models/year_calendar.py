"""What was done to the calendar and to the years: windows moved, years locked, feeds given."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.models.dated import dates_in_order
from models_registry.models.plan import EmulationYear, YearWindow


class WindowChange(models.Model):
    """A window that got other days: who, when, from what to what, why. Append only."""

    window = models.ForeignKey(
        YearWindow, on_delete=models.PROTECT, related_name="changes", verbose_name="đợt"
    )
    old_starts = models.DateField("từ ngày, trước khi đổi")
    old_ends = models.DateField("đến hết ngày, trước khi đổi")
    new_starts = models.DateField("từ ngày, sau khi đổi")
    new_ends = models.DateField("đến hết ngày, sau khi đổi")
    reason = models.CharField("lý do", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người đổi",
    )
    at = models.DateTimeField("đổi lúc")

    class Meta:
        verbose_name = "lần đổi thời hạn"
        verbose_name_plural = "lần đổi thời hạn"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="window_change_has_its_reason"
            ),
            dates_in_order("window_change_dates_in_order", "new_starts", "new_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.window.name}: {self.new_starts:%d/%m/%Y} – {self.new_ends:%d/%m/%Y}"


class YearLock(models.Model):
    """A year that was locked or unlocked: who, when, why, from which signed paper. Append only."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="locks", verbose_name="năm thi đua"
    )
    locked = models.BooleanField("khóa")
    reason = models.CharField("lý do", max_length=300, blank=True)
    paper = models.CharField("văn bản đã ký", max_length=160, blank=True)
    signer = models.ForeignKey(
        "models_registry.Signer",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người ký",
    )
    paper_scan = models.ForeignKey(
        "models_registry.Attachment",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ai"
    )
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lần khóa, mở năm"
        verbose_name_plural = "lần khóa, mở năm"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(locked=True) | ~models.Q(reason=""),
                name="year_unlocked_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{'khóa' if self.locked else 'mở lại'} {self.year}"


class YearOpening(models.Model):
    """A year that was opened from the one before: once, by whom, when."""

    year = models.OneToOneField(
        EmulationYear, on_delete=models.PROTECT, related_name="opening", verbose_name="năm mới"
    )
    from_year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="+", verbose_name="mở từ năm"
    )
    windows = models.PositiveSmallIntegerField("số đợt mang sang")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người mở",
    )
    at = models.DateTimeField("mở lúc")

    class Meta:
        verbose_name = "lần mở năm"
        verbose_name_plural = "lần mở năm"

    def __str__(self) -> str:
        return f"mở {self.year}"


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads one person's dates."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="calendar_feeds",
        verbose_name="của ai",
    )
    token = models.CharField("mã bí mật", max_length=64, unique=True)
    created_at = models.DateTimeField("lập lúc")
    revoked_at = models.DateTimeField("thôi dùng lúc", null=True, blank=True)

    class Meta:
        verbose_name = "địa chỉ lịch"
        verbose_name_plural = "địa chỉ lịch"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at__isnull=True),
                name="calendar_feed_one_in_use",
            )
        ]

    def __str__(self) -> str:
        return f"lịch của {self.user}"
