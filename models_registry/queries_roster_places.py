"""Rows of lists of collectives and of villages against the records of the commune."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from dandvan.vietnamese import search_key, short_date, vn_number
from models_registry.domain.roster import (
    CellFault,
    phone_digits,
    read_count,
    read_phone,
    unit_key,
    village_key,
)
from models_registry.enums import RosterKind, SubjectType
from models_registry.models import Collective, Individual, SubjectKind, Village
from models_registry.queries_roster import (
    Candidate,
    Change,
    Match,
    Outcome,
    RosterReader,
    text_changes,
)

MOST_HOUSEHOLDS, MOST_PEOPLE = 5000, 30000
# A figure that grows or shrinks so many times at once is asked about.
_LEAP = 3


class CollectiveReader(RosterReader):
    """Collectives: kind, village, who heads them."""

    kind = RosterKind.COLLECTIVES

    def load(self) -> None:
        """Collectives with their heads, kinds, people with their posts."""
        rows = Collective.objects.filter(commune=self.commune).select_related("kind", "village")
        self.units = {row.pk: row for row in rows.prefetch_related("heads__individual")}
        self.by_code = {row.code: row for row in self.units.values() if row.code}
        self.kinds = list(
            SubjectKind.objects.filter(
                commune=self.commune, subject_type=SubjectType.COLLECTIVE
            ).order_by("order", "pk")
        )
        self.people: dict[str, list[Individual]] = defaultdict(list)
        people = Individual.objects.filter(commune=self.commune).prefetch_related("posts__heads")
        for person in people:
            self.people[person.search_name].append(person)

    def record(self, pk: int) -> Collective:
        """The collective of a candidate."""
        return self.units[pk]

    def candidate(self, row: Collective) -> Candidate:
        """Name, kind, village, and whether it has ended."""
        parts = [row.name, str(row.kind)]
        if row.village:
            parts.append(str(row.village))
        if not row.holds_on(self.today):
            parts.append(f"đã thôi từ {short_date(row.valid_to)}")
        return Candidate(row.pk, " – ".join(parts))

    def parse(self, values: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
        """A row as values; every fault is named."""
        names = ("code", "name", "address", "head")
        parsed: dict[str, Any] = {name: values.get(name, "") for name in names}
        parsed |= {"village": None, "phone": "", "post": None, "kind": None}
        faults = [] if parsed["name"] else ["Thiếu tên tập thể."]
        if values.get("kind"):
            parsed["kind"], fault = self.find_kind(self.kinds, values["kind"])
            faults += [fault] if fault else []
        else:
            faults.append("Thiếu loại tập thể.")
        if values.get("village"):
            parsed["village"], fault = self.find_village(values["village"])
            faults += [fault] if fault else []
        if values.get("phone"):
            try:
                parsed["phone"] = read_phone(values["phone"])
            except CellFault as error:
                faults.append(str(error))
        if parsed["head"]:
            parsed["post"], fault = self._head_post(parsed["head"])
            faults += [fault] if fault else []
        return parsed, faults + self.length_faults(Collective, parsed, names[:3])

    def _head_post(self, name: str) -> tuple[Any, str]:
        """The post by which somebody of this name heads a collective, or why there is none."""
        like = self.people.get(search_key(name), [])
        if not like:
            return None, (
                f"Người đứng đầu “{name}” chưa có trong danh sách cán bộ: nhập cán bộ trước."
            )
        if len(like) > 1:
            return None, f"Có {len(like)} người tên “{name}”: ghi người đứng đầu ở trang tập thể."
        held = [post for post in like[0].posts.all() if post.holds_on(self.today)]
        if not held:
            return None, f"{like[0].full_name} hiện không giữ chức vụ nào."
        heading = [post for post in held if post.heads_id]
        return (heading or held)[0], ""

    def match(self, parsed: Mapping[str, Any]) -> Match:
        """By code, else by name; another kind, another village or an ended one is asked about."""
        key, owner = unit_key(parsed["name"]), self.by_code.get(parsed["code"])
        if owner is not None and unit_key(owner.name) == key:
            return Match(owner)
        if owner is not None:
            reason = f"Mã {parsed['code']} đang là mã của {owner.name}."
            return Match(candidates=(owner,), reasons=(reason,), may_be_new=False)
        same = [row for row in self.units.values() if unit_key(row.name) == key]
        sure = [row for row in same if self._is_surely(row, parsed)]
        if len(sure) == 1:
            return Match(sure[0])
        words = set(key.split())
        like = same or [
            row for row in self.units.values()
            if len(words) > 1 and _one_in_other(words, set(unit_key(row.name).split()))
        ]  # fmt: skip
        how = "Trùng tên với" if same else "Tên gần giống"
        reasons = tuple(f"{how} {self.candidate(row).label}." for row in like)
        return Match(candidates=tuple(like), reasons=reasons)

    def _is_surely(self, row: Collective, parsed: Mapping[str, Any]) -> bool:
        village = parsed["village"]
        return (
            row.holds_on(self.today)
            and row.kind == parsed["kind"]
            and (village is None or row.village is None or row.village == village)
        )

    def twin_keys(self, parsed: Mapping[str, Any]) -> tuple[str, ...]:
        """The name written out."""
        return (unit_key(parsed["name"]),)

    def is_twin(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Of one name: in the same village."""
        apart = one["village"] and other["village"] and one["village"] != other["village"]
        return not apart

    def create(self, parsed: Mapping[str, Any]) -> Outcome:
        """A new collective from today."""
        names = ("code", "name", "kind", "village", "address", "phone")
        head = self._head_outcome(parsed, None)
        return Outcome(
            faults=head.faults,
            changes=head.changes,
            writes={"fields": {name: parsed[name] for name in names}, **head.writes},
        )

    def compare(self, parsed: Mapping[str, Any], target: Collective) -> Outcome:
        """Changes of a collective."""
        changes, texts = text_changes(
            target, parsed, {"name": self.labels["name"], "address": self.labels["address"]}
        )
        fields, faults = dict[str, Any](texts), []
        if _is_abbreviated(parsed["name"], target.name):
            fields.pop("name", None)
            changes = [change for change in changes if change.label != self.labels["name"]]
        if parsed["code"] and parsed["code"] != target.code:
            if target.code:
                faults.append(f"{target.name} đã có mã {target.code}; mã không đổi được.")
            else:
                changes.append(Change("Mã", "", parsed["code"]))
                fields["code"] = parsed["code"]
        for name in ("kind", "village"):
            before, after = getattr(target, name), parsed[name]
            if after and after != before:
                changes.append(Change(self.labels[name], str(before or ""), str(after)))
                fields[name] = after
        if parsed["phone"] and phone_digits(parsed["phone"]) != phone_digits(target.phone):
            changes.append(Change("Điện thoại", target.phone, parsed["phone"]))
            fields["phone"] = parsed["phone"]
        if not target.holds_on(self.today):
            faults.append(f"{target.name} đã thôi từ {short_date(target.valid_to)}.")
        head = self._head_outcome(parsed, target)
        return Outcome(
            changes=(*changes, *head.changes),
            faults=(*faults, *head.faults),
            writes={"fields": fields, **head.writes},
        )

    def _head_outcome(self, parsed: Mapping[str, Any], target: Collective | None) -> Outcome:
        """The head is written where there is none; another head is a change of posts."""
        post = parsed["post"]
        if post is None:
            return Outcome()
        if target is not None:
            now = [row for row in target.heads.all() if row.holds_on(self.today)]
            if any(row.individual_id == post.individual_id for row in now):
                return Outcome()
            if now:
                fault = (
                    f"{now[0].individual} đang đứng đầu: đổi người đứng đầu ở trang chức vụ "
                    "của từng người."
                )
                return Outcome(faults=(fault,))
        if post.heads_id:
            fault = f"{parsed['head']} đang đứng đầu {post.heads}: thêm chức vụ ở trang người này."
            return Outcome(faults=(fault,))
        change = Change("Người đứng đầu", "", parsed["head"])
        return Outcome(changes=(change,) if target else (), writes={"head_post": post.pk})


