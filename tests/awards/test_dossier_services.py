"""Dossiers by services: what goes in, every step and its refusals, the way back."""

from __future__ import annotations

import datetime

import pytest

from awards.enums import DossierState, EvaluationState, ItemRule, NominationState, OutcomeResult
from awards.models import (
    Award,
    Dossier,
    DossierComponent,
    DossierItem,
    DossierTransition,
    Outcome,
)
from awards.queries_dossier import checklist_of, dossiers_visible_to
from awards.services.council_closing import close_meeting
from awards.services.dossier import (
    add_item,
    add_nomination,
    appraise_dossier,
    cancel_dossier,
    check_dossier,
    create_dossier,
    decide_dossier,
    readdress_dossier,
    remove_item,
    remove_nomination,
    return_dossier,
    send_dossier,
    sign_dossier,
)
from awards.services.nomination import propose_nomination, withdraw_nomination
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from models_registry.enums import AwardLevel, WindowKind
from models_registry.models import AwardKind, Decision, PaperNumber, YearWindow
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.recognition import record_decision
from tests.awards.award_steps import (
    appraised,
    closed,
    confirmed_report,
    filled_dossier,
    nominated,
    paper,
    sent_report,
    upward_kind,
    voted,
)
from tests.awards.web_cast import WebCast, another_person, make_web_cast, on, proposed
from tests.factories import make_authority
from tests.models_registry.model_steps import make_scan

NOV_19 = datetime.date(2024, 11, 19)


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


@pytest.fixture
def kind(cast) -> AwardKind:
    return upward_kind(cast)


def refused(call, error: type[DomainError] = DomainError) -> tuple[str, ...]:
    """The reasons of a refusal that has written no trace, no number and no state."""

    def written() -> tuple[object, ...]:
        states = tuple(Dossier.objects.order_by("pk").values_list("state", "version"))
        return (states, DossierTransition.objects.count(), PaperNumber.objects.count())

    before = written()
    with pytest.raises(error) as caught:
        call()
    assert written() == before
    return caught.value.reasons


def create(cast: WebCast, kind: AwardKind, **given) -> Dossier:
    with on(17, 11):
        return create_dossier(
            **{"user": cast.clerk, "year": cast.year, "award_kind": kind, **given}
        )


# -- making it -----------------------------------------------------------------------------------


def test_create_takes_code_office_regime_and_due_day(cast, kind):
    YearWindow.objects.create(
        year=cast.year,
        code="HS",
        kind=WindowKind.DOSSIER,
        name="Trình hồ sơ",
        starts=datetime.date(2024, 11, 18),
        ends=datetime.date(2024, 12, 10),
    )

    first, second = create(cast, kind), create(cast, kind, code="")

    assert (first.code, second.code, first.round) == ("HS-2024-01", "HS-2024-02", 1)
    assert (str(first.receiving_office), str(first.regime), first.due) == (
        "Phòng Nội vụ huyện Kbang",
        "Nghị định số 98/2023/NĐ-CP",
        datetime.date(2024, 12, 10),
    )


def test_supplement_is_the_next_round(cast, kind):
    first = create(cast, kind)

    assert create(cast, kind, supplementary_to=first).round == 2


def test_a_given_code_is_taken_once(cast, kind):
    create(cast, kind, code="HS-2024-03")

    assert refused(lambda: create(cast, kind, code="HS-2024-03")) == (
        "Mã hồ sơ HS-2024-03 đã dùng. Nhập mã khác.",
    )
    assert create(cast, kind).code == "HS-2024-04"


@pytest.mark.parametrize("who", ["bloc", "chair", "secretary", "nominee", "outsider"])
def test_only_the_clerk_makes_a_dossier(cast, kind, who):
    refused(lambda: create(cast, kind, user=getattr(cast, who)), NotAllowed)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"makes_dossier": False}, "“Giấy khen của Chủ tịch UBND huyện” không lập hồ sơ "
         "khen thưởng."),
        ({"valid_to": datetime.date(2024, 11, 16)},
         "“Giấy khen của Chủ tịch UBND huyện” không còn hoặc chưa được áp dụng "
         "vào ngày 17/11/2024."),
    ],
)  # fmt: skip
def test_create_refused_for_a_kind_that_does_not_fit(cast, kind, change, sentence):
    for name, value in change.items():
        setattr(kind, name, value)
    kind.save(update_fields=list(change))

    assert refused(lambda: create(cast, kind)) == (sentence,)


