"""Addresses as they may stand in a log: without what opens a door, and without what people searched for."""

import logging
import re

#: whoever has what follows gets in by it
_SECRET = re.compile(r"(/invitation/|/password/reset/key/)[^/\s?\"']+")
_QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']*")
HIDDEN = "…"


def masked(text: str) -> str:
    """«GET /invitation/Zk3x…/?next=/» → «GET /invitation/…/»."""
    return _SECRET.sub(rf"\1{HIDDEN}", _QUERY.sub(r"\1", text))


class MaskSecrets(logging.Filter):
    """For messages of Django and gunicorn, which name the address that was asked for."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True
