"""The columns of the list of roadmaps."""

import django_tables2 as tables

from mentoring.models import Roadmap
from registry.tables.register_table import BARE, DATE, Alphabetical, RegisterTable


class RoadmapTable(RegisterTable):
    title = Alphabetical(verbose_name="Дорожная карта", linkify=True)
    owner = tables.TemplateColumn(
        "{{ record.organisation|default:record.municipality }}",
        verbose_name="Чья",
        order_by=("organisation__sort_key", "municipality__name"),
        attrs=BARE,
    )
    starts_on = tables.DateColumn(verbose_name="Начало", format="d.m.Y", attrs=DATE)
    ends_on = tables.DateColumn(verbose_name="Окончание", format="d.m.Y", attrs=DATE)
    progress = tables.TemplateColumn(
        "{{ record.items_done }} из {{ record.items }}"
        "{% if record.items_late %}"
        ' <span class="tag bad nowrap">срок прошёл: {{ record.items_late }}</span>{% endif %}',
        verbose_name="Выполнено",
        orderable=False,
    )
    status = tables.TemplateColumn(
        '{% include "mentoring/roadmaps/_status.html" with roadmap=record %}', verbose_name="Состояние", attrs=BARE
    )

    class Meta(RegisterTable.Meta):
        model = Roadmap
        fields = ["title", "owner", "starts_on", "ends_on", "progress", "status"]
        order_by = "-starts_on"
