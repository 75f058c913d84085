"""What was handed in, as one text whose hash anybody can work out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence


def canonical_text(
    *,
    code: str,
    round_number: int,
    sent_at: str,
    sent_by: str,
    content: Mapping[str, str],
    files: Sequence[Mapping[str, str | int]],
) -> str:
    """One JSON text in UTF-8, keys in order, no blanks between; equal for equal content.

    `sent_at` in ISO 8601, UTC; `content`: text by part of the form; `files`: name, size in
    bytes and sha256 of each.
    """
    whole = {
        "code": code,
        "content": dict(content),
        "files": [dict(row) for row in files],
        "round": round_number,
        "sent_at": sent_at,
        "sent_by": sent_by,
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
