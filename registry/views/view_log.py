"""«Журнал просмотров»: who has looked at what is kept about people."""

from django.db.models import QuerySet

from registry.access import Right
from registry.filters.view_log import ViewRecordFilter
from registry.models import ViewRecord
from registry.queries.view_log import views_visible_to
from registry.tables.view_log import ViewRecordTable
from registry.views.lists import RegisterList


class ViewLog(RegisterList):
    right = Right.VIEW_LOG
    heading = "Журнал просмотров"
    intro = (
        "Кто открывал карточки, скачивал сканы и документы, выгружал списки. Повторный просмотр в течение часа "
        "не записывается. Записи нельзя изменить или удалить."
    )
    empty_icon = "eye"
    empty_title = "Записей пока нет"
    empty_text = "Они появятся, когда кто-нибудь откроет карточку, скан или документ либо выгрузит список."
    table_class = ViewRecordTable
    filterset_class = ViewRecordFilter

    def get_queryset(self) -> QuerySet[ViewRecord]:
        return views_visible_to(self.request.user)
