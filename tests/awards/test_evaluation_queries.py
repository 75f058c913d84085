"""Facts read from records, who may know of a sheet, what stands against an honor."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.queries_evaluation import (
    evaluation_actors,
    evaluations_visible_to,
    findings_for,
    findings_of,
    impediments_shown_to,
    readiness,
    standing_impediments,
)
from awards.services.evaluation import conclude_evaluation, open_evaluation
from dandvan.roles import Relation, Role
from models_registry.models import Authority, Impediment, Post
from models_registry.services.recognition import review_model
from tests.awards.evaluation_cast import (
    make_award_kind,
    make_section_iv,
    make_vote,
    mark_all,
    rate,
    sent_collective,
    signed_decision,
)
from tests.factories import make_collective, make_kind, make_plan, make_user, make_village
from tests.models_registry.model_steps import marks_for, on, recognized_model


@pytest.fixture(autouse=True)
def in_november():
    with on(11, 20):
        yield


@pytest.fixture
def criteria(year):
    return make_section_iv(year)


@pytest.fixture
def collective(commune):
    return make_collective(commune, "Hội Phụ nữ xã")


@pytest.fixture
def sheet(clerk, year, collective, criteria):
    return open_evaluation(user=clerk, year=year, subject=collective)


@pytest.fixture
def own_sheet(clerk, year, owner, criteria):
    return open_evaluation(user=clerk, year=year, subject=owner.individual)


def view_of(evaluation, code):
    return next(v for v in findings_of(evaluation) if v.criterion.code == code)


def test_recognized_model_counts_for_owner_co_owner_and_lead(
    clerk, owner, year, sheet, own_sheet, collective
):
    other = open_evaluation(user=clerk, year=year, subject=sent_collective(clerk, "Hội Nông dân"))
    model = recognized_model(owner, clerk, year, signed_decision(clerk), collective=collective)
    assert view_of(other, "TT3b").mark == "not_met"

    model.co_owners.add(other.collective)

    words = {
        "owner": view_of(sheet, "TT3b").explanation,
        "co_owner": view_of(other, "TT3b").explanation,
        "lead": view_of(own_sheet, "CN2b").explanation,
    }
    paper = "Quyết định số 112/QĐ-UBND ngày 15/11/2024."
    assert words == {
        "owner": (f"MH-2024-01 “Ngôi nhà xanh” (chủ mô hình), {paper}",),
        "co_owner": (f"MH-2024-01 “Ngôi nhà xanh” (đồng chủ trì), {paper}",),
        "lead": (f"MH-2024-01 “Ngôi nhà xanh” (phụ trách), {paper}",),
    }


def test_model_of_an_individual_counts_as_his_own(clerk, owner, year, own_sheet):
    model = recognized_model(
        owner, clerk, year, signed_decision(clerk), individual=owner.individual
    )
    model.members.all().delete()

    assert view_of(own_sheet, "CN2b").mark == "met"


def test_member_who_left_has_no_part(clerk, owner, year, own_sheet, collective):
    model = recognized_model(owner, clerk, year, signed_decision(clerk), collective=collective)
    member = model.members.get()
    for last_day, mark in (
        (datetime.date(2024, 11, 20), "met"),
        (datetime.date(2024, 11, 19), "not_met"),
    ):
        member.valid_to = last_day
        member.save(update_fields=["valid_to"])
        assert view_of(own_sheet, "CN2b").mark == mark


def test_required_marks_come_from_the_latest_round(clerk, owner, year, sheet, collective):
    year.plan.qualities.filter(code="replicable").update(required=False)
    model = recognized_model(
        owner,
        clerk,
        year,
        signed_decision(clerk),
        collective=collective,
        marks=marks_for(year, replicable="not_met"),
    )
    view = view_of(sheet, "TT3b")
    assert view.mark == "not_met"
    assert view.explanation[1].endswith("không tính, thẩm định chưa ghi nhận có thể nhân rộng.")

    later = model.assessments.create(
        round=2,
        date=datetime.date(2024, 11, 19),
        conclusion="Nhân rộng được",
        assessed_by=clerk,
        assessed_at=model.created_at,
    )
    for given in marks_for(year):
        later.marks.create(quality=given.quality, mark="met", reason="Đã kiểm tra")

    assert view_of(sheet, "TT3b").mark == "met"


@pytest.mark.parametrize(("outcome", "mark"), [("continues", "met"), ("stopped", "not_met")])
def test_model_of_last_year_counts_by_review(
    clerk, owner, commune, year, criteria, collective, outcome, mark
):
    model = recognized_model(owner, clerk, year, signed_decision(clerk), collective=collective)
    next_year = year.plan.years.create(year=2025)
    with on(11, 20, year=2025):
        sheet = open_evaluation(user=clerk, year=next_year, subject=collective)
        assert view_of(sheet, "TT3b").mark == "not_met"
        review_model(
            user=clerk,
            model_id=model.pk,
            year=next_year,
            date=datetime.date(2025, 10, 25),
            outcome=outcome,
            text="Đã xem tại làng",
        )

        assert view_of(sheet, "TT3b").mark == mark


def test_villages_are_those_alive_on_the_cutoff(clerk, commune, year, sheet):
    stays = make_village(commune, "L01", "Stơr")
    make_village(commune, "L02", "Cũ", valid_to=datetime.date(2024, 12, 30))
    make_village(commune, "L03", "Mới", valid_from=datetime.date(2025, 1, 1))
    rate(clerk, year, "culture_title", "achieved", stays)
    assert view_of(sheet, "TT5b").explanation[0] == "1/1 làng đạt danh hiệu văn hóa (cần 1)."

    year.culture_cutoff = datetime.date(2024, 11, 15)
    year.save(update_fields=["culture_cutoff"])
    sheet.refresh_from_db()

    view = view_of(sheet, "TT5b")
    assert view.mark == "pending"
    assert view.explanation[1] == "Chưa có kết quả: làng Cũ."


def test_facts_of_another_year_or_commune_do_not_count(clerk, stranger, year, sheet, collective):
    last_year = year.plan.years.create(year=2023)
    rate(
        clerk,
        last_year,
        "mass_mobilization",
        "good_completion",
        collective,
        paper_date=datetime.date(2023, 12, 11),
    )
    theirs = make_plan(stranger.commune)
    rate(stranger, theirs, "party_rating", "strong")

    assert [view_of(sheet, code).mark for code in ("TT4", "TT5a")] == ["pending", "pending"]


def test_replaced_record_no_longer_counts(clerk, year, sheet, collective):
    for value in ("good_completion", "completion"):
        rate(clerk, year, "mass_mobilization", value, collective)

    assert view_of(sheet, "TT4").mark == "not_met"


def test_vote_is_taken_of_those_present(clerk, year, sheet):
    vote = make_vote(clerk, sheet, make_award_kind(year, "GK"), votes_for=1)
    absent = vote.meeting.attendance.first()
    absent.present, absent.reason = False, "ốm"
    absent.save()

    assert view_of(sheet, "TT1d").explanation[0].startswith("1/1, ")

    clerk.commune.vote_rules.create(
        code="all",
        quorum_num=2,
        quorum_den=3,
        pass_num=1,
        pass_den=2,
        ratio_base="all_members",
    )
    assert view_of(sheet, "TT1d").explanation[0].startswith("1/2, ")


def test_sheets_of_two_years_are_not_asked_for_together(clerk, year, sheet):
    other = open_evaluation(
        user=clerk, year=year.plan.years.create(year=2025), subject=sheet.collective
    )
    with pytest.raises(ValueError, match="one year"):
        findings_for([sheet, other])


def test_findings_of_three_sheets_take_as_many_queries_as_of_one(
    clerk, owner, year, sheet, own_sheet, collective
):
    recognized_model(owner, clerk, year, signed_decision(clerk), collective=collective)
    third = open_evaluation(user=clerk, year=year, subject=sent_collective(clerk, "Hội Nông dân"))
    counts = []
    for sheets in ([sheet], [sheet, own_sheet, third]):
        with CaptureQueriesContext(connection) as queries:
            findings_for(sheets)
        counts.append(len(queries))

    assert counts == [7, 7]


def test_who_may_know_of_a_sheet(
    request, clerk, year, owner, commune, collective, sheet, own_sheet, stranger, participant
):
    head = make_user(commune, "hoitruong", Role.PARTICIPANT, full_name="Đinh Thị Trưởng")
    Post.objects.create(
        individual=head.individual,
        kind=make_kind(commune, "individual", "CIVIL_SERVANT"),
        title="Chủ tịch Hội",
        heads=collective,
        valid_from=datetime.date(2021, 1, 1),
    )
    vote = make_vote(clerk, sheet, make_award_kind(year, "GK"))
    council_member = make_user(
        commune, "hoidong", Role.PARTICIPANT, individual=vote.meeting.secretary.individual
    )
    people = {
        name: request.getfixturevalue(name)
        for name in ("clerk", "bloc_member", "chair", "viewer", "publicist", "administrator")
    }
    people |= {
        "head": head,
        "owner": owner,
        "participant": participant,
        "council_member": council_member,
        "stranger": stranger,
    }

    def seen():
        return {
            name: {str(row.subject) for row in evaluations_visible_to(user)}
            for name, user in people.items()
        }

    both = {"Hội Phụ nữ xã", owner.individual.full_name}
    while_open = {name: set() for name in people} | {
        **dict.fromkeys(("clerk", "bloc_member", "chair", "viewer"), both),
        "council_member": {"Hội Phụ nữ xã"},
    }
    assert seen() == while_open

    for row in (sheet, own_sheet):
        mark_all(clerk, row)
        conclude_evaluation(user=clerk, evaluation_id=row.pk)
    assert seen() == while_open | {
        "head": {"Hội Phụ nữ xã"},
        "owner": {owner.individual.full_name},
    }


def test_actors_are_roles_and_relations_of_the_same_commune(
    clerk, year, owner, commune, sheet, own_sheet, stranger
):
    vote = make_vote(clerk, sheet, make_award_kind(year, "GK"))
    secretary = make_user(
        commune, "thuky", Role.PARTICIPANT, individual=vote.meeting.secretary.individual
    )

    assert evaluation_actors(sheet, secretary) == {
        Role.PARTICIPANT,
        Relation.COUNCIL_MEMBER,
        Relation.COUNCIL_SECRETARY,
    }
    assert evaluation_actors(own_sheet, owner) == {Role.PARTICIPANT, Relation.NOMINEE}
    assert evaluation_actors(sheet, owner) == {Role.PARTICIPANT}
    assert evaluation_actors(sheet, stranger) == frozenset()


def test_impediments_stand_until_the_day_they_are_cleared(request, clerk, chair, collective, sheet):
    row = Impediment.objects.create(
        collective=collective,
        kind="complaint",
        effect="blocks",
        reason="Đang xác minh",
        paper="Đơn ngày 01/11/2024",
        starts=datetime.date(2024, 11, 1),
        cleared_on=datetime.date(2024, 11, 20),
    )
    days = {d: standing_impediments(collective, datetime.date(2024, 11, d)) for d in (1, 19, 20)}
    assert days == {1: (row,), 19: (row,), 20: ()}

    row.cleared_on = None
    row.save(update_fields=["cleared_on"])
    seen = {
        name: impediments_shown_to(request.getfixturevalue(name), sheet)
        for name in ("clerk", "chair", "bloc_member", "viewer", "administrator", "stranger")
    }
    assert {name for name, rows in seen.items() if rows == (row,)} == {"clerk", "chair"}


def test_readiness_names_what_each_honor_still_lacks(clerk, year, sheet, criteria):
    own = make_award_kind(year, "GK_XA", criteria["TT1a"])
    high = make_award_kind(year, "GK_HUYEN", criteria["TT1a"], criteria["TT4"], criteria["TT5b"])
    past = make_award_kind(year, "GK_CU", criteria["TT1a"])
    past.valid_to = datetime.date(2024, 11, 19)
    past.save(update_fields=["valid_to"])
    Authority.objects.update(own_collective_kind="")
    mark_all(clerk, sheet)

    assert readiness(sheet, findings_of(sheet)) == ((high, ("TT4", "TT5b")), (own, ()))


def test_readiness_says_that_nobody_honors_his_own_collective(clerk, year, sheet, criteria):
    own = make_award_kind(year, "GK_XA", criteria["TT1a"])
    own.authority.own_collective_kind = sheet.collective.kind.code
    own.authority.save(update_fields=["own_collective_kind"])
    mark_all(clerk, sheet)

    assert readiness(sheet, findings_of(sheet)) == ((own, ("không tự khen tập thể của mình",)),)
