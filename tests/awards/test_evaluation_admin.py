"""The clerk's pages of evaluations: list, the year's table, one sheet with its acts."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import CriterionFinding, Evaluation, Outcome
from awards.services.evaluation import (
    conclude_evaluation,
    freeze_evaluation,
    mark_finding,
    open_evaluation,
)
from dandvan.roles import Role
from models_registry.models import Attachment, Impediment
from tests.awards.evaluation_cast import (
    make_award_kind,
    make_section_iv,
    make_vote,
    mark_all,
    rate,
    sent_collective,
    signed_decision,
)
from tests.factories import make_collective, make_criterion, make_individual, make_user
from tests.models_registry.model_steps import make_scan, on, recognized_model

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    b"\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00"
    b"\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(autouse=True)
def in_november():
    with on(11, 20):
        yield


@pytest.fixture
def criteria(year):
    return make_section_iv(year)


@pytest.fixture
def collective(commune):
    return make_collective(commune, "Hội Phụ nữ xã")


@pytest.fixture
def sheet(clerk, year, collective, criteria):
    return open_evaluation(user=clerk, year=year, subject=collective)


@pytest.fixture
def concluded(clerk, sheet):
    mark_all(clerk, sheet)
    return conclude_evaluation(user=clerk, evaluation_id=sheet.pk)


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def page_of(sheet):
    return reverse("admin:awards_evaluation_workbench", args=[sheet.pk])


def act_of(sheet, act):
    return reverse("admin:awards_evaluation_act", args=[sheet.pk, act])


def text_of(response):
    return " ".join(response.content.decode().split())


def typed(criterion, mark="met", reason="Không có đơn thư", **given):
    return {
        f"mark_{criterion.pk}": mark,
        f"reason_{criterion.pk}": reason,
        "version": "1",
        "act": "submit",
        **given,
    }


def all_addresses(sheet):
    return [
        reverse("admin:awards_evaluation_changelist"),
        reverse("admin:awards_evaluation_table"),
        reverse("admin:awards_evaluation_open", args=[sheet.year_id]),
        page_of(sheet),
    ]


def test_pages_open_for_the_clerk_alone(client, clerk, administrator, chair, sheet):
    answers = {}
    for name, user in (("clerk", clerk), ("administrator", administrator), ("chair", chair)):
        client.force_login(user)
        answers[name] = [client.get(url).status_code for url in all_addresses(sheet)]

    assert answers == {
        "clerk": [200] * 4,
        "administrator": [403] * 4,
        "chair": [403] * 4,
    }


def test_another_communes_sheet_is_not_there(client, sheet, stranger):
    client.force_login(stranger)

    assert client.get(page_of(sheet)).status_code == 404
    assert client.post(page_of(sheet)).status_code == 404
    assert client.post(act_of(sheet, "conclude")).status_code == 404
    open_url = reverse("admin:awards_evaluation_open", args=[sheet.year_id])
    assert client.get(open_url).status_code == 404


def test_wrong_methods_and_unknown_acts(at_desk, sheet):
    assert at_desk.get(act_of(sheet, "conclude")).status_code == 405
    assert at_desk.post(reverse("admin:awards_evaluation_table")).status_code == 405
    assert at_desk.put(page_of(sheet)).status_code == 405
    assert at_desk.post(act_of(sheet, "freeze")).status_code == 404
    assert at_desk.post(act_of(sheet, "delete")).status_code == 404


def test_stock_page_of_a_row_leads_to_its_sheet(at_desk, sheet):
    answer = at_desk.get(reverse("admin:awards_evaluation_change", args=[sheet.pk]))

    assert answer.headers["Location"] == page_of(sheet)
    assert at_desk.get(reverse("admin:awards_evaluation_add")).status_code == 403
    assert (
        at_desk.post(reverse("admin:awards_evaluation_delete", args=[sheet.pk])).status_code == 403
    )


def test_list_finds_without_tone_marks_and_filters(at_desk, clerk, commune, year, sheet):
    open_evaluation(user=clerk, year=year, subject=make_individual(commune, "Đinh Thị Mẫu"))
    url = reverse("admin:awards_evaluation_changelist")

    def names(**query):
        return [str(row.subject) for row in at_desk.get(url, query).context["cl"].result_list]

    assert names(q="hoi phu nu") == ["Hội Phụ nữ xã"]
    assert names(q="mau thi") == ["Đinh Thị Mẫu"]
    assert names(loai="individual") == ["Đinh Thị Mẫu"]
    assert names(nam="2023") == []
    assert sorted(names(nam="2024", state__exact="open")) == ["Hội Phụ nữ xã", "Đinh Thị Mẫu"]


def test_sheet_explains_findings_and_links_what_is_missing(at_desk, sheet):
    page = text_of(at_desk.get(page_of(sheet)))

    year_page = reverse("admin:models_registry_yearlyrecord_year", args=[sheet.year_id])
    assert "Chưa nhập xếp loại năm 2024 (cần từ mức hoàn thành tốt trở lên)." in page
    assert f'href="{year_page}">Còn thiếu: Xếp loại năm 2024</a>' in page
    assert "Không có mô hình được công nhận tính cho năm 2024 (cần 1)." in page
    assert "Chưa kết luận được: còn tiêu chuẩn chưa đánh giá TT1a." in page


def test_sheet_shows_what_is_provisional(at_desk, clerk, year, sheet, collective):
    rate(clerk, year, "mass_mobilization", "good_completion", collective, status="provisional")

    page = text_of(at_desk.get(page_of(sheet)))

    assert '<span class="state wait">tạm tính</span>' in page
    assert "Hoàn thành tốt (tạm tính), theo 118-TB/ĐU ngày 14/11/2024 của Đảng ủy xã." in page


def test_save_marks_once_even_when_clicked_twice(at_desk, clerk, sheet, criteria):
    scan = make_scan(clerk)
    data = typed(criteria["TT1a"], once="a-token")
    data[f"evidence_{criteria['TT1a'].pk}"] = str(scan.pk)

    answers = [at_desk.post(page_of(sheet), data) for _ in range(2)]

    assert [a.headers["Location"] for a in answers] == [page_of(sheet)] * 2
    row = CriterionFinding.objects.get()
    assert (row.mark, row.reason, row.evidence, row.marked_by) == (
        "met",
        "Không có đơn thư",
        scan,
        clerk,
    )
    sheet.refresh_from_db()
    assert sheet.version == 2


def test_save_refuses_a_mark_without_reason_and_keeps_the_rest(at_desk, sheet, criteria, year):
    other = make_criterion(year, "TT1b")
    data = typed(criteria["TT1a"], reason="") | {f"reason_{other.pk}": "Đang chờ kết luận"}

    answer = at_desk.post(page_of(sheet), data)

    page = text_of(answer)
    assert answer.status_code == 200
    assert "TT1a: ghi lý do, căn cứ." in page
    assert "TT1b: chọn Đạt hoặc Không đạt." in page
    assert ">Đang chờ kết luận</textarea>" in page.replace("> ", ">")
    assert not CriterionFinding.objects.exists()


def test_stale_form_names_who_saved_and_keeps_what_was_typed(at_desk, other_clerk, sheet, criteria):
    mark_finding(
        user=other_clerk,
        evaluation_id=sheet.pk,
        criterion=criteria["TT1a"],
        mark="met",
        reason="Của đồng nghiệp",
    )

    answer = at_desk.post(page_of(sheet), typed(criteria["TT1a"], reason="Của tôi"))

    page = text_of(answer)
    assert "Trong lúc bạn đang sửa, Đinh Thị Hai đã lưu phiếu đánh giá này lúc 09:00" in page
    assert "Của tôi</textarea>" in page
    assert "Đang lưu: đạt – Của đồng nghiệp" in page
    assert 'name="version" value="2"' in page
    assert CriterionFinding.objects.get().reason == "Của đồng nghiệp"


def test_words_typed_while_a_colleague_concluded_are_kept(at_desk, concluded, criteria):
    marks = text_of(at_desk.post(page_of(concluded), typed(criteria["TT1a"], reason="Của tôi")))
    words = text_of(at_desk.post(act_of(concluded, "conclude"), {"note": "Lời của tôi"}))

    assert "Trong lúc bạn đang sửa, Võ Thị Thử đã lưu phiếu đánh giá này" in marks
    assert "Của tôi</textarea>" in marks
    assert "Lời của tôi</textarea>" in words
    assert [t.edge for t in concluded.transitions.all()] == ["conclude"]


def test_uploaded_evidence_is_stored_and_offered(at_desk, sheet, criteria, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = typed(criteria["TT1a"], reason="Đang viết", act="upload")
    data["upload"] = SimpleUploadedFile("ke-hoach.png", PNG, "image/png")

    page = text_of(at_desk.post(page_of(sheet), data))

    stored = Attachment.objects.get()
    assert f'<option value="{stored.pk}">ke-hoach' in page
    assert "Đang viết</textarea>" in page
    assert not CriterionFinding.objects.exists()


def test_upload_that_lies_about_its_kind_is_refused(at_desk, sheet, criteria):
    data = typed(criteria["TT1a"], reason="Đang viết", act="upload")
    data["upload"] = SimpleUploadedFile("ke-hoach.pdf", b"MZ\x90\x00 not a pdf", "application/pdf")

    page = text_of(at_desk.post(page_of(sheet), data))

    assert "Đang viết</textarea>" in page
    assert "error-summary" in page
    assert not Attachment.objects.exists()


def test_conclude_and_reopen_from_the_page(at_desk, clerk, sheet):
    mark_all(clerk, sheet)
    sheet.refresh_from_db()
    data = {"note": "Đủ điều kiện xét giấy khen của xã.", "version": sheet.version, "once": "t1"}

    for _ in range(2):
        at_desk.post(act_of(sheet, "conclude"), data)
    refused = text_of(at_desk.post(act_of(sheet, "reopen"), {"note": " "}))
    at_desk.post(act_of(sheet, "reopen"), {"note": "Có đơn thư mới"})

    sheet.refresh_from_db()
    assert sheet.outcome == "Đủ điều kiện xét giấy khen của xã."
    assert "Ghi lý do khi “Mở lại để đánh giá”." in refused
    assert [(t.edge, t.note) for t in sheet.transitions.all()] == [
        ("conclude", ""),
        ("reopen", "Có đơn thư mới"),
    ]


def test_refused_conclusion_keeps_its_words(at_desk, sheet):
    answer = at_desk.post(act_of(sheet, "conclude"), {"note": "Viết rồi", "version": "1"})

    page = text_of(answer)
    assert "Chưa kết luận được: còn tiêu chuẩn chưa đánh giá TT1a." in page
    assert "Viết rồi</textarea>" in page
    sheet.refresh_from_db()
    assert sheet.state == "open"


def test_revise_opens_a_new_round_and_leads_to_it(at_desk, clerk, year, concluded):
    vote = make_vote(clerk, concluded, make_award_kind(year, "GK"))
    frozen = freeze_evaluation(user=clerk, evaluation_id=concluded.pk)
    assert "Chỉ đánh giá lại sau khi hồ sơ bị trả lại" in text_of(at_desk.get(page_of(frozen)))
    Outcome.objects.create(
        nomination=vote.nomination,
        result="refused",
        reason="Thành tích chưa tiêu biểu",
        recorded_by=clerk,
        recorded_at=vote.meeting.starts_at,
    )

    answer = at_desk.post(act_of(frozen, "revise"), {"note": "Huyện không khen"})

    new = Evaluation.objects.get(is_current=True)
    assert answer.headers["Location"] == page_of(new)
    assert new.round == 2
    old_page = text_of(at_desk.get(page_of(frozen)))
    assert "Đã có vòng mới hơn" in old_page


def test_impediments_are_shown_with_their_effect(at_desk, sheet, collective):
    Impediment.objects.create(
        collective=collective,
        kind="complaint",
        effect="blocks",
        reason="Phản ánh về quỹ hội đang xác minh",
        paper="Đơn ngày 01/11/2024",
        starts="2024-11-01",
    )

    page = text_of(at_desk.get(page_of(sheet)))

    assert "Phản ánh về quỹ hội đang xác minh" in page
    assert "chặn đề nghị khen thưởng" in page


def test_table_shows_marks_in_words_and_suggests_subjects(
    at_desk, clerk, owner, year, sheet, collective
):
    decision = signed_decision(clerk)
    other = sent_collective(clerk, "Hội Nông dân xã")
    recognized_model(owner, clerk, year, decision, collective=other, name="Tổ liên kết mía")
    rate(clerk, year, "mass_mobilization", "completion", collective, status="provisional")

    answer = at_desk.get(reverse("admin:awards_evaluation_table"), {"nam": "2024"})

    page = text_of(answer)
    assert '<span class="visually-hidden">Không đạt (tạm tính)</span>' in page
    assert '<span class="visually-hidden">Chưa bình xét</span>' in page
    assert [s.name for s in answer.context["suggestions"]] == [
        "Hội Nông dân xã",
        owner.individual.full_name,
    ]
    assert at_desk.get(reverse("admin:awards_evaluation_table"), {"nam": "1999"}).status_code == 404


def test_suggested_subject_is_opened_once(at_desk, clerk, year, criteria, collective):
    url = reverse("admin:awards_evaluation_open", args=[year.pk])
    data = {"subject": f"collective-{collective.pk}", "once": "t2"}

    answers = [at_desk.post(url, data) for _ in range(2)]
    again = text_of(at_desk.post(url, {"subject": f"collective-{collective.pk}"}))

    row = Evaluation.objects.get()
    assert [a.headers["Location"] for a in answers] == [page_of(row)] * 2
    assert "Đối tượng này đã có phiếu đánh giá trong năm" in again


@pytest.mark.parametrize("subject", ["collective-x", "village-1", "collective-999999", "-", ""])
def test_open_refuses_what_is_not_offered(at_desk, year, criteria, collective, subject):
    answer = at_desk.post(
        reverse("admin:awards_evaluation_open", args=[year.pk]), {"subject": subject}
    )

    assert answer.status_code == 200
    assert "error-summary" in text_of(answer)
    assert not Evaluation.objects.exists()


def test_table_and_list_ask_the_same_queries_for_one_and_three(
    client, clerk, owner, year, sheet, commune
):
    decision = signed_decision(clerk)
    recognized_model(owner, clerk, year, decision, collective=sheet.collective)
    urls = [
        reverse("admin:awards_evaluation_table"),
        reverse("admin:awards_evaluation_changelist"),
    ]
    client.force_login(make_user(commune, "ban-thu-ba", Role.CLERK))

    def counts():
        found = []
        for url in urls:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(url)
            found.append(len(queries))
        return found

    one = counts()
    for name in ("Hội Nông dân xã", "Hội Cựu chiến binh xã"):
        other = sent_collective(clerk, name)
        model = recognized_model(owner, clerk, year, decision, collective=other, name=f"MH {name}")
        model.co_owners.add(sheet.collective)
        mark_all(clerk, open_evaluation(user=clerk, year=year, subject=other))
    person = open_evaluation(user=clerk, year=year, subject=owner.individual)
    mark_all(clerk, person)

    assert counts() == one
    assert max(one) <= 12
