"""Names to sign in with, made of Vietnamese names. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from dandvan.vietnamese import search_key

_LONGEST = 40


def username_of(full_name: str) -> str:
    """Family name and given name without marks: "Đinh Văn Tơl" -> "dinh.tol"."""
    words = [re.sub(r"[^a-z0-9]", "", word) for word in search_key(full_name).split()]
    words = [word for word in words if word]
    ends = words[:1] + words[1:][-1:]
    return ".".join(ends)[:_LONGEST].strip(".") or "nguoi.dung"


def free_username(full_name: str, taken: Collection[str]) -> str:
    """The first of "dinh.tol", "dinh.tol2", "dinh.tol3" … that nobody has."""
    name, number = username_of(full_name), 1
    found = name
    while found in taken:
        number += 1
        found = f"{name}{number}"
    return found
