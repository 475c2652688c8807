"""Heirs of one rule: two that take over for the same payer on the same day would both speak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from cleanclaim.errors import RuleFault
from cleanclaim.language import clauses as c
from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.check.faults import TWICE, Faults, Refused
from cleanclaim.language.codes import CodeSet

_ANY_PAYER = "ANYPAYER"  # stands for a payer that nobody names
_ANY_DAY = dt.date(2000, 1, 1)


def clashes(rules: Sequence[t.TypedRule], files: Mapping[str, c.RuleFile]) -> list[RuleFault]:
    """A fault for each two heirs of one rule of which neither extends the other, but which meet.

    Only what is certain is told: a payer and a day that both are for. `files` are those of the rules, by path.
    """
    found: list[RuleFault] = []
    for one, other in combinations([rule for rule in rules if rule.extends], 2):
        shared = [code for code in other.extends if code in one.extends]
        related = one.about.code in other.extends or other.about.code in one.extends
        if shared and not related and _meet(one.scope, other.scope):
            found += _fault(one, other, shared[0], files)
    return found


def _fault(one: t.TypedRule, other: t.TypedRule, parent: str, files: Mapping[str, c.RuleFile]) -> list[RuleFault]:
    faults = Faults(files[other.path])
    codes = f"`{other.about.code}` and `{one.about.code}`"
    message = f"{codes} take over from `{parent}` for the same payers and days, so that both would speak"
    help_ = f"leave them to one of the two, or let one extend the other: `extends {one.about.code}`"
    faults.add(Refused(other.at, TWICE, message, help_))
    return faults.found


def _meet(one: Sequence[n.Typed], other: Sequence[n.Typed]) -> bool:
    both = [*one, *other]
    return any(_for_payer(both, payer) for payer in _payers(both)) and any(_on_day(both, day) for day in _days(both))


def _payers(conditions: Sequence[n.Typed]) -> Iterator[str]:
    """Payers of which one is meant by both, if any of those named is."""
    yield _ANY_PAYER
    for node in conditions:
        if isinstance(node, n.InSet):
            yield from _named(node.codes)


def _named(codes: CodeSet) -> Iterator[str]:
    yield from codes.literals
    yield from (code for ends in codes.ranges for code in ends)
    for part in codes.parts:
        yield from _named(part)
    for pattern in codes.patterns:  # the shortest code that a wildcard means
        yield pattern.replace("[A-Z0-9.]*", "").replace("[A-Z0-9]", "0")


def _for_payer(conditions: Sequence[n.Typed], payer: str) -> bool:
    asked = [node for node in conditions if isinstance(node, n.InSet)]
    return all((payer in node.codes) != node.negated for node in asked)


def _days(conditions: Sequence[n.Typed]) -> Iterator[dt.date]:
    yield _ANY_DAY
    for node in conditions:
        if isinstance(node, n.Compared) and isinstance(node.right, n.Const):
            yield node.right.value


def _on_day(conditions: Sequence[n.Typed], day: dt.date) -> bool:
    for node in conditions:
        if isinstance(node, n.Compared) and isinstance(node.right, n.Const):
            if node.operator == ">=" and day < node.right.value:
                return False
            if node.operator == "<=" and day > node.right.value:
                return False
    return True
