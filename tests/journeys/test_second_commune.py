"""Another commune is another file: its own villages, criteria, authorities, codes and symbols."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import DossierState, EvaluationState, OutcomeResult
from awards.models import Award, Dossier
from awards.queries_dossier import checklist_of
from awards.queries_evaluation import findings_of
from awards.services.dossier import (
    appraise_dossier,
    decide_dossier,
    send_dossier,
    sign_dossier,
)
from awards.services.nomination import propose_nomination
from dandvan import clock
from dandvan.errors import DomainError
from models_registry.enums import ModelState
from models_registry.services.recognition import record_decision
from tests.awards.paper_cast import make_paper_cast
from tests.awards.pdf_text import page_texts
from tests.journeys.second_cast import (
    SecondCast,
    checked_dossier,
    concluded,
    held_meeting,
    make_second_cast,
    on,
    put_forward,
    recognized_models,
    record_year,
    submitted_model,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_aside")]


@pytest.fixture
def cast() -> SecondCast:
    return make_second_cast()


@pytest.fixture
def honored(cast) -> SecondCast:
    """The commune with two recognized models and the facts of its year."""
    recognized_models(cast)
    record_year(cast)
    return cast


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def appraised(cast: SecondCast, subject, code: str, number: str) -> Dossier:
    """One nominee, voted for unanimously and taken over on 17/11/2026."""
    row = put_forward(cast, concluded(cast, subject), code)
    dossier = checked_dossier(cast, code, row)
    held_meeting(cast, row, number=number)
    with on(11, 17, 17):
        return appraise_dossier(user=cast.secretary, dossier_id=dossier.pk)


def signed(cast: SecondCast) -> Dossier:
    """The office's dossier to the province, signed on 18/11/2026."""
    dossier = appraised(cast, cast.office, "BANG_KHEN", "03/BB-HĐTĐ")
    with on(11, 18):
        return sign_dossier(
            user=cast.chair,
            dossier_id=dossier.pk,
            number_text="77/TTr-UBND",
            date=clock.today(),
            signer=cast.signer,
        )


def test_a_dossier_goes_to_the_authority_of_this_commune(honored):
    dossier = signed(honored)
    with on(11, 19):
        dossier = send_dossier(user=honored.clerk, dossier_id=dossier.pk, sent_on=clock.today())

    text = " ".join(page_texts(bytes(dossier.proposal.content)))
    assert (dossier.code, dossier.state) == ("HS-2026-01", DossierState.SENT)
    assert dossier.receiving_office.name == "Sở Nội vụ tỉnh Gia Lai"
    assert dossier.regime.code == "ND152"
    assert [(row.component.code, row.status) for row in checklist_of(dossier)] == [
        (code, "present") for code in ("EVALUATIONS", "REPORTS", "MINUTES", "PROPOSAL", "LIST")
    ]
    for words in (
        *("XÃ KON HÀ NỪNG", "TỈNH GIA LAI", "Chủ tịch Ủy ban nhân dân tỉnh Gia Lai"),
        "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        *("Kế hoạch số 15/KH-UBND", "Sở Nội vụ tỉnh", "Lưu: VT, VHXH"),
    ):
        assert words in text
    for words in ("Tơ Tung", "Kbang", "huyện"):
        assert words not in text


def test_an_answer_of_the_province_honors_the_office(honored):
    dossier = signed(honored)
    with on(11, 19):
        send_dossier(user=honored.clerk, dossier_id=dossier.pk, sent_on=clock.today())
    with on(12, 20):
        decision = record_decision(
            user=honored.clerk,
            authority=honored.commune.authorities.get(code="CHU_TICH_TINH"),
            number_text="900/QĐ-CT",
            date=clock.today(),
            title="Tặng Bằng khen",
        )
        decide_dossier(
            user=honored.clerk,
            dossier_id=dossier.pk,
            decision=decision,
            outcomes=[(dossier.nominations.get(), OutcomeResult.GRANTED, "")],
        )

    award = Award.objects.get()
    assert (award.collective, str(award.decision.paper)) == (honored.office, "900/QĐ-CT")


def test_the_commune_decides_its_own_dossier(honored):
    dossier = appraised(honored, honored.owner.individual, "GIAY_KHEN", "04/BB-HĐTĐ")
    with on(11, 18):
        decision = record_decision(
            user=honored.chair,
            authority=honored.commune.authorities.get(code="CHU_TICH_XA"),
            number_text="150/QĐ-UBND",
            date=clock.today(),
            title="Tặng Giấy khen",
            signer=honored.signer,
        )
        dossier = decide_dossier(
            user=honored.chair,
            dossier_id=dossier.pk,
            decision=decision,
            outcomes=[(dossier.nominations.get(), OutcomeResult.GRANTED, "")],
        )

    assert dossier.state == DossierState.DECIDED
    assert dossier.nominations.get().evaluation.state == EvaluationState.FROZEN
    assert Award.objects.get().individual == honored.owner.individual


def test_a_quality_that_the_plan_does_not_require_bars_no_recognition(cast):
    rows, _ = recognized_models(cast)

    assert [(row.code, row.state) for row in rows] == [
        ("MH-2026-01", ModelState.RECOGNIZED),
        ("MH-2026-02", ModelState.RECOGNIZED),
    ]


