"""A wrong plan file is refused whole: every reason at once, each with its line."""

from pathlib import Path

import pytest

from awards.domain.rule_names import RULES
from awards.models.rules import DossierComponent, VoteRule
from awards.services.plan_file import parse_plan, read_plan_file, schema
from awards.services.plan_file.kinds import Rows, Text
from dandvan.errors import DomainError
from models_registry import models
from models_registry.enums import DocumentKind

SECOND = Path(__file__).resolve().parents[1] / "data" / "second-commune.yaml"
SOURCE = SECOND.read_text(encoding="utf-8")


def reasons_of(source: str) -> list[str]:
    with pytest.raises(DomainError) as refusal:
        parse_plan(source)
    return list(refusal.value.reasons)


def changed(old: str, new: str) -> tuple[str, int]:
    """The file with one place changed, and the line of that place."""
    assert SOURCE.count(old) == 1, f"{old!r} stands {SOURCE.count(old)} times in the file"
    return SOURCE.replace(old, new), SOURCE[: SOURCE.index(old)].count("\n") + 1


def without(part: str) -> str:
    """The file without one part."""
    lines = SOURCE.splitlines(keepends=True)
    start = lines.index(f"{part}:\n")
    end = next(
        (number for number, line in enumerate(lines) if number > start and line[0] not in " #\n"),
        len(lines),
    )
    return "".join(lines[:start] + lines[end:])


def test_plan_file_without_fault_is_read():
    assert parse_plan(SOURCE).commune["name"] == "xã Kon Hà Nừng"


