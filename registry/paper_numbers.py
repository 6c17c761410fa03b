"""The number of a paper as a journal has it: papers and pages print «№» before it themselves."""

import re

_SIGN = re.compile(
    r"^(?:[№#.:\s]|номер(?=[\s.:\d№#])|N(?:[oо](?:[.\s]|(?=\d))|[°º]\s*)?(?=[\s.:\d№#]))+", re.IGNORECASE
)


def clean_number(text: str) -> str:
    """«№ 12-ОД», «N 12-ОД», «No12-ОД», «номер 12-ОД», «#12-ОД» and « 12-ОД » are «12-ОД»; a sign
    without a number is an empty string."""
    return _SIGN.sub("", " ".join(text.split())).strip()
