"""Texts laid side by side, word by word."""

import pytest
from django.template import Context, Template

from dandvan.text_diff import Piece, changed, likeness, word_pieces


def marked(old, new):
    """A text with [-taken out-] and [+put in+]."""
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in word_pieces(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Mỗi làng có 02 điểm.", "Mỗi làng có 03 điểm.", "Mỗi làng có [-02-] [+03+] điểm."),
        ("Thu gom rác", "Thu gom rác nhựa", "Thu gom rác [+nhựa+]"),
        ("Thu gom rác nhựa", "Thu gom rác", "Thu gom rác [-nhựa-]"),
        ("", "Mới viết", "[+Mới viết+]"),
        ("Bỏ hết", "", "[-Bỏ hết-]"),
        ("Góp 1.870 m²", "Góp 1.970 m²", "Góp [-1.870-] [+1.970+] m²"),
        ("hộ, làng", "hộ; làng", "hộ[-,-][+;+] làng"),
    ],
)
def test_word_pieces_mark_whole_words(old, new, expected):
    assert marked(old, new) == expected


def test_word_pieces_of_equal_texts_are_one_piece_however_spaced_or_composed():
    assert word_pieces("Làng  Stơr", "La\u0300ng Stơr") == (Piece("same", "Làng Stơr"),)
    assert changed("Làng  Stơr", "Làng Stơr\n") is False
    assert word_pieces("", "") == ()


def test_word_pieces_keep_every_word_of_both_texts():
    old, new = "một hai ba bốn năm", "hai ba sáu năm bảy"
    pieces = word_pieces(old, new)

    for text, other in ((old, "added"), (new, "removed")):
        assert " ".join(p.text for p in pieces if p.kind != other).split() == text.split()


def test_likeness_of_names():
    assert likeness("Ngôi nhà xanh", "Ngôi nhà xanh") == 1
    assert likeness("Ngôi nhà xanh", "Hũ gạo tình thương") == 0


def test_word_diff_says_in_words_what_colors_say():
    page = Template("{% load ui %}{% word_diff old new %}").render(
        Context({"old": "02 <b>", "new": "03 <b>"})
    )

    assert '<del><span class="visually-hidden">bỏ: </span>02</del>' in page
    assert '<ins><span class="visually-hidden">thêm: </span>03</ins>' in page
    assert "&lt;b&gt;" in page