def test_create_for_another_commune_is_not_found(cast, kind, stranger):
    assert refused(lambda: create(cast, kind, user=stranger)) == (
        "Không tìm thấy năm thi đua hoặc hình thức khen thưởng này.",
    )


def test_a_nomination_stands_in_one_dossier_of_its_own_kind(cast, kind):
    row = nominated(cast, kind)
    first, second = filled_dossier(cast, row), create(cast, kind)
    own = create(cast, cast.award_kind)

    def put(dossier: Dossier):
        return add_nomination(user=cast.clerk, dossier_id=dossier.pk, nomination=row)

    assert refused(lambda: put(first)) == ("Lương Thị Ngần đã có trong hồ sơ này.",)
    assert refused(lambda: put(second)) == ("Lương Thị Ngần đã có trong hồ sơ HS-2024-01.",)
    assert refused(lambda: put(own)) == (
        "Lương Thị Ngần được đề nghị Giấy khen của Chủ tịch UBND huyện, "
        "hồ sơ này là Giấy khen của Chủ tịch UBND xã.",
        "Lương Thị Ngần đã có trong hồ sơ HS-2024-01.",
    )


def test_a_nomination_taken_out_can_go_elsewhere(cast, kind):
    row = nominated(cast, kind)
    first, second = filled_dossier(cast, row), create(cast, kind)
    remove_nomination(user=cast.clerk, dossier_id=first.pk, nomination=row)

    add_nomination(user=cast.clerk, dossier_id=second.pk, nomination=row)

    row.refresh_from_db()
    assert row.dossier == second


def test_a_stale_form_is_refused(cast, kind):
    row = nominated(cast, kind)
    dossier = filled_dossier(cast, row)

    refused(
        lambda: remove_nomination(
            user=cast.clerk, dossier_id=dossier.pk, nomination=row, version=1
        ),
        StaleRecord,
    )


def test_a_withdrawn_nomination_does_not_come_in(cast, kind):
    row = nominated(cast, kind)
    with on(17):
        withdraw_nomination(user=cast.clerk, nomination_id=row.pk, note="Rút")
    dossier = create(cast, kind)

    assert refused(
        lambda: add_nomination(user=cast.clerk, dossier_id=dossier.pk, nomination=row)
    ) == ("Đề nghị của Lương Thị Ngần đã rút.",)


# -- files ---------------------------------------------------------------------------------------


def part(rule: ItemRule) -> DossierComponent:
    return DossierComponent.objects.get(rule=rule)


def put_file(cast: WebCast, dossier: Dossier, rule: ItemRule, **given) -> DossierItem:
    with on(19):
        return add_item(
            **{
                "user": cast.clerk,
                "dossier_id": dossier.pk,
                "component": part(rule),
                "attachment": make_scan(cast.clerk, name=f"{rule}.pdf"),
                **given,
            }
        )


def test_files_stand_in_order_and_can_be_taken_out(cast, kind):
    dossier = create(cast, kind)
    first = put_file(cast, dossier, ItemRule.RATING_PAPERS, paper_number="96-TB/ĐU")
    second = put_file(cast, dossier, ItemRule.RATING_PAPERS, paper_number="97/TB-UBND")

    remove_item(user=cast.clerk, item_id=first.pk)

    row = next(r for r in checklist_of(dossier) if r.component.rule == ItemRule.RATING_PAPERS)
    assert (row.items, row.detail, second.order) == ((second,), "97/TB-UBND", 2)
    first.refresh_from_db()
    assert first.removed_at is not None


def test_a_part_that_is_made_by_the_software_takes_no_file(cast, kind):
    dossier = create(cast, kind)

    assert refused(lambda: put_file(cast, dossier, ItemRule.MINUTES)) == (
        "Thành phần này không nhận tệp tải lên.",
    )


