"""Rows that one answer decides share a key; drafts of before get theirs when they are next compared."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0007_plain_names")]

    operations = [
        migrations.AddField("importrow", "question_key", models.CharField(default="", editable=False, max_length=60)),
        migrations.AddIndex(
            "importrow",
            models.Index(
                condition=models.Q(("question_key", ""), _negated=True),
                fields=["batch", "question_key"],
                name="imports_row_question",
            ),
        ),
    ]
