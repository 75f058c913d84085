"""A registration part by part as readable text: kept at each hand-in, compared between them."""

from __future__ import annotations

from dandvan.vietnamese import short_date, vn_number
from models_registry.documents.model_parts import owners_text, period_text, villages_text
from models_registry.enums import FormPart
from models_registry.models import Attachment, DanVanModel, ModelMember


def registration_texts(dv_model: DanVanModel) -> dict[str, str]:
    """The text of every part of the form as it stands now; empty where nothing is written.

    Keys are all values of FormPart but the result report, which is handed in by itself.
    """
    texts = {
        FormPart.NAME: dv_model.name,
        FormPart.OWNER: _owner(dv_model),
        FormPart.MEMBERS: "\n".join(
            _member(row) for row in dv_model.members.select_related("individual")
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


def _member(row: ModelMember) -> str:
    """A person, the part played, from when to when where that was given."""
    dates = [
        f"từ {short_date(row.valid_from)}" if row.valid_from else "",
        f"đến {short_date(row.valid_to)}" if row.valid_to else "",
    ]
    during = " ".join(filter(None, dates))
    name = f"{row.individual.full_name} – {row.get_part_display().lower()}"
    return f"{name} ({during})" if during else name


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
        f"{row.name}: {vn_number(row.target)} {row.unit}" if row.target is not None else str(row)
        for row in dv_model.indicators.all()
    )
