"""`python -m tests.claimgen clean 10000 --seed 1 > file`: claim files on standard output."""

from __future__ import annotations

import argparse
import sys

from tests.claimgen import CROWDS, clean, crowd, flawed


def main() -> None:
    """Write the file that the arguments ask for; what is wrong with a flawed one goes to stderr."""
    parser = argparse.ArgumentParser(prog="python -m tests.claimgen")
    parser.add_argument("kind", choices=("clean", "flawed", *CROWDS))
    parser.add_argument("claims", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", type=int, default=3, help="service lines in a claim that is not flawed")
    parser.add_argument("--per-transaction", type=int, default=5000, help="claims in a transaction of a clean file")
    asked = parser.parse_args()
    if asked.kind == "clean":
        sys.stdout.writelines(clean(asked.claims, asked.seed, asked.lines, asked.per_transaction))
        return
    if asked.kind in CROWDS:
        sys.stdout.writelines(crowd(asked.kind, asked.claims, asked.seed, asked.lines))
        return
    made = flawed(asked.claims, asked.seed)
    sys.stdout.write(made.text)
    for expected in made.expected:
        sys.stderr.write("\t".join(str(value) for value in expected) + "\n")


if __name__ == "__main__":
    main()
