"""Files handed in: told by their content, never by their name, and stored under random names."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dandvan import clock
from dandvan.documents.bundle import check_mergeable
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Actor, Relation, Role, roles_of
from dandvan.vietnamese import one_line
from models_registry.enums import ModelState
from models_registry.models import Attachment, DanVanModel, User
from models_registry.queries import model_actors
from models_registry.services.move_model import locked_model
from models_registry.services.picture_files import is_picture, shrunk_picture

PDF = "application/pdf"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp"})
_SUFFIXES = {PDF: frozenset({".pdf"}), DOCX: frozenset({".docx"}), XLSX: frozenset({".xlsx"})}
KIND_NAMES = {PDF: "PDF", DOCX: "Word (docx)", XLSX: "Excel (xlsx)", JPEG: "ảnh"}
ACCEPTED = "ảnh (jpg, png, heic, webp), pdf, docx, xlsx"
MERGEABLE = "ảnh (jpg, png, heic, webp) hoặc pdf"
MOST_FILES = 60

_SENDERS: frozenset[Actor] = frozenset(
    {Relation.OWNER, Relation.MEMBER, Role.CLERK, Role.MOBILIZATION_BLOC}
)
ADDABLE = frozenset(
    state.value
    for state in (
        ModelState.DRAFT,
        ModelState.SUBMITTED,
        ModelState.RETURNED,
        ModelState.ACCEPTED,
        ModelState.REPORTED,
        ModelState.ASSESSED,
    )
)
REMOVABLE = frozenset(
    state.value for state in (ModelState.DRAFT, ModelState.RETURNED, ModelState.ACCEPTED)
)


@dataclass(frozen=True)
class CheckedFile:
    """What is stored: bytes, their kind and the suffix that goes with it."""

    content: bytes
    mime: str
    suffix: str


def store_file(
    *,
    user: User,
    upload: UploadedFile,
    dv_model: DanVanModel | None = None,
    title: str = "",
    merge_only: bool = False,
) -> Attachment:
    """Check a file by its content and store it; the same file of a model again is one row.

    Pictures become JPEG of at most 2000 pixels. `merge_only`: PDF and pictures, for the
    bundle. Raises NotAllowed, DomainError (`field` "upload").
    """
    _require_sender(dv_model, user)
    name = clean_name(upload.name or "")
    try:
        checked = check_content(upload, name, merge_only=merge_only)
    except DomainError as error:
        raise DomainError(error.reasons, field="upload") from error
    return _write(user=user, checked=checked, name=name, dv_model=dv_model, title=title)


def _require_sender(dv_model: DanVanModel | None, user: User) -> None:
    """Files of a model come from its people, CLERK and the bloc; others from anybody who acts."""
    if dv_model is None:
        allowed = bool(user.commune_id and roles_of(user) - {Role.VIEWER, Role.ADMIN})
    else:
        allowed = bool(_SENDERS & model_actors(dv_model, user))
    if not allowed:
        raise NotAllowed(["Bạn không gửi tệp vào đây được."])


def clean_name(name: str) -> str:
    """The last part of a file name on one line, at most 200 characters, suffix kept."""
    last = PurePosixPath(one_line(name).replace("\\", "/")).name or "tệp"
    path = PurePosixPath(last)
    return f"{path.stem[: 200 - len(path.suffix)]}{path.suffix[:20]}"


def check_content(upload: UploadedFile, name: str, *, merge_only: bool = False) -> CheckedFile:
    """What a file really is, ready to be stored.

    Raises DomainError: empty, forbidden kind, too large, content that belies the name,
    encrypted or broken.
    """
    suffix = PurePosixPath(name).suffix.lower()
    known = suffix in _PICTURES or any(suffix in group for group in _SUFFIXES.values())
    if not known:
        raise DomainError(f"Không nhận tệp “{name}”. Chỉ nhận {ACCEPTED}.")
    if merge_only and suffix not in _PICTURES | _SUFFIXES[PDF]:
        raise DomainError(f"Không nhận tệp “{name}” ở đây. Chỉ nhận {MERGEABLE}.")
    limit = settings.MAX_PICTURE_BYTES if suffix in _PICTURES else settings.MAX_DOCUMENT_BYTES
    size = upload.size or 0
    if size > limit:
        raise DomainError(
            f"Tệp “{name}” nặng {size / 1024 / 1024:.0f} MB, quá mức cho phép "
            f"{limit // 1024 // 1024} MB. Giảm dung lượng rồi gửi lại."
        )
    if size == 0:
        raise DomainError(f"Tệp “{name}” không có nội dung. Chọn lại tệp.")
    upload.seek(0)
    content = upload.read()
    mime = sniff(content)
    if mime == JPEG and suffix in _PICTURES:
        return CheckedFile(shrunk_picture(io.BytesIO(content), name), JPEG, ".jpg")
    if mime is None or suffix not in _SUFFIXES.get(mime, ()):
        raise DomainError(_belied(name, suffix, mime, content))
    if mime == PDF:
        check_mergeable(content)
    return CheckedFile(content, mime, suffix)


def sniff(content: bytes) -> str | None:
    """The kind of a file by its content; every picture counts as JPEG, None is a stranger."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK"):
        return _office_kind(content)
    return JPEG if is_picture(io.BytesIO(content)) else None


