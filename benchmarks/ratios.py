"""How much longer a page takes than the bare view of session and user, measured in the same run."""

from time import perf_counter

from django.test import Client

BARE = "/bench-bare/"
ROUNDS = 12
#: requests of the bare view between two of a page: it is short, and its quickest must be found as well
BARE_EACH = 3
#: a page whose requests have taken this long together, in seconds, is asked for no more
LONGEST = 9.0


def ratio_to_bare(client: Client, address: str) -> float:
    """The page's time to that of the bare view. The two take turns, so that a slow minute of the machine slows both;
    of each the quickest counts, which is the one that nothing else disturbed."""
    spans: list[float] = []
    bare_spans: list[float] = []
    while len(spans) < ROUNDS and sum(spans) < LONGEST:
        spans.append(_time(client, address))
        bare_spans += [_time(client, BARE) for _ in range(BARE_EACH)]
    return min(spans) / min(bare_spans)


def _time(client: Client, address: str) -> float:
    """One request, in seconds; only ever used in a ratio."""
    begun = perf_counter()
    client.get(address)
    return perf_counter() - begun
