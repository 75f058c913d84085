"""Settings of the project, in one file.

Values that differ between machines come from the environment, then from `var/env`.
Production is the default; DANDVAN_LOCAL=1 (script/server, loopback only) turns off what needs
https, and a test run never looks at `var/env`.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from dandvan import env

BASE_DIR = Path(__file__).resolve().parent.parent
# pytest sets it for itself and for the processes that a test starts.
TESTING = "PYTEST_VERSION" in os.environ

VAR_DIR = BASE_DIR / env.text("DANDVAN_VAR", "var")
if not TESTING:
    env.read_env_file(VAR_DIR / "env")

LOCAL = TESTING or env.flag("DANDVAN_LOCAL")
DEBUG = not TESTING and env.flag("DANDVAN_DEBUG")

# --- Who may ask, and over what ---------------------------------------------------------------

SECRET_KEY = "only-for-tests" if TESTING else env.required("SECRET_KEY")
if LOCAL:
    # Loopback names only: a local set-up that is put behind a domain by mistake answers 400.
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
else:
    env.required("ALLOWED_HOSTS")
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else env.integer("HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
if env.flag("BEHIND_HTTPS_PROXY") and not LOCAL:
    # Only behind a proxy that always sets this header itself, as deploy/nginx does.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# HSTS preload speaks for the whole registered domain, which is not this project's to promise.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- What the project is made of --------------------------------------------------------------

ROOT_URLCONF = "dandvan.urls"
WSGI_APPLICATION = "dandvan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "dandvan",
    "models_registry",
    "awards",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dandvan.middleware.ClockMiddleware",
    "dandvan.middleware.PasswordChangeMiddleware",
    "dandvan.middleware.PrivatePagesMiddleware",
]

# The project's folder comes first, so that it can override templates of admin and crispy.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dandvan.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database ---------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": dict(
        dj_database_url.parse(
            env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
            conn_max_age=60,
            conn_health_checks=True,
        )
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    }
# Services open their own transactions: they lock and re-read inside (see dandvan/transition.py).
DATABASES["default"]["ATOMIC_REQUESTS"] = False

# --- Accounts and sessions --------------------------------------------------------------------

AUTH_USER_MODEL = "models_registry.User"
AUTHENTICATION_BACKENDS = ["dandvan.backends.CommuneBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

SESSION_ENGINE = "dandvan.sessions"
# Several people share one office computer: a session that nobody uses ends soon. Whoever types
# keeps it by the autosave.
SESSION_COOKIE_AGE = env.integer("SESSION_MINUTES", 60) * 60
SESSION_RENEW_SECONDS = 10 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Language, dates, numbers -----------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "dandvan" / "locale"]
FORMAT_MODULE_PATH = ["dandvan.formats"]
# Off, or years and numbers of papers would read 2.024; amounts are grouped by a template filter.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if TESTING
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
# Tests and DEBUG serve the sources as they are, without a collected copy.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = TESTING or DEBUG
# Pages name hashed files only; the fonts of the papers (ttf) never leave the server.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "webp", "woff", "woff2", "ttf")

# Uploads have no URL: a view checks who asks, then sends the bytes.
MEDIA_ROOT = VAR_DIR / "uploads"
MEDIA_URL = ""
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
MAX_PICTURE_BYTES = 25 * 1024 * 1024
MAX_DOCUMENT_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# Accounts of the demo year, "account;password;role", written by load_demo for script/server.
DEMO_ACCOUNTS_FILE = VAR_DIR / "demo-accounts"

# --- Log --------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
