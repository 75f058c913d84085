"""Phiếu đăng ký mô hình: every part of the registration, for signature and for the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from dandvan import clock
from dandvan.documents.model import (
    Align,
    Block,
    Column,
    Heading,
    HeadingLevel,
    LabelValue,
    LabelValues,
    ListItem,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
    paragraphs,
)
from dandvan.vietnamese import long_date, vn_number
from models_registry.documents.model_parts import (
    acceptance_of,
    members_on,
    owners_text,
    period_text,
    villages_text,
)
from models_registry.documents.wording import (
    SIGN_NOTE,
    UNKNOWN,
    commune_header,
    curly,
    person_name,
    post_title,
)
from models_registry.enums import DocumentKind
from models_registry.models import Attachment, DanVanModel, Individual, ModelTransition

_MEMBER_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Họ và tên", 4),
    Column("Chức vụ, đơn vị", 6),
    Column("Vai trò", 3),
)
_TARGET_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Chỉ tiêu", 7),
    Column("Đơn vị tính", 3, Align.CENTER),
    Column("Đề ra", 3, Align.RIGHT),
)
_EMPTY = "(Không ghi.)"


def registration_day(dv_model: DanVanModel) -> date:
    """The day on which the form speaks: sent, else today."""
    return dv_model.submitted_on or clock.today()


def build_registration_form(
    dv_model: DanVanModel, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """The registration of a model with all parts of the form, as it stands now."""
    commune, plan = dv_model.commune, dv_model.year.plan
    return OfficialDocument(
        kind=DocumentKind.REGISTRATION_FORM,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name=f"Phiếu đăng ký mô hình “{plan.movement_name}”",
        subject_line=f"Năm {dv_model.year.year}",
        title_notes=(f"(Mã mô hình: {dv_model.code})",) if dv_model.code else (),
        header=commune_header(commune),
        place=commune.place_name,
        date=registration_day(dv_model),
        issuer_name=commune.ubnd_name,
        addressees=(commune.ubnd_name,),
        body=(*_who(dv_model), *_what(dv_model), *_how(dv_model)),
        signatures=(_signatures(dv_model),),
        print_state=print_state,
        title_metadata=f"Phiếu đăng ký mô hình “{dv_model}”",
    )


def registrant_of(dv_model: DanVanModel) -> Individual:
    """Who registered it as the form says."""
    return dv_model.registrant_on(registration_day(dv_model))


def _who(dv_model: DanVanModel) -> tuple[Block, ...]:
    """Name, owner and people."""
    day, person = registration_day(dv_model), registrant_of(dv_model)
    registrant = ", ".join(filter(None, (person_name(person), post_title(person, day))))
    rows = tuple(
        (
            str(number),
            person_name(row.individual),
            post_title(row.individual, day),
            row.get_part_display(),
        )
        for number, row in enumerate(members_on(dv_model, day), start=1)
    )
    return (
        Heading(HeadingLevel.SECTION, "I.", "Tên mô hình và người thực hiện"),
        LabelValues(
            (
                LabelValue("Tên mô hình", curly(dv_model.name), "(chưa đặt tên)"),
                LabelValue("Của", owners_text(dv_model), "(chưa chọn)"),
                LabelValue("Người đăng ký", registrant),
                LabelValue("Điện thoại", person.phone, "Không ghi"),
            )
        ),
        Paragraph("Người tham gia:", keep_with_next=True),
        Table(_MEMBER_COLUMNS, rows, empty_note="Chưa ghi người tham gia."),
    )


def _what(dv_model: DanVanModel) -> tuple[Block, ...]:
    """Content, place and movements it belongs to."""
    main, villages = dv_model.main_area, villages_text(dv_model, registration_day(dv_model))
    further = "; ".join(area.short_title for area in dv_model.further_areas.all())
    movements = "; ".join(str(row) for row in dv_model.movements.all())
    return (
        Heading(HeadingLevel.SECTION, "II.", "Nội dung, địa bàn, thời gian"),
        LabelValues(
            (
                LabelValue("Nội dung chính", main.short_title if main else "", "(chưa chọn)"),
                LabelValue("Nội dung khác", further),
                LabelValue("Lĩnh vực", dv_model.get_national_field_display(), "(chưa chọn)"),
                LabelValue("Địa bàn", villages, "(chưa chọn)"),
                LabelValue("Gắn với phong trào, chương trình", movements),
                LabelValue("Thời gian thực hiện", period_text(dv_model), "(chưa ghi)"),
            )
        ),
    )


def _how(dv_model: DanVanModel) -> tuple[Block, ...]:
    """Need, goal with its figures, ways, means, what shall come of it, evidence."""
    targets = tuple(
        (str(number), row.name, row.unit, vn_number(row.target) or UNKNOWN)
        for number, row in enumerate(dv_model.indicators.all(), start=1)
    )
    files = [_file_line(row) for row in dv_model.attachments.filter(removed_at__isnull=True)]
    return (
        Heading(HeadingLevel.SECTION, "III.", "Sự cần thiết, mục tiêu, cách làm"),
        *_text("1.", "Nhu cầu, vấn đề cần giải quyết", dv_model.need),
        *_text("2.", "Mục tiêu", dv_model.goal),
        Table(_TARGET_COLUMNS, targets) if targets else Paragraph("Không đặt chỉ tiêu bằng số."),
        *_text("3.", "Giải pháp", dv_model.solutions),
        *_text("4.", "Đối tượng hướng tới", dv_model.target_group),
        *_text("5.", "Lực lượng phối hợp", dv_model.partners),
        *_text("6.", "Nguồn lực", dv_model.resources),
        *_text("7.", "Cách duy trì, nhân rộng", dv_model.upkeep),
        *_text("8.", "Kết quả dự kiến", dv_model.expected_results),
        Heading(HeadingLevel.SECTION, "IV.", "Minh chứng gửi kèm"),
        *(map(ListItem, files) if files else (Paragraph("Không."),)),
    )


def _text(label: str, title: str, text: str) -> Iterator[Block]:
    """A part in the owner's words under its heading."""
    yield Heading(HeadingLevel.CLAUSE, label, title)
    yield from paragraphs(curly(text)) or (Paragraph(_EMPTY),)


def _file_line(row: Attachment) -> str:
    named = f"{row.title} ({row.original_name})" if row.title else row.original_name
    return f"{named}, {vn_number(max(row.size // 1024, 1))} KB"


def _signatures(dv_model: DanVanModel) -> SignatureRow:
    """Who receives it left, who registers right; the name of the receiver once accepted."""
    accepted = acceptance_of(dv_model)
    return SignatureRow(
        (
            SignatureBlock(
                ("Người tiếp nhận",),
                receiver_name(accepted),
                SIGN_NOTE,
                dateline=_receiving_line(dv_model, accepted),
            ),
            SignatureBlock(("Người đăng ký",), registrant_of(dv_model).full_name, SIGN_NOTE),
        )
    )


def receiver_name(accepted: ModelTransition | None) -> str:
    """Who accepted the registration; empty while nobody did."""
    if accepted is None:
        return ""
    if accepted.signer is not None:
        return accepted.signer.individual.full_name
    return accepted.by.display_name if accepted.by else ""


def _receiving_line(dv_model: DanVanModel, accepted: ModelTransition | None) -> str:
    if accepted is None:
        return f"Ngày {UNKNOWN} tháng {UNKNOWN} năm {registration_day(dv_model).year}"
    day = accepted.paper_date or timezone.localtime(accepted.at).date()
    return long_date(day).capitalize()
