"""Requests about pairs, and the opinions of those whom they concern."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentoring.enums import CLOSED, UNDECIDED, UNFINISHED, OpinionGiver, RequestAuthor, RequestKind, RequestStatus
from mentoring.models.pair import Pair
from mentoring.request_rules import MOST_LETTERS, REQUEST_RULES, RequestRule, check_length, request_title
from registry import clock
from registry.models import Organisation, Person
from registry.papers.uploads import check_scan, request_path
from registry.plausible_dates import plausible_days, since
from registry.side_texts import side_label

_DECIDED = (RequestStatus.ACCEPTED, RequestStatus.REFUSED, RequestStatus.DONE)
_TWO_PEOPLE = (RequestAuthor.MENTOR, RequestAuthor.MENTEE)


def _author_may_ask() -> Q:
    condition = Q()
    for kind, rule in REQUEST_RULES.items():
        condition |= Q(kind=kind, author__in=rule.authors)
    return condition


class PairRequest(models.Model):
    """Somebody asks the organisation for a decision about a pair, or for a new one (Устюжна, пп. 4.1, 5.1, 6.1)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="pair_requests", verbose_name="организация"
    )
    kind = models.CharField("о чём", max_length=20, choices=RequestKind)
    author = models.CharField("кто обращается", max_length=20, choices=RequestAuthor)
    pair = models.ForeignKey(Pair, models.PROTECT, related_name="requests", verbose_name="пара", null=True, blank=True)
    #: who wishes for a new pair; of the other kinds the pair says it
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="pair_wishes", verbose_name="кто просит о паре", null=True, blank=True
    )
    text = models.TextField("обращение", validators=[check_length])
    wished_on = models.DateField("с какого дня", null=True, blank=True)
    asked_on = models.DateField("дата обращения", default=clock.today)
    on_paper = models.BooleanField("принято на бумаге или устно", default=False)
    scan = models.FileField("скан", upload_to=request_path, blank=True, validators=[check_scan])
    status = models.CharField("состояние", max_length=20, choices=RequestStatus, default=RequestStatus.OPEN)
    council_asked_on = models.DateField("передано совету", null=True, blank=True)
    decided_on = models.DateField("дата решения", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто решил", null=True, blank=True
    )
    decision_reason = models.TextField("причина решения", blank=True, validators=[check_length])
    closed_on = models.DateField("закрыто", null=True, blank=True)
    outcome = models.TextField("чем кончилось", blank=True, validators=[check_length])
    next_pair = models.ForeignKey(
        Pair, models.SET_NULL, related_name="+", verbose_name="новая пара", null=True, blank=True
    )
    made_at = models.DateTimeField("внесено", default=clock.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pair_requests", verbose_name="кто внёс"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "обращение"
        verbose_name_plural = "обращения"
        ordering = ["asked_on", "pk"]
        indexes = [
            models.Index(
                fields=["organisation", "asked_on"],
                condition=Q(status__in=UNFINISHED),
                name="mentoring_request_unfinished",
            ),
            models.Index(fields=["organisation", "-closed_on"], name="mentoring_request_closed"),
        ]
        constraints = [
            *plausible_days("mentoring_pairrequest", "council_asked_on", "decided_on", "closed_on"),
            models.UniqueConstraint(
                fields=["pair", "kind", "author"],
                condition=Q(status__in=UNFINISHED, pair__isnull=False),
                name="mentoring_request_one_of_a_kind",
                violation_error_message=(
                    "Такое обращение об этой паре уже есть, и оно ещё не закрыто. "
                    "Дождитесь решения или отзовите прежнее."
                ),
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "author"],
                condition=Q(status__in=UNFINISHED, person__isnull=False),
                name="mentoring_request_one_wish",
                violation_error_message=(
                    "Просьба о новой паре уже есть, и она ещё не закрыта. Дождитесь решения или отзовите прежнюю."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.NEW_PAIR, pair__isnull=True, person__isnull=False)
                | (~Q(kind=RequestKind.NEW_PAIR) & Q(pair__isnull=False, person__isnull=True)),
                name="mentoring_request_about_a_pair",
                violation_error_message="Просьбу о новой паре подаёт человек, остальные обращения — о готовой паре.",
            ),
            models.CheckConstraint(
                condition=_author_may_ask(),
                name="mentoring_request_asked_by",
                violation_error_message="С таким обращением обращается другой участник. Выберите, кто просит.",
            ),
            models.CheckConstraint(
                condition=Q(on_paper=False) | Q(author__in=_TWO_PEOPLE),
                name="mentoring_request_paper_of_the_two",
                violation_error_message=side_label("С бумаги вносят обращения наставника и наставляемого."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=_DECIDED, decided_on__isnull=False, decided_by__isnull=False, decision_reason__gt=""
                )
                | (~Q(status__in=_DECIDED) & Q(decided_on__isnull=True, decided_by__isnull=True)),
                name="mentoring_request_decided",
                violation_error_message="У решения есть день, тот, кто решил, и причина.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CLOSED, closed_on__isnull=False)
                | (~Q(status__in=CLOSED) & Q(closed_on__isnull=True)),
                name="mentoring_request_closed_has_day",
                violation_error_message="У закрытого обращения указывается день, у открытого его нет.",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.DONE) | Q(outcome__gt=""),
                name="mentoring_request_done_has_outcome",
                violation_error_message="Напишите, чем кончилось дело.",
            ),
            models.CheckConstraint(
                condition=Q(text__gt="") & Q(LessThanOrEqual(Length("text"), MOST_LETTERS)),
                name="mentoring_request_text",
                violation_error_message=f"Напишите, о чём просите, не длиннее {MOST_LETTERS} знаков.",
            ),
            models.CheckConstraint(
                condition=since("asked_on") & since("wished_on"),
                name="mentoring_request_dates_plausible",
                violation_error_message="Проверьте год: даты обращения — с 1990 по 2099 год.",
            ),
            models.CheckConstraint(
                condition=Q(wished_on__isnull=True) | Q(wished_on__gte=F("asked_on")),
                name="mentoring_request_wish_not_past",
                violation_error_message="Просят о дне, который ещё впереди: он не раньше дня обращения.",
            ),
            models.CheckConstraint(
                condition=(Q(decided_on__isnull=True) | Q(decided_on__gte=F("asked_on")))
                & (Q(closed_on__isnull=True) | Q(closed_on__gte=F("asked_on"))),
                name="mentoring_request_decided_after_asked",
                violation_error_message="Решают не раньше, чем обратились. Проверьте дату обращения.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.asked_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("mentoring:request", args=[self.pk])

    @property
    def title(self) -> str:
        """«Сложить обязанности наставника»"""
        return request_title(self.kind, self.author)

    @property
    def rule(self) -> RequestRule:
        return REQUEST_RULES[RequestKind(self.kind)]

    @property
    def asker(self) -> Person | None:
        """The mentor or the mentee who asks; None when a curator, the head or the council does."""
        if self.pair is None:
            return self.person
        sides = {RequestAuthor.MENTOR: self.pair.mentor, RequestAuthor.MENTEE: self.pair.mentee}
        entry = sides.get(RequestAuthor(self.author))
        return entry.person if entry else None

    @property
    def asker_label(self) -> str:
        """«Власова Ю. Ф., наставник» or «Совет наставников, Дорофеев Л. И.»"""
        if self.asker is not None:
            return f"{self.asker.short_name}, {self.get_author_display()}"
        return f"{self.get_author_display().capitalize()}, {self.made_by.short_name}"

    @property
    def opinion_givers(self) -> list[str]:
        """Who has said an opinion."""
        return [opinion.get_giver_display() for opinion in self.opinions.all()]

    @property
    def is_undecided(self) -> bool:
        return self.status in UNDECIDED

    @property
    def is_accepted(self) -> bool:
        """Decided, and still to be carried out."""
        return self.status == RequestStatus.ACCEPTED

    @property
    def days_waiting(self) -> int:
        return max((clock.today() - self.asked_on).days, 0)


class RequestOpinion(models.Model):
    """What the curator or the mentors' council says to a request (Сургут, п. 4.6.3.1)."""

    request = models.ForeignKey(PairRequest, models.CASCADE, related_name="opinions", verbose_name="обращение")
    giver = models.CharField("чьё мнение", max_length=20, choices=OpinionGiver)
    text = models.TextField("мнение", validators=[check_length])
    minutes = models.CharField(
        "протокол", max_length=100, blank=True, help_text="Если совет собирался: «№ 3 от 17.11.2026»"
    )
    given_on = models.DateField("дата", default=clock.today)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто внёс")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "мнение об обращении"
        verbose_name_plural = "мнения об обращениях"
        ordering = ["-giver"]
        constraints = [
            *plausible_days("mentoring_requestopinion", "given_on"),
            models.UniqueConstraint(
                fields=["request", "giver"],
                name="mentoring_opinion_one_of_a_giver",
                violation_error_message="Это мнение только что записал кто-то другой. Откройте страницу заново.",
            ),
            models.CheckConstraint(
                condition=Q(text__gt="") & Q(LessThanOrEqual(Length("text"), MOST_LETTERS)),
                name="mentoring_opinion_text",
                violation_error_message=f"Напишите мнение не длиннее {MOST_LETTERS} знаков.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_giver_display()}: {self.request}"
