"""Yearly facts that criteria rest on; a new row replaces the current one, the old stays."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.enums import FactKind, FactStatus, FactValue
from models_registry.models.attachment import Attachment
from models_registry.models.people import Collective, Individual
from models_registry.models.places import Commune, Village
from models_registry.models.plan import EmulationYear


def _subject_of(kind: str, filled: str | None) -> models.Q:
    """The kind goes with exactly this foreign key (none for the Party committee)."""
    return models.Q(
        kind=kind,
        **{f"{name}__isnull": name != filled for name in ("village", "collective", "individual")},
    )


class YearlyRecord(models.Model):
    """One fact of one year about a village, the Party committee, a collective or a person."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="yearly_records", verbose_name="xã"
    )
    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="records", verbose_name="năm thi đua"
    )
    kind = models.CharField("loại", max_length=20, choices=FactKind.choices)
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, related_name="records", null=True, blank=True
    )
    collective = models.ForeignKey(
        Collective, on_delete=models.PROTECT, related_name="records", null=True, blank=True
    )
    individual = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="records", null=True, blank=True
    )
    value = models.CharField("kết quả", max_length=30, choices=FactValue.choices)
    reason = models.CharField("lý do", max_length=300, blank=True)
    status = models.CharField("tình trạng", max_length=15, choices=FactStatus.choices)
    paper_number = models.CharField("số văn bản", max_length=60)
    paper_date = models.DateField("ngày văn bản")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    scan = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp",
    )
    is_current = models.BooleanField("đang dùng", default=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người nhập",
    )
    recorded_at = models.DateTimeField("thời điểm nhập")

    class Meta:
        verbose_name = "kết quả hằng năm"
        verbose_name_plural = "kết quả hằng năm"
        ordering = ["year", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_subject_of(FactKind.CULTURE_TITLE, "village")
                | _subject_of(FactKind.PARTY_RATING, None)
                | _subject_of(FactKind.MASS_MOBILIZATION, "collective")
                | _subject_of(FactKind.INDIVIDUAL_RATING, "individual"),
                name="yearly_record_subject_fits_kind",
            ),
            models.UniqueConstraint(
                fields=["year", "village"],
                condition=models.Q(is_current=True, village__isnull=False),
                name="yearly_record_one_current_per_village",
            ),
            models.UniqueConstraint(
                fields=["year", "collective"],
                condition=models.Q(is_current=True, collective__isnull=False),
                name="yearly_record_one_current_per_collective",
            ),
            models.UniqueConstraint(
                fields=["year", "individual"],
                condition=models.Q(is_current=True, individual__isnull=False),
                name="yearly_record_one_current_per_individual",
            ),
            models.UniqueConstraint(
                fields=["year", "kind"],
                condition=models.Q(is_current=True, kind=FactKind.PARTY_RATING),
                name="yearly_record_one_current_party_rating",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year.year}: {self.get_value_display()}"

    @property
    def citation(self) -> str:
        """The paper the fact rests on."""
        return f"{self.paper_number} ngày {self.paper_date:%d/%m/%Y} của {self.issuer}"

    @property
    def is_provisional(self) -> bool:
        """Whether the fact may still change."""
        return self.status == FactStatus.PROVISIONAL
