"""A button of an object page: what may be done now, and why not when it may not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionButton:
    """One act offered under "Việc tiếp theo".

    `url` takes the POST; `reasons` are the sentences under a disabled button; `style` is
    "primary", "alt" or "stop"; `note` is "none", "optional" or "required" (POST field `note`);
    with `needs_form_url` the button is a link to a page that asks for more.
    """

    label: str
    url: str = ""
    allowed: bool = True
    reasons: tuple[str, ...] | list[str] = ()
    style: str = "primary"
    note: str = "none"
    note_label: str = "Ghi chú"
    needs_form_url: str = ""

    @property
    def css(self) -> str:
        """Classes of the button."""
        return "btn" if self.style == "primary" else f"btn {self.style}"
