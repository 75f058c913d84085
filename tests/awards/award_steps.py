"""Steps of a nomination up to a sent dossier, for tests of services and of the admin."""

from __future__ import annotations

import datetime

from awards.enums import CouncilPost, ItemRule, ItemSource, NeededBy
from awards.models import (
    AchievementReport,
    AppraisalMeeting,
    CouncilMember,
    Dossier,
    DossierComponent,
    Nomination,
)
from awards.services.achievement_report import (
    confirm_achievement_report,
    save_achievement_report,
    start_achievement_report,
    submit_achievement_report,
)
from awards.services.council import issue_minutes
from awards.services.council_closing import close_meeting
from awards.services.council_vote import record_vote
from awards.services.dossier import (
    add_item,
    add_nomination,
    appraise_dossier,
    check_dossier,
    create_dossier,
)
from awards.services.nomination import (
    agree_nomination,
    propose_nomination,
    put_forward_nomination,
)
from dandvan import clock
from models_registry.enums import AuthorityLevel, AwardForm, AwardLevel
from models_registry.models import AwardKind, Individual, ReceivingOffice
from models_registry.services.paper_trace import PaperTrace
from tests.awards.web_cast import WebCast, concluded, on, open_meeting
from tests.factories import make_authority
from tests.models_registry.model_steps import make_scan

PARTS = (
    ("EVALUATIONS", ItemRule.EVALUATIONS, ItemSource.RECORD, NeededBy.CHECK),
    ("BLOC", ItemRule.BLOC_OPINION, ItemSource.RECORD, NeededBy.CHECK),
    ("RATING", ItemRule.RATING_PAPERS, ItemSource.UPLOADED, NeededBy.CHECK),
    ("REPORTS", ItemRule.ACHIEVEMENT_REPORTS, ItemSource.GENERATED, NeededBy.APPRAISE),
    ("MINUTES", ItemRule.MINUTES, ItemSource.GENERATED, NeededBy.APPRAISE),
    ("PROPOSAL", ItemRule.PROPOSAL, ItemSource.GENERATED, NeededBy.SIGN),
    ("LIST", ItemRule.CANDIDATE_LIST, ItemSource.GENERATED, NeededBy.SIGN),
    ("SCAN", ItemRule.SIGNED_SCAN, ItemSource.UPLOADED, NeededBy.SEND),
)


def upward_kind(cast: WebCast) -> AwardKind:
    """Giấy khen of the district, with its receiving office and the parts of its dossier."""
    district = make_authority(
        cast.commune,
        "CT_UBND_HUYEN",
        name="Chủ tịch Ủy ban nhân dân huyện Kbang",
        level=AuthorityLevel.DISTRICT,
        own_collective_kind="",
        valid_to=datetime.date(2025, 6, 30),
    )
    ReceivingOffice.objects.create(authority=district, name="Phòng Nội vụ huyện Kbang")
    kind = AwardKind.objects.create(
        commune=cast.commune,
        code="GK_HUYEN",
        name="Giấy khen của Chủ tịch UBND huyện",
        form=AwardForm.GIAY_KHEN,
        level=AwardLevel.UPWARD,
        authority=district,
    )
    kind.criteria.set(cast.award_kind.criteria.all())
    for order, (code, rule, source, needed_by) in enumerate(PARTS, start=1):
        DossierComponent.objects.create(
            commune=cast.commune,
            code=code,
            level=AwardLevel.UPWARD,
            order=order,
            title=code,
            rule=rule,
            source=source,
            needed_by=needed_by,
        )
    return kind


def paper(cast: WebCast, number: str = "03/TB-UBND", day: int = 17) -> PaperTrace:
    """A paper signed by the chairman in November 2024."""
    date = datetime.date(2024, 11, day)
    scan = make_scan(cast.clerk, name=f"{number[:2]}-{day}.pdf")
    return PaperTrace(signer=cast.signer, number=number, date=date, scan=scan)


