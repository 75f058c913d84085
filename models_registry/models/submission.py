"""What lay in a registration each time it was handed in."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models

from models_registry.domain.submission import canonical_text, digest
from models_registry.models.dan_van_model import DanVanModel
from models_registry.models.transition import ModelTransition


class Submission(models.Model):
    """One hand-in of a registration: its texts by part, its files, their hash. Append only.

    Round 1 is the first sending; each answer to a return is the next one.
    """

    dv_model = models.ForeignKey(
        DanVanModel, on_delete=models.PROTECT, related_name="submissions", verbose_name="mô hình"
    )
    transition = models.OneToOneField(
        ModelTransition,
        on_delete=models.PROTECT,
        related_name="submission",
        verbose_name="diễn biến",
    )
    round = models.PositiveSmallIntegerField("lần gửi")
    code = models.CharField("mã khi gửi", max_length=30)
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.CharField("người gửi", max_length=200)
    content = models.JSONField("nội dung từng phần")
    files = models.JSONField("tệp gửi kèm", default=list)
    sha256 = models.CharField("mã SHA-256", max_length=64)

    class Meta:
        verbose_name = "lần gửi đăng ký"
        verbose_name_plural = "lần gửi đăng ký"
        ordering = ["dv_model", "round"]
        constraints = [
            models.UniqueConstraint(fields=["dv_model", "round"], name="submission_round_once"),
            models.CheckConstraint(
                condition=models.Q(round__gte=1), name="submission_round_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, lần gửi {self.round}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row once; what was handed in is never changed."""
        if not self._state.adding:
            raise ValueError("a submission is append only")
        super().save(*args, **kwargs)

    def text_of(self, part: str) -> str:
        """What a part of the form said; empty where nothing was written."""
        return str(self.content.get(part, ""))

    def canonical(self) -> str:
        """The text that the hash is of."""
        return canonical_text(
            code=self.code,
            round_number=self.round,
            sent_at=self.sent_at.astimezone(UTC).isoformat(),
            sent_by=self.sent_by,
            content=self.content,
            files=self.files,
        )

    @property
    def is_unchanged(self) -> bool:
        """Whether what is stored still gives the hash of the receipt."""
        return digest(self.canonical()) == self.sha256