# (what stands in the file, what is put there, [(lines further down, sentence)])
WRONG = {
    "unknown part": (
        "years:\n",
        "year:\n  - {year: 2026}\nyears:\n",
        [(0, "tệp kế hoạch không có phần “year”.")],
    ),
    "duplicate part": (
        "years:\n",
        "years:\n  - {year: 2026}\nyears:\n",
        [(2, "khóa “years” bị lặp lại, đã có ở dòng {line}.")],
    ),
    "unknown key": (
        "  place_name: Kon Hà Nừng\n",
        "  place_name: Kon Hà Nừng\n  place: Kon Hà Nừng\n",
        [(1, "phần “commune” không có khóa “place”.")],
    ),
    "duplicate key": (
        "  place_name: Kon Hà Nừng\n",
        "  place_name: Kon Hà Nừng\n  place_name: Nơi khác\n",
        [(1, "khóa “place_name” bị lặp lại, đã có ở dòng {line}.")],
    ),
    "duplicate key in a row on one line": (
        "{code: V1, name: Kon Lốc}",
        "{code: V1, name: Kon Lốc, name: Khác}",
        [(0, "khóa “name” bị lặp lại, đã có ở dòng {line}.")],
    ),
    "missing key": (
        "{code: V1, name: Kon Lốc}",
        "{name: Kon Lốc}",
        [(0, "phần “villages” thiếu khóa “code”.")],
    ),
    "empty key": (
        "  agency_symbol: UBND\n",
        "  agency_symbol:\n",
        [(0, "khóa “agency_symbol” không được để trống.")],
    ),
    "blank text": (
        "  agency_symbol: UBND\n",
        '  agency_symbol: "  "\n',
        [(0, "khóa “agency_symbol” không được để trống.")],
    ),
    "text of invisible letters": (
        "  agency_symbol: UBND\n",
        '  agency_symbol: "\\u200b"\n',
        [(0, "khóa “agency_symbol” không được để trống.")],
    ),
    "duplicate code": (
        "{code: V2, name: Kon Bông}",
        "{code: V1, name: Kon Bông}",
        [(0, "“V1” của phần “villages” bị lặp lại, đã có ở dòng {before}.")],
    ),
    "duplicate criterion in another clause": (
        "      - code: T3\n",
        "      - code: T1\n",
        [(0, "“T1” của phần “conditions” bị lặp lại, đã có ở dòng {t1}.")],
    ),
    "duplicate year": (
        "  - {year: 2026, culture_cutoff: 2026-11-30}\n",
        "  - {year: 2026}\n  - {year: 2026}\n",
        [(1, "“2026” của phần “years” bị lặp lại, đã có ở dòng {line}.")],
    ),
    "bad date": (
        "date: 2026-01-12",
        "date: 2026-02-30",
        [
            (
                0,
                "khóa “date”: “2026-02-30” không phải là ngày; hãy viết năm-tháng-ngày, "
                "ví dụ 2024-11-20.",
            )
        ],
    ),
    "date in another order": (
        "date: 2026-01-12",
        "date: 12/01/2026",
        [
            (
                0,
                "khóa “date”: “12/01/2026” không phải là ngày; hãy viết năm-tháng-ngày, "
                "ví dụ 2024-11-20.",
            )
        ],
    ),
    "dates out of order": (
        "    starts: 2026-01-15\n    ends: 2026-03-31\n",
        "    starts: 2026-03-31\n    ends: 2026-01-15\n",
        [(1, "“ends” (15/01/2026) đứng trước “starts” (31/03/2026).")],
    ),
    "validity out of order": (
        "{code: V5, name: Hà Đừng, valid_from: 2025-07-01}",
        "{code: V5, name: Hà Đừng, valid_from: 2025-07-01, valid_to: 2025-06-30}",
        [(0, "“valid_to” (30/06/2025) đứng trước “valid_from” (01/07/2025).")],
    ),
    "bad flag": (
        "name: Trưởng làng, eligible: false",
        "name: Trưởng làng, eligible: no",
        [(0, "khóa “eligible”: “no” không hợp lệ; hãy viết true hoặc false.")],
    ),
    "bad number": (
        "households: 120",
        "households: nhiều",
        [(0, "khóa “households”: “nhiều” không phải là số nguyên từ 0 đến 999999.")],
    ),
    "bad choice": (
        "    form: giay_khen\n",
        "    form: co_thi_dua\n",
        [
            (
                0,
                "khóa “form”: “co_thi_dua” không hợp lệ; chỉ nhận: giay_khen, bang_khen, title, "
                "praise.",
            )
        ],
    ),
    "bad layout": (
        "layout: full_collective",
        "layout: short",
        [
            (
                0,
                "khóa “layout”: “short” không hợp lệ; chỉ nhận: full_collective, "
                "full_individual, movement.",
            )
        ],
    ),
    "bad ratio": (
        '">= 70/100"',
        "70%",
        [
            (
                0,
                "khóa “threshold”: “70%” không phải là tỷ lệ hợp lệ; hãy viết như "
                "> 1/2 hoặc >= 2/3.",
            )
        ],
    ),
    "ratio above one": (
        "quorum: 3/4",
        "quorum: 4/3",
        [(0, "khóa “quorum”: “4/3” không phải là tỷ lệ hợp lệ; hãy viết như 2/3.")],
    ),
    "bad slug": (
        "code: kon-ha-nung",
        "code: kon hà nừng",
        [
            (
                0,
                "khóa “code”: “kon hà nừng” chỉ được gồm chữ không dấu, chữ số, dấu “-” và “_”.",
            )
        ],
    ),
    "text too long": (
        "agency_symbol: UBND",
        "agency_symbol: ỦY BAN NHÂN DÂN XÃ KON",
        [(0, "khóa “agency_symbol” dài 22 ký tự, tối đa 20.")],
    ),
    "list instead of a text": (
        "agency_symbol: UBND",
        "agency_symbol: [UBND]",
        [(0, "khóa “agency_symbol” phải là một giá trị đơn.")],
    ),
    "text instead of a list": (
        "council_header_lines: [HỘI ĐỒNG THI ĐUA – KHEN THƯỞNG]",
        "council_header_lines: HỘI ĐỒNG THI ĐUA – KHEN THƯỞNG",
        [(0, "khóa “council_header_lines” phải là một danh sách.")],
    ),
    "empty list in a key": (
        "council_header_lines: [HỘI ĐỒNG THI ĐUA – KHEN THƯỞNG]",
        "council_header_lines: []",
        [
            (
                0,
                "khóa “council_header_lines” là danh sách trống; hãy ghi ít nhất một mục.",
            )
        ],
    ),
    "list without a value": (
        "council_header_lines: [HỘI ĐỒNG THI ĐUA – KHEN THƯỞNG]",
        "council_header_lines:",
        [
            (
                0,
                "khóa “council_header_lines” là danh sách trống; hãy ghi ít nhất một mục.",
            )
        ],
    ),
    "repeated value in a list": (
        "used_in: [proposal, award_decision]",
        "used_in: [proposal, proposal]",
        [(0, "khóa “used_in”: “proposal” bị lặp lại.")],
    ),
    "a row that is no mapping": (
        "{code: V1, name: Kon Lốc}",
        "Kon Lốc",
        [(0, "mỗi mục của phần “villages” phải gồm các cặp “khóa: giá trị”.")],
    ),
    "a row without keys": (
        "{code: V1, name: Kon Lốc}",
        "{}",
        [(0, "phần “villages” có một mục trống.")],
    ),
    "a Python object": (
        "date: 2026-01-12",
        'date: !!python/object/apply:os.system ["true"]',
        [(0, "khóa “date” phải là một giá trị đơn.")],
    ),
    "a Python name": (
        "number: 15/KH-UBND",
        "number: !!python/name:os.system x",
        [
            (
                0,
                "khóa “number”: kiểu giá trị “tag:yaml.org,2002:python/name:os.system” "
                "không được dùng.",
            )
        ],
    ),
    "unknown authority": (
        "    authority: CHU_TICH_XA\n",
        "    authority: CHU_TICH_HUYEN\n",
        [(0, "khóa “authority”: không có mã “CHU_TICH_HUYEN” trong phần “authorities”.")],
    ),
    "unknown kind of collective": (
        "own_collective_kind: UBND",
        "own_collective_kind: HDND",
        [
            (
                0,
                "khóa “own_collective_kind”: không có mã “HDND” trong phần “collective_kinds”.",
            )
        ],
    ),
    "unknown award kind of a vote rule": (
        "    award_kind: BANG_KHEN\n",
        "    award_kind: HUAN_CHUONG\n",
        [(0, "khóa “award_kind”: không có mã “HUAN_CHUONG” trong phần “award_kinds”.")],
    ),
    "unknown award kind of a criterion": (
        "        params: {min: 5}\n        needed_for: [BANG_KHEN]\n",
        "        params: {min: 5}\n        needed_for: [HUAN_CHUONG]\n",
        [(1, "khóa “needed_for”: không có mã “HUAN_CHUONG” trong phần “award_kinds”.")],
    ),
    "unknown document kind": (
        "used_in: [proposal, award_decision]",
        "used_in: [proposal, letter]",
        [
            (
                0,
                "khóa “used_in”: “letter” không hợp lệ; chỉ nhận: "
                f"{', '.join(DocumentKind.values)}.",
            )
        ],
    ),
    "unknown national field": (
        "national_field: QPAN",
        "national_field: ANQP",
        [
            (
                0,
                "khóa “national_field”: “ANQP” không hợp lệ; chỉ nhận: KT, VHXH, QPAN, HTCT.",
            )
        ],
    ),
    "window of a year that is not listed": (
        "    year: 2026\n    kind: registration\n",
        "    year: 2027\n    kind: registration\n",
        [(0, "khóa “year”: không có mã “2027” trong phần “years”.")],
    ),
    "quality that rules rest on is not listed": (
        "{code: replicable, name: Có khả năng nhân rộng, clause: III}",
        "{code: spreading, name: Có sức lan tỏa, clause: III}",
        [
            (
                11,
                "quy tắc “recognized_models_of_collective” cần phẩm chất “replicable” "
                "trong phần “qualities”.",
            ),
            (
                46,
                "quy tắc “recognized_models_of_individual” cần phẩm chất “replicable” "
                "trong phần “qualities”.",
            ),
        ],
    ),
    "unknown rule": (
        "rule: villages_with_culture_title",
        "rule: all_villages",
        [
            (
                0,
                "không có quy tắc “all_villages”; chỉ nhận: recognized_models_of_collective, "
                "recognized_models_of_individual, annual_rating_at_least, party_rating_is, "
                "villages_with_culture_title, vote_passed.",
            )
        ],
    ),
    "rule for the other subject type": (
        "rule: recognized_models_of_collective",
        "rule: recognized_models_of_individual",
        [
            (0, "quy tắc “recognized_models_of_individual” không dùng cho “collective”."),
            (1, "quy tắc “recognized_models_of_individual” thiếu tham số “parts”."),
        ],
    ),
    "unknown parameter": (
        "params: {min: 2}",
        "params: {min: 2, max: 3}",
        [(0, "quy tắc “recognized_models_of_collective” không có tham số “max”.")],
    ),
    "missing parameter": (
        "params: {min: 1, parts: [lead]}",
        "params: {min: 1}",
        [(0, "quy tắc “recognized_models_of_individual” thiếu tham số “parts”.")],
    ),
    "missing parameters": (
        "        params: {min: 2}\n",
        "",
        [(-1, "quy tắc “recognized_models_of_collective” thiếu tham số “min”.")],
    ),
    "bad count": (
        "params: {min: 2}",
        "params: {min: 0}",
        [(0, "khóa “min”: “0” không phải là số nguyên từ 1 đến 32767.")],
    ),
    "bad rating": (
        "params: {value: excellent_completion}",
        "params: {value: strong}",
        [
            (
                0,
                "khóa “value”: “strong” không hợp lệ; chỉ nhận: excellent_completion, "
                "good_completion, completion, not_completed.",
            )
        ],
    ),
    "bad part": (
        "parts: [lead]",
        "parts: [leader]",
        [
            (
                0,
                "khóa “parts”: “leader” không hợp lệ; chỉ nhận: lead, proposer, "
                "main_contributor, helper.",
            )
        ],
    ),
    "more villages than there are": (
        "params: {min: 5}",
        "params: {min: 8}",
        [(0, "cần 8 làng nhưng tệp chỉ có 7 làng.")],
    ),
    "automatic without rule": (
        "        mode: automatic\n        rule: vote_passed\n",
        "        mode: automatic\n",
        [(-2, "tiêu chí tự động (automatic) phải ghi tên quy tắc ở khóa “rule”.")],
    ),
    "judged with rule": (
        "        mode: judged\n",
        "        mode: judged\n        rule: vote_passed\n",
        [(1, "tiêu chí do người đánh giá (judged) không được có khóa “rule”.")],
    ),
    "two default forms": (
        "        subject_type: individual\n        name: Báo cáo thành tích của cá nhân\n",
        "        subject_type: collective\n        name: Báo cáo thành tích của cá nhân\n",
        [
            (-7, "chưa có mẫu mặc định cho cá nhân."),
            (3, "đã có mẫu mặc định khác cho tập thể ở dòng {form}."),
        ],
    ),
    "overlapping regimes": (
        "legal_bases:\n",
        "  - code: ND2\n    decree: 1/2026/NĐ-CP\n    title: Nghị định\n"
        "    valid_from: 2027-02-28\n    forms:\n"
        "      - {code: TT, subject_type: collective, name: A, layout: movement,"
        " is_default: true}\n"
        "      - {code: CN, subject_type: individual, name: B, layout: movement,"
        " is_default: true}\n"
        "legal_bases:\n",
        [(0, "giai đoạn pháp luật trùng thời gian với mục ở dòng {regime}.")],
    ),
    "overlapping vote rules": (
        "  - code: BK\n    award_kind: BANG_KHEN\n",
        "  - code: BK\n    award_kind: GIAY_KHEN\n",
        [(0, "quy tắc biểu quyết trùng thời gian với mục ở dòng {vote}.")],
    ),
    "overlapping recipients": (
        "    lines: [Như trên, Sở Nội vụ tỉnh]\n",
        "    lines: [Như trên, Sở Nội vụ tỉnh]\n"
        "  - document_kind: proposal\n    lines: [Như trên]\n    valid_from: 2026-01-01\n",
        [(1, "nơi nhận mặc định trùng thời gian với mục ở dòng {above}.")],
    ),
    "overlapping receiving offices": (
        "      - {name: Sở Nội vụ tỉnh Gia Lai}\n",
        "      - {name: Sở Nội vụ tỉnh Gia Lai, valid_to: 2026-01-01}\n"
        "      - {name: Ban Thi đua, valid_from: 2026-01-01}\n",
        [(1, "cơ quan nhận hồ sơ trùng thời gian với mục ở dòng {line}.")],
    ),
    "own award of another level": (
        "    level: upward\n    authority: CHU_TICH_TINH\n",
        "    level: own\n    authority: CHU_TICH_TINH\n",
        [(1, "hình thức cấp “own” không thể do cơ quan cấp “province” quyết định.")],
    ),
    "award kind that outlives its authority": (
        "    authority: CHU_TICH_XA\n    valid_from: 2025-07-01\n",
        "    authority: CHU_TICH_XA\n    valid_from: 2025-06-30\n",
        [(-4, "hiệu lực vượt ra ngoài thời gian tồn tại của “CHU_TICH_XA”.")],
    ),
    "criterion for a kind that the subject cannot receive": (
        "    level: upward\n    authority: CHU_TICH_TINH\n",
        "    level: upward\n    authority: CHU_TICH_TINH\n    for_individuals: false\n",
        [("C2", "hình thức “BANG_KHEN” không dành cho cá nhân.")],
    ),
    "bad syntax": (
        "  place_name: Kon Hà Nừng\n",
        "  place_name: Kon: Hà: Nừng\n",
        [(0, "sai cú pháp YAML ở cột 18.")],
    ),
    "tabulator": (
        "  place_name: Kon Hà Nừng\n",
        "\tplace_name: Kon Hà Nừng\n",
        [(0, "sai cú pháp YAML ở cột 1.")],
    ),
    "control character": (
        "  place_name: Kon Hà Nừng\n",
        "  place_name: Kon \x07 Hà Nừng\n",
        [(0, "tệp có ký tự không đọc được.")],
    ),
    "escaped control character": (
        "  place_name: Kon Hà Nừng\n",
        '  place_name: "Kon \\0 Hà Nừng"\n',
        [(0, "khóa “place_name” có ký tự không in được.")],
    ),
    "half a character": (
        "  place_name: Kon Hà Nừng\n",
        '  place_name: "Kon \\ud800 Hà Nừng"\n',
        [(0, "khóa “place_name” có ký tự không in được.")],
    ),
    "unknown anchor": (
        "date: 2026-01-12",
        "date: *ngay",
        [(0, "sai cú pháp YAML ở cột 9.")],
    ),
}


