"""What scripts hear about the session, and which forms have arrived."""

import pytest
from django.test import Client
from django.urls import reverse

from dandvan.form_tokens import MOST_ARRIVED
from tests.factories import make_draft

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}


def test_session_state_names_the_person_and_gives_a_token(owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    answer = client.get(reverse("session_state"))

    assert (answer.status_code, answer.json()["user"]) == (200, owner.pk)
    assert answer["Cache-Control"] == "no-store"
    # The token is good for a form that was drawn before a new login.
    sent = client.post(reverse("logout"), {"csrfmiddlewaretoken": answer.json()["csrf"]})
    assert sent.status_code == 302


def test_session_state_of_nobody_is_401(client, db):
    answer = client.get(reverse("session_state"))

    assert answer.status_code == 401
    assert answer.json() == {
        "error": "Phiên đăng nhập đã kết thúc.",
        "login": reverse("login"),
    }


def test_script_without_session_gets_401_where_a_person_is_led_to_the_login(
    client, owner, year, in_march
):
    url = reverse("models_registry:model_autosave", args=[make_draft(owner, year).pk, "muc-tieu"])
    by_script, by_person = client.post(url, headers=SCRIPT), client.post(url)

    assert (by_script.status_code, by_script.json()["login"]) == (401, reverse("login"))
    assert by_person.url == f"{reverse('login')}?next={url}"


def test_next_page_names_the_forms_that_arrived_and_only_those(client, owner, year, in_march):
    draft = make_draft(owner, year)
    client.force_login(owner)
    url = reverse("models_registry:model_edit", args=[draft.pk, "nguon-luc"])
    good = {"version": 1, "start_date": "08/03/2024", "act": "submit"}
    refused = client.post(url, good | {"start_date": "hôm qua", "once": "t1"})
    arrived = client.post(url, good | {"version": 2, "once": "t2"}, follow=True)

    assert 'data-done=""' in refused.content.decode()
    assert f'data-user="{owner.pk}"' in arrived.content.decode()
    assert 'data-done="t2"' in arrived.content.decode()
    for number in range(MOST_ARRIVED):
        client.post(url, good | {"version": number + 3, "once": f"u{number}"})
    kept = client.get(url).context["ui"]["arrived"].split()
    assert kept == [f"u{number}" for number in range(MOST_ARRIVED)]


def test_page_of_nobody_names_no_person_and_no_form(client, db):
    page = client.get(reverse("login")).content.decode()

    assert ("data-user" in page, "data-done" in page) == (False, False)
