"""One year of the movement in a real browser, from a phone in a village to the printed dossier."""

from __future__ import annotations

from datetime import date

import pytest

from tests.awards.pdf_text import page_texts
from tests.browser import award_pages, model_pages
from tests.browser.cast import make_year_cast, work_on
from tests.browser.conftest import PHONE
from tests.browser.people import log_in

pytestmark = pytest.mark.browser

OWNER = "Lương Thị Ngát"
# Rows of the bundle's contents, the page each begins on, and what stands there.
BUNDLE = (
    ("1 Tờ trình số 58/TTr-UBND", 2, "TỜ TRÌNH"),
    ("2 Biên bản họp xét khen thưởng số 07/BB-HĐTĐKT", 6, "BIÊN BẢN"),
    (f"3 Phiếu đánh giá theo Mục IV – {OWNER}", 8, "PHIẾU ĐÁNH GIÁ"),
    (f"4 Báo cáo thành tích – {OWNER}", 10, "BÁO CÁO THÀNH TÍCH"),
    ("5 Quyết định số 112/QĐ-UBND ngày 08/11/2024", 12, ""),
    (f"6 Báo cáo kết quả mô hình “{model_pages.MODEL_NAME}”", 13, "BÁO CÁO"),
    ("7 Văn bản xếp loại năm số 97/TB-UBND ngày 12/11/2024", 14, ""),
)


@pytest.fixture
def cast(transactional_db, settings, tmp_path):
    """The commune on a day of its registration window; uploads go to a scratch folder."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    made = make_year_cast()
    work_on(date(2024, 3, 5))
    return made


def test_one_year_from_registration_to_the_dossier(cast, open_page, tmp_path):
    owner = log_in(open_page(PHONE), "tuphap")
    model_pages.register_model(owner, OWNER)
    clerk = log_in(open_page(), "vanphong")
    model_pages.accept_model(clerk)

    work_on(date(2024, 10, 25))
    model_pages.report_result(owner, "làng Leng", "623")
    bloc = log_in(open_page(), "danvan")
    model_pages.assess_model(bloc)
    chair = log_in(open_page(), "chutich")
    work_on(date(2024, 11, 8))
    model_pages.recognize_model(chair)

    work_on(date(2024, 11, 15))
    award_pages.evaluate(clerk, OWNER)
    award_pages.nominate(clerk)
    award_pages.act_on_nomination(bloc, OWNER, "Thống nhất đề nghị", "thống nhất")
    award_pages.act_on_nomination(chair, OWNER, "Đưa ra bình xét", "bình xét")
    award_pages.write_report(owner, OWNER)
    award_pages.confirm_report(chair)
    award_pages.make_dossier(clerk)
    award_pages.check_dossier(clerk)

    # The day after the meeting: its hours are over whatever the real time of day is.
    work_on(date(2024, 11, 19))
    award_pages.hold_meeting(clerk, OWNER)
    award_pages.appraise_dossier(clerk)
    work_on(date(2024, 11, 20))
    award_pages.sign_dossier(chair)
    papers = award_pages.download_papers(chair, tmp_path)

    proposal = " ".join(page_texts(papers["proposal"]))
    for words in (
        "Số: 58/TTr-UBND Tơ Tung, ngày 20 tháng 11 năm 2024 TỜ TRÌNH",
        "tặng Giấy khen cho 01 (một) cá nhân đã có thành tích xuất sắc",
        f"- {OWNER}, Công chức Tư pháp",
        "Biên bản số 07/BB-HĐTĐKT ngày 18 tháng 11 năm 2024",
        f"I. CÁ NHÂN: 01 (một) cá nhân 1 {OWNER}",
        "Lượt hồ sơ được hướng dẫn: 623 lượt",
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Nguyễn Văn Chủ",
    ):
        assert words in proposal

    pages = page_texts(papers["bundle"])
    for row, page, words in BUNDLE:
        assert f"{row} {page} " in pages[0]
        assert words in pages[page - 1]
    minutes = " ".join(pages[5:7])
    assert "vắng 01: Hà Văn Sổ (lý do: Đi công tác)" in minutes
    assert "tán thành 04, không tán thành 0" in minutes
    assert len(pages) == 14
