"""How large a rule is with its names put in: names that double one another grow without end in a few lines."""

from __future__ import annotations

from collections.abc import Mapping

from cleanclaim.errors import RuleFault
from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.check.faults import SYNTAX, Faults, Refused
from cleanclaim.language.clauses import RuleFile
from cleanclaim.language.inside import inside

_MOST = 5000  # nodes of the conditions of one rule, each name counted as what it stands for
_MESSAGE = f"with its names put in, a rule holds at most {_MOST} nodes in its conditions; these are more"


def size_faults(rule: t.TypedRule, file: RuleFile) -> list[RuleFault]:
    """The condition with which a rule grows too large for what asks when it wakes; nothing for most rules.

    Each `let` is gone through once, and its name is counted as what it stands for.
    """
    faults = Faults(file)
    known: dict[str, int] = {}
    whole = _size((rule.where, rule.pair), known)
    for step in (*rule.steps, t.Step(rule.check)):
        size = _size(step.value, known)
        if step.name:
            known[step.name] = size
            continue
        whole += size
        if whole > _MOST:
            faults.add(Refused(step.value.at, SYNTAX, _MESSAGE, "names made of names double: say less in each"))
            break
    return faults.found


def _size(value: object, known: Mapping[str, int]) -> int:
    return sum(known.get(node.name, 1) if isinstance(node, n.Name) else 1 for node in inside(value))
