"""A change that touches many is shown as «было → стало» and saved only with a reason."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.crypto import salted_hmac

REASON, CONFIRMED = "reason", "confirmed"
MOST_REASON = 100


class ChangeConfirmationMixin(forms.BaseForm):
    """The first sending shows what would change; the second, of the same values and with a reason, saves. Whatever is
    changed between the two is shown again. The two fields are no data: a form with a version has them `unversioned`."""

    is_asking = False
    missing_reason = "Напишите, почему правила меняются: это останется в истории."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[REASON] = forms.CharField(
            label="Почему меняем", max_length=MOST_REASON, required=False, widget=forms.HiddenInput
        )
        self.fields[CONFIRMED] = forms.CharField(required=False, widget=forms.HiddenInput)

    def is_confirmed(self) -> bool:
        """Of a valid form. Otherwise the page shows the change and asks for the reason."""
        digest = self._digest()
        has_been_shown = self.cleaned_data[CONFIRMED] == digest
        if has_been_shown and self.cleaned_data[REASON]:
            return True
        self.is_asking = True
        self.fields[REASON].widget = forms.TextInput(attrs={"maxlength": MOST_REASON})
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix(CONFIRMED)] = digest
        self.data = data
        if has_been_shown:
            self.add_error(REASON, self.missing_reason)
        return False

    def _digest(self) -> str:
        values = {name: _plain(value) for name, value in self.cleaned_data.items() if name not in (REASON, CONFIRMED)}
        return salted_hmac("registry.change_confirmation", repr(sorted(values.items()))).hexdigest()


def _plain(value: Any) -> str:
    if hasattr(value, "values_list"):
        return repr(sorted(value.values_list("pk", flat=True)))
    return str(value)
