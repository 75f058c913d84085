"""Breaking centered titles into lines of about equal length, as a careful typist does."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dandvan.documents.fonts import font_path

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_MM_PER_POINT = 25.4 / 72
_UNITS = 1000


@cache
def _font(face: str) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - costs time, needed only for paper

    return ImageFont.truetype(font_path(face), _UNITS, layout_engine=ImageFont.Layout.BASIC)


def text_width(text: str, *, face: str, size: float) -> float:
    """Width of a line in millimeters, set in a face ("Bold") of Tinos at `size` points."""
    return _font(face).getlength(text) / _UNITS * size * _MM_PER_POINT


def _filled(words: list[str], width: float, face: str, size: float) -> list[str]:
    """Lines as full as `width` lets them be."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, face=face, size=size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced_lines(text: str, *, face: str, size: float, width: float) -> tuple[str, ...]:
    """The fewest lines that fit `width` millimeters, about equally long; "\\n" stays a break."""
    balanced: list[str] = []
    for piece in text.split("\n"):
        words = piece.split()
        wanted = len(_filled(words, width, face, size))
        low, high = 0.0, width
        while high - low > 1:
            middle = (low + high) / 2
            if len(_filled(words, middle, face, size)) <= wanted:
                high = middle
            else:
                low = middle
        balanced.extend(_filled(words, high, face, size))
    return tuple(balanced)
