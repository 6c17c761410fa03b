"""`DATABASE_URL=… python -m benchmarks.fill 1000 100`: fills a migrated database with a wide district, to look into.

The first number is of organisations, the second of pairs in each. Prints whom to sign in as, with the password of the
test factories.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.wide_district import WideDistrict  # noqa: E402


def main() -> None:
    organisations, pairs_each = (int(number) for number in sys.argv[1:])
    call_command("load_reference", verbosity=0)
    district = WideDistrict.of(organisations, pairs_each)
    for user in (district.coordinator, district.curator, district.head):
        print(user.email)


if __name__ == "__main__":
    main()
