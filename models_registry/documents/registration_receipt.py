"""Phiếu tiếp nhận: the owner's proof of having registered, when, with what, through whom."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from dandvan.documents.model import (
    Align,
    Block,
    Column,
    Heading,
    HeadingLevel,
    LabelValue,
    LabelValues,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
)
from dandvan.transition import OnBehalfSource
from dandvan.vietnamese import two_digits, vn_number
from models_registry.documents.model_parts import (
    acceptance_of,
    hand_ins_of,
    moment_text,
    owners_text,
)
from models_registry.documents.registration_form import receiver_name
from models_registry.documents.wording import SIGN_NOTE, commune_header, curly, person_name
from models_registry.enums import DocumentKind, FormPart
from models_registry.models import Attachment, DanVanModel, ModelTransition

SHOWN_OF_HASH = 16
_FILE_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Tên tệp", 7),
    Column("Dung lượng (KB)", 3, Align.RIGHT),
    Column("Phần đầu mã SHA-256", 5, Align.CENTER),
)


def build_registration_receipt(
    dv_model: DanVanModel, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """The receipt of a model that was sent. Raises ValueError for one that never was."""
    hand_ins = hand_ins_of(dv_model)
    if not hand_ins:
        raise ValueError(f"{dv_model} was never handed in")
    commune = dv_model.commune
    received = acceptance_of(dv_model) or hand_ins[-1]
    return OfficialDocument(
        kind=DocumentKind.REGISTRATION_RECEIPT,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Phiếu tiếp nhận đăng ký mô hình",
        subject_line=f"“{curly(dv_model.name)}”",
        title_notes=(f"(Mã mô hình: {dv_model.code})",),
        header=commune_header(commune),
        place=commune.place_name,
        date=timezone.localtime(received.at).date(),
        issuer_name=commune.ubnd_name,
        body=(*_handed_in(dv_model, hand_ins), *_parts(dv_model), *_files(dv_model, hand_ins)),
        signatures=(_signatures(dv_model),),
        print_state=print_state,
        foot_note=(
            f"Phiếu do hệ thống lập từ dữ liệu đã nhận; mã SHA-256 in {SHOWN_OF_HASH} ký tự đầu, "
            "dùng để đối chiếu tệp đang lưu với tệp đã gửi."
        ),
    )


def _handed_in(dv_model: DanVanModel, hand_ins: tuple[ModelTransition, ...]) -> tuple[Block, ...]:
    """Whose model, when each time, by whom, and whether it is accepted."""
    times = tuple(
        LabelValue(_time_label(number), _time_text(row))
        for number, row in enumerate(hand_ins, start=1)
    )
    return (
        Heading(HeadingLevel.SECTION, "I.", "Thông tin đăng ký"),
        LabelValues(
            (
                LabelValue("Của", owners_text(dv_model)),
                LabelValue("Người đăng ký", person_name(dv_model.owner_person)),
                LabelValue("Đợt đăng ký", str(dv_model.window or "")),
                LabelValue("Nơi nhận", dv_model.commune.ubnd_name),
                *times,
                LabelValue("Tình trạng", _status(dv_model)),
            )
        ),
    )


def _time_label(number: int) -> str:
    return "Thời điểm nhận" if number == 1 else f"Nhận bổ sung lần {two_digits(number - 1)}"


def _time_text(row: ModelTransition) -> str:
    """The moment of a hand-in and who did it, for whom and from what source."""
    who = row.by.display_name if row.by else ""
    if row.on_behalf_of is None:
        return f"{moment_text(row.at)}; người gửi: {who}"
    source = OnBehalfSource(row.on_behalf_source).label if row.on_behalf_source else ""
    rests_on = f" theo {source}" if source else ""
    return f"{moment_text(row.at)}; {who} gửi thay {person_name(row.on_behalf_of)}{rests_on}"


def _status(dv_model: DanVanModel) -> str:
    accepted = acceptance_of(dv_model)
    if accepted is not None:
        name = receiver_name(accepted)
        return f"Đã tiếp nhận lúc {moment_text(accepted.at)}; người tiếp nhận: {name}"
    return f"{dv_model.get_state_display()}; phiếu đăng ký đã vào hệ thống"


def _parts(dv_model: DanVanModel) -> tuple[Block, ...]:
    """Parts of the form that are filled in, and those left empty."""
    parts = _filled_parts(dv_model)
    filled = [part.label for part, is_filled in parts if is_filled]
    empty = [part.label for part, is_filled in parts if not is_filled]
    return (
        Heading(HeadingLevel.SECTION, "II.", "Nội dung đã nộp"),
        Paragraph(f"Phần đã ghi ({two_digits(len(filled))}): {'; '.join(filled)}."),
        Paragraph(f"Phần để trống ({two_digits(len(empty))}): {'; '.join(empty) or 'không có'}."),
    )


def _filled_parts(dv_model: DanVanModel) -> tuple[tuple[FormPart, bool], ...]:
    return (
        (FormPart.NAME, bool(dv_model.name)),
        (FormPart.OWNER, bool(owners_text(dv_model))),
        (FormPart.MEMBERS, dv_model.members.exists()),
        (FormPart.AREAS, dv_model.main_area_id is not None),
        (FormPart.VILLAGES, dv_model.villages.exists()),
        (FormPart.NEED, bool(dv_model.need)),
        (FormPart.GOAL, bool(dv_model.goal)),
        (FormPart.FIGURES, dv_model.indicators.exists()),
        (FormPart.SOLUTIONS, bool(dv_model.solutions)),
        (FormPart.PARTNERS, bool(dv_model.partners)),
        (FormPart.TARGET_GROUP, bool(dv_model.target_group)),
        (FormPart.RESOURCES, bool(dv_model.resources)),
        (FormPart.UPKEEP, bool(dv_model.upkeep)),
        (FormPart.TIME, dv_model.start_date is not None),
        (FormPart.EXPECTED, bool(dv_model.expected_results)),
    )


def files_handed_in(dv_model: DanVanModel, moment: datetime) -> tuple[Attachment, ...]:
    """Files that lay with the registration when it was handed in at `moment`."""
    rows = dv_model.attachments.filter(uploaded_at__lte=moment)
    return tuple(rows.filter(Q(removed_at__isnull=True) | Q(removed_at__gt=moment)))


def _files(dv_model: DanVanModel, hand_ins: tuple[ModelTransition, ...]) -> tuple[Block, ...]:
    """Files of the last hand-in with what tells their bytes."""
    files = files_handed_in(dv_model, hand_ins[-1].at)
    rows = tuple(
        (
            str(number),
            f"{row.title}\n({row.original_name})" if row.title else row.original_name,
            vn_number(max(row.size // 1024, 1)),
            row.sha256[:SHOWN_OF_HASH],
        )
        for number, row in enumerate(files, start=1)
    )
    heading = Heading(HeadingLevel.SECTION, "III.", "Tệp gửi kèm")
    if not rows:
        return (heading, Paragraph("Không có tệp nào khi gửi đăng ký."))
    return (heading, Table(_FILE_COLUMNS, rows))


def _signatures(dv_model: DanVanModel) -> SignatureRow:
    """Who handed it in left, who received it right."""
    return SignatureRow(
        (
            SignatureBlock(("Người nộp",), dv_model.owner_person.full_name, SIGN_NOTE),
            SignatureBlock(("Người tiếp nhận",), receiver_name(acceptance_of(dv_model)), SIGN_NOTE),
        )
    )
