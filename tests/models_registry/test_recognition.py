"""Recognition by a decision that lists several models; the yearly look at living ones."""

from datetime import date

import pytest

from dandvan.errors import DomainError, NotAllowed
from models_registry.enums import Mark, RecognitionOutcome
from models_registry.models import Decision, ModelReview, PaperNumber, Recognition
from models_registry.services.recognition import (
    DecisionRow,
    decide_on_models,
    paper_of_decision,
    reconsider_model,
    record_decision,
    review_model,
)
from tests.factories import make_authority, make_plan, make_signer
from tests.models_registry.model_steps import (
    assessed_model,
    make_decision,
    make_scan,
    marks_for,
    on,
    recognized_model,
)

pytestmark = pytest.mark.django_db

OWN_MODEL = (
    "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định hoặc công nhận mô hình của mình."
)


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def authority(commune):
    return make_authority(commune)


@pytest.fixture
def signer(chair):
    return make_signer(chair.individual)


@pytest.fixture
def decision(clerk, authority, signer):
    return make_decision(clerk, authority, signer)


@pytest.fixture
def assessed(owner, clerk, year):
    return assessed_model(owner, clerk, year)


def state_of(dv_model):
    dv_model.refresh_from_db()
    return dv_model.state


def record(user, authority, **overrides):
    given = {
        "number_text": "112/QĐ-UBND",
        "date": date(2024, 11, 15),
        "title": "Kết quả xét công nhận",
        **overrides,
    }
    return record_decision(user=user, authority=authority, **given)


# --- the decision itself ---


def test_record_decision_takes_its_number(clerk, authority, signer):
    decision = record(clerk, authority, signer=signer)

    assert (str(decision.paper), decision.signer, decision.recorded_by) == (
        "112/QĐ-UBND",
        signer,
        clerk,
    )


def test_record_decision_of_the_commune_needs_title_and_valid_signer(clerk, authority, signer):
    with pytest.raises(DomainError) as refused:
        record(clerk, authority, title=" ")
    with pytest.raises(DomainError) as too_early:
        record(clerk, authority, signer=signer, date=date(2021, 6, 24))

    assert refused.value.reasons == (
        "Nhập trích yếu của quyết định.",
        "Chọn người ký quyết định.",
    )
    assert too_early.value.reasons == (
        "Nguyễn Văn Chủ – Chủ tịch không có thẩm quyền ký vào ngày 24/06/2021.",
    )
    assert (Decision.objects.count(), PaperNumber.objects.count()) == (0, 0)


def test_record_decision_refuses_a_signer_of_the_party_for_the_committee(clerk, authority, chair):
    party = make_signer(chair.individual, body="party", post="Bí thư")

    with pytest.raises(DomainError) as refused:
        record(clerk, authority, signer=party)

    assert refused.value.reasons == (
        "Nguyễn Văn Chủ – Bí thư không ký văn bản của Chủ tịch Ủy ban nhân dân xã Tơ Tung.",
    )


def test_record_decision_of_a_level_above_has_no_signer(commune, clerk, signer):
    district = make_authority(commune, "HUYEN", name="Chủ tịch UBND huyện", level="district")

    with pytest.raises(DomainError) as refused:
        record(clerk, district, signer=signer)
    kept = record(clerk, district, number_text="2210/QĐ-UBND")

    assert refused.value.reasons == (
        "Để trống người ký: quyết định này do cơ quan cấp trên ban hành.",
    )
    assert kept.signer is None


def test_record_decision_refuses_the_same_number_twice(clerk, authority, signer, decision):
    with pytest.raises(DomainError):
        record(clerk, authority, signer=signer)

    assert Decision.objects.count() == 1


@pytest.mark.parametrize("who", ["owner", "bloc_member", "viewer", "administrator"])
def test_record_decision_is_not_allowed_to_others(request, authority, signer, who):
    with pytest.raises(NotAllowed):
        record(request.getfixturevalue(who), authority, signer=signer)

    assert Decision.objects.count() == 0


def test_record_decision_of_another_communes_authority_is_not_found(stranger, authority, signer):
    with pytest.raises(DomainError) as refused:
        record(stranger, authority, signer=signer)

    assert refused.value.reasons == ("Không tìm thấy cơ quan ban hành này.",)


# --- what it says about models ---


