"""Two codes of one segment that changed places: one fault, said of the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from cleanclaim.findings import Finding
from cleanclaim.guide.judge import CODE, Verdict
from cleanclaim.guide.shape import Shape
from cleanclaim.x12 import Delimiters, element_name

Swaps = dict[Verdict, Verdict]


def find_swaps(shape: Shape, text: str, delimiters: Delimiters, verdicts: Sequence[Verdict]) -> Swaps:
    """Pairs of refused codes of which each is one that the guide lists where the other stands; none is in two."""
    refused = [verdict for verdict in verdicts if verdict.code == CODE]
    if len(refused) < 2:
        return {}
    values = text.split(delimiters.element)
    swaps: Swaps = {}
    for first, second in combinations(refused, 2):
        if {first, second}.isdisjoint((*swaps, *swaps.values())) and all(
            _lists(shape, here, _value(values, delimiters, there))
            for here, there in ((first, second), (second, first))
        ):
            swaps[first] = second
    return swaps


def say_swap(finding: Finding, shape: Shape, first: Verdict, second: Verdict) -> Finding:
    """The finding of the first code, which speaks for both."""
    names = " and ".join(element_name(shape.segment, one.element, one.component) for one in (first, second))
    order = ", or what they stand in, if that is out of order" if first.component else ""
    return replace(
        finding,
        message=f"{names} hold each other's codes: {finding.message}",
        suggestion=f"exchange the codes of {names}{order}",
    )


def _lists(shape: Shape, verdict: Verdict, value: str) -> bool:
    field = shape.field(verdict.element, verdict.component)
    return field is not None and value in field.codes


def _value(values: list[str], delimiters: Delimiters, verdict: Verdict) -> str:
    value = values[verdict.element]
    return value.split(delimiters.component)[verdict.component - 1] if verdict.component else value
