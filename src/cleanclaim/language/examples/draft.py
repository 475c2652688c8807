"""Segments of an example that are still being written, in the order of the guide."""

from __future__ import annotations

from cleanclaim.claim.fields import Place

# The order of segments in the loops that examples write (005010X222A1).
_ORDER = {
    "2000A": "HL PRV CUR",
    "2000B": "HL SBR PAT",
    "2300": "CLM DTP CL1 PWK CN1 AMT REF K3 NTE CR1 CR2 CRC HI HCP",
    "2400": "LX SV1 SV5 PWK CR1 CR3 CRC DTP QTY MEA CN1 REF AMT K3 NTE PS1 HCP",
    "2410": "LIN CTP REF",
    "2000C": "HL PAT",
    "2320": "SBR CAS AMT OI MOA",
    "2330B": "NM1 N3 N4 DTP REF",
    "2430": "SVD CAS DTP AMT",
}
_PARTY = "NM1 PRV N3 N4 DMG REF PER"
# What else such a segment must say.
_FIXED = {"DTP": (2, "D8"), "LIN": (2, "N4"), "DMG": (1, "D8"), "CR3": (2, "MO"), "PS1": (1, "EXAMPLE")}

_TOLD = {("PAT", 6): "D8", ("PWK", 6): "AC"}  # what stands before such a value: of which kind it is

Segment = list[str]


class Loop:
    """One loop; `segments` are lists of elements, the segment's id first."""

    def __init__(self, name: str, *segments: str) -> None:
        self.name = name
        self.segments: list[Segment] = [segment.split("*") for segment in segments]

    def set(self, place: Place, values: list[str]) -> None:
        """Write values where a field stands; what is not there yet is put into its place."""
        segment = self._segment(place)
        if place.last > place.first:
            for at, value in enumerate(values[: place.last - place.first + 1]):
                _write(segment, place.first + at, place.component, value)
        else:
            if (place.segment, place.first) in _TOLD:
                _write(segment, place.first - 1, 0, _TOLD[place.segment, place.first])
            for at, value in enumerate(values):
                _write(segment, place.first, place.component + at if place.component else 0, value)

    def until(self, place: Place, last: str) -> None:
        """Make a range of the date in a field's segment, that ends on this day."""
        segment = self._segment(place)
        _write(segment, place.first - 1, 0, "RD8")
        first = segment[place.first] if len(segment) > place.first else last
        _write(segment, place.first, 0, f"{first}-{last}")

    def drop(self, place: Place) -> None:
        """Leave out the segment that a field stands in."""
        found = self._find(place)
        self.segments = [segment for segment in self.segments if segment is not found]

    def append(self, segment: str) -> None:
        """Put one more segment into its place."""
        self._insert(segment.split("*"))

    def find(self, segment: str) -> Segment | None:
        """The first segment with that id."""
        return next((found for found in self.segments if found[0] == segment), None)

    def _segment(self, place: Place) -> Segment:
        found = self._find(place)
        if found is not None:
            return found
        made = [place.segment, *(place.codes[:1])]
        if place.segment in _FIXED:
            at, value = _FIXED[place.segment]
            _write(made, at, 0, value)
        self._insert(made)
        return made

    def _find(self, place: Place) -> Segment | None:
        for segment in self.segments:
            if segment[0] == place.segment and (not place.codes or segment[1].partition(":")[0] in place.codes):
                return segment
        return None

    def _insert(self, segment: Segment) -> None:
        order = _ORDER.get(self.name, _PARTY).split()
        rank = order.index(segment[0])
        for at, other in enumerate(self.segments):
            if order.index(other[0]) > rank:
                self.segments.insert(at, segment)
                return
        self.segments.append(segment)

    def text(self) -> str:
        """The segments of the loop, each with its terminator; empty elements at the end are left out."""
        return "".join("*".join(_trimmed(segment)) + "~" for segment in self.segments)


def _write(segment: Segment, element: int, component: int, value: str) -> None:
    while len(segment) <= element:
        segment.append("")
    if not component:
        segment[element] = value
        return
    parts = segment[element].split(":")
    parts += [""] * (component - len(parts))
    parts[component - 1] = value
    segment[element] = ":".join(parts).rstrip(":")


def _trimmed(segment: Segment) -> Segment:
    end = len(segment)
    while end > 1 and not segment[end - 1]:
        end -= 1
    return segment[:end]
