"""How often a sign-in may fail: each failure is counted, and past a number of them each makes the next pause longer.

The pause belongs to an account together with the address in the network from which it was tried, so that a stranger
shuts out neither the owner, who comes from elsewhere, nor those who share the stranger's address. Who tries many
accounts from one address, or one account from many, is stopped by two more counts; they leave alone who has signed in
from there before. The counts stand in the shared cache (ADR 45).
"""

import hashlib
import time
from dataclasses import dataclass

from allauth.core.internal.ratelimit import cache_lock
from django.core.cache import cache

#: seconds for which an address is known to be the owner's
KNOWN_FOR = 60 * 24 * 60 * 60
#: seconds to wait when the same account is tried from the same address at this very moment
AT_ONCE = 2


@dataclass(frozen=True)
class Limit:
    """`free` failures within `window` seconds cost nothing; then pauses double from `first` to `longest` seconds."""

    free: int
    window: int
    first: int = 30
    longest: int = 30 * 60

    def pause_after(self, failures: int) -> int:
        if failures < self.free:
            return 0
        return min(self.first * 2 ** min(failures - self.free, 20), self.longest)


OF_BOTH = Limit(free=5, window=24 * 60 * 60)
#: of an address with all accounts, and of an account from all addresses
OF_ONE = Limit(free=100, window=60 * 60)


@dataclass(frozen=True)
class Failures:
    """How many there were since `began`, and until when nothing is tried (seconds of the clock)."""

    number: int
    began: float
    until: float


def begin_attempt(address: str, account: str) -> int:
    """Seconds to wait before the password may be looked at, or 0. It counts as a failure until `forgive` is called."""
    both = _key("both", address, account)
    with cache_lock(both) as is_alone:
        if not is_alone:
            return AT_ONCE
        keys = [both]
        if not cache.get(_key("known", address, account)):
            keys += [_key("address", address), _key("account", account)]
        if wait := max(_seconds_left(key) for key in keys):
            return wait
        _add_failure(both, OF_BOTH)
    return 0


def count_failure(address: str, account: str) -> None:
    for key in (_key("address", address), _key("account", account)):
        with cache_lock(key) as is_alone:
            if is_alone:
                _add_failure(key, OF_ONE)


def forgive(address: str, account: str) -> None:
    """The owner has signed in from there, or has set a new password."""
    cache.delete(_key("both", address, account))
    cache.set(_key("known", address, account), True, KNOWN_FOR)


def _key(count: str, *of: str) -> str:
    """Neither addresses nor accounts are to be read in the cache."""
    return f"sign-in-{count}-{hashlib.sha256(' '.join(of).lower().encode()).hexdigest()}"


def _seconds_left(key: str) -> int:
    failures: Failures | None = cache.get(key)
    return max(0, round(failures.until - time.time())) if failures else 0


def _add_failure(key: str, limit: Limit) -> None:
    now = time.time()
    former: Failures | None = cache.get(key)
    if former is None or former.began + limit.window < now:
        former = Failures(0, now, now)
    number = former.number + 1
    until = now + limit.pause_after(number)
    cache.set(key, Failures(number, former.began, until), max(former.began + limit.window, until) - now)
