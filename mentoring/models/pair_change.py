"""The steps of a pair's life, each with its act or its reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from mentoring.enums import ENDED, PairStatus, PairTerm
from mentoring.models.pair import Pair
from registry import clock
from registry.models import Act, Reason
from registry.plausible_dates import plausible_days

#: an extension of a pair that has ended within the term before it: nothing rests on its act any more
OUTLIVED = Q(ends_on_after__isnull=False, pair__ended_on__isnull=False, pair__ended_on__lte=F("ends_on_before"))


class PairChangeQuerySet(models.QuerySet["PairChange"]):
    def awaiting_acts(self) -> "PairChangeQuerySet":
        """Those whose act was to come later and still has to."""
        return self.filter(~OUTLIVED, act_awaited=True)

    def on_cancelled_acts(self) -> "PairChangeQuerySet":
        """Ends and extensions in force of which the act has been cancelled, and no other named in its place."""
        cancelled = Act.objects.filter(cancelled_by__isnull=False).order_by()  # few, so they are found first
        return self.filter(
            Q(to_status__in=ENDED) | Q(ends_on_after__isnull=False),
            ~OUTLIVED,
            act__in=cancelled.values("pk"),
            correction__isnull=True,
        )


class PairChange(models.Model):
    """A step of a pair's life: from which state to which, when, by whom, on what paper or for what reason.

    Also a step between stages, where `from_stage` and `to_stage` tell it, and a longer period, where `ends_on_before`
    and `ends_on_after` tell it. A correction points to the step that was a mistake; both stay.
    """

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="changes", verbose_name="пара")
    from_status = models.CharField("из состояния", max_length=20, choices=PairStatus)
    to_status = models.CharField("в состояние", max_length=20, choices=PairStatus)
    from_stage = models.ForeignKey("mentoring.Stage", models.PROTECT, related_name="+", null=True, blank=True)
    to_stage = models.ForeignKey("mentoring.Stage", models.PROTECT, related_name="+", null=True, blank=True)
    on = models.DateField("с какой даты")
    act = models.ForeignKey(
        Act, models.PROTECT, related_name="pair_changes", verbose_name="основание", null=True, blank=True
    )
    act_awaited = models.BooleanField("приказ будет позже", default=False)
    #: reckoned in working days from the reason when the change is entered; empty where the portal's week holds
    act_due_on = models.DateField("приказ нужен к", null=True, blank=True)
    listed_reason = models.ForeignKey(
        Reason,
        models.PROTECT,
        to_field="code",
        related_name="pair_changes",
        verbose_name="причина из справочника",
        null=True,
        blank=True,
    )
    ends_on_before = models.DateField("срок до изменения", null=True, blank=True)
    ends_on_after = models.DateField("срок после изменения", null=True, blank=True)
    #: as the pair had them before it was extended
    term_before = models.CharField("вид срока до изменения", max_length=20, choices=PairTerm, blank=True)
    term_event_before = models.CharField("событие до изменения", max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", models.CASCADE, related_name="correction", verbose_name="исправляет", null=True, blank=True
    )
    reason = models.TextField("причина", blank=True)
    made_at = models.DateTimeField("внесено", default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pair_changes", verbose_name="кто внёс", null=True
    )

    objects = PairChangeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "изменение пары"
        verbose_name_plural = "изменения пары"
        ordering = ["-made_at", "-pk"]
        indexes = [
            # Since when a pair waits for its order.
            models.Index(
                fields=["pair", "on", "id"],
                condition=Q(to_status=PairStatus.AGREED),
                name="mentoring_change_agreed",
            ),
            # Which changes wait for their act.
            models.Index(fields=["on", "pair"], condition=Q(act_awaited=True), name="mentoring_change_awaits_act"),
        ]
        constraints = [
            *plausible_days("mentoring_pairchange", "on", "act_due_on", "ends_on_before", "ends_on_after"),
            models.CheckConstraint(
                # Every change of state after the act rests on an act or a reason.
                condition=~Q(from_status=PairStatus.ACTIVE)
                | Q(to_status=PairStatus.ACTIVE)
                | Q(act__isnull=False)
                | ~Q(reason=""),
                name="mentoring_change_after_act_has_ground",
                violation_error_message="После приказа любое изменение пары требует акта или причины.",
            ),
            models.CheckConstraint(
                condition=Q(act_awaited=False) | Q(act__isnull=True),
                name="mentoring_change_awaits_no_second_act",
                violation_error_message="Приказ уже внесён, ждать его больше не нужно.",
            ),
            models.CheckConstraint(
                condition=Q(act_due_on__isnull=True) | Q(act_due_on__gt=F("on")),
                name="mentoring_change_act_due_after",
                violation_error_message="Приказ ждут после изменения, не раньше.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on_before__isnull=True, ends_on_after__isnull=True)
                | Q(ends_on_before__isnull=False, ends_on_after__isnull=False),
                name="mentoring_change_period_both",
                violation_error_message="Изменение срока хранит и прежний, и новый срок.",
            ),
            models.CheckConstraint(
                condition=~Q(from_status__in=ENDED) | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="mentoring_change_of_end_is_correction",
                violation_error_message="Окончание пары исправляют с причиной и со ссылкой на исправляемую запись.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair}: {self.get_from_status_display()} → {self.get_to_status_display()}"

    @property
    def is_corrected(self) -> bool:
        """A later change says what is right."""
        return hasattr(self, "correction")

    @property
    def lacks_ground(self) -> bool:
        """An end or an extension in force that rests on an act which has been cancelled; as `on_cancelled_acts` finds
        it."""
        ends_or_extends = self.to_status in ENDED or self.ends_on_after is not None
        cancelled = self.act is not None and self.act.cancelled_by_id is not None
        return cancelled and ends_or_extends and not self.is_corrected and not self.is_outlived

    @property
    def is_outlived(self) -> bool:
        """As OUTLIVED finds it."""
        ended_on = self.pair.ended_on
        return self.ends_on_before is not None and ended_on is not None and ended_on <= self.ends_on_before

    @property
    def asks_for_act(self) -> bool:
        """Its act is still to come, or another has to be named in the place of a cancelled one."""
        return (self.act_awaited and not self.is_outlived) or self.lacks_ground
