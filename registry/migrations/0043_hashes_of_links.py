"""Of the token of an invitation only a hash is kept. Links that have been sent work as before."""

import hashlib
from typing import Any

from django.db import migrations, models

import registry.models.membership

BATCH = 1000


def hash_tokens(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("registry", "Invitation")
    rows = []
    for row in model.objects.only("pk", "token_hash").iterator(BATCH):
        row.token_hash = hashlib.sha256(row.token_hash.encode()).hexdigest()
        rows.append(row)
    model.objects.bulk_update(rows, ["token_hash"], batch_size=BATCH)


class Migration(migrations.Migration):
    """Back again, the links stop working: nothing makes a token from its hash."""

    dependencies = [
        ("registry", "0042_who_revoked_invitations"),
    ]

    operations = [
        migrations.RenameField("invitation", "token", "token_hash"),
        migrations.AlterField(
            model_name="invitation",
            name="token_hash",
            field=models.CharField(
                default=registry.models.membership.hash_of_no_link, editable=False, max_length=64, unique=True
            ),
        ),
        migrations.RunPython(hash_tokens, migrations.RunPython.noop),
    ]
