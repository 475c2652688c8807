"""One 837P transaction: places its segments, judges them, passes over what belongs nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial

from cleanclaim.findings import Finding
from cleanclaim.guide.characters import Characters
from cleanclaim.guide.choice import FOLLOW, LOOK, Ahead, Stray, gains, settle
from cleanclaim.guide.elements import Faults
from cleanclaim.guide.hints import Hints, Look
from cleanclaim.guide.ids import ENVELOPE, mend_id, rename
from cleanclaim.guide.levels import Levels
from cleanclaim.guide.nodes import Placed, Run
from cleanclaim.guide.pattern import keeps
from cleanclaim.guide.recovery import find_ways
from cleanclaim.guide.reorder import Reorder
from cleanclaim.guide.steps import Place, Step
from cleanclaim.guide.tools import Tools
from cleanclaim.guide.walker import Walker, Way
from cleanclaim.source import Segment
from cleanclaim.x12 import Cursor

_COUNTED = ("HL", "CLM", "LX")


class Transact:
    """The state of one transaction; it ends with `close`."""

    def __init__(self, tools: Tools, header: Segment, look: Look, cursor: Cursor | None = None) -> None:
        """`look` shows as many of the next segments, and whether the transaction ends after them.

        With a `cursor` segments that are right may be read ahead of the events.
        """
        self._tools, self._look = tools, look
        self._nodes = tools.guide.nodes
        self._walker = Walker(tools.guide, tools.steps, tools.required, tools.wording, header)
        self._walker.keeps = True
        self._levels = Levels(tools.delimiters)
        self._strider = tools.strider(cursor, self._walker, self._levels) if cursor is not None else None
        self._elements, self._moves = tools.elements, tools.moves
        self._known, self._places = tools.moves.known, tools.steps.places
        self._separator, self._component = tools.delimiters.element, tools.delimiters.component
        self._ids = tools.guide.codes.keys() - ENVELOPE
        self._dropped: Segment | None = None  # an opening segment without a place, or the first unknown one of a run
        self._standing = ""  # why it is unknown
        self._after = 0  # the node it came after
        self._takes_along = self._doubted = False  # with what belongs to it; what it opens does not follow
        self._passed = 0  # segments passed over with it
        self._characters = Characters(self._levels)
        self._hints = Hints(tools, self._walker, self._levels, look)
        self._order = Reorder(self._walker, tools, self._placed, self.segment)

    def limit_claims(self, most: int) -> None:
        """The receiver takes so many claims; 0 where it does not say."""
        self._levels.limit_claims(most)

    def segment(self, segment: Segment) -> Placed | Iterable[Placed | Finding]:
        """Place one segment; where more than that is to be said, in its order.

        Most segments are right and go a way that is known: that is written out, to call as little as can be.
        """
        walker, text, separator = self._walker, segment.text, self._separator
        name, _, rest = text.partition(separator)
        move = self._known[walker.serial].get(name)
        if isinstance(move, dict):
            code = rest.partition(separator)[0]
            move = move.get(code) or move.get(code.partition(self._component)[0])
        if move is None or self._dropped is not None or self._order:
            return self._find(segment, name, rest)
        serial, node = move.serial, move.node
        if move.pattern.fullmatch(text) is None or (move.notes and not keeps(move.notes, text.split(separator))):
            return self._find(segment, name, rest)
        move.met += 1
        if move.turn is not None:
            if not walker.is_clean(move.turn) or (move.asks and self._is_doubtful(segment, name, rest, move.turn)):
                return self._find(segment, name, rest)
            place = walker.take(move.turn, segment)
            if place is self._places[serial] and name not in _COUNTED:
                return Placed(node, segment)
            return self._placed(segment, place, accepted=True)
        counts = walker.open[-1].counts
        count = counts.get(serial, 0) + 1
        if count > move.most:
            return self._find(segment, name, rest)
        counts[serial] = count
        walker.serial, walker.last = serial, segment
        return Placed(node, segment)

    def read_ahead(self) -> Iterator[Run | Finding]:
        """What follows the segment that was placed last, as far as it is right and known."""
        strider = self._strider if self._dropped is None and not self._order else None
        match = strider.look() if strider is not None else None
        return strider.go(match) if strider is not None and match is not None else iter(())

    def _find(self, segment: Segment, name: str, rest: str) -> Placed | Iterable[Placed | Finding]:
        """Place a segment that goes a way for the first time, or is not right."""
        if self._order and (met := self._order.meet(segment)) is not None:
            return met
        if name not in self._ids and (mended := mend_id(segment, self._separator, self._ids)):
            named, _, rest = mended.text.partition(self._separator)
            if self._walker.find(named, self._tools.code(named, rest)) is not None:
                return self._mended(mended, named, rest, len(name))
        if self._dropped is not None:
            return self._after_drop(segment, name, rest)
        code, walker = self._tools.code(name, rest), self._walker
        step = walker.find(name, code)
        if step is None:
            return self._moved(segment, name, rest, code)
        self._moves.learn(walker.serial, name, code, step)
        return self._go(segment, name, rest, step)

    def _go(self, segment: Segment, name: str, rest: str, step: Step) -> Iterable[Placed | Finding]:
        """Go a step, if nothing speaks for another way."""
        walker = self._walker
        if name == "HL" and (other := self._hints.other(rest, step)) is not None:
            return self._placed(segment, walker.take(other, segment))
        if not walker.is_clean(step) and (out := self._straighten(self._stray(segment, name, rest), [step, None])):
            return out
        if self._tools.doubt.asks(step) and self._is_doubtful(segment, name, rest, step):
            out = self._straighten(self._stray(segment, name, rest), [step, None])
            return out or self._drop(segment, name, takes_along=name == "NM1", doubted=True)
        return self._placed(segment, walker.take(step, segment))

    def _is_doubtful(self, segment: Segment, name: str, rest: str, step: Step) -> bool:
        """Whether a segment that opens a loop is better passed over: what it requires does not follow."""
        walker, tools = self._walker, self._tools
        after: Step | None = None
        disturbs = True
        for following in self._following():
            named, _, more = following.text.partition(self._separator)
            code = tools.code(named, more)
            after, disturbs = tools.steps.find(step.serial, named, code), walker.find(named, code) is not None
        if name == "HL" and self._hints.other(rest, step) is not None:
            return True
        if walker.completes(step) and (tools.doubt.goes_on(step, after) or not disturbs):
            return False
        return self._tools.memory.is_better_passed(walker, self._stray(segment, name, rest), step)

    def _following(self) -> list[Segment]:
        """The next segment, if there is one, that was not read already."""
        if not self._order:
            return self._look(1)[0]
        return [segment for segment in self._look(2)[0] if not self._order.knows(segment)][:1]

    def _stray(self, segment: Segment, name: str, rest: str, code: str | None = None) -> Stray:
        code = self._tools.code(name, rest) if code is None else code
        number = rest.partition(self._separator)[0] if name == "LX" else ""
        line, judge = self._levels.next_line, partial(self._elements.count, text=segment.text)
        if number == str(line - 1) and self._nodes[self._walker.serial].segment == "LX":
            line -= 1  # a segment that came twice is said to be just that
        return Stray(segment, name, code, judge, cache(self._ahead), line, number)

    def _mended(self, segment: Segment, name: str, rest: str, length: int) -> Iterator[Placed | Finding]:
        """Place a segment that fits here but for its id, `length` bytes as it stands, which was written badly."""
        placed = self._find(segment, name, rest)
        yield from (placed,) if isinstance(placed, Placed) else placed
        yield self._tools.wording.miswritten(segment, name, length, self._walker.serial)

    def _after_drop(self, segment: Segment, name: str, rest: str) -> Iterable[Placed | Finding]:
        if self._takes_along and name in FOLLOW:
            self._passed += 1
            return ()
        return self._moved(segment, name, rest, self._tools.code(name, rest))

    def _moved(self, segment: Segment, name: str, rest: str, code: str) -> Iterable[Placed | Finding]:
        """A segment after others that were passed over, or one that has no place where it stands."""
        walker = self._walker
        if name not in self._tools.guide.codes:
            return self._unknown(segment, name, rest)
        if name == "HL":
            code = self._hints.code(rest, code)
        step = walker.find(name, code)
        if step is None:
            stray = self._stray(segment, name, rest, code)
            ways = find_ways(walker.guide, walker.open, walker.serial, name, code)
            if out := self._straighten(stray, ways):
                return out
            place = self._tools.memory.choose(walker, stray, ways)
            if place.serial is None and not code:
                place = settle(walker, stray)
            if place.serial is None:
                along = name == "NM1" and self._tools.memory.takes_along(walker, stray)
                return self._drop(segment, name, takes_along=along)
        else:
            place = walker.take(step, segment)
        if self._dropped is not None:
            return [self._say_dropped(), *self._placed(segment, place)]
        return self._placed(segment, place)

    def _straighten(self, stray: Stray, ways: Sequence[Way]) -> list[Placed | Finding]:
        return self._order.straighten(stray, ways) if self._dropped is None else []

    def _unknown(self, segment: Segment, name: str, rest: str) -> Iterator[Placed | Finding]:
        """An id that is none of the guide's: where only the id is wrong, it is the segment that is required here."""
        in_run = self._dropped is not None and self._standing
        wanted = "" if in_run else self._recognise(segment, rest)
        named = rename(segment, self._separator, wanted) if wanted else None
        if named is None:
            if wanted:
                self._walker.drop(wanted)  # it was that one, and it is said to be unknown
            yield from self._drop(segment, name)
            return
        if self._dropped is not None:
            yield self._say_dropped()
        placed = self._find(named, wanted, rest)
        yield from (placed,) if isinstance(placed, Placed) else placed
        yield self._tools.wording.misnamed(named, wanted, len(name), self._walker.serial)

    def _recognise(self, segment: Segment, rest: str) -> str:
        """The id of the segment that one would be but for its id: it is required, or what follows belongs to it."""
        walker, guide = self._walker, self._tools.guide
        for serial, required in walker.wanted():
            name = guide.shapes[serial].segment
            text, code = name + self._separator + rest, self._tools.code(name, rest)
            step = walker.find(name, code)
            if step is None or step.serial != serial or not self._elements.accepts(serial, text):
                continue
            stray = Stray(segment, name, code, partial(self._elements.count, text=text), self._ahead)
            if gains(walker, stray, step) > (not required):
                return name
        return ""

    def lose(self, name: str) -> None:
        """A segment of this id could not be read, and that was said."""
        self._walker.drop(name)

    def close(self, *, complete: bool) -> Iterator[Finding]:
        """The end of the transaction; one that is not `complete` was cut off."""
        if self._dropped is not None:
            yield self._say_dropped()
        if complete:
            yield from (item for item in self._order.close() if isinstance(item, Finding))
            yield from self._walker.close()
            yield from self._levels.before(self._nodes[self._tools.guide.envelope("SE").serial])

    def _placed(self, segment: Segment, place: Place, *, accepted: bool = False) -> list[Placed | Finding]:
        """The segment with what is said before and after it; `accepted` where its elements are right."""
        assert place.serial is not None
        serial, elements = place.serial, self._elements
        if place.rivals and elements.count(serial, segment.text):
            serial = next((other for other in place.rivals if not elements.count(other, segment.text)), serial)
            if serial != place.serial:
                place = place._replace(after=self._walker.exchange(place.serial, serial, segment))
        node = self._nodes[serial]
        out: list[Placed | Finding] = [*place.before]
        for loop in place.lost:
            self._levels.lose(self._tools.guide.loops[loop].name)
        faults: Faults = ()
        if node.segment == "HL" and not place.again:
            out += self._levels.before(node, segment)
        if accepted or elements.accepts(serial, segment.text):
            out.append(Placed(node, segment))
        else:
            found, faults = elements.findings(serial, segment)
            out += (Placed(node, segment, faults), *self._characters.tell(node.segment, segment, found))
        out += place.after
        if node.segment in _COUNTED:
            out += self._levels.check(node, segment, frozenset(at for at, _ in faults), again=place.again)
        return out

    def _ahead(self) -> Ahead:
        segments, ends = self._look(LOOK)
        segments = [segment for segment in segments if not self._order.knows(segment)]
        mended = [mend_id(segment, self._separator, self._ids) or segment for segment in segments]
        parts = [segment.text.partition(self._separator) for segment in mended]
        lines = [
            (rest.partition(self._separator)[0] or "?") if name == "LX" else ""
            for name, _, rest in parts
            if name in ("LX", "CLM")
        ]
        return Ahead([(name, self._tools.code(name, rest)) for name, _, rest in parts], ends, lines, mended)

    def _drop(
        self, segment: Segment, name: str, *, takes_along: bool = False, doubted: bool = False
    ) -> Iterator[Finding]:
        """Pass over a segment, and over what follows it where that belongs to it."""
        opens, standing = name in self._tools.guide.openers, self._tools.wording.standing(name)
        if not standing:
            self._walker.drop(name)
            self._walker.keep(segment, name, self._tools.code(name, segment.text.partition(self._separator)[2]))
        if self._dropped is not None:
            if not opens and standing == self._standing:
                self._passed += 1
                return
            yield self._say_dropped()
        if opens or standing or name in FOLLOW:
            self._dropped, self._after, self._standing = segment, self._walker.serial, standing
            self._takes_along, self._doubted = takes_along, doubted
        else:
            yield self._tools.wording.unexpected(segment, self._walker.serial)

    def _say_dropped(self) -> Finding:
        assert self._dropped is not None
        say = self._tools.wording.begins_nothing if self._doubted else self._tools.wording.unexpected
        finding = say(self._dropped, self._after, self._passed)
        self._dropped, self._passed = None, 0
        return finding
