"""Pages of a dossier ask the database as often for three nominees as for one."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Dossier
from awards.queries_council import vote_of, votes_of
from awards.queries_dossier import cases_of, checklist_of, dossier_facts, read_dossier
from awards.queries_evaluation import impediments_of, standing_impediments
from awards.queries_resting import models_behind, models_behind_each
from models_registry.enums import MemberPart, ModelState
from models_registry.models import DanVanModel, Impediment, Individual
from tests.awards.award_steps import (
    closed,
    confirmed_report,
    filled_dossier,
    nominated,
    upward_kind,
    voted,
)
from tests.awards.web_cast import WebCast, another_person, make_web_cast, on
from tests.factories import make_draft

NAMES = ("Đinh Văn Tư", "Đinh Thị Năm")
DAY = datetime.date(2024, 11, 19)


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


def led_model(cast: WebCast, person: Individual, code: str) -> DanVanModel:
    """A recognized model that this person leads."""
    dv_model = make_draft(cast.clerk, cast.year, state=ModelState.RECOGNIZED, code=code)
    dv_model.members.all().delete()
    dv_model.members.create(individual=person, part=MemberPart.LEAD)
    return dv_model


def dossier_of(cast: WebCast, nominees: int) -> Dossier:
    """A dossier whose nominees lead a model each, have their reports and were voted on."""
    kind = upward_kind(cast)
    subjects = [None, *(another_person(cast, name) for name in NAMES)][:nominees]
    rows = [nominated(cast, kind, subject) for subject in subjects]
    for number, row in enumerate(rows, start=1):
        led_model(cast, row.subject, f"MH-2024-0{number}")
        confirmed_report(cast, row)
    dossier = filled_dossier(cast, *rows)
    closed(cast, voted(cast, *rows))
    return dossier


@pytest.mark.parametrize("nominees", [1, 3])
@pytest.mark.parametrize(
    ("name", "who", "queries"),
    [
        ("awards:dossier_detail", "chair", 32),
        ("awards:dossier_detail", "clerk", 32),
        ("admin:awards_dossier_workbench", "clerk", 33),
    ],
)
def test_pages_of_a_dossier_ask_as_often_for_one_nominee_as_for_three(
    cast, name, who, queries, nominees, django_assert_num_queries
):
    dossier = dossier_of(cast, nominees)
    client = Client()
    client.force_login(getattr(cast, who))
    address = reverse(name, args=[dossier.pk])
    with on(19):
        client.get(address)
        with django_assert_num_queries(queries):
            page = client.get(address)

    assert len(page.context["cases"]) == nominees


def test_what_was_read_once_gives_the_same_facts(cast, django_assert_num_queries):
    dossier = dossier_of(cast, 3)
    with on(19):
        reading = read_dossier(dossier)
        again = dossier_facts(dossier, DAY)
        with django_assert_num_queries(1):
            facts = dossier_facts(dossier, DAY, reading=reading)

    assert facts == again
    assert facts.nominees == 3
    assert reading.parts == checklist_of(dossier, cases_of(dossier))


def test_reads_for_several_nominees_are_those_for_each(cast):
    dossier = dossier_of(cast, 3)
    rows = read_dossier(dossier).nominations
    subjects = [row.subject for row in rows]
    Impediment.objects.create(
        individual=subjects[1],
        kind="discipline",
        effect="blocks",
        reason="Khiển trách.",
        paper="12/QĐ-UBND",
        starts=DAY,
    )

    assert votes_of(rows) == {row.pk: vote_of(row) for row in rows}
    assert impediments_of(subjects, DAY) == {
        row: standing_impediments(row, DAY) for row in subjects
    }
    assert [len(found) for found in impediments_of(subjects, DAY).values()] == [0, 1, 0]
    behind = models_behind_each(subjects, cast.year)
    assert behind == {row: models_behind(row, cast.year) for row in subjects}
    assert [[row.code for row in found] for found in behind.values()] == [
        ["MH-2024-01"],
        ["MH-2024-02"],
        ["MH-2024-03"],
    ]
