"""Every form of the portal that takes a person's name asks about one that looks typed otherwise than in a passport."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, LayoutObject
from django.utils.safestring import SafeString

from registry.forms.asked_field import AskedField
from registry.forms.name_question import NAMES, NAMES_CONFIRMED, ask_about_names, names_confirmed_field
from registry.forms.written_names import WrittenNamesMixin


class QuestionHelper(FormHelper):
    """Puts the question about names, where the form has one that its layout does not know, behind the names."""

    def render_layout(self, form: Any, context: Any, *args: Any, **kwargs: Any) -> SafeString:
        layout = self.layout
        is_missing = layout is not None and NAMES_CONFIRMED in form.fields and not _holds(layout, NAMES_CONFIRMED)
        if is_missing and not _put_behind(layout, form.judged_names):
            layout.fields.append(AskedField(NAMES_CONFIRMED))
        return super().render_layout(form, context, *args, **kwargs)


def _holds(part: Any, name: str) -> bool:
    return part == name if isinstance(part, str) else any(_holds(one, name) for one in getattr(part, "fields", ()))


def _put_behind(layout: LayoutObject, names: frozenset[str]) -> bool:
    """Behind the first part that holds one of the names: a row of fields stays together."""
    for at, part in enumerate(layout.fields):
        is_row = isinstance(part, str) or (isinstance(part, Div) and all(isinstance(one, str) for one in part.fields))
        if is_row and any(_holds(part, name) for name in names):
            layout.fields.insert(at + 1, AskedField(NAMES_CONFIRMED))
            return True
        if not isinstance(part, str) and getattr(part, "fields", None) and _put_behind(part, names):
            return True
    return False


class AskedNamesMixin(WrittenNamesMixin):
    """Asks about names that have been typed, unless the form does so itself. The field of the answer is there only
    while something is asked."""

    #: texts that hold a name beside other words: the letters alone are judged
    lines_with_names: ClassVar[frozenset[str]] = frozenset({"signatory", "new_signatory"})
    #: names that a form has asked about
    judged_names: frozenset[str] = frozenset()

    def judges_name(self, name: str) -> bool:
        return name in self.lines_with_names or self.names_people(name)

    def is_in_a_case(self, name: str) -> bool:
        """A correction of declension stands in another case than the nominative."""
        return name.startswith("name_")

    def full_clean(self) -> None:
        adds_question = self.is_bound and NAMES_CONFIRMED not in self.fields and any(map(self.judges_name, self.fields))
        if adds_question:
            self.fields[NAMES_CONFIRMED] = names_confirmed_field()
        super().full_clean()
        if adds_question:
            self._take_question_back()

    def _take_question_back(self) -> None:
        """The answer is no data, and where nothing is asked the page has no field for it."""
        is_answered = self.cleaned_data.pop(NAMES_CONFIRMED, False)
        self.__dict__.pop("changed_data", None)
        if not is_answered and NAMES_CONFIRMED not in self.errors:
            del self.fields[NAMES_CONFIRMED]

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        texts = {
            name: text
            for name in self.fields
            if name not in self.judged_names
            and isinstance(text := self.cleaned_data.get(name), str)
            and self.judges_name(name)
            and name in self.changed_data
        }
        if not texts:
            return
        lines = {name: text for name, text in texts.items() if name in self.lines_with_names or self.is_in_a_case(name)}
        names = {name: text for name, text in texts.items() if name not in lines}
        if names.keys() & set(NAMES):  # the parts of a name are judged together
            names |= {name: self.cleaned_data.get(name) or "" for name in NAMES if name in self.fields}
        ask_about_names(self, names, lines)
