"""Rows of the demo that have no state: windows, villages, people, accounts, councils, signers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model

from awards.enums import CouncilPost
from awards.models import Council
from awards.services.demo.world import DemoWorld, as_date, read_demo
from dandvan.roles import STAFF_ROLES, Role
from models_registry.enums import (
    ImpedimentEffect,
    ImpedimentKind,
    PastAwardKind,
    Sex,
    SignerBody,
    SigningForm,
    SubjectType,
)
from models_registry.models import (
    Collective,
    EmulationYear,
    Impediment,
    Individual,
    PastAward,
    Post,
    Signer,
    SubjectKind,
    User,
    Village,
    YearWindow,
)

TERM_START = date(2021, 6, 25)
DEPUTIES = {"O05": "UBND_XA", "O06": "UBND_XA", "O23": "TT-PN", "O24": "TT-ND", "O25": "TT-CCB"}
WORKPLACES = {
    "UBND": "UBND_XA",
    "Hội LHPN": "TT-PN",
    "Hội Nông dân": "TT-ND",
    "Hội CCB": "TT-CCB",
    "Trung tâm VH-TT": "UBND_XA",
    "Ban CHQS": "UBND_XA",
}
_SEX = {"Nam": Sex.MALE, "Nữ": Sex.FEMALE}


def saved(row: Model) -> Any:
    """Check a row like a form would, then save it."""
    row.full_clean()
    row.save()
    return row


def build_reference(world: DemoWorld, password_of: Callable[[], str]) -> list[tuple[str, str, str]]:
    """Windows, villages, people, posts, accounts, signers, councils, impediments.

    Returns the demo accounts: name, password, who it is.
    """
    _build_windows(world)
    _build_villages(world)
    content = read_demo("people")
    details = {row["code"]: row for row in content["details"]}
    for row in content["people"]:
        world.people[row["code"]] = _build_person(world, row, details.get(row["code"], {}))
    for row in content["collectives"]:
        world.collectives[row["code"]] = _build_collective(world, row)
    heads = {row["head"]: row["code"] for row in content["collectives"] if row["code"] != "TT-L05"}
    for row in content["people"]:
        _build_post(world, row, heads)
    _build_village_body_head(world)
    _build_past_awards(world, content)
    accounts = _build_accounts(world, content["accounts"], password_of)
    _build_signers(world)
    _build_councils(world)
    _build_impediments(world)
    world.commune.set_up = True
    world.commune.save(update_fields=["set_up"])
    return accounts


def _build_windows(world: DemoWorld) -> None:
    """The calendar of 2023, 2024 and the early window of 2025."""
    for row in read_demo("windows")["windows"]:
        year, _ = EmulationYear.objects.get_or_create(plan=world.plan, year=row["year"])
        saved(
            YearWindow(
                year=year,
                code=row["code"],
                kind=row["kind"],
                name=row["name"],
                starts=as_date(row["from"]),
                ends=as_date(row["to"]),
            )
        )


def _build_villages(world: DemoWorld) -> None:
    """Names and figures of the ten villages; two of them are invented."""
    for row in read_demo("places")["villages"]:
        village = Village.objects.get(commune=world.commune, code=row["code"])
        village.name = row["name"]
        village.main_ethnic = row["main_ethnic"]
        village.households = int(row["households"])
        village.people = int(row["people"])
        world.villages[row["code"]] = saved(village)


def _build_person(world: DemoWorld, row: dict[str, str], detail: dict[str, Any]) -> Individual:
    """One person of the roster, with what a báo cáo thành tích needs where it is known."""
    born = detail.get("born")
    unit = world.commune.ubnd_name if row["place"] == "UBND" else row["place"]
    return saved(
        Individual(
            commune=world.commune,
            code=row["code"],
            full_name=row["name"],
            sex=_SEX[row["sex"]],
            birth_date=as_date(born) if born else None,
            birth_year=int(row["born"]),
            ethnicity=row["ethnic"],
            religion=detail.get("religion", ""),
            origin=detail.get("origin", ""),
            residence=detail.get("residence", ""),
            phone=row["phone"],
            unit=detail.get("unit", unit),
            party_post=detail.get("party_post", ""),
            government_post=detail.get("gov_post", row["position"]),
            association_post=detail.get("mass_post", ""),
            education=detail.get("education", ""),
            political_theory=detail.get("political_theory", ""),
            tasks=detail.get("tasks", ""),
        )
    )


def _staff_text(staff: dict[str, int]) -> str:
    """Numbers of staff as a sentence part."""
    names = {
        "cadres": "cán bộ",
        "civil_servants": "công chức",
        "part_time": "người hoạt động không chuyên trách",
        "village": "người ở làng",
    }
    return ", ".join(f"{count:02d} {names[key]}" for key, count in staff.items())


def _build_collective(world: DemoWorld, row: dict[str, Any]) -> Collective:
    """One collective with its record."""
    return saved(
        Collective(
            commune=world.commune,
            code=row["code"],
            kind=SubjectKind.objects.get(
                commune=world.commune, subject_type=SubjectType.COLLECTIVE, code=row["kind"]
            ),
            name=row["name"],
            village=world.villages.get(row.get("village", "")),
            address=row.get("address", ""),
            phone=row.get("phone", ""),
            founding=row.get("founding", ""),
            structure=row.get("structure", ""),
            staff=_staff_text(row.get("staff", {})),
            party_body=row.get("party", ""),
            mass_bodies=row.get("mass_bodies", ""),
            functions=row.get("functions", ""),
        )
    )


def _build_post(world: DemoWorld, row: dict[str, str], heads: dict[str, str]) -> None:
    """The post of one person; heads and deputies of collectives are marked."""
    collective = world.collectives.get(WORKPLACES.get(row["place"], ""))
    saved(
        Post(
            individual=world.people[row["code"]],
            kind=SubjectKind.objects.get(
                commune=world.commune, subject_type=SubjectType.INDIVIDUAL, code=row["kind"]
            ),
            title=row["position"],
            workplace=_workplace(world, row["place"]),
            village=world.village_of(row["place"]),
            collective=collective,
            heads=world.collectives.get(heads.get(row["code"], "")),
            deputy_of=world.collectives.get(DEPUTIES.get(row["code"], "")),
            valid_from=TERM_START,
        )
    )


def _workplace(world: DemoWorld, place: str) -> str:
    """Where somebody works, in full; empty when the title of the post says it already."""
    if place == "UBND":
        return world.commune.ubnd_name
    return f"làng {place}" if world.village_of(place) else ""


def _build_village_body_head(world: DemoWorld) -> None:
    """The village head of Leng also heads the village's Front committee."""
    first = world.people["O33"].posts.get()
    saved(
        Post(
            individual=first.individual,
            kind=first.kind,
            title="Trưởng Ban công tác Mặt trận làng Leng",
            workplace="làng Leng",
            village=first.village,
            heads=world.collectives["TT-L05"],
            collective=world.collectives["TT-L05"],
            valid_from=TERM_START,
        )
    )


