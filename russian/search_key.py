"""Search that folds Cyrillic alike on SQLite and PostgreSQL.

SQLite's LIKE folds ASCII letters only, so every searchable row stores a folded key and queries are folded the same way.
"""

import re
import unicodedata

_NOISE = re.compile(r"[^\w@+№.-]+|_", re.UNICODE)


def fold(text: str) -> str:
    """Lower case, ё as е, punctuation and repeated spaces gone: «ЁЛКИНА  Мария» → «елкина мария»."""
    lowered = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return " ".join(_NOISE.sub(" ", lowered).split())
