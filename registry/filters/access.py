"""By what the lists of members and of invitations are narrowed."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from registry import clock
from registry.enums import Role
from registry.filters.organisation_choices import organisation_choices
from registry.filters.register_filter import RegisterFilter
from registry.models import Invitation, Membership
from registry.models.membership import MembershipQuerySet


def spelled_like(text: str, *fields: str) -> Q:
    """Accounts keep no folded key; the usual spellings of a name are enough for a list of members."""
    condition = Q()
    for field in fields:
        for spelling in {text, text.lower(), text.capitalize()}:
            condition |= Q(**{f"{field}__icontains": spelling})
    return condition


class MembershipFilter(RegisterFilter):
    role = django_filters.ChoiceFilter(label="Роль", choices=Role, empty_label="Все")
    organisation = django_filters.ModelChoiceFilter(
        label="Организация", queryset=organisation_choices(), empty_label="Все"
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", choices=[("now", "Действует"), ("past", "Закончился")], method="by_state", empty_label="Все"
    )

    class Meta:
        model = Membership
        fields = ["q", "role", "organisation", "state"]

    def by_text(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(spelled_like(value.strip(), "user__last_name", "user__first_name", "user__email"))

    def by_state(self, rows: MembershipQuerySet, name: str, value: str) -> MembershipQuerySet:
        today = clock.today()
        return rows.in_force(today) if value == "now" else rows.filter(until__lt=today)


class InvitationFilter(RegisterFilter):
    state = django_filters.ChoiceFilter(
        label="Состояние",
        choices=[("open", "Ждёт ответа"), ("accepted", "Принято"), ("closed", "Отозвано или просрочено")],
        method="by_state",
        empty_label="Все",
    )

    class Meta:
        model = Invitation
        fields = ["q", "state"]

    def by_text(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(email__icontains=value.strip())

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "accepted":
            return rows.filter(accepted_at__isnull=False)
        waiting = Q(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())
        return rows.filter(waiting) if value == "open" else rows.filter(~waiting, accepted_at__isnull=True)