def test_one_decision_recognizes_and_declines_several(owner, clerk, chair, year, decision):
    good = assessed_model(owner, clerk, year, name="Mô hình tốt")
    bad = assessed_model(
        owner, clerk, year, name="Mô hình yếu", marks=marks_for(year, replicable=Mark.NOT_MET)
    )

    made = decide_on_models(
        user=chair,
        decision=decision,
        rows=[
            DecisionRow(good.pk, "recognized"),
            DecisionRow(bad.pk, "declined", "Chưa thể nhân rộng."),
        ],
    )

    assert (state_of(good), state_of(bad)) == ("recognized", "declined")
    assert [(row.dv_model, row.outcome, row.reason) for row in made] == [
        (good, "recognized", ""),
        (bad, "declined", "Chưa thể nhân rộng."),
    ]


def test_clerk_records_the_decision_from_its_signed_paper(clerk, assessed, decision, signer):
    decide_on_models(
        user=clerk,
        decision=decision,
        rows=[DecisionRow(assessed.pk, "recognized")],
        paper=paper_of_decision(decision),
    )

    trace = assessed.transitions.get(edge="recognize")
    assert (trace.by, trace.signer, trace.paper_number, trace.paper_scan) == (
        clerk,
        signer,
        "112/QĐ-UBND",
        decision.scan,
    )


def test_decide_is_all_or_nothing_and_names_each_refused_model(owner, clerk, chair, year, decision):
    good = assessed_model(owner, clerk, year, name="Mô hình tốt")
    bad = assessed_model(
        owner, clerk, year, name="Mô hình yếu", marks=marks_for(year, replicable=Mark.NOT_MET)
    )
    unclear = assessed_model(
        owner, clerk, year, name="Chưa rõ", marks=marks_for(year, effective=Mark.NOT_ENOUGH)
    )

    with pytest.raises(DomainError) as refused:
        decide_on_models(
            user=chair,
            decision=decision,
            rows=[DecisionRow(row.pk, "recognized") for row in (good, bad, unclear)],
        )

    assert refused.value.reasons == (
        "MH-2024-02 “Mô hình yếu”: Không công nhận được: không đạt Có thể nhân rộng.",
        "MH-2024-03 “Chưa rõ”: Chưa đủ căn cứ về: Hiệu quả thực tế. Bổ sung rồi thẩm định lại.",
    )
    assert Recognition.objects.count() == 0
    assert [state_of(row) for row in (good, bad, unclear)] == ["assessed"] * 3
    assert good.transitions.filter(edge="recognize").count() == 0


def test_decide_again_is_refused_and_leaves_one_row(chair, assessed, decision):
    rows = [DecisionRow(assessed.pk, "recognized")]
    decide_on_models(user=chair, decision=decision, rows=rows)

    with pytest.raises(DomainError):
        decide_on_models(user=chair, decision=decision, rows=rows)

    assert Recognition.objects.count() == 1
    assert assessed.transitions.filter(edge="recognize").count() == 1


def test_decide_refuses_an_empty_and_a_doubled_list(chair, assessed, decision):
    row = DecisionRow(assessed.pk, "recognized")

    with pytest.raises(DomainError) as empty:
        decide_on_models(user=chair, decision=decision, rows=[])
    with pytest.raises(DomainError) as doubled:
        decide_on_models(user=chair, decision=decision, rows=[row, row])

    assert empty.value.reasons == ("Chọn ít nhất một mô hình để đưa vào quyết định.",)
    assert doubled.value.reasons == ("Mỗi mô hình chỉ đứng một lần trong một quyết định.",)
    assert state_of(assessed) == "assessed"


def test_decline_asks_for_a_reason(chair, assessed, decision):
    with pytest.raises(DomainError) as refused:
        decide_on_models(
            user=chair, decision=decision, rows=[DecisionRow(assessed.pk, "declined", " ")]
        )

    assert refused.value.reasons == ("MH-2024-01 “Ngôi nhà xanh”: Ghi lý do không công nhận.",)
    assert (state_of(assessed), Recognition.objects.count()) == ("assessed", 0)


def test_decide_refuses_a_decision_older_than_the_assessment(
    clerk, chair, assessed, authority, signer
):
    early = make_decision(clerk, authority, signer, "90/QĐ-UBND", date(2024, 11, 4))

    with pytest.raises(DomainError) as refused:
        decide_on_models(user=chair, decision=early, rows=[DecisionRow(assessed.pk, "recognized")])

    assert refused.value.reasons == (
        "MH-2024-01 “Ngôi nhà xanh”: Quyết định ngày 04/11/2024 không thể có trước ngày "
        "thẩm định 05/11/2024.",
    )


