"""What somebody saw where the model is carried out."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.models.attachment import Attachment
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.people import Individual
from models_registry.models.places import Village


class SiteVisit(models.Model):
    """Kiểm tra thực tế: a note is never changed; `corrects` names the one it mends."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="site_visits", verbose_name="mô hình"
    )
    date = models.DateField("ngày kiểm tra")
    villages = models.ManyToManyField(
        Village, related_name="site_visits", blank=True, verbose_name="làng"
    )
    place = models.CharField("địa điểm", max_length=200, blank=True)
    seen = models.TextField("đã thấy gì")
    conclusion = models.TextField("kết luận")
    photos = models.ManyToManyField(
        Attachment, related_name="site_visits", blank=True, verbose_name="ảnh"
    )
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="corrected_by",
        null=True,
        blank=True,
        verbose_name="đính chính cho",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "kiểm tra thực tế"
        verbose_name_plural = "kiểm tra thực tế"
        ordering = ["dv_model", "date", "id"]

    def __str__(self) -> str:
        return f"Kiểm tra thực tế ngày {self.date:%d/%m/%Y}"

    @property
    def where(self) -> str:
        """Place and villages in one line."""
        villages = ", ".join(str(row) for row in self.villages.all())
        return ", ".join(filter(None, (self.place, villages)))


class SiteVisitPerson(models.Model):
    """Who was there; `individual` where the roster knows the person."""

    visit = models.ForeignKey(
        SiteVisit, on_delete=models.PROTECT, related_name="people", verbose_name="lần kiểm tra"
    )
    name = models.CharField("họ và tên", max_length=120)
    post = models.CharField("chức vụ", max_length=160, blank=True)
    individual = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="cá nhân",
    )

    class Meta:
        verbose_name = "người có mặt"
        verbose_name_plural = "người có mặt"
        ordering = ["visit", "id"]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.post)))
