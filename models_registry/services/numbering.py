"""Numbers of official papers: given once under one authority, symbol and year."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from dandvan import clock
from dandvan.errors import DomainError
from dandvan.vietnamese import short_date
from models_registry.domain.numbering import NumberText, parse_number
from models_registry.models import Authority, PaperNumber


def take_number(
    *, authority: Authority, number_text: str, date: datetime.date, for_external: bool = False
) -> PaperNumber:
    """Enter a number ("58/TTr-UBND") of a paper of this authority and day; one row, for ever.

    `for_external`: the paper of another authority is only recorded here. Raises DomainError
    for a wrong shape, a future day, an authority that did not exist on that day, and a
    number that is taken. Source: Nghị định 30/2020/NĐ-CP, Điều 15.
    """
    parsed = parse_number(number_text)
    reasons = _wrong_parts(authority, parsed, date, for_external=for_external)
    if reasons or parsed is None:
        raise DomainError(reasons, field="number_text")
    key = {
        "authority": authority,
        "symbol": parsed.symbol,
        "year": date.year,
        "number": parsed.number,
    }
    taken = PaperNumber.objects.filter(**key).first()
    if taken is None:
        try:
            with transaction.atomic():
                return PaperNumber.objects.create(**key, date=date)
        except IntegrityError:
            # Somebody else took it between the look and the write: the database is the judge.
            taken = PaperNumber.objects.get(**key)
    raise DomainError([_taken_sentence(taken)], field="number_text")


def _wrong_parts(
    authority: Authority, parsed: NumberText | None, date: datetime.date, *, for_external: bool
) -> list[str]:
    """What speaks against the number before anybody looks whether it is free."""
    reasons = []
    if parsed is None:
        reasons.append(
            f"Số văn bản chưa đúng dạng. Nhập cả số và ký hiệu, ví dụ {_example(authority)}."
        )
    if date > clock.today():
        kind = "của văn bản" if for_external else "ban hành"
        reasons.append(f"Ngày {kind} {short_date(date)} chưa tới. Kiểm tra lại ngày.")
    if not authority.holds_on(date):
        reasons.append(f"{authority.name} không còn hoặc chưa có vào ngày {short_date(date)}.")
    return reasons


def _example(authority: Authority) -> str:
    """How numbers of this authority look."""
    return "96-TB/ĐU" if authority.is_party else "58/TTr-UBND"


def _taken_sentence(taken: PaperNumber) -> str:
    """Who has the number already."""
    return (
        f"Số {taken} năm {taken.year} của {taken.authority.name} đã dùng cho văn bản "
        f"ngày {short_date(taken.date)}. Nhập số khác."
    )
