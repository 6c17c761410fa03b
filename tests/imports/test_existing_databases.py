"""A database of the portal as it was before imports became an app of their own keeps all that it held, and migrations
bring it to the tables that the models say.

`tests/data/before_name_keys/` holds the demonstration as that portal built it, for either engine, brought by the
migrations up to registry 0025 and mentoring 0020. That half of the way does not change any more, and took a minute of
computing, nearly all of it for Django's states between the steps; the test walks on from there.
"""

import json
import lzma
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.imports import older_doubles
from tests.parts_of_databases import Query, parts_by_kind, rows_of_the_tests

ROOT = Path(__file__).parents[2]
COPIES = ROOT / "tests/data/before_name_keys"
#: rows of the copies, counted in the old portal
ROWS = [2, 64, 116]
#: pairs at a stage, their stays, items marked for them
AT_STAGES = [58, 174, 177]
LOOK = """
import json, django
django.setup()
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import JSONField, TextField
from django.db.models.functions import Cast
from mentoring.models import Pair, PairStage, Stage, StageItem
from imports.models import ImportBatch, ImportRow, ImportedRecord
from registry.guards import installation
from registry.extension_points import origins_of_records as origins
from accounts.models import User
from registry.models import Organisation
from mentoring.models import Pair, PairChange
early = ("replaced", "terminated")
batch = ImportBatch.objects.order_by("pk").last()

def told(value):
    "Without keys that say nothing."
    if isinstance(value, dict):
        return {key: told(item) for key, item in value.items() if item not in (None, "", [])}
    return [told(item) for item in value] if isinstance(value, list) else value

def altered(model):
    "Primary keys of records of which a JSON column would be written otherwise than it stands in the database."
    columns = [field for field in model._meta.fields if isinstance(field, JSONField)]
    found = set()
    for record in model.objects.annotate(**{f"{f.name}_": Cast(f.name, TextField()) for f in columns}):
        for field in columns:
            stored, read = json.loads(getattr(record, f"{field.name}_")), field.value_from_object(record)
            if told(stored) != told(json.loads(json.dumps(field.get_prep_value(read)))):
                found.add((field.name, record.pk))
    return sorted(found)

def stages():
    return list(Stage.objects.order_by("number").values_list("stage_set__code", "number"))

print(json.dumps({
    "tables": sorted(connection.introspection.table_names()),
    "rows": [model.objects.count() for model in (ImportBatch, ImportRow, ImportedRecord)],
    "records": [str(r.content_type.get_object_for_this_type(pk=r.object_id)) for r in batch.records.order_by("pk")[:3]],
    "types": sorted(ContentType.objects.filter(model__startswith="import").values_list("app_label", "model")),
    "next": ImportRow.objects.create(batch=batch, position=10_000, row=1, status="off").pk,
    "missing_guards": installation.missing(connection),
    "reasons": [
        Pair.objects.filter(status__in=early).count(),
        Pair.objects.filter(end_reason__title__gt="").count(),
        Pair.history.model.objects.filter(status__in=early, end_reason__title__gt="").values("id").distinct().count(),
        PairChange.objects.filter(to_status__in=early, listed_reason__title__gt="").values("pair").distinct().count(),
    ],
    "extensions": [
        PairChange.objects.filter(ends_on_after__isnull=False).count(),
        PairChange.objects.filter(ends_on_after__isnull=False, listed_reason__for_extension=True).count(),
    ],
    "altered": [altered(ImportBatch), altered(ImportRow)],
    "stages": stages(),
    "at_stages": [rows.count() for rows in (Pair.objects.filter(stage__gt=0), PairStage.objects, StageItem.objects)],
    "origins": len(origins(User.objects.get(email="admin@zarechny.example"), Organisation.objects.earliest("pk"))),
}))
"""

#: names that looked alike before names were told apart
ALIKE = ("МБОУ «Берёзовская СОШ № 2»", 'мбоу "Березовская СОШ №2"', "МБОУ  «БЕРЁЗОВСКАЯ СОШ № 2»")
WALK = """
import gc, django
gc.set_threshold(20_000, 20, 50)
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from registry.guards import installation
before = [("registry", "0025_confirmed_signers"), ("mentoring", "0020_decided_moves_and_bounds_of_dates")]
apps = MigrationLoader(connection).project_state(before).apps
organisation = apps.get_model("registry", "Organisation").objects.earliest("pk")
of_portal = apps.get_model("mentoring", "StageSet").objects.earliest("pk")
for name in ALIKE:
    organisation.pk, organisation.short_name, organisation.inn = None, name, ""
    organisation.save(force_insert=True)
    of_portal.pk, of_portal.code, of_portal.title = None, "", name
    of_portal.municipality = organisation.municipality
    of_portal.save(force_insert=True)
installation.drop(connection)  # the portal of that time had no guard against such rows
put_older_doubles(apps)
call_command("migrate", verbosity=0)
"""
LOOK_AT_TWINS = """
from mentoring.models import StageSet
from russian.name_key import name_key
key = name_key(ALIKE[0])
alike = [list(model.objects.filter(name_key__startswith=key).order_by("pk")) for model in (Organisation, StageSet)]
print(json.dumps({
    "names": [[str(getattr(row, row.named_by)) for row in rows] for rows in alike],
    "keys": [[row.name_key.removeprefix(key).replace(str(row.pk), "PK") for row in rows] for rows in alike],
    "saved": [[row.save() for row in rows] for rows in alike],
}))
"""
LOAD_REFERENCE = """
from django.core.management import call_command
call_command("load_reference", stdout=open("/dev/null", "w"))
print(json.dumps({"stages": stages()}))
"""


