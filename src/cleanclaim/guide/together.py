"""Verdicts that are one fault: a value that is missing with its qualifier, and all that is too much at an end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleanclaim.findings import Finding
from cleanclaim.guide.judge import COMPONENTS, MISSING, SURPLUS, UNUSED, Verdict
from cleanclaim.guide.shape import Shape
from cleanclaim.guide.verdicts import label
from cleanclaim.x12 import element_name

Joined = dict[Verdict, tuple[Verdict, ...]]
_FORMAT_AND_PERIOD = ("1250", "1251")  # data elements: how a date is written, and the date


def find_joined(shape: Shape, verdicts: Sequence[Verdict]) -> Joined:
    """Those that speak for others, with the others, in their order."""
    by_place = {(verdict.element, verdict.component): verdict for verdict in verdicts}
    joined: Joined = {}
    for first, second in _pairs(shape):
        both = [verdict for at in (first, second) if (verdict := by_place.get((at, 0))) and verdict.code == MISSING]
        if len(both) == 2:
            joined[both[1]] = (both[0],)
    for verdict in verdicts:
        if verdict.code in (SURPLUS, COMPONENTS) and (before := tuple(_unused_before(verdict, by_place))):
            joined[verdict] = before[::-1]
    return joined


def say_joined(
    finding: Finding, shape: Shape, verdict: Verdict, silent: Sequence[Verdict], others: Sequence[Finding]
) -> Finding:
    """The finding of the verdict that speaks, for those that are `silent` too; `others` are their findings."""
    if verdict.code == MISSING:
        message = f"required elements {label(shape, silent[0])} and {label(shape, verdict)} are missing"
        return replace(finding, message=message, suggestion=_advise(finding, others))
    first, last = (element_name(shape.segment, one.element, one.component) for one in (silent[0], silent[-1]))
    before = f"{first} is" if len(silent) == 1 else f"{first} to {last} are"
    return replace(finding, message=f"{finding.message}, and {before} not used in the guide")


def _pairs(shape: Shape) -> Iterator[tuple[int, int]]:
    """The elements that come together or not at all, by a syntax note or by what they are."""
    yield from ((note.elements[0], note.elements[1]) for note in shape.notes if note.kind == "P")
    numbers = [field.number for field in shape.fields]
    for at in range(1, len(numbers)):
        if (numbers[at - 1], numbers[at]) == _FORMAT_AND_PERIOD:
            yield at, at + 1


def _unused_before(verdict: Verdict, by_place: dict[tuple[int, int], Verdict]) -> Iterator[Verdict]:
    """What stands without a gap before one that is too many, and is not used: the last of them first."""
    element, component = verdict.element, verdict.component
    while True:
        element, component = (element, component - 1) if component else (element - 1, 0)
        before = by_place.get((element, component))
        if before is None or before.code != UNUSED:
            return
        yield before


def _advise(finding: Finding, others: Sequence[Finding]) -> str:
    """The advice for each, once; that of the rule where there is no other."""
    general = finding.about.suggestion
    told = dict.fromkeys(one.suggestion for one in (*others, finding) if one.suggestion != general)
    return "; ".join(told) or "send the elements that the message names"
