"""Addresses of the reading pages of awards and of the acts on them."""

from __future__ import annotations

from django.urls import path

from awards import forms_call, forms_meeting
from awards.views import (
    dossier_acts,
    dossiers,
    evaluations,
    honor_acts,
    honors,
    index,
    meeting_forms,
    meetings,
    nominations,
    reports,
)

_NOMINATION = "khen-thuong/de-nghi/<int:pk>/"
_REPORT = "khen-thuong/bao-cao-thanh-tich/<int:pk>/"
_MEETING = "khen-thuong/hop/<int:pk>/"
_DOSSIER = "khen-thuong/ho-so/<int:pk>/"
_HONOR = "khen-thuong/so-vang/<int:pk>/"

_meeting_page = meeting_forms.MeetingPage.as_view

award_patterns = [
    path("khen-thuong/", index.AwardsIndex.as_view(), name="index"),
    path("khen-thuong/danh-gia/", evaluations.EvaluationList.as_view(), name="evaluation_list"),
    path(
        "khen-thuong/danh-gia/<int:pk>/",
        evaluations.EvaluationDetail.as_view(),
        name="evaluation_detail",
    ),
    path("khen-thuong/de-nghi/", nominations.NominationList.as_view(), name="nomination_list"),
    path(_NOMINATION, nominations.NominationDetail.as_view(), name="nomination_detail"),
    path(
        f"{_NOMINATION}thong-nhat/",
        nominations.NominationAgree.as_view(),
        name="nomination_agree",
    ),
    path(
        f"{_NOMINATION}khong-thong-nhat/",
        nominations.NominationObject.as_view(),
        name="nomination_object",
    ),
    path(
        f"{_NOMINATION}de-xuat-lai/",
        nominations.NominationRepropose.as_view(),
        name="nomination_repropose",
    ),
    path(
        f"{_NOMINATION}dua-ra-binh-xet/",
        nominations.NominationPutForward.as_view(),
        name="nomination_put_forward",
    ),
    path(
        f"{_NOMINATION}rut/", nominations.NominationWithdraw.as_view(), name="nomination_withdraw"
    ),
    path(f"{_NOMINATION}viet-bao-cao/", nominations.ReportStart.as_view(), name="report_start"),
    path("khen-thuong/bao-cao-thanh-tich/", reports.ReportList.as_view(), name="report_list"),
    path(_REPORT, reports.ReportDetail.as_view(), name="report_detail"),
    path(f"{_REPORT}viet/", reports.ReportEdit.as_view(), name="report_edit"),
    path(f"{_REPORT}luu-nhap/", reports.ReportAutosave.as_view(), name="report_autosave"),
    path(f"{_REPORT}gui/", reports.ReportSubmit.as_view(), name="report_submit"),
    path(f"{_REPORT}xac-nhan/", reports.ReportConfirm.as_view(), name="report_confirm"),
    path(f"{_REPORT}tra-lai/", reports.ReportReturn.as_view(), name="report_return"),
    path("khen-thuong/hop/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("khen-thuong/hop/moi/", meeting_forms.MeetingCreate.as_view(), name="meeting_create"),
    path(_MEETING, meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path(
        f"{_MEETING}co-mat/",
        _meeting_page(work_class=forms_meeting.AttendanceWork),
        name="meeting_attendance",
    ),
    path(
        f"{_MEETING}chuong-trinh/",
        _meeting_page(work_class=forms_call.AgendaWork),
        name="meeting_agenda",
    ),
    path(
        f"{_MEETING}khai/",
        _meeting_page(work_class=forms_call.AbstentionWork),
        name="meeting_abstain",
    ),
    path(
        f"{_MEETING}bieu-quyet/<int:nomination>/",
        _meeting_page(work_class=forms_meeting.VoteWork),
        name="meeting_vote",
    ),
    path(
        f"{_MEETING}bieu-quyet/<int:nomination>/lai/",
        _meeting_page(work_class=forms_meeting.RepeatWork),
        name="meeting_repeat",
    ),
    path(
        f"{_MEETING}y-kien/",
        _meeting_page(work_class=forms_meeting.DiscussionWork),
        name="meeting_discussion",
    ),
    path(
        f"{_MEETING}khoa/", _meeting_page(work_class=forms_meeting.CloseWork), name="meeting_close"
    ),
    path(
        f"{_MEETING}ban-hanh-bien-ban/",
        _meeting_page(work_class=forms_meeting.MinutesWork),
        name="meeting_issue_minutes",
    ),
    path("khen-thuong/ho-so/", dossiers.DossierList.as_view(), name="dossier_list"),
    path(_DOSSIER, dossiers.DossierDetail.as_view(), name="dossier_detail"),
    path(f"{_DOSSIER}binh-xet/", dossier_acts.DossierAppraise.as_view(), name="dossier_appraise"),
    path(f"{_DOSSIER}tra-lai/", dossier_acts.DossierReturn.as_view(), name="dossier_return"),
    path(f"{_DOSSIER}ky/", dossier_acts.DossierSign.as_view(), name="dossier_sign"),
    path(f"{_DOSSIER}quyet-dinh/", dossier_acts.DossierDecide.as_view(), name="dossier_decide"),
    path("khen-thuong/so-vang/", honors.HonorList.as_view(), name="honor_list"),
    path("khen-thuong/so-vang/chua-trao/", honor_acts.Handover.as_view(), name="honor_handover"),
    path("khen-thuong/so-vang/nhap/", honors.PastAwardAdd.as_view(), name="past_award_add"),
    path(
        "khen-thuong/so-vang/ca-nhan/<int:pk>/",
        honors.PersonHonors.as_view(),
        name="person_honors",
    ),
    path(
        "khen-thuong/so-vang/tap-the/<int:pk>/",
        honors.CollectiveHonors.as_view(),
        name="collective_honors",
    ),
    path(_HONOR, honors.HonorDetail.as_view(), name="honor_detail"),
    path(f"{_HONOR}chi-tien/", honor_acts.Payment.as_view(), name="honor_payment"),
    path(f"{_HONOR}sua/<int:entry>/", honor_acts.Correction.as_view(), name="honor_correct"),
    path(f"{_HONOR}in-phoi/", honor_acts.OverprintPage.as_view(), name="overprint"),
    path(
        f"{_HONOR}in-phoi/<int:shift>/giay-khen.pdf",
        honor_acts.OverprintFile.as_view(),
        name="overprint_pdf",
    ),
    path(
        f"{_HONOR}in-phoi/<int:shift>/trang-thu.pdf",
        honor_acts.OverprintFile.as_view(is_test=True),
        name="overprint_test",
    ),
]
