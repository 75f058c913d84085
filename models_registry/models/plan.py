"""The plan of the movement and its years: windows, areas, criteria, qualities."""

from __future__ import annotations

from datetime import date

from django.db import models

from models_registry.enums import (
    CriterionMode,
    MovementKind,
    NationalField,
    SubjectType,
    WindowKind,
)
from models_registry.models.dated import dates_in_order
from models_registry.models.places import Commune


class EmulationPlan(models.Model):
    """The official plan that launches the movement; number and date may still be unknown."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="plans", verbose_name="xã"
    )
    code = models.SlugField("mã", max_length=40)
    title = models.CharField("tên kế hoạch", max_length=300)
    movement_name = models.CharField("tên phong trào", max_length=120)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    date = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    parent_citation = models.TextField("kế hoạch cấp trên (trích dẫn đầy đủ)", blank=True)
    guidance_citation = models.TextField("hướng dẫn của Đảng (trích dẫn đầy đủ)", blank=True)

    class Meta:
        verbose_name = "kế hoạch phát động"
        verbose_name_plural = "kế hoạch phát động"
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="emulation_plan_code_once")
        ]

    def __str__(self) -> str:
        return self.title


class EmulationYear(models.Model):
    """One year of the movement."""

    plan = models.ForeignKey(
        EmulationPlan, on_delete=models.PROTECT, related_name="years", verbose_name="kế hoạch"
    )
    year = models.PositiveSmallIntegerField("năm")
    culture_cutoff = models.DateField(
        "ngày chốt danh sách làng",
        null=True,
        blank=True,
        help_text="Làng còn tồn tại vào ngày này được tính; để trống là 31/12 của năm.",
    )
    locked_at = models.DateTimeField("khóa lúc", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "năm thi đua"
        verbose_name_plural = "năm thi đua"
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["plan", "year"], name="emulation_year_once")]

    def __str__(self) -> str:
        return f"năm {self.year}"

    @property
    def cutoff(self) -> date:
        """Day on which villages are counted."""
        return self.culture_cutoff or date(self.year, 12, 31)


class YearWindow(models.Model):
    """A period of the year's calendar; several of a kind are possible."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="windows", verbose_name="năm thi đua"
    )
    code = models.CharField("mã", max_length=40)
    kind = models.CharField("loại", max_length=20, choices=WindowKind.choices)
    name = models.CharField("tên", max_length=160)
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến hết ngày")

    class Meta:
        verbose_name = "thời hạn trong năm"
        verbose_name_plural = "thời hạn trong năm"
        ordering = ["starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="year_window_code_once"),
            dates_in_order("year_window_dates_in_order", "starts", "ends"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.starts:%d/%m/%Y} – {self.ends:%d/%m/%Y})"

    def is_open_on(self, day: date) -> bool:
        """Whether the window is open on this day; both ends count."""
        return self.starts <= day <= self.ends


class LinkedMovement(models.Model):
    """A movement, campaign or program that models are tied to (plan I.1, I.2)."""

    plan = models.ForeignKey(
        EmulationPlan, on_delete=models.PROTECT, related_name="movements", verbose_name="kế hoạch"
    )
    code = models.CharField("mã", max_length=20)
    kind = models.CharField("loại", max_length=20, choices=MovementKind.choices)
    name = models.CharField("tên", max_length=300)
    counted_alone = models.BooleanField("tính riêng khi tổng hợp", default=False)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "phong trào, chương trình gắn kết"
        verbose_name_plural = "phong trào, chương trình gắn kết"
        ordering = ["plan", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="linked_movement_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class ContentArea(models.Model):
    """A content area of the plan (II.2.1 for collectives, II.2.2 for individuals)."""

    plan = models.ForeignKey(
        EmulationPlan, on_delete=models.PROTECT, related_name="areas", verbose_name="kế hoạch"
    )
    code = models.CharField("mã", max_length=20)
    subject_type = models.CharField("dành cho", max_length=20, choices=SubjectType.choices)
    clause = models.CharField("điểm của kế hoạch", max_length=40)
    order = models.PositiveSmallIntegerField("thứ tự")
    short_title = models.CharField("tên ngắn", max_length=160)
    full_text = models.TextField("toàn văn")
    national_field = models.CharField("lĩnh vực", max_length=10, choices=NationalField.choices)

    class Meta:
        verbose_name = "nội dung của kế hoạch"
        verbose_name_plural = "nội dung của kế hoạch"
        ordering = ["plan", "subject_type", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="content_area_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.short_title}"


class Quality(models.Model):
    """A quality that a model is assessed by (plan I.2 ¶3, IV.1.1)."""

    plan = models.ForeignKey(
        EmulationPlan, on_delete=models.PROTECT, related_name="qualities", verbose_name="kế hoạch"
    )
    code = models.CharField("mã", max_length=30)
    name = models.CharField("tên", max_length=120)
    clause = models.CharField("điểm của kế hoạch", max_length=40)
    text = models.TextField("nội dung cần xem xét", blank=True)
    required = models.BooleanField("bắt buộc đạt để được công nhận", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "phẩm chất của mô hình"
        verbose_name_plural = "phẩm chất của mô hình"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="quality_code_once")]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One single condition of section IV of the plan (IV.1.1, IV.1.2)."""

    plan = models.ForeignKey(
        EmulationPlan, on_delete=models.PROTECT, related_name="criteria", verbose_name="kế hoạch"
    )
    code = models.CharField("mã", max_length=20)
    clause = models.CharField("điểm của kế hoạch", max_length=60)
    subject_type = models.CharField("dành cho", max_length=20, choices=SubjectType.choices)
    order = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("điều kiện")
    full_text = models.TextField("toàn văn gạch đầu dòng")
    mode = models.CharField("cách đánh giá", max_length=20, choices=CriterionMode.choices)
    rule = models.CharField("quy tắc tự động", max_length=60, blank=True)
    params = models.JSONField("tham số", default=dict, blank=True)
    needed_for = models.ManyToManyField(
        "models_registry.AwardKind",
        related_name="criteria",
        blank=True,
        verbose_name="cần cho hình thức",
    )

    class Meta:
        verbose_name = "tiêu chuẩn mục IV"
        verbose_name_plural = "tiêu chuẩn mục IV"
        ordering = ["plan", "subject_type", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="criterion_code_once"),
            models.CheckConstraint(
                condition=models.Q(mode=CriterionMode.AUTOMATIC) & ~models.Q(rule="")
                | models.Q(mode=CriterionMode.JUDGED, rule=""),
                name="criterion_rule_only_when_automatic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"
