"""`manage.py remove_old_uploads`: deletes uploaded spreadsheets that have stayed their term."""

from typing import Any

from django.core.management import BaseCommand

from imports.actions.kept_rows import remove_old_uploads


class Command(BaseCommand):
    help = "Удаляет загруженные таблицы, срок которых вышел. Портал делает это и сам, когда приходит файл."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Удалено файлов: {remove_old_uploads()}.")