def test_files_that_cannot_be_merged_are_refused(cast, kind):
    dossier = create(cast, kind)
    word = make_scan(cast.clerk, name="a.docx")
    word.mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    word.save(update_fields=["mime"])

    assert refused(lambda: put_file(cast, dossier, ItemRule.RATING_PAPERS, attachment=word)) == (
        "Tệp trong hồ sơ phải là PDF hoặc ảnh.",
    )


def test_a_strangers_file_is_refused(cast, kind, stranger):
    dossier = create(cast, kind)

    assert refused(
        lambda: put_file(
            cast, dossier, ItemRule.RATING_PAPERS, attachment=make_scan(stranger, name="x.pdf")
        )
    ) == ("Không tìm thấy tệp. Tải lên lại.",)


def test_signed_scan_comes_after_the_signature(cast, kind):
    dossier = create(cast, kind)

    assert refused(lambda: put_file(cast, dossier, ItemRule.SIGNED_SCAN)) == (
        "Bản chụp bộ hồ sơ đã ký chỉ thêm sau khi ký và trước khi gửi.",
    )


# -- check ---------------------------------------------------------------------------------------


def check(cast: WebCast, dossier: Dossier, user=None) -> Dossier:
    with on(17, 15):
        return check_dossier(user=user or cast.clerk, dossier_id=dossier.pk)


def test_a_dossier_without_a_nominee_is_refused(cast, kind):
    dossier = create(cast, kind)

    reasons = refused(lambda: check(cast, dossier))

    assert reasons[0] == "Hồ sơ chưa có đối tượng đề nghị nào."


def test_check_tells_everything_that_lacks(cast, kind):
    evaluation = proposed(cast).evaluation
    with on(15, 12):
        row = propose_nomination(user=cast.clerk, evaluation=evaluation, award_kind=kind)
    dossier = create(cast, kind)
    with on(17, 12):
        add_nomination(user=cast.clerk, dossier_id=dossier.pk, nomination=row)

    assert refused(lambda: check(cast, dossier)) == (
        "Khối Dân vận chưa thống nhất: Lương Thị Ngần.",
        "Chưa gửi báo cáo thành tích: Lương Thị Ngần.",
        "Còn thiếu: RATING (chưa tải lên).",
    )


def test_check_refused_with_a_criterion_that_fails_meanwhile(cast, kind):
    row = nominated(cast, kind)
    sent_report(cast, row)
    dossier = filled_dossier(cast, row)
    finding = row.evaluation.findings.get()
    finding.mark, finding.reason = "not_met", "Bị nhắc nhở."
    finding.save(update_fields=["mark", "reason"])

    assert refused(lambda: check(cast, dossier)) == (
        "Lương Thị Ngần: CN1a (IV.1.2) – không đạt: Gương mẫu. Bị nhắc nhở.",
    )


def test_check_refused_under_an_impediment(cast, kind):
    row = nominated(cast, kind)
    sent_report(cast, row)
    dossier = filled_dossier(cast, row)
    cast.nominee.individual.impediments.create(
        kind="complaint",
        effect="blocks",
        reason="Đơn",
        paper="62/TB-UBND",
        starts=datetime.date(2024, 11, 1),
    )

    assert refused(lambda: check(cast, dossier)) == (
        "Lương Thị Ngần đang có khiếu nại, tố cáo, phản ánh đang xác minh (62/TB-UBND) "
        "nên chưa được xét khen.",
    )


def test_check_goes_through_and_leaves_one_trace(cast, kind):
    row = nominated(cast, kind)
    sent_report(cast, row)
    dossier = filled_dossier(cast, row)

    assert check(cast, dossier).state == DossierState.CHECKED
    assert refused(lambda: check(cast, dossier)) == (
        "Không thể “Chuyển kiểm tra xong” khi đang ở trạng thái “Đã kiểm tra”.",
    )


@pytest.mark.parametrize("who", ["bloc", "chair", "secretary", "nominee"])
def test_only_the_clerk_checks(cast, kind, who):
    row = nominated(cast, kind)
    sent_report(cast, row)
    dossier = filled_dossier(cast, row)

    refused(lambda: check(cast, dossier, getattr(cast, who)), NotAllowed)


