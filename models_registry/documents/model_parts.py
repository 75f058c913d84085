"""What several papers of one model share: who and where, people, figures, moments."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from dandvan.documents.model import Align, Column, LabelValue, SignatureBlock, SignatureRow, Table
from dandvan.vietnamese import long_date, short_date
from models_registry.documents.wording import (
    SIGN_NOTE,
    of_commune,
    person_name,
    post_title,
    subject_name,
)
from models_registry.models import (
    Collective,
    Commune,
    DanVanModel,
    Individual,
    ModelMember,
    ModelTransition,
)
from models_registry.queries_figures import NOT_VERIFIED, FigureGrid

_FIGURE_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Chỉ tiêu", 6),
    Column("Đơn vị", 2.4, Align.CENTER),
    Column("Đề ra", 2.2, Align.RIGHT),
    Column("Báo cáo", 2.4, Align.RIGHT),
    Column("Đã kiểm tra", 2.6, Align.RIGHT),
)


def moment_text(moment: datetime) -> str:
    """A time as papers write it: "14 giờ 00 phút, ngày 18 tháng 11 năm 2024"."""
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M} phút, {long_date(local.date())}"


def owners_text(dv_model: DanVanModel) -> str:
    """Whose model it is, with those who lead it together, named so that strangers know them."""
    owner = dv_model.collective or dv_model.individual
    subjects = ([owner] if owner else []) + list(dv_model.co_owners.all())
    return ", ".join(_named(subject, dv_model.commune) for subject in subjects)


def _named(subject: Collective | Individual, commune: Commune) -> str:
    """A name as papers print it: "Hội Liên hiệp Phụ nữ xã" gets the name of the commune."""
    name = subject_name(subject)
    return of_commune(name, commune) if name.endswith(" xã") else name


def villages_text(dv_model: DanVanModel, day: date | None = None) -> str:
    """Where the model is carried out: "các làng Leng, Nam Cao"; names as of `day`, else today's."""
    villages = list(dv_model.villages.all())
    names = [village.name_on(day) for village in villages]
    if len(names) < 2 or not all(names):
        return ", ".join(village.label_on(day) for village in villages)
    return f"các làng {', '.join(names)}"


def period_text(dv_model: DanVanModel) -> str:
    """Start and end of a model: "Từ 01/3/2024 đến …"; empty without a start."""
    starts, ends = short_date(dv_model.start_date), short_date(dv_model.end_date)
    if not starts:
        return ""
    return f"Từ {starts}" + (f" đến {ends}" if ends else "")


def model_facts(dv_model: DanVanModel, day: date) -> tuple[LabelValue, ...]:
    """Code, owner, content, place, time and people of a model; posts as of `day`."""
    return (
        LabelValue("Mã mô hình", dv_model.code, "Chưa có"),
        LabelValue("Của", owners_text(dv_model)),
        LabelValue("Nội dung", dv_model.main_area.short_title if dv_model.main_area else ""),
        LabelValue("Địa bàn", villages_text(dv_model, day)),
        LabelValue("Thời gian", period_text(dv_model)),
        LabelValue("Người tham gia", _members(dv_model, day)),
    )


def members_on(dv_model: DanVanModel, day: date) -> list[ModelMember]:
    """People of the model as papers of this day name them: handovers after it do not count yet."""
    rows = dv_model.members.select_related("individual", "ended_by")
    later = dv_model.handovers.filter(to_person__isnull=False, date__gt=day)
    came = set(later.values_list("to_person_id", "date"))
    return [
        row
        for row in rows
        if (row.ended_by is None or row.ended_by.date > day)
        and (row.individual_id, row.valid_from) not in came
    ]


def _members(dv_model: DanVanModel, day: date) -> str:
    rows = members_on(dv_model, day)
    return "; ".join(
        f"{person_name(row.individual)} – {row.get_part_display().lower()}"
        + (f" ({title})" if (title := post_title(row.individual, day)) else "")
        for row in rows
    )


def figures_table(grid: FigureGrid, *, verified: bool = True) -> Table:
    """Figures of a model: aimed at, reported and, where asked for, verified."""
    columns = _FIGURE_COLUMNS if verified else _FIGURE_COLUMNS[:-1]
    rows = []
    for number, row in enumerate(grid.rows, start=1):
        checked = row.verified_words or (NOT_VERIFIED if row.values else "")
        name, unit = row.indicator.name, row.indicator.unit
        cells = (str(number), name, unit, row.target_text, row.reported_words, checked)
        rows.append(cells[: len(columns)])
    return Table(columns, tuple(rows), empty_note="Mô hình không có số liệu.")


def reporter_signature(dv_model: DanVanModel, day: date) -> SignatureRow:
    """The signature of who reports on the model on that day."""
    name = dv_model.registrant_on(day).full_name
    return SignatureRow((SignatureBlock(("Người báo cáo",), name, SIGN_NOTE),))


def acceptance_of(dv_model: DanVanModel) -> ModelTransition | None:
    """The act by which the model was accepted; None while it is not, or no longer."""
    rows = dv_model.transitions.filter(edge__in=("accept", "unaccept"))
    last = rows.select_related("by__individual", "signer__individual").last()
    return last if last is not None and last.edge == "accept" else None


def hand_ins_of(dv_model: DanVanModel) -> tuple[ModelTransition, ...]:
    """Every time the registration was handed in, first one first."""
    rows = dv_model.transitions.filter(edge__in=("submit", "resubmit"))
    return tuple(rows.select_related("by__individual", "on_behalf_of"))
