from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("imports", "0006_words")]

    operations = [
        migrations.RenameField("importbatch", "asked_kind", "kind_choice"),
        migrations.RenameField("importbatch", "asked_sheet", "sheet_choice"),
        migrations.RenameField("importbatch", "problem", "failure"),
    ]
