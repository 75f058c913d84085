"""Addresses of papers, made alike for everything that papers hang on."""

from __future__ import annotations

from django.urls import URLPattern, path

from awards.views.paper_sources import (
    DossierSource,
    MinutesSource,
    PaperSource,
    ReportSource,
    SheetSource,
)
from awards.views.papers import DossierBundleView, PaperFileView, PaperPictureView, PaperView


def _three(prefix: str, source: type[PaperSource]) -> list[URLPattern]:
    """Page, picture of one page and file of the papers of a source."""
    page, picture, file = (
        name.removeprefix("awards:") for name in (source.page, source.picture, source.file)
    )
    return [
        path(prefix, PaperView.as_view(source=source), name=page),
        path(
            f"{prefix}<slug:state>/trang-<int:page>.png",
            PaperPictureView.as_view(source=source),
            name=picture,
        ),
        path(f"{prefix}<slug:state>.pdf", PaperFileView.as_view(source=source), name=file),
    ]


paper_patterns = [
    path(
        "khen-thuong/ho-so/<int:pk>/tron-bo.pdf", DossierBundleView.as_view(), name="dossier_bundle"
    ),
    *_three("khen-thuong/ho-so/<int:pk>/van-ban/<slug:kind>/", DossierSource),
    *_three("khen-thuong/ho-so/<int:pk>/van-ban/<slug:kind>/<int:object_id>/", DossierSource),
    *_three("khen-thuong/hop/<int:pk>/bien-ban/", MinutesSource),
    *_three("khen-thuong/bao-cao-thanh-tich/<int:pk>/ban-in/", ReportSource),
    *_three("khen-thuong/danh-gia/<int:pk>/phieu/", SheetSource),
]
