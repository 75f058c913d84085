"""The plan is data: loading the plan of Tơ Tung and that of a second, different commune."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from awards.domain.rule_names import RULES
from awards.models.rules import DossierComponent, VoteRule
from awards.services.load_plan import load_plan, write_windows
from awards.services.plan_file import parse_plan, parse_windows, read_plan_file
from awards.services.row_writer import Count
from dandvan.errors import DomainError
from models_registry.enums import SubjectType
from models_registry.models import (
    AwardKind,
    Commune,
    ContentArea,
    Criterion,
    EmulationPlan,
    LegalBasis,
    ReceivingOffice,
    Village,
    YearWindow,
)

ROOT = Path(__file__).resolve().parents[2]
TO_TUNG = ROOT / "models_registry" / "plans" / "to-tung.yaml"
SECOND = ROOT / "tests" / "data" / "second-commune.yaml"

pytestmark = pytest.mark.django_db


def all_rows() -> dict[str, list[dict]]:
    """Every row of the database, without the automatic tables of Django."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for label in ("models_registry", "awards")
        for model in apps.get_app_config(label).get_models()
    }


@pytest.fixture
def to_tung() -> EmulationPlan:
    load_plan(read_plan_file(TO_TUNG))
    return EmulationPlan.objects.get(commune__code="to-tung")


def test_load_plan_writes_the_commune_and_its_villages(to_tung):
    commune = to_tung.commune

    assert commune.header_lines == ["ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG"]
    assert commune.set_up is False
    assert list(commune.villages.values_list("name", flat=True)) == [
        *("Stơr", "Kuk Tung", "Klếch", "Đak Pơ Kao", "Leng", "Đồng Tâm", "Nam Cao", "Cao Sơn"),
        *("", ""),
    ]


def test_load_plan_leaves_number_and_date_of_the_plan_open(to_tung):
    assert (to_tung.number, to_tung.date) == ("", None)
    assert to_tung.parent_citation.startswith("Kế hoạch số 1360/KH-UBND ngày 09 tháng 10 năm 2023")


def test_load_plan_holds_no_person(to_tung):
    people = {"Individual", "Post", "Signer", "User", "Collective", "CouncilMember", "Impediment"}

    filled = {label.split(".")[1] for label, rows in all_rows().items() if rows}

    assert filled & people == set()


AREAS = {
    "T1": ("Vận động nhân dân chấp hành tốt", "pháp luật của Nhà nước.", 103),
    "T2": ("Tập trung tuyên truyền, vận động", "xây dựng xã, làng, cơ quan văn hóa.", 450),
    "T3": ("Vận động tham gia các phong trào", "làm giàu chính đáng, xóa đói giảm nghèo...", 493),
    "T4": ("Vận động xã hội hóa giáo dục", "vận động học sinh không bỏ học.", 199),
    "T5": ("Vận động đẩy mạnh xã hội hóa công tác", "sống “tốt đời, đẹp đạo”.", 386),
    "T6": ("Tham gia vận động nhân dân", "tồn đọng lâu ngày chưa giải quyết được.", 323),
    "T7": ("Xây dựng các mô hình trong vận động", "khai thác lâm sản trái phép.", 352),
    "T8": ("Vận động và phát huy vai trò", "cơ quan hành chính Nhà nước.", 166),
    "T9": ("Tiếp tục đẩy mạnh việc xây dựng", "chế độ chính sách, an ninh trật tự,...", 401),
    "T10": ("Xây dựng, kiện toàn đội ngũ", "quyền và lợi ích chính đáng của nhân dân.", 586),
    "ND1": ("Mỗi cán bộ, công chức", "hiểu dân và có trách nhiệm với dân”.", 277),
    "ND2": ("Cán bộ, công chức, người hoạt động", "công tác dân vận đạt hiệu quả cao.", 327),
}


def test_load_plan_keeps_the_full_text_of_every_area(to_tung):
    texts = {
        area.code: (area.full_text, len(area.full_text)) for area in to_tung.areas.order_by("pk")
    }

    assert list(texts) == list(AREAS)
    for code, (beginning, end, length) in AREAS.items():
        text, found = texts[code]
        assert (text.startswith(beginning), text.endswith(end), found) == (True, True, length), code


def test_load_plan_orders_areas_within_their_subject_type(to_tung):
    orders = {
        subject_type: list(
            to_tung.areas.filter(subject_type=subject_type).values_list("order", "code")
        )
        for subject_type in SubjectType.values
    }

    assert orders == {
        "collective": [(number, f"T{number}") for number in range(1, 11)],
        "individual": [(1, "ND1"), (2, "ND2")],
    }


