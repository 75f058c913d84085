"""Lists from a sheet: all rows that the clerk saw and confirmed, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.db.models import Model

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.sheets import Sheet
from dandvan.vietnamese import one_line
from models_registry.enums import RosterKind, RosterVerdict
from models_registry.models import (
    Collective,
    Commune,
    Individual,
    Post,
    RosterImport,
    User,
    Village,
)
from models_registry.queries_roster import (
    SKIP,
    RosterLine,
    RosterPreview,
    RosterReader,
)
from models_registry.queries_roster_people import PeopleReader
from models_registry.queries_roster_places import CollectiveReader, VillageReader
from models_registry.services.staff import PostInput, change_post

READERS: dict[str, type[RosterReader]] = {
    RosterKind.PEOPLE: PeopleReader,
    RosterKind.COLLECTIVES: CollectiveReader,
    RosterKind.VILLAGES: VillageReader,
}
_MODELS: dict[str, type[Model]] = {
    RosterKind.PEOPLE: Individual,
    RosterKind.COLLECTIVES: Collective,
    RosterKind.VILLAGES: Village,
}
LEFT_OUT = "left_out"


def require_clerk(user: User) -> None:
    """Raises NotAllowed for anybody but a clerk of a commune."""
    if Role.CLERK not in roles_of(user) or user.commune_id is None:
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê nhập danh sách."])


def preview_roster(*, user: User, kind: str, sheet: Sheet) -> RosterPreview:
    """What every row of the sheet would do; nothing is written. Raises NotAllowed."""
    require_clerk(user)
    commune = Commune.objects.get(pk=user.commune_id)
    return READERS[kind](commune, clock.today()).preview(sheet)


@transaction.atomic
def import_roster(
    *,
    user: User,
    kind: str,
    sheet: Sheet,
    choices: Mapping[int, str],
    seen: str,
    source: str = "",
) -> RosterImport:
    """Write a list as it was seen; wrong rows and those left out stay unwritten.

    `choices`: row number -> "skip", "new" or the number of a candidate, for doubtful rows
    (skip without one). `seen`: fingerprint of the preview. Raises NotAllowed, DomainError
    (data changed since, a choice that cannot be, nothing to write).
    """
    require_clerk(user)
    commune = Commune.objects.select_for_update().get(pk=user.commune_id)
    reader = READERS[kind](commune, clock.today())
    found = reader.preview(sheet)
    if found.refusals:
        raise DomainError(found.refusals)
    if found.fingerprint != seen:
        raise DomainError(
            [
                "Dữ liệu của xã đã thay đổi từ lúc xem trước. Chưa ghi dòng nào; xem lại bản xem "
                "trước bên dưới rồi ghi."
            ]
        )
    lines = _settled(reader, found, choices)
    written = [row for row in lines if row.verdict in (RosterVerdict.NEW, RosterVerdict.CHANGED)]
    if not written:
        raise DomainError(["Không có dòng nào để ghi: mọi dòng đều không đổi, sai hoặc bỏ qua."])
    try:
        with transaction.atomic():
            subjects = {line.number: _write(user, commune, kind, line) for line in written}
    except IntegrityError as error:
        raise DomainError(
            ["Có hai dòng cùng một mã. Sửa mã trong bảng rồi nhập lại; chưa ghi dòng nào."]
        ) from error
    _log(user, kind, subjects, lines)
    return _trace(user, commune, kind, source, found, lines, subjects)


def _settled(
    reader: RosterReader, found: RosterPreview, choices: Mapping[int, str]
) -> list[RosterLine]:
    """Every row with the clerk's decision; refused when two rows mean one record."""
    lines, reasons = [], []
    targets: dict[int, int] = {}
    for line in found.lines:
        row: RosterLine | None = line
        if line.verdict == RosterVerdict.DOUBTFUL:
            try:
                row = reader.settled(line, choices.get(line.number) or SKIP)
            except KeyError:
                reasons.append(f"Dòng {line.number}: chọn lại cách xử lý.")
                continue
        if row is None:
            lines.append(line)
            continue
        if line.verdict == RosterVerdict.DOUBTFUL and row.verdict == RosterVerdict.WRONG:
            reasons += [f"Dòng {row.number} ({row.name}): {text}" for text in row.reasons]
        means = row.target_id if row.verdict != RosterVerdict.WRONG else None
        if means and (first := targets.setdefault(means, row.number)) != row.number:
            reasons.append(
                f"Dòng {first} và dòng {row.number} cùng chỉ {row.name}: bỏ qua một dòng."
            )
        lines.append(row)
    if reasons:
        raise DomainError(reasons)
    return lines


