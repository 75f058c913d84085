"""Where the evidence is not enough a named thing is asked for by a day, handed in, looked at."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.queries_queue import model_work, models_on_the_way
from dandvan.errors import DomainError, NotAllowed
from models_registry.domain.assessment import QualityResult, without_request
from models_registry.enums import Mark
from models_registry.models import EvidenceRequest
from models_registry.services.assessment import MarkInput, assess_model, reassess_model
from models_registry.services.evidence_request import answer_request
from models_registry.services.recognition import DecisionRow, decide_on_models, paper_of_decision
from tests.factories import make_authority, make_signer
from tests.models_registry.assess_steps import photo
from tests.models_registry.model_steps import (
    make_decision,
    make_scan,
    marks_for,
    on,
    reported_model,
)

pytestmark = pytest.mark.django_db

WHAT = "Bản sao 02 hợp đồng ở làng Đồng Tâm"
DUE = date(2024, 11, 21)


@pytest.fixture(autouse=True)
def _november(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with on(11, 7):
        yield


@pytest.fixture
def reported(owner, clerk, year):
    return reported_model(owner, clerk, year, name="Liên kết trồng mía")


def lacking(year, **overrides):
    """The first quality lacks evidence."""
    one, two = year.plan.qualities.all()
    asked = {"need": WHAT, "due": DUE, **overrides}
    return [MarkInput(one, Mark.NOT_ENOUGH, "Thiếu hợp đồng", **asked), MarkInput(two, "met", "Rõ")]


def assess(user, dv_model, marks):
    return assess_model(
        user=user,
        model_id=dv_model.pk,
        date=date(2024, 11, 7),
        team="",
        conclusion="Bổ sung rồi thẩm định lại.",
        marks=marks,
    )


@pytest.fixture
def asked(reported, clerk, year):
    assess(clerk, reported, lacking(year))
    reported.refresh_from_db()
    return EvidenceRequest.objects.get()


@pytest.fixture
def web(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def address(row):
    return reverse("models_registry:evidence_answer", args=[row.pk])


def page_of(dv_model):
    return reverse("models_registry:model_detail", args=[dv_model.pk])


# -- asking ---------------------------------------------------------------------------------------


def test_assessment_writes_what_is_needed_and_until_when(asked, year):
    assert (asked.quality.code, asked.what, asked.due, asked.is_open) == (
        "effective",
        WHAT,
        DUE,
        True,
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"need": " "}, "Ghi cần bổ sung gì và hạn bổ sung cho: Hiệu quả thực tế."),
        ({"due": None}, "Ghi cần bổ sung gì và hạn bổ sung cho: Hiệu quả thực tế."),
        ({"due": date(2024, 11, 6)}, "Hạn bổ sung đã qua, ghi ngày khác cho: Hiệu quả thực tế."),
    ],
)
def test_assessment_without_a_request_is_refused(reported, clerk, year, given, reason):
    with pytest.raises(DomainError) as refused:
        assess(clerk, reported, lacking(year, **given))

    assert refused.value.reasons == (reason,)
    assert reported.assessments.count() == 0


@pytest.mark.parametrize(
    ("marks", "bare"),
    [
        (("not_enough", "met"), ("A",)),
        (("not_enough", "not_met"), ()),
        (("met", "not_enough"), ()),
        (("not_met", "not_enough"), ()),
    ],
)
def test_nothing_is_asked_for_where_the_verdict_stands_anyway(marks, bare):
    results = [QualityResult(name, True, mark) for name, mark in zip("AB", marks, strict=True)]

    assert without_request(results, {"B"}) == bare


def test_no_verdict_is_possible_either_way(commune, asked, reported, clerk, chair):
    authority, signer = make_authority(commune), make_signer(chair.individual)
    with on(11, 20):
        decision = make_decision(clerk, authority, signer)
    for outcome in ("recognized", "declined"):
        with on(11, 20), pytest.raises(DomainError) as refused:
            decide_on_models(
                user=clerk,
                decision=decision,
                rows=[DecisionRow(reported.pk, outcome, "Thiếu căn cứ")],
                paper=paper_of_decision(decision),
            )
        assert refused.value.reasons == (
            f"{reported.code} “Liên kết trồng mía”: Chưa đủ căn cứ về: Hiệu quả thực tế. "
            "Bổ sung rồi thẩm định lại.",
        )

    reported.refresh_from_db()
    assert reported.state == "assessed"


# -- answering ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "clerk"])
def test_request_is_answered_once_with_words_and_files(request, who, asked, reported):
    user = request.getfixturevalue(who)
    file = make_scan(user, reported)

    answer_request(user=user, request_id=asked.pk, answer=" Đã nộp ", files=[file])
    with pytest.raises(DomainError) as refused:
        answer_request(user=user, request_id=asked.pk, answer="Nữa")

    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.is_open) == ("Đã nộp", user, False)
    assert list(asked.files.all()) == [file]
    assert refused.value.reasons == (
        f"{user.display_name} đã bổ sung nội dung này ngày 07/11/2024.",
    )


@pytest.mark.parametrize("who", ["participant", "bloc_member", "chair", "viewer"])
def test_request_is_not_answered_by_others(request, who, asked):
    with pytest.raises(NotAllowed):
        answer_request(user=request.getfixturevalue(who), request_id=asked.pk, answer="Đây")


def test_answer_needs_words_or_files_of_the_model(asked, owner, stranger):
    with pytest.raises(DomainError) as empty:
        answer_request(user=owner, request_id=asked.pk, answer=" ")
    with pytest.raises(DomainError) as strange:
        answer_request(user=owner, request_id=asked.pk, files=[make_scan(owner)])
    with pytest.raises(DomainError) as unknown:
        answer_request(user=stranger, request_id=asked.pk, answer="Đây")

    assert empty.value.reasons == ("Gửi tệp bổ sung hoặc viết câu trả lời.",)
    assert strange.value.reasons == ("Có tệp không thuộc mô hình này. Gửi lại tệp.",)
    assert unknown.value.reasons == ("Không tìm thấy mô hình này.",)


def test_next_round_closes_the_request_and_keeps_it_beside(asked, reported, clerk, owner, year):
    reassess_model(user=clerk, model_id=reported.pk, note="Đã bổ sung")
    with pytest.raises(DomainError) as late:
        answer_request(user=owner, request_id=asked.pk, answer="Đây")
    second = assess(clerk, reported, marks_for(year))

    first = reported.assessments.get(round=1)
    assert late.value.reasons == ("Yêu cầu này không còn chờ trả lời: mô hình đã sang bước khác.",)
    assert [row.what for row in first.requests.all()] == [WHAT]
    assert (second.round, second.requests.count()) == (2, 0)


# -- pages and queue ------------------------------------------------------------------------------


def work_of(user, day):
    rows = model_work(models_on_the_way(user), user, day)
    return [(row.key, row.task, row.days, row.late, row.detail) for row in rows]


def test_queue_names_what_is_missing_then_the_next_round(asked, reported, clerk, chair, owner):
    missing = f"Thiếu: {WHAT} (hạn 21/11/2024)"

    before = work_of(clerk, date(2024, 11, 20)), work_of(chair, date(2024, 11, 20))
    late = work_of(clerk, date(2024, 11, 23))
    answer_request(user=owner, request_id=asked.pk, answer="Đây")
    after = work_of(clerk, date(2024, 11, 20)), work_of(chair, date(2024, 11, 20))

    assert before == ([("evidence_missing", "Chờ bổ sung căn cứ", 0, False, missing)], [])
    assert late == [("evidence_late", "Nhắc bổ sung căn cứ", 2, True, missing)]
    assert after == ([("evidence_given", "Thẩm định lại", 13, False, "")], [])


def test_owner_sees_the_request_at_once_and_answers_with_files(web, asked, reported, owner):
    home = web(owner).get(reverse("home")).content.decode()
    page = web(owner).get(page_of(reported)).content.decode()
    files = [photo("hop-dong-1.jpg"), photo("hop-dong-2.jpg", "red")]

    done = web(owner).post(address(asked), {"sent": files, "answer": "", "once": "mot"})
    again = web(owner).post(address(asked), {"answer": "Đây", "once": "mot"})

    asked.refresh_from_db()
    assert f"{WHAT} (hạn 21/11/2024)" in home
    assert (WHAT in page, address(asked) in page) == (True, True)
    assert done.url == again.url == page_of(reported)
    assert [row.original_name for row in asked.files.all()] == ["hop-dong-1.jpg", "hop-dong-2.jpg"]
    assert {row.dv_model for row in asked.files.all()} == {reported}
    assert (asked.answered_by, asked.answer) == (owner, "")


def test_refused_answer_keeps_the_files_that_arrived(web, asked, owner, reported):
    broken = SimpleUploadedFile("hong.pdf", b"MZ" + b"\0" * 200, "application/pdf")
    answer = web(owner).post(address(asked), {"sent": [photo("tot.jpg"), broken], "answer": "Đây"})
    kept = reported.attachments.get()

    assert list(answer.context["form"].errors) == ["sent"]
    assert f'name="files_kept" value="{kept.pk}"' in answer.content.decode()

    web(owner).post(address(asked), {"files_kept": [kept.pk], "answer": "Đây"})
    asked.refresh_from_db()
    assert (list(asked.files.all()), asked.answer) == ([kept], "Đây")


def test_request_is_shown_inside_the_model_only(web, asked, reported, participant, bloc_member):
    assert WHAT not in web(participant).get(page_of(reported)).content.decode()
    assert WHAT in web(bloc_member).get(page_of(reported)).content.decode()
    assert web(participant).get(address(asked)).status_code == 404
    assert web(bloc_member).get(address(asked)).status_code == 403


def test_form_asks_beside_the_quality_what_is_needed(web, reported, bloc_member, year):
    one, two = year.plan.qualities.all()
    data = {
        "version": reported.version,
        "date": "07/11/2024",
        "conclusion": "Bổ sung.",
        f"kq-{one.pk}": "not_enough",
        f"cc-{one.pk}": "Thiếu hợp đồng",
        f"hb-{one.pk}": "",
        f"kq-{two.pk}": "met",
        f"cc-{two.pk}": "Rõ",
    }
    url = reverse("models_registry:model_assess", args=[reported.pk])

    refused = web(bloc_member).post(url, data)
    web(bloc_member).post(url, {**data, f"cb-{one.pk}": WHAT, f"hb-{one.pk}": "21/11/2024"})

    assert refused.context["form"].errors == {
        f"cb-{one.pk}": ["Ghi cần bổ sung gì cho “Hiệu quả thực tế”."],
        f"hb-{one.pk}": ["Nhập hạn bổ sung cho “Hiệu quả thực tế”."],
    }
    asked = EvidenceRequest.objects.get()
    assert (asked.what, asked.due) == (WHAT, DUE)
