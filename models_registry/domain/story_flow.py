"""The workflow of a story: written, offered, released, taken down (plan III.2). Pure."""

import re
from dataclasses import dataclass

from dandvan.flow import Edge, Flow
from dandvan.roles import Role
from models_registry.enums import StoryState as S

# Ten digits as phone numbers are written, or twelve as on an identity card.
_PERSONAL = re.compile(r"(?<!\d)(?:0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}|\d{12})(?!\d)")


@dataclass(frozen=True)
class StoryFacts:
    """All that the guards of a story ask, read under the lock.

    `own`: who acts (or signed the paper) wrote it. `model_lost`: why the model told of is not
    shown; empty when there is none or it stands.
    """

    own: bool = False
    title: str = ""
    text: str = ""
    model_lost: str = ""


def text_written(facts: StoryFacts) -> str | None:
    """A story has a title and a text."""
    missing = [
        label
        for label, value in (("tiêu đề", facts.title), ("nội dung", facts.text))
        if not value.strip()
    ]
    return f"Viết {' và '.join(missing)} trước khi gửi duyệt." if missing else None


def nothing_personal(facts: StoryFacts) -> str | None:
    """Phone and identity numbers never stand on a public page."""
    if _PERSONAL.search(facts.title) or _PERSONAL.search(facts.text):
        return "Bài có số điện thoại hoặc số giấy tờ của cá nhân. Bỏ số đó trước khi đăng."
    return None


def model_stands(facts: StoryFacts) -> str | None:
    """A model that lost its ground is not told of in public."""
    return facts.model_lost or None


def not_ones_own_story(facts: StoryFacts) -> str | None:
    """Another pair of eyes releases."""
    if facts.own:
        return "Người viết không tự duyệt đăng bài của mình."
    return None


_WRITERS = frozenset({Role.PUBLICIST})

STORY_FLOW: Flow[StoryFacts] = Flow(
    "story",
    [
        Edge(
            name="offer",
            label="Gửi duyệt",
            sources=frozenset({S.DRAFT.value}),
            target=S.OFFERED.value,
            who=_WRITERS,
            guards=(text_written, nothing_personal, model_stands),
        ),
        Edge(
            name="take_back",
            label="Lấy về viết tiếp",
            sources=frozenset({S.OFFERED.value}),
            target=S.DRAFT.value,
            who=_WRITERS,
            style="alt",
        ),
        Edge(
            name="release",
            label="Duyệt đăng",
            sources=frozenset({S.OFFERED.value}),
            target=S.RELEASED.value,
            who=frozenset({Role.CHAIR}),
            guards=(not_ones_own_story, text_written, nothing_personal, model_stands),
            by_paper=True,
        ),
        Edge(
            name="send_back",
            label="Trả lại để viết tiếp",
            sources=frozenset({S.OFFERED.value}),
            target=S.DRAFT.value,
            who=frozenset({Role.CHAIR}),
            note_required=True,
            style="alt",
        ),
        Edge(
            name="take_down",
            label="Gỡ xuống",
            sources=frozenset({S.RELEASED.value}),
            target=S.TAKEN_DOWN.value,
            who=frozenset({Role.CHAIR, Role.CLERK, *_WRITERS}),
            note_required=True,
            style="stop",
        ),
        Edge(
            name="rewrite",
            label="Viết lại",
            sources=frozenset({S.TAKEN_DOWN.value}),
            target=S.DRAFT.value,
            who=_WRITERS,
            style="alt",
        ),
    ],
)