def test_decide_refuses_a_decision_of_a_level_above(commune, clerk, chair, assessed):
    district = make_authority(commune, "HUYEN", name="Chủ tịch UBND huyện", level="district")
    above = record(clerk, district, number_text="2210/QĐ-UBND")

    with pytest.raises(DomainError) as refused:
        decide_on_models(user=chair, decision=above, rows=[DecisionRow(assessed.pk, "recognized")])

    assert refused.value.reasons == (
        "Mô hình được công nhận bằng quyết định của cấp xã. Chọn quyết định khác.",
    )


@pytest.mark.parametrize("who", ["owner", "bloc_member", "viewer", "administrator", "clerk"])
def test_decide_without_paper_is_the_chairmans_alone(request, assessed, decision, who):
    with pytest.raises(NotAllowed):
        decide_on_models(
            user=request.getfixturevalue(who),
            decision=decision,
            rows=[DecisionRow(assessed.pk, "recognized")],
        )

    assert (state_of(assessed), Recognition.objects.count()) == ("assessed", 0)


def test_decide_by_a_stranger_finds_no_decision(stranger, assessed, decision):
    with pytest.raises(DomainError) as refused:
        decide_on_models(
            user=stranger, decision=decision, rows=[DecisionRow(assessed.pk, "recognized")]
        )

    assert refused.value.reasons == ("Không tìm thấy quyết định này.",)


def test_chairman_in_the_model_is_barred_himself_and_as_signer(clerk, chair, assessed, decision):
    assessed.members.create(individual=chair.individual, part="helper")
    rows = [DecisionRow(assessed.pk, "recognized")]

    with pytest.raises(DomainError) as by_chair:
        decide_on_models(user=chair, decision=decision, rows=rows)
    with pytest.raises(DomainError) as by_clerk:
        decide_on_models(
            user=clerk, decision=decision, rows=rows, paper=paper_of_decision(decision)
        )

    expected = (f"MH-2024-01 “Ngôi nhà xanh”: {OWN_MODEL}",)
    assert (by_chair.value.reasons, by_clerk.value.reasons) == (expected, expected)
    assert state_of(assessed) == "assessed"


def test_a_paper_that_is_not_the_decision_is_refused(clerk, assessed, decision):
    other = make_scan(clerk)
    paper = paper_of_decision(decision)
    wrong = type(paper)(paper.signer, "113/QĐ-UBND", paper.date, other)

    with pytest.raises(DomainError) as refused:
        decide_on_models(
            user=clerk,
            decision=decision,
            rows=[DecisionRow(assessed.pk, "recognized")],
            paper=wrong,
        )

    assert refused.value.reasons == ("Số, ngày trên văn bản đã ký không khớp với quyết định.",)


def test_reconsider_takes_a_declined_model_back(chair, assessed, decision):
    decide_on_models(
        user=chair, decision=decision, rows=[DecisionRow(assessed.pk, "declined", "Chưa đủ.")]
    )

    with pytest.raises(DomainError) as refused:
        reconsider_model(user=chair, model_id=assessed.pk, note="")
    reconsider_model(user=chair, model_id=assessed.pk, note="Có căn cứ mới.")

    assert refused.value.reasons == ("Ghi lý do khi “Xem xét lại”.",)
    assert state_of(assessed) == "assessed"


def test_revoke_needs_a_decision_with_a_reason(
    owner, clerk, chair, year, decision, authority, signer
):
    recognized = recognized_model(owner, clerk, year, decision)
    revoking = make_decision(clerk, authority, signer, "120/QĐ-UBND", date(2024, 11, 19))

    with pytest.raises(DomainError) as refused:
        decide_on_models(
            user=chair, decision=revoking, rows=[DecisionRow(recognized.pk, "revoked")]
        )
    decide_on_models(
        user=chair,
        decision=revoking,
        rows=[DecisionRow(recognized.pk, RecognitionOutcome.REVOKED, "Số liệu không đúng.")],
    )

    assert refused.value.reasons == (
        "MH-2024-01 “Ngôi nhà xanh”: Ghi lý do khi “Thu hồi công nhận”.",
    )
    assert state_of(recognized) == "revoked"


# --- the yearly look at a living model ---


@pytest.fixture
def next_year(year):
    return year.plan.years.create(year=2025)


def review(user, dv_model, year, **overrides):
    given = {
        "date": date(2025, 3, 10),
        "outcome": "continues",
        "text": "Vẫn duy trì bốn điểm thu gom.",
        **overrides,
    }
    return review_model(user=user, model_id=dv_model.pk, year=year, **given)


