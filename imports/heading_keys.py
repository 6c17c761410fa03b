"""The key by which two spellings of a heading are one."""

import re
from functools import lru_cache

from russian.lookalikes import cyrillic_lookalikes

#: «Педагоги-⏎ческий стаж» broken over two lines.
_HYPHENATED = re.compile(r"(?<=[а-я]{2})-\s+(?=[а-я]{3})")
_WORDS = re.compile(r"[^\W_]+")
_FIO = re.compile(r"\bф\W{0,2}и\W{0,3}о\b\W?")


@lru_cache(maxsize=8192)
def heading_key(heading: str) -> str:
    """«Ф.И.О. наставника:» and «фио  наставника» are one heading."""
    heading = cyrillic_lookalikes(heading, whole_words=True)
    text = _HYPHENATED.sub("", heading.casefold().replace("ё", "е").replace("№", " n "))
    return " ".join(_WORDS.findall(_FIO.sub(" фио ", text)))
