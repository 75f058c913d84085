"""Reviews of a year: figures as of a day, words by rule, the paper issued with its figures."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.domain.review_figures import (
    Cell,
    Line,
    ReviewFigures,
    ReviewTable,
    differences,
    from_json,
    share,
    to_json,
)
from awards.domain.review_text import SECTION_KEYS, draft_texts
from awards.models import PeriodReview, YearTarget
from awards.queries_review import default_day, live_figures, year_before
from awards.reports.period_review import draw_bars
from awards.services.period_review import (
    issue_review,
    make_review,
    redraft,
    reopen_review,
    save_texts,
)
from awards.services.year_targets import set_targets
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from models_registry.enums import DocumentKind
from models_registry.models import EmulationYear, User
from models_registry.services.files import store_file
from models_registry.services.paper_trace import PaperTrace
from tests.awards.web_cast import WebCast, make_web_cast, on
from tests.factories import make_draft
from tests.models_registry.model_steps import (
    accepted_model,
    make_decision,
    recognized_model,
    submitted_model,
)

INTERIM_DAY = datetime.date(2024, 6, 28)
NOVEMBER = datetime.date(2024, 11, 20)


@pytest.fixture
def cast(commune, year) -> WebCast:
    commune.agency_symbol = "UBND"
    commune.save(update_fields=["agency_symbol"])
    return make_web_cast(commune, year)


def full_year(cast: WebCast) -> EmulationYear:
    """The year with its plan and commune, as the figures want it."""
    return EmulationYear.objects.select_related("plan__commune").get(pk=cast.year.pk)


def with_models(cast: WebCast) -> dict[str, int]:
    """A draft, a sent, an accepted and a recognized model; the numbers of each."""
    owner, clerk, year = cast.nominee, cast.clerk, cast.year
    with on(20):
        decision = make_decision(clerk, cast.award_kind.authority, cast.signer)
    with on(4, month=3):
        draft = make_draft(owner, year, name="Nháp")
    return {
        "draft": draft.pk,
        "submitted": submitted_model(owner, year, name="Gửi").pk,
        "accepted": accepted_model(owner, clerk, year, name="Nhận").pk,
        "recognized": recognized_model(owner, clerk, year, decision, name="Xong").pk,
    }


def final_review(cast: WebCast) -> PeriodReview:
    with on(20, 10):
        return make_review(user=cast.clerk, year=cast.year, kind="final")


def worded(cast: WebCast, review: PeriodReview) -> PeriodReview:
    with on(20, 11):
        texts = dict.fromkeys(SECTION_KEYS, "- Một ý.")
        return save_texts(user=cast.clerk, review_id=review.pk, texts=texts)


def scan_of(user: User):
    stream = io.BytesIO()
    with pikepdf.new() as sheet:
        sheet.add_blank_page()
        sheet.save(stream)
    return store_file(user=user, upload=SimpleUploadedFile("bc.pdf", stream.getvalue()))


def issued(cast: WebCast, review: PeriodReview, number: str = "85/BC-UBND") -> PeriodReview:
    with on(20, 12):
        paper = PaperTrace(cast.signer, number, NOVEMBER, scan_of(cast.clerk))
        return issue_review(
            user=cast.clerk,
            review_id=review.pk,
            number_text=number,
            date=NOVEMBER,
            signer=cast.signer,
            paper=paper,
        )


class TestFigures:
    def test_models_count_by_what_they_reached(self, cast):
        pks = with_models(cast)

        with on(20, 13):
            figures = live_figures(full_year(cast), "final", NOVEMBER)

        reached = {
            key: figures.cell("summary", key).models
            for key in ("entered", "sent", "accepted", "recognized")
        }
        assert reached == {
            "entered": tuple(sorted(pks.values())),
            "sent": (pks["submitted"], pks["accepted"], pks["recognized"]),
            "accepted": (pks["accepted"], pks["recognized"]),
            "recognized": (pks["recognized"],),
        }
        assert figures.cell("summary", "rate").text == "50%"

    def test_an_interim_review_does_not_know_what_came_later(self, cast):
        with_models(cast)

        with on(20, 13):
            figures = live_figures(full_year(cast), "interim", INTERIM_DAY)

        assert figures.until == INTERIM_DAY
        assert figures.number("summary", "recognized") == 0

    def test_the_number_of_queries_does_not_grow_with_the_rows(
        self, cast, django_assert_max_num_queries
    ):
        year = full_year(cast)
        with on(20, 13), django_assert_max_num_queries(36) as few:
            live_figures(year, "final", NOVEMBER)
        with_models(cast)
        year = full_year(cast)
        with on(20, 13), django_assert_max_num_queries(36) as more:
            live_figures(year, "final", NOVEMBER)
        assert len(more) - len(few) <= 4

    def test_a_target_says_how_much_is_missing(self, cast):
        with_models(cast)
        with on(20, 13):
            set_targets(user=cast.clerk, year=cast.year, values={"registered": 3, "recognized": 4})
            figures = live_figures(full_year(cast), "final", NOVEMBER)

        cells = {key: figures.table("summary").line(key).cells for key in ("sent", "recognized")}
        assert [cell.text for cell in cells["sent"][2:]] == ["3", "đạt"]
        assert [cell.text for cell in cells["recognized"][2:]] == ["4", "thiếu 3"]

    def test_what_is_kept_comes_back_the_same(self, cast):
        with_models(cast)
        with on(20, 13):
            figures = live_figures(full_year(cast), "final", NOVEMBER)

        assert from_json(to_json(figures)) == figures
        assert differences(figures, figures) == ()

    def test_a_day_a_year_earlier_knows_leap_years(self):
        assert year_before(datetime.date(2024, 2, 29)) == datetime.date(2023, 2, 28)

    def test_the_day_of_a_review_comes_from_the_calendar(self, cast):
        assert default_day(cast.year, "interim") == datetime.date(2024, 6, 30)
        cast.year.windows.create(
            code="TK",
            kind="final_review",
            name="Tổng kết",
            starts=datetime.date(2024, 12, 2),
            ends=datetime.date(2024, 12, 20),
        )
        assert default_day(cast.year, "final") == datetime.date(2024, 12, 20)


def table(*lines: Line) -> ReviewTable:
    return ReviewTable("t", "Bảng", "Dòng", ("Số", "Tỷ lệ"), lines, bars=(0,))


def figures_with(*lines: Line) -> ReviewFigures:
    return ReviewFigures(2024, "final", NOVEMBER, (table(*lines),))


class TestPure:
    def test_differences_name_table_row_and_both_numbers(self):
        old = figures_with(Line("a", "A", (Cell("5", 5), Cell("–"))), Line("b", "B", ()))
        new = figures_with(Line("a", "A", (Cell("6", 6), Cell("–"))), Line("c", "C", ()))

        assert differences(old, new) == (
            "Bảng, “A”, số: 5 → nay 6.",
            "Bảng: “B” nay không còn.",
            "Bảng: nay thêm “C”.",
        )

    def test_share_of_nothing_is_a_dash(self):
        assert share(0, 0) == Cell("–")
        assert share(5, 11).text == "45,5%"

    def test_bars_are_as_long_as_their_numbers(self):
        lines = (
            Line("a", "A", (Cell("4", 4), Cell("–"))),
            Line("b", "B", (Cell("1", 1), Cell(""))),
        )

        chart = draw_bars(table(*lines))

        widths = [float(bar.width) for group in chart.groups for bar in group.bars]
        assert widths == [82.0, 20.5]
        assert draw_bars(table(Line("a", "A", (Cell("0", 0), Cell("–"))))) is None


class TestPaper:
    def test_a_new_review_is_worded_by_its_figures(self, cast):
        with_models(cast)

        review = final_review(cast)

        first = review.texts["results"].splitlines()[0]
        assert first == (
            "Năm 2024 có 03 mô hình gửi đăng ký, 02 mô hình được tiếp nhận; đã công nhận "
            "01 mô hình, đạt 50% số đã tiếp nhận."
        )
        assert review.texts["causes"] == ""
        assert [row.act for row in review.events.all()] == ["made"]

    def test_only_the_clerk_makes_one_and_only_once_a_year(self, cast):
        with on(20), pytest.raises(NotAllowed):
            make_review(user=cast.chair, year=cast.year, kind="final")
        final_review(cast)
        with on(20), pytest.raises(DomainError, match="đã có báo cáo tổng kết"):
            make_review(user=cast.clerk, year=cast.year, kind="final")

    def test_a_stale_form_overwrites_nothing(self, cast):
        review = worded(cast, final_review(cast))

        with on(20), pytest.raises(StaleRecord):
            save_texts(user=cast.clerk, review_id=review.pk, texts={"done": "Mới"}, version=1)

        review.refresh_from_db()
        assert review.texts["done"] == "- Một ý."

    def test_drafting_anew_takes_only_the_chosen_sections(self, cast):
        with_models(cast)
        review = worded(cast, final_review(cast))

        with on(20, 13):
            review = redraft(user=cast.clerk, review_id=review.pk, sections=["results"])

        fresh = draft_texts(live_figures(full_year(cast), "final", review.date))
        assert review.texts["results"] == fresh["results"]
        assert review.texts["weak"] == "- Một ý."
        assert review.events.get(act="edited").texts["results"] == "- Một ý."

    def test_an_empty_section_is_named_at_issuing(self, cast):
        review = final_review(cast)

        with pytest.raises(DomainError) as refused:
            issued(cast, review)

        assert "Viết phần “Nguyên nhân” trước khi ban hành." in refused.value.reasons
        review.refresh_from_db()
        assert review.document is None

    def test_issuing_keeps_paper_and_figures(self, cast):
        pks = with_models(cast)
        review = issued(cast, worded(cast, final_review(cast)))

        assert str(review.document.paper) == "85/BC-UBND"
        assert review.document.kind == DocumentKind.PERIOD_REVIEW
        kept = from_json(review.figures)
        assert kept.cell("summary", "recognized").models == (pks["recognized"],)
        with on(20, 14):
            submitted_model(cast.nominee, cast.year, name="Thêm")
            now = live_figures(full_year(cast), "final", review.date)
        assert "Kết quả chung, “Mô hình đã gửi đăng ký”, năm nay: 3 → nay 4." in differences(
            kept, now
        )

    def test_an_issued_paper_is_not_edited(self, cast):
        review = issued(cast, worded(cast, final_review(cast)))

        with on(20, 13), pytest.raises(DomainError, match="đã ban hành"):
            save_texts(user=cast.clerk, review_id=review.pk, texts={"done": "Khác"})
        with pytest.raises(DomainError, match="đã ban hành rồi"):
            issued(cast, review, "86/BC-UBND")

    def test_a_reopened_paper_is_replaced_by_the_next(self, cast):
        review = issued(cast, worded(cast, final_review(cast)))
        first = review.document
        with on(20, 13):
            with pytest.raises(DomainError, match="Ghi lý do"):
                reopen_review(user=cast.clerk, review_id=review.pk, note=" ")
            reopen_review(user=cast.clerk, review_id=review.pk, note="Sai số liệu")

        review = issued(cast, review, "86/BC-UBND")

        assert review.document.replaces == first
        assert [row.act for row in review.events.all()] == [
            "made",
            "edited",
            "issued",
            "reopened",
            "issued",
        ]

    def test_a_former_target_stays_on_record(self, cast):
        with on(20):
            set_targets(user=cast.clerk, year=cast.year, values={"registered": Decimal(12)})
            set_targets(user=cast.clerk, year=cast.year, values={"registered": Decimal(15)})
            with pytest.raises(DomainError, match="không quá 100%"):
                set_targets(user=cast.clerk, year=cast.year, values={"participation": 101})

        rows = YearTarget.objects.order_by("id")
        assert [(row.value, row.is_current) for row in rows] == [
            (Decimal(12), False),
            (Decimal(15), True),
        ]
