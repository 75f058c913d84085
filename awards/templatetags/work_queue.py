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
    ("Việc hằng ngày", ("DanVanModel", "YearlyRecord", "Decision", "ModelReview")),
    ("Đánh giá và khen thưởng", ("Evaluation", "Nomination", "AchievementReport")),
    ("Hội đồng và hồ sơ", ("Council", "AppraisalMeeting", "Dossier", "IssuedDocument", "Award")),
    ("Tập thể và cá nhân", ("Individual", "Collective", "PastAward", "Impediment", "Signer")),
    ("Kế hoạch và năm thi đua", ("EmulationPlan", "EmulationYear", "YearWindow", "ContentArea")),
)
REST = "Quy định và danh mục"
ACCOUNTS = ("Tài khoản", ("User", "Commune"))


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
    accounts = [left.pop(name) for name in ACCOUNTS[1] if name in left]
    groups += [(REST, list(left.values())), (ACCOUNTS[0], accounts)]
    return [(title, rows) for title, rows in groups if rows]
