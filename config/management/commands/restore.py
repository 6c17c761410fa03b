"""`manage.py restore`: puts a copy made by `manage.py backup` in the place of what the portal holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from config.backup.archive import ArchiveReader
from config.backup.copying import FAILURES, restore_backup
from config.backup.manifest import BackupRefused, key_fingerprint


class Command(BaseCommand):
    help = "Восстанавливает портал из копии. Сначала остановите портал. Неполную или испорченную копию не берёт."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("copy", type=Path, help="файл, который сделала manage.py backup")
        parser.add_argument("--over", default="", metavar="NAME", help="имя базы, данные которой можно заменить")
        parser.add_argument("--check", action="store_true", help="только проверить, цела ли копия")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                manifest = ArchiveReader(options["copy"]).manifest
                self.stdout.write(f"Копия цела. Сделана {manifest.made_at}, строк {sum(manifest.tables.values())}.")
                return
            manifest = restore_backup(options["copy"], over=options["over"])
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except FAILURES as error:
            raise CommandError(
                f"Не восстановлено: {error}. Остановлен ли портал, хватает ли места на диске?"
            ) from error
        self.stdout.write(f"Портал восстановлен из копии от {manifest.made_at}: строк {sum(manifest.tables.values())}.")
        if manifest.key != key_fingerprint():
            self.stderr.write(
                "Секретный ключ здесь другой, чем был у портала копии. Верните прежний (SECRET_KEY): иначе всем "
                "придётся войти заново, а ссылки из писем не откроются."
            )
