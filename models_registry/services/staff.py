"""Posts change from a day on, people leave; what was stays on record (issue, item 1)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import one_line, search_key, short_date
from models_registry.enums import StaffChangeKind, SubjectType
from models_registry.models import (
    Collective,
    Individual,
    Post,
    Signer,
    StaffChange,
    SubjectKind,
    User,
    Village,
)
from models_registry.queries_staff import HeldModel, models_held_by
from models_registry.services.accounts import close_account_of
from models_registry.services.handover import hand_over_model

_ONE_DAY = datetime.timedelta(days=1)
MOST_LETTERS = 300


@dataclass(frozen=True)
class PostInput:
    """A post: what, where, what it heads."""

    kind: SubjectKind
    title: str
    workplace: str = ""
    village: Village | None = None
    collective: Collective | None = None
    heads: Collective | None = None
    deputy_of: Collective | None = None


@dataclass(frozen=True)
class Successor:
    """Who goes on with one model of a person who leaves; nobody yet needs a note."""

    model_id: int
    to_person: Individual | None = None
    note: str = ""


@transaction.atomic
def change_post(
    *,
    user: User,
    individual: Individual,
    date: datetime.date,
    post: PostInput,
    reason: str,
    paper: str = "",
    beside: bool = False,
) -> StaffChange:
    """A new post from a day on; the posts held until then end the day before, unless `beside`.

    Raises NotAllowed (CLERK), DomainError with every reason (overlap, two heads, dates).
    """
    person = _locked_person(user, individual)
    said = one_line(reason)
    posts = list(person.posts.select_related("heads"))
    ending = [] if beside else [row for row in posts if _reaches(row, date) and _begun(row, date)]
    reasons = [
        *_input_refusals(person, post, said),
        *_overlaps(posts, post, date, beside=beside),
        *_second_head(person, post, date),
    ]
    if reasons:
        raise DomainError(reasons)
    _end_posts(ending, date, paper)
    new = Post.objects.create(
        individual=person,
        kind=post.kind,
        title=one_line(post.title),
        workplace=one_line(post.workplace),
        village=post.village,
        collective=post.collective,
        heads=post.heads,
        deputy_of=post.deputy_of,
        valid_from=date,
    )
    if not beside and date <= clock.today():
        _renew_texts(person, ending, new)
    return StaffChange.objects.create(
        individual=person,
        kind=StaffChangeKind.POST,
        date=date,
        reason=said,
        paper=one_line(paper),
        post=new,
        by=user,
        at=clock.now(),
    )


@transaction.atomic
def record_leaving(
    *,
    user: User,
    individual: Individual,
    date: datetime.date,
    reason: str,
    paper: str = "",
    successors: Sequence[Successor] = (),
) -> StaffChange:
    """A person holds no post from this day on: posts and powers to sign end, the account closes.

    Every living model he registered or leads needs its line in `successors`. What is handed
    over is handed over on that day, today at the latest. Raises NotAllowed (CLERK), DomainError.
    """
    person = _locked_person(user, individual)
    said = one_line(reason)
    posts = [row for row in person.posts.all() if _reaches(row, date)]
    held = models_held_by(user, person, min(date, clock.today()))
    named = {row.model_id: row for row in successors}
    reasons = [
        *_leaving_refusals(user, person, posts, date, said),
        *_successor_refusals(held, named),
    ]
    if reasons:
        raise DomainError(reasons)
    change = StaffChange.objects.create(
        individual=person,
        kind=StaffChangeKind.LEAVE,
        date=date,
        reason=said,
        paper=one_line(paper),
        by=user,
        at=clock.now(),
    )
    for line in held:
        _pass_on(user, person, line, named.get(line.dv_model.pk), date, said)
    _end_posts(posts, date, paper)
    for signer in Signer.objects.filter(individual=person).select_for_update():
        if _reaches(signer, date):
            signer.valid_to = max(date - _ONE_DAY, signer.valid_from or date - _ONE_DAY)
            signer.save(update_fields=["valid_to"])
    close_account_of(person, from_day=date)
    return change


def _leaving_refusals(
    user: User, person: Individual, posts: Sequence[Post], date: datetime.date, reason: str
) -> list[str]:
    """What speaks against this person leaving on that day."""
    reasons = [] if reason else ["Ghi lý do thôi việc, chuyển đi."]
    if len(reason) > MOST_LETTERS:
        reasons.append(f"Rút gọn lý do còn tối đa {MOST_LETTERS} ký tự (đang có {len(reason)}).")
    if not posts:
        reasons.append(f"{person} không giữ chức vụ nào từ ngày {short_date(date)}.")
    reasons += [_too_early(row) for row in posts if not _begun(row, date)][:1]
    if user.individual_id == person.pk:
        reasons.append("Việc thôi việc của bạn do người khác trong Văn phòng ghi.")
    return reasons


def _successor_refusals(held: Sequence[HeldModel], named: Mapping[int, Successor]) -> list[str]:
    """Models for which nothing was said about who goes on."""
    reasons = []
    for line in held:
        row, label = named.get(line.dv_model.pk), f"“{line.dv_model}”"
        if not line.needs_successor:
            continue
        if row is None:
            reasons.append(f"Chọn người tiếp tục mô hình {label}, hoặc ghi chưa có ai.")
        elif row.to_person is None and not one_line(row.note):
            reasons.append(f"Mô hình {label} chưa có người tiếp tục: ghi dự kiến xử lý.")
    return reasons


def _pass_on(
    user: User,
    person: Individual,
    line: HeldModel,
    row: Successor | None,
    date: datetime.date,
    reason: str,
) -> None:
    """Hand one model over; a helper whom nobody replaces only ends his part."""
    if row is None or (row.to_person is None and not line.needs_successor):
        last = date - _ONE_DAY
        for part in line.dv_model.members.filter(individual=person, ended_by__isnull=True):
            if part.valid_to is None or part.valid_to > last:
                part.valid_to = max(last, part.valid_from or last)
                part.save(update_fields=["valid_to"])
        return
    try:
        hand_over_model(
            user=user,
            model_id=line.dv_model.pk,
            from_person=person,
            to_person=row.to_person,
            date=min(date, clock.today()),
            reason=one_line(row.note) or reason,
        )
    except DomainError as error:
        raise DomainError([f"“{line.dv_model}”: {text}" for text in error.reasons]) from error


def _locked_person(user: User, individual: Individual) -> Individual:
    """The person under a row lock, for CLERK."""
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê ghi thay đổi chức vụ, thôi việc."])
    person = (
        Individual.objects.select_for_update(of=("self",))
        .filter(pk=individual.pk, commune_id=user.commune_id)
        .first()
    )
    if person is None:
        raise DomainError("Không tìm thấy người này.")
    return person


def _reaches(row: Post | Signer, date: datetime.date) -> bool:
    """Whether the row still holds on this day or later."""
    return row.valid_to is None or row.valid_to >= date


def _begun(row: Post, date: datetime.date) -> bool:
    """Whether the post was held on the day before."""
    return row.valid_from is None or row.valid_from < date


def _too_early(row: Post) -> str:
    """Why a post that begins on that day or later stands against a change."""
    since = short_date(row.valid_from) if row.valid_from else ""
    return f"Chức vụ “{row}” bắt đầu từ ngày {since}: chọn ngày sau ngày đó."


def _input_refusals(person: Individual, post: PostInput, reason: str) -> list[str]:
    """What is wrong with the new post itself."""
    reasons = [] if one_line(post.title) else ["Ghi chức vụ mới."]
    if not reason:
        reasons.append("Ghi lý do thay đổi.")
    if len(reason) > MOST_LETTERS:
        reasons.append(f"Rút gọn lý do còn tối đa {MOST_LETTERS} ký tự (đang có {len(reason)}).")
    related = (post.kind, post.village, post.collective, post.heads, post.deputy_of)
    if any(row is not None and row.commune_id != person.commune_id for row in related):
        reasons.append("Chức danh, làng hoặc tập thể không thuộc xã này.")
    if post.kind.subject_type != SubjectType.INDIVIDUAL:
        reasons.append("Chọn loại chức danh của cá nhân.")
    return reasons


def _overlaps(
    posts: Sequence[Post], post: PostInput, date: datetime.date, *, beside: bool
) -> list[str]:
    """Posts that would be held at the same time although they cannot."""
    reaching = [row for row in posts if _reaches(row, date)]
    if not beside:
        return [_too_early(row) for row in reaching if not _begun(row, date)]
    same = [
        row
        for row in reaching
        if search_key(row.title) == search_key(post.title)
        and row.village_id == (post.village.pk if post.village else None)
        and row.collective_id == (post.collective.pk if post.collective else None)
    ]
    return [f"Chức vụ “{row}” đang được ghi trong cùng thời gian." for row in same]


def _second_head(person: Individual, post: PostInput, date: datetime.date) -> list[str]:
    """A collective has one head at a time."""
    if post.heads is None:
        return []
    others = post.heads.heads.exclude(individual=person).select_related("individual")
    return [
        f"{row.individual} đang đứng đầu {post.heads}: ghi thay đổi của người đó trước."
        for row in others
        if _reaches(row, date)
    ]


def _end_posts(posts: Sequence[Post], date: datetime.date, paper: str) -> None:
    """The posts end the day before, by this paper."""
    for row in posts:
        row.valid_to = date - _ONE_DAY
        row.end_paper = one_line(paper) or row.end_paper
        row.save(update_fields=["valid_to", "end_paper"])


def _renew_texts(person: Individual, ended: Sequence[Post], new: Post) -> None:
    """Post and unit as papers without a dated post write them follow the new post."""
    titles = {search_key(row.title) for row in ended}
    if search_key(person.government_post) in titles:
        person.government_post = new.title
    if new.workplace:
        person.unit = new.workplace
    person.save(update_fields=["government_post", "unit"])
