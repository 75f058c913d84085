"""Reads of what the law and the year may change: bases, regime, forms, recipients, signers."""

from __future__ import annotations

from datetime import date

from models_registry.enums import AuthorityLevel, DocumentKind, SignerBody, SigningForm, SubjectType
from models_registry.models import (
    Authority,
    AwardKind,
    AwardRate,
    BaseSalary,
    Commune,
    DecreeForm,
    DefaultRecipients,
    LegalBasis,
    Regime,
    Signer,
)

# Biên bản is kept with its file (Nghị định 30/2020/NĐ-CP, PL III, mẫu 1.9).
_MINUTES_ARCHIVE = "VT, Hồ sơ"
_MINUTES = (DocumentKind.MINUTES, DocumentKind.ASSESSMENT_MINUTES)


def bases_on(commune: Commune, day: date, kind: str) -> tuple[LegalBasis, ...]:
    """Legal bases that a paper of this kind and date cites, in printing order."""
    rows = LegalBasis.objects.filter(commune=commune).on(day).order_by("order", "id")
    return tuple(row for row in rows if not row.used_in or kind in row.used_in)


def regime_on(commune: Commune, day: date) -> Regime | None:
    """The regime of award law in force on this day."""
    return Regime.objects.filter(commune=commune).on(day).order_by("-valid_from").first()


def default_form(regime: Regime, subject_type: SubjectType) -> DecreeForm | None:
    """The form of báo cáo thành tích used unless somebody chooses another one."""
    return regime.forms.filter(subject_type=subject_type, is_default=True).first()


def recipients_for(commune: Commune, kind: str, day: date) -> tuple[str, ...]:
    """Lines of "Nơi nhận" of a paper, the line "Lưu" last; only that line without a row."""
    row = (
        DefaultRecipients.objects.filter(commune=commune, document_kind=kind)
        .on(day)
        .order_by("-valid_from")
        .first()
    )
    archive = _MINUTES_ARCHIVE if kind in _MINUTES else commune.archive_note
    return (*(row.lines if row else ()), f"Lưu: {archive}")


def issuing_authority(commune: Commune, day: date) -> Authority | None:
    """The commune's own authority whose series the numbers of its papers belong to."""
    rows = Authority.objects.filter(
        commune=commune, level=AuthorityLevel.COMMUNE, is_party=False
    ).on(day)
    return rows.order_by("id").first()


def signers_on(commune: Commune, day: date, body: SignerBody) -> tuple[Signer, ...]:
    """Who may sign for a body on this day, the head first."""
    rows = Signer.objects.filter(commune=commune, body=body).on(day).select_related("individual")
    return tuple(sorted(rows, key=lambda row: (row.form != SigningForm.HEAD, row.pk)))


def base_salary_on(commune_id: int, day: date) -> BaseSalary | None:
    """The base salary in force on this day."""
    rows = BaseSalary.objects.filter(commune_id=commune_id).on(day)
    return rows.order_by("-valid_from", "-pk").first()


def award_rate_on(award_kind: AwardKind, day: date) -> AwardRate | None:
    """The rate of an award kind in force on this day; None when no money goes with it."""
    return AwardRate.objects.filter(award_kind=award_kind).on(day).order_by("-valid_from").first()
