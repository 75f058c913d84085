"""Lists of models for the level above: made, signed, sent; and the ways back (plan III.3)."""

from __future__ import annotations

import datetime

from django.db import transaction

from dandvan import clock
from dandvan.documents.model import PrintState
from dandvan.errors import DomainError
from dandvan.vietnamese import nfc, short_date
from models_registry.documents.district_letter import build_district_letter, letter_symbol
from models_registry.documents.district_rows import due_rows
from models_registry.domain.numbering import parse_number
from models_registry.domain.registration_code import list_code
from models_registry.enums import DistrictState, DocumentKind, LetterForm, SignerBody
from models_registry.models import (
    Attachment,
    Authority,
    DistrictRegistration,
    EmulationYear,
    RegisteredModel,
    Signer,
    User,
    YearWindow,
)
from models_registry.queries_district import (
    office_on,
    planned_day,
    registration_authorities,
)
from models_registry.queries_law import issuing_authority
from models_registry.queries_sent import SIGNED_STATES
from models_registry.services.district_row import (
    district_facts,
    locked_draft,
    locked_list,
    require_clerk,
    require_edge,
    take,
)
from models_registry.services.issuing import issue_document
from models_registry.services.paper_trace import PaperTrace, paper_fields
from models_registry.services.year_lock import refuse_locked_year

LONGEST = 3000


@transaction.atomic
def make_list(
    *,
    user: User,
    year: EmulationYear,
    window: YearWindow | None = None,
    planned: datetime.date | None = None,
) -> DistrictRegistration:
    """Collect what the level above has still to be told of this year into a list.

    The list that is being made already is brought up to date instead of a second one.
    Raises NotAllowed (CLERK only), DomainError.
    """
    require_clerk(user)
    if year.plan.commune_id != user.commune_id:
        raise DomainError("Không tìm thấy năm thi đua này.")
    if window is not None and window.year_id != year.pk:
        raise DomainError("Chọn lại đợt đăng ký của năm này.", field="window")
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
    refuse_locked_year(year)
    lists = DistrictRegistration.objects.filter(year=year)
    row = lists.filter(state=DistrictState.DRAFT).first()
    if row is None:
        today = clock.today()
        former = lists.filter(state__in=SIGNED_STATES).order_by("id").last()
        row = DistrictRegistration.objects.create(
            commune_id=year.plan.commune_id,
            year=year,
            window=window,
            code=list_code(year.year, lists.count() + 1),
            supplementary_to=former,
            letter_form=former.letter_form if former else LetterForm.LETTER,
            authority=next(iter(registration_authorities(year.plan.commune_id, today)), None),
            planned=planned or planned_day(year, today),
            created_by=user,
            created_at=clock.now(),
        )
    _fill(row)
    return row


@transaction.atomic
def refresh_list(*, user: User, registration_id: int) -> DistrictRegistration:
    """Bring the rows of a draft up to date. Raises NotAllowed (CLERK), DomainError."""
    row = locked_draft(registration_id, user=user)
    _fill(row)
    _touch(row)
    return row


def _fill(registration: DistrictRegistration) -> None:
    """Rows as they would be now; what was left out stays left out."""
    due = {
        row.dv_model.pk: row
        for row in due_rows(registration.year, window=registration.window, but=registration)
    }
    left_out = set(registration.rows.filter(left_out=True).values_list("dv_model_id", flat=True))
    # Rows of a draft rest on nothing yet: they are written anew.
    registration.rows.all().delete()
    RegisteredModel.objects.bulk_create(
        RegisteredModel(
            registration=registration, dv_model=row.dv_model, left_out=pk in left_out, **row.values
        )
        for pk, row in due.items()
    )


def _touch(registration: DistrictRegistration) -> None:
    """Count one more version, so that an older form is refused."""
    registration.version += 1
    registration.save(update_fields=["version"])


@transaction.atomic
def leave_out(
    *, user: User, registration_id: int, row_id: int, left_out: bool
) -> DistrictRegistration:
    """Leave one model of a draft for a later list, or take it in again.

    Raises NotAllowed (CLERK), DomainError.
    """
    registration = locked_draft(registration_id, user=user)
    row = registration.rows.filter(pk=row_id).first()
    if row is None:
        raise DomainError("Không tìm thấy mô hình này trong danh sách.")
    if row.left_out != left_out:
        row.left_out = left_out
        row.save(update_fields=["left_out"])
        _touch(registration)
    return registration


