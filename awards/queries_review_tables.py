"""Tables of a review that count models: by window, field, area, village, state, step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from awards.domain.review_figures import Cell, Line, ReviewTable, counted, plain, share
from awards.queries_review_models import EXTENDED, ModelHistory, ModelLine, ids, stays
from dandvan.vietnamese import short_date, vn_number
from models_registry.enums import ModelState, NationalField, SubjectType, WindowKind
from models_registry.models import ContentArea, LinkedMovement, Village, YearWindow

REACHED = ("Đã gửi đăng ký", "Đã tiếp nhận", "Được công nhận")
_STATES = {state.value: state.label for state in ModelState} | {EXTENDED: "Kéo dài sang năm sau"}
# What a state waits for, and the kind of window in which it should have come.
_DUE = {
    ModelState.ACCEPTED: ("Chưa nộp báo cáo kết quả", WindowKind.RESULT_REPORT),
    ModelState.REPORTED: ("Chưa thẩm định", WindowKind.ASSESSMENT),
}
_STEPS = {
    ModelState.SUBMITTED: "Chờ tiếp nhận",
    ModelState.RETURNED: "Chờ bổ sung sau khi trả lại",
    ModelState.ACCEPTED: "Thực hiện, đến khi nộp báo cáo kết quả",
    ModelState.REPORTED: "Chờ thẩm định",
    ModelState.ASSESSED: "Chờ quyết định",
}
_FAILED = (
    ModelState.DECLINED,
    ModelState.WITHDRAWN,
    ModelState.NOT_CARRIED_OUT,
    ModelState.REVOKED,
)


@dataclass(frozen=True)
class YearRows:
    """What the tables of one year are made of."""

    rows: tuple[ModelLine, ...]
    before: tuple[ModelLine, ...]
    history: ModelHistory
    year: int
    until: date
    day: date
    windows: tuple[YearWindow, ...]
    areas: tuple[ContentArea, ...]
    villages: tuple[Village, ...]
    movements: tuple[LinkedMovement, ...]

    @property
    def living(self) -> tuple[ModelLine, ...]:
        """Recognized models of earlier years that go on."""
        return self.history.living_before(self.year, self.until)


def _reached(rows: Sequence[ModelLine]) -> tuple[Cell, ...]:
    """How many were sent, accepted, recognized."""
    return (
        counted(ids(rows, sent=True)),
        counted(ids(rows, accepted=True)),
        counted(ids(rows, recognized=True)),
    )


def _of(rows: Iterable[ModelLine], fits: Callable[[ModelLine], bool]) -> tuple[ModelLine, ...]:
    return tuple(row for row in rows if fits(row))


def _rate(rows: Sequence[ModelLine]) -> Cell:
    """Recognized of those accepted."""
    return share(len(ids(rows, recognized=True)), len(ids(rows, accepted=True)))


def window_table(data: YearRows) -> ReviewTable:
    """By registration window."""
    lines = []
    for window in data.windows:
        if window.kind == WindowKind.REGISTRATION:
            rows = _of(data.rows, lambda row, pk=window.pk: row.window == pk)
            cells = (counted(row.pk for row in rows), *_reached(rows), _rate(rows))
            lines.append(Line(window.code, window.name, cells))
    head = ("Đã lập", *REACHED, "Tỷ lệ công nhận")
    note = "Tỷ lệ công nhận tính trên số mô hình đã tiếp nhận. Đã lập gồm cả bản nháp chưa gửi."
    return ReviewTable("window", "Theo đợt đăng ký", "Đợt", head, tuple(lines), note)


def field_table(data: YearRows) -> ReviewTable:
    """By the four national fields, beside last year."""
    lines = []
    for field in NationalField:
        rows = _of(data.rows, lambda row, name=field: row.field == name)
        last = _of(data.before, lambda row, name=field: row.field == name)
        cells = (*_reached(rows), counted(ids(last, recognized=True)))
        lines.append(Line(field.value, str(field.label), cells))
    head = (*REACHED, "Năm trước được công nhận")
    return ReviewTable("field", "Theo bốn lĩnh vực", "Lĩnh vực", head, tuple(lines), bars=(0, 2))


def area_table(data: YearRows) -> ReviewTable:
    """By the plan's content areas; each model counts in its main one."""
    lines = tuple(
        Line(
            area.code, _area_name(area), _reached(_of(data.rows, lambda r, a=area: r.area == a.pk))
        )
        for area in data.areas
    )
    note = "Mỗi mô hình tính vào nội dung chính."
    return ReviewTable(
        "area", "Theo nội dung của kế hoạch", "Nội dung", REACHED, lines, note, (0, 2)
    )


def _area_name(area: ContentArea) -> str:
    whose = " (cá nhân)" if area.subject_type == SubjectType.INDIVIDUAL else ""
    return f"{area.short_title}{whose}"


def village_table(data: YearRows) -> ReviewTable:
    """By village; a model of several villages counts in each."""
    lines = []
    for village in data.villages:
        name = str(village)
        rows = _of(data.rows, lambda row, pk=village.pk: pk in row.villages)
        lines.append(Line(village.code, name[:1].upper() + name[1:], _reached(rows)))
    note = "Mô hình làm ở nhiều làng được tính cho từng làng nên các dòng không cộng lại."
    return ReviewTable("village", "Theo địa bàn", "Làng", REACHED, tuple(lines), note, (0, 2))


def subject_table(data: YearRows) -> ReviewTable:
    """By kind of subject."""
    lines = tuple(
        Line(
            kind.value,
            kind.label[:1].upper() + kind.label[1:],
            _reached(_of(data.rows, lambda row, name=kind: row.subject == name)),
        )
        for kind in SubjectType
    )
    return ReviewTable("subject", "Theo chủ mô hình", "Chủ mô hình", REACHED, lines)


