"""Measures of Nghị định 30/2020/NĐ-CP on rendered pages; ids C1-C22, P1-P6 of its checklist."""

import pytest

from dandvan.documents.blocks import Heading, HeadingLevel, Paragraph
from dandvan.documents.model import Header, PrintState, RuleSet, SignatureBlock, SignatureRow
from tests.dandvan.documents.papers import (
    MM,
    line_of,
    make_body,
    make_minutes,
    make_proposal,
    pages_of,
    rule_below,
    words_of,
)

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, 195 * MM, 20 * MM, 277 * MM
CENTER = (LEFT + RIGHT) / 2


@pytest.fixture(scope="module")
def pages():
    return pages_of(make_proposal(body=make_body(14)))


def look(box):
    """Font and size of the first letter of words."""
    char = box["chars"][0]
    return char["fontname"].split("+")[-1], round(char["size"], 1)


def center(box):
    return (box["x0"] + box["x1"]) / 2


def test_pages_are_a4_with_embedded_tinos_only(pages):
    sizes = {(round(page.width / MM), round(page.height / MM)) for page in pages}
    fonts = {char["fontname"] for page in pages for char in page.chars}

    assert sizes == {(210, 297)}
    assert {name.split("+")[-1].split("-")[0] for name in fonts} == {"Tinos"}
    assert all("+" in name for name in fonts)


def test_ink_stays_inside_the_margins(pages):
    for number, page in enumerate(pages, start=1):
        body = [char for char in page.chars if char["top"] > TOP - 2]
        assert min(char["x0"] for char in body) == pytest.approx(LEFT, abs=1)
        assert max(char["x1"] for char in body if char["text"] != " ") <= RIGHT + 1
        assert max(char["bottom"] for char in body) <= BOTTOM + 1
        above = "".join(char["text"] for char in page.chars if char["top"] <= TOP - 2)
        assert above == ("" if number == 1 else str(number))


def test_page_number_is_centered_from_page_two(pages):
    number = [char for char in pages[1].chars if char["bottom"] < TOP]

    assert [(char["text"], round(char["size"])) for char in number] == [("2", 14)]
    assert center(number[0]) == pytest.approx(CENTER, abs=2 * MM)


def test_head_has_the_prescribed_letters(pages):
    page = pages[0]
    looks = {
        NATION: ("Tinos-Bold", 12),
        MOTTO: ("Tinos-Bold", 13),
        "ỦY BAN NHÂN DÂN": ("Tinos-Bold", 12),
        "Số: 12/TTr-UBND": ("Tinos", 13),
        "Tơ Tung, ngày 05 tháng 11 năm 2024": ("Tinos-Italic", 13),
        "TỜ TRÌNH": ("Tinos-Bold", 14),
        "Về việc đề nghị tặng Giấy khen năm 2024": ("Tinos-Bold", 14),
        "Căn cứ Kế hoạch số 56/KH-UBND.": ("Tinos-Italic", 14),
    }
    found = {}
    for words in looks:
        box = page.search(words)[0]
        found[words] = look(box)

    assert found == looks


def test_nation_stands_on_one_line_beside_the_issuer(pages):
    nation, issuer = words_of(pages[0], NATION), pages[0].search("ỦY BAN NHÂN DÂN")[0]

    assert nation["top"] == pytest.approx(issuer["top"], abs=1)
    assert nation["x0"] > issuer["x1"]


def test_rule_under_motto_is_as_long_as_its_text(pages):
    motto = words_of(pages[0], MOTTO)
    rule = rule_below(pages[0], motto)

    assert rule["width"] == pytest.approx(motto["x1"] - motto["x0"], rel=0.03)
    assert center(rule) == pytest.approx(center(motto), abs=1)


@pytest.mark.parametrize("words", ["XÃ TƠ TUNG", "Về việc đề nghị tặng Giấy khen năm 2024"])
def test_short_rule_is_a_third_to_a_half_of_its_line(pages, words):
    box = words_of(pages[0], words)
    rule = rule_below(pages[0], box)

    assert 0.33 <= rule["width"] / (box["x1"] - box["x0"]) <= 0.5
    assert center(rule) == pytest.approx(center(box), abs=1)


