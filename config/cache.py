"""The cache that all processes of the portal share."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: rows of the table, from which on Django removes what is out of date
MOST_ROWS = 50_000


def shared_cache(url: str) -> dict[str, Any]:
    """For CACHES: the server of CACHE_URL (Redis or Valkey), or without one a table of the database."""
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "accounts_cacheentry",
            "OPTIONS": {"MAX_ENTRIES": MOST_ROWS},
        }
    scheme, rest = urlsplit(url).scheme, url.partition(":")[2]
    schemes = {"redis": "redis", "valkey": "redis", "rediss": "rediss", "valkeys": "rediss", "unix": "unix"}
    if scheme not in schemes:
        raise ImproperlyConfigured(f"CACHE_URL begins with one of {', '.join(schemes)}, and not with {scheme!r}")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{schemes[scheme]}:{rest}",
        "KEY_PREFIX": "portal",
    }
