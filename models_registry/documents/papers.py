"""All papers that the application writes for one model, and for one decision on models."""

from __future__ import annotations

from collections.abc import Iterator

from dandvan import clock
from dandvan.documents.model import PrintState
from dandvan.documents.paper import NUMBERED_PRINTS, SHEET_PRINTS, Paper
from dandvan.vietnamese import short_date
from models_registry.documents.assessment_minutes import build_assessment_minutes
from models_registry.documents.district_letter import build_district_letter
from models_registry.documents.model_parts import hand_ins_of
from models_registry.documents.model_report import build_model_report
from models_registry.documents.party_list import build_party_list
from models_registry.documents.progress_report import build_progress_report
from models_registry.documents.recognition_certificate import (
    build_recognition_certificate,
    recognition_of,
)
from models_registry.documents.recognition_decision import (
    build_recognition_decision,
    is_recognition_decision,
)
from models_registry.documents.registration_form import build_registration_form
from models_registry.documents.registration_receipt import build_registration_receipt
from models_registry.documents.replication_list import build_replication_list
from models_registry.enums import DistrictState, DocumentKind, ReportKind
from models_registry.models import (
    DanVanModel,
    Decision,
    DistrictRegistration,
    EmulationYear,
)

FORM, RECEIPT = "phieu-dang-ky", "phieu-tiep-nhan"
PROGRESS, RESULT = "bao-cao-tien-do", "bao-cao-ket-qua"
MINUTES, CERTIFICATE = "bien-ban-tham-dinh", "giay-cong-nhan"
DECISION = "quyet-dinh-cong-nhan"
LETTER, PARTY_LIST = "van-ban-dang-ky", "danh-sach-gui-dan-van"
REPLICATIONS = "danh-sach-nhan-rong"


def model_papers(dv_model: DanVanModel) -> tuple[Paper, ...]:
    """Every paper of a model in the order of its life; only those there is something to print of.

    All of them are for who sees inside the model.
    """
    return (
        *_registration(dv_model),
        *_reports(dv_model),
        *_assessments(dv_model),
        *_certificates(dv_model),
    )


def _registration(dv_model: DanVanModel) -> Iterator[Paper]:
    """The form, a draft until it is sent; then the receipt, too."""
    sent = bool(hand_ins_of(dv_model))
    about = dv_model.code or dv_model.name
    yield Paper(
        FORM,
        DocumentKind.REGISTRATION_FORM,
        "Phiếu đăng ký mô hình",
        lambda state: build_registration_form(dv_model, print_state=state),
        about=about,
        prints=SHEET_PRINTS if sent else (PrintState.DRAFT,),
    )
    if sent:
        yield Paper(
            RECEIPT,
            DocumentKind.REGISTRATION_RECEIPT,
            "Phiếu tiếp nhận đăng ký",
            lambda state: build_registration_receipt(dv_model, print_state=state),
            about=about,
            prints=SHEET_PRINTS,
        )


def _reports(dv_model: DanVanModel) -> Iterator[Paper]:
    """Each progress report, then the result."""
    reports = dv_model.reports.filter(is_current=True).order_by("date", "id")
    for report in reports.filter(kind=ReportKind.PROGRESS):
        yield Paper(
            PROGRESS,
            DocumentKind.PROGRESS_REPORT,
            f"Báo cáo tiến độ ngày {short_date(report.date)}",
            lambda state, report=report: build_progress_report(  # type: ignore[misc]
                report, print_state=state
            ),
            about=f"{dv_model.code} {report.date:%Y-%m-%d}",
            object_id=report.pk,
            prints=SHEET_PRINTS,
        )
    if reports.filter(kind=ReportKind.RESULT).exists():
        yield Paper(
            RESULT,
            DocumentKind.RESULT_REPORT,
            "Báo cáo kết quả mô hình",
            lambda state: build_model_report(dv_model, print_state=state),
            about=dv_model.code,
            prints=SHEET_PRINTS,
        )


def _assessments(dv_model: DanVanModel) -> Iterator[Paper]:
    """The minutes of each round; their number is written in after signature."""
    for assessment in dv_model.assessments.select_related("assessed_by__individual"):
        yield Paper(
            MINUTES,
            DocumentKind.ASSESSMENT_MINUTES,
            f"Biên bản thẩm định vòng {assessment.round} ngày {short_date(assessment.date)}",
            lambda state, assessment=assessment: build_assessment_minutes(  # type: ignore[misc]
                assessment, print_state=state
            ),
            about=f"{dv_model.code} vong {assessment.round}",
            object_id=assessment.pk,
        )


def _certificates(dv_model: DanVanModel) -> Iterator[Paper]:
    """The certificate while the recognition holds."""
    recognition = recognition_of(dv_model)
    if recognition is None or not is_recognition_decision(recognition.decision):
        return
    yield Paper(
        CERTIFICATE,
        DocumentKind.RECOGNITION_CERTIFICATE,
        "Giấy công nhận mô hình",
        lambda state: build_recognition_certificate(recognition, print_state=state),
        about=dv_model.code,
        prints=SHEET_PRINTS,
    )


def decision_paper(decision: Decision) -> Paper | None:
    """The decision on models as recorded; None for a decision about something else."""
    if not is_recognition_decision(decision):
        return None
    return Paper(
        DECISION,
        DocumentKind.RECOGNITION_DECISION,
        f"Quyết định số {decision.paper}",
        lambda state: build_recognition_decision(decision, print_state=state),
        about=f"{decision.paper} {decision.paper.date.year}",
        prints=SHEET_PRINTS,
    )


def registration_papers(registration: DistrictRegistration) -> tuple[Paper, ...]:
    """The paper to the level above, then the list for the Party; drafts until it is signed."""
    issued = registration.paper
    day = issued.date if issued else clock.today()
    named = registration.get_letter_form_display()
    gone = registration.state == DistrictState.CANCELLED
    drafts = (PrintState.DRAFT,) if gone else NUMBERED_PRINTS
    return (
        Paper(
            LETTER,
            DocumentKind.DISTRICT_REGISTRATION,
            f"{named} đăng ký mô hình",
            lambda state: build_district_letter(registration, day, print_state=state),
            about=registration.code,
            issued=issued,
            prints=drafts,
        ),
        Paper(
            PARTY_LIST,
            DocumentKind.PARTY_MODEL_LIST,
            "Danh sách theo lĩnh vực gửi cơ quan dân vận của Đảng",
            lambda state: build_party_list(registration, day, print_state=state),
            about=registration.code,
            prints=SHEET_PRINTS if issued else (PrintState.DRAFT,),
        ),
    )


def replication_paper(year: EmulationYear) -> Paper:
    """The list of adoptions of a year, as it is today."""
    day = clock.today()
    return Paper(
        REPLICATIONS,
        DocumentKind.REPLICATION_LIST,
        f"Danh sách mô hình nhân rộng năm {year.year}",
        lambda state: build_replication_list(year, day, print_state=state),
        about=str(year.year),
        prints=SHEET_PRINTS,
    )
