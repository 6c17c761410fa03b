from django.db import models
from simple_history.models import HistoricalRecords

from registry.enums import ActKind
from registry.models.municipality import Municipality
from registry.models.organisation import Organisation
from registry.plausible_dates import since
from registry.uploads import act_path, check_scan


class Act(models.Model):
    """A legal act: the paper that curators, pairs and roadmaps rest on. Numbers are text: «135/1», «ДС40-16-255/2»."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="acts", verbose_name="муниципалитет")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="acts", verbose_name="кто издал", null=True, blank=True
    )
    kind = models.CharField("вид", max_length=20, choices=ActKind, default=ActKind.ORDER)
    number = models.CharField("номер", max_length=60)
    dated = models.DateField("дата")
    title = models.CharField("заголовок", max_length=400)
    signatory = models.CharField("подписал", max_length=300, blank=True)
    scan = models.FileField("скан", upload_to=act_path, blank=True, validators=[check_scan])
    cancelled_by = models.ForeignKey(
        "self", models.PROTECT, related_name="cancels", verbose_name="отменён актом", null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "распорядительный акт"
        verbose_name_plural = "распорядительные акты"
        ordering = ["-dated", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "number", "dated"],
                name="registry_act_once",
                violation_error_message="Акт с таким номером и датой у этой организации уже есть.",
            ),
            models.CheckConstraint(
                condition=since("dated"),
                name="registry_act_date_plausible",
                violation_error_message="Проверьте год: дата акта — с 1990 по 2099 год.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} №\u00a0{self.number} от {self.dated:%d.%m.%Y}"
