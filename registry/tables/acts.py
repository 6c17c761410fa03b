"""The columns of the register of acts."""

import django_tables2 as tables

from registry.models import Act
from registry.tables.register_table import BARE, DATE, Alphabetical, AlphabeticalTemplate, RegisterTable


class ActTable(RegisterTable):
    title = AlphabeticalTemplate(template_name="registry/_act_cell.html", verbose_name="Акт")
    number = Alphabetical(verbose_name="Номер")
    dated = tables.DateColumn(verbose_name="Дата", format="d.m.Y", attrs=DATE)
    effective_on = tables.DateColumn(
        verbose_name="Действует с",
        format="d.m.Y",
        attrs={"td": {"class": lambda record: "date none" if record.effective_on == record.dated else "date"}},
    )
    issuer = tables.Column(
        verbose_name="Кто издал", order_by=("organisation__sort_key", "municipality__name"), attrs=BARE
    )
    state = tables.TemplateColumn(
        template_name="registry/_act_state.html",
        verbose_name="Состояние",
        order_by="cancelled_by",
        attrs=BARE,
    )

    class Meta(RegisterTable.Meta):
        model = Act
        fields = ["title", "number", "dated", "effective_on", "issuer", "state"]
        order_by = ("-dated", "-pk")
