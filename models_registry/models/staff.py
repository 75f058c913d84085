"""Who changes post or leaves, and to whom the models of a person go."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.enums import StaffChangeKind
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.people import Individual, Post


class StaffChange(models.Model):
    """A change of post or a leave, with the paper it rests on; the posts themselves are dated."""

    individual = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="changes", verbose_name="cá nhân"
    )
    kind = models.CharField("loại", max_length=10, choices=StaffChangeKind.choices)
    date = models.DateField("từ ngày")
    reason = models.CharField("lý do", max_length=300)
    paper = models.CharField("văn bản", max_length=160, blank=True)
    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="chức vụ mới",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "thay đổi chức vụ, thôi việc"
        verbose_name_plural = "thay đổi chức vụ, thôi việc"
        ordering = ["date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=StaffChangeKind.POST, post__isnull=False)
                | models.Q(kind=StaffChangeKind.LEAVE, post__isnull=True),
                name="staff_change_of_post_has_its_post",
            ),
            models.UniqueConstraint(
                fields=["individual", "date"],
                condition=models.Q(kind=StaffChangeKind.LEAVE),
                name="staff_change_leaves_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.individual}: {self.get_kind_display()} từ ngày {self.date:%d/%m/%Y}"


class ModelHandover(models.Model):
    """Who held a model and who holds it now; without `to_person` nobody goes on yet.

    Such an open row is settled by the handover that names somebody. `members.ended_by` says
    which parts ended with it.
    """

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="handovers", verbose_name="mô hình"
    )
    from_person = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="+", verbose_name="người bàn giao"
    )
    to_person = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người tiếp nhận",
    )
    date = models.DateField("từ ngày")
    reason = models.CharField("lý do", max_length=300)
    owner_moved = models.BooleanField("chuyển người đăng ký", default=False)
    takes_lead = models.BooleanField("nhận phụ trách", default=False)
    subject_moved = models.BooleanField("mô hình cá nhân chuyển tên", default=False)
    settled_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="settles",
        null=True,
        blank=True,
        verbose_name="đã có người tiếp tục",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "bàn giao mô hình"
        verbose_name_plural = "bàn giao mô hình"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_person__isnull=True)
                | ~models.Q(to_person=models.F("from_person")),
                name="model_handover_to_another",
            ),
            models.UniqueConstraint(
                fields=["dv_model", "from_person"],
                condition=models.Q(to_person__isnull=True, settled_by__isnull=True),
                name="model_handover_open_once",
            ),
        ]

    def __str__(self) -> str:
        to = self.to_person or "chưa có người tiếp tục"
        return f"{self.dv_model}: {self.from_person} → {to}"
