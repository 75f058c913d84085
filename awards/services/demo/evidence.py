"""Small real-looking files of the demo: lists and photographs made on the spot."""

from __future__ import annotations

import io
import random
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from dandvan.documents.model import (
    Align,
    Column,
    Header,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    Table,
)
from dandvan.documents.pdf import render_pdf
from models_registry.models import Attachment, DanVanModel, User
from models_registry.services.files import store_file


def photo(seed: str) -> SimpleUploadedFile:
    """A drawn picture of fields, road and houses; the same seed gives the same picture."""
    chance = random.Random(seed)  # noqa: S311 -- a drawing, no secret
    image = Image.new("RGB", (1200, 800), (176, 208, 232))
    draw = ImageDraw.Draw(image)
    horizon = chance.randint(320, 420)
    for step in range(5):
        shade = 70 + step * 22
        top = horizon + step * 80
        draw.rectangle((0, top, 1200, 800), fill=(60 + step * 10, shade + 40, 50 + step * 6))
    draw.polygon([(520, 800), (760, 800), (650, horizon)], fill=(188, 150, 110))
    for _ in range(chance.randint(3, 6)):
        left = chance.randint(40, 1050)
        base = horizon + chance.randint(40, 160)
        draw.rectangle((left, base - 60, left + 110, base), fill=(150, 96, 60))
        draw.polygon(
            [(left - 15, base - 60), (left + 125, base - 60), (left + 55, base - 150)],
            fill=(96, 60, 40),
        )
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=80)
    return SimpleUploadedFile("anh-hien-truong.jpg", stream.getvalue(), "image/jpeg")


def list_paper(title: str, rows: list[tuple[str, str]], day: date, place: str) -> bytes:
    """A one-page list as PDF: what was counted and how much."""
    document = OfficialDocument(
        kind="evidence",
        rule_set=RuleSet.PLAIN_SHEET,
        header=Header(issuer=("Dữ liệu mẫu",), national_title=False),
        type_name=title,
        place=place,
        date=day,
        body=(
            Paragraph("Danh sách kèm theo báo cáo kết quả mô hình (dữ liệu mẫu)."),
            Table(
                columns=(
                    Column("STT", 1, Align.CENTER),
                    Column("Nội dung", 7),
                    Column("Số liệu", 3, Align.RIGHT),
                ),
                rows=tuple((str(n), name, value) for n, (name, value) in enumerate(rows, 1)),
            ),
        ),
        print_state=PrintState.ISSUED,
    )
    return render_pdf(document)


def add_evidence(dv_model: DanVanModel, rows: list[tuple[str, str]], user: User, day: date) -> None:
    """A list and a photograph for a model."""
    pdf = list_paper("BẢNG KÊ SỐ LIỆU", rows, day, dv_model.commune.place_name)
    store_file(
        user=user,
        upload=SimpleUploadedFile("bang-ke-so-lieu.pdf", pdf, "application/pdf"),
        dv_model=dv_model,
        title="Bảng kê số liệu",
    )
    store_file(user=user, upload=photo(dv_model.name), dv_model=dv_model, title="Ảnh hiện trường")


def signed_scan(title: str, lines: list[tuple[str, str]], user: User, day: date) -> Attachment:
    """A paper that stands for the scan of a signed one."""
    pdf = list_paper(title.upper(), lines, day, user.commune.place_name if user.commune else "")
    return store_file(
        user=user,
        upload=SimpleUploadedFile("ban-chup.pdf", pdf, "application/pdf"),
        title=title,
        merge_only=True,
    )
