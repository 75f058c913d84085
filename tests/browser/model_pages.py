"""The way of one model through the pages: registration, report, assessment, recognition."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import (
    expect_heading,
    expect_said,
    follow,
    open_named,
    picture,
    press,
    scan_file,
)

MODEL_NAME = "Tư pháp về làng, hướng dẫn tại chỗ"
NEED = "Bà con làng xa ngại ra xã làm giấy tờ, nhiều hồ sơ khai sinh trẻ em bị để quá hạn."
SAVE = "Lưu và tiếp tục"


def expect_no_sideways_scroll(page: Page) -> None:
    """The page is as wide as the screen."""
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= screen, f"{page.url} rộng {wide} px trên màn hình {screen} px"


def expect_autosaved(page: Page) -> None:
    """What was typed is on the server before any button."""
    expect(page.get_by_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))).to_be_visible()


def register_model(page: Page, owner_name: str) -> None:
    """All six steps on a phone, to the sent registration."""
    page.goto("/mo-hinh/bat-dau/")
    page.get_by_label("Tên mô hình").fill(MODEL_NAME)
    press(page, "Bắt đầu")
    _name_step(page, owner_name)
    _place_step(page)
    _aim_step(page)
    _means_step(page)
    _evidence_step(page)
    expect_heading(page, "Xem lại và gửi")
    expect_no_sideways_scroll(page)
    press(page, "Gửi đăng ký")
    expect_heading(page, MODEL_NAME)
    expect(page.get_by_text("Chờ tiếp nhận").first).to_be_visible()


def _name_step(page: Page, owner_name: str) -> None:
    """Name, whose it is, who leads (proposed already)."""
    expect_heading(page, "Tên và người tham gia")
    expect(page.get_by_label("Tên mô hình")).to_have_value(MODEL_NAME)
    page.get_by_label(f"Của cá nhân: {owner_name}").check()
    first = page.get_by_role("group", name="Người thứ 1", exact=True)
    expect(first.get_by_label("Họ và tên").locator("option:checked")).to_contain_text(owner_name)
    expect_autosaved(page)
    expect_no_sideways_scroll(page)
    press(page, SAVE)


def _place_step(page: Page) -> None:
    """One content area for individuals, two villages."""
    expect_heading(page, "Nội dung và địa bàn")
    page.get_by_label("Sáng kiến, cải cách hành chính").first.check()
    page.get_by_role("checkbox", name="làng Leng", exact=True).check()
    page.get_by_role("checkbox", name="làng Stơr", exact=True).check()
    expect_autosaved(page)
    expect_no_sideways_scroll(page)
    press(page, SAVE)


def _aim_step(page: Page) -> None:
    """Need, goal, solutions, one indicator; a refused try first."""
    expect_heading(page, "Nhu cầu, mục tiêu, giải pháp")
    page.get_by_label("Nhu cầu, vấn đề cần giải quyết").fill(NEED)
    page.get_by_label("Mục tiêu").fill("Mỗi tháng về mỗi làng một buổi.")
    press(page, SAVE)
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Giải pháp")).to_be_focused()
    expect(page.get_by_label("Nhu cầu, vấn đề cần giải quyết")).to_have_value(NEED)
    page.get_by_label("Giải pháp").fill("Lập lịch, mang biểu mẫu và máy in về nhà sinh hoạt.")
    row = page.get_by_role("group", name="Chỉ tiêu thứ 1", exact=True)
    row.get_by_label("Chỉ tiêu").fill("Lượt hồ sơ được hướng dẫn")
    row.get_by_label("Đơn vị tính").fill("lượt")
    row.get_by_label("Con số đề ra").fill("600")
    expect_autosaved(page)
    expect_no_sideways_scroll(page)
    press(page, SAVE)


def _means_step(page: Page) -> None:
    """With whom, when, how it is kept up."""
    expect_heading(page, "Phối hợp, nguồn lực, thời gian")
    page.get_by_label("Lực lượng phối hợp").fill("Trưởng làng, chi hội phụ nữ.")
    page.get_by_label("Đối tượng hướng tới").fill("Hộ ở hai làng xa trung tâm xã.")
    page.get_by_label("Cách duy trì, nhân rộng").fill("Giao lịch cho từng làng hằng quý.")
    page.get_by_label("Bắt đầu từ ngày").fill("08/03/2024")
    expect_autosaved(page)
    expect_no_sideways_scroll(page)
    press(page, SAVE)


def _evidence_step(page: Page) -> None:
    """A photo, sent at once."""
    expect_heading(page, "Minh chứng")
    photo = {"name": "buoi-ve-lang.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.get_by_label("Tệp", exact=True).set_input_files([photo])
    page.get_by_label("Nội dung tệp").fill("Buổi hướng dẫn ở làng Leng")
    press(page, "Gửi tệp")
    expect_said(page, "Đã nhận 1 trên 1 tệp.")
    expect_no_sideways_scroll(page)
    follow(page, "Tiếp tục")


def accept_model(page: Page) -> None:
    """From the queue on the admin's first page to the model and its button."""
    open_named(page, "/quan-tri/", MODEL_NAME)
    expect(page.get_by_text(NEED)).to_be_visible()
    press(page, "Tiếp nhận")
    expect_said(page, "Đã tiếp nhận mô hình")


