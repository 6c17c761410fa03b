"""The rules of individual educational routes of mentees (requirements A16-13)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from registry.side_texts import side_label

#: years of the longest route that anybody may allow
MOST_ROUTE_YEARS = 10


class RouteRules(models.Model):
    routes_enabled = models.BooleanField(
        "индивидуальные образовательные маршруты ведутся",
        default=False,
        help_text=side_label(
            "Маршрут наставляемого длиннее программы пары, под ним бывает несколько программ (Сургут, п. 1.3.8)"
        ),
    )
    route_min_years = models.PositiveSmallIntegerField(
        "маршрут не короче, лет",
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ROUTE_YEARS)],
    )
    route_max_years = models.PositiveSmallIntegerField(
        "маршрут не длиннее, лет",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ROUTE_YEARS)],
    )

    class Meta:
        abstract = True


def route_years_hold(prefix: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(
            route_min_years__gte=1, route_min_years__lte=F("route_max_years"), route_max_years__lte=MOST_ROUTE_YEARS
        ),
        name=f"{prefix}_route_years",
        violation_error_message=f"Маршрут длится от 1 до {MOST_ROUTE_YEARS} лет, и наименьший срок не больше "
        "наибольшего.",
    )
