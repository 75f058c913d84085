"""Part I of a báo cáo thành tích: what the records say about the nominee."""

from __future__ import annotations

from datetime import date

from dandvan.documents.model import LabelValue
from dandvan.vietnamese import long_date
from models_registry.documents.wording import curly, post_title
from models_registry.models import Collective, Individual


def _born(person: Individual) -> str:
    if person.birth_date:
        return long_date(person.birth_date).removeprefix("ngày ")
    return str(person.birth_year or "")


def _posts(person: Individual, day: date) -> str:
    """Posts in Party, government and associations; the dated one without any."""
    parts = (
        ("về Đảng", person.party_post),
        ("về chính quyền", person.government_post),
        ("về đoàn thể", person.association_post),
    )
    held = [(label, post) for label, post in parts if post]
    if len(held) == 1:
        return held[0][1]
    return "; ".join(f"{label}: {post}" for label, post in held) or post_title(person, day)


def person_facts(person: Individual, day: date) -> tuple[LabelValue, ...]:
    """Sơ lược lý lịch of the full form; what is not on record says so."""
    unknown = "Chưa có thông tin"
    facts = (
        ("Họ và tên", person.full_name, unknown),
        ("Ngày, tháng, năm sinh", _born(person), unknown),
        ("Giới tính", person.get_sex_display(), unknown),
        ("Dân tộc", person.ethnicity, unknown),
        ("Tôn giáo", person.religion, "Không"),
        ("Quê quán", person.origin, unknown),
        ("Nơi thường trú", person.residence, unknown),
        ("Đơn vị công tác", person.unit, unknown),
        ("Chức vụ", _posts(person, day), unknown),
        ("Trình độ chuyên môn, nghiệp vụ", person.education, unknown),
        ("Trình độ lý luận chính trị", person.political_theory, "Không"),
        ("Học hàm, học vị, danh hiệu, giải thưởng", person.degrees, "Không"),
    )
    return tuple(LabelValue(label, value, empty=empty) for label, value, empty in facts)


def short_facts(person: Individual, day: date) -> tuple[LabelValue, ...]:
    """Facts of the form of a movement; what is not on record is left out."""
    facts = (
        ("Họ và tên", person.full_name),
        ("Ngày, tháng, năm sinh", _born(person)),
        ("Giới tính", person.get_sex_display()),
        ("Dân tộc", person.ethnicity),
        ("Quê quán", person.origin),
        ("Nơi thường trú", person.residence),
        ("Đơn vị công tác", person.unit),
        ("Chức vụ", _posts(person, day)),
        ("Trình độ chuyên môn, nghiệp vụ", person.education),
        ("Nhiệm vụ được giao", curly(person.tasks)),
    )
    return tuple(LabelValue(label, value) for label, value in facts if value)


def collective_facts(collective: Collective) -> tuple[tuple[LabelValue, ...], str]:
    """Facts of a collective that are on record, and its functions as running text."""
    facts = (
        ("Địa chỉ", collective.address),
        ("Điện thoại", collective.phone),
        ("Quá trình thành lập và phát triển", collective.founding),
        ("Cơ cấu tổ chức", collective.structure),
        ("Cán bộ, công chức, người lao động", collective.staff),
        ("Tổ chức đảng", collective.party_body),
        ("Tổ chức đoàn thể", collective.mass_bodies),
    )
    lines = tuple(LabelValue(label, curly(value)) for label, value in facts if value.strip())
    return lines, collective.functions
