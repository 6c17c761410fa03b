"""Why a pair gets another mentor, ends before its time or lasts longer."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.enums import ASKERS, DECIDERS, Participant, Role
from registry.models.dictionary import OwnableEntry, owned_rightly
from registry.side_texts import side_label, side_text

#: no order is waited for longer
MOST_ORDER_DAYS = 60


class Reason(OwnableEntry):
    """The portal's are those of Устюжна, пп. 3.7–3.9, and of labour law. A municipality adds its own, or puts one in
    the place of the portal's (`replaces`) to call it otherwise, give it other days, or take it out of use."""

    for_replacement = models.BooleanField(side_label("для замены наставника"), default=False)
    for_early_end = models.BooleanField("для досрочного прекращения", default=False)
    for_extension = models.BooleanField("для продления срока", default=False)
    participants = models.JSONField(
        side_label("для каких наставляемых"), default=list, blank=True, help_text="Пусто — для всех"
    )
    asked_by = models.JSONField("кто просит", default=list, blank=True)
    decided_by = models.CharField(
        "кто решает",
        max_length=20,
        choices=[(role.value, role.label) for role in DECIDERS],
        default=Role.CURATOR,
    )
    order_days = models.PositiveSmallIntegerField(
        "рабочих дней на приказ",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ORDER_DAYS)],
    )
    needs_notice = models.BooleanField(
        side_label("наставника предупреждают за три рабочих дня"),
        default=False,
        help_text="Отмена поручения работодателем (ст. 351.8 ТК РФ)",
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, related_name="replacements", verbose_name="вместо записи портала", null=True, blank=True
    )

    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta(OwnableEntry.Meta):
        verbose_name = "причина изменения пары"
        verbose_name_plural = "причины изменения пары"
        constraints = [
            *owned_rightly("reason"),
            models.CheckConstraint(
                condition=Q(for_replacement=True) | Q(for_early_end=True) | Q(for_extension=True),
                name="registry_reason_for_something",
                violation_error_message="Отметьте, для чего причина: для замены, прекращения или продления.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__in=DECIDERS),
                name="registry_reason_decider",
                violation_error_message="Решает куратор или руководитель.",
            ),
            models.CheckConstraint(
                condition=Q(order_days__isnull=True) | Q(order_days__gte=1, order_days__lte=MOST_ORDER_DAYS),
                name="registry_reason_order_days",
                violation_error_message=f"На приказ — от 1 до {MOST_ORDER_DAYS} рабочих дней.",
            ),
            models.CheckConstraint(
                condition=Q(needs_notice=False) | Q(for_early_end=True),
                name="registry_reason_notice_of_an_end",
                violation_error_message="Предупреждают об отмене поручения: отметьте «для досрочного прекращения».",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | Q(municipality__isnull=False),
                name="registry_reason_own_replaces",
                violation_error_message="Вместо записи портала ставят свою.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "replaces"],
                name="registry_reason_replaced_once",
                violation_error_message="Вместо этой причины у муниципалитета уже есть своя.",
            ),
        ]

    def __str__(self) -> str:
        return self.title if self.municipality_id else side_text(self.title)

    def clean(self) -> None:
        for name, known in (("asked_by", ASKERS), ("participants", Participant.values)):
            if unknown := set(getattr(self, name)) - set(known):
                raise ValidationError({name: f"Неизвестные коды: {', '.join(sorted(unknown))}"})

    @property
    def uses(self) -> list[str]:
        """«замена», «прекращение», «продление»: for what the reason is offered."""
        uses = (
            ("замена", self.for_replacement),
            ("прекращение", self.for_early_end),
            ("продление", self.for_extension),
        )
        return [word for word, is_for in uses if is_for]

    @property
    def asked_by_summary(self) -> str:
        return ", ".join(str(role.label) for role in ASKERS if role in self.asked_by)

    @property
    def participants_summary(self) -> str:
        """«обучающийся или студент»; empty where the reason is for every mentee."""
        return " или ".join(str(one.label) for one in Participant if one in self.participants)
