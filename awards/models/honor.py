"""What happens to an honor after its decision: number in the golden book, handing over, money."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from awards.enums import HonorStep
from awards.models.nomination import Award
from models_registry.enums import AwardForm
from models_registry.models import Commune

# How far a print may be moved on the sheet; more is a wrong sheet, not a wrong printer.
MOST_MOVED = 60


class RegisterNumber(models.Model):
    """The number of an honor of the commune in its golden book (số sổ vàng) of one year.

    Given once by the application under the commune's lock: no gap, no double, never changed.
    """

    award = models.OneToOneField(
        Award, on_delete=models.PROTECT, related_name="register_number", verbose_name="khen thưởng"
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="register_numbers", verbose_name="xã"
    )
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số sổ vàng")

    class Meta:
        verbose_name = "số sổ vàng"
        verbose_name_plural = "số sổ vàng"
        ordering = ["commune", "year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "year", "number"], name="register_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.year}"


class HonorEntry(models.Model):
    """One line of what was done with an honor: handed over, or its money paid.

    Never changed: a wrong line is replaced by a right one with a reason, or taken back (a
    replacement without a day). The line in use is `is_current`.
    """

    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, related_name="entries", verbose_name="khen thưởng"
    )
    step = models.CharField("việc", max_length=12, choices=HonorStep.choices)
    day = models.DateField("ngày", null=True, blank=True)
    receiver = models.CharField("người nhận", max_length=160, blank=True)
    occasion = models.CharField("dịp", max_length=200, blank=True)
    receipt_number = models.CharField("số phiếu chi", max_length=60, blank=True)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name="thay cho dòng",
    )
    reason = models.TextField("lý do sửa", blank=True)
    is_current = models.BooleanField("đang dùng", default=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "dòng ghi trao thưởng"
        verbose_name_plural = "dòng ghi trao thưởng"
        ordering = ["award", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "step"], condition=Q(is_current=True), name="honor_entry_once"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=False) | Q(day__isnull=False),
                name="honor_entry_has_day",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
                name="honor_entry_change_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(day__isnull=False),
                name="honor_entry_in_use_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.award}"


class ExemplarManager(models.Manager["Exemplar"]):
    """Awards that are a title."""

    def get_queryset(self) -> models.QuerySet[Exemplar]:
        """Titles only."""
        return super().get_queryset().filter(award_kind__form=AwardForm.TITLE)


class Exemplar(Award):
    """An exemplar "Dân vận khéo" (điển hình): the award of a title, granted like any other."""

    objects = ExemplarManager()

    class Meta:
        proxy = True
        verbose_name = "điển hình “Dân vận khéo”"
        verbose_name_plural = "điển hình “Dân vận khéo”"

    @property
    def level(self) -> str:
        """Level that decided (AwardLevel)."""
        return self.award_kind.level


def _shift(label: str) -> models.DecimalField:  # type: ignore[type-arg]
    """A shift in millimeters."""
    return models.DecimalField(
        label,
        max_digits=4,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(-MOST_MOVED), MaxValueValidator(MOST_MOVED)],
    )


class PrinterShift(models.Model):
    """How far a person's printer has to move the text of a giấy khen on pre-printed paper (mm)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="printer_shifts",
        verbose_name="người dùng",
    )
    printer = models.CharField("máy in", max_length=60)
    right = _shift("cả trang sang phải (mm)")
    down = _shift("cả trang xuống dưới (mm)")
    name_down = _shift("phần tên, thành tích xuống thêm (mm)")
    foot_down = _shift("phần số quyết định, chữ ký xuống thêm (mm)")
    prints_authority = models.BooleanField("in dòng tên cơ quan", default=True)
    changed_at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "căn chỉnh máy in"
        verbose_name_plural = "căn chỉnh máy in"
        ordering = ["user", "-changed_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "printer"], name="printer_shift_once")
        ]

    def __str__(self) -> str:
        return self.printer