def line_with(text: str, source: str) -> int:
    return source[: source.index(text)].count("\n") + 1


@pytest.mark.parametrize("case", WRONG)
def test_wrong_plan_file_is_refused_with_line_and_reason(case):
    old, new, expected = WRONG[case]
    source, line = changed(old, new)
    named = {
        "line": line,
        "before": line - 1,
        "above": line - 1,
        "t1": line_with("      - code: T1\n", SOURCE),
        "form": line_with("      - code: TT\n", SOURCE),
        "regime": line_with("  - code: ND152\n", SOURCE),
        "vote": line_with("  - code: GK\n", SOURCE),
    }
    after_c2 = source.index("- code: C2") if "- code: C2" in source else 0
    c2_needs = source[: source.index("needed_for", after_c2)].count("\n") + 1

    assert reasons_of(source) == [
        f"dòng {c2_needs if offset == 'C2' else line + offset}: {sentence.format(**named)}"
        for offset, sentence in expected
    ]


REQUIRED = [section.name for section in schema.SECTIONS if section.required]


@pytest.mark.parametrize("part", REQUIRED)
def test_plan_file_without_a_part_is_refused_once(part):
    assert reasons_of(without(part)) == [f"dòng 1: tệp thiếu phần “{part}”."]


@pytest.mark.parametrize("part", ["villages", "criteria", "windows"])
def test_plan_file_with_an_empty_part_is_refused(part):
    source = f"{without(part)}{part}: []\n"
    line = source.count("\n")

    assert f"dòng {line}: phần “{part}” là danh sách trống; hãy ghi ít nhất một mục." in (
        reasons_of(source)
    )


