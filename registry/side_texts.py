"""Sentences of the portal about the two sides of mentoring, in the words that the rules of the reader have for them.

A text is written with the usual words, «База наставников»; for a reader whose rules say «шеф» it reads «База шефов».
Only texts of the portal itself go through here, never what people have typed.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.utils.functional import lazy

from russian.side_words import SideWords
from russian.typography import upper_first


class SidePair(NamedTuple):
    """The words for the mentor and the mentee."""

    mentor: SideWords
    mentee: SideWords


#: usual form → case. Where one form serves two cases, a suffix that is not shown tells the rarer one.
_MENTOR_FORMS = {
    "наставник": "nominative",
    "наставника": "genitive",
    "наставника_вин": "accusative",
    "наставнику": "dative",
    "наставником": "instrumental",
    "наставнике": "prepositional",
    "наставники": "plural_nominative",
    "наставников": "plural_genitive",
    "наставникам": "plural_dative",
    "наставниками": "plural_instrumental",
    "наставниках": "plural_prepositional",
}
_MENTEE_FORMS = {
    "наставляемый": "nominative",
    "наставляемого": "genitive",
    "наставляемого_вин": "accusative",
    "наставляемому": "dative",
    "наставляемым": "instrumental",
    "наставляемом": "prepositional",
    "наставляемые": "plural_nominative",
    "наставляемых": "plural_genitive",
    "наставляемым_мн": "plural_dative",
    "наставляемыми": "plural_instrumental",
    "наставляемых_пр": "plural_prepositional",
}
#: Before the word may stand one that agrees with it, as «(другого/другую)». «Совет наставников» is the name of a body,
#: «педагог-наставник» a term of the sources.
_SIDES = re.compile(
    r"(?<![\w-])(?:(?P<body>совет[а-я]*\s)|\((?P<masculine>\w+)/(?P<feminine>\w+)\)\s)?"
    r"(?P<term>(?:наставник|наставляем)[а-я]*(?:_[а-я]+)?)",
    re.IGNORECASE,
)

_of_reader: ContextVar[Callable[[], SidePair | None] | None] = ContextVar("words_of_reader", default=None)


@contextmanager
def reader_words(words: Callable[[], SidePair | None]) -> Iterator[None]:
    """Until its end texts are put into these words; they are asked for with the first text that needs them. None:
    the usual ones."""
    token = _of_reader.set(words)
    try:
        yield
    finally:
        _of_reader.reset(token)


def side_text(text: str, words: SidePair | None = None) -> str:
    """The text in the words given, otherwise in those of the reader."""
    of_reader = _of_reader.get()
    called = words or (of_reader() if of_reader else None)

    def replaced(match: re.Match[str]) -> str:
        term, masculine = match["term"], match["masculine"]
        case = _MENTOR_FORMS.get(term.lower()) or _MENTEE_FORMS.get(term.lower())
        if match["body"] or not called or not case:
            adjective = f"{masculine} " if masculine else ""
            return (match["body"] or adjective) + term.partition("_")[0]
        side = called.mentor if term.lower() in _MENTOR_FORMS else called.mentee
        word = str(getattr(side, case))
        word = upper_first(word) if term[0].isupper() else word
        return f"{side.agreeing(masculine, match['feminine'])} {word}" if masculine else word

    return _SIDES.sub(replaced, text)


def side_label(text: str) -> str:
    """The same, put into words whenever it is shown: for labels that are made once."""
    return _lazy_text(text)


_lazy_text = lazy(side_text, str)
