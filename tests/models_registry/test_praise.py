"""Praise in time: proposed by anybody, checked by the clerk, granted by the chairman."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role
from models_registry.domain.praise_flow import PRAISE_FLOW, PraiseFacts
from models_registry.enums import PraiseState
from models_registry.models import Praise
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.praise import (
    check_praise,
    decline_praise,
    grant_praise,
    propose_praise,
    reopen_praise,
    turn_down_praise,
)
from tests.factories import make_individual, make_signer
from tests.models_registry.model_steps import accepted_model, make_scan, on, step

pytestmark = pytest.mark.django_db

REASON = "Thăm từng nhà suốt học kỳ II."


@pytest.fixture(autouse=True)
def _november():
    with on(11, 20):
        yield


@pytest.fixture
def web(client):
    """Sign somebody in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def person(commune):
    return make_individual(commune, "Nông Thị Hiệp")


@pytest.fixture
def praise(participant, person):
    """A proposal that waits for the clerk."""
    return propose_praise(user=participant, individual=person, reason=REASON)


@pytest.fixture
def checked(praise, clerk):
    return check_praise(user=clerk, praise_id=praise.pk)


def url(name, *args):
    return reverse(f"models_registry:praise_{name}", args=args)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def grant(user, praise, **given):
    given = {
        "granted_on": date(2024, 11, 20),
        "way": "meeting",
        "occasion": "Hội nghị sơ kết",
        **given,
    }
    return grant_praise(user=user, praise_id=praise.pk, **given)


def reasons_of(call, *args, **kwargs):
    with pytest.raises(DomainError) as refused:
        call(*args, **kwargs)
    return refused.value.reasons


# -- the flow -------------------------------------------------------------------------------------

OPEN = {
    ("proposed", "check", Role.CLERK),
    ("proposed", "turn_down", Role.CLERK),
    ("checked", "grant", Role.CHAIR),
    ("checked", "decline", Role.CHAIR),
    ("checked", "reopen", Role.CLERK),
    ("declined", "reopen", Role.CLERK),
}


def test_matrix_of_states_edges_and_roles():
    facts = PraiseFacts(today=date(2024, 11, 20))
    found = {
        (state.value, edge, role)
        for state in PraiseState
        for edge in PRAISE_FLOW.edges
        for role in Role
        if PRAISE_FLOW.look(edge, state=state.value, actors=frozenset({role}), facts=facts).allowed
    }

    assert found == OPEN


@pytest.mark.parametrize(
    ("edge", "given", "sentence"),
    [
        (
            "check",
            {"own": True},
            "Người được biểu dương không tự kiểm tra, không tự biểu dương mình.",
        ),
        ("check", {"subject_lost": "Mô hình đã rút nên không biểu dương."}, None),
        ("grant", {"asks_details": True}, "Ghi ngày biểu dương, hình thức, dịp biểu dương."),
        (
            "grant",
            {"granted_on": date(2024, 11, 21)},
            "Ngày biểu dương 21/11/2024 chưa tới. Kiểm tra lại ngày.",
        ),
        (
            "grant",
            {"granted_on": date(2024, 11, 18), "proposed_on": date(2024, 11, 19)},
            "Ngày biểu dương 18/11/2024 có trước ngày đề nghị (19/11/2024). Kiểm tra lại ngày.",
        ),
    ],
)
def test_each_guard_has_its_sentence(edge, given, sentence):
    facts = PraiseFacts(today=date(2024, 11, 20), **given)
    row = PRAISE_FLOW.edges[edge]

    look = PRAISE_FLOW.look(edge, state=min(row.sources), actors=row.who, facts=facts)

    assert look.refusals == (sentence or given["subject_lost"],)


def test_granting_on_the_day_of_the_proposal_and_today_is_fine():
    day = date(2024, 11, 20)
    facts = PraiseFacts(
        today=day,
        proposed_on=day,
        asks_details=True,
        granted_on=day,
        way="letter",
        occasion="Họp giao ban",
    )

    assert PRAISE_FLOW.look(
        "grant", state="checked", actors=frozenset({Role.CHAIR}), facts=facts
    ).allowed


