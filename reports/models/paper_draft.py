"""What an author has typed for a paper that is not issued yet."""

from django.conf import settings
from django.db import models

from reports.models.issued_document import IssuedDocument, new_verification_code
from reports.paper_kinds import paper_kinds


class PaperDraft(models.Model):
    """A paper that one person prepares. Nobody else sees it; it is deleted when the paper is issued.

    Its code becomes the verification code of the document, so that one draft is never issued twice.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="paper_drafts", verbose_name="кто готовит"
    )
    kind = models.CharField("вид", max_length=30, choices=paper_kinds)
    code = models.CharField("код проверки", max_length=19, unique=True, default=new_verification_code)
    #: the id of the record that the paper was begun from; its model is the paper's
    source_pk = models.PositiveBigIntegerField("запись, с которой начат документ")
    instead_of = models.ForeignKey(
        IssuedDocument, models.CASCADE, related_name="drafts", verbose_name="взамен документа", null=True, blank=True
    )
    #: JSON form of the paper's own details (reports/paper_details.py)
    details = models.JSONField("что решено", default=dict)
    created_at = models.DateTimeField("создан", auto_now_add=True)
    updated_at = models.DateTimeField("изменён", auto_now=True)

    class Meta:
        verbose_name = "проект документа"
        verbose_name_plural = "проекты документов"
        ordering = ["-updated_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: проект от {self.created_at:%d.%m.%Y}"
