#!/usr/bin/env python
"""Django's command line."""

import gc
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # `migrate` builds the classes of all models anew for hundreds of steps: to look among them for what is no longer
    # used after every 700 new objects takes a quarter of its time.
    gc.set_threshold(20_000, 20, 50)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