# -- proposing ------------------------------------------------------------------------------------


def test_proposal_keeps_whom_why_and_who(participant, person, praise):
    assert (praise.individual, praise.reason, praise.proposer, praise.proposed_on) == (
        person,
        REASON,
        participant.individual,
        date(2024, 11, 20),
    )
    assert (praise.state, praise.on_behalf_source, str(praise)) == (
        "proposed",
        "",
        "Biểu dương Nông Thị Hiệp",
    )


def test_the_same_proposal_again_is_one_row_until_it_is_checked(participant, person, praise, clerk):
    again = propose_praise(user=participant, individual=person, reason=f" {REASON} ")
    check_praise(user=clerk, praise_id=praise.pk)
    later = propose_praise(user=participant, individual=person, reason=REASON)

    assert again == praise
    assert later != praise


def test_everything_wrong_with_a_proposal_is_said_at_once(participant):
    assert reasons_of(propose_praise, user=participant, reason=" ") == (
        "Chọn người hoặc mô hình được đề nghị biểu dương.",
        "Ghi vì việc gì mà đề nghị biểu dương.",
    )
    assert reasons_of(
        propose_praise, user=participant, individual=participant.individual, reason="a" * 2001
    ) == (
        "Không tự đề nghị biểu dương cho mình hoặc mô hình của mình.",
        "Rút gọn lý do còn tối đa 2000 ký tự (đang có 2001).",
    )
    assert Praise.objects.count() == 0


def test_ones_own_model_is_not_proposed_but_a_helper_of_it_is(owner, clerk, person, year):
    dv_model = accepted_model(owner, clerk, year)

    assert reasons_of(propose_praise, user=owner, dv_model=dv_model, reason=REASON) == (
        "Không tự đề nghị biểu dương cho mình hoặc mô hình của mình.",
    )
    row = propose_praise(user=owner, dv_model=dv_model, individual=person, reason=REASON)
    assert (row.individual, row.dv_model) == (person, dv_model)


def test_a_withdrawn_model_is_neither_proposed_nor_checked(owner, participant, clerk, year):
    dv_model = accepted_model(owner, clerk, year)
    row = propose_praise(user=participant, dv_model=dv_model, reason=REASON)
    step(dv_model, "withdraw", owner, note="Không làm nữa")
    sentence = ("Mô hình đã rút nên không biểu dương.",)

    assert reasons_of(check_praise, user=clerk, praise_id=row.pk) == sentence
    assert (
        reasons_of(propose_praise, user=participant, dv_model=dv_model, reason="Khác") == sentence
    )


def test_rows_of_another_commune_are_not_found(participant, stranger, praise, clerk):
    assert reasons_of(
        propose_praise, user=participant, individual=stranger.individual, reason=REASON
    ) == ("Không tìm thấy người, mô hình hoặc tệp này trong xã.",)
    assert reasons_of(check_praise, user=stranger, praise_id=praise.pk) == (
        "Không tìm thấy đề nghị biểu dương này.",
    )


@pytest.mark.parametrize("who", ["viewer", "administrator"])
def test_who_only_reads_does_not_propose(request, person, who):
    with pytest.raises(NotAllowed):
        propose_praise(user=request.getfixturevalue(who), individual=person, reason=REASON)


def test_clerk_writes_for_somebody_and_says_on_what(clerk, participant, owner, person):
    given = {"individual": person, "reason": REASON, "proposer": owner.individual}

    assert reasons_of(propose_praise, user=clerk, **given) == (
        "Chọn căn cứ ghi thay: phiếu giấy, nói trực tiếp, điện thoại hoặc Zalo.",
    )
    row = propose_praise(user=clerk, on_behalf_source="zalo", **given)
    assert (row.proposer, row.on_behalf_source) == (owner.individual, "zalo")
    with pytest.raises(NotAllowed):
        propose_praise(user=participant, on_behalf_source="zalo", **given)


