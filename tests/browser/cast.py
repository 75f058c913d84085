"""The people of one year of xã Tơ Tung for the main journey: plan from its file, invented names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.enums import CouncilPost
from awards.models import Council
from awards.services.load_plan import load_plan
from awards.services.plan_file import read_plan_file
from dandvan import clock
from dandvan.models import WorkingDate
from dandvan.roles import Role
from models_registry.enums import WindowKind
from models_registry.models import (
    Collective,
    Commune,
    EmulationPlan,
    EmulationYear,
    Individual,
    Post,
    SubjectKind,
    User,
    Village,
    YearWindow,
)
from tests.factories import make_signer, make_user
from tests.plans import TO_TUNG

PASSWORD = "mat-khau-thu"
IN_OFFICE_SINCE = date(2021, 6, 25)


@dataclass
class YearCast:
    """The commune, its year 2024 and who acts in it; the accounts stand beside the names."""

    commune: Commune
    year: EmulationYear
    owner: User  # tuphap
    clerk: User  # vanphong
    bloc: User  # danvan
    chair: User  # chutich


def work_on(day: date) -> None:
    """Let every page and service act on this day."""
    WorkingDate.objects.update_or_create(pk=1, defaults={"day": day})
    clock.forget_working_date()


def make_year_cast() -> YearCast:
    """The plan of Tơ Tung with the windows of 2024, officials with their posts, a council."""
    load_plan(read_plan_file(TO_TUNG))
    commune = Commune.objects.get(code="to-tung")
    commune.set_up = True
    commune.save(update_fields=["set_up"])
    year, _ = EmulationYear.objects.get_or_create(
        plan=EmulationPlan.objects.get(commune=commune), year=2024
    )
    _make_windows(year)
    for code, name in (("L09", "Đồng Xanh"), ("L10", "Suối Mơ")):
        Village.objects.filter(commune=commune, code=code).update(name=name)
    unit = Collective.objects.create(
        commune=commune,
        kind=SubjectKind.objects.get(commune=commune, code="COMMUNE_UBND"),
        name="Ủy ban nhân dân xã Tơ Tung",
        code="UBND",
    )
    clerk_title = "Công chức Văn phòng – thống kê"
    owner = _official(commune, "tuphap", "Lương Thị Ngát", "Công chức Tư pháp", Role.PARTICIPANT)
    clerk = _official(commune, "vanphong", "Võ Thị Thử", clerk_title, Role.CLERK)
    bloc = _official(
        commune, "danvan", "Đinh Văn Khối", "Trưởng Khối Dân vận", Role.MOBILIZATION_BLOC
    )
    chair = _official(commune, "chutich", "Nguyễn Văn Chủ", "Chủ tịch UBND", Role.CHAIR)
    Post.objects.filter(individual=chair.individual).update(heads=unit)
    Post.objects.filter(individual__in=[u.individual for u in (owner, clerk)]).update(
        collective=unit
    )
    make_signer(chair.individual)
    _make_council(commune, chair, clerk)
    return YearCast(
        commune=commune,
        year=year,
        owner=owner,
        clerk=clerk,
        bloc=bloc,
        chair=chair,
    )


def _make_windows(year: EmulationYear) -> None:
    """Registration in spring, reports in October, dossiers until 10 December."""
    for code, kind, name, starts, ends in (
        ("DK1", WindowKind.REGISTRATION, "Đăng ký đợt 1", date(2024, 1, 2), date(2024, 3, 15)),
        ("BC", WindowKind.RESULT_REPORT, "Báo cáo kết quả", date(2024, 10, 1), date(2024, 10, 31)),
        ("HS", WindowKind.DOSSIER, "Trình hồ sơ", date(2024, 11, 18), date(2024, 12, 10)),
    ):
        YearWindow.objects.create(
            year=year, code=code, kind=kind, name=name, starts=starts, ends=ends
        )


def _person(commune: Commune, code: str, name: str, title: str) -> Individual:
    """Somebody with a post since the beginning of the term."""
    person = Individual.objects.create(
        commune=commune, code=code, full_name=name, birth_year=1985, government_post=title
    )
    kind = "CIVIL_SERVANT" if title.startswith("Công chức") else "CADRE"
    Post.objects.create(
        individual=person,
        kind=SubjectKind.objects.get(commune=commune, code=kind),
        title=title,
        valid_from=IN_OFFICE_SINCE,
    )
    return person


def _official(commune: Commune, username: str, name: str, title: str, role: Role) -> User:
    """An official with an account."""
    person = _person(commune, username, name, title)
    return make_user(commune, username, role, individual=person)


def _make_council(commune: Commune, chair: User, clerk: User) -> None:
    """Five members: the chairman leads, the clerk writes."""
    council = Council.objects.create(
        commune=commune,
        decision_number="21/QĐ-UBND",
        decision_date=date(2024, 1, 25),
        valid_from=date(2024, 1, 25),
    )
    front = _person(commune, "mattran", "Bế Văn Trận", "Chủ tịch Ủy ban MTTQ xã")
    youth = _person(commune, "doan", "Ma Thị Đoàn", "Bí thư Đoàn xã")
    money = _person(commune, "taichinh", "Hà Văn Sổ", "Công chức Tài chính")
    for order, (person, post) in enumerate(
        (
            (chair.individual, CouncilPost.CHAIR),
            (front, CouncilPost.VICE),
            (clerk.individual, CouncilPost.SECRETARY),
            (youth, CouncilPost.MEMBER),
            (money, CouncilPost.MEMBER),
        ),
        start=1,
    ):
        council.members.create(
            individual=person, post=post, order=order, valid_from=council.valid_from
        )