@pytest.mark.parametrize(("titled", "mark"), [(4, "not_met"), (5, "met")])
def test_thresholds_are_those_of_this_plan(cast, titled, mark):
    recognized_models(cast)
    record_year(cast, titled=titled)

    with on(11, 12):
        marks = {row.criterion.code: row.mark for row in findings_of(concluded(cast, cast.office))}

    assert marks == {"T1": "met", "T2": "pending", "T3": mark}


def test_too_few_titled_villages_bar_the_province_but_not_the_commune(cast):
    recognized_models(cast)
    record_year(cast, titled=4)
    sheet = concluded(cast, cast.office)

    with on(11, 13):
        with pytest.raises(DomainError) as refused:
            propose_nomination(user=cast.clerk, evaluation=sheet, award_kind=cast.kind("BANG_KHEN"))
        row = propose_nomination(
            user=cast.clerk, evaluation=sheet, award_kind=cast.kind("GIAY_KHEN")
        )

    assert len(refused.value.reasons) == 1
    assert "4/7 làng đạt danh hiệu văn hóa (cần 5)." in refused.value.reasons[0]
    assert row.award_kind.code == "GIAY_KHEN"


def test_the_chairman_here_does_not_award_his_own_committee_either(honored):
    sheet = concluded(honored, honored.committee)

    with on(11, 13), pytest.raises(DomainError) as refused:
        propose_nomination(
            user=honored.clerk, evaluation=sheet, award_kind=honored.kind("GIAY_KHEN")
        )

    assert any("tự khen" in reason for reason in refused.value.reasons)


OF_A_MODEL = (
    "models_registry:model_detail",
    "admin:models_registry_danvanmodel_change",
)
OF_AN_EVALUATION = ("awards:evaluation_detail", "admin:awards_evaluation_change")
OF_A_DOSSIER = (
    "awards:dossier_detail",
    "awards:dossier_bundle",
    "admin:awards_dossier_change",
)


def addresses(dv_model, nomination, dossier, meeting) -> list[str]:
    """Every reading page of the things of one commune."""
    sheet = nomination.evaluation
    return [
        *(reverse(name, args=[dv_model.pk]) for name in OF_A_MODEL),
        *(reverse(name, args=[sheet.pk]) for name in OF_AN_EVALUATION),
        reverse("awards:evaluation_paper", args=[sheet.pk]),
        reverse("awards:nomination_detail", args=[nomination.pk]),
        reverse("awards:report_detail", args=[nomination.achievement_report.pk]),
        reverse("awards:meeting_detail", args=[meeting.pk]),
        *(reverse(name, args=[dossier.pk]) for name in OF_A_DOSSIER),
        reverse("awards:dossier_paper", args=[dossier.pk, "to-trinh"]),
    ]


def test_two_communes_in_one_database_see_nothing_of_each_other(cast):
    first = make_paper_cast(with_collective=False)
    recognized_models(cast)
    record_year(cast)
    dossier = signed(cast)
    row = dossier.nominations.get()
    meeting = row.votes.get().meeting
    dv_model = submitted_model(cast, "Ngõ xóm sáng đèn")
    own = addresses(dv_model, row, dossier, meeting)
    theirs = addresses(first.dv_model, first.nominations[0], first.dossier, first.meeting)
    with on(11, 19):
        seen = {
            user.username: [signed_in(user).get(url).status_code for url in urls]
            for user, urls in ((cast.clerk, theirs), (first.clerk, own))
        }
        readable = [signed_in(cast.clerk).get(url, follow=True).status_code for url in own]

    assert seen == {name: [404] * len(own) for name in seen}
    assert readable == [200] * len(own)


def test_lists_show_only_what_is_ones_own(cast):
    make_paper_cast(with_collective=False)
    submitted_model(cast, "Ngõ xóm sáng đèn")

    with on(11, 19):
        client = signed_in(cast.clerk)
        pages = {
            name: client.get(reverse(name)).content.decode()
            for name in (
                "home",
                "models_registry:model_list",
                "awards:dossier_list",
                "awards:evaluation_list",
                "awards:nomination_list",
                "awards:report_list",
                "awards:meeting_list",
                "awards:calendar",
                "admin:index",
                "admin:models_registry_danvanmodel_changelist",
                "admin:models_registry_individual_changelist",
                "admin:models_registry_decision_changelist",
                "admin:awards_dossier_changelist",
                "admin:awards_evaluation_changelist",
            )
        }

    for name, page in pages.items():
        for words in ("Tơ Tung", "Trịnh Quốc Dương", "Hiến đất, góp công", "HS-2024-01"):
            assert words not in page, (name, words)
    assert "Ngõ xóm sáng đèn" in pages["models_registry:model_list"]


def test_numbers_and_codes_of_two_communes_do_not_meet(honored):
    make_paper_cast(with_collective=False)
    decision = record_first_number(honored)

    assert str(decision.paper) == "112/QĐ-UBND"
    assert set(Dossier.objects.values_list("commune__code", "code")) == {("to-tung", "HS-2024-01")}


def record_first_number(cast: SecondCast):
    """A decision with the number that the other commune's chairman has used as well."""
    with on(11, 20):
        return record_decision(
            user=cast.clerk,
            authority=cast.commune.authorities.get(code="CHU_TICH_XA"),
            number_text="112/QĐ-UBND",
            date=clock.today(),
            title="Khen thưởng đợt 1",
            signer=cast.signer,
        )
