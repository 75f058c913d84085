"""Plain text of official documents: what may stand on paper. Pure."""

import re
import unicodedata

from dandvan.vietnamese import nfc

_DROPPED = {0x00AD, 0x061C, 0x180E, *range(0x2060, 0x2066), *range(0x206A, 0x2070)}
_LINE_ENDS = re.compile("[\u2028\u2029\u0085]")
_UNWANTED_CATEGORIES = {"Cs", "Co"}
_NONCHARACTERS = {0xFFFE, 0xFFFF}


def _is_printable(char: str) -> bool:
    code = ord(char)
    if code in _DROPPED or code & 0xFFFF in _NONCHARACTERS:
        return False
    return unicodedata.category(char) not in _UNWANTED_CATEGORIES


def clean_text(text: str, *, keep_ends: bool = False) -> str:
    """Text ready for paper: NFC, no control, direction or zero-width marks, tabs as spaces.

    Line ends stay as "\\n"; white space at both ends goes unless `keep_ends`.
    """
    kept = "".join(filter(_is_printable, _LINE_ENDS.sub("\n", text))).replace("\t", " ")
    clean = nfc(kept)
    return clean if keep_ends else clean.strip()


def without_end_mark(text: str) -> str:
    """A line without the punctuation that a list or a base line puts itself (; . , and "./.")."""
    return text.rstrip().removesuffix("./.").rstrip(" ;.,")


def sentence_end(text: str) -> str:
    """The last words of a body, closed once by "./." (Nghị định 30/2020, PL III samples)."""
    return text.rstrip().removesuffix("./.").rstrip(" ;.,:/") + "./."
