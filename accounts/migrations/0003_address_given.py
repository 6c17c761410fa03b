"""No account has an empty address: with it one signs in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_proved_addresses"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), _negated=True),
                name="accounts_user_email_given",
                violation_error_message="Укажите адрес электронной почты: с ним человек входит.",
            ),
        ),
    ]
