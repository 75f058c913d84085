"""What waits in the commune, for whom: models on their way, and counts of everything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
)

from awards.enums import DossierState, ItemRule, NominationState
from awards.enums import ReportState as AchievementState
from awards.models import (
    Dossier,
    DossierItem,
    Nomination,
    NomineeVote,
)
from awards.queries_counts import CountRows, count_in_one_query, office_rows
from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from models_registry.enums import AwardLevel, ModelState, ReminderAbout, WindowKind
from models_registry.models import (
    DanVanModel,
    DistrictRegistration,
    EvidenceRequest,
    ModelTransition,
    Reminder,
    User,
    YearWindow,
)
from models_registry.queries import current_individual_id, memberships_of, models_visible_to
from models_registry.queries_assessing import marks_wait_for
from models_registry.queries_district import UNFINISHED, listed_registrations

OFFICE_ROLES = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR})
WAITING_STATES = (
    ModelState.SUBMITTED,
    ModelState.RETURNED,
    ModelState.ACCEPTED,
    ModelState.REPORTED,
    ModelState.ASSESSED,
)
UNFINISHED_DOSSIERS = (
    DossierState.DRAFTING,
    DossierState.CHECKED,
    DossierState.APPRAISED,
    DossierState.SIGNED,
)


@dataclass(frozen=True)
class Waiting:
    """One kind of work that waits: how many; `key` names the page that lists it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class ModelWork:
    """A model somebody has to do something with: what, since how many days, is it late.

    `detail` says more where the task alone does not: what is missing, until when.
    """

    dv_model: Any
    key: str
    task: str
    days: int
    late: bool = False
    detail: str = ""


def models_on_the_way(user: User) -> list[DanVanModel]:
    """Models that wait for the office, and all of the person's own; one query.

    Each carries `mine` (owner or member), `since` (moment of the last change of state),
    `reminded_on` (day of the last reminder), `report_opens` and `report_ends` (days of the
    last result window of its year, or None), `asked_what` and `asked_due` (evidence that is
    asked for and not handed in, earliest due), `asked_given` (some was handed in), `marks_wait`
    (the person is an assessor and has not given all of his marks).
    """
    person = current_individual_id(user)
    member = Exists(memberships_of(person).filter(dv_model=OuterRef("pk")))
    own = Q(owner_person_id=person) | Q(member) if person else Q(pk__isnull=True)
    waiting = Q(state__in=WAITING_STATES) if roles_of(user) & OFFICE_ROLES else Q(pk__isnull=True)
    asked = EvidenceRequest.objects.filter(assessment__dv_model=OuterRef("pk"), is_current=True)
    missing = asked.filter(answered_at=None).order_by("due", "pk")
    to_mark = marks_wait_for(person, clock.today())
    last = ModelTransition.objects.filter(dv_model=OuterRef("pk")).order_by("-id")
    rows = (
        models_visible_to(user)
        .annotate(marks_wait=to_mark)
        .filter(own | waiting | Q(marks_wait=True))
        .annotate(
            mine=ExpressionWrapper(own, output_field=BooleanField()),
            since=Subquery(last.values("at")[:1]),
            report_opens=_report_window("starts"),
            report_ends=_report_window("ends"),
            reminded_on=_last_reminded(),
            asked_what=Subquery(missing.values("what")[:1]),
            asked_due=Subquery(missing.values("due")[:1]),
            asked_given=Exists(asked.exclude(answered_at=None)),
        )
    )
    return list(
        rows.select_related("year", "window", "collective", "individual", "main_area").order_by(
            F("since").asc(nulls_last=True), "id"
        )
    )


def _last_reminded() -> Subquery:
    """Day of the latest reminder to the people of a model."""
    rows = Reminder.objects.filter(dv_model=OuterRef("pk"))
    said = rows.exclude(about=ReminderAbout.DUE_MOVED).order_by("-reminded_on")
    return Subquery(said.values("reminded_on")[:1])


