"""One paper as pages show it: what it is, how it is built, which prints of it there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dandvan.documents.file_names import file_name
from dandvan.documents.model import OfficialDocument, PrintState

# A paper that needs no signature of an office and no number is printed as it is.
SHEET_PRINTS = (PrintState.ISSUED,)
NUMBERED_PRINTS = (PrintState.DRAFT, PrintState.FOR_SIGNATURE)


@dataclass(frozen=True)
class Paper:
    """One paper: what it is, how it is built, and its stored print if it was issued.

    `slug` and `object_id` make its address; `about` tells two papers of a kind apart;
    `issued` is the row of the stored print (`content`, `sha256`, `paper`).
    """

    slug: str
    kind: str
    title: str
    build: Callable[[PrintState], OfficialDocument]
    about: str = ""
    object_id: int | None = None
    issued: Any = None
    prints: tuple[PrintState, ...] = NUMBERED_PRINTS

    @property
    def key(self) -> str:
        """What finds the stored print again: "phieu-danh-gia:12"."""
        return self.slug if self.object_id is None else f"{self.slug}:{self.object_id}"

    @property
    def file_name(self) -> str:
        """Name of the file; the number where the paper has one."""
        number = str(self.issued.paper) if self.issued and self.issued.paper else ""
        return file_name(self.slug, number or self.about)
