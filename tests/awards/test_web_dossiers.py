"""Dossiers on the web: read by office and council, acted on by chair and secretary."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import DossierState
from awards.models import Award, Dossier, Outcome
from awards.services.achievement_report import (
    confirm_achievement_report,
    save_achievement_report,
    start_achievement_report,
    submit_achievement_report,
)
from awards.services.council import issue_minutes
from awards.services.council_closing import close_meeting
from awards.services.council_vote import record_vote
from awards.services.dossier import appraise_dossier, check_dossier, create_dossier
from dandvan import clock
from models_registry.enums import AuthorityLevel, AwardLevel
from models_registry.models import Decision, PaperNumber
from tests.awards.web_cast import (
    WebCast,
    drafting_dossier,
    make_web_cast,
    on,
    open_meeting,
    put_forward,
)
from tests.factories import make_authority

LIST = reverse("awards:dossier_list")


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def dossier_url(name: str, dossier) -> str:
    return reverse(f"awards:dossier_{name}", args=[dossier.pk])


def send(user, url: str, **data):
    with on(19):
        return signed_in(user).post(url, data, follow=True)


def says(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def checked(cast: WebCast) -> Dossier:
    """Checked on 17/11/2024, the nominee's report sent."""
    nomination = put_forward(cast)
    dossier = drafting_dossier(cast, nomination)
    with on(17, 11):
        report = start_achievement_report(user=cast.nominee, nomination=nomination)
        report = save_achievement_report(
            user=cast.nominee,
            report_id=report.pk,
            version=report.version,
            values={"achievement": "Vận động 43 hộ hiến đất."},
        )
        submit_achievement_report(user=cast.nominee, report_id=report.pk)
        return check_dossier(user=cast.clerk, dossier_id=dossier.pk)


def ready_to_appraise(cast: WebCast) -> Dossier:
    """Report confirmed, meeting of 18/11/2024 closed, minutes issued."""
    dossier = checked(cast)
    nomination = dossier.nominations.get()
    with on(18):
        report = nomination.achievement_report
        confirm_achievement_report(user=cast.chair, report_id=report.pk, confirmed_on=clock.today())
    meeting = open_meeting(cast)
    with on(18, 15):
        record_vote(
            user=cast.secretary,
            meeting_id=meeting.pk,
            nomination=nomination,
            votes_for=3,
            votes_against=0,
        )
    with on(18, 16):
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())
        issue_minutes(
            user=cast.secretary,
            meeting_id=meeting.pk,
            number_text="07/BB-HĐTĐKT",
            date=clock.today(),
        )
    return dossier


def appraised(cast: WebCast) -> Dossier:
    """Appraised by the secretary on 18/11/2024."""
    dossier = ready_to_appraise(cast)
    with on(18, 17):
        return appraise_dossier(user=cast.secretary, dossier_id=dossier.pk)


def decision(dossier: Dossier, cast: WebCast, **given) -> dict:
    nomination = dossier.nominations.get()
    return {
        "number_text": "118/QĐ-UBND",
        "date": "19/11/2024",
        "signer": cast.signer.pk,
        "title": "Về việc tặng Giấy khen",
        "provisional_reason": "",
        f"result_{nomination.pk}": "granted",
        f"reason_{nomination.pk}": "",
        **given,
    }


def test_secretary_takes_over_the_votes_once(cast):
    dossier = ready_to_appraise(cast)

    send(cast.secretary, dossier_url("appraise", dossier), once="a")
    response = send(cast.secretary, dossier_url("appraise", dossier), once="a")

    dossier.refresh_from_db()
    assert dossier.state == DossierState.APPRAISED
    assert response.redirect_chain == [(dossier_url("detail", dossier), 302)]
    assert dossier.transitions.filter(edge="appraise").count() == 1


def test_appraisal_before_the_meeting_says_everything_that_lacks(cast):
    dossier = checked(cast)

    response = send(cast.secretary, dossier_url("appraise", dossier))

    dossier.refresh_from_db()
    assert dossier.state == DossierState.CHECKED
    assert says(response) == [
        "Báo cáo thành tích chưa được xác nhận: Lương Thị Ngần.",
        "Chưa có kết quả bình xét của Hội đồng: Lương Thị Ngần.",
    ]


