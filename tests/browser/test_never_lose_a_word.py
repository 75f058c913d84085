"""A village head on a slow line: cut in the middle, signed out before sending, nothing lost."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dandvan.roles import Role
from models_registry.models import DanVanModel, Submission
from models_registry.services.registration import save_draft
from tests.browser.cast import PASSWORD, _official, make_year_cast, work_on
from tests.browser.conftest import PHONE
from tests.browser.model_pages import SAVE, expect_no_sideways_scroll
from tests.browser.people import expect_heading, log_in, press

pytestmark = pytest.mark.browser

NAME = "Con đường hoa làng Leng"
HEAD = "Đinh Văn Mẫu"
NEED = "Đường vào làng lầy lội mùa mưa, trẻ em đi học khó, xe công nông không vào được."
GOAL = "Đến tháng 9 có 500 m đường trồng hoa, rào gỗ."
LATE_WORDS = "Mỗi hộ góp hai công, họp làng chọn đoạn làm trước."
# 2G at the edge of a village: what Chromium's own tools call slow.
SLOW = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture
def cast(transactional_db, settings, tmp_path):
    """The commune on a day of its registration window, with a village head."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    made = make_year_cast()
    work_on(date(2024, 3, 5))
    title = "Trưởng làng"
    made.head = _official(made.commune, "truonglang", HEAD, title, Role.PARTICIPANT)
    return made


