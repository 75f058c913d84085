"""Phiếu tiếp nhận: the owner's proof of having registered, when, with what, through whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
from models_registry.documents.registration_form import receiver_name, registrant_of
from models_registry.documents.registration_texts import file_title, registration_texts
from models_registry.documents.wording import SIGN_NOTE, commune_header, curly, person_name
from models_registry.enums import DocumentKind, FormPart
from models_registry.models import DanVanModel, ModelTransition, Submission
from models_registry.queries_submissions import submissions_of

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
    kept = {row.transition_id: row for row in submissions_of(dv_model)}
    last = kept.get(hand_ins[-1].pk)
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
        body=(
            *_handed_in(dv_model, hand_ins, kept),
            *_parts(last.content if last else registration_texts(dv_model)),
            *_files(_file_rows(dv_model, hand_ins[-1], last)),
        ),
        signatures=(_signatures(dv_model),),
        print_state=print_state,
        foot_note=(
            "Phiếu do hệ thống lập từ dữ liệu đã nhận; mã SHA-256 dùng để đối chiếu nội dung, tệp "
            f"đang lưu với nội dung, tệp đã gửi (của tệp in {SHOWN_OF_HASH} ký tự đầu)."
        ),
    )


def _handed_in(
    dv_model: DanVanModel, hand_ins: tuple[ModelTransition, ...], kept: Mapping[int, Submission]
) -> tuple[Block, ...]:
    """Whose model, when each time, by whom, and whether it is accepted."""
    times = tuple(
        LabelValue(_time_label(number), hand_in_text(row))
        for number, row in enumerate(hand_ins, start=1)
    )
    return (
        Heading(HeadingLevel.SECTION, "I.", "Thông tin đăng ký"),
        LabelValues(
            (
                LabelValue("Của", owners_text(dv_model)),
                LabelValue("Người đăng ký", person_name(registrant_of(dv_model))),
                LabelValue("Đợt đăng ký", str(dv_model.window or "")),
                LabelValue("Nơi nhận", dv_model.commune.ubnd_name),
                *times,
                *_hashes(hand_ins, kept),
                LabelValue("Tình trạng", _status(dv_model)),
            )
        ),
    )


def _time_label(number: int) -> str:
    return "Thời điểm nhận" if number == 1 else f"Nhận bổ sung lần {two_digits(number - 1)}"


def hand_in_text(row: ModelTransition) -> str:
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


def filled_and_empty(content: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Names of the parts that were filled in and of those left empty; files stand apart."""
    parts = [part for part in FormPart if part.value in content and part != FormPart.EVIDENCE]
    filled = [part.label for part in parts if content[part.value]]
    return filled, [part.label for part in parts if not content[part.value]]


def _parts(content: Mapping[str, str]) -> tuple[Block, ...]:
    """Parts of the form as they were handed in last."""
    filled, empty = filled_and_empty(content)
    return (
        Heading(HeadingLevel.SECTION, "II.", "Nội dung đã nộp"),
        Paragraph(f"Phần đã ghi ({two_digits(len(filled))}): {'; '.join(filled)}."),
        Paragraph(f"Phần để trống ({two_digits(len(empty))}): {'; '.join(empty) or 'không có'}."),
    )


def _file_rows(
    dv_model: DanVanModel, hand_in: ModelTransition, kept: Submission | None
) -> list[Mapping[str, Any]]:
    """Files of the last hand-in; told from their times where no hand-in was kept yet."""
    if kept is not None:
        return list(kept.files)
    rows = dv_model.attachments.filter(uploaded_at__lte=hand_in.at)
    there = rows.filter(Q(removed_at__isnull=True) | Q(removed_at__gt=hand_in.at))
    return [{"name": file_title(row), "size": row.size, "sha256": row.sha256} for row in there]


def _files(files: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Files of the last hand-in with what tells their bytes."""
    rows = tuple(
        (
            str(number),
            row["name"],
            vn_number(max(row["size"] // 1024, 1)),
            row["sha256"][:SHOWN_OF_HASH],
        )
        for number, row in enumerate(files, start=1)
    )
    heading = Heading(HeadingLevel.SECTION, "III.", "Tệp gửi kèm")
    if not rows:
        return (heading, Paragraph("Không có tệp nào khi gửi đăng ký."))
    return (heading, Table(_FILE_COLUMNS, rows))


def _hashes(
    hand_ins: Sequence[ModelTransition], kept: Mapping[int, Submission]
) -> tuple[LabelValue, ...]:
    """The hash of everything that was handed in, each time."""
    return tuple(
        LabelValue(f"Mã SHA-256 ({_time_label(number).lower()})", kept[row.pk].sha256)
        for number, row in enumerate(hand_ins, start=1)
        if row.pk in kept
    )


def _signatures(dv_model: DanVanModel) -> SignatureRow:
    """Who handed it in left, who received it right."""
    return SignatureRow(
        (
            SignatureBlock(("Người nộp",), registrant_of(dv_model).full_name, SIGN_NOTE),
            SignatureBlock(("Người tiếp nhận",), receiver_name(acceptance_of(dv_model)), SIGN_NOTE),
        )
    )
