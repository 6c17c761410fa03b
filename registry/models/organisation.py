"""Organisations, their other names, and how many people they have in a school year."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registry.enums import Founder, OrganisationKind, PartnerStatus
from registry.models.municipality import Municipality
from registry.names.keys import NamedOnce, NameKeyField
from registry.names.text_checks import check_name, check_words
from registry.plausible_dates import plausible_days
from russian.inn import has_right_checksum
from russian.school_year import school_year_label
from russian.search_key import fold
from russian.sort_key import sort_key


def check_inn(value: str) -> None:
    if not has_right_checksum(value):
        raise ValidationError("ИНН состоит из 10 или 12 цифр с верной контрольной суммой. Проверьте номер.")


class Organisation(NamedOnce):
    """A school, kindergarten, partner or body that takes part in mentoring."""

    named_by = "short_name"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="organisations", verbose_name="муниципалитет"
    )
    kind = models.CharField("тип организации", max_length=20, choices=OrganisationKind)
    founder = models.CharField(
        "учредитель",
        max_length=20,
        choices=Founder,
        blank=True,
        default=Founder.UNKNOWN,
        help_text="От него зависит, чьи акты действуют в организации и кто ведёт её статистику",
    )
    full_name = models.CharField("полное наименование", max_length=400, validators=[check_words])
    short_name = models.CharField("краткое наименование", max_length=200, validators=[check_words])
    inn = models.CharField("ИНН", max_length=12, blank=True, validators=[check_inn])
    address = models.CharField("адрес", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    head_name = models.CharField("ФИО руководителя", max_length=200, blank=True, validators=[check_name])
    head_position = models.CharField(
        "должность руководителя", max_length=200, blank=True, default="директор", validators=[check_words]
    )
    psychologist_name = models.CharField(
        "ФИО педагога-психолога",
        max_length=200,
        blank=True,
        validators=[check_name],
        help_text="С кем держит связь психологический центр муниципалитета (Сургут, п. 4.8.4)",
    )
    psychologist_contact = models.CharField("телефон или почта педагога-психолога", max_length=200, blank=True)
    pilot = models.BooleanField("пилотная площадка", default=False)
    partner_status = models.CharField("партнёрство", max_length=20, choices=PartnerStatus, blank=True, default="")
    archived_on = models.DateField("в архиве с", null=True, blank=True)
    search_key = models.CharField(max_length=1000, editable=False)
    #: lists and pickers are ordered by it
    sort_key = models.CharField(max_length=240, editable=False)
    #: equal for names that look alike
    name_key = NameKeyField(of=["short_name"])

    history = HistoricalRecords(excluded_fields=["search_key", "sort_key", "name_key"])

    class Meta:
        verbose_name = "организация"
        verbose_name_plural = "организации"
        ordering = ["sort_key", "pk"]
        constraints = [
            *plausible_days("registry_organisation", "archived_on"),
            models.CheckConstraint(
                condition=Q(founder__in=Founder.values),
                name="registry_organisation_founder",
                violation_error_message="Выберите учредителя из списка.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "short_name"],
                name="registry_organisation_short_name",
                violation_error_message="Организация с таким кратким наименованием уже есть.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "name_key"],
                name="registry_organisation_name_key",
                violation_error_message="Почти так же называется другая организация. Найдите её в списке организаций.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "inn"],
                condition=~Q(inn=""),
                name="registry_organisation_inn",
                violation_error_message="Организация с таким ИНН уже есть.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registry:organisation", args=[self.pk])

    def set_keys(self) -> None:
        """Bulk writers call this themselves."""
        self.search_key = fold(f"{self.short_name} {self.full_name} {self.inn} {self.head_name}")[:1000]
        self.sort_key = sort_key(self.short_name)
        cast("NameKeyField", self._meta.get_field("name_key")).pre_save(self, add=self._state.adding)

    @property
    def is_archived(self) -> bool:
        return self.archived_on is not None


class OrganisationAlias(models.Model):
    """Another spelling under which spreadsheets name the organisation; learned from review decisions."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases", verbose_name="организация")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="муниципалитет")
    name = models.CharField("как написано", max_length=300)
    key = models.CharField(max_length=300, editable=False)

    history = HistoricalRecords(excluded_fields=["key"])

    class Meta:
        verbose_name = "другое название"
        verbose_name_plural = "другие названия"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"],
                name="registry_alias_once",
                violation_error_message="Это название уже закреплено за организацией.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.municipality_id = self.organisation.municipality_id
        self.key = self.make_key()
        super().save(*args, **kwargs)

    def make_key(self) -> str:
        """Equal for spellings that search takes for one."""
        return fold(self.name)[:300]


#: the largest school of the country has fewer people
MOST_PEOPLE = 20_000


class Contingent(models.Model):
    """How many there are in an organisation in a school year: the denominators of every share (B8)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="contingents", verbose_name="организация"
    )
    school_year = models.PositiveSmallIntegerField("учебный год")
    pupils = models.PositiveIntegerField("обучающихся от 10 лет", null=True, blank=True)
    teachers = models.PositiveIntegerField("педагогов", null=True, blank=True)
    young_teachers = models.PositiveIntegerField("молодых специалистов", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "численность"
        verbose_name_plural = "численность"
        ordering = ["-school_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "school_year"],
                name="registry_contingent_once_a_year",
                violation_error_message="Численность за этот учебный год уже внесена.",
            )
        ]

    def clean(self) -> None:
        """Not a constraint of the database: what was entered before must outlive the update (ADR 51)."""
        errors: dict[str, str] = {}
        for name in ("pupils", "teachers", "young_teachers"):
            if (getattr(self, name) or 0) > MOST_PEOPLE:
                errors[name] = f"Проверьте число: больше {MOST_PEOPLE} человек в одной организации не бывает."
        if self.teachers is not None and self.young_teachers is not None and self.young_teachers > self.teachers:
            errors.setdefault("young_teachers", "Молодых специалистов не может быть больше, чем всех педагогов.")
        if errors:
            raise ValidationError(errors)

    def __str__(self) -> str:
        return f"{self.organisation}, {school_year_label(self.school_year)}"
