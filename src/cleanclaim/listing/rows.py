"""What a listing is made of: a row for each segment, the findings beneath it, its elements by their names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim import names
from cleanclaim.findings import Caret, Finding, Mark
from cleanclaim.listing.stretches import Kind
from cleanclaim.x12 import Delimiters, element_name

_ELLIPSIS = "…"  # stands where a long element was shortened


class Shown(NamedTuple):
    """A finding as it stands beneath its segment; `elsewhere` are its marks in other segments of the file."""

    finding: Finding
    carets: tuple[Caret, ...]
    elsewhere: tuple[Mark, ...]


class Row(NamedTuple):
    """One segment, or a stretch of the file that holds none, as it may be shown.

    `path` are the loops around it from the outermost; `moved`: the loop begins with it, or is another than that of
    the row before. `claim` counts in the file, `service_line` in its claim, both from 1; 0 is none. `code` is the
    segment's qualifier, where it may be shown and the names depend on it. `size` counts bytes, of empty segments
    the segments. A stretch that was not read has no text.
    """

    kind: Kind
    number: int
    text: str
    segment: str
    code: str
    path: tuple[str, ...]
    depth: int  # 0 for the envelope
    moved: bool
    claim: int
    service_line: int
    size: int
    delimiters: Delimiters  # as they are drawn
    found: tuple[Shown, ...]

    @property
    def loop(self) -> str:
        """The innermost loop; empty for the envelope and the header."""
        return self.path[-1] if self.path else ""

    @property
    def title(self) -> str:
        """What the segment is, in words; empty where it has no place."""
        return names.segment(self.loop, self.segment, self.code) if self.kind == "segment" else ""

    @property
    def body(self) -> str:
        """The text without its terminator."""
        return self.text.removesuffix(self.delimiters.terminator)


class Named(NamedTuple):
    """An element or a component as it is told: `SV101-2`, "procedure", its value, and what its code means."""

    place: str
    name: str
    value: str
    meaning: str


def named(row: Row) -> Iterator[Named]:
    """The elements of a segment that hold something; of those that have components, these.

    A segment that has no place has none. One that was shortened is told whole.
    """
    if row.kind != "segment":
        return
    for element, value in enumerate(row.body.split(row.delimiters.element)[1:], 1):
        if not value:
            continue
        composite = bool(names.element(row.loop, row.segment, row.code, element, 1))
        if not composite or _ELLIPSIS in value:
            yield _named(row, element, 0, value)
            continue
        for component, part in enumerate(value.split(row.delimiters.component), 1):
            if part:
                yield _named(row, element, component, part)


def _named(row: Row, element: int, component: int, value: str) -> Named:
    name = names.element(row.loop, row.segment, row.code, element, component)
    meaning = names.meaning(row.segment, element, component, value) or ""
    return Named(element_name(row.segment, element, component), name, value, meaning)
