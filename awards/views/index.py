"""The first page of awards: what waits for me, what is mine, where the lists are."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from awards.queries_counts import count_in_one_query, office_rows, reports_to_confirm
from awards.queries_nomination import is_council_member
from awards.queries_queue import COUNT_LABELS
from awards.queries_web import is_office, my_awards
from awards.views.work_links import list_url
from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.views import RoleRequiredMixin
from models_registry.queries import current_individual_id

# Work that is done on pages of awards; the rest of the queue stands on the first page.
KEYS = (
    "evaluations_open",
    "nominations_waiting",
    "nominations_to_agree",
    "nominations_to_put_forward",
    "nominations_to_vote",
    "meetings_open",
    "reports_to_confirm",
    "honors_to_hand_over",
)
LISTS = (
    ("Đánh giá theo mục IV", "awards:evaluation_list", "Phiếu của từng tập thể, cá nhân"),
    ("Đề nghị khen thưởng", "awards:nomination_list", "Ai, hình thức nào, ý kiến, kết quả"),
    ("Báo cáo thành tích", "awards:report_list", "Bản nháp, chờ xác nhận, đã xác nhận"),
    ("Họp Hội đồng", "awards:meeting_list", "Cuộc họp, số phiếu, biên bản"),
    ("Hồ sơ khen thưởng", "awards:dossier_list", "Thành phần, nơi nhận, quyết định"),
    ("Sổ vàng khen thưởng", "awards:honor_list", "Đã khen qua các năm, đã trao, tiền thưởng"),
)
OWN_LISTS = ("awards:nomination_list", "awards:report_list", "awards:honor_list")


class AwardsIndex(RoleRequiredMixin, TemplateView):
    """What there is for me in awards, by role."""

    http_method_names = ["get", "head", "options"]
    template_name = "awards/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tiles of what waits, my own nominations, the lists this person can read."""
        user, day = self.request.user, clock.today()
        rows = {key: row for key, row in office_rows(user, day).items() if key in KEYS}
        counts = count_in_one_query(user.commune_id, **rows)
        office, person = is_office(user), current_individual_id(user)
        reads_all = office or is_council_member(user, day)
        return super().get_context_data(
            tiles=self._tiles(counts, office),
            to_confirm=self._to_confirm(person, day, counts),
            mine=my_awards(user, day),
            office=reads_all,
            links=[
                (label, reverse(name), why)
                for label, name, why in LISTS
                if reads_all or name in OWN_LISTS
            ],
            **kwargs,
        )

    def _tiles(self, counts: dict[str, int], office: bool) -> list[dict[str, Any]]:
        """Counts that lead to their rows; zero counts only for those whose work it is."""
        clerk = Role.CLERK in roles_of(self.request.user)
        always = ("nominations_to_agree", "nominations_to_put_forward")
        return [
            {
                "label": COUNT_LABELS[key],
                "count": counts[key],
                "url": list_url(key, clerk=clerk),
                "link": "Mở danh sách",
            }
            for key in KEYS
            if key in counts and (counts[key] or (office and key in always))
        ]

    def _to_confirm(self, person: int | None, day: Any, counts: dict[str, int]) -> list[Any]:
        """Reports that wait for this person's confirmation."""
        if person is None or not counts.get("reports_to_confirm"):
            return []
        return list(
            reports_to_confirm(person, day).select_related(
                "nomination__award_kind",
                "nomination__evaluation__collective",
                "nomination__evaluation__individual",
            )
        )