def _is_abbreviated(given: str, known: str) -> bool:
    """Whether the sheet only writes the known name shorter: that is no new name."""
    return unit_key(given) == unit_key(known) and search_key(given) != search_key(known)


def _one_in_other(one: set[str], other: set[str]) -> bool:
    """Whether all words of one name stand in the other."""
    return len(other) > 1 and (one <= other or other <= one)


class VillageReader(RosterReader):
    """Villages: name, households, people."""

    kind = RosterKind.VILLAGES

    def load(self) -> None:
        """The villages are read already."""

    def record(self, pk: int) -> Village:
        """The village of a candidate."""
        return next(row for row in self.villages if row.pk == pk)

    def candidate(self, row: Village) -> Candidate:
        """Code and name."""
        return Candidate(row.pk, f"{row.code} – {row}")

    def parse(self, values: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
        """A row as values; every fault is named."""
        parsed: dict[str, Any] = {n: values.get(n, "") for n in ("code", "name", "main_ethnic")}
        for prefix in ("làng ", "thôn "):
            if parsed["name"].lower().startswith(prefix):
                parsed["name"] = parsed["name"][len(prefix) :]
        faults = []
        if not parsed["code"]:
            faults.append("Thiếu mã làng.")
        if not parsed["name"]:
            faults.append("Thiếu tên làng.")
        for name, most in (("households", MOST_HOUSEHOLDS), ("people", MOST_PEOPLE)):
            parsed[name] = None
            if values.get(name):
                try:
                    parsed[name] = read_count(self.labels[name], values[name], most)
                except CellFault as fault:
                    faults.append(str(fault))
        households, people = parsed["households"], parsed["people"]
        if households is not None and people is not None and people < households:
            faults.append(
                f"Số khẩu {vn_number(people)} ít hơn số hộ {vn_number(households)}: xem có ghi "
                "nhầm cột không."
            )
        names = ("code", "name", "main_ethnic")
        return parsed, faults + self.length_faults(Village, parsed, names)

    def match(self, parsed: Mapping[str, Any]) -> Match:
        """By code; a known code with another name, or a known name with another code, is asked."""
        owner = next(
            (r for r in self.villages if search_key(r.code) == search_key(parsed["code"])), None
        )
        if owner is not None:
            reasons = self._doubts(parsed, owner)
            return Match(owner) if not reasons else Match(None, (owner,), reasons, False)
        key = village_key(parsed["name"])
        like = tuple(row for row in self.villages if key and village_key(row.name) == key)
        reasons = tuple(f"Trùng tên với {self.candidate(row).label}." for row in like)
        return Match(candidates=like, reasons=reasons)

    def _doubts(self, parsed: Mapping[str, Any], owner: Village) -> tuple[str, ...]:
        """Why a row with a known code may yet be a slip."""
        reasons = []
        if owner.name and village_key(owner.name) != village_key(parsed["name"]):
            reasons.append(f"Mã {owner.code} đang là {owner}, bảng ghi “{parsed['name']}”.")
        for name in ("households", "people"):
            before, after = getattr(owner, name), parsed[name]
            if before and after and not before / _LEAP <= after <= before * _LEAP:
                reasons.append(
                    f"{self.labels[name]} từ {vn_number(before)} thành {vn_number(after)}: "
                    "kiểm tra lại."
                )
        return tuple(reasons)

    def twin_keys(self, parsed: Mapping[str, Any]) -> tuple[str, ...]:
        """The code or the name."""
        return f"mã {search_key(parsed['code'])}", village_key(parsed["name"])

    def is_twin(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Either is enough."""
        return True

    def create(self, parsed: Mapping[str, Any]) -> Outcome:
        """A new village from today; its code must be free."""
        names = ("code", "name", "households", "people", "main_ethnic")
        fields = {name: parsed[name] for name in names}
        return Outcome(writes={"fields": {**fields, "valid_from": self.today}})

    def compare(self, parsed: Mapping[str, Any], target: Village) -> Outcome:
        """Changes of a village; a name once given is changed with its day and paper, not here."""
        names = ("main_ethnic",) if target.name else ("name", "main_ethnic")
        changes, texts = text_changes(target, parsed, {name: self.labels[name] for name in names})
        fields, faults = dict[str, Any](texts), []
        if target.name and target.name != parsed["name"]:
            faults.append(
                f"Mã {target.code} đang là {target}. Nếu làng đổi tên, ghi ở trang “Làng” "
                "(có ngày và văn bản); nếu gõ nhầm, sửa lại bảng."
            )
        if search_key(parsed["code"]) != search_key(target.code):
            faults.append(f"{str(target).capitalize()} đã có mã {target.code}; mã không đổi được.")
        for name in ("households", "people"):
            before, after = getattr(target, name), parsed[name]
            if after is not None and after != before:
                changes.append(Change(self.labels[name], vn_number(before), vn_number(after)))
                fields[name] = after
        if not target.holds_on(self.today):
            faults.append(f"{str(target).capitalize()} đã thôi từ {short_date(target.valid_to)}.")
        return Outcome(tuple(changes), tuple(faults), writes={"fields": fields})
