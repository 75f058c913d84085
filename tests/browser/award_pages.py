"""The way of one nominee through the pages: evaluation, nomination, report, meeting, dossier."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.people import (
    expect_heading,
    expect_said,
    follow,
    open_named,
    press,
    scan_file,
)

AWARD = "Giấy khen của Chủ tịch Ủy ban nhân dân huyện Kbang"


def evaluate(page: Page, name: str) -> None:
    """Open the sheet from the year's table, mark what a person judges, conclude."""
    page.goto("/quan-tri/awards/evaluation/bang/")
    press(page, f"Mở phiếu cho {name}")
    for group in page.get_by_role("group", name=re.compile("Kết quả")).all():
        group.get_by_label("Đạt", exact=True).check()
    for text in page.get_by_label(re.compile("Lý do")).all():
        text.fill("Theo nhận xét của Đảng ủy và sổ theo dõi công việc.")
    press(page, "Lưu kết quả đánh giá")
    expect_said(page, "Đã lưu kết quả đánh giá")
    press(page, "Kết luận")
    expect_said(page, "Đã kết luận phiếu đánh giá")


def nominate(page: Page) -> None:
    """From the concluded sheet: only what is open can be proposed."""
    row = page.get_by_role("listitem").filter(has_text=AWARD)
    row.get_by_role("link", name="Đề xuất").click()
    press(page, "Đề xuất")
    expect_said(page, "Đã đề xuất")


def act_on_nomination(page: Page, name: str, button: str, said: str) -> None:
    """One button on the reading page of the nomination."""
    open_named(page, "/khen-thuong/de-nghi/", name)
    press(page, button)
    expect_said(page, said)


def write_report(page: Page, name: str) -> None:
    """The nominee writes on the phone, autosaved, then sends."""
    open_named(page, "/khen-thuong/de-nghi/", name)
    press(page, "Viết báo cáo thành tích")
    text = page.get_by_label("Thành tích đạt được")
    expect(text).to_have_value(re.compile("Tư pháp về làng"))
    page.get_by_label("Biện pháp, nguyên nhân").fill("Lập lịch từng làng, làm tại chỗ.")
    expect(page.get_by_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))).to_be_visible()
    press(page, "Lưu và xem lại")
    press(page, "Gửi báo cáo thành tích")
    expect_said(page, "Đã gửi")


def confirm_report(page: Page) -> None:
    """The head of the unit confirms."""
    page.goto("/khen-thuong/bao-cao-thanh-tich/")
    page.get_by_role("table").get_by_role("link").first.click()
    follow(page, "Xác nhận báo cáo")
    page.get_by_label("Ngày xác nhận").fill("15/11/2024")
    press(page, "Xác nhận báo cáo")
    expect_said(page, "Đã xác nhận")


def hold_meeting(page: Page, name: str) -> None:
    """The secretary of the council writes everything down."""
    page.goto("/khen-thuong/hop/moi/")
    page.get_by_label("Ngày họp").fill("18/11/2024")
    page.get_by_label("Giờ bắt đầu").fill("14:00")
    page.get_by_label("Địa điểm").fill("Hội trường UBND xã")
    press(page, "Lập cuộc họp")
    expect_said(page, "Đã lập cuộc họp")
    follow(page, "Ghi có mặt, vắng mặt")
    absent = page.get_by_role("group", name=re.compile("Hà Văn Sổ"))
    absent.get_by_label("Vắng mặt").check()
    page.get_by_label("Lý do vắng: Hà Văn Sổ").fill("Đi công tác")
    press(page, "Lưu có mặt, vắng mặt")
    expect_said(page, "Đã ghi thành viên có mặt")
    page.get_by_role("link", name=re.compile("Ghi số phiếu")).first.click()
    expect(page.get_by_text("Có mặt 4 thành viên")).to_be_visible()
    page.get_by_label("Số phiếu tán thành").fill("4")
    page.get_by_label("Số phiếu không tán thành").fill("0")
    press(page, "Ghi số phiếu")
    expect(page.get_by_role("rowheader", name=re.compile(name))).to_be_visible()
    follow(page, "Khóa kiểm phiếu")
    page.get_by_label("Giờ kết thúc").fill("15:10")
    press(page, "Khóa kiểm phiếu")
    expect_said(page, "Đã khóa kiểm phiếu")
    follow(page, "Ban hành biên bản")
    page.get_by_label("Số biên bản").fill("07/BB-HĐTĐKT")
    press(page, "Ban hành biên bản")
    expect_said(page, "Đã ban hành biên bản")
    expect(page.get_by_text("07/BB-HĐTĐKT").first).to_be_visible()


def make_dossier(page: Page) -> None:
    """Create it, put the nominee and the rating paper in."""
    page.goto("/quan-tri/awards/dossier/")
    follow(page, "Lập hồ sơ")
    page.get_by_label(AWARD).check()
    press(page, "Lập hồ sơ")
    expect_heading(page, AWARD)
    follow(page, "Thêm đối tượng")
    page.get_by_role("group", name="Đối tượng").get_by_role("checkbox").first.check()
    press(page, "Thêm vào hồ sơ")
    row = page.get_by_role("listitem").filter(has_text="Văn bản xếp loại năm")
    row.get_by_role("link", name=re.compile("Tải lên")).click()
    page.get_by_label("Số văn bản").fill("97/TB-UBND")
    page.get_by_label("Ngày văn bản").fill("12/11/2024")
    page.get_by_label(re.compile(r"^Bản chụp \(không")).set_input_files(
        [scan_file("xep-loai.jpg", "ivory")]
    )
    press(page, "Thêm tệp")
    expect_said(page, "Đã thêm")


def check_dossier(page: Page) -> None:
    """The clerk finds it complete: one button on the workbench."""
    _open_dossier(page)
    press(page, "Chuyển kiểm tra xong")
    expect_said(page, "Đã kiểm tra xong")


def appraise_dossier(page: Page) -> None:
    """The secretary of the council takes over the votes: a page with one button."""
    _open_dossier(page)
    follow(page, "Ghi nhận kết quả bình xét")
    press(page, "Ghi nhận kết quả bình xét")
    expect_said(page, "Đã ghi nhận kết quả bình xét")


def _open_dossier(page: Page) -> None:
    page.goto("/quan-tri/awards/dossier/")
    page.get_by_role("link", name="HS-2024-01").click()
    expect_heading(page, AWARD)


def sign_dossier(page: Page) -> None:
    """The chairman signs the tờ trình with its number."""
    page.goto("/khen-thuong/ho-so/")
    page.get_by_role("table").get_by_role("link").first.click()
    follow(page, "Ký tờ trình")
    page.get_by_label("Số, ký hiệu").fill("58/TTr-UBND")
    page.get_by_label("Ngày ký").fill("20/11/2024")
    press(page, "Ký tờ trình")
    expect_said(page, "Đã ký tờ trình số 58/TTr-UBND")


def download_papers(page: Page, folder: Path) -> dict[str, bytes]:
    """The tờ trình as issued and the whole bundle, from the page that shows the paper."""
    follow(page, "Tờ trình và phụ lục")
    expect_heading(page, "Tờ trình và phụ lục")
    expect(page.get_by_role("img", name="Trang 1 của Tờ trình")).to_be_visible()
    return {
        "proposal": _download(page, re.compile("^Tải PDF (?!trọn)"), folder),
        "bundle": _download(page, re.compile("^Tải PDF trọn bộ hồ sơ"), folder),
    }


def _download(page: Page, link: re.Pattern[str], folder: Path) -> bytes:
    """The file behind the link of this name."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link).first.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path.read_bytes()
