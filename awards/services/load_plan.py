"""Write a checked plan file into the database: create or update, never delete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import transaction

from awards.models.rules import DossierComponent, VoteRule
from awards.services.plan_file import PlanFile, PlanRow
from awards.services.plan_file.kinds import ALL
from awards.services.row_writer import LoadReport, write_row
from dandvan.errors import DomainError
from models_registry.enums import SubjectType
from models_registry.models import (
    Authority,
    AwardKind,
    AwardRate,
    BaseSalary,
    Commune,
    ContentArea,
    Criterion,
    DecreeForm,
    DefaultRecipients,
    EmulationPlan,
    EmulationYear,
    LegalBasis,
    LinkedMovement,
    Quality,
    ReceivingOffice,
    Regime,
    SubjectKind,
    Village,
    WindowChange,
    YearWindow,
)

__all__ = ["LoadReport", "load_plan", "write_windows"]

MOVED = frozenset({"starts", "ends"})
Parts = Mapping[str, tuple[PlanRow, ...]]


@transaction.atomic
def load_plan(plan_file: PlanFile) -> LoadReport:
    """Create or update everything a plan file holds, found by its codes; all or nothing.

    What the file leaves empty is never overwritten; rows that left the file stay. Raises
    DomainError when a row clashes with what was entered by hand.
    """
    report = LoadReport()
    commune = _write_commune(plan_file, report)
    _write_places(plan_file.parts, commune, report)
    kinds = _write_awarding(plan_file.parts, commune, report)
    _write_law(plan_file.parts, commune, report)
    plan = write_row(
        report, EmulationPlan, plan_file.plan, {"commune": commune, "code": plan_file.plan["code"]}
    )
    _write_plan_rows(plan_file.parts, plan, report)
    _write_criteria(plan_file.parts, plan, kinds, report)
    for row in plan_file.parts["years"]:
        write_row(report, EmulationYear, row, {"plan": plan, "year": row["year"]})
    write_windows(plan, plan_file.parts.get("windows", ()), report)
    return report


@transaction.atomic
def write_windows(
    plan: EmulationPlan, rows: Iterable[PlanRow], report: LoadReport | None = None
) -> LoadReport:
    """Create or update windows of a plan's years, found by year and code.

    Days that somebody moved with a reason stay as they were moved. Raises DomainError when the plan
    has no such year.
    """
    report = report or LoadReport()
    years = {str(year.year): year for year in plan.years.all()}
    for row in rows:
        year = years.get(row["year"])
        if year is None:
            raise DomainError(f"dòng {row.line_of('year')}: kế hoạch chưa có năm {row['year']}.")
        identity = {"year": year, "code": row["code"]}
        if WindowChange.objects.filter(window__year=year, window__code=row["code"]).exists():
            kept = {key: value for key, value in row.values.items() if key not in MOVED}
            row = replace(row, values=kept)
        write_row(report, YearWindow, row, identity)
    return report


def _write_commune(plan_file: PlanFile, report: LoadReport) -> Commune:
    """The commune; its row is locked so that two loads of one file come one after the other."""
    row = plan_file.commune
    Commune.objects.select_for_update().filter(code=row["code"]).first()
    return write_row(
        report,
        Commune,
        row,
        {"code": row["code"]},
        header_lines=list(row["header_lines"]),
        council_header_lines=list(row["council_header_lines"]),
    )


def _write_places(parts: Parts, commune: Commune, report: LoadReport) -> None:
    """Kinds of subjects, villages, authorities with their receiving offices."""
    for part, subject_type in (
        ("position_kinds", SubjectType.INDIVIDUAL),
        ("collective_kinds", SubjectType.COLLECTIVE),
    ):
        for order, row in enumerate(parts[part], start=1):
            identity = {"commune": commune, "subject_type": subject_type, "code": row["code"]}
            write_row(report, SubjectKind, row, identity, order=order)
    for row in parts["villages"]:
        write_row(report, Village, row, {"commune": commune, "code": row["code"]})
    for row in parts["authorities"]:
        authority = write_row(report, Authority, row, {"commune": commune, "code": row["code"]})
        for office in row.get("receiving_offices", ()):
            identity = {"authority": authority, "valid_from": office.get("valid_from")}
            write_row(report, ReceivingOffice, office, identity)


def _write_awarding(parts: Parts, commune: Commune, report: LoadReport) -> dict[str, AwardKind]:
    """Award kinds, vote rules and parts of a dossier; gives the kinds by code."""
    authorities = {row.code: row for row in commune.authorities.all()}
    kinds = {
        row["code"]: write_row(
            report,
            AwardKind,
            row,
            {"commune": commune, "code": row["code"]},
            authority=authorities[row["authority"]],
        )
        for row in parts["award_kinds"]
    }
    _write_money(parts, commune, kinds, report)
    for row in parts["vote_rules"]:
        (_, quorum_num, quorum_den), (sign, pass_num, pass_den) = row["quorum"], row["threshold"]
        write_row(
            report,
            VoteRule,
            row,
            {"commune": commune, "code": row["code"]},
            award_kind=kinds.get(row.get("award_kind")),
            quorum_num=quorum_num,
            quorum_den=quorum_den,
            pass_num=pass_num,
            pass_den=pass_den,
            strictly_more=sign == ">",
        )
    for order, row in enumerate(parts["dossier_components"], start=1):
        for level in row["levels"]:
            identity = {"commune": commune, "level": level, "code": row["code"]}
            write_row(report, DossierComponent, row, identity, order=order)
    return kinds


def _write_money(
    parts: Parts, commune: Commune, kinds: Mapping[str, AwardKind], report: LoadReport
) -> None:
    """Rates of award kinds and base salaries, by their days."""
    for row in parts.get("award_rates", ()):
        identity = {"award_kind": kinds[row["award_kind"]], "code": row["code"]}
        write_row(report, AwardRate, row, identity, award_kind=identity["award_kind"])
    for row in parts.get("base_salaries", ()):
        write_row(report, BaseSalary, row, {"commune": commune, "code": row["code"]})


def _write_law(parts: Parts, commune: Commune, report: LoadReport) -> None:
    """Regimes with their forms, legal bases in printing order, default recipients."""
    for row in parts["regimes"]:
        regime = write_row(report, Regime, row, {"commune": commune, "code": row["code"]})
        # The former default steps back before the new one comes: there may be only one.
        for form in sorted(row["forms"], key=lambda form: form["is_default"]):
            write_row(report, DecreeForm, form, {"regime": regime, "code": form["code"]})
    for order, row in enumerate(parts["legal_bases"], start=1):
        used_in = [] if row["used_in"] == ALL else list(row["used_in"])
        identity = {"commune": commune, "code": row["code"]}
        write_row(report, LegalBasis, row, identity, order=order, used_in=used_in)
    for row in parts["default_recipients"]:
        identity = {
            "commune": commune,
            "document_kind": row["document_kind"],
            "valid_from": row.get("valid_from"),
        }
        write_row(report, DefaultRecipients, row, identity, lines=list(row["lines"]))


def _write_plan_rows(parts: Parts, plan: EmulationPlan, report: LoadReport) -> None:
    """Linked movements, content areas (numbered within their subject type), qualities."""
    for order, row in enumerate(parts.get("movements", ()), start=1):
        write_row(report, LinkedMovement, row, {"plan": plan, "code": row["code"]}, order=order)
    for subject_type in SubjectType.values:
        areas = [row for row in parts["content_areas"] if row["subject_type"] == subject_type]
        for order, row in enumerate(areas, start=1):
            write_row(report, ContentArea, row, {"plan": plan, "code": row["code"]}, order=order)
    for order, row in enumerate(parts["qualities"], start=1):
        write_row(report, Quality, row, {"plan": plan, "code": row["code"]}, order=order)


def _write_criteria(
    parts: Parts,
    plan: EmulationPlan,
    kinds: Mapping[str, AwardKind],
    report: LoadReport,
) -> None:
    """Criteria in plan order with the award kinds each is needed for.

    "all" means every kind of the file that this subject type can receive.
    """
    for subject_type in SubjectType.values:
        clauses = [row for row in parts["criteria"] if row["subject_type"] == subject_type]
        conditions = [(clause, row) for clause in clauses for row in clause["conditions"]]
        for order, (clause, row) in enumerate(conditions, start=1):
            needed_for = {
                kind
                for code, kind in kinds.items()
                if (row["needed_for"] == ALL and _can_receive(kind, subject_type))
                or (row["needed_for"] != ALL and code in row["needed_for"])
            }
            write_row(
                report,
                Criterion,
                row,
                {"plan": plan, "code": row["code"]},
                {"needed_for": needed_for},
                clause=clause["clause"],
                subject_type=subject_type,
                full_text=clause["full_text"],
                order=order,
                rule=row.get("rule", ""),
                params=row.get("params", {}),
            )


def _can_receive(kind: AwardKind, subject_type: str) -> bool:
    """Whether this award kind is for this type of subject."""
    return kind.for_collectives if subject_type == SubjectType.COLLECTIVE else kind.for_individuals
