"""Assessment of a model against the qualities of the plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from models_registry.enums import Mark, TeamPart
from models_registry.models.assessment_team import AssessmentTeam
from models_registry.models.attachment import Attachment
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.people import Individual
from models_registry.models.plan import Quality


class ModelAssessment(models.Model):
    """One round of assessment; earlier rounds are kept."""

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="assessments", verbose_name="mô hình"
    )
    round = models.PositiveSmallIntegerField("vòng", default=1)
    date = models.DateField("ngày thẩm định")
    starts_at = models.TimeField("giờ bắt đầu", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    by_team = models.ForeignKey(
        AssessmentTeam,
        on_delete=models.PROTECT,
        related_name="assessments",
        null=True,
        blank=True,
        verbose_name="tổ thẩm định",
    )
    team = models.TextField("thành phần khác", blank=True)
    conclusion = models.TextField("kết luận")
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    assessed_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "thẩm định mô hình"
        verbose_name_plural = "thẩm định mô hình"
        ordering = ["dv_model", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["dv_model", "round"], name="model_assessment_round_once"
            )
        ]

    def __str__(self) -> str:
        return f"Thẩm định vòng {self.round} ngày {self.date:%d/%m/%Y}"


class AssessmentAttendee(models.Model):
    """Who of the team assessed in one round; the leader of the session is named once."""

    assessment = models.ForeignKey(
        ModelAssessment,
        on_delete=models.PROTECT,
        related_name="attendees",
        verbose_name="thẩm định",
    )
    individual = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="+", verbose_name="thành viên"
    )
    part = models.CharField("nhiệm vụ", max_length=10, choices=TeamPart.choices)
    order = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "người dự thẩm định"
        verbose_name_plural = "người dự thẩm định"
        ordering = ["assessment", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "individual"], name="assessment_attendee_once"
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(part="leader"),
                name="assessment_one_leader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.individual} – {self.get_part_display()}"


class AssessorMark(models.Model):
    """What one assessor thinks of one quality before the joint assessment of a round.

    A changed mark is a new row; the former one keeps the moment it was replaced.
    """

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="assessor_marks", verbose_name="mô hình"
    )
    round = models.PositiveSmallIntegerField("vòng")
    assessor = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="+", verbose_name="người thẩm định"
    )
    quality = models.ForeignKey(
        Quality, on_delete=models.PROTECT, related_name="assessor_marks", verbose_name="phẩm chất"
    )
    mark = models.CharField("ý kiến", max_length=12, choices=Mark.choices)
    reason = models.TextField("căn cứ, lý do")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    given_at = models.DateTimeField("ghi lúc")
    replaced_at = models.DateTimeField("thay lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến của người thẩm định"
        verbose_name_plural = "ý kiến của người thẩm định"
        ordering = ["dv_model", "round", "assessor", "quality__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dv_model", "round", "assessor", "quality"],
                condition=Q(replaced_at__isnull=True),
                name="assessor_mark_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessor}, {self.quality}: {self.get_mark_display()}"


class EvidenceRequest(models.Model):
    """What is needed, by when, where the evidence was not enough for a verdict.

    `is_current` until another round begins; the round keeps its requests.
    """

    assessment = models.ForeignKey(
        ModelAssessment, on_delete=models.PROTECT, related_name="requests", verbose_name="thẩm định"
    )
    quality = models.ForeignKey(
        Quality, on_delete=models.PROTECT, related_name="+", verbose_name="phẩm chất"
    )
    what = models.TextField("cần bổ sung")
    due = models.DateField("hạn bổ sung")
    is_current = models.BooleanField("đang chờ", default=True)
    answer = models.TextField("trả lời", blank=True)
    files = models.ManyToManyField(
        Attachment, related_name="evidence_requests", blank=True, verbose_name="tệp bổ sung"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người bổ sung",
    )
    answered_at = models.DateTimeField("bổ sung lúc", null=True, blank=True)

    class Meta:
        verbose_name = "yêu cầu bổ sung căn cứ"
        verbose_name_plural = "yêu cầu bổ sung căn cứ"
        ordering = ["assessment", "quality__order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "quality"], name="evidence_request_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="evidence_request_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quality}: {self.what}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for the answer."""
        return self.is_current and self.answered_at is None


class QualityMark(models.Model):
    """The mark of one quality in one round, with reason and evidence."""

    assessment = models.ForeignKey(
        ModelAssessment, on_delete=models.PROTECT, related_name="marks", verbose_name="thẩm định"
    )
    quality = models.ForeignKey(
        Quality, on_delete=models.PROTECT, related_name="marks", verbose_name="phẩm chất"
    )
    mark = models.CharField("kết quả", max_length=12, choices=Mark.choices)
    reason = models.TextField("căn cứ, lý do")
    evidence = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="minh chứng",
    )

    class Meta:
        verbose_name = "kết quả thẩm định"
        verbose_name_plural = "kết quả thẩm định"
        ordering = ["assessment", "quality__order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "quality"], name="quality_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.quality}: {self.get_mark_display()}"
