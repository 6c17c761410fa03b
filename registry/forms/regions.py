"""Another spelling of a region, shown as «было → стало» before it is written."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from registry.forms.change_confirmation import CONFIRMED, REASON, ChangeConfirmationMixin
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import PortalForm
from registry.names.text_checks import check_words
from registry.queries.municipalities import known_regions, spelling_among


class RegionForm(ChangeConfirmationMixin, PortalForm):
    missing_reason = "Напишите, почему регион пишется иначе: это останется в истории."

    region = forms.ChoiceField(label="Как регион записан сейчас")
    spelling = forms.CharField(
        label="Как правильно", max_length=200, validators=[check_words], help_text="Полностью: «Новгородская область»"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known_regions()
        choice_field(self, "region", forms.ChoiceField).choices = [
            ("", "выберите"),
            *((one, one) for one in self._known),
        ]
        self.helper.layout = Layout("region", "spelling", REASON, CONFIRMED)

    def clean_spelling(self) -> str:
        """As another region stands in the register, where it differs only in letter case, spaces or signs."""
        others = [region for region in self._known if region != self.cleaned_data.get("region")]
        return spelling_among(others, " ".join(self.cleaned_data["spelling"].split()))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("spelling") and cleaned.get("spelling") == cleaned.get("region"):
            self.add_error("spelling", "Так регион и записан. Напишите, как он пишется правильно.")
        return cleaned
