"""Small real files as people send them."""

from __future__ import annotations

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from models_registry.models import Attachment, User
from models_registry.services.files import store_file


def pdf_file(name: str = "ban-chup.pdf", pages: int = 1) -> SimpleUploadedFile:
    """Blank pages, as from a scanner; other names, other bytes."""
    stream = io.BytesIO()
    with pikepdf.new() as sheet:
        for _ in range(pages):
            sheet.add_blank_page()
        sheet.docinfo["/Title"] = name
        sheet.save(stream, deterministic_id=True)
    return SimpleUploadedFile(name, stream.getvalue(), content_type="application/pdf")


def photo_file(name: str = "buoi-hop-dan.jpg") -> SimpleUploadedFile:
    """A small photo."""
    stream = io.BytesIO()
    Image.new("RGB", (320, 240), "green").save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/jpeg")


def stored_pdf(user: User, name: str = "ban-chup.pdf") -> Attachment:
    """A signed paper that lies in the store already."""
    return store_file(user=user, upload=pdf_file(name), merge_only=True)
