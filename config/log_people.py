"""Which account was refused, beside the address, in the messages of Django about requests."""

import logging

#: answers below it are the portal's own: the place in the code where they were made says nothing
_ERROR_OF_SERVER = 500


class NamePerson(logging.Filter):
    """«Forbidden: /pairs/7/» → «Forbidden: /pairs/7/ (account 12)»; asks nobody who was not asked for before. A refusal
    has no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        person = getattr(getattr(record, "request", None), "_cached_user", None)
        if (account := getattr(person, "pk", None)) is not None:
            record.msg, record.args = f"{record.getMessage()} (account {account})", ()
        if getattr(record, "status_code", _ERROR_OF_SERVER) < _ERROR_OF_SERVER:
            record.exc_info = record.exc_text = None
        return True
