"""`manage.py remove_orphan_files`: deletes files that a killed process has left without a row that names them."""

from typing import Any

from django.core.management import BaseCommand

from imports.actions.orphan_files import remove_orphan_files


class Command(BaseCommand):
    help = "Удаляет файлы, которые остались без записи в реестре, когда процесс прервали. Свежие, до суток, не трогает."

    def handle(self, *args: Any, **options: Any) -> None:
        removed = remove_orphan_files()
        self.stdout.write(f"Удалено файлов: {len(removed)}.")
