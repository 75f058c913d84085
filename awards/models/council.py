"""The council, its meetings and votes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime

from awards.enums import AbstentionKind, Ballot, CouncilPost
from awards.models.nomination import Nomination
from models_registry.models import Commune, EmulationYear, Individual, IssuedDocument
from models_registry.models.dated import DatedRow, dates_in_order


class Council(DatedRow):
    """A council made by a decision, from a day to a day."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="councils", verbose_name="xã"
    )
    name = models.CharField("tên", max_length=160, default="Hội đồng Thi đua – Khen thưởng xã")
    decision_number = models.CharField("quyết định thành lập", max_length=60)
    decision_date = models.DateField("ngày quyết định")

    class Meta:
        verbose_name = "Hội đồng"
        verbose_name_plural = "Hội đồng"
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "decision_number", "decision_date"], name="council_decision_once"
            ),
            dates_in_order("council_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (Quyết định số {self.decision_number})"


class CouncilMember(DatedRow):
    """A member of the council; dated, never deleted."""

    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, related_name="members", verbose_name="Hội đồng"
    )
    individual = models.ForeignKey(
        Individual, on_delete=models.PROTECT, related_name="council_posts", verbose_name="cá nhân"
    )
    post = models.CharField("chức danh", max_length=12, choices=CouncilPost.choices)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "thành viên Hội đồng"
        verbose_name_plural = "thành viên Hội đồng"
        ordering = ["council", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "individual"], name="council_member_once_per_council"
            ),
            dates_in_order("council_member_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.individual} – {self.get_post_display()}"


class AppraisalMeeting(models.Model):
    """A meeting of the council; entered by its secretary; closing is final."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="meetings", verbose_name="xã"
    )
    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="meetings", verbose_name="năm thi đua"
    )
    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, related_name="meetings", verbose_name="Hội đồng"
    )
    starts_at = models.DateTimeField("bắt đầu lúc")
    ends_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200)
    chair = models.ForeignKey(
        CouncilMember, on_delete=models.PROTECT, related_name="+", verbose_name="chủ tọa"
    )
    secretary = models.ForeignKey(
        CouncilMember, on_delete=models.PROTECT, related_name="+", verbose_name="thư ký"
    )
    ballot = models.CharField(
        "cách biểu quyết", max_length=15, choices=Ballot.choices, default=Ballot.SHOW_OF_HANDS
    )
    discussion = models.TextField("ý kiến tại cuộc họp", blank=True)
    called_at = models.DateTimeField("mời họp lúc", null=True, blank=True)
    closed_at = models.DateTimeField("khóa lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người khóa",
    )
    minutes = models.OneToOneField(
        IssuedDocument,
        on_delete=models.PROTECT,
        related_name="meeting",
        null=True,
        blank=True,
        verbose_name="biên bản",
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "cuộc họp bình xét"
        verbose_name_plural = "cuộc họp bình xét"
        ordering = ["-starts_at"]
        constraints = [dates_in_order("meeting_times_in_order", "starts_at", "ends_at")]

    def __str__(self) -> str:
        return f"Họp Hội đồng {localtime(self.starts_at):%d/%m/%Y}"

    @property
    def is_closed(self) -> bool:
        """Whether the count is final."""
        return self.closed_at is not None


class AgendaItem(models.Model):
    """A nominee on the agenda of a meeting, in order; of one voted down before, why again."""

    meeting = models.ForeignKey(
        AppraisalMeeting, on_delete=models.PROTECT, related_name="agenda", verbose_name="họp"
    )
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="agenda_items", verbose_name="đề nghị"
    )
    order = models.PositiveSmallIntegerField("thứ tự")
    reason = models.CharField("lý do bình xét lại", max_length=300, blank=True)

    class Meta:
        verbose_name = "mục chương trình họp"
        verbose_name_plural = "chương trình họp"
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "nomination"], name="agenda_item_once"),
            models.UniqueConstraint(fields=["meeting", "order"], name="agenda_item_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.nomination}"


class Abstention(models.Model):
    """A member declares before the vote that he takes no part in one case; it stays."""

    meeting = models.ForeignKey(
        AppraisalMeeting, on_delete=models.PROTECT, related_name="abstentions", verbose_name="họp"
    )
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="abstentions", verbose_name="đề nghị"
    )
    member = models.ForeignKey(
        CouncilMember,
        on_delete=models.PROTECT,
        related_name="abstentions",
        verbose_name="thành viên",
    )
    kind = models.CharField("lý do", max_length=10, choices=AbstentionKind.choices)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    declared_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "khai không tham gia biểu quyết"
        verbose_name_plural = "khai không tham gia biểu quyết"
        ordering = ["meeting", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "nomination", "member"], name="abstention_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_kind_display()}"


class Attendance(models.Model):
    """Presence of one member; absence has a reason."""

    meeting = models.ForeignKey(
        AppraisalMeeting, on_delete=models.PROTECT, related_name="attendance", verbose_name="họp"
    )
    member = models.ForeignKey(
        CouncilMember,
        on_delete=models.PROTECT,
        related_name="attendance",
        verbose_name="thành viên",
    )
    present = models.BooleanField("có mặt")
    reason = models.CharField("lý do vắng", max_length=200, blank=True)

    class Meta:
        verbose_name = "có mặt, vắng mặt"
        verbose_name_plural = "có mặt, vắng mặt"
        ordering = ["meeting", "member__order", "member_id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
            models.CheckConstraint(
                condition=models.Q(present=True) | ~models.Q(reason=""),
                name="attendance_absence_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {'có mặt' if self.present else 'vắng'}"


def _ballots_add_up() -> models.Q:
    """Papers are counted for a secret ballot only, and then every sum is right."""
    papers = ("issued", "collected", "lost", "valid", "void")
    none = models.Q(**{f"{name}__isnull": True for name in papers})
    sums = models.Q(
        issued=models.F("collected") + models.F("lost"),
        collected=models.F("valid") + models.F("void"),
        valid=models.F("votes_for") + models.F("votes_against") + models.F("no_opinion"),
    )
    written = models.Q(**{f"{name}__isnull": False for name in papers})
    hands = models.Q(ballot=Ballot.SHOW_OF_HANDS) & none
    return hands | (models.Q(ballot=Ballot.SECRET) & written & sums)


class NomineeVote(models.Model):
    """The count for one nominee in one round of a meeting: whole votes, whole ballot papers.

    A repeat is a new row; the earlier round stays as it was, with why it was repeated.
    """

    meeting = models.ForeignKey(
        AppraisalMeeting, on_delete=models.PROTECT, related_name="votes", verbose_name="họp"
    )
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="votes", verbose_name="đề nghị"
    )
    votes_for = models.PositiveSmallIntegerField("tán thành", default=0)
    votes_against = models.PositiveSmallIntegerField("không tán thành", default=0)
    no_opinion = models.PositiveSmallIntegerField("không có ý kiến", default=0)
    led_by = models.ForeignKey(
        CouncilMember,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="điều hành khi biểu quyết",
        help_text="Ghi khi chủ tọa không được biểu quyết trường hợp này.",
    )
    not_voting = models.ManyToManyField(
        CouncilMember,
        related_name="barred_votes",
        blank=True,
        verbose_name="không tham gia biểu quyết",
    )
    passed = models.BooleanField("được bình xét", null=True, blank=True, editable=False)
    ballot = models.CharField(
        "cách biểu quyết", max_length=15, choices=Ballot.choices, default=Ballot.SHOW_OF_HANDS
    )
    issued = models.PositiveSmallIntegerField("số phiếu phát ra", null=True, blank=True)
    collected = models.PositiveSmallIntegerField("số phiếu thu về", null=True, blank=True)
    lost = models.PositiveSmallIntegerField("số phiếu không thu về", null=True, blank=True)
    valid = models.PositiveSmallIntegerField("số phiếu hợp lệ", null=True, blank=True)
    void = models.PositiveSmallIntegerField("số phiếu không hợp lệ", null=True, blank=True)
    leader_for = models.BooleanField(
        "người điều hành tán thành", null=True, blank=True, help_text="Chỉ ghi khi hòa phiếu."
    )
    round = models.PositiveSmallIntegerField("lượt", default=1)
    is_final = models.BooleanField("lượt cuối", default=True)
    repeat_reason = models.CharField("lý do biểu quyết lại", max_length=300, blank=True)

    class Meta:
        verbose_name = "kết quả biểu quyết"
        verbose_name_plural = "kết quả biểu quyết"
        ordering = ["meeting", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "nomination", "round"], name="nominee_vote_once_per_round"
            ),
            models.UniqueConstraint(
                fields=["meeting", "nomination"],
                condition=models.Q(is_final=True),
                name="nominee_vote_one_final_round",
            ),
            models.CheckConstraint(
                condition=models.Q(is_final=True) | ~models.Q(repeat_reason=""),
                name="nominee_vote_repeat_has_reason",
            ),
            models.CheckConstraint(condition=_ballots_add_up(), name="nominee_vote_ballots_add_up"),
        ]

    def __str__(self) -> str:
        return f"{self.nomination}: {self.votes_for} tán thành"
