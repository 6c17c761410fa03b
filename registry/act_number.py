"""How the number of an act is stored: without the sign that every page puts before it."""

import re

_SIGN = re.compile(r"^(?:\s*(?:№|N[oо]?\.?(?=\s*\d)))+", re.IGNORECASE)


def clean_act_number(typed: str) -> str:
    """«№ 12-ОД» → «12-ОД», «N 5» → «5»; spaces inside are single."""
    return " ".join(_SIGN.sub("", typed).split())
