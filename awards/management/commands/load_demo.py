"""Load the demo year into an installation that has its plan and nobody yet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from awards.services.demo.build import build_demo
from dandvan.errors import DomainError


class Command(BaseCommand):
    """manage.py load_demo"""

    help = "Nạp năm dữ liệu mẫu (chỉ khi chưa có người nào trong cơ sở dữ liệu)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the demo, then write the accounts into var/demo-accounts (mode 0600)."""
        try:
            accounts = build_demo(self.stdout.write)
        except DomainError as error:
            notes = getattr(error, "__notes__", [])
            raise CommandError(" ".join([*notes, *error.reasons])) from error
        write_accounts(Path(settings.VAR_DIR) / "demo-accounts", accounts)
        self.stdout.write(f"Đã nạp dữ liệu mẫu; {len(accounts)} tài khoản dùng thử.")


def write_accounts(path: Path, accounts: list[tuple[str, str, str]]) -> None:
    """Lines "account;password;who", readable by the owner of the file only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.writelines(f"{name};{password};{who}\n" for name, password, who in accounts)
