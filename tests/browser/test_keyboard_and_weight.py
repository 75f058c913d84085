"""Without a mouse, without JavaScript, over a thin line."""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from models_registry.models import DanVanModel
from tests.browser.cast import YearCast, make_year_cast, work_on
from tests.browser.conftest import PHONE
from tests.browser.demo_year import enter_as
from tests.browser.people import expect_heading, log_in, press

pytestmark = pytest.mark.browser

NAME = "Hũ gạo tình làng"
NEED = "Nhiều hộ đơn thân thiếu gạo lúc giáp hạt, chưa có cách giúp nhau thường xuyên."
WEB_LIMIT = 150 * 1024
ADMIN_LIMIT = 250 * 1024
# What the web server never compresses again, as in WHITENOISE_SKIP_COMPRESS_EXTENSIONS.
PACKED = re.compile(r"\.(woff2?|png|jpe?g|webp)$")


@pytest.fixture
def cast(transactional_db, settings, tmp_path) -> YearCast:
    """The commune on a day of its registration window."""
    settings.MEDIA_ROOT = tmp_path
    made = make_year_cast()
    work_on(date(2024, 3, 5))
    return made


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on the control of this accessible name."""
    wanted = page.locator(":focus").and_(
        page.get_by_label(name).or_(page.get_by_role("button", name=name, exact=True))
    )
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.count():
            return
    pytest.fail(f"Phím Tab không tới được “{name}”.")


@pytest.mark.parametrize("browser_page", [PHONE], indirect=True)
def test_the_first_step_is_written_with_the_keyboard_alone(cast, browser_page):
    page = log_in(browser_page, "tuphap")
    page.goto("/mo-hinh/bat-dau/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Tới nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "Tên mô hình")
    page.keyboard.type(NAME)
    tab_to(page, "Bắt đầu")
    page.keyboard.press("Enter")
    expect_heading(page, "Tên và người tham gia")

    tab_to(page, "Của tập thể")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Của cá nhân: Lương Thị Ngát")).to_be_checked()
    tab_to(page, "Lưu và tiếp tục")
    page.keyboard.press("Enter")

    expect_heading(page, "Nội dung và địa bàn")
    model = DanVanModel.objects.get()
    assert (model.name, model.individual, model.state) == (NAME, cast.owner.individual, "draft")


def test_a_refused_form_leads_the_keyboard_to_its_field(cast, browser_page):
    page = log_in(browser_page, "tuphap")
    page.goto("/mo-hinh/bat-dau/")
    press(page, "Bắt đầu")

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Lỗi: "))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field = page.get_by_label("Tên mô hình")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby").split()
    words = " ".join(page.locator(f"#{part}").inner_text() for part in described)
    assert "Nhập tên mô hình." in words


def test_a_model_is_registered_and_sent_without_javascript(cast, open_page):
    page = log_in(open_page(PHONE, javascript=False), "tuphap")
    page.goto("/mo-hinh/bat-dau/")
    page.get_by_label("Tên mô hình").fill(NAME)
    press(page, "Bắt đầu")
    page.get_by_label("Của cá nhân: Lương Thị Ngát").check()
    press(page, "Lưu và tiếp tục")
    page.get_by_label("Sáng kiến, cải cách hành chính").first.check()
    page.get_by_role("checkbox", name="làng Leng", exact=True).check()
    press(page, "Lưu và tiếp tục")
    page.get_by_label("Nhu cầu, vấn đề cần giải quyết").fill(NEED)
    page.get_by_label("Mục tiêu").fill("Mỗi tháng mỗi hộ góp một nắm gạo.")
    page.get_by_label("Giải pháp").fill("Chi hội thu, ghi sổ, công khai.")
    press(page, "Lưu và tiếp tục")
    page.get_by_label("Bắt đầu từ ngày").fill("08/03/2024")
    press(page, "Lưu và tiếp tục")
    page.get_by_role("link", name="Tiếp tục", exact=True).click()
    press(page, "Gửi đăng ký")

    expect(page.get_by_text("Chờ tiếp nhận").first).to_be_visible()
    assert DanVanModel.objects.get().state == "submitted"


class Weight:
    """Bytes over the wire of one first view, compressed as the web server does it."""

    def __init__(self, page: Page) -> None:
        self.parts: dict[str, int] = {}
        page.on("response", self.add)

    def add(self, answer: Response) -> None:
        if answer.status == 200 and answer.url.startswith("http"):
            body = answer.body()
            packed = bool(PACKED.search(answer.url))
            self.parts[answer.url] = len(body) if packed else len(gzip.compress(body, 9))

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    def __str__(self) -> str:
        rows = sorted(self.parts.items(), key=lambda row: -row[1])
        return "\n".join(f"{size:7d} {Path(url).name or url}" for url, size in rows)


@pytest.mark.parametrize(
    ("path", "account", "limit"),
    [
        ("/", "vanphong", WEB_LIMIT),
        ("/mo-hinh/", "tuphap", WEB_LIMIT),
        ("/mo-hinh/bat-dau/", "tuphap", WEB_LIMIT),
        ("/quan-tri/", "vanphong", ADMIN_LIMIT),
        ("/quan-tri/models_registry/danvanmodel/", "vanphong", ADMIN_LIMIT),
    ],
)
def test_a_first_view_weighs_no_more_than_promised(
    cast, open_page, live_server, path, account, limit
):
    page = enter_as(open_page(), account, live_server.url)
    weight = Weight(page)
    page.goto(path, wait_until="networkidle")

    assert weight.total <= limit, str(weight)
    assert any(url.endswith(".woff2") for url in weight.parts), "không thấy phông chữ nào"
