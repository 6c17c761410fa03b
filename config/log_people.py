"""Which account was refused, beside the address, in the messages of Django about requests."""

import logging


class NamePerson(logging.Filter):
    """«Forbidden: /pairs/7/» → «Forbidden: /pairs/7/ (account 12)»; asks nobody who was not asked for before."""

    def filter(self, record: logging.LogRecord) -> bool:
        person = getattr(getattr(record, "request", None), "_cached_user", None)
        if (account := getattr(person, "pk", None)) is not None:
            record.msg, record.args = f"{record.getMessage()} (account {account})", ()
        return True