def report_result(page: Page, place: str, figure: str) -> None:
    """Text and figures, sent by the owner from his own page."""
    open_named(page, "/", MODEL_NAME)
    follow(page, "Viết báo cáo kết quả")
    page.get_by_label("Nội dung báo cáo").fill("Đã về hai làng 16 buổi, hồ sơ giải quyết đúng hạn.")
    page.get_by_label(place, exact=True).fill(figure)
    expect_no_sideways_scroll(page)
    press(page, "Gửi báo cáo kết quả")
    expect_said(page, "Đã gửi báo cáo kết quả")


def assess_model(page: Page) -> None:
    """The bloc checks the figure, then marks every quality."""
    open_named(page, "/", MODEL_NAME)
    follow(page, "Kiểm tra số liệu")
    expect_heading(page, "Kiểm tra số liệu")
    page.get_by_label(re.compile("Lượt hồ sơ được hướng dẫn")).fill("623")
    press(page, "Lưu số đã kiểm tra")
    expect_said(page, "Đã ghi 1 số đã kiểm tra")
    follow(page, "Thẩm định")
    expect_heading(page, "Thẩm định mô hình")
    for group in page.get_by_role("group", name=re.compile("^Kết quả: |: kết quả$")).all():
        group.get_by_label("Đạt", exact=True).check()
    for text in page.get_by_label(re.compile("^Căn cứ, lý do: |: căn cứ, lý do")).all():
        text.fill("Đã xem sổ theo dõi và hỏi bà con ở hai làng.")
    page.get_by_label("Kết luận").fill("Mô hình đạt, đề nghị công nhận.")
    press(page, "Ghi kết quả thẩm định")
    expect_said(page, "Đã ghi kết quả thẩm định")


def recognize_model(page: Page) -> None:
    """The chairman lists the model in his decision."""
    open_named(page, "/", MODEL_NAME)
    follow(page, "Công nhận")
    page.wait_for_url("**/quan-tri/**")
    page.get_by_label("Người, cơ quan ban hành").select_option(
        label="Chủ tịch Ủy ban nhân dân xã Tơ Tung"
    )
    page.get_by_label("Số, ký hiệu").fill("112/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill("08/11/2024")
    page.get_by_label("Trích yếu").fill("Công nhận mô hình “Dân vận khéo” năm 2024")
    page.get_by_label("Người ký").select_option(index=1)
    page.get_by_label("Bản chụp").set_input_files([scan_file("112-qd.jpg", "white")])
    page.get_by_label(re.compile("Kết quả của")).select_option(label="Công nhận")
    press(page, "Ghi quyết định")
    expect_said(page, "Đã ghi Quyết định số 112/QĐ-UBND")
    expect(page.get_by_text("Được công nhận").first).to_be_visible()
