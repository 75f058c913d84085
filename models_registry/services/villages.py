"""Villages get another name or become part of another one; what was keeps its village."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import nfc, one_line, short_date
from models_registry.enums import VillageChangeKind
from models_registry.models import Commune, DanVanModel, User, Village, VillageChange
from models_registry.queries_villages import open_registrations_in

_ONE_DAY = datetime.timedelta(days=1)
MOST_LETTERS = 80


@dataclass(frozen=True)
class NewVillage:
    """A village that comes to be by a merger."""

    code: str
    name: str
    main_ethnic: str = ""


@transaction.atomic
def rename_village(
    *,
    user: User,
    village_id: int,
    date: datetime.date,
    new_name: str,
    paper: str,
    note: str = "",
) -> VillageChange:
    """A village bears another name from a day on; papers dated before keep the old one.

    Raises NotAllowed (CLERK), DomainError with every reason.
    """
    village = _locked_villages(user, [village_id])[0]
    name = _bare(new_name)
    last = village.changes.filter(kind=VillageChangeKind.RENAME).last()
    reasons = [*_name_refusals(village.commune_id, name), *_day_refusals(date, paper)]
    if not village.name:
        reasons.append("Làng này chưa có tên: nhập tên ở danh sách làng, không phải đổi tên.")
    if not village.holds_on(date):
        reasons.append(f"{_capital(village)} không còn, hoặc chưa có, vào ngày {short_date(date)}.")
    if last is not None and date <= last.date:
        reasons.append(f"Làng đã đổi tên từ ngày {short_date(last.date)}: chọn ngày sau ngày đó.")
    if reasons:
        raise DomainError(reasons)
    row = VillageChange.objects.create(
        kind=VillageChangeKind.RENAME,
        village=village,
        date=date,
        old_name=village.name,
        new_name=name,
        paper=one_line(paper),
        note=one_line(note)[:300],
        by=user,
        at=clock.now(),
    )
    village.name = name
    village.save(update_fields=["name"])
    return row


@transaction.atomic
def merge_villages(
    *,
    user: User,
    village_ids: Sequence[int],
    date: datetime.date,
    into: Village | NewVillage,
    paper: str,
    note: str = "",
) -> Village:
    """Villages end and are part of an existing or a new one from a day on.

    Figures, honors, posts and models that rest on the old ones stay theirs; open registrations
    without figures get the new village. Raises NotAllowed (CLERK), DomainError.
    """
    old = _locked_villages(user, village_ids)
    reasons = [
        *_day_refusals(date, paper),
        *_old_refusals(old, date),
        *_into_refusals(user, old, into, date),
    ]
    if reasons:
        raise DomainError(reasons)
    target = into if isinstance(into, Village) else _new_village(user, into, date)
    target = Village.objects.select_for_update(of=("self",)).get(pk=target.pk)
    for village in old:
        _end(user, village, target, date, paper, note)
    target.households = _sum([target.households, *(row.households for row in old)])
    target.people = _sum([target.people, *(row.people for row in old)])
    target.save(update_fields=["households", "people"])
    return target


def _locked_villages(user: User, ids: Sequence[int]) -> list[Village]:
    """Villages of the commune under their locks, for CLERK."""
    if Role.CLERK not in roles_of(user) or user.commune_id is None:
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê ghi đổi tên, sáp nhập làng."])
    # One after the other: two changes at once never see half of each other.
    Commune.objects.select_for_update(of=("self",)).get(pk=user.commune_id)
    rows = list(Village.objects.filter(pk__in=set(ids), commune_id=user.commune_id))
    if not rows or len(rows) != len(set(ids)):
        raise DomainError("Không tìm thấy làng này.")
    return rows


def _bare(name: str) -> str:
    """A name without the word before it: "làng Stơr" is "Stơr"."""
    text = one_line(nfc(name))
    return text[5:].strip() if text.lower().startswith("làng ") else text


def _capital(village: Village) -> str:
    """The village at the start of a sentence."""
    text = str(village)
    return text[:1].upper() + text[1:]


def _sum(figures: Sequence[int | None]) -> int | None:
    """The sum of what is known; None when nothing is."""
    known = [number for number in figures if number is not None]
    return sum(known) if known else None


def _name_refusals(commune_id: int, name: str, ending: Sequence[Village] = ()) -> list[str]:
    """What is wrong with a new name; villages that end give theirs free."""
    if not name:
        return ["Nhập tên mới của làng."]
    reasons = []
    if len(name) > MOST_LETTERS:
        reasons.append(f"Rút gọn tên làng còn tối đa {MOST_LETTERS} ký tự.")
    others = Village.objects.filter(commune_id=commune_id, valid_to__isnull=True)
    others = others.exclude(pk__in=[row.pk for row in ending])
    if name.casefold() in {row.name.casefold() for row in others}:
        reasons.append(f"Đã có làng tên {name}. Mỗi làng một tên.")
    return reasons


def _day_refusals(date: datetime.date, paper: str) -> list[str]:
    """A change is recorded once it holds, from a paper."""
    reasons = []
    if date > clock.today():
        reasons.append(f"Ngày {short_date(date)} chưa tới. Ghi từ ngày thay đổi có hiệu lực.")
    if not one_line(paper):
        reasons.append("Ghi văn bản làm căn cứ (số, ngày, cơ quan ban hành).")
    if len(one_line(paper)) > 160:
        reasons.append("Rút gọn văn bản làm căn cứ còn tối đa 160 ký tự.")
    return reasons


def _old_refusals(old: Sequence[Village], date: datetime.date) -> list[str]:
    """Villages that cannot end the day before."""
    return [
        f"{_capital(row)} không còn, hoặc mới lập, vào ngày {short_date(date)}."
        for row in old
        if not row.holds_on(date) or not row.holds_on(date - _ONE_DAY)
    ]


def _into_refusals(
    user: User, old: Sequence[Village], into: Village | NewVillage, date: datetime.date
) -> list[str]:
    """What is wrong with the village they become part of."""
    if isinstance(into, Village):
        if into.commune_id != user.commune_id:
            return ["Không tìm thấy làng nhận sáp nhập."]
        if into.pk in {row.pk for row in old}:
            return ["Làng nhận sáp nhập không nằm trong các làng kết thúc."]
        if not into.holds_on(date):
            return [f"{_capital(into)} không còn, hoặc chưa có, vào ngày {short_date(date)}."]
        return []
    commune_id = old[0].commune_id
    reasons = _name_refusals(commune_id, _bare(into.name), old)
    code = one_line(into.code)
    if len(old) < 2:
        reasons.append("Chọn ít nhất hai làng để lập làng mới; đổi tên một làng thì ghi đổi tên.")
    if not code or len(code) > 20:
        reasons.append("Nhập mã làng mới (tối đa 20 ký tự).")
    elif Village.objects.filter(commune_id=commune_id, code=code).exists():
        reasons.append(f"Mã {code} đã có làng dùng. Nhập mã khác.")
    return reasons


def _new_village(user: User, new: NewVillage, date: datetime.date) -> Village:
    """The village that comes to be."""
    return Village.objects.create(
        commune_id=user.commune_id,
        code=one_line(new.code),
        name=_bare(new.name),
        main_ethnic=one_line(new.main_ethnic)[:80],
        valid_from=date,
    )


def _end(
    user: User, village: Village, into: Village, date: datetime.date, paper: str, note: str
) -> None:
    """One village ends; its open registrations get the new one."""
    row = VillageChange.objects.create(
        kind=VillageChangeKind.MERGE,
        village=village,
        date=date,
        old_name=village.name,
        into=into,
        paper=one_line(paper),
        note=one_line(note)[:300],
        by=user,
        at=clock.now(),
    )
    ids = list(open_registrations_in([village]).values_list("pk", flat=True))
    for dv_model in DanVanModel.objects.select_for_update(of=("self",)).filter(pk__in=ids):
        dv_model.villages.remove(village)
        dv_model.villages.add(into)
        dv_model.version += 1
        dv_model.changed_by, dv_model.changed_at = user, clock.now()
        dv_model.save(update_fields=["version", "changed_by", "changed_at"])
        row.moved_models.add(dv_model)
    village.valid_to = date - _ONE_DAY
    village.save(update_fields=["valid_to"])