@pytest.mark.parametrize("part", ["movements", "windows"])
def test_plan_file_may_lack_movements_and_windows(part):
    source = without(part) if f"\n{part}:\n" in SOURCE else SOURCE

    assert part not in parse_plan(source).parts


def test_empty_plan_file_is_refused_with_every_missing_part():
    assert reasons_of("") == [f"dòng 1: tệp thiếu phần “{part}”." for part in REQUIRED]


def test_plan_file_that_is_a_list_is_refused():
    assert reasons_of("- a\n")[0] == "dòng 1: tệp kế hoạch phải gồm các cặp “khóa: giá trị”."


def test_plan_file_refusals_come_all_at_once_in_the_order_of_lines():
    source = SOURCE.replace("quorum: 3/4", "quorum: 4/3").replace("V2, name", "V1, name")
    source = source.replace("date: 2026-01-12", "date: hôm qua").replace("T3", "T1")

    lines = [int(reason.split(":")[0].removeprefix("dòng ")) for reason in reasons_of(source)]

    assert lines == sorted(lines)
    assert len(lines) == 4


def test_wrong_code_brings_no_second_refusal_where_it_is_named():
    source, line = changed("    level: commune\n", "    level: làng\n")

    assert reasons_of(source) == [
        f"dòng {line}: khóa “level”: “làng” không hợp lệ; chỉ nhận: commune, district, province."
    ]