CLAUSES = {
    "IV.1.1, gạch đầu dòng 1": (["TT1a", "TT1b", "TT1c", "TT1d"], 180),
    "IV.1.1, gạch đầu dòng 2": (["TT2a", "TT2b"], 153),
    "IV.1.1, gạch đầu dòng 3": (["TT3a", "TT3b"], 282),
    "IV.1.1, gạch đầu dòng 4": (["TT4"], 72),
    "IV.1.1, gạch đầu dòng 5": (["TT5a", "TT5b"], 115),
    "IV.1.2, gạch đầu dòng 1": (["CN1a", "CN1b", "CN1c"], 170),
    "IV.1.2, gạch đầu dòng 2": (["CN2a", "CN2b", "CN2c"], 305),
}


def test_load_plan_splits_each_dash_into_single_conditions(to_tung):
    found: dict[str, tuple[list[str], int]] = {}
    for criterion in to_tung.criteria.order_by("subject_type", "order"):
        codes = found.setdefault(criterion.clause, ([], len(criterion.full_text)))[0]
        codes.append(criterion.code)

    assert found == CLAUSES


def test_load_plan_names_only_known_rules(to_tung):
    load_plan(read_plan_file(SECOND))

    for criterion in Criterion.objects.exclude(rule=""):
        assert set(criterion.params) == set(RULES[criterion.rule].params), criterion.code


def test_load_plan_gives_automatic_criteria_their_rule_and_parameters(to_tung):
    rows = to_tung.criteria.exclude(rule="").order_by("subject_type", "order")

    assert [(row.code, row.rule, row.params) for row in rows] == [
        ("TT1d", "vote_passed", {}),
        ("TT3b", "recognized_models_of_collective", {"min": 1}),
        ("TT4", "annual_rating_at_least", {"value": "good_completion"}),
        ("TT5a", "party_rating_is", {"value": "strong"}),
        ("TT5b", "villages_with_culture_title", {"min": "all"}),
        ("CN1c", "vote_passed", {}),
        (
            "CN2b",
            "recognized_models_of_individual",
            {"min": 1, "parts": ["lead", "proposer", "main_contributor"]},
        ),
    ]


def test_load_plan_needs_the_fifth_dash_only_for_title_and_level_above(to_tung):
    needed: dict[str, set[str]] = {}
    for criterion in to_tung.criteria.all():
        kinds = ",".join(sorted(criterion.needed_for.values_list("code", flat=True)))
        needed.setdefault(kinds, set()).add(criterion.code)

    assert needed == {
        "BK_TINH,GK_HUYEN,TITLE_TT": {"TT5a", "TT5b"},
        "BD_DANG_UY,BD_XA,BK_TINH,GK_HUYEN,GK_XA,TITLE_TT": {
            *("TT1a", "TT1b", "TT1c", "TT1d", "TT2a", "TT2b", "TT3a", "TT3b", "TT4"),
        },
        "BD_DANG_UY,BD_XA,BK_TINH,GK_HUYEN,GK_XA": {
            *("CN1a", "CN1b", "CN1c", "CN2a", "CN2b", "CN2c"),
        },
    }


@pytest.mark.parametrize(
    ("day", "upward", "office"),
    [
        (date(2025, 6, 30), "GK_HUYEN", "Phòng Nội vụ huyện Kbang"),
        (date(2025, 7, 1), "BK_TINH", "Sở Nội vụ tỉnh Gia Lai"),
    ],
)
def test_load_plan_changes_the_level_above_on_the_first_of_july_2025(to_tung, day, upward, office):
    (kind,) = AwardKind.objects.on(day).filter(commune=to_tung.commune, level="upward")

    (receiver,) = ReceivingOffice.objects.on(day).filter(authority=kind.authority)

    assert (kind.code, receiver.name) == (upward, office)


