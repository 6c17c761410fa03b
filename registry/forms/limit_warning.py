"""A limit below the present load is saved only by whoever has read what it meets."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from accounts.models import User
from registry.enums import MOST_MENTEES
from registry.extension_points import mentees_met_by_limit
from registry.models import Mentor
from registry.side_texts import side_text

ANYWAY = "anyway"


@dataclass(frozen=True)
class LimitWarning:
    """Whom a limit meets, in words, empty when nobody. `records`: (name, address) of what one may open."""

    text: str = ""
    records: tuple[tuple[str, str], ...] = ()


def limit_below_load(user: User, mentor: Mentor, limit: int | None, before: int | None) -> LimitWarning:
    """Whom the personal limit of a kept mentor, lowered from `before`, meets."""
    if limit is None or mentor.pk is None or limit >= (before or MOST_MENTEES):
        return LimitWarning()
    mentees = mentees_met_by_limit(user, mentor, limit)
    if not mentees:
        return LimitWarning()
    text = (
        f"{side_text('Наставляемых')} сейчас или впереди больше: {', '.join(name for name, _ in mentees)}. Их пары "
        f"останутся, а новых у {side_text('наставника')} не "
        f"будет, пока {side_text('наставляемых')} не станет меньше предела."
    )
    return LimitWarning(text, tuple((name, address) for name, address in mentees if address))


def bound_personal_limit(field: forms.Field) -> None:
    """One sentence, whatever is typed beside the bounds."""
    words = f"Введите целое число от 1 до {MOST_MENTEES}."
    field.error_messages.update(invalid=words, min_value=words, max_value=words)
    field.validators = [MinValueValidator(1), MaxValueValidator(MOST_MENTEES)]
    field.widget.attrs.update(min=1, max=MOST_MENTEES)


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

    def limit_warning(self, cleaned: dict[str, Any]) -> LimitWarning:
        """Whom the typed limit meets."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.limit_field in cleaned and (warning := self.limit_warning(cleaned)).text:
            self.fields[ANYWAY].widget = forms.CheckboxInput()
            if not cleaned.get(ANYWAY):
                message = f"{warning.text} Отметьте «Всё равно сохранить» или {self.limit_remedy}."
                vars(self).setdefault("several_links", {})[message] = list(warning.records)
                self.add_error(self.limit_field, message)
        return cleaned