def test_number_and_date_share_a_line(pages):
    number = words_of(pages[0], "Số: 12/TTr-UBND")
    day = words_of(pages[0], "Tơ Tung, ngày 05 tháng 11 năm 2024")

    assert number["bottom"] == pytest.approx(day["bottom"], abs=0.5)


def test_body_is_justified_with_ten_millimeters_indent(pages):
    first = line_of(pages[0], "Đoạn 1.")
    second = pages[0].extract_text_lines()
    follower = second[[line["text"] for line in second].index(first["text"]) + 1]

    assert first["x0"] == pytest.approx(LEFT + 10 * MM, abs=0.5)
    assert first["x1"] == pytest.approx(RIGHT, abs=1)
    assert follower["x0"] == pytest.approx(LEFT, abs=0.5)
    assert 1.0 <= (follower["bottom"] - first["bottom"]) / (14 * 1.15) <= 1.5


def test_paragraphs_are_six_points_apart(pages):
    lines = pages[0].extract_text_lines()
    starts = [n for n, line in enumerate(lines) if line["text"].startswith("Đoạn ")]
    step = lines[1 + starts[0]]["top"] - lines[starts[0]]["top"]

    gap = lines[starts[1]]["top"] - lines[starts[1] - 1]["top"] - step

    assert gap == pytest.approx(6, abs=0.3)


def test_body_ends_once_with_slash_mark(pages):
    text = "".join(page.extract_text() for page in pages)

    assert text.count("./.") == 1
    assert "địa phương./." in text


def test_recipients_start_level_with_the_authority_line(pages):
    title = words_of(pages[-1], "Nơi nhận:")
    post = words_of(pages[-1], "TM. ỦY BAN NHÂN DÂN")
    last = words_of(pages[-1], "- Lưu: VT, VP.")

    assert title["chars"][0]["fontname"].endswith("Tinos-Bold-Italic")
    assert round(title["chars"][0]["size"]) == 12
    assert title["top"] == pytest.approx(post["top"], abs=2.5)
    assert (title["x0"], last["x0"]) == pytest.approx((LEFT, LEFT), abs=0.5)
    assert look(last) == ("Tinos", 11)


def test_signature_leaves_room_for_seal_and_name(pages):
    post, name = words_of(pages[-1], "PHÓ CHỦ TỊCH"), words_of(pages[-1], "Đinh Văn Mẫu")

    assert 25 * MM <= name["top"] - post["bottom"] <= 35 * MM
    assert center(name) == pytest.approx(center(post), abs=1)


@pytest.mark.parametrize("state", [PrintState.DRAFT, PrintState.FOR_SIGNATURE])
def test_number_and_day_are_blank_before_issue(state):
    page = pages_of(make_proposal(print_state=state))[0]
    slash = page.search("/TTr-UBND")[0]
    label = page.search("Số:")[0]
    month = page.search("tháng 11 năm 2024")[0]
    day = page.search("Tơ Tung, ngày")[0]

    assert page.search("12/TTr-UBND") == []
    assert slash["x0"] - label["x1"] > 4 * MM
    assert month["x0"] - day["x1"] > 4 * MM


@pytest.mark.parametrize(
    ("state", "marks"),
    [(PrintState.DRAFT, 2), (PrintState.FOR_SIGNATURE, 0), (PrintState.ISSUED, 0)],
)
def test_only_a_draft_is_marked_on_every_page(state, marks):
    pages = pages_of(make_proposal(print_state=state, body=make_body(10)))
    found = [box for page in pages for box in page.search("DỰ THẢO")]

    assert len(pages) == 2
    assert len(found) == marks
    assert all(box["bottom"] < TOP - 2 for box in found)


