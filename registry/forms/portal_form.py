"""What every form of the portal has in common: labels, dates, a crispy helper without a form tag."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.html import format_html

from registry.actions.refusals import explained_refusal
from registry.forms.edit_version import EditVersionMixin
from registry.plausible_dates import OLDEST_BIRTH, OLDEST_RECORD, OLDEST_WORK, check_day
from registry.queries.row_locks import hold_row

TEXT_ROWS = 4
DASHES = BLANK_CHOICE_DASH[0][1]


class DayInput(forms.DateInput):
    """A date picker; typed dates are understood as дд.мм.гггг as well."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def _say_what_is_empty(field: forms.Field) -> None:
    """Words instead of Django's dashes; a form's own words for the empty choice stay."""
    words = "выберите" if field.required else "не выбрано"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        choices = list(cast("Iterable[tuple[Any, Any]]", field.choices))
        if ("", DASHES) in choices:
            field.choices = [("", words) if choice == ("", DASHES) else choice for choice in choices]


class PortalFormMixin(forms.BaseForm):
    """Marks optional fields and empty choices in words, gives dates a picker, reports errors in Russian."""

    #: fields whose dates go back further than those of records
    earliest_days: ClassVar[Mapping[str, date]] = {"birth_date": OLDEST_BIRTH, "working_since": OLDEST_WORK}
    #: fields laid out without this mixin's mark
    unmarked: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's form carries the token
        self.helper.render_hidden_fields = True
        self.use_required_attribute = False
        for name, field in self.fields.items():
            _say_what_is_empty(field)
            if isinstance(field, forms.DateField):
                field.validators.append(partial(check_day, earliest=self.earliest_days.get(name, OLDEST_RECORD)))
            if isinstance(field, forms.DateField) and not isinstance(field.widget, forms.HiddenInput):
                field.widget = DayInput(field.widget.attrs)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = TEXT_ROWS
            if isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput) or name in self.unmarked:
                continue
            if field.required:
                field.widget.attrs["aria-required"] = "true"
            elif field.label:
                field.label = format_html('{} <span class="optional">(необязательно)</span>', field.label)


class PortalForm(PortalFormMixin, forms.Form):
    pass


class PortalModelForm(EditVersionMixin, PortalFormMixin, forms.ModelForm):
    """Checks the model's named constraints too, with their messages.

    A form of a kept record carries its version. When it is sent, it holds the record's row: its view is `atomic_post`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        record = kwargs.get("instance")
        if record is None or record.pk is None:
            super().__init__(*args, **kwargs)
            return
        if (args[0] if args else kwargs.get("data")) is not None:
            hold_row(record)
        super().__init__(*args, **kwargs)
        self.add_version()

    def save_or_explain(self) -> Any:
        """The saved record; None when the database refuses what a request of the same moment has made double: then the
        form says so."""
        try:
            with explained_refusal(self.instance):
                return self.save()
        except ValidationError as refusal:
            self.add_error(None, ValidationError(refusal.messages))
            return None

    if TYPE_CHECKING:  # methods of Django's BaseModelForm that its published types leave out

        def _post_clean(self) -> None: ...

        def _update_errors(self, errors: ValidationError) -> None: ...
