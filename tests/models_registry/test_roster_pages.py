"""The pages of lists: paste, look, choose, write; what was typed stays."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from models_registry.enums import SubjectType
from models_registry.models import Individual, RosterImport, Village
from tests.factories import make_individual, make_kind, make_village
from tests.roster_sheets import pasted, sixty_rows, xlsx

pytestmark = pytest.mark.django_db

VILLAGES = "Mã\tTên làng\tSố hộ\nL01\tStơr\t168\nL02\tKuk Tung\t142"


@pytest.fixture
def at_desk(client, clerk, in_march):
    client.force_login(clerk)
    return client


def import_url(kind):
    return reverse("models_registry:roster_import", args=[kind])


def hidden(page):
    """What the preview carries to the writing."""
    text = page.content.decode()
    fields = dict(re.findall(r'name="(once|seen|source|sheet)" value="([^"]*)"', text))
    return {name: unescape(value) for name, value in fields.items()}


def test_a_list_is_looked_at_and_then_written(at_desk):
    page = at_desk.post(import_url("lang"), {"text": VILLAGES, "act": "submit"})
    assert (page.status_code, Village.objects.count()) == (200, 0)

    carried = hidden(page)
    answer = at_desk.post(import_url("lang"), {**carried, "act": "write"}, follow=True)

    assert Village.objects.count() == 2
    assert "Đã ghi 2 dòng của danh sách làng." in answer.content.decode()
    done = RosterImport.objects.get()
    url = reverse("models_registry:roster_result", args=[done.pk])
    assert answer.redirect_chain == [(url, 302)]
    again = at_desk.post(import_url("lang"), {**carried, "act": "write"})
    assert (again["Location"], RosterImport.objects.count()) == (url, 1)
    assert str(done.made_by) in at_desk.get(reverse("models_registry:roster_home")).content.decode()


def test_sixty_rows_from_a_file_name_every_fault_on_the_page(at_desk, commune):
    make_kind(commune, SubjectType.INDIVIDUAL, "VILLAGE_STAFF", name="Người ở làng", order=2)
    make_village(commune)
    make_village(commune, "L05", "Leng")
    rows = [line.split("\t") for line in pasted(sixty_rows()).split("\n")]
    file = SimpleUploadedFile("can-bo.xlsx", xlsx(rows))

    page = at_desk.post(import_url("can-bo"), {"upload": file, "act": "submit"})

    text = page.content.decode()
    counts = {group["verdict"]: len(group["lines"]) for group in page.context["groups"]}
    assert counts == {"wrong": 7, "doubtful": 2, "new": 51}
    assert "Làng “Kon Ka Kinh” không có trong danh sách làng của xã." in text
    assert "Cột không dùng đến: Zalo." in text
    assert 'name="dong-35"' in text
    at_desk.post(import_url("can-bo"), {**hidden(page), "dong-35": "new", "act": "write"})
    assert Individual.objects.count() == 53
    done = RosterImport.objects.get()
    assert done.source == "tệp can-bo.xlsx"
    result = at_desk.get(reverse("models_registry:roster_result", args=[done.pk])).content.decode()
    assert "đề nghị người quản trị mở “Lập tài khoản”" in result
    assert "Làng “Kon Ka Kinh” không có trong danh sách làng của xã." in result


def test_a_sheet_that_changed_meanwhile_is_shown_again(at_desk, commune):
    page = at_desk.post(import_url("lang"), {"text": VILLAGES, "act": "submit"})
    make_village(commune, "L02", "Kuk Tung", households=100)

    again = at_desk.post(import_url("lang"), {**hidden(page), "act": "write"})

    assert "Dữ liệu của xã đã thay đổi từ lúc xem trước." in again.content.decode()
    assert [group["verdict"] for group in again.context["groups"]] == ["changed", "new"]
    at_desk.post(import_url("lang"), {**hidden(again), "act": "write"})
    assert dict(Village.objects.values_list("code", "households")) == {"L01": 168, "L02": 142}


def test_choices_stay_when_the_writing_is_refused(at_desk, commune):
    known = make_individual(commune, "Đinh Hmưnh", birth_year=1980)
    row = "Đinh Hmưnh\t1980\tCông chức\tCông chức"
    text = f"Họ tên\tNăm sinh\tChức vụ\tLoại\n{row}\n{row}"
    page = at_desk.post(import_url("can-bo"), {"text": text, "act": "submit"})
    choice = {"dong-3": str(known.pk)}

    again = at_desk.post(import_url("can-bo"), {**hidden(page), **choice, "act": "write"})

    assert "Dòng 2 và dòng 3 cùng chỉ Đinh Hmưnh: bỏ qua một dòng." in again.content.decode()
    assert f'<option value="{known.pk}" selected>' in again.content.decode()


def test_the_sheet_comes_back_to_be_mended(at_desk):
    page = at_desk.post(import_url("lang"), {"text": VILLAGES, "act": "submit"})

    back = at_desk.post(import_url("lang"), {**hidden(page), "act": "edit"})

    assert back.context["form"].initial["text"].strip() == VILLAGES
    broken = at_desk.post(import_url("lang"), {"sheet": "{", "act": "write"}, follow=True)
    assert "Bảng đã xem trước không còn nguyên vẹn." in broken.content.decode()


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"text": "\n"}, "text", "Dán danh sách, hoặc chọn tệp Excel."),
        ({"text": "Họ tên\nĐinh Pơng"}, "text", "Không tìm thấy cột “Mã làng”, “Tên làng”."),
        ({"upload": b"a;b"}, "upload", "Chỉ nhận tệp Excel .xlsx"),
        ({"upload": b"a;b", "text": "x"}, "text", "Chọn một cách"),
        ({"upload": b""}, "upload", "Tệp này không có nội dung."),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(at_desk, given, field, words):
    if "upload" in given:
        given = {**given, "upload": SimpleUploadedFile("a.xls", given["upload"])}

    page = at_desk.post(import_url("lang"), {**given, "act": "submit"})

    assert words in " ".join(page.context["form"].errors[field])
    assert given.get("text", "").strip() in page.content.decode()


def test_samples_are_read_back_with_every_column(at_desk, commune):
    for kind in ("can-bo", "tap-the", "lang"):
        answer = at_desk.get(reverse("models_registry:roster_sample", args=[kind]))
        assert answer["Content-Disposition"] == (
            f'attachment; filename="mau-danh-sach-{kind}.xlsx"'
        )
        sheet = load_workbook(io.BytesIO(answer.content)).active
        file = SimpleUploadedFile("mau.xlsx", answer.content)
        page = at_desk.post(import_url(kind), {"upload": file, "act": "submit"})
        assert (page.context["found"].unknown, sheet.max_row) == ((), 2)


def test_merged_cells_and_formulas_are_wrong_rows_of_their_own(at_desk):
    rows = [
        ["DANH SÁCH LÀNG"],
        ["Mã", "Tên làng", "Số hộ", "Nhân khẩu"],
        ["I. Các làng Bahnar"],
        ["L01", "Stơr", 168, 742],
        ["L02", "Kuk Tung", "=SUM(1,2)", 655],
        ["L03", "Kle\u0301\u0302ch".replace("\u0301\u0302", "\u0302\u0301"), 118.0, 548],
        ["L04", "Leng", 126, None],
    ]

    def merge(sheet):
        for area in ("A1:D1", "A3:D3", "D6:D7"):
            sheet.merge_cells(area)

    file = SimpleUploadedFile("lang.xlsx", xlsx(rows, merge))
    page = at_desk.post(import_url("lang"), {"upload": file, "act": "submit"})

    merged = ("Ô gộp D6:D7: bỏ gộp ô rồi ghi đủ từng dòng.",)
    found = page.context["found"]
    assert [(line.number, line.name, line.verdict.value, line.reasons) for line in found.lines] == [
        (4, "Stơr", "new", ()),
        (
            5,
            "Kuk Tung",
            "wrong",
            ("Ô C5 là công thức chưa có kết quả: chép rồi dán thành giá trị.",),
        ),
        (6, "Klếch", "wrong", merged),
        (7, "Leng", "wrong", merged),
    ]
    assert found.notes == ("Dòng 3 “I. Các làng Bahnar” là dòng tiêu đề, không đọc.",)
    at_desk.post(import_url("lang"), {**hidden(page), "act": "write"})
    assert list(Village.objects.values_list("name", "households")) == [("Stơr", 168)]


def test_an_unknown_list_is_not_there(at_desk):
    assert at_desk.get("/danh-sach/nhap/nguoi-la/").status_code == 404
    assert at_desk.post("/danh-sach/nhap/nguoi-la/", {"act": "write"}).status_code == 404
    assert at_desk.get("/danh-sach/mau/nguoi-la/").status_code == 404