def _build_past_awards(world: DemoWorld, content: dict[str, Any]) -> None:
    """Honors received before; those of the demo's own dossiers come with their decision."""
    for row in [*content["details"], *content["collective_reports"]]:
        subject = world.subject(row["code"])
        for year, name, number, day, issuer in row.get("past_awards", []):
            if number == "3105/QĐ-UBND":
                continue
            side = "collective" if isinstance(subject, Collective) else "individual"
            is_title = name.startswith("Lao động")
            saved(
                PastAward(
                    **{side: subject},
                    year=year,
                    kind=PastAwardKind.TITLE if is_title else PastAwardKind.AWARD,
                    name=name,
                    decision_number=number,
                    decision_date=as_date(day),
                    issuer=issuer,
                )
            )


def _build_accounts(
    world: DemoWorld, rows: list[dict[str, str]], password_of: Callable[[], str]
) -> list[tuple[str, str, str]]:
    """Demo accounts with random passwords; everybody else who acts cannot sign in."""
    accounts = []
    for row in rows:
        person = world.people.get(row["person"])
        password = password_of()
        user = _account(world, row["account"], person, row["roles"].split(","))
        user.set_password(password)
        user.save(update_fields=["password"])
        who = f"{person.full_name} – {person.government_post}" if person else row["note"]
        accounts.append((row["account"], password, who))
        if person:
            world.users[row["person"]] = user
        else:
            world.users[row["account"]] = user
    for code, person in world.people.items():
        if code not in world.users:
            world.users[code] = _account(world, f"mau-{code.lower()}", person, ["PARTICIPANT"])
    return accounts


