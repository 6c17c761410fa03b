"""A day of the calendar of work that differs from its weekday."""

from typing import Any

from crispy_forms.layout import Layout

from registry.forms.portal_form import PortalModelForm
from registry.models import CalendarException


class CalendarDayForm(PortalModelForm):
    """A day that the government has moved."""

    class Meta:
        model = CalendarException
        fields = ["day", "title", "is_working", "source"]
        help_texts = {
            "title": "Например: «перенос выходного с 3 января»",
            "is_working": "Отметьте, если на выходной перенесён рабочий день",
            "source": "Каким решением перенесён",
        }
        error_messages = {"day": {"unique": "Этот день в календаре уже есть: найдите его в списке."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("day", "title", "is_working", "source")
