"""Notices in the application: who is told what, once; read by their own people alone."""

import pytest
from django.urls import reverse

from dandvan.errors import DomainError
from models_registry.enums import MemberPart, NoticeKind
from models_registry.models import Notice, User
from models_registry.services.acceptance import (
    CorrectionInput,
    accept_model,
    extend_return,
    return_model,
    withdraw_correction,
)
from models_registry.services.notices import mark_all_read, mark_read, notify
from models_registry.services.recognition import DecisionRow, ModelsRefused, decide_on_models
from models_registry.services.reminders import remind_owner
from models_registry.services.reporting import return_report
from tests.factories import make_authority, make_individual, make_signer
from tests.models_registry.model_steps import (
    accepted_model,
    assessed_model,
    make_decision,
    on,
    reported_model,
    submitted_model,
)

pytestmark = pytest.mark.django_db
GOAL = CorrectionInput("goal", "missing", "Ghi chỉ tiêu bằng con số.")
NEED = CorrectionInput("need", "wrong", "Viết lại.")


@pytest.fixture
def web(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def told(user):
    return [(row.kind, row.text, row.url_name) for row in user.notices.order_by("id")]


def test_acceptance_is_told_to_the_owner_and_not_to_the_clerk(owner, clerk, year):
    dv_model = submitted_model(owner, year)
    with on(3, 6):
        accept_model(user=clerk, model_id=dv_model.pk)

    assert told(owner) == [
        (
            "accepted",
            "Mô hình “Ngôi nhà xanh” đã được tiếp nhận, mã MH-2024-01.",
            "models_registry:model_detail",
        )
    ]
    assert Notice.objects.count() == 1
    assert owner.notices.get().dv_model == dv_model


def test_return_and_moved_day_and_withdrawal_are_told_with_what_is_left(owner, clerk, year):
    dv_model = submitted_model(owner, year)
    with on(3, 5):
        return_model(user=clerk, model_id=dv_model.pk, corrections=[GOAL, NEED])
        extend_return(
            user=clerk, model_id=dv_model.pk, due=dv_model.start_date.replace(day=25), note="Mùa vụ"
        )
        for row in dv_model.corrections.all():
            withdraw_correction(user=clerk, correction_id=row.pk)

    assert [text for _, text, _ in told(owner)] == [
        "Mô hình “Ngôi nhà xanh” được trả lại, cần bổ sung 02 nội dung, hạn 15/03/2024.",
        "Mô hình “Ngôi nhà xanh”: hạn bổ sung nay là 25/03/2024.",
        "Mô hình “Ngôi nhà xanh”: không phải sửa phần “Mục tiêu, chỉ tiêu” nữa. "
        "Còn 01 nội dung cần bổ sung.",
        "Mô hình “Ngôi nhà xanh”: không phải sửa phần “Nhu cầu, vấn đề cần giải quyết” nữa. "
        "Không còn nội dung nào phải bổ sung, gửi lại được ngay.",
    ]
    assert {name for _, _, name in told(owner)} == {"models_registry:model_supplement"}


def test_returned_report_is_told(owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    with on(10, 28):
        return_report(user=clerk, model_id=dv_model.pk, corrections=[GOAL])

    assert told(owner)[-1][:2] == (
        "report_returned",
        "Báo cáo kết quả của mô hình “Ngôi nhà xanh” được trả lại, cần bổ sung 01 nội dung, "
        "hạn 07/11/2024.",
    )


def test_decision_is_told_to_all_who_take_part(owner, clerk, chair, participant, year, commune):
    dv_model = assessed_model(owner, clerk, year)
    dv_model.members.create(individual=participant.individual, part=MemberPart.HELPER)
    signer = make_signer(make_individual(commune, "Nguyễn Văn Ký"))
    with on(11, 15):
        decision = make_decision(chair, make_authority(commune), signer)
        decide_on_models(
            user=chair, decision=decision, rows=[DecisionRow(dv_model.pk, "recognized")]
        )

    text = "Mô hình “Ngôi nhà xanh”: công nhận theo Quyết định số 112/QĐ-UBND ngày 15/11/2024."
    for user in (owner, participant):
        assert told(user)[-1] == ("recognized", text, "models_registry:model_detail")
    assert participant.notices.count() == 1


def test_refused_decision_tells_nobody(owner, clerk, chair, year, commune):
    good, bad = assessed_model(owner, clerk, year), accepted_model(owner, clerk, year)
    signer = make_signer(make_individual(commune, "Nguyễn Văn Ký"))
    before = Notice.objects.count()
    with on(11, 15), pytest.raises(ModelsRefused):
        decide_on_models(
            user=chair,
            decision=make_decision(chair, make_authority(commune), signer),
            rows=[DecisionRow(row.pk, "recognized") for row in (good, bad)],
        )

    assert Notice.objects.count() == before


def test_same_event_is_told_once(owner, clerk, year):
    for _ in range(2):
        notify(users=[owner, clerk], kind=NoticeKind.REMINDED, key="han:1", text="Sắp đến hạn.")

    assert Notice.objects.count() == 2


def test_closed_accounts_are_not_told(owner, clerk, year):
    dv_model = accepted_model(owner, clerk, year)
    owner.is_active = False
    owner.save(update_fields=["is_active"])
    remind_owner(user=clerk, model_id=dv_model.pk, text="Nộp báo cáo")

    assert not owner.notices.filter(kind="reminded").exists()


def test_reading_is_remembered_once_and_only_ones_own(owner, participant):
    notify(users=[owner], kind=NoticeKind.REMINDED, key="a", text="Một")
    notify(users=[owner], kind=NoticeKind.REMINDED, key="b", text="Hai")
    first, second = owner.notices.order_by("id")

    with pytest.raises(DomainError):
        mark_read(user=participant, notice_id=first.pk)
    moment = mark_read(user=owner, notice_id=first.pk).read_at
    assert mark_read(user=owner, notice_id=first.pk).read_at == moment
    assert mark_all_read(user=participant, up_to=second.pk) == 0
    assert mark_all_read(user=owner, up_to=first.pk) == 0
    assert mark_all_read(user=owner, up_to=second.pk) == 1
    assert User.for_pages().get(pk=owner.pk).unread_notices == 0


def test_page_shows_own_notices_unread_first_and_opens_them(web, owner, clerk, participant, year):
    dv_model = submitted_model(owner, year)
    with on(3, 6):
        accept_model(user=clerk, model_id=dv_model.pk)
    notify(users=[owner], kind=NoticeKind.REMINDED, key="a", text="Việc khác <b>")
    notify(users=[participant], kind=NoticeKind.REMINDED, key="a", text="Của người khác")
    accepted = owner.notices.get(kind="accepted")
    page = reverse("models_registry:notice_list")
    read = reverse("models_registry:notice_read", args=[accepted.pk])

    shown = web(owner).get(page)
    opened = web(owner).post(read, {"act": "mo"})
    after = web(owner).get(page)

    assert [row.text for row, _, _ in shown.context["rows"]] == [
        "Việc khác <b>",
        "Mô hình “Ngôi nhà xanh” đã được tiếp nhận, mã MH-2024-01.",
    ]
    assert "Việc khác &lt;b&gt;" in shown.content.decode()
    assert '<span class="count">2' in shown.content.decode()
    assert opened.headers["Location"] == reverse("models_registry:model_detail", args=[dv_model.pk])
    assert after.context["unread"] == 1
    assert web(participant).post(read).status_code == 404


def test_page_marks_as_read_what_was_seen(web, owner):
    notify(users=[owner], kind=NoticeKind.REMINDED, key="a", text="Một")
    newest = owner.notices.get().pk
    notify(users=[owner], kind=NoticeKind.REMINDED, key="b", text="Đến sau")
    url = reverse("models_registry:notice_read_all")

    answer = web(owner).post(url, {"den": str(newest)}, follow=True)
    web(owner).post(url, {"den": "abc"})

    assert "Đã đánh dấu đã đọc 01 thông báo." in answer.content.decode()
    assert [row.text for row in owner.notices.filter(read_at=None)] == ["Đến sau"]


def test_empty_page_says_what_will_stand_there(web, viewer):
    assert "Chưa có thông báo nào" in web(viewer).get("/thong-bao/").content.decode()
