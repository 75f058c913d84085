"""Refusals of the domain: every one carries sentences that a person reads."""

from collections.abc import Sequence


class DomainError(Exception):
    """An act was refused and nothing was written.

    `reasons` are whole Vietnamese sentences, all of them at once; `field` names the form
    field they belong to where there is one.
    """

    def __init__(self, reasons: Sequence[str] | str, *, field: str | None = None) -> None:
        """Keep one sentence or several."""
        self.reasons: tuple[str, ...] = (reasons,) if isinstance(reasons, str) else tuple(reasons)
        self.field = field
        super().__init__(" ".join(self.reasons))


class NotAllowed(DomainError):
    """The person is not among those who may do this act (a view answers 403)."""


class StaleRecord(DomainError):
    """Somebody saved the record meanwhile; the form that was filled in is out of date."""