# -- appraise ------------------------------------------------------------------------------------


def appraise(cast: WebCast, dossier: Dossier, **given) -> Dossier:
    with on(18, 17):
        return appraise_dossier(**{"user": cast.secretary, "dossier_id": dossier.pk, **given})


def test_appraise_refused_until_meeting_and_confirmation(cast, kind):
    row = nominated(cast, kind)
    sent_report(cast, row)
    dossier = filled_dossier(cast, row)
    check(cast, dossier)

    assert refused(lambda: appraise(cast, dossier)) == (
        "Báo cáo thành tích chưa được xác nhận: Lương Thị Ngần.",
        "Chưa có kết quả bình xét của Hội đồng: Lương Thị Ngần.",
    )


def test_appraise_refused_until_the_minutes_are_issued(cast, kind):
    row = nominated(cast, kind)
    confirmed_report(cast, row)
    dossier = filled_dossier(cast, row)
    check(cast, dossier)
    meeting = voted(cast, row)
    with on(18, 16):
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())

    assert refused(lambda: appraise(cast, dossier)) == (
        "Biên bản chưa ban hành: họp ngày 18/11/2024.",
    )


def test_who_is_voted_down_leaves_and_his_tally_stays(cast, kind):
    row = nominated(cast, kind)
    other = nominated(cast, kind, another_person(cast, "Đinh Văn Tư"))
    for item in (row, other):
        confirmed_report(cast, item)
    dossier = filled_dossier(cast, row, other)
    check(cast, dossier)
    closed(cast, voted(cast, row, other, votes_for=2, against=1))

    appraise(cast, dossier)

    row.refresh_from_db()
    assert (row.dossier, list(dossier.nominations.all())) == (None, [other])
    assert dossier.transitions.last().note == (
        "Không được bình xét, đưa ra khỏi hồ sơ: Lương Thị Ngần (2 tán thành, 1 không tán thành)."
    )
    later = create(cast, kind)
    assert refused(
        lambda: add_nomination(user=cast.clerk, dossier_id=later.pk, nomination=row)
    ) == ("Lương Thị Ngần không được Hội đồng bình xét.",)


def test_appraise_refused_when_nobody_passed(cast, kind):
    row = nominated(cast, kind)
    confirmed_report(cast, row)
    dossier = filled_dossier(cast, row)
    check(cast, dossier)
    closed(cast, voted(cast, row, votes_for=2, against=1))

    assert refused(lambda: appraise(cast, dossier)) == (
        "Không đối tượng nào được Hội đồng bình xét. Hủy hồ sơ này.",
    )


def test_clerk_appraises_only_from_signed_paper(cast, kind):
    row = nominated(cast, kind)
    confirmed_report(cast, row)
    dossier = filled_dossier(cast, row)
    check(cast, dossier)
    closed(cast, voted(cast, row))

    refused(lambda: appraise(cast, dossier, user=cast.clerk), NotAllowed)
    appraise(cast, dossier, user=cast.clerk, paper=paper(cast, "07/BB-HĐTĐKT", 18))

    assert dossier.transitions.last().paper_number == "07/BB-HĐTĐKT"


# -- sign, send ----------------------------------------------------------------------------------


def sign(cast: WebCast, dossier: Dossier, **given) -> Dossier:
    with on(19):
        return sign_dossier(
            **{
                "user": cast.chair,
                "dossier_id": dossier.pk,
                "number_text": "58/TTr-UBND",
                "date": NOV_19,
                "signer": cast.signer,
                **given,
            }
        )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"number_text": ""}, "Nhập số tờ trình, ví dụ 58/TTr-UBND."),
        ({"number_text": "58/QĐ-UBND"}, "Số tờ trình có ký hiệu TTr-UBND, ví dụ 58/TTr-UBND."),
        ({"date": None}, "Nhập ngày tờ trình."),
        ({"date": datetime.date(2024, 11, 20)},
         "Ngày tờ trình 20/11/2024 chưa tới. Kiểm tra lại ngày."),
        ({"signer": None}, "Chọn người ký tờ trình."),
        ({"number_text": " ", "date": None, "signer": None},
         "Nhập số tờ trình, ví dụ 58/TTr-UBND. Nhập ngày tờ trình. Chọn người ký tờ trình."),
    ],
)  # fmt: skip
def test_sign_refused_without_number_day_or_signer(cast, kind, given, sentence):
    dossier = appraised(cast, kind)

    assert refused(lambda: sign(cast, dossier, **given)) == (sentence,)


