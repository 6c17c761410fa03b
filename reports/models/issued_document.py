"""Papers as they were issued, with payload, file and verification code."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.enums import ActKind
from registry.models import Act, Municipality, Organisation
from registry.papers.numbers import number_in_words
from reports.enums import IssuedStatus
from reports.paper_kinds import paper_kinds

#: no letters or digits that look alike, so that the code can be typed from paper
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_verification_code() -> str:
    """Sixteen signs in groups of four: «7KQ2-…»."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(16))
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


class IssuedDocument(models.Model):
    """A paper as it was issued. What was frozen is never changed; the database refuses it (reports/guards.py)."""

    kind = models.CharField("вид", max_length=30, choices=paper_kinds)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="documents", verbose_name="муниципалитет"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="documents", verbose_name="организация", null=True, blank=True
    )
    act = models.OneToOneField(Act, models.PROTECT, related_name="document", verbose_name="акт", null=True, blank=True)
    number = models.CharField("номер", max_length=60, blank=True)
    dated = models.DateField("дата")
    title = models.CharField("заголовок", max_length=400)
    payload = models.JSONField("данные")
    pdf = models.BinaryField("PDF")
    sha256 = models.CharField("SHA-256", max_length=64)
    verification_code = models.CharField("код проверки", max_length=19, unique=True, default=new_verification_code)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="issued_documents", verbose_name="кто выпустил"
    )
    issued_at = models.DateTimeField("издан", default=timezone.now)
    status = models.CharField("состояние", max_length=20, choices=IssuedStatus, default=IssuedStatus.IN_FORCE)
    status_reason = models.CharField("причина", max_length=300, blank=True)
    status_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто изменил", null=True, blank=True
    )
    status_changed_at = models.DateTimeField("изменено", null=True, blank=True)
    superseded_by = models.OneToOneField(
        "self", models.PROTECT, related_name="supersedes", verbose_name="заменён документом", null=True, blank=True
    )

    class Meta:
        verbose_name = "изданный документ"
        verbose_name_plural = "изданные документы"
        ordering = ["-dated", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=IssuedStatus.IN_FORCE, superseded_by__isnull=True)
                | Q(status=IssuedStatus.CANCELLED, superseded_by__isnull=True) & ~Q(status_reason="")
                | Q(status=IssuedStatus.SUPERSEDED, superseded_by__isnull=False),
                name="reports_document_status",
                violation_error_message="Отменённому документу нужна причина, заменённому — новый документ.",
            )
        ]

    def __str__(self) -> str:
        number = f" {number_in_words(self.number)}" if self.number else ""
        return f"{self.title}{number} от {self.dated:%d.%m.%Y}"

    @property
    def kind_label(self) -> str:
        """«распоряжение о закреплении …»: an order bears the name of its act."""
        label = self.get_kind_display()
        return f"{self.act.get_kind_display()}{label.removeprefix(ActKind.ORDER.label)}" if self.act else label

    def get_absolute_url(self) -> str:
        return reverse("reports:document", args=[self.pk])
