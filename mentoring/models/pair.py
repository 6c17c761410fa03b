"""A pair of mentor and mentee, groups of pairs, and the conditions on days by which pairs are asked for."""

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentoring.enums import (
    BEFORE_ORDER,
    ENDED,
    LIVE,
    ORDERED,
    PLACE_HOLDING,
    Direction,
    LabourBasis,
    PairStatus,
    PairTerm,
)
from registry import clock
from registry.database.alphabet import InAlphabet
from registry.models import Act, Curator, Form, Kind, Mentee, Mentor, Organisation, Reason, RoleModel
from registry.plausible_dates import plausible_days, since
from registry.side_texts import side_label


class PairGroup(models.Model):
    """Two or three pairs of one mentor that work together (kind «наставничество в группе»)."""

    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="groups", verbose_name=side_label("наставник"))
    title = models.CharField("название группы", max_length=150)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "группа"
        verbose_name_plural = "группы"
        ordering = [InAlphabet("title")]

    def __str__(self) -> str:
        return self.title


def pair_name(mentor: str, mentee: str) -> str:
    """«Петрова М. С. → Орлов К. А.»"""
    return f"{mentor} → {mentee}"


#: beside the members of PairStatus: an order has secured the pair, and its first day is still to come
COMING = "coming"
#: the last day of what has not been closed: nobody knows it yet
NO_END = date.max


def lasting_to(day: date | OuterRef) -> Q:
    """A condition on pairs: the last day is `day` or later.

    The last day counts. An active pair whose period is over lasts until somebody closes it, so it has no last day yet.
    """
    return (
        Q(ended_on__gte=day)
        | Q(ended_on__isnull=True, ends_on__gte=day)
        | Q(status=PairStatus.ACTIVE, ends_on__lt=clock.today())
    )


def at_work(on: date | Combinable, *, path: str = "") -> Q:
    """A condition on pairs: ordered, and not over on the day; `path` leads to the pair («programme__pair__»).

    Whoever has entered an end ahead has not ended the pair yet: it is at work until its last day has passed.
    """
    return Q(**{f"{path}status": PairStatus.ACTIVE}) | ending(on, path=path)


def ending(on: date | Combinable, *, path: str = "") -> Q:
    """Those at work of which the end has been entered: the last day is `on` or later."""
    return Q(**{f"{path}status__in": ENDED, f"{path}ended_on__gte": on})


def live(on: date, *, path: str = "") -> Q:
    """At work, or agreed and about to be."""
    return at_work(on, path=path) | Q(**{f"{path}status": PairStatus.AGREED})


def begun(on: date) -> Q:
    """A condition on ordered pairs: the first day has come, and the order is in effect."""
    return Q(starts_on__lte=on, act__dated__lte=on, act__effective_on__lte=on)


def working(on: date) -> Q:
    """A condition on pairs: ordered and begun by the day, and not over before it."""
    return lasting_to(on) & Q(status__in=ORDERED) & begun(on)


def unfinished(on: date | Combinable, *, path: str = "") -> Q:
    """At work, agreed, or planned by a draft."""
    return at_work(on, path=path) | Q(**{f"{path}status__in": BEFORE_ORDER})


def in_state(state: str, on: date) -> Q:
    """Pairs that are in the state on the day, a PairStatus or COMING, as `Pair.state_label` has it of today."""
    if state == PairStatus.ACTIVE:
        return working(on)
    if state == COMING:
        first_day_ahead = Q(starts_on__gt=on) | Q(act__dated__gt=on) | Q(act__effective_on__gt=on)
        return at_work(on) & first_day_ahead
    if state in ENDED:
        return Q(status=state, ended_on__lt=on)
    return Q(status=state)


class PairQuerySet(models.QuerySet["Pair"]):
    def place_holding(self) -> "PairQuerySet":
        return self.filter(status__in=PLACE_HOLDING)

    def overlapping(self, starts_on: date, ends_on: date) -> "PairQuerySet":
        return self.filter(lasting_to(starts_on), starts_on__lte=ends_on)

    def found_by_key(self) -> "PairQuerySet":
        """The same pairs by their primary keys, which are looked up now: for a page that joins much to a few pairs."""
        return self.model.objects.filter(pk__in=list(self.order_by().values_list("pk", flat=True)))

    def with_shown_relations(self) -> "PairQuerySet":
        """Everything a row of a list shows, in one query."""
        return self.select_related(
            "mentor__person__organisation", "mentee__person__organisation", "organisation", "form", "act", "stage"
        )


