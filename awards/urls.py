"""Addresses of the awards app; the home page itself is named in dandvan/urls.py."""

from django.urls import path
from django.views.decorators.http import require_safe

from awards.views import (
    calendar,
    calendar_acts,
    setup,
    showcase,
    showcase_release,
    year_lock,
    year_opening,
)
from awards.views.award_urls import award_patterns
from awards.views.paper_urls import paper_patterns
from awards.views.review_urls import review_patterns

app_name = "awards"

urlpatterns = [
    path("lich/", calendar.CalendarView.as_view(), name="calendar"),
    path("lich/dot/<int:pk>/doi/", calendar_acts.WindowMoveView.as_view(), name="window_move"),
    path("lich/nam/<int:pk>/khoa/", year_lock.YearLockView.as_view(), name="year_lock"),
    path("lich/nam/mo/", year_opening.YearOpenView.as_view(), name="year_open"),
    path("lich/dia-chi/", calendar_acts.FeedMakeView.as_view(), name="feed_make"),
    path("lich/dia-chi/ngung/", calendar_acts.FeedEndView.as_view(), name="feed_end"),
    path("lich/tai-ve.ics", calendar_acts.CalendarFileView.as_view(), name="calendar_file"),
    path("lich/<str:token>.ics", calendar_acts.CalendarFeedView.as_view(), name="calendar_feed"),
    path("thiet-lap/", setup.SetupView.as_view(), name="setup"),
    path("ngay-lam-viec/", setup.WorkingDateView.as_view(), name="working_date"),
    path("cong-khai/", showcase.ShowcaseStart.as_view(), name="showcase_start"),
    path(
        "cong-khai/duyet/", showcase_release.ShowcaseReleaseView.as_view(), name="showcase_release"
    ),
    path(
        "cong-khai/duyet/<int:pk>/go/",
        showcase_release.ShowcaseTakeDownView.as_view(),
        name="showcase_take_down",
    ),
    path("cong-khai/<slug:code>/", showcase.ShowcasePage.as_view(), name="showcase"),
    path("cong-khai/<slug:code>/rss/", require_safe(showcase.ShowcaseFeed()), name="showcase_feed"),
    path(
        "cong-khai/<slug:code>/tin-bai/",
        showcase.ShowcaseStories.as_view(),
        name="showcase_stories",
    ),
    path(
        "cong-khai/<slug:code>/tin-bai/<int:pk>/",
        showcase.ShowcaseStory.as_view(),
        name="showcase_story",
    ),
    path(
        "cong-khai/<slug:code>/tin-bai/<int:pk>/anh/<int:picture_pk>/",
        showcase.ShowcasePicture.as_view(),
        name="showcase_picture",
    ),
    path(
        "cong-khai/<slug:code>/mo-hinh/<int:pk>/",
        showcase.ShowcaseModel.as_view(),
        name="showcase_model",
    ),
    *award_patterns,
    *paper_patterns,
    *review_patterns,
]
