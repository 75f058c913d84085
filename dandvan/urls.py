"""All addresses of the project: the only module of this package that names the apps.

Pages of refusals are Django's own views with the templates 400, 403, 404 and 500.
"""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeDoneView
from django.urls import include, path
from django.views.generic import RedirectView

from awards.views.home import HomeView
from dandvan.account_views import PasswordChange, SessionState

handler400 = "django.views.defaults.bad_request"
handler403 = "django.views.defaults.permission_denied"
handler404 = "django.views.defaults.page_not_found"
handler500 = "django.views.defaults.server_error"

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("dang-nhap/", LoginView.as_view(), name="login"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("phien/", SessionState.as_view(), name="session_state"),
    path("doi-mat-khau/", PasswordChange.as_view(), name="password_change"),
    path("doi-mat-khau/xong/", PasswordChangeDoneView.as_view(), name="password_change_done"),
    # The admin's own page would leave a one-time password in duty.
    path("quan-tri/password_change/", RedirectView.as_view(pattern_name="password_change")),
    path("quan-tri/", admin.site.urls),
    path("", include("models_registry.urls")),
    path("", include("awards.urls")),
]
