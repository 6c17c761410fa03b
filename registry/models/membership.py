"""Access: who has which role where, since and until when."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from registry import clock
from registry.enums import (
    MUNICIPAL_ROLES,
    ORGANISATION_ROLES,
    PERSONAL_ROLES,
    ROLES_BY_KINDS,
    OrganisationKind,
    Role,
)
from registry.models.municipality import Municipality
from registry.models.organisation import Organisation
from registry.models.person import Person
from registry.plausible_dates import plausible_days
from registry.side_texts import side_label

ROLE_FITS_ITS_SCOPE = (
    Q(role__in=MUNICIPAL_ROLES, organisation__isnull=True, person__isnull=True)
    | Q(role__in=ORGANISATION_ROLES, organisation__isnull=False, person__isnull=True)
    | Q(role__in=PERSONAL_ROLES, organisation__isnull=True, person__isnull=False)
)

KINDS_ARE_OF_A_MUNICIPAL_ROLE = Q(organisation_kinds=[]) | Q(role__in=ROLES_BY_KINDS)
KINDS_ARE_ELSEWHERE = "Типами организаций ограничивают только роль на муниципалитет, кроме администратора."


#: the field that names the scope of a role, and the roles that have such a scope
ROLES_BY_SCOPE = (("municipality", MUNICIPAL_ROLES), ("organisation", ORGANISATION_ROLES), ("person", PERSONAL_ROLES))


class Grant(models.Model):
    """A role and the scope it is good for."""

    role = models.CharField("роль", max_length=20, choices=Role)
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="муниципалитет")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name="организация", null=True, blank=True
    )
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        related_name="+",
        verbose_name="запись в реестре",
        null=True,
        blank=True,
        help_text=side_label("Для наставника и наставляемого: кто это в реестре"),
    )
    organisation_kinds = models.JSONField(
        "только организации типов",
        default=list,
        blank=True,
        help_text="Ничего не отмечено — доступ ко всем организациям муниципалитета",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        unknown = set(self.organisation_kinds) - set(OrganisationKind.values)
        if unknown:
            raise ValidationError({"organisation_kinds": f"Неизвестные типы: {', '.join(sorted(unknown))}"})

    @property
    def scope(self) -> str:
        whole = str(self.organisation or self.person or self.municipality)
        return f"{whole}, только: {self.kinds_summary}" if self.organisation_kinds else whole

    @property
    def kinds_summary(self) -> str:
        return ", ".join(kind.label for kind in OrganisationKind if kind.value in self.organisation_kinds)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: date) -> "MembershipQuerySet":
        return self.filter(Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))


class Membership(Grant):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="пользователь"
    )
    since = models.DateField("с", default=clock.today)
    until = models.DateField("по", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "доступ"
        verbose_name_plural = "доступы"
        ordering = ["user__last_name", "role"]
        constraints = [
            *plausible_days("registry_membership", "since", "until"),
            models.CheckConstraint(
                condition=ROLE_FITS_ITS_SCOPE,
                name="registry_membership_scope",
                violation_error_message=(
                    side_label(
                        "Муниципальная роль выдаётся на муниципалитет, роль в организации — на организацию, "
                        "наставнику и наставляемому — на их запись в реестре."
                    )
                ),
            ),
            models.CheckConstraint(
                condition=KINDS_ARE_OF_A_MUNICIPAL_ROLE,
                name="registry_membership_kinds",
                violation_error_message=KINDS_ARE_ELSEWHERE,
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="registry_membership_dates",
                violation_error_message="Доступ кончается раньше, чем начинается.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", "role", scope],
                    condition=Q(until__isnull=True, role__in=roles),
                    name=f"registry_membership_once_in_{scope}",
                    violation_error_message="Такой доступ у пользователя уже есть.",
                )
                for scope, roles in ROLES_BY_SCOPE
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.scope}"


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of the token of a link: a copy of the database opens none. The token is long and random, so that it
    needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of_no_link() -> str:
    return hash_token(new_token())


def invitation_deadline() -> datetime:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


class Invitation(Grant):
    """A letter with a personal link; accepting it makes the account and the membership."""

    email = models.EmailField("электронная почта")
    token_hash = models.CharField(max_length=64, unique=True, default=hash_of_no_link, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_sent", verbose_name="кто пригласил"
    )
    sent_at = models.DateTimeField("отправлено", default=timezone.now)
    expires_at = models.DateTimeField("действует до", default=invitation_deadline)
    accepted_at = models.DateTimeField("принято", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="invitations_accepted",
        verbose_name="кто принял",
        null=True,
        blank=True,
    )
    revoked_at = models.DateTimeField("отозвано", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="invitations_revoked",
        verbose_name="кто отозвал",
        null=True,
        blank=True,
        help_text="Пусто, когда его закрыло новое приглашение или объединение карточек",
    )

    class Meta:
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=ROLE_FITS_ITS_SCOPE,
                name="registry_invitation_scope",
                violation_error_message="Роль не подходит к выбранному месту.",
            ),
            models.CheckConstraint(
                condition=KINDS_ARE_OF_A_MUNICIPAL_ROLE,
                name="registry_invitation_kinds",
                violation_error_message=KINDS_ARE_ELSEWHERE,
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="registry_invitation_accepted",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True) | Q(revoked_at__isnull=False),
                name="registry_invitation_revoked",
                violation_error_message="Неизвестно, когда отозвано приглашение.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["email", "role", scope],
                    condition=Q(accepted_at__isnull=True, revoked_at__isnull=True, role__in=roles),
                    name=f"registry_invitation_once_in_{scope}",
                    violation_error_message="Такое приглашение уже отправлено. Его можно отправить повторно.",
                )
                for scope, roles in ROLES_BY_SCOPE
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}, {self.scope}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
