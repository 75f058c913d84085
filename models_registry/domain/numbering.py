"""Numbers and symbols of official papers as text. Pure."""

import re
from dataclasses import dataclass

_CAPITALS = "[A-ZĐ][A-ZĐa-zđ]*"
_STATE = re.compile(r"^(\d{1,6})\s*/\s*([A-ZĐa-z]+(?:-[A-ZĐa-z]+)*)$")
# The Party writes the kind before the stroke and the body behind it: 96-TB/ĐU, 12-HD/BDVHU.
_PARTY = re.compile(rf"^(\d{{1,6}})\s*[-–]\s*({_CAPITALS})\s*/\s*({_CAPITALS})$")


@dataclass(frozen=True)
class NumberText:
    """A typed number split into its whole number and its symbol.

    The symbol of a Party paper holds a stroke ("TB/ĐU"), that of a state paper never does.
    """

    number: int
    symbol: str

    @property
    def is_party(self) -> bool:
        """Whether the number has the shape of the Party's papers."""
        return "/" in self.symbol

    def __str__(self) -> str:
        return f"{self.number:02d}{'-' if self.is_party else '/'}{self.symbol}"


def parse_number(text: str) -> NumberText | None:
    """Split "58/TTr-UBND" or "1120-QĐ/HU"; None when the text has neither shape or is number 0."""
    text = text.strip()
    if match := _STATE.match(text):
        number, symbol = int(match.group(1)), match.group(2)
    elif match := _PARTY.match(text):
        number, symbol = int(match.group(1)), f"{match.group(2)}/{match.group(3)}"
    else:
        return None
    return NumberText(number, symbol) if number else None
