"""Accounts: who signs in."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Coalesce

from models_registry.models.notice import Notice


class User(AbstractUser):
    """An account of one commune; a person may exist without one."""

    commune = models.ForeignKey(
        "models_registry.Commune",
        on_delete=models.PROTECT,
        related_name="users",
        null=True,
        blank=True,
        verbose_name="xã",
    )
    individual = models.OneToOneField(
        "models_registry.Individual",
        on_delete=models.PROTECT,
        related_name="user",
        null=True,
        blank=True,
        verbose_name="cá nhân",
    )
    must_change_password = models.BooleanField("phải đổi mật khẩu khi đăng nhập", default=False)
    closed_from = models.DateField(
        "đóng từ ngày",
        null=True,
        blank=True,
        help_text="Từ ngày này không đăng nhập được nữa; để trống khi tài khoản còn dùng.",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """Name that a person reads."""
        return self.individual.full_name if self.individual_id else self.username

    def get_full_name(self) -> str:
        """Name that a person reads."""
        return self.display_name

    @classmethod
    def for_pages(cls) -> models.QuerySet[User]:
        """Accounts with what every page names: person, commune, number of unread notices."""
        unread = (
            Notice.objects.filter(user=models.OuterRef("pk"), read_at__isnull=True)
            .order_by()
            .values("user")
            .annotate(number=models.Count("pk"))
            .values("number")
        )
        rows = cls._default_manager.select_related("commune", "individual")
        return rows.annotate(unread_found=Coalesce(models.Subquery(unread), 0))

    @property
    def unread_notices(self) -> int:
        """How many notices wait to be read; read along with the account of a page."""
        found: int | None = getattr(self, "unread_found", None)
        return self.notices.filter(read_at__isnull=True).count() if found is None else found

    def role_names(self) -> Iterable[str]:
        """Names of the groups, read once per object."""
        if not hasattr(self, "_role_names"):
            self._role_names = tuple(self.groups.values_list("name", flat=True)) if self.pk else ()
        return self._role_names