def _write(user: User, commune: Commune, kind: str, line: RosterLine) -> Any:
    """Write one row; returns its record."""
    fields = dict(line.writes.get("fields", {}))
    model = _MODELS[kind]
    if line.target_id is None:
        row = model(commune=commune, **fields)
        row.save()
    else:
        row = model._default_manager.select_for_update(of=("self",)).get(pk=line.target_id)
        if fields:
            for name, value in fields.items():
                setattr(row, name, value)
            row.save(update_fields=list(fields))
    _write_posts(user, row, line)
    return row


def _write_posts(user: User, row: Any, line: RosterLine) -> None:
    """Mend, begin or change a post; mark the post that heads a new collective."""
    writes = line.writes
    if mend := writes.get("post"):
        pk, fields = mend
        post = Post.objects.select_for_update(of=("self",)).get(pk=pk)
        for name, value in fields.items():
            setattr(post, name, value)
        post.save(update_fields=list(fields))
    if new := writes.get("new_post"):
        if line.target_id is None:
            Post.objects.create(individual=row, **new)
        else:
            _change_post(user, row, line.number, dict(new))
    if head := writes.get("head_post"):
        post = Post.objects.select_for_update(of=("self",)).get(pk=head)
        if post.heads_id:
            raise DomainError(
                [
                    f"{post.individual} được ghi đứng đầu hai tập thể: để trống người đứng đầu ở "
                    "một dòng. Chưa ghi dòng nào."
                ]
            )
        post.heads = row
        post.save(update_fields=["heads"])


def _change_post(user: User, person: Individual, number: int, new: dict[str, Any]) -> None:
    """Another post for somebody who is known: as on his own page, with its trace."""
    day = new.pop("valid_from")
    try:
        change_post(
            user=user, individual=person, date=day, post=PostInput(**new), reason="Nhập danh sách"
        )
    except DomainError as error:
        raise DomainError([f"Dòng {number}: {text}" for text in error.reasons]) from error


def _log(user: User, kind: str, subjects: Mapping[int, Any], lines: list[RosterLine]) -> None:
    """The history of each record, which also tells a colleague's open form that it is stale."""
    by_number = {line.number: line for line in lines}
    for number, row in subjects.items():
        line = by_number[number]
        is_new = line.verdict == RosterVerdict.NEW
        said = "; ".join(f"{c.label}: {c.before or 'trống'} → {c.after}" for c in line.changes)
        LogEntry.objects.log_actions(
            user.pk,
            [row],
            ADDITION if is_new else CHANGE,
            change_message=f"Nhập danh sách. {said}".strip(),
            single_object=True,
        )


def _trace(
    user: User,
    commune: Commune,
    kind: str,
    source: str,
    found: RosterPreview,
    lines: list[RosterLine],
    subjects: Mapping[int, Any],
) -> RosterImport:
    """The row that says who wrote what."""
    counts = replace(found, lines=tuple(lines)).counts
    counts[LEFT_OUT] = counts.pop(RosterVerdict.DOUBTFUL.value)
    return RosterImport.objects.create(
        commune=commune,
        kind=kind,
        source=one_line(source)[:200] or "dán từ bảng tính",
        counts=counts,
        lines=[
            {
                "number": line.number,
                "name": line.name,
                "verdict": line.verdict.value,
                "pk": subjects[line.number].pk if line.number in subjects else line.target_id,
                "changes": [[c.label, c.before, c.after] for c in line.changes],
                "reasons": list(line.reasons),
            }
            for line in lines
        ],
        made_by=user,
        made_at=clock.now(),
    )
