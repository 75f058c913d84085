"""A calendar file (RFC 5545) of whole days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75


@dataclass(frozen=True)
class DayEvent:
    """Whole days from `starts` to `ends`, both included; `uid` stays when the days move."""

    uid: str
    name: str
    starts: date
    ends: date


def calendar_file(title: str, events: Iterable[DayEvent], made_at: datetime) -> bytes:
    """The file, UTF-8 with CRLF; the end of an all-day event is the day after (3.6.1)."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dan van kheo//Lich phong trao//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(title)}",
    ]
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.ends + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.name)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) + b"\r\n" for line in lines)


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line ends are escaped (3.3.11)."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, written)
    return text.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, never cut inside a letter (3.1)."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece])