def test_chair_decides_and_the_nominee_is_honored_once(cast):
    dossier = appraised(cast)
    data = {**decision(dossier, cast), "once": "a"}

    send(cast.chair, dossier_url("decide", dossier), **data)
    response = send(cast.chair, dossier_url("decide", dossier), **data)

    dossier.refresh_from_db()
    assert dossier.state == DossierState.DECIDED
    assert Award.objects.get().individual == cast.nominee.individual
    assert str(dossier.decision.paper) == "118/QĐ-UBND"
    assert response.redirect_chain == [(dossier_url("detail", dossier), 302)]


def test_refused_decision_takes_no_number_and_keeps_what_was_typed(cast):
    dossier = appraised(cast)
    nomination = dossier.nominations.get()

    response = send(
        cast.chair,
        dossier_url("decide", dossier),
        **decision(dossier, cast, **{f"result_{nomination.pk}": "refused"}),
    )

    page = response.content.decode()
    assert "Ghi lý do đối với Lương Thị Ngần." in page
    assert 'value="118/QĐ-UBND"' in page
    assert not PaperNumber.objects.filter(symbol="QĐ-UBND").exists()
    assert not Decision.objects.exists()
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"number_text": ""}, "Nhập số, ký hiệu."),
        ({"date": ""}, "Nhập ngày ký, ví dụ 20/11/2024."),
        ({"signer": ""}, "Chọn người ký."),
        ({"number_text": "118"}, "Số văn bản chưa đúng dạng."),
        ({"date": "20/11/2024"}, "Ngày ban hành 20/11/2024 chưa tới."),
    ],
)
def test_decision_without_number_day_or_signer_is_refused(cast, given, sentence):
    dossier = appraised(cast)

    response = send(cast.chair, dossier_url("decide", dossier), **decision(dossier, cast, **given))

    dossier.refresh_from_db()
    assert sentence in response.content.decode()
    assert dossier.state == DossierState.APPRAISED


def test_decision_before_the_appraisal_leads_back_with_a_sentence(cast):
    dossier = checked(cast)

    with on(19):
        response = signed_in(cast.chair).get(dossier_url("decide", dossier), follow=True)

    assert response.redirect_chain == [(dossier_url("detail", dossier), 302)]
    assert says(response) == ["Không có việc này khi hồ sơ ở trạng thái “Đã kiểm tra”."]


def test_chair_returns_with_a_note(cast):
    dossier = appraised(cast)

    send(cast.chair, dossier_url("return", dossier), note="Bổ sung minh chứng.")

    dossier.refresh_from_db()
    assert dossier.state == DossierState.DRAFTING
    assert dossier.transitions.last().note == "Bổ sung minh chứng."


def test_return_without_a_note_is_refused(cast):
    dossier = appraised(cast)

    response = send(cast.chair, dossier_url("return", dossier), note="")

    dossier.refresh_from_db()
    assert says(response) == ["Ghi lý do khi “Trả lại để bổ sung”."]
    assert dossier.state == DossierState.APPRAISED


@pytest.mark.parametrize("name", ["appraise", "return"])
def test_acts_take_no_get(cast, name):
    dossier = checked(cast)

    assert signed_in(cast.chair).get(dossier_url(name, dossier)).status_code == 405


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("appraise", "chair"),
        ("appraise", "member"),
        ("return", "secretary"),
        ("decide", "clerk"),
        ("decide", "secretary"),
        ("sign", "bloc"),
    ],
)
def test_acts_of_another_role_are_forbidden(cast, name, who):
    dossier = checked(cast)

    response = send(getattr(cast, who), dossier_url(name, dossier), note="Lý do")

    dossier.refresh_from_db()
    assert response.status_code == 403
    assert dossier.state == DossierState.CHECKED


def test_dossier_does_not_exist_for_others(cast, stranger):
    dossier = checked(cast)

    with on(19):
        for user in (stranger, cast.outsider):
            client = signed_in(user)
            for name in ("detail", "decide", "sign"):
                assert client.get(dossier_url(name, dossier)).status_code == 404
            for name in ("appraise", "return"):
                assert client.post(dossier_url(name, dossier)).status_code == 404


