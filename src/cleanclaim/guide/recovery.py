"""Places for segments that fit nowhere forward: too late, or their loop's first segment missing."""

from __future__ import annotations

from typing import NamedTuple

from cleanclaim.guide.openings import Open
from cleanclaim.guide.shape import Child, Guide, Loop


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


def find_detour(guide: Guide, occurrences: list[Open], serial: int, name: str, code: str) -> Detour | None:
    """The likeliest place for a segment that no step leads to; None where it has to be dropped."""
    return (
        _late(guide, occurrences, name, code, spare=True)
        or _headless(guide, occurrences, serial, name, code)
        or _late(guide, occurrences, name, code, spare=False)
    )


def _late(guide: Guide, occurrences: list[Open], name: str, code: str, *, spare: bool) -> Detour | None:
    """A place that has passed, in the loops open up to the claim; `spare`: where one more may stand."""
    for closes, occurrence in enumerate(reversed(occurrences)):
        loop = guide.loops[occurrence.loop]
        for child in loop.children:
            detour = _late_child(guide, occurrence, child, (name, code), spare)
            if detour is not None:
                return detour._replace(closes=closes if detour.opens else 0)
        if loop.level or guide.shapes[loop.first].segment == "CLM":
            return None
    return None


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


def _headless(guide: Guide, occurrences: list[Open], serial: int, name: str, code: str) -> Detour | None:
    """A required loop that was never opened and has a place for the segment."""
    position = guide.shapes[serial].position
    for closes, occurrence in enumerate(reversed(occurrences)):
        loop = guide.loops[occurrence.loop]
        for child in loop.children:
            if not child.is_loop or child.position < position:
                continue
            about = guide.loops[child.serial]
            if about.usage != "R" or (occurrence.count(~child.serial) and not _may_repeat(guide, about)):
                continue
            found = _inside(guide, about, name, code)
            if found is not None:
                return found._replace(closes=closes)
        position = loop.position
    return None


def _may_repeat(guide: Guide, loop: Loop) -> bool:
    """A service line may begin again without its LX; a level may not (its segments fit elsewhere)."""
    return loop.most > 1 and not loop.level


def _inside(guide: Guide, loop: Loop, name: str, code: str) -> Detour | None:
    """The way to a segment that is not the first of a loop that should have been opened before."""
    for index, child in enumerate(loop.children[1:]):
        if not child.is_loop:
            if guide.matches(child.serial, name, code) and _telling(guide, loop, index, child):
                return Detour(child.serial, opens=(loop.serial,), since=(child.position,))
            continue
        about = guide.loops[child.serial]
        if not _leading(guide, loop):
            continue
        if guide.matches(about.first, name, code):
            return Detour(about.first, opens=(loop.serial, child.serial), since=(child.position, 0))
        if about.usage == "R" and about.name != "2400":
            inner = _inside(guide, about, name, code)
            if inner is not None:
                return inner._replace(opens=(loop.serial, *inner.opens), since=(child.position, *inner.since))
    return None


def _leading(guide: Guide, loop: Loop) -> bool:
    """Whether the loop opens with NM1 or HL, so that whatever fits in it tells that it has begun."""
    return guide.shapes[loop.first].segment in ("NM1", "HL")


def _telling(guide: Guide, loop: Loop, index: int, child: Child) -> bool:
    """Elsewhere only the required segment right after the first tells that the loop has begun."""
    return _leading(guide, loop) or (index == 0 and guide.shapes[child.serial].usage == "R")


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
