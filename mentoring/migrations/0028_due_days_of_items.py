"""Items of roadmaps that are carried out several times have a row for each day (ADR 53)."""

import datetime
import re
from datetime import date

import django.db.models.deletion
import simple_history.models
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTH = rf"(?:{'|'.join(MONTHS)})(?: 20\d\d(?: ?г\.| года)?)?"
SEVERAL = re.compile(rf"{MONTH}(?:(?:,| и|, и) {MONTH})+\.?", re.IGNORECASE)


def give_days(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """To items whose term lists months that lie within their span, the last month being its end."""
    day_model, history = apps.get_model("mentoring", "DueDay"), apps.get_model("mentoring", "HistoricalDueDay")
    items = apps.get_model("mentoring", "RoadmapItem").objects.filter(due_from__isnull=False, due_to__isnull=False)
    for item in items.iterator():
        days = days_of(" ".join(item.term.split()), item.due_from)
        if not days or days != sorted(set(days)) or days[-1] != item.due_to + relativedelta(day=31):
            continue
        for due_on in days:
            day = day_model.objects.create(item=item, due_on=due_on, done_on=item.done_on)
            kept = {"id": day.pk, "item_id": item.pk, "due_on": due_on, "done_on": item.done_on}
            history.objects.create(**kept, history_date=timezone.now(), history_type="+")


def days_of(term: str, earliest: date) -> list[date]:
    if not SEVERAL.fullmatch(term):
        return []
    days, earliest = [], earliest.replace(day=1)
    for part in re.findall(MONTH, term, re.IGNORECASE):
        month = MONTHS.index(part.split()[0].lower()) + 1
        if year := re.search(r"20\d\d", part):
            first = date(int(year[0]), month, 1)
        else:
            first = earliest.replace(month=month)
            first += relativedelta(years=first < earliest)
        earliest = first + relativedelta(months=1)
        days.append(first + relativedelta(day=31))
    return days


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0027_one_clock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalDueDay",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="к какому дню")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="выполнено")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mentoring.roadmapitem",
                        verbose_name="пункт дорожной карты",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical день срока",
                "verbose_name_plural": "historical дни срока",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="DueDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="к какому дню")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="выполнено")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="due_days",
                        to="mentoring.roadmapitem",
                        verbose_name="пункт дорожной карты",
                    ),
                ),
            ],
            options={
                "verbose_name": "день срока",
                "verbose_name_plural": "дни срока",
                "ordering": ["due_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "due_on"),
                        name="mentoring_dueday_once",
                        violation_error_message="Этот день у пункта уже есть.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_on__isnull", True),
                                models.Q(
                                    ("due_on__gte", datetime.date(1990, 1, 1)),
                                    ("due_on__lte", datetime.date(2099, 12, 31)),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("done_on__isnull", True),
                                models.Q(
                                    ("done_on__gte", datetime.date(1990, 1, 1)),
                                    ("done_on__lte", datetime.date(2099, 12, 31)),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="mentoring_dueday_plausible",
                        violation_error_message="Проверьте год: даты пункта — с 1990 по 2099 год.",
                    ),
                ],
            },
        ),
        migrations.RunPython(give_days, migrations.RunPython.noop),
    ]
