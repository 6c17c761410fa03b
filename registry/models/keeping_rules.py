"""How long data of people are kept, in months: part of the rules of a municipality (ADR 49)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from registry.side_texts import side_label

#: of the longest term that anybody may set
MOST_KEEPING_MONTHS = 600
_MONTHS = (MinValueValidator(1), MaxValueValidator(MOST_KEEPING_MONTHS))


class KeepingRules(models.Model):
    """No source says how long: the values that a policy begins with are the portal's own."""

    keep_after_pair_months = models.PositiveSmallIntegerField(
        "личные сведения после последней пары, месяцев",
        default=36,
        validators=_MONTHS,
        help_text="Срок портала, меняется в политике. Когда он выйдет, портал предложит обезличить карточку",
    )
    keep_without_pair_months = models.PositiveSmallIntegerField(
        side_label("личные сведения наставника или наставляемого, который не был в парах, месяцев"),
        default=24,
        validators=_MONTHS,
        help_text="Срок портала, меняется в политике. Считается со дня включения в базу",
    )
    keep_uploads_months = models.PositiveSmallIntegerField(
        "загруженные таблицы, месяцев",
        default=12,
        validators=_MONTHS,
        help_text="Срок портала, меняется в политике. Потом портал сам удаляет файл и содержание его строк",
    )

    class Meta:
        abstract = True
