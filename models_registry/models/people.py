"""Collectives and individuals, their posts, honors and what may stand against an honor."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from dandvan.vietnamese import name_sort_key, search_key
from models_registry.enums import (
    ImpedimentEffect,
    ImpedimentKind,
    PastAwardKind,
    Sex,
    SubjectType,
)
from models_registry.models.dated import DatedRow, dates_in_order, exactly_one
from models_registry.models.places import Commune, Village


class SubjectKind(models.Model):
    """A kind of collective or of position, from the plan file; eligible ones may be honored."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="subject_kinds", verbose_name="xã"
    )
    subject_type = models.CharField("đối tượng", max_length=20, choices=SubjectType.choices)
    code = models.CharField("mã", max_length=40)
    name = models.CharField("tên", max_length=160)
    eligible = models.BooleanField("thuộc đối tượng của phong trào", default=True)
    is_household = models.BooleanField("là hộ gia đình", default=False)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "loại tập thể, chức danh"
        verbose_name_plural = "loại tập thể, chức danh"
        ordering = ["commune", "subject_type", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "subject_type", "code"], name="subject_kind_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Individual(models.Model):
    """A person; holds all that a báo cáo thành tích needs (dossiers, section 5.3)."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="individuals", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=40, blank=True)
    full_name = models.CharField("họ và tên", max_length=160)
    search_name = models.CharField(max_length=160, editable=False, db_index=True, default="")
    sort_name = models.CharField(max_length=400, editable=False, default="")
    sex = models.CharField("giới tính", max_length=10, choices=Sex.choices, blank=True)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=60, blank=True)
    religion = models.CharField("tôn giáo", max_length=60, blank=True)
    origin = models.CharField("quê quán", max_length=200, blank=True)
    residence = models.CharField("nơi thường trú", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    unit = models.CharField("đơn vị công tác", max_length=200, blank=True)
    party_post = models.CharField("chức vụ Đảng", max_length=160, blank=True)
    government_post = models.CharField("chức vụ chính quyền", max_length=160, blank=True)
    association_post = models.CharField("chức vụ đoàn thể", max_length=160, blank=True)
    education = models.CharField("trình độ chuyên môn, nghiệp vụ", max_length=200, blank=True)
    political_theory = models.CharField("trình độ lý luận chính trị", max_length=80, blank=True)
    degrees = models.CharField(
        "học hàm, học vị, danh hiệu, giải thưởng", max_length=200, blank=True
    )
    tasks = models.TextField("quyền hạn, nhiệm vụ được giao", blank=True)

    class Meta:
        verbose_name = "cá nhân"
        verbose_name_plural = "cá nhân"
        ordering = ["sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                condition=~models.Q(code=""),
                name="individual_code_once",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys of search and order beside the name."""
        self.search_name = search_key(self.full_name)
        self.sort_name = name_sort_key(self.full_name)
        if (fields := kwargs.get("update_fields")) and "full_name" in fields:
            kwargs["update_fields"] = {*fields, "search_name", "sort_name"}
        super().save(*args, **kwargs)

    def post_on(self, day: date) -> Post | None:
        """The main post held on this day; uses prefetched posts where there are some."""
        held = [post for post in self.posts.all() if post.holds_on(day)]
        return held[0] if held else None

    @property
    def honorific(self) -> str:
        """Ông or Bà, by sex."""
        return "Bà" if self.sex == Sex.FEMALE else "Ông"


class Collective(DatedRow):
    """A collective that owns models or is honored (plan II.1; kinds are rows)."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="collectives", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=40, blank=True)
    kind = models.ForeignKey(
        SubjectKind, on_delete=models.PROTECT, related_name="collectives", verbose_name="loại"
    )
    name = models.CharField("tên tập thể", max_length=200)
    search_name = models.CharField(max_length=200, editable=False, db_index=True, default="")
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        related_name="collectives",
        null=True,
        blank=True,
        verbose_name="làng",
    )
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    founding = models.TextField("quá trình thành lập và phát triển", blank=True)
    structure = models.TextField("cơ cấu tổ chức", blank=True)
    staff = models.TextField("tổng số cán bộ, công chức, người lao động", blank=True)
    party_body = models.TextField("tổ chức đảng", blank=True)
    mass_bodies = models.TextField("tổ chức đoàn thể", blank=True)
    functions = models.TextField("chức năng, nhiệm vụ", blank=True)

    class Meta:
        verbose_name = "tập thể"
        verbose_name_plural = "tập thể"
        ordering = ["commune", "kind__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                condition=~models.Q(code=""),
                name="collective_code_once",
            ),
            dates_in_order("collective_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search key beside the name."""
        self.search_name = search_key(self.name)
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = {*fields, "search_name"}
        super().save(*args, **kwargs)

    def head_on(self, day: date) -> Individual | None:
        """Who heads the collective on this day, by dated posts."""
        held = [p for p in self.heads.select_related("individual") if p.holds_on(day)]
        return held[0].individual if held else None