def test_review_of_a_living_model_is_one_row_a_year(owner, clerk, year, next_year, decision):
    recognized = recognized_model(owner, clerk, year, decision)

    with on(3, 10, year=2025):
        made = review(clerk, recognized, next_year)
        with pytest.raises(DomainError) as refused:
            review(clerk, recognized, next_year, outcome="stopped")

    assert (made.outcome, made.by) == ("continues", clerk)
    assert refused.value.reasons == ("Mô hình đã được rà soát trong năm 2025.",)
    assert ModelReview.objects.count() == 1


def test_review_is_refused_with_all_reasons(clerk, assessed, year):
    with pytest.raises(DomainError) as refused:
        review(clerk, assessed, year, text="", outcome="", date=date(2025, 1, 2))

    assert refused.value.reasons == (
        "Chỉ rà soát mô hình đang được công nhận.",
        "Mô hình của năm 2024: chọn năm rà soát sau năm đó.",
        "Ngày rà soát phải nằm trong năm 2024.",
        "Ngày rà soát 02/01/2025 chưa tới. Kiểm tra lại ngày.",
        "Chọn kết quả: tiếp tục hoặc dừng.",
        "Ghi nhận xét về mô hình.",
    )
    assert ModelReview.objects.count() == 0


@pytest.mark.parametrize("who", ["owner", "chair", "viewer", "administrator"])
def test_review_is_not_allowed_to_others(request, assessed, next_year, who):
    with pytest.raises(NotAllowed):
        review(request.getfixturevalue(who), assessed, next_year)

    assert ModelReview.objects.count() == 0


def test_review_in_a_year_of_another_commune_is_not_found(clerk, assessed, stranger):
    foreign = make_plan(stranger.commune, 2025)

    with pytest.raises(DomainError) as refused:
        review(clerk, assessed, foreign)

    assert refused.value.reasons[0] == "Không tìm thấy năm thi đua này."


# -- a Party body decides; here it is only recorded -----------------------------------------------


@pytest.fixture
def party(commune):
    return make_authority(
        commune, "DANG_UY_XA", name="Đảng ủy xã Tơ Tung", is_party=True, is_collegial=True
    )


@pytest.fixture
def party_signer(bloc_member):
    return make_signer(bloc_member.individual, body="party", post="Bí thư")


def test_party_decision_is_recorded_by_the_clerk_and_recognizes(
    clerk, party, party_signer, assessed
):
    decision = make_decision(clerk, party, party_signer, "96-QĐ/ĐU")

    decide_on_models(
        user=clerk,
        decision=decision,
        rows=[DecisionRow(assessed.pk, "recognized")],
        paper=paper_of_decision(decision),
    )

    assessed.refresh_from_db()
    trace = assessed.transitions.get(edge="recognize")
    assert (assessed.state, trace.signer, trace.paper_number) == (
        "recognized",
        party_signer,
        "96-QĐ/ĐU",
    )


def test_party_decision_needs_a_signer_of_the_party_and_its_own_shape(clerk, party, signer):
    with pytest.raises(DomainError) as refused:
        make_decision(clerk, party, signer, "96/QĐ-UBND")

    assert refused.value.reasons == (
        "Nguyễn Văn Chủ – Chủ tịch không ký văn bản của Đảng ủy xã Tơ Tung.",
        "Số văn bản của Đảng ủy xã Tơ Tung có dạng 96-QĐ/ĐU. Kiểm tra lại số, ký hiệu.",
    )
    assert Decision.objects.count() == 0
    assert PaperNumber.objects.count() == 0


def test_decision_of_the_committee_does_not_take_a_party_number(clerk, authority, signer):
    with pytest.raises(DomainError) as refused:
        make_decision(clerk, authority, signer, "96-QĐ/ĐU")

    assert refused.value.reasons == (
        "Số văn bản của Chủ tịch Ủy ban nhân dân xã Tơ Tung có dạng 112/QĐ-UBND. "
        "Kiểm tra lại số, ký hiệu.",
    )
    assert Decision.objects.count() == 0


def test_chair_does_not_decide_in_the_place_of_the_party(
    chair, clerk, party, party_signer, assessed
):
    decision = make_decision(clerk, party, party_signer, "96-QĐ/ĐU")

    with pytest.raises(DomainError) as refused:
        decide_on_models(
            user=chair, decision=decision, rows=[DecisionRow(assessed.pk, "recognized")]
        )

    assessed.refresh_from_db()
    assert refused.value.reasons == (
        "Quyết định của cơ quan Đảng do Văn phòng – thống kê ghi nhận theo văn bản đã ký.",
    )
    assert (assessed.state, Recognition.objects.count()) == ("assessed", 0)
