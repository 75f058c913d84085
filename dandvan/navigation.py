"""The entries of the side navigation and of the bottom bar, by role."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from dandvan.roles import Role

# The page of one's own notices; its entry carries the number of unread ones.
NOTICES = "models_registry:notice_list"
_CLERK = frozenset({Role.CLERK})
_OFFICE = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR, Role.VIEWER})
_SHOWCASE = _OFFICE | {Role.PUBLICIST}
# Who only reads, and who only looks after accounts, has no model of his own to register.
_BUILDERS = frozenset(Role) - {Role.VIEWER, Role.ADMIN}


@dataclass(frozen=True, slots=True)
class Entry:
    """One link; `roles` None means everybody who is signed in, `tab` the words on a phone."""

    label: str
    url_name: str
    icon: str
    roles: frozenset[Role] | None = None
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry whose address is known; `current` when the page shown lies under it."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry("Việc của tôi", "home", "tasks", tab="Việc của tôi"),
            Entry("Mô hình", "models_registry:model_list", "models", tab="Mô hình"),
            Entry(
                "Đăng ký mô hình",
                "models_registry:model_start",
                "register",
                _BUILDERS,
                tab="Đăng ký",
            ),
            Entry("Khen thưởng", "awards:index", "award", tab="Khen thưởng"),
            Entry("Thông báo", NOTICES, "inbox"),
        ),
    ),
    (
        "Mô hình",
        (
            Entry("Việc cần nhắc", "models_registry:reminder_list", "clock", _CLERK),
            Entry("Đăng ký với cấp trên", "models_registry:district_list", "register", _OFFICE),
            Entry("Rà soát hằng năm", "models_registry:review_sheet", "checklist", _OFFICE),
            Entry("Số liệu của năm", "models_registry:year_figures", "report", _OFFICE),
            Entry("Nhân rộng", "models_registry:replication_list", "plus"),
        ),
    ),
    (
        "Phong trào",
        (
            Entry("Đăng ký tham gia", "models_registry:participation_roster", "people", _OFFICE),
            Entry("Biểu dương", "models_registry:praise_list", "award"),
            Entry("Tin, bài", "models_registry:story_list", "paper"),
            Entry("Trang công khai", "awards:showcase_release", "home", _SHOWCASE),
            Entry("Sơ kết, tổng kết", "awards:period_review_list", "report", _OFFICE),
            Entry("Lịch năm", "awards:calendar", "calendar"),
        ),
    ),
    (
        "Xét khen thưởng",
        (
            Entry("Đánh giá mục IV", "awards:evaluation_list", "assess", _OFFICE),
            Entry("Đề nghị khen thưởng", "awards:nomination_list", "people", _OFFICE),
            Entry("Họp Hội đồng", "awards:meeting_list", "checklist", _OFFICE),
            Entry("Hồ sơ khen thưởng", "awards:dossier_list", "dossier", _OFFICE),
            Entry("Sổ vàng khen thưởng", "awards:honor_list", "award", _OFFICE),
        ),
    ),
    (
        "Con người",
        (
            Entry("Nhập danh sách", "models_registry:roster_home", "person", _CLERK),
            Entry("Làng", "models_registry:villages", "models", _CLERK),
            Entry("Lập tài khoản", "models_registry:account_many", "key", frozenset({Role.ADMIN})),
        ),
    ),
)


def _url(name: str) -> str:
    """Address of a page; empty while the page does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _allowed(entry: Entry, roles: frozenset[Role]) -> bool:
    """Whether a holder of these roles sees the entry."""
    return entry.roles is None or bool(entry.roles & roles)


def _current(urls: list[str], path: str) -> str:
    """The longest address that the shown path lies under; "/" only stands for itself."""
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default="")


def notices_url() -> str:
    """Address of one's own notices; empty while the project has no such page."""
    return _url(NOTICES)


def _links(
    entries: list[tuple[str, Entry]], roles: frozenset[Role], path: str, unread: int = 0
) -> list[Link]:
    """Links of the entries (label, entry) this person sees."""
    seen = [(label, entry, _url(entry.url_name)) for label, entry in entries]
    seen = [row for row in seen if row[2] and _allowed(row[1], roles)]
    here = _current([url for _, _, url in seen], path)
    return [
        Link(label, url, entry.icon, url == here, unread if entry.url_name == NOTICES else 0)
        for label, entry, url in seen
    ]


def side_groups(roles: frozenset[Role], path: str, unread: int = 0) -> list[tuple[str, list[Link]]]:
    """Groups (title, links) of the side navigation; empty groups are left out.

    `unread`: notices that the person has not read.
    """
    entries = [(entry.label, entry) for _, group in GROUPS for entry in group]
    flat = _links(entries, roles, path, unread)
    by_url = {link.url: link for link in flat}
    groups = []
    for title, rows in GROUPS:
        links = [by_url[url] for entry in rows if (url := _url(entry.url_name)) in by_url]
        if links:
            groups.append((title, links))
    return groups


def tab_links(roles: frozenset[Role], path: str) -> list[Link]:
    """The entries of the bottom bar on a phone, at most four."""
    entries = [(entry.tab, entry) for _, group in GROUPS for entry in group if entry.tab]
    return _links(entries, roles, path)[:4]
