"""Names of people as forms keep them: Russian letters for Latin ones that look alike, no words in capitals."""

from typing import Any

from django import forms

from registry.names.text_checks import check_name
from registry.pages.reader_messages import tell_reader
from russian.lookalikes import cyrillic_lookalikes
from russian.person_names import written_name


class WrittenNamesMixin(forms.BaseForm):
    """Sets names of people right and says so on the page that follows. A name that was kept otherwise stays while
    nobody touches it."""

    cleaned_data: dict[str, Any]

    def keeps_as_stored(self, name: str) -> bool:
        """Whether what was sent in the field is what the record has already."""
        return False

    def names_people(self, name: str) -> bool:
        return check_name in self.fields[name].validators

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name in self.fields:
            text = self.cleaned_data.get(name)
            if isinstance(text, str) and self.names_people(name) and not self.keeps_as_stored(name):
                self.cleaned_data[name] = _set_right(text)


def _set_right(text: str) -> str:
    right = written_name(text)
    if right == text:
        return text
    russian = cyrillic_lookalikes(text, whole_words=True)
    if russian != text:
        tell_reader(f"В имени «{right}» были латинские буквы. Портал записал его русскими.")
    if right != russian:
        tell_reader(f"Портал записал имя как «{right}»: сплошные заглавные буквы в именах не нужны.")
    return right
