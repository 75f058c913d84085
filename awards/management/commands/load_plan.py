"""manage.py load_plan FILE.yaml: create or update the plan of a commune."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from awards.services.load_plan import load_plan
from awards.services.plan_file import read_plan_file
from dandvan.errors import DomainError


class Command(BaseCommand):
    """Load a plan file; a wrong one is refused whole, with every reason."""

    help = "Nạp tệp kế hoạch của một xã (YAML, xem docs/plan-file.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file."""
        parser.add_argument("file", type=Path, metavar="TỆP.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, write, and say what was done."""
        try:
            report = load_plan(read_plan_file(options["file"]))
        except DomainError as error:
            refusal = "\n".join(error.reasons)
            raise CommandError(f"Không nạp tệp {options['file']}:\n{refusal}") from None
        for line in report.lines():
            self.stdout.write(line)