def test_sign_refused_with_a_signer_of_other_days(cast, kind):
    dossier = appraised(cast, kind)
    cast.signer.valid_to = datetime.date(2024, 11, 18)
    cast.signer.save(update_fields=["valid_to"])

    assert refused(lambda: sign(cast, dossier)) == (
        "Nguyễn Văn Chủ – Chủ tịch không có thẩm quyền ký vào ngày 19/11/2024.",
    )


def test_sign_freezes_the_sheets_and_issues_the_papers(cast, kind):
    dossier = sign(cast, appraised(cast, kind))

    evaluation = dossier.nominations.get().evaluation
    assert (str(dossier.proposal.paper), evaluation.state) == (
        "58/TTr-UBND",
        EvaluationState.FROZEN,
    )
    assert bytes(dossier.proposal.content).startswith(b"%PDF")


def test_a_number_is_used_once(cast, kind):
    first = sign(cast, appraised(cast, kind))
    assert str(first.proposal.paper) == "58/TTr-UBND"
    with on(20):
        return_dossier(user=cast.clerk, dossier_id=first.pk, note="Sửa tên")
        check_dossier(user=cast.clerk, dossier_id=first.pk)
        appraise_dossier(user=cast.secretary, dossier_id=first.pk)

    reasons = refused(lambda: sign(cast, first))

    assert reasons == (
        "Số 58/TTr-UBND năm 2024 của Chủ tịch Ủy ban nhân dân xã Tơ Tung đã dùng cho văn bản "
        "ngày 19/11/2024. Nhập số khác.",
    )
    evaluation = first.nominations.get().evaluation
    assert evaluation.state == EvaluationState.FROZEN


@pytest.mark.parametrize("who", ["clerk", "bloc", "secretary", "nominee"])
def test_only_the_chair_signs_himself(cast, kind, who):
    dossier = appraised(cast, kind)

    refused(lambda: sign(cast, dossier, user=getattr(cast, who)), NotAllowed)


def test_clerk_records_the_signature_and_its_scan_completes_the_set(cast, kind):
    dossier = appraised(cast, kind)
    trace = PaperTrace(cast.signer, "58/TTr-UBND", NOV_19, make_scan(cast.clerk, name="ky.pdf"))

    sign(cast, dossier, user=cast.clerk, paper=trace)

    with on(20):
        send_dossier(user=cast.clerk, dossier_id=dossier.pk, sent_on=datetime.date(2024, 11, 20))
    dossier.refresh_from_db()
    assert (dossier.state, dossier.items.last().attachment) == (DossierState.SENT, trace.scan)


def test_recorded_paper_must_be_the_signed_one(cast, kind):
    dossier = appraised(cast, kind)
    trace = PaperTrace(cast.signer, "57/TTr-UBND", NOV_19, make_scan(cast.clerk, name="ky.pdf"))

    assert refused(lambda: sign(cast, dossier, user=cast.clerk, paper=trace)) == (
        "Số, ngày trên văn bản đã ký không khớp với tờ trình.",
    )


def send(cast: WebCast, dossier: Dossier, day: int | None = 20, user=None) -> Dossier:
    with on(20):
        sent_on = datetime.date(2024, 11, day) if day else None
        return send_dossier(user=user or cast.clerk, dossier_id=dossier.pk, sent_on=sent_on)


