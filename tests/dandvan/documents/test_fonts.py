import unicodedata

import pytest
from fontTools.ttLib import TTFont

from dandvan.documents.fonts import font_path

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
TYPOGRAPHY = "đĐĭŏĕƀĬŎĔɃ“”’–—…²³≥≤×½%/"


@pytest.mark.parametrize("face", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_font_has_every_letter_of_the_commune(face):
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES}
    wanted = letters | {letter.upper() for letter in letters} | set(TYPOGRAPHY)

    known = TTFont(font_path(face)).getBestCmap()

    assert {char for char in wanted if ord(char) not in known} == set()
