"""Dates that cannot be meant, before the database refuses them. Frozen with the migrations that use it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.migrations.state import StateApps
from django.db.models import Q
from django.utils import timezone

LATEST = date(2099, 12, 31)
OLDEST_RECORD = date(1990, 1, 1)
#: days that a date gives way where its day is taken
MOST_TRIES = 400


def clear(model: Any, history: Any, field: str, earliest: date) -> None:
    """Empties the field where it lies outside the bounds; what stood there stays in the history of the row."""
    for row in model.objects.filter(_outside({field: earliest})).iterator():
        was = getattr(row, field)
        setattr(row, field, None)
        _save(row, history, [field], was)


def repair(model: Any, history: Any, fields: Sequence[str]) -> None:
    """Puts the dates inside the bounds. The first is the beginning, which no other of the row precedes."""
    for row in model.objects.filter(_outside(dict.fromkeys(fields, OLDEST_RECORD))).iterator():
        was = [getattr(row, field) for field in fields]
        beginning = _plausible(was[0])
        setattr(row, fields[0], _free_day(model, row, beginning))
        for field, day in zip(fields[1:], was[1:], strict=True):
            setattr(row, field, None if day is None else max(_plausible(day), beginning))
        _save(row, history, fields, *was)


def _outside(fields: Mapping[str, date]) -> Q:
    found = Q()
    for field, earliest in fields.items():
        found |= Q(**{f"{field}__lt": earliest}) | Q(**{f"{field}__gt": LATEST})
    return found


def _plausible(day: date) -> date:
    """A year typed with two digits gets its century («26» is 2026), anything else becomes the nearest bound."""
    if day.year < 100:
        this_century = day.year <= timezone.localdate().year % 100 + 1
        day = day.replace(year=day.year + (2000 if this_century else 1900))
    return min(max(day, OLDEST_RECORD), LATEST)


def _free_day(model: Any, row: Any, day: date) -> date:
    """Acts of one organisation differ by number and date."""
    if model.__name__ != "Act":
        return day
    same = model.objects.filter(organisation=row.organisation_id, kind=row.kind, number=row.number).exclude(pk=row.pk)
    while same.filter(dated=day).exists():
        day += timedelta(days=1)
    return day


def _save(row: Any, history: Any, fields: Sequence[str], *was: date | None) -> None:
    row.save(update_fields=fields)
    if history is None:
        return
    names = {field.attname for field in type(row)._meta.concrete_fields}
    kept = {f.attname: getattr(row, f.attname) for f in history._meta.concrete_fields if f.attname in names}
    shown = ", ".join(f"{day.day:02}.{day.month:02}.{day.year:04}" for day in was if day)
    history.objects.create(
        **kept,
        history_date=timezone.now(),
        history_type="~",
        history_change_reason=f"Проверьте дату: портал исправил её при обновлении, было {shown}"[:100],
    )


def pull_inside(apps: StateApps, app: str, name: str, *fields: str) -> None:
    """Puts the dates inside the bounds, none before the one named before it; no row is lost.

    Where a rule of the table allows one row a day, the first date gives way by days.
    """
    history = f"historical{name}".lower()
    kept = apps.get_model(app, history) if history in apps.all_models[app] else None
    for row in apps.get_model(app, name).objects.filter(_outside(dict.fromkeys(fields, OLDEST_RECORD))).iterator():
        was = [getattr(row, field) for field in fields]
        _set_in_order(row, fields, was, 0)
        for days in range(MOST_TRIES):
            try:
                with transaction.atomic():
                    _save(row, kept, fields, *was)
                break
            except IntegrityError:
                _set_in_order(row, fields, was, days + 1)
        else:
            raise ValueError(f"No free day was found for {name} {row.pk}")


def _set_in_order(row: Any, fields: Sequence[str], was: Sequence[date | None], days_later: int) -> None:
    """What came later comes later still."""
    former: tuple[date, date] | None = None
    for field, day in zip(fields, was, strict=True):
        if day is None:
            continue
        kept = _plausible(day) + timedelta(days=days_later if former is None else 0)
        if former is not None and kept <= former[1]:
            kept = former[1] + timedelta(days=1 if day > former[0] else 0)
        setattr(row, field, min(kept, LATEST))
        former = day, kept
