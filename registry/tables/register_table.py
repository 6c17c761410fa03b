import django_tables2 as tables

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
DATE = {"td": {"class": "date"}}


class RegisterTable(tables.Table):
    """A list of the portal: at most seven columns, a dash where a value is unknown."""

    class Meta:
        template_name = "components/table.html"
        default = "—"
        order_by_field = "sort"
