"""One segment into one row: text to values, and what can not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.claim.faults import GAP, UNREADABLE
from cleanclaim.claim.fields import Place, Row
from cleanclaim.claim.kinds import IN_CAPITALS
from cleanclaim.claim.letters import check_letters, fold
from cleanclaim.claim.model import Claim
from cleanclaim.claim.parties import Adjustment
from cleanclaim.claim.plans import Fill, Plan
from cleanclaim.claim.values import kept_number
from cleanclaim.findings import Finding, Syntax, found
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters, element_name, mark

Faults = tuple[tuple[int, int], ...]
_UNREADABLE = Syntax(segment_code="8", element_code="6")
_GAP = Syntax(segment_code="8", element_code="1", data_element="C022")
_NONE = [""] * 9  # more components than a composite of 837P has


class Reading(NamedTuple):
    """A segment on its way into rows: split once, with what the guide found fault with."""

    segment: Segment
    elements: list[str]
    faults: Faults
    delimiters: Delimiters

    @property
    def code(self) -> str:
        """The qualifier: the first element, or its first component."""
        return self.elements[1].partition(self.delimiters.component)[0] if len(self.elements) > 1 else ""


def open_segment(segment: Segment, faults: Faults, delimiters: Delimiters) -> Reading:
    """Split a segment into its elements."""
    return Reading(segment, segment.text.split(delimiters.element), faults, delimiters)


def fill(row: Row, plan: Plan, read: Reading) -> Iterator[Finding]:
    """Read the fields of a plan from a segment; what does not convert is a finding."""
    segment, elements, component, faults = read.segment, read.elements, read.delimiters.component, read.faults
    row.where[plan.key] = (*row.where[plan.key], segment) if plan.key in row.where else (segment,)
    count = len(elements)
    slow: tuple[Fill, ...] = ()
    for item in plan.fills:
        place = item.place
        if faults or not item.single:
            slow += (item,)
        elif place.first < count and (text := elements[place.first]):
            if place.component:
                text = (text.split(component) + _NONE)[place.component - 1]
            value = item.read(text) if text else None
            if value is None:
                slow += (item,) if text else ()
            elif getattr(row, item.name) is None:
                setattr(row, item.name, value)
    if slow:
        yield from _fill_slowly(row, slow, read)


def _fill_slowly(row: Row, fills: tuple[Fill, ...], read: Reading) -> Iterator[Finding]:
    if read.faults and not any(read.elements[1:]):  # nobody knows what a segment without a value was to say
        row.unreadable.update(item.name for item in fills if getattr(row, item.name) in (None, ()))
        return
    said: set[tuple[int, int]] = set()
    for item in fills:
        for element, component, small in _read(row, item, read):
            if (element, component) in said:
                continue
            said.add((element, component))
            if small:
                place = mark(read.segment, read.delimiters, element, component)
                yield from check_letters(small, item.capitals, place, read.code, row.loop)
            elif not read.faults:
                yield _unreadable(read, element, component, row.loop)


def _read(row: Row, item: Fill, read: Reading) -> Iterator[tuple[int, int, str]]:
    """Set one field. Given are the places of what does not convert, which makes it unreadable, and those of codes in
    small letters, with their text.
    """
    place = item.place
    if read.faults and _touched(read.faults, place):
        row.unreadable.add(item.name)
        return
    values: list[object] = []
    for element, component, text in _texts(place, read.elements, read.delimiters.component):
        value = item.read(text)
        if value is None and item.capitals:
            value = fold(text)
            yield element, component, text
        if value is None:
            row.unreadable.add(item.name)
            yield element, component, ""
        else:
            values.append(value)
    if not values or item.name in row.unreadable:
        return
    if item.many:
        setattr(row, item.name, (*getattr(row, item.name), *values))
    elif getattr(row, item.name) is None:
        setattr(row, item.name, values[0])


def _texts(place: Place, elements: list[str], component: str) -> Iterator[tuple[int, int, str]]:
    """The texts that stand at a place, with their element and component; empty ones are left out."""
    for element in range(place.first, min(place.last, len(elements) - 1) + 1):
        text = elements[element]
        if not text:
            continue
        if not place.component:
            yield element, 0, text
            continue
        parts = text.split(component)
        for at in range(place.component, min(place.last_component, len(parts)) + 1):
            if parts[at - 1]:
                yield element, at, parts[at - 1]


def _touched(faults: Faults, place: Place) -> bool:
    """Whether the guide found fault with a place. A list without an end is judged by its items."""
    if place.last_component == 99:
        return False
    return any(
        place.first <= element <= place.last
        and (not component or not place.component or place.component <= component <= place.last_component)
        for element, component in faults
    )


def _faulty(faults: Faults, element: int, component: int) -> bool:
    return any(at == element and part in (0, component) for at, part in faults)


def _unreadable(read: Reading, element: int, component: int, loop: str) -> Finding:
    place = mark(read.segment, read.delimiters, element, component)
    name = element_name(place.segment_id, element, component)
    message = f"expected a number, a date or a time in {name}"
    return found(UNREADABLE, message, place, loop=loop, syntax=_UNREADABLE)


def check_gaps(claim: Claim, read: Reading) -> Iterator[Finding]:
    """An empty element before a diagnosis: nobody knows whether pointers count it, so none are resolved."""
    if read.code not in ("ABK", "BK"):
        return
    empty = [number for number, text in enumerate(read.elements) if not text]
    if empty and any(read.elements[empty[0] :]):
        claim.unreadable |= {"diagnoses", "diagnoses_as_sent"}
        place = mark(read.segment, read.delimiters, empty[0])
        yield found(GAP, f"{place.element} is empty and a diagnosis follows it", place, loop="2300", syntax=_GAP)


def read_phone(read: Reading) -> str | None:
    """The number behind the qualifier TE in a PER segment."""
    for qualifier, number in zip(read.elements[3::2], read.elements[4::2], strict=False):
        if qualifier == "TE" and number:
            return number
    return None


def read_adjustments(read: Reading, loop: str) -> tuple[Adjustment, ...]:
    """The adjustments of a CAS segment: up to six of reason, amount and quantity."""
    elements = [*read.elements, *[""] * (20 - len(read.elements))]
    out = []
    for first in range(2, min(len(elements) - 2, 20), 3):
        reason, amount, quantity = elements[first : first + 3]
        if not (reason or amount or quantity):
            continue
        row = Adjustment(element=first, loop=loop, where={"CAS": (read.segment,)})
        row.group, row.reason = elements[1] or None, fold(reason) or None
        row.amount, row.quantity = kept_number(amount), kept_number(quantity)
        for name, element in (("group", 1), ("reason", first), ("amount", first + 1), ("quantity", first + 2)):
            text = elements[element]
            if _faulty(read.faults, element, 0) or (text and getattr(row, name) is None):
                setattr(row, name, None)
                row.unreadable.add(name)
        out.append(row)
    return tuple(out)


def check_reasons(read: Reading, loop: str) -> Iterator[Finding]:
    """Report the reasons of a CAS segment that are in small letters."""
    for element in range(2, min(len(read.elements), 18), 3):
        text = read.elements[element]
        if fold(text) != text:
            place = mark(read.segment, read.delimiters, element)
            yield from check_letters(text, IN_CAPITALS["carc"], place, "", loop)
