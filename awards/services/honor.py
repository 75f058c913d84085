"""After the decision: number in the golden book, handing over, money paid, corrections."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from awards.enums import HonorStep
from awards.models import Award, HonorEntry, RegisterNumber
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import one_line, short_date
from models_registry.models import Commune, User

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class EntryInput:
    """What a line says; `day` None (only when putting right) takes the line back.

    An empty `receiver` is the honored person or collective itself.
    """

    day: datetime.date | None
    receiver: str = ""
    occasion: str = ""
    receipt_number: str = ""

    def cleaned(self) -> EntryInput:
        """One clean line each."""
        return EntryInput(
            self.day,
            one_line(self.receiver),
            one_line(self.occasion),
            one_line(self.receipt_number),
        )


def give_register_number(award: Award) -> RegisterNumber:
    """The next number of the golden book of the decision's year; call inside a transaction.

    The commune's row is locked: two clerks at once get neighboring numbers, never one twice.
    """
    commune = Commune.objects.select_for_update().get(pk=award.decision.commune_id)
    year = award.decision.paper.date.year
    given = RegisterNumber.objects.filter(commune=commune, year=year)
    last = given.aggregate(last=Max("number"))["last"] or 0
    return RegisterNumber.objects.create(award=award, commune=commune, year=year, number=last + 1)


@transaction.atomic
def record_handover(
    *,
    user: User,
    award_ids: Sequence[int],
    handed: EntryInput,
    paid: EntryInput | None = None,
) -> list[HonorEntry]:
    """Write down that honors were handed over on one occasion, all of them or none.

    `paid`: their money was paid too. Raises NotAllowed (CLERK), DomainError: not of the
    commune, handed over already, a day before the decision or to come.
    """
    awards = _locked(user, award_ids)
    handed = handed.cleaned()
    problems = _wrong(awards, HonorStep.HANDED_OVER, handed)
    if paid is not None:
        paid = paid.cleaned()
        problems += _wrong([row for row in awards if row.money], HonorStep.PAID, paid)
    if problems:
        raise DomainError(problems)
    entries = [_write(user, row, HonorStep.HANDED_OVER, handed) for row in awards]
    if paid is not None:
        entries += [_write(user, row, HonorStep.PAID, paid) for row in awards if row.money]
    return entries


@transaction.atomic
def record_payment(*, user: User, award_ids: Sequence[int], paid: EntryInput) -> list[HonorEntry]:
    """Write down that the money of honors was paid, all of them or none.

    Raises NotAllowed (CLERK), DomainError: no money goes with it, paid already, wrong day.
    """
    awards = _locked(user, award_ids)
    paid = paid.cleaned()
    problems = [f"{row.subject}: không có tiền thưởng để chi." for row in awards if not row.money]
    problems += _wrong(awards, HonorStep.PAID, paid)
    if problems:
        raise DomainError(problems)
    return [_write(user, row, HonorStep.PAID, paid) for row in awards]


@transaction.atomic
def correct_entry(*, user: User, entry_id: int, said: EntryInput, reason: str) -> HonorEntry:
    """Replace a wrong line by a right one, or take it back (`said.day` None); both stay.

    Raises NotAllowed (CLERK), DomainError: no reason, a line that was replaced, wrong day.
    """
    entry = HonorEntry.objects.filter(
        pk=entry_id, award__decision__commune_id=user.commune_id
    ).first()
    if entry is None:
        raise DomainError(["Không tìm thấy dòng này."])
    (award,) = _locked(user, [entry.award_id])
    entry.refresh_from_db()
    said = said.cleaned()
    problems = [] if reason.strip() else ["Ghi lý do sửa."]
    if not entry.is_current:
        problems.append("Dòng này đã được sửa trước đó. Mở lại trang để xem dòng đang dùng.")
    step = HonorStep(entry.step)
    if said.day is not None:
        problems += _wrong([award], step, said, replacing=True)
    if problems:
        raise DomainError(problems)
    entry.is_current = False
    entry.save(update_fields=["is_current"])
    return _write(user, award, step, said, replaces=entry, reason=reason.strip())


def _locked(user: User, award_ids: Sequence[int]) -> list[Award]:
    """The honors under lock, in the order asked for. Raises NotAllowed, DomainError."""
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ Văn phòng ghi việc trao thưởng."])
    wanted = list(dict.fromkeys(award_ids))
    if not wanted:
        raise DomainError(["Chọn ít nhất một dòng."])
    if len(wanted) > MOST_AT_ONCE:
        raise DomainError([f"Mỗi lần ghi nhiều nhất {MOST_AT_ONCE} dòng."])
    rows = Award.objects.select_for_update(of=("self",)).select_related(
        "collective", "individual", "decision__paper", "award_kind"
    )
    found = {
        row.pk: row
        for row in rows.filter(pk__in=wanted, decision__commune_id=user.commune_id).order_by("pk")
    }
    if len(found) != len(wanted):
        raise DomainError(["Không tìm thấy khen thưởng này."])
    return [found[pk] for pk in wanted]


def _wrong(
    awards: Sequence[Award], step: HonorStep, said: EntryInput, *, replacing: bool = False
) -> list[str]:
    """What is wrong with a line for these honors."""
    done = set(
        HonorEntry.objects.filter(award__in=awards, step=step, is_current=True).values_list(
            "award_id", flat=True
        )
    )
    problems = []
    if not replacing:
        problems += [
            f"{row.subject}: đã ghi “{step.label}” trước đó." for row in awards if row.pk in done
        ]
    what = "trao" if step == HonorStep.HANDED_OVER else "chi tiền"
    if said.day is None:
        return [*problems, f"Nhập ngày {what}."]
    if said.day > clock.today():
        problems.append(f"Ngày {what} {short_date(said.day)} chưa tới. Kiểm tra lại ngày.")
    for row in awards:
        decided = row.decision.paper.date
        if said.day < decided:
            problems.append(
                f"{row.subject}: ngày {what} {short_date(said.day)} trước ngày quyết định "
                f"{short_date(decided)}."
            )
    if step == HonorStep.HANDED_OVER and not said.occasion:
        problems.append("Ghi trao nhân dịp nào.")
    if step == HonorStep.PAID and not said.receipt_number:
        problems.append("Ghi số phiếu chi.")
    return problems


def _write(
    user: User,
    award: Award,
    step: HonorStep,
    said: EntryInput,
    *,
    replaces: HonorEntry | None = None,
    reason: str = "",
) -> HonorEntry:
    """One line; a line taken back is not in use."""
    taken_back = said.day is None
    return HonorEntry.objects.create(
        award=award,
        step=step,
        day=said.day,
        receiver="" if taken_back else said.receiver or str(award.subject),
        occasion=said.occasion if step == HonorStep.HANDED_OVER and not taken_back else "",
        receipt_number=said.receipt_number if step == HonorStep.PAID and not taken_back else "",
        replaces=replaces,
        reason=reason,
        is_current=not taken_back,
        recorded_by=user,
        recorded_at=clock.now(),
    )
