"""Dictionaries of the field: forms, role models, kinds, formats, categories. Filled from fixtures/dictionaries.json.

Forms, role models and kinds are the portal's or one municipality's own (ADR 34).
"""

from typing import Any, TypeVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.enums import OrganisationKind, Participant, ParticipantSide
from registry.models.municipality import Municipality
from registry.names.keys import NamedOnce, NameKeyField
from registry.names.text_checks import check_title
from russian.side_words import SIDE_CASES, SideWords

EntryType = TypeVar("EntryType", bound="DictionaryEntry")


class DictionaryManager(models.Manager[EntryType]):
    def get_by_natural_key(self, code: str) -> EntryType:
        return self.get(code=code)


class DictionaryEntry(models.Model):
    code = models.SlugField("код", max_length=60, unique=True)
    title = models.CharField("название", max_length=250, validators=[check_title])
    source = models.CharField("источник", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    in_use = models.BooleanField("используется", default=True)

    objects = DictionaryManager()

    class Meta:
        abstract = True
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)


#: The codes of a municipality's own entries begin so, those of the portal never: no update meets them.
OWN_CODE = "own-"


class OwnableEntry(NamedOnce, DictionaryEntry):
    """An entry of the portal, or of one municipality that edits it and alone is offered it.

    The code is unique in the whole installation: policies name entries by it.
    """

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        related_name="own_%(class)ss",
        verbose_name="муниципалитет",
        null=True,
        blank=True,
        help_text="Пусто — запись портала",
    )
    #: equal for titles that look alike
    name_key = NameKeyField(of=["title"])

    class Meta(DictionaryEntry.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.municipality_id and not self.code:
            self.code = f"{OWN_CODE}{uuid4().hex[:12]}"
        super().save(*args, **kwargs)

    @property
    def is_own(self) -> bool:
        return self.municipality_id is not None


def owned_rightly(name: str, *scope: str) -> list[models.BaseConstraint]:
    """Own entries carry own codes, and no two of a municipality look alike by name (inside one of `scope`)."""
    return [
        models.CheckConstraint(
            condition=Q(municipality__isnull=True) & ~Q(code__startswith=OWN_CODE)
            | Q(municipality__isnull=False, code__startswith=OWN_CODE),
            name=f"registry_{name}_own_code",
            violation_error_message="Код своей записи портал даёт сам, у записей портала он другой.",
        ),
        models.UniqueConstraint(
            fields=["municipality", *scope, "name_key"],
            name=f"registry_{name}_own_title",
            violation_error_message="Запись с таким названием уже есть. Измените её или назовите новую иначе.",
        ),
    ]


#: in which papers and pages need the words for the two sides, beside the nominative
TERM_CASES = SIDE_CASES[1:]


def terms_in_all_cases(side: str) -> models.CheckConstraint:
    """The word for a side is there in all cases or in none."""
    names = [f"{side}_term", *(f"{side}_term_{case}" for case in TERM_CASES)]
    all_there = Q()
    for name in names:
        all_there &= ~Q(**{name: ""})
    return models.CheckConstraint(
        condition=Q(**dict.fromkeys(names, "")) | all_there,
        name=f"registry_form_{side}_term_cases",
        violation_error_message="Впишите слово во всех падежах или ни в одном.",
    )


class Form(OwnableEntry):
    """Form of mentoring (A5.1): who mentors whom, and in which organisations it is met (A5.3)."""

    mentor_sides = models.JSONField(
        "кто наставник", default=list, blank=True, help_text="Коды сторон: " + ", ".join(ParticipantSide)
    )
    mentee_sides = models.JSONField("кто наставляемый", default=list, blank=True)
    organisation_kinds = models.JSONField("виды организаций", default=list, blank=True, help_text="Пусто — любые")
    doubtful_kinds = models.JSONField(
        "виды организаций с оговоркой",
        default=list,
        blank=True,
        help_text="Форма возможна, но показывается предупреждение",
    )
    aliases = models.JSONField("другие названия", default=list, blank=True)
    labour_code_applies = models.BooleanField("действует ст. 351.8 ТК РФ", default=False)
    #: what the two are called in this form («стажёр», «подшефный»); empty where the usual words do
    mentor_term = models.CharField("наставника называют", max_length=100, blank=True)
    mentor_term_genitive = models.CharField("нет кого (наставника)", max_length=100, blank=True)
    mentor_term_dative = models.CharField("кому (наставнику)", max_length=100, blank=True)
    mentor_term_instrumental = models.CharField("кем (наставником)", max_length=100, blank=True)
    mentor_term_plural_genitive = models.CharField("нет кого, о многих (наставников)", max_length=100, blank=True)
    mentor_term_plural_dative = models.CharField("кому, о многих (наставникам)", max_length=100, blank=True)
    mentee_term = models.CharField("наставляемого называют", max_length=100, blank=True)
    mentee_term_genitive = models.CharField("нет кого (наставляемого)", max_length=100, blank=True)
    mentee_term_dative = models.CharField("кому (наставляемому)", max_length=100, blank=True)
    mentee_term_instrumental = models.CharField("кем (наставляемым)", max_length=100, blank=True)
    mentee_term_plural_genitive = models.CharField("нет кого, о многих (наставляемых)", max_length=100, blank=True)
    mentee_term_plural_dative = models.CharField("кому, о многих (наставляемым)", max_length=100, blank=True)

    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta(OwnableEntry.Meta):
        verbose_name = "форма наставничества"
        verbose_name_plural = "формы наставничества"
        constraints = [
            *owned_rightly("form"),
            terms_in_all_cases("mentor"),
            terms_in_all_cases("mentee"),
        ]

    def words_for(self, side: str) -> SideWords | None:
        """What the form calls the side («mentor» or «mentee»); None where it has no words of its own."""
        if not getattr(self, f"{side}_term"):
            return None
        return SideWords(getattr(self, f"{side}_term"), *(getattr(self, f"{side}_term_{case}") for case in TERM_CASES))

    @property
    def sides_summary(self) -> str:
        """«педагог или руководитель – студент»"""
        return f"{_either(ParticipantSide, self.mentor_sides)} – {_either(ParticipantSide, self.mentee_sides)}"

    @property
    def hosts_summary(self) -> str:
        return ", ".join(kind.label for kind in OrganisationKind if kind in self.organisation_kinds) or "любые"

    def clean(self) -> None:
        for name, choices in (
            ("mentor_sides", ParticipantSide),
            ("mentee_sides", ParticipantSide),
            ("organisation_kinds", OrganisationKind),
            ("doubtful_kinds", OrganisationKind),
        ):
            if unknown := set(getattr(self, name)) - set(choices.values):
                raise ValidationError({name: f"Неизвестные коды: {', '.join(sorted(unknown))}"})


def _either(choices: type[models.TextChoices], codes: list[str]) -> str:
    return " или ".join(choice.label for choice in choices if choice in codes) or "любой"


class RoleModel(OwnableEntry):
    """Role model inside one form."""

    unique_within = ("municipality", "form")

    form = models.ForeignKey(Form, models.PROTECT, related_name="role_models", verbose_name="форма")
    goal = models.TextField("цель", blank=True)
    same_subject = models.BooleanField("один предмет", default=False)
    same_level = models.BooleanField("равный – равному", default=False)

    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta(OwnableEntry.Meta):
        verbose_name = "ролевая модель"
        verbose_name_plural = "ролевые модели"
        constraints = owned_rightly("rolemodel", "form")


class Kind(OwnableEntry):
    """Kind of mentoring (A5.2); kinds may be combined in one pair."""

    description = models.TextField("описание", blank=True)
    needs_group = models.BooleanField("нужна группа", default=False)
    forbids_group = models.BooleanField("один на один", default=False)
    one_meeting = models.BooleanField("однократная встреча", default=False)
    aliases = models.JSONField("другие названия", default=list, blank=True)

    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta(OwnableEntry.Meta):
        verbose_name = "вид наставничества"
        verbose_name_plural = "виды наставничества"
        constraints = [
            *owned_rightly("kind"),
            models.CheckConstraint(
                condition=Q(needs_group=False) | Q(forbids_group=False),
                name="registry_kind_group_or_alone",
                violation_error_message="Вид либо для группы, либо один на один: оставьте одно.",
            ),
        ]


class LeadingPost(OwnableEntry):
    """A post whose holder heads the organisation and mentors as a head; posts that begin so count, too."""

    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta(OwnableEntry.Meta):
        verbose_name = "должность руководителя организации"
        verbose_name_plural = "должности руководителей"
        constraints = owned_rightly("leadingpost")


class Format(DictionaryEntry):
    """Format of interaction (A5.4)."""

    forms = models.ManyToManyField(Form, related_name="formats", verbose_name="формы", blank=True)

    class Meta(DictionaryEntry.Meta):
        verbose_name = "формат взаимодействия"
        verbose_name_plural = "форматы взаимодействия"

    @property
    def forms_summary(self) -> str:
        """For which forms of mentoring it is."""
        return "; ".join(map(str, self.forms.all())) or "любая форма"


class Category(DictionaryEntry):
    """Category of mentees (A4). A sensitive one is shown only inside the organisation."""

    participant = models.CharField("участник", max_length=20, choices=Participant)
    sensitive = models.BooleanField("чувствительные сведения", default=False)
    aliases = models.JSONField("другие названия", default=list, blank=True)

    class Meta(DictionaryEntry.Meta):
        verbose_name = "категория наставляемых"
        verbose_name_plural = "категории наставляемых"