def test_send_waits_for_the_scan_alone(cast, kind):
    dossier = sign(cast, appraised(cast, kind))

    assert refused(lambda: send(cast, dossier)) == ("Còn thiếu: SCAN (chưa tải lên).",)
    put_file(cast, dossier, ItemRule.SIGNED_SCAN)
    assert send(cast, dossier).state == DossierState.SENT


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (None, "Nhập ngày gửi hồ sơ."),
        (18, "Ngày gửi không thể trước ngày tờ trình 19/11/2024."),
        (21, "Ngày gửi 21/11/2024 chưa tới. Kiểm tra lại ngày."),
    ],
)
def test_send_refused_on_an_impossible_day(cast, kind, day, sentence):
    dossier = sign(cast, appraised(cast, kind))
    put_file(cast, dossier, ItemRule.SIGNED_SCAN)

    assert refused(lambda: send(cast, dossier, day)) == (sentence,)


# -- decide --------------------------------------------------------------------------------------


def sent(cast: WebCast, kind: AwardKind) -> Dossier:
    dossier = sign(cast, appraised(cast, kind))
    put_file(cast, dossier, ItemRule.SIGNED_SCAN)
    return send(cast, dossier)


def answer(cast: WebCast, kind: AwardKind, *, day: int = 29, **given) -> Decision:
    with on(30):
        return record_decision(
            **{
                "user": cast.clerk,
                "authority": kind.authority,
                "number_text": "3105/QĐ-UBND",
                "date": datetime.date(2024, 11, day),
                "title": "Tặng Giấy khen",
                **given,
            }
        )


def decide(cast: WebCast, dossier: Dossier, decision: Decision, *outcomes, **given) -> Dossier:
    with on(30):
        return decide_dossier(
            **{
                "user": cast.clerk,
                "dossier_id": dossier.pk,
                "decision": decision,
                "outcomes": list(outcomes),
                **given,
            }
        )


def test_decide_grants_with_an_award(cast, kind):
    dossier = sent(cast, kind)
    row = dossier.nominations.get()

    decide(cast, dossier, answer(cast, kind), (row, OutcomeResult.GRANTED, ""))

    award = Award.objects.get()
    assert (award.individual, award.year, str(award.decision.paper)) == (
        cast.nominee.individual,
        cast.year,
        "3105/QĐ-UBND",
    )
    assert Outcome.objects.get().result == OutcomeResult.GRANTED


def test_decide_refused_without_outcomes_and_reasons(cast, kind):
    dossier = sent(cast, kind)
    row = dossier.nominations.get()
    decision = answer(cast, kind)

    assert refused(lambda: decide(cast, dossier, decision)) == (
        "Chưa có kết quả của: Lương Thị Ngần.",
    )
    assert refused(lambda: decide(cast, dossier, decision, (row, OutcomeResult.REFUSED, " "))) == (
        "Ghi lý do đối với Lương Thị Ngần.",
    )
    assert Outcome.objects.count() == 0


def test_decide_refused_for_the_decision_of_another_or_of_an_earlier_day(cast, kind):
    dossier = sent(cast, kind)
    row = dossier.nominations.get()
    own = answer(cast, cast.award_kind, number_text="05/QĐ-UBND", signer=cast.signer)
    early = answer(cast, kind, day=18)

    assert refused(lambda: decide(cast, dossier, own, (row, "granted", ""))) == (
        "Quyết định phải do Chủ tịch Ủy ban nhân dân huyện Kbang ban hành.",
    )
    assert refused(lambda: decide(cast, dossier, early, (row, "granted", ""))) == (
        "Quyết định ngày 18/11/2024 không thể có trước ngày 19/11/2024 của tờ trình.",
    )
    assert Award.objects.count() == 0


def test_returned_nominees_form_a_dossier_of_the_next_round(cast, kind):
    dossier = sent(cast, kind)
    row = dossier.nominations.get()

    decide(cast, dossier, answer(cast, kind), (row, OutcomeResult.RETURNED, "Thiếu số liệu."))

    new = Dossier.objects.get(supplementary_to=dossier)
    again = new.nominations.get()
    row.refresh_from_db()
    assert (new.round, new.state, again.state) == (2, DossierState.DRAFTING, "proposed")
    assert (row.state, row.outcome.result) == (NominationState.WITHDRAWN, "returned")
    assert again.achievement_report.achievement == row.achievement_report.achievement
    assert (row.dossier, again.evaluation) == (dossier, row.evaluation)


