"""Numbers with a unit in running text, held against the figures on record. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from dandvan.vietnamese import nfc, vn_number
from models_registry.domain.figures import read_number
from models_registry.domain.units import FAMILIES, base_factor, family_of

# Units that a text and an indicator share without more words; lengths and counts of meetings,
# shares and trees say too little about what is counted.
_READ_FAMILIES = ("area", "money", "mass", "days", "households", "people")
# Words of a family that in running text mean something else as well.
_NOT_IN_TEXTS = frozenset({"đ", "k", "tr", "công", "ngày", "khẩu", "học sinh", "em", "gia đình"})
_UNITS = {
    word: (name, size)
    for name in _READ_FAMILIES
    for word, size in FAMILIES[name].items()
    if word not in _NOT_IN_TEXTS
}
_WORDS = "|".join(re.escape(word) for word in sorted(_UNITS, key=len, reverse=True))
_MENTION = re.compile(
    rf"(?<![\d.,])(?P<number>\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?)\s*"
    rf"(?P<unit>{_WORDS})(?![\w²/])(?!\s*/)",
    re.IGNORECASE,
)
# "khoảng 3.000 m²" claims no exact figure, "mỗi hộ 02 ha" is no sum.
_LOOSE = re.compile(
    r"\b(?:(?:khoảng|gần|hơn|trên|dưới|chừng|ngót|xấp xỉ|tầm|từ|đến)"
    r"|(?:mỗi|từng|bình quân)(?:\s+\w+){0,2})\s*$",
    re.IGNORECASE,
)


# Households and people are counted for many reasons in one text: only a number this near to
# one on record is taken for the same count.
_MANY_COUNTS = frozenset({"households", "people"})
_NEAR = Decimal("0.25")


@dataclass(frozen=True)
class Mention:
    """A number with its unit as the text has it, and in the smallest unit of its family."""

    words: str
    family: str
    value: Decimal


@dataclass(frozen=True)
class KnownFigure:
    """An indicator with every figure on record for it, in its own unit.

    `reported` and `verified` are sums (None where there is none), `others` single villages.
    """

    name: str
    unit: str
    kind: str
    target: Decimal | None = None
    reported: Decimal | None = None
    verified: Decimal | None = None
    others: tuple[Decimal, ...] = ()

    @property
    def family(self) -> str:
        """What family of units it counts in."""
        return family_of(self.kind, self.unit)

    @property
    def values(self) -> set[Decimal]:
        """Every figure in the smallest unit of the family."""
        given = (self.target, self.reported, self.verified, *self.others)
        factor = base_factor(self.kind, self.unit)
        return {value * factor for value in given if value is not None}

    def distance(self, value: Decimal, *, aimed: bool) -> Decimal:
        """How far its sum, or its target, is from a number; one without is farthest."""
        own = self.target if aimed else self.reported
        if own is None:
            return Decimal("Infinity")
        return abs(own * base_factor(self.kind, self.unit) - value)


@dataclass(frozen=True)
class Mismatch:
    """A number of a text that no figure on record bears out, with the nearest indicator."""

    words: str
    known: KnownFigure
    aimed: bool = False

    @property
    def sentence(self) -> str:
        """What the text says and what the rows say: “43 hộ” trong lời, 41 hộ trong bảng."""
        known = self.known
        own = known.target if self.aimed else known.reported
        where = "chỉ tiêu đề ra" if self.aimed else "bảng số liệu"
        if own is None:
            return f"“{self.words}” trong lời, {where} chưa có số ({known.name})."
        checked = ""
        if not self.aimed and known.verified not in (None, known.reported):
            checked = f", kiểm tra {vn_number(known.verified)} {known.unit}"
        return (
            f"“{self.words}” trong lời, {vn_number(own)} {known.unit} trong {where}{checked} "
            f"({known.name})."
        )


def mentions(text: str) -> list[Mention]:
    """Exact numbers with a unit that indicators count in, in order; rates and guesses left out."""
    found = []
    said = nfc(text)
    for match in _MENTION.finditer(said):
        if _LOOSE.search(said[max(match.start() - 30, 0) : match.start()]):
            continue
        family, size = _UNITS[match["unit"].lower()]
        number = read_number(match["number"])
        if number is not None:
            words = " ".join(match[0].split())
            found.append(Mention(words, family, number * size))
    return found


def mismatches(
    text: str,
    known: Sequence[KnownFigure],
    *,
    aside: Mapping[str, Set[Decimal]] | None = None,
    aimed: bool = False,
) -> list[Mismatch]:
    """Numbers of a text that stand in no figure of the same unit, each once.

    Compared with sums, single villages, targets, reported and verified alike, and with numbers
    that count something else (`aside` by family: households and people of the villages). A
    unit without an indicator says nothing, nor do households or people far from every figure.
    `aimed` names the target in the sentence instead of what was reported.
    """
    found: dict[str, Mismatch] = {}
    for mention in mentions(text):
        same = [row for row in known if row.family == mention.family]
        others = (aside or {}).get(mention.family, frozenset())
        if not same or mention.value in others or any(mention.value in r.values for r in same):
            continue
        if mention.family in _MANY_COUNTS and not _near(mention.value, same):
            continue
        nearest = min(same, key=lambda row: row.distance(mention.value, aimed=aimed))
        found.setdefault(mention.words, Mismatch(mention.words, nearest, aimed))
    return list(found.values())


def _near(value: Decimal, known: Iterable[KnownFigure]) -> bool:
    """Whether a figure on record is about as large."""
    return any(abs(one - value) <= one * _NEAR for row in known for one in row.values)
