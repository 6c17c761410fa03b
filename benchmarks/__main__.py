"""`make bench`: figures as ratios to a baseline of the same run, on both engines one after the other.

`python -m benchmarks postgresql wide` measures one part (benchmarks/one_engine.py) on one engine.
"""

import os
import subprocess
import sys

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    engines = [name for name in sys.argv[1:] if name in ENGINES] or list(ENGINES)
    parts = [name for name in sys.argv[1:] if name not in ENGINES]
    status = 0
    for engine in engines:
        print(f"\n=== {engine} ===", flush=True)
        # Each engine in a process of its own: Django reads its settings once.
        outcome = subprocess.run(
            [sys.executable, "-m", "benchmarks.one_engine", *parts],
            env={**os.environ, "TEST_ENGINE": engine},
            check=False,
        )
        status = status or outcome.returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
