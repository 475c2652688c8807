"""For each segment of the guide: which fields of which rows it fills, worked out once."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from cleanclaim.claim.fields import Field, Place, Row, fields_of, parse_place
from cleanclaim.claim.kinds import IN_CAPITALS
from cleanclaim.claim.model import ROWS
from cleanclaim.claim.values import Read, reader

# Loop of the guide -> the parts of a claim that it fills, and the row that each of them is.
PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "HEADER": (("file", "file"),),
    "2000A": (("billing", "provider"),),
    "2010AA": (("billing", "provider"),),
    "2010AB": (("pay_to", "provider"),),
    "2000B": (("subscriber", "subscriber"), ("patient", "patient")),
    "2010BA": (("subscriber", "subscriber"), ("patient", "patient")),
    "2010BB": (("payer", "payer"),),
    "2000C": (("dependent", "patient"),),
    "2010CA": (("dependent", "patient"),),
    "2300": (("claim", "claim"), ("note", "note"), ("paperwork", "paperwork"), ("condition", "condition")),
    "2310A": (("referring", "provider"),),
    "2310B": (("rendering", "provider"),),
    "2310C": (("facility", "provider"),),
    "2310D": (("supervising", "provider"),),
    "2310E": (("pickup", "provider"),),
    "2310F": (("dropoff", "provider"),),
    "2320": (("other_payer", "other_payer"),),
    "2330A": (("other_payer", "other_payer"),),
    "2330B": (("other_payer", "other_payer"),),
    "2400": (("line", "line"), ("note", "note"), ("paperwork", "paperwork"), ("condition", "condition")),
    "2410": (("line", "line"),),
    "2420A": (("line rendering", "provider"),),
    "2420B": (("line purchased_from", "provider"),),
    "2420C": (("line facility", "provider"),),
    "2420D": (("line supervising", "provider"),),
    "2420E": (("line ordering", "provider"),),
    "2420F": (("line referring", "provider"),),
    "2420G": (("line pickup", "provider"),),
    "2420H": (("line dropoff", "provider"),),
    "2430": (("adjudication", "adjudication"),),
    "2440": (("line", "line"),),
}


class Fill(NamedTuple):
    """One field to read from a segment. `single` says that one place holds its one value; `capitals` is what a code
    looks like that is read as if it stood in capitals, empty for all else.
    """

    name: str
    place: Place
    read: Read
    many: bool
    single: bool
    capitals: str


class Plan(NamedTuple):
    """The fields of one part that a segment fills, if its qualifier is one of `codes`."""

    part: str
    row: type[Row]
    key: str
    codes: tuple[str, ...]
    fills: tuple[Fill, ...]


class Routes(NamedTuple):
    """The plans of a segment: those that always apply, and those of each qualifier."""

    always: tuple[Plan, ...]
    by_code: dict[str, tuple[Plan, ...]]

    def of(self, code: str) -> tuple[Plan, ...]:
        """The plans that apply to a segment with this qualifier in its first element."""
        return (*self.always, *self.by_code.get(code, ())) if self.by_code else self.always


@cache
def routes(loop: str, segment: str) -> Routes:
    """What a segment of a loop fills; nothing where no field is read from it."""
    always: list[Plan] = []
    by_code: dict[str, tuple[Plan, ...]] = {}
    for part, name in PARTS.get(loop, ()):
        for plan in _plans(part, name, loop, segment):
            if not plan.codes:
                always.append(plan)
            for code in plan.codes:
                by_code[code] = (*by_code.get(code, ()), plan)
    return Routes(tuple(always), by_code)


def _plans(part: str, name: str, loop: str, segment: str) -> list[Plan]:
    grouped: dict[str, list[tuple[Field, Place]]] = {}
    for about in fields_of(ROWS[name]).values():
        place = parse_place(about.place) if about.place else None
        if place and place.segment == segment and place.loop in ("", loop):
            grouped.setdefault(place.key, []).append((about, place))
    return [
        Plan(part, ROWS[name], key, members[0][1].codes, tuple(_fill(*member) for member in members))
        for key, members in grouped.items()
    ]


def _fill(about: Field, place: Place) -> Fill:
    single = place.first == place.last and place.component == place.last_component and not about.kind.many
    capitals = IN_CAPITALS.get(about.kind.system, "")
    return Fill(about.name, place, reader(about.kind, about.part), about.kind.many, single, capitals)


@cache
def required(name: str) -> tuple[str, ...]:
    """The fields of a row that the guide demands."""
    return tuple(about.name for about in fields_of(ROWS[name]).values() if about.required)
