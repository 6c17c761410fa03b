"""The days of roadmaps lie within bounds, and nobody agrees what the head has not approved yet.

A day outside is put right, as days of other records were: a year of two figures gets its century, anything else becomes
the nearest bound; what stood there is named in the history.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
ROADMAP = ("starts_on", "ends_on", "submitted_on", "approved_on", "agreed_on")
ITEM = ("due_from", "due_to", "done_on")


def put_right(apps: Any, schema_editor: Any) -> None:
    for name, fields in (("Roadmap", ROADMAP), ("RoadmapItem", ITEM)):
        model = apps.get_model("mentoring", name)
        for row in model.objects.filter(_outside(fields)).iterator():
            was = {field: getattr(row, field) for field in fields}
            for field, day in was.items():
                setattr(row, field, _plausible(day) if day else None)
            if name == "Roadmap":
                row.ends_on = max(row.starts_on, row.ends_on)
            elif row.due_from and row.due_to:
                row.due_to = max(row.due_from, row.due_to)
            _save(apps, row, was)
    roadmaps = apps.get_model("mentoring", "Roadmap").objects.filter(agreed_on__lt=F("approved_on"))
    for row in roadmaps.iterator():
        was = {"agreed_on": row.agreed_on}
        row.agreed_on = row.approved_on
        _save(apps, row, was)


def _outside(fields: Iterable[str]) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__lt": EARLIEST}) | Q(**{f"{field}__gt": LATEST})
    return found


def _plausible(day: date) -> date:
    if day.year < 100:
        day = day.replace(year=day.year + (2000 if day.year <= timezone.localdate().year % 100 + 1 else 1900))
    return min(max(day, EARLIEST), LATEST)


def _save(apps: Any, row: Any, was: dict[str, date | None]) -> None:
    row.save(update_fields=list(was))
    history = apps.get_model("mentoring", f"Historical{type(row).__name__}")
    names = {field.attname for field in type(row)._meta.concrete_fields}
    kept = {f.attname: getattr(row, f.attname) for f in history._meta.concrete_fields if f.attname in names}
    changed = [day for field, day in was.items() if day and day != getattr(row, field)]
    shown = ", ".join(f"{day.day:02}.{day.month:02}.{day.year:04}" for day in changed)
    history.objects.create(
        **kept,
        history_date=timezone.now(),
        history_type="~",
        history_change_reason=f"Проверьте дату: портал исправил её при обновлении, было {shown}"[:100],
    )


def within(*fields: str) -> Q:
    condition = Q()
    for field in fields:
        known = Q(**{f"{field}__gte": EARLIEST, f"{field}__lte": LATEST})
        condition &= Q(**{f"{field}__isnull": True}) | known
    return condition


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0018_order_of_groups"),
    ]

    operations = [
        migrations.RunPython(put_right, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="roadmap",
            constraint=models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | Q(approved_on__isnull=True) | Q(agreed_on__gte=F("approved_on")),
                name="mentoring_roadmap_agreed_after_approval",
                violation_error_message="Сначала карту утверждает руководитель, потом её согласуют: проверьте даты.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roadmap",
            constraint=models.CheckConstraint(
                condition=within("starts_on", "ends_on", "approved_on", "submitted_on", "agreed_on"),
                name="mentoring_roadmap_dates_plausible",
                violation_error_message="Проверьте год: даты дорожной карты — с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roadmapitem",
            constraint=models.CheckConstraint(
                condition=within("due_from", "due_to", "done_on"),
                name="mentoring_roadmapitem_dates_plausible",
                violation_error_message="Проверьте год: даты пункта — с 1990 по 2099 год.",
            ),
        ),
    ]
