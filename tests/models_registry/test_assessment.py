"""Assessment: one round, one mark a quality, by who is not in the model."""

from datetime import date

import pytest

from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role
from models_registry.enums import Mark, ModelState
from models_registry.models import ModelAssessment, QualityMark
from models_registry.services.assessment import MarkInput, assess_model, reassess_model
from models_registry.services.paper_trace import PaperTrace
from tests.factories import make_individual, make_signer, make_user
from tests.models_registry.model_steps import make_scan, marks_for, on, reported_model, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with on(11, 12):
        yield


@pytest.fixture
def reported(owner, clerk, year):
    return reported_model(owner, clerk, year)


@pytest.fixture
def signer(commune):
    return make_signer(make_individual(commune, "Siu Văn Trưởng"), body="bloc", post="Trưởng khối")


def assess(user, dv_model, marks, **overrides):
    given = {
        "date": date(2024, 11, 12),
        "team": "Trưởng đoàn và hai thành viên",
        "conclusion": "Đề nghị công nhận.",
        **overrides,
    }
    return assess_model(user=user, model_id=dv_model.pk, marks=marks, **given)


def assert_untouched(dv_model):
    dv_model.refresh_from_db()
    assert dv_model.state == ModelState.REPORTED
    assert ModelAssessment.objects.count() == 0
    assert QualityMark.objects.count() == 0
    assert dv_model.transitions.filter(edge="assess").count() == 0


@pytest.mark.parametrize("who", ["clerk", "bloc_member"])
def test_assess_writes_round_marks_and_trace(request, reported, year, who):
    user = request.getfixturevalue(who)

    assessment = assess(user, reported, marks_for(year))

    reported.refresh_from_db()
    trace = reported.transitions.get(edge="assess")
    assert (assessment.round, assessment.marks.count(), reported.state) == (1, 2, "assessed")
    assert (trace.by, trace.signer) == (user, None)


def test_assess_repeated_is_refused_and_leaves_one_round(reported, clerk, year):
    assess(clerk, reported, marks_for(year))

    with pytest.raises(DomainError):
        assess(clerk, reported, marks_for(year))

    assert ModelAssessment.objects.count() == 1
    assert reported.transitions.filter(edge="assess").count() == 1


def test_assess_names_every_unmarked_quality(reported, clerk, year):
    with pytest.raises(DomainError) as refused:
        assess(clerk, reported, marks_for(year)[:1])

    assert refused.value.reasons == ("Chưa đánh giá: Có thể nhân rộng.",)
    assert_untouched(reported)


def test_assess_asks_for_reason_conclusion_and_a_day_that_has_come(reported, clerk, year):
    marks = [MarkInput(row.quality, row.mark, "  ") for row in marks_for(year)]

    with pytest.raises(DomainError) as refused:
        assess(clerk, reported, marks, conclusion=" ", date=date(2024, 11, 13))

    assert refused.value.reasons == (
        "Ngày thẩm định 13/11/2024 chưa tới. Kiểm tra lại ngày.",
        "Ghi kết luận của đoàn thẩm định.",
        "Ghi căn cứ, lý do cho: Hiệu quả thực tế, Có thể nhân rộng.",
    )
    assert_untouched(reported)


def test_assess_refuses_a_doubled_quality(reported, clerk, year):
    with pytest.raises(DomainError) as refused:
        assess(clerk, reported, [*marks_for(year), marks_for(year)[0]])

    assert refused.value.reasons == ("Mỗi phẩm chất chỉ có một kết quả.",)
    assert_untouched(reported)


def test_assess_refuses_evidence_of_another_model(reported, clerk, owner, year):
    strange = make_scan(clerk)
    first, second = marks_for(year)
    marks = [MarkInput(first.quality, Mark.MET, "Căn cứ", strange), second]

    with pytest.raises(DomainError) as refused:
        assess(clerk, reported, marks)

    assert refused.value.reasons == ("Minh chứng của “Hiệu quả thực tế” không thuộc mô hình này.",)
    assert_untouched(reported)


@pytest.mark.parametrize("who", ["owner", "participant", "chair", "viewer", "administrator"])
def test_assess_is_not_allowed_to_others(request, reported, year, who):
    with pytest.raises(NotAllowed):
        assess(request.getfixturevalue(who), reported, marks_for(year))

    assert_untouched(reported)


def test_assess_of_a_stranger_finds_no_model(reported, stranger, year):
    with pytest.raises(DomainError) as refused:
        assess(stranger, reported, marks_for(year))

    assert refused.value.reasons == ("Không tìm thấy mô hình này.",)
    assert_untouched(reported)


