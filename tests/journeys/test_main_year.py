"""One year through the real pages, each step by its own role, on the plan of xã Tơ Tung."""

from __future__ import annotations

import pytest

from awards.enums import DossierState, EvaluationState, NominationState
from awards.models import Award, Nomination
from dandvan.roles import Role
from models_registry.enums import ModelState
from tests.awards.pdf_text import page_texts
from tests.browser.cast import YearCast, make_year_cast
from tests.factories import make_user
from tests.journeys import award_pages as awards
from tests.journeys import registry_steps as registry
from tests.journeys.people import Person
from tests.journeys.year_steps import (
    OBJECTION,
    check_and_appraise,
    put_forward_by_pages,
    recognized,
    sign,
)
from tests.models_registry.model_steps import on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_aside")]


@pytest.fixture
def cast() -> YearCast:
    return make_year_cast()


def test_a_model_becomes_a_dossier_that_the_district_answers(cast):
    recognized(cast)
    row = put_forward_by_pages(cast)
    dossier = awards.make_dossier(cast.clerk, row)
    awards.hold_meeting(cast.clerk, row, 5)
    check_and_appraise(cast, dossier, 17)
    with on(11, 18, 18):
        chair = Person(cast.chair).open("awards:dossier_detail", dossier.pk)
        chair.press("Trả lại để bổ sung", note="Bổ sung trang cuối của thông báo xếp loại.")
        desk = awards.at_dossier(cast.clerk, dossier).sees("Bổ sung trang cuối")
        awards.add_file(desk, dossier, "RATING_PAPERS", "97/TB-UBND", "13/11/2024")
    check_and_appraise(cast, dossier, 19)
    sign(cast, dossier)
    with on(11, 20):
        desk = awards.at_dossier(cast.clerk, dossier)
        assert "Gửi hồ sơ" not in [*desk.buttons(), *desk.links()]
        desk.sees("Còn thiếu: Bản chụp bộ hồ sơ đã ký (chưa tải lên).")
        awards.add_file(desk, dossier, "SIGNED_SCAN", "58/TTr-UBND", "19/11/2024")
        desk.follow("Gửi hồ sơ").press("Gửi hồ sơ", sent_on="20/11/2024").sees("Đã gửi")
        bundle = desk.open("awards:dossier_bundle", dossier.pk).response
        proposal = desk.open("awards:paper_pdf", dossier.pk, "to-trinh", "ban-hanh").response
    with on(12, 23):
        desk = awards.at_dossier(cast.clerk, dossier).follow("Nhập kết quả của cấp trên")
        desk.press(
            "Nhập kết quả của cấp trên",
            number_text="3105/QĐ-UBND",
            date="20/12/2024",
            title="Về việc tặng Giấy khen",
            **{f"result_{row.pk}": "granted"},
        )
        nominee = Person(cast.owner).open("awards:nomination_detail", row.pk)

    nominee.sees("Được khen", "3105/QĐ-UBND")
    dossier.refresh_from_db()
    row.evaluation.refresh_from_db()
    assert (dossier.state, row.evaluation.state) == (DossierState.DECIDED, EvaluationState.FROZEN)
    assert Award.objects.get().individual == cast.owner.individual
    assert [step.edge for step in dossier.transitions.all()] == [
        *("create", "check", "appraise", "return", "check", "appraise", "sign", "send", "decide")
    ]
    pages = page_texts(bundle.content)
    text = " ".join(pages)
    for words in (
        "Tờ trình số 58/TTr-UBND",
        "07/BB-HĐTĐKT",
        "112/QĐ-UBND",
        "Văn bản xếp loại năm số 97/TB-UBND ngày 13/11/2024",
        "Lương Thị Ngát",
        "623",
    ):
        assert words in text
    assert "DỰ THẢO" not in text
    assert proposal.content == bytes(dossier.proposal.content)


def test_every_step_of_the_year_was_taken_by_its_own_role(cast):
    dv_model = recognized(cast)
    row = put_forward_by_pages(cast)

    assert [(step.edge, step.by.username) for step in dv_model.transitions.all()] == [
        ("submit", "tuphap"),
        ("return", "vanphong"),
        ("resubmit", "tuphap"),
        ("accept", "vanphong"),
        ("report", "tuphap"),
        ("assess", "danvan"),
        ("recognize", "vanphong"),
    ]
    assert dv_model.transitions.last().signer == cast.commune.signers.get()
    assert [(step.edge, step.by.username) for step in row.transitions.all()] == [
        ("propose", "vanphong"),
        ("object", "danvan"),
        ("repropose", "vanphong"),
        ("agree", "danvan"),
        ("put_forward", "chutich"),
    ]
    assert row.transitions.get(edge="object").note == OBJECTION
    assert row.state == NominationState.PUT_FORWARD


def test_one_decision_recognizes_one_model_and_declines_the_other(cast):
    other = make_user(cast.commune, "diachinh", Role.PARTICIPANT, full_name="Trịnh Văn Đất")
    rows = []
    for owner, name in ((cast.owner, "Tư pháp về làng"), (other, "Sổ đỏ trao tận nhà")):
        row = registry.register(owner, name)
        registry.accept(cast.clerk, row)
        registry.report(owner, row, "623")
        rows.append(row)
    registry.assess(cast.bloc, rows[0])
    registry.assess(cast.bloc, rows[1], failing="replicable")
    reason = "Chưa có cách làm để làng khác làm theo."
    registry.decide(
        cast.clerk,
        "112/QĐ-UBND",
        cast.commune.signers.get(),
        {rows[0]: ("recognized", ""), rows[1]: ("declined", reason)},
    )

    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == [ModelState.RECOGNIZED, ModelState.DECLINED]
    with on(11, 16):
        Person(other).open("models_registry:model_detail", rows[1].pk).sees(reason)
        stranger = Person(cast.owner).open("models_registry:model_detail", rows[1].pk)
    assert reason not in stranger.text
    assert Nomination.objects.count() == 0
