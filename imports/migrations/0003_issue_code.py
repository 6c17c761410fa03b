from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_adopt_tables_of_registry")]

    operations = [
        migrations.RemoveIndex("importrow", "imports_row_doubt"),
        migrations.RenameField("importrow", "doubt", "issue_code"),
        migrations.AddIndex(
            "importrow",
            models.Index(fields=["batch", "status", "issue_code", "position"], name="imports_row_issue"),
        ),
    ]
