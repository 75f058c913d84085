"""When a recognized model can be recorded as adopted elsewhere. Pure."""

from dataclasses import dataclass
from datetime import date

from dandvan.vietnamese import short_date
from models_registry.enums import ModelState


@dataclass(frozen=True)
class AdoptionFacts:
    """What is known of a model and of the place that adopts it.

    `places` counts how many of village, collective and place in words are given. `where` is
    the place as it is read. The four marks after it say what the place already is.
    """

    today: date
    model_state: str
    since: date
    started: date | None
    places: int
    where: str
    has_responsible: bool
    outside: bool = False
    is_own_village: bool = False
    is_own_collective: bool = False
    adopted_already: bool = False
    adopting_is_itself: bool = False
    adopting_came_first: bool = False


def adoption_refusals(facts: AdoptionFacts) -> tuple[str, ...]:
    """Every sentence that stands against recording this adoption; empty when it can be.

    Source: plan I.1 ¶3, I.2 ¶3, III.1 (only what was recognized is spread).
    """
    return tuple(
        text
        for text in (
            not_recognized(facts.model_state),
            _one_place(facts),
            _new_place(facts),
            _day(facts),
            None
            if facts.outside or facts.has_responsible
            else "Chọn người phụ trách ở nơi áp dụng.",
            _adopting_model(facts),
        )
        if text
    )


def not_recognized(state: str) -> str | None:
    """Why a model in this state is not spread; None for a recognized one."""
    if state == ModelState.RECOGNIZED:
        return None
    if state == ModelState.REVOKED:
        return "Mô hình đã bị thu hồi công nhận nên không nhân rộng được."
    return (
        "Chỉ nhân rộng mô hình đã được công nhận; mô hình này đang ở trạng thái "
        f"“{ModelState(state).label}”."
    )


def _one_place(facts: AdoptionFacts) -> str | None:
    """Village, collective or another commune: exactly one."""
    if facts.places == 0:
        return "Chọn làng, tập thể hoặc ghi nơi áp dụng ngoài xã."
    if facts.places > 1:
        return "Chỉ chọn một nơi áp dụng: làng, tập thể hoặc nơi ngoài xã. Nơi khác ghi dòng riêng."
    return None


def _new_place(facts: AdoptionFacts) -> str | None:
    """A model spreads to where it is not yet."""
    if facts.is_own_village:
        return f"Địa bàn của mô hình đã có {facts.where}."
    if facts.is_own_collective:
        return f"{facts.where} là chủ của chính mô hình này."
    if facts.adopted_already:
        return f"Đã ghi {facts.where} áp dụng mô hình này."
    return None


def _day(facts: AdoptionFacts) -> str | None:
    """The day of the beginning lies between the start of the model and today."""
    if facts.since > facts.today:
        return f"Ngày bắt đầu áp dụng {short_date(facts.since)} chưa tới. Kiểm tra lại ngày."
    if facts.started and facts.since < facts.started:
        return (
            f"Ngày bắt đầu áp dụng {short_date(facts.since)} có trước ngày mô hình bắt đầu "
            f"({short_date(facts.started)}). Kiểm tra lại ngày."
        )
    return None


def _adopting_model(facts: AdoptionFacts) -> str | None:
    """The adopter's own registered model is another one, and later in the family."""
    if facts.adopting_is_itself:
        return "Mô hình không áp dụng lại chính nó. Bỏ chọn mô hình của nơi áp dụng."
    if facts.adopting_came_first:
        return "Mô hình này vốn áp dụng từ mô hình đã chọn nên không ghi ngược lại."
    return None