@transaction.atomic
def change_list(
    *,
    user: User,
    registration_id: int,
    letter_form: str,
    authority: Authority | None,
    planned: datetime.date | None,
    window: YearWindow | None = None,
    remarks: str = "",
    version: int | None = None,
) -> DistrictRegistration:
    """Change paper, addressee, planned day, window and the free words of a draft.

    Raises NotAllowed (CLERK), StaleRecord, DomainError.
    """
    row = locked_draft(registration_id, user=user, version=version)
    words = nfc(remarks).strip()
    reasons = []
    if letter_form not in LetterForm.values:
        reasons.append("Chọn loại văn bản: công văn hoặc tờ trình.")
    if authority is not None and (
        authority.commune_id != row.commune_id or not authority.receives_registrations
    ):
        reasons.append("Chọn lại nơi gửi.")
    if window is not None and window.year_id != row.year_id:
        reasons.append("Chọn lại đợt đăng ký của năm này.")
    if len(words) > LONGEST:
        reasons.append(f"Rút gọn đoạn viết thêm còn tối đa {LONGEST} ký tự (đang có {len(words)}).")
    if reasons:
        raise DomainError(reasons)
    row.letter_form, row.authority, row.planned = letter_form, authority, planned
    row.window, row.remarks = window, words
    row.version += 1
    row.save(update_fields=["letter_form", "authority", "planned", "window", "remarks", "version"])
    _fill(row)
    return row


@transaction.atomic
def sign_list(
    *,
    user: User,
    registration_id: int,
    number_text: str,
    date: datetime.date | None,
    signer: Signer | None,
    paper: PaperTrace | None = None,
    version: int | None = None,
) -> DistrictRegistration:
    """Sign a list: number taken, paper issued with its annexes, all or nothing.

    CHAIR, or CLERK from the signed paper, whose scan is kept. Raises NotAllowed, StaleRecord,
    DomainError with every reason.
    """
    row = locked_list(registration_id, user=user, version=version)
    require_edge(row, "sign", user, paper)
    trace = paper_fields(paper, user=user, day=clock.today())
    problems = _wrong_signature(row, number_text, date, signer)
    if paper and (paper.number.strip(), paper.date) != (number_text.strip(), date):
        problems = (*problems, "Số, ngày trên văn bản đã ký không khớp với danh sách.")
    row.signer = signer
    row.receiving_office = office_on(row.authority, date or clock.today())
    row.scan = paper.scan if paper else row.scan
    facts = district_facts(row, day=date)
    take(
        row,
        "sign",
        user=user,
        facts=facts,
        problems=problems,
        trace=trace,
        extra_fields=("signer", "receiving_office", "scan"),
    )
    row.rows.filter(left_out=True).delete()
    _issue(row, user, number_text, date or clock.today())
    return row


def _wrong_signature(
    row: DistrictRegistration,
    number_text: str,
    date: datetime.date | None,
    signer: Signer | None,
) -> tuple[str, ...]:
    """What is wrong with number, day and signer; the number's use comes later."""
    example = letter_symbol(row.commune, row.letter_form)
    parsed = parse_number(number_text)
    own = f"{row.commune.agency_symbol}-"
    reasons = []
    if not number_text.strip():
        reasons.append(f"Nhập số văn bản, ví dụ 34/{example}.")
    elif parsed is None:
        reasons.append(f"Số văn bản chưa đúng dạng. Nhập cả số và ký hiệu, ví dụ 34/{example}.")
    elif row.letter_form == LetterForm.PROPOSAL and parsed.symbol != example:
        reasons.append(f"Số tờ trình có ký hiệu {example}, ví dụ 34/{example}.")
    elif row.letter_form == LetterForm.LETTER and not parsed.symbol.startswith(own):
        reasons.append(f"Số công văn có ký hiệu bắt đầu bằng {own}, ví dụ 34/{example}.")
    if date is None:
        reasons.append("Nhập ngày văn bản.")
    elif date > clock.today():
        reasons.append(f"Ngày văn bản {short_date(date)} chưa tới. Kiểm tra lại ngày.")
    if signer is None or signer.commune_id != row.commune_id:
        reasons.append("Chọn người ký.")
    elif signer.body != SignerBody.UBND:
        reasons.append(f"{signer} không ký thay mặt Ủy ban nhân dân.")
    elif date and not signer.holds_on(date):
        reasons.append(f"{signer} không có thẩm quyền ký vào ngày {short_date(date)}.")
    return tuple(reasons)


