"""Rows of a list of officials against the people of the commune and their posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from dandvan.vietnamese import search_key, short_date
from models_registry.domain.roster import (
    CellFault,
    phone_digits,
    read_birth,
    read_date,
    read_phone,
    read_sex,
    unit_key,
    whole_name,
)
from models_registry.enums import RosterKind, Sex, SubjectType
from models_registry.models import Collective, Individual, Post, SubjectKind
from models_registry.queries_roster import (
    Candidate,
    Change,
    Match,
    Outcome,
    RosterReader,
    text_changes,
)

_TEXTS = (
    "ethnicity",
    "religion",
    "origin",
    "residence",
    "education",
    "political_theory",
    "party_post",
    "government_post",
    "association_post",
    "unit",
)


class PeopleReader(RosterReader):
    """Officials: who they are, and the post they hold."""

    kind = RosterKind.PEOPLE

    def load(self) -> None:
        """People with their posts, kinds of positions, collectives."""
        rows = Individual.objects.filter(commune=self.commune).prefetch_related(
            "posts__kind", "posts__village", "posts__collective", "posts__heads"
        )
        self.people = {row.pk: row for row in rows}
        self.by_name: dict[str, list[Individual]] = defaultdict(list)
        for row in self.people.values():
            self.by_name[row.search_name].append(row)
        self.by_code = {row.code: row for row in self.people.values() if row.code}
        self.kinds = list(
            SubjectKind.objects.filter(
                commune=self.commune, subject_type=SubjectType.INDIVIDUAL
            ).order_by("order", "pk")
        )
        self.collectives: dict[str, list[Collective]] = defaultdict(list)
        for unit in Collective.objects.filter(commune=self.commune).on(self.today):
            self.collectives[unit_key(unit.name)].append(unit)

    def record(self, pk: int) -> Individual:
        """The person of a candidate."""
        return self.people[pk]

    def held(self, person: Individual) -> list[Post]:
        """Posts that somebody holds today."""
        return [post for post in person.posts.all() if post.holds_on(self.today)]

    def candidate(self, row: Individual) -> Candidate:
        """Name, birth and post tell people apart."""
        born = short_date(row.birth_date) or (str(row.birth_year) if row.birth_year else "")
        birth = f"sinh {born}" if born else "chưa ghi ngày sinh"
        posts = ", ".join(post.title for post in self.held(row)) or "không giữ chức vụ"
        return Candidate(row.pk, f"{row.full_name}, {birth} – {posts}")

    def parse(self, values: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
        """A row as values; every fault is named."""
        faults: list[str] = []
        parsed: dict[str, Any] = {name: values.get(name, "") for name in _TEXTS}
        parsed |= {"name": whole_name(values), "code": values.get("code", "")}
        parsed["title"] = values.get("title", "")
        if not parsed["name"]:
            faults.append("Thiếu họ và tên.")
        elif any(char.isdigit() for char in parsed["name"]):
            faults.append(f"Họ và tên “{parsed['name']}” có chữ số.")
        if not parsed["title"]:
            faults.append("Thiếu chức vụ.")
        self._parse_cells(values, parsed, faults)
        parsed["kind"], fault = (
            self.find_kind(self.kinds, values["kind"])
            if values.get("kind")
            else (None, "Thiếu loại chức danh.")
        )
        faults += [fault] if fault else []
        self._parse_place(values, parsed, faults)
        faults += self.length_faults(Individual, parsed, (*_TEXTS, "code"))
        faults += self.length_faults(Post, parsed, ("title",))
        if len(parsed["name"]) > 160:
            faults.append("Họ và tên dài quá 160 ký tự.")
        return parsed, faults

    def _parse_cells(
        self, values: Mapping[str, str], parsed: dict[str, Any], faults: list[str]
    ) -> None:
        """Birth, sex, telephone number and the day the post began."""
        parsed |= {"birth_date": None, "birth_year": None, "sex": "", "phone": "", "since": None}
        readers = {
            "birth": lambda text: dict(
                zip(("birth_date", "birth_year"), read_birth(text, self.today), strict=True)
            ),
            "sex": lambda text: {"sex": read_sex(text)},
            "phone": lambda text: {"phone": read_phone(text)},
            "since": lambda text: {"since": read_date("Giữ chức vụ từ ngày", text)},
        }
        for name, read in readers.items():
            if values.get(name):
                try:
                    parsed.update(read(values[name]))
                except CellFault as fault:
                    faults.append(str(fault))
        if parsed["since"] and parsed["since"] > self.today:
            faults.append(f"Giữ chức vụ từ ngày {short_date(parsed['since'])}: chưa tới ngày này.")

    def _parse_place(
        self, values: Mapping[str, str], parsed: dict[str, Any], faults: list[str]
    ) -> None:
        """The village and the office; an office that is no collective stays a text."""
        parsed |= {"village": None, "collective": None}
        if values.get("village"):
            parsed["village"], fault = self.find_village(values["village"])
            faults += [fault] if fault else []
        if not parsed["unit"]:
            return
        collective = self._collective(parsed["unit"])
        if collective:
            parsed |= {"collective": collective, "unit": collective.name}
        elif not values.get("village"):
            village, fault = self.find_village(parsed["unit"])
            parsed["village"] = None if fault else village
            parsed["unit"] = parsed["unit"] if fault else str(village)

    def _collective(self, text: str) -> Collective | None:
        """The one collective of this name, or the only one whose name begins so."""
        key = unit_key(text)
        if len(found := self.collectives.get(key, [])) == 1:
            return found[0]
        longer = [
            row for name, rows in self.collectives.items() if name.startswith(f"{key} ")
            for row in rows
        ]  # fmt: skip
        return longer[0] if not found and len(longer) == 1 else None

    def match(self, parsed: Mapping[str, Any]) -> Match:
        """By code, else by name and birth; a like-named person is never taken for sure."""
        key = search_key(parsed["name"])
        owner = self.by_code.get(parsed["code"]) if parsed["code"] else None
        if owner is not None and owner.search_name == key:
            return Match(owner)
        if owner is not None:
            return Match(
                candidates=(owner,),
                reasons=(f"Mã {parsed['code']} đang là mã của {owner.full_name}.",),
                may_be_new=False,
            )
        like = self.by_name.get(key, [])
        sure = [person for person in like if self._is_surely(person, parsed)]
        if len(sure) == 1:
            return Match(sure[0])
        reasons = tuple(f"Trùng tên với {self.candidate(person).label}." for person in like)
        return Match(candidates=tuple(like), reasons=reasons)

    def _is_surely(self, person: Individual, parsed: Mapping[str, Any]) -> bool:
        """Same day of birth; or the same written name with the same year, telephone or post."""
        if parsed["birth_date"] and person.birth_date:
            return bool(parsed["birth_date"] == person.birth_date)
        if person.full_name.casefold() != parsed["name"].casefold():
            return False
        year = person.birth_date.year if person.birth_date else person.birth_year
        if parsed["birth_year"] and year:
            return bool(parsed["birth_year"] == year)
        if parsed["phone"] and phone_digits(person.phone) == phone_digits(parsed["phone"]):
            return True
        # Without a birth in the sheet the post has to be the same.
        return not parsed["birth_year"] and self._same_post(person, parsed) is not None

    def _same_post(self, person: Individual, parsed: Mapping[str, Any]) -> Post | None:
        """The post of this title and place that the person holds."""
        for post in self.held(person):
            here = not (post.village and parsed["village"]) or post.village == parsed["village"]
            if search_key(post.title) == search_key(parsed["title"]) and here:
                return post
        return None

    def twin_keys(self, parsed: Mapping[str, Any]) -> tuple[str, ...]:
        """The name without marks."""
        return (search_key(parsed["name"]),)

    def is_twin(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Of one name: no birth tells them apart."""
        if one["birth_date"] and other["birth_date"]:
            return bool(one["birth_date"] == other["birth_date"])
        years = one["birth_year"], other["birth_year"]
        return None in years or years[0] == years[1]

    def create(self, parsed: Mapping[str, Any]) -> Outcome:
        """A new person with his first post; without a day it counts from today."""
        fields = {name: parsed[name] for name in (*_TEXTS, "code", "sex", "phone")}
        fields |= {name: parsed[name] for name in ("birth_date", "birth_year")}
        fields["full_name"] = parsed["name"]
        return Outcome(writes={"fields": fields, "new_post": self._new_post(parsed)})

    def _new_post(self, parsed: Mapping[str, Any]) -> dict[str, Any]:
        village = str(parsed["village"]) if parsed["village"] else ""
        return {
            "kind": parsed["kind"],
            "title": parsed["title"],
            "workplace": parsed["unit"] or village,
            "village": parsed["village"],
            "collective": parsed["collective"],
            "valid_from": parsed["since"] or self.today,
        }

    def compare(self, parsed: Mapping[str, Any], target: Individual) -> Outcome:
        """Changes of the person and of his post."""
        labels = {name: self.labels[name] for name in _TEXTS}
        changes, fields = text_changes(target, parsed, labels)
        fields = dict[str, Any](fields)
        faults = []
        if parsed["name"] != target.full_name:
            changes.insert(0, Change("Họ và tên", target.full_name, parsed["name"]))
            fields["full_name"] = parsed["name"]
        if parsed["code"] and parsed["code"] != target.code:
            if target.code:
                faults.append(f"{target.full_name} đã có mã {target.code}; mã không đổi được.")
            else:
                changes.append(Change("Mã", "", parsed["code"]))
                fields["code"] = parsed["code"]
        self._compare_birth(parsed, target, changes, fields)
        if parsed["sex"] and parsed["sex"] != target.sex:
            before = Sex(target.sex).label if target.sex else ""
            changes.append(Change("Giới tính", str(before), str(Sex(parsed["sex"]).label)))
            fields["sex"] = parsed["sex"]
        if parsed["phone"] and phone_digits(parsed["phone"]) != phone_digits(target.phone):
            changes.append(Change("Điện thoại", target.phone, parsed["phone"]))
            fields["phone"] = parsed["phone"]
        post = self._compare_post(parsed, target)
        return Outcome(
            changes=(*changes, *post.changes),
            faults=(*faults, *post.faults),
            notes=post.notes,
            writes={"fields": fields, **post.writes},
        )

    @staticmethod
    def _compare_birth(
        parsed: Mapping[str, Any],
        target: Individual,
        changes: list[Change],
        fields: dict[str, Any],
    ) -> None:
        """A full day is better than a year; a year alone never replaces a day of that year."""
        day, year = parsed["birth_date"], parsed["birth_year"]
        known = short_date(target.birth_date) or str(target.birth_year or "")
        if day and day != target.birth_date:
            changes.append(Change("Ngày sinh", known, short_date(day)))
            fields |= {"birth_date": day, "birth_year": day.year}
        elif year and not day:
            of_day = target.birth_date.year if target.birth_date else target.birth_year
            if year != of_day:
                changes.append(Change("Ngày sinh", known, str(year)))
                fields |= {"birth_date": None, "birth_year": year}

    def _compare_post(self, parsed: Mapping[str, Any], target: Individual) -> Outcome:
        """The same post mended, or the old post ended and a new one begun."""
        if post := self._same_post(target, parsed):
            return self._mended_post(parsed, post)
        held = self.held(target)
        if len(held) > 1:
            titles = "; ".join(post.title for post in held)
            return Outcome(
                faults=(f"Đang giữ {len(held)} chức vụ ({titles}): đổi ở trang của người này.",)
            )
        new = self._new_post(parsed)
        begins = new["valid_from"]
        later = [p for p in target.posts.all() if p.valid_from and p.valid_from >= begins]
        if later:
            return Outcome(
                faults=(
                    f"Chức vụ mới phải bắt đầu sau ngày {short_date(later[-1].valid_from)}, ngày "
                    f"bắt đầu chức vụ “{later[-1].title}”.",
                )
            )
        before, notes = "không giữ chức vụ", ()
        if held:
            old = held[0]
            before = f"{old.title} ({old.village})" if old.village else old.title
            notes = (f"Thôi đứng đầu {old.heads.name}.",) if old.heads else ()
        after = f"{new['title']}, từ {short_date(begins)}"
        return Outcome((Change("Chức vụ", before, after),), (), notes, {"new_post": new})

    @staticmethod
    def _mended_post(parsed: Mapping[str, Any], post: Post) -> Outcome:
        """Spelling of the title, kind, place of a post that goes on."""
        changes, fields = [], {}
        pairs = (
            ("title", "Chức vụ"),
            ("kind", "Loại chức danh"),
            ("village", "Làng"),
            ("collective", "Thuộc tập thể"),
        )
        for name, label in pairs:
            before, after = getattr(post, name), parsed[name]
            if after and after != before:
                changes.append(Change(label, str(before or ""), str(after)))
                fields[name] = after
        return Outcome(changes=tuple(changes), writes={"post": (post.pk, fields)} if fields else {})
