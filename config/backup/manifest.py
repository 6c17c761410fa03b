"""What a copy of the portal says of itself, by which it is checked before anything of it is used."""

import json
import subprocess
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import salted_hmac

FORMAT = 1
#: of a table with numbers of its own: column, last number, whether that was given
SequenceState = tuple[str, int, bool]


class BackupRefused(Exception):
    """The reason, in words for whoever keeps the portal."""


@dataclass
class Manifest:
    """`files`: of every member of the copy its size in bytes and its SHA-256. `lost_files`: names that rows bear and
    the storage had lost before. `key` tells the secret key of the portal from others and says nothing of it."""

    made_at: str
    engine: str
    database: str
    edition: str
    key: str
    migrations: list[str]
    tables: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, SequenceState] = field(default_factory=dict)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    lost_files: list[str] = field(default_factory=list)
    format: int = FORMAT

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def of_json(cls, text: bytes) -> "Manifest":
        values: dict[str, Any] = json.loads(text)
        if values.get("format") != FORMAT:
            raise BackupRefused("Эта копия сделана другим изданием портала: порядок её файлов здесь неизвестен.")
        return cls(**values)


def new_manifest(made_at: str) -> Manifest:
    return Manifest(
        made_at=made_at,
        engine=connection.vendor,
        database=database_name(),
        edition=_edition(),
        key=key_fingerprint(),
        migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
    )


def database_name() -> str:
    """The file of SQLite without its folder; the name of the database of PostgreSQL."""
    return str(connection.settings_dict["NAME"]).rpartition("/")[2].partition("?")[0]


def key_fingerprint() -> str:
    return salted_hmac("config.backup", "key", algorithm="sha256").hexdigest()[:16]


def check_migrations(manifest: Manifest) -> None:
    """Raises BackupRefused unless the tables of the copy are those of this edition of the portal."""
    recorded = set(manifest.migrations)
    loader = MigrationLoader(None, ignore_no_migrations=True)
    expected = {f"{app}.{name}" for app, name in loader.disk_migrations}
    newest = {
        app: max(name for its_app, name in loader.disk_migrations if its_app == app)
        for app, _ in loader.disk_migrations
    }
    edition = f" Её издание: {manifest.edition}." if manifest.edition else ""
    for name in sorted(recorded - expected):
        app, _, migration = name.partition(".")
        if migration > newest.get(app, migration):
            raise BackupRefused(
                f"Копия сделана более новым изданием портала ({name}). Сначала обновите портал.{edition}"
            )
    if missing := sorted(expected - recorded):
        raise BackupRefused(
            f"Копия сделана более старым изданием портала: в ней нет {missing[0]}. Восстановите её тем изданием, "
            f"которым она сделана, а потом обновите портал.{edition}"
        )


def _edition() -> str:
    """The commit of the code, where it was brought by git."""
    command = ["git", "-C", str(settings.BASE_DIR), "rev-parse", "--short=12", "HEAD"]
    try:
        outcome = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return outcome.stdout.strip()
