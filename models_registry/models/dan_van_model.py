"""The model "Dân vận khéo": what is registered, carried out, assessed and recognized."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from dandvan.vietnamese import search_key
from models_registry.enums import MemberPart, ModelState, NationalField
from models_registry.models.dated import DatedRow, dates_in_order, exactly_one
from models_registry.models.people import Collective, Individual
from models_registry.models.places import Commune, Village
from models_registry.models.plan import ContentArea, EmulationYear, LinkedMovement, YearWindow


class DanVanModel(models.Model):
    """One model of a collective or an individual in one emulation year.

    `owner_person` is who registered it or for whom it was registered; only
    `services.move_model` writes `state`.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="dv_models", verbose_name="xã"
    )
    year = models.ForeignKey(
        EmulationYear,
        on_delete=models.PROTECT,
        related_name="dv_models",
        verbose_name="năm thi đua",
    )
    window = models.ForeignKey(
        YearWindow,
        on_delete=models.PROTECT,
        related_name="dv_models",
        null=True,
        blank=True,
        verbose_name="đợt đăng ký",
    )
    code = models.CharField("mã", max_length=30, blank=True)
    name = models.CharField("tên mô hình", max_length=300, blank=True)
    search_name = models.CharField(max_length=300, editable=False, db_index=True, default="")
    search_text = models.TextField(editable=False, default="")
    owner_person = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="owned_models",
        verbose_name="người đăng ký",
    )
    collective = models.ForeignKey(
        Collective,
        on_delete=models.PROTECT,
        related_name="dv_models",
        null=True,
        blank=True,
        verbose_name="mô hình của tập thể",
    )
    individual = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="dv_models",
        null=True,
        blank=True,
        verbose_name="mô hình của cá nhân",
    )
    co_owners = models.ManyToManyField(
        Collective, related_name="co_owned_models", blank=True, verbose_name="tập thể đồng chủ trì"
    )
    main_area = models.ForeignKey(
        ContentArea,
        on_delete=models.PROTECT,
        related_name="main_models",
        null=True,
        blank=True,
        verbose_name="nội dung chính",
    )
    further_areas = models.ManyToManyField(
        ContentArea, related_name="further_models", blank=True, verbose_name="nội dung khác"
    )
    national_field = models.CharField(
        "lĩnh vực", max_length=10, choices=NationalField.choices, blank=True
    )
    villages = models.ManyToManyField(
        Village, related_name="dv_models", blank=True, verbose_name="địa bàn"
    )
    movements = models.ManyToManyField(
        LinkedMovement,
        related_name="dv_models",
        blank=True,
        verbose_name="phong trào, chương trình gắn kết",
    )
    need = models.TextField("nhu cầu, vấn đề cần giải quyết", blank=True)
    goal = models.TextField("mục tiêu, chỉ tiêu", blank=True)
    solutions = models.TextField("giải pháp", blank=True)
    partners = models.TextField("lực lượng phối hợp", blank=True)
    target_group = models.TextField("đối tượng hướng tới", blank=True)
    resources = models.TextField("nguồn lực", blank=True)
    upkeep = models.TextField("cách duy trì, nhân rộng", blank=True)
    expected_results = models.TextField("kết quả dự kiến", blank=True)
    start_date = models.DateField("bắt đầu từ ngày", null=True, blank=True)
    end_date = models.DateField("đến ngày", null=True, blank=True)
    state = models.CharField(
        "trạng thái", max_length=20, choices=ModelState.choices, default=ModelState.DRAFT
    )
    withdrawn_from = models.CharField(
        "rút khi đang", max_length=20, choices=ModelState.choices, blank=True
    )
    return_due = models.DateField("hạn bổ sung", null=True, blank=True)
    submitted_on = models.DateField("ngày gửi đăng ký", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name="người sửa cuối",
    )
    changed_at = models.DateTimeField("sửa cuối lúc", null=True)

    class Meta:
        verbose_name = "mô hình"
        verbose_name_plural = "mô hình"
        ordering = ["-year__year", "code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"], condition=~models.Q(code=""), name="dv_model_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ModelState.DRAFT)
                | models.Q(state=ModelState.WITHDRAWN)
                | exactly_one("collective", "individual"),
                name="dv_model_one_owner_once_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(collective__isnull=True) | models.Q(individual__isnull=True),
                name="dv_model_not_two_owners",
            ),
            dates_in_order("dv_model_dates_in_order", "start_date", "end_date"),
        ]
        indexes = [models.Index(fields=["commune", "year", "state"], name="dv_model_by_year_state")]

    def __str__(self) -> str:
        return self.name or "(mô hình chưa đặt tên)"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search keys beside their sources."""
        self.search_name = search_key(self.name)
        self.search_text = search_key(
            " ".join((self.code, self.name, self.need, self.goal, self.solutions))
        )
        fields = kwargs.get("update_fields")
        if fields and {"code", "name", "need", "goal", "solutions"} & set(fields):
            kwargs["update_fields"] = {*fields, "search_name", "search_text"}
        super().save(*args, **kwargs)

    @property
    def owner_name(self) -> str:
        """Whose model it is."""
        owner = self.collective or self.individual
        return str(owner) if owner else ""

    def registrant_on(self, day: date) -> Individual:
        """Who had registered it as papers of this day say, before later handovers."""
        later = self.handovers.filter(owner_moved=True, date__gt=day).order_by("date", "id")
        first = later.select_related("from_person").first()
        return first.from_person if first else self.owner_person

    @property
    def code_or_draft(self) -> str:
        """Code, or what stands for it while there is none."""
        return self.code or "Bản nháp"


class ModelMember(DatedRow):
    """A person's part in a model; one that a handover ended stays and gives no right any more."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.CASCADE, related_name="members", verbose_name="mô hình"
    )
    individual = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="memberships", verbose_name="cá nhân"
    )
    part = models.CharField("vai trò", max_length=20, choices=MemberPart.choices)
    ended_by = models.ForeignKey(
        "models_registry.ModelHandover",
        on_delete=models.PROTECT,
        related_name="ended_members",
        null=True,
        blank=True,
        verbose_name="thôi theo lần bàn giao",
    )

    class Meta:
        verbose_name = "người tham gia mô hình"
        verbose_name_plural = "người tham gia mô hình"
        ordering = ["dv_model", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dv_model", "individual", "part"],
                condition=models.Q(ended_by__isnull=True),
                name="model_member_once_per_part",
            ),
            dates_in_order("model_member_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.individual} – {self.get_part_display()}"