@pytest.mark.parametrize("who", ["chair", "bloc", "secretary"])
def test_only_the_clerk_records_the_answer(cast, kind, who):
    dossier = sent(cast, kind)
    row = dossier.nominations.get()
    decision = answer(cast, kind)

    refused(
        lambda: decide(cast, dossier, decision, (row, "granted", ""), user=getattr(cast, who)),
        NotAllowed,
    )


def test_chair_decides_an_own_dossier_and_freezes_the_sheets(cast):
    dossier = appraised(cast)
    row = dossier.nominations.get()
    decision = answer(cast, cast.award_kind, signer=cast.signer)

    decide(cast, dossier, decision, (row, OutcomeResult.GRANTED, ""), user=cast.chair)

    row.evaluation.refresh_from_db()
    assert (row.evaluation.state, Award.objects.count()) == (EvaluationState.FROZEN, 1)


def test_own_dossier_is_never_sent_back_by_a_decision(cast):
    dossier = appraised(cast)
    row = dossier.nominations.get()
    decision = answer(cast, cast.award_kind, signer=cast.signer)

    assert refused(
        lambda: decide(cast, dossier, decision, (row, "returned", "x"), user=cast.chair)
    ) == ("Chọn kết quả của Lương Thị Ngần.",)


def test_own_decision_before_the_meeting_is_refused(cast):
    dossier = appraised(cast)
    row = dossier.nominations.get()
    decision = answer(cast, cast.award_kind, signer=cast.signer, day=17)

    assert refused(
        lambda: decide(cast, dossier, decision, (row, "granted", ""), user=cast.chair)
    ) == ("Quyết định ngày 17/11/2024 không thể có trước ngày 18/11/2024 của cuộc họp bình xét.",)


# -- the way back --------------------------------------------------------------------------------


def test_return_keeps_the_former_papers_and_starts_again(cast, kind):
    dossier = sign(cast, appraised(cast, kind))
    former = dossier.proposal
    with on(20):
        return_dossier(user=cast.clerk, dossier_id=dossier.pk, note="Huyện yêu cầu sửa tên")

    dossier.refresh_from_db()
    assert (dossier.state, dossier.proposal, dossier.signer) == ("drafting", None, None)
    assert list(dossier.documents.filter(is_current=True)) == []
    assert dossier.documents.filter(document=former).count() == 1


def test_return_needs_a_reason(cast, kind):
    dossier = appraised(cast, kind)

    with on(19):
        assert refused(
            lambda: return_dossier(user=cast.chair, dossier_id=dossier.pk, note=" ")
        ) == ("Ghi lý do khi “Trả lại để bổ sung”.",)


def test_an_old_scan_does_not_stand_for_a_new_signature(cast, kind):
    dossier = sign(cast, appraised(cast, kind))
    put_file(cast, dossier, ItemRule.SIGNED_SCAN)
    with on(20):
        return_dossier(user=cast.clerk, dossier_id=dossier.pk, note="Sửa")
        check_dossier(user=cast.clerk, dossier_id=dossier.pk)
        appraise_dossier(user=cast.secretary, dossier_id=dossier.pk)
    with on(20, 10):
        sign_dossier(
            user=cast.chair,
            dossier_id=dossier.pk,
            number_text="59/TTr-UBND",
            date=clock.today(),
            signer=cast.signer,
        )

    assert refused(lambda: send(cast, dossier)) == ("Còn thiếu: SCAN (chưa tải lên).",)


def test_readdress_only_when_the_addressee_is_gone(cast, kind):
    dossier = sent(cast, kind)
    province = make_authority(
        cast.commune, "TINH", name="Chủ tịch UBND tỉnh", level="province", own_collective_kind=""
    )
    new = AwardKind.objects.create(
        commune=cast.commune,
        code="BK",
        name="Bằng khen của Chủ tịch UBND tỉnh",
        form="bang_khen",
        level=AwardLevel.UPWARD,
        authority=province,
    )

    def readdress():
        return readdress_dossier(
            user=cast.clerk, dossier_id=dossier.pk, note="Bỏ cấp huyện", award_kind=new
        )

    with on(20):
        assert refused(readdress) == ("Cơ quan nhận hồ sơ vẫn còn; không cần chuyển nơi nhận.",)
    with clock.at(datetime.date(2025, 7, 2)):
        readdress()

    dossier.refresh_from_db()
    assert (dossier.state, dossier.award_kind, dossier.proposal) == ("drafting", new, None)
    assert dossier.nominations.get().award_kind == new
    assert "Giấy khen của Chủ tịch UBND huyện" in dossier.transitions.last().note