def nominated(
    cast: WebCast, kind: AwardKind | None = None, subject: Individual | None = None
) -> Nomination:
    """Proposed, agreed and put forward by 17/11/2024."""
    evaluation = concluded(cast, subject)
    with on(15, 10):
        row = propose_nomination(
            user=cast.clerk, evaluation=evaluation, award_kind=kind or cast.award_kind
        )
        agree_nomination(user=cast.bloc, nomination_id=row.pk)
    with on(17):
        return put_forward_nomination(user=cast.chair, nomination_id=row.pk)


def sent_report(cast: WebCast, nomination: Nomination) -> AchievementReport:
    """Written and sent by the clerk on 15/11/2024."""
    with on(15, 11):
        report = start_achievement_report(user=cast.clerk, nomination=nomination)
        report = save_achievement_report(
            user=cast.clerk,
            report_id=report.pk,
            version=report.version,
            values={"achievement": "Hướng dẫn 623 lượt hồ sơ."},
        )
        return submit_achievement_report(user=cast.clerk, report_id=report.pk)


def confirmed_report(cast: WebCast, nomination: Nomination) -> AchievementReport:
    """Confirmed from signed paper on 17/11/2024."""
    report = sent_report(cast, nomination)
    with on(17, 10):
        return confirm_achievement_report(
            user=cast.clerk,
            report_id=report.pk,
            confirmed_on=datetime.date(2024, 11, 17),
            paper=paper(cast, "Báo cáo"),
        )


def members(cast: WebCast) -> dict[str, CouncilMember]:
    """Members of the council by their post."""
    return {row.post: row for row in cast.council.members.all()}


def voted(
    cast: WebCast, *nominations: Nomination, votes_for: int = 3, against: int = 0
) -> AppraisalMeeting:
    """A meeting of 18/11/2024 that counted the same votes for all; not closed.

    The nominee of the cast sits in the council, so three of four vote on him.
    """
    meeting = open_meeting(cast)
    with on(18, 15):
        for row in nominations:
            own = row.evaluation.individual_id == cast.nominee.individual_id
            record_vote(
                user=cast.secretary,
                meeting_id=meeting.pk,
                nomination=row,
                votes_for=votes_for if own else votes_for + 1,
                votes_against=against,
            )
    return meeting


def closed(cast: WebCast, meeting: AppraisalMeeting) -> AppraisalMeeting:
    """Closed on 18/11/2024 at 16:00, the minutes issued."""
    with on(18, 16):
        close_meeting(user=cast.secretary, meeting_id=meeting.pk, ends_at=clock.now())
        issue_minutes(
            user=cast.secretary,
            meeting_id=meeting.pk,
            number_text="07/BB-HĐTĐKT",
            date=datetime.date(2024, 11, 18),
        )
    meeting.refresh_from_db()
    return meeting


def filled_dossier(cast: WebCast, *nominations: Nomination) -> Dossier:
    """A dossier of 17/11/2024 with these nominations and a scan for the rating paper."""
    with on(17, 11):
        dossier = create_dossier(
            user=cast.clerk, year=cast.year, award_kind=nominations[0].award_kind
        )
        for row in nominations:
            add_nomination(user=cast.clerk, dossier_id=dossier.pk, nomination=row)
        part = DossierComponent.objects.filter(rule=ItemRule.RATING_PAPERS).first()
        if part is not None and dossier.is_upward:
            add_item(
                user=cast.clerk,
                dossier_id=dossier.pk,
                component=part,
                attachment=make_scan(cast.clerk, name="xep-loai.pdf"),
                paper_number="97/TB-UBND",
            )
    return dossier


def appraised(cast: WebCast, kind: AwardKind | None = None) -> Dossier:
    """A dossier with the cast's nominee, voted for, of 18/11/2024."""
    row = nominated(cast, kind)
    confirmed_report(cast, row)
    dossier = filled_dossier(cast, row)
    with on(17, 15):
        check_dossier(user=cast.clerk, dossier_id=dossier.pk)
    closed(cast, voted(cast, row))
    with on(18, 17):
        appraise_dossier(user=cast.secretary, dossier_id=dossier.pk)
    dossier.refresh_from_db()
    return dossier


def chair_member(cast: WebCast) -> CouncilMember:
    """The chairman of the council."""
    return members(cast)[CouncilPost.CHAIR]
