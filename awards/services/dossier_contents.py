"""Making a dossier and putting nominees and files into it; only by the clerk."""

from __future__ import annotations

import datetime

from django.db import transaction

from awards.enums import DossierState, ItemRule, ItemSource, NominationState
from awards.models import Dossier, DossierComponent, DossierItem, Nomination
from awards.queries_council import vote_of
from awards.services.dossier_row import locked_dossier, refuse_others, touch
from awards.services.nomination import locked_nomination
from dandvan import clock
from dandvan.errors import DomainError
from dandvan.vietnamese import short_date
from models_registry.enums import WindowKind
from models_registry.models import Attachment, AwardKind, EmulationYear, User
from models_registry.queries_law import regime_on
from models_registry.services.year_lock import refuse_locked_year

_BEFORE_SIGNING = frozenset({DossierState.DRAFTING, DossierState.CHECKED, DossierState.APPRAISED})


def _next_code(commune_id: int, year: int) -> str:
    """The next free code of a year, "HS-2024-03"; call under the lock on the year."""
    head = f"HS-{year}-"
    codes = Dossier.objects.filter(commune_id=commune_id, code__startswith=head)
    numbers = [
        int(tail)
        for code in codes.values_list("code", flat=True)
        if (tail := code.removeprefix(head)).isdigit()
    ]
    return f"{head}{max(numbers, default=0) + 1:02d}"


def _due(year: EmulationYear, day: datetime.date) -> datetime.date | None:
    """Last day of the year's window for dossiers that has not ended; None without one."""
    windows = year.windows.filter(kind=WindowKind.DOSSIER, ends__gte=day).order_by("ends")
    window = windows.first()
    return window.ends if window else None


def _refuse_kind(award_kind: AwardKind, day: datetime.date) -> list[str]:
    """What speaks against a dossier for this award kind on this day."""
    if not award_kind.makes_dossier:
        return [f"“{award_kind}” không lập hồ sơ khen thưởng."]
    if not award_kind.holds_on(day) or not award_kind.authority.holds_on(day):
        return [f"“{award_kind}” không còn hoặc chưa được áp dụng vào ngày {short_date(day)}."]
    return []


@transaction.atomic
def create_dossier(
    *,
    user: User,
    year: EmulationYear,
    award_kind: AwardKind,
    date: datetime.date | None = None,
    supplementary_to: Dossier | None = None,
    code: str = "",
) -> Dossier:
    """Make an empty dossier; regime, receiving office and due day are those of its date.

    Without `code` it gets the next free one of the year. Raises NotAllowed (CLERK),
    DomainError: kind without dossier or not in force, another commune's row, no regime, a
    code that is taken. Source: dossiers, P14, P15.
    """
    refuse_others(user)
    day = date or clock.today()
    locked = (
        EmulationYear.objects.select_for_update(of=("self",))
        .select_related("plan__commune")
        .filter(pk=year.pk, plan__commune_id=user.commune_id)
        .first()
    )
    if locked is None or award_kind.commune_id != user.commune_id:
        raise DomainError(["Không tìm thấy năm thi đua hoặc hình thức khen thưởng này."])
    if supplementary_to and supplementary_to.commune_id != user.commune_id:
        raise DomainError(["Không tìm thấy hồ sơ gốc."])
    if supplementary_to is None:
        refuse_locked_year(locked)
    reasons = _refuse_kind(award_kind, day)
    regime = regime_on(locked.plan.commune, day)
    if regime is None:
        reasons.append(f"Chưa khai báo nghị định áp dụng vào ngày {short_date(day)}.")
    if code and Dossier.objects.filter(commune_id=user.commune_id, code=code).exists():
        reasons.append(f"Mã hồ sơ {code} đã dùng. Nhập mã khác.")
    if reasons or regime is None:
        raise DomainError(reasons)
    dossier = Dossier.objects.create(
        commune_id=user.commune_id,
        year=locked,
        code=code or _next_code(locked.plan.commune_id, locked.year),
        round=supplementary_to.round + 1 if supplementary_to else 1,
        supplementary_to=supplementary_to,
        award_kind=award_kind,
        receiving_office=award_kind.authority.receiving_offices.on(day).first(),
        regime=regime,
        due=_due(locked, day),
        created_by=user,
        created_at=clock.now(),
    )
    dossier.transitions.create(
        edge="create", from_state="", to_state=DossierState.DRAFTING, by=user, at=clock.now()
    )
    return dossier


def _refuse_unless_drafting(dossier: Dossier) -> None:
    """Raise DomainError unless nominees can still come and go."""
    if dossier.state != DossierState.DRAFTING:
        raise DomainError(
            [f"Hồ sơ đang ở trạng thái “{dossier.get_state_display()}”; trả lại hồ sơ để sửa."]
        )


@transaction.atomic
def add_nomination(
    *, user: User, dossier_id: int, nomination: Nomination, version: int | None = None
) -> Dossier:
    """Put a nomination of the same year and award kind into a dossier that is being made.

    Raises NotAllowed (CLERK), StaleRecord, DomainError: another kind or year, withdrawn, in
    another dossier, voted down, decided already.
    """
    refuse_others(user)
    dossier = locked_dossier(dossier_id, user=user, version=version)
    _refuse_unless_drafting(dossier)
    row = locked_nomination(nomination.pk, user=user)
    if reasons := _wrong_nomination(dossier, row):
        raise DomainError(reasons)
    row.dossier = dossier
    row.save(update_fields=["dossier"])
    touch(dossier)
    return dossier


