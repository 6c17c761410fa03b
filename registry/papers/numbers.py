"""The number of a paper as a journal has it: papers and pages print «№» before it themselves."""

import re

_SIGN = re.compile(
    r"^(?:[№#.:\s]|номер(?=[\s.:\d№#])|N(?:[oо](?:[.\s]|(?=\d))|[°º]\s*)?(?=[\s.:\d№#]))+", re.IGNORECASE
)

_WITHOUT = re.compile(r"б\s?[./\\]?\s?н\.?|без\s+номера", re.IGNORECASE)


#: of the parts of a number
_BETWEEN_PARTS = re.compile(r"\s*([-\u2010-\u2014/])\s*")


def clean_number(text: str) -> str:
    """«№ 12-ОД», «N 12-ОД», «No12-ОД», «номер 12-ОД», «#12-ОД», «12 - ОД» and « 12-ОД » are «12-ОД»; a sign
    without a number is an empty string. The letters stay as they are."""
    return _BETWEEN_PARTS.sub(r"\1", _SIGN.sub("", " ".join(text.split()))).strip()


def is_without_number(number: str) -> bool:
    """«б/н», «б. н.», «без номера»: such a paper has no sign of a number before it."""
    return _WITHOUT.fullmatch(" ".join(number.split())) is not None


def number_in_words(number: str, *, space: str = "\u00a0") -> str:
    """«№ 12-ОД», or «б/н» for a paper without a number; nothing where the number is not known."""
    if not number:
        return ""
    return "б/н" if is_without_number(number) else f"№{space}{number}"
