"""What no plan file can know: who leads the commune, how they sign, names of villages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, has_role
from dandvan.vietnamese import one_line, short_date
from models_registry.enums import AuthorityLevel, SignerBody, SigningForm, SubjectType
from models_registry.models import (
    Collective,
    Commune,
    EmulationPlan,
    Individual,
    Post,
    Signer,
    SubjectKind,
    User,
)

CADRE = "CADRE"
HEAD_POST = "Chủ tịch"
DEPUTY_POST = "Phó Chủ tịch"


@dataclass(frozen=True)
class LeaderInput:
    """A chairman or deputy; `field_of_work` is what a deputy looks after, may be empty.

    `form` is how he signs: HEAD or Q for a chairman, KT for a deputy, None for a deputy who
    does not sign.
    """

    full_name: str
    sex: str
    since: date
    form: SigningForm | None = SigningForm.HEAD
    field_of_work: str = ""


@dataclass(frozen=True)
class PlanPaper:
    """Number and day of the commune's plan, as far as known."""

    number: str = ""
    date: date | None = None


@transaction.atomic
def set_up_commune(
    *,
    user: User,
    chairman: LeaderInput | None = None,
    deputies: Sequence[LeaderInput] = (),
    village_names: Mapping[int, str] | None = None,
    plan: PlanPaper | None = None,
    finished: bool = True,
) -> Commune:
    """Write what the set-up page asks for; with `finished` the commune counts as set up.

    Unfinished it may be given in parts: what was entered before stays. Village names are by
    id of a village of the commune. Raises NotAllowed for anybody but ADMIN and CLERK,
    DomainError with every sentence; nothing is written then.
    """
    commune = _locked_commune(user)
    names = {pk: one_line(name) for pk, name in (village_names or {}).items() if name.strip()}
    leaders = [leader for leader in (chairman, *deputies) if leader]
    head = head_collective(commune)
    chaired = head is not None and head.head_on(clock.today()) is not None
    refusals = [
        *_leader_refusals(leaders),
        *_known_leader_refusals(head, leaders),
        *_chairman_refusals(chairman, chaired, finished),
        *_village_refusals(commune, names),
        *_plan_refusals(plan),
    ]
    if refusals:
        raise DomainError(refusals)
    if leaders:
        head = head or _make_head_collective(commune)
        for leader in leaders:
            _write_leader(commune, head, leader, is_chairman=leader is chairman)
    for village in commune.villages.filter(pk__in=names):
        village.name = names[village.pk]
        village.save(update_fields=["name"])
    _write_plan_paper(commune, plan)
    if finished:
        commune.set_up = True
        commune.save(update_fields=["set_up"])
    return commune


def head_collective(commune: Commune) -> Collective | None:
    """The collective that the commune's own authority heads: its People's Committee."""
    kind = _head_kind_code(commune)
    rows = Collective.objects.filter(commune=commune, kind__code=kind)
    return rows.on(clock.today()).order_by("pk").first()


def _locked_commune(user: User) -> Commune:
    """The person's commune under lock, still to be set up."""
    if not has_role(user, Role.ADMIN, Role.CLERK) or user.commune_id is None:
        raise NotAllowed(["Chỉ người quản trị và Văn phòng – thống kê nhập thông tin ban đầu."])
    commune = Commune.objects.select_for_update().get(pk=user.commune_id)
    if commune.set_up:
        raise DomainError(
            ["Thông tin ban đầu đã nhập xong; từ nay sửa từng mục trong trang quản trị."]
        )
    return commune


def _head_kind_code(commune: Commune) -> str:
    """Code of the kind of collective that the commune's chairman heads (plan file)."""
    codes = commune.authorities.filter(level=AuthorityLevel.COMMUNE).exclude(own_collective_kind="")
    return codes.order_by("pk").values_list("own_collective_kind", flat=True).first() or ""


def _leader_refusals(leaders: Sequence[LeaderInput]) -> list[str]:
    """Wrong or missing parts of the people named."""
    refusals, today = [], clock.today()
    for leader in leaders:
        if not one_line(leader.full_name):
            refusals.append("Nhập họ và tên của người lãnh đạo.")
        elif leader.since > today:
            refusals.append(
                f"Ngày giữ chức vụ của {one_line(leader.full_name)} "
                f"({short_date(leader.since)}) sau ngày hôm nay."
            )
    names = [one_line(leader.full_name).casefold() for leader in leaders]
    if len(set(names)) < len(names):
        refusals.append("Một người được nhập hai lần. Mỗi người chỉ nhập một dòng.")
    return refusals


