"""Praise in time: who is proposed, by whom, why; and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dandvan.transition import OnBehalfSource
from models_registry.enums import PraiseState, PraiseWay
from models_registry.models.attachment import Attachment
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.people import Individual
from models_registry.models.places import Commune
from models_registry.models.transition import RecordedTransition


class Praise(models.Model):
    """A proposal to praise a person, a model, or a person for his part in a model.

    Source: plan III.1, IV.1.3. Never a form of award: nothing that counts awards reads it.
    Only `services.praise` writes `state`, through `move()`.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="praises", verbose_name="xã"
    )
    individual = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="praises",
        null=True,
        blank=True,
        verbose_name="người được đề nghị",
    )
    dv_model = models.ForeignKey(
        DanVanModel,
        on_delete=models.PROTECT,
        related_name="praises",
        null=True,
        blank=True,
        verbose_name="mô hình",
    )
    reason = models.TextField("vì việc gì")
    evidence = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="minh chứng",
    )
    proposer = models.ForeignKey(
        Individual,
        on_delete=models.PROTECT,
        related_name="proposed_praises",
        verbose_name="người đề nghị",
    )
    on_behalf_source = models.CharField(
        "ghi thay theo", max_length=10, choices=OnBehalfSource.choices, blank=True
    )
    proposed_on = models.DateField("ngày đề nghị")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    proposed_at = models.DateTimeField("ghi lúc")
    state = models.CharField(
        "trạng thái", max_length=10, choices=PraiseState.choices, default=PraiseState.PROPOSED
    )
    granted_on = models.DateField("ngày biểu dương", null=True, blank=True)
    way = models.CharField("hình thức", max_length=12, choices=PraiseWay.choices, blank=True)
    occasion = models.CharField("dịp biểu dương", max_length=200, blank=True)
    paper = models.CharField("văn bản", max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "biểu dương kịp thời"
        verbose_name_plural = "biểu dương kịp thời"
        ordering = ["-proposed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(individual__isnull=False) | models.Q(dv_model__isnull=False),
                name="praise_has_a_subject",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PraiseState.GRANTED)
                | models.Q(granted_on__isnull=False) & ~models.Q(way="") & ~models.Q(occasion=""),
                name="praise_granted_with_day_way_occasion",
            ),
        ]

    def __str__(self) -> str:
        return f"Biểu dương {self.subject}"

    @property
    def subject(self) -> str:
        """Whom or what it is about, as read."""
        if self.individual is None:
            return f"mô hình “{self.dv_model}”"
        return str(self.individual)


class PraiseTransition(RecordedTransition):
    """One change of state of a proposal to praise."""

    praise = models.ForeignKey(
        Praise, on_delete=models.PROTECT, related_name="transitions", verbose_name="biểu dương"
    )

    class Meta(RecordedTransition.Meta):
        abstract = False
        verbose_name = "diễn biến của biểu dương"
        verbose_name_plural = "diễn biến của biểu dương"

    def __str__(self) -> str:
        return f"{self.edge} {self.at:%d/%m/%Y}"
