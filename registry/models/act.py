"""Acts, on which curators, pairs and roadmaps rest."""

from collections.abc import Collection
from typing import Any, cast

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registry.database.dates import DaysAfter
from registry.enums import BODIES_OF_MINUTES, ActKind
from registry.models.municipality import Municipality
from registry.models.organisation import Organisation
from registry.names.keys import NameKeyField, NumberKeyField, UnnumberedKeyField
from registry.names.text_checks import check_number, check_words
from registry.papers.numbers import clean_number, is_without_number, number_in_words
from registry.papers.signature_files import SignatureFacts, facts_of
from registry.papers.uploads import act_path, check_scan, check_signature
from registry.plausible_dates import LEAP_YEAR, plausible_days, since
from russian.document_names import DocumentName
from russian.name_key import MARK, name_key
from russian.search_key import fold
from russian.typography import upper_first

#: of what was confirmed about who has signed
_LONGEST_CONFIRMED = 700
EFFECT_TOO_EARLY = (
    "Это больше чем за год до даты акта. На прошлое акт распространяют не дальше, чем на год: проверьте обе даты."
)
_KEYS = ("number_key", "kind_title_key", "unnumbered_key")
TAKEN = "Акт с таким номером и датой уже есть в реестре."


class Act(models.Model):
    """A legal act: the paper that curators, pairs and roadmaps rest on. Numbers are text: «135/1», «ДС40-16-255/2».

    The portal makes one when it issues an order; any other is entered by hand. Without an organisation it is an act of
    the municipality itself.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="acts", verbose_name="муниципалитет")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="acts", verbose_name="кто издал", null=True, blank=True
    )
    kind = models.CharField("вид", max_length=20, choices=ActKind, default=ActKind.ORDER)
    kind_title = models.CharField(
        "как называется документ",
        max_length=100,
        blank=True,
        validators=[check_words],
        help_text="Например, «решение педагогического совета»",
    )
    #: the body whose meeting minutes are of; minutes from before it was asked for have none
    considered_by = models.CharField("кто рассматривал", max_length=20, choices=BODIES_OF_MINUTES, blank=True)
    number = models.CharField("номер", max_length=60, validators=[check_number])
    dated = models.DateField("дата")
    effective_on = models.DateField("действует с", blank=True)
    title = models.CharField("заголовок", max_length=400, validators=[check_words])
    signatory = models.CharField("подписал", max_length=300, blank=True, validators=[check_words])
    scan = models.FileField("скан", upload_to=act_path, blank=True, validators=[check_scan])
    signature = models.FileField("электронная подпись", upload_to=act_path, blank=True, validators=[check_signature])
    #: the two names about which somebody has said that they are right
    signer_confirmed = models.CharField("подтверждено, кто подписал", max_length=_LONGEST_CONFIRMED, blank=True)
    #: acts and minutes by virtue of which it was issued; actions keep it free of circles
    basis = models.ManyToManyField(
        "self", symmetrical=False, related_name="dependent_acts", verbose_name="на основании", blank=True
    )
    cancelled_by = models.ForeignKey(
        "self", models.PROTECT, related_name="cancels", verbose_name="отменён актом", null=True, blank=True
    )
    search_key = models.CharField(max_length=500, editable=False)
    number_key = NumberKeyField(of=["number"])
    kind_title_key = NameKeyField(of=["kind_title"])
    #: several minutes «б/н» of one day are told apart by it
    unnumbered_key = UnnumberedKeyField(of=["number", "title", "considered_by"])

    history = HistoricalRecords(
        m2m_fields=["basis"], excluded_fields=["search_key", "number_key", "kind_title_key", "unnumbered_key"]
    )

    class Meta:
        verbose_name = "распорядительный акт"
        verbose_name_plural = "распорядительные акты"
        ordering = ["-dated", "-pk"]
        indexes = [models.Index(fields=["-dated", "-id"], name="registry_act_newest")]
        constraints = [
            *plausible_days("registry_act", "effective_on"),
            models.CheckConstraint(
                # `clean` judges by the calendar; a leap year has one day more
                condition=Q(
                    effective_on__lte=DaysAfter("dated", LEAP_YEAR), dated__lte=DaysAfter("effective_on", LEAP_YEAR)
                ),
                name="registry_act_effective_within_a_year",
                violation_error_message="Акт действует не дальше чем за год до своей даты или после. Проверьте их.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "kind_title_key", "number_key", "unnumbered_key", "dated"],
                name="registry_act_once",
                violation_error_message=TAKEN,
            ),
            # No two empty organisations are equal to a database, so the acts of a municipality need their own rule.
            models.UniqueConstraint(
                fields=["municipality", "kind", "kind_title_key", "number_key", "unnumbered_key", "dated"],
                condition=Q(organisation__isnull=True),
                name="registry_act_of_municipality_once",
                violation_error_message=TAKEN,
            ),
            models.CheckConstraint(
                condition=(Q(kind=ActKind.OTHER) & ~Q(kind_title="")) | (~Q(kind=ActKind.OTHER) & Q(kind_title="")),
                name="registry_act_kind_title",
                violation_error_message="Иной документ называют своим именем, остальные — видом из списка.",
            ),
            models.CheckConstraint(
                condition=Q(considered_by="") | Q(kind=ActKind.MINUTES),
                name="registry_act_considered_by",
                violation_error_message="Кто рассматривал, указывают только у протокола.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by__isnull=True) | ~Q(cancelled_by=F("id")),
                name="registry_act_not_cancelled_by_itself",
                violation_error_message="Акт не может отменить сам себя.",
            ),
            models.CheckConstraint(
                condition=Q(signer_confirmed="") | ~Q(signature=""),
                name="registry_act_confirmed_signature",
                violation_error_message="Подтверждать нечего: файла электронной подписи у акта нет.",
            ),
            models.CheckConstraint(
                condition=since("dated"),
                name="registry_act_date_plausible",
                violation_error_message="Проверьте год: дата акта — с 1990 по 2099 год.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} {number_in_words(self.number)} от {self.dated:%d.%m.%Y}"

    @property
    def opening(self) -> str:
        """As a sentence begins with it."""
        return upper_first(str(self))

    def agreeing(self, masculine: str, feminine: str, neuter: str) -> str:
        """The form of a word that agrees with its kind: «приказ издан», «распоряжение издано», «резолюция издана»."""
        return DocumentName.of(self.kind_label).agreeing(masculine, feminine, neuter)

    @property
    def cancelled_word(self) -> str:
        return self.agreeing("отменён", "отменена", "отменено")

    @property
    def dated_word(self) -> str:
        return self.agreeing("датирован", "датирована", "датировано")

    @property
    def issued_word(self) -> str:
        return self.agreeing("издан", "издана", "издано")

    @property
    def issued_in_words(self) -> str:
        """«распоряжение № 118 от 25.08.2026 издано»"""
        return f"{self} {self.issued_word}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_derived()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """An act takes effect within a year of its date, before it only where it covers what was before."""
        super().clean()
        if self.dated and self.effective_on:
            if self.effective_on > self.dated + relativedelta(years=1):
                raise ValidationError({"effective_on": "Это больше чем через год после даты акта. Проверьте год."})
            if self.effective_on < self.dated - relativedelta(years=1):
                raise ValidationError({"effective_on": EFFECT_TOO_EARLY})

    def get_absolute_url(self) -> str:
        return reverse("registry:act", args=[self.pk])

    def set_derived(self) -> None:
        """The day of effect, that of the act when nothing else is said, and the keys of search and number. Bulk writers
        call this themselves."""
        self.number = clean_number(self.number)
        self._set_keys()
        self.effective_on = self.effective_on or self.dated
        self.search_key = fold(f"{self.number} {self.kind_label} {self.title}")[:500]

    def _set_keys(self) -> dict[str, str]:
        """Returns the keys without the marks of a twin."""
        keys = {}
        for name in _KEYS:
            field = cast("NameKeyField", self._meta.get_field(name))
            field.pre_save(self, add=self._state.adding)
            keys[name] = field.key_of(self)
        return keys

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Also against acts that stood before numbers and own names were compared and bear the mark of a twin."""
        is_twin = any(getattr(self, name) != key for name, key in self._set_keys().items())
        super().validate_constraints(exclude=exclude)
        self._check_own_name()
        if not is_twin and not self._is_told_apart_as_before() and self.same_act():
            raise ValidationError(TAKEN)

    def _is_told_apart_as_before(self) -> bool:
        """Nothing that tells it from other acts has changed: whatever the register has let in beside it stays."""
        names = ("organisation_id", "municipality_id", "kind", "dated", *_KEYS)
        same = {name: getattr(self, name) for name in names}
        return self.pk is not None and Act.objects.filter(pk=self.pk, **same).exists()

    def same_act(self) -> "Act | None":
        """Another act of the same issuer, kind, own name, day and number."""
        issuer = {"organisation": self.organisation_id, "municipality": self.municipality_id}
        others = Act.objects.filter(**issuer, kind=self.kind, dated=self.dated).exclude(pk=self.pk)
        for name, key in self._set_keys().items():
            others = others.filter(Q(**{name: key}) | Q(**{f"{name}__startswith": f"{key}{MARK}"}))
        return others.first()

    def acts_like_it(self) -> models.QuerySet["Act"]:
        """Of a paper without a number: others without one of the same issuer, kind, own name and day. Clerks enter the
        same paper twice under two titles."""
        if not is_without_number(self.number or "") or self.dated is None:
            return Act.objects.none()
        keys = self._set_keys()
        issuer = {"organisation": self.organisation_id, "municipality": self.municipality_id}
        alike = Q(number_key=keys["number_key"]) | Q(number_key__startswith=f"{keys['number_key']}{MARK}")
        others = Act.objects.filter(alike, **issuer, kind=self.kind, dated=self.dated)
        return others.filter(kind_title_key=keys["kind_title_key"]).exclude(pk=self.pk).order_by("pk")

    def _check_own_name(self) -> None:
        """Another document bears no name of the list. Raises ValidationError."""
        if self.kind != ActKind.OTHER:
            return
        own = name_key(self.kind_title)
        for kind in ActKind:
            if kind != ActKind.OTHER and name_key(str(kind.label)) == own:
                raise ValidationError({"kind_title": f"«{kind.label}» есть в списке видов. Выберите его в поле «Вид»."})

    @property
    def kind_label(self) -> str:
        return self.kind_title or self.get_kind_display()

    @property
    def signature_facts(self) -> SignatureFacts | None:
        """What the file of its electronic signature says; None when there is none, or the storage has lost it."""
        if not self.signature:
            return None
        try:
            with self.signature.open() as file:
                return facts_of(file)
        except FileNotFoundError:
            return None

    def is_signer_doubtful(self, certificate: SignatureFacts | None) -> bool:
        """The certificate names another person than the act does, and nobody has said that this is right. Such a
        signature makes no mark. `certificate`: what the file of the signature says."""
        return (
            certificate is not None
            and certificate.names_another_than(self.signatory)
            and self.signer_confirmed != confirmation_of(certificate.owner, self.signatory)
        )

    @property
    def issuer(self) -> Organisation | Municipality:
        return self.organisation or self.municipality


def confirmation_of(owner: str, signatory: str) -> str:
    """As it is kept, and read in the history."""
    return f"в подписи — {owner}, в карточке — {signatory}"[:_LONGEST_CONFIRMED]
