"""Names of people are compared by one key: Latin look-alikes as Russian letters, hyphens as spaces."""

from typing import Any

from django.db import migrations
from django.db.models import Q

from russian.person_names import person_name_key
from russian.search_key import fold

_AT_ONCE = 2000
#: letters and signs that the key writes otherwise; of a former name as well
_OTHERWISE = r"[-abcehkmoptxyαβγεηκλμοπρτυφχ]"


def give_keys(apps: Any, schema_editor: Any) -> None:
    _give_to_people(apps.get_model("registry", "Person"))
    _give_to_former_names(apps.get_model("registry", "FormerName"))


def _give_to_people(people: Any) -> None:
    rows = people.objects.filter(Q(name_key__regex=_OTHERWISE) | Q(formerly__iregex=_OTHERWISE)).order_by("pk")
    last = 0
    while some := list(rows.filter(pk__gt=last)[:_AT_ONCE]):
        for row in some:
            name = _full_name(row)
            work = fold(f"{row.position} {row.subject} {row.phone} {row.email}")
            row.name_key = person_name_key(name)[:320]
            row.search_key = f"{person_name_key(f'{name} {row.formerly}')} {work}".strip()[:1100]
        people.objects.bulk_update(some, ["name_key", "search_key"], batch_size=200)
        last = some[-1].pk


def _give_to_former_names(former_names: Any) -> None:
    """Of two undated names of one person that have one key now, the later keeps the key it had."""
    for row in former_names.objects.filter(name_key__regex=_OTHERWISE).order_by("pk"):
        key = person_name_key(_full_name(row))[:320]
        twins = former_names.objects.filter(person=row.person_id, until__isnull=True, name_key=key).exclude(pk=row.pk)
        if row.until is not None or not twins.exists():
            former_names.objects.filter(pk=row.pk).update(name_key=key)


def _full_name(row: Any) -> str:
    return " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0032_dashes_of_sentences"),
    ]

    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop, elidable=True)]
