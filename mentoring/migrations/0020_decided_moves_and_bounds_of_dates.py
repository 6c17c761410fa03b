import datetime
from datetime import date, timedelta

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from registry.migrations._date_repair import pull_inside


def repair_dates(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """So that the bounds hold for every row."""
    for name, *fields in (
        ("MoveDecision", "on"),
        ("Pair", "created_on"),
        ("PairChange", "on", "act_due_on"),
        ("PairChange", "ends_on_before", "ends_on_after"),
        ("PairRequest", "council_asked_on", "decided_on", "closed_on"),
        ("RequestOpinion", "given_on"),
        ("PairStage", "entered_on", "left_on"),
        ("StageItem", "done_on"),
        ("PlanItem", "due_on"),
        ("PlanItem", "done_on"),
        ("Programme", "submitted_on", "approved_on", "acquainted_on"),
        ("ProgrammeComment", "made_on", "answered_on"),
    ):
        pull_inside(apps, "mentoring", name, *fields)


def keep_decisions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The end of a pair was a decision about every earlier move. Pairs whose end is still to come are asked about."""
    affiliations, pairs = apps.get_model("registry", "Affiliation"), apps.get_model("mentoring", "Pair")
    decisions = apps.get_model("mentoring", "MoveDecision")
    left: dict[int, date] = {}
    for person, until in (
        affiliations.objects.filter(until__isnull=False).order_by("until").values_list("person", "until")
    ):
        left[person] = until
    over = pairs.objects.filter(status__in=["completed", "replaced", "terminated"], ended_on__lt=timezone.localdate())
    for side in ("mentor", "mentee"):
        columns = ("pk", f"{side}__person", "starts_on", "created_on", "ended_on")
        for pk, person, starts_on, created_on, ended_on in over.values_list(*columns).iterator():
            last = left.get(person)
            if last is not None and min(starts_on, created_on) <= last < ended_on:
                on = last + timedelta(days=1)
                decisions.objects.get_or_create(pair_id=pk, side=side, on=on, defaults={"ends": True})


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0019_days_of_roadmaps"),
        ("registry", "0020_bounds_of_all_dates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalmovedecision",
            name="ends",
            field=models.BooleanField(default=False, verbose_name="пара заканчивается"),
        ),
        migrations.AddField(
            model_name="movedecision",
            name="ends",
            field=models.BooleanField(default=False, verbose_name="пара заканчивается"),
        ),
        migrations.RunPython(repair_dates, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="movedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on__isnull", True),
                    models.Q(("on__gte", datetime.date(1990, 1, 1)), ("on__lte", datetime.date(2099, 12, 31))),
                    _connector="OR",
                ),
                name="mentoring_move_decision_plausible",
                violation_error_message="Проверьте год: день перевода — с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True),
                    models.Q(
                        ("ended_on__gte", datetime.date(1990, 1, 1)), ("ended_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_pair_ended_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("created_on__isnull", True),
                    models.Q(
                        ("created_on__gte", datetime.date(1990, 1, 1)), ("created_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_pair_created_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on__isnull", True),
                    models.Q(("on__gte", datetime.date(1990, 1, 1)), ("on__lte", datetime.date(2099, 12, 31))),
                    _connector="OR",
                ),
                name="mentoring_pairchange_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("act_due_on__isnull", True),
                    models.Q(
                        ("act_due_on__gte", datetime.date(1990, 1, 1)), ("act_due_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_pairchange_act_due_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on_before__isnull", True),
                    models.Q(
                        ("ends_on_before__gte", datetime.date(1990, 1, 1)),
                        ("ends_on_before__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="mentoring_pairchange_ends_on_before_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on_after__isnull", True),
                    models.Q(
                        ("ends_on_after__gte", datetime.date(1990, 1, 1)),
                        ("ends_on_after__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="mentoring_pairchange_ends_on_after_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("council_asked_on__isnull", True),
                    models.Q(
                        ("council_asked_on__gte", datetime.date(1990, 1, 1)),
                        ("council_asked_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="mentoring_pairrequest_council_asked_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_on__isnull", True),
                    models.Q(
                        ("decided_on__gte", datetime.date(1990, 1, 1)), ("decided_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_pairrequest_decided_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True),
                    models.Q(
                        ("closed_on__gte", datetime.date(1990, 1, 1)), ("closed_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_pairrequest_closed_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_on__isnull", True),
                    models.Q(
                        ("entered_on__gte", datetime.date(1990, 1, 1)), ("entered_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_pairstage_entered_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True),
                    models.Q(
                        ("left_on__gte", datetime.date(1990, 1, 1)), ("left_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_pairstage_left_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on__isnull", True),
                    models.Q(("due_on__gte", datetime.date(1990, 1, 1)), ("due_on__lte", datetime.date(2099, 12, 31))),
                    _connector="OR",
                ),
                name="mentoring_planitem_due_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_on__isnull", True),
                    models.Q(
                        ("done_on__gte", datetime.date(1990, 1, 1)), ("done_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_planitem_done_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_on__isnull", True),
                    models.Q(
                        ("submitted_on__gte", datetime.date(1990, 1, 1)),
                        ("submitted_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="mentoring_programme_submitted_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_on__isnull", True),
                    models.Q(
                        ("approved_on__gte", datetime.date(1990, 1, 1)),
                        ("approved_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="mentoring_programme_approved_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acquainted_on__isnull", True),
                    models.Q(
                        ("acquainted_on__gte", datetime.date(1990, 1, 1)),
                        ("acquainted_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="mentoring_programme_acquainted_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("made_on__isnull", True),
                    models.Q(
                        ("made_on__gte", datetime.date(1990, 1, 1)), ("made_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_programmecomment_made_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_on__isnull", True),
                    models.Q(
                        ("answered_on__gte", datetime.date(1990, 1, 1)),
                        ("answered_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="mentoring_programmecomment_answered_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestopinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_on__isnull", True),
                    models.Q(
                        ("given_on__gte", datetime.date(1990, 1, 1)), ("given_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_requestopinion_given_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_on__isnull", True),
                    models.Q(
                        ("done_on__gte", datetime.date(1990, 1, 1)), ("done_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_stageitem_done_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.RunPython(keep_decisions, migrations.RunPython.noop),
    ]
