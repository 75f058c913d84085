"""The words of a review as the figures give them; what nobody counts is the clerk's. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from awards.domain.review_figures import Cell, Line, ReviewFigures, ReviewTable
from awards.enums import ReviewKind
from dandvan.vietnamese import two_digits

# Sections of the paper in order: key, title, what the clerk is told.
SECTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "done",
        "Công tác triển khai",
        "Kế hoạch, hướng dẫn đã ban hành; đăng ký, tuyên truyền, kiểm tra đã làm.",
    ),
    (
        "results",
        "Kết quả thực hiện",
        "Mỗi ý một dòng; dòng bắt đầu bằng “- ” in thành gạch đầu dòng.",
    ),
    ("weak", "Tồn tại, hạn chế", "Việc trễ hạn, không thực hiện, lĩnh vực còn trống."),
    ("causes", "Nguyên nhân", "Phần này do người viết báo cáo nêu, không lấy được từ số liệu."),
    ("ahead", "Nhiệm vụ thời gian tới", "Việc sẽ làm, thời hạn, ai làm."),
)
SECTION_KEYS = tuple(key for key, _, _ in SECTIONS)
LONGEST = 6000


def draft_texts(figures: ReviewFigures) -> dict[str, str]:
    """The words of every section by rule; empty for causes."""
    return {
        "done": _text(_done(figures)),
        "results": _text(_results(figures)),
        "weak": _text(_weak(figures)),
        "causes": "",
        "ahead": _text(_ahead(figures)),
    }


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _n(figures: ReviewFigures, table: str, line: str, column: int = 0) -> str:
    return two_digits(figures.number(table, line, column))


def _words(figures: ReviewFigures, table: str, line: str, column: int = 0) -> str:
    found = figures.cell(table, line, column)
    return found.text if found else "–"


def _lines(figures: ReviewFigures, table: str) -> tuple[Line, ...]:
    found: ReviewTable | None = figures.table(table)
    return found.lines if found else ()


def _small(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _some(cell: Cell) -> int:
    return int(cell.number or 0)


def _done(figures: ReviewFigures) -> Iterable[str]:
    windows = [row for row in _lines(figures, "window") if _some(row.cells[0])]
    for row in windows:
        sent, taken = (_some(row.cells[n]) for n in (1, 2))
        there = f"{two_digits(sent)} mô hình gửi đăng ký" if sent else "chưa có mô hình gửi đăng ký"
        got = f"{two_digits(taken)} mô hình được tiếp nhận" if taken else "chưa tiếp nhận mô hình"
        yield f"- {row.label}: {there}, {got}."
    total = _lines(figures, "participation")
    if total and _some(total[-1].cells[0]):
        everybody, joined, _, _, rate = total[-1].cells
        yield (
            f"- Đăng ký tham gia phong trào: {joined.text}/{everybody.text} cán bộ, công chức, "
            f"người hoạt động không chuyên trách ({rate.text})."
        )
    for row in _lines(figures, "telling"):
        rounds, times, heard = row.cells
        if row.key == "story" and _some(rounds):
            yield f"- Tin, bài về mô hình, cách làm hay: {two_digits(_some(rounds))} tin, bài."
        elif _some(rounds):
            people = f", {heard.text} lượt người dự" if _some(heard) else ""
            yield f"- Tuyên truyền qua {_small(row.label)}: {times.text} lần{people}."


def _results(figures: ReviewFigures) -> Iterable[str]:
    yield (
        f"Năm {figures.year} có {_n(figures, 'summary', 'sent')} mô hình gửi đăng ký, "
        f"{_n(figures, 'summary', 'accepted')} mô hình được tiếp nhận"
        + (
            f"; đã công nhận {_n(figures, 'summary', 'recognized')} mô hình, đạt "
            f"{_words(figures, 'summary', 'rate')} số đã tiếp nhận."
            if figures.number("summary", "recognized")
            else "; chưa có mô hình được công nhận."
        )
    )
    yield _by_field(figures)
    yield (
        f"- Số mô hình được công nhận đang duy trì: {_n(figures, 'living', 'living')}, trong đó "
        f"{_n(figures, 'living', 'continued')} mô hình của các năm trước."
    )
    yield from _alone(figures)
    yield from _sums(figures)
    yield from _honors(figures)
    adopted = figures.number("spread", "adopted")
    if adopted:
        yield (
            f"- Nhân rộng: {two_digits(adopted)} mô hình được áp dụng tại "
            f"{_n(figures, 'spread', 'places')} nơi."
        )
    title = figures.cell("title", str(figures.year))
    if title is not None and title.number is not None:
        status = _words(figures, "title", str(figures.year), 1)
        yield f"- Danh hiệu văn hóa: {title.text} làng đạt ({status})."


def _by_field(figures: ReviewFigures) -> str:
    reached = "được công nhận" if figures.number("summary", "recognized") else "đã tiếp nhận"
    column = 2 if reached == "được công nhận" else 1
    parts = [
        f"{_small(row.label)} {two_digits(_some(row.cells[column]))}"
        for row in _lines(figures, "field")
        if _some(row.cells[column])
    ]
    return f"- Theo lĩnh vực, số mô hình {reached}: {', '.join(parts)}." if parts else ""


def _alone(figures: ReviewFigures) -> Iterable[str]:
    """Movements counted on their own: administrative reform."""
    for row in _lines(figures, "movement"):
        if row.label.endswith("(tính riêng)"):
            name = _small(row.label.removesuffix(" (tính riêng)"))
            sent, _, got = (_some(cell) for cell in row.cells)
            more = f", {two_digits(got)} mô hình được công nhận" if got else ""
            yield f"- Gắn với {name}: {two_digits(sent)} mô hình{more}." if sent else ""


# How a sum of each kind is said.
_SAID = {"land_m2": "{} m² đất", "labor_days": "{} ngày công", "vnd": "{} đồng"}


def _sums(figures: ReviewFigures) -> Iterable[str]:
    parts = []
    for row in _lines(figures, "resource"):
        told, seen = row.cells[0], row.cells[1]
        if told.number:
            words = _SAID.get(row.key, f"{_small(row.label)} {{}}").format(told.text)
            parts.append(words + (f" (đã kiểm tra {seen.text})" if seen.text != told.text else ""))
    if parts:
        yield f"- Huy động: {'; '.join(parts)}."


def _honors(figures: ReviewFigures) -> Iterable[str]:
    for row in _lines(figures, "award"):
        proposed, groups, people, _, waiting = (_some(cell) for cell in row.cells)
        got = [
            f"{two_digits(number)} {noun}"
            for number, noun in ((groups, "tập thể"), (people, "cá nhân"))
            if number
        ]
        if got:
            yield f"- {row.label}: {', '.join(got)}."
        if proposed and waiting:
            yield f"- {row.label}: đang đề nghị {two_digits(waiting)} trường hợp."


def _weak(figures: ReviewFigures) -> Iterable[str]:
    late = [row for row in _lines(figures, "late") if row.cells[2].number]
    for row in late:
        yield (
            f"- Mô hình {row.label}: {_small(row.cells[0].text)}, hạn {row.cells[1].text}, "
            f"trễ {row.cells[2].text} ngày."
        )
    for row in _lines(figures, "late"):
        if not row.cells[2].number and row.cells[1].text == "–":
            yield f"- Mô hình {row.label}: {_small(row.cells[0].text)}."
    revoked = figures.number("living", "revoked")
    if revoked:
        yield f"- {two_digits(revoked)} mô hình của năm trước bị thu hồi công nhận."
    column = "unrecognized" if figures.number("summary", "recognized") else "none"
    for key in ("field", "area", "village"):
        line = next((r for r in _lines(figures, "gap") if r.key == f"{key}-{column}"), None)
        if line is not None and _some(line.cells[0]):
            yield f"- {line.label}: {line.cells[1].text}."
    yield from _missing_people(figures)


def _missing_people(figures: ReviewFigures) -> Iterable[str]:
    rows = _lines(figures, "participation")
    if rows:
        active, among = _some(rows[-1].cells[2]), _some(rows[-1].cells[3])
        if active > among:
            yield f"- Còn {two_digits(active - among)} người đang công tác chưa đăng ký tham gia."


def _ahead(figures: ReviewFigures) -> Iterable[str]:
    for row in _lines(figures, "late"):
        if row.cells[2].number:
            yield f"- Đôn đốc mô hình {row.label}: {_small(row.cells[0].text)}."
    for key, words in (
        ("submitted", "Tiếp nhận"),
        ("reported", "Thẩm định"),
        ("assessed", "Trình quyết định công nhận đối với"),
    ):
        waiting = figures.number("step", key, 3)
        if waiting:
            yield f"- {words} {two_digits(waiting)} mô hình đang chờ."
    gap = next((r for r in _lines(figures, "gap") if r.key == "area-unrecognized"), None)
    if gap is not None and _some(gap.cells[0]) and figures.number("summary", "recognized"):
        yield "- Vận động đăng ký mô hình ở những nội dung chưa có mô hình được công nhận."
    if figures.number("spread", "alone"):
        yield (
            f"- Giới thiệu, nhân rộng {_n(figures, 'spread', 'alone')} mô hình được công nhận "
            "chưa có nơi áp dụng."
        )
    if figures.kind == ReviewKind.INTERIM:
        yield "- Tổ chức tổng kết phong trào cuối năm, xét khen thưởng theo quy định."
