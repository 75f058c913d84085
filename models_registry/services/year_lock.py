"""A year that is over is locked; what is locked is only written again after an act with reason."""

from __future__ import annotations

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, has_role
from dandvan.vietnamese import one_line, short_date
from models_registry.enums import ModelState, WindowKind
from models_registry.models import DanVanModel, EmulationYear, User, YearLock
from models_registry.services.paper_trace import PaperTrace, check_paper

UNDECIDED = (
    ModelState.SUBMITTED,
    ModelState.RETURNED,
    ModelState.ACCEPTED,
    ModelState.REPORTED,
    ModelState.ASSESSED,
)
NAMED = 5


def refuse_locked_year(year: EmulationYear) -> None:
    """Raise DomainError when the year is locked, saying who can unlock it.

    Called where a service takes its row under lock. Acts that come later by nature (revoking,
    handing over, replicating, looking at a model in a later year, the answer to a dossier that
    was sent) do not ask.
    """
    locked_at = EmulationYear.objects.values_list("locked_at", flat=True).get(pk=year.pk)
    if locked_at is not None:
        raise DomainError([locked_words(year.year)])


def locked_words(year: int) -> str:
    """What a refusal says about a locked year."""
    return (
        f"Năm {year} đã khóa nên không sửa được nữa. Chủ tịch mở lại, hoặc Văn phòng – thống kê "
        "mở lại theo văn bản đã ký, ở trang Lịch phong trào."
    )


def open_matters(year: EmulationYear) -> list[str]:
    """What still has to be decided before the year can be locked, in sentences."""
    today = clock.today()
    last = (
        year.windows.filter(kind=WindowKind.FINAL_REVIEW)
        .order_by("-ends")
        .values_list("ends", flat=True)
        .first()
    )
    matters = []
    if last is not None and last >= today:
        matters.append(f"Đợt tổng kết đến hết {short_date(last)} mới xong.")
    if last is None and year.year >= today.year:
        matters.append(f"Năm {year.year} chưa hết và chưa có đợt tổng kết.")
    rows = list(
        DanVanModel.objects.filter(year=year, state__in=UNDECIDED)
        .select_related("collective", "individual")
        .order_by("code", "pk")
    )
    if rows:
        names = "; ".join(f"{row.code_or_draft} “{row}”" for row in rows[:NAMED])
        more = f"; và {len(rows) - NAMED} mô hình khác" if len(rows) > NAMED else ""
        matters.append(f"Còn {len(rows):02d} mô hình chưa có kết quả: {names}{more}.")
    return matters


@transaction.atomic
def lock_year(*, user: User, year_id: int, more_open: tuple[str, ...] = ()) -> YearLock:
    """Lock a year after its final review; `more_open` are matters of other parts (dossiers).

    Raises NotAllowed for anybody but CLERK, DomainError: locked already, something open.
    """
    if not has_role(user, Role.CLERK):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê khóa năm thi đua."])
    year = _locked_row(user, year_id)
    if year.locked_at is not None:
        raise DomainError([f"Năm {year.year} đã khóa trước đó."])
    if matters := [*open_matters(year), *more_open]:
        raise DomainError(matters)
    year.locked_at = clock.now()
    year.save(update_fields=["locked_at"])
    return YearLock.objects.create(year=year, locked=True, by=user, at=year.locked_at)


@transaction.atomic
def unlock_year(
    *, user: User, year_id: int, reason: str, paper: PaperTrace | None = None
) -> YearLock:
    """Unlock a year, with its reason: CHAIR himself, CLERK from a signed paper.

    Raises NotAllowed for others, DomainError: not locked, no reason, an incomplete paper.
    """
    if not has_role(user, Role.CHAIR, Role.CLERK):
        raise NotAllowed(["Chỉ Chủ tịch mở lại được năm đã khóa."])
    year = _locked_row(user, year_id)
    said = one_line(reason)
    if year.locked_at is None:
        raise DomainError([f"Năm {year.year} đang mở."])
    if not said:
        raise DomainError("Ghi lý do mở lại năm đã khóa.", field="reason")
    if not has_role(user, Role.CHAIR) and paper is None:
        raise NotAllowed(["Văn phòng – thống kê chỉ mở lại theo văn bản đã ký của Chủ tịch."])
    given = check_paper(paper, clock.today()) if paper else {}
    year.locked_at = None
    year.save(update_fields=["locked_at"])
    return YearLock.objects.create(
        year=year,
        locked=False,
        reason=said[:300],
        paper=f"{given['paper_number']} ngày {short_date(given['paper_date'])}" if given else "",
        signer=given.get("signer"),
        paper_scan=given.get("paper_scan"),
        by=user,
        at=clock.now(),
    )


def _locked_row(user: User, year_id: int) -> EmulationYear:
    """The year of the person's commune under lock."""
    year = (
        EmulationYear.objects.select_for_update(of=("self",))
        .select_related("plan")
        .filter(pk=year_id, plan__commune_id=user.commune_id)
        .first()
    )
    if year is None:
        raise DomainError(["Không tìm thấy năm thi đua này."])
    return year
