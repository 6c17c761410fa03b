"""Users in the service section, with the names that they may have."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.extension_points import name_checks
from accounts.models import User
from accounts.service_refusals import ExplainedRefusalsMixin

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(Group)  # rights come from memberships
# the address is changed at the user, and counts as proved; sessions are their owner's
admin.site.unregister([Authenticator, EmailAddress, UserSession])


class UserNamesForm(UserChangeForm):
    """A name that stands with other signs hinders nobody from changing something else."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in {"last_name", "first_name", "middle_name"} & set(self.changed_data):
            for check in name_checks:
                try:
                    check(cleaned.get(name, ""))
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        return cleaned


@admin.register(User)
class UserAdmin(ExplainedRefusalsMixin, DjangoUserAdmin):
    form = UserNamesForm
    ordering = ["email"]
    list_display = ["email", "last_name", "first_name", "is_active", "is_staff"]
    search_fields = ["email", "last_name", "first_name"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Человек", {"fields": ["last_name", "first_name", "middle_name"]}),
        ("Доступ", {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["email", "password1", "password2"]})]

    def save_model(self, request: HttpRequest, user: User, form: Any, change: bool) -> None:
        """Another address is told to the former one: its owner may know nothing of the change."""
        former = form.initial.get("email", "")
        super().save_model(request, user, form, change)
        if change and former.lower() != user.email:
            words = {"from_email": former, "to_email": user.email}
            get_adapter().send_notification_mail("account/email/email_changed", user, words, email=former)


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):
    """Taken away from somebody who has lost it. Its secret is shown to nobody, and nobody makes one for another."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    exclude = ["data"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
