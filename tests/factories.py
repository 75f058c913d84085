"""Plain makers of rows for tests; states are reached through services."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from dandvan import clock
from dandvan.roles import STAFF_ROLES, Role
from models_registry.enums import (
    AuthorityLevel,
    CriterionMode,
    MemberPart,
    NationalField,
    SubjectType,
    WindowKind,
)
from models_registry.models import (
    Authority,
    Collective,
    Commune,
    ContentArea,
    Criterion,
    DanVanModel,
    EmulationPlan,
    EmulationYear,
    Individual,
    Post,
    Quality,
    Signer,
    SubjectKind,
    User,
    Village,
    YearWindow,
)

_number = count(1)


def make_commune(code: str = "to-tung", **overrides: Any) -> Commune:
    """A commune with its header lines; set up."""
    given = {
        "name": "xã Tơ Tung",
        "district_name": "huyện Kbang",
        "province_name": "tỉnh Gia Lai",
        "place_name": "Tơ Tung",
        "header_lines": ["ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG"],
        "council_header_lines": ["HỘI ĐỒNG", "THI ĐUA – KHEN THƯỞNG"],
        "set_up": True,
        **overrides,
    }
    return Commune.objects.create(code=code, **given)


def make_plan(commune: Commune, year: int = 2024, **overrides: Any) -> EmulationYear:
    """A small plan with one area each, two qualities, and a year with an open window."""
    plan = EmulationPlan.objects.create(
        commune=commune,
        code=overrides.pop("code", "ke-hoach"),
        title="Kế hoạch phát động phong trào thi đua “Dân vận khéo”",
        movement_name="Dân vận khéo",
        issuer="Ủy ban nhân dân xã Tơ Tung",
    )
    emulation_year = EmulationYear.objects.create(plan=plan, year=year)
    YearWindow.objects.create(
        year=emulation_year,
        code="DK1",
        kind=WindowKind.REGISTRATION,
        name="Đăng ký đợt 1",
        starts=date(year, 1, 2),
        ends=date(year, 3, 15),
    )
    for code, kind, field in (
        ("T1", SubjectType.COLLECTIVE, NationalField.HTCT),
        ("T2", SubjectType.COLLECTIVE, NationalField.VHXH),
        ("ND1", SubjectType.INDIVIDUAL, NationalField.HTCT),
    ):
        ContentArea.objects.create(
            plan=plan,
            code=code,
            subject_type=kind,
            clause="II.2.1",
            order=int(code[-1]),
            short_title=f"Nội dung {code}",
            full_text=f"Toàn văn nội dung {code}",
            national_field=field,
        )
    for order, (code, name) in enumerate(
        (("effective", "Hiệu quả thực tế"), ("replicable", "Có thể nhân rộng")), start=1
    ):
        Quality.objects.create(plan=plan, code=code, name=name, clause="I.2", order=order)
    return emulation_year


def make_kind(
    commune: Commune, subject_type: SubjectType, code: str, **overrides: Any
) -> SubjectKind:
    """A kind of collective or position."""
    kind, _ = SubjectKind.objects.get_or_create(
        commune=commune,
        subject_type=subject_type,
        code=code,
        defaults={"name": overrides.pop("name", code), **overrides},
    )
    return kind


def make_individual(
    commune: Commune, full_name: str = "Đinh Thị Mẫu", **overrides: Any
) -> Individual:
    """A person with a post from 2020 on."""
    person = Individual.objects.create(
        commune=commune, full_name=full_name, code=f"P{next(_number)}", **overrides
    )
    Post.objects.create(
        individual=person,
        kind=make_kind(commune, SubjectType.INDIVIDUAL, "CIVIL_SERVANT", name="Công chức"),
        title="Công chức",
        valid_from=date(2020, 1, 1),
    )
    return person


def make_collective(
    commune: Commune, name: str = "Ủy ban nhân dân xã Tơ Tung", **overrides: Any
) -> Collective:
    """A collective of kind COMMUNE_UBND unless told otherwise."""
    kind = overrides.pop("kind", None) or make_kind(
        commune, SubjectType.COLLECTIVE, "COMMUNE_UBND", name="Ủy ban nhân dân xã"
    )
    return Collective.objects.create(
        commune=commune, kind=kind, name=name, code=f"C{next(_number)}", **overrides
    )


def make_village(
    commune: Commune, code: str = "L01", name: str = "Stơr", **overrides: Any
) -> Village:
    """A village."""
    return Village.objects.create(commune=commune, code=code, name=name, **overrides)


def make_user(
    commune: Commune | None, username: str, *roles: Role, full_name: str = "", **overrides: Any
) -> User:
    """An account with roles; with `full_name` also its person. Password: "mat-khau-thu"."""
    if full_name and commune and "individual" not in overrides:
        overrides["individual"] = make_individual(commune, full_name)
    user = User.objects.create_user(
        username=username, password="mat-khau-thu", commune=commune, **overrides
    )
    user.is_staff = bool(STAFF_ROLES & set(roles))
    user.save(update_fields=["is_staff"])
    for role in roles:
        group, _ = Group.objects.get_or_create(name=role.value)
        user.groups.add(group)
    return user


def make_authority(commune: Commune, code: str = "CT_UBND_XA", **overrides: Any) -> Authority:
    """The commune's chairman as an authority, unless told otherwise."""
    given = {
        "name": "Chủ tịch Ủy ban nhân dân xã Tơ Tung",
        "level": AuthorityLevel.COMMUNE,
        "own_collective_kind": "COMMUNE_UBND",
        **overrides,
    }
    return Authority.objects.create(commune=commune, code=code, **given)


