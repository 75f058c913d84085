"""Reviews of a year: made from the figures, worded by the clerk, issued with figures kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction

from awards.documents.period_review import build_period_review
from awards.domain.review_figures import to_json
from awards.domain.review_text import LONGEST, SECTION_KEYS, SECTIONS, draft_texts
from awards.enums import ReviewAct, ReviewKind
from awards.models import PeriodReview
from awards.queries_review import default_day, live_figures
from dandvan import clock
from dandvan.documents.model import PrintState
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import nfc, short_date
from models_registry.enums import DocumentKind, SignerBody
from models_registry.models import EmulationYear, Signer, User
from models_registry.queries_law import issuing_authority
from models_registry.services.issuing import issue_document
from models_registry.services.paper_trace import PaperTrace, paper_fields

_SIGNERS = frozenset({Role.CLERK, Role.CHAIR})


def require_clerk(user: User) -> None:
    """Raise NotAllowed for anybody but CLERK, who writes the reviews."""
    if Role.CLERK not in roles_of(user) or user.commune_id is None:
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê lập báo cáo sơ kết, tổng kết."])


def own_year(user: User, year: EmulationYear | None) -> EmulationYear:
    """The year, with its plan and commune, if it is the commune's own. Raises DomainError."""
    rows = EmulationYear.objects.select_related("plan__commune")
    found = rows.filter(pk=getattr(year, "pk", None), plan__commune_id=user.commune_id).first()
    if found is None:
        raise DomainError("Không tìm thấy năm thi đua này.", field="year")
    return found


def _note(review: PeriodReview, act: ReviewAct, user: User, note: str = "") -> None:
    review.events.create(act=act, by=user, at=clock.now(), note=note, texts=review.texts)


@transaction.atomic
def make_review(
    *, user: User, year: EmulationYear | None, kind: str, day: datetime.date | None = None
) -> PeriodReview:
    """A new draft worded by the figures. Raises NotAllowed (CLERK), DomainError."""
    require_clerk(user)
    if kind not in ReviewKind.values:
        raise DomainError("Chọn sơ kết hoặc tổng kết.", field="kind")
    own = own_year(user, year)
    day = day or default_day(own, kind)
    if problem := _wrong_day(own, day):
        raise DomainError(problem, field="date")
    label = ReviewKind(kind).label
    taken = f"Năm {own.year} đã có báo cáo {label.lower()}. Mở báo cáo ấy trong danh sách."
    if PeriodReview.objects.filter(year=own, kind=kind).exists():
        raise DomainError(taken, field="kind")
    try:
        with transaction.atomic():
            review = PeriodReview.objects.create(
                commune=own.plan.commune,
                year=own,
                kind=kind,
                date=day,
                texts=draft_texts(live_figures(own, kind, day)),
                created_by=user,
                created_at=clock.now(),
            )
    except IntegrityError as error:
        raise DomainError(taken, field="kind") from error
    _note(review, ReviewAct.MADE, user)
    return review


def _wrong_day(year: EmulationYear, day: datetime.date) -> str:
    """What is wrong with the day up to which a review counts; empty when nothing."""
    if not datetime.date(year.year, 1, 1) <= day <= datetime.date(year.year + 1, 6, 30):
        return (
            f"Ngày chốt số liệu phải từ 01/01/{year.year} đến 30/6/{year.year + 1} "
            f"(đang là {short_date(day)})."
        )
    return ""


def _locked(user: User, review_id: int, version: int | None) -> PeriodReview:
    """The review of the own commune, locked. Raises DomainError, StaleRecord."""
    row = (
        PeriodReview.objects.select_for_update(of=("self",))
        .select_related("commune", "year__plan__commune", "document__paper", "signer__individual")
        .filter(pk=review_id, commune_id=user.commune_id)
        .first()
    )
    if row is None:
        raise DomainError("Không tìm thấy báo cáo này.")
    if version is not None and version != row.version:
        raise StaleRecord(
            ["Trong lúc bạn đang viết, báo cáo này đã thay đổi. Xem lại bản mới rồi lưu lại."]
        )
    return row


def _locked_draft(user: User, review_id: int, version: int | None) -> PeriodReview:
    require_clerk(user)
    row = _locked(user, review_id, version)
    if row.is_issued:
        raise DomainError("Báo cáo đã ban hành nên không sửa được. Bấm “Mở lại để sửa” nếu cần.")
    return row