def test_page_says_who_can_do_what_and_what_is_still_to_come(cast):
    dossier = checked(cast)

    with on(19):
        pages = {
            name: signed_in(getattr(cast, name)).get(dossier_url("detail", dossier)).context
            for name in ("secretary", "chair", "member")
        }

    buttons = {
        name: [(b.label, b.allowed) for b in page["actions"]] for name, page in pages.items()
    }
    assert buttons == {
        "secretary": [("Ghi nhận kết quả bình xét", False)],
        "chair": [("Trả lại để bổ sung", True)],
        "member": [],
    }
    assert [h.label for h in pages["chair"]["happenings"]] == ["Lập hồ sơ", "Chuyển kiểm tra xong"]
    assert pages["chair"]["todo"] == ["Hội đồng bình xét", "Chủ tịch quyết định khen thưởng"]


def test_list_asks_the_same_queries_for_one_row_and_three(cast, django_assert_num_queries):
    client = signed_in(cast.clerk)
    drafting_dossier(cast, put_forward(cast))
    with on(18):
        client.get(LIST)
        with django_assert_num_queries(8):
            client.get(LIST)
        for _ in range(2):
            create_dossier(user=cast.clerk, year=cast.year, award_kind=cast.award_kind)

    with on(18), django_assert_num_queries(8):
        rows = client.get(LIST).context["page_obj"].object_list

    assert sorted((row.collectives, row.individuals) for row in rows) == [(0, 0), (0, 0), (0, 1)]


def test_dossier_is_found_by_a_nominees_name_without_tone_marks(cast):
    dossier = drafting_dossier(cast, put_forward(cast))

    with on(18):
        client = signed_in(cast.clerk)
        found = client.get(LIST, {"q": "luong ngan"}).context["page_obj"].object_list
        none = client.get(LIST, {"q": "khong ai"}).context["page_obj"].object_list

    assert list(found) == [dossier]
    assert list(none) == []


def upward(cast: WebCast) -> WebCast:
    """The award is now the district's, so that the commune only proposes it."""
    district = make_authority(
        cast.commune,
        "CT_UBND_HUYEN",
        name="Chủ tịch Ủy ban nhân dân huyện Kbang",
        level=AuthorityLevel.DISTRICT,
        own_collective_kind="",
    )
    cast.award_kind.level, cast.award_kind.authority = AwardLevel.UPWARD, district
    cast.award_kind.save(update_fields=["level", "authority"])
    return cast


def signature(cast: WebCast, **given) -> dict:
    return {
        "number_text": "58/TTr-UBND",
        "date": "19/11/2024",
        "signer": cast.signer.pk,
        "provisional_reason": "",
        **given,
    }


def test_chair_signs_and_the_papers_are_issued_once(cast):
    dossier = appraised(upward(cast))
    data = {**signature(cast), "once": "a"}

    send(cast.chair, dossier_url("sign", dossier), **data)
    response = send(cast.chair, dossier_url("sign", dossier), **data)

    dossier.refresh_from_db()
    assert dossier.state == DossierState.SIGNED
    assert str(dossier.proposal.paper) == "58/TTr-UBND"
    assert response.redirect_chain == [(dossier_url("detail", dossier), 302)]
    assert dossier.transitions.filter(edge="sign").count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"number_text": ""}, "Nhập số, ký hiệu."),
        ({"number_text": "58/QĐ-UBND"}, "Số tờ trình có ký hiệu TTr-UBND"),
        ({"date": ""}, "Nhập ngày ký, ví dụ 20/11/2024."),
        ({"signer": ""}, "Chọn người ký."),
    ],
)
def test_signature_without_its_parts_is_refused_and_signs_nothing(cast, given, sentence):
    dossier = appraised(upward(cast))

    response = send(cast.chair, dossier_url("sign", dossier), **signature(cast, **given))

    dossier.refresh_from_db()
    assert sentence in response.content.decode()
    assert (dossier.state, dossier.proposal_id) == (DossierState.APPRAISED, None)


def test_dossier_of_the_commune_has_no_proposal_to_sign(cast):
    dossier = appraised(cast)

    with on(19):
        response = signed_in(cast.chair).get(dossier_url("sign", dossier), follow=True)

    assert says(response) == ["Không có việc này khi hồ sơ ở trạng thái “Đã bình xét”."]
