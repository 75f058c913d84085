"""Proposing, agreeing, putting forward, withdrawing: what is refused writes nothing."""

from __future__ import annotations

import datetime

import pytest

from awards.enums import NominationState
from awards.models import Award, Evaluation, Nomination, NominationTransition
from awards.queries_nomination import nominations_visible_to, reports_visible_to
from awards.services.evaluation import conclude_evaluation, open_evaluation
from awards.services.nomination import (
    agree_nomination,
    object_nomination,
    propose_nomination,
    put_forward_nomination,
    repropose_nomination,
    withdraw_nomination,
    write_citation,
)
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from models_registry.enums import AwardForm, AwardLevel, ImpedimentEffect, ImpedimentKind
from models_registry.models import AwardKind, Impediment
from models_registry.services.recognition import record_decision
from tests.awards.award_steps import paper
from tests.awards.web_cast import (
    WebCast,
    agreed,
    concluded,
    drafting_dossier,
    make_web_cast,
    on,
    proposed,
)


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


def propose(cast: WebCast, evaluation: Evaluation, kind: AwardKind | None = None, **given):
    with on(15, 10):
        return propose_nomination(
            **{
                "user": cast.clerk,
                "evaluation": evaluation,
                "award_kind": kind or cast.award_kind,
                **given,
            }
        )


def refused(call, error: type[DomainError] = DomainError) -> tuple[str, ...]:
    """The reasons of a refusal that has written no nomination and no trace."""
    before = (Nomination.objects.count(), NominationTransition.objects.count())
    with pytest.raises(error) as caught:
        call()
    assert (Nomination.objects.count(), NominationTransition.objects.count()) == before
    return caught.value.reasons


def impede(cast: WebCast, effect: str) -> Impediment:
    return Impediment.objects.create(
        individual=cast.nominee.individual,
        kind=ImpedimentKind.COMPLAINT,
        effect=effect,
        reason="Đơn phản ánh",
        paper="Thông báo số 62/TB-UBND",
        starts=datetime.date(2024, 7, 15),
    )


def test_propose_starts_the_trace(cast):
    row = propose(cast, concluded(cast), citation="  Thành tích  ")

    assert (row.state, row.proposed_on, row.citation) == (
        "proposed",
        datetime.date(2024, 11, 15),
        "Thành tích",
    )
    assert list(row.transitions.values_list("edge", "from_state", "to_state", "by")) == [
        ("propose", "", "proposed", cast.clerk.pk)
    ]


@pytest.mark.parametrize("who", ["bloc", "chair", "nominee", "secretary", "outsider"])
def test_only_the_clerk_proposes(cast, who):
    evaluation = concluded(cast)

    reasons = refused(lambda: propose(cast, evaluation, user=getattr(cast, who)), NotAllowed)

    assert reasons == ("Chỉ công chức Văn phòng – thống kê đề xuất khen thưởng.",)


def test_propose_of_another_commune_is_not_found(cast, stranger):
    evaluation = concluded(cast)

    reasons = refused(lambda: propose(cast, evaluation, user=stranger))

    assert reasons == ("Không tìm thấy phiếu đánh giá này.",)


def test_propose_refused_on_an_open_sheet(cast):
    with on(15):
        evaluation = open_evaluation(
            user=cast.clerk, year=cast.year, subject=cast.nominee.individual
        )

    assert refused(lambda: propose(cast, evaluation)) == (
        "Phiếu đánh giá của Lương Thị Ngần chưa kết luận.",
    )


def test_propose_refused_with_a_failed_criterion_says_which_and_why(cast):
    criterion = cast.year.plan.criteria.get(code="CN1a")
    evaluation = concluded(cast)
    finding = evaluation.findings.get(criterion=criterion)
    finding.mark, finding.reason = "not_met", "Bị nhắc nhở"
    finding.save(update_fields=["mark", "reason"])

    assert refused(lambda: propose(cast, evaluation)) == (
        "Lương Thị Ngần: CN1a (IV.1.2) – không đạt: Gương mẫu. Bị nhắc nhở",
    )


