"""Stories: written by the culture officer, released by the chairman (plan III.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role, roles_of
from dandvan.transition import move
from dandvan.vietnamese import nfc, one_line, search_key
from models_registry.domain.story_flow import STORY_FLOW
from models_registry.enums import StoryKind, StoryState
from models_registry.models import DanVanModel, Individual, Story, StoryPicture, User
from models_registry.queries import year_on
from models_registry.queries_story import story_actors, story_facts, story_model_lost
from models_registry.services.files import JPEG, store_file
from models_registry.services.paper_trace import PaperTrace, paper_fields

LONGEST = 10000
MOST_PICTURES = 10


def _require_writer(user: User) -> None:
    """Raise NotAllowed for anybody but PUBLICIST (plan III.2)."""
    if Role.PUBLICIST not in roles_of(user):
        raise NotAllowed(["Tin, bài do công chức Văn hóa – xã hội viết."])


@transaction.atomic
def start_story(
    *,
    user: User,
    kind: str,
    title: str,
    text: str = "",
    dv_model: DanVanModel | None = None,
    author: Individual | None = None,
) -> Story:
    """Begin a story; the author is the writer himself unless another person is named.

    Raises NotAllowed (PUBLICIST writes), DomainError with every reason.
    """
    _require_writer(user)
    author = author or user.individual
    values = _checked(user, kind, title, text, dv_model, author)
    year = year_on(user.commune_id or 0, clock.today())
    if year is None:
        raise DomainError("Chưa có năm thi đua nào. Nhờ Văn phòng – thống kê mở năm trước.")
    return Story.objects.create(
        commune_id=user.commune_id,
        year=year,
        author=author,
        created_by=user,
        created_at=clock.now(),
        **values,
    )


def _checked(
    user: User,
    kind: str,
    title: str,
    text: str,
    dv_model: DanVanModel | None,
    author: Individual | None,
) -> dict[str, Any]:
    """Columns of a story. Raises DomainError with every reason."""
    if dv_model is not None:
        dv_model.refresh_from_db(fields=["state"])
    values = {
        "kind": kind,
        "title": one_line(title),
        "search_title": search_key(title),
        "text": nfc(text).strip(),
        "dv_model": dv_model,
    }
    reasons = []
    if kind not in StoryKind.values:
        reasons.append("Chọn loại: tin, bài hoặc kinh nghiệm.")
    if not values["title"]:
        reasons.append("Đặt tiêu đề.")
    if len(values["title"]) > 160:
        reasons.append("Rút gọn tiêu đề còn tối đa 160 ký tự.")
    if len(values["text"]) > LONGEST:
        reasons.append(f"Rút gọn nội dung còn tối đa {LONGEST} ký tự.")
    if author is None:
        reasons.append("Chọn người viết.")
    if any(row is not None and row.commune_id != user.commune_id for row in (dv_model, author)):
        reasons.append("Không tìm thấy người hoặc mô hình này trong xã.")
    elif lost := story_model_lost(dv_model):
        reasons.append(lost)
    if reasons:
        raise DomainError(reasons)
    return values


def _locked(story_id: int, user: User, version: int | None = None) -> Story:
    """The row under its lock. Raises DomainError, StaleRecord."""
    story = (
        Story.objects.select_for_update(of=("self",))
        .select_related("dv_model", "author")
        .filter(pk=story_id, commune_id=user.commune_id)
        .first()
    )
    if story is None:
        raise DomainError("Không tìm thấy tin, bài này.")
    if version is not None and version != story.version:
        raise StaleRecord(
            [
                "Trong lúc bạn đang viết, bài này đã được lưu ở nơi khác. "
                "Nội dung bạn nhập vẫn còn bên dưới; đối chiếu rồi lưu lại."
            ]
        )
    return story


@transaction.atomic
def save_story(
    *,
    user: User,
    story_id: int,
    kind: str,
    title: str,
    text: str,
    dv_model: DanVanModel | None = None,
    author: Individual | None = None,
    version: int | None = None,
) -> Story:
    """Save a story that is still being written. Raises NotAllowed, StaleRecord, DomainError."""
    _require_writer(user)
    story = _locked(story_id, user, version)
    if story.state != StoryState.DRAFT:
        raise DomainError(
            f"Bài đang ở trạng thái “{story.get_state_display()}” nên không sửa được. "
            "Lấy về viết tiếp rồi sửa."
        )
    story.author = author or story.author
    values = _checked(user, kind, title, text, dv_model, story.author)
    for name, value in values.items():
        setattr(story, name, value)
    story.version += 1
    story.save(update_fields=[*values, "author", "version"])
    return story


@transaction.atomic
def add_picture(*, user: User, story_id: int, upload: UploadedFile, caption: str) -> StoryPicture:
    """Keep one picture of a story being written, shrunk and without EXIF; again, one row.

    Raises NotAllowed, DomainError (`field`): no picture, no caption, too many.
    """
    _require_writer(user)
    story = _locked(story_id, user)
    said = one_line(caption)
    kept = story.pictures.filter(removed_at__isnull=True)
    if story.state != StoryState.DRAFT:
        raise DomainError("Chỉ thêm ảnh khi bài đang viết. Lấy về viết tiếp rồi thêm.")
    if not said or len(said) > 160:
        raise DomainError("Ghi chú thích ảnh, tối đa 160 ký tự.", field="caption")
    if kept.count() >= MOST_PICTURES:
        raise DomainError(f"Mỗi bài có tối đa {MOST_PICTURES} ảnh.", field="upload")
    stored = store_file(user=user, upload=upload, title=said, merge_only=True)
    if stored.mime != JPEG:
        raise DomainError(
            f"Tệp “{stored.original_name}” không phải ảnh. Chọn ảnh jpg, png, heic hoặc webp.",
            field="upload",
        )
    picture, _ = story.pictures.get_or_create(
        file=stored, removed_at=None, defaults={"caption": said}
    )
    return picture


@transaction.atomic
def remove_picture(*, user: User, story_id: int, picture_id: int) -> None:
    """Take a picture off a story being written; repeated, nothing changes.

    Raises NotAllowed, DomainError.
    """
    _require_writer(user)
    story = _locked(story_id, user)
    if story.state != StoryState.DRAFT:
        raise DomainError("Chỉ gỡ ảnh khi bài đang viết. Lấy về viết tiếp rồi gỡ.")
    story.pictures.filter(pk=picture_id, removed_at__isnull=True).update(removed_at=clock.now())


@transaction.atomic
def offer_story(*, user: User, story_id: int) -> Story:
    """Send a story to the chairman. Raises NotAllowed, DomainError with every reason."""
    return _take(_locked(story_id, user), "offer", user=user)


@transaction.atomic
def take_back_story(*, user: User, story_id: int) -> Story:
    """Go on writing a story that waits. Raises NotAllowed, DomainError."""
    return _take(_locked(story_id, user), "take_back", user=user)


@transaction.atomic
def send_back_story(*, user: User, story_id: int, note: str) -> Story:
    """Say what is still to be written. Raises NotAllowed (CHAIR), DomainError."""
    return _take(_locked(story_id, user), "send_back", user=user, note=note)


@transaction.atomic
def release_story(
    *, user: User, story_id: int, paper: PaperTrace | None = None, version: int | None = None
) -> Story:
    """Put a story on the public page; CLERK records it from the signed paper.

    Raises NotAllowed, StaleRecord, DomainError (own story, personal numbers, lost model).
    """
    story = _locked(story_id, user, version)
    trace = paper_fields(paper, user=user, day=clock.today())
    story.released_on = clock.today()
    return _take(story, "release", user=user, trace=trace, extra_fields=("released_on",))


@transaction.atomic
def take_down_story(*, user: User, story_id: int, note: str) -> Story:
    """Take a story off the public page, with the reason. Raises NotAllowed, DomainError."""
    return _take(_locked(story_id, user), "take_down", user=user, note=note)


@transaction.atomic
def rewrite_story(*, user: User, story_id: int) -> Story:
    """Write a story anew that was taken down. Raises NotAllowed, DomainError."""
    return _take(_locked(story_id, user), "rewrite", user=user)


def _take(
    story: Story,
    edge_name: str,
    *,
    user: User,
    note: str = "",
    trace: dict[str, Any] | None = None,
    extra_fields: Sequence[str] = (),
) -> Story:
    """Take one edge with a locked row; facts are read here."""
    trace = trace or {}
    signer = trace.get("signer")
    edge = STORY_FLOW.edges[edge_name]
    actors = story_actors(story, user)
    if signer is not None and edge.by_paper and Role.CLERK in roles_of(user):
        actors = actors | edge.who
    move(
        story,
        edge_name,
        flow=STORY_FLOW,
        facts=story_facts(story, user, signer_id=signer.individual_id if signer else None),
        actors=actors,
        by=user,
        note=nfc(note),
        extra_fields=tuple(extra_fields),
        **trace,
    )
    return story
