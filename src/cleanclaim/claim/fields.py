"""How a field of the model names its place in the guide, and what can be asked of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from functools import cache
from typing import Any, NamedTuple

from cleanclaim.claim.kinds import Kind
from cleanclaim.source import Segment

_PLACE = re.compile(
    r"(?:(?P<loop>\d{4}[A-Z]{0,2}|[A-Z]{3,}) )?(?P<segment>[A-Z][A-Z0-9]{1,2}?)"
    r"(?:\*(?P<codes>[A-Z0-9|]+) )?(?P<first>\d\d)(?:\.\.(?P<last>\d\d))?"
    r"(?:-(?P<component>\d+)(?P<open>\.\.)?(?P<end>\d+)?)?"
)


class Place(NamedTuple):
    """Where a field's value stands: `SV101-2`, `REF*G1 02`, `SV107-1..`, `HI*ABK|BK 01..12-2`."""

    segment: str
    codes: tuple[str, ...]  # what element 01 must say; empty: any
    first: int  # element, from 1
    last: int
    component: int  # 0: the element has none
    last_component: int  # 99: as many as the file holds
    loop: str = ""  # where it is not the row's own loop

    @property
    def key(self) -> str:
        """The segment as rows file it: `SV1`, `REF*G1`, `2410 LIN`."""
        codes = "*" + "|".join(self.codes) if self.codes else ""
        return f"{self.loop} {self.segment}{codes}".lstrip()


@cache
def parse_place(text: str) -> Place:
    """Read a place as it is written in the model. Raises `ValueError` for any other text."""
    match = _PLACE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a place: {text}")
    first = int(match["first"])
    component = int(match["component"] or 0)
    end = match["end"] or (99 if match["open"] else component)
    return Place(
        segment=match["segment"],
        codes=tuple(match["codes"].split("|")) if match["codes"] else (),
        first=first,
        last=int(match["last"] or first),
        component=component,
        last_component=int(end),
        loop=match["loop"] or "",
    )


class Field(NamedTuple):
    """One field of a row: its names, its kind and its place.

    `required` says that the guide demands it wherever its row stands, so that rules need no guard.
    `part` is "last" where the value is the end of a date range. `alias` names another field of
    which this one is a copy ("subscriber.filing"); `derived` says how else it comes about.
    """

    name: str
    kind: Kind
    place: str = ""
    title: str = ""  # the industry name
    required: bool = False
    part: str = ""
    alias: str = ""
    derived: str = ""


def at(place: str, kind: Kind, title: str, *, required: bool = False, part: str = "") -> Any:
    """A field read from a place of the guide; absent is None, an absent list is empty."""
    return _field(Field("", kind, place, title, required, part))


def same_as(alias: str, kind: Kind, title: str, *, required: bool = False) -> Any:
    """A field that repeats another row's."""
    return _field(Field("", kind, "", title, required, alias=alias))


def derived(how: str, kind: Kind, title: str, *, required: bool = False) -> Any:
    """A field that is worked out when the claim is complete."""
    return _field(Field("", kind, "", title, required, derived=how))


def _field(about: Field) -> Any:
    if about.kind.many:
        return field(default=(), metadata={"field": about})
    return field(default=None, metadata={"field": about})


@dataclass(slots=True, eq=False, repr=False)
class Row:
    """A part of a claim. `where` holds the segments it was read from, by `Place.key`;
    `unreadable` the names of fields that are missing though required, or malformed; `loop` is where
    it stands, `elsewhere` the loops of those of its segments that stand in another one.
    """

    where: dict[str, tuple[Segment, ...]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    loop: str = ""
    elsewhere: dict[str, str] | None = None


_FIELDS: dict[str, dict[str, Field]] = {}


def fields_of(row: type[Row]) -> dict[str, Field]:
    """The fields of a row class by name, in the order they were written."""
    known = _FIELDS.get(row.__qualname__)
    if known is None:
        known = {
            item.name: item.metadata["field"]._replace(name=item.name)
            for item in dataclass_fields(row)
            if "field" in item.metadata
        }
        _FIELDS[row.__qualname__] = known
    return known
