"""What an honor is worth in money: base salary and rates as rows with dates (dossiers, 8)."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models

from models_registry.models.dated import DatedRow, dates_in_order
from models_registry.models.law import AwardKind
from models_registry.models.places import Commune


class BaseSalary(DatedRow):
    """Mức lương cơ sở: đồng a month, by the decree in force (legal-citations, section 4)."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="base_salaries", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=40)
    amount = models.PositiveIntegerField("mức lương cơ sở (đồng/tháng)")
    decree = models.CharField("nghị định", max_length=60)
    confirmed = models.BooleanField("đã đối chiếu với bản gốc", default=False)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "mức lương cơ sở"
        verbose_name_plural = "mức lương cơ sở"
        ordering = ["commune", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="base_salary_code_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="base_salary_above_zero",
                violation_error_message="Mức lương cơ sở phải lớn hơn 0.",
            ),
            dates_in_order("base_salary_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"Nghị định số {self.decree}"


class AwardRate(DatedRow):
    """Coefficient of an award kind and its factors for collectives and households.

    Money = coefficient x factor x base salary of the decision's day, rounded up to
    `rounded_up_to` đồng. A factor left empty: no rule for such subjects, no money.
    """

    award_kind = models.ForeignKey(
        AwardKind, on_delete=models.PROTECT, related_name="rates", verbose_name="hình thức"
    )
    code = models.CharField("mã", max_length=40)
    coefficient = models.DecimalField(
        "hệ số (cá nhân)", max_digits=6, decimal_places=3, validators=[MinValueValidator(0)]
    )
    collective_factor = models.DecimalField(
        "tập thể nhân với", max_digits=5, decimal_places=2, null=True, blank=True
    )
    household_factor = models.DecimalField(
        "hộ gia đình nhân với", max_digits=5, decimal_places=2, null=True, blank=True
    )
    rounded_up_to = models.PositiveIntegerField("làm tròn lên đến (đồng)", default=10_000)
    source = models.CharField("nguồn", max_length=300, blank=True)
    confirmed = models.BooleanField("đã đối chiếu với bản gốc", default=False)

    class Meta:
        verbose_name = "mức tiền thưởng"
        verbose_name_plural = "mức tiền thưởng"
        ordering = ["award_kind", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["award_kind", "code"], name="award_rate_code_once"),
            models.CheckConstraint(
                condition=models.Q(coefficient__gte=0, rounded_up_to__gt=0),
                name="award_rate_makes_sense",
                violation_error_message="Hệ số không được âm, mức làm tròn phải lớn hơn 0.",
            ),
            dates_in_order("award_rate_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.award_kind}: hệ số {self.coefficient.normalize()}".replace(".", ",")
