"""Propagation (plan III.2): stories with pictures, and what was made known where and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from models_registry.enums import PropagationWay, StoryKind, StoryState
from models_registry.models.attachment import Attachment
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.people import Individual
from models_registry.models.places import Commune, Village
from models_registry.models.plan import EmulationYear
from models_registry.models.transition import RecordedTransition


class Story(models.Model):
    """A news item, an article or an exchange of experience.

    Only `services.story` writes `state`, through `move()`; released stories are public.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="stories", verbose_name="xã"
    )
    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="stories", verbose_name="năm thi đua"
    )
    kind = models.CharField("loại", max_length=12, choices=StoryKind.choices)
    title = models.CharField("tiêu đề", max_length=160)
    search_title = models.CharField(max_length=200, editable=False, db_index=True)
    text = models.TextField("nội dung", blank=True)
    dv_model = models.ForeignKey(
        DanVanModel,
        on_delete=models.PROTECT,
        related_name="stories",
        null=True,
        blank=True,
        verbose_name="mô hình",
    )
    author = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="stories", verbose_name="người viết"
    )
    state = models.CharField(
        "trạng thái", max_length=12, choices=StoryState.choices, default=StoryState.DRAFT
    )
    released_on = models.DateField("ngày đăng", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người nhập",
    )
    created_at = models.DateTimeField("nhập lúc")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "tin, bài"
        verbose_name_plural = "tin, bài"
        ordering = ["-released_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=StoryState.RELEASED)
                | models.Q(released_on__isnull=False) & ~models.Q(text=""),
                name="story_released_with_day_and_text",
            )
        ]

    def __str__(self) -> str:
        return self.title


class StoryPicture(models.Model):
    """One picture of a story: a JPEG without EXIF or place, with what it shows."""

    story = models.ForeignKey(
        Story, on_delete=models.PROTECT, related_name="pictures", verbose_name="tin, bài"
    )
    file = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="+", verbose_name="ảnh"
    )
    caption = models.CharField("chú thích ảnh", max_length=160)
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ảnh của tin, bài"
        verbose_name_plural = "ảnh của tin, bài"
        ordering = ["story", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "file"],
                condition=models.Q(removed_at__isnull=True),
                name="story_picture_once",
            )
        ]

    def __str__(self) -> str:
        return self.caption


class StoryTransition(RecordedTransition):
    """One change of state of a story."""

    story = models.ForeignKey(
        Story, on_delete=models.PROTECT, related_name="transitions", verbose_name="tin, bài"
    )

    class Meta(RecordedTransition.Meta):
        abstract = False
        verbose_name = "diễn biến của tin, bài"
        verbose_name_plural = "diễn biến của tin, bài"

    def __str__(self) -> str:
        return f"{self.edge} {self.at:%d/%m/%Y}"


class Propagation(models.Model):
    """Something was made known: how, when, how often, where, to how many.

    Counted in the reviews of the year of `starts`. A mistaken row is voided with its reason.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="propagations", verbose_name="xã"
    )
    way = models.CharField("hình thức", max_length=16, choices=PropagationWay.choices)
    title = models.CharField("nội dung tuyên truyền", max_length=200)
    starts = models.DateField("ngày (từ ngày)")
    ends = models.DateField("đến ngày", null=True, blank=True)
    times = models.PositiveSmallIntegerField("số lần", default=1)
    people = models.PositiveIntegerField("số lượt người nghe, dự", null=True, blank=True)
    villages = models.ManyToManyField(Village, blank=True, verbose_name="làng")
    story = models.ForeignKey(
        Story,
        on_delete=models.PROTECT,
        related_name="propagations",
        null=True,
        blank=True,
        verbose_name="tin, bài đã dùng",
    )
    dv_model = models.ForeignKey(
        DanVanModel,
        on_delete=models.PROTECT,
        related_name="propagations",
        null=True,
        blank=True,
        verbose_name="mô hình được nói tới",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    recorded_at = models.DateTimeField("ghi lúc")
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người bỏ",
    )
    voided_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    void_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    class Meta:
        verbose_name = "lần tuyên truyền"
        verbose_name_plural = "các lần tuyên truyền"
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="propagation_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(times__gte=1), name="propagation_at_least_once"
            ),
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True) | ~models.Q(void_reason=""),
                name="propagation_void_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.title}"
