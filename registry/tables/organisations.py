import django_tables2 as tables

from registry.models import Organisation
from registry.tables.register_table import NUMBER, RegisterTable


class OrganisationTable(RegisterTable):
    short_name = tables.TemplateColumn(template_name="registry/_organisation_cell.html", verbose_name="Организация")
    kind = tables.Column(verbose_name="Тип")
    head_name = tables.Column(verbose_name="Руководитель")
    mentors = tables.Column(verbose_name="Наставники", attrs=NUMBER)
    mentees = tables.Column(verbose_name="Наставляемые", attrs=NUMBER)

    class Meta(RegisterTable.Meta):
        model = Organisation
        fields = ["short_name", "kind", "head_name", "mentors", "mentees"]
        order_by = "short_name"
