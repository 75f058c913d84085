"""A registration part by part as readable text: kept at each hand-in, compared between them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dandvan.vietnamese import short_date, vn_number
from models_registry.documents.model_parts import owners_text, period_text, villages_text
from models_registry.enums import FormPart, MemberPart
from models_registry.models import Attachment, DanVanModel


def registration_texts(dv_model: DanVanModel) -> dict[str, str]:
    """The text of every part of the form as it stands now; empty where nothing is written.

    Keys are all values of FormPart but the result report, which is handed in by itself.
    """
    texts = {
        FormPart.NAME: dv_model.name,
        FormPart.OWNER: _owner(dv_model),
        FormPart.MEMBERS: "\n".join(
            member_line(row.individual.full_name, row.part, row.valid_from, row.valid_to)
            for row in dv_model.members.select_related("individual")
        ),
        FormPart.AREAS: _areas(dv_model),
        FormPart.VILLAGES: villages_text(dv_model),
        FormPart.NEED: dv_model.need,
        FormPart.GOAL: dv_model.goal,
        FormPart.SOLUTIONS: dv_model.solutions,
        FormPart.PARTNERS: dv_model.partners,
        FormPart.TARGET_GROUP: dv_model.target_group,
        FormPart.RESOURCES: dv_model.resources,
        FormPart.UPKEEP: dv_model.upkeep,
        FormPart.TIME: period_text(dv_model),
        FormPart.EXPECTED: dv_model.expected_results,
        FormPart.FIGURES: _figures(dv_model),
        FormPart.EVIDENCE: "\n".join(
            file_title(row) for row in dv_model.attachments.filter(removed_at__isnull=True)
        ),
    }
    return {part.value: text for part, text in texts.items()}


def file_title(row: Attachment) -> str:
    """A file as its owner named it: "Biên bản hiến đất (IMG_01.jpg)"."""
    return f"{row.title} ({row.original_name})" if row.title else row.original_name


def _owner(dv_model: DanVanModel) -> str:
    """Whose it is; empty as long as that is not chosen."""
    owners = owners_text(dv_model)
    return f"{owners}\nNgười đăng ký: {dv_model.owner_person.full_name}" if owners else ""


def member_line(name: str, part: str, starts: date | None, ends: date | None) -> str:
    """A person, the part played, from when to when where that was given."""
    dates = [
        f"từ {short_date(starts)}" if starts else "",
        f"đến {short_date(ends)}" if ends else "",
    ]
    during = " ".join(filter(None, dates))
    said = f"{name} – {MemberPart(part).label.lower()}"
    return f"{said} ({during})" if during else said


def _areas(dv_model: DanVanModel) -> str:
    """Content of the plan, national field and linked movements, a line each."""
    if dv_model.main_area is None:
        return ""
    lines = [f"Nội dung chính: {dv_model.main_area.short_title}"]
    lines += [f"Nội dung khác: {row.short_title}" for row in dv_model.further_areas.all()]
    if field := dv_model.get_national_field_display():
        lines.append(f"Lĩnh vực: {field}")
    lines += [f"Gắn với: {row}" for row in dv_model.movements.all()]
    return "\n".join(lines)


def _figures(dv_model: DanVanModel) -> str:
    """What is counted and what is aimed at, a line each."""
    return "\n".join(
        target_line(row.name, row.unit, row.target) for row in dv_model.indicators.all()
    )


def target_line(name: str, unit: str, target: Decimal | None) -> str:
    """What is counted: "Hộ hiến đất: 40 hộ"; without a figure "Hộ hiến đất (hộ)"."""
    return f"{name} ({unit})" if target is None else f"{name}: {vn_number(target)} {unit}"
