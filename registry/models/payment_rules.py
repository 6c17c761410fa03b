"""What a mentor is paid: part of the rules of every level."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from registry.enums import PaymentKind, PaymentMeasure
from registry.side_texts import side_label


class PaymentRules(models.Model):
    payment = models.CharField(
        side_label("выплата наставнику"), max_length=20, choices=PaymentKind, default=PaymentKind.NONE, blank=True
    )
    payment_amount = models.DecimalField(
        "размер выплаты",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    payment_measure = models.CharField(
        "в чём размер", max_length=20, choices=PaymentMeasure, default=PaymentMeasure.BY_ACT, blank=True
    )
    payment_ground = models.CharField(
        "каким актом установлена выплата",
        max_length=300,
        blank=True,
        help_text="Как в акте о закреплении после слов «в соответствии с»: Положением об оплате труда, утверждённым "
        "приказом от 01.09.2026 № 15",
    )

    class Meta:
        abstract = True


def payment_holds(prefix: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=(
                Q(payment_measure=PaymentMeasure.BY_ACT, payment_amount__isnull=True)
                | (~Q(payment_measure=PaymentMeasure.BY_ACT) & Q(payment_amount__gt=0))
            ),
            name=f"{prefix}_payment_amount",
            violation_error_message="Размер выплаты — число и в чём оно: укажите оба или ни одного.",
        ),
        models.CheckConstraint(
            condition=~Q(payment=PaymentKind.NONE) | Q(payment_measure=PaymentMeasure.BY_ACT, payment_ground=""),
            name=f"{prefix}_payment_kind",
            violation_error_message="Выберите, какая это выплата, или уберите её размер и акт.",
        ),
    ]
