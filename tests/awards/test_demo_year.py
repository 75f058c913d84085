"""The demo year, built through the services: the figures it must show on its working date."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.test import TestCase
from django.urls import reverse

from awards.documents.award_decision import build_award_decision
from awards.documents.honored import honored_by
from awards.domain.review_figures import ReviewFigures, differences
from awards.enums import DossierState, FindingMark, OutcomeResult
from awards.models import Award, Dossier, Evaluation, NomineeVote, Outcome, PeriodReview
from awards.queries_dossier import checklist_of
from awards.queries_evaluation import findings_of
from awards.queries_money import money_for
from awards.queries_review import figures_of, live_figures
from awards.queries_showcase import shown_awards, shown_models
from awards.services.demo.build import WORKING_DATE, build_demo
from awards.services.load_plan import load_plan
from awards.services.plan_file import read_plan_file
from dandvan import clock
from dandvan.errors import DomainError
from models_registry.enums import (
    DistrictState,
    IndicatorKind,
    ModelState,
    PraiseState,
    ReviewOutcome,
    StoryState,
)
from models_registry.models import (
    Commune,
    DanVanModel,
    DistrictRegistration,
    IndicatorValue,
    Individual,
    ModelReview,
    Praise,
    Replication,
    Story,
    User,
    Village,
)
from models_registry.queries import active_on
from models_registry.queries_district import waited_for
from models_registry.queries_figure_texts import text_notes
from models_registry.queries_figure_totals import counted_models, totals_by_kind
from models_registry.queries_figures import figure_grid
from models_registry.queries_participation import roster
from models_registry.queries_replication import spread_figures, spread_models
from models_registry.queries_story import propagation_sums
from tests.awards.pdf_text import html_text
from tests.plans import TO_TUNG

pytestmark = [pytest.mark.xdist_group("demo")]


class DemoYear(TestCase):
    """Built once for all figures."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_plan(read_plan_file(TO_TUNG))
        cls.accounts = build_demo(lambda text: None)

    def setUp(self) -> None:
        clock.forget_working_date()

    def states(self, year: int) -> Counter[str]:
        rows = DanVanModel.objects.filter(year__year=year).values_list("state", flat=True)
        return Counter(rows)

    def total(self, year: int, kind: str) -> tuple[Decimal, Decimal]:
        """Reported and verified, as every page adds them up."""
        clerk = User.objects.get(username="vanphong")
        total = totals_by_kind(counted_models(clerk).filter(year__year=year), (kind,))[kind]
        return total.reported, total.verified

    def row(self, model_name: str, indicator: str) -> tuple[Decimal | None, Decimal | None]:
        """Reported and verified sums of one indicator of 2024."""
        dv_model = DanVanModel.objects.get(year__year=2024, name__startswith=model_name)
        rows = figure_grid(dv_model).rows
        found = next(row for row in rows if row.indicator.name == indicator)
        return found.total, found.verified

    def marks(self, subject_code: str, year: int) -> dict[str, str]:
        evaluation = self.evaluation(subject_code, year)
        return {finding.criterion.code: finding.mark for finding in findings_of(evaluation)}

    def evaluation(self, code: str, year: int) -> Evaluation:
        rows = Evaluation.objects.filter(year__year=year, is_current=True)
        return rows.filter(collective__code=code).first() or rows.get(individual__code=code)

    def missing(self, code: str) -> list[str]:
        rows = checklist_of(Dossier.objects.get(code=code))
        return [row.component.title for row in rows if row.status == "missing"]

    def test_today_is_the_working_date(self) -> None:
        assert clock.today() == WORKING_DATE

    def test_people_and_villages(self) -> None:
        people = Individual.objects.all()
        assert people.count() == 40
        assert people.filter(active_on(WORKING_DATE)).count() == 39
        assert Village.objects.aggregate(h=Sum("households"), p=Sum("people")) == {
            "h": 1360,
            "p": 6050,
        }

    def test_accounts_can_sign_in_and_nobody_else(self) -> None:
        assert len(self.accounts) == 12
        usable = [user.username for user in User.objects.all() if user.has_usable_password()]
        assert sorted(usable) == sorted(name for name, _, _ in self.accounts)

    def test_states_of_2024(self) -> None:
        assert self.states(2024) == {
            "draft": 1,
            "submitted": 1,
            "returned": 1,
            "accepted": 1,
            "reported": 1,
            "assessed": 2,
            "recognized": 5,
            "declined": 1,
            "withdrawn": 1,
        }

    def test_states_of_2023(self) -> None:
        assert self.states(2023) == {"recognized": 1, "revoked": 1, "not_carried_out": 1}

    def test_models_by_field_and_owner(self) -> None:
        rows = DanVanModel.objects.filter(year__year=2024)
        assert Counter(rows.values_list("national_field", flat=True)) == {
            "VHXH": 4,
            "KT": 2,
            "QPAN": 1,
            "HTCT": 7,
        }
        assert rows.filter(collective__isnull=False).count() == 11
        assert rows.filter(individual__isnull=False).count() == 3

    def test_windows_and_codes(self) -> None:
        rows = DanVanModel.objects.filter(year__year=2024)
        assert Counter(rows.values_list("window__code", flat=True)) == {"DK1": 11, "DK2": 3}
        assert rows.exclude(code="").count() == 13

    def test_recognized_by_field_and_living_models(self) -> None:
        recognized = DanVanModel.objects.filter(year__year=2024, state=ModelState.RECOGNIZED)
        assert Counter(recognized.values_list("national_field", flat=True)) == {
            "HTCT": 3,
            "VHXH": 2,
        }
        living = ModelReview.objects.filter(year__year=2024, outcome=ReviewOutcome.CONTINUES)
        assert recognized.count() + living.count() == 6

    def test_linked_to_administrative_reform(self) -> None:
        rows = DanVanModel.objects.filter(year__year=2024, movements__code="CCHC")
        assert rows.count() == 3
        assert rows.filter(state=ModelState.RECOGNIZED).count() == 2

    def test_totals_reported_and_verified(self) -> None:
        kinds = (IndicatorKind.LAND_M2, IndicatorKind.LABOR_DAYS, IndicatorKind.VND)
        found = {year: [self.total(year, kind) for kind in kinds] for year in (2024, 2023)}
        assert found == {
            2024: [(3265, 3265), (608, 512), (95_350_000, 86_000_000)],
            2023: [(0, 0), (64, 64), (5_600_000, 5_600_000)],
        }

    def test_figures_of_single_models_keep_reported_and_verified_apart(self) -> None:
        expected = {
            ("Hiến đất", "Hộ hiến đất"): (43, 43),
            ("Đồng thuận", "Hộ bàn giao mặt bằng"): (31, 27),
            ("Tổ liên kết", "Hộ tham gia tổ liên kết"): (87, 85),
            ("Tổ liên kết", "Diện tích có hợp đồng"): (96, 94),
            ("Hũ gạo", "Gạo đã góp"): (540, None),
            ("Ngày thứ Bảy", "Hồ sơ tiếp nhận"): (458, 458),
        }
        assert {name: self.row(*name) for name in expected} == expected

    def test_texts_of_the_year_agree_with_the_figures(self) -> None:
        models = DanVanModel.objects.exclude(state=ModelState.DRAFT)
        notes = {row.name: text_notes(row, figure_grid(row)) for row in models}

        assert {name: found for name, found in notes.items() if found} == {}

    def test_a_later_look_keeps_the_first_verified_figures(self) -> None:
        rows = IndicatorValue.objects.filter(
            indicator__dv_model__state=ModelState.REVOKED, indicator__kind=IndicatorKind.VND
        )
        current = rows.filter(is_current=True).aggregate(v=Sum("verified"))["v"]
        former = rows.filter(is_current=False, verified__isnull=False)
        assert current == 22_000_000
        assert former.aggregate(v=Sum("verified"))["v"] == 40_000_000

    def test_villages_with_the_title(self) -> None:
        villages = Village.objects.all()
        for year, count in ((2023, 10), (2024, 9)):
            achieved = villages.filter(
                records__year__year=year, records__is_current=True, records__value="achieved"
            )
            assert achieved.count() == count

    def test_evaluation_of_the_commune_fails_by_one_village_only(self) -> None:
        marks = self.marks("UBND_XA", 2024)
        assert {code for code, mark in marks.items() if mark != FindingMark.MET} == {"TT5b"}

    def test_evaluations_of_collectives(self) -> None:
        not_met = {
            code: {c for c, mark in self.marks(code, 2024).items() if mark != FindingMark.MET}
            for code in ("TT-PN", "TT-CCB")
        }
        assert not_met == {"TT-PN": {"TT5b"}, "TT-CCB": {"TT1d", "TT4", "TT5b"}}
        assert set(self.marks("TT-PN", 2023).values()) == {FindingMark.MET}

    def test_evaluations_of_individuals(self) -> None:
        not_met = {
            code: {c for c, mark in self.marks(code, 2024).items() if mark != FindingMark.MET}
            for code in ("O16", "O18", "O33", "O17", "O10", "O20")
        }
        assert not_met == {
            "O16": set(),
            "O18": set(),
            "O33": set(),
            "O17": {"CN1c"},
            "O10": {"CN1c", "CN2b"},
            "O20": {"CN1c", "CN2b", "CN2c"},
        }

    def test_states_of_evaluations(self) -> None:
        states = {
            code: self.evaluation(code, 2024).state
            for code in ("UBND_XA", "TT-PN", "TT-CCB", "O18", "O16", "O17", "O10", "O20", "O33")
        }
        assert states == {
            "UBND_XA": "concluded",
            "TT-PN": "concluded",
            "TT-CCB": "concluded",
            "O18": "frozen",
            "O16": "frozen",
            "O17": "concluded",
            "O10": "concluded",
            "O20": "open",
            "O33": "concluded",
        }

    def test_votes_passed_as_counted(self) -> None:
        votes = NomineeVote.objects.filter(meeting__year__year=2024)
        assert sorted(votes.values_list("votes_for", "votes_against", "passed")) == [
            (7, 0, True),
            (9, 0, True),
            (9, 1, True),
            (10, 0, True),
            (10, 0, True),
        ]

    def test_states_of_dossiers(self) -> None:
        assert dict(Dossier.objects.values_list("code", "state")) == {
            "HS-2023-01": DossierState.DECIDED,
            "HS-2024-01": DossierState.SIGNED,
            "HS-2024-02": DossierState.APPRAISED,
            "HS-2024-03": DossierState.DRAFTING,
        }

    def test_what_the_dossiers_lack(self) -> None:
        assert {code: len(self.missing(code)) for code in ("HS-2024-01", "HS-2024-03")} == {
            "HS-2024-01": 1,
            "HS-2024-03": 3,
        }
        assert self.missing("HS-2024-01") == ["Bản chụp bộ hồ sơ đã ký"]
        assert Dossier.objects.get(code="HS-2024-03").proposal is None

    def test_answer_of_the_district_in_2023(self) -> None:
        assert Counter(Outcome.objects.values_list("result", flat=True)) == {
            OutcomeResult.GRANTED: 1,
            OutcomeResult.REFUSED: 1,
        }
        award = Award.objects.get()
        assert (award.individual.code, str(award.decision.paper)) == ("O18", "3105/QĐ-UBND")

    def test_money_of_2023_was_handed_over_with_its_giay_khen(self) -> None:
        award = Award.objects.get()
        handed, paid = award.entries.filter(is_current=True)
        assert (award.money, str(award.individual)) == (540_000, "Trịnh Quốc Dương")
        assert handed.occasion == "Hội nghị tổng kết phong trào thi đua năm 2023"
        assert (str(handed.day), str(paid.day)) == ("2024-01-12", "2024-01-12")

    def test_money_of_dossiers_that_wait(self) -> None:
        """Sample data, section 17: 1,070,000 for the commune's own, 2 x 710,000 of the district."""
        own, upward = Dossier.objects.get(code="HS-2024-02"), Dossier.objects.get(code="HS-2024-01")
        today = WORKING_DATE
        honored = honored_by(own, today)
        assert (own.state, honored.total) == (DossierState.APPRAISED, 1_070_000)
        assert sorted(honored.money.values()) == [360_000, 710_000]
        last = today.replace(month=12, day=31)
        sums = [
            money_for(upward.award_kind, row.subject, last).rounded
            for row in upward.nominations.all()
        ]
        assert sums == [710_000, 710_000]

    def test_draft_of_the_own_decision_says_the_sum_in_words(self) -> None:
        own = Dossier.objects.get(code="HS-2024-02")
        text = html_text(build_award_decision(own, WORKING_DATE))
        assert "1.070.000 đồng (Bằng chữ: Một triệu không trăm bảy mươi nghìn đồng)" in text
        assert "Số: /QĐ-UBND" in text

    def test_who_takes_part(self) -> None:
        year = Commune.objects.get().plans.get().years.get(year=2024)
        found = roster(year, WORKING_DATE)
        assert (found.registered, found.total) == (36, 40)
        assert (found.active_registered, found.active) == (35, 39)
        missing = [row for group in found.narrowed(missing=True) for row in group.rows]
        assert [row.individual.code for row in missing] == ["O25", "O39", "O34", "O38"]
        assert [row.models for row in missing] == [(), (), (), ()]

    def test_where_models_spread(self) -> None:
        rows = Replication.objects.order_by("since")
        assert [(row.dv_model.name, row.where, row.who) for row in rows] == [
            (
                "Tuyên truyền pháp luật bằng hai thứ tiếng qua loa làng",
                "làng Đak Pơ Kao",
                "Đinh Văn Tơl",
            ),
            ("Tiếng chiêng học bài", "Xã Kon Hà Nừng, huyện Kbang (tên giả định)", ""),
        ]
        clerk = User.objects.get(username="vanphong")
        figures = spread_figures(spread_models(clerk).filter(year__year=2024))
        assert (figures.adopted, figures.alone, figures.places) == (2, 3, 2)

    def test_lists_for_the_district(self) -> None:
        first, second = DistrictRegistration.objects.order_by("id")
        assert (first.code, first.state, first.answer_number, str(first.paper.paper)) == (
            "DKH-2024-1",
            DistrictState.ANSWERED,
            "87/PNV",
            "34/UBND-VP",
        )
        assert (str(first.authority), str(first.receiving_office), str(first.sent_on)) == (
            "Ủy ban nhân dân huyện Kbang",
            "Phòng Nội vụ huyện Kbang",
            "2024-03-29",
        )
        assert first.rows.filter(kind="new").count() == first.rows.count() == 11
        asked = first.rows.exclude(question="").get()
        assert (asked.dv_model.name, str(asked.reply_paper)) == (
            "Đồng thuận bàn giao mặt bằng đường vào khu sản xuất",
            "41/UBND-VP",
        )
        assert (second.code, second.state, str(second.planned), second.supplementary_to) == (
            "DKH-2024-2",
            DistrictState.DRAFT,
            "2024-11-29",
            first,
        )
        # No model is new in it; the one that was withdrawn in July is told to the district.
        assert list(second.rows.values_list("kind", "dv_model__code")) == [
            ("withdrawn", DanVanModel.objects.get(state=ModelState.WITHDRAWN).code)
        ]
        assert [row.name for row in waited_for(second)] == [
            "Tối thứ Năm nghe dân nói",
            "Công khai ba nơi, trả lời mười ngày",
        ]

    def test_home_of_the_clerk_names_the_planned_list(self) -> None:
        self.client.force_login(User.objects.get(username="vanphong"))
        answer = self.client.get(reverse("home"))
        (row,) = answer.context["lists"]
        assert (row["list"].code, str(row["list"].planned), row["says"], row["late"]) == (
            "DKH-2024-2",
            "2024-11-29",
            "1 rút",
            False,
        )
        assert "29/11/2024" in answer.content.decode()

    def test_one_person_was_praised_and_no_award_counts_it(self) -> None:
        row = Praise.objects.get()
        assert (row.individual.code, row.dv_model.name, row.state, str(row.granted_on)) == (
            "O22",
            "Tiếng chiêng học bài",
            PraiseState.GRANTED,
            "2024-07-05",
        )
        assert row.paper == "55/TB-UBND ngày 05/07/2024"
        assert list(row.transitions.values_list("edge", flat=True)) == ["check", "grant"]
        assert Award.objects.count() == 1

    def test_two_stories_are_out_and_one_waits(self) -> None:
        rows = Story.objects.order_by("pk")
        assert [(row.title, row.state, str(row.released_on)) for row in rows] == [
            ("Mình hiến trước, bà con mới tin", StoryState.RELEASED, "2024-11-18"),
            ("Cụ bà không phải thuê xe nữa", StoryState.RELEASED, "2024-11-18"),
            ("Nói thật con số", StoryState.OFFERED, "None"),
        ]

    def test_what_was_made_known_adds_up(self) -> None:
        year = Commune.objects.get().plans.get().years.get(year=2024)
        assert propagation_sums(year) == [
            ("loa truyền thanh", 1, 16, 0),
            ("họp làng, sinh hoạt cộng đồng", 1, 1, 86),
        ]

    def test_public_page_shows_the_living_recognized_models(self) -> None:
        commune = Commune.objects.get()
        assert shown_models(commune).count() == 6
        assert shown_awards(commune).count() == 1

    def review(self, kind: str) -> ReviewFigures:
        """The figures of a review of 2024 as its page shows them today."""
        rows = PeriodReview.objects.select_related("year__plan__commune")
        return figures_of(rows.get(kind=kind, year__year=2024))

    def test_final_review_counts_what_was_reached(self) -> None:
        figures = self.review("final")

        head = [
            figures.number("summary", key)
            for key in ("entered", "sent", "accepted", "recognized", "declined", "withdrawn")
        ]
        assert head == [14, 13, 11, 5, 1, 1]
        first = figures.table("window").line("DK1").cells
        assert [cell.text for cell in first] == ["11", "11", "11", "5", "45,5%"]
        assert figures.number("window", "DK2") == 3
        fields = {row.key: row.cells[2].number for row in figures.table("field").lines}
        assert fields == {"KT": 0, "VHXH": 2, "QPAN": 0, "HTCT": 3}
        assert figures.number("living", "living") == 6
        assert [cell.number for cell in figures.table("movement").line("CCHC").cells] == [3, 2, 2]

    def test_final_review_names_areas_without_a_recognized_model(self) -> None:
        areas = self.review("final").table("area").lines

        missing = [row.key for row in areas if not row.cells[2].number]
        assert missing == ["T3", "T5", "T6", "T7", "T8", "T9", "ND1"]

    def test_final_review_counts_people_villages_and_sums(self) -> None:
        figures = self.review("final")

        people = [cell.text for cell in figures.table("participation").lines[-1].cells]
        assert people == ["40", "36", "39", "35", "90%"]
        titles = [row.cells[0].text for row in figures.table("title").lines]
        assert titles == ["9/10", "10/10"]
        sums = {row.key: [c.text for c in row.cells[:2]] for row in figures.table("resource").lines}
        assert sums == {
            "land_m2": ["3.265", "3.265"],
            "labor_days": ["608", "512"],
            "vnd": ["95.350.000", "86.000.000"],
        }
        late = [(row.label, row.cells[1].text) for row in figures.table("late").lines]
        assert late[0] == ("“Hũ gạo tình làng” (MH-2024-08)", "31/10/2024")

    def test_last_year_stands_beside_this_one(self) -> None:
        figures = self.review("final")
        assert figures.number("summary", "sent", 1) == 3
        assert figures.number("summary", "recognized", 1) == 2

    def test_interim_review_is_issued_with_the_figures_of_its_day(self) -> None:
        review = PeriodReview.objects.get(kind="interim")
        assert str(review.document.paper) == "52/BC-UBND"
        assert review.document.date == date(2024, 6, 28)

        figures = self.review("interim")

        assert figures.number("summary", "accepted") == 11
        assert figures.number("summary", "recognized") == 0
        assert figures.cell("summary", "participation").text == "85%"
        now = live_figures(review.year, review.kind, review.date)
        assert differences(figures, now) == ()

    def test_final_review_is_a_draft_without_causes(self) -> None:
        review = PeriodReview.objects.get(kind="final")
        assert review.document is None
        assert review.texts["causes"] == ""
        assert "số mô hình được công nhận: văn hóa – xã hội 02" in review.texts["results"]

    def test_a_second_demo_is_refused(self) -> None:
        with pytest.raises(DomainError) as refused:
            build_demo(lambda text: None)
        assert refused.value.reasons == ("Đã có dữ liệu: dữ liệu mẫu chỉ nạp vào nơi chưa có ai.",)
        assert Commune.objects.count() == 1