def _report_window(field: str) -> Subquery:
    """First or last day of the latest result window of a model's year."""
    windows = YearWindow.objects.filter(
        year=OuterRef("year"), kind=WindowKind.RESULT_REPORT
    ).order_by("-ends")
    return Subquery(windows.values(field)[:1])


def result_is_due(dv_model: Any, today: date) -> bool:
    """Whether the result of a model that is carried out can be handed in by now."""
    opens = dv_model.report_opens
    return dv_model.state == ModelState.ACCEPTED and opens is not None and opens <= today


def result_is_late(dv_model: Any, today: date) -> bool:
    """Whether the last result window of the model's year has ended without its report."""
    ends = dv_model.report_ends
    return dv_model.state == ModelState.ACCEPTED and ends is not None and ends < today


def supplement_is_late(dv_model: DanVanModel, today: date) -> bool:
    """Whether a returned model is past the day until which it was to be mended."""
    due = dv_model.return_due
    return dv_model.state == ModelState.RETURNED and due is not None and due < today


def model_work(models: list[DanVanModel], user: User, today: date) -> list[ModelWork]:
    """What the office has to do with models, longest waiting first, late ones before all."""
    roles = roles_of(user)
    work = [item for row in models if (item := _work_on(row, roles, today)) is not None]
    return sorted(work, key=lambda item: (not item.late, -item.days, item.dv_model.pk))


def _work_on(dv_model: Any, roles: frozenset[Role], today: date) -> ModelWork | None:
    """The office's task with one model, None when it waits for somebody else."""
    days = (today - dv_model.since.date()).days if dv_model.since else 0
    state, clerk = dv_model.state, Role.CLERK in roles
    if state == ModelState.SUBMITTED and clerk:
        return ModelWork(dv_model, "submitted", "Tiếp nhận", days)
    if state == ModelState.REPORTED and roles & {Role.CLERK, Role.MOBILIZATION_BLOC}:
        return ModelWork(dv_model, "reported", "Thẩm định", days)
    if state == ModelState.ASSESSED and dv_model.asked_due is not None:
        return _work_on_evidence(dv_model, today) if clerk else None
    if state == ModelState.ASSESSED and dv_model.asked_given:
        judge = roles & {Role.CLERK, Role.MOBILIZATION_BLOC}
        return ModelWork(dv_model, "evidence_given", "Thẩm định lại", days) if judge else None
    if state == ModelState.ASSESSED and roles & {Role.CLERK, Role.CHAIR}:
        return ModelWork(dv_model, "assessed", "Ra quyết định", days)
    if clerk and supplement_is_late(dv_model, today):
        over = (today - dv_model.return_due).days
        return ModelWork(dv_model, "returns_late", "Nhắc bổ sung", over, late=True)
    if clerk and result_is_late(dv_model, today):
        over = (today - dv_model.report_ends).days
        return ModelWork(dv_model, "results_late", "Nhắc báo cáo", over, late=True)
    return None


def _work_on_evidence(dv_model: Any, today: date) -> ModelWork:
    """What a model still lacks for a verdict, and until when."""
    late = dv_model.asked_due < today
    return ModelWork(
        dv_model,
        "evidence_late" if late else "evidence_missing",
        "Nhắc bổ sung căn cứ" if late else "Chờ bổ sung căn cứ",
        (today - dv_model.asked_due).days if late else 0,
        late=late,
        detail=f"Thiếu: {dv_model.asked_what} (hạn {short_date(dv_model.asked_due)})",
    )


