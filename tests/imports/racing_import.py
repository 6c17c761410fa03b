"""One of several processes that write imports at once; started by tests/imports/test_pair_races.py.

Arguments: the batch, the user, the day. Waits for a line on standard input so that all processes start together,
commits the batch and prints the states of its rows.
"""

import os
import sys
from datetime import date


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from accounts.models import User
    from imports.actions import commit_batch
    from imports.models import ImportBatch
    from registry import clock

    batch_id, user_id, day = sys.argv[1:]
    batch, by = ImportBatch.objects.get(pk=batch_id), User.objects.get(pk=user_id)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with clock.as_at(date.fromisoformat(day)):
        commit_batch(batch=batch, by=by)
    sys.stdout.write(",".join(batch.rows.order_by("position").values_list("status", flat=True)))


if __name__ == "__main__":
    main()
