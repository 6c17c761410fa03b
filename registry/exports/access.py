"""Who has access, for those who manage it. Links of invitations stay in the portal."""

from import_export import fields

from registry.exports.register_resource import AS_IS, RegisterResource
from registry.models import Invitation, Membership


class MembershipResource(RegisterResource):
    user = fields.Field("user__get_full_name", "Пользователь")
    email = fields.Field("user__email", "Электронная почта")
    role = fields.Field("get_role_display", "Роль")
    scope = fields.Field("scope", "Где")
    since = fields.Field("since", "С", widget=AS_IS)
    until = fields.Field("until", "По", widget=AS_IS)

    class Meta:
        model = Membership
        fields = ("user", "email", "role", "scope", "since", "until")
        export_order = fields


class InvitationResource(RegisterResource):
    email = fields.Field("email", "Кому")
    role = fields.Field("get_role_display", "Роль")
    scope = fields.Field("scope", "Где")
    invited_by = fields.Field("invited_by__get_full_name", "Кто пригласил")
    sent_at = fields.Field("sent_at", "Отправлено", widget=AS_IS)
    expires_at = fields.Field("expires_at", "Действует до", widget=AS_IS)
    accepted_at = fields.Field("accepted_at", "Принято", widget=AS_IS)
    revoked_at = fields.Field("revoked_at", "Отозвано", widget=AS_IS)

    class Meta:
        model = Invitation
        fields = ("email", "role", "scope", "invited_by", "sent_at", "expires_at", "accepted_at", "revoked_at")
        export_order = fields
