"""Words for the two sides are saved once their sentences have been seen: whether they are right, a person judges."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from registry.side_sentences import other_phrases_of, sentences_of
from registry.side_texts import SidePair

WORDS_SHOWN = "words_shown"


class WordsPreviewMixin(forms.BaseForm):
    """The first sending of other words shows the sentences, the second one of the same words saves. The field is no
    data: a form with a version has it `unversioned`."""

    #: of an order, and of pages: filled when the page has to show them
    sentences: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[WORDS_SHOWN] = forms.CharField(required=False, widget=forms.HiddenInput)

    def words_to_show(self) -> SidePair | None:
        """Of a valid form: None when the words stay what they are."""
        raise NotImplementedError

    def words_are_shown(self) -> bool:
        """Of a valid form. Otherwise the page shows the sentences."""
        earlier, words = self.cleaned_data.pop(WORDS_SHOWN, ""), self.words_to_show()
        if words is None:
            return True
        digest = salted_hmac("registry.words_preview", repr(words)).hexdigest()
        if earlier == digest:
            return True
        self.sentences, self.phrases = tuple(sentences_of(words)), tuple(other_phrases_of(words))
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix(WORDS_SHOWN)] = digest
        self.data = data
        return False
