"""A model's year by the pages: registered, supplemented, accepted, reported, assessed, decided."""

from __future__ import annotations

from models_registry.models import DanVanModel, Signer, User
from tests.journeys.people import Person
from tests.journeys.uploads import pdf_file, photo_file
from tests.models_registry.model_steps import on

SAVE = "Lưu và tiếp tục"
NEED = "Bà con làng xa ngại ra xã làm giấy tờ, nhiều hồ sơ khai sinh trẻ em bị để quá hạn."


def register(user: User, name: str) -> DanVanModel:
    """All steps of a registration by its owner on 05/3/2024."""
    with on(3, 5):
        person = Person(user).open("models_registry:model_start")
        person.fill("Bắt đầu", {"Tên mô hình": name})
        person.press(SAVE, kind="individual")
        dv_model = DanVanModel.objects.get(name=name)
        area = dv_model.year.plan.areas.get(code="ND2")
        villages = dv_model.commune.villages.filter(code__in=("L01", "L05"))
        person.press(SAVE, main_area=area.pk, villages=[row.pk for row in villages])
        person.press(
            SAVE,
            **{
                "need": NEED,
                "goal": "Mỗi tháng về mỗi làng một buổi.",
                "solutions": "Lập lịch, mang biểu mẫu và máy in về nhà sinh hoạt.",
                "chitieu-0-name": "Lượt hồ sơ được hướng dẫn",
                "chitieu-0-unit": "lượt",
                "chitieu-0-target": "600",
            },
        )
        person.press(SAVE, start_date="08/03/2024")
        person.press("Gửi tệp", upload=photo_file()).follow("Tiếp tục")
        person.press("Gửi đăng ký").sees(name, "Chờ tiếp nhận")
    dv_model.refresh_from_db()
    return dv_model


def at_bench(user: User, dv_model: DanVanModel) -> Person:
    """The clerk in front of the whole model."""
    return Person(user).open("admin:models_registry_danvanmodel_workbench", dv_model.pk)


def return_for_supplement(clerk: User, dv_model: DanVanModel, what: str) -> None:
    """Sent back on 06/3/2024 with one thing to mend."""
    with on(3, 6):
        person = Person(clerk).open("admin:index").follow(dv_model.name)
        person.follow("Trả lại để bổ sung")
        person.press(
            "Trả lại để bổ sung",
            **{"sua-0-part": "goal", "sua-0-kind": "missing", "sua-0-what_to_do": what},
        )
        person.sees("Đã trả lại mô hình để bổ sung.")


def supplement(owner: User, dv_model: DanVanModel, what: str) -> None:
    """The owner finds the words on his first page, mends and sends again on 08/3/2024."""
    correction = dv_model.corrections.get()
    with on(3, 8):
        person = Person(owner).open("home").sees(what)
        person.open("models_registry:model_edit", dv_model.pk, "muc-tieu").sees(what)
        person.press(SAVE, goal="Mỗi tháng một buổi ở mỗi làng; 600 lượt hồ sơ trong năm.")
        person.open("models_registry:model_supplement", dv_model.pk)
        person.press("Gửi lại", **{f"y{correction.pk}-answer": "Đã ghi chỉ tiêu 600 lượt."})
        person.sees("Chờ tiếp nhận")


def accept(clerk: User, dv_model: DanVanModel) -> None:
    """Accepted on 11/3/2024."""
    with on(3, 11):
        at_bench(clerk, dv_model).press("Tiếp nhận").sees("Đã tiếp nhận mô hình")


def report(owner: User, dv_model: DanVanModel, figure: str) -> None:
    """The result with its figure, sent by the owner on 25/10/2024."""
    with on(10, 25):
        person = Person(owner).open("models_registry:model_report", dv_model.pk)
        fields = {
            person.field("Nội dung báo cáo"): "Đã về hai làng 16 buổi, hồ sơ giải quyết đúng hạn.",
            person.field("làng Leng"): figure,
        }
        person.press("Gửi báo cáo kết quả", **fields).sees("Đã gửi báo cáo kết quả")


def assess(bloc: User, dv_model: DanVanModel, *, failing: str = "") -> None:
    """The bloc's visit of 05/11/2024; `failing` is the code of a quality that is not met."""
    with on(11, 5):
        person = Person(bloc).open("models_registry:model_assess", dv_model.pk)
        typed = {
            "date": "05/11/2024",
            "team": "Khối Dân vận, Văn phòng",
            "conclusion": "Đã kiểm tra tại hai làng.",
        }
        for quality in dv_model.year.plan.qualities.all():
            mark = "not_met" if quality.code == failing else "met"
            typed |= {f"kq-{quality.pk}": mark, f"cc-{quality.pk}": f"Xem sổ: {quality.name}."}
        person.press("Ghi kết quả thẩm định", **typed).sees("Đã thẩm định")


def decide(
    clerk: User, number: str, signer: Signer, outcomes: dict[DanVanModel, tuple[str, str]]
) -> None:
    """The chairman's signed decision on several models, recorded on 15/11/2024."""
    with on(11, 15):
        person = Person(clerk).open("admin:models_registry_decision_new")
        authority = clerk.commune.authorities.get(code="CT_UBND_XA").pk
        typed = {
            "authority": authority,
            "number_text": number,
            "date": "15/11/2024",
            "title": "Kết quả xét công nhận mô hình năm 2024",
            "signer": signer.pk,
            "scan": pdf_file("112.pdf"),
        }
        for dv_model, (outcome, reason) in outcomes.items():
            typed |= {f"outcome_{dv_model.pk}": outcome, f"reason_{dv_model.pk}": reason}
        person.press("Ghi quyết định", **typed)