# -- checking and granting ------------------------------------------------------------------------


def test_chairman_grants_what_was_checked(checked, chair):
    row = grant(chair, checked, paper_text="55/TB-UBND")

    row.refresh_from_db()
    assert (row.state, row.granted_on, row.way, row.occasion, row.paper) == (
        "granted",
        date(2024, 11, 20),
        "meeting",
        "Hội nghị sơ kết",
        "55/TB-UBND",
    )
    assert list(row.transitions.values_list("edge", "by__username")) == [
        ("check", "vanphong"),
        ("grant", "chutich"),
    ]


def test_clerk_records_granting_from_the_signed_paper(checked, clerk, chair):
    signer = make_signer(chair.individual)
    trace = PaperTrace(signer, "55/TB-UBND", date(2024, 11, 20), make_scan(clerk))

    with pytest.raises(NotAllowed):
        grant(clerk, checked)
    row = grant(clerk, checked, paper=trace)

    assert row.paper == "55/TB-UBND ngày 20/11/2024"
    last = row.transitions.last()
    assert (last.signer, last.paper_number, last.by) == (signer, "55/TB-UBND", clerk)


def test_an_incomplete_paper_and_missing_details_write_nothing(checked, clerk, chair):
    assert reasons_of(grant, clerk, checked, paper=PaperTrace(None, "", None, None)) == (
        "Ghi nhận theo văn bản đã ký còn thiếu người ký, số văn bản, ngày văn bản, bản chụp.",
    )
    assert reasons_of(grant, chair, checked, way="medal", occasion=" ") == (
        "Ghi hình thức, dịp biểu dương.",
    )
    checked.refresh_from_db()
    assert (checked.state, checked.granted_on, checked.transitions.count()) == ("checked", None, 1)


def test_nobody_checks_or_signs_his_own_praise(participant, clerk, other_clerk, chair):
    own = propose_praise(user=participant, individual=clerk.individual, reason=REASON)
    sentence = ("Người được biểu dương không tự kiểm tra, không tự biểu dương mình.",)
    assert reasons_of(check_praise, user=clerk, praise_id=own.pk) == sentence
    boss = propose_praise(user=participant, individual=chair.individual, reason=REASON)
    check_praise(user=other_clerk, praise_id=boss.pk)
    trace = PaperTrace(
        make_signer(chair.individual), "55/TB-UBND", date(2024, 11, 20), make_scan(clerk)
    )

    assert reasons_of(grant, chair, boss) == sentence
    assert reasons_of(grant, clerk, boss, paper=trace) == sentence


def test_declining_and_taking_back_need_a_reason(praise, clerk, chair):
    assert reasons_of(turn_down_praise, user=clerk, praise_id=praise.pk, note=" ") == (
        "Ghi lý do khi “Không đưa ra”.",
    )
    turn_down_praise(user=clerk, praise_id=praise.pk, note="Chưa đủ căn cứ")
    reopen_praise(user=clerk, praise_id=praise.pk, note="Đã có thêm ảnh")
    check_praise(user=clerk, praise_id=praise.pk)
    row = decline_praise(user=chair, praise_id=praise.pk, note="Để khen dịp tổng kết")

    assert row.state == "declined"
    assert reasons_of(grant, chair, row) == (
        "Không thể “Biểu dương” khi đang ở trạng thái “Không biểu dương”.",
    )


def test_a_stale_form_is_refused(checked, chair):
    with pytest.raises(StaleRecord):
        grant(chair, checked, version=checked.version - 1)


# -- pages ----------------------------------------------------------------------------------------