def _account(world: DemoWorld, name: str, person: Individual | None, roles: list[str]) -> User:
    """An account without a usable password."""
    user = User(username=name, commune=world.commune, individual=person)
    user.is_staff = bool(STAFF_ROLES & {Role(role) for role in roles})
    user.set_unusable_password()
    user.save()
    user.groups.set(Group.objects.filter(name__in=[Role(role).value for role in roles]))
    return user


def _build_signers(world: DemoWorld) -> None:
    """Who signs for the UBND, and for the bloc."""
    for code, body, form, post in (
        ("O04", SignerBody.UBND, SigningForm.HEAD, "Chủ tịch"),
        ("O05", SignerBody.UBND, SigningForm.KT, "Phó Chủ tịch"),
        ("O02", SignerBody.BLOC, SigningForm.HEAD, "Trưởng Khối Dân vận"),
    ):
        signer = saved(
            Signer(
                commune=world.commune,
                individual=world.people[code],
                body=body,
                form=form,
                post=post,
                valid_from=TERM_START,
            )
        )
        world.signers[code] = signer


def _build_councils(world: DemoWorld) -> None:
    """The two councils, one after the other."""
    for row in read_demo("council")["councils"]:
        council = saved(
            Council(
                commune=world.commune,
                decision_number=row["decision"],
                decision_date=as_date(row["date"]),
                valid_from=as_date(row["date"]),
                valid_to=as_date(row["to"]) if row["to"] else None,
            )
        )
        world.councils.append(council)
        order = 0
        posts = (
            (CouncilPost.CHAIR, [row["chair"]]),
            (CouncilPost.VICE, row["vice"]),
            (CouncilPost.SECRETARY, [row["secretary"]]),
            (CouncilPost.MEMBER, row["members"]),
        )
        for post, codes in posts:
            for code in codes:
                order += 1
                council.members.create(
                    individual=world.people[code],
                    post=post,
                    order=order,
                    valid_from=council.valid_from,
                    valid_to=council.valid_to,
                )


def _build_impediments(world: DemoWorld) -> None:
    """A reminder that only warns, and a complaint that was cleared."""
    saved(
        Impediment(
            individual=world.people["O10"],
            kind=ImpedimentKind.REMINDER,
            effect=ImpedimentEffect.WARNS,
            reason=world.with_codes("Ký báo cáo mô hình năm 2023 mà không kiểm tra sổ quỹ."),
            paper="305-CV/ĐU ngày 24/10/2024 của Đảng ủy xã",
            starts=date(2024, 10, 24),
        )
    )
    saved(
        Impediment(
            individual=world.people["O18"],
            kind=ImpedimentKind.COMPLAINT,
            effect=ImpedimentEffect.BLOCKS,
            reason="Đơn phản ánh việc đo đạc đất.",
            paper="Thông báo số 62/TB-UBND ngày 15/7/2024",
            starts=date(2024, 7, 15),
            cleared_on=date(2024, 8, 26),
            cleared_paper="Kết luận số 80/KL-UBND ngày 26/8/2024 (không có cơ sở)",
        )
    )
