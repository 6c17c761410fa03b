"""Two acts «б/н» of one day, issuer and kind are told apart by their titles and bodies."""

import registry.names.keys
from django.db import migrations, models
from registry.migrations._unnumbered_keys import give_unnumbered_keys


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0039_own_names_of_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="act",
            name="unnumbered_key",
            field=registry.names.keys.UnnumberedKeyField(
                default="", editable=False, max_length=330, of=("number", "title", "considered_by")
            ),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="act", name="registry_act_once"),
        migrations.RemoveConstraint(model_name="act", name="registry_act_of_municipality_once"),
        migrations.RunPython(give_unnumbered_keys, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                fields=("organisation", "kind", "kind_title_key", "number_key", "unnumbered_key", "dated"),
                name="registry_act_once",
                violation_error_message="Акт с таким номером и датой уже есть в реестре.",
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", True)),
                fields=("municipality", "kind", "kind_title_key", "number_key", "unnumbered_key", "dated"),
                name="registry_act_of_municipality_once",
                violation_error_message="Акт с таким номером и датой уже есть в реестре.",
            ),
        ),
    ]
