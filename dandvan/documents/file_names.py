"""Names of files that a person can read on any machine. Pure."""

from __future__ import annotations

import re
import unicodedata

_MAX_LENGTH = 90


def plain_name(text: str) -> str:
    """Text as a file name: no tone marks, words joined by hyphens, capitals kept."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"[^A-Za-z0-9]+", "-", kept).strip("-")[:_MAX_LENGTH].rstrip("-")


def file_name(*parts: str, suffix: str = "pdf") -> str:
    """A file name of several parts: "to-trinh-58-TTr-UBND.pdf"."""
    return f"{'-'.join(filter(None, map(plain_name, parts)))}.{suffix}"
