"""Stretches of the main year by the pages, on the plan of xã Tơ Tung."""

from __future__ import annotations

from awards.models import Dossier, Nomination
from models_registry.models import DanVanModel
from tests.browser.cast import YearCast
from tests.journeys import award_pages as awards
from tests.journeys import registry_steps as registry
from tests.journeys.people import Person
from tests.models_registry.model_steps import on

WHAT = "Ghi chỉ tiêu bằng con số."
OBJECTION = "Chưa có nhận xét của chi bộ nơi cư trú."


def recognized(cast: YearCast) -> DanVanModel:
    """The owner's model, supplemented once, recognized on 15/11/2024."""
    row = registry.register(cast.owner, "Tư pháp về làng")
    registry.return_for_supplement(cast.clerk, row, WHAT)
    registry.supplement(cast.owner, row, WHAT)
    registry.accept(cast.clerk, row)
    registry.report(cast.owner, row, "623")
    registry.assess(cast.bloc, row)
    registry.decide(
        cast.clerk, "112/QĐ-UBND", cast.commune.signers.get(), {row: ("recognized", "")}
    )
    row.refresh_from_db()
    return row


def put_forward_by_pages(cast: YearCast) -> Nomination:
    """The owner nominated, objected to, proposed again, agreed and put forward."""
    person = cast.owner.individual
    awards.rate(cast.clerk, cast.year, person)
    sheet = awards.evaluate(cast.clerk, cast.year, person)
    row = awards.propose(cast.clerk, sheet, "GK_HUYEN")
    awards.opinion(cast.bloc, row, "Không thống nhất", 15, note=OBJECTION)
    awards.opinion(cast.clerk, row, "Đề xuất lại", 15, note="Đã có nhận xét của chi bộ.")
    awards.opinion(cast.bloc, row, "Thống nhất đề nghị", 16)
    awards.write_report(cast.owner, row)
    awards.confirm_report(cast.chair, row)
    awards.opinion(cast.chair, row, "Đưa ra bình xét", 17)
    row.refresh_from_db()
    return row


def check_and_appraise(cast: YearCast, dossier: Dossier, hour: int) -> None:
    """The clerk has checked, the secretary of the council takes over the votes; 18/11/2024."""
    with on(11, 18, hour):
        awards.at_dossier(cast.clerk, dossier).press("Chuyển kiểm tra xong").sees("Đã kiểm tra")
        secretary = Person(cast.clerk).open("awards:dossier_detail", dossier.pk)
        secretary.press("Ghi nhận kết quả bình xét").sees("Đã bình xét")


def sign(cast: YearCast, dossier: Dossier) -> None:
    """The chairman signs the tờ trình with its number on 19/11/2024."""
    with on(11, 19):
        chair = Person(cast.chair).open("awards:dossier_detail", dossier.pk)
        chair.follow("Ký tờ trình")
        chair.press("Ký tờ trình", number_text="58/TTr-UBND", date="19/11/2024")
        chair.sees("Đã ký tờ trình số 58/TTr-UBND")
