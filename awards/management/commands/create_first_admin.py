"""Make the first account of an empty installation; its password is shown once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from awards.services.first_account import make_first_account
from dandvan.errors import DomainError


class Command(BaseCommand):
    """manage.py create_first_admin"""

    help = "Tạo tài khoản quản trị đầu tiên khi chưa có tài khoản nào; có rồi thì không làm gì."

    def add_arguments(self, parser: CommandParser) -> None:
        """A commune has to be named only when there are several."""
        parser.add_argument("--commune", default="", metavar="MÃ", help="mã xã")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the name and the one-time password."""
        try:
            made = make_first_account(options["commune"])
        except DomainError as error:
            raise CommandError(" ".join(error.reasons)) from error
        if made is None:
            self.stdout.write("Đã có tài khoản; không tạo thêm.")
            return
        user, password = made
        self.stdout.write(f"Tài khoản quản trị: {user.username}")
        self.stdout.write(f"Mật khẩu dùng một lần: {password}")
        self.stdout.write("Mật khẩu chỉ hiện lần này và phải đổi khi đăng nhập lần đầu.")
