"""What every form of the portal has in common: labels, dates, a crispy helper without a form tag."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH

from registry.actions.refusals import explained_refusal
from registry.forms.asked_names import AskedNamesMixin, QuestionHelper
from registry.forms.edit_version import EditVersionMixin
from registry.forms.partial_dates import PartialDateField
from registry.forms.written_names import WrittenNamesMixin
from registry.names.keys import NamedOnce
from registry.names.text_checks import (
    check_act_title,
    check_alphabets,
    check_line,
    check_name,
    check_number,
    check_reason,
    check_text,
    check_title,
    check_words,
)
from registry.plausible_dates import OLDEST_BIRTH, OLDEST_RECORD, OLDEST_WORK, check_day
from registry.queries.row_locks import hold_row

TEXT_ROWS = 4
_NAME_CHECKS = (
    check_act_title, check_alphabets, check_name, check_line, check_number, check_text, check_title, check_words,
)  # fmt: skip
#: those that refuse a hidden sign in a single line
_LINE_CHECKS = (check_name, check_line, check_number, check_title, check_words)
DASHES = BLANK_CHOICE_DASH[0][1]


class DayInput(forms.DateInput):
    """A date picker; typed dates are understood as дд.мм.гггг as well."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def _say_what_is_empty(field: forms.Field) -> None:
    """Words instead of Django's dashes; a form's own words for the empty choice stay."""
    prompt = "выберите" if field.required else "не выбрано"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = prompt
    elif isinstance(field, forms.ChoiceField):
        choices = list(cast("Iterable[tuple[Any, Any]]", field.choices))
        if ("", DASHES) in choices:
            field.choices = [("", prompt) if choice == ("", DASHES) else choice for choice in choices]


#: what Django says of an empty field that is asked for, wherever no form says it better (registry.apps)
FILL_IN = "Заполните это поле."
#: the same of a number outside its bounds
TOO_SMALL, TOO_LARGE = "Введите число не меньше %(limit_value)s.", "Введите число не больше %(limit_value)s."
#: the same of an answer that is not offered; what was sent is not repeated, it may be somebody else's record
NOT_OFFERED = "Такого ответа в списке нет: его убрали или он вам недоступен. Выберите ответ из списка."
NOT_OFFERED_MANY = "Чего-то из отмеченного в списке нет: его убрали или оно вам недоступно. Отметьте ещё раз."


def _say_what_to_do(field: forms.Field) -> None:
    """What to do about an empty field, by its kind and name; a form's own words stay."""
    if not field.required or not field.label or field.error_messages.get("required") != FILL_IN:
        return
    deed = next((deed_label for kind, deed_label in _DEEDS if isinstance(field, kind)), "Заполните поле")
    if isinstance(field.widget, forms.RadioSelect):
        deed = "Отметьте один из ответов в поле"
    field.error_messages["required"] = f"{deed} «{field.label}»."


_DEEDS: tuple[tuple[type[forms.Field] | tuple[type[forms.Field], ...], str], ...] = (
    (forms.FileField, "Приложите файл в поле"),
    ((forms.ModelMultipleChoiceField, forms.MultipleChoiceField), "Отметьте хотя бы одно в поле"),
    ((forms.ModelChoiceField, forms.ChoiceField), "Выберите из списка в поле"),
    (forms.DateField, "Укажите дату в поле"),
    (forms.BooleanField, "Поставьте отметку"),
)


def _checks_names(field: Any) -> bool:
    """Of a form or of a model."""
    return any(check in _NAME_CHECKS for check in field.validators)


def _check_texts_within(value: Any) -> None:
    """Of a field of JSON: the texts in its lists and tables."""
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for part in (*value, *value.values()):
            _check_texts_within(part)
    elif isinstance(value, list):
        for part in value:
            _check_texts_within(part)


def _check_signs(field: forms.Field) -> None:
    """A mark of direction or an empty sign would be printed, or make one name look like another."""
    if not isinstance(field, forms.CharField) or isinstance(field.widget, forms.PasswordInput):
        return
    if isinstance(field, forms.JSONField):
        field.validators = [*(one for one in field.validators if one is not _check_texts_within), _check_texts_within]
        return
    check = check_text if isinstance(field.widget, forms.Textarea) else check_line
    if not any(own in field.validators for own in (*_LINE_CHECKS, check)):
        field.validators.append(check)


def _is_reason(name: str, field: forms.Field) -> bool:
    """By its name: `reason`, `refusal_reason`, `why_act`, `form_rationale`."""
    return isinstance(field, forms.CharField) and (name.endswith(("reason", "rationale")) or name.startswith("why"))


