"""Where papers hang: a dossier, a meeting, a nomination's report, an evaluation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from awards.documents.certificate import has_certificate
from awards.documents.meeting_set import count_paper, meeting_papers
from awards.documents.paper_checks import dossier_warnings, rule_warnings
from awards.documents.papers import (
    AWARD_ROWS,
    dossier_papers,
    evaluation_paper,
    minutes_paper,
    paper_day,
    single_report_paper,
    stored_certificate,
)
from awards.documents.period_review import review_paper, review_warnings
from awards.documents.register_book import build_register_book
from awards.queries_council import meetings_visible_to, minutes_readable_to
from awards.queries_dossier import dossiers_visible_to
from awards.queries_evaluation import evaluations_visible_to
from awards.queries_honors import honors_visible_to, reads_all_honors
from awards.queries_nomination import reports_visible_to
from awards.queries_review import reviews_visible_to
from dandvan import clock
from dandvan.documents.paper import SHEET_PRINTS, Paper
from dandvan.paper_views import KindSource, PaperSource
from models_registry.enums import DocumentKind
from models_registry.models import EmulationYear, User


class DossierSource(KindSource):
    """Papers of a dossier: for who may read the dossier."""

    page, picture, file = "awards:dossier_paper", "awards:paper_picture", "awards:paper_pdf"
    word, back = "awards:dossier_paper_docx", "awards:dossier_detail"
    siblings_title = "Văn bản của hồ sơ"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Dossiers the person may read."""
        return dossiers_visible_to(user, day).select_related(
            "commune",
            "year__plan__commune",
            "award_kind__authority",
            "receiving_office",
            "proposal__paper",
            "decision__paper",
            "signer__individual",
        )

    def siblings(self, obj: Any) -> tuple[Paper, ...]:
        """All papers of the dossier."""
        return dossier_papers(obj)

    def warnings(self, obj: Any) -> tuple[str, ...]:
        """Unknown numbers, unchecked law, missing signer."""
        return dossier_warnings(obj, paper_day(obj))

    def back_label(self, obj: Any) -> str:
        """The code of the dossier."""
        return f"Hồ sơ {obj.code}"

    def bundle_url(self, obj: Any) -> str:
        """The whole dossier in one file."""
        return reverse("awards:dossier_bundle", kwargs={"pk": obj.pk})


class MeetingPapersSource(KindSource):
    """Papers to hand out at a meeting: for everybody who may know of it."""

    page, picture = "awards:meeting_paper", "awards:meeting_paper_picture"
    file, word = "awards:meeting_paper_pdf", "awards:meeting_paper_docx"
    back = "awards:meeting_detail"
    siblings_title = "Giấy tờ của cuộc họp"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Meetings the person may know of."""
        return with_people(meetings_visible_to(user, day))

    def siblings(self, obj: Any) -> tuple[Paper, ...]:
        """All that is handed out."""
        return meeting_papers(obj)

    def bundle_url(self, obj: Any) -> str:
        """All of them in one file."""
        return reverse("awards:meeting_print", kwargs={"pk": obj.pk})


class CountSource(PaperSource):
    """Biên bản kiểm phiếu: for who may read the minutes."""

    page, picture = "awards:meeting_count", "awards:meeting_count_picture"
    file, word = "awards:meeting_count_pdf", "awards:meeting_count_docx"
    back = "awards:meeting_detail"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Meetings whose counts the person may know."""
        return with_people(minutes_readable_to(user, day))

    def paper(self, obj: Any, kind: str, object_id: int | None) -> Paper | None:
        """The count."""
        return count_paper(obj)


