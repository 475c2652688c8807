"""`python -m tests.conform [MUTANTS [SEED]]`: exits with 1 where a difference is not explained."""

from __future__ import annotations

import sys
import time

from tests.conform.run import report, run

MUTANTS, SEED = 22_000, 1


def main() -> int:
    """Compare, tell what came of it, and say whether all of it is explained."""
    given = [int(word) for word in sys.argv[1:]]
    count, seed = [*given, *(MUTANTS, SEED)[len(given) :]]
    began = time.perf_counter()
    outcome = run(count, seed)
    sys.stdout.writelines(f"{line}\n" for line in report(outcome, time.perf_counter() - began))
    return int(bool(outcome.unexplained or outcome.complaints))


if __name__ == "__main__":
    sys.exit(main())
