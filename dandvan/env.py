"""Typed reading of environment variables; a wrong or missing one stops the start."""

import os
from collections.abc import MutableMapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


def read_env_file(path: Path, environ: MutableMapping[str, str] = os.environ) -> None:
    """Add the KEY=VALUE lines of `path` to `environ`; what is already set wins.

    Blank lines and lines that start with # are skipped; no quoting, no expansion. A missing
    file adds nothing. Raises ImproperlyConfigured for any other line.
    """
    if not path.is_file():
        return
    for number, raw_line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw_line.strip()
        if not line or line.startswith("#"):
            continue
        key, equals, value = line.partition("=")
        if not equals or not key.isidentifier():
            raise ImproperlyConfigured(f"{path}, dòng {number}: phải có dạng TÊN=giá trị.")
        environ.setdefault(key, value)


def required(name: str) -> str:
    """The value of `name`; raises ImproperlyConfigured when it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"Thiếu biến môi trường {name} (đặt trong môi trường hoặc var/env)."
        )
    return value


def text(name: str, default: str = "") -> str:
    """The value of `name` without outer blanks, or `default` when it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """The yes/no value of `name`; raises ImproperlyConfigured for any word but 1/0, true/false…"""
    if name not in os.environ:
        return default
    word = os.environ[name].strip().lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise ImproperlyConfigured(f"Biến môi trường {name} phải là 1 hoặc 0, không phải “{word}”.")
    return word in TRUE_WORDS


def integer(name: str, default: int) -> int:
    """The whole number in `name`; raises ImproperlyConfigured when it is not a number >= 0."""
    word = text(name)
    if not word:
        return default
    if not (word.isascii() and word.isdigit()):
        raise ImproperlyConfigured(
            f"Biến môi trường {name} phải là số nguyên không âm, không phải “{word}”."
        )
    return int(word)


def words(name: str) -> list[str]:
    """The comma-separated values of `name` without blanks; empty when it is missing."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
