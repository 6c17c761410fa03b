"""Which of two cards stays and whose value each differing fact takes, as the page of comparison sends it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from registry.merging.field_comparison import Section
from registry.models import Person


class MergeForm(forms.Form):
    """`keep` and one choice for each differing fact; all values are primary keys of the two people."""

    def __init__(self, *args: Any, people: tuple[Person, Person], sections: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = [(person.pk, str(person)) for person in people]
        self.fields["keep"] = forms.TypedChoiceField(choices=owners, coerce=int)
        for section in sections:
            for comparison in section.differing:
                self.fields[comparison.name] = forms.TypedChoiceField(
                    choices=owners, coerce=int, required=False, empty_value=None
                )

    def choices(self) -> dict[str, int]:
        """Fact → whose value; facts without a choice take the likely value."""
        return {name: owner for name, owner in self.cleaned_data.items() if name != "keep" and owner is not None}
