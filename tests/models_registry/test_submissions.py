"""What is handed in is kept round by round with its hash, and shown at once."""

import hashlib

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from models_registry.domain.submission import canonical_text, digest
from models_registry.enums import FormPart
from models_registry.models import Submission
from models_registry.queries_submissions import submissions_of
from models_registry.services.acceptance import CorrectionInput, return_model
from models_registry.services.registration import (
    answer_correction,
    resubmit_model,
    save_draft,
    submit_model,
)
from tests.factories import make_draft
from tests.models_registry.model_steps import make_scan, on, submitted_model

pytestmark = pytest.mark.django_db
OLD_GOAL, NEW_GOAL = "Mỗi làng có 02 điểm thu gom.", "Mỗi làng có 03 điểm thu gom."


def receipt(dv_model, number=1):
    return reverse("models_registry:submission_receipt", args=[dv_model.pk, number])


@pytest.fixture
def sent(owner, year):
    """Sent on 04/3/2024 with one file."""
    with on(3, 4):
        draft = make_draft(owner, year)
        draft.indicators.create(name="Điểm thu gom", unit="điểm", kind="other", target=20)
        make_scan(owner, draft, name="anh-lang.pdf")
        return submit_model(user=owner, model_id=draft.pk)


@pytest.fixture
def sent_again(sent, owner, clerk):
    """Returned on 06/3, mended and sent again on 08/3/2024."""
    with on(3, 6):
        row = CorrectionInput("goal", "missing", "Ghi rõ số điểm")
        return_model(user=clerk, model_id=sent.pk, corrections=[row])
    with on(3, 8):
        save_draft(user=owner, model_id=sent.pk, version=None, values={"goal": NEW_GOAL})
        correction = sent.corrections.get()
        answer_correction(user=owner, correction_id=correction.pk, answer="Đã ghi.")
        return resubmit_model(user=owner, model_id=sent.pk)


def test_hand_in_keeps_the_text_of_every_part(sent):
    row = submissions_of(sent).get()

    assert (row.round, row.code, row.sent_by) == (1, "MH-2024-01", "Đinh Thị Chủ")
    assert row.sent_at == sent.transitions.get(edge="submit").at
    assert row.content == {
        "name": "Ngôi nhà xanh",
        "owner": "Ủy ban nhân dân xã Tơ Tung\nNgười đăng ký: Đinh Thị Chủ",
        "members": "Đinh Thị Chủ – phụ trách",
        "areas": "Nội dung chính: Nội dung T1",
        "villages": "làng Stơr",
        "need": "Rác nhựa còn bị bỏ lại ở bờ ruộng và dọc suối, chưa có nơi thu gom.",
        "goal": OLD_GOAL,
        "solutions": "Chi hội quản lý điểm gom, cân và ghi sổ hằng tháng.",
        "partners": "",
        "target_group": "",
        "resources": "",
        "upkeep": "",
        "time": "Từ 08/03/2024",
        "expected_results": "",
        "figures": "Điểm thu gom: 20 điểm",
        "evidence": "anh-lang.pdf",
    }
    assert [file["name"] for file in row.files] == ["anh-lang.pdf"]


def test_kept_parts_are_all_of_the_form_but_the_report(sent):
    parts = {part.value for part in FormPart} - {FormPart.REPORT.value}

    assert set(submissions_of(sent).get().content) == parts


def test_hash_is_of_the_canonical_text(sent):
    row = submissions_of(sent).get()
    text = row.canonical()

    assert row.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert text.startswith('{"code":"MH-2024-01","content":{"areas":"Nội dung chính: Nội dung T1"')
    assert '"round":1,"sent_at":"2024-03-04T02:00:00+00:00"' in text


def test_hash_differs_by_every_thing_that_was_handed_in():
    given = {
        "code": "MH-2024-01",
        "round_number": 1,
        "sent_at": "2024-03-04T02:00:00+00:00",
        "sent_by": "A",
        "content": {"name": "x"},
        "files": [{"name": "a.pdf", "size": 1, "sha256": "0"}],
    }
    changes = [
        {"code": "MH-2024-02"},
        {"round_number": 2},
        {"sent_at": "2024-03-04T02:00:01+00:00"},
        {"sent_by": "B"},
        {"content": {"name": "y"}},
        {"files": []},
    ]
    hashes = {digest(canonical_text(**(given | change))) for change in ({}, *changes)}

    assert len(hashes) == 1 + len(changes)
    turned = {key: given[key] for key in reversed(given)}
    assert canonical_text(**turned) == canonical_text(**given)


def test_each_round_keeps_its_own_text(sent_again):
    first, second = submissions_of(sent_again)

    assert (first.round, first.text_of("goal")) == (1, OLD_GOAL)
    assert (second.round, second.text_of("goal")) == (2, NEW_GOAL)
    assert first.sha256 != second.sha256
    assert (first.is_unchanged, second.is_unchanged) == (True, True)


def test_hand_in_is_append_only(sent):
    row = submissions_of(sent).get()
    with pytest.raises(ValueError, match="append only"):
        row.save()
    twin = Submission(dv_model=sent, transition=row.transition, round=1, code="", sent_by="")
    twin.content, twin.sent_at = {}, row.sent_at
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_refused_sending_keeps_nothing(owner, year):
    with on(3, 4):
        draft = make_draft(owner, year, goal="")
        with pytest.raises(Exception, match="mục tiêu"):
            submit_model(user=owner, model_id=draft.pk)

    assert Submission.objects.count() == 0


def test_receipt_on_screen_tells_code_time_parts_files_and_hash(client, owner, sent):
    client.force_login(owner)
    page = client.get(receipt(sent)).content.decode()
    row = submissions_of(sent).get()

    assert "09 giờ 00 phút, ngày 04 tháng 3 năm 2024; người gửi: Đinh Thị Chủ" in page
    assert "Phần đã ghi (10)" in page
    assert "Phần để trống (05)" in page
    assert "01 tệp: anh-lang.pdf" in page
    assert row.sha256 in page
    assert OLD_GOAL in page
    paper = reverse("models_registry:model_paper", args=[sent.pk, "phieu-tiep-nhan"])
    assert f'href="{paper}"' in page
    assert "không còn khớp" not in page


def test_receipt_of_a_round_shows_that_round_and_leads_to_the_other(client, owner, sent_again):
    client.force_login(owner)
    first = client.get(receipt(sent_again, 1)).content.decode()
    second = client.get(receipt(sent_again, 2)).content.decode()

    assert (OLD_GOAL in first, NEW_GOAL in first) == (True, False)
    assert (OLD_GOAL in second, NEW_GOAL in second) == (False, True)
    assert f'href="{receipt(sent_again, 1)}"' in second
    assert "gửi bổ sung lần 1" in second
    assert client.get(receipt(sent_again, 3)).status_code == 404


def test_receipt_says_when_the_stored_text_was_tampered_with(client, owner, sent):
    row = submissions_of(sent).get()
    Submission.objects.filter(pk=row.pk).update(content=row.content | {"goal": "Sửa lén"})
    client.force_login(owner)

    assert "không còn khớp mã SHA-256" in client.get(receipt(sent)).content.decode()


def test_receipt_is_for_who_sees_inside(client, owner, clerk, participant, stranger, year):
    dv_model = submitted_model(owner, year)
    statuses = {}
    for user in (owner, clerk, participant, stranger):
        client.force_login(user)
        statuses[user.username] = client.get(receipt(dv_model)).status_code

    assert statuses == {"chumohinh": 200, "vanphong": 200, "nguoikhac": 403, "nguoila": 404}