def with_people(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Meetings with all that their papers name."""
    return rows.select_related(
        "commune",
        "year__plan",
        "council",
        "chair__individual",
        "secretary__individual",
        "minutes__paper",
    )


class MinutesSource(PaperSource):
    """Minutes of a meeting: for readers of awards and the council, a draft for its writers."""

    page, picture = "awards:meeting_minutes", "awards:meeting_minutes_picture"
    file, word = "awards:meeting_minutes_pdf", "awards:meeting_minutes_docx"
    back = "awards:meeting_detail"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Meetings the person may read."""
        return with_people(minutes_readable_to(user, day))

    def paper(self, obj: Any, kind: str, object_id: int | None) -> Paper | None:
        """The minutes."""
        return minutes_paper(obj)

    def warnings(self, obj: Any) -> tuple[str, ...]:
        """That the meeting is open or its rule unchecked."""
        open_meeting = (
            () if obj.is_closed else ("Cuộc họp chưa khóa, kết quả còn có thể thay đổi.",)
        )
        return (*open_meeting, *dict.fromkeys(rule_warnings([obj])))


class ReportSource(PaperSource):
    """A báo cáo thành tích: for readers, the nominee himself and who confirms it."""

    page, picture = "awards:report_paper", "awards:report_paper_picture"
    file, word = "awards:report_paper_pdf", "awards:report_paper_docx"
    back = "awards:report_detail"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Reports the person may read."""
        return reports_visible_to(user, day).select_related(
            "form",
            "nomination__award_kind__authority",
            "nomination__commune",
            "nomination__dossier",
            "nomination__evaluation__year__plan",
            "nomination__evaluation__collective__commune",
            "nomination__evaluation__individual__commune",
        )

    def paper(self, obj: Any, kind: str, object_id: int | None) -> Paper | None:
        """The report."""
        return single_report_paper(obj)

    def warnings(self, obj: Any) -> tuple[str, ...]:
        """That the form's number is not printed because nobody has checked it."""
        if not obj.form.form_number or obj.form.number_confirmed:
            return ()
        return (
            f"Số mẫu của “{obj.form.name}” chưa đối chiếu với nghị định nên không in trên báo cáo.",
        )


class SheetSource(PaperSource):
    """The sheet of an evaluation: for who may read the evaluation."""

    page, picture = "awards:evaluation_paper", "awards:evaluation_paper_picture"
    file, word = "awards:evaluation_paper_pdf", "awards:evaluation_paper_docx"
    back = "awards:evaluation_detail"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Evaluations the person may read."""
        return evaluations_visible_to(user).select_related(
            "commune", "year__plan__commune", "collective", "individual", "created_by__individual"
        )

    def paper(self, obj: Any, kind: str, object_id: int | None) -> Paper | None:
        """The sheet."""
        return evaluation_paper(obj)


class CertificateSource(PaperSource):
    """The giấy khen of an honor of the commune: for who may read the honor."""

    page, picture = "awards:honor_certificate", "awards:honor_certificate_picture"
    file, word = "awards:honor_certificate_pdf", "awards:honor_certificate_docx"
    back = "awards:honor_detail"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Honors the person may read."""
        return honors_visible_to(user, day).select_related(*AWARD_ROWS)

    def paper(self, obj: Any, kind: str, object_id: int | None) -> Paper | None:
        """The giấy khen; other honors have their certificates from elsewhere."""
        return stored_certificate(obj) if has_certificate(obj) else None

    def back_label(self, obj: Any) -> str:
        """Who was honored."""
        return str(obj.subject)


class RegisterSource(PaperSource):
    """The register of the honors of a year: for who reads the whole book."""

    page, picture = "awards:register_book", "awards:register_book_picture"
    file, word = "awards:register_book_pdf", "awards:register_book_docx"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Years of the commune."""
        rows = EmulationYear.objects.filter(plan__commune_id=user.commune_id)
        return rows.select_related("plan__commune").order_by("-year")

    def may_read(self, user: User, obj: Any) -> bool:
        """The office and the council."""
        return reads_all_honors(user, clock.today())

    def paper(self, obj: Any, kind: str, object_id: int | None) -> Paper | None:
        """The register of decisions of that calendar year."""
        commune, day = obj.plan.commune, clock.today()
        return Paper(
            "so-theo-doi-khen-thuong",
            DocumentKind.REGISTER_BOOK,
            f"Sổ theo dõi khen thưởng năm {obj.year}",
            lambda state: build_register_book(commune, obj.year, day, print_state=state),
            about=str(obj.year),
            prints=SHEET_PRINTS,
        )

    def back_label(self, obj: Any) -> str:
        """The book."""
        return "Sổ vàng khen thưởng"

    def back_url(self, obj: Any) -> str:
        """The book."""
        return reverse("awards:honor_list")


class ReviewSource(PaperSource):
    """The báo cáo of an interim or final review: for office and leaders."""

    page, picture = "awards:period_review_paper", "awards:period_review_paper_picture"
    file, word = "awards:period_review_paper_pdf", "awards:period_review_paper_docx"
    back = "awards:period_review"

    def rows(self, user: User, day: date) -> QuerySet[Any]:
        """Reviews the person may read."""
        return reviews_visible_to(user).select_related("signer__individual")

    def paper(self, obj: Any, kind: str, object_id: int | None) -> Paper | None:
        """The report."""
        return review_paper(obj)

    def warnings(self, obj: Any) -> tuple[str, ...]:
        """Empty sections, the plan without number."""
        return review_warnings(obj)
