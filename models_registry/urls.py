"""Addresses of the registry."""

from django.urls import path

from models_registry.views import (
    assess,
    edit,
    evidence,
    files,
    living,
    model_acts,
    model_list,
    model_page,
    notices,
    papers,
    participation,
    praise,
    receipt,
    reminders,
    replication,
    report,
    site_visit,
    start,
    submit,
)

app_name = "models_registry"

urlpatterns = [
    path("mo-hinh/", model_list.ModelListView.as_view(), name="model_list"),
    path("mo-hinh/cua-toi/", model_list.OwnModelsView.as_view(), name="model_mine"),
    path("mo-hinh/ten-gan-giong/", model_list.LikeNamedView.as_view(), name="like_named"),
    path("mo-hinh/bat-dau/", start.ModelStartView.as_view(), name="model_start"),
    path("mo-hinh/<int:pk>/", model_page.ModelDetailView.as_view(), name="model_detail"),
    path("mo-hinh/<int:pk>/sua/", edit.ModelEditView.as_view(), name="model_edit"),
    path("mo-hinh/<int:pk>/sua/minh-chung/", files.EvidenceView.as_view(), name="model_files_step"),
    path("mo-hinh/<int:pk>/sua/gui/", submit.ModelSubmitView.as_view(), name="model_submit"),
    path("mo-hinh/<int:pk>/sua/<slug:step>/", edit.ModelEditView.as_view(), name="model_edit"),
    path(
        "mo-hinh/<int:pk>/tu-luu/<slug:step>/",
        edit.AutosaveView.as_view(),
        name="model_autosave",
    ),
    path("mo-hinh/<int:pk>/tep/", files.EvidenceView.as_view(), name="model_files"),
    path(
        "mo-hinh/<int:pk>/tep/<int:file_pk>/go/",
        files.FileRemoveView.as_view(),
        name="file_remove",
    ),
    path(
        "mo-hinh/<int:pk>/da-gui/<int:round>/",
        receipt.SubmissionReceiptView.as_view(),
        name="submission_receipt",
    ),
    path("tep/<int:pk>/", files.AttachmentView.as_view(), name="attachment"),
    path("tep/<int:pk>/xem/", evidence.FilePagesView.as_view(), name="file_pages"),
    path("tep/<int:pk>/anh-nho.jpg", evidence.FileThumbView.as_view(), name="file_thumb"),
    path(
        "tep/<int:pk>/trang-<int:number>.jpg",
        evidence.FilePageView.as_view(),
        name="file_page",
    ),
    path(
        "mo-hinh/<int:pk>/bo-sung/",
        submit.ModelSupplementView.as_view(),
        name="model_supplement",
    ),
    path("mo-hinh/<int:pk>/bao-cao/", report.ModelReportView.as_view(), name="model_report"),
    path(
        "mo-hinh/<int:pk>/bao-cao/tien-do/",
        report.ModelProgressView.as_view(),
        name="model_progress",
    ),
    path("mo-hinh/<int:pk>/tham-dinh/", assess.ModelAssessView.as_view(), name="model_assess"),
    path(
        "mo-hinh/<int:pk>/kiem-tra/",
        site_visit.SiteVisitNewView.as_view(),
        name="site_visit_new",
    ),
    path("mo-hinh/<int:pk>/tra-lai/", report.ModelReturnView.as_view(), name="model_return"),
    path(
        "mo-hinh/<int:pk>/tra-bao-cao/",
        report.ModelReturnReportView.as_view(),
        name="model_return_report",
    ),
    path("mo-hinh/<int:pk>/viec/<slug:act>/", model_acts.ModelActView.as_view(), name="model_act"),
    path(
        "mo-hinh/<int:pk>/nhan-rong/",
        replication.ReplicationNewView.as_view(),
        name="replication_new",
    ),
    path("nhan-rong/", replication.ReplicationListView.as_view(), name="replication_list"),
    path(
        "nhan-rong/<int:pk>/sua/",
        replication.ReplicationEditView.as_view(),
        name="replication_edit",
    ),
    path(
        "nhan-rong/<int:pk>/thoi/",
        replication.ReplicationEndView.as_view(),
        name="replication_end",
    ),
    path("bieu-duong/", praise.PraiseListView.as_view(), name="praise_list"),
    path("bieu-duong/de-nghi/", praise.PraiseProposeView.as_view(), name="praise_propose"),
    path("bieu-duong/<int:pk>/", praise.PraiseDetailView.as_view(), name="praise_detail"),
    path(
        "bieu-duong/<int:pk>/viec/<slug:act>/",
        praise.PraiseActView.as_view(),
        name="praise_act",
    ),
    path(
        "bieu-duong/<int:pk>/quyet-dinh/<slug:act>/",
        praise.PraiseDecideView.as_view(),
        name="praise_decide",
    ),
    path(
        "tham-gia/",
        participation.ParticipationRosterView.as_view(),
        name="participation_roster",
    ),
    path(
        "tham-gia/dang-ky/",
        participation.ParticipationRegisterView.as_view(),
        name="participation_register",
    ),
    path(
        "tham-gia/ghi/",
        participation.ParticipationEnterView.as_view(),
        name="participation_enter",
    ),
    path(
        "tham-gia/<int:pk>/go/",
        participation.ParticipationWithdrawView.as_view(),
        name="participation_withdraw",
    ),
    path("mo-hinh/ra-soat/", living.ReviewSheetView.as_view(), name="review_sheet"),
    path(
        "mo-hinh/ra-soat/<int:pk>/go/",
        living.ReviewWithdrawView.as_view(),
        name="review_withdraw",
    ),
    path("mo-hinh/chua-xong/", living.UnfinishedView.as_view(), name="unfinished"),
    path("thong-bao/", notices.NoticeListView.as_view(), name="notice_list"),
    path("thong-bao/da-doc/", notices.NoticeReadAllView.as_view(), name="notice_read_all"),
    path("thong-bao/<int:pk>/da-doc/", notices.NoticeReadView.as_view(), name="notice_read"),
    path("nhac-viec/", reminders.ReminderListView.as_view(), name="reminder_list"),
    path(
        "nhac-viec/<slug:kind>/<int:pk>/",
        reminders.ReminderMarkView.as_view(),
        name="reminder_mark",
    ),
    *papers.paper_patterns,
]