class Post(DatedRow):
    """A post held by a person; may head a collective."""

    individual = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="posts", verbose_name="cá nhân"
    )
    kind = models.ForeignKey(
        SubjectKind, on_delete=models.PROTECT, related_name="posts", verbose_name="loại chức danh"
    )
    title = models.CharField("chức vụ", max_length=200)
    workplace = models.CharField("nơi công tác", max_length=200, blank=True)
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        related_name="posts",
        null=True,
        blank=True,
        verbose_name="làng",
    )
    collective = models.ForeignKey(
        Collective,
        on_delete=models.PROTECT,
        related_name="posts",
        null=True,
        blank=True,
        verbose_name="thuộc tập thể",
    )
    heads = models.ForeignKey(
        Collective,
        on_delete=models.PROTECT,
        related_name="heads",
        null=True,
        blank=True,
        verbose_name="đứng đầu tập thể",
    )
    deputy_of = models.ForeignKey(
        Collective,
        on_delete=models.PROTECT,
        related_name="deputies",
        null=True,
        blank=True,
        verbose_name="cấp phó của tập thể",
    )
    end_paper = models.CharField("văn bản thôi giữ chức vụ", max_length=160, blank=True)

    class Meta:
        verbose_name = "chức vụ"
        verbose_name_plural = "chức vụ"
        ordering = ["individual", "id"]
        constraints = [dates_in_order("post_dates_in_order")]

    def __str__(self) -> str:
        return self.title


class PastAward(models.Model):
    """An honor received before, for part III of a báo cáo thành tích."""

    collective = models.ForeignKey(
        Collective,
        on_delete=models.PROTECT,
        related_name="past_awards",
        null=True,
        blank=True,
        verbose_name="tập thể",
    )
    individual = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="past_awards",
        null=True,
        blank=True,
        verbose_name="cá nhân",
    )
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("loại", max_length=10, choices=PastAwardKind.choices)
    name = models.CharField("danh hiệu, hình thức", max_length=160)
    decision_number = models.CharField("số quyết định", max_length=60)
    decision_date = models.DateField("ngày quyết định")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    reason = models.CharField("về thành tích", max_length=300, blank=True)

    class Meta:
        verbose_name = "khen thưởng đã có"
        verbose_name_plural = "khen thưởng đã có"
        ordering = ["year", "decision_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("collective", "individual"), name="past_award_one_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} năm {self.year}"


class Impediment(models.Model):
    """What may stand against an honor; seen by CLERK and CHAIR only (dossiers, P4)."""

    collective = models.ForeignKey(
        Collective,
        on_delete=models.PROTECT,
        related_name="impediments",
        null=True,
        blank=True,
        verbose_name="tập thể",
    )
    individual = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="impediments",
        null=True,
        blank=True,
        verbose_name="cá nhân",
    )
    kind = models.CharField("loại", max_length=20, choices=ImpedimentKind.choices)
    effect = models.CharField("hiệu lực", max_length=10, choices=ImpedimentEffect.choices)
    reason = models.TextField("nội dung")
    paper = models.CharField("văn bản", max_length=200)
    starts = models.DateField("từ ngày")
    cleared_on = models.DateField("hết hiệu lực từ ngày", null=True, blank=True)
    cleared_paper = models.CharField("văn bản kết luận", max_length=200, blank=True)

    class Meta:
        verbose_name = "điều cần lưu ý khi xét khen"
        verbose_name_plural = "điều cần lưu ý khi xét khen"
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("collective", "individual"), name="impediment_one_subject"
            ),
            dates_in_order("impediment_dates_in_order", "starts", "cleared_on"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.paper}"

    def stands_on(self, day: date) -> bool:
        """Whether it stands on this day (the day of clearing counts as cleared)."""
        return self.starts <= day and (self.cleared_on is None or day < self.cleared_on)
