"""Codes of registered models. Pure."""

PREFIX = "MH"


def registration_code(year: int, sequence: int) -> str:
    """Code of the nth model sent in a year: "MH-2024-07". Raises ValueError below 1."""
    if sequence < 1:
        raise ValueError("sequence starts at 1")
    return f"{PREFIX}-{year}-{sequence:02d}"
