"""`make bench`: figures as ratios to a baseline of the same run, on both engines one after the other."""

import os
import subprocess
import sys

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    wanted = sys.argv[1:] or list(ENGINES)
    status = 0
    for engine in wanted:
        print(f"\n=== {engine} ===", flush=True)
        # Each engine in a process of its own: Django reads its settings once.
        outcome = subprocess.run(
            [sys.executable, "-m", "benchmarks.one_engine"], env={**os.environ, "TEST_ENGINE": engine}, check=False
        )
        status = status or outcome.returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
