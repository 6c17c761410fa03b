"""Forms that end, withdraw or remove what their page shows: nothing is done on a page that shows it otherwise."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest

from registry.forms.edit_version import SEEN, EditVersionMixin
from registry.forms.portal_form import PortalForm


class DeedMixin(EditVersionMixin):
    """The form carries the version of the words that its page shows of the record; its own fields have none."""

    cleaned_data: dict[str, Any]
    shown_words = ""

    def show(self, *words: object) -> None:
        self.shown_words = " ".join(map(str, words))
        self.add_version()

    def beside_fields(self) -> dict[str, str]:
        return {"Теперь в реестре": self.shown_words}

    def full_clean(self) -> None:
        """The version is no data of the deed."""
        super().full_clean()
        if self.is_bound:
            self.cleaned_data.pop(SEEN, None)

    def _own_fields(self) -> Iterable[tuple[str, forms.Field]]:
        return ()


class DeedForm(DeedMixin, PortalForm):
    """A page that only asks whether to do it (components/confirm_page.html)."""

    def __init__(self, request: HttpRequest, *words: object, **kwargs: Any) -> None:
        super().__init__(request.POST if request.method == "POST" else None, **kwargs)
        self.show(*words)
