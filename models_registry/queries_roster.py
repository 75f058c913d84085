"""What every row of a sheet would do: the frame that the three kinds of lists share."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Model

from dandvan.sheets import Sheet, SheetRow
from dandvan.vietnamese import search_key
from models_registry.domain.roster import encoding_fault, village_key, whole_name
from models_registry.domain.roster_columns import COLUMNS, find_layout
from models_registry.enums import RosterVerdict
from models_registry.models import Commune, SubjectKind, Village

SKIP, AS_NEW = "skip", "new"


@dataclass(frozen=True)
class Change:
    """One thing that a row changes, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Candidate:
    """Somebody or something of the commune that a doubtful row may mean."""

    pk: int
    label: str


@dataclass(frozen=True)
class Outcome:
    """What writing a row onto its target would do; `writes` is for the service alone."""

    changes: tuple[Change, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    writes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """Whom a row means: surely `target`, or perhaps one of `candidates` for these reasons."""

    target: Any = None
    candidates: tuple[Any, ...] = ()
    reasons: tuple[str, ...] = ()
    may_be_new: bool = True


@dataclass(frozen=True)
class RosterLine:
    """One row of the sheet with its verdict and all reasons for it."""

    number: int
    name: str
    verdict: RosterVerdict
    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    may_be_new: bool = True
    target_id: int | None = None
    parsed: Mapping[str, Any] = field(default_factory=dict)
    writes: Mapping[str, Any] = field(default_factory=dict)

    def facts(self) -> list[Any]:
        """What the clerk saw of this row."""
        changes = [[c.label, c.before, c.after] for c in self.changes]
        people = [[c.pk, c.label] for c in self.candidates]
        return [self.number, self.name, self.verdict, self.reasons, changes, people, self.target_id]


@dataclass(frozen=True)
class RosterPreview:
    """All rows of a sheet; `refusals` say why the sheet as a whole cannot be read."""

    lines: tuple[RosterLine, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Mark of what the clerk saw: another one when the data changed meanwhile."""
        text = json.dumps([line.facts() for line in self.lines], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by verdict."""
        found = Counter(line.verdict.value for line in self.lines)
        return {verdict.value: found[verdict.value] for verdict in RosterVerdict}

    def of(self, verdict: RosterVerdict) -> tuple[RosterLine, ...]:
        """Rows of one verdict."""
        return tuple(line for line in self.lines if line.verdict == verdict)


class RosterReader:
    """Reads the rows of one kind of list against the records of a commune on a day.

    A kind gives `parse`, `match`, `compare`, `create`, `twin_keys` and `is_twin`.
    """

    kind = ""

    def __init__(self, commune: Commune, today: date) -> None:
        """Read what rows are compared with, once."""
        self.commune, self.today = commune, today
        self.labels = {column.name: column.label for column in COLUMNS[self.kind]}
        self.villages = list(Village.objects.filter(commune=commune))
        self.load()

    def load(self) -> None:
        """Read the records of the kind."""
        raise NotImplementedError

    def parse(self, values: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
        """Values of a row as Python values, and everything that is wrong with them."""
        raise NotImplementedError

    def match(self, parsed: Mapping[str, Any]) -> Match:
        """Whom the row means."""
        raise NotImplementedError

    def compare(self, parsed: Mapping[str, Any], target: Any) -> Outcome:
        """What the row changes on its target."""
        raise NotImplementedError

    def create(self, parsed: Mapping[str, Any]) -> Outcome:
        """What a new row would be."""
        raise NotImplementedError

    def is_twin(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Whether two rows of the sheet seem to mean the same."""
        raise NotImplementedError

    def twin_keys(self, parsed: Mapping[str, Any]) -> tuple[str, ...]:
        """What two rows must share at least one of to be twins."""
        raise NotImplementedError

    def candidate(self, row: Any) -> Candidate:
        """A record as the clerk tells it from its likes."""
        return Candidate(row.pk, str(row))

    def preview(self, sheet: Sheet) -> RosterPreview:
        """Every row with its verdict; nothing is written."""
        if refusals := self._refusals(sheet):
            return RosterPreview(refusals=refusals, notes=sheet.notes)
        layout = find_layout(self.kind, [row.cells for row in sheet.rows])
        lines: list[RosterLine] = []
        # Rows further up by what likes are looked for: keys of the kind, numbers of records.
        seen: dict[str | int, list[RosterLine]] = defaultdict(list)
        notes = list(sheet.notes)
        for row in sheet.rows[layout.header + 1 :]:
            values = layout.values(row.cells)
            if self._is_heading(row, values):
                text = next(cell for cell in row.cells if cell)
                notes.append(f"Dòng {row.number} “{text}” là dòng tiêu đề, không đọc.")
                continue
            line = self._line(row, values, seen)
            lines.append(line)
            if line.verdict != RosterVerdict.WRONG:
                for key in (*self.twin_keys(line.parsed), line.target_id):
                    if key:
                        seen[key].append(line)
        if not lines:
            return RosterPreview(
                refusals=("Bảng chỉ có dòng tiêu đề, chưa có dòng nào để nhập.",),
                notes=tuple(notes),
            )
        return RosterPreview(tuple(lines), layout.unknown, tuple(notes))

    def _refusals(self, sheet: Sheet) -> tuple[str, ...]:
        """Why the sheet as a whole cannot be read."""
        layout = find_layout(self.kind, [row.cells for row in sheet.rows])
        if not layout.missing:
            return ()
        for row in sheet.rows[:15]:
            for cell in row.cells:
                if fault := encoding_fault("Tiêu đề cột", cell):
                    return (fault,)
        missing = ", ".join(f"“{label}”" for label in layout.missing)
        read = ", ".join(f"“{self.labels[name]}”" for _, name in layout.positions)
        seen = f" Đã nhận ra: {read}." if read else ""
        return (
            f"Không tìm thấy cột {missing}.{seen} Dòng tiêu đề phải nằm trong bảng; "
            "sửa tên cột theo tệp mẫu rồi nhập lại.",
        )

    def _is_heading(self, row: SheetRow, values: Mapping[str, str]) -> bool:
        """A title of a group, or the headings once more on the next page."""
        filled = [cell for cell in row.cells if cell]
        if not filled:
            return False
        if len(filled) == 1:
            named = any(values.get(name) for name in ("full_name", "name", "given_name"))
            return row.is_merged_across or not named
        again = find_layout(self.kind, [row.cells])
        return len(again.positions) >= 2 and not again.missing

    def _line(
        self,
        row: SheetRow,
        values: Mapping[str, str],
        seen: Mapping[str | int, Sequence[RosterLine]],
    ) -> RosterLine:
        """The verdict on one row, given the rows above it."""
        old = [
            fault for name, text in values.items()
            if (fault := encoding_fault(self.labels[name], text))
        ]  # fmt: skip
        parsed, faults = ({"name": ""}, []) if old else self.parse(values)
        name = parsed["name"] or _shown_name(values)
        line = RosterLine(row.number, name, RosterVerdict.WRONG, parsed=parsed)
        if reasons := (*row.faults, *old, *faults):
            return replace(line, reasons=tuple(reasons))
        match = self.match(parsed)
        keys = (*self.twin_keys(parsed), match.target.pk if match.target else None)
        like = {other.number: other for key in keys if key for other in seen.get(key, ())}
        twins = [
            f"Trùng với dòng {other.number} của bảng."
            for other in like.values()
            if self._is_same(other, parsed, match.target)
        ]
        if twins or match.candidates:
            known = match.candidates or ((match.target,) if match.target else ())
            return replace(
                line,
                verdict=RosterVerdict.DOUBTFUL,
                reasons=(*twins, *match.reasons),
                candidates=tuple(self.candidate(row) for row in known),
                may_be_new=match.may_be_new and not match.target,
            )
        return self._written(line, match.target)

    def _is_same(self, other: RosterLine, parsed: Mapping[str, Any], target: Any) -> bool:
        """Whether a row further up means the same; rows surely about two records do not."""
        if other.target_id and target is not None:
            return bool(other.target_id == target.pk)
        return self.is_twin(other.parsed, parsed)

    def _written(self, line: RosterLine, target: Any) -> RosterLine:
        """A row whose target is known (None: a new one) with what it would do."""
        outcome = self.compare(line.parsed, target) if target else self.create(line.parsed)
        verdict = RosterVerdict.SAME
        if outcome.faults:
            verdict = RosterVerdict.WRONG
        elif target is None:
            verdict = RosterVerdict.NEW
        elif outcome.changes:
            verdict = RosterVerdict.CHANGED
        return replace(
            line,
            verdict=verdict,
            reasons=outcome.faults,
            changes=outcome.changes,
            notes=outcome.notes,
            target_id=target.pk if target else None,
            writes=outcome.writes,
        )

    def settled(self, line: RosterLine, choice: str) -> RosterLine | None:
        """A doubtful row as the clerk decided; None when he leaves it out.

        Raises KeyError for a choice that was not offered.
        """
        if choice == SKIP:
            return None
        if choice == AS_NEW and line.may_be_new:
            return self._written(line, None)
        allowed = {str(candidate.pk): candidate.pk for candidate in line.candidates}
        return self._written(line, self.record(allowed[choice]))

    def record(self, pk: int) -> Model:
        """The record of a candidate."""
        raise NotImplementedError

    # -- what several kinds read ------------------------------------------------------------------

    def find_village(self, text: str) -> tuple[Village | None, str]:
        """A village of the commune by code or name, or the sentence why there is none."""
        key = village_key(text)
        found = [
            row for row in self.villages
            if key in (village_key(row.name), search_key(row.code)) and key
        ]  # fmt: skip
        holding = [row for row in found if row.holds_on(self.today)]
        if len(holding) == 1:
            return holding[0], ""
        if found and not holding:
            return None, f"{str(found[0]).capitalize()} không còn trong danh sách làng hiện nay."
        if found:
            return None, f"Có nhiều làng tên “{text}”: ghi mã làng."
        return None, f"Làng “{text}” không có trong danh sách làng của xã."

    def find_kind(self, kinds: Iterable[SubjectKind], text: str) -> tuple[SubjectKind | None, str]:
        """A kind by its name, its code or words that only one name has."""
        kinds, key = list(kinds), search_key(text)
        exact = [kind for kind in kinds if key in (search_key(kind.name), search_key(kind.code))]
        words = set(key.split())
        fitting = exact or [k for k in kinds if words and words <= set(search_key(k.name).split())]
        if len(fitting) == 1:
            return fitting[0], ""
        known = "; ".join(f"“{kind.name}”" for kind in kinds)
        return None, f"{self.labels['kind']} “{text}” chưa rõ: ghi một trong {known}."

    def length_faults(
        self, model: type[Model], values: Mapping[str, Any], fields: Iterable[str]
    ) -> list[str]:
        """Texts that are longer than their fields."""
        faults = []
        for name in fields:
            text = values.get(name)
            most = getattr(model._meta.get_field(name), "max_length", None)
            if isinstance(text, str) and most and len(text) > most:
                faults.append(f"{self.labels[name]} dài quá {most} ký tự.")
        return faults


def _shown_name(values: Mapping[str, str]) -> str:
    """How a row without a name that can be read is called."""
    return whole_name(values) or values.get("name", "") or "Dòng chưa có tên"


def text_changes(
    row: Model, parsed: Mapping[str, Any], fields: Mapping[str, str]
) -> tuple[list[Change], dict[str, str]]:
    """Texts that the sheet gives and the row has otherwise; an empty cell changes nothing."""
    changes, writes = [], {}
    for name, label in fields.items():
        after, before = parsed.get(name) or "", getattr(row, name)
        if after and after != before:
            changes.append(Change(label, before, after))
            writes[name] = after
    return changes, writes
