"""A team and its people, for tests of visits and assessments."""

from __future__ import annotations

import datetime
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dandvan.roles import Role
from models_registry.enums import TeamPart
from models_registry.models import AssessmentTeam, EmulationYear, User
from tests.factories import make_user


def make_team(
    year: EmulationYear, *users: User, number: str = "97/QĐ-UBND", day: int = 14
) -> AssessmentTeam:
    """A team of October 2024: the first leads, the last is the secretary."""
    team = AssessmentTeam.objects.create(
        year=year, decision_number=number, decision_date=datetime.date(2024, 10, day)
    )
    for order, user in enumerate(users):
        part = TeamPart.MEMBER
        if order == 0:
            part = TeamPart.LEADER
        elif order == len(users) - 1:
            part = TeamPart.SECRETARY
        team.members.create(individual=user.individual, part=part, order=order)
    return team


def make_assessor(year: EmulationYear, username: str, name: str) -> User:
    """Somebody with no role but that of a participant."""
    return make_user(year.plan.commune, username, Role.PARTICIPANT, full_name=name)


def photo(name: str = "anh.jpg", color: str = "green") -> SimpleUploadedFile:
    """A small picture."""
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")