class Pair(models.Model):
    """One mentor and one mentee for a period.

    The cap — never more than three mentees of a mentor at any moment — is kept by the database
    (mentoring/guards/cap.py).
    """

    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="pairs", verbose_name=side_label("наставник"))
    mentee = models.ForeignKey(Mentee, models.PROTECT, related_name="pairs", verbose_name=side_label("наставляемый"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="pairs",
        verbose_name="организация",
        help_text="Где ведётся наставничество и кто издаёт приказ",
    )
    curator = models.ForeignKey(
        Curator, models.SET_NULL, related_name="pairs", verbose_name="куратор", null=True, blank=True
    )
    form = models.ForeignKey(Form, models.PROTECT, related_name="pairs", verbose_name="форма")
    role_model = models.ForeignKey(
        RoleModel, models.PROTECT, related_name="pairs", verbose_name="ролевая модель", null=True, blank=True
    )
    kinds = models.ManyToManyField(Kind, related_name="pairs", verbose_name="виды")
    direction = models.CharField("направление", max_length=20, choices=Direction, blank=True)
    form_rationale = models.TextField("обоснование выбора формы", blank=True)
    note = models.TextField("примечание", blank=True, help_text="Например, что было в таблице школы")
    group = models.ForeignKey(
        PairGroup, models.SET_NULL, related_name="pairs", verbose_name="группа", null=True, blank=True
    )
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    #: how the last day has come about; the database counts by the days alone
    term = models.CharField("срок", max_length=20, choices=PairTerm, default=PairTerm.DATES)
    #: with which the pair ends if it comes before the last day
    term_event = models.CharField("событие", max_length=200, blank=True)
    ended_on = models.DateField("фактическое окончание", null=True, blank=True)
    status = models.CharField("состояние", max_length=20, choices=PairStatus, default=PairStatus.DRAFT)
    act = models.ForeignKey(
        Act, models.PROTECT, related_name="pairs", verbose_name="приказ о закреплении", null=True, blank=True
    )
    labour_basis = models.CharField(
        side_label("основание труда наставника"), max_length=20, choices=LabourBasis, default=LabourBasis.ASSIGNMENT
    )
    predecessor = models.OneToOneField(
        "self", models.PROTECT, related_name="successor", verbose_name="вместо пары", null=True, blank=True
    )
    end_reason = models.ForeignKey(
        Reason,
        models.PROTECT,
        to_field="code",
        db_column="end_reason",
        related_name="ended_pairs",
        verbose_name="причина окончания",
        null=True,
        blank=True,
    )
    #: when the employer told the mentor that the assignment is cancelled (ст. 351.8 ТК РФ)
    notified_on = models.DateField(side_label("наставник предупреждён"), null=True, blank=True)
    #: the stage the pair is at; empty until the pair is active
    stage = models.ForeignKey(
        "mentoring.Stage", models.PROTECT, related_name="pairs", verbose_name="этап", null=True, blank=True
    )
    created_on = models.DateField("внесена", default=clock.today, editable=False)

    objects = PairQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["kinds"])

    class Meta:
        verbose_name = "пара"
        verbose_name_plural = "пары"
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["mentor", "starts_on", "ends_on"], name="mentoring_pair_mentor_period"),
            models.Index(fields=["status", "organisation"], name="mentoring_pair_status_org"),
            models.Index(fields=["-starts_on", "-id"], name="mentoring_pair_newest"),
            # What a whole district counts is read from an index alone: what is under way, ends to come, places taken,
            # mentees led.
            models.Index(
                fields=["id", "organisation", "starts_on", "act"],
                condition=Q(status=PairStatus.ACTIVE),
                name="mentoring_pair_active",
            ),
            models.Index(
                fields=["ends_on", "organisation"], condition=Q(status=PairStatus.ACTIVE), name="mentoring_pair_ends"
            ),
            models.Index(
                fields=["mentor", "mentee", "starts_on", "ended_on", "ends_on", "status"],
                condition=Q(status__in=PLACE_HOLDING),
                name="mentoring_pair_places",
            ),
            models.Index(
                fields=["mentee", "ends_on", "status"], condition=Q(status__in=LIVE), name="mentoring_pair_led"
            ),
            # Ends that are still to come are the last ones of very many.
            models.Index(
                fields=["ended_on", "organisation"], condition=Q(status__in=ENDED), name="mentoring_pair_closed"
            ),
        ]
        constraints = [
            *plausible_days("mentoring_pair", "ended_on", "created_on"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="mentoring_pair_period",
                violation_error_message="Наставничество не может закончиться раньше, чем начнётся.",
            ),
            models.CheckConstraint(
                condition=(Q(term=PairTerm.EVENT) & ~Q(term_event="")) | (~Q(term=PairTerm.EVENT) & Q(term_event="")),
                name="mentoring_pair_term_event",
                violation_error_message="Назовите событие, до которого работает пара, или выберите другой срок.",
            ),
            models.CheckConstraint(
                condition=since("starts_on") & since("ends_on"),
                name="mentoring_pair_dates_plausible",
                violation_error_message="Проверьте год: срок пары — с 1990 по 2099 год.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on"), ended_on__lte=F("ends_on")),
                name="mentoring_pair_ended_within",
                violation_error_message="Дата фактического окончания должна быть внутри срока пары.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, ended_on__isnull=False)
                | (~Q(status__in=ENDED) & Q(ended_on__isnull=True)),
                name="mentoring_pair_ended_has_date",
                violation_error_message="У законченной пары указывается дата окончания, у действующей её нет.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[PairStatus.ACTIVE, *ENDED]) | Q(act__isnull=False),
                name="mentoring_pair_active_has_act",
                violation_error_message="Пара действует только после приказа о закреплении.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[PairStatus.REPLACED, PairStatus.TERMINATED]) | Q(end_reason__isnull=False),
                name="mentoring_pair_early_end_has_reason",
                violation_error_message="Укажите причину окончания.",
            ),
            models.CheckConstraint(
                condition=Q(notified_on__isnull=True)
                # that the reason is one with a notice is kept in mentoring/guards/cap.py
                | (Q(end_reason__isnull=False, notified_on__lt=F("ended_on")) & since("notified_on")),
                name="mentoring_pair_notice_before_end",
                violation_error_message="О предупреждении пишут при отмене поручения; оно раньше последнего дня.",
            ),
        ]

    #: the last day of its period on the past day that a page shows, where it was another (queries/pairs_on_day.py)
    ends_then: date | None = None

    def __str__(self) -> str:
        return pair_name(self.mentor.person.short_name, self.mentee.person.short_name)

    def get_absolute_url(self) -> str:
        return reverse("mentoring:pair", args=[self.pk])

    @property
    def last_day(self) -> date:
        """By what is written: the day on which the pair was ended, else the end of its period."""
        return self.ended_on or self.ends_on

    @property
    def last_day_then(self) -> date:
        """Of its period on the day that the page shows."""
        return self.ends_then or self.ends_on

    @property
    def lasts_until(self) -> date:
        """The last day as far as it is known today; NO_END while the pair is overdue."""
        return NO_END if self.is_overdue else self.last_day

    @property
    def last_day_label(self) -> str:
        """«до 31.05.2027» or «срок истёк 31.05.2026, пара не закрыта»"""
        if self.is_overdue:
            return f"срок истёк {self.ends_on:%d.%m.%Y}, пара не закрыта"
        return f"до {self.last_day:%d.%m.%Y}"

    @property
    def is_ended(self) -> bool:
        """Its end has been entered; the last day may be still to come."""
        return self.status in ENDED

    @property
    def is_ending(self) -> bool:
        """Its end has been entered, and the last day has not passed."""
        return self.ended_on is not None and self.ended_on >= clock.today()

    @property
    def is_at_work(self) -> bool:
        """As `at_work` finds it today."""
        return self.status == PairStatus.ACTIVE or self.is_ending

    @property
    def begins_on(self) -> date:
        """The first day on which it works under its order."""
        act = self.act
        return max(self.starts_on, act.dated, act.effective_on) if act is not None else self.starts_on

    @property
    def is_coming(self) -> bool:
        """An order has secured it, and its first day is still to come."""
        return self.is_at_work and self.begins_on > clock.today()

    @property
    def is_led(self) -> bool:
        """Stages and programme are written: the pair is at work, and none has taken them over from it."""
        if not self.is_ending:
            return self.is_at_work
        successor = getattr(self, "successor", None)
        return successor is None or successor.status not in ORDERED

    @property
    def is_live(self) -> bool:
        return self.is_at_work or self.status == PairStatus.AGREED

    @property
    def is_unfinished(self) -> bool:
        return self.is_at_work or self.status in BEFORE_ORDER

    @property
    def is_over(self) -> bool:
        return self.is_ended and not self.is_ending

    @property
    def state(self) -> PairStatus:
        """What the pair is today: one whose end is still to come is active, and so is one whose beginning is."""
        return PairStatus.ACTIVE if self.is_at_work else PairStatus(self.status)

    @property
    def state_label(self) -> str:
        """«действует», «действует до 15.12.2026», «закреплена, начнётся 16.12.2026», «завершена», «срок истёк
        31.05.2026, не закрыта»"""
        if self.is_overdue:
            return f"срок истёк {self.ends_on:%d.%m.%Y}, не закрыта"
        if self.is_coming:
            return f"закреплена, начнётся {self.begins_on:%d.%m.%Y}"
        label = str(self.state.label)
        return f"{label} до {self.ended_on:%d.%m.%Y}" if self.is_ending else label

    @property
    def lacks_ground(self) -> bool:
        """It is at work on an act that has been cancelled, and no other has been named in its place."""
        return self.is_at_work and self.act is not None and self.act.cancelled_by_id is not None

    @property
    def ordered_after_end(self) -> bool:
        """A slip of an older register: the database has refused such dates only since."""
        return self.act is not None and self.act.dated > self.last_day

    @property
    def is_overdue(self) -> bool:
        """The period is over, but nobody has closed the pair."""
        return self.status == PairStatus.ACTIVE and self.ends_on < clock.today()
