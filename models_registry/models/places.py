"""The commune, its villages, the authorities around it and who signs."""

from __future__ import annotations

from datetime import date

from django.db import models

from models_registry.enums import AuthorityLevel, SignerBody, SigningForm, VillageChangeKind
from models_registry.models.dated import DatedRow, dates_in_order


class Commune(models.Model):
    """A commune that runs the movement; several can live in one database."""

    code = models.SlugField("mã", unique=True)
    name = models.CharField("tên", max_length=120, help_text="Ví dụ: xã Tơ Tung")
    district_name = models.CharField("huyện", max_length=120, blank=True)
    province_name = models.CharField("tỉnh", max_length=120)
    place_name = models.CharField("địa danh trên văn bản", max_length=80)
    upper_line = models.CharField("dòng cơ quan chủ quản", max_length=160, blank=True)
    header_lines = models.JSONField("dòng tên cơ quan ban hành", default=list)
    council_header_lines = models.JSONField("dòng tên Hội đồng", default=list)
    agency_symbol = models.CharField("ký hiệu cơ quan", max_length=20, default="UBND")
    council_symbol = models.CharField("ký hiệu Hội đồng", max_length=20, default="HĐTĐKT")
    archive_note = models.CharField("nơi lưu", max_length=40, default="VT, VP")
    set_up = models.BooleanField("đã nhập xong thông tin ban đầu", default=False)

    class Meta:
        verbose_name = "xã"
        verbose_name_plural = "xã"

    def __str__(self) -> str:
        return self.name

    @property
    def ubnd_name(self) -> str:
        """Name of the People's Committee in running text."""
        return f"Ủy ban nhân dân {self.name}"


class Village(DatedRow):
    """A village; an empty name is still to be given by the commune."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="villages", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=20)
    name = models.CharField("tên làng", max_length=80, blank=True)
    main_ethnic = models.CharField("dân tộc chính", max_length=80, blank=True)
    households = models.PositiveIntegerField("số hộ", null=True, blank=True)
    people = models.PositiveIntegerField("số khẩu", null=True, blank=True)

    class Meta:
        verbose_name = "làng"
        verbose_name_plural = "làng"
        ordering = ["commune", "code"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="village_code_once"),
            dates_in_order("village_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.label_on(None)

    def name_on(self, day: date | None) -> str:
        """The name it bore on this day (today's for None); uses prefetched changes."""
        if day is not None:
            for row in self.changes.all():
                if row.kind == VillageChangeKind.RENAME and row.date > day:
                    return str(row.old_name)
        return self.name

    def label_on(self, day: date | None) -> str:
        """The village as running text names it on this day: "làng Stơr"."""
        name = self.name_on(day)
        return f"làng {name}" if name else f"làng {self.code} (chưa có tên)"

    @property
    def merged_into(self) -> Village | None:
        """The village it is part of now; None while it stands for itself."""
        rows = (row for row in self.changes.all() if row.kind == VillageChangeKind.MERGE)
        into: Village | None = next((row.into for row in rows), None)
        return into if into is None else into.merged_into or into


class Authority(DatedRow):
    """An authority that issues papers or decides, with the days it exists."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="authorities", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=40)
    name = models.CharField("tên", max_length=200)
    level = models.CharField("cấp", max_length=20, choices=AuthorityLevel.choices)
    is_party = models.BooleanField("cơ quan Đảng", default=False)
    is_collegial = models.BooleanField(
        "tập thể quyết định",
        default=False,
        help_text="Ủy ban nhân dân, Ban Thường vụ: người ký ký thay mặt (TM.).",
    )
    own_collective_kind = models.CharField(
        "loại tập thể do mình đứng đầu",
        max_length=40,
        blank=True,
        help_text="Cơ quan không tự khen tập thể thuộc loại này.",
    )
    receives_registrations = models.BooleanField(
        "nhận đăng ký mô hình",
        default=False,
        help_text="Xã đăng ký nội dung xây dựng mô hình với cơ quan này (mục III.3 của kế hoạch).",
    )

    class Meta:
        verbose_name = "cơ quan, người có thẩm quyền"
        verbose_name_plural = "cơ quan, người có thẩm quyền"
        ordering = ["commune", "code"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="authority_code_once"),
            dates_in_order("authority_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class ReceivingOffice(DatedRow):
    """The office that receives dossiers for an authority."""

    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        related_name="receiving_offices",
        verbose_name="cơ quan quyết định",
    )
    name = models.CharField("tên", max_length=200)

    class Meta:
        verbose_name = "cơ quan nhận hồ sơ"
        verbose_name_plural = "cơ quan nhận hồ sơ"
        ordering = ["authority", "valid_from"]
        constraints = [dates_in_order("receiving_office_dates_in_order")]

    def __str__(self) -> str:
        return self.name


class Signer(DatedRow):
    """Who signs for which body, in which form, from when to when."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="signers", verbose_name="xã"
    )
    individual = models.ForeignKey(
        "models_registry.Individual",
        on_delete=models.PROTECT,
        related_name="signings",
        verbose_name="người ký",
    )
    body = models.CharField(
        "ký cho", max_length=20, choices=SignerBody.choices, default=SignerBody.UBND
    )
    form = models.CharField(
        "cách ký", max_length=10, choices=SigningForm.choices, default=SigningForm.HEAD
    )
    head_post = models.CharField(
        "chức vụ người đứng đầu", max_length=80, default="Chủ tịch", help_text="Ví dụ: Chủ tịch"
    )
    post = models.CharField("chức vụ của người ký", max_length=80, help_text="Ví dụ: Phó Chủ tịch")

    class Meta:
        verbose_name = "người ký"
        verbose_name_plural = "người ký"
        ordering = ["commune", "body", "valid_from"]
        constraints = [dates_in_order("signer_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.individual.full_name} – {self.post}"

    def signature_lines(self, on_behalf_of: str = "") -> tuple[str, ...]:
        """Lines of authority above the name (Nghị định 30/2020, PL I, II.7b).

        `on_behalf_of` is the collective body in capitals ("ỦY BAN NHÂN DÂN"), empty for an
        act of the head's own power.
        """
        first = (f"TM. {on_behalf_of}",) if on_behalf_of else ()
        if self.form == SigningForm.HEAD:
            return (*first, self.post.upper())
        if self.form == SigningForm.Q:
            return (*first, f"Q. {self.head_post.upper()}")
        return (*first, f"{self.form} {self.head_post.upper()}", self.post.upper())
