from django.db import migrations, models


class Migration(migrations.Migration):
    """The card that stays of two is called the survivor; no row changes."""

    dependencies = [("registry", "0023_index_of_withdrawn_consents")]

    operations = [
        migrations.RemoveConstraint("personmerge", "registry_merge_of_two"),
        migrations.RenameField("personmerge", "kept", "survivor"),
        migrations.AddConstraint(
            "personmerge",
            models.CheckConstraint(
                condition=models.Q(("survivor", models.F("absorbed")), _negated=True), name="registry_merge_of_two"
            ),
        ),
    ]
