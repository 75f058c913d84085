"""What each part of a registration says, as one text."""

from __future__ import annotations

from dandvan.vietnamese import short_date
from models_registry.enums import FormPart, ReportKind
from models_registry.models import DanVanModel

# Parts that are one column of the registration.
COLUMN_OF = {
    FormPart.NAME: "name",
    FormPart.NEED: "need",
    FormPart.GOAL: "goal",
    FormPart.SOLUTIONS: "solutions",
    FormPart.PARTNERS: "partners",
    FormPart.TARGET_GROUP: "target_group",
    FormPart.RESOURCES: "resources",
    FormPart.UPKEEP: "upkeep",
    FormPart.EXPECTED: "expected_results",
}
# Parts whose change is seen in their rows, not in a text.
WITHOUT_TEXT = frozenset({FormPart.FIGURES, FormPart.EVIDENCE})


def part_text(dv_model: DanVanModel, part: str) -> str:
    """What a part says now; empty for figures and evidence."""
    part = FormPart(part)
    if part in COLUMN_OF:
        return str(getattr(dv_model, COLUMN_OF[part]))
    if part == FormPart.REPORT:
        reports = dv_model.reports.filter(kind=ReportKind.RESULT, is_current=True)
        report = reports.first()
        return report.text if report else ""
    if part == FormPart.TIME:
        days = (dv_model.start_date, dv_model.end_date)
        return " – ".join(short_date(day) for day in days if day)
    if part == FormPart.OWNER:
        return dv_model.owner_name
    return "\n".join(_names(dv_model, part))


def _names(dv_model: DanVanModel, part: FormPart) -> list[str]:
    """Rows that a part lists."""
    if part == FormPart.VILLAGES:
        return [str(row) for row in dv_model.villages.all()]
    if part == FormPart.AREAS:
        main = [dv_model.main_area] if dv_model.main_area else []
        return [str(row) for row in (*main, *dv_model.further_areas.all())]
    if part == FormPart.MEMBERS:
        rows = dv_model.members.select_related("individual")
        return [f"{row.individual} – {row.get_part_display()}" for row in rows]
    return []
