"""Addresses of the awards app; the home page itself is named in dandvan/urls.py."""

from django.urls import path

from awards.views import calendar, setup
from awards.views.award_urls import award_patterns
from awards.views.paper_urls import paper_patterns

app_name = "awards"

urlpatterns = [
    path("lich/", calendar.CalendarView.as_view(), name="calendar"),
    path("thiet-lap/", setup.SetupView.as_view(), name="setup"),
    path("ngay-lam-viec/", setup.WorkingDateView.as_view(), name="working_date"),
    *award_patterns,
    *paper_patterns,
]
