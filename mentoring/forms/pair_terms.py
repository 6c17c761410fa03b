"""The fields by which a person sets the period of a pair, on a new one and on an extension."""

from datetime import date
from typing import Any, ClassVar

from crispy_forms.layout import Div, Field
from django import forms

from mentoring.enums import PairTerm
from registry.names.text_checks import check_line

MOST_MONTHS = 36
TERM_FIELDS = ("term", "term_months", "term_event", "ends_on")
#: of these a person says the last day
BY_DAY = (PairTerm.DATES, PairTerm.EVENT)


def term_layout(*before: str) -> Div:
    """The stylesheet shows the fields of the chosen term alone."""
    of_terms = (Field(name, wrapper_class=f"of-{name}") for name in TERM_FIELDS[1:])
    return Div(*before, "term", *of_terms, css_class="cols term-fields")


class TermMixin(forms.Form):
    """The last day as it is typed, or reckoned from the months or the year; `cleaned_data` has `term`, `term_event`
    and `ends_on`."""

    #: each is asked for in its terms alone, where the page shows it
    required_when_shown: ClassVar[tuple[str, ...]] = TERM_FIELDS[1:]
    term = forms.ChoiceField(label="Срок", choices=PairTerm, required=False)
    term_months = forms.IntegerField(label="Сколько месяцев", required=False, min_value=1, max_value=MOST_MONTHS)
    term_event = forms.CharField(
        label="Какое событие",
        max_length=200,
        required=False,
        help_text="Например: окончание испытательного срока. Когда оно наступит, завершите пару",
        validators=[check_line],
    )
    ends_on = forms.DateField(
        label="Окончание",
        required=False,
        help_text="Если срок — до события, то не позднее этого дня. Срок в месяцах и годах портал считает сам",
    )

    def end_of_term(self, term: str, months: int) -> date | None:
        """The last day of a term in months or of a year; None while what it is reckoned from is not known."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        term = cleaned["term"] = cleaned.get("term") or PairTerm.DATES.value
        months = cleaned.pop("term_months", None) or 0
        if term != PairTerm.EVENT:
            cleaned["term_event"] = ""
        elif not cleaned.get("term_event") and "term_event" not in self.errors:
            self.add_error("term_event", "Назовите событие, до которого работает пара.")
        if term == PairTerm.MONTHS and not months:
            if "term_months" not in self.errors:
                self.add_error("term_months", "Укажите, на сколько месяцев.")
        elif term not in BY_DAY:
            self.errors.pop("ends_on", None)  # nobody has been asked for it
            if end := self.end_of_term(term, months):
                cleaned["ends_on"] = end
        elif not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", "Укажите последний день.")
        return cleaned

    def typed_months(self) -> int:
        """As typed so far, before anything is checked."""
        try:
            return self.fields["term_months"].clean(self["term_months"].value()) or 0
        except forms.ValidationError:
            return 0
