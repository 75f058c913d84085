"""Accounts: who signs in."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db import models


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

    def role_names(self) -> Iterable[str]:
        """Names of the groups, read once per object."""
        if not hasattr(self, "_role_names"):
            self._role_names = tuple(self.groups.values_list("name", flat=True)) if self.pk else ()
        return self._role_names
