"""Báo cáo thành tích: begun from the records, sent by the nominee, confirmed by his superior."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from awards.domain.report_flow import REPORT_FLOW
from awards.enums import NominationState, ReportState
from awards.models import AchievementReport, Nomination
from awards.queries_nomination import nomination_actors, report_facts
from awards.queries_resting import begun_text, models_behind
from awards.services.nomination import locked_nomination
from awards.services.take_edge import refuse_stale, take_flow_edge
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Relation, Role
from models_registry.models import DecreeForm, Signer, User
from models_registry.queries_law import default_form, regime_on
from models_registry.services.paper_trace import PaperTrace, paper_fields
from models_registry.services.year_lock import refuse_locked_year

TEXTS = ("achievement", "measures", "policy", "party_work")
_WRITERS = frozenset({Role.CLERK, Relation.NOMINEE})


def _default_form(nomination: Nomination, day: datetime.date) -> DecreeForm:
    """The form of the decree in force on this day for the kind of subject; raises DomainError."""
    dossier = nomination.dossier
    regime = dossier.regime if dossier else regime_on(nomination.evaluation.year.plan.commune, day)
    form = default_form(regime, nomination.evaluation.subject_type) if regime else None
    if form is None:
        raise DomainError(["Chưa khai báo mẫu báo cáo thành tích cho ngày này trong kế hoạch."])
    return form


def _refuse_other_writers(nomination: Nomination, user: User) -> None:
    """Raise NotAllowed unless the person is the nominee (or head of the collective) or CLERK."""
    if not nomination_actors(nomination, user, clock.today()) & _WRITERS:
        raise NotAllowed(["Bạn không có quyền viết báo cáo thành tích này."])


@transaction.atomic
def start_achievement_report(*, user: User, nomination: Nomination) -> AchievementReport:
    """The report of a nomination: the existing one, else a draft begun from the records.

    Raises NotAllowed (NOMINEE and CLERK write), DomainError: praise needs no report, the
    nomination was withdrawn, no form in force.
    """
    locked = locked_nomination(nomination.pk, user=user)
    _refuse_other_writers(locked, user)
    existing = AchievementReport.objects.filter(nomination=locked).first()
    if existing:
        return existing
    if not locked.award_kind.makes_dossier:
        raise DomainError([f"“{locked.award_kind}” không cần báo cáo thành tích."])
    if locked.state == NominationState.WITHDRAWN:
        raise DomainError(["Đề nghị khen thưởng này đã rút."])
    return AchievementReport.objects.create(
        nomination=locked,
        form=_default_form(locked, clock.today()),
        achievement=begun_text(models_behind(locked.subject, locked.evaluation.year)),
        changed_by=user,
        changed_at=clock.now(),
    )


def locked_report(report_id: int, *, user: User) -> AchievementReport:
    """The report under a row lock; raises DomainError for another commune's or an unknown one."""
    report = (
        AchievementReport.objects.select_for_update(of=("self",))
        .select_related(
            "form",
            "nomination__award_kind",
            "nomination__dossier__regime",
            "nomination__evaluation__year__plan",
            "nomination__evaluation__collective__kind",
            "nomination__evaluation__individual",
        )
        .filter(pk=report_id, nomination__commune_id=user.commune_id)
        .first()
    )
    if report is None or user.commune_id is None:
        raise DomainError(["Không tìm thấy báo cáo thành tích này."])
    refuse_locked_year(report.nomination.evaluation.year)
    return report