def _office_kind(content: bytes) -> str | None:
    """Word or Excel by the parts of the archive; None for others and those with macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "[Content_Types].xml" not in names:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _belied(name: str, suffix: str, mime: str | None, content: bytes) -> str:
    """The sentence about a file that is not what its name says."""
    said = next((KIND_NAMES[kind] for kind, group in _SUFFIXES.items() if suffix in group), "ảnh")
    if mime is not None:
        real = f"là {KIND_NAMES[mime]}"
    else:
        try:
            real = f"giống tệp {puremagic.from_string(content[:4096])}"
        except (puremagic.PureError, ValueError):
            real = "không đọc được"
    return f"Tệp “{name}” không phải {said} (nội dung {real}). Kiểm tra lại tệp rồi gửi."


@transaction.atomic
def _write(
    *, user: User, checked: CheckedFile, name: str, dv_model: DanVanModel | None, title: str
) -> Attachment:
    """Store the bytes under a random name."""
    digest = hashlib.sha256(checked.content).hexdigest()
    if dv_model is not None:
        locked = locked_model(dv_model.pk, user=user)
        _require_open(locked)
        there = locked.attachments.filter(removed_at__isnull=True)
        if same := there.filter(sha256=digest).first():
            return same
        if there.count() >= MOST_FILES:
            raise DomainError(f"Mỗi mô hình giữ tối đa {MOST_FILES} tệp.", field="upload")
    attachment = Attachment(
        commune_id=user.commune_id,
        dv_model=dv_model,
        original_name=name,
        title=one_line(title)[:200],
        mime=checked.mime,
        suffix=checked.suffix,
        size=len(checked.content),
        sha256=digest,
        uploaded_by=user,
        uploaded_at=clock.now(),
    )
    attachment.file.save(name, ContentFile(checked.content), save=False)
    attachment.save()
    return attachment


def _require_open(dv_model: DanVanModel) -> None:
    """Evidence is added until the model is decided on."""
    if dv_model.state not in ADDABLE:
        raise DomainError(
            f"Mô hình đang ở trạng thái “{dv_model.get_state_display()}” nên không thêm tệp được.",
            field="upload",
        )


@transaction.atomic
def remove_file(*, user: User, attachment_id: int) -> Attachment:
    """Take a file off its model; the bytes stay. Repeated, nothing changes.

    Raises NotAllowed, DomainError (state, a decision or a mark rests on it).
    """
    attachment = (
        Attachment.objects.select_for_update(of=("self",))
        .filter(pk=attachment_id, commune_id=user.commune_id)
        .first()
    )
    if attachment is None:
        raise DomainError("Không tìm thấy tệp này.")
    if attachment.dv_model_id:
        dv_model = locked_model(attachment.dv_model_id, user=user)
        allowed = {Relation.OWNER, Relation.MEMBER, Role.CLERK} & model_actors(dv_model, user)
        if allowed and dv_model.state not in REMOVABLE:
            raise DomainError(
                f"Mô hình đang ở trạng thái “{dv_model.get_state_display()}” nên không gỡ tệp được."
            )
    else:
        allowed = Role.CLERK in roles_of(user) or attachment.uploaded_by_id == user.pk
    if not allowed:
        raise NotAllowed(["Bạn không gỡ tệp này được."])
    if attachment.removed_at is not None:
        return attachment
    if _is_used(attachment):
        raise DomainError("Tệp này là căn cứ của một kết quả hoặc văn bản nên không gỡ được.")
    attachment.removed_at = clock.now()
    attachment.save(update_fields=["removed_at"])
    return attachment


def _is_used(attachment: Attachment) -> bool:
    """Whether any row of the project rests on this file."""
    relations: Any = attachment._meta.get_fields(include_hidden=True)
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: attachment}).exists()
        for relation in relations
        if relation.auto_created and not relation.concrete
    )
