"""The paper that registers models with the level above, with its lists (plan III.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from dandvan.documents.model import (
    Align,
    Annex,
    Block,
    Column,
    ListItem,
    NumberLine,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    Table,
    paragraphs,
)
from dandvan.vietnamese import long_date, two_digits
from models_registry.documents.wording import (
    commune_header,
    counted,
    curly,
    plan_citation,
    signature,
)
from models_registry.enums import (
    DocumentKind,
    LetterForm,
    NationalField,
    RegisteredKind,
    SignerBody,
)
from models_registry.models import Commune, DistrictRegistration, RegisteredModel, Signer
from models_registry.queries_district import office_on
from models_registry.queries_law import bases_on, recipients_for, signers_on

BODY_NAME = "Ủy ban nhân dân"
_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Tên mô hình", 4.6),
    Column("Chủ mô hình", 3.6),
    Column("Nội dung, lĩnh vực", 4.2),
    Column("Địa bàn", 3.2),
    Column("Mục tiêu, chỉ tiêu", 7, Align.JUSTIFY),
    Column("Thời gian", 3.4),
)
_CHANGED_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Tên mô hình", 4.6),
    Column("Chủ mô hình", 3.6),
    Column("Nội dung, lĩnh vực", 4.2),
    Column("Địa bàn", 3.2),
    Column("Thay đổi so với lần đăng ký trước", 7),
)
_WITHDRAWN_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Tên mô hình", 6),
    Column("Chủ mô hình", 4.6),
    Column("Địa bàn", 4),
    Column("Lý do, thời điểm", 6),
)
# Title of the list of each kind and its words in the paper.
_LISTS = {
    RegisteredKind.NEW: ("đăng ký", "Đăng ký"),
    RegisteredKind.CHANGED: ("thay đổi nội dung đăng ký", "Thay đổi nội dung đã đăng ký của"),
    RegisteredKind.WITHDRAWN: ("thôi đăng ký", "Thôi đăng ký"),
}


def letter_symbol(commune: Commune, letter_form: str) -> str:
    """Symbol of the paper: "TTr-UBND", or that of a công văn of the drafting unit, "UBND-VP"."""
    if letter_form == LetterForm.PROPOSAL:
        return f"TTr-{commune.agency_symbol}"
    unit = commune.archive_note.rpartition(",")[2].strip()
    return f"{commune.agency_symbol}-{unit}" if unit else commune.agency_symbol


def sending_rows(registration: DistrictRegistration) -> list[RegisteredModel]:
    """Rows that are sent, in the order of the codes of their models."""
    return list(
        registration.rows.filter(left_out=False)
        .select_related("dv_model")
        .order_by("dv_model__code", "id")
    )


def build_district_letter(
    registration: DistrictRegistration,
    day: date,
    *,
    signer: Signer | None = None,
    symbol: str = "",
    print_state: PrintState = PrintState.DRAFT,
) -> OfficialDocument:
    """The công văn or tờ trình as it is on `day`, one annex for each kind of row.

    Without `signer` the head of that day signs; `symbol` is what was typed for a công văn.
    """
    commune = registration.commune
    rows = sending_rows(registration)
    is_proposal = registration.letter_form == LetterForm.PROPOSAL
    first = registration.signer or next(iter(signers_on(commune, day, SignerBody.UBND)), None)
    about = subject_words(registration, rows)
    return OfficialDocument(
        kind=DocumentKind.DISTRICT_REGISTRATION,
        rule_set=RuleSet.NUMBERED,
        type_name="Tờ trình" if is_proposal else "",
        subject_line=f"Về việc {about}" if is_proposal else about,
        title_metadata="" if is_proposal else f"Công văn về việc {about}",
        header=commune_header(commune),
        number_line=NumberLine(symbol or letter_symbol(commune, registration.letter_form)),
        place=commune.place_name,
        date=day,
        issuer_name=commune.ubnd_name,
        addressees=_addressees(registration, day),
        bases=_bases(registration, day) if is_proposal else (),
        body=_body(registration, rows, day),
        signatures=(signature(signer or first, BODY_NAME),),
        recipients=recipients_for(commune, DocumentKind.DISTRICT_REGISTRATION, day),
        annexes=tuple(_annex(registration, kind, found) for kind, found in _by_kind(rows).items()),
        print_state=print_state,
    )


def subject_words(registration: DistrictRegistration, rows: Sequence[RegisteredModel]) -> str:
    """What the paper is about, as inside a sentence."""
    kinds = {row.kind for row in rows}
    act = "đăng ký"
    if registration.supplementary_to_id:
        act = "đăng ký bổ sung" if kinds <= {RegisteredKind.NEW.value} else "bổ sung, điều chỉnh"
    return f"{act} nội dung xây dựng mô hình {_movement(registration)}"


def _movement(registration: DistrictRegistration) -> str:
    year = registration.year
    return f"“{year.plan.movement_name}” năm {year.year}"


def _addressees(registration: DistrictRegistration, day: date) -> tuple[str, ...]:
    """The authority, and the office through which it is reached."""
    authority = registration.authority
    office = registration.receiving_office or office_on(authority, day)
    return tuple(row.name for row in (authority, office) if row is not None) or ("…",)


def _plans(registration: DistrictRegistration) -> list[str]:
    plan = registration.year.plan
    return [text for text in (plan.parent_citation, plan_citation(plan)) if text]


def _bases(registration: DistrictRegistration, day: date) -> tuple[str, ...]:
    """Căn cứ of a tờ trình: law of the day, then the plans."""
    law = bases_on(registration.commune, day, DocumentKind.DISTRICT_REGISTRATION)
    return (
        *(row.citation for row in law),
        *(f"Căn cứ {text}" for text in _plans(registration)),
    )


def _by_kind(
    rows: Sequence[RegisteredModel],
) -> dict[RegisteredKind, list[RegisteredModel]]:
    """Rows by kind, kinds without a row left out."""
    found = {kind: [row for row in rows if row.kind == kind] for kind in RegisteredKind}
    return {kind: group for kind, group in found.items() if group}


def _body(
    registration: DistrictRegistration, rows: Sequence[RegisteredModel], day: date
) -> tuple[Block, ...]:
    """What is registered, the free words of the office, the closing phrase."""
    commune, authority = registration.commune, registration.authority
    is_proposal = registration.letter_form == LetterForm.PROPOSAL
    begun = "" if is_proposal else f"Thực hiện {'; '.join(_plans(registration))}, "
    whom = authority.name if authority else "…"
    former = _former_words(registration)
    subject = f"{begun}{commune.ubnd_name}"
    groups = _by_kind(rows)
    lines = [_line(registration, kind, groups) for kind in groups]
    says = f"đăng ký với {whom}"
    if former:
        says = f"báo cáo {whom} việc bổ sung, điều chỉnh nội dung đăng ký"
    return (
        Paragraph(f"{subject}{former} {says} như sau:"),
        *(ListItem(f"{line};") for line in lines[:-1]),
        *(ListItem(f"{line}.") for line in lines[-1:]),
        *paragraphs(curly(registration.remarks)),
        Paragraph(_closing(registration, whom, day)),
    )


def _former_words(registration: DistrictRegistration) -> str:
    """That this list follows an earlier one; empty for the first."""
    former = registration.supplementary_to
    paper = former.paper if former else None
    if former is None or paper is None or paper.paper is None:
        return ""
    named = former.get_letter_form_display()
    return f" (tiếp theo {named} số {paper.paper} {long_date(paper.date)})"


def _line(
    registration: DistrictRegistration,
    kind: RegisteredKind,
    groups: dict[RegisteredKind, list[RegisteredModel]],
) -> str:
    """Rows of one kind in a sentence, with the fields of new ones and where they are listed."""
    rows = groups[kind]
    place = list(groups).index(kind)
    label = f"Phụ lục {'I' * (place + 1)}" if len(groups) > 1 else "Phụ lục"
    noun = f"mô hình {_movement(registration)}"
    fields = f", gồm {field_counts(rows)}" if kind == RegisteredKind.NEW else ""
    return f"{_LISTS[kind][1]} {counted(len(rows), noun)}{fields} (danh sách tại {label} kèm theo)"


def field_counts(rows: Sequence[RegisteredModel]) -> str:
    """How many in each of the four fields: "kinh tế 02, văn hóa – xã hội 04"."""
    counts = Counter(row.national_field for row in rows)
    return ", ".join(
        f"{field.label[:1].lower()}{field.label[1:]} {two_digits(counts[field])}"
        for field in NationalField
        if counts[field]
    )


def _closing(registration: DistrictRegistration, whom: str, day: date) -> str:
    """The set phrase at the end of each of the two papers."""
    if registration.letter_form == LetterForm.PROPOSAL:
        return f"Kính đề nghị {whom} xem xét, cho ý kiến chỉ đạo."
    office = registration.receiving_office or office_on(registration.authority, day)
    through = f" (qua {office})" if office else ""
    return (
        f"{registration.commune.ubnd_name} kính báo cáo {whom}{through} theo dõi, "
        "cho ý kiến chỉ đạo."
    )


def _annex(
    registration: DistrictRegistration, kind: RegisteredKind, rows: Sequence[RegisteredModel]
) -> Annex:
    """The list of one kind, across the page."""
    columns = {
        RegisteredKind.NEW: _COLUMNS,
        RegisteredKind.CHANGED: _CHANGED_COLUMNS,
        RegisteredKind.WITHDRAWN: _WITHDRAWN_COLUMNS,
    }[kind]
    cells = tuple(_cells(number, kind, row) for number, row in enumerate(rows, start=1))
    year = registration.year
    title = f"Danh sách mô hình “{year.plan.movement_name}” {_LISTS[kind][0]} năm {year.year}"
    return Annex(title=title, body=(Table(columns, cells, compact=True),), landscape=True)


def _cells(number: int, kind: RegisteredKind, row: RegisteredModel) -> tuple[str, ...]:
    if kind == RegisteredKind.WITHDRAWN:
        return (str(number), row.name, row.owner, row.place, row.changes)
    content = "\n".join(filter(None, (row.content, f"({row.get_national_field_display()})")))
    head = (str(number), row.name, row.owner, content, row.place)
    return (*head, row.changes) if kind == RegisteredKind.CHANGED else (*head, row.goal, row.period)
