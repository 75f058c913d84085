"""Addresses of interim and final reviews."""

from __future__ import annotations

from django.urls import path

from awards.views import review_forms, reviews

_REVIEW = "so-ket-tong-ket/<int:pk>/"

review_patterns = [
    path("so-ket-tong-ket/", reviews.ReviewList.as_view(), name="period_review_list"),
    path(_REVIEW, reviews.ReviewPage.as_view(), name="period_review"),
    path(f"{_REVIEW}mo-hinh/", reviews.ReviewModels.as_view(), name="period_review_models"),
    path(f"{_REVIEW}so-lieu.xlsx", reviews.ReviewWorkbook.as_view(), name="period_review_xlsx"),
    path(f"{_REVIEW}mo-lai/", reviews.ReviewReopen.as_view(), name="period_review_reopen"),
    path(f"{_REVIEW}loi-van/", review_forms.ReviewEdit.as_view(), name="period_review_edit"),
    path(f"{_REVIEW}ban-nhap/", review_forms.ReviewRedraft.as_view(), name="period_review_redraft"),
    path(f"{_REVIEW}ban-hanh/", review_forms.ReviewIssue.as_view(), name="period_review_issue"),
    path(f"{_REVIEW}chi-tieu/", review_forms.ReviewTargets.as_view(), name="period_review_targets"),
]