def state_table(data: YearRows) -> ReviewTable:
    """By state, beside last year."""
    lines = []
    for state, label in _STATES.items():
        now = counted(ids(data.rows, state=state))
        last = counted(ids(data.before, state=state))
        if now.number or last.number:
            lines.append(Line(state, label, (now, last)))
    head = ("Năm nay", "Năm trước")
    return ReviewTable("state", "Theo tình trạng", "Tình trạng", head, tuple(lines), bars=(0,))


def living_table(data: YearRows) -> ReviewTable:
    """New models of the year, and models of earlier years that go on."""
    new, going = ids(data.rows, recognized=True), tuple(row.pk for row in data.living)
    stopped = [pk for pk, day in data.history.stopped.items() if _in_year(data, day)]
    revoked = [
        row.pk
        for row in data.history.rows
        if row.year < data.year
        and any(m.after == ModelState.REVOKED and _in_year(data, m.day) for m in row.moves)
    ]
    lines = (
        Line("new", "Mô hình mới, được công nhận trong năm", (counted(new),)),
        Line("continued", "Mô hình các năm trước tiếp tục được duy trì", (counted(going),)),
        Line("living", "Tổng số mô hình được công nhận đang duy trì", (counted((*new, *going)),)),
        Line("stopped", "Mô hình các năm trước dừng sau rà soát", (counted(stopped),)),
        Line("revoked", "Mô hình các năm trước bị thu hồi công nhận", (counted(revoked),)),
    )
    return ReviewTable("living", "Mô hình mới và tiếp tục", "Mô hình", ("Số mô hình",), lines)


def _in_year(data: YearRows, day: date) -> bool:
    return day.year == data.year and day <= data.until


def movement_table(data: YearRows) -> ReviewTable:
    """By movement, those first that are counted on their own."""
    lines = []
    for movement in sorted(data.movements, key=lambda row: (not row.counted_alone, row.order)):
        rows = _of(data.rows, lambda row, pk=movement.pk: pk in row.movements)
        label = f"{movement.name} (tính riêng)" if movement.counted_alone else movement.name
        if rows or movement.counted_alone:
            lines.append(Line(movement.code, label, _reached(rows)))
    return ReviewTable(
        "movement",
        "Gắn với phong trào, chương trình",
        "Phong trào, chương trình",
        REACHED,
        tuple(lines),
        "Một mô hình có thể gắn với nhiều phong trào nên các dòng không cộng lại.",
    )


def step_table(data: YearRows) -> ReviewTable:
    """Days spent in each step."""
    spent = stays(data.rows)
    lines = []
    for state, label in _STEPS.items():
        days = spent.get(state, [])
        waiting = counted(ids(data.rows, state=state))
        if days or waiting.number:
            middle = float(median(days)) if days else None
            longest = max(days) if days else None
            cells = (plain(len(days)), plain(middle), plain(longest), waiting)
            lines.append(Line(state.value, label, cells))
    head = ("Số lượt đã qua", "Trung vị (ngày)", "Lâu nhất (ngày)", "Đang ở bước này")
    note = "Trung vị: một nửa số lượt nhanh hơn, một nửa lâu hơn."
    return ReviewTable("step", "Thời gian ở từng bước", "Bước", head, tuple(lines), note)


def late_table(data: YearRows) -> ReviewTable:
    """What is late, and what did not come about; drafts stay with their people."""
    lines = [line for row in data.rows if (line := _late_line(row, data)) is not None]
    head = ("Tình trạng", "Hạn", "Trễ (ngày)")
    note = "Bản nháp chưa gửi không nêu tên."
    return ReviewTable("late", "Việc trễ hạn, chưa đạt", "Mô hình", head, tuple(lines), note)


def _late_line(row: ModelLine, data: YearRows) -> Line | None:
    """One model that is late or failed; None for any other."""
    if not row.sent:
        return None
    words, due = "", None
    if row.state in _FAILED:
        words = _STATES[row.state]
    elif row.state == ModelState.RETURNED:
        words, due = "Chưa bổ sung sau khi trả lại", row.return_due
    elif row.state in _DUE:
        words, kind = _DUE[ModelState(row.state)]
        due = max((w.ends for w in data.windows if w.kind == kind), default=None)
    if not words or (row.state not in _FAILED and (due is None or due >= data.day)):
        return None
    days = (data.day - due).days if due else None
    cells = (
        Cell(words, None, (row.pk,)),
        Cell(short_date(due) if due else "–"),
        Cell(vn_number(days) if days else "–", days),
    )
    return Line(str(row.pk), f"“{row.name}” ({row.code})" if row.code else f"“{row.name}”", cells)


def gap_table(tables: Iterable[ReviewTable]) -> ReviewTable:
    """Fields, areas and villages without a model, and without a recognized one."""
    nouns = {"field": "Lĩnh vực", "area": "Nội dung", "village": "Làng"}
    lines = []
    for table in tables:
        for key, column, words in (
            ("none", 0, "chưa có mô hình nào đăng ký"),
            ("unrecognized", 2, "chưa có mô hình được công nhận"),
        ):
            missing = [row.label for row in table.lines if not row.cells[column].number]
            cells = (plain(len(missing)), Cell("; ".join(missing) or "không có"))
            lines.append(Line(f"{table.key}-{key}", f"{nouns[table.key]} {words}", cells))
    head = ("Số lượng", "Gồm")
    return ReviewTable("gap", "Còn trống", "Chỗ trống", head, tuple(lines))
