"""Addresses of the awards app; the home page itself is named in dandvan/urls.py."""

from django.urls import URLPattern

app_name = "awards"

urlpatterns: list[URLPattern] = []
