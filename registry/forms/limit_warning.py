"""A limit below the present load is saved only by whoever has read what it meets."""

from typing import Any

from django import forms

from accounts.models import User
from registry.enums import MOST_MENTEES
from registry.extension_points import names_above_limit
from registry.models import Mentor
from registry.side_texts import side_text

ANYWAY = "anyway"


def describe_limit_below_load(user: User, mentor: Mentor, limit: int | None, before: int | None) -> str:
    """Whom the personal limit of a kept mentor, lowered from `before`, meets; empty when it meets nobody."""
    if limit is None or mentor.pk is None or limit >= (before or MOST_MENTEES):
        return ""
    names = names_above_limit(user, mentor, limit)
    if not names:
        return ""
    return (
        f"{side_text('Наставляемых')} сейчас или впереди больше: {', '.join(names)}. Их пары останутся, а новых у "
        f"{side_text('наставника')} не "
        f"будет, пока {side_text('наставляемых')} не станет меньше предела."
    )


class LimitWarningMixin(forms.BaseForm):
    """Asks «всё равно» beside the limit when somebody has more mentees than it allows. The tick is no data: it has no
    version."""

    unversioned: tuple[str, ...] = (ANYWAY,)
    #: beside which field the warning stands
    limit_field: str
    #: what else one may do than tick
    limit_remedy = "исправьте предел"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[ANYWAY] = forms.BooleanField(label="Всё равно сохранить", required=False, widget=forms.HiddenInput)

    def limit_warning(self, cleaned: dict[str, Any]) -> str:
        """What the typed limit meets; empty when it meets nothing."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.limit_field in cleaned and (warning := self.limit_warning(cleaned)):
            self.fields[ANYWAY].widget = forms.CheckboxInput()
            if not cleaned.get(ANYWAY):
                self.add_error(self.limit_field, f"{warning} Отметьте «Всё равно сохранить» или {self.limit_remedy}.")
        return cleaned
