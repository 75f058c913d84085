"""Phiếu đăng nhập: slips to cut, one for each person, two beside each other on A4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from dandvan.documents.model import (
    Column,
    Header,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    Table,
)
from dandvan.vietnamese import short_date
from models_registry.models import Commune


class Login(Protocol):
    """What a slip needs."""

    @property
    def username(self) -> str:
        """Name to sign in with."""

    @property
    def password(self) -> str:
        """One-time password."""

    @property
    def name(self) -> str:
        """Whose slip it is."""

    @property
    def post(self) -> str:
        """His post, to tell like-named people apart."""


def build_login_slips(
    commune: Commune, logins: Sequence[Login], *, address: str, day: date
) -> OfficialDocument:
    """Slips in the order given; a missing half of the last row stays empty."""
    slips = [_slip(commune, login, address) for login in logins]
    if len(slips) % 2:
        slips.append("")
    rows = tuple(zip(slips[::2], slips[1::2], strict=True))
    return OfficialDocument(
        kind="login_slips",
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Phiếu đăng nhập",
        # Slips alone: no head of a paper takes their room.
        header=Header((), national_title=False),
        issuer_name=commune.ubnd_name,
        body=(
            Paragraph(
                f"Lập ngày {short_date(day)}. Cắt theo đường kẻ, đưa tận tay từng người; hủy phiếu "
                "không dùng."
            ),
            Table(
                columns=(Column("Phiếu của", 1), Column("Phiếu của", 1)),
                rows=rows,
                compact=True,
            ),
        ),
        print_state=PrintState.ISSUED,
    )


def _slip(commune: Commune, login: Login, address: str) -> str:
    """Lines of one slip."""
    who = f"{login.name} – {login.post}" if login.post else login.name
    return "\n".join(
        (
            who,
            f"Phong trào “Dân vận khéo”, {commune.name}",
            f"Trang: {address}",
            f"Tên đăng nhập: {login.username}",
            f"Mật khẩu: {login.password}",
            "Gõ chữ thường, cả dấu gạch nối. Lần đầu đăng nhập phải đặt mật khẩu mới, từ 10 ký tự.",
        )
    )
