"""A commune that registers its models with the level above, brought to each state."""

from __future__ import annotations

from datetime import date

from models_registry.enums import AuthorityLevel
from models_registry.models import DistrictRegistration, ReceivingOffice, Signer, User
from models_registry.services.district import make_list, send_list, sign_list
from models_registry.services.paper_trace import PaperTrace
from tests.factories import make_authority
from tests.models_registry.model_steps import make_scan, on

LETTER = "34/UBND-VP"


def make_district(commune, **overrides):
    """The district's committee until 30/6/2025, with the office that receives for it."""
    given = {
        "name": "Ủy ban nhân dân huyện Kbang",
        "level": AuthorityLevel.DISTRICT,
        "own_collective_kind": "",
        "receives_registrations": True,
        "valid_to": date(2025, 6, 30),
        **overrides,
    }
    authority = make_authority(commune, overrides.pop("code", "UBND_HUYEN"), **given)
    ReceivingOffice.objects.create(authority=authority, name="Phòng Nội vụ huyện Kbang")
    return authority


def signed_list(
    clerk: User, signer: Signer, year, *, number: str = LETTER, day: date = date(2024, 3, 29)
) -> DistrictRegistration:
    """A list of everything there is, recorded by the clerk from the signed paper."""
    with on(day.month, day.day):
        row = make_list(user=clerk, year=year)
        paper = PaperTrace(signer, number, day, make_scan(clerk, name=f"{day}.pdf"))
        return sign_list(
            user=clerk,
            registration_id=row.pk,
            number_text=number,
            date=day,
            signer=signer,
            paper=paper,
        )


def sent_list(clerk: User, signer: Signer, year, **given) -> DistrictRegistration:
    """Sent on the day it was signed."""
    row = signed_list(clerk, signer, year, **given)
    day = row.document.date
    with on(day.month, day.day, 15):
        return send_list(user=clerk, registration_id=row.pk, sent_on=day)
