"""Hunts for claims and rules that the engine judges otherwise than a plain reference does.

`python -m tests.across --count 1000 --seed 1`; the same seed makes the same claims and rules.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence

from cleanclaim import group
from cleanclaim.engine import meetings
from tests.across.reference import differences
from tests.across.rules import drawn, shipped


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what differs: the seed, and the rule with its clauses."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args(arguments)
    found = 0
    for seed in range(chosen.seed, chosen.seed + chosen.count):
        luck = random.Random(seed)
        group._FEW = 1 + seed % 2 * 15  # rows, from which on it is chosen among them
        meetings._TOGETHER = (5_000, 3)[seed % 4 > 1]  # claims that are held at once
        made = drawn(luck, 8)
        texts = {one.rule.code: one.text for one in made}
        for code in differences(luck, (*shipped(), *(one.rule for one in made)), spoiled=seed % 3 == 0):
            found += 1
            sys.stdout.write(f"seed {seed}: {code}\n{texts.get(code, '')}\n")
    sys.stdout.write(f"{chosen.count} runs, {found} differences\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
