"""Grammatical gender of a person's name, as declension and cards use it."""

from django.db.models import TextChoices


class Sex(TextChoices):
    MALE = "m", "мужской"
    FEMALE = "f", "женский"
