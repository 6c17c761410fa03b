"""The number of a paper as a journal has it: papers and pages print «№» before it themselves."""

import re

_SIGN = re.compile(r"^(?:№|N(?:[oо][.\s]|[°º]\s*)?(?=[\s.\d№])|[.\s])+", re.IGNORECASE)


def clean_number(typed: str) -> str:
    """«№ 12-ОД», «N 12-ОД», «No. 12-ОД» and « 12-ОД » are «12-ОД»; a sign without a number is an empty string."""
    return _SIGN.sub("", " ".join(typed.split())).strip()
