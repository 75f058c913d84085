"""Where each kind of work is done: the clerk in the admin, everybody else on the web."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

# Page of a kind of work: (clerk's pages, everybody's pages), first existing one wins. A page is
# a URL name with an optional query; "pk" pages take the row's id.
_ADMIN_MODELS = "admin:models_registry_danvanmodel_changelist"
_WEB_MODELS = "models_registry:model_list"
_ADMIN_NOMINATIONS = "admin:awards_nomination_changelist"
_WEB_NOMINATIONS = "awards:nomination_list"
LISTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "submitted": (
        (f"{_ADMIN_MODELS}?state__exact=submitted",),
        (f"{_WEB_MODELS}?state=submitted",),
    ),
    "reported": ((f"{_ADMIN_MODELS}?state__exact=reported",), (f"{_WEB_MODELS}?state=reported",)),
    "assessed": ((f"{_ADMIN_MODELS}?state__exact=assessed",), (f"{_WEB_MODELS}?state=assessed",)),
    "evidence_missing": (
        (f"{_ADMIN_MODELS}?state__exact=assessed",),
        (f"{_WEB_MODELS}?state=assessed",),
    ),
    "evidence_late": (
        (f"{_ADMIN_MODELS}?state__exact=assessed",),
        (f"{_WEB_MODELS}?state=assessed",),
    ),
    "evidence_given": (
        (f"{_ADMIN_MODELS}?state__exact=assessed",),
        (f"{_WEB_MODELS}?state=assessed",),
    ),
    "returns_late": ((), ("awards:calendar#qua-han-bo-sung",)),
    "results_late": ((), ("awards:calendar#qua-han-bao-cao",)),
    "evaluations_open": (
        ("admin:awards_evaluation_changelist?state__exact=open", "admin:awards_evaluation_table"),
        ("awards:evaluation_list?state=open",),
    ),
    "nominations_waiting": ((_ADMIN_NOMINATIONS,), (_WEB_NOMINATIONS,)),
    "nominations_to_agree": ((), (f"{_WEB_NOMINATIONS}?state=proposed",)),
    "nominations_to_put_forward": ((), (f"{_WEB_NOMINATIONS}?state=agreed",)),
    "handovers_open": ((), ("models_registry:handovers",)),
    "models_unfinished": ((), ("models_registry:unfinished",)),
    "reviews_missing": ((), ("models_registry:review_sheet",)),
    "praise_to_check": ((), ("models_registry:praise_list?state=proposed",)),
    "praise_to_grant": ((), ("models_registry:praise_list?state=checked",)),
    "models_unsent": ((), ("models_registry:district_list",)),
    "upward_questions": ((), ("models_registry:district_list?state=answered",)),
    "stories_to_release": ((), ("models_registry:story_list?state=offered",)),
    "nominations_to_vote": (
        (f"{_ADMIN_NOMINATIONS}?state__exact=put_forward",),
        (f"{_WEB_NOMINATIONS}?state=put_forward",),
    ),
    "reports_to_confirm": ((), ("awards:report_list?state=submitted",)),
    "honors_to_hand_over": ((), ("awards:honor_handover",)),
    "meetings_open": (
        ("admin:awards_appraisalmeeting_changelist",),
        ("awards:meeting_list",),
    ),
    "dossiers_open": (("admin:awards_dossier_changelist",), ("awards:dossier_list",)),
    "dossiers_to_sign": ((), ("awards:dossier_list?state=appraised",)),
    "facts_missing": (
        ("admin:models_registry_yearlyrecord_changelist",),
        (),
    ),
    "passwords_to_change": (
        ("admin:models_registry_user_changelist?must_change_password__exact=1",),
        ("admin:models_registry_user_changelist?must_change_password__exact=1",),
    ),
    "figure_registered": ((), (f"{_WEB_MODELS}?year={{year}}",)),
    "figure_recognized": ((), (f"{_WEB_MODELS}?state=recognized&year={{year}}",)),
    "figure_nominated": ((), (f"{_WEB_NOMINATIONS}?year={{year}}",)),
    "figure_awarded": ((), ("awards:dossier_list?state=decided&year={year}",)),
}
# The page of one year, where that is known.
YEAR_PAGES = {"facts_missing": "admin:models_registry_yearlyrecord_year"}
ROWS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "model": (
        ("admin:models_registry_danvanmodel_workbench",),
        ("models_registry:model_detail",),
    ),
    "own_model": ((), ("models_registry:model_detail",)),
    "draft": ((), ("models_registry:model_edit", "models_registry:model_detail")),
    "correction": ((), ("models_registry:model_supplement", "models_registry:model_detail")),
    "evidence": ((), ("models_registry:model_detail",)),
    "marks": ((), ("models_registry:own_marks", "models_registry:model_detail")),
    "result": ((), ("models_registry:model_report", "models_registry:model_detail")),
    "achievement_report": ((), ("awards:report_edit",)),
    "list": ((), ("models_registry:district_detail",)),
    "dossier": (("admin:awards_dossier_workbench",), ("awards:dossier_detail",)),
}


def page_url(name: str, *args: Any) -> str:
    """Address of a page named with its query or anchor; empty when there is no such page."""
    cut = min((name.index(mark) for mark in "?#" if mark in name), default=len(name))
    try:
        return reverse(name[:cut], args=args) + name[cut:]
    except NoReverseMatch:
        return ""


def _first(pages: tuple[str, ...], *args: Any) -> str:
    """Address of the first page that exists."""
    return next((url for page in pages if (url := page_url(page, *args))), "")


def list_url(key: str, *, clerk: bool, year_pk: int | None = None) -> str:
    """The page that lists this kind of work, of one emulation year where that matters.

    Empty when there is no such page.
    """
    if clerk and year_pk and (url := page_url(YEAR_PAGES.get(key, ""), year_pk)):
        return url
    admin_pages, web_pages = LISTS.get(key, ((), ()))
    url = _first((*admin_pages, *web_pages) if clerk else web_pages)
    return url.replace("{year}", str(year_pk or ""))


def row_url(key: str, pk: int, *, clerk: bool) -> str:
    """The page where one row is worked on; empty when there is none."""
    admin_pages, web_pages = ROWS.get(key, ((), ()))
    return _first((*admin_pages, *web_pages) if clerk else web_pages, pk)