def _known_leader_refusals(head: Collective | None, leaders: Sequence[LeaderInput]) -> list[str]:
    """Nobody is entered again whose post stands already."""
    if head is None:
        return []
    known = {
        post.individual.full_name.casefold()
        for post in Post.objects.filter(collective=head).select_related("individual")
    }
    return [
        f"{name} đã được nhập trước đó; sửa trong trang quản trị, mục Cá nhân."
        for leader in leaders
        if (name := one_line(leader.full_name)).casefold() in known
    ]


def _chairman_refusals(chairman: LeaderInput | None, chaired: bool, finished: bool) -> list[str]:
    """A finished set-up has one chairman."""
    if chairman and chaired:
        return ["Chủ tịch đã được nhập trước đó; sửa trong trang quản trị, mục Cá nhân."]
    if finished and not chairman and not chaired:
        return ["Nhập Chủ tịch Ủy ban nhân dân xã, hoặc chọn “Để sau”."]
    return []


def _village_refusals(commune: Commune, names: Mapping[int, str]) -> list[str]:
    """Two villages never bear one name."""
    taken = commune.villages.exclude(name="").exclude(pk__in=names)
    known = {name.casefold() for name in taken.values_list("name", flat=True)}
    refusals = []
    for name in names.values():
        if name.casefold() in known:
            refusals.append(f"Đã có làng tên {name}. Mỗi làng một tên.")
        known.add(name.casefold())
    return refusals


def _plan_refusals(plan: PlanPaper | None) -> list[str]:
    """The plan was issued on or before today."""
    if plan and plan.date and plan.date > clock.today():
        return [f"Ngày ban hành kế hoạch ({short_date(plan.date)}) sau ngày hôm nay."]
    return []


def _make_head_collective(commune: Commune) -> Collective:
    """The People's Committee as a collective, of the kind that the plan file names."""
    kind = SubjectKind.objects.filter(
        commune=commune, subject_type=SubjectType.COLLECTIVE, code=_head_kind_code(commune)
    ).first()
    if kind is None:
        raise DomainError(["Tệp kế hoạch chưa có loại tập thể của Ủy ban nhân dân xã."])
    return Collective.objects.create(commune=commune, kind=kind, name=commune.ubnd_name)


def _cadre_kind(commune: Commune) -> SubjectKind:
    """The kind of position of elected leaders; the first kind where the plan has no other."""
    kinds = SubjectKind.objects.filter(commune=commune, subject_type=SubjectType.INDIVIDUAL)
    kind = kinds.filter(code=CADRE).first() or kinds.order_by("order", "pk").first()
    if kind is None:
        raise DomainError(["Tệp kế hoạch chưa có loại chức danh nào cho cá nhân."])
    return kind


def _write_leader(
    commune: Commune, head: Collective, leader: LeaderInput, *, is_chairman: bool
) -> None:
    """The person, the dated post, and how he signs."""
    acting = leader.form == SigningForm.Q
    post = ("Quyền " + HEAD_POST if acting else HEAD_POST) if is_chairman else DEPUTY_POST
    field = one_line(leader.field_of_work)
    title = f"{post} UBND ({field})" if field else f"{post} UBND"
    person = Individual.objects.create(
        commune=commune,
        full_name=one_line(leader.full_name),
        sex=leader.sex,
        unit=commune.ubnd_name,
        government_post=title,
    )
    Post.objects.create(
        individual=person,
        kind=_cadre_kind(commune),
        title=title,
        workplace=commune.ubnd_name,
        collective=head,
        heads=head if is_chairman else None,
        deputy_of=None if is_chairman else head,
        valid_from=leader.since,
    )
    if leader.form:
        Signer.objects.create(
            commune=commune,
            individual=person,
            body=SignerBody.UBND,
            form=leader.form,
            head_post=HEAD_POST,
            post=post,
            valid_from=leader.since,
        )


def _write_plan_paper(commune: Commune, plan: PlanPaper | None) -> None:
    """Number and day of the latest plan, only where they were given."""
    row: EmulationPlan | None = commune.plans.order_by("-pk").first()
    if row is None or plan is None:
        return
    fields = []
    if one_line(plan.number):
        row.number = one_line(plan.number)
        fields.append("number")
    if plan.date:
        row.date = plan.date
        fields.append("date")
    if fields:
        row.save(update_fields=fields)
