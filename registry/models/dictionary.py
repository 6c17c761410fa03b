"""Dictionaries of the field: forms, role models, kinds, formats, categories. Filled from fixtures/dictionaries.json."""

from typing import TypeVar

from django.db import models

from registry.enums import Participant, ParticipantSide

EntryType = TypeVar("EntryType", bound="DictionaryEntry")


class DictionaryManager(models.Manager[EntryType]):
    def get_by_natural_key(self, code: str) -> EntryType:
        return self.get(code=code)


class DictionaryEntry(models.Model):
    code = models.SlugField("код", max_length=60, unique=True)
    title = models.CharField("название", max_length=250)
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


class Form(DictionaryEntry):
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

    class Meta(DictionaryEntry.Meta):
        verbose_name = "форма наставничества"
        verbose_name_plural = "формы наставничества"


class RoleModel(DictionaryEntry):
    """Role model inside one form."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="role_models", verbose_name="форма")
    goal = models.TextField("цель", blank=True)
    same_subject = models.BooleanField("один предмет", default=False)
    same_level = models.BooleanField("равный – равному", default=False)

    class Meta(DictionaryEntry.Meta):
        verbose_name = "ролевая модель"
        verbose_name_plural = "ролевые модели"

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Kind(DictionaryEntry):
    """Kind of mentoring (A5.2); kinds may be combined in one pair."""

    description = models.TextField("описание", blank=True)
    needs_group = models.BooleanField("нужна группа", default=False)
    forbids_group = models.BooleanField("один на один", default=False)
    one_meeting = models.BooleanField("однократная встреча", default=False)
    aliases = models.JSONField("другие названия", default=list, blank=True)

    class Meta(DictionaryEntry.Meta):
        verbose_name = "вид наставничества"
        verbose_name_plural = "виды наставничества"


class Format(DictionaryEntry):
    """Format of interaction (A5.4)."""

    forms = models.ManyToManyField(Form, related_name="formats", verbose_name="формы", blank=True)

    class Meta(DictionaryEntry.Meta):
        verbose_name = "формат взаимодействия"
        verbose_name_plural = "форматы взаимодействия"


class Category(DictionaryEntry):
    """Category of mentees (A4). A sensitive one is shown only inside the organisation."""

    participant = models.CharField("участник", max_length=20, choices=Participant)
    sensitive = models.BooleanField("чувствительные сведения", default=False)
    aliases = models.JSONField("другие названия", default=list, blank=True)

    class Meta(DictionaryEntry.Meta):
        verbose_name = "категория наставляемых"
        verbose_name_plural = "категории наставляемых"
