"""Every account has one proved address."""

from typing import Any

from django.db import migrations

BATCH = 1000


def prove_addresses(apps: Any, schema_editor: Any) -> None:
    """An address that nobody has proved opens nothing: it is forgotten. The one of the account counts as proved.

    An account that has lost its address takes its oldest proved one back; without one it gets an address at which no
    letter arrives, until a superuser enters the right one.
    """
    user_model = apps.get_model("accounts", "User")
    address_model = apps.get_model("account", "EmailAddress")
    for user in user_model.objects.filter(email=""):
        former = address_model.objects.filter(user_id=user.pk, verified=True).order_by("pk").first()
        user.email = former.email if former else f"account-{user.pk}@address.invalid"
        user.save(update_fields=["email"])
    address_model.objects.all().delete()
    rows = (
        address_model(user_id=pk, email=email.lower(), verified=True, primary=True)
        for pk, email in user_model.objects.values_list("pk", "email").iterator(BATCH)
    )
    address_model.objects.bulk_create(rows, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunPython(prove_addresses, migrations.RunPython.noop),
    ]
