"""The team that assesses models, by decision."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from models_registry.enums import TeamPart
from models_registry.models.people import Individual
from models_registry.models.plan import EmulationYear


class AssessmentTeam(models.Model):
    """Tổ thẩm định of one emulation year; a later decision replaces the earlier team."""

    year = models.ForeignKey(
        EmulationYear,
        on_delete=models.PROTECT,
        related_name="assessment_teams",
        verbose_name="năm thi đua",
    )
    decision_number = models.CharField(
        "số quyết định", max_length=60, help_text="Ví dụ: 97/QĐ-UBND"
    )
    decision_date = models.DateField("ngày quyết định")

    class Meta:
        verbose_name = "tổ thẩm định"
        verbose_name_plural = "tổ thẩm định"
        ordering = ["-decision_date", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "decision_number"], name="assessment_team_once_per_decision"
            )
        ]

    def __str__(self) -> str:
        return f"Tổ thẩm định theo {self.citation}"

    @property
    def citation(self) -> str:
        """The decision as papers name it."""
        return f"Quyết định số {self.decision_number} ngày {self.decision_date:%d/%m/%Y}"


class AssessmentTeamMember(models.Model):
    """A person in the team; leader and secretary are named once."""

    team = models.ForeignKey(
        AssessmentTeam, on_delete=models.PROTECT, related_name="members", verbose_name="tổ"
    )
    individual = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="+", verbose_name="thành viên"
    )
    part = models.CharField(
        "nhiệm vụ", max_length=10, choices=TeamPart.choices, default=TeamPart.MEMBER
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "thành viên tổ thẩm định"
        verbose_name_plural = "thành viên tổ thẩm định"
        ordering = ["team", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "individual"],
                name="assessment_team_member_once",
                violation_error_message="Mỗi người chỉ ghi một lần trong tổ.",
            ),
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(part="leader"),
                name="assessment_team_one_leader",
                violation_error_message="Tổ thẩm định chỉ có một trưởng đoàn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.individual} – {self.get_part_display()}"
