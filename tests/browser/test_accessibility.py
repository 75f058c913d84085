"""axe finds nothing on the pages of the main journey, and no page scrolls sideways."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from awards.enums import DossierState, EvaluationState
from awards.models import AppraisalMeeting, Dossier, Evaluation, Nomination
from models_registry.enums import ModelState
from models_registry.models import DanVanModel
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.demo_year import enter_as, make_demo_year

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.map(
    (v) => `${v.id} ×${v.nodes.length}: ${v.nodes[0].html.slice(0, 160)}`);
}"""


def problems_of(page: Page) -> list[str]:
    """What axe finds on the page as it stands, on a phone and on a desktop screen."""
    page.evaluate(AXE)
    found = []
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        problems: list[str] = page.evaluate(RUN, RULES)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"trang rộng {wide} px")
        found += [f"{width} px: {text}" for text in problems]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return found


def model_in(state: str) -> DanVanModel:
    """A model of the demo year in this state."""
    return DanVanModel.objects.filter(state=state, year__year=2024).order_by("code").first()


def web_pages() -> list[tuple[str, str]]:
    """(account, address) of pages of the web side."""
    registered = model_in(ModelState.RECOGNIZED).pk
    accepted = model_in(ModelState.ACCEPTED)
    dossier = Dossier.objects.filter(award_kind__level="upward").order_by("pk").first()
    meeting = AppraisalMeeting.objects.order_by("-starts_at").first()
    nomination = Nomination.objects.order_by("-pk").first()
    report = reverse("models_registry:model_report", args=[accepted.pk])
    return [
        ("", reverse("login")),
        ("tuphap", reverse("home")),
        ("tuphap", reverse("models_registry:model_list")),
        ("tuphap", reverse("models_registry:model_mine")),
        ("tuphap", reverse("models_registry:model_detail", args=[registered])),
        ("tuphap", reverse("models_registry:model_start")),
        ("tuphap", reverse("password_change")),
        ("vanphong", reverse("home")),
        ("vanphong", report),
        ("vanphong", reverse("awards:calendar")),
        ("vanphong", reverse("awards:index")),
        ("chutich", reverse("home")),
        ("chutich", reverse("awards:dossier_list")),
        ("chutich", reverse("awards:dossier_detail", args=[dossier.pk])),
        ("chutich", reverse("awards:dossier_paper", args=[dossier.pk, "to-trinh"])),
        ("chutich", reverse("awards:nomination_detail", args=[nomination.pk])),
        ("chutich", reverse("awards:evaluation_detail", args=[nomination.evaluation_id])),
        ("chutich", reverse("awards:meeting_detail", args=[meeting.pk])),
        ("vanphong", reverse("awards:meeting_create")),
        ("danvan", reverse("home")),
    ]


def admin_pages() -> list[tuple[str, str]]:
    """(account, address) of the clerk's pages."""
    waiting = model_in(ModelState.SUBMITTED)
    other = "vanphong2"
    reported = model_in(ModelState.REPORTED)
    sheet = Evaluation.objects.filter(state=EvaluationState.OPEN, is_current=True).first()
    concluded = Evaluation.objects.filter(state=EvaluationState.CONCLUDED).first()
    drafting = Dossier.objects.filter(state=DossierState.DRAFTING).first()
    meeting = AppraisalMeeting.objects.order_by("-starts_at").first()
    report = Nomination.objects.filter(achievement_report__isnull=False).first()
    bench = "admin:models_registry_danvanmodel_workbench"
    act = "admin:models_registry_danvanmodel_act"
    bulk = "admin:models_registry_danvanmodel_bulk"
    several = f"?m={waiting.pk},{reported.pk}"
    pages = [
        reverse("admin:index"),
        reverse("admin:models_registry_danvanmodel_changelist"),
        reverse(bench, args=[waiting.pk]),
        reverse(bench, args=[reported.pk]),
        reverse(act, args=[waiting.pk, "return"]),
        reverse(act, args=[reported.pk, "verify"]),
        reverse(act, args=[reported.pk, "assess"]),
        *(reverse(bulk, args=[name]) + several for name in ("accept", "return", "assess")),
        reverse("admin:models_registry_decision_new"),
        reverse("admin:models_registry_yearlyrecord_changelist"),
        reverse("admin:models_registry_individual_changelist"),
        reverse("admin:models_registry_village_changelist"),
        reverse("admin:awards_evaluation_table"),
        reverse("admin:awards_evaluation_workbench", args=[sheet.pk]),
        reverse("admin:awards_evaluation_workbench", args=[concluded.pk]),
        reverse("admin:awards_nomination_candidates"),
        reverse("admin:awards_nomination_page", args=[report.pk]),
        reverse("admin:awards_achievementreport_workbench", args=[report.achievement_report.pk]),
        reverse("admin:awards_meeting_workbench", args=[meeting.pk]),
        reverse("admin:awards_meeting_new"),
        reverse("admin:awards_dossier_changelist"),
        reverse("admin:awards_dossier_new"),
        reverse("admin:awards_dossier_workbench", args=[drafting.pk]),
        reverse("admin:awards_dossier_item_add", args=[drafting.pk]),
    ]
    return [(other, page) for page in pages]


def registration_problems(page: Page) -> dict[str, list[str]]:
    """Every step of a new registration, and the refused form with its summary."""
    found = {}
    page.goto(reverse("models_registry:model_start"))
    page.get_by_label("Tên mô hình").fill("Tủ sách nhà rông")
    page.get_by_role("button", name="Bắt đầu", exact=True).click()
    page.wait_for_url("**/sua/**")
    first = page.url.split("/sua/")[0]
    for step in ("ten", "noi-dung", "muc-tieu", "nguon-luc", "minh-chung", "gui"):
        page.goto(f"{first}/sua/{step}/")
        found[f"đăng ký, bước {step}"] = problems_of(page)
    page.goto(f"{first}/sua/muc-tieu/")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_role("alert").wait_for()
    found["biểu mẫu bị từ chối"] = problems_of(page)
    return found


def test_no_page_of_the_journey_has_an_accessibility_problem(
    transactional_db, settings, tmp_path, open_page, live_server
):
    settings.MEDIA_ROOT = tmp_path
    make_demo_year()
    found = {}
    pages = {"": open_page(PHONE)}
    for account, path in [*web_pages(), *admin_pages()]:
        if account not in pages:
            pages[account] = enter_as(open_page(PHONE), account, live_server.url)
        answer = pages[account].goto(path)
        found[f"{account} {path}"] = (
            problems_of(pages[account]) if answer.status == 200 else [f"trả lời {answer.status}"]
        )
    found |= registration_problems(pages["tuphap"])

    problems = [f"{name}: {text}" for name, texts in found.items() for text in texts]
    assert problems == [], "\n".join(problems)
