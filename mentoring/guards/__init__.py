"""What the database itself keeps of pairs, stages and requests, on SQLite and on PostgreSQL."""

from mentoring.guards.banks import BANK_DAY_GUARDS
from mentoring.guards.cap import CAP_GUARDS
from mentoring.guards.dates import DATE_GUARDS
from mentoring.guards.doubles import DOUBLE_GUARDS
from mentoring.guards.entries import PAIR_ENTRY_GUARDS
from mentoring.guards.requests import REQUEST_GUARDS
from mentoring.guards.stages import STAGE_GUARDS

GUARDS = [
    *BANK_DAY_GUARDS,
    *DATE_GUARDS,
    *DOUBLE_GUARDS,
    *STAGE_GUARDS,
    *PAIR_ENTRY_GUARDS,
    *CAP_GUARDS,
    *REQUEST_GUARDS,
]
