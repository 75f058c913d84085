"""Traces of the registry's flows."""

from __future__ import annotations

from django.db import models

from dandvan.transition import Transition


class RecordedTransition(Transition):
    """A trace that may rest on a signed paper: who signed, number, date, scan."""

    signer = models.ForeignKey(
        "models_registry.Signer",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người ký",
    )
    paper_number = models.CharField("số văn bản", max_length=60, blank=True)
    paper_date = models.DateField("ngày văn bản", null=True, blank=True)
    paper_scan = models.ForeignKey(
        "models_registry.Attachment",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp",
    )

    class Meta:
        abstract = True


class ModelTransition(RecordedTransition):
    """One change of state of a model."""

    dv_model = models.ForeignKey(
        "models_registry.DanVanModel",
        on_delete=models.PROTECT,
        related_name="transitions",
        verbose_name="mô hình",
    )
    on_behalf_of = models.ForeignKey(
        "models_registry.Individual",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="làm thay cho",
    )

    class Meta(RecordedTransition.Meta):
        abstract = False
        verbose_name = "diễn biến của mô hình"
        verbose_name_plural = "diễn biến của mô hình"

    def __str__(self) -> str:
        return f"{self.edge} {self.at:%d/%m/%Y}"