class PortalFormMixin(AskedNamesMixin):
    """Says in words what is empty and what to fill in, gives dates a picker, reports errors in Russian.

    What is required bears a star (crispy's): it is the lesser part of most forms.
    """

    #: the page's summary has them: templates/bootstrap5/errors.html
    errors_stand_above = True
    #: what has to be filled in only where something else is chosen: it bears the star, and `clean` asks for it
    required_when_shown: ClassVar[tuple[str, ...]] = ()
    #: fields whose dates go back further than those of records
    earliest_days: ClassVar[Mapping[str, date]] = {"birth_date": OLDEST_BIRTH, "working_since": OLDEST_WORK}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = QuestionHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's form carries the token
        self.helper.render_hidden_fields = True
        self.use_required_attribute = False
        self._star(required=True)
        for name, field in self.fields.items():
            _say_what_is_empty(field)
            _say_what_to_do(field)
            if isinstance(field, forms.DateField):
                field.validators.append(partial(check_day, earliest=self.earliest_days.get(name, OLDEST_RECORD)))
            is_picked = isinstance(field, forms.DateField) and not isinstance(field, PartialDateField)
            if is_picked and not isinstance(field.widget, forms.HiddenInput):
                field.widget = DayInput(field.widget.attrs)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = TEXT_ROWS
            if field.required and not isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput):
                field.widget.attrs["aria-required"] = "true"

    def full_clean(self) -> None:
        self.refuse_what_nobody_sees()
        super().full_clean()

    def _clean_fields(self) -> None:
        self._star(required=False)
        super()._clean_fields()
        self._star(required=True)

    def _star(self, *, required: bool) -> None:
        for name in self.required_when_shown:
            if name in self.fields:
                self.fields[name].required = required

    def refuse_what_nobody_sees(self) -> None:
        """Of all texts, also of fields that a form adds late; of reasons, also those that say nothing."""
        for name, field in self.fields.items():
            _check_signs(field)
            if _is_reason(name, field) and check_reason not in field.validators:
                field.validators.append(check_reason)
            if name in self.lines_with_names and check_alphabets not in field.validators:
                field.validators.append(check_alphabets)

    @property
    def has_stars(self) -> bool:
        """Some fields bear the star and others do not, so that it has to be explained."""
        required = [field.required for field in self.fields.values() if not isinstance(field.widget, forms.HiddenInput)]
        return any(required) and not all(required)


class PortalForm(PortalFormMixin, forms.Form):
    pass


class CheckedNamesMixin(WrittenNamesMixin, forms.BaseModelForm):
    """Refuses signs that nobody sees, and a name that looks like another of the same owner: the form leads to the
    record that bears it."""

    #: message → address of what it speaks of (templates/components/error_link.html)
    links: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._kept_as_they_are: set[str] = set()
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        for field in self.fields.values():
            _check_signs(field)
        super().full_clean()

    def _clean_fields(self) -> None:
        """A name that was kept with other signs hinders nobody from changing something else."""
        if self.instance.pk:
            judged = {column.name for column in self.instance._meta.fields if _checks_names(column)}
            for name, field in self.fields.items():
                if (name in judged or _checks_names(field)) and self._is_as_stored(name):
                    field.validators = [check for check in field.validators if check not in _NAME_CHECKS]
                    self._kept_as_they_are.add(name)
        super()._clean_fields()

    def keeps_as_stored(self, name: str) -> bool:
        return name in self._kept_as_they_are

    def names_people(self, name: str) -> bool:
        column = next((column for column in self.instance._meta.fields if column.name == name), None)
        return super().names_people(name) or (column is not None and check_name in column.validators)

    def _is_as_stored(self, name: str) -> bool:
        stored = str(self.get_initial_for_field(self.fields[name], name) or "")
        return bool(stored) and str(self[name].data or "").strip() == stored.strip()

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), *self._kept_as_they_are}  # type: ignore[misc]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        record = self.instance
        if isinstance(record, NamedOnce) and not self.errors.get(record.named_by) and (twin := record.twin()):
            self.refuse_twin(twin, record.named_by)

    def refuse_twin(self, twin: Any, field: str, besides: str = "") -> None:
        what_to_do = besides or "Откройте её или назовите эту иначе."
        message = f"Почти так же называется другая запись: {twin}. {what_to_do}"
        self.add_error(field if field in self.fields else None, message)
        if address := self.address_of(twin):
            self.links = {**getattr(self, "links", {}), message: address}

    def address_of(self, twin: Any) -> str:
        """Empty where the reader may not open it."""
        return twin.get_absolute_url() if hasattr(twin, "get_absolute_url") else ""


class PortalModelForm(EditVersionMixin, PortalFormMixin, CheckedNamesMixin, forms.ModelForm):
    """Checks the model's named constraints too, with their messages.

    A form of a kept record carries its version. When it is sent, it holds the record's row: its view is `atomic_post`.
    """

    #: the address does not change when the record is there: somebody else may make it while the page is open
    versioned_when_new = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        record = kwargs.get("instance")
        if record is None or record.pk is None:
            super().__init__(*args, **kwargs)
            if self.versioned_when_new:
                self.add_version()
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