def _restore_sqlite(folder: Path) -> dict[str, str]:
    database = sqlite3.connect(folder / "portal.sqlite3")
    database.executescript(lzma.decompress((COPIES / "sqlite.sql.xz").read_bytes()).decode())
    database.close()
    return {"DATA_DIR": str(folder)}


@pytest.fixture
def old_portal(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment in which commands see the restored copy."""
    environment = {name: value for name, value in os.environ.items() if name not in ("TESTING", "TEST_SQLITE_FILE")}
    if os.environ.get("DATABASE_URL"):
        import psycopg

        name = f"before_name_keys_{os.getpid()}"
        server = os.environ["DATABASE_URL"]
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
            admin.execute(f'CREATE DATABASE "{name}"')
        address = server.rsplit("/", 1)[0] + f"/{name}"
        with psycopg.connect(address, autocommit=True) as copy:
            copy.execute(lzma.decompress((COPIES / "postgresql.sql.xz").read_bytes()))
        yield {**environment, "DATABASE_URL": address, "DATA_DIR": str(tmp_path)}
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    else:
        yield {**environment, **_restore_sqlite(tmp_path)}


def _run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def _query(environment: dict[str, str]) -> Iterator[Query]:
    if address := environment.get("DATABASE_URL"):
        import psycopg

        with psycopg.connect(address) as postgresql:
            yield lambda sql: postgresql.execute(sql).fetchall()
    else:
        with closing(sqlite3.connect(Path(environment["DATA_DIR"]) / "portal.sqlite3")) as sqlite:
            yield lambda sql: sqlite.execute(sql).fetchall()


@pytest.mark.django_db
def test_migrating_keeps_every_import_and_what_it_has_written(old_portal: dict[str, str]) -> None:
    alike = f"ALIKE = {ALIKE!r}\n"
    _run(old_portal, "-c", alike + older_doubles.PUT + WALK)
    with _query(old_portal) as query:
        made, wanted = parts_by_kind(query), parts_by_kind(rows_of_the_tests)
        migrations = set(query("SELECT app, name FROM django_migrations"))
    assert migrations == set(MigrationRecorder(connection).applied_migrations())
    assert all(wanted.values())
    for kind, parts in wanted.items():
        assert made[kind] == parts, kind
    look = LOOK + LOOK_AT_TWINS + LOAD_REFERENCE + older_doubles.LOOK
    seen, twins, again, doubles = map(json.loads, _run(old_portal, "-c", alike + look).splitlines())
    assert [t for t in seen["tables"] if t.startswith("registry_import")] == []
    assert seen["rows"] == ROWS
    assert seen["types"] == [["imports", "importbatch"], ["imports", "importedrecord"], ["imports", "importrow"]]
    assert [name for name in seen["records"] if name] == seen["records"] != []
    assert seen["next"] > ROWS[1]
    assert seen["missing_guards"] == []
    assert seen["origins"] == 1
    assert seen["stages"] == again["stages"] == [["five-stages", number] for number in range(1, 6)]
    assert seen["at_stages"] == AT_STAGES
    assert seen["altered"] == [[], []]
    # reasons of ends stood in a list of the program; now each is an entry of the dictionary
    assert seen["reasons"] == [seen["reasons"][0]] * 4
    assert seen["reasons"][0] > 0
    assert len(set(seen["extensions"])) == 1
    assert twins["names"] == [list(ALIKE)] * 2
    assert twins["keys"] == [["", "#PK", "#PK"]] * 2
    # acts without a number of one day lose the mark that their number alone gave them, unless the title is the same
    assert doubles["numbers"] == [["б/н", "О парах"], ["Б/Н", "О кандидатах"], ["б. н.", "О  парах"]]
    assert doubles["keys"] == [["б/н", "опарах/"], ["б/н", "окандидатах/"], ["б/н#PK", "опарах/"]]
    assert doubles["again"]
    # pairs that break the rules of today stay as they are; they neither grow nor go on, but may be given up
    assert doubles["pairs"] == ["draft", "draft"]
    assert doubles["grows"] in ("mentoring_pair_grown_into_another", "mentoring_pair_of_departed")
    assert doubles["agreed"] == "mentoring_pair_of_departed"
    assert doubles["cancelled"] is None
