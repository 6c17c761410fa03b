"""The columns of the lists of members and of invitations."""

import django_tables2 as tables

from registry.models import Invitation, Membership
from registry.tables.register_table import BARE, DATE, Alphabetical, AlphabeticalTemplate, RegisterTable


class MembershipTable(RegisterTable):
    user = AlphabeticalTemplate(
        template_name="registry/_user_cell.html", verbose_name="Пользователь", accessor="user__last_name"
    )
    role = tables.Column(
        "Роль",
        attrs=BARE,
    )
    scope = tables.Column(
        "Где",
        orderable=False,
        attrs=BARE,
    )
    since = tables.DateColumn("d.m.Y", verbose_name="С", attrs=DATE)
    until = tables.DateColumn("d.m.Y", verbose_name="По", attrs=DATE)
    revoke = tables.TemplateColumn(
        template_name="registry/_revoke_cell.html", verbose_name="Действие", orderable=False, attrs=BARE
    )

    class Meta(RegisterTable.Meta):
        model = Membership
        fields = ["user", "role", "scope", "since", "until", "revoke"]
        order_by = "user"


class InvitationTable(RegisterTable):
    email = Alphabetical("Кому")
    role = tables.Column(
        "Роль",
        attrs=BARE,
    )
    scope = tables.Column(
        "Где",
        orderable=False,
        attrs=BARE,
    )
    invited_by = tables.Column("Кто пригласил", orderable=False)
    sent_at = tables.DateColumn("d.m.Y", verbose_name="Отправлено", attrs=DATE)
    state = tables.TemplateColumn(
        template_name="registry/_invitation_state.html", verbose_name="Состояние", orderable=False
    )
    act = tables.TemplateColumn(
        template_name="registry/_invitation_act.html", verbose_name="Действие", orderable=False, attrs=BARE
    )

    class Meta(RegisterTable.Meta):
        model = Invitation
        fields = ["email", "role", "scope", "invited_by", "sent_at", "state", "act"]
        order_by = "-sent_at"
