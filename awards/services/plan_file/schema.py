"""Every key of a plan file; docs/plan-file.md explains them to people."""

from __future__ import annotations

from django.db.models import TextChoices

from awards.enums import Ballot, ItemRule, ItemSource, NeededBy, RatioBase, TieRule
from awards.services.plan_file.criteria import check_clause, check_condition
from awards.services.plan_file.kinds import (
    Choice,
    Code,
    Day,
    Factor,
    Flag,
    Items,
    Parameters,
    Ratio,
    Rows,
    Text,
    Whole,
)
from awards.services.plan_file.reading import Key, Section
from models_registry.enums import (
    AuthorityLevel,
    AwardForm,
    AwardLevel,
    CriterionMode,
    DocumentKind,
    MovementKind,
    NationalField,
    SubjectType,
    WindowKind,
)

# Layouts that the builder of the báo cáo thành tích knows (dossiers, sections 5.2 to 5.4).
LAYOUTS = ("full_collective", "full_individual", "movement")


def _one_of(choices: type[TextChoices]) -> Choice:
    return Choice(tuple(choices.values))


def _flag(name: str, default: bool) -> Key:
    return Key(name, Flag(), default=default)


def _text(name: str, max_length: int | None = None, *, required: bool = True) -> Key:
    return Key(name, Text(max_length), required=required)


VALIDITY = (Key("valid_from", Day()), Key("valid_to", Day()))
CONFIRMED = (_flag("confirmed", False), _text("note", required=False))
SUBJECT = Key("subject_type", _one_of(SubjectType), required=True)

