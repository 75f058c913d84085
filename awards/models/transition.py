"""Traces of the four flows of awards."""

from __future__ import annotations

from django.db import models

from models_registry.models import RecordedTransition


class EvaluationTransition(RecordedTransition):
    """One change of state of an evaluation."""

    evaluation = models.ForeignKey(
        "awards.Evaluation", on_delete=models.PROTECT, related_name="transitions"
    )

    class Meta(RecordedTransition.Meta):
        abstract = False
        verbose_name = "diễn biến của phiếu đánh giá"
        verbose_name_plural = "diễn biến của phiếu đánh giá"

    def __str__(self) -> str:
        return f"{self.edge} {self.at:%d/%m/%Y}"


class NominationTransition(RecordedTransition):
    """One change of state of a nomination."""

    nomination = models.ForeignKey(
        "awards.Nomination", on_delete=models.PROTECT, related_name="transitions"
    )

    class Meta(RecordedTransition.Meta):
        abstract = False
        verbose_name = "diễn biến của đề nghị"
        verbose_name_plural = "diễn biến của đề nghị"

    def __str__(self) -> str:
        return f"{self.edge} {self.at:%d/%m/%Y}"


class AchievementReportTransition(RecordedTransition):
    """One change of state of a báo cáo thành tích."""

    achievement_report = models.ForeignKey(
        "awards.AchievementReport", on_delete=models.PROTECT, related_name="transitions"
    )

    class Meta(RecordedTransition.Meta):
        abstract = False
        verbose_name = "diễn biến của báo cáo thành tích"
        verbose_name_plural = "diễn biến của báo cáo thành tích"

    def __str__(self) -> str:
        return f"{self.edge} {self.at:%d/%m/%Y}"


class DossierTransition(RecordedTransition):
    """One change of state of a dossier."""

    dossier = models.ForeignKey(
        "awards.Dossier", on_delete=models.PROTECT, related_name="transitions"
    )

    class Meta(RecordedTransition.Meta):
        abstract = False
        verbose_name = "diễn biến của hồ sơ"
        verbose_name_plural = "diễn biến của hồ sơ"

    def __str__(self) -> str:
        return f"{self.edge} {self.at:%d/%m/%Y}"
