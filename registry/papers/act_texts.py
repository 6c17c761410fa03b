"""Sentences of the portal about the act that secures pairs, with the word that the rules of the reader have for it.

A text is written with the usual word, «Ждут приказа»; for a reader whose rules say «распоряжение» it reads «Ждут
распоряжения». A word that agrees with it is written in both forms, masculine and neuter: «(бумажный/бумажное) приказ».
Texts about acts of all kinds, as the search or the list of kinds, do not go through here, nor what people have typed:
what an act or a reason is called is put beside the text afterwards.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import lazy

from registry.papers.act_cases import ActCases
from russian.typography import upper_first

_CASES = {
    "приказ": "nominative",
    "приказа": "genitive",
    "приказу": "dative",
    "приказом": "instrumental",
    "приказе": "prepositional",
    "приказы": "plural_nominative",
    "приказов": "plural_genitive",
    "приказам": "plural_dative",
}
_WORD = re.compile(r"(?<![\w-])приказ[а-я]*", re.IGNORECASE)
_AGREEING = re.compile(r"\(([а-яё]+)/([а-яё]+)\)", re.IGNORECASE)

_of_reader: ContextVar[Callable[[], ActCases | None] | None] = ContextVar("act_of_reader", default=None)


@contextmanager
def reader_act(act: Callable[[], ActCases | None]) -> Iterator[None]:
    """Until its end texts have this word; it is asked for with the first text that needs it. None: the usual one."""
    token = _of_reader.set(act)
    try:
        yield
    finally:
        _of_reader.reset(token)


def act_text(text: str, act: ActCases | None = None) -> str:
    """The text with the word for the act given, otherwise with that of the reader."""
    of_reader = _of_reader.get()
    called = act or (of_reader() if of_reader else None)

    def replaced(match: re.Match[str]) -> str:
        case = _CASES.get(match[0].lower())
        if called is None or case is None:
            return match[0]
        word = str(getattr(called, case))
        return upper_first(word) if match[0][0].isupper() else word

    def agreeing(match: re.Match[str]) -> str:
        return called.agreeing(match[1], match[2]) if called else match[1]

    return _WORD.sub(replaced, _AGREEING.sub(agreeing, str(text)))


def act_label(text: str) -> str:
    """The same, put into words whenever it is shown: for labels that are made once."""
    return _lazy_text(text)


_lazy_text = lazy(act_text, str)
