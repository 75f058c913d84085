"""manage.py export_dossier: every document and the bundle, under readable names."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dandvan import clock
from tests.awards.paper_cast import make_paper_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _working_day():
    with clock.at(datetime(2024, 11, 20, 9, 0)):  # noqa: DTZ001 -- clock.at makes it aware
        yield


def test_export_writes_every_document_and_the_bundle(tmp_path):
    cast = make_paper_cast(with_collective=False)
    said = StringIO()
    call_command("export_dossier", cast.dossier.code, output=str(tmp_path / "ra"), stdout=said)

    written = sorted(path.name for path in (tmp_path / "ra").iterdir())
    assert written == [
        "01-to-trinh-HS-2024-01.pdf",
        "02-bien-ban-07-BB-HDTDKT.pdf",
        "03-phieu-danh-gia-Trinh-Quoc-Duong.pdf",
        "04-phieu-danh-gia-Dinh-Thi-Mai-Kring.pdf",
        "05-bao-cao-thanh-tich-Trinh-Quoc-Duong.pdf",
        "06-bao-cao-thanh-tich-Dinh-Thi-Mai-Kring.pdf",
        "07-bao-cao-mo-hinh-MH-2024-01.pdf",
        "ho-so-HS-2024-01.pdf",
    ]
    assert all(path.read_bytes()[:5] == b"%PDF-" for path in (tmp_path / "ra").iterdir())
    lines = said.getvalue().splitlines()
    assert lines[-1] == "Đã ghi 8 tệp của hồ sơ HS-2024-01."
    assert len(lines) == 9


def test_export_takes_the_number_of_the_row_too(tmp_path):
    cast = make_paper_cast(with_collective=False)
    call_command("export_dossier", str(cast.dossier.pk), output=str(tmp_path), stdout=StringIO())

    assert (tmp_path / "ho-so-HS-2024-01.pdf").exists()


@pytest.mark.parametrize("unknown", ["HS-KHONG-CO", "999", "²", "9" * 40])
def test_export_refuses_an_unknown_dossier_with_a_sentence(tmp_path, unknown):
    with pytest.raises(CommandError) as refused:
        call_command("export_dossier", unknown, output=str(tmp_path))

    assert str(refused.value) == f"Không có hồ sơ nào có mã hoặc số thứ tự “{unknown}”."
    assert list(tmp_path.iterdir()) == []


def test_export_says_when_the_folder_cannot_be_written(tmp_path):
    cast = make_paper_cast(with_collective=False)
    (tmp_path / "tep").write_text("")

    with pytest.raises(CommandError) as refused:
        call_command("export_dossier", cast.dossier.code, output=str(tmp_path / "tep"))

    assert str(refused.value).startswith("Không ghi được vào thư mục ")
