"""Law as rows with validity dates: regimes, forms, bases, award kinds, default recipients."""

from __future__ import annotations

from django.db import models

from models_registry.enums import AwardForm, AwardLevel, DocumentKind, SubjectType
from models_registry.models.dated import DatedRow, dates_in_order
from models_registry.models.places import Authority, Commune


class Regime(DatedRow):
    """A period of award law: one decree in force (dossiers, section 1)."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="regimes", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=20)
    decree = models.CharField("nghị định", max_length=60)
    title = models.CharField("tên đầy đủ", max_length=400)
    upward_award = models.CharField("hình thức đề nghị cấp trên", max_length=160, blank=True)
    confirmed = models.BooleanField("đã đối chiếu với bản gốc", default=False)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "giai đoạn pháp luật khen thưởng"
        verbose_name_plural = "giai đoạn pháp luật khen thưởng"
        ordering = ["commune", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="regime_code_once"),
            dates_in_order("regime_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"Nghị định số {self.decree}"


class DecreeForm(models.Model):
    """A form of báo cáo thành tích in one regime, for one kind of subject."""

    regime = models.ForeignKey(
        Regime, on_delete=models.PROTECT, related_name="forms", verbose_name="giai đoạn"
    )
    code = models.CharField("mã", max_length=40)
    subject_type = models.CharField("dành cho", max_length=20, choices=SubjectType.choices)
    name = models.CharField("tên mẫu", max_length=200)
    form_number = models.CharField("số mẫu", max_length=40, blank=True)
    number_confirmed = models.BooleanField("số mẫu đã đối chiếu", default=False)
    layout = models.CharField(
        "bố cục",
        max_length=40,
        help_text="full_collective, full_individual hoặc movement",
    )
    with_past_awards = models.BooleanField("có phần III khen thưởng", default=True)
    is_default = models.BooleanField("dùng mặc định", default=False)

    class Meta:
        verbose_name = "mẫu báo cáo thành tích"
        verbose_name_plural = "mẫu báo cáo thành tích"
        ordering = ["regime", "code"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "code"], name="decree_form_code_once"),
            models.UniqueConstraint(
                fields=["regime", "subject_type"],
                condition=models.Q(is_default=True),
                name="decree_form_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LegalBasis(DatedRow):
    """One "căn cứ" line, chosen by the date of the paper (legal-citations)."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="legal_bases", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=60)
    order = models.PositiveSmallIntegerField("thứ tự")
    citation = models.TextField("câu căn cứ", help_text="Không có dấu câu ở cuối.")
    used_in = models.JSONField(
        "dùng trong", default=list, help_text="Loại văn bản; để trống là mọi loại."
    )
    confirmed = models.BooleanField("đã đối chiếu với bản gốc", default=False)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "căn cứ pháp lý"
        verbose_name_plural = "căn cứ pháp lý"
        ordering = ["commune", "order", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="legal_basis_code_once"),
            dates_in_order("legal_basis_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.citation[:120]


class AwardKind(DatedRow):
    """A form of honor and who decides it (plan IV.1.3; dossiers, section 2)."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="award_kinds", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=40)
    name = models.CharField("tên", max_length=200)
    form = models.CharField("hình thức", max_length=20, choices=AwardForm.choices)
    level = models.CharField("cấp quyết định", max_length=10, choices=AwardLevel.choices)
    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        related_name="award_kinds",
        verbose_name="người có thẩm quyền",
    )
    for_collectives = models.BooleanField("dành cho tập thể", default=True)
    for_individuals = models.BooleanField("dành cho cá nhân", default=True)
    makes_dossier = models.BooleanField("phải lập hồ sơ", default=True)

    class Meta:
        verbose_name = "hình thức khen thưởng"
        verbose_name_plural = "hình thức khen thưởng"
        ordering = ["commune", "level", "code"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="award_kind_code_once"),
            dates_in_order("award_kind_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultRecipients(DatedRow):
    """Lines of "Nơi nhận" for a kind of paper."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="default_recipients", verbose_name="xã"
    )
    document_kind = models.CharField("loại văn bản", max_length=30, choices=DocumentKind.choices)
    lines = models.JSONField("các dòng", default=list, help_text="Không có gạch đầu dòng, dấu câu.")

    class Meta:
        verbose_name = "nơi nhận mặc định"
        verbose_name_plural = "nơi nhận mặc định"
        ordering = ["commune", "document_kind", "valid_from"]
        constraints = [dates_in_order("default_recipients_dates_in_order")]

    def __str__(self) -> str:
        return self.get_document_kind_display()
