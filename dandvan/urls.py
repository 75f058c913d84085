"""All addresses of the project: the only module of this package that names the apps."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("quan-tri/", admin.site.urls),
]
