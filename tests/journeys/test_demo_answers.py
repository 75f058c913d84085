"""What the demo answers to a visitor on its working date, 20/11/2024: asked through the pages."""

from __future__ import annotations

import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import TestCase, override_settings

from awards.enums import DossierState
from awards.models import Dossier, Evaluation, Nomination
from awards.queries_dossier import checklist_of
from awards.services.demo.build import build_demo
from awards.services.dossier import send_dossier
from awards.services.load_plan import load_plan
from awards.services.nomination import propose_nomination
from awards.services.plan_file import read_plan_file
from dandvan import clock
from dandvan.errors import DomainError
from models_registry.enums import ModelState, SignerBody
from models_registry.models import DanVanModel, PaperNumber, User
from tests.journeys import award_pages as awards
from tests.journeys.people import Person
from tests.journeys.registry_steps import SAVE, at_bench
from tests.journeys.uploads import pdf_file
from tests.plans import TO_TUNG

pytestmark = [pytest.mark.xdist_group("demo")]

# Models by their numbers in the sample year; the software gives codes of its own.
M08 = "Tổ tự quản an ninh và giữ rừng cộng đồng"
M10 = "Công khai ba nơi, trả lời mười ngày"
M12 = "Mỗi tuần một buổi cùng làm với dân"