def test_propose_refused_under_an_impediment_until_it_is_cleared(cast):
    evaluation = concluded(cast)
    row = impede(cast, ImpedimentEffect.BLOCKS)

    assert refused(lambda: propose(cast, evaluation)) == (
        "Lương Thị Ngần đang có khiếu nại, tố cáo, phản ánh đang xác minh "
        "(Thông báo số 62/TB-UBND) nên chưa được xét khen.",
    )
    row.cleared_on = datetime.date(2024, 11, 15)
    row.save(update_fields=["cleared_on"])
    assert propose(cast, evaluation).state == "proposed"


def test_propose_goes_through_with_a_warning_only(cast):
    evaluation = concluded(cast)
    impede(cast, ImpedimentEffect.WARNS)

    assert propose(cast, evaluation).state == "proposed"


def test_authority_never_awards_the_collective_it_heads(cast):
    with on(15):
        evaluation = open_evaluation(user=cast.clerk, year=cast.year, subject=cast.unit)
        conclude_evaluation(user=cast.clerk, evaluation_id=evaluation.pk)

    assert refused(lambda: propose(cast, evaluation)) == (
        "Chủ tịch Ủy ban nhân dân xã Tơ Tung không tự khen tập thể do mình đứng đầu: "
        "Ủy ban nhân dân xã Tơ Tung.",
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"valid_to": datetime.date(2024, 11, 14)},
            "“Giấy khen của Chủ tịch UBND xã” không còn hoặc chưa được áp dụng "
            "vào ngày 15/11/2024.",
        ),
        (
            {"for_individuals": False},
            "“Giấy khen của Chủ tịch UBND xã” không dành cho cá nhân.",
        ),
    ],
)
def test_propose_refused_for_a_kind_that_does_not_fit(cast, change, sentence):
    evaluation = concluded(cast)
    for name, value in change.items():
        setattr(cast.award_kind, name, value)
    cast.award_kind.save(update_fields=list(change))

    assert refused(lambda: propose(cast, evaluation)) == (sentence,)


def test_propose_twice_for_one_honor_is_refused(cast):
    row = proposed(cast)

    assert refused(lambda: propose(cast, row.evaluation)) == (
        "Lương Thị Ngần đã được đề nghị Giấy khen của Chủ tịch UBND xã năm 2024.",
    )


def test_propose_again_after_a_withdrawal(cast):
    row = proposed(cast)
    with on(16):
        withdraw_nomination(user=cast.clerk, nomination_id=row.pk, note="Nhầm")

    assert propose(cast, row.evaluation).pk != row.pk


def test_propose_refused_when_the_honor_of_the_year_was_received(cast):
    row = proposed(cast)
    with on(18):
        decision = record_decision(
            user=cast.clerk,
            authority=cast.award_kind.authority,
            number_text="05/QĐ-UBND",
            date=clock.today(),
            title="Tặng Giấy khen",
            signer=cast.signer,
        )
    Award.objects.create(
        nomination=row,
        award_kind=cast.award_kind,
        year=cast.year,
        individual=cast.nominee.individual,
        decision=decision,
    )

    assert refused(lambda: propose(cast, row.evaluation)) == (
        "Lương Thị Ngần đã được tặng Giấy khen của Chủ tịch UBND xã năm 2024.",
    )


def test_bloc_agrees_and_chair_puts_forward(cast):
    row = agreed(cast)
    with on(17):
        put_forward_nomination(user=cast.chair, nomination_id=row.pk)

    row.refresh_from_db()
    assert row.state == NominationState.PUT_FORWARD
    assert list(row.transitions.values_list("edge", flat=True)) == [
        "propose",
        "agree",
        "put_forward",
    ]