def test_assess_refuses_a_clerk_who_is_in_the_model(commune, reported, year):
    member = make_user(commune, "thanhvien", Role.CLERK, full_name="Hồ Văn Thành")
    reported.members.create(individual=member.individual, part="helper")

    with pytest.raises(DomainError) as refused:
        assess(member, reported, marks_for(year))

    assert refused.value.reasons == (
        "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định "
        "hoặc công nhận mô hình của mình.",
    )
    assert_untouched(reported)


def test_assess_from_paper_bars_the_signer_and_not_the_clerk(commune, reported, signer, year):
    member = make_user(commune, "thanhvien", Role.CLERK, full_name="Hồ Văn Thành")
    reported.members.create(individual=member.individual, part="helper")
    paper = PaperTrace(signer, "12/BB-DV", date(2024, 11, 11), make_scan(member))

    assess(member, reported, marks_for(year), paper=paper)

    trace = reported.transitions.get(edge="assess")
    assert (trace.by, trace.signer, trace.paper_number, trace.paper_date, trace.paper_scan) == (
        member,
        signer,
        "12/BB-DV",
        date(2024, 11, 11),
        paper.scan,
    )


def test_assess_from_paper_signed_by_a_member_is_refused(reported, clerk, signer, year):
    reported.members.create(individual=signer.individual, part="helper")
    paper = PaperTrace(signer, "12/BB-DV", date(2024, 11, 11), make_scan(clerk))

    with pytest.raises(DomainError) as refused:
        assess(clerk, reported, marks_for(year), paper=paper)

    assert refused.value.reasons == (
        "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định "
        "hoặc công nhận mô hình của mình.",
    )
    assert_untouched(reported)


def test_assess_from_paper_names_every_missing_part(reported, clerk, year):
    with pytest.raises(DomainError) as refused:
        assess(clerk, reported, marks_for(year), paper=PaperTrace(None, " ", None, None))

    assert refused.value.reasons == (
        "Ghi nhận theo văn bản đã ký còn thiếu người ký, số văn bản, ngày văn bản, bản chụp.",
    )
    assert_untouched(reported)


def test_assess_from_paper_refuses_a_signer_out_of_office_and_a_day_to_come(
    commune, reported, clerk, year
):
    late = make_signer(make_individual(commune, "Siu Văn Mới"), valid_from=date(2024, 11, 20))
    paper = PaperTrace(late, "12/BB-DV", date(2024, 11, 19), make_scan(clerk))

    with pytest.raises(DomainError) as refused:
        assess(clerk, reported, marks_for(year), paper=paper)

    assert refused.value.reasons == (
        "Ngày văn bản 19/11/2024 chưa tới. Kiểm tra lại ngày.",
        "Siu Văn Mới – Chủ tịch không có thẩm quyền ký vào ngày 19/11/2024. "
        "Chọn người ký khác hoặc sửa ngày.",
    )
    assert_untouched(reported)


def test_only_the_clerk_records_from_paper(reported, bloc_member, signer, year):
    paper = PaperTrace(signer, "12/BB-DV", date(2024, 11, 11), make_scan(bloc_member))

    with pytest.raises(NotAllowed):
        assess(bloc_member, reported, marks_for(year), paper=paper)

    assert_untouched(reported)


def test_assess_with_a_stale_form_says_who_saved(reported, clerk, other_clerk, year):
    version = reported.version
    step(reported, "withdraw", other_clerk, note="Nhầm")
    step(reported, "restore", other_clerk, note="Nhầm", target="reported")

    with pytest.raises(StaleRecord) as refused:
        assess(clerk, reported, marks_for(year), version=version)

    assert "Đinh Thị Hai đã lưu mô hình này lúc 09:00 ngày 12/11/2024" in refused.value.reasons[0]
    assert_untouched(reported)


def test_reassess_keeps_the_round_and_asks_for_a_note(reported, clerk, year):
    assess(clerk, reported, marks_for(year, replicable=Mark.NOT_ENOUGH))

    with pytest.raises(DomainError) as refused:
        reassess_model(user=clerk, model_id=reported.pk, note=" ")
    reassess_model(user=clerk, model_id=reported.pk, note="Đã bổ sung sổ.")
    second = assess(clerk, reported, marks_for(year))

    assert refused.value.reasons == ("Ghi lý do khi “Thẩm định lại”.",)
    assert second.round == 2
    assert list(reported.assessments.values_list("round", flat=True)) == [1, 2]
