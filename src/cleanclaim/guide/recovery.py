"""Places for segments that fit nowhere forward: too late, or their loop's first segment missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.guide.openings import Open
from cleanclaim.guide.shape import Child, Guide, Loop
from cleanclaim.guide.steps import Step

# Openers of optional loops whose other segments tell by themselves which loop it is; an NM1 opens too many.
_TELLING = frozenset({"HL", "CLM", "SBR", "LIN", "SVD", "LQ"})


class Detour(NamedTuple):
    """A way to go on after a fault.

    `late`: the segment's place in an open loop has passed. Else the loops `opens` begin without
    their first segments; `since` says for each from which position it is complete again (0: it
    does begin with its first segment).
    """

    serial: int
    closes: int = 0
    opens: tuple[int, ...] = ()
    since: tuple[int, ...] = ()
    late: bool = False


def find_ways(guide: Guide, occurrences: list[Open], serial: int, name: str, code: str) -> list[Detour | None]:
    """The places for a segment that no step leads to, likeliest first. None: it is passed over."""
    headless = list(_headless(guide, occurrences, serial, name, code))
    required = [way for way in headless if _is_wanting(guide, occurrences[-1 - way.closes], way.opens[0])]
    # who is named begins a level, if the level is all that is missing
    named = [way for way in headless if name == "NM1" and guide.loops[way.opens[0]].level and way not in required]
    return [
        *_late(guide, occurrences, name, code, spare=True),
        *required,
        *_late(guide, occurrences, name, code, spare=False),
        *named,
        None,
        *(way for way in headless if way not in required and way not in named),
    ]


def find_late(guide: Guide, occurrences: list[Open], name: str, code: str) -> Iterator[Detour]:
    """The place that has passed where one more segment of this kind may stand."""
    return _late(guide, occurrences, name, code, spare=True)


def _late(guide: Guide, occurrences: list[Open], name: str, code: str, *, spare: bool) -> Iterator[Detour]:
    """A place that has passed, in the loops open up to the claim; `spare`: where one more may stand."""
    for closes, occurrence in enumerate(reversed(occurrences)):
        loop = guide.loops[occurrence.loop]
        for child in loop.children:
            detour = _late_child(guide, occurrence, child, (name, code), spare)
            if detour is not None:
                yield detour._replace(closes=closes if detour.opens else 0)
                return
        if loop.level or guide.shapes[loop.first].segment == "CLM":
            return


def _late_child(guide: Guide, around: Open, child: Child, said: tuple[str, str], spare: bool) -> Detour | None:
    if child.is_loop:
        about = guide.loops[child.serial]
        if about.level or not guide.matches(about.first, *said):
            return None
        if spare and around.count(~child.serial) >= about.most:
            return None
        return Detour(about.first, opens=(child.serial,), since=(0,), late=True)
    if child.serial == guide.loops[around.loop].first or not guide.matches(child.serial, *said):
        return None
    if spare and around.count(child.serial) >= guide.shapes[child.serial].most:
        return None
    return Detour(child.serial, late=True)


def _headless(guide: Guide, occurrences: list[Open], serial: int, name: str, code: str) -> Iterator[Detour]:
    """Loops that may begin here and have a place for the segment, if their first is what is missing."""
    for closes, child in _may_begin(guide, occurrences, serial):
        about = guide.loops[child]
        found = _inside(guide, about, name, code) if _may_lack(guide, about) else None
        if found is not None:
            yield found._replace(closes=closes)


def _may_begin(guide: Guide, occurrences: list[Open], serial: int) -> Iterator[tuple[int, int]]:
    """The loops that may begin here, each after how many loops that close for it."""
    position = guide.shapes[serial].position
    for closes, occurrence in enumerate(reversed(occurrences)):
        loop = guide.loops[occurrence.loop]
        for child in loop.children:
            is_ahead = child.is_loop and child.position >= position
            if is_ahead and occurrence.count(~child.serial) < guide.loops[child.serial].most:
                yield closes, child.serial
        position = loop.position


def _is_wanting(guide: Guide, around: Open, loop: int) -> bool:
    """Whether a loop is required and was not met: it may well be this one."""
    return guide.loops[loop].usage == "R" and not around.count(~loop)


def _may_lack(guide: Guide, loop: Loop) -> bool:
    return loop.usage == "R" or guide.shapes[loop.first].segment in _TELLING


def _inside(guide: Guide, loop: Loop, name: str, code: str) -> Detour | None:
    """The way to a segment that is not the first of a loop that should have been opened before."""
    for child in loop.children[1:]:
        if not child.is_loop:
            if guide.matches(child.serial, name, code):
                return Detour(child.serial, opens=(loop.serial,), since=(child.position,))
            continue
        about = guide.loops[child.serial]
        if guide.matches(about.first, name, code):
            return Detour(about.first, opens=(loop.serial, child.serial), since=(child.position, 0))
        if about.usage == loop.usage == "R" and about.name != "2400":
            inner = _inside(guide, about, name, code)
            if inner is not None:
                return inner._replace(opens=(loop.serial, *inner.opens), since=(child.position, *inner.since))
    return None


def tells_level(guide: Guide, name: str, code: str) -> bool:
    """Whether a segment begins what levels require, and nothing else does: NM1*QC names a patient of 2000C."""
    fits = [loop for loop in guide.loops if guide.matches(loop.first, name, code)]
    return bool(fits) and all(loop.usage == "R" and guide.loops[loop.parent].level for loop in fits)


def skipped(guide: Guide, detour: Detour) -> list[int]:
    """The required segments that are missing as well between the opener and the one at hand; of loops the first."""
    return [
        guide.loops[child.serial].first if child.is_loop else child.serial
        for loop, since in zip(detour.opens, detour.since, strict=True)
        for child in guide.loops[loop].children
        if child.position < since and _usage(guide, child) == "R"
        if child.is_loop or child.serial != guide.loops[loop].first
    ]


def left_out(guide: Guide, detour: Detour) -> list[int]:
    """As `skipped`, with the first segments of the loops within: they are missing too, where the loop has begun."""
    inner = zip(detour.opens[1:], detour.since[1:], strict=True)
    return sorted([*skipped(guide, detour), *(guide.loops[loop].first for loop, since in inner if since)])


def _usage(guide: Guide, child: Child) -> str:
    return guide.loops[child.serial].usage if child.is_loop else guide.shapes[child.serial].usage


def find_openers(guide: Guide, occurrences: list[Open], serial: int, name: str) -> list[Step]:
    """The loops that can begin here with a segment of this id, whatever its code."""
    may = ((closes, child, guide.loops[child].first) for closes, child in _may_begin(guide, occurrences, serial))
    return [Step(first, closes, (child,)) for closes, child, first in may if guide.shapes[first].segment == name]


def find_by_id(guide: Guide, occurrence: Open, serial: int, name: str) -> int | None:
    """The one place forward in the loop for a segment id that carries an unknown code.

    Of several it is the required one, where the code is part of a composite that may be malformed (HI).
    """
    here = guide.shapes[serial].position
    loop = guide.loops[occurrence.loop]
    fits = [
        guide.shapes[child.serial]
        for child in loop.children
        if not child.is_loop and child.position >= here and child.serial != loop.first
    ]
    fits = [shape for shape in fits if shape.segment == name]
    if len(fits) > 1:
        fits = [
            shape
            for shape in fits
            if shape.usage == "R" and shape.key and shape.key[1] and not occurrence.count(shape.serial)
        ]
    return fits[0].serial if len(fits) == 1 else None
