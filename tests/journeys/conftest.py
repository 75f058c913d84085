"""Journeys upload files: they go to a folder that is thrown away."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _uploads_aside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