@transaction.atomic
def save_achievement_report(
    *, user: User, report_id: int, version: int | None, values: Mapping[str, object]
) -> AchievementReport:
    """Save texts (achievement, measures, policy, party_work) and form of a draft.

    Raises NotAllowed, StaleRecord, DomainError (not a draft, form of another regime or kind).
    """
    report = locked_report(report_id, user=user)
    _refuse_other_writers(report.nomination, user)
    refuse_stale(report, version, "báo cáo")
    if report.state != ReportState.DRAFT:
        raise DomainError(
            [f"Báo cáo đang ở trạng thái “{report.get_state_display()}” nên không sửa được."]
        )
    for name in TEXTS:
        if name in values:
            setattr(report, name, str(values[name] or "").strip())
    form = values.get("form")
    if isinstance(form, DecreeForm):
        if (
            form.regime.commune_id != user.commune_id
            or form.subject_type != report.nomination.evaluation.subject_type
        ):
            raise DomainError(["Chọn mẫu báo cáo dành cho đối tượng này."], field="form")
        report.form = form
    report.version += 1
    report.changed_by = user
    report.changed_at = clock.now()
    report.save(update_fields=[*TEXTS, "form", "version", "changed_by", "changed_at"])
    return report


def _take(
    report: AchievementReport,
    edge: str,
    *,
    user: User,
    note: str = "",
    confirmed_on: datetime.date | None = None,
    paper: PaperTrace | None = None,
    extra_fields: tuple[str, ...] = (),
) -> AchievementReport:
    """Read the facts of a locked report and take the edge."""
    day = clock.today()
    signer_id = paper.signer.individual_id if paper and paper.signer else None
    report.changed_by = user
    report.changed_at = clock.now()
    take_flow_edge(
        report,
        edge,
        flow=REPORT_FLOW,
        facts=report_facts(report, user, day, confirmed_on=confirmed_on, signer_id=signer_id),
        actors=nomination_actors(report.nomination, user, day),
        user=user,
        note=note,
        trace=paper_fields(paper, user=user, day=day),
        extra_fields=(*extra_fields, "changed_by", "changed_at"),
    )
    return report


@transaction.atomic
def submit_achievement_report(
    *, user: User, report_id: int, version: int | None = None
) -> AchievementReport:
    """Send the report for confirmation; its day is today. Raises NotAllowed, DomainError."""
    report = locked_report(report_id, user=user)
    refuse_stale(report, version, "báo cáo")
    report.submitted_on = clock.today()
    return _take(report, "submit", user=user, extra_fields=("submitted_on",))


@transaction.atomic
def confirm_achievement_report(
    *,
    user: User,
    report_id: int,
    confirmed_on: datetime.date,
    confirmer_name: str = "",
    confirmer_post: str = "",
    paper: PaperTrace | None = None,
) -> AchievementReport:
    """The superior confirms, or CLERK records it from the signed report.

    Name and post default to the acting head's, or to the signer's. Raises NotAllowed,
    DomainError (day in the future or before the report, one's own report).
    """
    report = locked_report(report_id, user=user)
    signer = paper.signer if paper else None
    name, post = _confirmer(user, signer, confirmed_on)
    report.confirmed_on = confirmed_on
    report.confirmer_name = confirmer_name.strip() or name
    report.confirmer_post = confirmer_post.strip() or post
    report.signed_scan = paper.scan if paper else None
    fields = ("confirmed_on", "confirmer_name", "confirmer_post", "signed_scan")
    return _take(
        report,
        "confirm",
        user=user,
        confirmed_on=confirmed_on,
        paper=paper,
        extra_fields=fields,
    )


def _confirmer(user: User, signer: Signer | None, day: datetime.date) -> tuple[str, str]:
    """Name and post of who confirms."""
    if signer is not None:
        return signer.individual.full_name, signer.post
    person = user.individual
    if person is None:
        return "", ""
    post = person.post_on(day)
    return person.full_name, post.title if post else ""


@transaction.atomic
def return_achievement_report(*, user: User, report_id: int, note: str) -> AchievementReport:
    """Back to the nominee, saying what to mend; a confirmation is taken back with it.

    Raises NotAllowed, DomainError (the dossier was signed).
    """
    report = locked_report(report_id, user=user)
    report.confirmed_on = None
    report.confirmer_name = report.confirmer_post = ""
    report.signed_scan = None
    fields = ("confirmed_on", "confirmer_name", "confirmer_post", "signed_scan")
    return _take(report, "return", user=user, note=note, extra_fields=fields)
