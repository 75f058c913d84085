"""Addresses of papers, made alike for everything that papers hang on."""

from __future__ import annotations

from django.urls import path

from awards.views.paper_sources import (
    CertificateSource,
    CountSource,
    DossierSource,
    MeetingPapersSource,
    MinutesSource,
    RegisterSource,
    ReportSource,
    ReviewSource,
    SheetSource,
)
from awards.views.papers import DossierBundleView, MeetingSetView
from dandvan.paper_views import paper_paths

paper_patterns = [
    path(
        "khen-thuong/ho-so/<int:pk>/tron-bo.pdf", DossierBundleView.as_view(), name="dossier_bundle"
    ),
    *paper_paths("khen-thuong/ho-so/<int:pk>/van-ban/<slug:kind>/", DossierSource),
    *paper_paths("khen-thuong/ho-so/<int:pk>/van-ban/<slug:kind>/<int:object_id>/", DossierSource),
    path("khen-thuong/hop/<int:pk>/in-mot-lan.pdf", MeetingSetView.as_view(), name="meeting_print"),
    *paper_paths("khen-thuong/hop/<int:pk>/giay-to/<slug:kind>/", MeetingPapersSource),
    *paper_paths("khen-thuong/hop/<int:pk>/kiem-phieu/", CountSource),
    *paper_paths("khen-thuong/hop/<int:pk>/bien-ban/", MinutesSource),
    *paper_paths("khen-thuong/bao-cao-thanh-tich/<int:pk>/ban-in/", ReportSource),
    *paper_paths("khen-thuong/danh-gia/<int:pk>/phieu/", SheetSource),
    *paper_paths("khen-thuong/so-vang/<int:pk>/giay-khen/", CertificateSource),
    *paper_paths("khen-thuong/so-theo-doi/<int:pk>/", RegisterSource),
    *paper_paths("so-ket-tong-ket/<int:pk>/bao-cao/", ReviewSource),
]
