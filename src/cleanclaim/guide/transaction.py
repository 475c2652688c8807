"""One 837P transaction: places its segments, judges them, passes over what belongs nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleanclaim.findings import Finding
from cleanclaim.guide.elements import Elements
from cleanclaim.guide.levels import Levels
from cleanclaim.guide.nodes import Placed
from cleanclaim.guide.openings import Required
from cleanclaim.guide.shape import Guide
from cleanclaim.guide.steps import Place, Steps
from cleanclaim.guide.walker import Walker
from cleanclaim.guide.wording import Wording
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters

_COUNTED = ("HL", "CLM", "LX")
_FOLLOW = ("N3", "N4", "PER", "PRV", "REF", "DMG")  # what belongs to an NM1 that has no place


class Tools:
    """What the transactions of a file share."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.steps = Steps(guide)
        self.required = Required(guide)
        self.wording = Wording(guide)
        self.elements = Elements(guide, Delimiters())
        self.keys = {name: (*key, guide.codes[name]) for name, key in guide.keys.items()}

    @property
    def delimiters(self) -> Delimiters:
        """Those of the interchange that is being read."""
        return self.elements.delimiters

    def use(self, delimiters: Delimiters) -> None:
        """Read on with the delimiters of another interchange."""
        self.wording.delimiters = delimiters
        if self.elements.delimiters != delimiters:
            self.elements = Elements(self.guide, delimiters)


class Transact:
    """The state of one transaction; it ends with `close`."""

    def __init__(self, tools: Tools, header: Segment) -> None:
        self._tools = tools
        self._nodes = tools.guide.nodes
        self._walker = Walker(tools.guide, tools.steps, tools.required, tools.wording, header)
        self._levels = Levels(tools.delimiters)
        self._elements = tools.elements
        self._separator, self._component = tools.delimiters.element, tools.delimiters.component
        self._keys = tools.keys
        self._dropped: Segment | None = None  # an opening segment without a place
        self._after = 0  # the node it came after
        self._passed = 0  # segments passed over with it

    def segment(self, segment: Segment) -> Iterable[Placed | Finding]:
        """Place one segment; what is wrong with it follows it."""
        name, _, rest = segment.text.partition(self._separator)
        if self._dropped is not None:
            return self._after_drop(segment, name, rest)
        code = self._code(name, rest)
        serial = self._walker.stay(segment, name, code)
        if serial < 0:
            return self._moved(segment, name, rest, code)
        if self._elements.accepts(serial, segment.text):
            return (Placed(self._nodes[serial], segment),)
        return self._placed(segment, Place(serial))

    def _after_drop(self, segment: Segment, name: str, rest: str) -> Iterable[Placed | Finding]:
        if self._follows(name):
            self._passed += 1
            return ()
        return self._moved(segment, name, rest, self._code(name, rest))

    def _moved(self, segment: Segment, name: str, rest: str, code: str) -> Iterator[Placed | Finding]:
        """A segment that opens or leaves a loop, or has no place where it stands."""
        place = self._walker.advance(segment, name, code)
        if place.serial is None:
            place = self._guess(segment, name, rest)
        if place.serial is None:
            yield from self._drop(segment, name)
            return
        if self._dropped is not None:
            yield self._say_dropped()
        yield from self._placed(segment, place)

    def close(self, *, complete: bool) -> Iterator[Finding]:
        """The end of the transaction; one that is not `complete` was cut off."""
        if self._dropped is not None:
            yield self._say_dropped()
        if complete:
            yield from self._walker.close()
            yield from self._levels.before(self._nodes[self._tools.guide.envelope("SE").serial])

    def _placed(self, segment: Segment, place: Place) -> Iterator[Placed | Finding]:
        assert place.serial is not None
        serial = place.serial
        elements = self._elements
        if place.rivals and not elements.accepts(serial, segment.text):
            serial = next((other for other in place.rivals if elements.accepts(other, segment.text)), serial)
            if serial != place.serial:
                place = place._replace(after=self._walker.exchange(place.serial, serial, segment))
        node = self._nodes[serial]
        yield from place.before
        if node.segment == "HL":
            yield from self._levels.before(node)
        if elements.accepts(serial, segment.text):
            yield Placed(node, segment)
        else:
            found, faults = elements.findings(serial, segment)
            yield Placed(node, segment, faults)
            yield from found
        yield from place.after
        if node.segment in _COUNTED:
            yield from self._levels.check(node, segment)

    def _code(self, name: str, rest: str) -> str:
        """The code that tells the segment's positions apart, where it is one of the guide's."""
        known = self._keys.get(name)
        if known is None:
            return ""
        element, component, codes = known
        if element == 1:
            code = rest.partition(self._separator)[0]
        else:
            code = "".join(rest.split(self._separator, element)[element - 1 : element])
        if component:
            code = code.partition(self._component)[0]
        return code if code in codes else ""

    def _guess(self, segment: Segment, name: str, rest: str) -> Place:
        """A place for a segment whose code is none of the guide's: its elements say what is wrong."""
        if name == "HL":
            return self._walker.advance(segment, name, self._levels.guess(rest.split(self._separator)))
        return self._walker.settle(segment, name)

    def _follows(self, name: str) -> bool:
        assert self._dropped is not None
        return name in _FOLLOW and self._dropped.text.startswith("NM1")

    def _drop(self, segment: Segment, name: str) -> Iterator[Finding]:
        """Pass over a segment; one that opens a loop takes what belongs to it along."""
        opens = name in self._tools.guide.openers
        if name in self._tools.guide.codes:
            self._walker.drop(name)
        if self._dropped is not None:
            if not opens:
                self._passed += 1
                return
            yield self._say_dropped()
        if opens:
            self._dropped, self._after = segment, self._walker.serial
        else:
            yield self._tools.wording.unexpected(segment, self._walker.serial)

    def _say_dropped(self) -> Finding:
        assert self._dropped is not None
        finding = self._tools.wording.unexpected(self._dropped, self._after, self._passed)
        self._dropped, self._passed = None, 0
        return finding
