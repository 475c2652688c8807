"""Where a field of a row stands in the file, worked out only when a finding asks."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.claim.fields import Place, Row, fields_of, parse_place
from cleanclaim.claim.model import Claim, Line
from cleanclaim.claim.parties import Adjustment, Provider
from cleanclaim.findings import Mark
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters, mark

# Derived fields stand where the fields that they are derived from stand.
_STANDS_AS = {
    ("Line", "diagnoses"): "pointers",
    ("Line", "primary_diagnosis"): "pointers",
    ("Claim", "diagnoses"): "diagnoses_as_sent",
    ("File", "today"): "created",
    ("OtherPayer", "adjusted"): "adjustments",
    ("Adjudication", "adjusted"): "adjustments",
}
_Looped = tuple[Mark, str, Row]  # a mark, the loop that it stands in, and whose field it is
_PRIMARY_CARE = "P3"  # NM101 of the second in 2310A and 2420F
_ADJUSTMENT = {"group": 1, "reason": 0, "amount": 1, "quantity": 2}  # offsets from its reason


def mark_of(claim: Claim, row: Row, name: str, index: int | None = None, label: str = "") -> Mark:
    """The mark on a field of `row`; `index` picks one item of a list, from 0.

    A field that the file does not hold is marked on the segment that should hold it, else on the
    first segment of its row.
    """
    found, loop, owner = _mark(claim, row, name, index)
    line = row.position if isinstance(row, Line) else None
    return Mark(  # `replace` takes four times as long, and a file full of faults has many marks
        found.segment,
        found.segment_id,
        found.offset,
        found.length,
        found.element,
        label,
        found.index,
        found.component,
        loop,
        line,
        entity=_PRIMARY_CARE if isinstance(owner, Provider) and owner.entity == _PRIMARY_CARE else "",
    )


def _mark(claim: Claim, row: Row, name: str, index: int | None) -> _Looped:
    name = _STANDS_AS.get((type(row).__name__, name), name)
    about = fields_of(type(row))[name]
    if about.place:
        return _placed_mark(claim.delimiters, row, parse_place(about.place), index)
    if about.alias:
        owner, _, other = about.alias.partition(".")
        target = getattr(claim, owner)
        return _mark(claim, target, other, index) if target is not None else _whole(claim.delimiters, row)
    if isinstance(row, Adjustment):
        element = 1 if name == "group" else row.element + _ADJUSTMENT[name]
        return _on(claim.delimiters, row, row.where["CAS"][0], "CAS", element)
    if isinstance(row, Line) and name == "place_of_service":
        target = row if row.own_place is not None or "own_place" in row.unreadable else claim
        return _mark(claim, target, "own_place" if target is row else name, index)
    if name == "contact_phone" and "PER" in row.where:
        elements = row.where["PER"][0].text.split(claim.delimiters.element)
        element = elements.index("TE") + 1 if "TE" in elements else 0
        return _on(claim.delimiters, row, row.where["PER"][0], "PER", element)
    return _derived_mark(claim, row, name, index)


def _derived_mark(claim: Claim, row: Row, name: str, index: int | None) -> _Looped:
    if isinstance(row, Claim) and name in ("from_date", "to_date"):
        line_field = "date" if name == "from_date" else "end_date"
        value = getattr(row, name)
        for line in row.lines:
            if getattr(line, line_field) == value:
                return _mark(claim, line, line_field, None)
    value = getattr(row, name)
    if isinstance(value, tuple) and value and isinstance(value[index or 0], Row):
        return _whole(claim.delimiters, value[index or 0])
    return _whole(claim.delimiters, value if isinstance(value, Row) else row)


def _placed_mark(delimiters: Delimiters, row: Row, place: Place, index: int | None) -> _Looped:
    segments = row.where.get(place.key)
    if not segments:
        return _whole(delimiters, row)
    if index is not None:
        for at, (segment, element, component) in enumerate(_items(delimiters, segments, place)):
            if at == index:
                return _on(delimiters, row, segment, place.key, element, component)
    component = place.component if place.component == place.last_component else 0
    element = place.first if place.first == place.last else 0
    return _on(delimiters, row, segments[0], place.key, element, component)


def _items(delimiters: Delimiters, segments: tuple[Segment, ...], place: Place) -> Iterator[tuple[Segment, int, int]]:
    """The places of a list's items, in the order in which the builder reads them."""
    for segment in segments:
        elements = segment.text.split(delimiters.element)
        for number in range(place.first, min(place.last, len(elements) - 1) + 1):
            if not place.component:
                if elements[number]:
                    yield segment, number, 0
                continue
            parts = elements[number].split(delimiters.component)
            for at in range(place.component, min(place.last_component, len(parts)) + 1):
                if parts[at - 1]:
                    yield segment, number, at


def _whole(delimiters: Delimiters, row: Row) -> _Looped:
    """The segment that names a row: its NM1 where it has one, else the first."""
    key = "NM1" if "NM1" in row.where else next(iter(row.where))
    return _on(delimiters, row, row.where[key][0], key)


def _on(delimiters: Delimiters, row: Row, segment: Segment, key: str, *at: int) -> _Looped:
    element, component = (*at, 0, 0)[:2]
    loop, _, segment_key = key.rpartition(" ")
    loop = loop or (row.elsewhere or {}).get(segment_key, row.loop)
    return mark(segment, delimiters, element, component), loop, row
