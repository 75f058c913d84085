import io

import pikepdf
import pytest
from PIL import Image

from dandvan.documents.bundle import (
    BundlePart,
    ContentsEntry,
    build_contents,
    check_mergeable,
    merge_bundle,
    picture_as_page,
)
from dandvan.documents.pdf import page_count, render_pdf
from dandvan.errors import DomainError
from tests.dandvan.documents.papers import (
    MM,
    make_body,
    make_list_annex,
    make_minutes,
    make_proposal,
    pages_in,
)

TITLE = "Hồ sơ đề nghị tặng Giấy khen năm 2024"


def saved(pdf, **options):
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def picture(size, mode="RGB", form="PNG"):
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, format=form)
    return out.getvalue()


@pytest.fixture(scope="module")
def parts():
    return [
        BundlePart("Tờ trình", render_pdf(make_proposal(body=make_body(10)))),
        BundlePart("Danh sách", render_pdf(make_proposal(annexes=(make_list_annex(1),))), 1),
        BundlePart("Biên bản", render_pdf(make_minutes())),
        BundlePart("Ảnh chụp", picture_as_page(picture((300, 200)))),
    ]


def test_contents_name_the_page_of_every_part(parts):
    pages = pages_in(merge_bundle(parts, title=TITLE))
    lines = pages[0].extract_text().split("\n")

    assert lines[:2] == ["MỤC LỤC HỒ SƠ", TITLE]
    assert lines[3:7] == ["1 Tờ trình 2 2", "2 Danh sách 4 2", "3 Biên bản 6 1", "4 Ảnh chụp 7 1"]
    assert "Bản sao" in lines[7]
    assert "BIÊN BẢN" in pages[5].extract_text()
    assert len(pages) == 7


def test_bookmarks_lead_to_the_first_page_of_every_part(parts):
    with pikepdf.open(io.BytesIO(merge_bundle(parts, title=TITLE))) as pdf:
        numbers = {page.objgen: index for index, page in enumerate(pdf.pages, start=1)}
        with pdf.open_outline() as outline:
            found = [
                (item.title, numbers[item.destination[0].objgen], [c.title for c in item.children])
                for item in outline.root
            ]

        assert found == [
            ("Mục lục hồ sơ", 1, []),
            ("Tờ trình", 2, ["Danh sách"]),
            ("Biên bản", 6, []),
            ("Ảnh chụp", 7, []),
        ]
        assert str(pdf.Root.Lang) == "vi"
        assert str(pdf.docinfo["/Title"]) == f"{TITLE} (bản sao)"


def test_long_contents_move_the_first_pages(parts):
    many = [BundlePart(f"Văn bản {number}", parts[2].pdf) for number in range(1, 61)]
    pages = pages_in(merge_bundle(many, title=TITLE))
    contents = [page for page in pages if "BIÊN BẢN" not in page.extract_text()]

    assert len(contents) == 3
    assert "1 Văn bản 1 4 1" in contents[0].extract_text()
    assert "60 Văn bản 60 63 1" in contents[2].extract_text()


def test_bundle_is_equal_for_equal_parts(parts):
    assert merge_bundle(parts, title=TITLE) == merge_bundle(parts, title=TITLE)


def test_contents_may_come_from_the_caller(parts):
    def build(title, entries):
        given = build_contents(title, entries)
        assert entries[0] == ContentsEntry("Tờ trình", 2, 2, 0)
        return make_proposal(body=given.body, annexes=())

    assert (
        "TỜ TRÌNH" in pages_in(merge_bundle(parts, title=TITLE, contents=build))[0].extract_text()
    )


def test_locked_broken_and_empty_files_are_refused_by_name(parts):
    with pikepdf.open(io.BytesIO(parts[2].pdf)) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))
        limited = saved(pdf, encryption=pikepdf.Encryption(owner="a", user=""))
    empty = saved(pikepdf.new())
    bad = [BundlePart(name, raw) for name, raw in [("A", locked), ("B", limited), ("C", empty)]]

    with pytest.raises(DomainError) as refused:
        merge_bundle([*parts, *bad, BundlePart("D", b"%PDF-1.7 nothing")], title=TITLE)

    locked_reason = (
        "Tệp PDF đang đặt mật khẩu hoặc hạn chế quyền nên không ghép được; "
        "hãy lưu lại bản không đặt mật khẩu rồi tải lên."
    )
    assert refused.value.reasons == (
        f"“A”: {locked_reason}",
        f"“B”: {locked_reason}",
        "“C”: Tệp PDF không có trang nào; hãy tải lên bản khác.",
        "“D”: Tệp PDF bị hỏng hoặc không đúng định dạng nên không ghép được; hãy tải lên bản khác.",
    )


@pytest.mark.parametrize("cut", [0, 10, 900, 6000])
def test_cut_off_file_is_refused_with_a_sentence(parts, cut):
    with pytest.raises(DomainError):
        check_mergeable(parts[2].pdf[:cut])


def outcome_of(raw):
    """Pages of the bundle, or the start of the sentence that refuses it."""
    try:
        return page_count(merge_bundle([BundlePart("Biên bản", raw)], title=TITLE))
    except DomainError as refused:
        return refused.reasons[0][:19]


def test_file_with_a_damaged_byte_is_merged_or_refused_with_a_sentence(parts):
    raw = parts[2].pdf
    places = range(50, len(raw), len(raw) // 30)

    outcomes = {
        outcome_of(raw[:place] + bytes([raw[place] ^ 0x55]) + raw[place + 1 :]) for place in places
    }

    assert outcomes == {2, "“Biên bản”: Tệp PDF"}


def test_bundle_without_parts_is_refused():
    with pytest.raises(DomainError) as refused:
        merge_bundle([], title=TITLE)

    assert refused.value.reasons == ("Hồ sơ chưa có văn bản nào để ghép.",)


@pytest.mark.parametrize(
    ("size", "mode", "form", "paper"),
    [
        ((3000, 2000), "RGB", "JPEG", (297, 210)),
        ((200, 300), "RGBA", "PNG", (210, 297)),
        ((200, 300), "L", "PNG", (210, 297)),
    ],
)
def test_picture_becomes_one_a4_page_with_margins(size, mode, form, paper):
    raw = picture_as_page(picture(size, mode, form) if mode != "L" else picture(size, "1"))
    page = pages_in(raw)[0]
    box = page.images[0]

    assert page_count(raw) == 1
    assert (round(page.width / MM), round(page.height / MM)) == paper
    assert min(box["x0"], box["top"]) >= 15 * MM - 0.5
    assert max(box["x1"] - page.width, box["bottom"] - page.height) <= -15 * MM + 0.5


def test_photo_is_turned_upright():
    photo = Image.new("RGB", (300, 200), "teal")
    exif = photo.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    photo.save(out, format="JPEG", exif=exif)
    page = pages_in(picture_as_page(out.getvalue()))[0]

    assert page.height > page.width


@pytest.mark.parametrize("raw", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n broken"])
def test_unreadable_picture_is_refused(raw):
    with pytest.raises(DomainError) as refused:
        picture_as_page(raw)

    assert refused.value.reasons == (
        "Tệp ảnh bị hỏng hoặc không đọc được; hãy chụp lại hoặc tải lên ảnh khác.",
    )


def test_a_cut_off_picture_is_refused_even_after_a_paper_was_printed():
    render_pdf(make_proposal(body=make_body(1)))
    cut_off = picture((900, 900), form="JPEG")[:3000]

    with pytest.raises(DomainError) as refused:
        picture_as_page(cut_off)

    assert "bị hỏng" in refused.value.reasons[0]
