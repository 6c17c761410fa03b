"""Own names of documents are told apart folded by the database too, and a transfer of classes is made on the portal's
day."""

import registry.clock
import registry.names.keys
from django.db import migrations, models
from registry.migrations._own_names import give_own_name_keys


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0038_mentees_of_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="act",
            name="kind_title_key",
            field=registry.names.keys.NameKeyField(default="", editable=False, max_length=330, of=("kind_title",)),
            preserve_default=False,
        ),
        migrations.RunPython(give_own_name_keys, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(model_name="act", name="registry_act_once"),
        migrations.RemoveConstraint(model_name="act", name="registry_act_of_municipality_once"),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                fields=("organisation", "kind", "kind_title_key", "number_key", "dated"),
                name="registry_act_once",
                violation_error_message="Акт с таким номером и датой уже есть в реестре.",
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", True)),
                fields=("municipality", "kind", "kind_title_key", "number_key", "dated"),
                name="registry_act_of_municipality_once",
                violation_error_message="Акт с таким номером и датой уже есть в реестре.",
            ),
        ),
        migrations.AlterField(
            model_name="classtransfer",
            name="made_at",
            field=models.DateTimeField(default=registry.clock.now, editable=False, verbose_name="когда перевёл"),
        ),
        migrations.AlterField(
            model_name="historicalclasstransfer",
            name="made_at",
            field=models.DateTimeField(default=registry.clock.now, editable=False, verbose_name="когда перевёл"),
        ),
    ]
