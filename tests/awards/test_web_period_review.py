"""Reviews on the web: made, read with the rows behind each figure, worded, issued, in Excel."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from awards.domain.review_text import SECTION_KEYS
from awards.models import PeriodReview
from awards.services.period_review import save_texts
from models_registry.services.participation import register_oneself
from tests.awards.test_period_review import cast, final_review, issued, with_models, worded
from tests.awards.web_cast import WebCast, on

__all__ = ["cast"]
LIST = reverse("awards:period_review_list")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, review: PeriodReview) -> str:
    return reverse(f"awards:period_review{name}", args=[review.pk])


def texts(review: PeriodReview, **given) -> dict:
    data = {"version": review.version, "date": "20/12/2024", "act": "submit"}
    return {**data, **dict.fromkeys(SECTION_KEYS, "- Một ý."), **given}


def pdf() -> SimpleUploadedFile:
    stream = io.BytesIO()
    with pikepdf.new() as sheet:
        sheet.add_blank_page()
        sheet.save(stream)
    return SimpleUploadedFile("bao-cao.pdf", stream.getvalue())


class TestMaking:
    def test_the_clerk_makes_one_in_a_single_step(self, cast):
        client = signed_in(cast.clerk)
        data = {"year": cast.year.pk, "kind": "interim", "date": "", "once": "a1"}

        with on(20):
            first = client.post(LIST, data)
            second = client.post(LIST, data)

        review = PeriodReview.objects.get()
        assert review.date == datetime.date(2024, 6, 30)
        assert (first.url, second.url) == (page("", review), page("", review))

    def test_a_wrong_day_is_said_beside_its_field(self, cast):
        data = {"year": cast.year.pk, "kind": "interim", "date": "01/01/2020"}

        with on(20):
            answer = signed_in(cast.clerk).post(LIST, data)

        assert answer.context["form"].errors["date"] == [
            "Ngày chốt số liệu phải từ 01/01/2024 đến 30/6/2025 (đang là 01/01/2020)."
        ]
        assert 'value="01/01/2020"' in answer.content.decode()

    def test_readers_have_no_form_and_cannot_post(self, cast):
        client = signed_in(cast.bloc)

        with on(20):
            answer = client.get(LIST)
            refused = client.post(LIST, {"year": cast.year.pk, "kind": "final"})

        assert answer.context["form"] is None
        assert "Chưa có báo cáo sơ kết, tổng kết" in answer.content.decode()
        assert refused.status_code == 403
        assert PeriodReview.objects.count() == 0


class TestReading:
    def test_a_figure_leads_to_the_models_behind_it(self, cast):
        pks = with_models(cast)
        review = final_review(cast)
        query = {"bang": "summary", "dong": "accepted", "cot": "0"}

        with on(20):
            answer = signed_in(cast.chair).get(page("_models", review), query)

        assert [row.pk for row in answer.context["page_obj"]] == [
            pks["accepted"],
            pks["recognized"],
        ]

    def test_drafts_are_counted_but_not_named_to_others(self, cast):
        with_models(cast)
        review = final_review(cast)
        query = {"bang": "summary", "dong": "entered", "cot": "0"}

        with on(20):
            answer = signed_in(cast.chair).get(page("_models", review), query)

        assert answer.context["hidden"] == 1
        assert "Nháp" not in answer.content.decode()

    @pytest.mark.parametrize(
        "query",
        [{"bang": "x"}, {"dong": "x"}, {"cot": "9"}, {"cot": "-1"}, {"cot": "²"}],
    )
    def test_a_figure_that_is_not_there_is_not_found(self, cast, query):
        review = final_review(cast)

        with on(20):
            assert signed_in(cast.clerk).get(page("_models", review), query).status_code == 404

    def test_the_workbook_holds_numbers_and_disarmed_text(self, cast):
        review = final_review(cast)

        with on(20):
            answer = signed_in(cast.bloc).get(page("_xlsx", review))

        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        rows = [[cell.value for cell in row] for row in book["Kết quả chung"].iter_rows()]
        assert rows[1] == ["Mô hình đã lập", 0, 0, "–", "–"]
        assert len(book.sheetnames) == len(set(book.sheetnames)) == 19

    def test_every_figure_of_another_list_leads_to_its_rows(self, cast):
        with on(20):
            register_oneself(user=cast.nominee, pledge="Vận động hộ")
        review = final_review(cast)
        client = signed_in(cast.chair)

        with on(20):
            tables = client.get(page("", review)).context["tables"]
            people = next(row for row in tables if row["table"].key == "participation")
            links = [url for _, cells in people["lines"] for _, _, url in cells if url]
            answers = [client.get(url).status_code for url in links]

        assert links[-1] == f"{reverse('models_registry:participation_roster')}?nam={cast.year.pk}"
        assert set(answers) == {200}

    def test_the_page_draws_bars_without_inline_style(self, cast):
        with_models(cast)
        review = final_review(cast)

        with on(20):
            text = signed_in(cast.clerk).get(page("", review)).content.decode()

        assert '<rect class="bar s0"' in text
        assert "style=" not in text

    def test_the_page_asks_as_often_for_more_models(self, cast, django_assert_max_num_queries):
        with_models(cast)
        client = signed_in(cast.clerk)
        review = final_review(cast)
        with on(20), django_assert_max_num_queries(48):
            client.get(page("", review))

    def test_later_changes_of_the_data_are_a_hint(self, cast):
        review = issued(cast, worded(cast, final_review(cast)))
        client = signed_in(cast.chair)
        with on(20, 13):
            before = client.get(page("", review)).context["changed"]
        with_models(cast)

        with on(20, 14):
            answer = client.get(page("", review))

        assert before == ()
        assert "Kết quả chung, “Mô hình đã lập”, năm nay: 0 → nay 4." in answer.context["changed"]
        assert answer.context["figures"].number("summary", "entered") == 0


class TestWords:
    def test_the_words_are_kept(self, cast):
        review = final_review(cast)

        with on(20):
            answer = signed_in(cast.clerk).post(
                page("_edit", review), texts(review, causes="- Vì mưa kéo dài.")
            )

        review.refresh_from_db()
        assert answer.url == page("", review)
        assert review.texts["causes"] == "- Vì mưa kéo dài."

    def test_of_two_who_write_the_second_sees_both(self, cast):
        review = final_review(cast)
        with on(20):
            save_texts(user=cast.clerk, review_id=review.pk, texts={"causes": "Bản của người kia"})

            answer = signed_in(cast.clerk).post(
                page("_edit", review), texts(review, causes="Bản của tôi")
            )

        text = answer.content.decode()
        assert "đã thay đổi" in text
        assert "Bản của tôi" in text
        assert "Bản của người kia" in text
        review.refresh_from_db()
        assert review.texts["causes"] == "Bản của người kia"

    def test_the_difference_is_shown_before_overwriting(self, cast):
        review = worded(cast, final_review(cast))
        client = signed_in(cast.clerk)

        with on(20, 12):
            shown = client.get(page("_redraft", review))
            assert "causes" not in dict(shown.context["form"].fields["sections"].choices)
            client.post(
                page("_redraft", review), {"version": review.version, "sections": ["results"]}
            )

        assert "<del>" in shown.content.decode()
        review.refresh_from_db()
        assert review.texts["results"].startswith("Năm 2024 có 0 mô hình gửi đăng ký")
        assert review.texts["causes"] == "- Một ý."


class TestIssuing:
    def data(self, cast: WebCast, review: PeriodReview, **given) -> dict:
        own = {
            "version": review.version,
            "signer": cast.signer.pk,
            "number": "85/BC-UBND",
            "date": "20/11/2024",
            "scan": pdf(),
        }
        return {**own, **given}

    def test_the_clerk_records_the_signed_paper(self, cast):
        review = worded(cast, final_review(cast))
        client = signed_in(cast.clerk)

        with on(20, 12):
            client.post(page("_issue", review), self.data(cast, review))
            name = "awards:period_review_paper_pdf"
            answer = client.get(reverse(name, args=[review.pk, "ban-hanh"]))

        review.refresh_from_db()
        assert str(review.document.paper) == "85/BC-UBND"
        assert answer["Content-Type"] == "application/pdf"

    def test_a_taken_number_keeps_what_was_typed_and_the_scan(self, cast):
        review = worded(cast, final_review(cast))

        with on(20, 12):
            answer = signed_in(cast.clerk).post(
                page("_issue", review), self.data(cast, review, number="85/QĐ-UBND")
            )

        form = answer.context["form"]
        assert form.errors["__all__"] == [
            "Ký hiệu của văn bản này là BC-UBND. Nhập số dạng 12/BC-UBND."
        ]
        assert form.data["scan_kept"]
        review.refresh_from_db()
        assert review.document is None

    def test_the_chairman_signs_without_a_scan(self, cast):
        review = worded(cast, final_review(cast))
        data = self.data(cast, review)
        del data["scan"]

        with on(20, 12):
            signed_in(cast.chair).post(page("_issue", review), data)

        review.refresh_from_db()
        assert review.is_issued

    def test_an_issued_paper_opens_no_form(self, cast):
        review = issued(cast, worded(cast, final_review(cast)))

        with on(20, 13):
            answer = signed_in(cast.clerk).get(page("_edit", review))

        assert answer.url == page("", review)

    def test_reopening_asks_for_a_reason(self, cast):
        review = issued(cast, worded(cast, final_review(cast)))
        client = signed_in(cast.clerk)

        with on(20, 13):
            client.post(page("_reopen", review), {"note": ""})
            review.refresh_from_db()
            assert review.is_issued
            client.post(page("_reopen", review), {"note": "Sai số"})

        review.refresh_from_db()
        assert not review.is_issued

    def test_targets_are_entered_on_their_page(self, cast):
        review = final_review(cast)
        client = signed_in(cast.clerk)

        with on(20):
            wrong = client.post(page("_targets", review), {"participation": "120"})
            client.post(page("_targets", review), {"registered": "12", "participation": "95"})
            answer = client.get(page("", review))

        assert wrong.context["form"].errors["participation"] == [
            "Nhập tỷ lệ đăng ký tham gia không quá 100."
        ]
        line = answer.context["figures"].table("summary").line("sent")
        assert [cell.text for cell in line.cells[2:]] == ["12", "thiếu 12"]
