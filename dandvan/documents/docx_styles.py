"""Styles and settings of the Word files: the numbers of nd30.css, once more as Word styles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from dandvan.documents.docx_xml import Element, dxa, element, style_id

FONT, LANGUAGE = "Times New Roman", "vi-VN"
_POINT = 25.4 / 72  # in millimeters
_KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
_UNUSED_PARTS = ("stylesWithEffects", "numbering", "webSettings", "fontTable", "customXml")


@dataclass(frozen=True)
class StyleRule:
    """A paragraph style. `line`: least height of a line in points, 0 single, below 0 exact."""

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    line: float = 17.5
    left: float = 0
    right: float = 0
    first_line: float = 0
    keep_next: bool = False
    outline: int | None = None
    top_border: bool = False
    box: bool = False


def _centered(name: str, **given: Any) -> StyleRule:
    return StyleRule(name, align="center", **given)


def _heading(name: str, outline: int, **given: Any) -> StyleRule:
    shape = {"align": "both", "first_line": 10, "after": 6, **given}
    return StyleRule(name, bold=True, keep_next=True, outline=outline, **shape)


# Word adds the room below a paragraph to the room above the next, where a browser takes the
# larger one: rooms above are what the style sheet asks for beyond the 6 points after a text.
RULES = (
    _centered("ND30 Page Number", line=0),
    _centered("ND30 Draft Mark", size=13, bold=True, line=0, box=True),
    # Head: ô 1-4, 10.
    StyleRule("ND30 Form Mark", 12, bold=True, align="right", after=4),
    _centered("ND30 Superior", size=12, line=0),
    _centered("ND30 Issuer", size=12, bold=True, line=0),
    _centered("ND30 Nation", size=12, bold=True, line=0),
    _centered("ND30 Motto", size=13, bold=True, line=0),
    _centered("ND30 Number", size=13, line=0),
    _centered("ND30 Place Date", size=13, italic=True, line=0),
    _centered("ND30 Letter Subject", size=12, line=0, before=6),
    StyleRule("ND30 Rule", 2, before=3, line=-3, top_border=True),
    StyleRule("ND30 Gap", 1, line=-1),
    # Title: ô 5a; annex heads: III.1.
    _centered("ND30 Type", bold=True, keep_next=True, outline=0),
    _centered("ND30 Subject", bold=True, keep_next=True),
    _centered("ND30 Title Note", size=13, italic=True, keep_next=True, before=2),
    _centered("ND30 Annex Label", bold=True, keep_next=True, after=2),
    _centered("ND30 Annex Title", bold=True, keep_next=True, outline=0),
    _centered("ND30 Attached", italic=True, keep_next=True),
    # Openings and body: ô 9a, thẩm quyền, căn cứ, ô 6.
    StyleRule("ND30 Addressee Lead", left=28, after=3),
    StyleRule("ND30 Addressee", left=28 + 58 * _POINT, first_line=-8 * _POINT, after=3),
    _centered("ND30 Authority", bold=True, after=10),
    StyleRule("ND30 Base", italic=True, align="both", first_line=10, after=6),
    StyleRule("ND30 Body", align="both", first_line=10, after=6),
    _centered("ND30 Centered", bold=True, before=2, after=10, keep_next=True),
    _heading("ND30 Part", 1, align="center", first_line=0),
    _heading("ND30 Section", 1),
    _heading("ND30 Article", 2),
    _heading("ND30 Clause", 2),
    # Tables.
    _centered("ND30 Caption", bold=True, after=4, keep_next=True),
    _centered("ND30 Table Head", size=13, bold=True, line=15.6, keep_next=True),
    StyleRule("ND30 Table Text", 13, line=15.6),
    _centered("ND30 Table Head Compact", size=12, bold=True, line=14.4, keep_next=True),
    StyleRule("ND30 Table Text Compact", 12, line=14.4),
    # Signatures and recipients: ô 7-9.
    _centered("ND30 Dateline", italic=True, keep_next=True),
    _centered("ND30 Post", bold=True, keep_next=True),
    _centered("ND30 Signature Note", size=13, italic=True, keep_next=True),
    _centered("ND30 Signature Space", line=28 / _POINT, keep_next=True),
    _centered("ND30 Signer", bold=True),
    StyleRule("ND30 Recipients Title", 12, bold=True, italic=True),
    StyleRule("ND30 Recipient", 11, line=13.2, right=3),
    StyleRule("ND30 Foot Note", 11, italic=True, line=0, before=14),
)


def _border(side: str, size: int) -> Element:
    return element(side, val="single", sz=size, space=0, color="000000")


def _spacing(rule: StyleRule) -> Element:
    heights = {"line": round(abs(rule.line) * 20), "lineRule": "atLeast"}
    if rule.line == 0:
        heights = {"line": 240, "lineRule": "auto"}
    elif rule.line < 0:
        heights["lineRule"] = "exact"
    return element(
        "spacing", before=round(rule.before * 20), after=round(rule.after * 20), **heights
    )


def _indent(rule: StyleRule) -> Element:
    first = {"firstLine" if rule.first_line >= 0 else "hanging": dxa(abs(rule.first_line))}
    return element("ind", left=dxa(rule.left), right=dxa(rule.right), **first)


def _paragraph_settings(rule: StyleRule) -> Element:
    """Settings in the order that the schema of Word asks for."""
    borders = []
    if rule.box or rule.top_border:
        sides = ("top", "left", "bottom", "right") if rule.box else ("top",)
        borders = [element("pBdr", *(_border(side, 6) for side in sides))]
    return element(
        "pPr",
        *([element("keepNext")] if rule.keep_next else []),
        *borders,
        _spacing(rule),
        _indent(rule),
        element("jc", val=rule.align),
        *([element("outlineLvl", val=rule.outline)] if rule.outline is not None else []),
    )


def _style(kind: str, name: str, *settings: Element) -> Element:
    return element(
        "style",
        element("name", val=name),
        element("basedOn", val="Normal" if kind == "paragraph" else "TableNormal"),
        element("qFormat"),
        *settings,
        type=kind,
        customStyle=1,
        styleId=style_id(name),
    )


def _paragraph_style(rule: StyleRule) -> Element:
    marks = [element("b")] * rule.bold + [element("i")] * rule.italic
    letters = element("rPr", *marks, *_size(rule.size))
    return _style("paragraph", rule.name, _paragraph_settings(rule), letters)


def _size(points: float) -> tuple[Element, Element]:
    half_points = round(points * 2)
    return element("sz", val=half_points), element("szCs", val=half_points)


def _cell_margins(*, upright: float, sideways: float) -> Element:
    room = {"top": upright, "left": sideways, "bottom": upright, "right": sideways}
    sides = (element(side, w=round(points * 20), type="dxa") for side, points in room.items())
    return element("tblCellMar", *sides)


def _table_styles() -> tuple[Element, Element]:
    """A ruled table with text in the middle of its cells, and a table that only places things."""
    lines = ("top", "left", "bottom", "right", "insideH", "insideV")
    ruled = _style(
        "table",
        "ND30 Table",
        element(
            "tblPr",
            element("tblBorders", *(_border(side, 4) for side in lines)),
            _cell_margins(upright=3, sideways=4),
        ),
        element("tcPr", element("vAlign", val="center")),
    )
    layout = element("tblPr", _cell_margins(upright=0, sideways=0))
    return ruled, _style("table", "ND30 Layout", layout)


def _defaults() -> Element:
    letters = element(
        "rPr",
        element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT),
        *_size(14),
        element("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"),
    )
    plain = element("pPr", element("spacing", before=0, after=0, line=350, lineRule="atLeast"))
    return element("docDefaults", element("rPrDefault", letters), element("pPrDefault", plain))


def _set_styles(word: Document) -> None:
    styles = word.styles.element
    for old in styles.findall(qn("w:style")):
        if old.find(qn("w:name")).get(qn("w:val")) not in _KEPT_STYLES:
            styles.remove(old)
    word.styles["Normal"].font.name = FONT
    styles.replace(styles.find(qn("w:docDefaults")), _defaults())
    styles.extend([*map(_paragraph_style, RULES), *_table_styles()])


def _set_settings(word: Document) -> None:
    settings = word.settings.element
    for name in ("savePreviewPicture", "rsids", "proofState"):
        for old in settings.findall(qn(f"w:{name}")):
            settings.remove(old)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    language = settings.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), LANGUAGE)
    language.set(qn("w:eastAsia"), LANGUAGE)
    compat = settings.find(qn("w:compat"))
    compat.remove(compat.find(qn("w:useFELayout")))
    # A justified line that ends in a line break is not stretched.
    compat.insert(0, element("doNotExpandShiftReturn"))
    compat.find(qn("w:compatSetting")).set(qn("w:val"), "15")


def _drop_unused(word: Document) -> None:
    """Parts of the library's own template that no paper needs: thumbnail, effects, lists."""
    relations = ((word.part.package.rels, ("thumbnail",)), (word.part.rels, _UNUSED_PARTS))
    for rels, names in relations:
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(names)]:
            del rels[key]


def set_styles(word: Document) -> None:
    """Give a new file the styles and settings of official papers, and no others."""
    _drop_unused(word)
    _set_styles(word)
    _set_settings(word)
