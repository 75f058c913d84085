"""What stands against an honor: clerk and chairman know it, the council's secretary only asks."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.access.world import BLOCKING, BLOCKING_PAPER, build_world

pytestmark = pytest.mark.django_db

ASK = "Lương Thị Ngần chưa được xét khen; hỏi Văn phòng – thống kê về lý do."


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return build_world()


def test_secretary_hears_whom_to_ask_and_not_what_there_is(client, world):
    client.force_login(world.people["secretary"])
    checked = world.dossiers["checked"]

    page = client.get(reverse("awards:dossier_detail", args=[checked.pk]))
    answer = client.post(reverse("awards:dossier_appraise", args=[checked.pk]), follow=True)

    for text in (page.content.decode(), answer.content.decode()):
        assert ASK in text
        assert BLOCKING not in text
        assert BLOCKING_PAPER not in text
    checked.refresh_from_db()
    assert checked.state == "checked"


def test_chair_hears_what_there_is(client, world):
    client.force_login(world.people["chair"])

    answer = client.get(reverse("awards:dossier_sign", args=[world.dossiers["upward"].pk]))

    assert BLOCKING_PAPER in answer.content.decode()
