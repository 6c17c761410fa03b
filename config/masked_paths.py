"""Addresses as they may stand in a log: without what opens a door, and without what people searched for."""

import logging
import re

#: whoever has what follows gets in by it
_SECRET = re.compile(r"(/invitation/|/password/reset/key/)[^/\s?\"']+")
_QUERY = re.compile(r"\?\S*")
HIDDEN = "…"


def masked_path(path: str) -> str:
    """«/invitation/Zk3x…/?next=/» → «/invitation/…/»."""
    return _SECRET.sub(rf"\1{HIDDEN}", _QUERY.sub("", path))


class MaskSecrets(logging.Filter):
    """For the messages of Django, which name the address that was asked for."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _SECRET.sub(rf"\1{HIDDEN}", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True
