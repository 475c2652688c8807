"""Findings of the guide in our own words; no value of a claim is ever in them.

The names of segments and elements are those of the map that pyx12 ships ("Billing Provider Tax
Identification"): names that the trade uses and a biller looks up, fixed in the map, so that no byte of a
claim can be in them. The text of pyx12's messages is not used: it repeats the value that it objects to,
it says `mandatory` and `composite` where the guide says required and component, and one fault makes several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleanclaim.findings import Finding, Mark, Rule, Syntax, found
from cleanclaim.guide import faults
from cleanclaim.guide.remedies import find_remedy
from cleanclaim.guide.shape import Child, Guide, Shape
from cleanclaim.guide.statuses import with_status
from cleanclaim.guide.steps import find_step
from cleanclaim.guide.titles import loop_title, segment_title
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters, mark, segment_name

# X12 005010, 837: segments of the standard that the guide for professional claims leaves out.
STANDARD_ONLY = frozenset(
    {"CL1", "CR4", "CR5", "CR6", "CR7", "CR8", "DN1", "DN2", "DSB", "HSD", "IMM", "MIA", "N2"}
    | {"SV2", "SV3", "SV4", "SV6", "SV7", "TOO", "UR"}
)
_REQUALIFY = "correct the qualifier, or move the segment to the loop in which the guide has it"


class Wording:
    """Says what is wrong with the place of a segment."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._known = frozenset(shape.segment for shape in guide.shapes)
        self.delimiters = Delimiters()

    def mark(self, segment: Segment) -> Mark:
        """A mark on a whole segment."""
        return mark(segment, self.delimiters)

    def missing(self, child: Child, near: Segment, opener: Segment, besides: Sequence[str] = ()) -> Finding:
        """A required segment, or the loop that it opens, is not there: `near` is where that is said.

        `opener` is the segment that opened the loop which should hold it; `besides` are the ids of required
        segments that are missing with it.
        """
        serial = self._guide.loops[child.serial].first if child.is_loop else child.serial
        shape = self._guide.shapes[serial]
        loop = self._guide.nodes[serial].loop
        where = f" in loop {loop}" if loop else ""
        message = f"required segment {shape.segment} ({segment_title(serial)}) is missing{where}{_so_are(besides)}"
        rule = with_status(faults.MISSING_SEGMENT, shape, loop)
        finding = self._place(rule, message, near, loop, Syntax("3", segment=shape.segment, besides=tuple(besides)))
        remedy = find_remedy(rule.code, shape.segment, loop, shape.codes)
        return replace(finding, suggestion=remedy) if remedy else finding

    def too_many_loops(self, loop: int, segment: Segment, count: int) -> Finding:
        """A loop began once more than it may."""
        about = self._guide.loops[loop]
        often = _times(about.most)
        message = f"loop {about.name} ({loop_title(about)}) may occur {often} here, this is number {count}"
        rule = with_status(faults.TOO_MANY_LOOPS, self._guide.shapes[about.first], about.name)
        return self._place(rule, message, segment, about.name, Syntax("4"))

    def too_many_segments(self, shape: Shape, segment: Segment, count: int) -> Finding:
        """A segment came once more than it may."""
        loop = self._guide.nodes[shape.serial].loop
        where = f" in loop {loop}" if loop else ""
        message = (
            f"segment {shape.segment} ({segment_title(shape.serial)}) may occur {_times(shape.most)}{where}, "
            f"this is number {count}"
        )
        return self._place(faults.TOO_MANY_SEGMENTS, message, segment, loop, Syntax("5"))

    def out_of_order(self, shape: Shape, segment: Segment) -> Finding:
        """A segment of an open loop came later than its place."""
        loop = self._guide.nodes[shape.serial].loop
        where = f" of loop {loop}" if loop else ""
        title = segment_title(shape.serial)
        message = f"segment {shape.segment} ({title}){where} comes later than its place in the guide"
        return self._place(faults.UNEXPECTED, message, segment, loop, Syntax("7"))

    def displaced(self, serial: int, segment: Segment, before: Segment | None, *, late: bool) -> Finding:
        """A segment that comes too late or too early; it belongs before another one, or without it at the end."""
        node, title = self._guide.nodes[serial], segment_title(serial)
        where = f" of loop {node.loop}" if node.loop else ""
        message = f"segment {node.segment} ({title}){where} comes too {'late' if late else 'early'}: it belongs "
        if before is None:
            message += "at the end of the transaction"
            return self._place(faults.UNEXPECTED, message, segment, node.loop, Syntax("7"))
        message += f"before {self._point(before)}, and is read as if it were there"
        finding = self._place(faults.UNEXPECTED, message, segment, node.loop, Syntax("7"))
        return replace(finding, related=(replace(self.mark(before), label=f"{node.segment} belongs before this"),))

    def overtakes(self, serial: int, segment: Segment, before: Segment, *, again: bool) -> Finding:
        """A segment that comes before another one of its loop which belongs before it; `again`: and once more."""
        node, title = self._guide.nodes[serial], segment_title(serial)
        where = f" of loop {node.loop}" if node.loop else ""
        more = ", and another one follows" if again else ""
        message = f"segment {node.segment} ({title}){where} comes too early: {self._point(before)} belongs before it"
        finding = self._place(faults.UNEXPECTED, message + more, segment, node.loop, Syntax("7"))
        return replace(finding, related=(replace(self.mark(before), label="belongs before it"),))

    def _point(self, segment: Segment) -> str:
        """A segment as people find it."""
        name = segment_name(segment, self.delimiters)
        return f"segment {segment.number}" + (f" ({name})" if name != "?" else "")

    def standing(self, name: str) -> str:
        """Why an id is none of the guide's: segments of one standing are told together. Empty for those that are."""
        if name in self._known:
            return ""
        return name if name in STANDARD_ONLY else "?"

    def miswritten(self, segment: Segment, name: str, length: int, at: int) -> Finding:
        """A segment whose id, of `length` bytes, should be `name`; it is read as that."""
        where = replace(self.mark(segment), length=length)
        message = f"the segment id must be `{name}`, in capital letters and with nothing beside it"
        return found(faults.UNEXPECTED, message, where, loop=self._guide.nodes[at].loop, syntax=Syntax("1"))

    def misnamed(self, segment: Segment, name: str, length: int, at: int) -> Finding:
        """A segment with an unknown id, of `length` bytes, that is all that a segment `name` would be here."""
        where = replace(self.mark(segment), length=length)
        message = f"unknown segment id; the segment is read as `{name}`, which belongs here"
        return found(faults.UNEXPECTED, message, where, loop=self._guide.nodes[at].loop, syntax=Syntax("1"))

    def unexpected(self, segment: Segment, at: int, dropped: int = 0) -> Finding:
        """A segment that has no place; `dropped` more were passed over with it, or are like it."""
        name = segment_name(segment, self.delimiters)
        here = self._guide.nodes[at]
        where = f" after {here.segment}" + (f" in loop {here.loop}" if here.loop else "")
        if name in STANDARD_ONLY:
            message = f"segment {name} is not used in professional claims{_more(dropped, 'such')}"
            return self._place(faults.UNUSED_SEGMENT, message, segment, here.loop, Syntax("I4", passed=1 + dropped))
        if name not in self._known:
            text = "unknown segment" if name == "?" else f"unknown segment {name}"
            text += where + _more(dropped, "unknown too")
            return self._place(faults.UNEXPECTED, text, segment, here.loop, Syntax("1", passed=1 + dropped))
        what = " with this qualifier" if self._takes_another(name, at) else ""
        message = f"segment {name}{what} does not belong{where}"
        if dropped:
            message += (
                f"; the next {dropped} that belong to it are passed over"
                if dropped > 1
                else ("; the next that belongs to it is passed over")
            )
        finding = self._place(faults.UNEXPECTED, message, segment, here.loop, Syntax("2", passed=1 + dropped))
        return replace(finding, suggestion=_REQUALIFY) if what else finding

    def _takes_another(self, name: str, at: int) -> bool:
        """Whether a segment of this id has a place from a node on, with another code than its own."""
        return any(find_step(self._guide, at, name, code) is not None for code in self._guide.codes[name])

    def begins_nothing(self, segment: Segment, at: int, dropped: int = 0) -> Finding:
        """A segment that opens a loop of which nothing follows; `dropped` more were passed over with it."""
        here = self._guide.nodes[at]
        where = f" after {here.segment}" + (f" in loop {here.loop}" if here.loop else "")
        name = segment_name(segment, self.delimiters)
        message = f"segment {name}{where} begins a loop, but what the loop requires does not follow"
        return self._place(faults.UNEXPECTED, message, segment, here.loop, Syntax("2", passed=1 + dropped))

    def _place(self, rule: Rule, message: str, segment: Segment, loop: str, syntax: Syntax) -> Finding:
        return found(rule, message, self.mark(segment), loop=loop, syntax=syntax)


class Silence(Wording):
    """Says nothing, for a way that is only tried: its faults are counted."""

    _FAULT = found(faults.UNEXPECTED, "", Mark(0, "", 0, 0))

    def __init__(self) -> None:
        pass

    def missing(self, child: Child, near: Segment, opener: Segment, besides: Sequence[str] = ()) -> Finding:
        """A fault."""
        return self._FAULT

    def too_many_loops(self, loop: int, segment: Segment, count: int) -> Finding:
        """A fault."""
        return self._FAULT

    def too_many_segments(self, shape: Shape, segment: Segment, count: int) -> Finding:
        """A fault."""
        return self._FAULT

    def out_of_order(self, shape: Shape, segment: Segment) -> Finding:
        """A fault."""
        return self._FAULT


def _so_are(names: Sequence[str]) -> str:
    """What is missing as well."""
    return f", and {', '.join(names)} with it" if names else ""


def _more(count: int, what: str) -> str:
    """How many of a run follow its first."""
    if not count:
        return ""
    return f"; the next is {what}" if count == 1 else f"; the next {count} are {what}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