def test_check_refused_when_the_addressee_is_gone(cast, kind):
    row = nominated(cast, kind)
    sent_report(cast, row)
    dossier = filled_dossier(cast, row)

    with clock.at(datetime.date(2025, 7, 2)):
        reasons = refused(lambda: check_dossier(user=cast.clerk, dossier_id=dossier.pk))

    assert reasons == (
        "Ngày 02/07/2025 không còn “Giấy khen của Chủ tịch UBND huyện”. Chọn nơi đề nghị khác.",
    )


def test_cancel_frees_the_nominations_and_keeps_their_names(cast, kind):
    dossier = appraised(cast, kind)
    row = dossier.nominations.get()
    with on(19):
        cancel_dossier(user=cast.clerk, dossier_id=dossier.pk, note="Gộp đợt sau")

    row.refresh_from_db()
    dossier.refresh_from_db()
    assert (dossier.state, row.dossier) == (DossierState.CANCELLED, None)
    assert dossier.transitions.last().note == "Gộp đợt sau (đối tượng: Lương Thị Ngần)"


def test_cancel_needs_a_reason(cast, kind):
    dossier = create(cast, kind)

    assert refused(lambda: cancel_dossier(user=cast.clerk, dossier_id=dossier.pk, note="")) == (
        "Ghi lý do khi “Hủy hồ sơ”.",
    )


# -- who may know --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"),
    [("clerk", 1), ("bloc", 1), ("chair", 1), ("secretary", 1), ("member", 1), ("outsider", 0)],
)
def test_who_may_know_of_a_dossier(cast, kind, who, sees):
    create(cast, kind)

    assert dossiers_visible_to(getattr(cast, who), NOV_19).count() == sees


def test_a_stranger_finds_nothing(cast, kind, stranger):
    dossier = create(cast, kind)

    assert dossiers_visible_to(stranger, NOV_19).count() == 0
    assert refused(lambda: check_dossier(user=stranger, dossier_id=dossier.pk)) == (
        "Không tìm thấy hồ sơ này.",
    )


# -- the checklist over its life -----------------------------------------------------------------


def statuses(dossier: Dossier) -> dict[str, str]:
    dossier.refresh_from_db()
    return {row.component.code: str(row.status) for row in checklist_of(dossier)}


def test_checklist_over_the_life_of_a_dossier(cast, kind):
    row = nominated(cast, kind)
    sent_report(cast, row)
    dossier = filled_dossier(cast, row)

    assert statuses(dossier) == {
        "EVALUATIONS": "present",
        "BLOC": "present",
        "RATING": "present",
        "REPORTS": "missing",
        "MINUTES": "missing",
        "PROPOSAL": "not_due",
        "LIST": "not_due",
        "SCAN": "missing",
    }
    reasons = {r.component.code: r.reason for r in checklist_of(dossier) if r.reason}
    assert reasons == {
        "REPORTS": "báo cáo của Lương Thị Ngần chưa được xác nhận",
        "MINUTES": "chưa bình xét Lương Thị Ngần",
        "SCAN": "tải lên sau khi ký",
    }


def test_checklist_of_a_signed_dossier_lacks_only_the_scan(cast, kind):
    dossier = sign(cast, appraised(cast, kind))

    found = statuses(dossier)

    assert [code for code, status in found.items() if status != "present"] == ["SCAN"]
    details = {row.component.code: row.detail for row in checklist_of(dossier)}
    assert (details["PROPOSAL"], details["LIST"], details["MINUTES"]) == (
        "58/TTr-UBND",
        "19/11/2024",
        "07/BB-HĐTĐKT",
    )
