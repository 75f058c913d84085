"""Numbers and symbols of official papers as text. Pure."""

import re
from dataclasses import dataclass

_SHAPE = re.compile(r"^(\d{1,6})\s*/\s*([A-ZĐa-z]+(?:-[A-ZĐa-z]+)*)$")


@dataclass(frozen=True)
class NumberText:
    """A typed number split into its whole number and its symbol."""

    number: int
    symbol: str

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.symbol}"


def parse_number(text: str) -> NumberText | None:
    """Split "58/TTr-UBND"; None when the text has not this shape or the number is 0."""
    match = _SHAPE.match(text.strip())
    if match is None or int(match.group(1)) == 0:
        return None
    return NumberText(int(match.group(1)), match.group(2))
