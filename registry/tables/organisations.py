import django_tables2 as tables

from registry.models import Organisation
from registry.tables.register_table import BARE, NUMBER, Alphabetical, RegisterTable


class OrganisationTable(RegisterTable):
    short_name = tables.TemplateColumn(
        template_name="registry/_organisation_cell.html", verbose_name="Организация", order_by="sort_key"
    )
    kind = tables.Column(
        verbose_name="Тип",
        attrs=BARE,
    )
    head_name = Alphabetical(verbose_name="Руководитель")
    mentors = tables.Column(verbose_name="Наставники", attrs=NUMBER)
    mentees = tables.Column(verbose_name="Наставляемые", attrs=NUMBER)

    class Meta(RegisterTable.Meta):
        model = Organisation
        fields = ["short_name", "kind", "head_name", "mentors", "mentees"]
        order_by = "short_name"