def test_several_addressees_stand_under_the_colon():
    doc = make_proposal(addressees=("Chủ tịch huyện", "Phòng Nội vụ"))
    page = pages_of(doc)[0]
    colon = words_of(page, "Kính gửi:")["chars"][-1]
    first, last = words_of(page, "- Chủ tịch huyện;"), words_of(page, "- Phòng Nội vụ.")

    assert first["x0"] == pytest.approx(colon["x0"], abs=2)
    assert last["x0"] == pytest.approx(first["x0"], abs=0.1)


def test_letter_without_type_name_has_its_subject_under_the_number():
    page = pages_of(make_proposal(type_name="", subject_line="đăng ký mô hình năm 2024"))[0]
    number, subject = words_of(page, "Số: 12/TTr-UBND"), words_of(page, "V/v đăng ký mô hình năm")

    assert look(subject) == ("Tinos", 12)
    assert 0 < subject["top"] - number["bottom"] < 10


def test_minutes_have_no_place_line_and_recipients_below():
    page = pages_of(make_minutes())[0]
    text = page.extract_text()
    secretary, chair = words_of(page, "THƯ KÝ"), words_of(page, "CHỦ TỌA")

    assert "Tơ Tung, ngày" not in text
    assert secretary["x1"] < chair["x0"]
    assert secretary["top"] == pytest.approx(chair["top"], abs=0.5)
    assert words_of(page, "Nơi nhận:")["top"] > words_of(page, "Đinh Văn Mẫu")["bottom"]
    assert text.rstrip().endswith("- Lưu: VT, Hồ sơ.")


def test_decree_form_has_place_and_mark_but_no_number():
    page = pages_of(
        make_proposal(
            rule_set=RuleSet.DECREE_FORM,
            number_line=None,
            type_name="Báo cáo thành tích",
            form_mark="Mẫu số 07",
        )
    )[0]
    text = page.extract_text()

    assert "Số:" not in text
    assert "./." not in text
    assert words_of(page, "Mẫu số 07")["x1"] == pytest.approx(RIGHT, abs=1)
    assert words_of(page, "Tơ Tung, ngày 05 tháng 11 năm 2024")["top"] < 60 * MM


def test_posts_are_level_when_one_has_a_date_above():
    blocks = (SignatureBlock(("Người đánh giá",)), SignatureBlock(("Thủ trưởng",)))
    doc = make_proposal(rule_set=RuleSet.PLAIN_SHEET, signatures=(SignatureRow(blocks),))
    page = pages_of(doc)[0]
    day, left, right = (
        words_of(page, words)
        for words in ("Tơ Tung, ngày 05 tháng 11 năm 2024", "NGƯỜI ĐÁNH GIÁ", "THỦ TRƯỞNG")
    )

    assert left["top"] == pytest.approx(right["top"], abs=0.5)
    assert day["bottom"] <= right["top"] + 3
    assert center(day) == pytest.approx(center(right), abs=2)


def test_section_heading_is_bold_upper_and_stays_with_its_text():
    heading = Heading(HeadingLevel.SECTION, "I.", "Mục đích, yêu cầu")
    for count in range(6, 12):
        pages = pages_of(make_proposal(body=(*make_body(count), heading, Paragraph("Cuối."))))
        holder = next(page for page in pages if "I. MỤC ĐÍCH, YÊU CẦU" in page.extract_text())

        assert look(words_of(holder, "I. MỤC ĐÍCH, YÊU CẦU")) == ("Tinos-Bold", 14)
        assert "Cuối./." in holder.extract_text()


def test_long_names_and_subjects_stay_inside_the_page():
    long_word = "W" * 120
    doc = make_proposal(
        header=Header(("Hội đồng Thi đua - Khen thưởng xã Tơ Tung",), ("Ủy ban nhân dân xã",)),
        subject_line=" ".join(["khen"] * 80),
        body=(Paragraph(long_word), Paragraph("https://" + long_word)),
        addressees=(" ".join(["Ủy ban"] * 40),),
    )
    page = pages_of(doc)[0]

    assert {char["text"] for char in page.chars if char["x1"] > RIGHT + 1} <= {" "}
    assert min(char["x0"] for char in page.chars) >= LEFT - 1
    assert len(page.search(NATION)) == 1
