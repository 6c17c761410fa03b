"""Municipalities, to one of which everything belongs."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registry.database.alphabet import InAlphabet
from registry.names.keys import NamedOnce, NameKeyField
from registry.names.text_checks import check_name, check_words


class MunicipalityManager(models.Manager["Municipality"]):
    def get_by_natural_key(self, slug: str) -> "Municipality":
        return self.get(slug=slug)


class Municipality(NamedOnce):
    """A district with its education department. Names stand in the cases that papers need."""

    named_by = "name"
    unique_within = ()

    slug = models.SlugField("код", unique=True)
    name = models.CharField("название", max_length=200, validators=[check_words])
    name_genitive = models.CharField(
        "название, родительный падеж", max_length=200, validators=[check_words], help_text="Кого? Чего?"
    )
    name_prepositional = models.CharField(
        "название, предложный падеж", max_length=200, blank=True, validators=[check_words], help_text="В ком? В чём?"
    )
    region = models.CharField("регион", max_length=200, validators=[check_words])
    place = models.CharField(
        "место составления документов", max_length=100, validators=[check_words], help_text="Например, п. Заречный"
    )
    authorised_body = models.CharField("уполномоченный орган", max_length=300, validators=[check_words])
    authorised_body_genitive = models.CharField(
        "уполномоченный орган, родительный падеж", max_length=300, blank=True, validators=[check_words]
    )
    authorised_body_dative = models.CharField(
        "уполномоченный орган, дательный падеж", max_length=300, blank=True, validators=[check_words]
    )
    authorised_body_instrumental = models.CharField(
        "уполномоченный орган, творительный падеж", max_length=300, blank=True, validators=[check_words]
    )
    authorised_head = models.CharField("руководитель органа", max_length=200, blank=True, validators=[check_name])
    authorised_head_position = models.CharField(
        "должность руководителя органа", max_length=300, blank=True, validators=[check_words]
    )

    objects = MunicipalityManager()
    #: equal for names that look alike, inside one region
    name_key = NameKeyField(of=["name", "region"])

    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta:
        verbose_name = "муниципалитет"
        verbose_name_plural = "муниципалитеты"
        ordering = [InAlphabet("name")]
        constraints = [
            models.UniqueConstraint(
                fields=["name_key"],
                name="registry_municipality_name_key",
                violation_error_message="Муниципалитет с таким названием в этом регионе уже есть.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("registry:settings")

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
