from django.db.models import TextChoices


class PaperKind(TextChoices):
    PAIRING_ORDER = "pairing_order", "приказ о закреплении наставнических пар (групп)"
    ROADMAP = "roadmap", "дорожная карта"


class IssuedStatus(TextChoices):
    IN_FORCE = "in_force", "действует"
    SUPERSEDED = "superseded", "заменён"
    CANCELLED = "cancelled", "отменён"
