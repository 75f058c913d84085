"""A certificate on pre-printed paper: only its own text, moved as the printer needs it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_FOOT_BOTTOM = 8  # millimeters from the frame, as certificate.css has it


@dataclass(frozen=True)
class Overprint:
    """How far the text is moved, in millimeters: the whole page, then two parts of it further.

    `prints_authority` False: the paper bears the name of the authority already. `is_test`: a
    grid of 10 mm and the outline of every part are printed with it.
    """

    right: Decimal = Decimal(0)
    down: Decimal = Decimal(0)
    name_down: Decimal = Decimal(0)
    foot_down: Decimal = Decimal(0)
    prints_authority: bool = True
    is_test: bool = False

    def style(self) -> str:
        """The style sheet of this print, laid over that of the certificate."""
        rules = [
            f".certificate.overprint {{ left: {self.right:f}mm; top: {self.down:f}mm }}",
            f".certificate.overprint .honored {{ top: {self.name_down:f}mm }}",
            ".certificate.overprint .certificate-foot "
            f"{{ bottom: {Decimal(_FOOT_BOTTOM) - self.foot_down:f}mm }}",
        ]
        if not self.prints_authority:
            rules.append(".certificate.overprint .authority { visibility: hidden }")
        return " ".join([*rules, _TEST if self.is_test else ""])


# The grid stands on the sheet, not on the text: it does not move with it.
_LINE = "#bbbbbb 0.15mm, transparent 0.15mm) 0 0 / 10mm 10mm"
_GRID = ", ".join(f"linear-gradient(to {way}, {_LINE}" for way in ("right", "bottom"))
_TEST = (
    f"@page certificate {{ background: {_GRID} }} "
    ".certificate.overprint .honored, .certificate.overprint .foot-note, "
    ".certificate.overprint .signature, .certificate.overprint .authority "
    "{ outline: 0.2mm dashed #a5121a }"
)
