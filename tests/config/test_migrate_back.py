"""Going back over the migrations drops no issued paper by a slip."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.backup.manifest import database_name
from config.management.commands.migrate import FORCED_BY, Command
from reports.models import IssuedDocument
from tests.every_thing import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def migrated(monkeypatch) -> list[str]:
    """What Django's own command would have been asked to do: it is not let near the tables."""
    targets: list[str] = []
    monkeypatch.setattr(
        Command.__base__, "handle", lambda self, *args, **options: targets.append(options["migration_name"])
    )
    return targets


def migrate(*target: str) -> None:
    call_command("migrate", *target, interactive=False, stdout=StringIO())


@pytest.mark.parametrize("target", [("reports", "zero"), ("registry", "zero"), ("mentoring", "zero")])
def test_issued_papers_are_not_dropped_unless_the_database_is_named(migrated, monkeypatch, target):
    build_world()
    monkeypatch.delenv(FORCED_BY, raising=False)
    with pytest.raises(CommandError, match="изданные документы"):
        migrate(*target)
    monkeypatch.setenv(FORCED_BY, "другая")
    with pytest.raises(CommandError, match=f"{FORCED_BY}={database_name()}"):
        migrate(*target)
    assert migrated == []
    monkeypatch.setenv(FORCED_BY, database_name())
    migrate(*target)
    assert migrated == ["zero"]


def test_going_back_goes_on_where_nothing_issued_is_dropped(migrated):
    assert not IssuedDocument.objects.exists()
    migrate("reports", "zero")
    build_world()
    migrate("reports", "0003")
    migrate("worklist", "zero")
    assert migrated == ["zero", "0003", "zero"]
