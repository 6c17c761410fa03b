"""The collector of cycles in a worker that serves pages."""

import gc

#: a page of a district makes tens of thousands of objects that die with it; the usual 700 would walk them over and over
NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS = 20_000, 20, 50


def configure_collector() -> None:
    """What the start has made stays as long as the process and is walked no more; the rest is walked less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)
