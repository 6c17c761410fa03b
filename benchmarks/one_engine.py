"""What is measured on the engine named by TEST_ENGINE, in a database made for it and dropped after it.

`python -m benchmarks.one_engine wide import` measures only the parts named; without a name, all of them.
"""

import sys

from tests.engine import prepare_environment

prepare_environment()

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from benchmarks import import_large, import_mentors, pages, wide_pages  # noqa: E402


def import_of_mentors() -> bool:
    for what, figure in import_mentors.run():
        print(f"{what}: {figure}", flush=True)
    return False


#: each prints what it measured and returns whether a limit was passed
PARTS = {"pages": pages.run, "wide": wide_pages.run, "import": import_of_mentors, "large": import_large.run}


def main() -> int:
    setup_test_environment(debug=False)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    try:
        call_command("load_reference", verbosity=0)
        failed = [part for part in sys.argv[1:] or PARTS if PARTS[part]()]
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
