"""Journeys upload files: they go to a folder that is thrown away."""

from __future__ import annotations

import pytest


@pytest.fixture
def uploads_aside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