def test_proposing_on_the_page_keeps_words_and_file_when_refused(
    web, participant, person, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client = web(participant)
    picture = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4", "application/pdf")
    wrong = client.post(url("propose"), {"reason": REASON, "scan": picture, "once": "a"})
    form = wrong.context["form"]
    assert form.errors["scan"] == [
        "Tệp PDF bị hỏng hoặc không đúng định dạng nên không ghép được; hãy tải lên bản khác."
    ]
    assert form["reason"].value() == REASON

    data = {"individual": person.pk, "reason": REASON, "once": "b"}
    answer = client.post(url("propose"), data, follow=True)
    client.post(url("propose"), data)

    assert said(answer) == ["Đã gửi đề nghị biểu dương. Văn phòng – thống kê sẽ kiểm tra."]
    assert Praise.objects.count() == 1
    empty = client.post(url("propose"), {})
    assert empty.context["form"].errors == {"reason": ["Nhập vì việc gì."]}
    nobody = client.post(url("propose"), {"reason": "Việc tốt"})
    assert nobody.context["form"].non_field_errors() == [
        "Chọn người hoặc mô hình được đề nghị biểu dương."
    ]


def test_proposal_from_a_model_has_it_chosen(web, owner, participant, clerk, year):
    dv_model = accepted_model(owner, clerk, year)
    client = web(participant)

    chosen = client.get(url("propose"), {"mo-hinh": dv_model.pk}).context["form"]
    odd = client.get(url("propose"), {"mo-hinh": "abc"})

    assert chosen["dv_model"].value() == str(dv_model.pk)
    assert odd.status_code == 200


def test_who_knows_of_a_proposal(
    web, participant, owner, clerk, bloc_member, chair, viewer, stranger, praise
):
    def statuses():
        return {
            user.username: web(user).get(url("detail", praise.pk)).status_code
            for user in (participant, owner, clerk, bloc_member, chair, viewer, stranger)
        }

    assert statuses() == {
        "nguoikhac": 200,
        "chumohinh": 404,
        "vanphong": 200,
        "danvan": 200,
        "chutich": 200,
        "xem": 404,
        "nguoila": 404,
    }
    check_praise(user=clerk, praise_id=praise.pk)
    grant(chair, praise)
    assert set(statuses().values()) == {200, 404}
    assert statuses()["nguoila"] == 404
    assert [name for name, status in statuses().items() if status == 404] == ["nguoila"]


def test_reasons_of_a_refusal_stay_inside(web, clerk, participant, owner, chair, praise):
    turn_down_praise(user=clerk, praise_id=praise.pk, note="Chưa đủ căn cứ")
    reopen_praise(user=clerk, praise_id=praise.pk, note="Đã có thêm ảnh")
    check_praise(user=clerk, praise_id=praise.pk)
    grant(chair, praise)

    mine = web(participant).get(url("detail", praise.pk)).content.decode()
    other = web(owner).get(url("detail", praise.pk)).content.decode()

    assert "Chưa đủ căn cứ" in mine
    assert "Chưa đủ căn cứ" not in other
    assert "Lương Văn Khác" not in other


def test_buttons_by_state_and_role(web, clerk, other_clerk, chair, participant, praise):
    def labels(user):
        actions = web(user).get(url("detail", praise.pk)).context["actions"]
        return [action.label for action in actions]

    assert labels(participant) == []
    assert labels(chair) == []
    assert labels(clerk) == ["Kiểm tra xong", "Không đưa ra"]
    check_praise(user=clerk, praise_id=praise.pk)
    assert labels(chair) == ["Biểu dương", "Không biểu dương"]
    assert labels(other_clerk) == [
        "Biểu dương (ghi theo văn bản đã ký)",
        "Không biểu dương (ghi theo văn bản đã ký)",
        "Đưa về để kiểm tra lại",
    ]


def test_button_of_the_praised_is_disabled_with_its_reason(web, participant, clerk):
    row = propose_praise(user=participant, individual=clerk.individual, reason=REASON)

    actions = web(clerk).get(url("detail", row.pk)).context["actions"]

    assert [(action.label, action.allowed) for action in actions] == [
        ("Kiểm tra xong", False),
        ("Không đưa ra", True),
    ]


def test_acts_by_button(web, clerk, participant, praise):
    assert web(clerk).get(url("act", praise.pk, "kiem-tra")).status_code == 405
    assert web(participant).post(url("act", praise.pk, "kiem-tra")).status_code == 403
    assert web(clerk).post(url("act", praise.pk, "khac")).status_code == 404
    refused = web(clerk).post(url("act", praise.pk, "khong-dua-ra"), follow=True)
    assert said(refused) == ["Ghi lý do khi “Không đưa ra”."]
    done = web(clerk).post(url("act", praise.pk, "kiem-tra"), {"once": "k"}, follow=True)
    web(clerk).post(url("act", praise.pk, "kiem-tra"), {"once": "k"})

    assert said(done) == ["Đã kiểm tra, chờ Chủ tịch biểu dương."]
    assert praise.transitions.count() == 1


def test_chairman_grants_on_the_page(web, chair, participant, checked):
    page = url("decide", checked.pk, "bieu-duong")
    assert web(participant).get(page).status_code == 403
    assert web(chair).get(url("decide", checked.pk, "khac")).status_code == 404
    wrong = web(chair).post(page, {"granted_on": "1/1/2030", "way": "meeting", "occasion": "Dịp"})
    data = {"granted_on": "20/11/2024", "way": "meeting", "occasion": "Hội nghị sơ kết"}
    answer = web(chair).post(page, data, follow=True)

    assert wrong.context["form"].non_field_errors() == [
        "Ngày biểu dương 01/01/2030 chưa tới. Kiểm tra lại ngày."
    ]
    assert "signer" not in wrong.context["form"].fields
    assert said(answer) == ["Đã ghi biểu dương."]
    assert "Hội nghị sơ kết" in answer.content.decode()
    again = web(chair).get(page, follow=True)
    assert said(again) == ["Không thể “Biểu dương” khi đang ở trạng thái “Đã biểu dương”."]


def test_clerk_grants_and_declines_on_paper_only(web, clerk, chair, checked):
    signer = make_signer(chair.individual)
    scan = make_scan(clerk)
    client = web(clerk)
    page = url("decide", checked.pk, "khong-bieu-duong")

    missing = client.post(page, {"note": "Để tổng kết", "signer": signer.pk})
    paper = {
        "signer": signer.pk,
        "paper_number": "60/TB-UBND",
        "paper_date": "20/11/2024",
        "scan_kept": scan.pk,
    }
    answer = client.post(page, {"note": "Để tổng kết", **paper}, follow=True)

    assert missing.context["form"].non_field_errors() == [
        "Ghi nhận theo văn bản đã ký còn thiếu số văn bản, ngày văn bản, bản chụp."
    ]
    assert said(answer) == ["Đã ghi không biểu dương."]
    assert checked.transitions.last().signer == signer


def test_list_filters_and_hides(web, clerk, chair, participant, owner, commune, praise):
    other = propose_praise(
        user=participant, individual=make_individual(commune, "Vi Văn Toản"), reason=REASON
    )
    check_praise(user=clerk, praise_id=praise.pk)
    grant(chair, praise)

    def names(user, **query):
        answer = web(user).get(url("list"), query)
        return [str(row.individual) for row, _ in answer.context["rows"]]

    assert names(clerk) == ["Vi Văn Toản", "Nông Thị Hiệp"]
    assert names(clerk, state="granted") == ["Nông Thị Hiệp"]
    assert names(clerk, q="vi van toan") == ["Vi Văn Toản"]
    assert names(owner) == ["Nông Thị Hiệp"]
    assert other.state == "proposed"


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_rows_as_for_one(
    web, commune, clerk, participant, count, django_assert_num_queries
):
    for number in range(count):
        person = make_individual(commune, f"Siu {number}")
        propose_praise(user=participant, individual=person, reason=REASON)
    client = web(clerk)

    with django_assert_num_queries(7):
        client.get(url("list"))
