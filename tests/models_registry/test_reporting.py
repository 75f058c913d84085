"""Figures reported and checked, reports, late days, reminders."""

from datetime import date
from decimal import Decimal

import pytest

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from models_registry.enums import WindowKind
from models_registry.models import IndicatorValue, ModelReport, YearWindow
from models_registry.services.acceptance import CorrectionInput
from models_registry.services.figures import (
    FigureInput,
    VerifiedInput,
    record_figures,
    verify_figures,
)
from models_registry.services.registration import answer_correction
from models_registry.services.reminders import remind_owner
from models_registry.services.reporting import (
    return_report,
    send_result,
    write_report,
)
from tests.factories import make_village
from tests.models_registry.model_steps import accepted_model, on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _october():
    with on(10, 25):
        yield


@pytest.fixture
def accepted(owner, clerk, year):
    YearWindow.objects.create(
        year=year,
        code="BC",
        kind=WindowKind.RESULT_REPORT,
        name="Nộp báo cáo kết quả",
        starts=date(2024, 10, 1),
        ends=date(2024, 10, 31),
    )
    return accepted_model(owner, clerk, year)


@pytest.fixture
def village(accepted):
    return accepted.villages.get()


@pytest.fixture
def waste(accepted):
    return accepted.indicators.create(name="Rác nhựa thu gom", unit="kg", kind="other", target=1500)


def record(user, dv_model, *rows):
    record_figures(user=user, model_id=dv_model.pk, figures=rows, date=clock.today())


def report(user, dv_model, text="Đã có 06 điểm thu gom.", **overrides):
    given = {"kind": "result", "date": clock.today(), **overrides}
    return write_report(user=user, model_id=dv_model.pk, text=text, **given)


def test_record_figures_keeps_the_former_row(owner, accepted, waste, village):
    record(owner, accepted, FigureInput(waste, village, Decimal(700)))
    record(owner, accepted, FigureInput(waste, village, Decimal(700)))
    record(owner, accepted, FigureInput(waste, village, Decimal(720)))

    rows = IndicatorValue.objects.order_by("id").values_list("reported", "is_current")
    assert list(rows) == [(Decimal(700), False), (Decimal(720), True)]


def test_record_figures_for_the_whole_replaces_those_by_village(owner, accepted, waste, village):
    record(owner, accepted, FigureInput(waste, village, Decimal(700)))
    record(owner, accepted, FigureInput(waste, None, Decimal(1870)))

    current = IndicatorValue.objects.filter(is_current=True)
    assert [(row.village, row.reported) for row in current] == [(None, Decimal(1870))]


def test_record_figures_refuses_wrong_rows_and_writes_nothing(
    commune, owner, accepted, waste, village
):
    elsewhere = make_village(commune, "L02", "Klếch")
    for rows, sentence in (
        (
            [FigureInput(waste, elsewhere, Decimal(1))],
            "Rác nhựa thu gom: làng Klếch không thuộc địa bàn của mô hình.",
        ),
        (
            [FigureInput(waste, village, Decimal(-1))],
            "Rác nhựa thu gom, làng Stơr: nhập số từ 0 trở lên, tối đa 14 chữ số.",
        ),
        (
            [FigureInput(waste, village, Decimal(1)), FigureInput(waste, None, Decimal(2))],
            "Rác nhựa thu gom: nhập theo làng hoặc nhập số chung, không nhập cả hai.",
        ),
        (
            [FigureInput(waste, None, Decimal(1)), FigureInput(waste, None, Decimal(2))],
            "Rác nhựa thu gom: có hai số liệu cho cùng một nơi.",
        ),
    ):
        with pytest.raises(DomainError) as refused:
            record(owner, accepted, *rows)
        assert refused.value.reasons == (sentence,)
    assert IndicatorValue.objects.count() == 0


def test_record_figures_refuses_others_and_a_day_to_come(
    owner, participant, accepted, waste, village
):
    row = FigureInput(waste, village, Decimal(1))
    with pytest.raises(NotAllowed):
        record(participant, accepted, row)
    with pytest.raises(DomainError):
        record_figures(user=owner, model_id=accepted.pk, figures=[row], date=date(2024, 10, 26))
    assert IndicatorValue.objects.count() == 0


def test_verify_figures_stands_beside_the_reported_one(
    owner, bloc_member, accepted, waste, village
):
    record(owner, accepted, FigureInput(waste, village, Decimal(700)))
    checked = VerifiedInput(Decimal(690), indicator=waste, village=village)
    for _ in range(2):
        verify_figures(user=bloc_member, model_id=accepted.pk, figures=[checked])

    rows = IndicatorValue.objects.order_by("id").values_list("reported", "verified", "is_current")
    assert list(rows) == [(Decimal(700), None, False), (Decimal(700), Decimal(690), True)]


def test_verify_figures_refuses_owner_own_model_and_unreported(
    owner, clerk, year, accepted, waste, village
):
    checked = VerifiedInput(Decimal(690), indicator=waste, village=village)
    with pytest.raises(NotAllowed):
        verify_figures(user=owner, model_id=accepted.pk, figures=[checked])
    with pytest.raises(DomainError) as refused:
        verify_figures(user=clerk, model_id=accepted.pk, figures=[checked])
    assert refused.value.reasons == ("Chưa có số báo cáo của Rác nhựa thu gom để kiểm tra.",)

    accepted.members.create(individual=clerk.individual, part="helper")
    record(owner, accepted, FigureInput(waste, village, Decimal(700)))
    with pytest.raises(DomainError):
        verify_figures(user=clerk, model_id=accepted.pk, figures=[checked])
    assert IndicatorValue.objects.get().verified is None