def make_signer(individual: Individual, **overrides: Any) -> Signer:
    """The chairman, signing from 2021 on."""
    given = {"post": "Chủ tịch", "valid_from": date(2021, 6, 25), **overrides}
    return Signer.objects.create(commune=individual.commune, individual=individual, **given)


def make_criterion(year: EmulationYear, code: str, **overrides: Any) -> Criterion:
    """A judged criterion for collectives, unless told otherwise."""
    given = {
        "clause": "IV.1.1",
        "subject_type": SubjectType.COLLECTIVE,
        "order": next(_number),
        "text": f"Điều kiện {code}",
        "full_text": f"Toàn văn {code}",
        "mode": CriterionMode.JUDGED,
        **overrides,
    }
    return Criterion.objects.create(plan=year.plan, code=code, **given)


def make_draft(owner: User, year: EmulationYear, **overrides: Any) -> DanVanModel:
    """A complete draft of a collective's model, ready to be submitted in its window."""
    commune = owner.commune
    assert commune is not None
    person = owner.individual
    assert person is not None
    collective = overrides.pop("collective", None)
    if collective is None and "individual" not in overrides:
        collective = Collective.objects.filter(commune=commune).first() or make_collective(commune)
    village = Village.objects.filter(commune=commune).first() or make_village(commune)
    given = {
        "name": "Ngôi nhà xanh",
        "window": year.windows.filter(kind=WindowKind.REGISTRATION).first(),
        "need": "Rác nhựa còn bị bỏ lại ở bờ ruộng và dọc suối, chưa có nơi thu gom.",
        "goal": "Mỗi làng có 02 điểm thu gom.",
        "solutions": "Chi hội quản lý điểm gom, cân và ghi sổ hằng tháng.",
        "start_date": date(year.year, 3, 8),
        "main_area": year.plan.areas.filter(
            subject_type=SubjectType.COLLECTIVE if collective else SubjectType.INDIVIDUAL
        ).first(),
        **overrides,
    }
    dv_model = DanVanModel.objects.create(
        commune=commune,
        year=year,
        owner_person=person,
        collective=collective,
        created_by=owner,
        created_at=clock.now(),
        **given,
    )
    dv_model.members.create(individual=person, part=MemberPart.LEAD)
    dv_model.villages.add(village)
    return dv_model
