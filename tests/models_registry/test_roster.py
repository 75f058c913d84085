"""Lists from a sheet: the verdict of every row, and what is written of it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.sheets import Sheet, read_pasted
from models_registry.enums import RosterKind, SubjectType
from models_registry.models import Collective, Individual, Post, RosterImport, Village
from models_registry.services.roster import import_roster, preview_roster
from tests.factories import make_collective, make_individual, make_kind, make_village
from tests.roster_sheets import FAULTS, good_row, pasted, sixty_rows

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2024, 11, 20, 9, 0)  # noqa: DTZ001 -- clock.at makes it aware


@pytest.fixture(autouse=True)
def _in_november():
    with clock.at(NOVEMBER):
        yield


@pytest.fixture
def places(commune, clerk):
    """Two villages and two kinds of positions; the clerk is a person himself."""
    make_kind(commune, SubjectType.INDIVIDUAL, "VILLAGE_STAFF", name="Người ở làng", order=2)
    return make_village(commune), make_village(commune, "L05", "Leng", households=157, people=716)


def look(clerk, rows, kind=RosterKind.PEOPLE, headings=None):
    sheet = rows if isinstance(rows, Sheet) else read_pasted(_text(rows, headings))
    return sheet, preview_roster(user=clerk, kind=kind, sheet=sheet)


def _text(rows, headings):
    return pasted(rows, headings) if headings else pasted(rows)


def write(clerk, rows, kind=RosterKind.PEOPLE, headings=None, **choices):
    sheet, found = look(clerk, rows, kind, headings)
    return import_roster(
        user=clerk,
        kind=kind,
        sheet=sheet,
        choices={int(name[1:]): value for name, value in choices.items()},
        seen=found.fingerprint,
    )


def verdicts(found):
    return {line.number: (line.verdict.value, line.reasons) for line in found.lines}


# -- the sheet of sixty rows ----------------------------------------------------------------------


def test_sixty_rows_get_the_exact_verdict_each(clerk, places):
    _, found = look(clerk, sixty_rows())

    expected = {number: FAULTS.get(number, ("new", ())) for number in range(2, 62)}
    assert verdicts(found) == expected
    assert found.unknown == ("Zalo",)
    assert Individual.objects.count() == 1


def test_sixty_rows_write_exactly_the_right_people_and_again_none(clerk, places):
    rows = sixty_rows()
    done = write(clerk, rows)

    expected = {row[1] for number, row in enumerate(rows, start=2) if number not in FAULTS}
    expected = expected - {rows[20][1]} | {"Siu Văn Pơng"}
    made = Individual.objects.exclude(pk=clerk.individual_id)
    assert set(made.values_list("full_name", flat=True)) == expected
    assert (len(expected), made.count(), Post.objects.count()) == (51, 51, 52)
    assert done.counts == {"new": 51, "changed": 0, "same": 0, "left_out": 2, "wrong": 7}

    _, again = look(clerk, rows)
    repeated = {number: FAULTS.get(number, ("same", ())) for number in range(2, 62)}
    assert verdicts(again) == repeated
    with pytest.raises(DomainError, match="Không có dòng nào để ghi"):
        write(clerk, rows)
    assert Individual.objects.count() == 52


def test_a_new_person_has_all_that_the_row_says(clerk, places):
    stor, _ = places
    write(clerk, [good_row(4)])

    person = Individual.objects.get(full_name="Đinh Văn Sầm")
    post = person.posts.get()
    assert (person.birth_date, person.birth_year, person.sex) == (date(1969, 3, 5), 1969, "male")
    assert (person.phone, person.ethnicity, person.commune) == (
        "0900 000 104",
        "Bahnar",
        clerk.commune,
    )
    assert (post.title, post.village, post.workplace) == ("Công an viên", stor, "làng Stơr")
    assert (post.kind.code, post.valid_from) == ("VILLAGE_STAFF", date(2024, 11, 20))


def test_an_import_leaves_its_trace(clerk, places):
    done = write(clerk, [good_row(4), [*good_row(5)[:8], "Kon Ka", "", ""]])

    person = Individual.objects.get(full_name="Đinh Văn Sầm")
    entry = LogEntry.objects.get()
    assert (done.made_by, done.made_at.date(), done.source) == (
        clerk,
        NOVEMBER.date(),
        "dán từ bảng tính",
    )
    assert [(line["number"], line["verdict"], line["pk"]) for line in done.lines] == [
        (2, "new", person.pk),
        (3, "wrong", None),
    ]
    assert (entry.object_id, entry.user, entry.change_message) == (
        str(person.pk),
        clerk,
        "Nhập danh sách.",
    )


# -- who is meant ---------------------------------------------------------------------------------


def a_row(name, **cells):
    names = ("name", "birth", "sex", "ethnicity", "title", "kind", "unit", "village", "phone")
    given = {"name": name, "title": "Trưởng làng", "kind": "Người ở làng", **cells}
    return ["1", *(given.get(key, "") for key in names)]


def test_a_like_named_person_is_asked_about_and_the_clerk_decides(clerk, commune, places):
    known = make_individual(commune, "Đinh Hmưnh", birth_date=date(1973, 5, 1))
    rows = [a_row("Đinh Hmunh", birth="02/06/1980")]

    _, found = look(clerk, rows)
    assert verdicts(found) == {
        2: ("doubtful", ("Trùng tên với Đinh Hmưnh, sinh 01/05/1973 – Công chức.",))
    }
    write(clerk, rows, r2="new")

    other = Individual.objects.exclude(pk=known.pk).get(search_name="dinh hmunh")
    assert other.birth_date == date(1980, 6, 2)
    known.refresh_from_db()
    assert known.birth_date == date(1973, 5, 1)
    assert verdicts(look(clerk, rows)[1]) == {2: ("same", ())}


def test_a_doubtful_row_may_be_the_person_there_is(clerk, commune, places):
    known = make_individual(commune, "Đinh Hmưnh")
    rows = [a_row("Đinh Hmưnh", birth="02/06/1980", title="Công chức", kind="Công chức")]

    assert look(clerk, rows)[1].lines[0].verdict == "doubtful"
    write(clerk, rows, r2=str(known.pk))

    known.refresh_from_db()
    assert (known.birth_date, Individual.objects.filter(search_name="dinh hmunh").count()) == (
        date(1980, 6, 2),
        1,
    )
    assert verdicts(look(clerk, rows)[1]) == {2: ("same", ())}


def test_same_day_of_birth_is_the_same_person_whatever_the_marks(clerk, commune, places):
    make_individual(commune, "Đinh Hmưnh", birth_date=date(1980, 6, 2))

    _, found = look(
        clerk,
        [a_row("Đinh Hmunh", birth="02/06/1980", title="Công chức", kind="Công chức")],
    )

    (line,) = found.lines
    assert line.verdict == "changed"
    assert [(c.label, c.before, c.after) for c in line.changes] == [
        ("Họ và tên", "Đinh Hmưnh", "Đinh Hmunh")
    ]


def test_same_year_but_other_marks_is_asked_about(clerk, commune, places):
    make_individual(commune, "Nguyễn Văn Hùng", birth_year=1980)

    assert look(clerk, [a_row("Nguyễn Văn Hưng", birth="1980")])[1].lines[0].verdict == "doubtful"
    assert look(clerk, [a_row("Nguyễn Văn Hùng", birth="1980")])[1].lines[0].verdict == "changed"


def test_two_rows_for_one_person_are_refused(clerk, commune, places):
    known = make_individual(commune, "Đinh Hmưnh", birth_year=1980)
    rows = [a_row("Đinh Hmưnh", birth="1980"), a_row("Đinh Hmưnh", birth="1980", village="Leng")]

    assert [line.verdict for line in look(clerk, rows)[1].lines] == ["changed", "doubtful"]
    with pytest.raises(DomainError, match="Dòng 2 và dòng 3 cùng chỉ Đinh Hmưnh"):
        write(clerk, rows, r3=str(known.pk))
    assert known.posts.count() == 1


def test_rows_without_birth_are_known_again_by_their_post(clerk, places):
    rows = [
        a_row("Đinh Hmưnh", village="Leng"),
        a_row("Đinh Hmưnh", village="Stơr", title="Già làng"),
    ]
    assert [line.verdict for line in look(clerk, rows)[1].lines] == ["new", "doubtful"]
    write(clerk, rows, r3="new")

    assert [line.verdict for line in look(clerk, rows)[1].lines] == ["same", "same"]


def test_another_post_ends_the_old_one(clerk, commune, places):
    known = make_individual(commune, "Đinh Hmưnh", birth_year=1980)
    headings = ("STT", "Họ tên", "Năm sinh", "Chức vụ", "Loại", "Từ ngày")
    row = ["1", "Đinh Hmưnh", "1980", "Trưởng làng", "Người ở làng", "01/10/2024"]

    (line,) = look(clerk, [row], headings=headings)[1].lines
    assert [(c.label, c.before, c.after) for c in line.changes] == [
        ("Chức vụ", "Công chức", "Trưởng làng, từ 01/10/2024")
    ]
    write(clerk, [row], headings=headings)

    posts = known.posts.order_by("pk").values_list("title", "valid_from", "valid_to")
    assert list(posts) == [
        ("Công chức", date(2020, 1, 1), date(2024, 9, 30)),
        ("Trưởng làng", date(2024, 10, 1), None),
    ]
    change = known.changes.get()
    assert (change.date, change.by, change.reason) == (date(2024, 10, 1), clerk, "Nhập danh sách")


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        ("21/11/2024", "Giữ chức vụ từ ngày 21/11/2024: chưa tới ngày này."),
        (
            "31/12/2019",
            "Chức vụ mới phải bắt đầu sau ngày 01/01/2020, ngày bắt đầu chức vụ “Công chức”.",
        ),
        ("1/7/24", "Giữ chức vụ từ ngày “1/7/24”: ghi đủ bốn chữ số của năm, ví dụ 14/05/1986."),
    ],
)
def test_a_post_begins_on_a_day_that_can_be(clerk, commune, places, since, reason):
    make_individual(commune, "Đinh Hmưnh", birth_year=1980)
    headings = ("Họ tên", "Năm sinh", "Chức vụ", "Loại", "Từ ngày")

    _, found = look(
        clerk, [["Đinh Hmưnh", "1980", "Trưởng làng", "Người ở làng", since]], headings=headings
    )

    assert verdicts(found) == {2: ("wrong", (reason,))}


def test_an_empty_cell_changes_nothing(clerk, commune, places):
    known = make_individual(commune, "Đinh Hmưnh", birth_year=1980, phone="0900 000 033")
    row = a_row("Đinh Hmưnh", birth="1980", title="Công chức", kind="CIVIL_SERVANT")

    assert verdicts(look(clerk, [row])[1]) == {2: ("same", ())}
    assert known.phone == "0900 000 033"


# -- the sheet as a whole -------------------------------------------------------------------------


def test_a_missing_column_is_named(clerk, places):
    _, found = look(clerk, [["Đinh Hmưnh", "1980"]], headings=("Họ và tên", "Năm sinh"))

    assert found.refusals == (
        "Không tìm thấy cột “Chức vụ”, “Loại chức danh”. Đã nhận ra: “Họ và tên”, “Ngày sinh”. "
        "Dòng tiêu đề phải nằm trong bảng; sửa tên cột theo tệp mẫu rồi nhập lại.",
    )


def test_headings_in_an_old_font_are_said(clerk, places):
    _, found = look(clerk, [["§inh Hm­nh"]], headings=("Hä vµ tªn", "Chøc vô"))

    assert found.refusals == (
        "Tiêu đề cột: chữ “Hä vµ tªn” ở bảng mã TCVN3. Đổi sang Unicode "
        "(Unikey: Ctrl + Shift + F6) rồi dán lại.",
    )


def test_titles_above_and_groups_between_are_no_rows(clerk, places):
    text = "DANH SÁCH CÁN BỘ\n\n" + pasted(
        [["I. ĐẢNG ỦY"], good_row(1), list(good_row(0)[:0]), ["II. UBND"], good_row(2)]
    )
    found = preview_roster(user=clerk, kind=RosterKind.PEOPLE, sheet=read_pasted(text))

    assert verdicts(found) == {5: ("new", ()), 8: ("new", ())}
    assert found.notes == (
        "Dòng 4 “I. ĐẢNG ỦY” là dòng tiêu đề, không đọc.",
        "Dòng 7 “II. UBND” là dòng tiêu đề, không đọc.",
    )


def test_family_name_and_given_name_may_stand_apart(clerk, places):
    write(
        clerk,
        [["Đinh Thị", "Ưnh", "Trưởng làng", "Người ở làng"]],
        headings=("Họ đệm", "Tên", "Chức vụ", "Loại"),
    )

    assert Individual.objects.filter(full_name="Đinh Thị Ưnh").count() == 1


def test_data_changed_since_the_preview_write_nothing(clerk, commune, places):
    sheet, found = look(clerk, [a_row("Đinh Hmưnh", birth="1980")])
    make_individual(commune, "Đinh Hmưnh")

    with pytest.raises(DomainError, match="Dữ liệu của xã đã thay đổi từ lúc xem trước"):
        import_roster(
            user=clerk,
            kind=RosterKind.PEOPLE,
            sheet=sheet,
            choices={},
            seen=found.fingerprint,
        )
    assert RosterImport.objects.count() == 0


def test_lists_are_the_clerks(clerk, administrator, chair, places):
    sheet, found = look(clerk, [good_row(1)])

    for user in (administrator, chair):
        with pytest.raises(NotAllowed):
            preview_roster(user=user, kind=RosterKind.PEOPLE, sheet=sheet)
        with pytest.raises(NotAllowed):
            import_roster(
                user=user,
                kind=RosterKind.PEOPLE,
                sheet=sheet,
                choices={},
                seen=found.fingerprint,
            )


def test_people_of_another_commune_are_strangers(clerk, stranger, places):
    _, found = look(clerk, [a_row("Phan Thị Lạ")])

    assert verdicts(found) == {2: ("new", ())}


def test_the_number_of_rows_asks_the_database_no_oftener(clerk, places):
    make_individual(clerk.commune, "Đinh Văn Sầm")
    counts = []
    clerk.role_names()
    for count in (2, 40):
        sheet = read_pasted(pasted([good_row(number) for number in range(count)]))
        with CaptureQueriesContext(connection) as asked:
            preview_roster(user=clerk, kind=RosterKind.PEOPLE, sheet=sheet)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


# -- collectives ----------------------------------------------------------------------------------

UNIT = ("Tên tập thể", "Loại tập thể", "Người đứng đầu", "Làng", "Điện thoại")


@pytest.fixture
def kinds(commune):
    for code, name in (("VILLAGE_BODY", "Tập thể ở làng"), ("COMMUNE_UBND", "Ủy ban nhân dân xã")):
        make_kind(commune, SubjectType.COLLECTIVE, code, name=name)


def test_collectives_come_in_with_their_head_and_again_none(clerk, commune, places, kinds):
    head = make_individual(commune, "Đinh Hmưnh")
    rows = [
        ["Ban công tác Mặt trận làng Leng", "tập thể làng", "Đinh Hmưnh", "L05", "900000199"],
        ["Chi hội Phụ nữ", "Tập thể ở làng", "Không Ai Biết", "", ""],
    ]
    _, found = look(clerk, rows, RosterKind.COLLECTIVES, UNIT)
    assert verdicts(found) == {
        2: ("new", ()),
        3: (
            "wrong",
            ("Người đứng đầu “Không Ai Biết” chưa có trong danh sách cán bộ: nhập cán bộ trước.",),
        ),
    }
    write(clerk, rows, RosterKind.COLLECTIVES, UNIT)

    made = Collective.objects.get()
    assert (made.kind.code, made.village, made.phone) == (
        "VILLAGE_BODY",
        places[1],
        "0900 000 199",
    )
    assert made.head_on(NOVEMBER.date()) == head
    assert look(clerk, rows[:1], RosterKind.COLLECTIVES, UNIT)[1].lines[0].verdict == "same"


def test_like_named_collectives_are_asked_about(clerk, commune, places, kinds):
    make_collective(commune, "Hội Liên hiệp Phụ nữ xã")
    make_collective(commune, "Hội Nông dân xã", valid_to=date(2024, 6, 30))
    rows = [
        ["Hội LHPN xã", "Ủy ban nhân dân xã", "", "", ""],
        ["Hội Phụ nữ xã", "Ủy ban nhân dân xã", "", "", ""],
        ["Hội Nông dân xã", "Ủy ban nhân dân xã", "", "", ""],
    ]

    _, found = look(clerk, rows, RosterKind.COLLECTIVES, UNIT)

    kind = "Ủy ban nhân dân xã"
    assert [(line.verdict.value, line.reasons) for line in found.lines] == [
        ("same", ()),
        ("doubtful", (f"Tên gần giống Hội Liên hiệp Phụ nữ xã – {kind}.",)),
        ("doubtful", (f"Trùng tên với Hội Nông dân xã – {kind} – đã thôi từ 30/06/2024.",)),
    ]


# -- villages -------------------------------------------------------------------------------------

VILLAGE = ("Mã", "Thôn, làng", "Số hộ", "Nhân khẩu", "Dân tộc")


def test_villages_get_names_and_figures(clerk, commune, places):
    rows = [
        ["L05", "Leng", "160", "1.020", "Bahnar"],
        ["L11", "làng Kon Ka", "97", "466", "Bahnar"],
        ["L01", "Stơr", "", "", ""],
    ]
    _, found = look(clerk, rows, RosterKind.VILLAGES, VILLAGE)
    assert [line.verdict for line in found.lines] == ["changed", "new", "same"]
    write(clerk, rows, RosterKind.VILLAGES, VILLAGE)

    figures = Village.objects.values_list("code", "name", "households", "people")
    assert list(figures) == [
        ("L01", "Stơr", None, None),
        ("L05", "Leng", 160, 1020),
        ("L11", "Kon Ka", 97, 466),
    ]
    again = look(clerk, rows, RosterKind.VILLAGES, VILLAGE)[1]
    assert [line.verdict for line in again.lines] == ["same"] * 3


@pytest.mark.parametrize(
    ("cells", "verdict", "reason"),
    [
        (("L05", "Leng", "-5", "716"), "wrong", "Số hộ “-5” là số âm."),
        (("L05", "Leng", "12,5", "716"), "wrong", "Số hộ “12,5” chưa phải số nguyên."),
        (("L05", "Leng", "90000", "716"), "wrong", "Số hộ “90000” quá lớn: kiểm tra lại."),
        (
            ("L05", "Leng", "716", "157"),
            "wrong",
            "Số khẩu 157 ít hơn số hộ 716: xem có ghi nhầm cột không.",
        ),
        (("L05", "Leng", "", "4000"), "doubtful", "Số khẩu từ 716 thành 4.000: kiểm tra lại."),
        (("L05", "Klếch", "", ""), "doubtful", "Mã L05 đang là làng Leng, bảng ghi “Klếch”."),
        (("L09", "Leng", "", ""), "doubtful", "Trùng tên với L05 – làng Leng."),
        (("", "Leng", "", ""), "wrong", "Thiếu mã làng."),
    ],
)
def test_figures_and_names_of_villages_are_weighed(clerk, places, cells, verdict, reason):
    _, found = look(clerk, [cells], RosterKind.VILLAGES, VILLAGE)

    assert verdicts(found) == {2: (verdict, (reason,))}


def test_name_of_a_village_is_not_changed_by_a_list(clerk, places):
    village = Village.objects.get(code="L05")

    with pytest.raises(DomainError) as refused:
        write(clerk, [("L05", "Klếch", "", "")], RosterKind.VILLAGES, VILLAGE, d2=str(village.pk))

    assert refused.value.reasons == (
        "Dòng 2 (Klếch): Mã L05 đang là làng Leng. Nếu làng đổi tên, ghi ở trang “Làng” "
        "(có ngày và văn bản); nếu gõ nhầm, sửa lại bảng.",
    )
    village.refresh_from_db()
    assert village.name == "Leng"
