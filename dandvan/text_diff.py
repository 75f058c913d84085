"""What changed between two texts, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from dandvan.vietnamese import nfc

SAME, REMOVED, ADDED = "same", "removed", "added"
# A number with its separators is one word: 1.870, 12,5, 20/11/2024; Vietnamese syllables are words.
_TOKEN = re.compile(r"(\s*)(\d+(?:[.,/]\d+)*|\w+|[^\w\s])")


@dataclass(frozen=True)
class Piece:
    """A run of words: `kind` is SAME, REMOVED or ADDED."""

    kind: str
    text: str


@dataclass(frozen=True)
class _Word:
    """A word or mark with the space before it."""

    space: str
    text: str


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The new text with the words that were taken out and put in, in reading order.

    Compared in normal form; a change of white space alone is no change.
    """
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(
        None, [word.text for word in before], [word.text for word in after], autojunk=False
    )
    found: list[Piece] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found += _run(SAME, after[j1:j2])
        else:
            found += _run(REMOVED, before[i1:i2])
            found += _run(ADDED, after[j1:j2])
    return tuple(_joined(found))


def changed(old: str, new: str) -> bool:
    """Whether any word differs."""
    return [word.text for word in _words(old)] != [word.text for word in _words(new)]


def likeness(old: str, new: str) -> float:
    """How much of two texts is the same, word by word: 0 to 1."""
    before, after = ([word.text for word in _words(text)] for text in (old, new))
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def _words(text: str) -> list[_Word]:
    """Words and marks of a text, each with the white space before it."""
    return [_Word(match[1], match[2]) for match in _TOKEN.finditer(nfc(text).strip())]


def _run(kind: str, words: list[_Word]) -> Iterator[Piece]:
    """Words of one kind; the space before a marked run stays outside of it."""
    if not words:
        return
    if words[0].space:
        yield Piece(SAME, words[0].space)
    rest = "".join(word.space + word.text for word in words[1:])
    yield Piece(kind, words[0].text + rest)


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbors of one kind as one piece; a space never stands twice."""
    kept: list[Piece] = []
    for piece in pieces:
        if kept and kept[-1].kind == piece.kind:
            kept[-1] = Piece(piece.kind, kept[-1].text + piece.text)
        else:
            kept.append(piece)
    yield from kept