COMMUNE = Section(
    "commune",
    (
        Key("code", Text(50, slug=True), required=True),
        _text("name", 120),
        _text("district_name", 120, required=False),
        _text("province_name", 120),
        _text("place_name", 80),
        _text("upper_line", 160, required=False),
        Key("header_lines", Items(Text(160)), required=True),
        Key("council_header_lines", Items(Text(160)), required=True),
        _text("agency_symbol", 20),
        _text("council_symbol", 20),
        _text("archive_note", 40),
    ),
)
SUBJECT_KIND_KEYS = (_text("code", 40), _text("name", 160), _flag("eligible", True))
POSITION_KINDS = Section("position_kinds", SUBJECT_KIND_KEYS)
COLLECTIVE_KINDS = Section("collective_kinds", (*SUBJECT_KIND_KEYS, _flag("is_household", False)))
VILLAGES = Section(
    "villages",
    (
        _text("code", 20),
        _text("name", 80, required=False),
        _text("main_ethnic", 80, required=False),
        Key("households", Whole(0, 999_999)),
        Key("people", Whole(0, 999_999)),
        *VALIDITY,
    ),
)
RECEIVING_OFFICES = Section("receiving_offices", (_text("name", 200), *VALIDITY), unique="")
AUTHORITIES = Section(
    "authorities",
    (
        _text("code", 40),
        _text("name", 200),
        Key("level", _one_of(AuthorityLevel), required=True),
        _flag("is_party", False),
        _flag("is_collegial", False),
        Key("own_collective_kind", Code("collective_kinds")),
        _flag("receives_registrations", False),
        *VALIDITY,
        Key("receiving_offices", Rows(RECEIVING_OFFICES)),
    ),
)
AWARD_KINDS = Section(
    "award_kinds",
    (
        _text("code", 40),
        _text("name", 200),
        Key("form", _one_of(AwardForm), required=True),
        Key("level", _one_of(AwardLevel), required=True),
        Key("authority", Code("authorities"), required=True),
        _flag("for_collectives", True),
        _flag("for_individuals", True),
        _flag("makes_dossier", True),
        *VALIDITY,
    ),
)
AWARD_RATES = Section(
    "award_rates",
    (
        _text("code", 40),
        Key("award_kind", Code("award_kinds"), required=True),
        Key("coefficient", Factor(), required=True),
        Key("collective_factor", Factor()),
        Key("household_factor", Factor()),
        Key("rounded_up_to", Whole(1, 1_000_000), default=10_000),
        _text("source", 300, required=False),
        _flag("confirmed", False),
        *VALIDITY,
    ),
    required=False,
)
BASE_SALARIES = Section(
    "base_salaries",
    (
        _text("code", 40),
        Key("amount", Whole(1, 999_999_999), required=True),
        _text("decree", 60),
        *VALIDITY,
        *CONFIRMED,
    ),
    required=False,
)
FORMS = Section(
    "forms",
    (
        _text("code", 40),
        SUBJECT,
        _text("name", 200),
        _text("form_number", 40, required=False),
        _flag("number_confirmed", False),
        Key("layout", Choice(LAYOUTS), required=True),
        _flag("with_past_awards", True),
        _flag("is_default", False),
    ),
)
REGIMES = Section(
    "regimes",
    (
        _text("code", 20),
        _text("decree", 60),
        _text("title", 400),
        _text("upward_award", 160, required=False),
        *VALIDITY,
        *CONFIRMED,
        Key("forms", Rows(FORMS), required=True),
    ),
)
LEGAL_BASES = Section(
    "legal_bases",
    (
        _text("code", 60),
        _text("citation"),
        Key("used_in", Items(_one_of(DocumentKind), or_all=True), required=True),
        *VALIDITY,
        *CONFIRMED,
    ),
)
VOTE_RULES = Section(
    "vote_rules",
    (
        _text("code", 40),
        Key("award_kind", Code("award_kinds")),
        Key("quorum", Ratio(), required=True),
        Key("threshold", Ratio(sign=True), required=True),
        Key("ratio_base", _one_of(RatioBase), required=True),
        Key("ballot", _one_of(Ballot), required=True),
        Key("min_present", Whole(0, 99), default=0),
        _flag("count_barred", True),
        Key("tie_rule", _one_of(TieRule), default=TieRule.REFUSED),
        _text("source", 300, required=False),
        _flag("confirmed", False),
        *VALIDITY,
    ),
)
DOSSIER_COMPONENTS = Section(
    "dossier_components",
    (
        _text("code", 40),
        _text("title", 200),
        Key("levels", Items(_one_of(AwardLevel)), required=True),
        Key("rule", _one_of(ItemRule), required=True),
        Key("source", _one_of(ItemSource), required=True),
        Key("needed_by", _one_of(NeededBy), required=True),
        _flag("only_with_collective", False),
        *VALIDITY,
    ),
)
DEFAULT_RECIPIENTS = Section(
    "default_recipients",
    (
        Key("document_kind", _one_of(DocumentKind), required=True),
        Key("lines", Items(Text(200)), required=True),
        *VALIDITY,
    ),
    unique="",
)
PLAN = Section(
    "plan",
    (
        Key("code", Text(40, slug=True), required=True),
        _text("title", 300),
        _text("movement_name", 120),
        _text("number", 60, required=False),
        Key("date", Day()),
        _text("issuer", 200),
        _text("parent_citation", required=False),
        _text("guidance_citation", required=False),
    ),
)
MOVEMENTS = Section(
    "movements",
    (
        _text("code", 20),
        Key("kind", _one_of(MovementKind), required=True),
        _text("name", 300),
        _flag("counted_alone", False),
    ),
    required=False,
)
CONTENT_AREAS = Section(
    "content_areas",
    (
        _text("code", 20),
        SUBJECT,
        _text("clause", 40),
        _text("short_title", 160),
        _text("full_text"),
        Key("national_field", _one_of(NationalField), required=True),
    ),
)
QUALITIES = Section(
    "qualities",
    (
        _text("code", 30),
        _text("name", 120),
        _text("clause", 40),
        _text("text", required=False),
        _flag("required", True),
    ),
)
CONDITIONS = Section(
    "conditions",
    (
        _text("code", 20),
        _text("text"),
        Key("mode", _one_of(CriterionMode), required=True),
        _text("rule", 60, required=False),
        Key("params", Parameters()),
        Key("needed_for", Items(Code("award_kinds"), or_all=True), required=True),
    ),
    check=check_condition,
)
CRITERIA = Section(
    "criteria",
    (
        _text("clause", 60),
        SUBJECT,
        _text("full_text"),
        Key("conditions", Rows(CONDITIONS, own=False), required=True),
    ),
    unique="clause",
    check=check_clause,
)
YEARS = Section(
    "years",
    (Key("year", Whole(2000, 2100), required=True), Key("culture_cutoff", Day())),
    unique="year",
)
WINDOWS = Section(
    "windows",
    (
        _text("code", 40),
        Key("year", Code("years"), required=True),
        Key("kind", _one_of(WindowKind), required=True),
        _text("name", 160),
        Key("starts", Day(), required=True),
        Key("ends", Day(), required=True),
    ),
    required=False,
)

SINGLE = (COMMUNE, PLAN)
# In this order they are read: what is referred to comes first.
SECTIONS = (
    COMMUNE,
    POSITION_KINDS,
    COLLECTIVE_KINDS,
    VILLAGES,
    AUTHORITIES,
    AWARD_KINDS,
    AWARD_RATES,
    BASE_SALARIES,
    REGIMES,
    LEGAL_BASES,
    VOTE_RULES,
    DOSSIER_COMPONENTS,
    DEFAULT_RECIPIENTS,
    PLAN,
    MOVEMENTS,
    CONTENT_AREAS,
    QUALITIES,
    CRITERIA,
    YEARS,
    WINDOWS,
)
__all__ = ["LAYOUTS", "SECTIONS", "SINGLE", "WINDOWS", "YEARS"]