def _checked_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Clean words of known sections. Raises DomainError for too long ones."""
    found = {
        key: nfc(texts[key]).replace("\r\n", "\n").strip() for key in SECTION_KEYS if key in texts
    }
    titles = {key: title for key, title, _ in SECTIONS}
    for key, text in found.items():
        if len(text) > LONGEST:
            raise DomainError(
                f"Rút gọn phần “{titles[key]}” còn tối đa {LONGEST} ký tự (đang có {len(text)}).",
                field=key,
            )
    return found


def _save(row: PeriodReview, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


@transaction.atomic
def save_texts(
    *,
    user: User,
    review_id: int,
    texts: Mapping[str, str],
    day: datetime.date | None = None,
    version: int | None = None,
) -> PeriodReview:
    """Keep the clerk's words, and the day up to which figures count.

    Raises NotAllowed (CLERK), StaleRecord, DomainError.
    """
    row = _locked_draft(user, review_id, version)
    found = _checked_texts(texts)
    if day is not None and (problem := _wrong_day(row.year, day)):
        raise DomainError(problem, field="date")
    row.texts = {**row.texts, **found}
    row.date = day or row.date
    _save(row, "texts", "date")
    _note(row, ReviewAct.EDITED, user)
    return row


@transaction.atomic
def redraft(
    *, user: User, review_id: int, sections: Iterable[str], version: int | None = None
) -> PeriodReview:
    """Word the chosen sections anew from the figures of now; the old words stay in the trace.

    Raises NotAllowed (CLERK), StaleRecord, DomainError.
    """
    row = _locked_draft(user, review_id, version)
    fresh, wanted = draft_texts(live_figures(row.year, row.kind, row.date)), set(sections)
    # What no figure can word is never overwritten with nothing.
    chosen = [key for key in SECTION_KEYS if key in wanted and fresh[key]]
    if not chosen:
        raise DomainError("Chọn ít nhất một phần để lấy lại bản nháp.", field="sections")
    row.texts = {**row.texts, **{key: fresh[key] for key in chosen}}
    _save(row, "texts")
    titles = {key: title for key, title, _ in SECTIONS}
    _note(row, ReviewAct.REDRAFTED, user, ", ".join(titles[key] for key in chosen))
    return row


@transaction.atomic
def issue_review(
    *,
    user: User,
    review_id: int,
    number_text: str,
    date: datetime.date | None,
    signer: Signer | None,
    paper: PaperTrace | None = None,
    version: int | None = None,
) -> PeriodReview:
    """Issue the paper and keep its figures, all or nothing.

    CHAIR, or CLERK from the signed paper, whose scan is kept. Raises NotAllowed, StaleRecord,
    DomainError with every reason.
    """
    roles = roles_of(user)
    if not roles & _SIGNERS:
        raise NotAllowed(["Chỉ Chủ tịch ký, hoặc Văn phòng ghi nhận theo văn bản đã ký."])
    row = _locked(user, review_id, version)
    if row.is_issued:
        raise DomainError("Báo cáo này đã ban hành rồi.")
    if paper is None and Role.CHAIR not in roles:
        raise DomainError("Ghi nhận báo cáo đã ký thì cần bản chụp.", field="scan")
    trace = paper_fields(paper, user=user, day=clock.today())
    day = date or clock.today()
    if reasons := _wrong_signature(row, date, signer):
        raise DomainError(reasons)
    row.signer, row.scan = signer, trace.get("paper_scan") or row.scan
    figures = live_figures(row.year, row.kind, row.date)
    document = build_period_review(
        row, figures, day, signer=signer, print_state=PrintState.FOR_SIGNATURE
    )
    row.document = issue_document(
        user=user,
        commune=row.commune,
        kind=DocumentKind.PERIOD_REVIEW,
        title=document.title,
        document=document,
        date=day,
        authority=issuing_authority(row.commune, day),
        number_text=number_text,
        replaces=row.document,
    )
    row.figures = to_json(figures)
    _save(row, "signer", "scan", "document", "figures")
    _note(row, ReviewAct.ISSUED, user, f"Số {row.document.paper}, {signer}")
    return row


def _wrong_signature(
    row: PeriodReview, date: datetime.date | None, signer: Signer | None
) -> list[str]:
    """What speaks against issuing beside the number: empty sections, the day, the signer."""
    empty = [title for key, title, _ in SECTIONS if not str(row.texts.get(key, "")).strip()]
    reasons = [f"Viết phần “{title}” trước khi ban hành." for title in empty]
    if date is None:
        reasons.append("Nhập ngày văn bản.")
    if row.date > clock.today() and row.kind == ReviewKind.INTERIM:
        reasons.append(f"Ngày chốt số liệu {short_date(row.date)} chưa tới.")
    if date is not None and row.kind == ReviewKind.INTERIM and date < row.date:
        reasons.append(f"Ngày văn bản không thể trước ngày chốt số liệu {short_date(row.date)}.")
    if signer is None or signer.commune_id != row.commune_id:
        reasons.append("Chọn người ký.")
    elif signer.body != SignerBody.UBND:
        reasons.append(f"{signer} không ký thay mặt Ủy ban nhân dân.")
    elif date is not None and not signer.holds_on(date):
        reasons.append(f"{signer} không có thẩm quyền ký vào ngày {short_date(date)}.")
    return reasons


@transaction.atomic
def reopen_review(*, user: User, review_id: int, note: str) -> PeriodReview:
    """Back to a draft; the issued paper stays and is replaced at the next issuing.

    Raises NotAllowed (CLERK), DomainError without a reason.
    """
    require_clerk(user)
    row = _locked(user, review_id, None)
    if not row.is_issued:
        raise DomainError("Báo cáo này chưa ban hành nên không cần mở lại.")
    words = nfc(note).strip()
    if not words:
        raise DomainError("Ghi lý do khi “Mở lại để sửa”.")
    row.figures = None
    row.signer = row.scan = None
    _save(row, "figures", "signer", "scan")
    _note(row, ReviewAct.REOPENED, user, words)
    return row
