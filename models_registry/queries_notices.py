"""Notices of one person."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from models_registry.models import Notice, User


def notices_of(user: User) -> QuerySet[Notice]:
    """One's own notices: unread first, newest first."""
    read = Case(
        When(read_at__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return Notice.objects.filter(user=user).order_by(read, "-id")