def test_write_report_result_replaces_the_current_one(owner, accepted, waste, village):
    first = report(owner, accepted, figures=[FigureInput(waste, village, Decimal(700))])
    second = report(owner, accepted, "Đã cộng lại.")
    progress = report(owner, accepted, "Đang làm.", kind="progress")

    first.refresh_from_db()
    assert (first.is_current, second.is_current, progress.is_current) == (False, True, True)
    assert waste.values.get().reported == 700


def test_write_report_refused_says_all_reasons_and_writes_nothing(owner, accepted, waste, village):
    with pytest.raises(DomainError) as refused:
        report(
            owner,
            accepted,
            " ",
            date=date(2024, 3, 1),
            kind="khác",
            figures=[FigureInput(waste, village, Decimal(-5))],
        )

    assert refused.value.reasons == (
        "Rác nhựa thu gom, làng Stơr: nhập số từ 0 trở lên, tối đa 14 chữ số.",
        "Ngày báo cáo không thể trước ngày đăng ký mô hình.",
        "Chọn loại báo cáo: tiến độ hoặc kết quả.",
        "Viết nội dung báo cáo.",
    )
    assert (ModelReport.objects.count(), IndicatorValue.objects.count()) == (0, 0)


def test_write_report_for_somebody_needs_its_source(clerk, participant, accepted):
    with pytest.raises(DomainError):
        report(clerk, accepted)
    with pytest.raises(NotAllowed):
        report(participant, accepted, on_behalf_source="paper")
    written = report(clerk, accepted, on_behalf_source="paper")

    assert (written.on_behalf_source, written.written_by) == ("paper", clerk)


def test_send_result_needs_a_report_and_is_done_once(owner, accepted):
    with pytest.raises(DomainError) as refused:
        send_result(user=owner, model_id=accepted.pk)
    assert refused.value.reasons == (
        "Chưa có báo cáo kết quả. Viết báo cáo kết quả trước khi gửi.",
    )

    report(owner, accepted)
    sent = send_result(user=owner, model_id=accepted.pk)
    with pytest.raises(DomainError):
        send_result(user=owner, model_id=accepted.pk)

    assert sent.state == "reported"
    assert [t.edge for t in sent.transitions.all()] == ["submit", "accept", "report"]


@pytest.mark.parametrize(("day", "late"), [((10, 31), 0), ((11, 1), 1), ((11, 5), 5)])
def test_send_result_counts_late_days(owner, accepted, day, late):
    with on(*day):
        report(owner, accepted)
        send_result(user=owner, model_id=accepted.pk)

    assert accepted.reports.get().late_days == late


def test_send_result_refused_for_others(participant, owner, accepted):
    report(owner, accepted)
    with pytest.raises(NotAllowed):
        send_result(user=participant, model_id=accepted.pk)
    accepted.refresh_from_db()
    assert accepted.state == "accepted"


def test_return_report_blocks_until_answered_and_written_again(owner, clerk, accepted):
    report(owner, accepted)
    send_result(user=owner, model_id=accepted.pk)
    wrong = CorrectionInput("figures", "wrong", "Cộng lại diện tích.")
    with pytest.raises(NotAllowed):
        return_report(user=owner, model_id=accepted.pk, corrections=[wrong])
    with pytest.raises(DomainError):
        return_report(user=clerk, model_id=accepted.pk, corrections=[])
    with on(10, 26):
        returned = return_report(user=clerk, model_id=accepted.pk, corrections=[wrong])
        with pytest.raises(DomainError) as refused:
            send_result(user=owner, model_id=accepted.pk)

    assert returned.state == "accepted"
    assert refused.value.reasons == (
        "Báo cáo kết quả chưa được sửa sau khi bị trả lại.",
        "Còn nội dung chưa bổ sung: Số liệu.",
    )
    with on(10, 28):
        answer_correction(
            user=owner, correction_id=returned.corrections.get().pk, answer="Đã cộng lại: 96 ha."
        )
        report(owner, accepted, "Đã sửa.")
        assert send_result(user=owner, model_id=accepted.pk).state == "reported"


def test_remind_owner_once_a_day_and_only_by_the_clerk(clerk, owner, accepted):
    with pytest.raises(NotAllowed):
        remind_owner(user=owner, model_id=accepted.pk, text="Nhắc")
    for text in (" ", "x" * 301):
        with pytest.raises(DomainError):
            remind_owner(user=clerk, model_id=accepted.pk, text=text)
    first = remind_owner(user=clerk, model_id=accepted.pk, text="Nhắc nộp báo cáo")
    assert remind_owner(user=clerk, model_id=accepted.pk, text="Nhắc nộp báo cáo") == first
    with on(10, 27):
        second = remind_owner(user=clerk, model_id=accepted.pk, text="Nhắc nộp báo cáo")

    assert [first.pk, second.pk] == [r.pk for r in accepted.reminders.all()]


def test_write_report_repeated_is_one_report_until_it_is_returned(owner, clerk, accepted):
    first = report(owner, accepted)
    assert report(owner, accepted) == first
    send_result(user=owner, model_id=accepted.pk)
    wrong = CorrectionInput("figures", "wrong", "Cộng lại diện tích.")
    returned = return_report(user=clerk, model_id=accepted.pk, corrections=[wrong])
    answer_correction(
        user=owner, correction_id=returned.corrections.get().pk, answer="Đã cộng lại."
    )

    second = report(owner, accepted)

    assert second != first
    assert send_result(user=owner, model_id=accepted.pk).state == "reported"