MODEL_LABELS = {
    "submitted": "Chờ tiếp nhận",
    "reported": "Kết quả chờ thẩm định",
    "assessed": "Mô hình chờ quyết định",
    "returns_late": "Quá hạn bổ sung",
    "results_late": "Quá hạn báo cáo kết quả",
    "evidence_missing": "Chờ bổ sung căn cứ",
    "evidence_late": "Quá hạn bổ sung căn cứ",
    "evidence_given": "Đã bổ sung, chờ thẩm định lại",
}
ROLE_MODEL_KEYS: dict[Role, tuple[str, ...]] = {
    Role.CLERK: tuple(MODEL_LABELS),
    Role.MOBILIZATION_BLOC: ("reported", "evidence_given"),
    Role.CHAIR: ("assessed",),
}
COUNT_LABELS = {
    "evaluations_open": "Phiếu đánh giá dở dang",
    "nominations_waiting": "Đề nghị đang chờ ý kiến",
    "nominations_to_agree": "Đề nghị chờ ý kiến của Khối",
    "nominations_to_put_forward": "Đề nghị chờ đưa ra bình xét",
    "handovers_open": "Mô hình chưa có người tiếp tục",
    "models_unfinished": "Mô hình chưa xong của năm trước",
    "reviews_missing": "Mô hình năm trước chưa rà soát",
    "praise_to_check": "Đề nghị biểu dương chờ kiểm tra",
    "models_unsent": "Mô hình chưa gửi lên cấp trên",
    "upward_questions": "Câu hỏi của cấp trên chưa trả lời",
    "praise_to_grant": "Chờ biểu dương",
    "stories_to_release": "Tin, bài chờ duyệt đăng",
    "reports_to_confirm": "Báo cáo thành tích chờ xác nhận",
    "honors_to_hand_over": "Khen thưởng chưa trao",
    "meetings_open": "Cuộc họp chưa khóa",
    "nominations_to_vote": "Đề nghị chờ bình xét",
    "passwords_to_change": "Tài khoản chưa đổi mật khẩu",
}
# A tile that stands even at zero: the queue says that nothing waits there.
ALWAYS_SHOWN = frozenset(
    {"submitted", "reported", "assessed", "evaluations_open", "dossiers_open"}
    | {"nominations_to_agree", "nominations_to_put_forward", "dossiers_to_sign"}
)


def unfinished_dossiers(user: User, today: date) -> list[Dossier]:
    """Dossiers of the commune that are still to be finished, earliest due first; one query.

    Each carries counts of what it lacks: `nominees`, `unagreed`, `unwritten` (reports of
    achievement that are not confirmed), `unvoted`, and `has_signed_set` (its scan is there).
    Empty for who has no part in dossiers.
    """
    if not roles_of(user) & {Role.CLERK, Role.CHAIR}:
        return []
    nominees = Nomination.objects.filter(dossier=OuterRef("pk")).exclude(
        state=NominationState.WITHDRAWN
    )
    signed_set = DossierItem.objects.filter(
        dossier=OuterRef("pk"), component__rule=ItemRule.SIGNED_SCAN
    )
    rows = Dossier.objects.filter(
        commune_id=user.commune_id, state__in=UNFINISHED_DOSSIERS
    ).annotate(
        nominees=CountRows(nominees),
        unagreed=CountRows(
            nominees.filter(state__in=(NominationState.PROPOSED, NominationState.OBJECTED))
        ),
        unwritten=CountRows(nominees.exclude(achievement_report__state=AchievementState.CONFIRMED)),
        unvoted=CountRows(
            nominees.exclude(Exists(NomineeVote.objects.filter(nomination=OuterRef("pk"))))
        ),
        has_signed_set=Exists(signed_set),
    )
    return list(
        rows.select_related("award_kind", "year").order_by(F("due").asc(nulls_last=True), "id")
    )


NEXT_STEPS = {
    DossierState.DRAFTING: "đủ để kiểm tra",
    DossierState.CHECKED: "đủ để bình xét",
    DossierState.APPRAISED: "chờ quyết định",
    DossierState.SIGNED: "đủ để gửi",
}