def _wrong_nomination(dossier: Dossier, row: Nomination) -> list[str]:
    """What speaks against a nomination in this dossier."""
    reasons = []
    if row.award_kind_id != dossier.award_kind_id:
        reasons.append(
            f"{row.subject} được đề nghị {row.award_kind}, hồ sơ này là {dossier.award_kind}."
        )
    if row.evaluation.year_id != dossier.year_id:
        reasons.append(f"Đề nghị của {row.subject} thuộc năm thi đua khác.")
    if row.state == NominationState.WITHDRAWN:
        reasons.append(f"Đề nghị của {row.subject} đã rút.")
    if row.dossier_id == dossier.pk:
        reasons.append(f"{row.subject} đã có trong hồ sơ này.")
    elif row.dossier is not None:
        reasons.append(f"{row.subject} đã có trong hồ sơ {row.dossier}.")
    vote = vote_of(row)
    if vote is not None and not vote.passed:
        reasons.append(f"{row.subject} không được Hội đồng bình xét.")
    if hasattr(row, "outcome"):
        reasons.append(f"Đề nghị của {row.subject} đã có kết quả.")
    return reasons


@transaction.atomic
def remove_nomination(
    *, user: User, dossier_id: int, nomination: Nomination, version: int | None = None
) -> Dossier:
    """Take a nomination out of a dossier that is being made; it can go into another one.

    Raises NotAllowed (CLERK), StaleRecord, DomainError.
    """
    refuse_others(user)
    dossier = locked_dossier(dossier_id, user=user, version=version)
    _refuse_unless_drafting(dossier)
    row = locked_nomination(nomination.pk, user=user)
    if row.dossier_id != dossier.pk:
        raise DomainError([f"{row.subject} không có trong hồ sơ này."])
    row.dossier = None
    row.save(update_fields=["dossier"])
    touch(dossier)
    return dossier


def _refuse_file_now(dossier: Dossier, component: DossierComponent) -> list[str]:
    """Whether files of this part can change in the dossier's state."""
    if component.rule == ItemRule.SIGNED_SCAN:
        if dossier.state == DossierState.SIGNED:
            return []
        return ["Bản chụp bộ hồ sơ đã ký chỉ thêm sau khi ký và trước khi gửi."]
    if dossier.state in _BEFORE_SIGNING:
        return []
    return [f"Hồ sơ đang ở trạng thái “{dossier.get_state_display()}”; trả lại hồ sơ để thay tệp."]


@transaction.atomic
def add_item(
    *,
    user: User,
    dossier_id: int,
    component: DossierComponent,
    attachment: Attachment,
    paper_number: str = "",
    paper_date: datetime.date | None = None,
) -> DossierItem:
    """Put a stored file (PDF or picture) into a part of the dossier, after those there.

    Raises NotAllowed (CLERK), DomainError with all reasons.
    """
    refuse_others(user)
    dossier = locked_dossier(dossier_id, user=user)
    reasons = _refuse_file_now(dossier, component)
    if (
        component.commune_id != dossier.commune_id
        or component.level != dossier.award_kind.level
        or component.source != ItemSource.UPLOADED
    ):
        reasons = ["Thành phần này không nhận tệp tải lên."]
    if attachment.commune_id != dossier.commune_id or attachment.removed_at is not None:
        reasons.append("Không tìm thấy tệp. Tải lên lại.")
    elif not attachment.is_mergeable:
        reasons.append("Tệp trong hồ sơ phải là PDF hoặc ảnh.")
    if paper_date and paper_date > clock.today():
        reasons.append(f"Ngày văn bản {short_date(paper_date)} chưa tới. Kiểm tra lại ngày.")
    if reasons:
        raise DomainError(reasons)
    return put_item(user, dossier, component, attachment, paper_number, paper_date)


def put_item(
    user: User,
    dossier: Dossier,
    component: DossierComponent,
    attachment: Attachment,
    paper_number: str = "",
    paper_date: datetime.date | None = None,
) -> DossierItem:
    """The row of a file in a locked dossier; for services that have checked it."""
    last = dossier.items.filter(component=component).order_by("order").last()
    item = dossier.items.create(
        component=component,
        attachment=attachment,
        paper_number=paper_number.strip(),
        paper_date=paper_date,
        order=last.order + 1 if last else 1,
        added_by=user,
        added_at=clock.now(),
    )
    touch(dossier)
    return item


@transaction.atomic
def remove_item(*, user: User, item_id: int) -> DossierItem:
    """Take a file out of its dossier; the row stays as a trace.

    Raises NotAllowed (CLERK), DomainError.
    """
    refuse_others(user)
    item = (
        DossierItem.objects.select_related("component")
        .filter(pk=item_id, dossier__commune_id=user.commune_id, removed_at__isnull=True)
        .first()
    )
    if item is None:
        raise DomainError(["Không tìm thấy tệp này trong hồ sơ."])
    dossier = locked_dossier(item.dossier_id, user=user)
    if reasons := _refuse_file_now(dossier, item.component):
        raise DomainError(reasons)
    item.removed_at = clock.now()
    item.save(update_fields=["removed_at"])
    touch(dossier)
    return item
