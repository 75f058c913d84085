"""The admin's first page: the work queue, and the records in the order of the clerk's day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from awards.queries_queue import office_queue
from awards.views.home import queue_context
from dandvan import clock

register = template.Library()

# Groups of records on the admin's first page, by class name, in the order they are used.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Mô hình",
        (
            "DanVanModel",
            "ModelAssessment",
            "Decision",
            "ModelReview",
            "DistrictRegistration",
            "Replication",
            "Praise",
        ),
    ),
    ("Đánh giá, khen thưởng", ("Evaluation", "Nomination", "AchievementReport", "Award")),
    (
        "Hội đồng, hồ sơ, văn bản",
        ("Council", "AppraisalMeeting", "Dossier", "IssuedDocument", "PaperNumber"),
    ),
    (
        "Con người, kết quả hằng năm",
        (
            "Individual",
            "Collective",
            "Participation",
            "YearlyRecord",
            "PastAward",
            "Impediment",
            "Signer",
        ),
    ),
    ("Năm thi đua", ("EmulationYear", "YearWindow")),
    ("Tài khoản", ("User",)),
    (
        "Kế hoạch",
        ("EmulationPlan", "ContentArea", "Quality", "Criterion", "LinkedMovement", "SubjectKind"),
    ),
    ("Địa bàn, cơ quan", ("Commune", "Village", "Authority", "ReceivingOffice")),
    (
        "Quy định khen thưởng",
        (
            "AwardKind",
            "AwardRate",
            "BaseSalary",
            "VoteRule",
            "DossierComponent",
            "Regime",
            "DecreeForm",
            "LegalBasis",
            "DefaultRecipients",
        ),
    ),
)
REST = "Danh mục khác"


@register.inclusion_tag("awards/_queue_admin.html", takes_context=True)
def work_queue(context: template.Context) -> dict[str, Any]:
    """What waits for the person who signed in: the same tiles and rows as on the web."""
    user, today = context["request"].user, clock.today()
    if getattr(user, "commune_id", None) is None:
        return {}
    return queue_context(office_queue(user, today), user)


@register.simple_tag
def records_in_order(app_list: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The records of all apps in groups (title, records); what no group names comes after."""
    left = {row["object_name"]: row for app in app_list for row in app["models"]}
    groups = [
        (title, [left.pop(name) for name in names if name in left]) for title, names in GROUPS
    ]
    groups.append((REST, list(left.values())))
    return [(title, rows) for title, rows in groups if rows]
