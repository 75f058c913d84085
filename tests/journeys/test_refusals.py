"""What is refused across the product: one Vietnamese sentence, nothing lost, nothing changed."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import Model
from django.urls import reverse

from awards.enums import DossierState
from awards.models import (
    AppraisalMeeting,
    Dossier,
    DossierItem,
    Evaluation,
    Nomination,
    NomineeVote,
)
from awards.models.transition import (
    DossierTransition,
    EvaluationTransition,
    NominationTransition,
)
from awards.services.dossier import appraise_dossier, create_dossier, return_dossier
from dandvan.roles import Role
from models_registry.enums import ImpedimentEffect, ImpedimentKind
from models_registry.models import (
    Decision,
    Impediment,
    IssuedDocument,
    PaperNumber,
    YearlyRecord,
)
from tests.browser.cast import make_year_cast
from tests.factories import make_user
from tests.journeys import award_pages as awards
from tests.journeys.people import Person
from tests.journeys.second_cast import (
    SecondCast,
    checked_dossier,
    concluded,
    held_meeting,
    make_second_cast,
    on,
    put_forward,
    recognized_models,
    record_year,
)
from tests.journeys.uploads import pdf_file
from tests.journeys.year_steps import (
    check_and_appraise,
    put_forward_by_pages,
    recognized,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_aside")]


@pytest.fixture
def cast() -> SecondCast:
    made = make_second_cast()
    recognized_models(made)
    record_year(made)
    return made


def everything() -> dict[str, list[tuple]]:
    """Rows that a refused act must leave as they are."""
    kept: tuple[type[Model], ...] = (
        Dossier,
        Evaluation,
        Nomination,
        PaperNumber,
        DossierTransition,
        EvaluationTransition,
        NominationTransition,
    )
    rows = {model.__name__: list(model.objects.order_by("pk").values_list()) for model in kept}
    # The bytes of papers are large: their hashes say as much.
    rows["IssuedDocument"] = list(IssuedDocument.objects.order_by("pk").values_list("sha256"))
    return rows


def appraised(cast: SecondCast) -> Dossier:
    """The office's dossier to the province, voted on."""
    row = put_forward(cast, concluded(cast, cast.office), "BANG_KHEN")
    dossier = checked_dossier(cast, "BANG_KHEN", row)
    held_meeting(cast, row, number="03/BB-HĐTĐ")
    with on(11, 17, 17):
        return appraise_dossier(user=cast.secretary, dossier_id=dossier.pk)


def both_appraised(cast: SecondCast) -> list[Dossier]:
    """Two dossiers to the province, voted on in one meeting."""
    rows = [
        put_forward(cast, concluded(cast, subject), "BANG_KHEN")
        for subject in (cast.office, cast.owner.individual)
    ]
    dossiers = [checked_dossier(cast, "BANG_KHEN", row) for row in rows]
    held_meeting(cast, *rows, number="03/BB-HĐTĐ")
    with on(11, 17, 17):
        return [appraise_dossier(user=cast.secretary, dossier_id=row.pk) for row in dossiers]


def at_signing(cast: SecondCast, dossier: Dossier) -> Person:
    """The chairman in front of the form with which he signs."""
    return Person(cast.chair).open("awards:dossier_sign", dossier.pk)


def test_a_subject_is_evaluated_once_in_a_year(cast):
    other = make_user(cast.commune, "vanphong2-khn", Role.CLERK)
    with on(11, 12):
        first, second = (
            Person(user).open("admin:awards_evaluation_table") for user in (cast.clerk, other)
        )
        first.press("Mở phiếu cho Phòng Kinh tế xã")
        second.press("Mở phiếu cho Phòng Kinh tế xã")

    second.sees("Đối tượng này đã có phiếu đánh giá trong năm")
    assert Evaluation.objects.get().collective == cast.office


def test_a_dossier_without_a_nominee_is_not_checked(cast):
    with on(11, 14):
        dossier = create_dossier(user=cast.clerk, year=cast.year, award_kind=cast.kind("GIAY_KHEN"))
        before = everything()
        desk = Person(cast.clerk).open("admin:awards_dossier_workbench", dossier.pk)
        assert "Chuyển kiểm tra xong" not in desk.buttons()
        desk.client.post(reverse("admin:awards_dossier_workbench_act", args=[dossier.pk, "check"]))
        desk.sees("Hồ sơ chưa có đối tượng đề nghị nào.")

    assert everything() == before


def test_a_criterion_lost_after_the_vote_stops_the_signature(cast):
    dossier = appraised(cast)
    record_year(cast, titled=4)
    before = everything()

    with on(11, 18):
        chair = at_signing(cast, dossier)
        chair.press("Ký tờ trình", number_text="77/TTr-UBND")

    chair.sees("Phòng Kinh tế xã", "IV.2", "4/7 làng đạt danh hiệu văn hóa (cần 5).")
    assert everything() == before


def test_an_impediment_after_the_vote_stops_the_signature(cast):
    dossier = appraised(cast)
    Impediment.objects.create(
        collective=cast.office,
        kind=ImpedimentKind.COMPLAINT,
        effect=ImpedimentEffect.BLOCKS,
        reason="Đơn của hộ dân về việc chia dê giống.",
        paper="Thông báo số 12/TB-UBND",
        starts=datetime.date(2026, 11, 18),
    )
    before = everything()

    with on(11, 18):
        chair = at_signing(cast, dossier)
        chair.press("Ký tờ trình", number_text="77/TTr-UBND")

    chair.sees("Phòng Kinh tế xã đang có", "Thông báo số 12/TB-UBND", "chưa được xét khen")
    assert everything() == before


