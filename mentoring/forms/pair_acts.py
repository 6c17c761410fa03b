"""Which acts of the register suit a change of a pair, or its securing: the others are offered after them."""

from functools import cached_property

from mentoring.queries.acts import used_for_another_change, warnings_about_use
from registry.forms.act_choice import ActChoiceForm, ActField
from registry.forms.choice_fields import choice_field
from registry.models import Act
from registry.queries.act_titles import names_matter


class PairActForm(ActChoiceForm):
    """An act of another matter, by its title or by what rests on it, stands after the others and is asked about."""

    @cached_property
    def _used_otherwise(self) -> frozenset[int]:
        acts = choice_field(self, "act", ActField).queryset
        return used_for_another_change(acts, self.own_matter) if acts is not None else frozenset()

    def is_of_another_matter(self, act: Act) -> bool:
        if names_matter(act.title, self.own_matter):
            return super().is_of_another_matter(act)
        return super().is_of_another_matter(act) or act.pk in self._used_otherwise

    def warnings_about(self, act: Act) -> list[str]:
        return warnings_about_use(act, self.own_matter)
