"""The states of an issued paper."""

from django.db.models import TextChoices


class IssuedStatus(TextChoices):
    IN_FORCE = "in_force", "действует"
    SUPERSEDED = "superseded", "заменён"
    CANCELLED = "cancelled", "отменён"
