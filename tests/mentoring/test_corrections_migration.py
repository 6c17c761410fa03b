"""What the migration of corrections finds in an older register."""

from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

import mentoring
from mentoring.actions.corrections import correct_extension
from registry import database_guards
from registry.models import Act
from tests.mentoring.conftest import END
from tests.mentoring.test_corrections import extended, head

__all__ = ["head"]


def migration() -> ModuleType:
    """By its name without the number."""
    [path] = Path(mentoring.__file__).parent.glob("migrations/*_corrections_of_ends.py")
    return import_module(f"mentoring.migrations.{path.stem}")


def test_an_extension_of_before_can_be_corrected(school, head):
    pair = extended(school)
    pair.changes.update(ends_on_before=None, ends_on_after=None)
    with pytest.raises(ValidationError, match="Исправлять уже нечего"):
        correct_extension(pair=pair, on=END, reason="Продлевали другую", by=head)

    migration().read_periods_of_extensions(apps, None)

    assert pair.changes.get(ends_on_after=date(2027, 12, 31)).ends_on_before == END
    assert correct_extension(pair=pair, on=END, reason="Продлевали другую", by=head).ends_on == END


def test_the_migration_names_pairs_that_were_ordered_after_their_end(school, capsys):
    pair = school.active_pair()
    school.active_pair()
    database_guards.drop(connection)
    try:
        Act.objects.filter(pk=pair.act_id).update(dated=date(2027, 6, 1))
    finally:
        database_guards.install(connection)

    migration().name_acts_after_ends(apps, None)

    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"Проверьте пару {pair.pk} ({school.organisation}): последний день 31.05.2027, а акт №")
    assert line.endswith("датирован 01.06.2027.")
