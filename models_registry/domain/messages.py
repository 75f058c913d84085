"""The words that are sent by Zalo or read out on the telephone, built in one place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dandvan.vietnamese import short_date, two_digits


@dataclass(frozen=True)
class Recipient:
    """Who is spoken to: "ông" or "bà" ("ông/bà" when not known), and the name."""

    name: str
    honorific: str = "ông/bà"


def due_words(until: date, today: date) -> str:
    """A due day in a message, with the days that are left or have passed."""
    days = (until - today).days
    if days < 0:
        left = f"đã quá {two_digits(-days)} ngày"
    elif days == 0:
        left = "hôm nay là ngày cuối"
    else:
        left = f"còn {two_digits(days)} ngày"
    return f"Hạn: {short_date(until)} ({left})."


def message_text(
    *,
    to: Recipient,
    what: str,
    points: Sequence[str] = (),
    until: date | None = None,
    today: date | None = None,
    address: str = "",
    sender: str = "",
) -> str:
    """A whole message: greeting, what, point by point, until when, where, who asks.

    `what` is a sentence, `address` the full address of the page.
    """
    lines = [f"Kính gửi {to.honorific} {to.name},", what]
    lines += [f"– {point}" for point in points]
    if until is not None:
        lines.append(due_words(until, today) if today else f"Hạn: {short_date(until)}.")
    if address:
        lines.append(f"Xem và làm tại: {address}")
    if sender:
        lines.append(f"Cần giúp, xin liên hệ {sender}.")
    return "\n".join(lines)
