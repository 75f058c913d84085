"""Codes of registered models and of lists sent to the level above. Pure."""

PREFIX = "MH"
LIST_PREFIX = "DKH"


def registration_code(year: int, sequence: int) -> str:
    """Code of the nth model sent in a year: "MH-2024-07". Raises ValueError below 1."""
    if sequence < 1:
        raise ValueError("sequence starts at 1")
    return f"{PREFIX}-{year}-{sequence:02d}"


def list_code(year: int, sequence: int) -> str:
    """Code of the nth list of a year for the level above: "DKH-2024-1". Raises ValueError."""
    if sequence < 1:
        raise ValueError("sequence starts at 1")
    return f"{LIST_PREFIX}-{year}-{sequence}"
