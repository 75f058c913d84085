"""Who may act: roles of a person and relations of a person to one object. Pure."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the commune; the value is the name of the auth group."""

    PARTICIPANT = "PARTICIPANT"
    CLERK = "CLERK"
    MOBILIZATION_BLOC = "MOBILIZATION_BLOC"
    CHAIR = "CHAIR"
    PUBLICIST = "PUBLICIST"
    VIEWER = "VIEWER"
    ADMIN = "ADMIN"


ROLE_LABELS: dict[Role, str] = {
    Role.PARTICIPANT: "Người tham gia phong trào",
    Role.CLERK: "Văn phòng – thống kê",
    Role.MOBILIZATION_BLOC: "Khối Dân vận",
    Role.CHAIR: "Chủ tịch, Phó Chủ tịch UBND",
    Role.PUBLICIST: "Văn hóa – xã hội, tuyên truyền",
    Role.VIEWER: "Thường trực Đảng ủy, HĐND, Mặt trận (chỉ xem)",
    Role.ADMIN: "Quản trị tài khoản",
}


# Who works in the admin: the clerk and the administrator, and those whose acts stand there.
STAFF_ROLES = frozenset({Role.CLERK, Role.ADMIN, Role.CHAIR, Role.MOBILIZATION_BLOC})


class Relation(StrEnum):
    """What somebody is to one object; computed per object by its facts query."""

    OWNER = "OWNER"
    MEMBER = "MEMBER"
    NOMINEE = "NOMINEE"
    UNIT_HEAD = "UNIT_HEAD"
    COUNCIL_SECRETARY = "COUNCIL_SECRETARY"
    COUNCIL_MEMBER = "COUNCIL_MEMBER"


Actor = Role | Relation


def roles_of(user: object) -> frozenset[Role]:
    """Roles of a signed-in person; empty for an anonymous or inactive one."""
    names = getattr(user, "role_names", None)
    if names is None or not getattr(user, "is_active", False):
        return frozenset()
    known = {role.value for role in Role}
    return frozenset(Role(name) for name in names() if name in known)


def has_role(user: object, *roles: Role) -> bool:
    """Whether the person holds at least one of these roles."""
    return bool(roles_of(user) & frozenset(roles))