def test_objection_needs_its_reason_and_can_be_answered(cast):
    row = proposed(cast)
    with on(16):
        assert refused(
            lambda: object_nomination(user=cast.bloc, nomination_id=row.pk, note=" ")
        ) == ("Ghi lý do khi “Không thống nhất”.",)
        object_nomination(user=cast.bloc, nomination_id=row.pk, note="Chưa rõ số liệu")
        repropose_nomination(user=cast.clerk, nomination_id=row.pk, note="Đã bổ sung")

    row.refresh_from_db()
    assert row.state == NominationState.PROPOSED


def test_clerk_records_the_bloc_from_signed_paper(cast):
    row = proposed(cast)
    with on(17):
        agree_nomination(user=cast.clerk, nomination_id=row.pk, paper=paper(cast))

    trace = row.transitions.last()
    assert (trace.by, trace.signer, trace.paper_number) == (cast.clerk, cast.signer, "03/TB-UBND")


def test_clerk_cannot_agree_without_paper(cast):
    row = proposed(cast)

    with on(17):
        reasons = refused(
            lambda: agree_nomination(user=cast.clerk, nomination_id=row.pk), NotAllowed
        )

    assert reasons == ("Bạn không có quyền làm việc “Thống nhất đề nghị”.",)


def test_nominee_who_signs_the_paper_is_barred(cast):
    cast.signer.individual = cast.nominee.individual
    cast.signer.save(update_fields=["individual"])
    row = proposed(cast)

    with on(17):
        reasons = refused(
            lambda: agree_nomination(user=cast.clerk, nomination_id=row.pk, paper=paper(cast))
        )

    assert reasons == (
        "Người được đề nghị khen thưởng không tự cho ý kiến về trường hợp của mình.",
    )


def test_withdraw_leaves_the_dossier_that_is_being_made(cast):
    row = proposed(cast)
    dossier = drafting_dossier(cast, row)
    with on(17, 12):
        withdraw_nomination(user=cast.clerk, nomination_id=row.pk, note="Xin rút")

    row.refresh_from_db()
    assert (row.state, row.dossier) == ("withdrawn", None)
    assert dossier.nominations.count() == 0


def test_acts_of_another_commune_are_not_found(cast, stranger):
    row = proposed(cast)

    with on(17):
        reasons = refused(
            lambda: withdraw_nomination(user=stranger, nomination_id=row.pk, note="x")
        )

    assert reasons == ("Không tìm thấy đề nghị khen thưởng này.",)


def test_citation_is_the_clerks_to_write(cast):
    row = proposed(cast)

    write_citation(user=cast.clerk, nomination_id=row.pk, citation=" Ngắn gọn ")
    with pytest.raises(NotAllowed):
        write_citation(user=cast.nominee, nomination_id=row.pk, citation="Khác")

    row.refresh_from_db()
    assert row.citation == "Ngắn gọn"


def test_praise_needs_no_dossier_but_is_proposed(cast):
    kind = AwardKind.objects.create(
        commune=cast.commune,
        code="BD",
        name="Biểu dương",
        form=AwardForm.PRAISE,
        level=AwardLevel.OWN,
        authority=cast.award_kind.authority,
        makes_dossier=False,
    )

    assert propose(cast, concluded(cast), kind).dossier is None


@pytest.mark.parametrize(
    ("who", "sees"),
    [("clerk", 1), ("bloc", 1), ("chair", 1), ("member", 1), ("nominee", 1), ("outsider", 0)],
)
def test_who_may_know_of_a_nomination(cast, who, sees):
    proposed(cast)
    day = datetime.date(2024, 11, 16)

    assert nominations_visible_to(getattr(cast, who), day).count() == sees


def test_a_stranger_sees_neither_nomination_nor_report(cast, stranger):
    proposed(cast)
    day = datetime.date(2024, 11, 16)

    assert nominations_visible_to(stranger, day).count() == 0
    assert reports_visible_to(stranger, day).count() == 0
