from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0013_candidates_approved_by_orders"),
        ("registry", "0015_rights_of_roles"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="pair",
            index=models.Index(
                condition=models.Q(("status__in", ("completed", "replaced", "terminated"))),
                fields=["ended_on", "organisation"],
                name="mentoring_pair_closed",
            ),
        ),
    ]