ORGANIZATION_2015 = ["LTCCQDP_2015", "LTCCQDP_SD_2019"]
EMULATION_2003 = ["LTDKT_2003", "LTDKT_SD_2005", "LTDKT_SD_2013"]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2023, 10, 20), [*ORGANIZATION_2015, *EMULATION_2003, "ND_91_2017", "TT_12_2019"]),
        (date(2023, 12, 31), [*ORGANIZATION_2015, *EMULATION_2003, "ND_91_2017", "TT_12_2019"]),
        (date(2024, 1, 1), [*ORGANIZATION_2015, "LTDKT_2022", "ND_98_2023"]),
        (date(2024, 4, 14), [*ORGANIZATION_2015, "LTDKT_2022", "ND_98_2023"]),
        (date(2024, 4, 15), [*ORGANIZATION_2015, "LTDKT_2022", "ND_98_2023", "TT_01_2024"]),
        (date(2025, 2, 28), [*ORGANIZATION_2015, "LTDKT_2022", "ND_98_2023", "TT_01_2024"]),
        (date(2025, 3, 1), ["LTCCQDP_2025_02", "LTDKT_2022", "ND_98_2023", "TT_01_2024"]),
        (date(2025, 6, 15), ["LTCCQDP_2025_02", "LTDKT_2022", "ND_98_2023", "TT_01_2024"]),
        (date(2025, 6, 16), ["LTCCQDP_2025_06", "LTDKT_2022", "ND_98_2023", "TT_01_2024"]),
        (date(2025, 7, 1), ["LTCCQDP_2025_06", "LTDKT_2022", "ND_152_2025", "TT_01_2024"]),
        (date(2025, 8, 4), ["LTCCQDP_2025_06", "LTDKT_2022", "ND_152_2025", "TT_01_2024"]),
        (date(2025, 8, 5), ["LTCCQDP_2025_06", "LTDKT_2022", "ND_152_2025", "TT_15_2025"]),
        (
            date(2026, 10, 1),
            ["LTCCQDP_2025_06", "LTDKT_2022", "LTDKT_SD_2026", "ND_152_2025", "TT_15_2025"],
        ),
    ],
)
def test_legal_bases_follow_the_date_of_the_paper(to_tung, day, codes):
    bases = LegalBasis.objects.on(day).filter(commune=to_tung.commune).order_by("order")

    assert [basis.code for basis in bases] == codes


def test_load_plan_twice_changes_nothing(to_tung):
    before = all_rows()

    report = load_plan(read_plan_file(TO_TUNG))

    assert all_rows() == before
    assert (report.total.created, report.total.changed) == (0, 0)
    assert report.total.unchanged > 100


def test_load_plan_keeps_what_the_office_filled_in(to_tung):
    commune = to_tung.commune
    EmulationPlan.objects.update(number="41/KH-UBND", date=date(2023, 10, 20))
    Village.objects.filter(code="L09").update(name="Tên Xã Đặt", households=90)
    Commune.objects.update(set_up=True, upper_line="DÒNG TRÊN")
    LegalBasis.objects.filter(code="TT_01_2024").update(confirmed=True)
    VoteRule.objects.update(confirmed=True)
    before = all_rows()

    report = load_plan(read_plan_file(TO_TUNG))

    assert report.total.changed == 0
    assert all_rows() == before
    assert commune.villages.get(code="L09").name == "Tên Xã Đặt"


def test_load_plan_writes_only_what_changed_in_the_file(to_tung):
    source = TO_TUNG.read_text(encoding="utf-8")
    source = source.replace("quorum: 2/3", "quorum: 3/4").replace("name: Stơr", "name: Stơr Mới")

    report = load_plan(parse_plan(source))

    assert report.counts["làng"] == Count(0, 1, 9)
    assert report.counts["quy tắc biểu quyết"] == Count(0, 1, 0)
    assert (report.total.created, report.total.changed) == (0, 2)
    assert VoteRule.objects.get().quorum_num == 3
    assert Village.objects.get(code="L01").name == "Stơr Mới"


def test_load_plan_moves_the_default_form(to_tung):
    source = TO_TUNG.read_text(encoding="utf-8")
    head, tail = source.split('      - code: "01-TT"', 1)
    head = head.replace("        is_default: true\n", "", 1)
    tail = tail.replace(
        "layout: full_collective\n", "layout: full_collective\n        is_default: true\n", 1
    )

    load_plan(parse_plan(f'{head}      - code: "01-TT"{tail}'))

    (form,) = to_tung.commune.regimes.get(code="A").forms.filter(
        subject_type="collective", is_default=True
    )
    assert form.code == "01-TT"


def test_load_plan_never_deletes_a_row_that_left_the_file(to_tung):
    source = TO_TUNG.read_text(encoding="utf-8")

    load_plan(parse_plan(source.replace("  - {code: L10, name: null}\n", "")))

    assert to_tung.commune.villages.count() == 10


def test_load_plan_refuses_a_clash_with_the_database_and_writes_nothing(to_tung):
    Village.objects.filter(code="L01").update(valid_from=date(2025, 7, 1))
    source = TO_TUNG.read_text(encoding="utf-8")
    source = source.replace("{code: L01, name: Stơr}", "{code: L01, valid_to: 2024-01-01}")
    line = source[: source.index("{code: L01")].count("\n") + 1
    before = all_rows()

    with pytest.raises(DomainError) as refusal:
        load_plan(parse_plan(source.replace("name: xã Tơ Tung", "name: xã Khác")))

    assert refusal.value.reasons == (
        f"dòng {line}: không ghi được “làng Stơr”. Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
    )
    assert all_rows() == before


