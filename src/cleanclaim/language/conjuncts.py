"""A condition as the several that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleanclaim.language import nodes as n
from cleanclaim.language.types import BOOL


def split(node: n.Typed) -> Iterator[n.Typed]:
    """A condition as several that must all hold; what is denied is turned inwards as far as it goes."""
    if isinstance(node, n.Logic) and node.operator == "and":
        for item in node.items:
            yield from split(item)
    elif isinstance(node, n.Negated):
        yield from _denied(node.operand, node)
    else:
        yield node


def _denied(node: n.Typed, whole: n.Typed) -> Iterator[n.Typed]:
    """The parts of `not node`, which is `whole`."""
    if isinstance(node, n.Negated):
        yield from split(node.operand)
    elif isinstance(node, n.Logic) and node.operator == "or":
        for item in node.items:
            yield from _denied(item, n.Negated(item.at, BOOL, item))
    elif isinstance(node, (n.InSet, n.Present)):
        yield replace(node, negated=not node.negated)
    elif isinstance(node, n.Quantified) and node.word == "no":
        yield replace(node, word="any")
    elif isinstance(node, n.Quantified) and node.word == "every" and node.test is not None:
        yield replace(node, word="any", test=n.Negated(node.test.at, BOOL, node.test))
    else:
        yield whole
