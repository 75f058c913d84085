"""A plan file: parsed and checked as a whole, without touching the database.

The format is described in docs/plan-file.md.
"""

from awards.services.plan_file.file import (
    PlanFile,
    parse_plan,
    parse_windows,
    read_plan_file,
    read_windows_file,
)
from awards.services.plan_file.reading import PlanRow

__all__ = [
    "PlanFile",
    "PlanRow",
    "parse_plan",
    "parse_windows",
    "read_plan_file",
    "read_windows_file",
]
