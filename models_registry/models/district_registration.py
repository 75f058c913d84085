"""Lists of models registered with the level above, and what became of them (plan III.3)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from models_registry.enums import (
    AnswerKind,
    DistrictState,
    LetterForm,
    NationalField,
    RegisteredKind,
)
from models_registry.models.attachment import Attachment
from models_registry.models.correction import Correction
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.decision import PaperNumber
from models_registry.models.issued_document import IssuedDocument
from models_registry.models.places import Authority, Commune, ReceivingOffice, Signer
from models_registry.models.plan import EmulationYear, YearWindow
from models_registry.models.transition import RecordedTransition


class DistrictRegistration(models.Model):
    """One list of models for the level above, through its receiving office.

    `document` is the paper as last issued; back in draft it is the former one, which the
    next signing replaces. Only `services.district` writes `state`, through `move()`.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="registrations", verbose_name="xã"
    )
    year = models.ForeignKey(
        EmulationYear,
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name="năm thi đua",
    )
    window = models.ForeignKey(
        YearWindow,
        on_delete=models.PROTECT,
        related_name="registrations",
        null=True,
        blank=True,
        verbose_name="đợt đăng ký",
    )
    code = models.CharField("mã", max_length=30)
    supplementary_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="supplements",
        null=True,
        blank=True,
        verbose_name="bổ sung cho danh sách",
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=DistrictState.choices, default=DistrictState.DRAFT
    )
    letter_form = models.CharField(
        "loại văn bản", max_length=10, choices=LetterForm.choices, default=LetterForm.LETTER
    )
    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        related_name="registrations",
        null=True,
        blank=True,
        verbose_name="gửi đến",
    )
    receiving_office = models.ForeignKey(
        ReceivingOffice,
        on_delete=models.PROTECT,
        related_name="registrations",
        null=True,
        blank=True,
        verbose_name="gửi qua",
    )
    planned = models.DateField("dự kiến gửi ngày", null=True, blank=True)
    remarks = models.TextField("đoạn viết thêm", blank=True)
    signer = models.ForeignKey(
        Signer,
        on_delete=models.PROTECT,
        related_name="registrations",
        null=True,
        blank=True,
        verbose_name="người ký",
    )
    document = models.OneToOneField(
        IssuedDocument,
        on_delete=models.PROTECT,
        related_name="registration",
        null=True,
        blank=True,
        verbose_name="văn bản đã ban hành",
    )
    scan = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp văn bản đã ký",
    )
    sent_on = models.DateField("ngày gửi", null=True, blank=True)
    answer_kind = models.CharField(
        "nội dung trả lời", max_length=10, choices=AnswerKind.choices, blank=True
    )
    answer_number = models.CharField("số văn bản trả lời", max_length=60, blank=True)
    answer_date = models.DateField("ngày văn bản trả lời", null=True, blank=True)
    answer_scan = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bản chụp văn bản trả lời",
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
        verbose_name = "danh sách đăng ký với cấp trên"
        verbose_name_plural = "đăng ký với cấp trên"
        ordering = ["-year__year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="registration_code_once"),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state=DistrictState.DRAFT),
                name="registration_one_draft_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(DistrictState.SENT, DistrictState.ANSWERED))
                | Q(sent_on__isnull=False, document__isnull=False),
                name="registration_sent_with_day_and_paper",
            ),
            models.CheckConstraint(
                condition=~Q(state=DistrictState.ANSWERED)
                | (Q(answer_date__isnull=False) & ~Q(answer_number="") & ~Q(answer_kind="")),
                name="registration_answered_with_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def paper(self) -> IssuedDocument | None:
        """The paper as signed; None while the list is being made (again)."""
        in_hand = self.state in (DistrictState.DRAFT, DistrictState.CANCELLED)
        return None if in_hand else self.document


class RegisteredModel(models.Model):
    """A model in a list, with the words it was sent with; they change only in a draft.

    A question of the level above is answered by the model's people (`correction`) or by the
    office (`reply_paper`, `reply`).
    """

    registration = models.ForeignKey(
        DistrictRegistration,
        on_delete=models.PROTECT,
        related_name="rows",
        verbose_name="danh sách",
    )
    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="registered", verbose_name="mô hình"
    )
    kind = models.CharField("loại", max_length=10, choices=RegisteredKind.choices)
    left_out = models.BooleanField("để lại lần sau", default=False)
    name = models.CharField("tên mô hình", max_length=300)
    owner = models.TextField("chủ mô hình")
    content = models.TextField("nội dung")
    national_field = models.CharField("lĩnh vực", max_length=10, choices=NationalField.choices)
    place = models.TextField("địa bàn")
    goal = models.TextField("mục tiêu, chỉ tiêu", blank=True)
    period = models.CharField("thời gian", max_length=80, blank=True)
    changes = models.TextField("thay đổi", blank=True)
    question = models.TextField("câu hỏi của cấp trên", blank=True)
    correction = models.OneToOneField(
        Correction,
        on_delete=models.PROTECT,
        related_name="registered",
        null=True,
        blank=True,
        verbose_name="nội dung chủ mô hình bổ sung",
    )
    reply = models.TextField("nội dung trả lời", blank=True)
    reply_paper = models.ForeignKey(
        PaperNumber,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="văn bản trả lời",
    )

    class Meta:
        verbose_name = "mô hình trong danh sách đăng ký"
        verbose_name_plural = "mô hình trong danh sách đăng ký"
        ordering = ["registration", "dv_model__code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "dv_model"], name="registered_model_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.name}"

    @property
    def awaits_reply(self) -> bool:
        """Whether a question of the level above is still open for the office."""
        return bool(self.question) and self.reply_paper_id is None


class DistrictTransition(RecordedTransition):
    """One change of state of a list."""

    registration = models.ForeignKey(
        DistrictRegistration,
        on_delete=models.PROTECT,
        related_name="transitions",
        verbose_name="danh sách",
    )

    class Meta(RecordedTransition.Meta):
        abstract = False
        verbose_name = "diễn biến của danh sách đăng ký"
        verbose_name_plural = "diễn biến của danh sách đăng ký"

    def __str__(self) -> str:
        return f"{self.edge} {self.at:%d/%m/%Y}"
