"""Numbers of acts are compared without regard to «\\» or «/» and to a zero for «О»."""

from django.db import migrations

from registry.migrations._number_keys import give_number_keys


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0033_keys_of_names"),
    ]

    operations = [migrations.RunPython(give_number_keys, migrations.RunPython.noop, elidable=True)]
