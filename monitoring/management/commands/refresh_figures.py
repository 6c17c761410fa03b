"""`manage.py refresh_figures`: stores the figures of all organisations that have changed since."""

from typing import Any

from django.core.management.base import BaseCommand

from monitoring.refresh import refresh_figures


class Command(BaseCommand):
    help = "Сохраняет показатели организаций, сведения которых изменились"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Организаций пересчитано: {refresh_figures()}")
