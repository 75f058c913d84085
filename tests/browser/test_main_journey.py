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
    award_pages.act_on_dossier(clerk, "Chuyển kiểm tra xong", "Đã kiểm tra xong")

    # The day after the meeting: its hours are over whatever the real time of day is.
    work_on(date(2024, 11, 19))
    award_pages.hold_meeting(clerk, OWNER)
    award_pages.act_on_dossier(clerk, "Ghi nhận kết quả bình xét", "Đã ghi nhận kết quả")
    work_on(date(2024, 11, 20))
    award_pages.sign_dossier(chair)
    papers = award_pages.download_papers(chair, tmp_path)

    proposal = " ".join(page_texts(papers["proposal"]))
    assert "58/TTr-UBND" in proposal
    assert OWNER in proposal