def test_two_communes_live_side_by_side(to_tung):
    before = all_rows()

    load_plan(read_plan_file(SECOND))

    second = EmulationPlan.objects.get(commune__code="kon-ha-nung")
    for label, rows in before.items():
        kept = [row for row in all_rows()[label] if row in rows]
        assert kept == rows, label
    assert second.commune.villages.count() == 7
    assert second.commune.authorities.filter(level="district").count() == 0
    assert list(second.areas.values_list("code", flat=True)) == ["A1", "A2", "P1"]
    assert second.criteria.get(code="T3").params == {"min": 5}
    assert set(second.criteria.get(code="T1").needed_for.values_list("code", flat=True)) == {
        *("GIAY_KHEN", "BANG_KHEN"),
    }
    rule = VoteRule.objects.get(commune=second.commune, code="BK")
    assert (rule.pass_num, rule.pass_den, rule.strictly_more) == (70, 100, False)
    assert rule.award_kind.code == "BANG_KHEN"
    assert ContentArea.objects.count() == 15


def test_load_plan_counts_dossier_components_by_level(to_tung):
    rows = DossierComponent.objects.filter(commune=to_tung.commune)

    assert list(rows.filter(level="upward").values_list("code", flat=True)) == [
        *("EVALUATIONS", "BLOC_OPINION", "RECOGNITION", "MODEL_RESULTS", "RATING_PAPERS"),
        *("PARTY_AND_VILLAGES", "ACHIEVEMENT_REPORTS", "MINUTES", "PROPOSAL"),
        *("CANDIDATE_LIST", "SIGNED_SCAN"),
    ]
    assert list(rows.filter(level="own").values_list("code", flat=True)) == [
        *("EVALUATIONS", "BLOC_OPINION", "RECOGNITION", "MODEL_RESULTS", "RATING_PAPERS"),
        *("ACHIEVEMENT_REPORTS", "MINUTES"),
    ]
    assert list(rows.filter(only_with_collective=True).values_list("code", "level")) == [
        ("PARTY_AND_VILLAGES", "upward")
    ]


WINDOWS = """
anything_else: {belongs: to somebody else}
windows:
  - {code: DK1, year: 2024, kind: registration, name: Đợt 1, starts: 2024-01-02, ends: 2024-03-15}
"""


def test_windows_of_another_file_are_written_to_the_years_of_the_plan(to_tung):
    rows = parse_windows(WINDOWS, (2024,))

    first, second = write_windows(to_tung, rows), write_windows(to_tung, rows)

    window = YearWindow.objects.get()
    assert (window.code, window.year.year, window.starts) == ("DK1", 2024, date(2024, 1, 2))
    assert (first.total, second.total) == (Count(created=1), Count(unchanged=1))


def test_windows_of_a_year_that_the_plan_lacks_are_refused(to_tung):
    with pytest.raises(DomainError) as refusal:
        parse_windows(WINDOWS, (2023,))

    assert refusal.value.reasons == ("dòng 4: khóa “year”: không có mã “2024” trong phần “years”.",)
    rows = parse_windows(WINDOWS.replace("2024,", "2031,"), (2031,))
    with pytest.raises(DomainError) as refusal:
        write_windows(to_tung, rows)
    assert refusal.value.reasons == ("dòng 4: kế hoạch chưa có năm 2031.",)


def test_load_plan_command_reports_what_it_did():
    first, second = StringIO(), StringIO()

    call_command("load_plan", str(SECOND), stdout=first)
    call_command("load_plan", str(SECOND), stdout=second)

    lines = first.getvalue().splitlines()
    assert lines[0] == "Xã: thêm 1, sửa 0, giữ nguyên 0."
    assert lines[2] == "Làng: thêm 7, sửa 0, giữ nguyên 0."
    assert lines[-1] == "Tổng cộng: thêm 52, sửa 0, giữ nguyên 0."
    assert second.getvalue().splitlines()[-1] == "Tổng cộng: thêm 0, sửa 0, giữ nguyên 52."


def test_load_plan_command_says_every_reason_and_writes_nothing(tmp_path):
    wrong = tmp_path / "sai.yaml"
    source = SECOND.read_text(encoding="utf-8")
    wrong.write_text(source.replace("quorum: 1/2", "quorum: 3/2"), encoding="utf-8")
    line = source[: source.index("quorum: 1/2")].count("\n") + 1

    with pytest.raises(CommandError) as refusal:
        call_command("load_plan", str(wrong), stdout=StringIO())

    assert str(refusal.value) == (
        f"Không nạp tệp {wrong}:\n"
        f"dòng {line}: khóa “quorum”: “3/2” không phải là tỷ lệ hợp lệ; hãy viết như 2/3."
    )
    assert Commune.objects.count() == 0
