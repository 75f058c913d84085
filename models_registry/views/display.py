"""A model's parts as rows of name and text, the same on every page that shows them."""

from __future__ import annotations

from dandvan.vietnamese import short_date
from models_registry.enums import MemberPart
from models_registry.models import DanVanModel, Village

Rows = list[tuple[str, str]]


def registration_rows(dv_model: DanVanModel) -> list[tuple[str, Rows]]:
    """Sections (title, rows of name and text) of a registration, in the order it is filled in."""
    further = ", ".join(area.short_title for area in dv_model.further_areas.all())
    villages = ", ".join(village_words(village) for village in dv_model.villages.all())
    co_owners = ", ".join(str(row) for row in dv_model.co_owners.all())
    return [
        (
            "Tên và người tham gia",
            [
                ("Tên mô hình", dv_model.name),
                ("Của", dv_model.owner_name),
                *([("Cùng chủ trì", co_owners)] if co_owners else []),
                ("Người đăng ký", str(dv_model.owner_person)),
                *member_rows(dv_model),
            ],
        ),
        (
            "Nội dung và địa bàn",
            [
                ("Nội dung chính", str(dv_model.main_area or "")),
                *([("Nội dung khác", further)] if further else []),
                ("Lĩnh vực", dv_model.get_national_field_display()),
                ("Địa bàn", villages),
                (
                    "Gắn với",
                    "\n".join(str(movement) for movement in dv_model.movements.all()),
                ),
            ],
        ),
        (
            "Nhu cầu, mục tiêu, giải pháp",
            [
                ("Nhu cầu, vấn đề cần giải quyết", dv_model.need),
                ("Mục tiêu", dv_model.goal),
                ("Giải pháp", dv_model.solutions),
            ],
        ),
        (
            "Phối hợp, nguồn lực, thời gian",
            [
                ("Lực lượng phối hợp", dv_model.partners),
                ("Đối tượng hướng tới", dv_model.target_group),
                ("Nguồn lực", dv_model.resources),
                ("Cách duy trì, nhân rộng", dv_model.upkeep),
                ("Thời gian", period_text(dv_model)),
                ("Kết quả dự kiến", dv_model.expected_results),
            ],
        ),
    ]


def village_words(village: Village) -> str:
    """A village as pages name it today, with the one it is part of now."""
    name = village.name or str(village)
    into = village.merged_into
    return f"{name} (nay thuộc {into})" if into is not None else name


def member_rows(dv_model: DanVanModel) -> Rows:
    """One row per part that somebody plays, with dates where they were given."""
    rows = []
    for part in MemberPart:
        names = []
        for member in dv_model.members.all():
            if member.part != part:
                continue
            ended = f" (đến {short_date(member.valid_to)})" if member.valid_to else ""
            names.append(f"{member.individual}{ended}")
        if names:
            rows.append((part.label, ", ".join(names)))
    return rows


def period_text(dv_model: DanVanModel) -> str:
    """Start and end in words; empty without a start."""
    if dv_model.start_date is None:
        return ""
    if dv_model.end_date is None:
        return f"từ {short_date(dv_model.start_date)}"
    return f"từ {short_date(dv_model.start_date)} đến {short_date(dv_model.end_date)}"
