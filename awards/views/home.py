"""The first page: what waits for me."""

from __future__ import annotations

from django.views.generic import TemplateView

from dandvan.views import RoleRequiredMixin


class HomeView(RoleRequiredMixin, TemplateView):
    """What waits for the person who signed in, by role, and the year's calendar."""

    http_method_names = ["get", "head", "options"]
    template_name = "awards/home.html"