def dossier_lacks(dossier: Any) -> str:
    """What a dossier still lacks, or what it waits for, as one line of words.

    The dossier's own page has the whole checklist; here stands what most often holds it up.
    """
    if not dossier.nominees:
        return "chưa có đề nghị nào"
    no_scan = dossier.state == DossierState.SIGNED and not dossier.has_signed_set
    lacks = [
        words.format(count)
        for count, words in (
            (dossier.unagreed, "{:02d} đề nghị chưa được Khối Dân vận thống nhất"),
            (dossier.unwritten, "{:02d} báo cáo thành tích chưa xác nhận"),
            (dossier.unvoted, "{:02d} trường hợp chưa bình xét"),
            (int(no_scan), "bản chụp bộ hồ sơ đã ký"),
        )
        if count
    ]
    if not lacks and dossier.state == DossierState.APPRAISED and dossier.is_upward:
        return "chờ ký tờ trình"
    return ", ".join(lacks) or NEXT_STEPS.get(dossier.state, "")


def waiting_counts(
    user: User, work: list[ModelWork], counts: dict[str, int], dossiers: list[Dossier]
) -> list[Waiting]:
    """The tiles of the queue: every kind of work of this person with its count."""
    roles = roles_of(user)
    keys = [key for role in roles for key in ROLE_MODEL_KEYS.get(role, ())]
    tiles = [
        Waiting(key, label, sum(item.key == key for item in work))
        for key, label in MODEL_LABELS.items()
        if key in keys
    ]
    tiles += [
        Waiting(key, label, counts[key]) for key, label in COUNT_LABELS.items() if key in counts
    ]
    if Role.CLERK in roles:
        facts = sum(count for key, count in counts.items() if key.startswith("facts_"))
        tiles.append(Waiting("dossiers_open", "Hồ sơ chưa xong", len(dossiers)))
        tiles.append(Waiting("facts_missing", "Kết quả trong năm chưa nhập", facts))
    elif Role.CHAIR in roles:
        signing = sum(
            row.state == DossierState.APPRAISED and row.award_kind.level == AwardLevel.UPWARD
            for row in dossiers
        )
        tiles.append(Waiting("dossiers_to_sign", "Hồ sơ chờ ký", signing))
    return [tile for tile in tiles if tile.count or tile.key in ALWAYS_SHOWN]


@dataclass(frozen=True)
class OfficeQueue:
    """Everything that waits for one person as an office: tiles, models, dossiers, lists."""

    tiles: list[Waiting]
    work: list[ModelWork]
    dossiers: list[Dossier]
    own_models: list[DanVanModel]
    all_models: list[DanVanModel]
    counts: dict[str, int]
    lists: list[DistrictRegistration]


def open_lists(user: User) -> list[DistrictRegistration]:
    """Lists for the level above that are not sent yet, earliest planned first; one query."""
    rows = listed_registrations(user).filter(state__in=UNFINISHED)
    return list(rows.order_by(F("planned").asc(nulls_last=True), "id"))


def list_says(registration: Any) -> str:
    """What stands in a list, as one line: "11 đăng ký, 1 rút"."""
    parts = (
        (registration.new, "đăng ký"),
        (registration.changed, "thay đổi"),
        (registration.withdrawn, "rút"),
    )
    return ", ".join(f"{count} {word}" for count, word in parts if count) or "chưa có mô hình"


def office_queue(user: User, today: date) -> OfficeQueue:
    """The queue of one person; four queries at most, however much waits."""
    models = models_on_the_way(user)
    work = model_work(models, user, today)
    dossiers = unfinished_dossiers(user, today)
    counts = count_in_one_query(user.commune_id, **office_rows(user, today))
    return OfficeQueue(
        tiles=waiting_counts(user, work, counts, dossiers),
        work=work,
        dossiers=dossiers,
        own_models=[row for row in models if row.mine],
        all_models=models,
        counts=counts,
        lists=open_lists(user) if counts.get("lists_open") else [],
    )
