"""Rules of awarding that are data: vote rules and parts of a dossier."""

from __future__ import annotations

from django.db import models

from awards.enums import Ballot, ItemRule, ItemSource, NeededBy, RatioBase, TieRule
from models_registry.enums import AwardLevel
from models_registry.models import AwardKind, Commune
from models_registry.models.dated import DatedRow, dates_in_order


class VoteRule(DatedRow):
    """Quorum and threshold of a vote (dossiers, section 6); award kind empty means all.

    Ratios are fractions num/den; a vote passes with for/base >= ratio, or > ratio when
    `strictly_more`. `min_present` (whole persons) holds besides the fraction.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="vote_rules", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=40)
    award_kind = models.ForeignKey(
        AwardKind,
        on_delete=models.PROTECT,
        related_name="vote_rules",
        null=True,
        blank=True,
        verbose_name="hình thức",
    )
    quorum_num = models.PositiveSmallIntegerField("tối thiểu có mặt (tử số)")
    quorum_den = models.PositiveSmallIntegerField("tối thiểu có mặt (mẫu số)")
    pass_num = models.PositiveSmallIntegerField("tỷ lệ thông qua (tử số)")
    pass_den = models.PositiveSmallIntegerField("tỷ lệ thông qua (mẫu số)")
    strictly_more = models.BooleanField("phải lớn hơn tỷ lệ", default=True)
    ratio_base = models.CharField(
        "tính trên", max_length=15, choices=RatioBase.choices, default=RatioBase.PRESENT
    )
    ballot = models.CharField(
        "cách biểu quyết", max_length=15, choices=Ballot.choices, default=Ballot.SHOW_OF_HANDS
    )
    min_present = models.PositiveSmallIntegerField("tối thiểu có mặt (số người)", default=0)
    count_barred = models.BooleanField("tính cả người không được biểu quyết", default=True)
    tie_rule = models.CharField(
        "khi hòa phiếu", max_length=10, choices=TieRule.choices, default=TieRule.REFUSED
    )
    source = models.CharField("nguồn", max_length=300, blank=True)
    confirmed = models.BooleanField("đã đối chiếu", default=False)

    class Meta:
        verbose_name = "quy tắc biểu quyết"
        verbose_name_plural = "quy tắc biểu quyết"
        ordering = ["commune", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="vote_rule_code_once"),
            models.CheckConstraint(
                condition=models.Q(quorum_den__gt=0, pass_den__gt=0)
                & models.Q(quorum_num__lte=models.F("quorum_den"))
                & models.Q(pass_num__lte=models.F("pass_den")),
                name="vote_rule_ratios_make_sense",
            ),
            dates_in_order("vote_rule_dates_in_order"),
        ]

    def __str__(self) -> str:
        least = "trên" if self.strictly_more else "từ"
        people = f" và từ {self.min_present} người" if self.min_present else ""
        barred = "" if self.count_barred else ", không tính người không được biểu quyết"
        return (
            f"có mặt từ {self.quorum_num}/{self.quorum_den}{people}, "
            f"thông qua khi đạt {least} {self.pass_num}/{self.pass_den} "
            f"{self.get_ratio_base_display()}{barred}; {self.get_tie_rule_display()}"
        )


class DossierComponent(DatedRow):
    """A part that a dossier must have (dossiers, section 4), as a row of the plan file."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="dossier_components", verbose_name="xã"
    )
    code = models.CharField("mã", max_length=40)
    level = models.CharField("cấp hồ sơ", max_length=10, choices=AwardLevel.choices)
    order = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("tên", max_length=200)
    rule = models.CharField("cách kiểm tra", max_length=30, choices=ItemRule.choices)
    source = models.CharField("nguồn", max_length=10, choices=ItemSource.choices)
    needed_by = models.CharField("cần có", max_length=10, choices=NeededBy.choices)
    only_with_collective = models.BooleanField("chỉ khi có tập thể", default=False)

    class Meta:
        verbose_name = "thành phần hồ sơ theo quy định"
        verbose_name_plural = "thành phần hồ sơ theo quy định"
        ordering = ["commune", "level", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "level", "code"], name="dossier_component_code_once"
            ),
            dates_in_order("dossier_component_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.title