def test_plan_file_nested_too_deep_is_refused():
    assert reasons_of("[" * 5000) == ["dòng 1: tệp lồng nhau quá sâu."]


def test_plan_file_that_holds_itself_is_refused():
    source, line = changed("header_lines: [ỦY", "header_lines: &a [*a, ỦY")

    assert reasons_of(source) == [f"dòng {line}: khóa “header_lines” phải là một giá trị đơn."]


def test_single_line_texts_lose_their_line_breaks():
    source, _ = changed("name: xã Kon Hà Nừng", 'name: "xã Kon\\n  Hà Nừng"')

    assert parse_plan(source).commune["name"] == "xã Kon Hà Nừng"


def test_missing_plan_file_is_refused(tmp_path):
    with pytest.raises(DomainError) as refusal:
        read_plan_file(tmp_path / "không-có.yaml")

    assert refusal.value.reasons == (f"Không đọc được tệp “{tmp_path / 'không-có.yaml'}”.",)


def test_plan_file_that_is_no_utf8_is_refused(tmp_path):
    path = tmp_path / "sai.yaml"
    path.write_bytes(b"# dong 1\ncommune: \xff\xfe\n")

    with pytest.raises(DomainError) as refusal:
        read_plan_file(path)

    assert refusal.value.reasons == ("dòng 2: tệp không phải là văn bản UTF-8.",)


