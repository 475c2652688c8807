"""Measures rules alone: claims that are built already, and 40, 200 and 1,000 rules.

`python tests/bench_rules.py [RULES...]`; no test, and nothing depends on its numbers. Beyond the shipped rules there
are variants of those that other procedures can wake, as a set of so many rules would hold them (`tests.variants`); a
rule is never there twice with the same procedures. The claims are correct; a column beside has a finding on one line
in a hundred, as a good day at a clearinghouse has. All claims lie in memory, more than a processor's cache holds.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cleanclaim.claim import Claim, build  # noqa: E402
from cleanclaim.compiled import CompiledRule  # noqa: E402
from cleanclaim.engine import Engine  # noqa: E402
from cleanclaim.guide import place  # noqa: E402
from cleanclaim.source import Source  # noqa: E402
from cleanclaim.x12 import read_events  # noqa: E402
from tests.claimgen.files import clean  # noqa: E402
from tests.linting import catalogue  # noqa: E402
from tests.variants import many_rules  # noqa: E402

SIZES = (40, 200, 1000)  # rules
CLAIMS, ROUNDS = 10_000, 10  # 3 lines each; the same claims again, so that they fit into memory
UNKNOWN = "A0{:03}"  # no rule knows them
SPOILED = 33  # claims, of which one has a wrong total: a finding for each hundred lines
HEAD = "rules   lines  µs a line  with 1 % findings  unindexed  where no rule knows the code  code made, s"


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print a table: one row for each number of rules."""
    claims = make_claims(CLAIMS)
    gc.collect()
    gc.freeze()
    _say(HEAD)
    for size in sizes:
        _row(many_rules(catalogue().rules, size), claims)


def make_claims(count: int) -> list[Claim]:
    """Clean claims of three lines."""
    with Source.from_bytes("".join(clean(count, seed=1)).encode("latin-1")) as source:
        return [event for event in build(place(read_events(source))) if isinstance(event, Claim)]


def _row(rules: tuple[CompiledRule, ...], claims: Sequence[Claim]) -> None:
    start = time.process_time()
    for rule in rules:
        rule.judge  # noqa: B018 (code is made when it is asked for first)
    made = time.process_time() - start
    lines = sum(len(claim.lines) for claim in claims)
    seconds, _ = _measure(rules, claims, ROUNDS)
    few = claims[: CLAIMS // 10]
    plain, same = _measure(unindexed(rules), few, 2)
    if same != _measure(rules, few, 2)[1]:
        raise RuntimeError("findings differ with and without index")
    quiet, spoiled = _unknown(rules, claims), _spoiled(rules, claims)
    micro, bare = seconds / lines * 1e6, plain / lines * 10 * 1e6
    counts = f"{len(rules):>5}{lines * ROUNDS:>8}"
    _say(f"{counts}{micro:>11.2f}{spoiled:>19.2f}{bare:>11.2f}{quiet:>30.2f}{made:>14.2f}")


def unindexed(rules: Iterable[CompiledRule]) -> tuple[CompiledRule, ...]:
    """The same rules, each woken by every line."""
    return tuple(
        replace(rule, wakes=(), presences=(), make_gate=lambda: None, make_glance=lambda: None) for rule in rules
    )


def _measure(rules: Sequence[CompiledRule], claims: Sequence[Claim], rounds: int) -> tuple[float, int]:
    """Seconds of processor time for a round, at its best, and how many findings there are in it."""
    engine, best = Engine(rules), float("inf")
    for _ in range(rounds):
        start = time.process_time()
        found = sum(len(engine.judge(claim)) for claim in claims)
        best = min(best, time.process_time() - start)
    return best, found


def _spoiled(rules: Sequence[CompiledRule], claims: Sequence[Claim]) -> float:
    """Microseconds of processor time for a line where one in a hundred has a finding."""
    spoiled = [(claim, claim.total_charge) for claim in claims[::SPOILED]]
    for claim, charge in spoiled:
        claim.total_charge = None if charge is None else charge + 1
    seconds, findings = _measure(rules, claims, 3)
    for claim, charge in spoiled:
        claim.total_charge = charge
    if any(rule.code == "BAL001" for rule in rules) and findings < len(spoiled):
        raise RuntimeError("a wrong total was not found")
    return seconds / sum(len(claim.lines) for claim in claims) * 1e6


def _unknown(rules: Sequence[CompiledRule], claims: Sequence[Claim]) -> float:
    """Microseconds of processor time for a line whose procedure no rule names."""
    procedures = [line.procedure for claim in claims for line in claim.lines]
    modifiers = [line.modifiers for claim in claims for line in claim.lines]
    lines = [line for claim in claims for line in claim.lines]
    for line in lines:
        line.procedure, line.modifiers = UNKNOWN.format(line.position), ()
    seconds, _ = _measure(rules, claims, 3)
    for line, procedure, mods in zip(lines, procedures, modifiers, strict=True):
        line.procedure, line.modifiers = procedure, mods
    return seconds / len(lines) * 1e6


def _say(row: str) -> None:
    sys.stdout.write(row + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or SIZES)
