"""Every rule of section IV at both sides of its thresholds; nothing but facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from awards.domain.eligibility import (
    CO_OWNER,
    OWNER,
    RULE_FUNCTIONS,
    ModelFact,
    RecordFact,
    SubjectFacts,
    VillageFact,
    VoteFact,
    Where,
    find,
    why_not_counted,
)
from awards.domain.rule_names import RULES
from awards.enums import FindingMark
from models_registry.enums import RATING_VALUES, MemberPart, ModelState

M02 = ModelFact(
    pk=2,
    code="MH-2024-02",
    name="Hiến đất làm đường",
    year=2024,
    state=ModelState.RECOGNIZED,
    parts=(OWNER,),
    effective="met",
    replicable="met",
    decision="Quyết định số 112/QĐ-UBND ngày 15/11/2024",
)
OLD = replace(
    M02, pk=1, code="MH-2023-01", name="Thu gom rác", year=2023, review_date=date(2024, 10, 25)
)
FACTS = SubjectFacts(year=2024, cutoff=date(2024, 12, 31))
PERSON = {"min": 1, "parts": ["lead", "proposer", "main_contributor"]}
PAPER = "118-TB/ĐU ngày 14/11/2024 của Đảng ủy xã"


def of_collective(*models, minimum=1):
    return find("recognized_models_of_collective", replace(FACTS, models=models), {"min": minimum})


def of_person(*models, **params):
    return find("recognized_models_of_individual", replace(FACTS, models=models), PERSON | params)


def test_every_named_rule_has_its_function():
    assert set(RULE_FUNCTIONS) == set(RULES)


def test_unknown_rule_is_a_mistake():
    with pytest.raises(KeyError):
        find("weather_is_fine", FACTS, {})


@pytest.mark.parametrize(
    ("count", "minimum", "mark"),
    [(0, 1, "not_met"), (1, 1, "met"), (1, 2, "not_met"), (2, 2, "met"), (3, 2, "met")],
)
def test_models_of_collective_at_the_threshold(count, minimum, mark):
    models = [replace(M02, pk=n, code=f"MH-2024-{n:02d}") for n in range(count)]

    assert of_collective(*models, minimum=minimum).mark == mark


def test_models_of_collective_names_part_and_decision():
    result = of_collective(M02)

    assert result.explanation == (
        "MH-2024-02 “Hiến đất làm đường” (chủ mô hình), Quyết định số 112/QĐ-UBND ngày 15/11/2024.",
    )
    assert result.missing == ()
    assert result.provisional is False


def test_no_model_says_how_many_are_needed():
    result = of_collective()

    assert result.explanation == ("Không có mô hình được công nhận tính cho năm 2024 (cần 1).",)


def test_co_owner_counts_like_the_owner():
    assert of_collective(replace(M02, parts=(CO_OWNER,))).mark == FindingMark.MET


@pytest.mark.parametrize("state", [s for s in ModelState if s != ModelState.RECOGNIZED])
def test_model_in_any_other_state_never_counts(state):
    result = of_collective(replace(M02, state=state))

    assert result.mark == FindingMark.NOT_MET


def test_revoked_model_never_counts_even_when_its_review_continued():
    result = of_collective(replace(OLD, state=ModelState.REVOKED, review="continues"))

    assert result.mark == FindingMark.NOT_MET
    assert result.explanation[1] == (
        "MH-2023-01 “Thu gom rác”: không tính, đã bị thu hồi công nhận."
    )


@pytest.mark.parametrize(
    ("state", "what"),
    [
        (ModelState.ASSESSED, "Quyết định công nhận MH-2024-02 “Hiến đất làm đường”"),
        (ModelState.REPORTED, "Thẩm định MH-2024-02 “Hiến đất làm đường”"),
    ],
)
def test_model_on_its_way_names_the_next_step(state, what):
    (missing,) = of_collective(replace(M02, state=state)).missing

    assert (missing.what, missing.where, missing.ident) == (what, Where.MODEL, 2)


@pytest.mark.parametrize(
    ("review", "mark", "why"),
    [
        ("continues", "met", None),
        ("stopped", "not_met", "rà soát ngày 25/10/2024: đã dừng"),
        ("", "not_met", "là mô hình của năm 2023, chưa rà soát trong năm 2024"),
    ],
)
def test_model_of_an_earlier_year_counts_by_this_years_review(review, mark, why):
    model = replace(OLD, review=review)

    assert of_collective(model).mark == mark
    assert why_not_counted(model, 2024, frozenset({OWNER})) == why


def test_reviewed_model_says_when_it_was_looked_at():
    (line,) = of_collective(replace(OLD, review="continues")).explanation

    assert line.endswith("; rà soát 25/10/2024: tiếp tục.")


def test_unreviewed_model_names_the_missing_review():
    (missing,) = of_collective(OLD).missing

    assert (missing.what, missing.ident) == ("Rà soát MH-2023-01 “Thu gom rác” trong năm 2024", 1)


def test_model_counts_for_its_own_year_not_for_that_of_its_decision():
    late = replace(M02, decision="Quyết định số 05/QĐ-UBND ngày 10/01/2025")

    assert of_collective(late).mark == FindingMark.MET
    assert why_not_counted(replace(M02, year=2025), 2024, frozenset({OWNER})) == (
        "là mô hình của năm 2025"
    )


@pytest.mark.parametrize("mark", ["not_met", "not_enough", ""])
@pytest.mark.parametrize(
    ("quality", "words"),
    [("effective", "có hiệu quả trong thực tế"), ("replicable", "có thể nhân rộng")],
)
def test_model_counts_only_when_effective_and_replicable(quality, words, mark):
    model = replace(M02, **{quality: mark})

    assert why_not_counted(model, 2024, frozenset({OWNER})) == (f"thẩm định chưa ghi nhận {words}")


def test_both_missing_qualities_are_named():
    model = replace(M02, effective="", replicable="")

    assert why_not_counted(model, 2024, frozenset({OWNER})) == (
        "thẩm định chưa ghi nhận có hiệu quả trong thực tế và có thể nhân rộng"
    )


@pytest.mark.parametrize(
    ("part", "mark"),
    [
        (OWNER, "met"),
        (MemberPart.LEAD, "met"),
        (MemberPart.PROPOSER, "met"),
        (MemberPart.MAIN_CONTRIBUTOR, "met"),
        (MemberPart.HELPER, "not_met"),
    ],
)
def test_parts_that_count_for_a_person(part, mark):
    assert of_person(replace(M02, parts=(part,))).mark == mark


def test_part_that_does_not_count_is_said():
    result = of_person(replace(M02, parts=(MemberPart.HELPER,)))

    assert result.explanation[1] == (
        "MH-2024-02 “Hiến đất làm đường”: không tính, vai trò “tham gia giúp” không được tính."
    )


def test_parts_are_the_plans_choice():
    model = replace(M02, parts=(MemberPart.PROPOSER,))

    assert of_person(model, parts=["lead"]).mark == FindingMark.NOT_MET
    assert of_person(model, parts=["lead", "proposer"]).mark == FindingMark.MET


def test_only_the_counting_part_is_named():
    (line,) = of_person(replace(M02, parts=(MemberPart.HELPER, MemberPart.LEAD))).explanation

    assert line.startswith("MH-2024-02 “Hiến đất làm đường” (phụ trách), ")


@pytest.mark.parametrize("needed", RATING_VALUES)
@pytest.mark.parametrize("value", RATING_VALUES)
def test_rating_at_least(needed, value):
    facts = replace(FACTS, rating=RecordFact(value, PAPER))

    mark = find("annual_rating_at_least", facts, {"value": needed.value}).mark

    order = ["not_completed", "completion", "good_completion", "excellent_completion"]
    reached = order.index(value) >= order.index(needed)
    assert mark == ("met" if reached else "not_met")


def test_rating_is_cited_and_may_be_provisional():
    record = RecordFact("good_completion", PAPER, provisional=True)

    result = find(
        "annual_rating_at_least", replace(FACTS, rating=record), {"value": "good_completion"}
    )

    assert result.explanation == (f"Hoàn thành tốt (tạm tính), theo {PAPER}.",)
    assert result.provisional is True


def test_missing_rating_is_pending_and_says_where_it_goes():
    result = find("annual_rating_at_least", FACTS, {"value": "good_completion"})

    assert result.mark == FindingMark.PENDING
    assert result.explanation == (
        "Chưa nhập xếp loại năm 2024 (cần từ mức hoàn thành tốt trở lên).",
    )
    assert [(m.what, m.where) for m in result.missing] == [
        ("Xếp loại năm 2024", Where.YEARLY_FACTS)
    ]


@pytest.mark.parametrize(("value", "mark"), [("strong", "met"), ("not_strong", "not_met")])
def test_party_rating(value, mark):
    facts = replace(FACTS, party_rating=RecordFact(value, PAPER, provisional=True))

    result = find("party_rating_is", facts, {"value": "strong"})

    assert (result.mark, result.provisional) == (mark, True)


def test_missing_party_rating_is_pending():
    result = find("party_rating_is", FACTS, {"value": "strong"})

    assert result.mark == FindingMark.PENDING
    assert [m.where for m in result.missing] == [Where.YEARLY_FACTS]


def villages(achieved=0, lacking=0, blank=0, *, provisional=False):
    values = ["achieved"] * achieved + ["not_achieved"] * lacking + [None] * blank
    return tuple(
        VillageFact(n, f"làng {n}", value and RecordFact(value, "2867/QĐ-UBND", provisional))
        for n, value in enumerate(values, start=1)
    )


def titles(rows, minimum="all"):
    return find("villages_with_culture_title", replace(FACTS, villages=rows), {"min": minimum})


@pytest.mark.parametrize(
    ("achieved", "lacking", "blank", "minimum", "mark"),
    [
        (10, 0, 0, "all", "met"),
        (9, 1, 0, "all", "not_met"),
        (9, 0, 1, "all", "pending"),
        (8, 1, 1, "all", "not_met"),
        (7, 0, 0, "all", "met"),
        (5, 2, 0, 5, "met"),
        (4, 3, 0, 5, "not_met"),
        (4, 2, 1, 5, "pending"),
        (5, 0, 2, 5, "met"),
        (0, 0, 0, "all", "pending"),
    ],
)
def test_villages_at_the_threshold(achieved, lacking, blank, minimum, mark):
    assert titles(villages(achieved, lacking, blank), minimum).mark == mark


def test_villages_lacking_the_title_are_named_with_their_reason():
    rows = (
        *villages(1),
        VillageFact(
            9, "làng Đê Kơ Rông", RecordFact("not_achieved", "55/TTr", True, "tỷ lệ dưới chuẩn")
        ),
    )

    assert titles(rows).explanation == (
        "1/2 làng đạt danh hiệu văn hóa (cần 2).",
        "Làng Đê Kơ Rông: Không đạt (tạm tính): tỷ lệ dưới chuẩn, theo 55/TTr.",
        "Theo 2867/QĐ-UBND.",
    )


def test_villages_without_a_record_are_named_with_the_page():
    result = titles(villages(1, 0, 2))

    assert result.explanation[1] == "Chưa có kết quả: làng 2, làng 3."
    assert [(m.what, m.where) for m in result.missing] == [
        ("Danh hiệu văn hóa của làng 2", Where.YEARLY_FACTS),
        ("Danh hiệu văn hóa của làng 3", Where.YEARLY_FACTS),
    ]


def test_no_village_at_all_leads_to_their_list():
    result = titles(())

    assert result.explanation == ("Chưa có làng nào trong danh sách ngày 31/12/2024.",)
    assert [m.where for m in result.missing] == [Where.VILLAGES]


def test_village_title_is_provisional_only_when_it_decides():
    final, soft = villages(2), villages(0, 1, provisional=True)

    assert titles((*final, *villages(1, provisional=True)), 2).provisional is False
    assert titles((*final, *villages(1, provisional=True)), 3).provisional is True
    assert titles((*final, *soft), 3).provisional is True
    assert titles((*final, *villages(0, 1)), 3).provisional is False


@pytest.mark.parametrize(("passed", "mark"), [(True, "met"), (False, "not_met")])
def test_vote_is_quoted_with_its_minutes(passed, mark):
    vote = VoteFact(passed, 7, 10, "07/BB-HĐTĐKT", date(2024, 11, 18))

    result = find("vote_passed", replace(FACTS, vote=vote), {})

    assert result.mark == mark
    assert result.explanation == ("7/10, 07/BB-HĐTĐKT (họp ngày 18/11/2024).",)


def test_no_vote_is_pending():
    result = find("vote_passed", FACTS, {})

    assert result.mark == FindingMark.PENDING
    assert result.explanation == ("Chưa bình xét.",)
    assert [m.where for m in result.missing] == [Where.MEETING]