def _issue(row: DistrictRegistration, user: User, number_text: str, date: datetime.date) -> None:
    """Store the paper as it was signed; one issued before is replaced by it."""
    parsed = parse_number(number_text)
    document = build_district_letter(
        row,
        date,
        signer=row.signer,
        symbol=parsed.symbol if parsed else "",
        print_state=PrintState.FOR_SIGNATURE,
    )
    row.document = issue_document(
        user=user,
        commune=row.commune,
        kind=DocumentKind.DISTRICT_REGISTRATION,
        title=document.title,
        document=document,
        date=date,
        authority=issuing_authority(row.commune, date),
        number_text=number_text,
        replaces=row.document,
    )
    row.save(update_fields=["document"])


@transaction.atomic
def send_list(
    *,
    user: User,
    registration_id: int,
    sent_on: datetime.date | None,
    scan: Attachment | None = None,
    version: int | None = None,
) -> DistrictRegistration:
    """Record that the signed paper went to the receiving office; its scan is kept.

    Raises NotAllowed (CLERK), StaleRecord, DomainError.
    """
    row = locked_list(registration_id, user=user, version=version)
    require_edge(row, "send", user, None)
    signed = row.document.date if row.document else None
    problems = []
    if sent_on is None:
        problems.append("Nhập ngày gửi.")
    elif sent_on > clock.today():
        problems.append(f"Ngày gửi {short_date(sent_on)} chưa tới. Kiểm tra lại ngày.")
    elif signed and sent_on < signed:
        problems.append(f"Ngày gửi không thể trước ngày văn bản {short_date(signed)}.")
    if scan is not None and (scan.commune_id != row.commune_id or scan.removed_at):
        problems.append("Bản chụp đã chọn không còn. Tải lên lại.")
    row.sent_on = sent_on
    row.scan = scan or row.scan
    return take(
        row,
        "send",
        user=user,
        facts=district_facts(row),
        problems=tuple(problems),
        extra_fields=("sent_on", "scan"),
    )


@transaction.atomic
def return_list(*, user: User, registration_id: int, note: str) -> DistrictRegistration:
    """Back to the desk before sending; the issued paper is replaced at the next signing.

    Raises NotAllowed (CLERK, CHAIR), DomainError.
    """
    row = locked_list(registration_id, user=user)
    facts = district_facts(row)
    row.signer = row.scan = row.receiving_office = None
    fields = ("signer", "scan", "receiving_office")
    return take(row, "return", user=user, facts=facts, note=nfc(note), extra_fields=fields)


@transaction.atomic
def unsend_list(*, user: User, registration_id: int, note: str) -> DistrictRegistration:
    """Take a sending back that was recorded by mistake. Raises NotAllowed, DomainError."""
    row = locked_list(registration_id, user=user)
    facts = district_facts(row)
    row.sent_on = None
    return take(row, "unsend", user=user, facts=facts, note=nfc(note), extra_fields=("sent_on",))


@transaction.atomic
def cancel_list(*, user: User, registration_id: int, note: str) -> DistrictRegistration:
    """Give a draft up. Raises NotAllowed (CLERK), DomainError."""
    row = locked_list(registration_id, user=user)
    return take(row, "cancel", user=user, facts=district_facts(row), note=nfc(note))


@transaction.atomic
def reopen_list(*, user: User, registration_id: int, note: str) -> DistrictRegistration:
    """Make a cancelled list again, with the rows of today. Raises NotAllowed, DomainError."""
    row = locked_list(registration_id, user=user)
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=row.year_id)
    take(row, "reopen", user=user, facts=district_facts(row), note=nfc(note))
    _fill(row)
    return row
