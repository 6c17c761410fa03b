"""What the database itself keeps of belonging, acts, banks, dictionaries and the log of views, on both engines."""

from registry.guards.acts import ACT_GUARDS
from registry.guards.banks import BANK_GUARDS
from registry.guards.belonging import BELONGING_GUARDS
from registry.guards.entries import ENTRY_GUARDS
from registry.guards.view_log import VIEW_LOG_GUARDS

GUARDS = [*ACT_GUARDS, *BANK_GUARDS, *ENTRY_GUARDS, *BELONGING_GUARDS, *VIEW_LOG_GUARDS]