def test_plan_file_too_large_is_refused(tmp_path):
    path = tmp_path / "to.yaml"
    path.write_bytes(b"#" * 2_000_001)

    with pytest.raises(DomainError) as refusal:
        read_plan_file(path)

    assert refusal.value.reasons == (f"Tệp “{path}” lớn quá 2 MB, không phải là tệp kế hoạch.",)


TABLES = {
    "commune": models.Commune,
    "position_kinds": models.SubjectKind,
    "collective_kinds": models.SubjectKind,
    "villages": models.Village,
    "authorities": models.Authority,
    "receiving_offices": models.ReceivingOffice,
    "award_kinds": models.AwardKind,
    "award_rates": models.AwardRate,
    "base_salaries": models.BaseSalary,
    "regimes": models.Regime,
    "forms": models.DecreeForm,
    "legal_bases": models.LegalBasis,
    "vote_rules": VoteRule,
    "dossier_components": DossierComponent,
    "default_recipients": models.DefaultRecipients,
    "plan": models.EmulationPlan,
    "movements": models.LinkedMovement,
    "content_areas": models.ContentArea,
    "qualities": models.Quality,
    "conditions": models.Criterion,
    "criteria": models.Criterion,
    "years": models.EmulationYear,
    "windows": models.YearWindow,
}


def all_sections() -> list:
    nested = [
        key.kind.section
        for section in schema.SECTIONS
        for key in section.keys
        if isinstance(key.kind, Rows)
    ]
    return [*schema.SECTIONS, *nested]


def test_every_section_has_a_table():
    assert {section.name for section in all_sections()} == set(TABLES)


@pytest.mark.parametrize("section", all_sections(), ids=lambda section: section.name)
def test_texts_of_a_plan_file_are_as_long_as_the_column_allows(section):
    columns = {field.name: field for field in TABLES[section.name]._meta.concrete_fields}

    lengths = {
        key.name: (key.kind.max_length, columns[key.name].max_length)
        for key in section.keys
        if isinstance(key.kind, Text)
    }

    assert {name: pair for name, pair in lengths.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("section", all_sections(), ids=lambda section: section.name)
def test_every_key_of_a_plan_file_is_explained(section):
    page = (SECOND.parents[2] / "docs" / "plan-file.md").read_text(encoding="utf-8")
    explained = page.split(f"\n## `{section.name}`", 1)[1].split("\n## ", 1)[0]

    assert [key.name for key in section.keys if f"| `{key.name}` |" not in explained] == []


def test_example_of_the_format_page_is_a_plan_file_without_fault():
    page = (SECOND.parents[2] / "docs" / "plan-file.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n", 1)[1].split("```", 1)[0]

    assert parse_plan(example).plan["code"] == "dan-van-kheo"


def test_every_rule_is_explained_on_the_format_page():
    page = (SECOND.parents[2] / "docs" / "plan-file.md").read_text(encoding="utf-8")

    assert [name for name in RULES if f"| `{name}` |" not in page] == []