INCOMPLETE = [
    ({"number_text": ""}, "Ghi nhận theo văn bản đã ký còn thiếu số văn bản."),
    ({"number_text": "131/QĐ-UBND"}, "Số tờ trình có ký hiệu TTr-UBND"),
    ({"date": ""}, "Ghi nhận theo văn bản đã ký còn thiếu ngày văn bản."),
    ({"date": "31/02/2026"}, "Nhập ngày"),
    ({"date": "19/11/2026"}, "Ngày văn bản 19/11/2026 chưa tới. Kiểm tra lại ngày."),
    ({"signer": ""}, "Ghi nhận theo văn bản đã ký còn thiếu người ký."),
    ({"scan": None}, "Chọn tệp cho mục “Bản chụp”."),
]


def test_the_clerk_records_no_signature_with_a_part_missing(cast):
    dossier = appraised(cast)
    before = everything()
    complete = {
        "number_text": "77/TTr-UBND",
        "date": "18/11/2026",
        "signer": cast.signer.pk,
        "scan": pdf_file(),
    }

    with on(11, 18):
        for typed, sentence in INCOMPLETE:
            desk = Person(cast.clerk).open("admin:awards_dossier_workbench", dossier.pk)
            desk.follow("Ký tờ trình").press("Ký tờ trình", **complete | typed)
            desk.sees(sentence)
            assert everything() == before, typed


def test_a_number_is_given_once_and_the_second_dossier_stays_as_it_was(cast):
    first, second = both_appraised(cast)
    with on(11, 18):
        at_signing(cast, first).press("Ký tờ trình", number_text="77/TTr-UBND")
        before = everything()
        chair = at_signing(cast, second)
        chair.press("Ký tờ trình", number_text="77/TTr-UBND")

    chair.sees("Số 77/TTr-UBND năm 2026", "đã dùng cho văn bản ngày 18/11/2026. Nhập số khác.")
    assert chair.page.get_element_by_id("id_number_text").value == "77/TTr-UBND"
    assert everything() == before

    with on(11, 18):
        chair.press("Ký tờ trình", number_text="78/TTr-UBND")
    second.refresh_from_db()
    assert (second.state, str(second.proposal.paper)) == (DossierState.SIGNED, "78/TTr-UBND")


def test_the_chairman_does_not_award_the_committee_he_heads(cast):
    sheet = concluded(cast, cast.committee)
    before = everything()

    with on(11, 13):
        desk = Person(cast.clerk).open("admin:awards_nomination_candidates")
        desk.open("admin:awards_nomination_propose", sheet.pk, cast.kind("GIAY_KHEN").pk)
        desk.press("Đề xuất", citation="Đã có hai mô hình.")

    desk.sees("tự khen", "Đã có hai mô hình.")
    assert everything() == before


def test_a_page_left_open_does_not_sign_what_came_back_meanwhile(cast):
    dossier = appraised(cast)
    with on(11, 18):
        chair = at_signing(cast, dossier)
        return_dossier(user=cast.clerk, dossier_id=dossier.pk, note="Thiếu chữ ký của thư ký.")
        before = everything()
        chair.press("Ký tờ trình", number_text="77/TTr-UBND")

    chair.sees("Đang lập")
    assert everything() == before


def test_a_strange_answer_about_a_member_names_him_properly(cast):
    with on(11, 17, 14):
        secretary = Person(cast.secretary).open("awards:meeting_create")
        secretary.press("Lập cuộc họp", starts="14:00", place="Phòng họp số 2")
        secretary.follow("Ghi có mặt, vắng mặt")
        member = cast.council.members.get(individual=cast.chair.individual)
        secretary.press("Lưu có mặt, vắng mặt", **{f"presence_{member.pk}": "co-le"})

    secretary.sees("Chọn có mặt hay vắng mặt: Kpă Thuyên – Chủ tịch Hội đồng.")


def test_a_file_lost_from_the_store_is_named_on_the_page(cast):
    dossier = appraised(cast)
    report = dossier.nominations.get().achievement_report
    report.signed_scan.file.storage.delete(report.signed_scan.file.name)

    with on(11, 18):
        desk = Person(cast.clerk).open("awards:dossier_bundle", dossier.pk)

    desk.sees("Không tìm thấy tệp “ban-chup.pdf” trong kho tệp.")


def test_double_clicks_of_a_whole_year_leave_one_trace_each(monkeypatch):
    monkeypatch.setattr(Person, "clicks", 2)
    cast = make_year_cast()
    dv_model = recognized(cast)
    row = put_forward_by_pages(cast)
    dossier = awards.make_dossier(cast.clerk, row)
    awards.hold_meeting(cast.clerk, row, 5)
    check_and_appraise(cast, dossier, 17)
    sign(cast, dossier)

    taken = {
        name: [step.edge for step in rows.all()]
        for name, rows in (
            ("model", dv_model.transitions),
            ("sheet", row.evaluation.transitions),
            ("nomination", row.transitions),
            ("report", row.achievement_report.transitions),
            ("dossier", dossier.transitions),
        )
    }
    assert taken == {
        "model": ["submit", "return", "resubmit", "accept", "report", "assess", "recognize"],
        "sheet": ["conclude", "freeze"],
        "nomination": ["propose", "object", "repropose", "agree", "put_forward"],
        "report": ["submit", "confirm"],
        "dossier": ["create", "check", "appraise", "sign"],
    }
    counted = (AppraisalMeeting, DossierItem, NomineeVote, YearlyRecord, Decision, Dossier)
    assert [model.objects.count() for model in counted] == [1] * len(counted)
    assert dv_model.attachments.count() == 1
