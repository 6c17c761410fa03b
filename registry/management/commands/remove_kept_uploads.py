"""`manage.py remove_kept_uploads`: deletes files of refused forms that nobody has come back to."""

from typing import Any

from django.core.management import BaseCommand

from registry.actions.kept_uploads import remove_stale_uploads


class Command(BaseCommand):
    help = "Удаляет файлы отказанных форм старше трёх суток. Портал делает это и сам, когда приходит новый файл."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Удалено файлов: {remove_stale_uploads()}.")
