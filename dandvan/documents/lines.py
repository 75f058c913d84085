"""Breaking centered titles into lines of about equal length, as a careful typist does."""

from __future__ import annotations

import re
from functools import cache

from PIL import ImageFont

from dandvan.documents.fonts import font_path

_MM_PER_POINT = 25.4 / 72
_UNITS = 1000
_KEPT_WHOLE = re.compile(
    r"ngày \d+ tháng \d+ năm \d{4}|số \d\S*|năm \d{4}"
    r"|ủy ban nhân dân|hội đồng nhân dân|hội đồng|chủ tịch|giấy khen|bằng khen|thi đua|khen thưởng"
    r"|dân vận|phong trào|tập thể|cá nhân|thành tích|xuất sắc|mô hình|danh sách|đề nghị|đối với"
    r"|điển hình|kế hoạch|tổng kết|sơ kết|công nhận|thực hiện|xác nhận|báo cáo|đơn vị|thủ trưởng"
    r"|liên hiệp|phụ nữ|nông dân|cựu chiến binh|thanh niên|mặt trận|tổ quốc|việt nam|văn hóa"
    r"|xã hội",
    re.IGNORECASE,
)
_DASHES = ("-", "–")
_GLUE = "\N{NO-BREAK SPACE}"


@cache
def _font(face: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_path(face), _UNITS, layout_engine=ImageFont.Layout.BASIC)


def text_width(text: str, *, face: str, size: float) -> float:
    """Width of a line in millimeters, set in a face ("Bold") of Tinos at `size` points."""
    return _font(face).getlength(text) / _UNITS * size * _MM_PER_POINT


def _are_name_words(*words: str) -> bool:
    return all(word[:1].isupper() and not word.isupper() for word in words)


def _unbroken(text: str) -> list[str]:
    """Pieces between which a line may break: not inside set phrases or names, not at dashes."""
    words = _KEPT_WHOLE.sub(lambda found: found[0].replace(" ", _GLUE), text).split(" ")
    pieces: list[str] = []
    for word in filter(None, words):
        last = pieces[-1].split(_GLUE)[-1] if pieces else ""
        if last and (word in _DASHES or last in _DASHES or _are_name_words(last, word)):
            pieces[-1] += _GLUE + word
        else:
            pieces.append(word)
    return [piece.replace(_GLUE, " ") for piece in pieces]


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
        words = _unbroken(piece)
        if any(text_width(word, face=face, size=size) > width for word in words):
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