class Line:
    """The line of one page: slow, and cut when the test says so."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.set(offline=False)

    def set(self, *, offline: bool) -> None:
        """Cut it, or give it back as slow as it was."""
        self.session.send("Network.emulateNetworkConditions", {"offline": offline, **SLOW})


def photo(name: str, color: str) -> dict[str, object]:
    """A photo larger than what is kept: 3000 pixels a side, well over 400 KB."""
    stream = io.BytesIO()
    plain = Image.new("RGB", (3000, 2250), color)
    grain = Image.effect_noise((750, 560), 60).resize(plain.size).convert("RGB")
    Image.blend(plain, grain, 0.15).save(stream, "JPEG", quality=92)
    return {"name": name, "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def first_two_steps(page: Page) -> DanVanModel:
    """Name, owner, content and village."""
    page.goto("/mo-hinh/bat-dau/")
    page.get_by_label("Tên mô hình").fill(NAME)
    press(page, "Bắt đầu")
    expect_heading(page, "Tên và người tham gia")
    page.get_by_label(f"Của cá nhân: {HEAD}").check()
    press(page, SAVE)
    expect_heading(page, "Nội dung và địa bàn")
    page.get_by_label("Sáng kiến, cải cách hành chính").first.check()
    page.get_by_role("checkbox", name="làng Leng", exact=True).check()
    press(page, SAVE)
    expect_heading(page, "Nhu cầu, mục tiêu, giải pháp")
    return DanVanModel.objects.get()


def kept_texts(page: Page) -> list[str]:
    """What this browser keeps."""
    return page.evaluate(
        "Object.keys(localStorage).filter(k => k.startsWith('ban-nhap:')).map(k => localStorage[k])"
    )


def test_words_survive_a_cut_line_and_an_ended_session(cast, open_page, watch):
    watch.expected = ["net::ERR_INTERNET_DISCONNECTED", "401", "403"]
    page = log_in(open_page(PHONE), "truonglang")
    line = Line(page)
    model = first_two_steps(page)

    page.get_by_label("Nhu cầu, vấn đề cần giải quyết").fill(NEED)
    expect(page.get_by_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))).to_be_visible()
    line.set(offline=True)
    page.get_by_label("Mục tiêu").fill(GOAL)
    page.get_by_label("Giải pháp").fill(LATE_WORDS)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Mất mạng, chưa lưu được lên máy chủ.")
    expect(alert).to_contain_text("được giữ trên máy này")
    press(page, SAVE)
    expect(alert).to_contain_text("Mất mạng, chưa gửi được. Khi có mạng, bấm gửi lại.")
    expect_heading(page, "Nhu cầu, mục tiêu, giải pháp")
    expect_no_sideways_scroll(page)
    model.refresh_from_db()
    assert (model.need, model.goal) == (NEED, "")

    # The session ends while the line is away; when it is back, the browser says so.
    page.context.clear_cookies()
    line.set(offline=False)
    expect(alert).to_contain_text("Phiên đăng nhập đã kết thúc, chưa lưu được lên máy chủ.")
    press(page, SAVE)
    expect(alert).to_contain_text("Đăng nhập lại, phần đang gõ sẽ hiện ra để dùng tiếp.")
    alert.get_by_role("link", name="Đăng nhập lại").click()
    page.get_by_label("Tên đăng nhập").fill("truonglang")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")

    expect_heading(page, "Nhu cầu, mục tiêu, giải pháp")
    offer = page.get_by_role("region", name="Hai bản của trang này")
    expect(offer).to_contain_text(re.compile(r"Bản trên máy này: gõ lúc \d\d:\d\d ngày 05/03/2024"))
    expect(offer).to_contain_text("mới hơn, đang hiện bên dưới")
    expect(page.get_by_label("Giải pháp")).to_have_value(LATE_WORDS)
    press(page, SAVE)
    expect(alert).to_contain_text("Chọn một trong hai bản")
    offer.get_by_role("button", name="Dùng bản trên máy này").click()
    expect(page.get_by_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))).to_be_visible()
    model.refresh_from_db()
    assert (model.goal, model.solutions) == (GOAL, LATE_WORDS)
    assert kept_texts(page) == []

    press(page, SAVE)
    expect_heading(page, "Phối hợp, nguồn lực, thời gian")
    page.get_by_label("Bắt đầu từ ngày").fill("08/03/2024")
    press(page, SAVE)
    expect_heading(page, "Minh chứng")
    two_photos_and_a_wrong_file(page)
    assert [row.original_name for row in model.attachments.all()] == ["duong.jpg", "hoa.jpg"]

    page.get_by_role("link", name="Tiếp tục", exact=True).click()
    expect_heading(page, "Xem lại và gửi")
    page.get_by_role("button", name="Gửi đăng ký").dblclick()
    expect_heading(page, f"Đã nhận đăng ký “{NAME}”")
    expect_no_sideways_scroll(page)
    hand_in = Submission.objects.get()
    expect(page.get_by_text(hand_in.sha256)).to_be_visible()
    expect(page.get_by_text("02 tệp: duong.jpg; hoa.jpg")).to_be_visible()
    assert (hand_in.text_of("goal"), hand_in.text_of("solutions")) == (GOAL, LATE_WORDS)
    assert hand_in.dv_model.transitions.filter(edge="submit").count() == 1
    assert kept_texts(page) == []


def test_words_survive_a_closed_browser_and_leave_with_the_person(cast, open_page, watch):
    watch.expected = ["net::ERR_INTERNET_DISCONNECTED"]
    first = log_in(open_page(PHONE), "truonglang")
    model = first_two_steps(first)
    address, context = first.url, first.context
    line = Line(first)
    line.set(offline=True)
    first.get_by_label("Mục tiêu").fill(GOAL)
    expect(first.get_by_role("alert")).to_contain_text("được giữ trên máy này")
    first.close()

    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Mục tiêu")).to_have_value(GOAL)
    offer = page.get_by_role("region", name="Hai bản của trang này")
    offer.get_by_role("button", name="Dùng bản đã lưu").click()
    expect(page.get_by_label("Mục tiêu")).to_have_value("")
    assert kept_texts(page) == []

    page.get_by_label("Giải pháp").fill(LATE_WORDS)
    assert len(kept_texts(page)) == 1
    page.on("dialog", lambda asked: asked.accept())
    page.get_by_text("Trang khác").click()
    page.get_by_role("button", name="Đăng xuất").last.click()
    expect_heading(page, "Đăng nhập")
    assert kept_texts(page) == []
    model.refresh_from_db()
    assert model.goal == ""


def test_colleague_who_saved_meanwhile_and_the_choice_between_both(cast, open_page):
    page = log_in(open_page(PHONE), "truonglang")
    model = first_two_steps(page)
    values = {"goal": "Bản của văn phòng"}
    save_draft(user=cast.clerk, model_id=model.pk, version=None, values=values)
    page.get_by_label("Nhu cầu, vấn đề cần giải quyết").fill(NEED)
    page.get_by_label("Mục tiêu").fill(GOAL)
    page.get_by_label("Giải pháp").fill(LATE_WORDS)
    press(page, SAVE)

    group = page.get_by_role("group", name="Mục tiêu")
    expect(group).to_contain_text("Bản của văn phòng")
    expect(group).to_contain_text(GOAL)
    expect_no_sideways_scroll(page)
    group.get_by_label("Bản đã lưu").check()
    for name in ("Nhu cầu, vấn đề cần giải quyết", "Giải pháp"):
        page.get_by_role("group", name=name).get_by_label("Bản vừa nhập").check()
    press(page, SAVE)
    expect_heading(page, "Phối hợp, nguồn lực, thời gian")
    model.refresh_from_db()
    assert (model.goal, model.solutions) == ("Bản của văn phòng", LATE_WORDS)


def two_photos_and_a_wrong_file(page: Page) -> None:
    """Chosen together; each has its line, the photos go up small."""
    sizes: list[int] = []
    page.on(
        "request",
        lambda asked: (
            sizes.append(len(asked.post_data_buffer or b"")) if asked.method == "POST" else None
        ),
    )
    wrong = {"name": "ban-do.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(300)}
    chosen = [photo("duong.jpg", "green"), wrong, photo("hoa.jpg", "pink")]
    page.get_by_label("Tệp", exact=True).set_input_files(chosen)
    press(page, "Gửi tệp")
    expect(page.get_by_text("Đã nhận 2 trên 3 tệp.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Tệp “ban-do.pdf” không phải PDF")).to_be_visible()
    expect(page.get_by_role("link", name="hoa.jpg").first).to_be_visible()
    largest = max(len(row["buffer"]) for row in chosen)
    assert max(sizes) < largest / 2, (sizes, largest)
