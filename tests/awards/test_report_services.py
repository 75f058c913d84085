"""Báo cáo thành tích: begun from records, sent, confirmed by the superior, taken back."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from awards.enums import ReportState
from awards.models import AchievementReport
from awards.queries_resting import achievement_notes, begun_text, models_behind
from awards.services.achievement_report import (
    confirm_achievement_report,
    return_achievement_report,
    save_achievement_report,
    start_achievement_report,
    submit_achievement_report,
)
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from models_registry.models import Indicator, IndicatorValue, Regime
from tests.awards.award_steps import paper, sent_report
from tests.awards.web_cast import WebCast, make_web_cast, on, proposed
from tests.factories import make_authority, make_signer, make_village
from tests.models_registry.model_steps import make_decision, recognized_model

DAY = datetime.date(2024, 11, 17)


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


@pytest.fixture
def nomination(cast):
    return proposed(cast)


def start(cast: WebCast, nomination, **given) -> AchievementReport:
    with on(15, 11):
        return start_achievement_report(**{"user": cast.clerk, "nomination": nomination, **given})


def test_start_takes_the_form_of_the_decree_and_of_the_subject(cast, nomination):
    report = start(cast, nomination)

    assert (report.form.code, report.state) == ("M-individual", ReportState.DRAFT)
    assert start(cast, nomination).pk == report.pk


def test_start_begins_with_models_verified_figures_and_decision(cast, year, commune):
    decision = make_decision(
        cast.clerk, make_authority(commune, "KHAC"), make_signer(cast.chair.individual)
    )
    dv_model = recognized_model(
        cast.nominee,
        cast.clerk,
        year,
        decision,
        individual=cast.nominee.individual,
        collective=None,
    )
    indicator = Indicator.objects.create(dv_model=dv_model, name="Hồ sơ", unit="lượt", kind="other")
    for reported, verified in ((700, 623), (50, None)):
        IndicatorValue.objects.create(
            indicator=indicator,
            date=DAY,
            reported=reported,
            verified=verified,
            is_current=verified is not None,
            recorded_by=cast.clerk,
            recorded_at=dv_model.created_at,
        )

    text = begun_text(models_behind(cast.nominee.individual, year))

    assert text == (
        "Mô hình “Ngôi nhà xanh” (năm 2024). Đã có 06 điểm thu gom. "
        "Số liệu đã kiểm tra: Hồ sơ: 623 lượt. "
        "Được công nhận tại Quyết định số 112/QĐ-UBND ngày 15/11/2024."
    )


def test_start_never_takes_a_partly_verified_sum_for_the_whole(cast, year, commune):
    decision = make_decision(
        cast.clerk, make_authority(commune, "KHAC"), make_signer(cast.chair.individual)
    )
    dv_model = recognized_model(
        cast.nominee,
        cast.clerk,
        year,
        decision,
        individual=cast.nominee.individual,
        collective=None,
    )
    indicator = Indicator.objects.create(
        dv_model=dv_model, name="Hộ hiến đất", unit="hộ", kind="households"
    )
    for code, verified in (("L91", 25), ("L92", None)):
        IndicatorValue.objects.create(
            indicator=indicator,
            village=make_village(commune, code, f"Làng {code}"),
            date=DAY,
            reported=25,
            verified=verified,
            recorded_by=cast.clerk,
            recorded_at=dv_model.created_at,
        )

    assert "Số liệu đã kiểm tra" not in begun_text(models_behind(cast.nominee.individual, year))


def test_report_says_where_its_numbers_differ_from_the_figures_of_its_models(
    client, cast, year, commune, nomination
):
    decision = make_decision(
        cast.clerk, make_authority(commune, "KHAC"), make_signer(cast.chair.individual)
    )
    dv_model = recognized_model(
        cast.nominee,
        cast.clerk,
        year,
        decision,
        individual=cast.nominee.individual,
        collective=None,
    )
    indicator = Indicator.objects.create(
        dv_model=dv_model, name="Diện tích đất hiến", unit="m²", kind="land_m2"
    )
    for code, reported in (("L91", 1325), ("L92", 1940)):
        IndicatorValue.objects.create(
            indicator=indicator,
            village=make_village(commune, code, f"Làng {code}"),
            date=DAY,
            reported=reported,
            recorded_by=cast.clerk,
            recorded_at=dv_model.created_at,
        )
    report = start(cast, nomination)
    report.achievement = "Vận động hiến 3.265 m² đất, riêng một làng 1.940 m²."
    report.measures = "Đo lại được 3.625 m²."

    sentence = "“3.625 m²” trong lời, 3.265 m² trong bảng số liệu (Diện tích đất hiến)."
    assert achievement_notes(report) == [sentence]
    report.save(update_fields=["achievement", "measures"])
    client.force_login(cast.clerk)
    page = client.get(reverse("awards:report_detail", args=[report.pk]))
    assert sentence in page.content.decode()


def test_start_refused_without_a_form_in_force(cast, nomination):
    Regime.objects.update(valid_to=datetime.date(2023, 12, 31))

    with pytest.raises(DomainError) as refused:
        start(cast, nomination)

    assert refused.value.reasons == (
        "Chưa khai báo mẫu báo cáo thành tích cho ngày này trong kế hoạch.",
    )


def test_start_refused_for_praise(cast, nomination):
    cast.award_kind.makes_dossier = False
    cast.award_kind.save(update_fields=["makes_dossier"])

    with pytest.raises(DomainError) as refused:
        start(cast, nomination)

    assert refused.value.reasons == (
        "“Giấy khen của Chủ tịch UBND xã” không cần báo cáo thành tích.",
    )


@pytest.mark.parametrize("who", ["bloc", "chair", "member", "outsider"])
def test_only_nominee_and_clerk_write(cast, nomination, who):
    with pytest.raises(NotAllowed):
        start(cast, nomination, user=getattr(cast, who))

    assert AchievementReport.objects.count() == 0


def test_save_refuses_a_stale_form_and_keeps_what_is_stored(cast, nomination):
    report = start(cast, nomination)
    given = {"user": cast.nominee, "report_id": report.pk, "version": report.version}
    save_achievement_report(**given, values={"achievement": "Bản mới"})

    with pytest.raises(StaleRecord):
        save_achievement_report(**given, values={"achievement": "Bản cũ"})

    report.refresh_from_db()
    assert report.achievement == "Bản mới"


def test_submit_refused_while_empty(cast, nomination):
    report = start(cast, nomination)

    with pytest.raises(DomainError) as refused:
        submit_achievement_report(user=cast.nominee, report_id=report.pk)

    report.refresh_from_db()
    assert refused.value.reasons == ("Chưa gửi được: còn thiếu thành tích đạt được.",)
    assert (report.state, report.submitted_on) == (ReportState.DRAFT, None)


def test_a_sent_report_is_not_written_any_more(cast, nomination):
    report = sent_report(cast, nomination)

    with pytest.raises(DomainError) as refused:
        save_achievement_report(
            user=cast.clerk, report_id=report.pk, version=None, values={"achievement": "Khác"}
        )

    assert refused.value.reasons == (
        "Báo cáo đang ở trạng thái “Chờ xác nhận” nên không sửa được.",
    )


def test_head_of_the_unit_confirms_with_his_name_and_post(cast, nomination):
    report = sent_report(cast, nomination)
    with on(17):
        confirm_achievement_report(user=cast.chair, report_id=report.pk, confirmed_on=DAY)

    report.refresh_from_db()
    assert (report.state, report.confirmer_name, report.confirmer_post) == (
        ReportState.CONFIRMED,
        "Nguyễn Văn Chủ",
        "Công chức",
    )


@pytest.mark.parametrize("who", ["bloc", "clerk", "nominee", "member"])
def test_nobody_else_confirms_without_paper(cast, nomination, who):
    report = sent_report(cast, nomination)

    with on(17), pytest.raises(NotAllowed):
        confirm_achievement_report(user=getattr(cast, who), report_id=report.pk, confirmed_on=DAY)

    report.refresh_from_db()
    assert (report.state, report.confirmed_on) == (ReportState.SUBMITTED, None)


def test_clerk_records_the_confirmation_from_the_signed_report(cast, nomination):
    report = sent_report(cast, nomination)
    trace = paper(cast, "Báo cáo")
    with on(17):
        confirm_achievement_report(
            user=cast.clerk, report_id=report.pk, confirmed_on=DAY, paper=trace
        )

    report.refresh_from_db()
    assert (report.confirmer_name, report.confirmer_post, report.signed_scan) == (
        "Nguyễn Văn Chủ",
        "Chủ tịch",
        trace.scan,
    )


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (14, "Ngày xác nhận 14/11/2024 không thể trước ngày báo cáo 15/11/2024."),
        (18, "Ngày xác nhận 18/11/2024 chưa tới. Kiểm tra lại ngày."),
    ],
)
def test_confirm_refused_on_an_impossible_day(cast, nomination, day, sentence):
    report = sent_report(cast, nomination)

    with on(17), pytest.raises(DomainError) as refused:
        confirm_achievement_report(
            user=cast.chair, report_id=report.pk, confirmed_on=datetime.date(2024, 11, day)
        )

    report.refresh_from_db()
    assert refused.value.reasons == (sentence,)
    assert report.state == ReportState.SUBMITTED


def test_return_takes_the_confirmation_back(cast, nomination):
    report = sent_report(cast, nomination)
    with on(17):
        confirm_achievement_report(user=cast.chair, report_id=report.pk, confirmed_on=DAY)
        return_achievement_report(user=cast.clerk, report_id=report.pk, note="Sửa số liệu")

    report.refresh_from_db()
    assert (report.state, report.confirmed_on, report.confirmer_name) == ("draft", None, "")
    assert report.transitions.last().note == "Sửa số liệu"


def test_return_needs_a_reason(cast, nomination):
    report = sent_report(cast, nomination)

    with on(17), pytest.raises(DomainError) as refused:
        return_achievement_report(user=cast.clerk, report_id=report.pk, note="")

    assert refused.value.reasons == ("Ghi lý do khi “Trả lại để sửa”.",)


def test_report_of_another_commune_is_not_found(cast, nomination, stranger):
    report = start(cast, nomination)

    with pytest.raises(DomainError) as refused:
        submit_achievement_report(user=stranger, report_id=report.pk)

    assert refused.value.reasons == ("Không tìm thấy báo cáo thành tích này.",)
