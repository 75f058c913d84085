"""manage.py export_dossier ID --output DIR: every document of a dossier and the bundle."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from awards.documents.bundle import build_bundle, bundle_state
from awards.documents.papers import dossier_papers
from awards.models import Dossier
from dandvan.documents.file_names import file_name
from dandvan.documents.model import PrintState
from dandvan.documents.prints import paper_pdf
from dandvan.errors import DomainError


class Command(BaseCommand):
    """Write the papers of one dossier to a folder, under names that a person can read."""

    help = "Ghi mọi văn bản và trọn bộ của một hồ sơ khen thưởng ra thư mục."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The dossier by code or number, and the folder."""
        parser.add_argument("dossier", metavar="ID", help="Mã hồ sơ hoặc số thứ tự trong dữ liệu")
        parser.add_argument("--output", required=True, metavar="DIR", help="Thư mục để ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write everything, then say what was written."""
        dossier = find_dossier(options["dossier"])
        folder = Path(options["output"])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            written = [_write(folder / name, content) for name, content in exported_files(dossier)]
        except DomainError as error:
            raise CommandError(" ".join(error.reasons)) from error
        except OSError as error:
            raise CommandError(f"Không ghi được vào thư mục {folder}: {error}") from error
        for path in written:
            self.stdout.write(str(path))
        self.stdout.write(f"Đã ghi {len(written)} tệp của hồ sơ {dossier.code}.")


def find_dossier(identifier: str) -> Dossier:
    """A dossier by its code, else by its number. Raises CommandError with a sentence."""
    rows = Dossier.objects.select_related("commune", "year__plan__commune", "award_kind__authority")
    found = list(rows.filter(code=identifier)[:2])
    if not found and identifier.isdecimal() and len(identifier) < 19:
        found = list(rows.filter(pk=int(identifier)))
    if not found:
        raise CommandError(f"Không có hồ sơ nào có mã hoặc số thứ tự “{identifier}”.")
    if len(found) > 1:
        raise CommandError(
            f"Có nhiều hồ sơ mang mã “{identifier}” ở các xã khác nhau; hãy dùng số thứ tự."
        )
    return found[0]


def exported_files(dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    """File names and contents: numbered in the order of the dossier, the bundle last."""
    for number, paper in enumerate(dossier_papers(dossier), start=1):
        state = PrintState.ISSUED if paper.issued else bundle_state(dossier)
        yield f"{number:02d}-{paper.file_name}", paper_pdf(paper, state)
    yield file_name("ho-so", dossier.code), build_bundle(dossier)


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
