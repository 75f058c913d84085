"""Settings and environment: production is strict by default, loopback is not."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured

from dandvan import env

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "danvan.example.vn, www.danvan.example.vn",
    "CSRF_TRUSTED_ORIGINS": "https://danvan.example.vn",
}
NAMES = (
    "DEBUG SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE "
    "ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS PASSWORD_HASHERS SECRET_KEY"
)
SHOW = f"""
import json
from dandvan import settings
from django.conf import global_settings
value = lambda name: getattr(settings, name, getattr(global_settings, name))
found = {{name: value(name) for name in "{NAMES}".split()}}
found["engine"] = settings.DATABASES["default"]["ENGINE"]
found["options"] = settings.DATABASES["default"].get("OPTIONS", {{}})
found["static"] = settings.STORAGES["staticfiles"]["BACKEND"]
print(json.dumps(found))
"""


def start(var: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of their own, with these variables and no others."""
    return subprocess.run(  # noqa: S603 -- our own interpreter, our own words
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env={"DANDVAN_VAR": str(var), "PYTHONDONTWRITEBYTECODE": "1"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def shown(var: Path, **variables: str) -> dict:
    return json.loads(start(var, **variables).stdout)


def test_production_is_the_default_and_strict(tmp_path):
    found = shown(tmp_path, **PRODUCTION)

    assert found["DEBUG"] is False
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["ALLOWED_HOSTS"] == ["danvan.example.vn", "www.danvan.example.vn"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://danvan.example.vn"]
    assert found["static"] == "whitenoise.storage.CompressedManifestStaticFilesStorage"
    assert found["PASSWORD_HASHERS"][0].endswith("PBKDF2PasswordHasher")


def test_local_mode_needs_no_https_and_serves_loopback_only(tmp_path):
    found = shown(tmp_path, **PRODUCTION, DANDVAN_LOCAL="1")

    assert found["DEBUG"] is False
    assert found["SECURE_SSL_REDIRECT"] is False
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert found["SESSION_COOKIE_SECURE"] is False
    assert found["CSRF_COOKIE_SECURE"] is False
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(tmp_path, missing):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}

    result = start(tmp_path, **variables)

    last_line = result.stderr.strip().splitlines()[-1]
    assert last_line.endswith(
        f"Thiếu biến môi trường {missing} (đặt trong môi trường hoặc var/env)."
    )


def test_var_env_is_read_but_the_environment_wins(tmp_path):
    (tmp_path / "env").write_text("# ghi chú\n\nSECRET_KEY=from=file\nDANDVAN_LOCAL=1\n")

    from_file = shown(tmp_path)
    from_environment = shown(tmp_path, SECRET_KEY="from-environment")

    assert from_file["SECRET_KEY"] == "from=file"
    assert from_file["SECURE_SSL_REDIRECT"] is False
    assert from_environment["SECRET_KEY"] == "from-environment"


def test_sqlite_is_the_default_with_wal_foreign_keys_and_immediate(tmp_path):
    found = shown(tmp_path, **PRODUCTION)

    assert found["engine"] == "django.db.backends.sqlite3"
    assert found["options"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    }


def test_database_url_switches_to_postgresql(tmp_path):
    found = shown(tmp_path, **PRODUCTION, DATABASE_URL="postgres://dandvan@/dandvan")

    assert found["engine"] == "django.db.backends.postgresql"
    assert found["options"] == {}


def test_env_file_with_a_wrong_line_is_refused_with_its_number(tmp_path):
    path = tmp_path / "env"
    path.write_text("SECRET_KEY=x\nkhông phải biến\n", encoding="utf-8")

    with pytest.raises(ImproperlyConfigured, match=r"dòng 2: phải có dạng TÊN=giá trị"):
        env.read_env_file(path, {})


def test_flag_refuses_a_word_that_is_neither_yes_nor_no(monkeypatch):
    monkeypatch.setenv("DANDVAN_LOCAL", "có")

    with pytest.raises(
        ImproperlyConfigured, match=r"DANDVAN_LOCAL phải là 1 hoặc 0, không phải “có”"
    ):
        env.flag("DANDVAN_LOCAL")


def test_integer_refuses_what_is_no_number(monkeypatch):
    monkeypatch.setenv("HSTS_SECONDS", "một năm")

    with pytest.raises(ImproperlyConfigured, match=r"HSTS_SECONDS phải là số nguyên không âm"):
        env.integer("HSTS_SECONDS", 0)


def test_page_carries_the_strict_content_security_policy(client, db):
    response = client.get(f"/{settings.LOGIN_URL}-khong-co/")

    directives = set(response.headers["Content-Security-Policy"].split("; "))
    assert directives == {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }


@pytest.mark.parametrize(("idle_minutes", "renewed"), [(9, False), (11, True)])
def test_session_is_prolonged_only_after_ten_minutes(db, idle_minutes, renewed):
    store_class = import_module(settings.SESSION_ENGINE).SessionStore
    store = store_class()
    store["x"] = 1
    store.save()
    expires = datetime.now(UTC) + timedelta(hours=1) - timedelta(minutes=idle_minutes)
    Session.objects.filter(pk=store.session_key).update(expire_date=expires)

    read_again = store_class(store.session_key)

    assert read_again["x"] == 1
    assert read_again.modified is renewed


def test_session_unused_for_its_time_is_over(db):
    store_class = import_module(settings.SESSION_ENGINE).SessionStore
    store = store_class()
    store["x"] = 1
    store.save()
    Session.objects.filter(pk=store.session_key).update(
        expire_date=datetime.now(UTC) - timedelta(seconds=1)
    )

    assert store_class(store.session_key).get("x") is None


def test_pages_of_a_person_are_kept_by_no_browser(client, clerk):
    client.force_login(clerk)

    for url in ("/", "/doi-mat-khau/", "/khong-co/"):
        assert client.get(url).headers["Cache-Control"] == "private, no-store"
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE is True
