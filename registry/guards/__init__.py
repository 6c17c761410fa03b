"""What the database itself keeps of belonging, acts, banks and dictionaries, on SQLite and on PostgreSQL."""

from registry.guards.acts import ACT_GUARDS
from registry.guards.banks import BANK_GUARDS
from registry.guards.belonging import BELONGING_GUARDS
from registry.guards.entries import ENTRY_GUARDS

GUARDS = [*ACT_GUARDS, *BANK_GUARDS, *ENTRY_GUARDS, *BELONGING_GUARDS]
