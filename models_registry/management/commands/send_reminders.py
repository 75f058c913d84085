"""manage.py send_reminders: once a day; run twice, nobody is told twice."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from models_registry.models import Commune
from models_registry.services.due_notices import send_due_notices


class Command(BaseCommand):
    """Notices of what is due in 7 days and in 1 day."""

    help = "Báo việc còn 7 ngày và còn 1 ngày là đến hạn; chạy hai lần không báo lại."

    def handle(self, *args: Any, **options: Any) -> None:
        """Every commune that is set up."""
        for commune in Commune.objects.filter(set_up=True).order_by("pk"):
            told = send_due_notices(commune)
            self.stdout.write(f"{commune.name}: {told:02d} thông báo sắp đến hạn.")
