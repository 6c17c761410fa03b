"""On SQLite a migration that alters a table rebuilds it without its triggers: after every `migrate` they are there."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import override_settings

from mentoring.enums import PairStatus
from mentoring.guards import cap
from mentoring.models import Pair
from registry.guards.installation import all_guards, drop, missing
from tests.factories import PairFactory
from tests.mentoring.conftest import END, START

pytestmark = pytest.mark.django_db(transaction=True)

MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = {dependencies!r}
    operations = [
        migrations.AddField({model!r}, "synthetic", models.CharField(max_length=10, null=True)),
        migrations.AlterField({model!r}, "synthetic", models.CharField(max_length=20, null=True)),
    ]
"""


@pytest.fixture
def one_more_migration(request, tmp_path: Path) -> Iterator[str]:
    """The app's migrations and one more that rebuilds a table; taken back afterwards. Gives the app's label."""
    app, model = request.param
    package = tmp_path / f"synthetic_{app}"
    package.mkdir()
    here = Path(__file__).resolve().parents[2] / app / "migrations"
    names = sorted(path.stem for path in here.glob("0*.py"))
    (package / "__init__.py").write_text("")
    for name in names:
        (package / f"{name}.py").write_text((here / f"{name}.py").read_text())
    (package / "9999_synthetic.py").write_text(MIGRATION.format(dependencies=[(app, names[-1])], model=model))
    sys.path.insert(0, str(tmp_path))
    try:
        with override_settings(MIGRATION_MODULES={app: package.name}):
            yield app
            call_command("migrate", app, names[-1], verbosity=0)
    finally:
        sys.path.remove(str(tmp_path))
        call_command("migrate", verbosity=0)


def assert_the_cap_stands(school) -> None:
    assert missing(connection) == []
    mentor = school.mentor()
    fields = {"mentor": mentor, "organisation": school.organisation, "status": PairStatus.AGREED}
    for _ in range(3):
        PairFactory(**fields, starts_on=START, ends_on=END)
    with pytest.raises(IntegrityError, match=cap.CAP), transaction.atomic():
        PairFactory(**fields, starts_on=START, ends_on=END)


@pytest.mark.parametrize("one_more_migration", [("mentoring", "pair"), ("registry", "mentor")], indirect=True)
def test_the_guards_stand_after_a_migration_that_rebuilds_the_table(one_more_migration, school):
    call_command("migrate", one_more_migration, verbosity=0)
    assert_the_cap_stands(school)


def test_the_guards_come_back_with_any_migrate_even_when_nothing_is_to_be_done(school):
    drop(connection)
    assert missing(connection) != []
    call_command("migrate", verbosity=0)
    assert_the_cap_stands(school)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite rebuilds tables")
def test_rebuilding_a_table_past_migrate_really_drops_the_guards(school):
    """The danger that the other tests stand against is real; the next `migrate` mends it.

    Guards of other tables that name this one would stop the rebuilding: `migrate` drops them before.
    """
    elsewhere = [guard for guard in all_guards() if guard.table != "mentoring_pair"]
    triggers = [trigger for guard in elsewhere for trigger in guard.sqlite_triggers]
    with connection.cursor() as cursor:
        for trigger in triggers:
            cursor.execute(f'DROP TRIGGER "{trigger}"')
    before = Pair._meta.get_field("direction")
    after = before.clone()
    after.max_length = 30
    after.set_attributes_from_name("direction")
    after.model = Pair
    try:
        with connection.schema_editor() as editor:
            editor.alter_field(Pair, before, after)
        dropped = {trigger for guard in all_guards() for trigger in guard.sqlite_triggers}
        assert {f"{cap.CAP}_begin", f"{cap.CAP}_insert", f"{cap.CAP}_update"} < dropped
        assert set(missing(connection)) == dropped
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Pair, after, before)
    call_command("migrate", verbosity=0)
    assert_the_cap_stands(school)