class DemoAnswers(TestCase):
    """Built once; every test undoes what it did."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=folder))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        load_plan(read_plan_file(TO_TUNG))
        build_demo(lambda text: None)

    def setUp(self) -> None:
        clock.forget_working_date()

    def person(self, username: str) -> Person:
        return Person(User.objects.get(username=username))

    def model(self, name: str) -> DanVanModel:
        return DanVanModel.objects.get(name=name)

    def dossier(self, code: str) -> Dossier:
        return Dossier.objects.get(code=code)

    def refusal(self, call, **given: object) -> tuple[str, ...]:
        with pytest.raises(DomainError) as refused:
            call(user=User.objects.get(username="vanphong"), **given)
        return refused.value.reasons

    def test_signed_dossier_waits_for_its_scan_alone_and_then_goes(self) -> None:
        dossier = self.dossier("HS-2024-01")
        reasons = self.refusal(send_dossier, dossier_id=dossier.pk, sent_on=clock.today())
        assert reasons == ("Còn thiếu: Bản chụp bộ hồ sơ đã ký (chưa tải lên).",)

        desk = self.person("vanphong").open("admin:awards_dossier_workbench", dossier.pk)
        awards.add_file(desk, dossier, "SIGNED_SCAN", "58/TTr-UBND", "19/11/2024")
        desk.follow("Gửi hồ sơ").press("Gửi hồ sơ", sent_on="20/11/2024")

        dossier.refresh_from_db()
        assert (dossier.state, dossier.sent_on) == (DossierState.SENT, clock.today())

    def test_supplementary_dossier_names_three_things_and_has_no_number(self) -> None:
        dossier = self.dossier("HS-2024-03")

        missing = [row.component.code for row in checklist_of(dossier) if row.status == "missing"]
        page = self.person("vanphong").open("admin:awards_dossier_workbench", dossier.pk)

        assert missing == ["ACHIEVEMENT_REPORTS", "MINUTES", "SIGNED_SCAN"]
        assert (dossier.proposal, dossier.due.isoformat()) == (None, "2024-12-10")
        page.sees("hạn gửi 10/12/2024")
        assert "TTr-UBND" not in page.text

    def test_own_dossier_waits_for_number_and_day_of_the_decision(self) -> None:
        dossier = self.dossier("HS-2024-02")
        chair = self.person("chutich").open("awards:dossier_detail", dossier.pk)
        chair.follow("Quyết định khen thưởng")
        chair.press("Quyết định khen thưởng", number_text="", date="")
        chair.sees("Nhập số, ký hiệu.", "Nhập ngày ký, ví dụ 20/11/2024.")
        dossier.refresh_from_db()
        assert dossier.state == DossierState.APPRAISED

        chair.press("Quyết định khen thưởng", number_text="121/QĐ-UBND", date="20/11/2024")
        chair.sees("dựa trên số liệu tạm tính. Ghi lý do dùng số liệu tạm tính.")
        assert not PaperNumber.objects.filter(number=121, symbol="QĐ-UBND").exists()
        chair.press("Quyết định khen thưởng", provisional_reason="Chờ huyện ban hành bản chính.")

        dossier.refresh_from_db()
        assert (dossier.state, str(dossier.decision.paper)) == (
            DossierState.DECIDED,
            "121/QĐ-UBND",
        )

    def test_the_committee_is_neither_awarded_by_its_chairman_nor_sent_to_the_district(
        self,
    ) -> None:
        sheet = Evaluation.objects.get(year__year=2024, is_current=True, collective__code="UBND_XA")
        kinds = {row.code: row for row in sheet.commune.award_kinds.all()}
        before = Nomination.objects.count()

        reasons = {
            code: self.refusal(propose_nomination, evaluation=sheet, award_kind=kinds[code])
            for code in ("GK_XA", "GK_HUYEN")
        }

        assert len(reasons["GK_XA"]) == 1
        assert "tự khen" in reasons["GK_XA"][0]
        assert len(reasons["GK_HUYEN"]) == 1
        assert "9/10 làng đạt danh hiệu văn hóa (cần 10)." in reasons["GK_HUYEN"][0]
        assert Nomination.objects.count() == before

    def test_a_draft_of_the_closed_window_moves_to_the_early_one_of_next_year(self) -> None:
        dv_model = self.model(M12)
        owner = self.person("vanhoa").open("models_registry:model_submit", dv_model.pk)
        owner.sees("Giải pháp")
        owner.open("models_registry:model_edit", dv_model.pk, "muc-tieu")
        owner.press(SAVE, solutions="Xếp lịch tập từng tuần, cán bộ cùng làm với bà con.")
        owner.open("models_registry:model_submit", dv_model.pk)
        window = dv_model.commune.plans.get().years.get(year=2025).windows.get(code="DK-2025")

        owner.press("Gửi đăng ký", window=window.pk)

        dv_model.refresh_from_db()
        assert (dv_model.state, dv_model.year.year, dv_model.code) == (
            ModelState.SUBMITTED,
            2025,
            "MH-2025-01",
        )

    def test_who_leads_a_model_does_not_accept_it_but_his_colleague_does(self) -> None:
        dv_model = self.model(M10)
        own = at_bench(User.objects.get(username="vanphong"), dv_model)
        assert "Tiếp nhận" not in own.buttons()
        own.sees("Chủ mô hình và người tham gia không tự tiếp nhận")

        other = at_bench(User.objects.get(username="vanphong2"), dv_model).press("Tiếp nhận")

        other.sees("Đã tiếp nhận mô hình")
        dv_model.refresh_from_db()
        assert dv_model.state == ModelState.ACCEPTED

    def test_a_second_decision_recognizes_what_the_first_one_left(self) -> None:
        dv_model = self.model(M08)
        commune = dv_model.commune
        desk = self.person("vanphong2").open("admin:models_registry_decision_new")
        typed = {
            "authority": commune.authorities.get(code="CT_UBND_XA").pk,
            "date": "20/11/2024",
            "title": "Công nhận mô hình đợt 2 năm 2024",
            "signer": commune.signers.get(individual__code="O04", body=SignerBody.UBND).pk,
            "scan": pdf_file("119.pdf"),
            f"outcome_{dv_model.pk}": "recognized",
        }

        desk.press("Ghi quyết định", **typed, number_text="112/QĐ-UBND")
        desk.sees("Số 112/QĐ-UBND năm 2024 của Chủ tịch Ủy ban nhân dân xã Tơ Tung đã dùng")
        dv_model.refresh_from_db()
        assert dv_model.state == ModelState.ASSESSED
        desk.press("Ghi quyết định", number_text="119/QĐ-UBND")

        dv_model.refresh_from_db()
        recognition = dv_model.recognitions.get()
        assert (dv_model.state, str(recognition.decision.paper)) == (
            ModelState.RECOGNIZED,
            "119/QĐ-UBND",
        )

    def test_every_dossier_can_be_written_to_a_folder(self) -> None:
        counts = {}
        for code in Dossier.objects.values_list("code", flat=True):
            with tempfile.TemporaryDirectory() as folder:
                call_command("export_dossier", code, output=folder, stdout=StringIO())
                written = [path.name for path in Path(folder).iterdir()]
            assert f"ho-so-{code}.pdf" in written
            counts[code] = len(written)

        assert counts == {"HS-2023-01": 8, "HS-2024-01": 9, "HS-2024-02": 11, "HS-2024-03": 5}
