"""`manage.py backup`: database and files as one file, while the portal works."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from config.backup.archive import MEDIA
from config.backup.copying import FAILURES, make_backup
from config.backup.manifest import BackupRefused


class Command(BaseCommand):
    help = "Делает копию портала: базу данных и файлы, с описью и контрольными суммами. Портал может работать."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, help="папка для копий или имя нового файла")
        parser.add_argument(
            "--key",
            type=Path,
            metavar="FILE",
            help="записать в этот файл секретный ключ; храните его отдельно от копии",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["key"]:
                _write_key(options["key"])
            path, manifest = make_backup(options["target"])
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except FAILURES as error:
            raise CommandError(f"Копия не сделана: {error}. Проверьте место на диске и права.") from error
        rows, files = sum(manifest.tables.values()), sum(name.startswith(MEDIA) for name in manifest.files)
        size = path.stat().st_size
        self.stdout.write(f"{path}\nТаблиц {len(manifest.tables)}, строк {rows}, файлов {files}, байт {size}.")
        for name in manifest.lost_files:
            self.stderr.write(f"Этого файла в хранилище не было и до копии: {name}")
        if not options["key"]:
            self.stdout.write("Секретный ключ в копию не входит. Сохраните его отдельно: --key ФАЙЛ.")


def _write_key(path: Path) -> None:
    if path.exists():
        if path.read_text().strip() == settings.SECRET_KEY:
            return
        raise BackupRefused(f"В файле {path} уже есть другой ключ. Назовите другой файл.")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{settings.SECRET_KEY}\n")
