"""Pairs that an act on paper secures."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import Pair
from mentoring.queries.acts import acts_to_secure
from registry.forms.act_choice import ActChoiceForm
from registry.forms.choice_fields import choice_field
from registry.forms.edit_version import EditVersionMixin
from registry.forms.portal_form import PortalForm

USUAL_TITLE = "О закреплении наставнических пар (групп)"


class PaperActForm(EditVersionMixin, ActChoiceForm):
    """The act on which one agreed pair begins to work: the pair that the page showed."""

    def __init__(self, *args: Any, user: User, pair: Pair, **kwargs: Any) -> None:
        super().__init__(
            *args,
            acts=acts_to_secure(user, pair),
            municipality=pair.organisation.municipality,
            organisation=pair.organisation,
            usual_title=USUAL_TITLE,
            **kwargs,
        )
        self.pair = pair
        self.helper.layout = self.layout_with()
        self.add_version()

    def beside_fields(self) -> dict[str, str]:
        pair = self.pair
        return {
            "Наставник": pair.mentor.person.full_name,
            "Наставляемый": pair.mentee.person.full_name,
            "Форма": str(pair.form),
            "Период": f"{pair.starts_on:%d.%m.%Y} – {pair.ends_on:%d.%m.%Y}",
        }


class _PairsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, pair: Pair) -> SafeString:
        now = "согласована" if pair.status == PairStatus.AGREED else f"сейчас по акту: {pair.act}"
        return format_html(
            '{} → {} <span class="d-block small muted">{}, {} – {}, {}</span>',
            pair.mentor.person.full_name,
            pair.mentee.person.full_name,
            pair.organisation,
            f"{pair.starts_on:%d.%m.%Y}",
            f"{pair.ends_on:%d.%m.%Y}",
            now,
        )


class PairsOfActForm(PortalForm):
    pairs = _PairsField(
        label="Какие пары закрепить",
        queryset=Pair.objects.none(),
        error_messages={"required": "Отметьте хотя бы одну пару."},
    )

    def __init__(self, *args: Any, pairs: QuerySet[Pair], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "pairs", forms.ModelMultipleChoiceField).queryset = pairs
