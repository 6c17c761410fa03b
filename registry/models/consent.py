"""Signed consents of people or of their representatives."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registry import clock
from registry.enums import ConsentKind
from registry.models.person import Person
from registry.names.text_checks import check_name
from registry.papers.uploads import check_scan, consent_path
from registry.plausible_dates import since


class Consent(models.Model):
    """One signed paper. Taking part, processing of personal data and publication are three separate papers (B6)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name="человек")
    kind = models.CharField("согласие на", max_length=20, choices=ConsentKind)
    signed_on = models.DateField("дата подписания", default=clock.today)
    valid_until = models.DateField("действует до", null=True, blank=True)
    by_representative = models.BooleanField("подписал законный представитель", default=False)
    representative_name = models.CharField("ФИО представителя", max_length=200, blank=True, validators=[check_name])
    representative_relation = models.CharField("кем приходится", max_length=60, blank=True)
    representative_document = models.CharField("документ о полномочиях", max_length=200, blank=True)
    scan = models.FileField("скан", upload_to=consent_path, blank=True, validators=[check_scan])
    withdrawn_on = models.DateField("отозвано", null=True, blank=True)
    withdrawal_reason = models.CharField("причина отзыва", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["kind", "-signed_on"]
        indexes = [
            # Few of all, and looked for on every first page.
            models.Index(
                fields=["withdrawn_on"], condition=Q(withdrawn_on__isnull=False), name="registry_consent_withdrawn"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "by_representative"],
                condition=Q(withdrawn_on__isnull=True),
                name="registry_consent_one_in_force",
                violation_error_message="Такое согласие уже есть. Отзовите прежнее, прежде чем вносить новое.",
            ),
            models.CheckConstraint(
                condition=Q(by_representative=False) | ~Q(representative_name=""),
                name="registry_consent_representative_named",
                violation_error_message="Укажите, кто подписал согласие за несовершеннолетнего.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("signed_on")),
                name="registry_consent_withdrawn_after_signed",
                violation_error_message="Согласие не может быть отозвано раньше, чем подписано.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("signed_on")),
                name="registry_consent_valid_after_signed",
                violation_error_message="Срок действия согласия истекает раньше даты подписания.",
            ),
            models.CheckConstraint(
                condition=since("signed_on") & since("valid_until") & since("withdrawn_on"),
                name="registry_consent_dates_plausible",
                violation_error_message="Проверьте год: даты согласия — с 1990 по 2099 год.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

    def is_in_force(self, on: date) -> bool:
        return (
            self.signed_on <= on
            and (self.withdrawn_on is None or self.withdrawn_on > on)
            and (self.valid_until is None or self.valid_until >= on)
        )
