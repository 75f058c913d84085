"""Acceptance, returns with corrections, moved due dates, models not carried out."""

from datetime import date

import pytest

from dandvan.errors import DomainError, NotAllowed, StaleRecord
from models_registry.models import Correction
from models_registry.services.acceptance import (
    CorrectionInput,
    accept_model,
    close_model,
    extend_return,
    return_model,
    unaccept_model,
    withdraw_correction,
)
from tests.models_registry.model_steps import accepted_model, on, submitted_model

pytestmark = pytest.mark.django_db
GOAL = CorrectionInput("goal", "missing", "Ghi chỉ tiêu bằng con số.")
NAME = CorrectionInput("name", "wrong", "Đặt lại tên.", date(2024, 3, 20))


@pytest.fixture(autouse=True)
def _march():
    with on(3, 5):
        yield


@pytest.fixture
def submitted(owner, year):
    return submitted_model(owner, year)


@pytest.fixture
def returned(clerk, submitted):
    return return_model(user=clerk, model_id=submitted.pk, corrections=[GOAL, NAME])


def test_accept_by_the_clerk(clerk, submitted):
    accepted = accept_model(user=clerk, model_id=submitted.pk, note="Đủ nội dung")

    assert accepted.state == "accepted"
    assert accepted.transitions.last().note == "Đủ nội dung"


def test_accept_repeated_stale_or_by_others_leaves_one_trace(
    clerk, owner, chair, bloc_member, stranger, submitted
):
    for user, error in (
        (owner, NotAllowed),
        (bloc_member, NotAllowed),
        (chair, DomainError),
        (stranger, DomainError),
    ):
        with pytest.raises(error):
            accept_model(user=user, model_id=submitted.pk)
    with pytest.raises(StaleRecord):
        accept_model(user=clerk, model_id=submitted.pk, version=submitted.version - 1)
    accept_model(user=clerk, model_id=submitted.pk)
    with pytest.raises(DomainError):
        accept_model(user=clerk, model_id=submitted.pk)

    assert [t.edge for t in submitted.transitions.all()] == ["submit", "accept"]


def test_accept_of_ones_own_model_refused(clerk, year):
    own = submitted_model(clerk, year)

    with pytest.raises(DomainError) as refused:
        accept_model(user=clerk, model_id=own.pk)

    assert refused.value.reasons == (
        "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định "
        "hoặc công nhận mô hình của mình.",
    )


def test_return_keeps_former_texts_and_the_latest_due_date(returned):
    goal, name = returned.corrections.all()

    assert returned.state == "returned"
    assert (goal.former_text, goal.due) == ("Mỗi làng có 02 điểm thu gom.", date(2024, 3, 15))
    assert (name.former_text, returned.return_due) == ("Ngôi nhà xanh", date(2024, 3, 20))


@pytest.mark.parametrize(
    ("corrections", "reasons"),
    [
        ([], ("Ghi ít nhất một nội dung cần bổ sung trước khi trả lại.",)),
        (
            [CorrectionInput("goal", "missing", " ")],
            ("Nội dung bổ sung 1: ghi việc cần làm.",),
        ),
        (
            [CorrectionInput("goal", "missing", "Sửa", date(2024, 3, 4))],
            ("Nội dung bổ sung 1: hạn 04/03/2024 đã qua.",),
        ),
        (
            [CorrectionInput("gì đó", "missing", "Sửa")],
            ("Nội dung bổ sung 1: chọn lại phần và tình trạng.",),
        ),
    ],
)
def test_return_refused_writes_nothing(clerk, submitted, corrections, reasons):
    with pytest.raises(DomainError) as refused:
        return_model(user=clerk, model_id=submitted.pk, corrections=corrections)

    assert refused.value.reasons == reasons
    submitted.refresh_from_db()
    assert (submitted.state, submitted.return_due) == ("submitted", None)
    assert Correction.objects.count() == 0


def test_return_by_others_or_twice_refused(clerk, owner, submitted):
    with pytest.raises(NotAllowed):
        return_model(user=owner, model_id=submitted.pk, corrections=[GOAL])
    return_model(user=clerk, model_id=submitted.pk, corrections=[GOAL])
    with pytest.raises(DomainError):
        return_model(user=clerk, model_id=submitted.pk, corrections=[GOAL])

    assert Correction.objects.count() == 1


def test_withdraw_correction_once_and_only_by_reviewers(clerk, owner, returned):
    correction = returned.corrections.first()

    with pytest.raises(NotAllowed):
        withdraw_correction(user=owner, correction_id=correction.pk)
    first = withdraw_correction(user=clerk, correction_id=correction.pk)
    again = withdraw_correction(user=clerk, correction_id=correction.pk)

    assert (first.status, first.closed_by, again.closed_at) == ("withdrawn", clerk, first.closed_at)


def test_extend_return_moves_the_day_and_says_why(clerk, owner, returned):
    with pytest.raises(NotAllowed):
        extend_return(user=owner, model_id=returned.pk, due=date(2024, 4, 1), note="Bận")
    for due, note in ((date(2024, 3, 4), "Bận"), (date(2024, 4, 1), " ")):
        with pytest.raises(DomainError):
            extend_return(user=clerk, model_id=returned.pk, due=due, note=note)
    for _ in range(2):
        extended = extend_return(
            user=clerk, model_id=returned.pk, due=date(2024, 4, 1), note="Mùa vụ"
        )

    assert extended.return_due == date(2024, 4, 1)
    assert {c.due for c in extended.corrections.all()} == {date(2024, 4, 1)}
    assert [r.text for r in extended.reminders.all()] == ["Gia hạn bổ sung đến 01/04/2024: Mùa vụ"]


def test_unaccept_and_close_need_a_reason(clerk, owner, year):
    accepted = accepted_model(owner, clerk, year)

    for service in (unaccept_model, close_model):
        with pytest.raises(DomainError):
            service(user=clerk, model_id=accepted.pk, note="")
        with pytest.raises(NotAllowed):
            service(user=owner, model_id=accepted.pk, note="Thôi")
    assert unaccept_model(user=clerk, model_id=accepted.pk, note="Nhầm").state == "submitted"
    accept_model(user=clerk, model_id=accepted.pk)
    closed = close_model(user=clerk, model_id=accepted.pk, note="Hết vụ")

    assert closed.state == "not_carried_out"
